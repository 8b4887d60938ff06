"""What a check before contact forbids, asks and proposes."""

from __future__ import annotations

import pytest

from meldpunt.rules.controles import (
    BEKEND,
    CONTROLESOORTEN,
    MAATREGELEN,
    refuse_contact,
    restrictions,
    restrictions_of_address,
)
from meldpunt.rules.statussen import CONTACTSOORTEN, EINDRESULTATEN


@pytest.mark.parametrize(
    ("staat", "soort", "code"),
    [
        ("overleden", "Telefoon", "contact_verboden"),
        ("overleden", "Brief", "contact_verboden"),
        ("overleden", "Administratief", ""),
        ("verhuisd_buiten", "Huisbezoek", "contact_verboden"),
        ("verhuisd_binnen", "Brief", "contact_verboden"),
        ("verhuisd_binnen", "Telefoon", ""),
        ("adres_onbekend", "Kaartje", "contact_verboden"),
        ("adres_onbekend", "Mail", ""),
        ("onveilig_bezoek", "Huisbezoek", "bezoek_niet_alleen"),
        ("onveilig_bezoek", "Brief", ""),
        ("geen_bezoek", "Huisbezoek", "contact_verboden"),
        ("geheim_adres", "Brief", ""),
        ("in_onderzoek", "Huisbezoek", ""),
        ("bekend_sociale_dienst", "Telefoon", ""),
        ("bekend_schuldhulp", "Telefoon", ""),
    ],
)
def test_it_forbids_the_contact_that_a_state_forbids(staat: str, soort: str, code: str) -> None:
    reason = refuse_contact(restrictions([staat]), soort, niet_alleen=False)
    assert (f"[{code}]" in reason) if code else (reason == "")


def test_it_lets_two_people_visit_where_nobody_goes_alone() -> None:
    assert refuse_contact(restrictions(["onveilig_bezoek"]), "Huisbezoek", niet_alleen=True) == ""
    both = restrictions(["onveilig_bezoek", "geen_bezoek"])
    assert "[contact_verboden]" in refuse_contact(both, "Huisbezoek", niet_alleen=True)


def test_it_proposes_the_end_result_of_the_most_pressing_state() -> None:
    found = restrictions(["bekend_schuldhulp", "overleden"])
    assert found.voorstel == "Inwoner is overleden"
    assert [w.soort for w in found.waarschuwingen] == ["overleden", "bekend_schuldhulp"]
    assert restrictions(["verhuisd_buiten"]).neemt_over == "de nieuwe gemeente"
    assert restrictions([]).voorstel == ""


def test_it_lets_one_resident_who_died_keep_nobody_from_the_other() -> None:
    assert not restrictions_of_address([], [{"overleden"}, set()]).verboden
    assert restrictions_of_address([], [{"overleden"}, {"overleden"}]).elk_contact


def test_it_takes_an_unsafe_house_and_a_secret_address_from_any_resident() -> None:
    found = restrictions_of_address([], [{"onveilig_bezoek", "geheim_adres"}, set()])
    assert (found.niet_alleen, found.geheim) == (True, True)


def test_it_names_only_contact_and_results_that_exist() -> None:
    for regel in CONTROLESOORTEN.values():
        assert regel.verbiedt <= set(CONTACTSOORTEN)
        assert regel.voorstel in {"", *EINDRESULTATEN}
        assert regel.gevolg.endswith(".")
        assert regel.bron
    assert {*MAATREGELEN.values(), *BEKEND.values()} <= set(CONTROLESOORTEN)
