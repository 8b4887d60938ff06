"""A letter carries the lines of NEN 5825: as the register writes the address, else as the partner did."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.bag.bestanden import number, row, write_csv
from tests.factories import KOP, NU, deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.bag.actions import Inlading, load_bag
from meldpunt.correspondentie.samenvoegen import write_adresregels
from meldpunt.matching.models import Zaak
from meldpunt.matching.queries import Zaakbeeld, get_zaak
from meldpunt.toegang.actor import system_actor
from meldpunt.web.gemeente.zaakscherm import make_feiten

pytestmark = pytest.mark.django_db


def report(**regel: str) -> Zaakbeeld:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    kop = KOP.replace("referentie", "straat")
    deliver(partner=pwn, kop=kop, regels=[make_regel(referentie="L.v.d. landinrichting", **regel)])
    return get_zaak(zaak=Zaak.objects.get().id, gemeente="0392", door=make_actor())


def load(tmp_path: Path) -> None:
    line = row(1, postcode="2011AA", huisnummer="12", toevoeging="2")
    line = line.replace("Grote Houtstraat;", "Laan van de landinrichtingscommissie;Ln vd landinrcie")
    pad = write_csv(tmp_path / "bag.csv", line)
    load_bag(inlading=Inlading(bestand=pad), door=system_actor(herkomst="test"), now=NU)


def fact(zaak: Zaakbeeld) -> dict[str, str]:
    rows = make_feiten(zaak, teamnaam="", today=NU.date())
    return next((dict(one) for one in rows if one["naam"] == "Adres in de BAG"), {})


def test_it_writes_the_address_as_the_register_does(tmp_path: Path) -> None:
    load(tmp_path)
    zaak = report(toevoeging="2")
    assert write_adresregels(zaak) == ("Ln vd landinrcie 12-2", "2011 AA  HAARLEM")
    assert fact(zaak)["waarde"] == number(1, soort="01")
    assert "adresseerbaar object" in fact(zaak)["sub"]


def test_it_writes_it_as_the_partner_did_where_the_register_does_not_know_it(tmp_path: Path) -> None:
    load(tmp_path)
    zaak = report(toevoeging="3")
    assert write_adresregels(zaak) == ("L.v.d. landinrichting 12-3", "2011 AA  HAARLEM")
    assert fact(zaak)["waarde"] == "Niet bekend"
    assert "Controleer het" in fact(zaak)["sub"]


def test_it_says_nothing_about_a_register_that_is_not_there() -> None:
    zaak = report()
    assert write_adresregels(zaak) == ("L.v.d. landinrichting 12", "2011 AA  HAARLEM")
    assert fact(zaak) == {}
