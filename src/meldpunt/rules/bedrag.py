"""Amounts as partners write them, read as whole cents."""

from __future__ import annotations

from typing import Final

import polars as pl

from meldpunt.rules.lezen import read_plain_ones_first

_GEWOON: Final = r"^[0-9]{1,15}[.,][0-9]{2}$"
_MUNT: Final = r"(?:€|[Ee][Uu][Rr])?"
# Fifteen digits of euros: beyond that the sum of a list no longer fits, and no arrears is that high.
_HEEL: Final = r"0*[0-9]{1,15}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4}"
_BEDRAG: Final = (
    rf"^{_MUNT}(?:(?P<heel>{_HEEL})(?:,(?P<komma>[0-9]{{1,2}}|-))?"
    rf"|(?P<voor>0*[0-9]{{1,15}})\.(?P<punt>[0-9]{{1,2}})){_MUNT}$"
)


def read_bedrag(cel: pl.Expr) -> pl.Expr:
    """Read an amount in cents; null when it is zero, negative or written otherwise."""
    return read_plain_ones_first(cel, _GEWOON, snel=_read_plain, lees=_read_loose, soort=pl.Int64)


def _read_plain(cel: pl.Expr) -> pl.Expr:
    # Not strict: the cells that are not plain pass here too and are left out afterwards.
    return _above_zero(
        cel.str.head(-3).cast(pl.Int64, strict=False) * 100 + cel.str.tail(2).cast(pl.Int64, strict=False)
    )


def _read_loose(cel: pl.Expr) -> pl.Expr:
    delen = cel.str.replace_all(r"\s", "").str.extract_groups(_BEDRAG)
    heel = delen.struct.field("heel").str.replace_all(".", "", literal=True)
    euro = pl.coalesce(heel, delen.struct.field("voor")).cast(pl.Int64)
    rest = pl.coalesce(delen.struct.field("komma"), delen.struct.field("punt"), pl.lit("0"))
    return _above_zero(
        euro * 100 + rest.str.replace("-", "0", literal=True).str.pad_end(2, "0").cast(pl.Int64)
    )


def _above_zero(cent: pl.Expr) -> pl.Expr:
    return pl.when(cent > 0).then(cent)


def format_bedrag(cent: pl.Expr, *, komma: str = ".") -> pl.Expr:
    """Write cents as euros with two decimals."""
    return pl.concat_str(
        (cent // 100).cast(pl.String), pl.lit(komma), (cent % 100).cast(pl.String).str.zfill(2)
    )
