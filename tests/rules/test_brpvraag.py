"""What is asked of the BRP, in which order, and under which surname."""

from __future__ import annotations

from datetime import date

import pytest

from meldpunt.rules.brppersoon import BrpDatum
from meldpunt.rules.brpvraag import Gezocht, list_namen, list_ruime_vragen, list_zoekvragen


def make_gezocht(**values: object) -> Gezocht:
    given = {
        "gemeente": "0392", "achternaam": "Jansen", "voorletters": "J.", "geboortedatum": date(1980, 5, 1),
        "postcode": "2011AA", "huisnummer": 12, **values,
    }  # fmt: skip
    return Gezocht(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("achternaam", "namen"),
    [
        ("Jansen", ("Jansen",)),
        ("van den Berg", ("Berg",)),
        ("Berg, van den", ("Berg",)),
        ("Smit-de Vries", ("Vries", "Smit")),
        ("Smit e.v. Jansen", ("Jansen", "Smit")),
        ("'t Hart", ("'t Hart",)),
        ("Weiß", ("Weiß",)),
        ("Jansen & Zn", ("Jansen  Zn",)),
        ("Van", ("Van",)),
        ("@#!", ()),
    ],
)
def test_it_asks_the_surname_as_the_register_has_it(achternaam: str, namen: tuple[str, ...]) -> None:
    assert list_namen(make_gezocht(achternaam=achternaam)) == namen


def test_it_asks_the_object_then_the_address_then_the_name() -> None:
    asked = list_zoekvragen(make_gezocht(object_id="0392010000000001"))
    assert [one.stap for one in asked] == ["object", "adres", "naam"]
    assert dict(asked[1].waarden) == {
        "postcode": "2011AA",
        "huisnummer": 12,
        "geslachtsnaam": "Jansen",
        "geboortedatum": "1980-05-01",
    }


def test_it_asks_nobody_by_name_alone() -> None:
    assert [one.stap for one in list_zoekvragen(make_gezocht(geboortedatum=None))] == ["adres"]


@pytest.mark.parametrize("object_id", ["", "0" * 16, "12", "0392010000000001 "])
def test_it_asks_no_object_that_is_none(object_id: str) -> None:
    assert list_zoekvragen(make_gezocht(object_id=object_id))[0].stap == "adres"


def test_it_asks_wider_from_narrow_to_wide() -> None:
    asked = [dict(one.waarden) for one in list_ruime_vragen(make_gezocht())]
    assert [sorted(one) for one in asked] == [
        ["geboortedatum", "huisnummer", "postcode"],
        ["geboortedatum", "geslachtsnaam"],
        ["huisnummer", "postcode"],
    ]
    assert asked[1]["geslachtsnaam"] == "Jan*"


@pytest.mark.parametrize(
    ("datum", "kan"),
    [
        (BrpDatum(1980, 5, 1), True),
        (BrpDatum(1980, 5), True),
        (BrpDatum(1980), True),
        (BrpDatum(), True),
        (BrpDatum(1980, 6), False),
        (BrpDatum(1981), False),
    ],
)
def test_it_compares_a_date_as_far_as_it_is_known(datum: BrpDatum, kan: bool) -> None:
    assert datum.can_be(date(1980, 5, 1)) is kan
