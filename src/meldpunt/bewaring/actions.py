"""Destroy what is due, hold and release, and choose how long persons stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from meldpunt.aanlevering.models import Signaal
from meldpunt.audit.actions import record
from meldpunt.bewaring.grootboek import export_grootboek
from meldpunt.bewaring.models import Bewaarstop, Bewaartermijn, Vernietiging
from meldpunt.bewaring.queries import list_due
from meldpunt.bewaring.vernietiging import Aanleiding, destroy_batch
from meldpunt.matching.terugblik import expire_terugblik
from meldpunt.partijen.models import Gemeente
from meldpunt.partijen.register import get_convenant
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_choose_bewaartermijn, check_destroy
from meldpunt.toegang.weigering import Weigering

# So many persons go in one transaction: killed halfway, at the most so many are still there.
BATCH: Final = 2_000
LANGSTE_STOP: Final = timedelta(days=366)
# Names of files and columns may hold a person; they stay as long as somebody of the delivery does.
LEGE_AANLEVERINGEN: Final = """
UPDATE meldpunt_aanlevering a
SET bestandsnaam = 'vernietigd', kop = '[]', verwijderde_velden = '{}', fout_zin = '', intrekreden = ''
WHERE a.bestandsnaam <> 'vernietigd' AND a.status NOT IN ('concept', 'ontvangen') AND a.verwerkt_op < %s
  AND NOT EXISTS (SELECT FROM meldpunt_signaal s
                  JOIN meldpunt_signaalpersoon p ON p.id = s.id AND p.gemeente = s.gemeente
                  WHERE s.aanlevering_id = a.id)
  AND NOT EXISTS (SELECT FROM meldpunt_regelfout r WHERE r.aanlevering_id = a.id AND r.cellen IS NOT NULL)
"""
# What was typed for many zaken at once is of no use once it is done.
KLARE_STAPELOPDRACHTEN: Final = """
UPDATE meldpunt_stapelopdracht SET waarden = '{}' WHERE klaar_op < %s AND waarden <> '{}'
"""


def destroy_due(*, door: Actor, now: datetime) -> int:
    """Destroy every person whose term is over and whom nothing holds; return how many.

    Batch by batch: whoever looks again, after a kill or beside another worker, finds what is left.
    """
    today = timezone.localdate(now)
    done = 0
    for gemeente in Gemeente.objects.order_by("code").values_list("code", flat=True):
        due = list_due(gemeente, today=today)
        for (convenant, stadium, artikel), part in due.partition_by(
            "convenant", "stadium", "artikel", as_dict=True, maintain_order=True
        ).items():
            aanleiding = Aanleiding(Vernietiging.Grond.TERMIJN, str(convenant), str(stadium), str(artikel))
            keys = [UUID(one) for one in part["signaal"]]
            for start in range(0, len(keys), BATCH):
                line = destroy_batch(
                    keys[start : start + BATCH], aanleiding, gemeente=gemeente, door=door, now=now
                )
                done += len(line.signalen) if line else 0
    return done


def forget_due(*, door: Actor, now: datetime) -> int:
    """Let go of what only persons gave a meaning: hashes of months that are over, names of files; return how many."""
    gone = expire_terugblik(door=door, now=now)
    export_grootboek()
    return gone + _empty_what_is_left(door=door, now=now)


@transaction.atomic
def _empty_what_is_left(*, door: Actor, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(LEGE_AANLEVERINGEN, [now - timedelta(days=30)])
        count = int(cursor.rowcount)
        cursor.execute(KLARE_STAPELOPDRACHTEN, [now - timedelta(days=30)])
        count += int(cursor.rowcount)
    if count:
        record(
            "resten_vernietigd",
            objectsoort="vernietiging",
            object="-",
            door=door,
            now=now,
            doel="bewaring",
            waarden={"aantal": count},
        )
    return count


@transaction.atomic
def hold(  # noqa: PLR0913 - whom, why, under which number and how long
    *,
    signalen: Sequence[UUID],
    gemeente: str,
    reden: str,
    tot: date,
    dossier: str = "",
    door: Actor,
    now: datetime,
) -> Bewaarstop:
    """Keep the persons behind these signalen beyond their term, up to and including `tot`."""
    check_destroy(door, gemeente=gemeente)
    today = timezone.localdate(now)
    if reden not in Bewaarstop.Reden.values:
        raise Weigering("Kies waarom deze gegevens moeten blijven. [reden_onbekend]")
    if not today <= tot <= today + LANGSTE_STOP:
        raise Weigering("Kies een laatste dag tussen vandaag en over een jaar. [stop_te_lang]")
    known = set(Signaal.objects.filter(gemeente=gemeente, id__in=list(signalen)).values_list("id", flat=True))
    if not known or known != set(signalen):
        raise Weigering("Een van deze signalen is niet van deze gemeente. [signaal_onbekend]")
    stop = Bewaarstop.objects.create(
        gemeente_id=gemeente,
        signalen=sorted(known),
        reden=reden,
        dossier=dossier.strip()[:40],
        vanaf=today,
        tot=tot,
        gezet_op=now,
        gezet_door=door.gebruiker,
    )
    _log("bewaarstop_gezet", stop, door=door, now=now)
    return stop


@transaction.atomic
def release(*, stop: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """End a hold before its last day; what is due goes with the next run."""
    check_destroy(door, gemeente=gemeente)
    row = Bewaarstop.objects.select_for_update().filter(id=stop, gemeente=gemeente).first()
    if row is None or row.opgeheven_op is not None:
        raise Weigering("Deze bewaarstop is er niet of is al opgeheven. [bewaarstop_onbekend]")
    row.opgeheven_op, row.opgeheven_door = now, door.gebruiker
    row.save(update_fields=["opgeheven_op", "opgeheven_door"])
    _log("bewaarstop_opgeheven", row, door=door, now=now)


def _log(handeling: str, stop: Bewaarstop, *, door: Actor, now: datetime) -> None:
    record(
        handeling,
        objectsoort="bewaarstop",
        object=stop.id,
        gemeente=stop.gemeente_id,
        door=door,
        now=now,
        doel="bewaring",
        waarden={"reden": stop.reden, "aantal": len(stop.signalen), "tot": stop.tot.isoformat()},
    )


@transaction.atomic
def choose_bewaartermijn(  # noqa: PLR0913 - which term, for what, from when, by which decision
    *,
    gemeente: str,
    convenant: str,
    vanaf: date,
    maanden: int,
    besluit: str,
    door: Actor,
    now: datetime,
) -> None:
    """Keep the term that a municipality chose; only where its covenant leaves that to it."""
    check_choose_bewaartermijn(door, gemeente=gemeente)
    bewaring = get_convenant(convenant).version_on(vanaf).bewaring
    if not bewaring.instelbaar_per_gemeente:
        raise Weigering("Dit convenant noemt zelf een termijn. De gemeente kan niet afwijken. [termijn_vast]")
    if not 1 <= maanden <= bewaring.hoogstens_maanden:
        raise Weigering(
            f"Kies tussen 1 en {bewaring.hoogstens_maanden} maanden; u koos {maanden}. [termijn_te_lang]"
        )
    if not besluit.strip():
        raise Weigering("Noem het besluit waarin de gemeente dit koos. [besluit_ontbreekt]")
    if vanaf < timezone.localdate(now):
        raise Weigering("Een termijn gaat op zijn vroegst vandaag in. [termijn_voorbij]")
    _, made = Bewaartermijn.objects.get_or_create(
        gemeente_id=gemeente,
        convenant=convenant,
        vanaf=vanaf,
        defaults={
            "maanden": maanden,
            "besluit": besluit.strip()[:80],
            "gekozen_op": now,
            "gekozen_door": door.gebruiker,
        },
    )
    if not made:
        raise Weigering("Voor deze dag is al een termijn gekozen. Kies een latere dag. [termijn_bestaat]")
    record(
        "bewaartermijn_gekozen",
        objectsoort="bewaartermijn",
        object=convenant,
        gemeente=gemeente,
        door=door,
        now=now,
        doel="bewaring",
        waarden={"maanden": maanden, "vanaf": vanaf.isoformat()},
    )
