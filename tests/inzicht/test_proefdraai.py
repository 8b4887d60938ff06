"""The command itself: what it prints, and what it refuses to run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from meldpunt.inzicht.proefdraai import main, run_scenario

GEVAL = """\
convenant = "landelijk"
peildatum = 2026-10-26

[gemeenten."0344"]
naam = "Utrecht"
postcodes = ["3511-3585"]

[werkprotocol."0344"]
capaciteit = 10
bekende_huishoudens = "meenemen"

[[partners]]
sleutel = "verhuurder"
type = "Huur"
gemeenten = ["0344"]

[[aanleveringen]]
partner = "verhuurder"
datum = 2026-10-25
bestand = "a.csv"

[bekend]
bestand = "bekend.csv"
"""
KOP = "klantnummer;achternaam;postcode;huisnummer;type_vordering;bedrag;achterstand_sinds"
REGELS = (
    f"{KOP}\nK1;Proefpersoon;3511 ab;12;huur;80,5;2026-08-01\n\nK2;Proefpersoon;3511AB;13;huur;0;2026-08-01\n"
)


def write(folder: Path, geval: str = GEVAL, **files: str) -> Path:
    texts = {
        "a.csv": REGELS,
        "bekend.csv": "postcode;huisnummer;reden\n3511AB;12;UITKERING\nxx;1;uitkering\n",
    }
    for naam, text in (texts | files).items():
        (folder / naam).write_text(text, encoding="utf-8")
    (folder / "geval.toml").write_text(geval, encoding="utf-8")
    return folder / "geval.toml"


def test_it_answers_with_the_keys_of_the_contract(tmp_path: Path) -> None:
    answer = run_scenario(write(tmp_path))
    first, second = answer["aanleveringen"][0]["regels"]
    assert first == {"regel": 2, "besluit": "geaccepteerd", "gronden": [], "waarschuwingen": []}
    assert (second["regel"], second["besluit"], second["gronden"]) == (4, "geweigerd", ["bedrag_ongeldig"])
    assert second["uitleg"][0]["zin"] == (
        "Regel 4: bedrag '0' is geen bedrag boven nul zoals 1.234,56 (Landelijk Convenant Vroegsignalering, "
        "bijlage, gegevens per signaal). Verbeter het bedrag, met hoogstens "
        "twee cijfers achter de komma. [bedrag_ongeldig]"
    )
    zaak = answer["zaken"][0]
    assert (zaak["adres"], zaak["bedrag"], zaak["bekend"], zaak["signalen"]) == (
        "3511AB 12", "80.50", True, [["verhuurder", "2026-10-25", 2]],
    )  # fmt: skip
    assert [stap["regel"] for stap in zaak["waarom"]] == ["matching", "bekend", "beslistabel"]


@pytest.mark.parametrize("inhoud", ["", KOP, KOP + "\n", KOP + "\n;;;;;;\n"])
def test_a_file_without_rows_gives_empty_regels(tmp_path: Path, inhoud: str) -> None:
    answer = run_scenario(write(tmp_path, **{"a.csv": inhoud}))
    assert (answer["aanleveringen"][0]["regels"], answer["zaken"]) == ([], [])


def test_a_scenario_without_deliveries_has_no_zaken(tmp_path: Path) -> None:
    head = GEVAL.partition("[[aanleveringen]]")[0].replace("convenant =", "aanleveringen = []\nconvenant =")
    assert run_scenario(write(tmp_path, head))["zaken"] == []


def test_deliveries_keep_the_order_of_the_scenario_and_zaken_do_not_depend_on_it(tmp_path: Path) -> None:
    second = '\n[[aanleveringen]]\npartner = "verhuurder"\ndatum = 2026-10-24\nbestand = "b.csv"\n'
    one = run_scenario(write(tmp_path, GEVAL + second, **{"b.csv": REGELS}))
    other = GEVAL.replace("2026-10-25", "2026-10-24").replace("a.csv", "b.csv")
    turned = run_scenario(write(tmp_path, other + second.replace("24", "25").replace("b.csv", "a.csv")))
    assert [a["bestand"] for a in one["aanleveringen"]] == ["a.csv", "b.csv"]
    assert [a["bestand"] for a in turned["aanleveringen"]] == ["b.csv", "a.csv"]
    assert one["zaken"] == turned["zaken"]


def swap(old: str, new: str) -> str:
    assert old in GEVAL
    return GEVAL.replace(old, new)


FOUT = {
    "unknown covenant": swap('"landelijk"', '"nergens"'),
    "covenant of another type": swap('"landelijk"', "1"),
    "no covenant": swap('convenant = "landelijk"', ""),
    "no peildatum": swap("peildatum = 2026-10-26", ""),
    "peildatum as text": swap("peildatum = 2026-10-26", 'peildatum = "2026-10-26"'),
    "peildatum with a time": swap("peildatum = 2026-10-26", "peildatum = 2026-10-26T00:00:00"),
    "einde as text": swap("peildatum =", 'einde = "2026"\npeildatum ='),
    "capacity beyond what TOML promises": swap("capaciteit = 10", f"capaciteit = {2**63}"),
    "bad TOML": GEVAL + "[[[",
    "lists nested too deep": GEVAL + "x = " + 3000 * "[" + 3000 * "]",
    "a number of thousands of digits": "x = " + 5000 * "9" + "\n" + GEVAL,
    "a key given twice": GEVAL + 'bestand = "a.csv"\n',
    "a line end in the key of a partner": swap('partner = "verhuurder"', 'partner = "twee\\nregels"'),
    "a NUL in a file name": swap('"a.csv"', '"a\\u0000.csv"'),
    "a file name too long for any file": swap('"a.csv"', f'"{5000 * "a"}"'),
    "an empty file name": swap('"a.csv"', '""'),
    "unknown partner": swap('partner = "verhuurder"', 'partner = "ander"'),
    "partner used twice": GEVAL + '\n[[partners]]\nsleutel = "verhuurder"\ntype = "Zorg"\ngemeenten = []\n',
    "partner without key": swap('sleutel = "verhuurder"\n', ""),
    "partner without type": swap('type = "Huur"\n', ""),
    "partner without municipalities": swap('gemeenten = ["0344"]\n', ""),
    "municipality number as number": swap('gemeenten = ["0344"]', "gemeenten = [344]"),
    "no municipalities": swap('[gemeenten."0344"]\nnaam = "Utrecht"\npostcodes = ["3511-3585"]\n', ""),
    "no postcodes": swap('postcodes = ["3511-3585"]\n', ""),
    "no name": swap('naam = "Utrecht"\n', ""),
    "postcodes as text": swap('["3511-3585"]', '"3511-3585"'),
    "range upside down": swap("3511-3585", "3585-3511"),
    "range of nonsense": swap("3511-3585", "Utrecht"),
    "missing file": swap('"a.csv"', '"weg.csv"'),
    "a folder as file": swap('"a.csv"', '"."'),
    "missing known file": swap('"bekend.csv"', '"weg.csv"'),
    "delivery without day": swap("datum = 2026-10-25\n", ""),
    "delivery without file": swap('bestand = "a.csv"\n', ""),
    "unknown value about known households": swap('"meenemen"', '"weglaten"'),
    "capacity as text": swap("capaciteit = 10", 'capaciteit = "10"'),
    "capacity as yes": swap("capaciteit = 10", "capaciteit = true"),
    "negative capacity": swap("capaciteit = 10", "capaciteit = -1"),
    "partners as one table": swap("[[partners]]", "[partners]"),
    "known without file": swap('bestand = "bekend.csv"', ""),
}


@pytest.mark.parametrize("geval", FOUT.values(), ids=FOUT.keys())
def test_it_refuses_a_scenario_that_cannot_be_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], geval: str
) -> None:
    assert main([str(write(tmp_path, geval))]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert printed.err.endswith((".\n", "]\n"))


def test_it_refuses_a_scenario_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "weg.toml")]) == 2
    assert main([]) == 2
    assert capsys.readouterr().out == ""


def test_it_refuses_a_file_that_is_no_delivery(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pad = write(tmp_path)
    (tmp_path / "a.csv").write_bytes(b"%PDF-1.7\x00\x01")
    assert main([str(pad)]) == 2
    assert capsys.readouterr().out == ""


def test_it_says_in_dutch_where_the_scenario_is_no_toml(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pad = write(tmp_path, "convenant = landelijk\n")
    assert main([str(pad)]) == 2
    assert capsys.readouterr().err == f"Het scenario {pad} is geen geldige TOML op regel 1, teken 13.\n"


def test_it_prints_utf_8_where_the_pipe_is_set_to_something_else(tmp_path: Path) -> None:
    geval = GEVAL.replace("verhuurder", "verhuurder€")
    code = "import sys; from meldpunt.inzicht.proefdraai import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(write(tmp_path, geval))],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["aanleveringen"][0]["partner"] == "verhuurder€"


def test_it_names_the_key_that_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(write(tmp_path, FOUT["peildatum as text"]))])
    assert "De sleutel 'peildatum' van het scenario moet een datum zijn" in capsys.readouterr().err


def test_the_command_runs_without_django_or_a_database(tmp_path: Path) -> None:
    code = (
        "import sys; from meldpunt.inzicht.proefdraai import main; c = main(sys.argv[1:]); "
        "sys.exit(c or 9 * ('django' in sys.modules or 'psycopg' in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(write(tmp_path))], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    assert answer["convenant"] == "landelijk"
