"""What partners must do because a resident used a right: told once, confirmed when done, reminded of when not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from meldpunt.aanlevering.models import Signaal, SignaalPersoon
from meldpunt.audit.actions import record
from meldpunt.rules.rectificatie import BEVESTIG_DAGEN, CORRIGEERBAAR, MEDEDELINGSOORTEN
from meldpunt.sleutels import new_id
from meldpunt.terugkoppeling.models import Partnermededeling
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_speak_for_partner, get_own_partner
from meldpunt.toegang.sleutelbos import decrypt_text, encrypt_texts
from meldpunt.toegang.weigering import Weigering

ZEGEL: Final = "partnermededeling"
DOEL: Final = "partners laten weten wat een inwoner heeft gevraagd (AVG art. 19)"
PAGE: Final = 50
OPEN, BEVESTIGD = "open", "bevestigd"
LIST: Final = """
SELECT m.id, m.signaal_id, m.soort, m.veld, m.inhoud_verzegeld, m.gemeld_op, m.uiterlijk, m.bevestigd_op, g.naam,
       s.type_vordering, s.aanleverdatum
FROM meldpunt_partnermededeling m
JOIN meldpunt_gemeente g ON g.code = m.gemeente
JOIN meldpunt_signaal s ON s.id = m.signaal_id AND s.gemeente = m.gemeente
WHERE m.partner_id = %(partner)s AND s.partner_id = %(partner)s AND s.overgenomen_van IS NULL
  AND (m.bevestigd_op IS NULL) = %(open)s AND (%(before)s::uuid IS NULL OR m.id < %(before)s::uuid)
ORDER BY m.id DESC LIMIT %(size)s
"""
REMIND: Final = """
UPDATE meldpunt_partnermededeling m SET herinnerd_op = %s
WHERE m.bevestigd_op IS NULL AND m.herinnerd_op IS NULL AND m.uiterlijk < %s
RETURNING m.gemeente
"""
# As long as the request itself is kept: a partner that never confirms would else keep a resident here for ever.
BEWAREN: Final = timedelta(days=365)
EMPTY: Final = """
UPDATE meldpunt_partnermededeling m SET inhoud_verzegeld = ''
WHERE m.bevestigd_op IS NULL AND m.inhoud_verzegeld <> '' AND m.gemeld_op < %s
RETURNING m.gemeente
"""


@dataclass(frozen=True, slots=True)
class Partnerkenmerk:
    """By what a partner knows its own signaal: read before the person is destroyed, and told after."""

    signaal: UUID
    partner: UUID
    klantnummer: str
    referentie: str


@dataclass(frozen=True, slots=True)
class Mededelingregel:
    """One message as its partner reads it."""

    id: UUID
    signaal: UUID
    titel: str
    opdracht: str
    veld: str
    nieuw: str
    klantnummer: str
    referentie: str
    gemeld_op: datetime
    uiterlijk: date
    bevestigd_op: datetime | None
    gemeente: str
    type_vordering: str
    aanleverdatum: date


def list_kenmerken(signalen: Sequence[UUID], *, gemeente: str) -> list[Partnerkenmerk]:
    """Return by what partners know these signalen; a copy from another municipality has no partner to tell."""
    rows = Signaal.objects.filter(gemeente=gemeente, id__in=signalen, overgenomen_van=None).order_by("id")
    known = {
        key: (klantnummer, referentie)
        for key, klantnummer, referentie in SignaalPersoon.objects.filter(
            gemeente=gemeente, id__in=signalen
        ).values_list("id", "klantnummer", "referentie")
    }
    return [Partnerkenmerk(row.id, row.partner_id, *known.get(row.id, ("", ""))) for row in rows]


def tell_recht(  # noqa: PLR0913 - a message has these facts
    kenmerken: Sequence[Partnerkenmerk],
    *,
    gemeente: str,
    soort: str,
    now: datetime,
    veld: str = "",
    nieuw: str = "",
) -> int:
    """Tell each partner about its own signaal, within the caller's transaction; return how many messages.

    Nothing of the request, of another partner or of the zaak is in it.
    """
    if soort not in MEDEDELINGSOORTEN:
        raise ValueError(f"unknown message: {soort}")
    contents = [
        json.dumps({"klantnummer": one.klantnummer, "referentie": one.referentie, "nieuw": nieuw})
        for one in kenmerken
    ]
    until = timezone.localdate(now) + timedelta(days=BEVESTIG_DAGEN)
    Partnermededeling.objects.bulk_create(
        [
            Partnermededeling(
                id=new_id(),
                gemeente_id=gemeente,
                signaal_id=one.signaal,
                partner_id=one.partner,
                soort=soort,
                veld=veld,
                inhoud_verzegeld=sealed,
                gemeld_op=now,
                uiterlijk=until,
            )
            for one, sealed in zip(kenmerken, encrypt_texts(ZEGEL, contents), strict=True)
        ]
    )
    return len(kenmerken)


def list_mededelingen(
    *, door: Actor, stand: str = OPEN, before: UUID | None = None, size: int = PAGE
) -> list[Mededelingregel]:
    """Return a page of a partner's own messages, newest first."""
    values: dict[str, Any] = {
        "partner": get_own_partner(door),
        "open": stand != BEVESTIGD,
        "before": before,
        "size": size,
    }
    with connection.cursor() as cursor:
        cursor.execute(LIST, values)
        return [_show(row) for row in cursor.fetchall()]


def _show(row: Sequence[Any]) -> Mededelingregel:
    key, signaal, soort, veld, sealed, told, until, confirmed, gemeente, kind, delivered = row
    content = json.loads(decrypt_text(ZEGEL, sealed)) if sealed else {}
    said = MEDEDELINGSOORTEN[soort]
    return Mededelingregel(
        id=key,
        signaal=signaal,
        titel=said.titel,
        opdracht=said.opdracht,
        veld=CORRIGEERBAAR[veld].titel if veld else "",
        nieuw=content.get("nieuw", ""),
        klantnummer=content.get("klantnummer", ""),
        referentie=content.get("referentie", ""),
        gemeld_op=told,
        uiterlijk=until,
        bevestigd_op=confirmed,
        gemeente=gemeente,
        type_vordering=kind.replace("_", " "),
        aanleverdatum=delivered,
    )


def count_open_mededelingen(*, door: Actor) -> int:
    """Count the messages a partner has not confirmed, a hundred at the most."""
    rows = Partnermededeling.objects.filter(partner=get_own_partner(door), bevestigd_op=None)
    return len(rows.values_list("id")[:100])


@transaction.atomic
def confirm_mededeling(*, mededeling: UUID, door: Actor, now: datetime) -> None:
    """Note that a partner did what was asked; what it had to know for that is emptied at once.

    Raises Weigering when a colleague confirmed it before.
    """
    check_speak_for_partner(door, partner=door.partner)
    row = Partnermededeling.objects.select_for_update().get(id=mededeling, partner=door.partner)
    if row.bevestigd_op is not None:
        raise Weigering("Een collega bevestigde dit al. U hoeft niets te doen. [al_bevestigd]")
    row.bevestigd_op, row.bevestigd_door, row.inhoud_verzegeld = now, door.gebruiker, ""
    row.save(update_fields=["bevestigd_op", "bevestigd_door", "inhoud_verzegeld"])
    record(
        "partnermededeling_bevestigd",
        objectsoort="signaal",
        object=row.signaal_id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel=DOEL,
        waarden={"soort": row.soort},
    )


@transaction.atomic
def remind_mededelingen(*, door: Actor, now: datetime) -> int:
    """Mark the messages whose two weeks are over without a word, once; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(REMIND, [now, timezone.localdate(now)])
        late = [row[0] for row in cursor.fetchall()]
    _log("partnermededeling_te_laat", late, door=door, now=now)
    return len(late)


@transaction.atomic
def empty_mededelingen(*, door: Actor, now: datetime) -> int:
    """Empty what partners had to know of messages that nobody confirmed within a year; return how many.

    Of a resident who was erased nothing else would: the message was made after the person had gone.
    """
    with connection.cursor() as cursor:
        cursor.execute(EMPTY, [now - BEWAREN])
        emptied = [row[0] for row in cursor.fetchall()]
    _log("partnermededeling_geleegd", emptied, door=door, now=now)
    return len(emptied)


def _log(handeling: str, gemeenten: Sequence[str], *, door: Actor, now: datetime) -> None:
    """Record per municipality of how many messages this happened."""
    for gemeente in sorted(set(gemeenten)):
        record(
            handeling,
            objectsoort="gemeente",
            object=gemeente,
            gemeente=gemeente,
            door=door,
            now=now,
            doel=DOEL,
            waarden={"aantal": gemeenten.count(gemeente)},
        )
