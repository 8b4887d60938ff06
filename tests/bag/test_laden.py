"""An extract becomes the table of addresses, in each of its three forms, and a newer one replaces it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.bag.bestanden import (
    bagobject,
    deelbestand,
    number,
    ref,
    row,
    voorkomen,
    write_csv,
    write_geopackage,
    write_uittreksel,
)
from tests.factories import NU

from meldpunt.audit.models import Logregel
from meldpunt.bag.actions import Inlading, load_bag
from meldpunt.bag.bronnen import Bronfout
from meldpunt.bag.models import Bagadres, Bagstand
from meldpunt.bag.queries import find_bagadres, list_standen, list_zelfde_object
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db
DOOR = system_actor(herkomst="opdracht")


def load(pad: Path, *, gebied: str = "", minder: bool = False) -> Bagstand:
    inlading = Inlading(bestand=pad, gebied=gebied, stand=date(2026, 10, 1), krimp_bevestigd=minder)
    return load_bag(inlading=inlading, door=DOOR, now=NU)


def test_it_loads_a_csv_and_keeps_its_identifications_whole(tmp_path: Path) -> None:
    lost_zero = row(7, huisnummer="7").replace(number(7), number(7).lstrip("0"))
    stand = load(write_csv(tmp_path / "bag.csv", row(1, letter="a", toevoeging="2"), lost_zero))
    assert (stand.aantal, stand.nieuw_of_anders, stand.overgeslagen, stand.verdwenen) == (2, 2, 0, 0)
    one = find_bagadres(postcode="2011AB", huisnummer=1, suffix="A2")
    assert one is not None
    assert (one.nummeraanduiding, one.object) == ("0392200000000001", "0392010000000001")
    assert (one.huisletter, one.toevoeging, one.gemeentecode) == ("a", "2", "0392")
    assert one.adresregels == ("Grote Houtstraat 1 a2", "2011 AB  HAARLEM")
    assert Bagadres.objects.get(huisnummer=7).nummeraanduiding == "0392200000000007"
    assert Logregel.objects.filter(handeling="bag_geladen", object=str(stand.id)).exists()


def test_it_leaves_out_what_is_no_address_and_counts_it(tmp_path: Path) -> None:
    rows = [
        row(1),
        row(2).replace(number(2), "123"),
        row(3, huisnummer="0"),
        # An object where a nummeraanduiding should be.
        row(4).replace(number(4), number(4, soort="01")),
        row(5).replace(number(5, soort="01"), "3,92E+14"),
    ]
    assert load(write_csv(tmp_path / "bag.csv", *rows)).overgeslagen == 4
    assert Bagadres.objects.count() == 1


def test_it_changes_nothing_the_second_time(tmp_path: Path) -> None:
    pad = write_csv(tmp_path / "bag.csv", row(1), row(2, huisnummer="2"))
    load(pad)
    again = load(pad)
    assert (again.aantal, again.nieuw_of_anders, again.verdwenen) == (2, 0, 0)


def test_it_replaces_the_addresses_of_its_own_area_only(tmp_path: Path) -> None:
    load(write_csv(tmp_path / "land.csv", row(1), row(2, huisnummer="2"), row(3, gemeente="0473")))
    stand = load(write_csv(tmp_path / "haarlem.csv", row(1, toevoeging="9")), gebied="0392", minder=True)
    assert (stand.nieuw_of_anders, stand.verdwenen) == (1, 1)
    assert set(Bagadres.objects.values_list("nummeraanduiding", "suffix")) == {
        (number(1), "9"),
        (number(3, gemeente="0473"), ""),
    }
    assert [(one.gebied, one.aantal) for one in list_standen()] == [("", 3), ("0392", 1)]


def test_it_refuses_half_a_file_until_somebody_says_it_is_whole(tmp_path: Path) -> None:
    load(write_csv(tmp_path / "bag.csv", *(row(place, huisnummer=str(place)) for place in range(1, 11))))
    half = write_csv(tmp_path / "half.csv", *(row(place, huisnummer=str(place)) for place in range(1, 6)))
    with pytest.raises(Weigering, match=r"10 adressen, en in dit bestand 5\..*bag_krimpt"):
        load(half)
    assert Bagadres.objects.count() == 10
    assert load(half, minder=True).verdwenen == 5


def test_it_knows_which_addresses_are_of_one_object(tmp_path: Path) -> None:
    load(
        write_csv(
            tmp_path / "bag.csv",
            row(1, object=50, neven=True),
            row(2, object=50, postcode="2012CD", huisnummer="4"),
            row(3, huisnummer="3"),
        )
    )
    found = list_zelfde_object(postcode="2011AB", huisnummer=1, suffix="")
    assert [(one.postcode, one.hoofdadres) for one in found] == [("2012CD", True), ("2011AB", False)]
    assert dict(Bagadres.objects.values_list("huisnummer", "deelt")) == {1: True, 4: True, 3: False}
    assert len(list_zelfde_object(postcode="2011AB", huisnummer=3, suffix="")) == 1
    assert list_zelfde_object(postcode="2011AB", huisnummer=99, suffix="") == []


def test_it_reads_the_open_geopackage(tmp_path: Path) -> None:
    adres = {
        "identificatie": number(1, soort="01"),
        "status": "Verblijfsobject in gebruik",
        "openbare_ruimte_naam": "Burgemeester van Nispen van Sevenaerstraat",
        "openbare_ruimte_naam_kort": "Burg v N v Sevenaerstr",
        "huisnummer": 1,
        "huisletter": None,
        "toevoeging": "BEN",
        "postcode": "1251KD",
        "woonplaats_naam": "Laren",
        "nummeraanduiding_hoofdadres_identificatie": number(1),
        "bronhouder_identificatie": "0417",
    }
    gone = {**adres, "status": "Verblijfsobject ingetrokken", "identificatie": number(2, soort="01")}
    boat = {
        **adres,
        "status": "Plaats aangewezen",
        "identificatie": number(3, soort="02"),
        "huisnummer": 3,
        "nummeraanduiding_hoofdadres_identificatie": number(3),
    }
    pand = {"identificatie": number(9, soort="10"), "bouwjaar": 1900}
    pad = write_geopackage(
        tmp_path / "bag-light.gpkg", {"verblijfsobject": [adres, gone], "ligplaats": [boat], "pand": [pand]}
    )
    stand = load(pad)
    assert (stand.soort, stand.aantal, stand.overgeslagen) == ("geopackage", 2, 1)
    one = find_bagadres(postcode="1251KD", huisnummer=1, suffix="BEN")
    assert one is not None
    assert one.gemeentecode == "0417"
    assert one.adresregels == ("Burg v N v Sevenaerstr 1 BEN", "1251 KD  LAREN")


def uittreksel(**other: bytes) -> dict[str, bytes]:
    """Return the parts of a small national extract: one dwelling with a second address, and what fell out."""
    street, given = "0392300000000001", "Naamgeving uitgegeven"

    def nummer(place: int, huisnummer: int, *, status: str = given, stand: str = "", letter: str = "") -> str:
        parts = f"<Objecten:huisnummer>{huisnummer}</Objecten:huisnummer>" + (
            f"<Objecten:huisletter>{letter}</Objecten:huisletter>" if letter else ""
        )
        inhoud = (
            f"{parts}<Objecten:postcode>2011AB</Objecten:postcode>{ref('OpenbareRuimte', street, 'ligtAan')}"
        )
        return bagobject("Nummeraanduiding", number(place), inhoud, status=status, stand=stand)

    nummers = [
        nummer(1, 1),
        nummer(2, 2, letter="b"),
        # History, withdrawn, out of use, to come: none of these is an address today.
        nummer(1, 99, stand=voorkomen(eind="2015-01-01")),
        nummer(4, 4, status="Naamgeving ingetrokken"),
        nummer(5, 5, stand=voorkomen(buiten="2020-01-01T00:00:00")),
        nummer(6, 6, stand=voorkomen(begin="2027-01-01")),
        # And this one has an end that is still to come.
        nummer(7, 7, stand=voorkomen(eind="2027-01-01")),
    ]
    main, second = (
        ref("Nummeraanduiding", number(place), where)
        for place, where in ((1, "heeftAlsHoofdadres"), (2, "heeftAlsNevenadres"))
    )
    shape = "<Objecten:geometrie><gml:Point><gml:pos>1 2</gml:pos></gml:Point></Objecten:geometrie>"
    used = "Verblijfsobject in gebruik"
    objecten = [
        bagobject("Verblijfsobject", number(1, soort="01"), main + second + shape, status=used),
        bagobject(
            "Verblijfsobject",
            number(7, soort="01"),
            ref("Nummeraanduiding", number(7), "heeftAlsHoofdadres"),
            status=used,
        ),
        bagobject("Verblijfsobject", number(4, soort="01"), main, status="Verblijfsobject ingetrokken"),
    ]
    name = "<Objecten:naam>Laan van de landinrichtingscommissie</Objecten:naam>"
    short = (
        "<Objecten:verkorteNaam><nen5825:VerkorteNaamOpenbareRuimte><nen5825:verkorteNaam>Ln vd landinrcie"
        "</nen5825:verkorteNaam></nen5825:VerkorteNaamOpenbareRuimte></Objecten:verkorteNaam>"
    )
    relation = (
        "<gwr-product:GemeenteWoonplaatsRelatie><gwr-product:tijdvakgeldigheid>"
        "<bagtypes:begindatumTijdvakGeldigheid>2010-01-01</bagtypes:begindatumTijdvakGeldigheid>{einde}"
        "</gwr-product:tijdvakgeldigheid><gwr-product:gerelateerdeWoonplaats><gwr-product:identificatie>2142"
        "</gwr-product:identificatie></gwr-product:gerelateerdeWoonplaats><gwr-product:gerelateerdeGemeente>"
        "<gwr-product:identificatie>{code}</gwr-product:identificatie></gwr-product:gerelateerdeGemeente>"
        "</gwr-product:GemeenteWoonplaatsRelatie>"
    )
    ended = "<bagtypes:einddatumTijdvakGeldigheid>2020-01-01</bagtypes:einddatumTijdvakGeldigheid>"
    return {
        "9999WPL08112026": deelbestand(
            bagobject(
                "Woonplaats", "2142", "<Objecten:naam>Haarlem</Objecten:naam>", status="Woonplaats aangewezen"
            )
        ),
        "9999OPR08112026": deelbestand(
            bagobject(
                "OpenbareRuimte", street, name + ref("Woonplaats", "2142", "ligtIn") + short, status=given
            )
        ),
        "9999NUM08112026": deelbestand("".join(nummers)),
        "9999VBO08112026": deelbestand("".join(objecten)),
        "GEM-WPL-RELATIE-08112026": deelbestand(
            relation.format(einde=ended, code="9999") + relation.format(einde="", code="0392")
        ),
        **other,
    }


def test_it_reads_the_national_extract(tmp_path: Path) -> None:
    stand = load(write_uittreksel(tmp_path / "lvbag.zip", uittreksel()))
    assert (stand.soort, stand.aantal) == ("uittreksel", 3)
    rows = Bagadres.objects.order_by("huisnummer").values_list(
        "huisnummer", "suffix", "object", "hoofdadres", "deelt", "gemeentecode"
    )
    assert list(rows) == [
        (1, "", number(1, soort="01"), True, True, "0392"),
        (2, "B", number(1, soort="01"), False, True, "0392"),
        (7, "", number(7, soort="01"), True, False, "0392"),
    ]
    one = find_bagadres(postcode="2011AB", huisnummer=7, suffix="")
    assert one is not None
    assert (one.straat, one.adresregels[0]) == ("Laan van de landinrichtingscommissie", "Ln vd landinrcie 7")


def test_it_loads_one_municipality_out_of_the_national_extract(tmp_path: Path) -> None:
    pad = write_uittreksel(tmp_path / "lvbag.zip", uittreksel())
    with pytest.raises(Weigering, match="bag_leeg"):
        load(pad, gebied="0473")
    assert load(pad, gebied="0392").aantal == 3


def test_it_takes_an_extract_of_a_municipality_that_does_not_say_which(tmp_path: Path) -> None:
    parts = uittreksel()
    del parts["GEM-WPL-RELATIE-08112026"]
    with pytest.raises(Bronfout, match="bag_onvolledig"):
        load(write_uittreksel(tmp_path / "land.zip", parts), gebied="0392")
    own = {naam.replace("9999", "0392"): xml for naam, xml in parts.items()}
    load(write_uittreksel(tmp_path / "haarlem.zip", own), gebied="0392")
    assert set(Bagadres.objects.values_list("gemeentecode", flat=True)) == {"0392"}


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        (b"", "bag_bestand"),
        (b"postcode;huisnummer\n2011AB;1\n", "bag_kolommen"),
        (b"\xff\xfe\x00postcode", "bag_onleesbaar"),
        (b"SQLite format 3\0 and then nothing", "bag_onleesbaar"),
        (b"PK\x03\x04 and then nothing", "bag_onleesbaar"),
    ],
)
def test_it_says_what_is_wrong_with_a_file(tmp_path: Path, inhoud: bytes, code: str) -> None:
    pad = tmp_path / "bestand"
    pad.write_bytes(inhoud)
    with pytest.raises(Bronfout, match=code):
        load(pad)


def test_it_refuses_an_extract_that_is_not_whole_or_names_a_document_type(tmp_path: Path) -> None:
    parts = uittreksel()
    del parts["9999VBO08112026"]
    with pytest.raises(Bronfout, match=r"ontbreekt VBO.*bag_onvolledig"):
        load(write_uittreksel(tmp_path / "half.zip", parts))
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with pytest.raises(Bronfout, match="bag_documenttype"):
        load(write_uittreksel(tmp_path / "bom.zip", uittreksel(**{"9999NUM08112026": bomb})))
    with pytest.raises(Bronfout, match="bag_onleesbaar"):
        load(write_uittreksel(tmp_path / "stuk.zip", uittreksel(**{"9999NUM08112026": b"<a><b></a>"})))
    assert not Bagadres.objects.exists()


def test_it_lets_nobody_load_but_who_manages(tmp_path: Path) -> None:
    noor = Actor(None, "Noor", "coordinator", "gemeente", "0392", "web", gemeenten=("0392",))
    with pytest.raises(GeenToegang):
        load_bag(inlading=Inlading(bestand=tmp_path / "x"), door=noor, now=NU)
