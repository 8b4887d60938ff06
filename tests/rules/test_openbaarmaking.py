"""What a partner may know: the shipped table, and that nothing else can get through."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import date
from pathlib import Path

import pytest

from meldpunt.partijen.openbaarmakingbestanden import OpenbaarmakingFout, load_openbaarmaking, shipped_folder
from meldpunt.rules.openbaarmaking import (
    SOORTEN,
    VERPLICHT,
    Mededeling,
    Openbaarmakingstabel,
    Soort,
    disclose,
    is_betaling,
    list_verschillen,
    list_waarden,
)
from meldpunt.rules.statussen import EINDRESULTATEN, SELECTIES

DAG = date(2026, 11, 3)
SHIPPED = {child.name for child in shipped_folder().iterdir() if child.is_dir()}
TOLD = {
    "Niet opgepakt: herhaalde melding": "herhaalde_melding",
    "Niet opgepakt: onterecht signaal": "onterecht_signaal",
    "Niet opgepakt: andere reden": "niet_opgepakt",
    "Inwoner is overleden": "overleden",
    "Persoon is geen inwoner (meer) in de gemeente": "geen_inwoner",
    "Inwoner al bekend bij schuldhulpverlening": "in_contact_met_hulpverlening",
    "Inwoner heeft al een ander lopend traject": "in_contact_met_hulpverlening",
    "Definitief geen contact kunnen krijgen": "geen_contact",
    "Geen reactie na eerder contact": "geen_contact",
    "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering": "geen_hulp",
    "Inwoner heeft zelf al betaald/betalingsregeling getroffen": "zelf_geregeld",
    "(Budget)advies en/of quick fix": "hulp_geaccepteerd",
    "Vervolghulp en/of verwijzing": "hulp_geaccepteerd",
    "Vervolghulp en/of verwijzing financieel": "hulp_geaccepteerd",
    "Vervolghulp en/of verwijzing niet financieel": "hulp_geaccepteerd",
    "Verwijzing zonder tussenkomst inwoner": "afgehandeld",
}


def table(convenant: str = "landelijk", day: date = DAG) -> Openbaarmakingstabel:
    return load_openbaarmaking().table_on(day, convenant=convenant)


@pytest.mark.parametrize("eindresultaat", EINDRESULTATEN)
def test_it_tells_of_an_end_result_only_what_a_partner_may_know(eindresultaat: str) -> None:
    told = disclose(table(), soort="eindresultaten", waarde=eindresultaat)
    assert told.code == TOLD[eindresultaat]
    assert told.start_opschorting is (told.code == "hulp_geaccepteerd")


def test_a_partner_hears_a_code_a_sentence_its_article_and_whether_the_stay_starts_and_nothing_else() -> None:
    assert [field.name for field in dataclasses.fields(Mededeling)] == [
        "code",
        "zin",
        "artikel",
        "start_opschorting",
    ]
    assert not hasattr(disclose(table(), soort="selecties", waarde="ontvangen"), "__dict__")


@pytest.mark.parametrize("soort", SOORTEN)
def test_what_is_told_does_not_give_away_which_value_lies_behind_it(soort: Soort) -> None:
    for tabel in (table(), table("haarlem-zandvoort")):
        told = [disclose(tabel, soort=soort, waarde=waarde) for waarde in list_waarden(tabel, soort)]
        assert len(set(told)) == len({one.code for one in told})


def test_it_never_tells_why_a_signaal_is_not_taken_up() -> None:
    reasons = ("capaciteit", "bekend_bij_schuldhulpverlening", "geen_zaak")
    told = {disclose(table("haarlem-zandvoort"), soort="selecties", waarde=reason) for reason in reasons}
    told.add(
        disclose(table("haarlem-zandvoort"), soort="eindresultaten", waarde="Niet opgepakt: andere reden")
    )
    assert {one.code for one in told} == {"niet_opgepakt"}
    assert len(told) == 1


@pytest.mark.parametrize(
    "word", ["capaciteit", "detentie", "adres", "andere partner", "budget", "verhuisd", "schuldhulp"]
)
def test_no_sentence_speaks_of_what_a_partner_may_not_know(word: str) -> None:
    for tabel in (table(), table("haarlem-zandvoort")):
        assert [regel.zin for regel in tabel.mededelingen.values() if word in regel.zin.lower()] == []


def test_the_stay_starts_in_haarlem_when_a_signaal_is_taken_up() -> None:
    assert disclose(table("haarlem-zandvoort"), soort="selecties", waarde="opgepakt").start_opschorting
    assert not disclose(table("drechtsteden"), soort="selecties", waarde="opgepakt").start_opschorting


def test_each_end_result_has_a_definition_for_the_moment_of_choosing() -> None:
    assert all(line.definitie.endswith(".") for line in table().eindresultaten.values())


def test_every_sentence_is_used_and_every_selection_has_a_line() -> None:
    tabel = table()
    used = {
        disclose(tabel, soort=soort, waarde=value).code
        for soort, values in VERPLICHT.items()
        for value in values
    }
    assert used == set(tabel.mededelingen)
    assert set(tabel.selecties) == set(SELECTIES)


def test_how_payments_go_is_told_only_where_the_covenant_says_so() -> None:
    haarlem = table("haarlem-zandvoort")
    assert {
        waarde: disclose(haarlem, soort="betalingen", waarde=waarde).code
        for waarde in list_waarden(haarlem, "betalingen")
    } == {
        "betaling_hervat": "betaling_hervat",
        "inhalen": "betaling_later",
        "inhouden_en_doorbetalen": "betaling_door_gemeente",
        "anders": "betaling_nog_niet",
    }
    assert list_waarden(table("drechtsteden"), "betalingen") == ()
    assert not any(is_betaling(code) for code in table("drechtsteden").mededelingen)


def test_a_privacy_officer_sees_that_a_table_begins_to_tell_of_payments() -> None:
    found = list_verschillen(table("drechtsteden"), table("haarlem-zandvoort"))
    assert [(v.waarde, v.was) for v in found if v.soort == "betalingen"] == [
        ("betaling_hervat", ""),
        ("inhalen", ""),
        ("inhouden_en_doorbetalen", ""),
        ("anders", ""),
    ]


def test_a_message_about_payments_cannot_take_the_place_of_the_progress(tmp_path: Path) -> None:
    folder = tmp_path / "openbaarmaking"
    shutil.copytree(shipped_folder(), folder)
    file = folder / "haarlem-zandvoort" / "2022-01-01.toml"
    wrong = 'anders = { mededeling = "niet_opgepakt"'
    text = file.read_text(encoding="utf-8").replace('anders = { mededeling = "betaling_nog_niet"', wrong)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(OpenbaarmakingFout, match=r"betalingen\.anders"):
        load_openbaarmaking(folder)


def test_it_uses_the_first_table_for_days_before_it() -> None:
    assert table(day=date(2019, 1, 1)).vanaf == date(2020, 11, 10)
    assert table("haarlem-zandvoort", day=date(2021, 1, 1)).vanaf == date(2020, 11, 10)


def test_it_raises_for_a_value_outside_the_lists() -> None:
    with pytest.raises(KeyError):
        disclose(table(), soort="eindresultaten", waarde="Verhuisd naar elders")


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        (
            '[eindresultaten."Inwoner is overleden"]',
            '[eindresultaten."Inwoner vertrok"]',
            "Inwoner is overleden: ontbreekt",
        ),
        (
            "start_opschorting = true",
            "begin_opschorting = true",
            "mededelingen.hulp_geaccepteerd.begin_opschorting",
        ),
        ('mededeling = "overleden"', 'mededeling = "reden"', "mededeling 'reden' bestaat niet"),
        ("vanaf = 2020-11-10", "vanaf = 2020-11-11", "'vanaf'"),
        ("vanaf = 2020-11-10", "vanaf = ", "geldige TOML"),
    ],
)
def test_a_mistake_names_the_file_and_the_key(tmp_path: Path, old: str, new: str, names: str) -> None:
    folder = tmp_path / "openbaarmaking"
    shutil.copytree(shipped_folder(), folder)
    file = folder / "2020-11-10.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(OpenbaarmakingFout) as caught:
        load_openbaarmaking(folder)
    assert "2020-11-10.toml" in str(caught.value)
    assert names in str(caught.value)


def test_it_refuses_a_folder_without_a_general_table(tmp_path: Path) -> None:
    with pytest.raises(OpenbaarmakingFout, match="geen algemene"):
        load_openbaarmaking(tmp_path)


@pytest.mark.parametrize(("naam", "tabel"), [("haarlem-zandvort", True), ("landelijk", False)])
def test_it_refuses_a_table_that_would_never_be_used(tmp_path: Path, naam: str, tabel: bool) -> None:
    folder = tmp_path / "openbaarmaking"
    shutil.copytree(shipped_folder(), folder)
    (folder / naam).mkdir()
    if tabel:
        shutil.copy(folder / "haarlem-zandvoort" / "2022-01-01.toml", folder / naam)
    with pytest.raises(OpenbaarmakingFout, match=naam):
        load_openbaarmaking(folder, convenanten={"landelijk", *SHIPPED})
