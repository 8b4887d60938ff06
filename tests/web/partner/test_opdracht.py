"""`meldpunt aanleveren`: the same road as the browser, without one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import ManagementUtility
from tests.factories import KOP, make_partner
from tests.web.partner.wereld import make_pwn, write_regel

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.matching.models import Zaak

pytestmark = pytest.mark.django_db(transaction=True)


def run(*args: object) -> int:
    """Run the command as from a shell and return its exit code."""
    with pytest.raises(SystemExit) as ended:
        ManagementUtility(["meldpunt", "aanleveren", *map(str, args)]).execute()
    return int(ended.value.code or 0)


def write(folder: Path, *regels: str, kop: str = KOP, naam: str = "oktober.csv") -> Path:
    bestand = folder / naam
    bestand.write_text("\n".join([kop, *regels]))
    return bestand


VAST = ("--partner", "pwn", "--convenant", "landelijk")


def test_it_takes_a_file_all_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_pwn()
    assert run(write(tmp_path, write_regel()), *VAST) == 0
    assert "Aangenomen   1" in capsys.readouterr().out
    assert Zaak.objects.count() == 1


def test_it_ends_with_one_when_rows_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_pwn()
    assert run(write(tmp_path, write_regel(), write_regel(bedrag="abc")), *VAST) == 1
    out = capsys.readouterr().out
    assert "1  bedrag_ongeldig" in out
    assert "Regel 3: bedrag 'abc'" in out


def test_it_says_that_a_file_was_there_already(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_pwn()
    bestand = write(tmp_path, write_regel(), write_regel(bedrag="abc"))
    assert run(bestand, *VAST) == 1
    capsys.readouterr()
    assert run(bestand, *VAST) == 0
    assert "[al_aangeleverd]" in capsys.readouterr().out
    assert Aanlevering.objects.count() == 1


def test_it_prints_the_receipt_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_pwn()
    assert run(write(tmp_path, write_regel()), *VAST, "--json") == 0
    assert json.loads(capsys.readouterr().out)["aantallen"]["geaccepteerd"] == 1


def test_it_judges_by_the_given_day(tmp_path: Path) -> None:
    make_pwn()
    assert run(write(tmp_path, write_regel(sinds="2024-01-01")), *VAST, "--datum", "2024-03-01") == 0
    assert Aanlevering.objects.get().datum.isoformat() == "2024-03-01"


def test_it_reads_a_column_map(tmp_path: Path) -> None:
    make_pwn()
    kaart = tmp_path / "kaart.toml"
    kaart.write_text('"Openstaand saldo" = "bedrag"\n')
    bestand = write(tmp_path, write_regel(), kop=KOP.replace("bedrag", "Openstaand saldo"))
    assert run(bestand, *VAST, "--kolommen", kaart) == 0
    assert Aanlevering.objects.get().aantal_geaccepteerd == 1


@pytest.mark.parametrize(
    ("veranderd", "code"),
    [
        ({"bestand": "weg.csv"}, "bestand_ontbreekt"),
        ({"--partner": "niemand"}, "partner_onbekend"),
        ({"--convenant": "niets"}, "convenant_onbekend"),
        ({"--datum": "31-10-2026"}, "datum_ongeldig"),
        ({"--kolommen": "weg.toml"}, "kolomkaart_ontbreekt"),
        ({"--zomaar": "x"}, "argumenten"),
    ],
)
def test_it_refuses_wrong_arguments_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], veranderd: dict[str, str], code: str
) -> None:
    make_pwn()
    bestand = veranderd.pop("bestand", str(write(tmp_path, write_regel())))
    keuzes = {"--partner": "pwn", "--convenant": "landelijk", **veranderd}
    assert run(bestand, *(part for pair in keuzes.items() for part in pair)) == 2
    err = capsys.readouterr().err
    assert f"[{code}]" in err
    assert err.count("\n") == 1
    assert not Aanlevering.objects.exists()


@pytest.mark.parametrize(
    ("kop", "regel", "code"),
    [
        (KOP.replace("bedrag", "zomaar"), write_regel(), "verplichte_kolom_ontbreekt"),
        (KOP, 'K1;"nooit gesloten', "aanhalingsteken_open"),
    ],
)
def test_it_ends_with_two_when_the_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kop: str, regel: str, code: str
) -> None:
    make_pwn()
    assert run(write(tmp_path, regel, kop=kop), *VAST) == 2
    assert f"[{code}]" in capsys.readouterr().err


def test_it_refuses_every_row_where_the_partner_does_not_take_part(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_pwn()
    make_partner(sleutel="elan", naam="Elan Wonen", type="Huur")
    bestand = write(tmp_path, write_regel())
    assert run(bestand, "--partner", "elan", "--convenant", "landelijk") == 1
    assert "partner_neemt_niet_deel" in capsys.readouterr().out
