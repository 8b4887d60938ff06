"""Put right what a recalled delivery touched, and tell each municipality what it did."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from meldpunt.aanlevering.models import Aanlevering, Signaal
from meldpunt.audit.actions import record
from meldpunt.matching.actions import redescribe_zaken
from meldpunt.matching.frames import lock_gemeenten
from meldpunt.matching.models import Intrekkingsgevolg, Zaak, Zaaksignaal
from meldpunt.partijen.register import get_versie
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_gemeente

_OF_AANLEVERING = """
(z.id, z.gemeente) IN (
  SELECT k2.zaak_id, k2.gemeente FROM meldpunt_zaaksignaal k2
  JOIN meldpunt_signaal s2 ON s2.id = k2.signaal_id AND s2.gemeente = k2.gemeente
  WHERE s2.aanlevering_id = %(aanlevering)s)
"""
# Before anything is decided about a zaak: who takes or closes one at this moment goes first, or waits and is told.
LOCK_TOUCHED = f"""
SELECT FROM meldpunt_zaak z WHERE {_OF_AANLEVERING} ORDER BY z.gemeente, z.id FOR NO KEY UPDATE
"""
TOUCHED = f"""
SELECT z.gemeente, z.id, z.status, count(*) FILTER (WHERE s.aanlevering_id <> %(aanlevering)s)
FROM meldpunt_zaaksignaal k
JOIN meldpunt_zaak z ON z.id = k.zaak_id AND z.gemeente = k.gemeente
JOIN meldpunt_signaal s ON s.id = k.signaal_id AND s.gemeente = k.gemeente
WHERE {_OF_AANLEVERING}
GROUP BY z.gemeente, z.id, z.status
"""
# While somebody is working on a zaak, whom it was about must stay known: that resident is owed an explanation.
DESTROY_PERSONS = """
DELETE FROM meldpunt_signaalpersoon p USING meldpunt_signaal s
WHERE s.id = p.id AND s.gemeente = p.gemeente AND s.aanlevering_id = %(aanlevering)s
  AND NOT EXISTS (
    SELECT FROM meldpunt_zaaksignaal k JOIN meldpunt_zaak z ON z.id = k.zaak_id AND z.gemeente = k.gemeente
    WHERE k.signaal_id = s.id AND k.gemeente = s.gemeente AND z.status = 'in_behandeling')
"""


@dataclass(slots=True)
class Gevolg:
    """What happens to the zaken of one municipality: gone, smaller, or closed already and only flagged."""

    vervallen: list[UUID] = field(default_factory=list)
    aangepast: list[UUID] = field(default_factory=list)
    gesloten: list[UUID] = field(default_factory=list)


@transaction.atomic
def put_right(*, aanlevering: UUID, door: Actor, now: datetime) -> bool:
    """Carry a recall through; False when another worker has it or it is done.

    A zaak nobody has taken loses the recalled signalen, and lapses when none is left. One in hand keeps them,
    flagged, for a person must explain it to the resident; a closed one is flagged.
    """
    row = (
        Aanlevering.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(id=aanlevering, status="ingetrokken", intrekking_verwerkt_op=None)
        .first()
    )
    if row is None:
        return False
    per_gemeente = _sort_out(row)
    for gemeente, gevolg in per_gemeente.items():
        _apply(gemeente, gevolg, row, now=now)
    _tell(per_gemeente, row, now=now)
    with connection.cursor() as cursor:
        cursor.execute(DESTROY_PERSONS, {"aanlevering": row.id})
    Aanlevering.objects.filter(id=row.id).update(intrekking_verwerkt_op=now)
    record(
        "intrekking_verwerkt",
        objectsoort="aanlevering",
        object=row.id,
        door=door,
        now=now,
        waarden={"gemeenten": sorted(per_gemeente)},
    )
    return True


def _sort_out(row: Aanlevering) -> dict[str, Gevolg]:
    gemeenten = list(
        Signaal.objects.filter(aanlevering=row)
        .order_by("gemeente_id")
        .values_list("gemeente_id", flat=True)
        .distinct()
    )
    lock_gemeenten(gemeenten)
    per_gemeente: dict[str, Gevolg] = defaultdict(Gevolg, {gemeente: Gevolg() for gemeente in gemeenten})
    with connection.cursor() as cursor:
        cursor.execute(LOCK_TOUCHED, {"aanlevering": row.id})
        cursor.execute(TOUCHED, {"aanlevering": row.id})
        for gemeente, zaak, status, remaining in cursor.fetchall():
            gevolg = per_gemeente[gemeente]
            if status == "gesloten":
                gevolg.gesloten.append(zaak)
            elif remaining or status == "in_behandeling":
                gevolg.aangepast.append(zaak)
            else:
                gevolg.vervallen.append(zaak)
    return per_gemeente


def _apply(gemeente: str, gevolg: Gevolg, row: Aanlevering, *, now: datetime) -> None:
    zaken = Zaak.objects.filter(gemeente=gemeente)
    zaken.filter(id__in=gevolg.vervallen).update(status="vervallen", status_sinds=now)
    in_hand = set(zaken.filter(id__in=gevolg.aangepast, status="in_behandeling").values_list("id", flat=True))
    recalled = Zaaksignaal.objects.filter(gemeente=gemeente, signaal__aanlevering=row)
    recalled.filter(zaak_id__in=gevolg.vervallen).delete()
    recalled.filter(zaak_id__in=[z for z in gevolg.aangepast if z not in in_hand]).delete()
    if row.versie is not None:
        redescribe_zaken(
            [zaak for zaak in gevolg.aangepast if zaak not in in_hand],
            versie=get_versie(row.convenant, row.versie),
            now=now,
            convenant=row.convenant,
            markering="signaal_ingetrokken",
        )
    for zaak in zaken.filter(id__in=[*in_hand, *gevolg.gesloten]).exclude(
        markeringen__contains=["signaal_ingetrokken"]
    ):
        zaken.filter(id=zaak.id).update(
            markeringen=[*zaak.markeringen, "signaal_ingetrokken"], gezien_op=None, wacht_tot=None
        )


def _tell(per_gemeente: dict[str, Gevolg], row: Aanlevering, *, now: datetime) -> None:
    """Leave a notice for each municipality that had signalen of the delivery, also where no zaak was touched."""
    for gemeente, gevolg in sorted(per_gemeente.items()):
        Intrekkingsgevolg.objects.create(
            gemeente_id=gemeente,
            aanlevering=row,
            aantal_signalen=Signaal.objects.filter(aanlevering=row, gemeente=gemeente).count(),
            zaken_vervallen=gevolg.vervallen,
            zaken_aangepast=gevolg.aangepast,
            zaken_gesloten=gevolg.gesloten,
            gemaakt_op=now,
        )


@transaction.atomic
def mark_gelezen(*, gevolg: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Note that somebody of the municipality has read the notice of a recall."""
    check_see_gemeente(door, gemeente=gemeente)
    changed = Intrekkingsgevolg.objects.filter(id=gevolg, gemeente=gemeente, gelezen_op=None).update(
        gelezen_op=now, gelezen_door=door.gebruiker
    )
    if changed:
        record(
            "intrekking_gelezen",
            objectsoort="intrekkingsgevolg",
            object=gevolg,
            gemeente=gemeente,
            door=door,
            now=now,
        )
