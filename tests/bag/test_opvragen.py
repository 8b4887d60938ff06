"""What our own table does not know is asked of the register; when that is silent, nothing is lost."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.bag.bestanden import number, row, write_csv
from tests.bag.register import Register, adres
from tests.factories import NU, deliver, make_deelname, make_partner, make_regel
from tests.koppelingen.buren import FOUTEN, Buur, buur

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.bag.actions import Inlading, load_bag
from meldpunt.bag.models import Bagadres
from meldpunt.bag.opvragen import BEWAREN, forget_opgevraagd
from meldpunt.bag.queries import find_bagadres, list_zelfde_object
from meldpunt.inzicht.wachtenden import record_wachtenden, wake_wachtenden
from meldpunt.koppelingen import oproep
from meldpunt.koppelingen.actions import set_koppeling, switch_koppeling
from meldpunt.koppelingen.gegevens import Aanmeldwijze, Geheimen
from meldpunt.koppelingen.models import Koppeling, Koppelingstand
from meldpunt.matching.bagvragen import ask_bagvragen
from meldpunt.matching.buitenvragen.models import Bagvraag
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)
DOOR = system_actor(herkomst="test")


@pytest.fixture(scope="module")
def neighbour() -> Iterator[Buur]:
    with buur() as one:
        yield one


@pytest.fixture
def register(neighbour: Buur, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Buur:
    """Give the register as a neighbour, with a connection to it for the whole meldpunt."""
    settings.DEMO = True
    neighbour.fout, neighbour.antwoorden, neighbour.koppen = "", {}, {}
    neighbour.gevraagd.clear()
    neighbour.antwoorden["/adressen"] = Register(adres(1))
    monkeypatch.setattr(oproep, "sleep", lambda seconds: None)
    set_koppeling(
        gegevens=neighbour.koppeling(
            "bag",
            aanmelding=Aanmeldwijze(soort="sleutel", sleutelkop="X-Api-Key"),
            geheimen=Geheimen(sleutel="sleutel-van-de-bag"),
        ),
        door=DOOR,
        now=NU,
    )
    return neighbour


def deliver_one(**regel: str) -> None:
    pwn = make_partner()
    if not Zaak.objects.exists():
        make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel(**regel)])


def ask(now: datetime = NU) -> int:
    return ask_bagvragen(clock=lambda: now)


def test_it_asks_what_the_own_table_does_not_know_and_keeps_the_answer(register: Buur) -> None:
    deliver_one()
    assert Bagvraag.objects.count() == 1
    assert Zaaksignaal.objects.get().adresstap == "zonder_bag"
    assert ask() == 1
    one = find_bagadres(postcode="2011AA", huisnummer=12, suffix="")
    assert one is not None
    assert (one.object, one.hoofdadres) == (number(1, soort="01"), True)
    assert one.adresregels == ("Ln vd l D-Westervoort 12", "2011 AA  HAARLEM")
    assert not Bagvraag.objects.exists()
    first = register.gevraagd[0]
    assert (first.methode, first.koppen["x-api-key"]) == ("GET", "sleutel-van-de-bag")
    # What comes later is matched on the object.
    deliver_one(klantnummer="K2")
    assert sorted(Zaaksignaal.objects.values_list("adresstap", flat=True)) == ["object", "zonder_bag"]
    assert not Bagvraag.objects.exists()


def test_it_asks_for_the_number_and_never_for_the_door_or_the_person(register: Buur) -> None:
    deliver_one(toevoeging="7B")
    ask()
    assert parse_qs(urlsplit(register.gevraagd[0].pad).query) == {
        "postcode": ["2011AA"],
        "huisnummer": ["12"],
        "page": ["1"],
        "pageSize": ["100"],
    }
    assert all(one.inhoud == b"" for one in register.gevraagd)


def test_it_brings_the_other_addresses_of_the_object_along(register: Buur) -> None:
    around = adres(2, object=1, postcode="2012CD", huisnummer=4, indicatieNevenadres=True)
    register.antwoorden["/adressen"] = Register(adres(1), around)
    deliver_one()
    ask()
    found = list_zelfde_object(postcode="2012CD", huisnummer=4, suffix="")
    assert [(one.postcode, one.hoofdadres) for one in found] == [("2011AA", True), ("2012CD", False)]
    deliver_one(postcode="2012CD", huisnummer="4", klantnummer="K2")
    assert Zaak.objects.get().aantal == 2


def test_it_reads_every_page(register: Buur) -> None:
    many = Register(*(adres(place, huisnummertoevoeging=str(place)) for place in range(1, 8)))
    many.per_bladzijde = 3
    register.antwoorden["/adressen"] = many
    deliver_one(toevoeging="7")
    ask()
    assert Bagadres.objects.count() == 7


def test_it_asks_once_for_an_address_with_many_signalen(register: Buur) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel(klantnummer=f"K{n}") for n in range(3)])
    assert Bagvraag.objects.count() == 1


def test_it_does_not_ask_what_became_known_or_whose_person_is_gone(register: Buur, tmp_path: Path) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel(), make_regel(klantnummer="K2", huisnummer="14")])
    pad = write_csv(tmp_path / "bag.csv", row(1, postcode="2011AA", huisnummer="12"))
    load_bag(inlading=Inlading(bestand=pad), door=DOOR, now=NU)
    SignaalPersoon.objects.filter(huisnummer=14).delete()
    assert ask() == 2
    assert register.gevraagd == []
    assert not Bagvraag.objects.exists()


def test_it_asks_nothing_without_a_connection_that_is_on(register: Buur) -> None:
    switch_koppeling(koppeling=Koppeling.objects.get().id, aan=False, door=DOOR, now=NU)
    deliver_one()
    assert not Bagvraag.objects.exists()


def test_it_is_done_with_an_address_that_the_register_does_not_know(register: Buur) -> None:
    register.antwoorden["/adressen"] = Register()
    deliver_one()
    assert ask() == 1
    register.antwoorden["/adressen"] = lambda gevraagd: (404, {"title": "Niet gevonden"})
    deliver_one(klantnummer="K2", huisnummer="14")
    assert ask() == 1
    assert not Bagadres.objects.exists()


def test_it_leaves_what_an_extract_brought_as_it_was(register: Buur, tmp_path: Path) -> None:
    register.antwoorden["/adressen"] = Register(adres(1, huisletter="A"), adres(2, huisletter="B"))
    pad = write_csv(tmp_path / "bag.csv", row(1, postcode="2011AA", huisnummer="12", letter="A"))
    load_bag(inlading=Inlading(bestand=pad), door=DOOR, now=NU)
    deliver_one(toevoeging="B")
    ask()
    street = dict(Bagadres.objects.values_list("nummeraanduiding", "korte_naam"))
    assert street == {number(1): "", number(2): "Ln vd l D-Westervoort"}
    # The next extract takes over what was asked.
    pad = write_csv(pad, row(1, postcode="2011AA", huisnummer="12"), row(2, postcode="2011AA", letter="B"))
    load_bag(inlading=Inlading(bestand=pad), door=DOOR, now=NU)
    assert not Bagadres.objects.exclude(opgevraagd_op=None).exists()


@pytest.mark.parametrize("fout", FOUTEN)
def test_an_outage_of_the_register_loses_nothing_and_is_seen(register: Buur, fout: str) -> None:
    register.fout = fout
    deliver_one()
    assert ask() == 0
    # The signaal is in its zaak all the same.
    assert Zaak.objects.get().aantal == 1
    vraag = Bagvraag.objects.get()
    assert (vraag.laatste_code, vraag.pogingen) == (FOUTEN[fout], 1)
    assert vraag.volgende_poging_op > NU
    assert Koppelingstand.objects.get(sleutel="bag:meldpunt").laatste_code == FOUTEN[fout]
    assert ask() == 0, "it is not its turn yet"
    # On the page of beheer stands how many wait, and its button lets them go at once.
    record_wachtenden(now=NU)
    stand = Koppelingstand.objects.get(sleutel="bag:meldpunt")
    assert (stand.wachtend, stand.wacht_sinds) == (1, NU)
    assert wake_wachtenden(soort="bag", now=NU + timedelta(seconds=1)) == 1
    register.fout = ""
    later = NU + timedelta(minutes=20)
    assert ask(later) == 1
    record_wachtenden(now=later)
    assert Koppelingstand.objects.get(sleutel="bag:meldpunt").wachtend == 0
    assert find_bagadres(postcode="2011AA", huisnummer=12, suffix="") is not None


@pytest.mark.parametrize(
    "told",
    [[], {"_embedded": {"adressen": [{**adres(1), "nummeraanduidingIdentificatie": "1"}]}}, {"_embedded": 3}],
)
def test_an_answer_of_another_kind_is_trouble_and_not_an_address(register: Buur, told: Any) -> None:
    register.antwoorden["/adressen"] = lambda gevraagd: (200, told)
    deliver_one()
    assert ask() == 0
    assert Bagvraag.objects.get().laatste_code == "onleesbaar"


def test_after_trouble_the_others_of_the_municipality_wait(register: Buur) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel(klantnummer=f"K{n}", huisnummer=str(n)) for n in range(1, 6)])
    register.fout = "serverfout"
    ask()
    assert sorted(Bagvraag.objects.values_list("pogingen", flat=True)) == [0, 0, 0, 0, 1]


def test_it_writes_no_address_in_a_log(register: Buur, caplog: pytest.LogCaptureFixture) -> None:
    deliver_one()
    with caplog.at_level(logging.DEBUG):
        ask()
    assert "2011AA" not in caplog.text


def test_it_forgets_what_was_asked_long_ago(register: Buur) -> None:
    deliver_one()
    ask()
    assert forget_opgevraagd(now=NU + BEWAREN) == 0
    assert forget_opgevraagd(now=NU + BEWAREN + timedelta(seconds=1)) == 1
