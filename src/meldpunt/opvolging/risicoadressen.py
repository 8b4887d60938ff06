"""Addresses where nobody goes alone, or at all, from the municipality's own file: a new one replaces the last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.db import connection, transaction
from django.db.models import Count, Max, Min
from django.utils import timezone

from meldpunt.aanlevering.parsers import read_regels
from meldpunt.audit.actions import record
from meldpunt.opvolging.models import Risicoadres
from meldpunt.rules.adres import read_huisnummer, read_postcode, read_suffix
from meldpunt.rules.controles import MAATREGELEN
from meldpunt.rules.datum import read_datum
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.sleutels import new_ids
from meldpunt.tabelkopie import copy_in
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_coordinate
from meldpunt.toegang.weigering import Weigering

RISICO_VELDEN: Final = ("postcode", "huisnummer", "huisletter", "huisnummertoevoeging", "maatregel", "tot")
ADRES: Final = ("postcode", "huisnummer", "suffix")
# The marker of a zaak follows both this list and what somebody set by hand.
MARK = """
WITH risky AS (
  SELECT z.id FROM meldpunt_zaak z
  JOIN meldpunt_signaalpersoon p ON p.gemeente = z.gemeente AND p.id = z.adressignaal
  JOIN meldpunt_risicoadres r ON r.gemeente = z.gemeente AND r.postcode = p.postcode
    AND r.huisnummer = p.huisnummer AND r.suffix IN ('', p.suffix) AND r.tot >= %(today)s
  WHERE z.gemeente = %(gemeente)s AND z.status = ANY(%(open)s)
  UNION
  SELECT z.id FROM meldpunt_zaak z
  JOIN meldpunt_controle c ON c.gemeente = z.gemeente AND c.zaak_id IN (z.id, z.opeenvolgend_op)
  WHERE z.gemeente = %(gemeente)s AND z.status = ANY(%(open)s)
    AND c.vervallen_op IS NULL AND c.soort IN ('onveilig_bezoek', 'geen_bezoek')
)
UPDATE meldpunt_zaak z
SET markeringen = CASE WHEN 'onveilig_bezoek' = ANY(z.markeringen) THEN array_remove(z.markeringen, 'onveilig_bezoek')
                       ELSE z.markeringen || 'onveilig_bezoek'::varchar END
WHERE z.gemeente = %(gemeente)s AND z.status = ANY(%(open)s)
  AND ('onveilig_bezoek' = ANY(z.markeringen)) <> (z.id IN (SELECT id FROM risky))
"""


@dataclass(frozen=True, slots=True)
class Risicofout:
    """What is wrong in one row of the file: line, field, value, sentence, code."""

    regel: int
    veld: str
    waarde: str
    zin: str
    code: str


@dataclass(frozen=True, slots=True)
class Risicolijst:
    """How many addresses were loaded and how many rows were left out because their last day is over.

    With errors nothing was replaced.
    """

    adressen: int
    verlopen: int
    fouten: tuple[Risicofout, ...] = ()


@dataclass(frozen=True, slots=True)
class Risicostand:
    """How many addresses have a measure, when they were loaded and when the first of them ends."""

    maatregel: str
    adressen: int
    geladen_op: datetime
    eerste_einde: date


def list_risicostanden(gemeente: str, *, door: Actor, today: date) -> list[Risicostand]:
    """Return what is loaded and holds today, per measure; never the addresses themselves."""
    check_coordinate(door, gemeente=gemeente)
    rows = (
        Risicoadres.objects.filter(gemeente=gemeente, tot__gte=today)
        .values("maatregel")
        .annotate(adressen=Count("id"), geladen=Max("geladen_op"), einde=Min("tot"))
        .order_by("maatregel")
    )
    return [Risicostand(r["maatregel"], r["adressen"], r["geladen"], r["einde"]) for r in rows]


@transaction.atomic
def load_risicoadressen(
    *, gemeente: str, bestand: Path, naam: str, door: Actor, now: datetime
) -> Risicolijst:
    """Replace the risk addresses of a municipality by those of a file; with an error in any row nothing changes.

    All or nothing, because a row that is left out is an address where somebody goes alone.
    Raises BestandFout when the file cannot be read, Weigering when no row holds.
    """
    check_coordinate(door, gemeente=gemeente)
    rows = _read(bestand, naam=naam)
    if fouten := tuple(_find_fouten(rows)):
        return Risicolijst(0, 0, fouten)
    today = timezone.localdate(now)
    good = rows.filter(pl.col("einde") >= today).unique([*ADRES], maintain_order=True)
    if good.is_empty():
        raise Weigering(
            "In dit bestand staat geen adres dat vandaag nog geldt. Het bestand heeft de kolommen "
            f"{', '.join(RISICO_VELDEN[:-1])} en tot. [risico_leeg]"
        )
    Risicoadres.objects.filter(gemeente=gemeente).delete()
    copy_in("meldpunt_risicoadres", _to_store(good, gemeente=gemeente, now=now))
    _mark_again(gemeente, today=today)
    gone = rows.filter(pl.col("einde") < today).height
    record(
        "risicoadressen_geladen",
        objectsoort="gemeente",
        object=gemeente,
        gemeente=gemeente,
        door=door,
        now=now,
        waarden={"adressen": good.height, "verlopen": gone},
    )
    return Risicolijst(good.height, gone)


@transaction.atomic
def sweep_risicoadressen(*, door: Actor, now: datetime) -> int:
    """Delete the risk addresses whose last day is over, and let the markers of zaken follow; return how many."""
    today = timezone.localdate(now)
    gemeenten = list(
        Risicoadres.objects.order_by("gemeente").values_list("gemeente", flat=True).distinct("gemeente")
    )
    gone, _ = Risicoadres.objects.filter(tot__lt=today).delete()
    # Also where nothing ended: a zaak that came in since may stand on an address of the list.
    for gemeente in gemeenten:
        _mark_again(gemeente, today=today)
    if gone:
        record(
            "risicoadressen_opgeruimd",
            objectsoort="gemeente",
            object="-",
            door=door,
            now=now,
            waarden={"adressen": gone},
        )
    return gone


def _mark_again(gemeente: str, *, today: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MARK, {"gemeente": gemeente, "today": today, "open": list(OPEN)})


def _read(bestand: Path, *, naam: str) -> pl.DataFrame:
    """Read the file: line and cells as they are, and beside them what they mean; null where unreadable."""
    cells = read_regels(bestand, naam=naam, velden=RISICO_VELDEN, zoek_kop=True).regels
    return cells.with_columns(
        read_postcode(pl.col("postcode")).alias("adres_postcode"),
        read_huisnummer(pl.col("huisnummer")).alias("nummer"),
        read_suffix(pl.col("huisnummer"), pl.col("huisletter"), pl.col("huisnummertoevoeging"))
        .fill_null("")
        .alias("suffix"),
        pl.col("maatregel").str.to_lowercase().str.replace_all(r"[\s-]+", "_").alias("wat"),
        read_datum(pl.col("tot")).alias("einde"),
    ).select(
        "regel",
        pl.struct("postcode", "huisnummer", "maatregel", "tot").alias("cellen"),
        pl.col("adres_postcode").alias("postcode"),
        pl.col("nummer").alias("huisnummer"),
        "suffix",
        "wat",
        "einde",
    )


def _find_fouten(rows: pl.DataFrame) -> Iterator[Risicofout]:
    seen: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in rows.iter_rows(named=True):
        wrong = list(_judge(row))
        yield from wrong
        adres, rest = tuple(row[name] for name in ADRES), (row["wat"], row["einde"])
        if not wrong and seen.setdefault(adres, rest) != rest:
            waarde = f"{row['postcode']} {row['huisnummer']} {row['suffix']}".strip()
            zin = "Dit adres staat er twee keer in, met een andere maatregel of dag. Houd één regel over."
            yield Risicofout(row["regel"], "postcode", waarde, zin, "risico_dubbel")


def _judge(row: dict[str, Any]) -> Iterator[Risicofout]:
    """Yield what is wrong in a row, a field at a time."""
    measures = " of ".join(MAATREGELEN)
    checks = (
        (
            "postcode",
            row["postcode"] is None,
            "Dit is geen postcode. Schrijf zoals 1234AB.",
            "risico_postcode",
        ),
        (
            "huisnummer",
            row["huisnummer"] is None,
            "Dit is geen huisnummer. Schrijf een getal, zoals 12.",
            "risico_nummer",
        ),
        ("maatregel", row["wat"] not in MAATREGELEN, f"Kies {measures}.", "risico_maatregel"),
        (
            "tot",
            row["einde"] is None,
            "Vul de laatste dag in, zoals 31-12-2026. Zonder einddatum mag een adres niet op de lijst.",
            "risico_tot",
        ),
    )
    for veld, is_wrong, zin, code in checks:
        if is_wrong:
            yield Risicofout(row["regel"], veld, row["cellen"][veld] or "", zin, code)


def _to_store(rows: pl.DataFrame, *, gemeente: str, now: datetime) -> pl.DataFrame:
    return rows.select(
        pl.Series("id", new_ids(rows.height, now=now), dtype=pl.String),
        pl.lit(gemeente).alias("gemeente"),
        *ADRES,
        pl.col("wat").alias("maatregel"),
        pl.col("einde").alias("tot"),
        pl.lit(now.isoformat()).alias("geladen_op"),
    )
