"""Where signalen stand for the matching: at the main address of their object, when the register knows the object."""

from __future__ import annotations

import polars as pl

from meldpunt.bag.queries import find_objecten, list_gedeeld, list_gedekt
from meldpunt.rules.adresstappen import (
    ADRES,
    add_andere_adressen,
    choose_hoofdadressen,
    place_on_hoofdadres,
    with_adresstap,
)


def on_hoofdadres(rows: pl.DataFrame) -> pl.DataFrame:
    """Let rows stand at the main address of their object; without a register they stay where they are."""
    return place_on_hoofdadres(rows, choose_hoofdadressen(_gedeeld(rows)))


def with_nevenadressen(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the addresses at which signalen may stand that belong with these rows: their own and the others."""
    return add_andere_adressen(rows, _gedeeld(rows))


def note_stappen(signalen: pl.DataFrame) -> pl.DataFrame:
    """Return these signalen with on what their addresses are matched; inside the transaction that matches."""
    rows = signalen.select("signaal", "gemeente", *ADRES)
    gedekt = list_gedekt(rows["gemeente"].unique().to_list())
    return with_adresstap(rows, find_objecten(rows), gedekt=gedekt)


def with_stap(koppelingen: pl.DataFrame, stappen: pl.DataFrame) -> pl.DataFrame:
    """Add the steps to links of signalen."""
    return koppelingen.join(
        stappen.select("signaal", "adresstap"), on="signaal", how="left", maintain_order="left"
    )


def _gedeeld(rows: pl.DataFrame) -> pl.DataFrame:
    return list_gedeeld(rows["postcode"].unique().to_list())
