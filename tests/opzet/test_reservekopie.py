"""A back-up is made, restored in another database, and who was destroyed in between is gone there as well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.aanlevering.models import Signaal, SignaalPersoon
from meldpunt.bewaring.reservesleutels import destroy_due_keys, list_maanden
from meldpunt.bewaring.vernietiging import destroy_personen
from meldpunt.opzet.start import start

PRIVACY = make_actor(rol="privacy")


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.MELDPUNT_DATA = tmp_path / "data"
    settings.MELDPUNT_DATA.mkdir()
    settings.MELDPUNT_RESERVESLEUTELS = tmp_path / "sleutels"
    monkeypatch.setenv("MELDPUNT_DATA", str(settings.MELDPUNT_DATA))
    monkeypatch.setenv("MELDPUNT_RESERVESLEUTELS", str(settings.MELDPUNT_RESERVESLEUTELS))
    monkeypatch.setenv("MELDPUNT_SLEUTEL", settings.MELDPUNT_SLEUTEL)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "meldpunt.settings.demo")
    monkeypatch.setenv("MELDPUNT_DATABASE_URL", address_of(str(connection.settings_dict["NAME"])))
    return tmp_path


def address_of(naam: str) -> str:
    given = connection.settings_dict
    place = f"host={quote(str(given['HOST']), safe='')}&port={given['PORT'] or 5432}"
    return f"postgresql://{given['USER']}:{quote(str(given['PASSWORD']))}@/{naam}?{place}"


@pytest.fixture
def elders() -> Iterator[str]:
    """Give the address of an empty database beside that of the test."""
    with psycopg.connect(address_of(str(connection.settings_dict["NAME"])), autocommit=True) as apart:
        apart.execute("DROP DATABASE IF EXISTS reservekopie_proef")
        apart.execute("CREATE DATABASE reservekopie_proef")
        yield address_of("reservekopie_proef")
        apart.execute("DROP DATABASE reservekopie_proef WITH (FORCE)")


def make_world() -> None:
    partner = make_partner()
    make_deelname(partners=[partner])
    deliver(
        partner=partner,
        regels=[make_regel(), make_regel(klantnummer="K2", achternaam="Zqbewaard", huisnummer="14")],
    )


def make_kopie(folder: Path) -> Path:
    call_command("reservekopie", "maak", "--naar", str(folder / "kopie"))
    (kopie,) = (folder / "kopie").glob("*.kopie")
    return kopie


@pytest.mark.django_db(transaction=True)
def test_it_restores_a_copy_and_destroys_again_what_went_since(tmp_path: Path, elders: str) -> None:
    make_world()
    first = SignaalPersoon.objects.get(achternaam="Jansen").id
    kopie = make_kopie(tmp_path)
    assert b"Zqbewaard" not in kopie.read_bytes()
    destroy_personen(signalen=[first], gemeente="0392", grond="verzoek", door=PRIVACY, now=NU)
    call_command("reservekopie", "terugzetten", str(kopie), "--database", elders)
    assert not (tmp_path / "data" / "terugzetten.bezig").exists()
    with psycopg.connect(elders) as other:
        names = other.execute("SELECT achternaam FROM meldpunt_signaalpersoon").fetchall()
        assert names == [("Zqbewaard",)]
        assert other.execute("SELECT count(*) FROM meldpunt_signaal").fetchone() == (Signaal.objects.count(),)
        lines = other.execute("SELECT nummer, grond FROM meldpunt_vernietiging ORDER BY nummer").fetchall()
        assert lines == [(1, "verzoek"), (2, "herhaald")]
    with pytest.raises(CommandError, match="database_niet_leeg"):
        call_command("reservekopie", "terugzetten", str(kopie), "--database", elders)


@pytest.mark.django_db(transaction=True)
def test_it_cannot_be_read_when_changed_cut_off_or_without_its_key(tmp_path: Path, elders: str) -> None:
    make_world()
    kopie = make_kopie(tmp_path)
    whole = kopie.read_bytes()
    for broken, code in (
        (whole[:-40], "reservekopie_"),
        (whole[:200] + bytes([whole[200] ^ 1]) + whole[201:], "reservekopie_veranderd"),
        (b"PGDMP" + whole, "geen_reservekopie"),
    ):
        kopie.write_bytes(broken)
        with pytest.raises(CommandError, match=code):
            call_command("reservekopie", "terugzetten", str(kopie), "--database", elders)
    kopie.write_bytes(whole)
    (maand,) = list_maanden()
    call_command("reservekopie", "sleutel", "vernietigen", maand)
    with pytest.raises(CommandError, match="sleutel_vernietigd"):
        call_command("reservekopie", "terugzetten", str(kopie), "--database", elders)
    # A month whose key is destroyed gets no other one.
    with pytest.raises(CommandError, match="sleutel_vernietigd"):
        call_command("reservekopie", "maak", "--naar", str(tmp_path / "kopie"))


def test_it_destroys_keys_older_than_the_longest_term(settings: Any) -> None:
    folder = Path(settings.MELDPUNT_RESERVESLEUTELS)
    folder.mkdir()
    for maand in ("2026-04", "2026-05", "2026-11"):
        (folder / f"{maand}.sleutel").write_bytes(b"x" * 32)
    assert destroy_due_keys(now=datetime(2026, 11, 26, 3, 0, tzinfo=UTC)) == 1
    assert list_maanden() == ["2026-05", "2026-11"]
    assert (folder / "2026-04.vernietigd").exists()


def test_it_opens_no_site_before_destruction_was_done_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data" / "terugzetten.bezig").write_text("bezig")
    assert start(tmp_path / "data" / "database", []) == 1
    assert "herhalen_eerst" in capsys.readouterr().err
