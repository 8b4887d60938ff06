"""The vectors are the published form of the rules: one line per way of writing a name."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.rules.namen import initials_key, key_of_words, parts_of_words, surname_words

WOORDEN = surname_words(pl.col("tussenvoegsel"), pl.col("achternaam"))

SURNAMES = [
    # tussenvoegsel, achternaam, key
    (None, "Jansen", "jansen"),
    ("", "JANSEN ", "jansen"),
    ("van den", "Berg", "berg"),
    (None, "van den Berg", "berg"),
    (None, "Berg, van den", "berg"),
    (None, "Berg van den", "berg"),
    ("v.d.", "Berg", "berg"),
    ("v/d", "Berg", "berg"),
    ("vd", "Berg", "berg"),
    (None, "v. d. Berg", "berg"),
    ("Van Den", "BERG", "berg"),
    ("van 't", "Hof", "hof"),
    (None, "van ’t Hof", "hof"),
    (None, "van't Hof", "hof"),
    ("van het", "Hof", "hof"),
    ("'t", "Lam", "lam"),
    ("in 't", "Veld", "veld"),
    (None, "in't Veld", "veld"),
    ("op de", "Weegh", "weegh"),
    (None, "Ter Horst", "horst"),
    (None, "'s-Gravesande", "gravesande"),
    (None, "van 's Gravesande", "gravesande"),
    ("el", "Khatib", "khatib"),
    (None, "El-Khatib", "khatib"),
    ("al", "Hassan", "hassan"),
    (None, "Ben Ali", "ali"),
    ("da", "Silva", "silva"),
    ("dos", "Santos", "santos"),
    (None, "de la Cruz", "cruz"),
    ("von", "Weiß", "weiss"),
    (None, "Weiss", "weiss"),
    (None, "WEIẞ", "weiss"),
    (None, "Yıldız", "yildiz"),
    (None, "YILDIZ", "yildiz"),
    (None, "İnce", "ince"),
    (None, "Çelik", "celik"),
    (None, "Şahin", "sahin"),
    (None, "Doğan", "dogan"),
    (None, "Sørensen", "sorensen"),
    (None, "SØRENSEN", "sorensen"),
    (None, "Łukasz", "lukasz"),
    (None, "Đorđević", "dordevic"),
    (None, "Müller", "muller"),
    (None, "Mu\u0308ller", "muller"),
    (None, "Dijkstra", "dykstra"),
    (None, "Dykstra", "dykstra"),
    (None, "Dĳkstra", "dykstra"),
    (None, "O'Neill", "oneill"),
    (None, "O´Neill", "oneill"),
    (None, "D'Hondt", "dhondt"),
    (None, "Jansen-de Vries", "jansenvries"),
    (None, "Jansen - de Vries", "jansenvries"),
    (None, "Jansen e/v de Vries", "jansenvries"),
    (None, "Jansen e.v. de Vries", "jansenvries"),
    (None, "Jansen ev de Vries", "jansenvries"),
    (None, "Jansen geb. de Vries", "jansenvries"),
    (None, "Jansen (geboren De Vries)", "jansenvries"),
    (None, "García López", "garcialopez"),
    (None, "Dhr. Jansen", "jansen"),
    (None, "Fam. Jansen", "jansen"),
    # a prefix that is all there is, is the name
    (None, "Van", "van"),
    ("van", "De", "vande"),
    (None, "Da", "da"),
    (None, "Geb", None),
    (None, "", None),
    (None, None, None),
    (None, "-", None),
]

PARTS = [
    (None, "Jansen", ["jansen"]),
    ("van den", "Berg", ["berg", "vandenberg"]),
    (None, "Vandenberg", ["vandenberg"]),
    (None, "El Khatib", ["elkhatib", "khatib"]),
    (None, "Jansen-de Vries", ["jansen", "jansendevries", "jansenvries", "vries"]),
    (None, "Vries-Jansen, de", ["devriesjansen", "jansen", "vries", "vriesjansen"]),
    (None, "Jansen e/v van Dijk", ["dyk", "jansen", "jansendyk", "jansenvandyk"]),
    (None, "D Hondt", ["dhondt", "hondt"]),
    (None, None, []),
]

INITIALS = [
    ("J.P.", "jp"),
    ("JP", "jp"),
    ("J. P.", "jp"),
    ("J P", "jp"),
    ("j.p.", "jp"),
    ("jp", "jp"),
    ("Jan Piet", "jp"),
    ("Jan-Piet", "jp"),
    ("Johannes Petrus", "jp"),
    ("Jan", "j"),
    ("Jo", "j"),
    ("JOHANNES", "j"),
    ("johannes", "j"),
    ("Th.", "t"),
    ("TH.J.", "tj"),
    ("Chr.", "c"),
    ("Ph.", "p"),
    ("Joh.", "j"),
    ("IJ.", "y"),
    ("IJsbrand", "y"),
    ("Y.", "y"),
    ("I.J.", "ij"),
    ("É.", "e"),
    ("Ömer", "o"),
    ("Łukasz", "l"),
    ("J. van der", "j"),
    ("", ""),
    (None, ""),
    ("-", ""),
]


def _frame(tussenvoegsel: str | None, achternaam: str | None) -> pl.DataFrame:
    schema = {"tussenvoegsel": pl.String, "achternaam": pl.String}
    return pl.DataFrame({"tussenvoegsel": [tussenvoegsel], "achternaam": [achternaam]}, schema=schema)


@pytest.mark.parametrize(("tussenvoegsel", "achternaam", "key"), SURNAMES)
def test_it_gives_one_key_to_every_way_of_writing_a_surname(
    tussenvoegsel: str | None, achternaam: str | None, key: str | None
) -> None:
    assert _frame(tussenvoegsel, achternaam).select(key_of_words(WOORDEN)).item() == key


@pytest.mark.parametrize(("tussenvoegsel", "achternaam", "parts"), PARTS)
def test_it_lists_the_names_within_a_double_name(
    tussenvoegsel: str | None, achternaam: str | None, parts: list[str]
) -> None:
    found = _frame(tussenvoegsel, achternaam).select(parts_of_words(WOORDEN)).item()
    assert sorted(found.to_list()) == parts


@pytest.mark.parametrize(("voorletters", "key"), INITIALS)
def test_it_reads_initials_in_every_way_of_writing(voorletters: str | None, key: str) -> None:
    frame = pl.DataFrame({"v": [voorletters]}, schema={"v": pl.String})
    assert frame.select(initials_key(pl.col("v"))).item() == key


@given(st.text(max_size=20), st.text(max_size=30))
def test_it_puts_the_key_among_the_parts_and_ignores_where_the_prefix_stands(prefix: str, name: str) -> None:
    apart = _frame(prefix, name)
    inside = _frame(None, f"{prefix} {name}")
    key = apart.select(key_of_words(WOORDEN)).item()
    parts = apart.select(parts_of_words(WOORDEN)).item().to_list()
    assert key == inside.select(key_of_words(WOORDEN)).item()
    assert key in parts if key is not None else parts == []


def test_it_writes_no_name_of_its_own_into_the_frame() -> None:
    frame = _frame("van", "Dijk").with_columns(sleutel=key_of_words(WOORDEN))
    assert frame.columns == ["tussenvoegsel", "achternaam", "sleutel"]
