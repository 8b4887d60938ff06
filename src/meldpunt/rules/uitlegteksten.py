"""What each ground says to a partner: the value, the limit, the sentence and what to do now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import polars as pl

from meldpunt.rules.bedrag import format_bedrag
from meldpunt.rules.convenant import Convenant, ConvenantVersie
from meldpunt.rules.deelname import Deelname, Levering
from meldpunt.rules.gronden import NEVENVORDERING, days_of_admission, is_empty, is_unreadable
from meldpunt.rules.normalisatie import ruw


class Uitlegtekst(NamedTuple):
    """`zin` has `{}` where the value comes; without it the value is not repeated."""

    waarde: pl.Expr
    grens: str
    zin: str
    doe: str


def texts_of(convenant: Convenant, levering: Levering, deelname: Deelname) -> dict[str, Uitlegtekst]:
    """Give the text of every ground that this delivery could meet."""
    versie = convenant.version_on(levering.datum)
    return {
        **_texts_of_cells(versie, levering),
        **_texts_of_parties(convenant, levering, deelname),
        **_texts_of_claim(versie),
        **_texts_of_duration(versie, levering),
        **{
            one.grond: Uitlegtekst(pl.lit(one.weigert_bij), "ja" if one.weigert_bij == "nee" else "nee",
                                   f"{one.veld} is {one.weigert_bij}: {one.zin}", one.doe)
            for one in versie.toelating.verklaringen
        },
    }  # fmt: skip


def show_day(day: date) -> str:
    """Write a day the Dutch way."""
    return f"{day:%d-%m-%Y}"


def _together(parts: Iterable[pl.Expr], separator: str = ", ") -> pl.Expr:
    return pl.concat_str(*parts, separator=separator, ignore_nulls=True)


def _texts_of_cells(versie: ConvenantVersie, levering: Levering) -> dict[str, Uitlegtekst]:
    leeg = _together(pl.when(is_empty(veld)).then(pl.lit(veld)) for veld in versie.verplichte_velden)
    datums = ("achterstand_sinds", "geboortedatum", "verwachte_einddatum")
    fout = _together(pl.when(is_unreadable(veld)).then(pl.lit(f"{veld} ") + ruw(veld)) for veld in datums)
    dag = show_day(levering.datum)
    return {
        "verplicht_veld_ontbreekt": Uitlegtekst(
            leeg, "ingevuld", "er ontbreekt een verplichte waarde: {}",
            "Vul de waarde in; bij een ja-of-nee-veld ja of nee, bij een aantal alleen cijfers."),
        "postcode_ongeldig": Uitlegtekst(
            ruw("postcode"), "1234 AB", "postcode '{}' is geen postcode zoals 1234 AB",
            "Verbeter de postcode."),
        "huisnummer_ongeldig": Uitlegtekst(
            ruw("huisnummer"), "1 tot en met 99999",
            "huisnummer '{}' begint niet met een getal van 1 tot en met 99999", "Verbeter het huisnummer."),
        "bedrag_ongeldig": Uitlegtekst(
            ruw("bedrag"), "meer dan 0,00", "bedrag '{}' is geen bedrag boven nul zoals 1.234,56",
            "Verbeter het bedrag, met hoogstens twee cijfers achter de komma."),
        "datum_ongeldig": Uitlegtekst(
            fout, f"een bestaande dag; niet na {dag}; geboren vanaf 01-01-1900",
            f"{{}} is geen dag die kan; een begin van achterstand of een geboorte ligt niet na {dag}",
            "Verbeter de datum en schrijf haar als dd-mm-jjjj of jjjj-mm-dd."),
        # The number itself is not repeated: a BSN is never shown on a list.
        "bsn_ongeldig": Uitlegtekst(
            pl.lit(""), "acht of negen cijfers die aan de elfproef voldoen", "het BSN klopt niet",
            "Verbeter het BSN of laat het leeg."),
    }  # fmt: skip


def _texts_of_parties(convenant: Convenant, levering: Levering, deelname: Deelname) -> dict[str, Uitlegtekst]:
    dag, versie = show_day(levering.datum), convenant.version_on(levering.datum)
    leven = f"vanaf {show_day(convenant.begin)}" + (
        f" tot en met {show_day(deelname.einde)}" if deelname.einde else ""
    )
    wie = f"partner {levering.partner} ({levering.partnertype})"
    typen = ", ".join(versie.partijen.partnertypen)
    return {
        "convenant_niet_in_werking": Uitlegtekst(
            pl.lit(dag), leven, f"op {dag} is het convenant niet in werking; het loopt {leven}",
            "Lever aan op een dag waarop het convenant loopt."),
        "gemeente_neemt_niet_deel": Uitlegtekst(
            pl.col("postcode"), "een gemeente die meedoet",
            f"postcode {{}} hoort niet bij een gemeente die op {dag} meedoet", "Verwijder de regel."),
        "partner_neemt_niet_deel": Uitlegtekst(
            pl.format("{}, gemeente {}", pl.lit(wie), pl.col("gemeente").fill_null("onbekend")),
            f"een partner van het type {typen} die op {dag} meedoet in de gemeente",
            f"{{}}: deze partner doet op {dag} daar niet mee",
            "Verwijder de regel of laat de gemeente de deelname vastleggen."),
    }  # fmt: skip


def _texts_of_claim(versie: ConvenantVersie) -> dict[str, Uitlegtekst]:
    regels, typen = versie.toelating, ", ".join(versie.vorderingen.typen)
    texts = {
        "type_vordering_niet_toegestaan": Uitlegtekst(
            ruw("type_vordering"), typen, f"type vordering '{{}}' mag hier niet; wel: {typen}",
            "Verbeter het type of verwijder de regel."),
        "dubbel_in_aanlevering": Uitlegtekst(
            pl.col("klantnummer"), "één keer per aanlevering",
            "deze vordering van klant {} staat eerder in dit bestand", "Verwijder de dubbele regel."),
    }  # fmt: skip
    if regels.minimumbedrag:
        grens = f"{regels.minimumbedrag.cent // 100},{regels.minimumbedrag.cent % 100:02}"
        texts["bedrag_te_laag"] = Uitlegtekst(
            format_bedrag(pl.col("bedrag_cent"), komma=","), grens,
            f"bedrag {{}} is lager dan het minimum van {grens}", "Verwijder de regel of pas het bedrag aan.",
        )  # fmt: skip
    if regels.herinneringen:
        minimum = regels.herinneringen.minimum
        texts["te_weinig_herinneringen"] = Uitlegtekst(
            pl.col("aantal_herinneringen"), str(minimum), f"{{}} herinneringen is minder dan {minimum}",
            "Stuur eerst de overige herinneringen en lever de regel daarna opnieuw aan.",
        )  # fmt: skip
    return texts | _texts_of_collection(versie)


def _texts_of_collection(versie: ConvenantVersie) -> dict[str, Uitlegtekst]:
    regels, texts = versie.toelating, {}
    if regels.incassostappen:
        stappen = regels.incassostappen.stappen
        mist = _together(
            pl.when(~pl.col("incassostappen").list.contains(stap)).then(pl.lit(stap)) for stap in stappen
        )
        texts["incassotraject_niet_doorlopen"] = Uitlegtekst(
            mist, ", ".join(stappen), "het incassotraject mist: {}",
            "Zet eerst deze stappen en lever de regel daarna opnieuw aan.",
        )  # fmt: skip
    if regels.nevenvordering:
        naast = " of ".join(regels.nevenvordering.naast)
        texts[NEVENVORDERING] = Uitlegtekst(
            pl.col("klantnummer"), naast,
            f"klant {{}} heeft in dit bestand geen geaccepteerde {naast}; een {regels.nevenvordering.type} "
            "telt alleen daarnaast",
            "Verwijder de regel of lever ook de andere vordering aan.",
        )  # fmt: skip
    return texts


def _texts_of_duration(versie: ConvenantVersie, levering: Levering) -> dict[str, Uitlegtekst]:
    sinds, texts = pl.col("achterstand_sinds").dt.strftime("%d-%m-%Y"), {}
    for dagen in days_of_admission(versie, levering):
        if dagen.laatste is not None:
            grens = show_day(dagen.laatste)
            texts["achterstand_te_kort"] = Uitlegtekst(
                sinds, grens, f"de achterstand begon op {{}}; dat mag niet later zijn dan {grens}",
                "Lever de regel later opnieuw aan.",
            )  # fmt: skip
        if dagen.eerste is not None:
            grens = show_day(dagen.eerste)
            texts["achterstand_te_lang"] = Uitlegtekst(
                sinds, grens, f"de achterstand begon op {{}}; dat mag niet eerder zijn dan {grens}",
                "Verwijder de regel.",
            )  # fmt: skip
    return texts
