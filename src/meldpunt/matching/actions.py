"""Match what a delivery brought, put right what a recall took away, and keep what people decide about persons."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import polars as pl
from django.db import transaction
from django.utils import timezone

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.audit.actions import record
from meldpunt.matching.adressen import note_stappen, on_hoofdadres, with_stap
from meldpunt.matching.bagvragen import leave_bagvragen
from meldpunt.matching.frames import (
    SIGNAAL_SCHEMA,
    list_bekend,
    list_besluiten,
    list_in_zaken,
    list_signalen_of_aanlevering,
    lock_gemeenten,
)
from meldpunt.matching.models import Matchrun, Persoonsvraag, Zaak
from meldpunt.matching.schrijven import (
    insert_zaken,
    update_koppelingen,
    update_zaken,
    write_koppelingen,
    write_vragen,
)
from meldpunt.matching.teams import with_teams
from meldpunt.matching.terugblik import list_earlier_at
from meldpunt.matching.vorming import Vorming, describe_zaken, form_zaken, place
from meldpunt.partijen.register import get_versie
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_zaak
from meldpunt.toegang.rijcontext import acting_beyond
from meldpunt.toegang.weigering import Weigering

# A zaak can be closed between reading it and joining it; then everything is read again.
BEURTEN = 3


class ZaakVeranderd(Exception):
    """A zaak that new signalen were to join is no longer open."""


@dataclass(frozen=True, slots=True)
class Aanleiding:
    """Why signalen are matched now: a delivery, or a zaak that came from another municipality."""

    convenant: str
    versie: date
    datum: date
    aanlevering: UUID | None = None
    soort: str = Matchrun.Soort.AUTOMATISCH


def match_aanlevering(
    *, aanlevering: UUID, door: Actor, now: datetime, signalen: pl.DataFrame | None = None
) -> bool:
    """Match the signalen of a stored delivery; False when another worker has it, it is done, or not this time.

    `signalen` is the frame that was just stored, when the caller still has it; else it is read back.
    """
    for _ in range(BEURTEN):
        try:
            return _match_once(aanlevering, door=door, now=now, signalen=signalen)
        except ZaakVeranderd:
            continue
    return False


@transaction.atomic
def _match_once(aanlevering: UUID, *, door: Actor, now: datetime, signalen: pl.DataFrame | None) -> bool:
    row = _claim(aanlevering)
    if row is None:
        return False
    nieuw = list_signalen_of_aanlevering(aanlevering) if signalen is None else _as_matching(signalen)
    runs: dict[str, UUID] = {}
    if not nieuw.is_empty():
        runs = _match_delivery(nieuw, row, door=door, now=now)
    _finish(aanlevering, runs, door=door, now=now)
    return True


@transaction.atomic
def match_ahead(  # noqa: PLR0913 - what is matched, under which version, when it counts, and by whom
    *,
    aanlevering: UUID,
    signalen: pl.DataFrame,
    versie: date,
    stored: Callable[[], object],
    door: Actor,
    now: datetime,
) -> bool:
    """Match a delivery while another connection still stores its signalen; False when it has to be matched anew.

    `stored` waits for that connection's commit, or raises when there is none, and then nothing of this is kept.
    The statement that links the signalen ends only after it, so that its references are checked against what
    is stored, and the delivery is claimed after it, as any worker claims it. Did another worker match it, or did
    a person meanwhile close a zaak that was joined, then nothing of this is kept either. Decisions about persons
    wait for the lock of the municipality.
    """
    row = Aanlevering.objects.get(id=aanlevering)
    row.versie = versie
    runs: dict[str, UUID] | None = None
    with suppress(ZaakVeranderd):
        runs = _match_delivery(_as_matching(signalen), row, door=door, now=now, before_end=stored)
    stored()
    if runs is None or _claim(aanlevering) is None:
        transaction.set_rollback(True)
        return False
    _finish(aanlevering, runs, door=door, now=now)
    return True


def _claim(aanlevering: UUID) -> Aanlevering | None:
    return (
        Aanlevering.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(id=aanlevering, status="verwerkt", gematcht_op=None)
        .first()
    )


def _finish(aanlevering: UUID, runs: dict[str, UUID], *, door: Actor, now: datetime) -> None:
    Aanlevering.objects.filter(id=aanlevering).update(gematcht_op=now)
    record(
        "aanlevering_gematcht",
        objectsoort="aanlevering",
        object=aanlevering,
        door=door,
        now=now,
        waarden={"gemeenten": len(runs)},
    )


def _as_matching(signalen: pl.DataFrame) -> pl.DataFrame:
    """Give the frame of the storing step the columns of the matching; an absent person field is empty."""
    if signalen.is_empty():
        return pl.DataFrame(schema=SIGNAAL_SCHEMA)
    text = ("bsn", "voorletters", "tussenvoegsel", "achternaam", "klantnummer")
    return (
        signalen.rename({"id": "signaal", "partner_id": "partner", "bsn_index": "bsn"})
        .with_columns(pl.col(column).fill_null("") for column in text)
        .select(SIGNAAL_SCHEMA.keys())
        .cast(pl.Schema(SIGNAAL_SCHEMA))
    )


def _match_delivery(
    nieuw: pl.DataFrame,
    row: Aanlevering,
    *,
    door: Actor,
    now: datetime,
    before_end: Callable[[], object] | None = None,
) -> dict[str, UUID]:
    aanleiding = Aanleiding(row.convenant, row.versie or row.datum, row.datum, row.id)
    versie = get_versie(row.convenant, row.versie)
    return match_signalen(nieuw, aanleiding, versie=versie, door=door, now=now, before_end=before_end)


@acting_beyond()
def match_signalen(  # noqa: PLR0913 - what is matched, why, by which rules, and by whom
    nieuw: pl.DataFrame,
    aanleiding: Aanleiding,
    *,
    versie: ConvenantVersie,
    door: Actor,
    now: datetime,
    before_end: Callable[[], object] | None = None,
) -> dict[str, UUID]:
    """Form zaken out of signalen and return the run per municipality; inside the caller's transaction.

    `before_end` is called before the references to the signalen are checked. Raises ZaakVeranderd when one that
    was joined is no longer open.
    """
    gemeenten: list[str] = sorted(nieuw["gemeente"].unique())
    lock_gemeenten(gemeenten)
    nieuw = on_hoofdadres(nieuw)
    bestaand = list_earlier_at(nieuw, convenant=aanleiding.convenant)
    besluiten = list_besluiten(bestaand)
    vorming = form_zaken(
        nieuw,
        bestaand,
        versie=versie,
        besluiten=besluiten,
        now=now,
        zonder_lijst=aanleiding.soort == Matchrun.Soort.OVERDRACHT,
    )
    zaken = _placed(vorming, gemeenten, aanleiding, versie)
    runs = _record_runs(nieuw, zaken, aanleiding, door=door, now=now)
    insert_zaken(zaken.filter("is_nieuw"), convenant=aanleiding.convenant, versie=versie.vanaf, now=now)
    run_of = pl.DataFrame(
        {"gemeente": list(runs), "run": [str(run) for run in runs.values()]},
        schema={"gemeente": pl.String, "run": pl.String},
    )
    stappen = note_stappen(nieuw)
    koppelingen = with_stap(vorming.koppelingen.join(run_of, on="gemeente", maintain_order="left"), stappen)
    write_koppelingen(koppelingen, vorming.zaken, before_end=before_end)
    joined = zaken.filter(~pl.col("is_nieuw"))
    # Late, for from here on whoever works on one of these zaken has to wait. Until here they were not locked: who
    # closed one meanwhile went first, and is not told less.
    if update_zaken(joined, markering="nieuw_signaal", statussen=OPEN) < joined.height:
        raise ZaakVeranderd
    write_vragen(vorming, now=now)
    leave_bagvragen(stappen, now=now)
    return runs


def _placed(
    vorming: Vorming, gemeenten: list[str], aanleiding: Aanleiding, versie: ConvenantVersie
) -> pl.DataFrame:
    placed = place(vorming.zaken, list_bekend(gemeenten), versie=versie)
    return with_teams(placed, convenant=aanleiding.convenant, on=aanleiding.datum).with_columns(
        rang=pl.lit(None, pl.Int32), terugkoppelen=pl.lit(value=False)
    )


def _record_runs(
    nieuw: pl.DataFrame,
    zaken: pl.DataFrame,
    aanleiding: Aanleiding,
    *,
    door: Actor,
    now: datetime,
) -> dict[str, UUID]:
    """Write a run per municipality: what went in, under which version, and how many zaken came out."""
    invoer = nieuw.group_by("gemeente").agg(pl.len().alias("signalen"), pl.col("bedrag_cent").sum())
    uitkomst: dict[str, dict[str, Any]] = {
        gemeente: {"nieuwe_zaken": new, "bijgewerkte_zaken": old}
        for gemeente, new, old in zaken.group_by("gemeente")
        .agg(pl.col("is_nieuw").sum().alias("new"), (~pl.col("is_nieuw")).sum().alias("old"))
        .iter_rows()
    }
    runs = [
        Matchrun(
            id=new_id(),
            gemeente_id=gemeente,
            soort=aanleiding.soort,
            convenant=aanleiding.convenant,
            versie=aanleiding.versie,
            maand=aanleiding.datum.replace(day=1),
            peildatum=aanleiding.datum,
            aanlevering_id=aanleiding.aanlevering,
            invoer={"signalen": count, "bedrag_cent": cents},
            uitkomst=uitkomst.get(gemeente, {"nieuwe_zaken": 0, "bijgewerkte_zaken": 0}),
            gestart_op=now,
            gestart_door=door.gebruiker,
        )
        for gemeente, count, cents in invoer.sort("gemeente").iter_rows()
    ]
    Matchrun.objects.bulk_create(runs)
    return {run.gemeente_id: run.id for run in runs}


@acting_beyond()
def redescribe_zaken(
    zaken: list[UUID], *, versie: ConvenantVersie, now: datetime, convenant: str, markering: str
) -> None:
    """Work out anew what open zaken hold, from the signalen they have now; inside the caller's transaction.

    The caller holds the lock of the municipality: a matching beside it would overwrite this, or the other way.
    """
    samen = list_in_zaken(zaken)
    if samen.is_empty():
        return
    elders = list_earlier_at(samen, convenant=convenant)
    bestaand = pl.concat([elders, samen]).unique(["zaak", "signaal"])
    besluiten = list_besluiten(samen)
    vorming = describe_zaken(samen.with_columns(is_nieuw=pl.lit(value=False)), bestaand, besluiten=besluiten)
    gemeenten = samen["gemeente"].unique().to_list()
    placed = with_teams(
        place(vorming.zaken, list_bekend(gemeenten), versie=versie),
        convenant=convenant,
        on=timezone.localdate(now),
    )
    update_zaken(placed, markering=markering, statussen=(*OPEN, "niet_opgepakt"))
    update_koppelingen(vorming.koppelingen)
    write_vragen(vorming, now=now)


@transaction.atomic
def decide_persoon(  # noqa: PLR0913 - what was decided, why, and by whom
    *,
    vraag: UUID,
    gemeente: str,
    zelfde: bool,
    was: bool | None,
    toelichting: str,
    door: Actor,
    now: datetime,
) -> None:
    """Keep what a person decided about two signalen, and let the persons of the zaak follow it.

    `was` is the answer that the page showed. Raises Weigering when another stands there by now, and when the
    zaak is no longer open.
    """
    lock_gemeenten([gemeente])
    row = Persoonsvraag.objects.select_for_update().get(id=vraag, gemeente=gemeente)
    zaak = Zaak.objects.select_for_update().get(id=row.zaak_id, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=zaak.postvak, team=zaak.team)
    if zaak.status not in OPEN:
        raise Weigering("De zaak is niet meer open. Heropen haar om anders te beslissen. [zaak_status]")
    if row.zelfde is not was:
        raise Weigering(
            "Een collega besloot hier intussen over. Bekijk dat besluit; u kunt daarna opnieuw beslissen. "
            "[besluit_veranderd]"
        )
    row.zelfde, row.toelichting = zelfde, toelichting.strip()
    row.besloten_op, row.besloten_door = now, door.gebruiker
    row.save(update_fields=["zelfde", "toelichting", "besloten_op", "besloten_door"])
    redescribe_zaken(
        [zaak.id],
        versie=get_versie(zaak.convenant, zaak.versie),
        now=now,
        convenant=zaak.convenant,
        markering="",
    )
    record(
        "persoon_beslist",
        objectsoort="persoonsvraag",
        object=vraag,
        gemeente=gemeente,
        door=door,
        now=now,
        doel="vroegsignalering",
        waarden={"zaak": str(zaak.id), "zelfde": zelfde, "trap": row.trap},
    )
