"""On what the address of a signaal is matched: its object in the register where that is known, else as it was written.

Two addresses of one object are one address here: the main one. So a partner that writes the side door and one that
writes the front door meet in one zaak. Nothing is guessed: an addition that the register does not know as it was
written belongs to no object.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

import polars as pl

ADRES: Final = ("postcode", "huisnummer", "suffix")


class Stap(NamedTuple):
    """What people read about a step."""

    titel: str
    zin: str


ADRESSTAPPEN: Final[Mapping[str, Stap]] = {
    "object": Stap(
        "BAG-object",
        "Het adres staat in de BAG. Signalen over hetzelfde adresseerbaar object komen in één zaak.",
    ),
    "meer_objecten": Stap(
        "Postcode en huisnummer",
        "Bij dit adres horen in de BAG meer objecten. Daarom is gekoppeld op postcode, huisnummer en toevoeging.",
    ),
    "niet_in_bag": Stap(
        "Postcode en huisnummer",
        "Dit adres staat zo niet in de BAG. Controleer het. Er is gekoppeld op postcode, huisnummer en toevoeging.",
    ),
    "zonder_bag": Stap(
        "Postcode en huisnummer",
        "Voor deze gemeente zijn geen adressen uit de BAG geladen. Er is gekoppeld op postcode, huisnummer en "
        "toevoeging.",
    ),
}


def with_adresstap(
    signalen: pl.DataFrame, objecten: pl.DataFrame, *, gedekt: Collection[str]
) -> pl.DataFrame:
    """Add the step of each signaal.

    `objecten` has per address the number of objects at it (0, 1, 2); `gedekt` the municipalities with a register.
    """
    count = pl.col("objecten").fill_null(0)
    stap = (
        pl.when(count == 1)
        .then(pl.lit("object"))
        .when(count > 1)
        .then(pl.lit("meer_objecten"))
        .when(pl.col("gemeente").is_in(sorted(gedekt)))
        .then(pl.lit("niet_in_bag"))
        .otherwise(pl.lit("zonder_bag"))
    )
    return (
        signalen.join(objecten.select(*ADRES, "objecten"), on=ADRES, how="left", maintain_order="left")
        .with_columns(adresstap=stap)
        .drop("objecten")
    )


def choose_hoofdadressen(gedeeld: pl.DataFrame) -> pl.DataFrame:
    """Return per address of an object with more of them the one that stands for all: the main one, else the first.

    `gedeeld` has a row per address and other address of its object (`ander_…`), itself included.
    """
    return (
        gedeeld.sort(
            "ander_hoofdadres", "ander_postcode", "ander_huisnummer", "ander_suffix",
            descending=[True, False, False, False],
        )
        .unique(ADRES, keep="first", maintain_order=True)
        .select(*ADRES, *(pl.col(f"ander_{deel}").alias(f"hoofd_{deel}") for deel in ADRES))
    )  # fmt: skip


def place_on_hoofdadres(rows: pl.DataFrame, hoofdadressen: pl.DataFrame) -> pl.DataFrame:
    """Let rows at an address that is not the main one of its object stand at the main one; the columns stay."""
    if hoofdadressen.is_empty() or rows.is_empty():
        return rows
    joined = rows.join(hoofdadressen, on=ADRES, how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce(f"hoofd_{deel}", deel).alias(deel) for deel in ADRES).select(
        rows.columns
    )


def add_andere_adressen(rows: pl.DataFrame, gedeeld: pl.DataFrame) -> pl.DataFrame:
    """Return the addresses of these rows (gemeente and address) with the other ones of their objects."""
    keys = rows.select("gemeente", *ADRES).unique(maintain_order=True)
    if gedeeld.is_empty():
        return keys
    others = keys.join(gedeeld, on=ADRES, how="inner").select(
        "gemeente", *(pl.col(f"ander_{deel}").alias(deel) for deel in ADRES)
    )
    return pl.concat([keys, others]).unique(maintain_order=True)
