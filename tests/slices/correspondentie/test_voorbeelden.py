"""The example texts: complete, right by our own rules, and readable in their own script."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from meldpunt.correspondentie.models import Sjabloon
from meldpunt.correspondentie.samenvoegen import Omgeving, merge
from meldpunt.correspondentie.voorbeelden import (
    VOORBEELDAANBOD,
    VOORBEELDAFZENDER,
    Voorbeeld,
    list_voorbeelden,
    make_voorbeeldinwoner,
)
from meldpunt.rules.sjablonen import check_sjabloon, list_used
from meldpunt.rules.talen import TALEN

DAG = date(2026, 10, 26)
SCHRIFT = {"ar": "ARABIC", "uk": "CYRILLIC"}


def merged(voorbeeld: Voorbeeld) -> str:
    text = Sjabloon(
        naam=voorbeeld.naam, taal=voorbeeld.taal, onderwerp=voorbeeld.onderwerp, tekst=voorbeeld.tekst
    )
    place = Omgeving(
        gemeente="Voorbeeldstad", afzender=VOORBEELDAFZENDER, lokaal_aanbod=VOORBEELDAANBOD, dag=DAG
    )
    return merge(text, make_voorbeeldinwoner(on=DAG), place).tekst


def test_it_brings_every_text_in_dutch_and_letter_and_card_in_every_other_language() -> None:
    found = {(v.sleutel, v.taal) for v in list_voorbeelden()}
    dutch = {"eerste-brief", "herinnering", "uitnodiging-gesprek", "lokaal-aanbod", "kaartje", "mail", "sms"}
    others = {(sleutel, taal) for taal in TALEN if taal != "nl" for sleutel in ("eerste-brief", "kaartje")}
    assert found == {(sleutel, "nl") for sleutel in dutch} | others


@pytest.mark.parametrize("voorbeeld", list_voorbeelden(), ids=lambda v: f"{v.sleutel}-{v.taal}")
def test_it_keeps_its_own_rules_and_offers_a_way_to_answer(voorbeeld: Voorbeeld) -> None:
    check_sjabloon(kanaal=voorbeeld.kanaal, onderwerp=voorbeeld.onderwerp, tekst=voorbeeld.tekst)
    assert {"antwoordcode", "antwoordadres", "telefoon", "aanhef", "afzender"} <= list_used(voorbeeld.tekst)
    assert "{" not in merged(voorbeeld)


@pytest.mark.parametrize(("taal", "schrift"), SCHRIFT.items())
def test_it_writes_in_the_script_of_the_language(taal: str, schrift: str) -> None:
    for voorbeeld in (v for v in list_voorbeelden() if v.taal == taal):
        letters = [sign for sign in voorbeeld.onderwerp if sign.isalpha()]
        assert letters
        assert all(unicodedata.name(sign).startswith(schrift) for sign in letters)


def test_it_names_the_same_claims_in_each_language() -> None:
    for voorbeeld in (v for v in list_voorbeelden() if v.sleutel == "eerste-brief"):
        text = merged(voorbeeld).replace("\xa0", " ")
        assert all(word in text for word in ("€ 120,50", "€ 614,99", "Waterbedrijf Voorbeeld")), (
            voorbeeld.taal
        )
