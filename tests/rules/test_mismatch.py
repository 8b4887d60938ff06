"""Whom a signaal may be about: in which order, with which reasons, and to which cause they point."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from meldpunt.rules.brppersoon import BrpDatum
from meldpunt.rules.mismatch import (
    Gezochte,
    Kandidaat,
    Plek,
    form_of_suffix,
    judge_plek,
    propose_for,
    rank_gevonden,
)
from meldpunt.rules.mismatchwoorden import OORZAKEN

HIER = Plek("2011AA", 12, "")
SIGNAAL = Gezochte(voorletters="J.A.", achternaam="Jansen", geboortedatum=date(1980, 5, 1), plek=HIER)
BRP = Kandidaat(
    voorletters="Johanna Adriana", geslachtsnaam="Jansen", geboorte=BrpDatum(1980, 5, 1), plek=HIER
)


def judge(signaal: Gezochte = SIGNAAL, **changes: object) -> tuple[str, str, list[str]]:
    [found] = rank_gevonden(signaal, [replace(BRP, **changes)])  # type: ignore[arg-type]
    return found.oorzaak, found.sterkte, [one.code for one in found.kenmerken]


def test_it_finds_everything_alike_for_the_person_itself() -> None:
    assert judge() == ("onbekend", "sterk", ["gelijk", "gelijk", "gelijk", "gelijk"])


@pytest.mark.parametrize(
    ("changes", "cause", "strength"),
    [
        ({"geslachtsnaam": "Janssen"}, "spelling", "sterk"),
        ({"geslachtsnaam": "Jánsen"}, "diakriet", "sterk"),
        ({"voorvoegsel": "van"}, "voorvoegsel", "sterk"),
        ({"geslachtsnaam": "Vries", "voorvoegsel": "de"}, "partnernaam", "mogelijk"),
        ({"geslachtsnaam": "Vries", "partnernamen": (("", "Jansen"),)}, "partnernaam", "sterk"),
        ({"geslachtsnaam": "Vries", "partnernamen": (("", "Janssen"),)}, "partnernaam", "sterk"),
        ({"geboorte": BrpDatum(1980, 1, 5)}, "geboortedatum", "sterk"),
        ({"geboorte": BrpDatum(1980, 5, 10)}, "geboortedatum", "sterk"),
        ({"geboorte": BrpDatum(1980, 5)}, "geboortedatum", "sterk"),
        ({"geboorte": BrpDatum(1980)}, "geboortedatum", "sterk"),
        ({"geboorte": BrpDatum()}, "geboortedatum", "mogelijk"),
        ({"voorletters": "Adriana Johanna"}, "voorletters", "sterk"),
        ({"plek": Plek("2011AA", 12, "A")}, "adresvorm", "sterk"),
        ({"plek": Plek("1011AB", 3, "")}, "verhuisd", "sterk"),
        # A child, a flatmate: at the address, and hardly who is meant.
        ({"geboorte": BrpDatum(2006, 3, 4), "voorletters": "Piet"}, "voorletters", "zwak"),
        ({"geslachtsnaam": "Bakker", "geboorte": BrpDatum(1979, 2, 2)}, "onbekend", "zwak"),
    ],
)
def test_it_points_to_a_cause(changes: dict[str, object], cause: str, strength: str) -> None:
    assert judge(**changes)[:2] == (cause, strength)
    assert cause in OORZAKEN


@pytest.mark.parametrize(
    ("asked", "found", "code"),
    [
        (date(1980, 5, 1), BrpDatum(1980, 6), "anders"),
        (date(1980, 5, 1), BrpDatum(1981), "anders"),
        (date(1980, 5, 1), BrpDatum(1908, 5, 1), "een_cijfer"),
        (date(1980, 12, 31), BrpDatum(1980, 12, 13), "een_cijfer"),
        (date(1980, 3, 4), BrpDatum(1980, 4, 3), "omgewisseld"),
        (None, BrpDatum(1980, 4, 3), "onbekend"),
    ],
)
def test_it_compares_dates_by_what_is_known_of_them(asked: date | None, found: BrpDatum, code: str) -> None:
    assert judge(replace(SIGNAAL, geboortedatum=asked), geboorte=found)[2][1] == code


@pytest.mark.parametrize(
    ("written", "first_names", "code"),
    [
        ("J.A.", "Johanna Adriana", "gelijk"),
        ("J", "Johanna Adriana", "passen"),
        ("Jo", "Johanna", "gelijk"),
        ("A.", "Johanna Adriana", "roepnaam"),
        ("", "Johanna", "onbekend"),
        ("P.", "Johanna", "anders"),
    ],
)
def test_it_compares_initials_with_all_first_names(written: str, first_names: str, code: str) -> None:
    assert judge(replace(SIGNAAL, voorletters=written), voorletters=first_names)[2][2] == code


@pytest.mark.parametrize(
    ("asked", "found", "code"),
    [
        (HIER, HIER, "gelijk"),
        (Plek("2011AA", 12, "2"), Plek("2011AA", 12, "II"), "vorm"),
        (Plek("2011AA", 12, "2HOOG"), Plek("2011AA", 12, "2"), "vorm"),
        (Plek("2011AA", 12, "02"), Plek("2011AA", 12, "2"), "vorm"),
        (Plek("2011AA", 12, "BG"), Plek("2011AA", 12, "HS"), "vorm"),
        (Plek("2011AA", 12, "A"), HIER, "zonder_toevoeging"),
        # Never fuzzy: next door is another household.
        (Plek("2011AA", 12, "A"), Plek("2011AA", 12, "B"), "andere_toevoeging"),
        (Plek("2011AA", 12, "1"), Plek("2011AA", 12, "2"), "andere_toevoeging"),
        (Plek("2011AA", 12, "20"), Plek("2011AA", 12, "2"), "andere_toevoeging"),
        (HIER, Plek("2011AA", 14, ""), "ander"),
        (HIER, None, "onbekend"),
        (None, HIER, "onbekend"),
    ],
)
def test_it_compares_addresses_by_what_they_say(asked: Plek | None, found: Plek | None, code: str) -> None:
    assert judge_plek(asked, found).code == code


def test_it_keeps_a_suffix_that_is_nothing_but_zeros() -> None:
    assert form_of_suffix("0") == "0"


def test_it_shows_the_likeliest_first_and_keeps_the_order_of_the_registry_between_equals() -> None:
    child = replace(BRP, voorletters="Piet", geboorte=BrpDatum(2006, 3, 4))
    ranked = rank_gevonden(SIGNAAL, [child, replace(BRP, geslachtsnaam="Janssen"), BRP, BRP])
    assert [one.nummer for one in ranked] == [2, 3, 1, 0]
    assert rank_gevonden(SIGNAAL, []) == []


def test_it_puts_the_closer_spelling_first_where_all_else_is_equal() -> None:
    others = [replace(BRP, geslachtsnaam=name) for name in ("Gorter", "Janmaat")]
    assert [one.nummer for one in rank_gevonden(SIGNAAL, others)] == [1, 0]


def test_it_proposes_the_cause_of_the_first_or_that_several_fit() -> None:
    def propose(signaal: Gezochte, *found: Kandidaat) -> str:
        return propose_for(signaal, rank_gevonden(signaal, found))

    spelled = replace(BRP, geslachtsnaam="Janssen")
    assert propose(SIGNAAL, spelled) == "spelling"
    assert propose(SIGNAAL, BRP, BRP) == "meer_personen"
    assert propose(SIGNAAL, replace(BRP, geslachtsnaam="Bakker", geboorte=BrpDatum(1979, 2, 2))) == "onbekend"
    assert propose(SIGNAAL) == "onbekend"
    assert propose(replace(SIGNAAL, achternaam="Jansen Holding B.V.")) == "bedrijfsnaam"
