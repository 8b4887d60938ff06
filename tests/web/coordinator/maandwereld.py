"""A month in Haarlem, and pages as a person reads them."""

from __future__ import annotations

from typing import Any

from tests.factories import deliver, make_regel

from meldpunt.partijen.models import Signaalpartner

HZ = "haarlem-zandvoort"


def read(response: Any) -> str:
    """Give the text of a page with plain spaces."""
    return str(response.content.decode()).replace("\xa0", " ")


def deliver_month(partners: tuple[Signaalpartner, Signaalpartner], *, adressen: int) -> None:
    """Let both partners report the same addresses; the higher the number, the higher the amount."""
    for partner, soort in zip(partners, ("water", "huur"), strict=True):
        deliver(
            partner=partner,
            convenant=HZ,
            regels=[
                make_regel(
                    klantnummer=f"K{n}", huisnummer=str(n), bedrag=f"{100 + n},00", type_vordering=soort
                )
                for n in range(1, adressen + 1)
            ],
        )
