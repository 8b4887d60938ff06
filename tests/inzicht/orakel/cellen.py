"""What one cell says: a value, or None when it is empty or cannot be read."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from tests.inzicht.orakel.lezen import SPACES, as_name

JA = {"ja", "j", "true", "1"}
NEE = {"nee", "n", "false", "0"}


def without_spaces(cell: str) -> str:
    return "".join(char for char in cell if char not in SPACES)


def is_digits(text: str) -> bool:
    # "Digits are ASCII digits"
    return bool(re.fullmatch(r"[0-9]+", text))


def read_date(cell: str) -> date | None:
    # "`jjjj-mm-dd`; `d-m-jjjj` and `d/m/jjjj` with one or two digits for day and month"
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", cell):
        return day(found[1], found[2], found[3])
    if found := re.fullmatch(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})", cell):
        return day(found[4], found[3], found[1])
    return None


def day(jaar: str, maand: str, dag: str) -> date | None:
    # "Impossible or otherwise written: `datum_ongeldig`"
    try:
        return date(int(jaar), int(maand), int(dag))
    except ValueError:
        return None


def read_bedrag(cell: str) -> Decimal | None:
    # "`€` or `EUR` in any case in front or behind; spaces ignored"
    plain = without_spaces(cell)
    number = re.sub(r"^(€|[eE][uU][rR])|(€|[eE][uU][rR])$", "", plain)
    bedrag = read_number(number)
    # "Zero, negative or anything else: `bedrag_ongeldig`."
    return bedrag if bedrag else None


def read_number(number: str) -> Decimal | None:
    # "`1234`, `1.234` (points group three digits, the first group does not start with 0), either followed by a
    # comma with one or two digits or `-`"
    if found := re.fullmatch(r"([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]{1,2}|-))?", number):
        cents = "0" if found[2] in (None, "-") else found[2]
        return Decimal(found[1].replace(".", "") + "." + cents)
    # "or digits, a point and one or two digits (`1234.5`)"
    return Decimal(number) if re.fullmatch(r"[0-9]+\.[0-9]{1,2}", number) else None


def read_janee(cell: str) -> bool | None:
    # "`ja nee j n true false 1 0`, any case; anything else counts as empty"
    low = cell.lower()
    return True if low in JA else False if low in NEE else None


def read_aantal(cell: str) -> int | None:
    # "`aantal_herinneringen`: digits; anything else counts as empty"
    return int(cell) if is_digits(cell) else None


def read_type(cell: str) -> str:
    # "`type_vordering`: case-insensitive, spaces and hyphens count as `_`"
    return as_name(cell).replace("-", "_")


def read_stappen(cell: str) -> set[str]:
    # "`incassostappen`: such names separated by `,`, `|` or `+`; order is free, unknown names are ignored"
    return {read_type(part.strip(SPACES)) for part in re.split(r"[,|+]", cell)}


def is_bsn(cell: str) -> bool:
    # "eight or nine digits, dots and spaces ignored, padded in front to nine, not all zeros, passes the eleven test"
    digits = without_spaces(cell).replace(".", "")
    if not is_digits(digits) or len(digits) not in (8, 9):
        return False
    nine = digits.zfill(9)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, nine, strict=True))
    return nine != "000000000" and total % 11 == 0


def read_postcode(cell: str) -> str | None:
    # "four digits not starting with 0 and two letters (not SA, SD, SS), spaces and case ignored"
    plain = without_spaces(cell)
    if not re.fullmatch(r"[1-9][0-9]{3}[A-Za-z]{2}", plain):
        return None
    return None if plain[4:].upper() in ("SA", "SD", "SS") else plain.upper()


def read_huisnummer(cell: str) -> tuple[int, str] | None:
    """Give the number and what follows it in the cell."""
    # "the cell starts with one to five digits that are not all zero, and no sixth; leading zeros are dropped"
    start = re.match(r"[0-9]*", cell)
    digits = start[0] if start else ""
    if not 1 <= len(digits) <= 5 or int(digits) == 0:
        return None
    return int(digits), cell[len(digits) :]


def read_suffix(parts: list[str]) -> str:
    # "What follows in that cell, the letter and the addition, in that order, are the suffix: ASCII letters and
    # digits only, upper case"
    suffix = "".join(re.findall(r"[A-Za-z0-9]", "".join(parts))).upper()
    # "`HUIS` at its end becomes `HS`"
    return suffix[:-4] + "HS" if suffix.endswith("HUIS") else suffix
