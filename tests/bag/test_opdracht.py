"""`meldpunt bag` on the command line."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.bag.bestanden import row, write_csv

pytestmark = pytest.mark.django_db


def run(*args: str) -> str:
    out = StringIO()
    call_command("bag", *args, stdout=out)
    return out.getvalue()


def test_it_loads_looks_up_and_says_what_there_is(tmp_path: Path) -> None:
    pad = write_csv(tmp_path / "bag.csv", row(1, letter="A"), row(2, letter="A", toevoeging="2", neven=True))
    assert "2 nieuw of anders, 0 verdwenen" in run("laad", str(pad), "--stand", "2026-11-08")
    assert run("zoek", "postcode=2011ab", "huisnummer=1", "huisletter=a", "exacteMatch=true") == (
        "Grote Houtstraat 1 A, 2011 AB  HAARLEM: nummeraanduiding 0392200000000001, "
        "verblijfsobject 0392010000000001\n"
    )
    assert "(nevenadres)" in run("zoek", "postcode=2011AB", "huisnummer=1")
    assert "Nederland: 2 adressen uit csv van 08-11-2026" in run("stand")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["laad", "er-is-niets.csv"], "bag_bestand"),
        (["laad", "x", "--gemeente", "Haarlem"], "gemeentecode"),
        (["laad", "x", "--stand", "gisteren"], "datum_ongeldig"),
        (["zoek", "2011AB"], "adresvraag_ongeldig"),
        (["zoek", "q=Brink", "postcode=2391PH", "huisnummer=1"], "unsupportedCombi"),
    ],
)
def test_it_says_what_is_wrong_in_one_sentence(args: list[str], code: str) -> None:
    with pytest.raises(CommandError, match=rf"\[{code}\]"):
        run(*args)
