"""Judged rows into tables: signalen with their persons, and refused rows with their grounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.utils import timezone

from meldpunt.aanlevering.bsn import seal_bsns
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.partijen.models import Gemeente
from meldpunt.rules.bewaring import weigertermijn_of
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.velden import ALLE_VELDEN
from meldpunt.sleutels import new_ids
from meldpunt.tabelkopie import as_array, copy_in, copy_out, create_keys, drop_keys

ONBEKENDE_GEMEENTE = "0000"  # as in the national table of municipalities
# How far screens look back for rows to correct; how long their cells stay, the covenant says.
FOUTVERSLAG_DAGEN = 30

PERSOONSVELDEN = (
    "klantnummer",
    "referentie",
    "bsn_verzegeld",
    "bsn_index",
    "voorletters",
    "tussenvoegsel",
    "achternaam",
    "straat",
    "woonplaats",
    "telefoon",
    "email",
    "reden",
)
VOOR_MATCHING = {"klantnummer", "bsn_index", "voorletters", "tussenvoegsel", "achternaam"}

# The very same claim: under one referentie whenever, without one within the calendar month. So a partner can
# deliver its whole corrected file again, and only what was refused before is new.
AL_ONTVANGEN = """
SELECT DISTINCT k.regel
FROM sleutels_aanlevering k
JOIN meldpunt_signaalpersoon p
  ON (p.gemeente, p.postcode, p.huisnummer, p.suffix) = (k.gemeente, k.postcode, k.huisnummer, k.suffix)
 AND p.klantnummer = k.klantnummer AND p.referentie = k.referentie
JOIN meldpunt_signaal s ON s.id = p.id AND s.gemeente = p.gemeente
JOIN meldpunt_aanlevering a ON a.id = s.aanlevering_id AND a.status = 'verwerkt'
WHERE s.partner_id = %(partner)s AND s.convenant = %(convenant)s AND s.overgenomen_van IS NULL
  AND s.type_vordering = k.type_vordering AND s.bedrag_cent = k.bedrag_cent
  AND s.achterstand_sinds = k.achterstand_sinds
  AND (k.referentie <> '' OR date_trunc('month', s.aanleverdatum) = date_trunc('month', %(datum)s::date))
"""
SLEUTELS_AANLEVERING = {
    "regel": "int",
    "gemeente": "varchar",
    "postcode": "varchar",
    "huisnummer": "int",
    "suffix": "text",
    "klantnummer": "text",
    "referentie": "text",
    "type_vordering": "varchar",
    "bedrag_cent": "bigint",
    "achterstand_sinds": "date",
}


@dataclass(frozen=True, slots=True)
class Gesleuteld:
    """Accepted rows with their keys: to store, the part the matching needs, and how many rows were known before."""

    rows: pl.DataFrame
    aantal_al_ontvangen: int

    @property
    def signalen(self) -> pl.DataFrame:
        """Leave out what the matching does not look at: address lines, e-mail; a third of the memory."""
        return self.rows.drop(set(PERSOONSVELDEN) - VOOR_MATCHING)


def find_al_ontvangen(rows: pl.DataFrame, *, aanlevering: Aanlevering) -> list[int]:
    """Return the lines that bring nothing new: the very same claim was stored before."""
    earlier = Aanlevering.objects.filter(
        partner=aanlevering.partner_id, convenant=aanlevering.convenant, status="verwerkt"
    )
    if rows.is_empty() or not earlier.exists():
        return []
    create_keys(
        "sleutels_aanlevering",
        rows.with_columns(pl.col("suffix", "referentie").fill_null("")),
        SLEUTELS_AANLEVERING,
    )
    found = copy_out(
        AL_ONTVANGEN,
        {
            "partner": aanlevering.partner_id,
            "convenant": aanlevering.convenant,
            "datum": aanlevering.datum,
        },
        {"regel": pl.Int32},
    )
    drop_keys("sleutels_aanlevering")
    return found["regel"].to_list()


def key_signalen(accepted: pl.DataFrame, *, aanlevering: Aanlevering, now: datetime) -> Gesleuteld:
    """Give accepted rows their keys; rows received before under their referentie are left out."""
    known = find_al_ontvangen(accepted, aanlevering=aanlevering)
    if known:
        accepted = accepted.filter(~pl.col("regel").is_in(known))
    # Keys in the order of the rows: then a million of them land side by side in every index, not all over it.
    rows = seal_bsns(accepted).with_columns(
        new_ids(accepted.height, now=now),
        pl.lit(str(aanlevering.partner_id)).alias("partner_id"),
        pl.lit(aanlevering.datum).alias("aanleverdatum"),
        pl.col("suffix").fill_null(""),
    )
    return Gesleuteld(rows, len(known))


def store_signalen(rows: pl.DataFrame, *, aanlevering: Aanlevering) -> None:
    """Store rows with their keys as signalen and persons."""
    copy_in(
        "meldpunt_signaal",
        rows.select(
            "id",
            "gemeente",
            pl.lit(str(aanlevering.id)).alias("aanlevering_id"),
            "regel",
            "partner_id",
            pl.lit(aanlevering.convenant).alias("convenant"),
            pl.lit(aanlevering.versie).alias("versie"),
            "aanleverdatum",
            "type_vordering",
            pl.col("soort_signaal").fill_null("").str.slice(0, 30),
            "bedrag_cent",
            "achterstand_sinds",
            "verwachte_einddatum",
            as_array("waarschuwingen"),
        ),
    )
    copy_in(
        "meldpunt_signaalpersoon",
        rows.select(
            "id",
            "gemeente",
            pl.col("aanleverdatum").alias("bewaren_vanaf"),
            *(pl.col(veld).fill_null("") for veld in PERSOONSVELDEN),
            "geboortedatum",
            "postcode",
            "huisnummer",
            "suffix",
        ),
    )


def store_regelfouten(
    refused: pl.DataFrame,
    cells: pl.DataFrame,
    *,
    aanlevering: Aanlevering,
    versie: ConvenantVersie,
    now: datetime,
) -> None:
    """Store refused rows: grounds with their explanation, and the cells for as long as the covenant says.

    `refused` has regel, gemeente, gronden, waarschuwingen and uitleg (list of structs); `cells` the cells
    that the covenant allows, as they were delivered.
    """
    if refused.is_empty():
        return
    filled = [
        veld for veld in ALLE_VELDEN if veld in cells.columns and cells[veld].null_count() < cells.height
    ]
    # A row may hold a value in foreign columns only, and a struct of no fields cannot be.
    cellen = pl.struct(filled).struct.json_encode() if filled else pl.lit("{}")
    rows = refused.join(
        cells.select("regel", cellen.alias("cellen")),
        on="regel",
        how="left",
        maintain_order="left",
    )
    if refused["gemeente"].has_nulls():
        Gemeente.objects.get_or_create(code=ONBEKENDE_GEMEENTE, defaults={"naam": "Onbekend"})
    expires = timezone.localdate(now) + weigertermijn_of(versie.bewaring)
    copy_in(
        "meldpunt_regelfout",
        rows.select(
            new_ids(rows.height, now=now),
            pl.col("gemeente").fill_null(ONBEKENDE_GEMEENTE),
            pl.lit(str(aanlevering.id)).alias("aanlevering_id"),
            "regel",
            as_array("gronden"),
            as_array("waarschuwingen"),
            "uitleg",
            "cellen",
            pl.lit(expires).alias("vervalt_op"),
        ),
    )
