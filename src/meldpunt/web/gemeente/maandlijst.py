"""What the page of a month shows of a proposed list: figures, clocks, lines with their reasons, the difference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from meldpunt.matching.lijst import Lijstvoorstel, Lijstvoorstelregel
from meldpunt.matching.vergelijking import Lijsttelling, compare_lijsten, count_lijst, explain_lijst
from meldpunt.rules.convenant import ConvenantVersie, Labels
from meldpunt.rules.termijnen import list_termijnen
from meldpunt.web.gemeente.woorden import write_rest
from meldpunt.web.opmaak import datum, duizend, euro_cent, meervoud

PAGE: Final = 100
VOLGORDE: Final = {
    "venster": "eerst de eigen maand, dan de verruiming",
    "drie_of_meer": "drie of meer voor twee",
    "bedrag": "het hoogste totaalbedrag eerst",
    "oudste_achterstand": "de oudste achterstand eerst",
    "adres": "op adres",
}
REDENEN: Final = {
    "capaciteit": "Buiten de capaciteit",
    "bekend_bij_schuldhulpverlening": "Bekend, buiten beschouwing",
}
STATUSSEN: Final = {
    "nieuw": "Nieuw",
    "in_behandeling": "In behandeling",
    "gesloten": "Gesloten",
    "niet_opgepakt": "Niet opgepakt",
    "vervallen": "Vervallen",
}
BEKENDEN: Final = {"meenemen": "Meenemen", "buiten_beschouwing": "Buiten beschouwing laten"}
Rij = dict[str, Any]


def tegels(telling: Lijsttelling, voorstel: Lijstvoorstel) -> list[Rij]:
    """Give the figures of a proposal, in the order in which the list is made."""
    labels = voorstel.versie.labels
    own = telling.per_venster.get(1, 0)
    wider = {n: count for n, count in telling.per_venster.items() if n > 1}
    capacity = "geen" if voorstel.capaciteit is None else duizend(voorstel.capaciteit)
    return [
        _tegel(
            f"{labels.signalen.capitalize()} bekeken", duizend(telling.signalen), "In het ruimste venster."
        ),
        _tegel("Lijst van de maand", duizend(own), "Adressen die deze maand zelf al meetellen."),
        *(
            _tegel(f"Erbij uit {n} maanden", duizend(count), "Nodig om de capaciteit te vullen.")
            for n, count in wider.items()
        ),
        _tegel("Bekend", duizend(telling.bekend), f"Waarvan {telling.weggelaten} buiten beschouwing."),
        _tegel("Capaciteit", capacity, "Adressen die u deze maand aankunt."),
        _tegel("Opgepakt", duizend(telling.opgepakt), euro_cent(telling.bedrag_cent), "goed"),
        _tegel(
            "Niet opgepakt",
            duizend(telling.zaken - telling.opgepakt),
            f"{telling.buiten_capaciteit} buiten de capaciteit.",
            "let_op" if telling.buiten_capaciteit else "",
        ),
    ]


def _tegel(naam: str, getal: str, definitie: str, toon: str = "") -> Rij:
    return {"naam": naam, "getal": getal, "definitie": definitie, "toon": toon}


def regels(voorstel: Lijstvoorstel, *, van: int, gemeente_url: Any) -> list[Rij]:
    """Give a page of lines, each with its own reasons; `gemeente_url` gives the address of an existing zaak."""
    shown = voorstel.regels[van : van + PAGE]
    reasons = explain_lijst(voorstel, van=van, aantal=len(shown))
    return [
        _regel(regel, steps, gemeente_url(regel.bestaande_zaak) if regel.bestaande_zaak else "")
        for regel, steps in zip(shown, reasons, strict=True)
    ]


def _regel(regel: Lijstvoorstelregel, steps: list[dict[str, str]], url: str) -> Rij:
    taken = regel.selectie == "opgepakt"
    return {
        "rang": regel.rang,
        "adres": adres(regel),
        "url": url,
        "aantal": regel.aantal,
        "bedrag_cent": regel.bedrag_cent,
        "oudste": regel.oudste_achterstand,
        "venster": f"uit {regel.venster_maanden} maanden" if regel.venster_maanden > 1 else "",
        "bekend": regel.bekend,
        "selectie": "Opgepakt" if taken else REDENEN.get(regel.reden or "", "Niet opgepakt"),
        "toon": "goed" if taken else "neutraal",
        "redenen": [reden(step) for step in steps],
    }


def reden(step: dict[str, str]) -> Rij:
    """Turn a step of the explanation into what the part `waarom` prints."""
    return {
        "zin": step["zin"],
        "waarde": step["waarden"],
        "artikel": step["artikel"],
        "versie": step["versie"],
        "grond": step["regel"],
    }


def adres(regel: Lijstvoorstelregel) -> str:
    """Write the address of a line: 2011 AB 12 A."""
    suffix = f" {regel.suffix}" if regel.suffix else ""
    return f"{regel.postcode[:4]} {regel.postcode[4:]} {regel.huisnummer}{suffix}"


def verschil(eerst: Lijstvoorstel, variant: Lijstvoorstel) -> Rij:
    """Put two proposals side by side: figures, and which addresses come in and go out."""
    first, second = count_lijst(eerst), count_lijst(variant)
    change, labels = compare_lijsten(eerst, variant), eerst.versie.labels
    lines = [
        ("Capaciteit", _capacity(eerst), _capacity(variant)),
        ("Bekende huishoudens", BEKENDEN[eerst.bekende_huishoudens], BEKENDEN[variant.bekende_huishoudens]),
        ("Op de lijst", duizend(first.zaken), duizend(second.zaken)),
        ("Uit verruiming", duizend(_wider(first)), duizend(_wider(second))),
        ("Opgepakt", duizend(first.opgepakt), duizend(second.opgepakt)),
        ("Samen", euro_cent(first.bedrag_cent), euro_cent(second.bedrag_cent)),
    ]
    return {
        "regels": [{"naam": n, "eerst": a, "variant": b, "anders": a != b} for n, a, b in lines],
        "erbij": [_kort(regel, labels) for regel in change.erbij[:PAGE]],
        "eraf": [_kort(regel, labels) for regel in change.eraf[:PAGE]],
        "aantal_erbij": len(change.erbij),
        "aantal_eraf": len(change.eraf),
    }


def _capacity(voorstel: Lijstvoorstel) -> str:
    return "geen grens" if voorstel.capaciteit is None else duizend(voorstel.capaciteit)


def _wider(telling: Lijsttelling) -> int:
    return sum(count for venster, count in telling.per_venster.items() if venster > 1)


def _kort(regel: Lijstvoorstelregel, labels: Labels) -> Rij:
    count = meervoud(regel.aantal, labels.signaal, labels.signalen)
    return {"adres": adres(regel), "tekst": f"{count}, {euro_cent(regel.bedrag_cent)}"}


def totstandkoming(versie: ConvenantVersie) -> list[Rij]:
    """Say in four lines how the covenant makes the list, each with its article."""
    matching, months = versie.matching, versie.matching.verruimen_tot_maanden
    who = (
        "Twee of meer partners op één adres in één maand"
        if matching.partners_minimum > 1
        else "Eén is genoeg"
    )
    order = "; ".join(VOLGORDE[key] for key in versie.ordening.volgorde)
    wider = f"Tot {months} maanden, zolang er capaciteit over is" if months > 1 else "Nooit"
    known = ", ".join(versie.bekend.redenen) or "nooit"
    lines = (
        ("Matching", who, matching.artikel),
        ("Verruiming", wider, matching.artikel),
        ("Volgorde", order.capitalize(), versie.ordening.artikel),
        ("Bekend telt bij", known, versie.bekend.artikel),
    )
    return [{"naam": naam, "waarde": waarde, "sub": f"art. {artikel}"} for naam, waarde, artikel in lines]


def klokken(voorstel: Lijstvoorstel, *, today: date, gedaan: bool) -> list[Rij]:
    """Give the clock of the notice to partners, counted from the first delivery of the month."""
    days = _delivery_days(voorstel)
    terms = list_termijnen({"aanlevering": days[0]}, versie=voorstel.versie, today=today) if days else ()
    return [
        {
            "titel": term.titel,
            "tekst": "gedaan" if gedaan else write_rest(term),
            "eind": term.eind,
            "grondslag": f"{term.grondslag}: binnen {term.lengte} na aanlevering",
            "verbruikt": term.verbruikt,
            "toestand": "gehaald" if gedaan else term.toestand,
        }
        for term in terms
    ]


def _delivery_days(voorstel: Lijstvoorstel) -> Sequence[date]:
    days: list[date] = sorted(voorstel.signalen["aanleverdatum"].unique())
    return [day for day in days if day >= voorstel.maand]


def bevestiging(voorstel: Lijstvoorstel) -> Rij:
    """Give what the confirming form sends back, so that exactly the list that was shown is confirmed."""
    return {
        "peildatum": voorstel.peildatum.isoformat(),
        "vingerafdruk": voorstel.vingerafdruk,
        "capaciteit": "" if voorstel.capaciteit is None else voorstel.capaciteit,
        "bekende_huishoudens": voorstel.bekende_huishoudens,
        "opgepakt": count_lijst(voorstel).opgepakt,
        "op": datum(voorstel.peildatum),
    }
