"""What happens by itself in the trial municipality, and that each published resident ends as published."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import NU, deliver, make_deelname, make_partner, make_regel

from meldpunt import pipeline
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Contactpoging
from meldpunt.partijen.models import Signaalpartner
from meldpunt.partijen.proef import open_proefwereld
from meldpunt.rules.proefinwoners import PROEFGEMEENTE, PROEFINWONERS
from meldpunt.terugkoppeling.models import Navraag, Terugkoppeling
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db
SYSTEEM = system_actor(herkomst="test")


@pytest.fixture
def twin() -> Signaalpartner:
    make_deelname(partners=[make_partner()])
    open_proefwereld(door=SYSTEEM, now=NU)
    return Signaalpartner.objects.get(sleutel="proef-pwn")


def deliver_inwoners(twin: Signaalpartner, huisnummers: list[int]) -> None:
    regels = [
        make_regel(klantnummer=f"P{number}", postcode="8999AB", huisnummer=str(number), achternaam="Akkerman")
        for number in huisnummers
    ]
    assert deliver(partner=twin, regels=regels).aantal_geaccepteerd == len(huisnummers)


def look(times: int) -> None:
    for minute in range(times):
        pipeline.run_due(door=SYSTEEM, clock=lambda minute=minute: NU + timedelta(minutes=minute))


def test_it_tells_first_that_a_signaal_is_taken_up_and_then_how_it_ended(twin) -> None:
    deliver_inwoners(twin, [3])
    look(1)
    assert [row.code for row in Terugkoppeling.objects.order_by("id")] == ["in_behandeling"]
    look(3)
    assert [row.code for row in Terugkoppeling.objects.order_by("id")] == ["in_behandeling", "geen_hulp"]
    assert Contactpoging.objects.get().soort == "Brief"


def test_it_ends_each_published_resident_as_published(twin) -> None:
    deliver_inwoners(twin, [one.huisnummer for one in PROEFINWONERS])
    look(3)
    ended = {
        zaak.adres: zaak.eindresultaat
        for zaak in Zaak.objects.filter(gemeente=PROEFGEMEENTE).extra(
            select={
                "adres": "SELECT huisnummer FROM meldpunt_signaalpersoon p WHERE p.id = meldpunt_zaak.adressignaal"
            }
        )
    }
    assert ended == {one.huisnummer: one.eindresultaat for one in PROEFINWONERS}
    assert Navraag.objects.count() == 1


def test_it_leaves_an_address_that_is_not_published_in_hand(twin) -> None:
    deliver_inwoners(twin, [99])
    look(3)
    assert Zaak.objects.get().status == "in_behandeling"


def test_it_leaves_other_municipalities_to_people(twin) -> None:
    deliver(partner=Signaalpartner.objects.get(sleutel="pwn"), regels=[make_regel()])
    look(3)
    assert Zaak.objects.get().status == "nieuw"
