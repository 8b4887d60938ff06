"""The fields of a delivery: which exist, which a covenant allows, and what is dropped."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

# In the order in which a partner reads them in the template of a delivery.
ALLE_VELDEN: tuple[str, ...] = (
    "klantnummer",
    "voorletters",
    "tussenvoegsel",
    "achternaam",
    "geboortedatum",
    "straat",
    "huisnummer",
    "huisletter",
    "huisnummertoevoeging",
    "postcode",
    "woonplaats",
    "telefoon",
    "email",
    "type_vordering",
    "bedrag",
    "achterstand_sinds",
    "referentie",
    "aantal_herinneringen",
    "persoonlijk_contact_gezocht",
    "gewezen_op_hulp",
    "bezwaar",
    "lopende_regeling",
    "soort_signaal",
    "verwachte_einddatum",
    "reden",
    "reactie_klant",
    "overgedragen_cjib",
    "dwanginvordering",
    "bsn",
    "incassostappen",
    "gerechtelijke_maatregel",
    "contact_of_afspraak",
)


def cell(veld: str, toegestaan: Collection[str]) -> pl.Expr:
    """Give the cell of a field, or nothing when the covenant does not allow the field."""
    return pl.col(veld) if veld in toegestaan else pl.lit(None, dtype=pl.String)


def has_dropped_cell(toegestaan: Collection[str]) -> pl.Expr:
    """Say of each row whether a value was dropped because the covenant has no place for it."""
    outside = [pl.col(veld).is_not_null() for veld in ALLE_VELDEN if veld not in toegestaan]
    return pl.any_horizontal(pl.col("buiten_velden").fill_null(value=False), *outside)
