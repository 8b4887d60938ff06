"""Take signalen out of their zaken because their partner said so, and put those zaken right at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from meldpunt.matching.actions import redescribe_zaken
from meldpunt.matching.models import Persoonsvraag, Zaak, Zaaksignaal
from meldpunt.partijen.register import get_versie

MELDDE = "partner_meldde"
LEEG = "geen_signaal_over"


@dataclass(frozen=True, slots=True)
class Afmeldgevolg:
    """What the removal did to one zaak: its state afterwards and whether a signaal is left."""

    zaak: UUID
    gemeente: str
    status: str
    leeg: bool


def remove_signalen(
    *, gemeente: str, redenen: Mapping[UUID, str], now: datetime
) -> dict[UUID, list[Afmeldgevolg]]:
    """Take signalen (with the reason of each) out of their zaken; return per signaal what it did.

    Inside the caller's transaction, which holds the lock of the municipality: no run matches meanwhile. A zaak that
    nobody has taken lapses when nothing is left in it. One in hand keeps its place and is marked, for a person was
    or will be spoken to; a closed one keeps the facts it was closed with.
    """
    links = list(
        Zaaksignaal.objects.filter(gemeente=gemeente, signaal__in=redenen)
        .exclude(zaak__status="vervallen")
        .values_list("zaak", "signaal")
    )
    keys = {zaak for zaak, _ in links}
    zaken = {
        z.id: z
        for z in Zaak.objects.select_for_update().filter(gemeente=gemeente, id__in=keys).order_by("id")
    }
    _mark_links(gemeente, redenen, now=now)
    left = _count_left(gemeente, list(zaken))
    _correct_open(zaken, left, now=now)
    _note(zaken, left)
    per_signaal: dict[UUID, list[Afmeldgevolg]] = defaultdict(list)
    for key, signaal in links:
        zaak = zaken[key]
        per_signaal[signaal].append(Afmeldgevolg(key, gemeente, zaak.status, leeg=not left.get(key)))
    return per_signaal


def _mark_links(gemeente: str, redenen: Mapping[UUID, str], *, now: datetime) -> None:
    """Note on the links when and why; what is said again keeps its first moment and gets the last reason."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meldpunt_zaaksignaal k SET afgemeld_op = coalesce(k.afgemeld_op, %s), afmeldreden = n.reden"
            " FROM unnest(%s::uuid[], %s::varchar[]) AS n(signaal, reden)"
            " WHERE k.gemeente = %s AND k.signaal_id = n.signaal",
            [now, list(redenen), list(redenen.values()), gemeente],
        )


def _count_left(gemeente: str, zaken: Sequence[UUID]) -> dict[UUID, int]:
    """Count the signalen that still count, per zaak; one without any is not in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.zaak_id, count(*) FROM meldpunt_zaaksignaal k"
            " JOIN meldpunt_signaal s ON s.id = k.signaal_id AND s.gemeente = k.gemeente"
            " JOIN meldpunt_aanlevering a ON a.id = s.aanlevering_id AND a.status <> 'ingetrokken'"
            " WHERE k.gemeente = %s AND k.zaak_id = ANY(%s) AND k.afgemeld_op IS NULL GROUP BY k.zaak_id",
            [gemeente, list(zaken)],
        )
        return dict(cursor.fetchall())


def _correct_open(zaken: Mapping[UUID, Zaak], left: Mapping[UUID, int], *, now: datetime) -> None:
    """Work out anew what is not closed: from what is left, or as empty."""
    together: dict[tuple[str, date], list[UUID]] = defaultdict(list)
    for zaak in zaken.values():
        if zaak.status == "gesloten":
            continue
        if left.get(zaak.id):
            together[zaak.convenant, zaak.versie].append(zaak.id)
        else:
            _empty(zaak, now=now)
    for (convenant, versie), keys in together.items():
        redescribe_zaken(
            keys, versie=get_versie(convenant, versie), now=now, convenant=convenant, markering=""
        )


def _empty(zaak: Zaak, *, now: datetime) -> None:
    """Leave nothing to count, and let the zaak lapse unless somebody has it in hand."""
    Persoonsvraag.objects.filter(gemeente=zaak.gemeente_id, zaak=zaak, zelfde=None).delete()
    if zaak.status != "in_behandeling":
        zaak.status, zaak.status_sinds = "vervallen", now
    zaak.aantal = zaak.aantal_partners = zaak.bedrag_cent = zaak.vragen_open = 0
    zaak.save(
        update_fields=["status", "status_sinds", "aantal", "aantal_partners", "bedrag_cent", "vragen_open"]
    )


def _note(zaken: Mapping[UUID, Zaak], left: Mapping[UUID, int]) -> None:
    """Mark what a person must look at; a zaak that lapsed asks for nothing."""
    for zaak in zaken.values():
        if zaak.status == "vervallen":
            continue
        marks = [MELDDE, LEEG] if zaak.status == "in_behandeling" and not left.get(zaak.id) else [MELDDE]
        fresh = [*zaak.markeringen, *(mark for mark in marks if mark not in zaak.markeringen)]
        # Unread again, and no longer on hold: there is something to look at before anybody goes on.
        Zaak.objects.filter(id=zaak.id, gemeente=zaak.gemeente_id).update(
            markeringen=fresh, gezien_op=None, wacht_tot=None
        )
