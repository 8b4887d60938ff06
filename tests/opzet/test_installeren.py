"""Set-up does each step once, and again when its input changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools import opzet


def test_it_does_a_step_once_for_the_same_input(tmp_path: Path) -> None:
    done: list[str] = []
    for value in ("een", "een", "twee"):
        opzet.step(opzet.Stempel(tmp_path / "stempel"), "stap", value, lambda: done.append("gedaan"))
    assert len(done) == 2


def test_it_remembers_no_step_that_failed(tmp_path: Path) -> None:
    def fail() -> None:
        raise OSError("geen netwerk")

    stamp = opzet.Stempel(tmp_path / "stempel")
    with pytest.raises(OSError, match="geen netwerk"):
        opzet.step(stamp, "stap", "een", fail)
    assert not opzet.Stempel(tmp_path / "stempel").has("stap", "een")


def test_it_calls_npm_of_the_wheel_by_its_script_when_the_machine_has_no_node(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opzet.shutil, "which", lambda name: None)
    assert [part.name for part in opzet.find_npm()] == ["node", "npm-cli.js"]
    assert all(part.exists() for part in opzet.find_npm())


def test_it_copies_only_into_the_folder_that_git_ignores() -> None:
    assert all(".." not in entry["naar"] for entry in opzet.read_copies())
    assert "src/meldpunt/web/static/vendor/" in (opzet.ROOT / ".gitignore").read_text().splitlines()
