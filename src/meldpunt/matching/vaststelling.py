"""A proposed list confirmed: the run is recorded, its zaken are made, and it can be shown again exactly."""

from __future__ import annotations

from datetime import date, datetime
from types import EllipsisType
from uuid import UUID

import polars as pl
from django.db import connection, transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.matching.adressen import note_stappen, with_stap
from meldpunt.matching.frames import list_besluiten, list_in_zaken, lock_gemeenten
from meldpunt.matching.lijst import Lijstvoorstel, preview_lijst
from meldpunt.matching.models import Lijstregel, Matchrun
from meldpunt.matching.schrijven import NIET_VERGELEKEN, insert_zaken, write_koppelingen, write_vragen
from meldpunt.matching.teams import with_teams
from meldpunt.matching.vorming import Vorming, describe_zaken
from meldpunt.partijen.noodstop import check_niet_gestopt
from meldpunt.sleutels import new_id, new_ids
from meldpunt.tabelkopie import as_array, create_keys, drop_keys
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_coordinate
from meldpunt.toegang.weigering import Weigering

LIJSTKOLOMMEN = (
    "aantal",
    "bedrag_cent",
    "oudste_achterstand",
    "venster_maanden",
    "bekend",
    "rang",
    "selectie",
    "reden",
    "postvak",
    "acties",
)
# A zaak that nobody has taken follows the list; one in hand or closed keeps what it has.
UPDATE_LIJST = """
UPDATE meldpunt_zaak z SET
  aantal = n.aantal, bedrag_cent = n.bedrag_cent, oudste_achterstand = n.oudste_achterstand,
  venster_maanden = n.venster_maanden, bekend = n.bekend, rang = n.rang, selectie = n.selectie,
  reden = coalesce(n.reden, ''), acties = n.acties,
  postvak = CASE WHEN z.postvak_vast THEN z.postvak ELSE n.postvak END,
  markeringen = array_remove(z.markeringen, %(te_druk)s)
    || CASE WHEN n.te_druk THEN ARRAY[%(te_druk)s::varchar] ELSE '{}' END,
  vragen_open = n.vragen_open, alles_herhaald = n.alles_herhaald, aantal_partners = n.aantal_partners,
  status = CASE WHEN n.selectie = 'opgepakt' THEN 'nieuw' ELSE 'niet_opgepakt' END,
  status_sinds = %(now)s, terugkoppelen = TRUE
FROM zaken_lijst n
WHERE z.id = n.zaak::uuid AND z.gemeente = n.gemeente AND z.status IN ('nieuw', 'niet_opgepakt')
"""


@transaction.atomic
def confirm_lijst(  # noqa: PLR0913 - which list, which variant of it, and who
    *,
    gemeente: str,
    convenant: str,
    peildatum: date,
    vingerafdruk: str,
    door: Actor,
    now: datetime,
    capaciteit: int | EllipsisType | None = ...,
    bekende_huishoudens: str | None = None,
) -> UUID:
    """Confirm the list that was shown; its zaken are made and its partners hear of them.

    Confirmed already and still the same, it gives that run: a second press on the button does nothing twice.
    Raises Weigering when the list is no longer the one that was shown: a delivery came in, somebody changed
    the werkprotocol.
    """
    check_coordinate(door, gemeente=gemeente)
    _check_peildatum(peildatum, today=timezone.localdate(now))
    check_niet_gestopt(convenant, on=timezone.localdate(now))
    lock_gemeenten([gemeente])
    voorstel = preview_lijst(
        gemeente=gemeente,
        convenant=convenant,
        peildatum=peildatum,
        door=door,
        capaciteit=capaciteit,
        bekende_huishoudens=bekende_huishoudens,
    )
    _check_same(voorstel, vingerafdruk)
    if (same := _find_same(voorstel)) is not None:
        return same
    run = _record_run(voorstel, door=door, now=now)
    lines = _with_keys(voorstel, now=now)
    _write_zaken(voorstel, lines, run, now=now)
    _write_lines(lines, run)
    record(
        "lijst_vastgesteld",
        objectsoort="matchrun",
        object=run.id,
        gemeente=gemeente,
        door=door,
        now=now,
        waarden={
            "maand": f"{voorstel.maand:%Y-%m}",
            "zaken": lines.height,
            "capaciteit": voorstel.capaciteit,
        },
    )
    return run.id


def _check_peildatum(peildatum: date, *, today: date) -> None:
    """Raise Weigering for a day to come: deliveries and another werkprotocol may be there before it."""
    if peildatum > today:
        raise Weigering(
            f"De peildatum {peildatum:%d-%m-%Y} is nog niet geweest. Stel de lijst vast op die dag of later. "
            "[peildatum_later]"
        )


def _check_same(voorstel: Lijstvoorstel, vingerafdruk: str) -> None:
    """Raise Weigering when the list of now is not the one that was shown."""
    if voorstel.vingerafdruk != vingerafdruk:
        raise Weigering(
            "De lijst is veranderd sinds u haar bekeek, bijvoorbeeld door een nieuwe aanlevering. "
            "Bekijk het nieuwe voorstel en stel het dan vast. [lijst_veranderd]"
        )


def _find_same(voorstel: Lijstvoorstel) -> UUID | None:
    """Return the last run of this month when it confirmed this very list."""
    last = (
        Matchrun.objects.filter(
            gemeente=voorstel.gemeente,
            convenant=voorstel.convenant,
            maand=voorstel.maand,
            soort=Matchrun.Soort.LIJST,
        )
        .order_by("-id")
        .first()
    )
    return last.id if last is not None and last.invoer["vingerafdruk"] == voorstel.vingerafdruk else None


def _record_run(voorstel: Lijstvoorstel, *, door: Actor, now: datetime) -> Matchrun:
    taken = sum(regel.selectie == "opgepakt" for regel in voorstel.regels)
    return Matchrun.objects.create(
        gemeente_id=voorstel.gemeente,
        soort=Matchrun.Soort.LIJST,
        convenant=voorstel.convenant,
        versie=voorstel.versie.vanaf,
        maand=voorstel.maand,
        peildatum=voorstel.peildatum,
        werkprotocol_id=voorstel.werkprotocol,
        invoer={
            "signalen": voorstel.aantal_signalen,
            "capaciteit": voorstel.capaciteit,
            "bekende_huishoudens": voorstel.bekende_huishoudens,
            "vingerafdruk": voorstel.vingerafdruk,
        },
        uitkomst={"zaken": len(voorstel.regels), "opgepakt": taken},
        gestart_op=now,
        gestart_door=door.gebruiker,
    )


def _with_keys(voorstel: Lijstvoorstel, *, now: datetime) -> pl.DataFrame:
    """Give each line its zaak: the one it belongs to already, or a new key."""
    fresh = pl.Series("vers", new_ids(voorstel.zaken.height, now=now), dtype=pl.String)
    return (
        voorstel.zaken.with_columns(fresh, bestond=pl.col("zaak").is_not_null())
        .with_columns(zaak=pl.coalesce("zaak", "vers"))
        .drop("vers")
        .with_row_index("volgorde", offset=1)
    )


def _write_zaken(voorstel: Lijstvoorstel, lines: pl.DataFrame, run: Matchrun, *, now: datetime) -> None:
    """Make and update the zaken of the lines that are not closed already."""
    movable = lines.filter(pl.col("zaakstatus").is_null() | (pl.col("zaakstatus") != "gesloten"))
    if movable.is_empty():
        return
    samen, bestaand = _signalen_of(voorstel, movable)
    besluiten = list_besluiten(bestaand)
    vorming = describe_zaken(samen, bestaand, besluiten=besluiten)
    listed = vorming.zaken.drop("aantal", "bedrag_cent", "oudste_achterstand").join(
        movable.select("zaak", "bestond", *LIJSTKOLOMMEN), on="zaak"
    )
    placed = with_teams(listed, convenant=voorstel.convenant, on=voorstel.peildatum).with_columns(
        maand=pl.lit(voorstel.maand), terugkoppelen=pl.lit(value=True)
    )
    insert_zaken(
        placed.filter(~pl.col("bestond")), convenant=voorstel.convenant, versie=voorstel.versie.vanaf, now=now
    )
    _update(placed.filter("bestond"), now=now)
    stappen = note_stappen(samen.filter("is_nieuw"))
    koppelingen = with_stap(vorming.koppelingen, stappen)
    write_koppelingen(koppelingen.with_columns(run=pl.lit(str(run.id))), vorming.zaken)
    write_vragen(
        Vorming(placed.with_columns(is_nieuw=~pl.col("bestond")), vorming.koppelingen, vorming.vragen),
        now=now,
    )


def _signalen_of(voorstel: Lijstvoorstel, lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return all signalen of these zaken, those linked before and those of the list, and what stood there."""
    before = list_in_zaken(lines.filter("bestond")["zaak"].to_list())
    listed = (
        lines.select("zaak", pl.col("signalen").alias("signaal"))
        .explode("signaal")
        .join(voorstel.signalen, on="signaal")
        .join(before.select("zaak", "signaal"), on=["zaak", "signaal"], how="anti")
    )
    columns = ["zaak", *voorstel.signalen.columns]
    samen = pl.concat(
        [
            listed.select(columns).with_columns(is_nieuw=pl.lit(value=True)),
            before.select(columns).with_columns(is_nieuw=pl.lit(value=False)),
        ]
    )
    return samen, pl.concat([voorstel.bestaand, before]).unique(["zaak", "signaal"])


def _update(zaken: pl.DataFrame, *, now: datetime) -> None:
    if zaken.is_empty():
        return
    create_keys(
        "zaken_lijst",
        zaken.with_columns(as_array("acties")),
        {
            "zaak": "text",
            "gemeente": "varchar",
            "aantal": "int",
            "aantal_partners": "int",
            "bedrag_cent": "bigint",
            "oudste_achterstand": "date",
            "venster_maanden": "smallint",
            "bekend": "boolean",
            "rang": "int",
            "selectie": "varchar",
            "reden": "varchar",
            "postvak": "varchar",
            "acties": "varchar[]",
            "vragen_open": "int",
            "alles_herhaald": "boolean",
            "te_druk": "boolean",
        },
    )
    with connection.cursor() as cursor:
        cursor.execute(UPDATE_LIJST, {"now": now, "te_druk": NIET_VERGELEKEN})
    drop_keys("zaken_lijst")


def _write_lines(lines: pl.DataFrame, run: Matchrun) -> None:
    Lijstregel.objects.bulk_create(
        [
            Lijstregel(
                id=new_id(),
                gemeente_id=row["gemeente"],
                run=run,
                volgorde=row["volgorde"],
                zaak=UUID(row["zaak"]),
                adressignaal=UUID(min(row["signalen"])),
                signalen=[UUID(signaal) for signaal in row["signalen"]],
                reden=row["reden"] or "",
                **{name: row[name] for name in LIJSTKOLOMMEN if name not in {"reden", "oudste_achterstand"}},
            )
            for row in lines.iter_rows(named=True)
        ],
        batch_size=1000,
    )
