"""Which column of a file means what, and rows of cells into addresses; a row that is no address is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from meldpunt.rules.adres import read_huisnummer, read_postcode, read_suffix

# Own name -> how it is called: the interface of the BAG, the open GeoPackage, the common CSV of the whole country.
NAMEN: Final[Mapping[str, tuple[str, ...]]] = {
    "nummeraanduiding": (
        "nummeraanduidingidentificatie",
        "nummeraanduidinghoofdadresidentificatie",
        "nummeraanduiding",
        "nummeraanduidingid",
    ),
    "object": (
        "adresseerbaarobjectidentificatie",
        "adresseerbaarobject",
        "objectid",
        "verblijfsobjectidentificatie",
        "verblijfsobjectid",
    ),
    "postcode": ("postcode",),
    "huisnummer": ("huisnummer",),
    "huisletter": ("huisletter",),
    "toevoeging": ("huisnummertoevoeging", "toevoeging"),
    "straat": ("openbareruimtenaam", "openbareruimte", "straatnaam", "straat"),
    "korte_naam": ("kortenaam", "verkorteopenbareruimte", "openbareruimtenaamkort"),
    "woonplaats": ("woonplaatsnaam", "woonplaats"),
    "gemeentecode": ("gemeentecode", "gemeenteidentificatie", "bronhouderidentificatie"),
    "nevenadres": ("nevenadres", "indicatienevenadres"),
    "status": ("verblijfsobjectstatus", "objectstatus", "status"),
}
VERPLICHT: Final = ("nummeraanduiding", "object", "postcode", "huisnummer", "straat", "woonplaats")
TEKST: Final = tuple(naam for naam in NAMEN if naam != "status")
# An object that never came or is no more; its number may live on in an old file.
_WEG: Final = r"(?i)ingetrokken|niet gerealiseerd|ten onrechte opgevoerd"
KOLOMMEN: Final = (
    "nummeraanduiding", "object", "postcode", "huisnummer", "huisletter", "toevoeging", "suffix", "straat",
    "korte_naam", "woonplaats", "gemeentecode", "hoofdadres",
)  # fmt: skip


class Bronfout(ValueError):
    """A file that is no extract of addresses; the text is Dutch and ends with a code."""


@dataclass(frozen=True, slots=True)
class Blok:
    """A part of a file: its addresses, and how many of its rows were none."""

    adressen: pl.DataFrame
    overgeslagen: int


def map_kolommen(kop: Sequence[str], *, extra: Mapping[str, str] | None = None) -> dict[str, int]:
    """Return the place of each own column in a header; `extra` gives names that count in one table only."""
    plain = {
        "".join(c for c in naam.lower() if c.isalnum()): place for place, naam in reversed([*enumerate(kop)])
    }
    found = {
        own: next(plain[naam] for naam in namen if naam in plain)
        for own, namen in NAMEN.items()
        if any(naam in plain for naam in namen)
    }
    for naam, own in (extra or {}).items():
        if own not in found and naam in plain:
            found[own] = plain[naam]
    return found


def missing_kolommen(kolommen: Mapping[str, int]) -> list[str]:
    """Return what no column was found for, by the name the register uses."""
    return [NAMEN[own][0] for own in VERPLICHT if own not in kolommen]


def make_blok(cellen: pl.DataFrame, *, gemeente: str) -> Blok:
    """Make addresses of cells (text, own names); `gemeente` counts where a row does not name its own."""
    absent = [pl.lit(None, pl.String).alias(naam) for naam in NAMEN if naam not in cellen.columns]
    trimmed = cellen.with_columns(absent).with_columns(pl.col(NAMEN.keys()).str.strip_chars())
    letter, toevoeging = (pl.col(naam).fill_null("") for naam in ("huisletter", "toevoeging"))
    adressen = trimmed.select(
        _identification("nummeraanduiding"),
        _identification("object"),
        read_postcode(pl.col("postcode")).fill_null("").alias("postcode"),
        read_huisnummer(pl.col("huisnummer")).alias("huisnummer"),
        letter.str.slice(0, 1).alias("huisletter"),
        toevoeging.str.slice(0, 4).alias("toevoeging"),
        read_suffix(pl.col("huisnummer"), letter, toevoeging).str.slice(0, 5).alias("suffix"),
        pl.col("straat").fill_null("").str.slice(0, 80),
        pl.col("korte_naam").fill_null("").str.slice(0, 24),
        pl.col("woonplaats").fill_null("").str.slice(0, 80),
        _code(pl.col("gemeentecode")).fill_null(gemeente).alias("gemeentecode"),
        (~pl.col("nevenadres").fill_null("").str.to_lowercase().is_in(["t", "true", "1", "ja", "j"])).alias(
            "hoofdadres"
        ),
        weg=pl.col("status").fill_null("").str.contains(_WEG),
    )
    good = adressen.filter(
        pl.col("nummeraanduiding").str.slice(4, 2) == "20",
        pl.col("object").str.slice(4, 2).is_in(["01", "02", "03"]),
        pl.col("huisnummer").is_not_null(),
        pl.col("straat") != "",
        ~pl.col("weg"),
    )
    return Blok(good.select(KOLOMMEN), adressen.height - good.height)


def _identification(naam: str) -> pl.Expr:
    """Read sixteen digits; a spreadsheet takes the zeros away that most of them begin with."""
    cijfers = pl.when(pl.col(naam).str.contains(r"^[0-9]{13,16}$")).then(pl.col(naam))
    return cijfers.str.zfill(16).alias(naam)


def _code(cel: pl.Expr) -> pl.Expr:
    return pl.when(cel.str.contains(r"^[0-9]{1,4}$")).then(cel.str.zfill(4))
