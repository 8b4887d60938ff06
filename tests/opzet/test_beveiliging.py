"""The checks beside the tests say what they did not look at."""

from __future__ import annotations

import json
import subprocess

import pytest
from tools import beveiliging


def answer(text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess([], 0, stdout=text, stderr="")


def test_it_says_loudly_that_nobody_could_be_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    skipped = json.dumps({"dependencies": [{"name": "x", "skip_reason": "not found"}]})
    monkeypatch.setattr(beveiliging, "run", lambda command, **_: answer(skipped))
    assert beveiliging.audit() == 0
    said = capsys.readouterr().err
    assert said.count("is NIET gedaan") == 2
    assert "make audit" in said


def test_it_fails_on_a_known_weakness(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    weak = {"name": "x", "version": "1", "vulns": [{"id": "PYSEC-1"}]}
    told = json.dumps({"dependencies": [weak], "vulnerabilities": {"y": {"severity": "high"}}})
    monkeypatch.setattr(beveiliging, "run", lambda command, **_: answer(told))
    assert beveiliging.audit() == 1
    assert "x 1: PYSEC-1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"results": [], "errors": []}, 1),  # the list holds what bandit no longer asks for
        ({"results": [], "errors": [{"filename": "x", "reason": "syntax"}]}, 1),
    ],
)
def test_it_fails_when_the_list_of_reasons_no_longer_fits(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, object], code: int
) -> None:
    monkeypatch.setattr(beveiliging, "run", lambda command, **_: answer(json.dumps(said)))
    assert beveiliging.check_code() == code
