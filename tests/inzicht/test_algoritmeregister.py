"""The text for the Algoritmeregister and the DPIA follow the rules in force."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.factories import BEGIN, make_actor, make_deelname, make_overeenkomst, make_partner, make_uitvoerder

from meldpunt.inzicht.algoritmeregister import list_registerteksten, write_csv, write_json, write_text
from meldpunt.inzicht.dpia import write_dpia
from meldpunt.inzicht.dpiagemeente import get_gemeentedeel
from meldpunt.partijen.register import get_convenant, list_convenanten
from meldpunt.rules.algoritmetekst import VELDEN, Werkwijze, write_algoritmetekst
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.toegang.policies import GeenToegang

DAG = date(2026, 10, 26)
PRIVACY = make_actor(rol="privacy")
WERK = Werkwijze(vanaf=BEGIN, capaciteit=45, laat_bekenden_weg=False)


def versie_of(sleutel: str, **anders: object) -> ConvenantVersie:
    return get_convenant(sleutel).version_on(DAG).model_copy(update=anders)


def tekst(versie: ConvenantVersie, werkwijze: Werkwijze | None = WERK) -> dict[str, str]:
    return write_algoritmetekst(versie, gemeente="Haarlem", werkwijze=werkwijze)


def test_it_fills_every_field_of_the_register() -> None:
    for sleutel in list_convenanten():
        made = tekst(versie_of(sleutel))
        assert tuple(made) == VELDEN
        assert all(made.values())


def test_it_names_values_with_their_article() -> None:
    made = tekst(versie_of("duo-amsterdam"))["technische_werking"]
    assert "minstens € 270,00 (art. 4; wet: Tijdelijke regeling 2.3)" in made
    assert "minstens 3 maanden (art. 4)" in made
    assert "minstens 1 partner" in made


@pytest.mark.parametrize(
    ("deel", "waarde", "veld", "woorden"),
    [
        ("minimumbedrag", {"cent": 31000}, "technische_werking", "€ 310,00"),
        ("wachttijd", {"maanden": 5}, "technische_werking", "5 maanden"),
        ("herinneringen", {"minimum": 9}, "technische_werking", "minstens 9 herinneringen"),
    ],
)
def test_a_changed_limit_changes_the_text(deel: str, waarde: dict[str, int], veld: str, woorden: str) -> None:
    before = versie_of("duo-amsterdam")
    regels = before.toelating
    after = before.model_copy(
        update={
            "toelating": regels.model_copy(update={deel: getattr(regels, deel).model_copy(update=waarde)})
        }
    )
    assert woorden not in tekst(before)[veld]
    assert woorden in tekst(after)[veld]


def test_a_changed_term_of_retention_and_number_of_partners_changes_the_text() -> None:
    before = versie_of("haarlem-zandvoort")
    after = before.model_copy(
        update={
            "bewaring": before.bewaring.model_copy(update={"maanden": 11}),
            "matching": before.matching.model_copy(update={"partners_minimum": 1}),
        }
    )
    assert "11 maanden" in tekst(after)["risicobeheer"]
    assert tekst(before)["risicobeheer"] != tekst(after)["risicobeheer"]
    assert "minstens 2 partners" in tekst(before)["technische_werking"]
    assert "minstens 1 partner " in tekst(after)["technische_werking"]
    assert tekst(before)["afweging"] != tekst(after)["afweging"]


def test_what_a_municipality_sets_itself_is_in_the_text() -> None:
    versie = versie_of("haarlem-zandvoort")
    assert "hoogstens 45 adressen" in tekst(versie)["menselijke_tussenkomst"]
    assert "hoogstens" not in tekst(versie, None)["menselijke_tussenkomst"]
    left_out = Werkwijze(vanaf=BEGIN, capaciteit=None, laat_bekenden_weg=True)
    assert "blijft buiten de lijst" in tekst(versie, left_out)["technische_werking"]


@pytest.mark.django_db
def test_it_writes_the_entries_of_the_own_municipalities_in_three_forms() -> None:
    make_deelname(partners=[make_partner()])
    make_deelname(gemeente="0473", naam="Zandvoort")
    rows = list_registerteksten(door=PRIVACY, on=DAG)
    assert [(one.convenant, one.gemeente) for one in rows] == [("landelijk", "0392")]
    assert json.loads(write_json(rows))[0]["organisatie"] == "Gemeente Haarlem"
    assert write_csv(rows).decode("utf-8-sig").splitlines()[0].startswith("naam;organisatie;")
    assert "Technische werking\n1. Toelaten." in write_text(rows).decode()
    assert len(list_registerteksten(door=make_actor(rol="beheer", gemeenten=()), on=DAG)) == 2
    with pytest.raises(GeenToegang):
        list_registerteksten(door=make_actor(), on=DAG)


@pytest.mark.django_db
def test_it_writes_a_dpia_with_what_is_particular_to_the_municipality() -> None:
    make_deelname(partners=[make_partner()])
    make_uitvoerder(
        naam="Wijkteam Noord", sleutel="team", soort="wijkteam", gemeenten=["0392"], overeenkomst=False
    )
    make_overeenkomst(partij="team")
    text = write_dpia(list_convenanten(), gemeente=get_gemeentedeel("0392", door=PRIVACY, on=DAG))
    assert "# Invoer voor de DPIA van gemeente Haarlem" in text
    assert "Signaalpartners: PWN." in text
    assert "Wijkteam Noord (VO-0392-team)" in text
    assert "Vroeg Eropaf Haarlem" not in text
    assert "Wgs art. 3 lid 1 onder b" in text
    with pytest.raises(GeenToegang):
        get_gemeentedeel("0473", door=PRIVACY, on=DAG)


def test_it_names_every_purpose_and_every_covenant_in_the_reference_page() -> None:
    from meldpunt.rules.persoonsgegevens import DOELEN

    text = write_dpia(list_convenanten())
    assert all(doel.titel in text for doel in DOELEN.values())
    assert all(one.titel in text for one in list_convenanten().values())
