"""The published scenarios of the register: exact match and address lines, against our rule and our own table."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from tests.bag.gherkin import EIGEN, GEDEELD, Stap, Tabel, read_stappen

from meldpunt.bag.models import Bagadres
from meldpunt.bag.queries import find_bagadres, list_adressen
from meldpunt.rules.adresregels import Postadres, write_adresregels
from meldpunt.rules.adresvraag import Adresvraag, Adresvraagfout, answer_adresvraag, read_adresvraag

NUMMER = ("postcode", "huisnummer", "huisletter", "huisnummertoevoeging")
Zoek = Callable[[Adresvraag], list[Any]]


def test_it_has_the_scenarios_as_they_were_published() -> None:
    if not GEDEELD.is_dir():
        pytest.skip("LET OP: ../shared/contracts/bag ontbreekt, de scenario's zijn niet vergeleken")
    for naam in ("exacte-match.feature", "adresregels.feature"):
        assert read_stappen(EIGEN / naam) == read_stappen(GEDEELD / naam)


def objecten() -> Tabel:
    (background,) = read_stappen(EIGEN / "exacte-match.feature")[0][1]
    return background.tabel


def vragen() -> list[tuple[dict[str, str], Stap]]:
    """Return every question of the scenarios with the step that says what it finds."""
    steps = [step for _, steps in read_stappen(EIGEN / "exacte-match.feature")[1:] for step in steps]
    return [(ask.tabel[0], steps[place + 1]) for place, ask in enumerate(steps) if ask.zin.startswith("Als ")]


def by_rule(vraag: Adresvraag) -> list[Any]:
    rows = [
        SimpleNamespace(
            postcode=row["postcode"],
            huisnummer=int(row["huisnummer"]),
            huisletter=row["huisletter"],
            toevoeging=row["huisnummertoevoeging"],
            nummeraanduiding=row["nummeraanduidingIdentificatie"],
        )
        for row in objecten()
    ]
    return answer_adresvraag(vraag, rows)


@pytest.fixture
def tabel(db: None) -> None:
    Bagadres.objects.bulk_create(
        Bagadres(
            nummeraanduiding=row["nummeraanduidingIdentificatie"],
            object=f"{row['nummeraanduidingIdentificatie'][:4]}01{row['nummeraanduidingIdentificatie'][6:]}",
            postcode=row["postcode"],
            huisnummer=int(row["huisnummer"]),
            huisletter=row["huisletter"],
            toevoeging=row["huisnummertoevoeging"],
            suffix=row["huisletter"] + row["huisnummertoevoeging"],
            straat="Straat",
            woonplaats="Plaats",
            hoofdadres=True,
            deelt=False,
        )
        for row in objecten()
    )


def check(parameters: dict[str, str], expected: Stap, zoek: Zoek) -> None:
    if "q" in parameters:
        assert {"naam": "code", "waarde": "unsupportedCombi"} in expected.tabel
        with pytest.raises(Adresvraagfout, match=r"De combinatie van .* \[unsupportedCombi\]"):
            read_adresvraag(parameters)
        return
    found = [
        (one.postcode, str(one.huisnummer), one.huisletter, one.toevoeging)
        for one in zoek(read_adresvraag(parameters))
    ]
    assert sorted(found) == sorted(tuple(row[naam] for naam in NUMMER) for row in expected.tabel)
    if named := {row["identificatie"] for row in expected.tabel if "identificatie" in row}:
        assert named == {one.nummeraanduiding for one in zoek(read_adresvraag(parameters))}


@pytest.mark.parametrize(("parameters", "expected"), vragen())
def test_it_finds_by_rule_what_the_truth_table_says(parameters: dict[str, str], expected: Stap) -> None:
    check(parameters, expected, by_rule)


@pytest.mark.parametrize(("parameters", "expected"), vragen())
def test_it_finds_in_its_own_table_what_the_truth_table_says(
    parameters: dict[str, str], expected: Stap, tabel: None
) -> None:
    check(parameters, expected, list_adressen)


def test_it_asks_all_of_the_truth_table() -> None:
    assert len(vragen()) == 19
    assert {bool(step.tabel) for _, step in vragen()} == {True, False}


def test_it_knows_no_object_where_two_share_an_address(tabel: None) -> None:
    assert find_bagadres(postcode="7411CC", huisnummer=36, suffix="") is None
    assert find_bagadres(postcode="2594AN", huisnummer=265, suffix="B3") is None
    one = find_bagadres(postcode="3581KL", huisnummer=49, suffix="A")
    assert one is not None
    assert one.nummeraanduiding == "0344200000172058"


@pytest.mark.parametrize(
    ("gegevens", "regels"),
    [(steps[0].document, steps[2].document) for _, steps in read_stappen(EIGEN / "adresregels.feature")[1:]],
)
def test_it_writes_the_lines_of_the_standard(gegevens: dict[str, Any], regels: dict[str, str]) -> None:
    assert write_adresregels(
        Postadres(
            straat=gegevens["korteNaam"],
            huisnummer=gegevens["huisnummer"],
            huisletter=gegevens.get("huisletter", ""),
            toevoeging=gegevens.get("huisnummertoevoeging", ""),
            postcode=gegevens.get("postcode", ""),
            woonplaats=gegevens["woonplaats"],
        )
    ) == (regels["adresregel5"], regels["adresregel6"])


@pytest.mark.parametrize(
    ("parameters", "naam"),
    [
        ({"postcode": "234PH", "huisnummer": "1"}, "postcode"),
        ({"postcode": "2391PH", "huisnummer": "0"}, "huisnummer"),
        ({"postcode": "2391PH", "huisnummer": "1", "huisletter": "AB"}, "huisletter"),
        ({"postcode": "2391PH", "huisnummer": "1", "huisnummertoevoeging": "1-2"}, "huisnummertoevoeging"),
    ],
)
def test_it_says_which_part_of_a_question_is_wrong(parameters: dict[str, str], naam: str) -> None:
    with pytest.raises(Adresvraagfout, match=naam):
        read_adresvraag(parameters)
