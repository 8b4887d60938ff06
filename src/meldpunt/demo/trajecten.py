"""What more happens to a zaak: letters, answers, checks, conversations; added to its plan, made up per address."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from meldpunt.demo.kalender import shift_to_werkdag
from meldpunt.demo.plannen import Stap

# These write by the meldpunt itself; elsewhere the post goes out by another way, and only the attempt is noted.
SCHRIJVERS: Final = frozenset({"0392", "0344"})
BERICHTEN: Final = {"Brief": "brief", "Mail": "mail", "SMS/Whatsapp": "sms"}
# An end result -> the check that led to it.
CONTROLE_BIJ: Final = {
    "Inwoner is overleden": "overleden",
    "Persoon is geen inwoner (meer) in de gemeente": "verhuisd_buiten",
    "Inwoner al bekend bij schuldhulpverlening": "bekend_schuldhulp",
}
ANTWOORDEN: Final = ("bel_mij", "bel_mij", "bel_mij", "al_betaald", "al_betaald", "geen_hulp", "niet_ik")
BESCHIKKINGEN: Final = ("toegelaten", "toegelaten", "toegelaten", "afgezien", "geweigerd")


def extend_plan(steps: Sequence[Stap], *, gemeente: str, toeval: random.Random) -> list[Stap]:
    """Return the steps with what else happens between them; closing waits for the conversations."""
    if not steps:
        return []
    told = [_write(step) if gemeente in SCHRIJVERS else step for step in steps]
    traject = list(_list_traject(told, toeval))
    told = _delay(told, traject)
    extra = [*traject, *_list_controles(told, toeval), *_list_vragen(told[0], toeval)]
    for step in told:
        if step.soort == "brief":
            extra += _list_antwoorden(step, toeval)
    return sorted([*told, *extra], key=lambda step: (step.dag, step.uur))


def _write(step: Stap) -> Stap:
    """Let what was an attempt on paper be a message; a pile of letters is made in the morning."""
    soort = BERICHTEN.get(step.contact) if step.soort == "poging" and not step.bereikt else None
    if soort is None:
        return step
    return replace(step, soort=soort, uur=11 if soort == "brief" else step.uur)


def _list_traject(steps: Sequence[Stap], toeval: random.Random) -> Iterator[Stap]:
    """Yield what follows on a talk at the door or by telephone: yes or no, a conversation, an arrangement."""
    reached = next((step for step in steps if step.bereikt), None)
    if reached is None or toeval.random() > 0.4:
        return
    resultaat = next((step.resultaat for step in steps if step.soort == "sluiten"), "")
    if resultaat.startswith("Inwoner regelt het zelf"):
        yield Stap(soort="traject", dag=reached.dag, uur=reached.uur + 1, wat="aanbod_geweigerd")
        return
    yield Stap(soort="traject", dag=reached.dag, uur=reached.uur + 1, wat="aanbod_aanvaard")
    # Some wait for their conversation longer than four weeks.
    gesprek = _later(reached.dag, toeval.choice((4, 6, 9, 12, 16, 34)))
    yield Stap(soort="traject", dag=gesprek, uur=13, wat="eerste_gesprek")
    if toeval.random() < 0.4:
        yield Stap(soort="traject", dag=gesprek, uur=15, wat="betalingsregeling")
    if toeval.random() < 0.5:
        besluit, aard = _later(gesprek, toeval.randint(3, 12)), toeval.choice(BESCHIKKINGEN)
        yield Stap(soort="traject", dag=besluit, uur=11, wat="beschikking", contact=aard)
        if aard == "toegelaten":
            yield Stap(soort="traject", dag=besluit, uur=12, wat="plan_van_aanpak")


def _delay(steps: Sequence[Stap], traject: Sequence[Stap]) -> list[Stap]:
    """Let a zaak be closed, and opened again, only after the conversations."""
    closing = next((step for step in steps if step.soort == "sluiten"), None)
    if closing is None or not traject:
        return list(steps)
    shift = max(timedelta(0), _later(traject[-1].dag, 1) - closing.dag)
    return [
        replace(step, dag=shift_to_werkdag(step.dag + shift))
        if step.soort in {"sluiten", "heropenen"}
        else step
        for step in steps
    ]


def _list_controles(steps: Sequence[Stap], toeval: random.Random) -> Iterator[Stap]:
    closing = next((step for step in steps if step.soort == "sluiten"), None)
    if closing is not None and closing.resultaat in CONTROLE_BIJ:
        yield Stap(soort="controle", dag=closing.dag, uur=14, wat=CONTROLE_BIJ[closing.resultaat])
    if toeval.random() < 0.025:
        yield Stap(soort="controle", dag=steps[0].dag, uur=10, wat="geheim_adres")


def _list_vragen(taken: Stap, toeval: random.Random) -> Iterator[Stap]:
    """Yield what is asked of partners, and the few situations that threaten a home or its supply."""
    if toeval.random() < 0.08:
        yield Stap(soort="navraag", dag=taken.dag, uur=10)
    if toeval.random() < 0.015:
        yield Stap(soort="bedreigend", dag=taken.dag, uur=12, wat="einde_energie_of_water")
    if toeval.random() < 0.12:
        yield Stap(soort="verlenging", dag=_later(taken.dag, 9), uur=16)


def _list_antwoorden(brief: Stap, toeval: random.Random) -> Iterator[Stap]:
    """Yield what a resident answers on a letter, in an evening, and that somebody acts on it."""
    if toeval.random() > 0.35:
        return
    dag = brief.dag + timedelta(days=toeval.randint(2, 5))
    yield Stap(soort="antwoord", dag=dag, uur=20, wat=toeval.choice(ANTWOORDEN))
    if toeval.random() < 0.6:
        yield Stap(soort="verwerken", dag=_later(dag, 1), uur=10)


def _later(dag: date, days: int) -> date:
    return shift_to_werkdag(dag + timedelta(days=days))
