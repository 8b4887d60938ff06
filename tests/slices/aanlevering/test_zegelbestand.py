"""A raw file is sealed from its first byte on disk to its last, opens in memory only, and never once it was changed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.factories import KOP as KOLOMMEN
from tests.factories import NU, make_deelname, make_partner, make_regel

from meldpunt import pipeline
from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.actions import Inzending, receive_aanlevering
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.aanlevering.zegelbestand import STUK, Verzegelaar, hold_in_memory, iter_pieces
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.sleutelbos import Onleesbaar

pytestmark = pytest.mark.django_db
SYSTEEM = system_actor(herkomst="test")
NAAM = "Ondersteboven"


def seal(path: Path, content: bytes, size: int = 999_983) -> Path:
    file = Verzegelaar(path)
    for begin in range(0, len(content), size):
        file.write(content[begin : begin + size])
    file.finish()
    return path


def receive() -> Aanlevering:
    partner = make_partner()
    make_deelname(partners=[partner])
    inzending = Inzending(
        blokken=["\n".join([KOLOMMEN, make_regel(achternaam=NAAM)]).encode()],
        naam="levering.csv", partner=partner, convenant="landelijk", datum=NU.date(), kanaal="test",
    )  # fmt: skip
    return receive_aanlevering(inzending=inzending, door=SYSTEEM, now=NU).aanlevering


@pytest.mark.parametrize("size", [0, 1, STUK - 1, STUK, STUK + 1, 3 * STUK])
def test_it_gives_back_what_it_took_in_whatever_its_length(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    assert b"".join(iter_pieces(seal(tmp_path / "x", content))) == content


def test_it_gives_a_path_that_is_on_no_disk(tmp_path: Path) -> None:
    with hold_in_memory(iter_pieces(seal(tmp_path / "x", b"inhoud"))) as path:
        assert path.read_bytes() == b"inhoud"
        assert "memfd" in str(path.readlink())
    assert not path.exists()


def test_it_refuses_a_file_that_was_changed_cut_lengthened_or_reordered(tmp_path: Path) -> None:
    sealed = seal(tmp_path / "x", os.urandom(3 * STUK + 5)).read_bytes()
    head = len(sealed) - 3 * (STUK + 16) - 21
    pieces = [sealed[head + n * (STUK + 16) : head + (n + 1) * (STUK + 16)] for n in range(4)]
    broken = {
        "changed": sealed[:-40] + bytes([sealed[-40] ^ 1]) + sealed[-39:],
        "cut": b"".join([sealed[:head], *pieces[:3]]),
        "empty": sealed[:head],
        "lengthened": sealed + b"x",
        "reordered": b"".join([sealed[:head], pieces[1], pieces[0], *pieces[2:]]),
        "another head": b"x" + sealed[1:],
        "plain": b"klantnummer;achternaam\nK1;Jansen\n",
    }
    for name, content in broken.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Onleesbaar):
            list(iter_pieces(tmp_path / name))


def test_it_keeps_a_delivery_sealed_until_it_is_read_and_then_destroys_it() -> None:
    row = receive()
    assert NAAM.encode() not in ruw.path_of(row.id).read_bytes()
    pipeline.run_aanlevering(aanlevering=row.id, door=SYSTEEM, clock=lambda: NU)
    row.refresh_from_db()
    assert (row.status, row.aantal_geaccepteerd, ruw.path_of(row.id).exists()) == ("verwerkt", 1, False)


def test_it_refuses_a_delivery_whose_file_was_changed_or_exchanged_with_a_clear_sentence(
    tmp_path: Path,
) -> None:
    row = receive()
    ruw.path_of(row.id).unlink()
    seal(ruw.path_of(row.id), b"klantnummer;achternaam\nK1;Iemand Anders\n")
    pipeline.run_aanlevering(aanlevering=row.id, door=SYSTEEM, clock=lambda: NU)
    row.refresh_from_db()
    assert (row.status, row.fout_code, row.aantal_regels) == ("afgekeurd", "bestand_veranderd", 0)
    assert "Lever het opnieuw aan" in row.fout_zin


KILLED = """
import sys, time
import django
django.setup()
from pathlib import Path
from unittest import mock
from meldpunt.aanlevering import zegelbestand
with mock.patch.object(zegelbestand, "encrypt", lambda doel, key: b"x" * 60):
    file = zegelbestand.Verzegelaar(Path(sys.argv[1]))
for _ in range(40):
    file.write(b"K1;Ondersteboven\\n" * 20000)
file._file.flush()
print("halfway", flush=True)
time.sleep(60)
"""


def test_it_leaves_sealed_bytes_only_when_it_is_killed_halfway(tmp_path: Path) -> None:
    path = tmp_path / "half.inkomend"
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "DJANGO_SETTINGS_MODULE": "meldpunt.settings.test"},
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "halfway\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    left = path.read_bytes()
    assert len(left) > STUK
    assert NAAM.encode() not in left
