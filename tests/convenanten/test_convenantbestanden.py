"""Covenants from files: what they say, how one builds on another, and what a mistake is told like."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from meldpunt.partijen.convenantbestanden import ConvenantFout, load_convenanten, shipped_folder
from meldpunt.rules.velden import ALLE_VELDEN

SHIPPED = shipped_folder()
ALLE = load_convenanten(SHIPPED)
GEMEEN = set(ALLE_VELDEN[:24])
VERPLICHT = set("klantnummer achternaam postcode huisnummer type_vordering bedrag achterstand_sinds".split())  # noqa: SIM905
EIGEN = {
    "duo-amsterdam": {"reden", "reactie_klant", "overgedragen_cjib", "dwanginvordering"},
    "cak-eigen-bijdrage": {"bsn", "incassostappen", "gerechtelijke_maatregel", "contact_of_afspraak"},
}


def test_it_ships_the_five_covenants_with_their_first_days() -> None:
    assert {sleutel: convenant.begin for sleutel, convenant in ALLE.items()} == {
        "duo-amsterdam": date(2024, 3, 1),
        "cak-eigen-bijdrage": date(2024, 4, 1),
        "haarlem-zandvoort": date(2022, 1, 1),
        "drechtsteden": date(2021, 1, 1),
        "landelijk": date(2020, 11, 10),
    }


@pytest.mark.parametrize("sleutel", ALLE)
def test_it_allows_the_common_fields_and_those_of_its_own(sleutel: str) -> None:
    for versie in ALLE[sleutel].versies:
        assert set(versie.velden) == GEMEEN | EIGEN.get(sleutel, set())
        assert set(versie.verplichte_velden) >= VERPLICHT


@pytest.mark.parametrize("sleutel", ALLE)
def test_it_keeps_what_a_jurist_reads_beside_the_values(sleutel: str) -> None:
    text = (SHIPPED / sleutel / "bron.md").read_text(encoding="utf-8")
    assert "## Artikelen" in text
    assert "## Onze lezing" in text


def test_the_windows_of_december_2022_reach_who_builds_on_them() -> None:
    drecht = ALLE["drechtsteden"]
    old, new = drecht.version_on(date(2022, 11, 30)), drecht.version_on(date(2022, 12, 1))
    assert (old.kenmerk, new.kenmerk) == (
        "drechtsteden/2021-01-01+landelijk/2020-11-10", "drechtsteden/2021-01-01+landelijk/2022-12-01",
    )  # fmt: skip
    assert old.toelating.vensters is not None
    assert new.toelating.vensters is not None
    assert old.toelating.vensters.typen["Energie"].vanaf_dagen == 50
    assert new.toelating.vensters.typen["Energie"].vanaf_dagen == 30
    assert new.toelating.vensters.artikel.startswith("landelijk: bijlage 3")


def test_days_before_the_start_get_the_first_version() -> None:
    assert ALLE["landelijk"].version_on(date(2000, 1, 1)).kenmerk == "landelijk/2020-11-10"


def test_a_version_is_found_again_by_its_mark() -> None:
    for convenant in ALLE.values():
        assert [convenant.get_version(versie.kenmerk) for versie in convenant.versies] == list(
            convenant.versies
        )
    with pytest.raises(KeyError):
        ALLE["landelijk"].get_version("landelijk/1999-01-01")


def test_a_covenant_is_in_force_from_its_first_to_its_last_day() -> None:
    duo, first, last = ALLE["duo-amsterdam"], date(2024, 3, 1), date(2026, 12, 31)
    assert not duo.is_in_force(date(2024, 2, 29))
    assert duo.is_in_force(first)
    assert duo.is_in_force(last, last)
    assert not duo.is_in_force(date(2027, 1, 1), last)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "convenanten"))


def edit(pad: Path, old: str, new: str) -> None:
    text = pad.read_text(encoding="utf-8")
    assert old in text
    pad.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("[matching]", "kleur = 1\n\n[matching]", "toelating.verklaringen.6.kleur"),
        ("[inbreuk]", "[kleur]\nx = 1\n\n[inbreuk]", "kleur"),
        ("[ordening]", "[order]", "ordening"),
        ("cent = 27000", "cent = 'veel'", "toelating.minimumbedrag.cent"),
        ("cent = 27000\n", "", "toelating.minimumbedrag.cent"),
        ('titel = "', 'convenant = "x"\ntitel = "', "convenant"),
        ('bedrag_ongeldig = "6.2"\n', "", "toelating.algemeen.bedrag_ongeldig"),
        ('artikel = "12"\n', "", "looptijd.artikel"),
    ],
)  # fmt: skip
def test_an_unknown_or_missing_key_names_file_and_key(copied: Path, old: str, new: str, key: str) -> None:
    pad = copied / "duo-amsterdam" / "2024-03-01.toml"
    edit(pad, old, new)
    with pytest.raises(ConvenantFout) as caught:
        load_convenanten(copied)
    assert str(pad) in str(caught.value)
    assert f"sleutel '{key}'" in str(caught.value)


def test_bad_toml_names_the_file(copied: Path) -> None:
    (copied / "landelijk" / "2022-12-01.toml").write_text("a = [", encoding="utf-8")
    with pytest.raises(ConvenantFout, match=r"2022-12-01\.toml: geen geldige TOML"):
        load_convenanten(copied)


def test_a_file_that_is_not_named_after_a_day_is_refused(copied: Path) -> None:
    (copied / "landelijk" / "nieuw.toml").write_text("", encoding="utf-8")
    with pytest.raises(ConvenantFout, match=r"nieuw\.toml"):
        load_convenanten(copied)


def local(folder: Path, text: str, sleutel: str = "buurstad", dag: str = "2025-01-01") -> Path:
    (folder / sleutel).mkdir(parents=True, exist_ok=True)
    (folder / sleutel / f"{dag}.toml").write_text(text, encoding="utf-8")
    return folder


LOKAAL = """\
bouwt_op = "landelijk"
titel = "Buurstad"

[looptijd]
begin = 2025-01-01
stilzwijgend_verlengd = true
artikel = "1"

[partijen]
gemeenten = ["0999"]
partnertypen = ["Huur"]
artikel = "1"

[toelating.minimumbedrag]
cent = 5000
artikel = "2"
"""


def test_a_local_covenant_states_only_what_it_changes(tmp_path: Path) -> None:
    versie = load_convenanten(SHIPPED, local(tmp_path, LOKAAL))["buurstad"].versies[-1]
    assert versie.kenmerk == "buurstad/2025-01-01+landelijk/2022-12-01"
    assert versie.toelating.minimumbedrag is not None
    assert versie.toelating.minimumbedrag.cent == 5000
    assert versie.toelating.vensters is not None
    assert versie.vorderingen.artikel == "landelijk: definities"
    assert versie.partijen.gemeenten == ("0999",)


def test_a_local_covenant_may_leave_a_rule_out(tmp_path: Path) -> None:
    text = LOKAAL.replace("titel", 'weglaten = ["pauze", "toelating.vensters"]\ntitel')
    versie = load_convenanten(SHIPPED, local(tmp_path, text))["buurstad"].versies[-1]
    assert versie.toelating.vensters is None
    assert versie.pauze is None


def test_the_folder_of_an_installation_is_named_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MELDPUNT_CONVENANTEN", str(local(tmp_path, LOKAAL)))
    assert "buurstad" in load_convenanten()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LOKAAL.replace('"landelijk"', '"nergens"'), "'bouwt_op' noemt het onbekende convenant 'nergens'"),
        (LOKAAL.replace('"landelijk"', '"landelijk/2021-01-01"'), "'bouwt_op' noemt de onbekende versie"),
        (LOKAAL.replace('"landelijk"', '"buurstad"'), "'bouwt_op' verwijst in een kring"),
        (LOKAAL.replace("titel", 'weglaten = ["kleur"]\ntitel'), "'weglaten' noemt 'kleur'"),
        (LOKAAL.replace('["0999"]', "[]"), "sleutel 'partijen'"),
    ],
)
def test_a_local_covenant_that_cannot_be_read_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConvenantFout, match="buurstad") as caught:
        load_convenanten(SHIPPED, local(tmp_path, text))
    assert told in str(caught.value)


def test_one_key_cannot_come_from_two_folders(tmp_path: Path) -> None:
    with pytest.raises(ConvenantFout, match="bestaat al in een andere map"):
        load_convenanten(SHIPPED, local(tmp_path, LOKAAL, sleutel="landelijk"))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConvenantFout, match="bestaat niet"):
        load_convenanten(tmp_path / "weg")
