"""From the cells of a delivery to values: one form for each, null when a cell cannot be read."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from meldpunt.rules.adres import read_huisnummer, read_postcode, read_suffix
from meldpunt.rules.bedrag import read_bedrag
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.datum import read_datum
from meldpunt.rules.lezen import read_each_value_once
from meldpunt.rules.velden import ALLE_VELDEN, cell, has_dropped_cell

JA_NEE_VELDEN: Final = (
    "persoonlijk_contact_gezocht",
    "gewezen_op_hulp",
    "bezwaar",
    "lopende_regeling",
    "reactie_klant",
    "overgedragen_cjib",
    "dwanginvordering",
    "gerechtelijke_maatregel",
    "contact_of_afspraak",
)
# Cells that go on as they are delivered.
_ONGEWIJZIGD: Final = (
    "klantnummer",
    "referentie",
    "voorletters",
    "tussenvoegsel",
    "achternaam",
    "straat",
    "woonplaats",
    "telefoon",
    "email",
    "soort_signaal",
    "reden",
)
_JA: Final = ("ja", "j", "true", "1")
_NEE: Final = ("nee", "n", "false", "0")
_OUDSTE_GEBOORTE: Final = date(1900, 1, 1)
_VEEL: Final = 2**31


def ruw(veld: str) -> pl.Expr:
    """Name the cell as delivered, after the drop rule."""
    return pl.col(f"ruw_{veld}")


def normalise_regels(regels: pl.DataFrame, versie: ConvenantVersie, leverdag: date) -> pl.DataFrame:
    """Add the values to the cells: raw cells become `ruw_<veld>`, values carry the field's own name."""
    cellen = regels.select(
        "regel",
        has_dropped_cell(versie.velden).alias("veld_verwijderd"),
        *(cell(veld, versie.velden).alias(f"ruw_{veld}") for veld in ALLE_VELDEN),
    )
    # Lazily, so that a part that two values share is computed once.
    return (
        cellen.lazy()
        .with_columns(
            *(ruw(veld).alias(veld) for veld in _ONGEWIJZIGD),
            *_address(),
            *_dates(leverdag),
            *(read_each_value_once(ruw(veld), read_ja_nee, pl.Boolean).alias(veld) for veld in JA_NEE_VELDEN),
            read_each_value_once(ruw("type_vordering"), read_naam, pl.String).alias("type_vordering"),
            read_each_value_once(ruw("incassostappen"), read_namen, pl.List(pl.String)).alias(
                "incassostappen"
            ),
            read_bedrag(ruw("bedrag")).alias("bedrag_cent"),
            read_each_value_once(ruw("aantal_herinneringen"), read_aantal, pl.Int64).alias(
                "aantal_herinneringen"
            ),
            (read_bsn(ruw("bsn")) if "bsn" in versie.velden else ruw("bsn")).alias("bsn"),
        )
        .collect()
    )


def _address() -> tuple[pl.Expr, ...]:
    return (
        read_postcode(ruw("postcode")).alias("postcode"),
        read_each_value_once(ruw("huisnummer"), read_huisnummer, pl.Int32).alias("huisnummer"),
        read_suffix(ruw("huisnummer"), ruw("huisletter"), ruw("huisnummertoevoeging")).alias("suffix"),
    )


def _dates(leverdag: date) -> tuple[pl.Expr, ...]:
    """Read the three dates; one that cannot be true on the delivery day counts as not readable."""

    def until_today(cel: pl.Expr) -> pl.Expr:
        dag = read_datum(cel)
        return pl.when(dag <= leverdag).then(dag)

    def birth(cel: pl.Expr) -> pl.Expr:
        dag = read_datum(cel)
        return pl.when(dag.is_between(_OUDSTE_GEBOORTE, leverdag)).then(dag)

    readers = {"achterstand_sinds": until_today, "geboortedatum": birth, "verwachte_einddatum": read_datum}
    return tuple(read_each_value_once(ruw(veld), lees, pl.Date).alias(veld) for veld, lees in readers.items())


def read_ja_nee(cel: pl.Expr) -> pl.Expr:
    """Read yes or no; anything else counts as empty."""
    klein = cel.str.to_lowercase()
    return (
        pl.when(klein.is_in(_JA)).then(pl.lit(value=True)).when(klein.is_in(_NEE)).then(pl.lit(value=False))
    )


def read_naam(cel: pl.Expr) -> pl.Expr:
    """Read the name of a claim or step: lower case, white space and hyphens as `_`."""
    return cel.str.to_lowercase().str.replace_all(r"[\s-]", "_")


def read_namen(cel: pl.Expr) -> pl.Expr:
    """Read names separated by comma, bar or plus."""
    delen = cel.str.replace_all(r"[|+]", ",").str.split(",")
    return delen.list.eval(read_naam(pl.element().str.strip_chars()))


def read_aantal(cel: pl.Expr) -> pl.Expr:
    """Read a count of ASCII digits; anything else counts as empty, a very long one as many."""
    cijfers = pl.when(cel.str.contains(r"^[0-9]+$")).then(cel)
    return pl.when(cijfers.is_not_null()).then(cijfers.cast(pl.Int64, strict=False).fill_null(_VEEL))


def read_bsn(cel: pl.Expr) -> pl.Expr:
    """Read a BSN of nine digits that passes the eleven test; null when it is not one."""
    kaal = cel.str.replace_all(r"[.\s]", "")
    nummer = pl.when(kaal.str.contains(r"^[0-9]{8,9}$")).then(kaal).cast(pl.Int64)
    cijfers = [nummer // 10 ** (8 - plaats) % 10 for plaats in range(9)]
    gewichten = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    som = pl.sum_horizontal(
        *(cijfer * gewicht for cijfer, gewicht in zip(cijfers, gewichten, strict=True)), ignore_nulls=False
    )
    return pl.when((nummer > 0) & (som % 11 == 0)).then(kaal.str.zfill(9))


def find_bsn(tekst: str) -> str | None:
    """Read one citizen service number as somebody typed it; none when it fails the eleven test."""
    found = pl.DataFrame({"bsn": [tekst.strip()]}).select(read_bsn(pl.col("bsn"))).item()
    return None if found is None else str(found)
