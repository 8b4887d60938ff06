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


def with_stap(koppelingen: pl.DataFrame, *, signalen: pl.DataFrame) -> pl.DataFrame:
    """Add to the new links of signalen on what their addresses were matched; inside the transaction that matches."""
    new = koppelingen.filter("is_nieuw").select("signaal")
    rows = signalen.select("signaal", "gemeente", *ADRES).join(new, on="signaal", how="semi")
    gedekt = list_gedekt(rows["gemeente"].unique().to_list())
    stappen = with_adresstap(rows, find_objecten(rows), gedekt=gedekt).select("signaal", "adresstap")
    return koppelingen.join(stappen, on="signaal", how="left", maintain_order="left")


def _gedeeld(rows: pl.DataFrame) -> pl.DataFrame:
    return list_gedeeld(rows["postcode"].unique().to_list())
