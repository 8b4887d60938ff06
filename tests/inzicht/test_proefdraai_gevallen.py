"""The scenarios with the answer we expect, compared key by key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from meldpunt.inzicht.proefdraai import run_scenario

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
SCENARIOS = sorted(CASES.glob("*/geval.toml"))
ZAAKSLEUTELS = (
    "gemeente", "adres", "signalen", "aantal", "bedrag", "venster_maanden", "bekend", "rang", "selectie", "reden",
    "postvak", "acties",
)  # fmt: skip


def test_it_finds_the_published_scenarios() -> None:
    if not CASES.is_dir():
        pytest.skip(f"LET OP: {CASES} is er niet; de gepubliceerde scenario's zijn niet gedraaid")
    assert SCENARIOS


@pytest.mark.parametrize("pad", SCENARIOS, ids=lambda pad: pad.parent.name)
def test_it_answers_a_published_scenario_exactly(pad: Path) -> None:
    expected = json.loads((pad.parent / "verwacht.json").read_text(encoding="utf-8"))
    answer = json.loads(json.dumps(run_scenario(pad)))
    assert only_fixed_keys(answer) == only_fixed_keys(expected)


def only_fixed_keys(answer: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the contract leaves open."""
    return {
        "convenant": answer["convenant"],
        "aanleveringen": [
            {key: one[key] for key in ("partner", "datum", "bestand")}
            | {
                "regels": [
                    {key: regel[key] for key in ("regel", "besluit", "gronden", "waarschuwingen")}
                    for regel in one["regels"]
                ]
            }
            for one in answer["aanleveringen"]
        ],
        "zaken": [{key: zaak[key] for key in ZAAKSLEUTELS} for zaak in answer["zaken"]],
    }
