"""A file comes in: never beyond the limit, never outside the folder of raw files, never left behind."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import NU
from tests.web.partner.wereld import make_pwn, sign_in

from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.actions import sweep_raw
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.toegang.actor import system_actor
from meldpunt.web.upload import BegrensdeUpload

pytestmark = pytest.mark.django_db
STUK = 65_536


def receive(stukken: int) -> BegrensdeUpload:
    upload = BegrensdeUpload()
    upload.new_file("bestand", "levering.csv", "text/csv", None, "utf-8", None)
    for nummer in range(stukken):
        assert upload.receive_data_chunk(b"x" * STUK, nummer * STUK) is None
    return upload


def test_it_writes_no_more_than_the_limit_and_counts_the_rest(settings) -> None:
    settings.MELDPUNT_MAX_BESTAND = 2 * STUK
    file = receive(9).file_complete(9 * STUK)
    path = file.path
    assert (file.name, file.size, path.parent) == ("levering.csv", 9 * STUK, ruw.folder())
    assert settings.MELDPUNT_MAX_BESTAND < path.stat().st_size <= 3 * STUK + 1000
    assert b"x" * 16 not in path.read_bytes()
    assert b"".join(file.chunks()) == b"x" * 3 * STUK
    assert path.stat().st_mode & 0o077 == 0
    file.close()
    assert not path.exists()


def test_it_says_that_a_file_is_too_large(settings) -> None:
    settings.MELDPUNT_MAX_BESTAND = 2 * STUK
    make_pwn()
    before = set(ruw.folder().iterdir())
    bestand = SimpleUploadedFile("groot.csv", b"x" * 5 * STUK)
    response = sign_in().post("/partner/aanleveren/", {"convenant": "landelijk", "bestand": bestand})
    assert response.status_code == 422
    assert "[bestand_te_groot]" in response.content.decode()
    assert not Aanlevering.objects.exists()
    response.close()
    assert set(ruw.folder().iterdir()) == before


def test_it_sweeps_an_upload_whose_process_died() -> None:
    dead, alive = (receive(1).file.path for _ in range(2))
    for path, age in ((dead, timedelta(hours=7)), (alive, timedelta(hours=1))):
        path.write_bytes(b"K1;Jansen")
        os.utime(path, times=((NU - age).timestamp(),) * 2)
    sweep_raw(older_than=timedelta(hours=6), door=system_actor(herkomst="test"), now=NU)
    assert (dead.exists(), alive.exists()) == (False, True)
