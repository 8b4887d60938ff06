"""Every ground at, below and above its limit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.rules.frames import LEVERDAG, PLAATSEN, convenant_of, gronden_of, judge, lawful_cells

from meldpunt.rules.toelating import OORDEEL, DeelnemendeGemeente, Postcodebereik

DUO, CAK, HAARLEM, DRECHT, LAND = (
    "duo-amsterdam", "cak-eigen-bijdrage", "haarlem-zandvoort", "drechtsteden", "landelijk",
)  # fmt: skip


def days_ago(days: int, day: date = LEVERDAG) -> str:
    return (day - timedelta(days=days)).isoformat()


@pytest.mark.parametrize("sleutel", PLAATSEN)
def test_it_accepts_a_lawful_row(sleutel: str) -> None:
    oordeel = judge(sleutel, {})
    assert oordeel.row(0, named=True)["geaccepteerd"] is True
    assert oordeel["gronden"].to_list() == [[]]
    assert oordeel["waarschuwingen"].to_list() == [[]]
    assert dict(oordeel.schema) == OORDEEL


@pytest.mark.parametrize("sleutel", PLAATSEN)
def test_it_judges_a_delivery_without_rows(sleutel: str) -> None:
    assert judge(sleutel).height == 0


@pytest.mark.parametrize(
    "veld",
    ["klantnummer", "achternaam", "postcode", "huisnummer", "type_vordering", "bedrag", "achterstand_sinds"],
)
@pytest.mark.parametrize("sleutel", PLAATSEN)
def test_it_asks_the_common_cells_once_per_row_and_nothing_that_needs_them(sleutel: str, veld: str) -> None:
    assert gronden_of(sleutel, **{veld: None}) == ["verplicht_veld_ontbreekt"]


@pytest.mark.parametrize(
    ("sleutel", "veld"),
    [(DUO, v) for v in ("voorletters", "geboortedatum", "reden", "aantal_herinneringen", "reactie_klant",
                        "overgedragen_cjib", "dwanginvordering")]
    + [(CAK, v) for v in ("geboortedatum", "incassostappen", "gerechtelijke_maatregel", "contact_of_afspraak")],
)  # fmt: skip
def test_it_asks_the_cells_of_its_own_covenant(sleutel: str, veld: str) -> None:
    assert gronden_of(sleutel, **{veld: None}) == ["verplicht_veld_ontbreekt"]


def test_it_takes_an_answer_that_is_neither_yes_nor_no_as_empty() -> None:
    assert gronden_of(CAK, contact_of_afspraak="weet niet") == ["verplicht_veld_ontbreekt"]
    assert gronden_of(DUO, aantal_herinneringen="drie") == ["verplicht_veld_ontbreekt"]
    assert gronden_of(LAND, bezwaar="weet niet") == []


def test_it_does_not_take_a_cell_of_unknown_steps_as_empty() -> None:
    assert gronden_of(CAK, incassostappen="huisbezoek,brief") == ["incassotraject_niet_doorlopen"]
    assert gronden_of(CAK, incassostappen=",") == ["incassotraject_niet_doorlopen"]


@pytest.mark.parametrize(
    ("veld", "cel", "grond"),
    [
        ("postcode", "1234A", "postcode_ongeldig"), ("postcode", "3511SS", "postcode_ongeldig"),
        ("huisnummer", "0", "huisnummer_ongeldig"), ("huisnummer", "123456", "huisnummer_ongeldig"),
        ("bedrag", "0,00", "bedrag_ongeldig"), ("bedrag", "veel", "bedrag_ongeldig"),
        ("achterstand_sinds", "gisteren", "datum_ongeldig"), ("geboortedatum", "1899-12-31", "datum_ongeldig"),
        ("verwachte_einddatum", "31-02-2027", "datum_ongeldig"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("sleutel", PLAATSEN)
def test_an_unreadable_cell_gives_only_its_own_ground(sleutel: str, veld: str, cel: str, grond: str) -> None:
    assert gronden_of(sleutel, **{veld: cel}) == [grond]


def test_a_date_after_the_delivery_day_cannot_be_read() -> None:
    assert gronden_of(LAND, achterstand_sinds=days_ago(-1)) == ["datum_ongeldig"]
    assert gronden_of(LAND, geboortedatum=days_ago(-1)) == ["datum_ongeldig"]
    assert gronden_of(LAND, geboortedatum=days_ago(0)) == []
    assert gronden_of(LAND, geboortedatum="1900-01-01") == []
    assert gronden_of(LAND, verwachte_einddatum=days_ago(-400)) == []


def test_it_gives_every_ground_that_holds_sorted() -> None:
    assert gronden_of(
        DUO, bedrag="100", aantal_herinneringen="2", postcode="9999ZZ", type_vordering="huur", bezwaar="ja", reden=None
    ) == [
        "bedrag_te_laag", "bezwaar_klant", "gemeente_neemt_niet_deel", "te_weinig_herinneringen",
        "type_vordering_niet_toegestaan", "verplicht_veld_ontbreekt",
    ]  # fmt: skip


@pytest.mark.parametrize("sleutel", PLAATSEN)
@pytest.mark.parametrize(
    ("veld", "grond", "weigert", "mag"),
    [("bezwaar", "bezwaar_klant", "ja", "nee"), ("lopende_regeling", "lopende_regeling", "J", "n"),
     ("persoonlijk_contact_gezocht", "persoonlijk_contact_niet_gezocht", "nee", "1"),
     ("gewezen_op_hulp", "niet_gewezen_op_hulp", "FALSE", "true")],
)  # fmt: skip
def test_a_statement_refuses_in_every_covenant(
    sleutel: str, veld: str, grond: str, weigert: str, mag: str
) -> None:
    assert gronden_of(sleutel, **{veld: weigert}) == [grond]
    assert gronden_of(sleutel, **{veld: mag}) == []


@pytest.mark.parametrize(
    ("sleutel", "veld", "grond"),
    [(DUO, "reactie_klant", "klant_heeft_gereageerd"), (DUO, "overgedragen_cjib", "overgedragen_cjib"),
     (DUO, "dwanginvordering", "dwanginvordering"), (CAK, "gerechtelijke_maatregel", "gerechtelijke_maatregel"),
     (CAK, "contact_of_afspraak", "contact_of_afspraak")],
)  # fmt: skip
def test_a_statement_of_one_covenant_refuses_there(sleutel: str, veld: str, grond: str) -> None:
    assert gronden_of(sleutel, **{veld: "ja"}) == [grond]
    assert gronden_of(sleutel, **{veld: "nee"}) == []


@pytest.mark.parametrize(
    ("sleutel", "cel", "gronden"),
    [(DUO, "269,99", ["bedrag_te_laag"]), (DUO, "270,00", []), (CAK, "99,99", ["bedrag_te_laag"]), (CAK, "100", []),
     (LAND, "0,01", []), (HAARLEM, "0,01", [])],
)  # fmt: skip
def test_it_holds_to_the_minimum_amount(sleutel: str, cel: str, gronden: list[str]) -> None:
    assert gronden_of(sleutel, bedrag=cel) == gronden


@pytest.mark.parametrize(("cel", "gronden"), [("2", ["te_weinig_herinneringen"]), ("3", []), ("0004", [])])
def test_it_counts_reminders(cel: str, gronden: list[str]) -> None:
    assert gronden_of(DUO, aantal_herinneringen=cel) == gronden


@pytest.mark.parametrize(
    ("sleutel", "leverdag", "sinds", "gronden"),
    [
        (DUO, "2026-05-29", "2026-02-28", []), (DUO, "2026-05-29", "2026-03-01", ["achterstand_te_kort"]),
        (DUO, "2027-02-28", "2026-11-30", []), (DUO, "2027-02-27", "2026-11-28", ["achterstand_te_kort"]),
        (CAK, "2026-10-26", "2026-05-26", []), (CAK, "2026-10-26", "2026-05-27", ["achterstand_te_kort"]),
        (CAK, "2027-02-28", "2026-09-30", []), (CAK, "2026-10-26", "2001-01-01", []),
    ],
)  # fmt: skip
def test_it_waits_calendar_months(sleutel: str, leverdag: str, sinds: str, gronden: list[str]) -> None:
    assert gronden_of(sleutel, {"datum": date.fromisoformat(leverdag)}, achterstand_sinds=sinds) == gronden


OPEN, TO_100 = None, 100
WINDOWS = [
    (LAND, "Huur", "2022-11-30", 30, OPEN), (LAND, "Energie", "2022-11-30", 50, TO_100),
    (LAND, "Water", "2022-11-30", 30, TO_100), (LAND, "Zorg", "2022-11-30", 30, TO_100),
    (LAND, "Energie", "2022-12-01", 30, OPEN), (LAND, "Water", "2022-12-01", 30, OPEN),
    (LAND, "Zorg", "2022-12-01", 30, TO_100), (LAND, "Huur", "2026-10-26", 30, OPEN),
    (DRECHT, "Energie", "2021-03-26", 50, TO_100), (DRECHT, "Energie", "2023-03-26", 30, OPEN),
    (HAARLEM, "Huur", "2026-10-26", 30, TO_100), (HAARLEM, "Energie", "2022-02-26", 30, TO_100),
    (HAARLEM, "Overige", "2026-10-26", 30, TO_100), (HAARLEM, "Water", "2026-10-26", 30, TO_100),
]  # fmt: skip


@pytest.mark.parametrize(("sleutel", "type_", "leverdag", "kort", "lang"), WINDOWS)
def test_it_holds_to_the_window_of_partner_type_and_delivery_day(
    sleutel: str, type_: str, leverdag: str, kort: int, lang: int | None
) -> None:
    day = date.fromisoformat(leverdag)

    def at(days: int) -> list[str]:
        return gronden_of(
            sleutel, {"partnertype": type_, "datum": day}, achterstand_sinds=days_ago(days, day)
        )

    assert at(kort - 1) == at(0) == ["achterstand_te_kort"]
    assert at(kort) == []
    assert at(lang or 2000) == []
    assert at((lang or 2000) + 1) == ([] if lang is None else ["achterstand_te_lang"])


def test_a_type_without_a_place_has_no_window() -> None:
    for days in (0, 400):
        cells = {"achterstand_sinds": days_ago(days)}
        assert gronden_of(LAND, {"partnertype": "Overige"}, **cells) == ["partner_neemt_niet_deel"]


@pytest.mark.parametrize("sleutel", PLAATSEN)
def test_other_checks_run_when_the_covenant_is_not_in_force(sleutel: str) -> None:
    convenant = convenant_of(sleutel)
    before = convenant.begin - timedelta(days=1)
    cells = {"achterstand_sinds": days_ago(200, before), "geboortedatum": "1990-01-01", "bezwaar": "ja"}
    gronden = gronden_of(sleutel, {"datum": before}, **cells)
    assert {"bezwaar_klant", "convenant_niet_in_werking"} <= set(gronden)
    on = gronden_of(sleutel, {"datum": convenant.begin}, **cells)
    assert "convenant_niet_in_werking" not in on


def test_the_covenant_is_in_force_on_its_last_day() -> None:
    for einde, gronden in ((LEVERDAG, []), (LEVERDAG - timedelta(days=1), ["convenant_niet_in_werking"])):
        assert judge(LAND, {}, deelname={"einde": einde})["gronden"].to_list() == [gronden]


def gemeente(code: str, *ranges: str, vanaf: date | None = None) -> DeelnemendeGemeente:
    return DeelnemendeGemeente(code, tuple(map(Postcodebereik.parse, ranges)), vanaf=vanaf)


def judged_in(
    gemeenten: tuple[DeelnemendeGemeente, ...], cells: dict[str, Any], sleutel: str = HAARLEM, **partner: Any
) -> tuple[str | None, list[str]]:
    partner.setdefault("partner_gemeenten", frozenset({"0392", "0473"}))
    row = judge(sleutel, cells, deelname={"gemeenten": gemeenten, **partner}).row(0, named=True)
    return row["gemeente"], row["gronden"]


def test_a_range_may_split_a_postcode_area() -> None:
    both = (gemeente("0392", "2063AB-2063KZ"), gemeente("0473", "2063LA-2063ZZ", "2040-2042"))
    assert judged_in(both, {"postcode": "2063KZ"}) == ("0392", [])
    assert judged_in(both, {"postcode": "2063LA"}) == ("0473", [])
    assert judged_in(both, {"postcode": "2063AA"}) == (None, ["gemeente_neemt_niet_deel"])
    assert judged_in(both, {"postcode": "2042ZZ"}) == ("0473", [])
    assert judged_in(both, {"postcode": "2043AA"}) == (None, ["gemeente_neemt_niet_deel"])


def test_the_first_municipality_in_the_file_has_the_postcode_even_outside_the_covenant() -> None:
    stranger, later = gemeente("0394", "2011-2011"), gemeente("0473", "2012-2012", vanaf=date(2027, 1, 1))
    haarlem = gemeente("0392", "2011-2037")
    refused = (None, ["gemeente_neemt_niet_deel"])
    assert judged_in((stranger, haarlem), {"postcode": "2011AB"}) == refused
    assert judged_in((haarlem, stranger), {"postcode": "2011AB"}) == ("0392", [])
    assert judged_in((later, haarlem), {"postcode": "2012AB"}) == refused
    assert judged_in((later, haarlem), {"postcode": "2013AB"}) == ("0392", [])


def test_a_municipality_takes_part_from_its_first_day_on() -> None:
    cells = {"postcode": "2011AB"}
    assert judged_in((gemeente("0392", "2011-2037", vanaf=LEVERDAG),), cells) == ("0392", [])
    next_day = (gemeente("0392", "2011-2037", vanaf=LEVERDAG + timedelta(days=1)),)
    assert judged_in(next_day, cells) == (None, ["gemeente_neemt_niet_deel"])


def test_a_partner_takes_part_between_its_days_in_its_municipalities() -> None:
    here, cells = (gemeente("0392", "2011-2037"),), {"postcode": "2011AB"}
    day, refused = timedelta(days=1), ("0392", ["partner_neemt_niet_deel"])
    assert judged_in(here, cells, partner_vanaf=LEVERDAG, partner_tot=LEVERDAG) == ("0392", [])
    assert judged_in(here, cells, partner_vanaf=LEVERDAG + day) == refused
    assert judged_in(here, cells, partner_tot=LEVERDAG - day) == refused
    assert judged_in(here, cells, partner_gemeenten=frozenset({"0473"})) == refused


def test_the_municipality_of_a_partner_counts_only_where_one_takes_part() -> None:
    elsewhere = {"postcode": "9711AB"}
    here, nowhere = (gemeente("0392", "2011-2037"),), frozenset[str]()
    assert judged_in(here, elsewhere, partner_gemeenten=nowhere) == (None, ["gemeente_neemt_niet_deel"])
    both = ["gemeente_neemt_niet_deel", "partner_neemt_niet_deel"]
    assert judged_in(here, elsewhere, partner_tot=date(2020, 1, 1)) == (None, both)
    assert judged_in(here, {"postcode": None}, partner_tot=date(2020, 1, 1))[1] == [
        "partner_neemt_niet_deel", "verplicht_veld_ontbreekt",
    ]  # fmt: skip


def test_any_municipality_may_take_part_in_the_national_covenant() -> None:
    assert judged_in((gemeente("1999", "2011-2037"),), {"postcode": "2011AB"}, LAND,
                     partner_gemeenten=frozenset({"1999"})) == ("1999", [])  # fmt: skip


def test_a_second_row_of_one_claim_is_double_whether_or_not_the_first_is_refused() -> None:
    oordeel = judge(
        LAND,
        {"klantnummer": "K", "bedrag": "0"},
        {"klantnummer": "K", "type_vordering": "ENERGIE"},
        {"klantnummer": "K", "referentie": "R"},
        {"klantnummer": "K", "referentie": "r"},
        {"klantnummer": "k"},
        {"klantnummer": None},
        {"klantnummer": None},
        {"klantnummer": "K", "type_vordering": None},
        {"klantnummer": "K", "type_vordering": None},
    )
    double = ["dubbel_in_aanlevering" in gronden for gronden in oordeel["gronden"]]
    assert double == [False, True, False, False, False, False, False, False, True]


def test_a_fine_counts_only_beside_an_accepted_claim_of_its_customer() -> None:
    lone = ["ov_boete_zonder_andere_vordering"]
    oordeel = judge(
        DUO,
        {"klantnummer": "A", "type_vordering": "OV-boete"},
        {"klantnummer": "A", "type_vordering": "lesgeld"},
        {"klantnummer": "B", "type_vordering": "ov_boete"},
        {"klantnummer": "C", "type_vordering": "studielening", "bedrag": "1"},
        {"klantnummer": "C", "type_vordering": "ov_boete"},
        {"klantnummer": "D", "type_vordering": "ov_boete"},
        {"klantnummer": "D", "type_vordering": "ov_boete", "referentie": "2"},
        {"klantnummer": None, "type_vordering": "ov_boete"},
        {"klantnummer": None, "type_vordering": "studielening"},
    )
    assert oordeel["gronden"].to_list() == [
        [], [], lone, ["bedrag_te_laag"], lone, lone, lone, ["verplicht_veld_ontbreekt"], ["verplicht_veld_ontbreekt"],
    ]  # fmt: skip


def test_it_drops_what_the_covenant_has_no_place_for_before_anything_looks_at_it() -> None:
    row = judge(DUO, {"bsn": "123456789", "incassostappen": "x"}).row(0, named=True)
    assert (row["gronden"], row["waarschuwingen"], row["bsn"]) == ([], ["veld_verwijderd"], None)
    refused = judge(LAND, {"reactie_klant": "ja", "bedrag": "0"}).row(0, named=True)
    assert (refused["gronden"], refused["waarschuwingen"]) == (["bedrag_ongeldig"], ["veld_verwijderd"])


def test_it_warns_of_a_cell_outside_the_known_columns() -> None:
    assert judge(LAND, {"buiten_velden": True})["waarschuwingen"].to_list() == [["veld_verwijderd"]]


def test_it_looks_at_a_bsn_only_where_it_is_allowed() -> None:
    assert gronden_of(CAK, bsn="999990018") == ["bsn_ongeldig"]
    assert gronden_of(LAND, bsn="999990018") == []
    assert judge(CAK, {"bsn": "999.990.019"})["bsn"].to_list() == ["999990019"]


def test_a_type_that_is_not_allowed_is_still_readable() -> None:
    oordeel = judge(
        LAND, {"klantnummer": "K", "type_vordering": "gas"}, {"klantnummer": "K", "type_vordering": "GAS"}
    )
    assert oordeel["gronden"].to_list() == [
        ["type_vordering_niet_toegestaan"], ["dubbel_in_aanlevering", "type_vordering_niet_toegestaan"],
    ]  # fmt: skip


def test_no_link_between_partner_type_and_claim_is_checked() -> None:
    assert gronden_of(LAND, {"partnertype": "Zorg"}, type_vordering="huur") == []


def test_the_lawful_rows_hold_the_required_cells() -> None:
    for sleutel in PLAATSEN:
        required = convenant_of(sleutel).version_on(LEVERDAG).verplichte_velden
        assert set(required) <= set(lawful_cells(sleutel))


@pytest.mark.parametrize(
    "tekst", ["2037-2011", "abc", "2011-20", "0111-0222", "2011A-2012B", "", "2011AB-2011AA"]
)
def test_it_refuses_what_is_not_a_range(tekst: str) -> None:
    with pytest.raises(ValueError, match=f"^{tekst}$"):
        Postcodebereik.parse(tekst)


def test_one_postcode_is_a_range_of_its_own() -> None:
    assert Postcodebereik.parse("2011") == ("2011AA", "2011ZZ")
    assert Postcodebereik.parse("2011 ab") == ("2011AB", "2011AB")
