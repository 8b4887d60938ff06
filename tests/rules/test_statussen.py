"""Statuses and the value lists of the national standard."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

from meldpunt.rules import statussen
from meldpunt.rules.statussen import (
    BEGIN,
    OVERGANGEN,
    OvergangFout,
    can_transition,
    check_transition,
    derive_signaalstatus,
    list_overgangen,
    list_statussen,
)

SCHEMA = Path(__file__).parents[3] / "shared/contracts/ddas/ddas-vroegsignalering-1.2.schema.json"
LISTS = {
    "EnumContactsoort": statussen.CONTACTSOORTEN,
    "EnumDagdeel": statussen.DAGDELEN,
    "EnumEindresultaat": statussen.EINDRESULTATEN,
    "EnumSignaalpartner": statussen.PARTNERTYPEN,
    "EnumSignaalstatus": statussen.SIGNAALSTATUSSEN,
}


@pytest.mark.parametrize("name", LISTS)
def test_it_uses_the_value_lists_of_the_national_standard(name: str) -> None:
    if not SCHEMA.exists():
        warnings.warn(f"DDAS-schema ontbreekt: {SCHEMA}; waardelijsten niet vergeleken", stacklevel=1)
        pytest.skip("DDAS-schema ontbreekt: de waardelijsten zijn NIET vergeleken")
    assert list(LISTS[name]) == json.loads(SCHEMA.read_text())["$defs"][name]["enum"]


def test_it_holds_the_counts_of_the_standard() -> None:
    assert [len(values) for values in LISTS.values()] == [10, 3, 16, 11, 8]


@pytest.mark.parametrize("soort", BEGIN)
def test_every_status_can_be_reached_from_the_first(soort: str) -> None:
    reached, size = {BEGIN[soort]}, 0
    while size != len(reached):
        size = len(reached)
        reached |= {step.naar for step in OVERGANGEN if step.soort == soort and step.van in reached}
    assert reached == set(list_statussen(soort))
    assert list_statussen(soort)[0] == BEGIN[soort]


def test_every_step_stands_in_the_table_once() -> None:
    steps = [(step.soort, step.van, step.naar) for step in OVERGANGEN]
    assert len(steps) == len(set(steps))


@pytest.mark.parametrize("step", OVERGANGEN, ids=lambda step: f"{step.soort}-{step.van}-{step.naar}")
def test_it_lets_only_the_named_roles_take_a_step(step: statussen.Overgang) -> None:
    for wie in ("systeem", "partner", "behandelaar", "uitvoerder", "coordinator", "inwoner"):
        assert can_transition(step.soort, step.van, step.naar, wie=wie) is (wie in step.wie)
        assert (step in list_overgangen(step.soort, step.van, wie=wie)) is (wie in step.wie)


@pytest.mark.parametrize("soort", BEGIN)
def test_the_check_and_its_twin_agree_on_every_pair(soort: str) -> None:
    for van in list_statussen(soort):
        for naar in list_statussen(soort):
            if can_transition(soort, van, naar):
                check_transition(soort, van, naar)
            else:
                with pytest.raises(OvergangFout, match=r"\[overgang_bestaat_niet\]$"):
                    check_transition(soort, van, naar)


def test_it_says_what_can_be_done_instead() -> None:
    with pytest.raises(
        OvergangFout, match=r"'verwerkt' en kan niet naar 'mislukt'\. Hierna kan: ingetrokken\."
    ):
        check_transition("aanlevering", "verwerkt", "mislukt")
    with pytest.raises(OvergangFout, match="Dit is een eindstatus"):
        check_transition("aanlevering", "ingetrokken", "verwerkt")
    with pytest.raises(OvergangFout, match=r"alleen door: partner of systeem.*\[overgang_niet_toegestaan\]$"):
        check_transition("aanlevering", "verwerkt", "ingetrokken", wie="behandelaar")


@pytest.mark.parametrize(
    ("zaakstatus", "eindresultaat", "status"),
    [
        (None, None, "Nog niet opgepakt"),
        ("vervallen", None, "Niet opgepakt: andere reden"),
        ("nieuw", None, "Opgepakt"),
        ("in_behandeling", None, "Opgepakt"),
        ("niet_opgepakt", None, "Niet opgepakt: andere reden"),
        ("gesloten", "Geen reactie na eerder contact", "Opgepakt"),
        ("gesloten", "Inwoner is overleden", "Inwoner is overleden"),
        ("gesloten", "Niet opgepakt: herhaalde melding", "Niet opgepakt: herhaalde melding"),
    ],
)
def test_it_derives_the_status_of_a_signaal(
    zaakstatus: str | None, eindresultaat: str | None, status: str
) -> None:
    assert derive_signaalstatus(zaakstatus, eindresultaat) == status
    assert status in statussen.SIGNAALSTATUSSEN
