"""The site finds a port."""

from __future__ import annotations

import socket

import pytest

from meldpunt.opzet.poort import choose_poort, is_open

HOST = "127.0.0.1"


def test_it_takes_the_next_port_when_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MELDPUNT_PORT", raising=False)
    first = choose_poort(HOST)
    with socket.create_server((HOST, first)):
        assert choose_poort(HOST) > first
        assert is_open(HOST, first)


def test_it_says_so_when_the_port_that_was_asked_for_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((HOST, 0)) as taken:
        monkeypatch.setenv("MELDPUNT_PORT", str(taken.getsockname()[1]))
        with pytest.raises(OSError, match="poort_bezet"):
            choose_poort(HOST)
