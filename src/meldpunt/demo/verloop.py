"""Case workers of the demo world at work: the steps of every plan, each at its own moment."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from meldpunt.demo.handelingen import HANDELINGEN
from meldpunt.demo.kalender import Kalender, make_toeval
from meldpunt.demo.plannen import Stap, make_plan
from meldpunt.demo.trajecten import extend_plan
from meldpunt.demo.werkzaak import Werkzaak, actor_of, find_account, list_werkzaken
from meldpunt.matching.actions import decide_persoon
from meldpunt.matching.models import Persoonsvraag, Zaak, Zaaksignaal
from meldpunt.opvolging.actions import close_zaak, reopen_zaak, take_zaak
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering


@dataclass(slots=True)
class Werkvloer:
    """Everybody at work: the steps that are still to be done, per zaak."""

    kalender: Kalender
    plannen: dict[UUID, list[Stap]] = field(default_factory=dict)
    gepland: int = 0

    def work_until(self, now: datetime) -> None:
        """Do every step that was due before this moment."""
        zaken = list_werkzaken()
        with transaction.atomic():
            for zaak in zaken:
                if zaak.id not in self.plannen:
                    self.plannen[zaak.id] = self._plan(zaak)
                self._follow(zaak, now)

    def _plan(self, zaak: Werkzaak) -> list[Stap]:
        if find_account(zaak) is None:
            return []
        steps = make_plan(
            zaak.ontstaan,
            vandaag=self.kalender.vandaag,
            herhaald=zaak.herhaald,
            volgnummer=self.gepland,
            toeval=make_toeval("verloop", zaak.convenant, zaak.adres, zaak.ontstaan),
        )
        toeval = make_toeval("traject", zaak.convenant, zaak.adres, zaak.ontstaan)
        steps = extend_plan(steps, gemeente=zaak.gemeente, toeval=toeval)
        closes = any(s.soort == "sluiten" and s.dag < self.kalender.vandaag for s in steps)
        self.gepland += closes
        return steps

    def _follow(self, zaak: Werkzaak, now: datetime) -> None:
        steps = self.plannen[zaak.id]
        while steps:
            moment = self.kalender.moment(steps[0].dag, steps[0].uur)
            if moment >= now:
                return
            account = find_account(zaak)
            if account is not None:
                # What can no longer be, because a partner or a check came in between, is left.
                with suppress(Weigering):
                    do_stap(steps[0], zaak, door=actor_of(account), now=moment)
            del steps[0]


def do_stap(stap: Stap, zaak: Werkzaak, *, door: Actor, now: datetime) -> None:
    """Do one step by the act that a person would do it with."""
    match stap.soort:
        case "oppakken":
            take_zaak(zaak=zaak.id, gemeente=zaak.gemeente, door=door, now=now)
        case "sluiten":
            _close(stap, zaak, door=door, now=now)
        case "heropenen" if zaak.status == "gesloten" and not _is_followed(zaak):
            reden = "De inwoner belde terug en wil toch graag hulp."
            reopen_zaak(zaak=zaak.id, gemeente=zaak.gemeente, reden=reden, door=door, now=now)
        case soort if soort in HANDELINGEN:
            HANDELINGEN[soort](stap, zaak, door=door, now=now)


def _is_followed(zaak: Werkzaak) -> bool:
    """Say whether a new zaak on the address took over; the old one then stays closed."""
    return Zaak.objects.filter(gemeente=zaak.gemeente, opeenvolgend_op=zaak.id).exists()


def _close(stap: Stap, zaak: Werkzaak, *, door: Actor, now: datetime) -> None:
    """Close, now and then with another result for the second person; who is who must be decided first."""
    toeval = make_toeval("sluiten", zaak.adres, stap.resultaat)
    if _find_vraag(zaak):
        if toeval.random() < 0.25:
            return
        _decide(zaak, door=door, now=now)
    # A decision may have made one person of two since the day began.
    links = Zaaksignaal.objects.filter(zaak=zaak.id, gemeente=zaak.gemeente)
    personen = sorted(set(links.values_list("persoon", flat=True)))
    differs = len(personen) > 1 and toeval.random() < 0.3
    close_zaak(
        zaak=zaak.id,
        gemeente=zaak.gemeente,
        eindresultaat=stap.resultaat,
        door=door,
        now=now,
        per_persoon={personen[-1]: "Definitief geen contact kunnen krijgen"} if differs else None,
    )


def _decide(zaak: Werkzaak, *, door: Actor, now: datetime) -> None:
    """Answer the open questions about persons; an answer may settle the others, or ask a new one."""
    while vraag := _find_vraag(zaak):
        decide_persoon(
            vraag=vraag.id,
            gemeente=zaak.gemeente,
            zelfde=vraag.trap != "geen_geboortedatum_andere_voorletters",
            was=None,
            toelichting="Nagezocht in de BRP.",
            door=door,
            now=now,
        )


def _find_vraag(zaak: Werkzaak) -> Persoonsvraag | None:
    if not Zaak.objects.filter(id=zaak.id, gemeente=zaak.gemeente, vragen_open__gt=0).exists():
        return None
    return (
        Persoonsvraag.objects.filter(zaak=zaak.id, gemeente=zaak.gemeente, zelfde=None)
        .order_by("signaal_a", "signaal_b")
        .first()
    )
