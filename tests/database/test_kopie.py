"""The copy of a database is made without showing its password to who looks at the processes."""

from __future__ import annotations

from meldpunt.database.kopie import hide_password


def test_it_keeps_the_password_off_the_command_line() -> None:
    place, env = hide_password("postgresql://meldpunt:geheim%40woord@/meldpunt?host=/tmp/s&port=5432")
    assert "geheim" not in place
    assert {"user=meldpunt", "host=/tmp/s", "dbname=meldpunt"} <= set(place.split())
    assert env["PGPASSWORD"] == "geheim@woord"


def test_it_leaves_the_environment_alone_without_a_password(monkeypatch) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    place, env = hide_password("dbname=meldpunt")
    assert place == "dbname=meldpunt"
    assert "PGPASSWORD" not in env
