"""The product against a second reading of the same sentences: plain loops, written without looking at the rules."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.inzicht.orakel import waarden
from tests.inzicht.orakel.antwoord import answer
from tests.inzicht.orakel.generator import write_scenario
from tests.inzicht.orakel.lijst import write_lijst
from tests.inzicht.test_proefdraai_gevallen import SCENARIOS, only_fixed_keys

from meldpunt.inzicht.proefdraai import run_scenario

KORT = range(150)
LANG = range(1_000, 3_000)
GRONDEN = {
    "convenant_niet_in_werking", "verplicht_veld_ontbreekt", "postcode_ongeldig", "huisnummer_ongeldig",
    "bedrag_ongeldig", "datum_ongeldig", "bsn_ongeldig", "gemeente_neemt_niet_deel",
    "partner_neemt_niet_deel", "type_vordering_niet_toegestaan", "bezwaar_klant", "lopende_regeling",
    "persoonlijk_contact_niet_gezocht", "niet_gewezen_op_hulp", "dubbel_in_aanlevering",
    "achterstand_te_kort", "achterstand_te_lang", "bedrag_te_laag", "te_weinig_herinneringen",
    "klant_heeft_gereageerd", "overgedragen_cjib", "dwanginvordering", "ov_boete_zonder_andere_vordering",
    "incassotraject_niet_doorlopen", "gerechtelijke_maatregel", "contact_of_afspraak",
}  # fmt: skip


def judge(pad: Path) -> dict[str, Any]:
    """Give the product's answer with only what is fixed: further warnings are welcome."""
    fixed = only_fixed_keys(json.loads(json.dumps(run_scenario(pad))))
    for aanlevering in fixed["aanleveringen"]:
        for regel in aanlevering["regels"]:
            regel["waarschuwingen"] = [one for one in regel["waarschuwingen"] if one == "veld_verwijderd"]
    return fixed


def write_seeded(folder: Path, seed: int) -> Path:
    target = folder / str(seed)
    target.mkdir()
    # One in three is about the order of one list only: there random rows seldom meet on an address.
    write = write_lijst if seed % 3 == 0 else write_scenario
    return write(target, Random(seed))  # noqa: S311 - the same scenario every time is the point


@pytest.mark.parametrize("pad", SCENARIOS, ids=lambda pad: pad.parent.name)
def test_the_oracle_answers_a_published_scenario_by_itself(pad: Path) -> None:
    assert answer(pad) == json.loads((pad.parent / "verwacht.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def gevallen(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, dict[str, Any]]]:
    """Give the random scenarios of the short form with the oracle's answer."""
    folder = tmp_path_factory.mktemp("gevallen")
    found = [write_seeded(folder, seed) for seed in KORT]
    return [(pad, answer(pad)) for pad in found]


def test_it_agrees_on_random_scenarios(gevallen: list[tuple[Path, dict[str, Any]]]) -> None:
    for pad, expected in gevallen:
        assert judge(pad) == expected, f"zaad {pad.parent.name}: {pad}"


def test_the_random_scenarios_reach_every_ground_and_every_outcome(
    gevallen: list[tuple[Path, dict[str, Any]]],
) -> None:
    # Without this a generator that refuses every row for its postcode would make the comparison look good.
    answers = [expected for _, expected in gevallen]
    regels = [regel for one in answers for file in one["aanleveringen"] for regel in file["regels"]]
    zaken = [zaak for one in answers for zaak in one["zaken"]]
    assert {grond for regel in regels for grond in regel["gronden"]} == GRONDEN
    assert sum(regel["besluit"] == "geaccepteerd" for regel in regels) > len(regels) / 4
    assert {zaak["venster_maanden"] for zaak in zaken} == {1, 2, 3}
    assert {zaak["reden"] for zaak in zaken} == {None, "capaciteit", "bekend_bij_schuldhulpverlening"}
    assert {actie for zaak in zaken for actie in zaak["acties"]} == {
        "huisbezoek", "brief", "brief_lokaal_aanbod", "bellen_na_2_weken", "doorsturen_naar_gemeente",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("begin", LANG[::500])
def test_it_agrees_on_thousands_of_random_scenarios(tmp_path: Path, begin: int) -> None:
    for seed in range(begin, begin + 500):
        pad = write_seeded(tmp_path, seed)
        assert judge(pad) == answer(pad), f"zaad {seed}: {pad}"


GEVAL = """\
convenant = "cak-eigen-bijdrage"
peildatum = 2026-10-26

[gemeenten."0363"]
naam = "Amsterdam"
postcodes = ["1011-1109", "3511-3585"]

[[partners]]
sleutel = "cak"
type = "CAK Eigen bijdrage"
gemeenten = ["0363"]

[[aanleveringen]]
partner = "cak"
datum = 2026-10-26
bestand = "a.csv"
"""
GOED = {
    "klantnummer": "K1", "achternaam": "Proefpersoon", "postcode": "1011AB", "huisnummer": "1", "huisletter": "",
    "huisnummertoevoeging": "", "type_vordering": "wmo", "bedrag": "300", "achterstand_sinds": "2026-01-01",
    "geboortedatum": "1980-05-01", "bsn": "", "incassostappen": "herinnering,aanmaning,deurwaarder_minnelijk,telefoon",
    "gerechtelijke_maatregel": "nee", "contact_of_afspraak": "nee", "verwachte_einddatum": "", "referentie": "",
    "aantal_herinneringen": "", "bezwaar": "",
}  # fmt: skip
VOORBEELDEN = {
    "postcode": waarden.POSTCODES_FOUT,
    "huisnummer": waarden.HUISNUMMERS + waarden.HUISNUMMERS_FOUT,
    "huisletter": waarden.LETTERS,
    "huisnummertoevoeging": waarden.TOEVOEGINGEN,
    "type_vordering": ("wmo", "WLZ", "w-m-o"),
    "bedrag": waarden.BEDRAGEN + waarden.FOUTE_BEDRAGEN + waarden.GROTE_BEDRAGEN,
    "achterstand_sinds": waarden.FOUTE_DATUMS + waarden.RARE_DATUMS,
    "geboortedatum": waarden.FOUTE_DATUMS + waarden.RARE_DATUMS,
    "verwachte_einddatum": waarden.FOUTE_DATUMS + waarden.RARE_DATUMS,
    "bsn": waarden.BSNS,
    "incassostappen": waarden.STAPPEN_GOED + waarden.STAPPEN_FOUT,
    "contact_of_afspraak": waarden.JANEE,
    "klantnummer": waarden.KLANTEN,
}
# Characters that a reading rule names, or that a careless reader takes for one of those.
TEKENS = "0123456789abAHUIShuisSDsdKE€eur.,-/+|_'\"; \t\u00a0\u2009\u3000\u200b٣３éßﬁıſİK²½"


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draw rows of which one cell is odd: an example, an example with a change, or any short text."""
    found = []
    for _ in range(draw(st.integers(1, 25))):
        veld = draw(st.sampled_from(sorted(VOORBEELDEN)))
        cell = draw(st.sampled_from(VOORBEELDEN[veld]) | st.text(TEKENS, max_size=12))
        if cell and draw(st.booleans()):
            place = draw(st.integers(0, len(cell)))
            cell = cell[:place] + draw(st.text(TEKENS, max_size=2)) + cell[place + draw(st.integers(0, 1)) :]
        found.append(GOED | {"klantnummer": f"K{len(found)}"} | {veld: cell})
    return found


@settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
@given(regels=rows(), separator=st.sampled_from(";,\t"), ending=st.sampled_from(("\n", "\r\n")))
def test_it_agrees_on_any_single_odd_cell(
    tmp_path_factory: pytest.TempPathFactory, regels: list[dict[str, str]], separator: str, ending: str
) -> None:
    folder = tmp_path_factory.mktemp("cel")
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(GOED), delimiter=separator, lineterminator=ending)
    writer.writeheader()
    writer.writerows(regels)
    (folder / "a.csv").write_bytes(text.getvalue().encode())
    (folder / "geval.toml").write_text(GEVAL, encoding="utf-8")
    assert list(differences(folder / "geval.toml", regels)) == []


def differences(pad: Path, regels: list[dict[str, str]]) -> Iterator[str]:
    """Name the rows on which the two differ with the cell that is odd, and else the zaken."""
    product, oracle = judge(pad), answer(pad)
    pairs = zip(product["aanleveringen"][0]["regels"], oracle["aanleveringen"][0]["regels"], strict=True)
    for (one, other), row in zip(pairs, regels, strict=True):
        if one != other:
            odd = {veld: cell for veld, cell in row.items() if cell != GOED[veld]}
            yield f"{odd!r}: {one['gronden']} en niet {other['gronden']}"
    if product["zaken"] != oracle["zaken"]:
        yield f"zaken: {product['zaken']} en niet {oracle['zaken']}"
