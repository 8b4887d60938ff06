"""Match what a delivery brought, put right what a recall took away, and keep what people decide about persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import polars as pl
from django.db import transaction

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.audit.actions import record
from meldpunt.matching.frames import (
    SIGNAAL_SCHEMA,
    list_bekend,
    list_besluiten,
    list_in_zaken,
    list_in_zaken_at,
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
from meldpunt.matching.vorming import Vorming, describe_zaken, form_zaken, place
from meldpunt.partijen.register import get_versie
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_zaak


@dataclass(frozen=True, slots=True)
class Aanleiding:
    """Why signalen are matched now: a delivery, or a zaak that came from another municipality."""

    convenant: str
    versie: date
    datum: date
    aanlevering: UUID | None = None
    soort: str = Matchrun.Soort.AUTOMATISCH


@transaction.atomic
def match_aanlevering(
    *, aanlevering: UUID, door: Actor, now: datetime, signalen: pl.DataFrame | None = None
) -> bool:
    """Match the signalen of a stored delivery; False when another worker has it or it is done.

    `signalen` is the frame that was just stored, when the caller still has it; else it is read back.
    """
    row = (
        Aanlevering.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(id=aanlevering, status="verwerkt", gematcht_op=None)
        .first()
    )
    if row is None:
        return False
    versie = get_versie(row.convenant, row.versie)
    nieuw = list_signalen_of_aanlevering(aanlevering) if signalen is None else _as_matching(signalen)
    runs: dict[str, UUID] = {}
    if not nieuw.is_empty():
        aanleiding = Aanleiding(row.convenant, row.versie or row.datum, row.datum, row.id)
        runs = match_signalen(nieuw, aanleiding, versie=versie, door=door, now=now)
    Aanlevering.objects.filter(id=aanlevering).update(gematcht_op=now)
    record(
        "aanlevering_gematcht",
        objectsoort="aanlevering",
        object=aanlevering,
        door=door,
        now=now,
        waarden={"gemeenten": len(runs)},
    )
    return True


def _as_matching(signalen: pl.DataFrame) -> pl.DataFrame:
    """Give the frame of the storing step the columns of the matching; an absent person field is empty."""
    if signalen.is_empty():
        return pl.DataFrame(schema=SIGNAAL_SCHEMA)
    text = ("bsn", "voorletters", "tussenvoegsel", "achternaam", "klantnummer")
    return (
        signalen.rename({"id": "signaal", "partner_id": "partner"})
        .with_columns(pl.col(column).fill_null("") for column in text)
        .select(SIGNAAL_SCHEMA.keys())
        .cast(pl.Schema(SIGNAAL_SCHEMA))
    )


def match_signalen(
    nieuw: pl.DataFrame, aanleiding: Aanleiding, *, versie: ConvenantVersie, door: Actor, now: datetime
) -> dict[str, UUID]:
    """Form zaken out of stored signalen and return the run per municipality; inside the caller's transaction."""
    gemeenten: list[str] = sorted(nieuw["gemeente"].unique())
    lock_gemeenten(gemeenten)
    bestaand = list_in_zaken_at(nieuw, convenant=aanleiding.convenant)
    besluiten = list_besluiten(bestaand["zaak"].unique().to_list())
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
    update_zaken(zaken.filter(~pl.col("is_nieuw")), markering="nieuw_signaal")
    run_of = pl.DataFrame(
        {"gemeente": list(runs), "run": [str(run) for run in runs.values()]},
        schema={"gemeente": pl.String, "run": pl.String},
    )
    write_koppelingen(vorming.koppelingen.join(run_of, on="gemeente", maintain_order="left"), vorming.zaken)
    write_vragen(vorming, now=now)
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


def redescribe_zaken(
    zaken: list[UUID], *, versie: ConvenantVersie, now: datetime, convenant: str, markering: str
) -> None:
    """Work out anew what open zaken hold, from the signalen they have now; inside the caller's transaction."""
    samen = list_in_zaken(zaken)
    if samen.is_empty():
        return
    elders = list_in_zaken_at(samen, convenant=convenant)
    bestaand = pl.concat([elders, samen]).unique(["zaak", "signaal"])
    besluiten = list_besluiten(samen["zaak"].unique().to_list())
    vorming = describe_zaken(samen.with_columns(is_nieuw=pl.lit(value=False)), bestaand, besluiten=besluiten)
    gemeenten = samen["gemeente"].unique().to_list()
    placed = with_teams(
        place(vorming.zaken, list_bekend(gemeenten), versie=versie), convenant=convenant, on=now.date()
    )
    update_zaken(placed, markering=markering)
    update_koppelingen(vorming.koppelingen)
    write_vragen(vorming, now=now)


@transaction.atomic
def decide_persoon(  # noqa: PLR0913 - what was decided, why, and by whom
    *, vraag: UUID, gemeente: str, zelfde: bool, toelichting: str, door: Actor, now: datetime
) -> None:
    """Keep what a person decided about two signalen, and let the persons of the zaak follow it."""
    row = Persoonsvraag.objects.select_for_update().get(id=vraag, gemeente=gemeente)
    zaak = Zaak.objects.select_for_update().get(id=row.zaak_id, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=zaak.postvak, team=zaak.team)
    row.zelfde, row.toelichting = zelfde, toelichting.strip()
    row.besloten_op, row.besloten_door = now, door.gebruiker
    row.save(update_fields=["zelfde", "toelichting", "besloten_op", "besloten_door"])
    if zaak.status in OPEN:
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
