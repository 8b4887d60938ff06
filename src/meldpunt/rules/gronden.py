"""The grounds for refusing a row: each a named expression over the values, with its article."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from meldpunt.rules.convenant import ConvenantVersie, Verklaring
from meldpunt.rules.datum import days_before, latest_start
from meldpunt.rules.deelname import Deelname, Levering
from meldpunt.rules.normalisatie import JA_NEE_VELDEN, ruw

# Judged apart, over the whole file: the first when it is known which other rows are accepted.
NEVENVORDERING = "ov_boete_zonder_andere_vordering"
DUBBEL = "dubbel_in_aanlevering"


class Grond(NamedTuple):
    """A ground: its code, the article behind it, and when it holds (null counts as not)."""

    naam: str
    artikel: str
    geldt: pl.Expr


class Dagen(NamedTuple):
    """The first and last day on which an arrears may have begun to be admitted today."""

    eerste: date | None
    laatste: date | None
    artikel: str


def list_gronden(
    versie: ConvenantVersie, levering: Levering, deelname: Deelname, *, in_werking: bool
) -> tuple[Grond, ...]:
    """List every ground of a covenant version that looks at one row, and `dubbel_in_aanlevering`."""
    return (
        *_gronden_of_cells(versie),
        *_gronden_of_parties(versie, levering, deelname, in_werking=in_werking),
        *_gronden_of_claim(versie),
        *_gronden_of_duration(versie, levering),
        *(_grond_of_statement(verklaring) for verklaring in versie.toelating.verklaringen),
    )


def _gronden_of_cells(versie: ConvenantVersie) -> tuple[Grond, ...]:
    artikel = versie.toelating.algemeen
    datums = ("achterstand_sinds", "geboortedatum", "verwachte_einddatum")
    return (
        Grond(
            "verplicht_veld_ontbreekt",
            artikel.verplicht_veld_ontbreekt,
            pl.any_horizontal(*(is_empty(veld) for veld in versie.verplichte_velden)),
        ),
        Grond("postcode_ongeldig", artikel.postcode_ongeldig, is_unreadable("postcode")),
        Grond("huisnummer_ongeldig", artikel.huisnummer_ongeldig, is_unreadable("huisnummer")),
        Grond("bedrag_ongeldig", artikel.bedrag_ongeldig, is_unreadable("bedrag", "bedrag_cent")),
        Grond("datum_ongeldig", artikel.datum_ongeldig, pl.any_horizontal(*map(is_unreadable, datums))),
        Grond("bsn_ongeldig", artikel.bsn_ongeldig or "", is_unreadable("bsn")),
    )


def is_unreadable(veld: str, waarde: str | None = None) -> pl.Expr:
    """Say whether a cell holds something that could not be read."""
    return ruw(veld).is_not_null() & pl.col(waarde or veld).is_null()


def is_empty(veld: str) -> pl.Expr:
    """Say whether a cell is empty; a yes-or-no or a count that is neither counts as empty."""
    read = veld in JA_NEE_VELDEN or veld == "aantal_herinneringen"
    return pl.col(veld).is_null() if read else ruw(veld).is_null()


def _gronden_of_parties(
    versie: ConvenantVersie, levering: Levering, deelname: Deelname, *, in_werking: bool
) -> tuple[Grond, ...]:
    artikel, gemeente = versie.toelating.algemeen, pl.col("gemeente")
    elsewhere = gemeente.is_not_null() & ~gemeente.is_in(sorted(deelname.partner_gemeenten))
    nowhere = not versie.has_partnertype(levering.partnertype) or not deelname.has_partner(levering.datum)
    return (
        Grond("convenant_niet_in_werking", artikel.convenant_niet_in_werking, pl.lit(not in_werking)),
        Grond(
            "gemeente_neemt_niet_deel",
            artikel.gemeente_neemt_niet_deel,
            pl.col("postcode").is_not_null() & gemeente.is_null(),
        ),
        Grond(
            "partner_neemt_niet_deel",
            artikel.partner_neemt_niet_deel,
            pl.lit(value=True) if nowhere else elsewhere,
        ),
    )


def _gronden_of_claim(versie: ConvenantVersie) -> tuple[Grond, ...]:
    regels, algemeen = versie.toelating, versie.toelating.algemeen
    gronden = [
        Grond(
            "type_vordering_niet_toegestaan",
            algemeen.type_vordering_niet_toegestaan,
            ~pl.col("type_vordering").is_in(versie.vorderingen.typen),
        ),
        Grond(DUBBEL, algemeen.dubbel_in_aanlevering, _stood_earlier()),
    ]
    if regels.minimumbedrag:
        gronden.append(
            Grond(
                "bedrag_te_laag",
                regels.minimumbedrag.artikel,
                pl.col("bedrag_cent") < regels.minimumbedrag.cent,
            )
        )
    if regels.herinneringen:
        gronden.append(
            Grond(
                "te_weinig_herinneringen",
                regels.herinneringen.artikel,
                pl.col("aantal_herinneringen") < regels.herinneringen.minimum,
            )
        )
    if regels.incassostappen:
        doorlopen = [pl.col("incassostappen").list.contains(stap) for stap in regels.incassostappen.stappen]
        gronden.append(
            Grond(
                "incassotraject_niet_doorlopen", regels.incassostappen.artikel, ~pl.all_horizontal(*doorlopen)
            )
        )
    return tuple(gronden)


def _stood_earlier() -> pl.Expr:
    """Compare customer, claim and reference with earlier rows, refused or not; empty equals empty."""
    sleutel = pl.struct(pl.col("klantnummer"), pl.col("type_vordering"), pl.col("referentie"))
    return pl.col("klantnummer").is_not_null() & ~sleutel.is_first_distinct()


def days_of_admission(versie: ConvenantVersie, levering: Levering) -> tuple[Dagen, ...]:
    """Turn windows and waiting months into days, once per delivery instead of once per row."""
    found, regels = [], versie.toelating
    venster = regels.vensters.typen.get(levering.partnertype) if regels.vensters else None
    if regels.vensters and venster and versie.has_partnertype(levering.partnertype):
        eerste = None if venster.tot_dagen is None else days_before(levering.datum, venster.tot_dagen)
        laatste = days_before(levering.datum, venster.vanaf_dagen)
        found.append(Dagen(eerste, laatste, regels.vensters.artikel))
    if regels.wachttijd:
        laatste = latest_start(levering.datum, regels.wachttijd.maanden)
        found.append(Dagen(None, laatste, regels.wachttijd.artikel))
    return tuple(found)


def _gronden_of_duration(versie: ConvenantVersie, levering: Levering) -> tuple[Grond, ...]:
    sinds, gronden = pl.col("achterstand_sinds"), []
    for dagen in days_of_admission(versie, levering):
        if dagen.laatste is not None:
            gronden.append(Grond("achterstand_te_kort", dagen.artikel, sinds > dagen.laatste))
        if dagen.eerste is not None:
            gronden.append(Grond("achterstand_te_lang", dagen.artikel, sinds < dagen.eerste))
    return tuple(gronden)


def _grond_of_statement(verklaring: Verklaring) -> Grond:
    return Grond(
        verklaring.grond, verklaring.artikel, pl.col(verklaring.veld) == (verklaring.weigert_bij == "ja")
    )


def is_lone_nevenvordering(versie: ConvenantVersie, geaccepteerd: pl.Expr) -> pl.Expr:
    """Say whether a side claim lacks an accepted claim of its customer beside it, earlier or later."""
    regel = versie.toelating.nevenvordering
    if regel is None:
        return pl.lit(value=False)
    klant, soort = pl.col("klantnummer"), pl.col("type_vordering")
    klanten = klant.filter(geaccepteerd & soort.is_in(regel.naast)).unique().implode()
    return (soort == regel.type) & klant.is_not_null() & ~klant.is_in(klanten)
