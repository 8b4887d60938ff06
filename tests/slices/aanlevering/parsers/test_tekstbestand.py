"""CSV as partners send it."""

from pathlib import Path

import pytest
from tests.slices.aanlevering.parsers.bestanden import VELDEN, read, read_text, rows, write_file

from meldpunt.aanlevering.parsers import BestandFout


@pytest.mark.parametrize("teken", [";", ",", "\t"])
@pytest.mark.parametrize("einde", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_it_reads_every_separator_line_end_and_encoding(
    tmp_path: Path, teken: str, einde: str, codering: str
) -> None:
    regels = [["klantnummer", "achternaam"], ["007", "Müller-€"], [], ["8", "Één"]]
    tekst = einde.join(teken.join(cellen) for cellen in regels)
    ruw = read_text(tmp_path, tekst, codering=codering)
    assert rows(ruw, "klantnummer", "achternaam") == [(2, "007", "Müller-€"), (4, "8", "Één")]
    assert ruw.scheidingsteken == teken


def test_it_always_gives_every_field_and_no_other(tmp_path: Path) -> None:
    ruw = read_text(tmp_path, "postcode;kleur\n1011AB;rood\n")
    assert ruw.regels.columns == ["regel", *VELDEN, "buiten_velden"]
    assert rows(ruw, "postcode", "bedrag", "buiten_velden") == [(2, "1011AB", None, True)]
    assert ruw.onbekende_kolommen == ("kleur",)


def test_it_compares_column_names_without_case_and_with_spaces_as_underscores(tmp_path: Path) -> None:
    ruw = read_text(tmp_path, "\xa0Achterstand Sinds ;POSTCODE\n2026-01-02;1011AB\n")
    assert rows(ruw, "achterstand_sinds", "postcode") == [(2, "2026-01-02", "1011AB")]


def test_it_takes_the_first_filled_cell_of_columns_with_one_name(tmp_path: Path) -> None:
    ruw = read_text(tmp_path, "bedrag;Bedrag;BEDRAG\n1;2;3\n ;2;3\n;;3\n")
    assert rows(ruw, "bedrag", "buiten_velden") == [(2, "1", False), (3, "2", False), (4, "3", False)]


def test_it_skips_rows_without_any_text_but_keeps_a_row_with_text_elsewhere(tmp_path: Path) -> None:
    ruw = read_text(tmp_path, "bedrag;kleur\n\n;\n \xa0;\u2003\n;rood\n;;x\n1;\n")
    assert rows(ruw, "bedrag", "buiten_velden") == [(5, None, True), (6, None, True), (7, "1", False)]


def test_it_fills_short_rows_and_flags_only_filled_cells_beyond_the_header(tmp_path: Path) -> None:
    ruw = read_text(tmp_path, "klantnummer;bedrag\n1\n2;5;;;\n3;5;;x\n")
    assert rows(ruw, "klantnummer", "bedrag", "buiten_velden") == [
        (2, "1", None, False),
        (3, "2", "5", False),
        (4, "3", "5", True),
    ]


def test_it_numbers_a_row_by_the_line_it_starts_on(tmp_path: Path) -> None:
    ruw = read_text(tmp_path, 'klantnummer;achternaam\n1;"a\nb""c"\r\n2;"d;e"\n\n3;f\n')
    assert rows(ruw, "klantnummer", "achternaam") == [(2, "1", 'a\nb"c'), (4, "2", "d;e"), (6, "3", "f")]


def test_it_reads_a_header_that_holds_a_line_end(tmp_path: Path) -> None:
    ruw = read_text(tmp_path, '"achterstand\nsinds";bedrag\n2026-01-02;5\n')
    assert rows(ruw, "achterstand_sinds", "bedrag") == [(3, "2026-01-02", "5")]


def test_it_keeps_quotes_inside_a_cell_as_they_are(tmp_path: Path) -> None:
    ruw = read_text(tmp_path, 'achternaam;bedrag\nJan "de Boer";5\n')
    assert rows(ruw, "achternaam", "bedrag") == [(2, 'Jan "de Boer"', "5")]


def test_it_refuses_a_quote_that_is_never_closed_and_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(BestandFout, match=r"^Regel 3 .*\[aanhalingsteken_open\]$"):
        read_text(tmp_path, 'achternaam;bedrag\nA;1\n"B;2\nC;3\n')


def test_it_takes_line_1_as_the_header_unless_told_to_search(tmp_path: Path) -> None:
    tekst = "Aanlevering oktober\n\nklantnummer;bedrag\n1;5\n"
    assert read_text(tmp_path, tekst).kop == ("Aanlevering oktober",)
    gezocht = read_text(tmp_path, tekst, zoek_kop=True)
    assert gezocht.kopregel == 3
    assert rows(gezocht, "klantnummer", "bedrag", "buiten_velden") == [(4, "1", "5", False)]


def test_it_finds_a_header_of_which_all_names_are_foreign(tmp_path: Path) -> None:
    ruw = read_text(tmp_path, "Export\n\nDebiteur;Saldo;Kleur\n1;5;\n", zoek_kop=True)
    assert (ruw.kopregel, ruw.onbekende_kolommen) == (3, ("Debiteur", "Saldo", "Kleur"))


def test_it_reads_a_partners_own_names_through_the_column_map(tmp_path: Path) -> None:
    kaart = {"Debiteur nr": "klantnummer", "Saldo": "bedrag"}
    ruw = read_text(tmp_path, "DEBITEUR NR;saldo\n1;5\n", kolomkaart=kaart, zoek_kop=True)
    assert rows(ruw, "klantnummer", "bedrag", "buiten_velden") == [(2, "1", "5", False)]


def test_it_keeps_apart_what_somebody_chose_for_names_that_differ_in_case(tmp_path: Path) -> None:
    for kaart in ({"Bedrag": "bedrag", "bedrag": ""}, {"bedrag": "", "Bedrag": "bedrag"}):
        ruw = read_text(tmp_path, "Bedrag;bedrag\n5;6\n", kolomkaart=kaart)
        assert rows(ruw, "bedrag", "buiten_velden") == [(2, "5", True)]


def test_it_gives_no_rows_for_a_header_alone_or_nothing_at_all(tmp_path: Path) -> None:
    for tekst in ("klantnummer;bedrag", "klantnummer;bedrag\n", "", "\n \n"):
        ruw = read_text(tmp_path, tekst)
        assert ruw.regels.height == 0
        assert ruw.regels.columns == ["regel", *VELDEN, "buiten_velden"]


def test_it_folds_two_hundred_unknown_columns_into_one_flag(tmp_path: Path) -> None:
    kop = ";".join(["klantnummer", *(f"kolom {i}" for i in range(200))])
    ruw = read_text(tmp_path, f"{kop}\n1{';' * 200}\n2{';' * 200}x\n")
    assert rows(ruw, "klantnummer", "buiten_velden") == [(2, "1", False), (3, "2", True)]
    assert len(ruw.onbekende_kolommen) == 200


def test_it_ignores_our_two_report_columns_only_as_a_pair_in_a_delivery(tmp_path: Path) -> None:
    rapport = "telefoon;gronden;wat_te_doen\n'+316;x;y\n"
    paar = read_text(tmp_path, rapport, velden=("telefoon",), zoek_kop=True)
    assert rows(paar, "telefoon", "buiten_velden") == [(2, "+316", False)]
    alleen = read_text(tmp_path, "telefoon;gronden\n'+316;x\n", velden=("telefoon",), zoek_kop=True)
    assert rows(alleen, "telefoon", "buiten_velden") == [(2, "'+316", True)]
    letterlijk = read_text(tmp_path, rapport, velden=("telefoon",))
    assert rows(letterlijk, "telefoon", "buiten_velden") == [(2, "'+316", True)]


def test_it_reads_utf8_that_is_cut_in_two_by_a_block(tmp_path: Path) -> None:
    regels = "".join(f"{nummer};{'é' * 997}\n" for nummer in range(5_000))
    ruw = read_text(tmp_path, "klantnummer;achternaam\n" + regels)
    assert ruw.regels["achternaam"].unique().to_list() == ["é" * 997]
    assert ruw.regels["regel"].to_list() == list(range(2, 5_002))


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        (b"a;b\n\x00;1\n", "bestand_onleesbaar"),
        ("a;b\n1;2\n".encode("utf-16-le"), "bestand_onleesbaar"),
        (b"\xef\xbb\xbfa;b\n\xff;1\n", "codering_onbekend"),
        (b"a;b\n\x81\xff;1\n", "codering_onbekend"),
        (b"a;b\n1;" + b"x" * 200_000, None),
        (b'a;b\n1;"' + b"x" * 200_000 + b'"', "cel_te_lang"),
        (b"a;b\n1;" + b"x" * 9_000_000, "regel_te_lang"),
        (b";" * 1_500 + b"\n", "te_veel_kolommen"),
    ],
)
def test_it_refuses_text_it_cannot_trust(tmp_path: Path, inhoud: bytes, code: str | None) -> None:
    with pytest.raises(BestandFout) as fout:
        read(write_file(tmp_path, inhoud))
    assert fout.value.code == (code or "cel_te_lang")
    assert fout.value.zin.endswith(f"[{fout.value.code}]")
