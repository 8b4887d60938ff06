"""The order in which to walk past addresses: street by street, up the odd side and back along the even one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_ONBEKEND: Final = "9999ZZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Halte:
    """An address on the round; `sleutel` tells two of one address apart, so that the order is always the same."""

    postcode: str
    huisnummer: int | None
    straat: str = ""
    suffix: str = ""
    sleutel: str = ""


def order_haltes(haltes: Iterable[Halte]) -> list[Halte]:
    """Put addresses in walking order.

    The four digits of a postcode are a neighbourhood, and letters close together are streets close together: a
    street stands where its first postcode stands. A partner may leave the street out; then the postcode names it
    where another address has both.
    """
    found = list(haltes)
    names = {h.postcode: _plain(h.straat) for h in sorted(found, key=_whole) if h.straat}
    streets = {h: _plain(h.straat) or names.get(h.postcode, h.postcode) for h in found}
    first: dict[tuple[str, str], str] = {}
    for halte in found:
        street = (halte.postcode[:4], streets[halte])
        first[street] = min(first.get(street, _ONBEKEND), halte.postcode)
    return sorted(
        found, key=lambda h: (h.postcode[:4], first[h.postcode[:4], streets[h]], streets[h], *_side(h))
    )


def _side(halte: Halte) -> tuple[int, int, str, str, str]:
    """Go up the odd side and come back along the even one; an address without a number comes last."""
    number = halte.huisnummer
    if number is None:
        return (2, 0, halte.suffix, halte.postcode, halte.sleutel)
    even = number % 2 == 0
    return (int(even), -number if even else number, halte.suffix, halte.postcode, halte.sleutel)


def _whole(halte: Halte) -> tuple[str, int, str, str, str]:
    return (halte.postcode, halte.huisnummer or 0, halte.suffix, halte.straat, halte.sleutel)


def _plain(street: str) -> str:
    return " ".join(street.casefold().replace(".", " ").split())
