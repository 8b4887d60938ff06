"""Signalen meet on the object of the register where it is known, and the step that matched is recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path

import pytest
from tests.bag.bestanden import row, write_csv
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel
from tests.slices.bewaring.test_terugblik import TERMIJN, close_all

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.bag.actions import Inlading, load_bag
from meldpunt.bewaring.actions import destroy_batch
from meldpunt.matching.bekend import load_bekend
from meldpunt.matching.lijst import preview_lijst
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.matching.queries import has_other_open_zaak
from meldpunt.matching.vaststelling import confirm_lijst
from meldpunt.partijen.models import Signaalpartner
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)
# The corner house of object 50: its main address, and the one round the corner.
VOOR, OM_DE_HOEK = ("2011AA", "12"), ("2012CD", "4")


def load(tmp_path: Path, *rows: str) -> None:
    pad = write_csv(tmp_path / "bag.csv", *rows)
    load_bag(inlading=Inlading(bestand=pad, krimp_bevestigd=True), door=system_actor(herkomst="test"), now=NU)


def corner(tmp_path: Path) -> None:
    load(
        tmp_path,
        row(1, object=50, postcode=VOOR[0], huisnummer=VOOR[1]),
        row(2, object=50, postcode=OM_DE_HOEK[0], huisnummer=OM_DE_HOEK[1], neven=True),
        row(3, postcode="2011AA", huisnummer="14"),
        # Two objects with one address.
        row(4, postcode="2011AA", huisnummer="16"),
        row(5, postcode="2011AA", huisnummer="16"),
    )


def partners() -> list[Signaalpartner]:
    found = [make_partner(), make_partner(sleutel="vitens", naam="Vitens")]
    make_deelname(partners=found)
    return found


def at(adres: tuple[str, str], klant: str) -> str:
    return make_regel(postcode=adres[0], huisnummer=adres[1], klantnummer=klant)


def test_it_brings_two_addresses_of_one_object_together_in_any_order(tmp_path: Path) -> None:
    corner(tmp_path)
    pwn, vitens = partners()
    deliver(partner=pwn, regels=[at(OM_DE_HOEK, "K1")])
    deliver(partner=vitens, regels=[at(VOOR, "V1")])
    zaak = Zaak.objects.get()
    assert (zaak.aantal, zaak.aantal_partners) == (2, 2)
    assert set(Zaaksignaal.objects.values_list("adresstap", flat=True)) == {"object"}


def test_it_does_so_within_one_delivery_too(tmp_path: Path) -> None:
    corner(tmp_path)
    pwn, _ = partners()
    deliver(partner=pwn, regels=[at(OM_DE_HOEK, "K1"), at(VOOR, "K2")])
    assert Zaak.objects.get().aantal == 2


def test_it_keeps_them_apart_without_the_register() -> None:
    pwn, _ = partners()
    deliver(partner=pwn, regels=[at(OM_DE_HOEK, "K1"), at(VOOR, "K2")])
    assert Zaak.objects.count() == 2
    assert set(Zaaksignaal.objects.values_list("adresstap", flat=True)) == {"zonder_bag"}


def test_it_records_on_what_each_address_was_matched(tmp_path: Path) -> None:
    corner(tmp_path)
    pwn, _ = partners()
    rows = [at(("2011AA", "14"), "K1"), at(("2011AA", "16"), "K2"), at(("2011AA", "18"), "K3")]
    deliver(partner=pwn, regels=rows)
    steps = dict(Zaaksignaal.objects.values_list("signaal__regel", "adresstap").order_by("signaal__regel"))
    assert list(steps.values()) == ["object", "meer_objecten", "niet_in_bag"]


def test_it_never_guesses_an_addition(tmp_path: Path) -> None:
    load(tmp_path, row(1, postcode="2011AA", huisnummer="12", letter="A"))
    pwn, _ = partners()
    whole = make_regel(klantnummer="K1", toevoeging="a")
    deliver(
        partner=pwn,
        regels=[whole, make_regel(klantnummer="K2"), make_regel(klantnummer="K3", toevoeging="1")],
    )
    assert Zaak.objects.count() == 3
    assert sorted(Zaaksignaal.objects.values_list("adresstap", flat=True)) == [
        "niet_in_bag",
        "niet_in_bag",
        "object",
    ]


def test_it_leaves_what_was_delivered_as_it_was(tmp_path: Path) -> None:
    corner(tmp_path)
    pwn, _ = partners()
    deliver(partner=pwn, regels=[at(OM_DE_HOEK, "K1")])
    persoon = SignaalPersoon.objects.get()
    assert (persoon.postcode, str(persoon.huisnummer)) == OM_DE_HOEK


@pytest.mark.parametrize("order", list(permutations(range(3)))[::2])
def test_it_comes_out_the_same_whatever_came_first(order: tuple[int, ...], tmp_path: Path) -> None:
    corner(tmp_path)
    pwn, vitens = partners()
    parcels = [
        (pwn, [at(OM_DE_HOEK, "K1"), at(("2011AA", "14"), "K2")]),
        (vitens, [at(VOOR, "V1")]),
        (vitens, [at(OM_DE_HOEK, "V2")]),
    ]
    for place in order:
        deliver(partner=parcels[place][0], regels=parcels[place][1])
    assert sorted(Zaak.objects.values_list("aantal", flat=True)) == [1, 3]


def test_it_follows_on_a_zaak_at_the_other_address_of_the_object(tmp_path: Path) -> None:
    corner(tmp_path)
    pwn, vitens = partners()
    deliver(partner=pwn, regels=[at(OM_DE_HOEK, "K1")])
    first = Zaak.objects.get()
    close_all(on=date(2026, 10, 26))
    deliver(partner=vitens, regels=[at(VOOR, "V1")])
    later = Zaak.objects.exclude(id=first.id).get()
    assert later.opeenvolgend_op == first.id
    assert has_other_open_zaak(first)


def test_it_remembers_the_object_when_the_person_is_destroyed(tmp_path: Path) -> None:
    corner(tmp_path)
    pwn, _ = partners()
    deliver(partner=pwn, regels=[at(OM_DE_HOEK, "K1")])
    first = Zaak.objects.get()
    close_all(on=date(2026, 10, 26))
    moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    keys = list(SignaalPersoon.objects.values_list("id", flat=True))
    destroy_batch(keys, TERMIJN, gemeente="0392", door=system_actor(herkomst="test"), now=moment)
    assert not SignaalPersoon.objects.exists()
    # The same customer of the same partner, now written with the front door.
    deliver(partner=pwn, regels=[at(VOOR, "K1")], datum=date(2026, 11, 25), now=moment)
    later = Zaak.objects.exclude(id=first.id).get()
    assert (later.opeenvolgend_op, later.alles_herhaald) == (first.id, True)


def test_it_knows_a_household_by_any_address_of_its_object(tmp_path: Path) -> None:
    corner(tmp_path)
    pwn, _ = partners()
    pad = tmp_path / "bekend.csv"
    pad.write_text("postcode;huisnummer;huisletter;huisnummertoevoeging;reden\n2011AA;12;;;uitkering\n")
    load_bekend(gemeente="0392", bestand=pad, naam=pad.name, door=make_actor(rol="coordinator"), now=NU)
    deliver(partner=pwn, regels=[at(OM_DE_HOEK, "K1")])
    assert Zaak.objects.get().bekend


def test_it_makes_one_line_of_an_object_on_the_list_of_a_month(tmp_path: Path) -> None:
    corner(tmp_path)
    pwn = make_partner()
    elan = make_partner(sleutel="elan-wonen", naam="Elan Wonen", type="Huur")
    make_deelname(convenant="haarlem-zandvoort", partners=[pwn, elan])
    water = make_regel(postcode=OM_DE_HOEK[0], huisnummer=OM_DE_HOEK[1], sinds="2026-08-20")
    huur = make_regel(klantnummer="H1", type_vordering="huur", bedrag="300,00", sinds="2026-08-20")
    deliver(partner=pwn, regels=[water], convenant="haarlem-zandvoort")
    deliver(partner=elan, regels=[huur], convenant="haarlem-zandvoort")
    asked = {"gemeente": "0392", "convenant": "haarlem-zandvoort", "peildatum": date(2026, 10, 26)}
    door = make_actor(rol="coordinator")
    voorstel = preview_lijst(**asked, door=door)  # type: ignore[arg-type]
    assert [(line.adres, line.aantal) for line in voorstel.regels] == [("2011AA 12", 2)]
    confirm_lijst(**asked, vingerafdruk=voorstel.vingerafdruk, door=door, now=NU)  # type: ignore[arg-type]
    assert Zaak.objects.get().aantal == 2
    assert set(Zaaksignaal.objects.values_list("adresstap", flat=True)) == {"object"}
