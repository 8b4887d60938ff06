"""Requests under the AVG: their clock, their grounds, and who may not decide."""

from __future__ import annotations

from datetime import date

import pytest

from meldpunt.rules.statussen import OvergangFout, can_transition, check_transition
from meldpunt.rules.verzoeken import (
    BESLUITGRONDEN,
    VERZOEKSOORTEN,
    find_besluit_bezwaar,
    is_namesake,
    list_gronden,
    plan_einde,
    write_besluit,
)


@pytest.mark.parametrize(
    ("ontvangen", "eind", "verlengd"),
    [
        (date(2026, 10, 26), date(2026, 11, 26), date(2027, 1, 26)),
        # A shorter month ends on its last day, and a year goes over.
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29), date(2028, 4, 30)),
    ],
)
def test_it_gives_a_month_and_two_more_with_a_reason(ontvangen: date, eind: date, verlengd: date) -> None:
    assert plan_einde(ontvangen) == eind
    assert plan_einde(ontvangen, verlengd=True) == verlengd


@pytest.mark.parametrize("soort", VERZOEKSOORTEN)
def test_it_knows_why_each_kind_is_granted_and_refused(soort: str) -> None:
    assert list_gronden(soort, inwilligen=True)
    assert list_gronden(soort, inwilligen=False)


def test_it_names_kinds_that_exist_only() -> None:
    assert {soort for grond in BESLUITGRONDEN.values() for soort in grond.soorten} == set(VERZOEKSOORTEN)
    assert all(grond.artikel.startswith("AVG art.") for grond in BESLUITGRONDEN.values())


@pytest.mark.parametrize(
    ("soort", "grond", "inwilligen", "gevonden", "code"),
    [
        ("inzage", "overzicht_verstrekt", True, 2, ""),
        ("inzage", "niets_gevonden", True, 0, ""),
        ("inzage", "niets_gevonden", True, 1, "wel_iets_gevonden"),
        ("wissing", "niet_meer_nodig", True, 0, "persoon_niet_vastgesteld"),
        ("wissing", "onjuist", True, 1, "grond_past_niet"),
        ("wissing", "wettelijke_taak", True, 1, "grond_past_niet"),
        ("wissing", "wettelijke_taak", False, 1, ""),
        ("wissing", "niets_vastgelegd", False, 1, "wel_iets_gevonden"),
    ],
)
def test_it_refuses_a_decision_that_does_not_fit(soort, grond, inwilligen, gevonden, code) -> None:
    reason = find_besluit_bezwaar(soort, grond, inwilligen=inwilligen, gevonden=gevonden)
    assert reason.endswith(f"[{code}]") if code else reason == ""


def test_it_says_how_to_complain_only_in_a_refusal() -> None:
    refused = write_besluit("wissing", "wettelijke_taak", "Wij helpen u nog.")
    assert "afgewezen (AVG art. 17)" in refused
    assert "Wij helpen u nog." in refused
    assert "Autoriteit Persoonsgegevens" in refused
    assert "Autoriteit Persoonsgegevens" not in write_besluit("wissing", "niet_meer_nodig", "")


@pytest.mark.parametrize(
    ("account", "voorletters", "achternaam", "zelfde"),
    [
        ("Noor Jansen", "N.", "Jansen", True),
        ("Noor Jansen", "J.", "Jansen", False),
        ("Noor de Wit", "N.", "de Wit", True),
        ("Noor de Wit", "", "Wit", True),
        ("Noor Jansen", "N.", "Bakker", False),
    ],
)
def test_it_knows_a_namesake(account: str, voorletters: str, achternaam: str, zelfde: bool) -> None:
    assert is_namesake(account, voorletters=voorletters, achternaam=achternaam) is zelfde


def test_only_the_officer_decides_and_only_after_the_search() -> None:
    check_transition("verzoek", "gezocht", "ingewilligd", wie="privacy")
    assert not can_transition("verzoek", "gezocht", "ingewilligd", wie="behandelaar")
    assert not can_transition("verzoek", "gezocht", "ingewilligd", wie="systeem")
    with pytest.raises(OvergangFout, match="Dit verzoek heeft de status 'ontvangen'"):
        check_transition("verzoek", "ontvangen", "ingewilligd", wie="privacy")
