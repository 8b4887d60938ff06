"""Whoever calls a read or an act: it looks at the rights itself, whatever the screen did before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.aanlevering.actions import recall_aanlevering
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.aanlevering.queries import get_aanlevering, list_aanleveringen, list_attention, list_months
from meldpunt.audit.queries import Logfilter, list_logregels
from meldpunt.terugkoppeling.partnerlijsten import list_navragen, list_opschortingen
from meldpunt.terugkoppeling.queries import (
    Berichtfilter,
    Filter,
    Partnertaken,
    count_taken,
    list_berichten,
    list_signalen,
)
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.policies import GeenToegang

pytestmark = pytest.mark.django_db

READS: dict[str, Callable[[Actor], object]] = {
    "aanlevering": lambda door: get_aanlevering(Aanlevering.objects.get().id, door=door),
    "aanleveringen": lambda door: list_aanleveringen(door=door),
    "aandacht": lambda door: list_attention(door=door, since=NU),
    "maanden": lambda door: list_months(door=door),
    "signalen": lambda door: list_signalen(door=door, keuze=Filter()),
    "berichten": lambda door: list_berichten(door=door, keuze=Berichtfilter()),
    "taken": lambda door: count_taken(door=door),
    "opschortingen": lambda door: list_opschortingen(door=door),
    "vragen": lambda door: list_navragen(door=door),
}


def actor_of(sleutel: str) -> Actor:
    partner = make_partner(sleutel=sleutel, naam=sleutel.title())
    return make_actor(rol="partner", partijsoort="partner", partij=sleutel, gemeenten=(), partner=partner.id)


@pytest.fixture(autouse=True)
def geleverd() -> Aanlevering:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    return deliver(partner=pwn, regels=[make_regel(), make_regel(klantnummer="K2", bedrag="x")])


@pytest.mark.parametrize("read", READS.values(), ids=READS)
@pytest.mark.parametrize("rol", ["behandelaar", "coordinator", "uitvoerder", "privacy", "beheer"])
def test_it_gives_deliveries_to_nobody_but_their_partner(read: Callable[[Actor], object], rol: str) -> None:
    with pytest.raises(GeenToegang):
        read(make_actor(rol=rol))


def test_it_gives_a_partner_its_own_and_another_one_nothing() -> None:
    own, other = actor_of("pwn"), actor_of("vitens")
    for naam in ("aanlevering", "aanleveringen", "aandacht", "maanden", "signalen"):
        assert READS[naam](own), naam
    with pytest.raises(Aanlevering.DoesNotExist):
        READS["aanlevering"](other)
    assert READS["taken"](other) == Partnertaken(0, 0, 0, 0, 0)
    for naam in READS.keys() - {"aanlevering", "taken"}:
        assert not READS[naam](other), naam


@pytest.mark.parametrize("rol", ["partner", "behandelaar", "coordinator", "beheer"])
def test_it_opens_the_log_for_a_privacy_officer_only(rol: str) -> None:
    with pytest.raises(GeenToegang):
        list_logregels(door=make_actor(rol=rol), filter=Logfilter())


@pytest.mark.parametrize("rol", ["partner", "coordinator", "beheer"])
def test_it_lets_nobody_else_take_a_delivery_back(geleverd: Aanlevering, rol: str) -> None:
    with pytest.raises(GeenToegang):
        recall_aanlevering(aanlevering=geleverd.id, reden="Fout", door=make_actor(rol=rol), now=NU)
    recall_aanlevering(aanlevering=geleverd.id, reden="Fout", door=system_actor(herkomst="test"), now=NU)
