"""Somebody of the registry as a candidate."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meldpunt.rules.brppersoon import BrpAdres, BrpDatum, BrpNaam, BrpPersoon
from meldpunt.rules.mismatch import Plek
from meldpunt.rules.mismatchpersoon import kandidaat_of, read_adresregels

PERSOON = BrpPersoon(
    bsn="999990019",
    naam=BrpNaam(voorletters="J.A.", voorvoegsel="van der", geslachtsnaam="Berg"),
    geboorte=BrpDatum(1980, 5),
    adresregels=("Plein 1945 12A-2", "2011 AA  HAARLEM"),
    partners=(BrpNaam(voorvoegsel="de", geslachtsnaam="Wit"),),
)


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (("Grote Markt 2", "2011 RD HAARLEM"), Plek("2011RD", 2, "")),
        (("Plein 1945 12A-2", "2011 AA  HAARLEM"), Plek("2011AA", 12, "A2")),
        (("Kade 12-bis", "2011AA HAARLEM"), Plek("2011AA", 12, "BIS")),
        (("Kade 12 A", "2011 AA HAARLEM"), Plek("2011AA", 12, "A")),
        (("Rue de la Loi 16", "1000 BRUXELLES"), None),
        (("Woonboot tegenover de molen", "2011 AA HAARLEM"), None),
        (("Kade 12",), None),
        ((), None),
    ],
)
def test_it_reads_an_address_out_of_its_lines(lines: tuple[str, ...], place: Plek | None) -> None:
    assert read_adresregels(lines) == place


def test_it_compares_name_birth_partner_and_address_and_nothing_else() -> None:
    found = kandidaat_of(PERSOON)
    assert (found.voorletters, found.voorvoegsel, found.geslachtsnaam) == ("J.A.", "van der", "Berg")
    assert (found.partnernamen, found.geboorte) == ((("de", "Wit"),), BrpDatum(1980, 5))
    assert found.plek == Plek("2011AA", 12, "A2")


def test_it_takes_the_address_that_was_read_before_the_lines() -> None:
    read = BrpAdres(soort="adres", postcode="1011AB", huisnummer=3, huisletter="b")
    assert kandidaat_of(replace(PERSOON, adres=read)).plek == Plek("1011AB", 3, "B")
