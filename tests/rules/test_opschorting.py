"""When the stay begins and ends, how long it runs, and when more time can be asked for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meldpunt.partijen.convenantbestanden import load_convenanten
from meldpunt.partijen.convenantbestanden import shipped_folder as covenants
from meldpunt.partijen.openbaarmakingbestanden import load_openbaarmaking
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.openbaarmaking import (
    Openbaarmakingstabel,
    disclose,
    fingerprint_of,
    list_verschillen,
)
from meldpunt.rules.opschorting import (
    HULP,
    count_resterend,
    ends_opschorting,
    find_verlenging_bezwaar,
    plan_pauze,
)
from meldpunt.rules.partnerbericht import find_bericht_bezwaar
from meldpunt.rules.resultaat import find_selectie, find_stap, find_verste, list_resultaatstappen
from meldpunt.rules.statussen import EINDRESULTATEN

DAG = date(2026, 11, 3)
ALLE = load_convenanten(covenants())


def versie(convenant: str) -> ConvenantVersie:
    return ALLE[convenant].version_on(DAG)


def tabel(convenant: str = "landelijk") -> Openbaarmakingstabel:
    return load_openbaarmaking().table_on(DAG, convenant=convenant)


@pytest.mark.parametrize(
    ("convenant", "eind"),
    [
        ("landelijk", date(2026, 12, 3)),
        ("drechtsteden", date(2026, 12, 3)),
        ("haarlem-zandvoort", date(2026, 12, 1)),
    ],
)
def test_it_runs_as_long_as_the_covenant_says(convenant: str, eind: date) -> None:
    pauze = plan_pauze(versie(convenant), begin=DAG)
    assert pauze is not None
    assert pauze.eind == eind


def test_it_ends_on_its_day_also_when_that_is_a_sunday() -> None:
    pauze = plan_pauze(versie("landelijk"), begin=date(2026, 11, 6))
    assert pauze is not None
    assert (pauze.eind.weekday(), pauze.eind) == (6, date(2026, 12, 6))


@pytest.mark.parametrize("convenant", sorted(ALLE))
def test_a_stay_is_told_exactly_where_the_covenant_has_one(convenant: str) -> None:
    told = any(regel.start_opschorting for regel in tabel(convenant).mededelingen.values())
    assert told is (versie(convenant).pauze is not None)


@pytest.mark.parametrize("convenant", ["landelijk", "haarlem-zandvoort"])
@pytest.mark.parametrize("eindresultaat", EINDRESULTATEN)
def test_closing_ends_the_stay_unless_help_was_accepted(convenant: str, eindresultaat: str) -> None:
    told = disclose(tabel(convenant), soort="eindresultaten", waarde=eindresultaat)
    assert ends_opschorting(tabel(convenant), told) is (eindresultaat not in HULP)


@pytest.mark.parametrize("voortgang", ["ontvangen", "opgepakt", "in_behandeling"])
def test_progress_does_not_end_the_stay(voortgang: str) -> None:
    told = disclose(tabel("haarlem-zandvoort"), soort="selecties", waarde=voortgang)
    assert not ends_opschorting(tabel("haarlem-zandvoort"), told)


@pytest.mark.parametrize(
    ("convenant", "verschil", "reden", "code"),
    [
        ("landelijk", 14, "druk", "verlenging_niet_in_convenant"),
        ("haarlem-zandvoort", 14, "  ", "reden_ontbreekt"),
        ("haarlem-zandvoort", 0, "druk", "verlenging_datum"),
        ("haarlem-zandvoort", 400, "druk", "verlenging_datum"),
        ("haarlem-zandvoort", 14, "druk", ""),
    ],
)
def test_more_time_is_asked_for_with_a_reason_and_a_later_day(
    convenant: str, verschil: int, reden: str, code: str
) -> None:
    eind = DAG + timedelta(days=5)
    zin = find_verlenging_bezwaar(
        versie(convenant), eind=eind, tot=eind + timedelta(days=verschil), reden=reden, today=DAG
    )
    assert zin.endswith(f"[{code}]" if code else "")
    assert bool(zin) is bool(code)


def test_a_stay_that_is_over_cannot_become_longer() -> None:
    zin = find_verlenging_bezwaar(
        versie("haarlem-zandvoort"),
        eind=DAG - timedelta(days=1),
        tot=DAG + timedelta(days=7),
        reden="druk",
        today=DAG,
    )
    assert "[opschorting_voorbij]" in zin


def test_the_last_day_still_counts() -> None:
    assert count_resterend(eind=DAG, geeindigd=None, today=DAG) == 0
    assert count_resterend(eind=DAG + timedelta(days=3), geeindigd=None, today=DAG) == 3
    assert count_resterend(eind=DAG + timedelta(days=3), geeindigd=DAG, today=DAG) == 0


@pytest.mark.parametrize(
    ("code", "stap", "toestanden"),
    [
        ("", "ontvangen", ["bezig", "straks", "straks", "straks"]),
        ("ontvangen", "ontvangen", ["bezig", "straks", "straks", "straks"]),
        ("opgepakt", "opgepakt", ["klaar", "bezig", "straks", "straks"]),
        ("in_behandeling", "contact", ["klaar", "klaar", "bezig", "straks"]),
        ("niet_opgepakt", "afgerond", ["klaar", "overgeslagen", "overgeslagen", "klaar"]),
        ("bericht_verwerkt", "afgerond", ["klaar", "overgeslagen", "overgeslagen", "klaar"]),
    ],
)
def test_the_step_line_follows_what_was_told(code: str, stap: str, toestanden: list[str]) -> None:
    assert find_stap(tabel(), code) == stap
    assert [one.toestand for one in list_resultaatstappen(stap)] == toestanden


def test_the_end_shows_as_done_only_what_was_told_before_it() -> None:
    verste = find_verste(tabel(), ["in_behandeling", "geen_contact"])
    assert {one.toestand for one in list_resultaatstappen("afgerond", verste=verste)} == {"klaar"}
    assert find_verste(tabel(), ["niet_opgepakt"]) == find_verste(tabel(), []) == "ontvangen"


@pytest.mark.parametrize(
    ("code", "selectie"),
    [
        ("", "wacht"),
        ("ontvangen", "wacht"),
        ("opgepakt", "opgepakt"),
        ("in_behandeling", "opgepakt"),
        ("geen_contact", "opgepakt"),
        ("niet_opgepakt", "niet_opgepakt"),
        ("onterecht_signaal", "niet_opgepakt"),
        ("bericht_verwerkt", "afgemeld"),
    ],
)
def test_the_notice_of_a_delivery_says_handled_or_not(code: str, selectie: str) -> None:
    assert find_selectie(tabel("haarlem-zandvoort"), code) == selectie


@pytest.mark.parametrize(
    ("soort", "dag", "code"),
    [
        ("betaald", DAG, ""),
        ("onzin", DAG, "bericht_soort"),
        ("bezwaar", None, "bericht_datum"),
        ("bezwaar", DAG + timedelta(days=1), "bericht_datum"),
        ("bezwaar", date(2026, 1, 1), "bericht_datum"),
    ],
)
def test_a_message_has_a_known_kind_and_a_day_that_can_be(soort: str, dag: date | None, code: str) -> None:
    zin = find_bericht_bezwaar(soort, datum=dag, sinds=date(2026, 8, 1), today=DAG)
    assert zin.endswith(f"[{code}]" if code else "")
    assert bool(zin) is bool(code)


def test_another_word_gives_another_mark_and_the_same_table_the_same() -> None:
    own = tabel("haarlem-zandvoort")
    regel = own.mededelingen["geen_hulp"].model_copy(update={"zin": "Iets anders."})
    changed = own.model_copy(update={"mededelingen": {**own.mededelingen, "geen_hulp": regel}})
    assert fingerprint_of(own) == fingerprint_of(tabel("haarlem-zandvoort"))
    assert fingerprint_of(own) != fingerprint_of(changed)
    assert fingerprint_of(own) != fingerprint_of(tabel())
    (difference,) = list_verschillen(own, changed)
    assert (difference.waarde, difference.wordt) == (
        "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering",
        "Iets anders.",
    )


def test_the_difference_between_two_tables_names_what_starts_a_stay() -> None:
    found = {v.waarde: v.start_opschorting for v in list_verschillen(tabel(), tabel("haarlem-zandvoort"))}
    assert found["opgepakt"] is True
    assert found["Vervolghulp en/of verwijzing"] is False
