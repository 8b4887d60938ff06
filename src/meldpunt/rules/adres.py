"""The address key: postcode, house number and suffix as a partner writes them, in one form."""

from __future__ import annotations

from typing import Final

import polars as pl

from meldpunt.rules.lezen import read_plain_ones_first

# No postcode ends in SA, SD or SS. Classes are spelled out: case folding would let in other alphabets.
_POSTCODE: Final = r"^[1-9][0-9]{3}(?:[A-RT-Za-rt-z][A-Za-z]|[Ss][BCE-RT-Zbce-rt-z])$"
_GEWOON: Final = r"^[1-9][0-9]{3}(?:[A-RT-Z][A-Z]|S[BCE-RT-Z])$"
_HUISNUMMER: Final = r"^([0-9]{1,5})(?:[^0-9]|$)"
_CIJFERS: Final = "0123456789"


def read_postcode(cel: pl.Expr) -> pl.Expr:
    """Read a postcode as `1234AB`; null when it is not one."""
    return read_plain_ones_first(cel, _GEWOON, snel=lambda heel: heel, lees=_read_loose, soort=pl.String)


def _read_loose(cel: pl.Expr) -> pl.Expr:
    kaal = cel.str.replace_all(r"\s", "")
    return pl.when(kaal.str.contains(_POSTCODE)).then(kaal.str.to_uppercase())


def read_huisnummer(cel: pl.Expr) -> pl.Expr:
    """Read the one to five digits in front of the cell; null when there are none, six or only zeros."""
    nummer = cel.str.extract(_HUISNUMMER, 1).cast(pl.Int32)
    return pl.when(nummer > 0).then(nummer)


def read_suffix(huisnummer: pl.Expr, letter: pl.Expr, toevoeging: pl.Expr) -> pl.Expr:
    """Join what follows the number with letter and addition: ASCII letters and digits, upper case."""
    rest = huisnummer.str.strip_chars_start(_CIJFERS)
    geheel = pl.concat_str(rest, letter, toevoeging, ignore_nulls=True)
    # To upper case after the sieve, so that ß does not come back as SS.
    return geheel.str.replace_all(r"[^A-Za-z0-9]", "").str.to_uppercase().str.replace(r"HUIS$", "HS")


def postcode_number(postcode: pl.Expr) -> pl.Expr:
    """Give a number that orders readable postcodes; base 36 keeps the order of digits and letters."""
    return postcode.str.to_integer(base=36, dtype=pl.Int32)


def format_adres() -> pl.Expr:
    """Write the address key of a row: postcode, number and suffix, single spaces between."""
    suffix = pl.when(pl.col("suffix") != "").then(" " + pl.col("suffix")).otherwise(pl.lit(""))
    return pl.concat_str("postcode", pl.lit(" "), pl.col("huisnummer").cast(pl.String), suffix)


def write_adres(postcode: str, huisnummer: int, suffix: str = "") -> str:
    """Write an address on one line for people: 1234 AB 5 A."""
    return " ".join(part for part in (postcode[:4], postcode[4:], str(huisnummer), suffix) if part)


def find_adres(postcode: str, huisnummer: str, toevoeging: str = "") -> tuple[str, int, str] | None:
    """Read one address as somebody typed it: postcode, number and suffix, or none when it is not an address."""
    row = pl.DataFrame({"p": [postcode], "h": [huisnummer.strip()], "t": [toevoeging], "l": [""]}).select(
        read_postcode(pl.col("p")).alias("p"),
        read_huisnummer(pl.col("h")).alias("h"),
        read_suffix(pl.col("h"), pl.col("l"), pl.col("t")).alias("s"),
    )
    found, number, suffix = row.row(0)
    return None if found is None or number is None else (found, number, suffix or "")
