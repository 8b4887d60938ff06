"""Correct what is wrong: in the person itself, or beside the fact that a signaal keeps as it was delivered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from meldpunt.aanlevering.models import Rectificatie, Signaal, SignaalPersoon
from meldpunt.betrokkenen.actions import log_verzoek
from meldpunt.betrokkenen.models import Verzoek
from meldpunt.matching.actions import redescribe_zaken
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.termijnrijen import refresh_termijnen
from meldpunt.partijen.register import get_versie
from meldpunt.rules.rectificatie import ADRES, CORRIGEERBAAR, FEITEN, read_waarde
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.terugkoppeling.partnermededelingen import list_kenmerken, tell_recht
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering

Waarde = str | int | date | None


@dataclass(frozen=True, slots=True)
class Correctie:
    """One field of one signaal, and what it should be, as it was typed."""

    signaal: UUID
    veld: str
    nieuw: str


def correct_signalen(
    correcties: Sequence[Correctie], *, row: Verzoek, eigen: Sequence[UUID], door: Actor, now: datetime
) -> int:
    """Carry out the corrections of a request and tell the partners that reported what was wrong; return how many.

    Inside the transaction of the decision, under the lock of the municipality.
    """
    if not correcties:
        raise Weigering("Vul in wat er moet worden verbeterd. [niets_te_verbeteren]")
    known = {one.id: one for one in Signaal.objects.filter(gemeente=row.gemeente_id, id__in=eigen)}
    persons = {
        one.id: one
        for one in SignaalPersoon.objects.select_for_update().filter(gemeente=row.gemeente_id, id__in=eigen)
    }
    today = timezone.localdate(now)
    for one in correcties:
        if one.signaal not in known or one.signaal not in persons:
            raise Weigering(
                "Dit signaal is niet van deze inwoner. Kies een ander. [signaal_niet_van_inwoner]"
            )
        value = _read(one, today=today)
        was, said = _change(one, value, known[one.signaal], persons[one.signaal], row=row, door=door, now=now)
        if was == value:
            raise Weigering(
                f"{CORRIGEERBAAR[one.veld].titel} staat er al zo. Er is niets te verbeteren. [waarde_gelijk]"
            )
        kenmerken = list_kenmerken([one.signaal], gemeente=row.gemeente_id)
        tell_recht(
            kenmerken, gemeente=row.gemeente_id, soort="rectificatie", veld=one.veld, nieuw=said, now=now
        )
        log_verzoek("gegeven_gecorrigeerd", row, door=door, now=now, signalen=[one.signaal], veld=one.veld)
    _let_count([one.signaal for one in correcties], row.gemeente_id, now=now)
    return len(correcties)


def _read(one: Correctie, *, today: date) -> Waarde:
    try:
        return read_waarde(one.veld, one.nieuw, today=today)
    except ValueError as wrong:
        raise Weigering(str(wrong)) from None


def _change(  # noqa: PLR0913 - one change and what it is a change of
    one: Correctie,
    value: Waarde,
    signaal: Signaal,
    persoon: SignaalPersoon,
    *,
    row: Verzoek,
    door: Actor,
    now: datetime,
) -> tuple[Waarde, str]:
    """Write one correction; return what stood there and how the new value is told."""
    kept: dict[str, Any] = {
        "gemeente_id": row.gemeente_id,
        "signaal": signaal,
        "verzoek": row.id,
        "veld": one.veld,
        "gemaakt_op": now,
        "gemaakt_door": door.gebruiker,
    }
    if one.veld in FEITEN:
        was = _find_standing(signaal, one.veld)
        if was != value:
            Rectificatie.objects.create(**kept, **{one.veld: value})
        return was, _say(one.veld, value)
    if one.veld in ADRES:
        _check_no_open_zaak(signaal)
    was = getattr(persoon, one.veld)
    if was != value:
        Rectificatie.objects.create(**kept, oud=_say(one.veld, was), nieuw=_say(one.veld, value))
        setattr(persoon, one.veld, value)
        persoon.save(update_fields=[one.veld])
    return was, _say(one.veld, value)


def _find_standing(signaal: Signaal, veld: str) -> Waarde:
    """Return the fact that counts now: the last correction, else what was delivered."""
    last = (
        Rectificatie.objects.filter(gemeente=signaal.gemeente_id, signaal=signaal, veld=veld)
        .order_by("-id")
        .first()
    )
    found: Waarde = getattr(last or signaal, veld)
    return found


def _check_no_open_zaak(signaal: Signaal) -> None:
    """Raise Weigering when the address would say that the signaal belongs in another zaak, with others in it."""
    links = Zaaksignaal.objects.filter(gemeente=signaal.gemeente_id, signaal=signaal)
    if links.filter(zaak__status__in=OPEN).exists():
        raise Weigering(
            "Dit signaal staat in een open zaak op het oude adres. Laat de behandelaar het eerst sluiten of "
            "overdragen (Verhuisd); verbeter het adres daarna. [rectificatie_adres]"
        )


def _say(veld: str, value: Waarde) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if veld == "bedrag_cent" and isinstance(value, int):
        return f"€ {value // 100},{value % 100:02d}"
    return str(value)


_NOT_OPEN: Final = ("gesloten", "vervallen")


def _let_count(signalen: Sequence[UUID], gemeente: str, *, now: datetime) -> None:
    """Work out anew the zaken that are not over: sums, order and who is who follow what is right."""
    links = Zaaksignaal.objects.filter(gemeente=gemeente, signaal__in=signalen).values("zaak")
    together: dict[tuple[str, date], list[UUID]] = defaultdict(list)
    for zaak in (
        Zaak.objects.filter(gemeente=gemeente, id__in=links).exclude(status__in=_NOT_OPEN).order_by("id")
    ):
        together[zaak.convenant, zaak.versie].append(zaak.id)
    for (convenant, versie), keys in together.items():
        redescribe_zaken(
            keys, versie=get_versie(convenant, versie), now=now, convenant=convenant, markering=""
        )
        for zaak_id in keys:
            refresh_termijnen(zaak=zaak_id, gemeente=gemeente, now=now)
