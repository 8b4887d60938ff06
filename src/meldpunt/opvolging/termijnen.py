"""The terms of a zaak, worked out from what is stored: no table, so they cannot run out of step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from meldpunt.matching.queries import Persoonbeeld, Signaalbeeld, Zaakbeeld
from meldpunt.opvolging.queries import Pogingstand
from meldpunt.partijen.register import get_convenant
from meldpunt.rules import termijnen
from meldpunt.rules.termijnen import Termijn


def eerste_gesprek(
    *, convenant: str, ontvangen: date, bereikt: date | None, gesloten: date | None, today: date
) -> Termijn:
    """Give the term for the first conversation alone, for a list (Wgs art. 4 lid 1)."""
    events = _known(ontvangst=ontvangen, eerste_gesprek=bereikt, gesloten=gesloten)
    versie = get_convenant(convenant).version_on(ontvangen)
    found = termijnen.list_termijnen(events, versie=versie, today=today)
    # It is there in every covenant, because the law sets it where the covenant is silent.
    return next(termijn for termijn in found if termijn.naam == "eerste_gesprek")


def list_termijnen(
    zaak: Zaakbeeld, personen: Sequence[Persoonbeeld], stand: Pogingstand, *, today: date
) -> list[Termijn]:
    """List the terms that run, or ran, for a zaak; the first to end first."""
    signalen = [signaal for persoon in personen for signaal in persoon.signalen]
    closed = _day(zaak.gesloten_op)
    events = _known(
        ontvangst=min((timezone.localdate(s.ontvangen_op) for s in signalen), default=_day(zaak.ontstaan_op)),
        eerste_gesprek=stand.bereikt_op,
        brief=stand.brief_op,
        gebeld=stand.gebeld_op,
        gesloten=closed,
        # Closing tells the partners: the result goes out by itself.
        terugkoppeling=closed,
        **({} if closed else _end_of_supply(signalen)),
    )
    versie = get_convenant(zaak.convenant).version_on(zaak.versie)
    return list(termijnen.list_termijnen(events, versie=versie, today=today, acties=zaak.acties))


def _end_of_supply(signalen: Sequence[Signaalbeeld]) -> dict[str, date]:
    """Take the first day on which a partner says that supply or insurance ends."""
    ends = [
        (signaal.verwachte_einddatum, signaal.aanleverdatum)
        for signaal in signalen
        if signaal.verwachte_einddatum is not None and signaal.telt
    ]
    return dict(zip(("einde_levering", "einde_levering_gemeld"), min(ends), strict=True)) if ends else {}


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _known(**events: date | None) -> dict[str, date]:
    return {naam: day for naam, day in events.items() if day is not None}
