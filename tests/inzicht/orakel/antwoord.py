"""Scenario in, answer out: only the keys that are fixed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from tests.inzicht.orakel.afspraken import AFSPRAKEN
from tests.inzicht.orakel.cellen import read_bedrag
from tests.inzicht.orakel.lezen import read_regels
from tests.inzicht.orakel.oordeel import Levering, Oordeel, adres, deelnemende_gemeente, judge, readable_sinds
from tests.inzicht.orakel.zaken import Signaal, Zaak, form_zaken


def answer(pad: Path) -> dict[str, Any]:
    """Judge the scenario in this file."""
    geval = tomllib.loads(pad.read_text(encoding="utf-8"))
    partners = {partner["sleutel"]: partner for partner in geval["partners"]}
    aanleveringen, signalen = [], []
    for aanlevering in geval["aanleveringen"]:
        levering = Levering(geval, partners[aanlevering["partner"]], aanlevering["datum"])
        oordelen = judge(read_regels(pad.parent / aanlevering["bestand"]), levering)
        signalen += [make_signaal(oordeel, levering) for oordeel in oordelen if oordeel.geaccepteerd]
        aanleveringen.append(
            {
                "partner": aanlevering["partner"],
                "datum": aanlevering["datum"].isoformat(),
                "bestand": aanlevering["bestand"],
                "regels": [show_regel(oordeel) for oordeel in oordelen],
            }
        )
    zaken = form_zaken(signalen, read_bekend(geval, pad.parent), geval)
    return {
        "convenant": geval["convenant"],
        "aanleveringen": aanleveringen,
        "zaken": [show_zaak(z) for z in zaken],
    }


def make_signaal(oordeel: Oordeel, levering: Levering) -> Signaal:
    gemeente = deelnemende_gemeente(oordeel, levering)
    where = adres(oordeel)
    bedrag = read_bedrag(oordeel.cel("bedrag"))
    sinds = readable_sinds(oordeel, levering)
    # An accepted row has them all, by the grounds it escaped.
    assert gemeente is not None
    assert where is not None
    assert bedrag is not None
    assert sinds is not None
    return Signaal(gemeente, where, levering.partner["sleutel"], levering.datum, oordeel.regel, bedrag, sinds)


def read_bekend(geval: dict[str, Any], folder: Path) -> set[tuple[str, int, str]]:
    # "The known file is read like a delivery; `reden` in any case; a line without a readable address is ignored."
    if "bekend" not in geval:
        return set()
    # "with a `reden` that the covenant counts"
    counted = AFSPRAKEN[geval["convenant"]].bekend
    found = set()
    for regel in read_regels(folder / geval["bekend"]["bestand"]):
        where = adres(Oordeel(regel.regel, regel.cellen, set(), False))
        if where is not None and regel.cellen.get("reden", "").lower() in counted:
            found.add(where)
    return found


def show_regel(oordeel: Oordeel) -> dict[str, Any]:
    return {
        "regel": oordeel.regel,
        "besluit": "geaccepteerd" if oordeel.geaccepteerd else "geweigerd",
        "gronden": sorted(oordeel.gronden),
        "waarschuwingen": ["veld_verwijderd"] if oordeel.veld_verwijderd else [],
    }


def show_zaak(zaak: Zaak) -> dict[str, Any]:
    postcode, nummer, suffix = zaak.adres
    return {
        "gemeente": zaak.gemeente,
        # "postcode, number and, if there is one, suffix, separated by single spaces"
        "adres": " ".join(part for part in (postcode, str(nummer), suffix) if part),
        # "`signalen` are [partner, delivery day, line], sorted"
        "signalen": sorted([s.partner, s.datum.isoformat(), s.regel] for s in zaak.signalen),
        "aantal": len(zaak.signalen),
        "bedrag": f"{zaak.bedrag:.2f}",
        "venster_maanden": zaak.venster,
        "bekend": zaak.bekend,
        "rang": zaak.rang,
        "selectie": zaak.selectie,
        "reden": zaak.reden,
        "postvak": zaak.postvak,
        "acties": list(zaak.acties),
    }
