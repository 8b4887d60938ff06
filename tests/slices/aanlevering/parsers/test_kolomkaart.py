"""A partner's own column names."""

import pytest

from meldpunt.aanlevering.kolomkaart import (
    SYNONIEMEN,
    KolomkaartFout,
    Voorstel,
    check_kolomkaart,
    propose_kolomkaart,
)


@pytest.mark.parametrize(
    ("kolom", "veld"),
    [
        ("Postcode", "postcode"),
        ("PC", "postcode"),
        ("Huisnr", "huisnummer"),
        ("Huis nr.", "huisnummer"),
        ("Toev.", "huisnummertoevoeging"),
        ("Debiteurnummer", "klantnummer"),
        ("Relatienummer", "klantnummer"),
        ("Openstaand saldo", "bedrag"),
        ("Vervaldatum oudste factuur", "achterstand_sinds"),
        ("Gebdat", "geboortedatum"),
        ("ACHTERSTAND_SINDS", "achterstand_sinds"),
    ],
)
def test_it_is_certain_of_names_that_say_what_they_hold(kolom: str, veld: str) -> None:
    assert propose_kolomkaart([kolom]) == {kolom: Voorstel(veld, zeker=True)}


@pytest.mark.parametrize(
    ("kolom", "veld"),
    [
        ("Naam", "achternaam"),
        ("Postcode bezoekadres", "postcode"),
        ("Acternaam", "achternaam"),
        ("Kleur", None),
    ],
)
def test_it_marks_what_it_guesses(kolom: str, veld: str | None) -> None:
    assert propose_kolomkaart([kolom]) == {kolom: Voorstel(veld, zeker=False)}


def test_it_proposes_a_field_once_and_prefers_our_own_name() -> None:
    voorstel = propose_kolomkaart(["Naam", "Achternaam", "Geslachtsnaam"])
    assert [(kolom, v.veld) for kolom, v in voorstel.items()] == [
        ("Naam", None),
        ("Achternaam", "achternaam"),
        ("Geslachtsnaam", None),
    ]


def test_it_proposes_only_fields_it_is_given() -> None:
    assert propose_kolomkaart(["BSN"], velden=["bedrag"]) == {"BSN": Voorstel(None, zeker=False)}


def test_no_name_stands_for_two_fields() -> None:
    namen = [naam for synoniemen in SYNONIEMEN.values() for naam in synoniemen]
    assert len(namen) == len(set(namen))


def test_it_accepts_a_map_that_fits() -> None:
    check_kolomkaart({"Saldo": "bedrag"}, kop=["Saldo", "Klantnummer"], velden=["bedrag"])


def test_it_names_every_reason_why_a_map_does_not_fit() -> None:
    with pytest.raises(KolomkaartFout) as fout:
        check_kolomkaart(
            {"A": "bedrag", "B": "bedrag", "C": "kleur"},
            kop=["A", "B"],
            velden=["bedrag", "achterstand_sinds"],
        )
    codes = [zin.rsplit("[", 1)[1].rstrip("]") for zin in fout.value.zinnen]
    assert codes == ["kolom_onbekend", "veld_onbekend", "veld_dubbel"]
