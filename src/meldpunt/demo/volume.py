"""Deliveries of any size, for benchmarks and for load: made-up rows, the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from meldpunt.demo.bestanden import list_kolommen
from meldpunt.demo.gemeenten import PLAATSEN
from meldpunt.demo.inwoners import LANGLOPEND, LETTERS, POSTCODELETTERS
from meldpunt.demo.namen import STIJLEN, STRATEN, split_naam
from meldpunt.demo.organisaties import INBRENG, Inbreng

BLOK: Final = 100_000
# One in eight rows stands on an address that another row has too; one in twelve is refused.
DELERS_ADRES, FOUT_OP = 8, 24
_M1, _M2 = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def find_inbreng(convenant: str) -> Inbreng | None:
    """Return who delivers under a covenant in the most municipalities, or none for a covenant without a demo."""
    rows = [row for row in INBRENG if row.convenant == convenant]
    return max(rows, key=lambda row: len(row.gemeenten), default=None)


def write_volume(
    path: Path, *, rijen: int, dag: date, convenant: str = "landelijk", seed: int = 1
) -> Inbreng:
    """Write a delivery of so many rows for this day as CSV, and return whose it is.

    Raises ValueError for a covenant that the demo world has no partners for.
    """
    inbreng = find_inbreng(convenant)
    if inbreng is None:
        raise ValueError(convenant)
    kolommen = list_kolommen(inbreng.organisatie, convenant)
    with path.open("wb") as out:
        for start in range(0, rijen, BLOK):
            nummers = pl.select(pl.int_range(start, min(start + BLOK, rijen), dtype=pl.UInt64).alias("n"))
            block = nummers.select(**_cells(inbreng, dag, seed)).select(
                pl.col(kolom) if kolom in _FIELDS else pl.lit("").alias(kolom) for kolom in kolommen
            )
            # No cell holds a semicolon or a quote.
            block.write_csv(out, separator=";", include_header=start == 0, quote_style="never")
    return inbreng


def _chance(seed: int, what: str, *, per: pl.Expr | None = None) -> pl.Expr:
    """Return a number per row that looks like chance (SplitMix64); whole-number arithmetic wraps around."""
    salt = seed * 1_000_003 + sum(byte * 257**i for i, byte in enumerate(what.encode()[:6]))
    x = (pl.col("n") if per is None else per) + pl.lit(salt % 2**63, pl.UInt64)
    x = x * pl.lit(0x9E3779B97F4A7C15, pl.UInt64)
    x = (x ^ (x // 2**30)) * pl.lit(_M1, pl.UInt64)
    x = (x ^ (x // 2**27)) * pl.lit(_M2, pl.UInt64)
    return x ^ (x // 2**31)


def _pick(values: Sequence[str], chance: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(list(values), dtype=pl.String)).gather((chance % len(values)).cast(pl.UInt32))


def _two_digits(value: pl.Expr) -> pl.Expr:
    return value.cast(pl.String).str.zfill(2)


_FIELDS: Final = frozenset(
    {
        *(
            "klantnummer",
            "voorletters",
            "tussenvoegsel",
            "achternaam",
            "geboortedatum",
            "straat",
            "huisnummer",
        ),
        *("huisnummertoevoeging", "postcode", "woonplaats", "type_vordering", "bedrag", "achterstand_sinds"),
        *("referentie", "aantal_herinneringen", "persoonlijk_contact_gezocht", "gewezen_op_hulp", "bezwaar"),
        *("lopende_regeling", "reden", "reactie_klant", "overgedragen_cjib", "dwanginvordering"),
        *("incassostappen", "gerechtelijke_maatregel", "contact_of_afspraak"),
    }
)


def _cells(inbreng: Inbreng, dag: date, seed: int) -> dict[str, pl.Expr]:
    n = pl.col("n")
    sinds = _days_before(inbreng, dag, seed)
    euro = 275 + _chance(seed, "euro") % 1200
    cent = pl.format("{},{}", euro, _two_digits(_chance(seed, "cent") % 100))
    yes, no = pl.lit("ja"), pl.lit("nee")
    return {
        "klantnummer": pl.format("K{}", n.cast(pl.String).str.zfill(8)),
        **_person(seed),
        **_address(inbreng, seed),
        "type_vordering": pl.lit(inbreng.vorderingen[0]),
        "bedrag": pl.when(n % FOUT_OP == 0).then(pl.lit("0,00")).otherwise(cent),
        "achterstand_sinds": pl.when(n % FOUT_OP == FOUT_OP // 2)
        .then(pl.lit(dag.isoformat()))
        .otherwise(sinds.dt.to_string("%Y-%m-%d")),
        "referentie": pl.format("V{}-{}", pl.lit(seed), n),
        "aantal_herinneringen": pl.lit("3"),
        **dict.fromkeys(("persoonlijk_contact_gezocht", "gewezen_op_hulp"), yes),
        **dict.fromkeys(("bezwaar", "lopende_regeling", "reactie_klant", "overgedragen_cjib"), no),
        **dict.fromkeys(("dwanginvordering", "gerechtelijke_maatregel", "contact_of_afspraak"), no),
        "reden": pl.lit("geen reactie"),
        "incassostappen": pl.lit("herinnering,aanmaning,deurwaarder_minnelijk,telefoon"),
    }


def _days_before(inbreng: Inbreng, dag: date, seed: int) -> pl.Expr:
    low, high = LANGLOPEND.get(inbreng.convenant, (31, 98))
    days = (low + _chance(seed, "dagen") % (high - low)).cast(pl.Int32)
    return pl.lit(dag) - pl.duration(days=days)


def _person(seed: int) -> dict[str, pl.Expr]:
    namen = [split_naam("", volledig) for stijl in STIJLEN for volledig in stijl.namen]
    who = _chance(seed, "naam")
    return {
        "voorletters": pl.format("{}.", _pick(LETTERS, _chance(seed, "letter"))),
        "tussenvoegsel": _pick([naam.tussenvoegsel for naam in namen], who),
        "achternaam": _pick([naam.achternaam for naam in namen], who),
        "geboortedatum": pl.format(
            "{}-{}-{}",
            1940 + _chance(seed, "jaar") % 66,
            _two_digits(1 + _chance(seed, "maand") % 12),
            _two_digits(1 + _chance(seed, "dag") % 28),
        ),
    }


def _address(inbreng: Inbreng, seed: int) -> dict[str, pl.Expr]:
    """Give each row an address; those that share one take it from the row before."""
    n = pl.col("n")
    shares = (_chance(seed, "deelt") % DELERS_ADRES == 0) & (n > 0)
    house = pl.when(shares).then(n - 1).otherwise(n)
    areas = [
        (str(digits), plaats.naam)
        for plaats in (PLAATSEN[code] for code in inbreng.gemeenten)
        for van, _, tot in (bereik.partition("-") for bereik in plaats.postcodes)
        for digits in range(int(van), int(tot or van) + 1)
    ]
    where = _chance(seed, "plek", per=house)
    return {
        "straat": _pick(STRATEN, where // 7),
        "huisnummer": (1 + _chance(seed, "huis", per=house) % 300).cast(pl.String),
        "huisnummertoevoeging": _pick(("", "", "", "A", "2"), _chance(seed, "toev", per=house)),
        "postcode": pl.concat_str(
            _pick([digits for digits, _ in areas], where),
            _pick(POSTCODELETTERS, _chance(seed, "letters", per=house)),
        ),
        "woonplaats": _pick([naam for _, naam in areas], where),
    }
