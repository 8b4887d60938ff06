"""How the work on one zaak goes: taken up, tried, closed, sometimes opened again; made up per address."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from meldpunt.demo.kalender import shift_to_werkdag
from meldpunt.rules.statussen import DAGDELEN

# End result -> weight among closed zaken, and how the resident was reached: with a talk, in vain, or on paper only.
RESULTATEN: Final = {
    "Definitief geen contact kunnen krijgen": (30, "vergeefs"),
    "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering": (16, "gesprek"),
    "Inwoner heeft zelf al betaald/betalingsregeling getroffen": (14, "gesprek"),
    "(Budget)advies en/of quick fix": (9, "gesprek"),
    "Vervolghulp en/of verwijzing financieel": (7, "gesprek"),
    "Geen reactie na eerder contact": (6, "gesprek"),
    "Inwoner al bekend bij schuldhulpverlening": (5, "papier"),
    "Vervolghulp en/of verwijzing": (3, "gesprek"),
    "Vervolghulp en/of verwijzing niet financieel": (3, "gesprek"),
    "Persoon is geen inwoner (meer) in de gemeente": (3, "papier"),
    "Inwoner heeft al een ander lopend traject": (2, "papier"),
    "Niet opgepakt: onterecht signaal": (2, "papier"),
    "Niet opgepakt: andere reden": (2, "papier"),
    "Niet opgepakt: herhaalde melding": (1, "papier"),
    "Inwoner is overleden": (1, "papier"),
    "Verwijzing zonder tussenkomst inwoner": (1, "vergeefs"),
}
SOORTEN: Final = ("Telefoon", "Huisbezoek", "Brief", "SMS/Whatsapp", "Kaartje", "Mail", "Afspraak op locatie")
SOORTGEWICHTEN: Final = (34, 22, 16, 14, 7, 5, 2)
GESPROKEN: Final = (
    "Gesproken. Wil graag een afspraak.",
    "Was blij met het contact.",
    "Gesproken. Folder gegeven.",
    "Komt erop terug na overleg met partner.",
)
# What did not reach anybody is told in the words of its kind.
VERGEEFS: Final = {
    "Brief": ("Brief met het lokale aanbod verstuurd.", ""),
    "Huisbezoek": ("Niemand thuis. Kaartje in de bus gedaan.", "Niemand thuis.", ""),
    "Mail": ("Nog geen antwoord.", ""),
    "SMS/Whatsapp": ("Bericht gelezen, nog geen antwoord.", ""),
    "Telefoon": ("Geen gehoor. Voicemail ingesproken.", "Geen gehoor.", ""),
}
ZEKER_ALLE: Final = 3 * len(RESULTATEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stap:
    """One thing that somebody does to a zaak on a day."""

    soort: str
    dag: date
    uur: int
    contact: str = ""
    bereikt: bool = False
    dagdeel: str = ""
    notitie: str = ""
    resultaat: str = ""
    wat: str = ""


def make_plan(
    ontstaan: date, *, vandaag: date, herhaald: bool, volgnummer: int, toeval: random.Random
) -> list[Stap]:
    """Make the steps of one zaak; none where nobody has got round to it yet.

    The first zaken that close take the end results in turn, so that each of the sixteen is to be seen.
    """
    fresh = (vandaag - ontstaan).days < 32
    if toeval.random() < (0.34 if fresh else 0.03):
        return []
    resultaat = _choose_result(volgnummer, herhaald=herhaald, toeval=toeval)
    dag = shift_to_werkdag(ontstaan + timedelta(days=toeval.randint(1, 7)))
    steps = [Stap(soort="oppakken", dag=dag, uur=9)]
    for poging in _attempts(RESULTATEN[resultaat][1], dag, toeval):
        dag = poging.dag
        steps.append(poging)
    if toeval.random() < (0.5 if fresh else 0.12) and volgnummer >= ZEKER_ALLE:
        return steps
    dag = shift_to_werkdag(dag + timedelta(days=toeval.randint(1, 8)))
    steps.append(Stap(soort="sluiten", dag=dag, uur=15, resultaat=resultaat))
    if toeval.random() < 0.04 and volgnummer >= ZEKER_ALLE:
        dag = shift_to_werkdag(dag + timedelta(days=toeval.randint(2, 9)))
        steps.append(Stap(soort="heropenen", dag=dag, uur=10))
    return steps


def _choose_result(volgnummer: int, *, herhaald: bool, toeval: random.Random) -> str:
    if volgnummer < ZEKER_ALLE:
        return tuple(RESULTATEN)[volgnummer % len(RESULTATEN)]
    if herhaald and toeval.random() < 0.6:
        return "Niet opgepakt: herhaalde melding"
    return toeval.choices(tuple(RESULTATEN), [weight for weight, _ in RESULTATEN.values()])[0]


def _attempts(verloop: str, dag: date, toeval: random.Random) -> Iterator[Stap]:
    """Yield the attempts: on paper none or a look in the books, in vain three, with a talk till it succeeds."""
    if verloop == "papier":
        if toeval.random() < 0.5:
            yield Stap(soort="poging", dag=dag, uur=11, contact="Administratief", dagdeel="Ochtend")
        return
    count = toeval.choice((2, 2, 3) if verloop == "vergeefs" else (1, 1, 2, 3))
    for number in range(count):
        bereikt = verloop == "gesprek" and number == count - 1
        contact = toeval.choices(SOORTEN, SOORTGEWICHTEN)[0]
        if bereikt and contact in {"Brief", "Kaartje"}:
            contact = "Telefoon"
        dagdeel = toeval.choices(DAGDELEN, (5, 4, 2))[0]
        yield Stap(
            soort="poging",
            dag=dag,
            uur={"Ochtend": 10, "Middag": 14, "Avond": 19}[dagdeel],
            contact=contact,
            bereikt=bereikt,
            dagdeel=dagdeel,
            notitie=toeval.choice(GESPROKEN if bereikt else VERGEEFS.get(contact, ("",))),
        )
        dag = shift_to_werkdag(dag + timedelta(days=toeval.randint(2, 6)))
