"""Terms as clocks, with the values of the covenants and of the law."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from tests.rules.frames import CONVENANTEN

from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.convenant import Termijn as Waarde
from meldpunt.rules.termijnen import (
    KLOKKEN,
    Termijn,
    Termijnregel,
    due_day,
    find_regel,
    list_termijnen,
    state_on,
    write_artikel,
)
from meldpunt.rules.termijnkolommen import due_days, states_on, with_termijnen
from meldpunt.rules.wettermijnen import WETTERMIJNEN, find_wettermijn

MAANDAG = date(2026, 11, 2)
VERSIES = [versie for convenant in CONVENANTEN.values() for versie in convenant.versies]


def versie_of(sleutel: str) -> ConvenantVersie:
    return CONVENANTEN[sleutel].version_on(MAANDAG)


def make_waarde(**anders: Any) -> Waarde:
    values = {"naam": "beschikking", "aantal": 4, "eenheid": "weken", "vanaf": "het eerste gesprek"}
    return Waarde.model_validate({**values, "wie": "gemeente", "artikel": "verordening 3", **anders})


def make_regel(*, wettelijk: bool = True, **anders: Any) -> Termijnregel:
    return Termijnregel(KLOKKEN["beschikking"], make_waarde(**anders), wettelijk)


def find_termijn(naam: str, sleutel: str = "landelijk", *, today: date = MAANDAG, **events: date) -> Termijn:
    found = list_termijnen(events, versie=versie_of(sleutel), today=today)
    return next(termijn for termijn in found if termijn.naam == naam)


@pytest.mark.parametrize("sleutel", sorted(CONVENANTEN))
@pytest.mark.parametrize(
    ("naam", "begin", "eind"),
    [
        ("eerste_gesprek", "ontvangst", date(2026, 11, 30)),
        ("eerste_gesprek_bedreigend", "bedreigend", date(2026, 11, 5)),
        ("beschikking", "eerste_gesprek", date(2026, 12, 28)),
        ("einde_levering", "einde_levering_gemeld", date(2026, 11, 30)),
    ],
)
def test_the_terms_of_the_law_hold_in_every_covenant(sleutel: str, naam: str, begin: str, eind: date) -> None:
    termijn = find_termijn(naam, sleutel, **{begin: MAANDAG})
    assert (termijn.begin, termijn.eind) == (MAANDAG, eind)


@pytest.mark.parametrize(
    ("naam", "begin", "eind", "grondslag", "wie"),
    [
        ("bericht_selectie", "aanlevering", date(2026, 11, 30), "art. 3.2e", "gemeente"),
        ("terugkoppeling", "ontvangst", date(2026, 11, 30), "art. 3.4a", "uitvoerder"),
        ("pauze_bij_oppakken", "opgepakt", date(2026, 11, 30), "art. 4", "signaalpartner"),
    ],
)
def test_it_runs_the_terms_of_haarlem(naam: str, begin: str, eind: date, grondslag: str, wie: str) -> None:
    termijn = find_termijn(naam, "haarlem-zandvoort", **{begin: MAANDAG})
    assert (termijn.eind, termijn.grondslag, termijn.wie) == (eind, grondslag, wie)


def test_collection_rests_thirty_days_from_help_nationally() -> None:
    termijn = find_termijn("pauze_bij_hulp", hulp_aanvaard=MAANDAG)
    assert (termijn.eind, termijn.lengte) == (MAANDAG + timedelta(days=30), "30 dagen")


@pytest.mark.parametrize(
    ("sleutel", "begin"), [("landelijk", "opgepakt"), ("duo-amsterdam", "hulp_aanvaard")]
)
def test_collection_rests_only_where_and_when_the_covenant_says(sleutel: str, begin: str) -> None:
    assert list_termijnen({begin: MAANDAG}, versie=versie_of(sleutel), today=MAANDAG) == ()


def test_a_call_is_due_two_weeks_after_the_letter_when_the_decision_table_asks_it() -> None:
    events, versie = {"brief": MAANDAG}, versie_of("drechtsteden")
    acties = ("brief_lokaal_aanbod", "bellen_na_2_weken")
    (termijn,) = list_termijnen(events, versie=versie, today=MAANDAG, acties=acties)
    assert (termijn.naam, termijn.eind, termijn.wie) == ("bellen_na_brief", date(2026, 11, 16), "SDD")
    assert termijn.grondslag == "art. 4"
    assert list_termijnen(events, versie=versie, today=MAANDAG, acties=("brief",)) == ()


def test_every_term_a_covenant_names_has_its_clock() -> None:
    assert {term.naam for versie in VERSIES for term in versie.termijnen} <= set(KLOKKEN)
    assert {wet.termijn.naam for wet in WETTERMIJNEN} <= set(KLOKKEN)


def test_a_term_that_only_its_covenant_knows_does_not_run() -> None:
    versie = versie_of("landelijk")
    strange = versie.model_copy(update={"termijnen": (*versie.termijnen, make_waarde(naam="iets_anders"))})
    events = {"ontvangst": MAANDAG}
    assert list_termijnen(events, versie=strange, today=MAANDAG) == list_termijnen(
        events, versie=versie, today=MAANDAG
    )


def test_the_law_sets_nothing_before_its_day() -> None:
    assert find_wettermijn("beschikking", op=date(2020, 12, 31)) is None
    assert find_wettermijn("beschikking", op=date(2021, 1, 1)) is not None
    assert find_wettermijn("einde_levering", op=date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    ("weken", "eind"), [(4, date(2026, 11, 30)), (8, date(2026, 12, 28)), (10, date(2026, 12, 28))]
)
def test_an_ordinance_makes_the_decision_come_sooner_and_never_later(weken: int, eind: date) -> None:
    eigen = [make_waarde(aantal=weken)]
    regel = find_regel("beschikking", versie=versie_of("duo-amsterdam"), op=MAANDAG, eigen=eigen)
    assert regel is not None
    assert regel.wettelijk
    assert due_day(regel, MAANDAG) == eind


def test_a_covenant_that_is_stricter_than_the_law_is_an_agreement() -> None:
    versie = versie_of("landelijk").model_copy(
        update={"termijnen": (make_waarde(naam="eerste_gesprek", aantal=2, artikel="7"),)}
    )
    regel = find_regel("eerste_gesprek", versie=versie, op=MAANDAG)
    assert regel is not None
    assert (regel.waarde.aantal, regel.wettelijk) == (2, False)


@pytest.mark.parametrize(
    ("wettelijk", "waarde", "begin", "eind"),
    [
        (True, {}, date(2026, 11, 21), date(2026, 12, 21)),  # ends on a Saturday
        (False, {}, date(2026, 11, 21), date(2026, 12, 19)),  # an agreement ends on its day
        (True, {"aantal": 8}, date(2026, 10, 30), date(2026, 12, 28)),  # ends on Christmas Day
        (True, {"aantal": 12}, date(2026, 9, 12), date(2026, 12, 7)),
        (True, {"aantal": 13}, date(2026, 9, 12), date(2026, 12, 12)),  # Atw art. 4: over twelve weeks
        (True, {"aantal": 90, "eenheid": "dagen"}, date(2026, 9, 13), date(2026, 12, 14)),
        (True, {"aantal": 91, "eenheid": "dagen"}, date(2026, 9, 12), date(2026, 12, 12)),
        (True, {"aantal": 3, "eenheid": "maanden"}, date(2026, 8, 29), date(2026, 11, 30)),
        (True, {"aantal": 6, "eenheid": "maanden"}, date(2026, 8, 28), date(2027, 2, 28)),
        (True, {"aantal": 24, "eenheid": "uren"}, date(2026, 11, 20), date(2026, 11, 21)),  # Atw art. 4
        (True, {"aantal": 3, "eenheid": "werkdagen"}, date(2026, 12, 24), date(2026, 12, 30)),
        (True, {"aantal": 1, "eenheid": "maanden"}, date(2027, 1, 31), date(2027, 3, 1)),
    ],
)
def test_it_ends_a_term_where_the_atw_does(
    wettelijk: bool, waarde: dict[str, Any], begin: date, eind: date
) -> None:
    assert due_day(make_regel(wettelijk=wettelijk, **waarde), begin) == eind


EIND = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("today", "gehaald", "gestopt", "toestand"),
    [
        (MAANDAG, None, None, "loopt"),
        (EIND - timedelta(days=8), None, None, "loopt"),
        (EIND - timedelta(days=7), None, None, "bijna"),
        (EIND, None, None, "bijna"),
        (EIND + timedelta(days=1), None, None, "te_laat"),
        (EIND + timedelta(days=9), EIND, None, "gehaald"),
        (EIND + timedelta(days=9), EIND + timedelta(days=1), None, "te_laat"),
        (EIND + timedelta(days=9), None, EIND, "rust"),
        (EIND + timedelta(days=9), None, EIND + timedelta(days=1), "te_laat"),
        (EIND + timedelta(days=9), EIND + timedelta(days=1), EIND, "rust"),
    ],
)
def test_it_says_how_a_term_stands(
    today: date, gehaald: date | None, gestopt: date | None, toestand: str
) -> None:
    assert state_on(EIND, gehaald=gehaald, gestopt=gestopt, today=today) == toestand


def test_a_stay_that_is_over_is_nobodys_fault() -> None:
    termijn = find_termijn("pauze_bij_hulp", today=MAANDAG + timedelta(days=40), hulp_aanvaard=MAANDAG)
    assert termijn.toestand == "rust"


def test_a_term_stops_counting_on_the_day_it_is_met() -> None:
    contact = MAANDAG + timedelta(days=3)
    termijn = find_termijn("eerste_gesprek", today=EIND, ontvangst=MAANDAG, eerste_gesprek=contact)
    assert (termijn.toestand, termijn.rest, termijn.verbruikt) == ("gehaald", 25, 11)


def test_a_threatening_situation_has_its_own_clock_in_working_days() -> None:
    donderdag = date(2026, 12, 24)
    termijn = find_termijn("eerste_gesprek_bedreigend", today=date(2026, 12, 28), bedreigend=donderdag)
    assert (termijn.eind, termijn.rest, termijn.werkdagen) == (date(2026, 12, 30), 2, 2)
    late = find_termijn("eerste_gesprek_bedreigend", today=date(2027, 1, 4), bedreigend=donderdag)
    assert (late.toestand, late.rest, late.werkdagen) == ("te_laat", -5, -2)


def test_both_clocks_run_when_a_situation_proves_threatening_late() -> None:
    events = {"ontvangst": MAANDAG, "bedreigend": EIND - timedelta(days=2)}
    found = list_termijnen(events, versie=versie_of("landelijk"), today=EIND)
    assert [termijn.naam for termijn in found] == ["eerste_gesprek", "eerste_gesprek_bedreigend"]


def test_the_day_the_partner_states_goes_before_the_twenty_working_days() -> None:
    stated = date(2026, 12, 12)
    termijn = find_termijn("einde_levering", einde_levering_gemeld=MAANDAG, einde_levering=stated)
    assert (termijn.eind, termijn.grondslag) == (stated, "opgave van de partner")
    early = list_termijnen(
        {"einde_levering_gemeld": date(2024, 1, 1), "einde_levering": date(2024, 2, 1)},
        versie=versie_of("landelijk"),
        today=date(2024, 1, 2),
    )
    assert [termijn.eind for termijn in early] == [date(2024, 2, 1)]


def test_nothing_runs_before_anything_happened() -> None:
    assert list_termijnen({}, versie=versie_of("haarlem-zandvoort"), today=MAANDAG) == ()


@pytest.mark.parametrize(
    ("artikel", "tekst"),
    [
        ("3.2e", "art. 3.2e"),
        ("wet: Wgs 4 lid 1", "Wgs art. 4 lid 1"),
        ("4; wet: Wgs 4a", "art. 4; Wgs art. 4a"),
        ("bijlage 4", "bijlage 4"),
    ],
)
def test_it_writes_where_a_term_stands(artikel: str, tekst: str) -> None:
    assert write_artikel(artikel) == tekst


@pytest.mark.parametrize("wettelijk", [True, False])
@pytest.mark.parametrize(
    "waarde",
    [
        {"aantal": 4, "eenheid": "weken"},
        {"aantal": 28, "eenheid": "dagen"},
        {"aantal": 3, "eenheid": "werkdagen"},
        {"aantal": 20, "eenheid": "werkdagen"},
        {"aantal": 1, "eenheid": "maanden"},
        {"aantal": 6, "eenheid": "maanden"},
        {"aantal": 48, "eenheid": "uren"},
    ],
)
def test_a_column_ends_on_the_same_days(wettelijk: bool, waarde: dict[str, Any]) -> None:
    regel = make_regel(wettelijk=wettelijk, **waarde)
    days = [date(2024, 1, 1) + timedelta(days=step) for step in range(1500)]
    found = pl.DataFrame({"dag": days}).select(eind=due_days(regel, pl.col("dag")))
    assert found["eind"].to_list() == [due_day(regel, dag) for dag in days]


def test_a_column_stands_as_each_of_its_days_does() -> None:
    days = [None, MAANDAG, EIND, EIND + timedelta(days=1)]
    rows = [(end, met, over) for end in days for met in days for over in days]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(("eind", "gehaald", "gestopt"), pl.Date), orient="row")
    for today in (MAANDAG, EIND, EIND + timedelta(days=2)):
        for verloopt in (False, True):
            found = frame.select(
                states_on(
                    pl.col("eind"),
                    gehaald=pl.col("gehaald"),
                    gestopt=pl.col("gestopt"),
                    today=today,
                    verloopt=verloopt,
                )
            ).to_series()
            wanted = [
                end and state_on(end, gehaald=met, gestopt=over, today=today, verloopt=verloopt)
                for end, met, over in rows
            ]
            assert found.to_list() == wanted


def test_a_frame_of_zaken_says_what_each_zaak_says() -> None:
    versie, today = versie_of("haarlem-zandvoort"), date(2026, 12, 1)
    zaken = pl.DataFrame(
        {
            "ontvangst": [date(2026, 10, 20) + timedelta(days=step) for step in range(60)],
            "eerste_gesprek": [date(2026, 11, 20) if step % 3 == 0 else None for step in range(60)],
            "gesloten": [date(2026, 11, 28) if step % 4 == 0 else None for step in range(60)],
        }
    )
    names = ("eerste_gesprek", "beschikking", "terugkoppeling", "bericht_selectie")
    regels = [r for naam in names if (r := find_regel(naam, versie=versie, op=today))]
    found = with_termijnen(zaken, regels=regels, today=today)
    assert "bericht_selectie_eind" not in found.columns
    for row in found.iter_rows(named=True):
        events = {naam: row[naam] for naam in zaken.columns if row[naam]}
        alone = {t.naam: t for t in list_termijnen(events, versie=versie, today=today)}
        for naam in names[:3]:
            termijn = alone.get(naam)
            wanted = (termijn.eind, termijn.toestand) if termijn else (None, None)
            assert (row[f"{naam}_eind"], row[f"{naam}_toestand"]) == wanted
