"""What differs between two ways of writing a Dutch surname."""

from __future__ import annotations

import pytest

from meldpunt.rules.naamverschil import compare_namen, is_bedrijfsnaam, sound_of

VECTOREN = [
    # asked (prefix, surname), registry (prefix, surname), what differs
    (("", "Jansen"), ("", "JANSEN"), "gelijk"),
    (("van der", "Berg"), ("van der", "Berg"), "gelijk"),
    (("", "van der Berg"), ("van der", "Berg"), "gelijk"),
    (("", "Smits-Bakker"), ("", "Smits Bakker"), "gelijk"),
    # marks
    (("", "Sahin"), ("", "Şahin"), "diakriet"),
    (("", "Gul"), ("", "Gül"), "diakriet"),
    (("", "Mueller"), ("", "Müller"), "diakriet"),
    (("", "Muller"), ("", "Müller"), "diakriet"),
    (("", "Soerensen"), ("", "Sørensen"), "diakriet"),
    (("", "Lukasik"), ("", "Łukasik"), "diakriet"),
    (("", "Noe"), ("", "Noë"), "diakriet"),
    (("", "Çelik"), ("", "Celik"), "diakriet"),
    # prefixes
    (("", "Berg"), ("van den", "Berg"), "voorvoegsel"),
    (("v.d.", "Berg"), ("van der", "Berg"), "voorvoegsel"),
    (("", "vd Berg"), ("van den", "Berg"), "voorvoegsel"),
    (("", "Berg, van den"), ("van der", "Berg"), "voorvoegsel"),
    (("", "Hooft"), ("'t", "Hooft"), "voorvoegsel"),
    (("de", "Vries"), ("", "Vries"), "voorvoegsel"),
    (("el", "Amrani"), ("", "Amrani"), "voorvoegsel"),
    # spelling: said the same
    (("", "Jansen"), ("", "Janssen"), "spelling"),
    (("", "Meyer"), ("", "Meijer"), "spelling"),
    (("", "Meier"), ("", "Meijer"), "spelling"),
    (("de", "Bruin"), ("de", "Bruyn"), "spelling"),
    (("de", "Bruin"), ("de", "Bruijn"), "spelling"),
    (("", "Kuipers"), ("", "Cuijpers"), "spelling"),
    (("", "Visser"), ("", "Visscher"), "spelling"),
    (("", "Bos"), ("", "Bosch"), "spelling"),
    (("", "Dekker"), ("", "Decker"), "spelling"),
    (("", "Smit"), ("", "Smidt"), "spelling"),
    (("", "Smid"), ("", "Smit"), "spelling"),
    (("", "Hendriks"), ("", "Hendrickx"), "spelling"),
    (("", "Claassen"), ("", "Klaasen"), "spelling"),
    (("de", "Haen"), ("de", "Haan"), "spelling"),
    (("", "Zeegers"), ("", "Segers"), "spelling"),
    (("", "Matthijsen"), ("", "Mathyssen"), "spelling"),
    # one letter
    (("", "Bakkr"), ("", "Bakker"), "typefout"),
    (("", "Hoekstar"), ("", "Hoekstra"), "typefout"),
    (("", "Vos"), ("", "Bos"), "anders"),
    # the name of a partner
    (("", "Jansen-de Vries"), ("de", "Vries"), "partnernaam"),
    (("", "Jansen e/v de Vries"), ("", "Jansen"), "partnernaam"),
    (("", "Bakker"), ("", "Bakker-Smit"), "partnernaam"),
    (("", "Bakker"), ("de", "Vries"), "anders"),
    # business names
    (("", "Bakkerij Janssen B.V."), ("", "Jansen"), "bedrijfsnaam"),
    (("", "Schildersbedrijf de Vries"), ("de", "Vries"), "bedrijfsnaam"),
    (("", "h.o.d.n. Kapsalon Yildiz"), ("", "Yıldız"), "bedrijfsnaam"),
    (("", "V.O.F. Smit & Zn."), ("", "Smit"), "bedrijfsnaam"),
    (("", "Van den Berg Holding"), ("van den", "Berg"), "bedrijfsnaam"),
    (("", "Bakkerij Janssen B.V."), ("", "Pietersen"), "anders"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "found", "difference"), VECTOREN)
def test_it_names_what_differs(asked: tuple[str, str], found: tuple[str, str], difference: str) -> None:
    assert compare_namen(asked, [found]) == [difference]


def test_it_judges_each_name_apart() -> None:
    found = [("", "Janssen"), ("", "Jansen"), ("de", "Wit")]
    assert compare_namen(("", "Jansen"), found) == ["spelling", "gelijk", "anders"]
    assert compare_namen(("", "Jansen"), []) == []


@pytest.mark.parametrize("name", ["", "-", "van"])
def test_it_takes_a_name_of_nothing_for_no_other_name(name: str) -> None:
    assert compare_namen(("", name), [("", "Jansen")]) == ["anders"]


@pytest.mark.parametrize(("name", "business"), [
    ("Jansen B.V.", True), ("Stichting De Hoop", True), ("Taxi Ali", True), ("De Wit VOF", True),
    ("Bakker", False), ("Bouwman", False), ("Zorgman", False), ("Bove", False), ("Visser", False),
    ("Winkelaar", False), ("van Beheren", False), ("Hobo", False), ("Ho", False), ("Schilder", False),
    ("Zorg", False),
])  # fmt: skip
def test_it_knows_a_business_by_its_words(name: str, business: bool) -> None:
    assert is_bedrijfsnaam(name) is business


def test_it_keeps_apart_what_sounds_different() -> None:
    sounds = {sound_of(key) for key in ("bakker", "visser", "mulder", "bos", "vos", "smit", "smits", "groen")}
    assert len(sounds) == 8
