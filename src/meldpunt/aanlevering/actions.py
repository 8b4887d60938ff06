"""A delivery comes in, is judged and stored whole or not at all, and can be recalled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeAlias
from uuid import UUID

import polars as pl
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.beoordeling import Oordeel, judge_bestand
from meldpunt.aanlevering.models import Aanlevering, Regelfout
from meldpunt.aanlevering.opslag import key_signalen, store_regelfouten, store_signalen
from meldpunt.aanlevering.parsers import BestandFout
from meldpunt.aanlevering.queries import list_orphan_raw
from meldpunt.aanlevering.voortgang import Voortgang
from meldpunt.audit.actions import record
from meldpunt.partijen.models import Signaalpartner
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_deliver
from meldpunt.toegang.weigering import Weigering


@dataclass(frozen=True, slots=True, kw_only=True)
class Inzending:
    """What a partner hands in: the bytes of one file and what they are."""

    blokken: Iterable[bytes]
    naam: str
    partner: Signaalpartner
    convenant: str
    datum: date
    kanaal: str
    kolomkaart: Mapping[str, str] | None = None
    wacht_op_kolommen: bool = False


@dataclass(frozen=True, slots=True)
class Ontvangst:
    """The delivery, and whether it is new; if not, it is the one that brought the same content before."""

    aanlevering: Aanlevering
    nieuw: bool


def receive_aanlevering(*, inzending: Inzending, door: Actor, now: datetime) -> Ontvangst:
    """Take in a file: on disk first, then its row; the same content a second time gives the first delivery."""
    check_deliver(door, partner=inzending.partner.id)
    key = new_id()
    digest, size = ruw.save(inzending.blokken, key)
    try:
        with transaction.atomic():
            aanlevering = Aanlevering.objects.create(
                id=key,
                partner=inzending.partner,
                convenant=inzending.convenant,
                datum=inzending.datum,
                status="concept" if inzending.wacht_op_kolommen else "ontvangen",
                kanaal=inzending.kanaal,
                bestandsnaam=inzending.naam[-200:],
                inhoud_sha256=digest,
                grootte=size,
                kolomkaart=None if inzending.kolomkaart is None else dict(inzending.kolomkaart),
                ontvangen_op=now,
                ontvangen_door=door.gebruiker,
            )
            record(
                "aanlevering_ontvangen",
                objectsoort="aanlevering",
                object=key,
                door=door,
                now=now,
                waarden={"grootte": size, "kanaal": inzending.kanaal},
            )
    except IntegrityError:
        earlier = _find_same(inzending.partner, inzending.convenant, digest)
        if earlier is not None and earlier.status in {"concept", "ontvangen"}:
            # After a backup was put back the row may wait for a file that is no longer there.
            ruw.give_back(key, earlier.id)
        else:
            ruw.destroy(key)
        if earlier is None:
            raise
        return Ontvangst(earlier, nieuw=False)
    except BaseException:
        ruw.destroy(key)
        raise
    return Ontvangst(aanlevering, nieuw=True)


def _find_same(partner: Signaalpartner, convenant: str, digest: str) -> Aanlevering | None:
    return (
        Aanlevering.objects.filter(partner=partner, convenant=convenant, inhoud_sha256=digest)
        .exclude(status__in=["ingetrokken", "afgekeurd", "mislukt"])
        .first()
    )


@transaction.atomic
def choose_kolommen(*, aanlevering: UUID, kolomkaart: Mapping[str, str], door: Actor, now: datetime) -> None:
    """Give a waiting delivery the map of its columns, so that it can be processed."""
    row = Aanlevering.objects.get(id=aanlevering)
    check_deliver(door, partner=row.partner_id)
    changed = Aanlevering.objects.filter(id=aanlevering, status="concept").update(
        status="ontvangen", kolomkaart=dict(kolomkaart)
    )
    if not changed:
        raise Weigering("Deze aanlevering wacht niet op kolommen. Ververs de pagina. [aanlevering_status]")
    record("kolommen_gekozen", objectsoort="aanlevering", object=aanlevering, door=door, now=now)


@transaction.atomic
def discard_concept(*, aanlevering: UUID, door: Actor, now: datetime) -> None:
    """Drop a delivery that was uploaded but never processed, with its file."""
    row = Aanlevering.objects.get(id=aanlevering)
    check_deliver(door, partner=row.partner_id)
    if not Aanlevering.objects.filter(id=aanlevering, status="concept").update(status="afgekeurd"):
        raise Weigering("Deze aanlevering wordt al verwerkt. [aanlevering_status]")
    record("aanlevering_weggegooid", objectsoort="aanlevering", object=aanlevering, door=door, now=now)
    transaction.on_commit(lambda: ruw.destroy(aanlevering))


BeforeStoring: TypeAlias = Callable[[pl.DataFrame, date], None]


@dataclass(frozen=True, slots=True)
class Verwerking:
    """What processing did: whether this call did it, and the frame of signalen for the matching."""

    gedaan: bool
    signalen: pl.DataFrame = field(default_factory=pl.DataFrame)


def process_aanlevering(
    *, aanlevering: UUID, door: Actor, now: datetime, before_storing: BeforeStoring | None = None
) -> Verwerking:
    """Judge and store a delivery in one transaction; a second worker finds it locked and does nothing.

    The claim is the row lock itself: when the process dies, the lock, the claim and half the rows are gone
    together, and the delivery is due again. The raw file is destroyed after the commit. `before_storing` gets the
    frame of signalen and the version that judged them, when their keys are known and nothing is written yet.
    """
    with Voortgang(aanlevering) as voortgang, transaction.atomic():
        row = (
            Aanlevering.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(id=aanlevering, status="ontvangen")
            .first()
        )
        if row is None:
            return Verwerking(gedaan=False)
        partner = row.partner
        _one_at_a_time(partner)
        try:
            oordeel = judge_bestand(aanlevering=row, voortgang=voortgang)
        except BestandFout as fout:
            _reject(row, fout, door=door, now=now)
            signalen = pl.DataFrame()
        else:
            signalen = _store(
                row, oordeel, voortgang=voortgang, before_storing=before_storing, door=door, now=now
            )
    destroy_raw(aanlevering=aanlevering, door=door, now=now)
    return Verwerking(gedaan=True, signalen=signalen)


def _one_at_a_time(partner: Signaalpartner) -> None:
    """Hold the other deliveries of this partner back: two at once could store one referentie twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [str(partner.id)])


def _reject(row: Aanlevering, fout: BestandFout, *, door: Actor, now: datetime) -> None:
    row.status, row.fout_code, row.fout_zin, row.verwerkt_op = "afgekeurd", fout.code, fout.zin, now
    row.save(update_fields=["status", "fout_code", "fout_zin", "verwerkt_op"])
    record(
        "aanlevering_afgekeurd",
        objectsoort="aanlevering",
        object=row.id,
        door=door,
        now=now,
        resultaat="geweigerd",
        waarden={"code": fout.code},
    )


def _store(  # noqa: PLR0913 - what is stored, who hears of it, and by whom
    row: Aanlevering,
    oordeel: Oordeel,
    *,
    voortgang: Voortgang,
    before_storing: BeforeStoring | None,
    door: Actor,
    now: datetime,
) -> pl.DataFrame:
    total = oordeel.aantal_regels
    voortgang.tell("opslaan", 0, total)
    row.versie = oordeel.versie.vanaf
    stored = key_signalen(oordeel.geaccepteerd, aanlevering=row, now=now)
    if before_storing is not None:
        before_storing(stored.signalen, row.versie)
    store_signalen(stored.rows, aanlevering=row)
    voortgang.tell("opslaan", oordeel.geaccepteerd.height, total)
    store_regelfouten(oordeel.geweigerd, oordeel.cellen, aanlevering=row, versie=oordeel.versie, now=now)
    row.status, row.verwerkt_op = "verwerkt", now
    row.formaat, row.kop = oordeel.formaat, list(oordeel.kop)
    row.aantal_regels = total
    row.aantal_al_ontvangen = stored.aantal_al_ontvangen
    row.aantal_geaccepteerd = stored.signalen.height
    row.aantal_gewaarschuwd = stored.signalen.filter(pl.col("waarschuwingen").list.len() > 0).height
    row.aantal_geweigerd = total - oordeel.geaccepteerd.height
    row.bedrag_cent = int(stored.signalen["bedrag_cent"].sum() or 0)
    row.gronden, row.verwijderde_velden = oordeel.gronden, oordeel.verwijderde_velden
    row.controlegetal = oordeel.controlegetal
    row.save()
    record(
        "aanlevering_verwerkt",
        objectsoort="aanlevering",
        object=row.id,
        door=door,
        now=now,
        waarden={"regels": total, "geaccepteerd": row.aantal_geaccepteerd, "geweigerd": row.aantal_geweigerd},
    )
    voortgang.tell("matchen", 0, row.aantal_geaccepteerd)
    return stored.signalen


@transaction.atomic
def destroy_raw(*, aanlevering: UUID, door: Actor, now: datetime) -> None:
    """Destroy the raw file of a delivery whose rows are stored or refused, and write down when."""
    ruw.destroy(aanlevering)
    due = Aanlevering.objects.filter(id=aanlevering, ruw_vernietigd_op=None)
    if due.exclude(status__in=["concept", "ontvangen"]).update(ruw_vernietigd_op=now):
        record("bestand_vernietigd", objectsoort="aanlevering", object=aanlevering, door=door, now=now)


@transaction.atomic
def recall_aanlevering(*, aanlevering: UUID, reden: str, door: Actor, now: datetime) -> None:
    """Recall a delivery in one act; the matching then puts right what it touched and tells the municipality.

    The persons behind its refused rows go at once: they had no business here.
    """
    row = Aanlevering.objects.get(id=aanlevering)
    check_deliver(door, partner=row.partner_id)
    if not reden.strip():
        raise Weigering("Schrijf op waarom u deze aanlevering intrekt. [reden_ontbreekt]")
    changed = Aanlevering.objects.filter(id=aanlevering, status="verwerkt").update(
        status="ingetrokken", ingetrokken_op=now, ingetrokken_door=door.gebruiker, intrekreden=reden.strip()
    )
    if not changed:
        raise Weigering(
            "Deze aanlevering kan niet worden ingetrokken: ze is nog niet verwerkt of al ingetrokken. "
            "[aanlevering_status]"
        )
    row.regelfouten.update(cellen=None, uitleg=None)
    record("aanlevering_ingetrokken", objectsoort="aanlevering", object=aanlevering, door=door, now=now)


@transaction.atomic
def fail_aanlevering(*, aanlevering: UUID, door: Actor, now: datetime) -> None:
    """Set a delivery aside that our own software could not process; its rows were not stored."""
    changed = Aanlevering.objects.filter(id=aanlevering, status="ontvangen").update(
        status="mislukt",
        verwerkt_op=now,
        fout_code="verwerking_mislukt",
        fout_zin=(
            "Dit bestand kon niet worden verwerkt door een fout in het meldpunt. Er is niets opgeslagen. "
            "De beheerder is gewaarschuwd; lever het bestand later opnieuw aan. [verwerking_mislukt]"
        ),
    )
    if changed:
        record(
            "aanlevering_mislukt",
            objectsoort="aanlevering",
            object=aanlevering,
            door=door,
            now=now,
            resultaat="mislukt",
        )


def sweep_raw(*, older_than: timedelta, door: Actor, now: datetime) -> None:
    """Destroy raw files that no waiting delivery needs: an upload that broke off, a delivery that failed."""
    ruw.destroy_broken_off(before=(now - older_than).timestamp())
    for key in list_orphan_raw(now=now, older_than_seconds=older_than.total_seconds()):
        destroy_raw(aanlevering=key, door=door, now=now)


@transaction.atomic
def expire_foutverslagen(*, door: Actor, now: datetime) -> int:
    """Empty the cells of refused rows whose error report has expired; return how many rows."""
    count = Regelfout.objects.filter(vervalt_op__lt=timezone.localdate(now), cellen__isnull=False).update(
        cellen=None, uitleg=None
    )
    if count:
        record(
            "foutverslagen_vervallen",
            objectsoort="regelfout",
            object="-",
            door=door,
            now=now,
            waarden={"aantal": count},
        )
    return count
