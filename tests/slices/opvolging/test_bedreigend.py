"""Whether a situation is bedreigend: confirmed and withdrawn by a person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from tests.factories import NU, deliver, make_actor, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.bedreigend import confirm_bedreigend, withdraw_bedreigend
from meldpunt.opvolging.models import Zaaktermijn
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db


@pytest.fixture
def door() -> Actor:
    return make_actor(gebruiker=make_gebruiker().id)


@pytest.fixture
def zaak() -> Zaak:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    return Zaak.objects.get()


def confirm(zaak: Zaak, door: Actor, *, grond: str = "huisuitzetting", dagen: int = 0) -> None:
    confirm_bedreigend(
        zaak=zaak.id, gemeente="0392", grond=grond, toelichting=" Vonnis ligt er ", door=door,
        now=NU + timedelta(days=dagen),
    )  # fmt: skip


def withdraw(zaak: Zaak, door: Actor, *, reden: str = "De partner wacht", dagen: int = 1) -> None:
    withdraw_bedreigend(zaak=zaak.id, gemeente="0392", reden=reden, door=door, now=NU + timedelta(days=dagen))


def term() -> Zaaktermijn:
    return Zaaktermijn.objects.get(naam="eerste_gesprek_bedreigend")


def test_confirming_starts_three_working_days(zaak: Zaak, door: Actor) -> None:
    confirm(zaak, door)
    zaak.refresh_from_db()
    assert (zaak.bedreigend_op, zaak.bedreigend_grond) == (NU.date(), "huisuitzetting")
    assert zaak.bedreigend_toelichting == "Vonnis ligt er"
    assert (term().eind, term().lengte, term().toestand) == (date(2026, 10, 29), "3 werkdagen", "loopt")


def test_withdrawing_stops_them_and_keeps_the_row(zaak: Zaak, door: Actor) -> None:
    confirm(zaak, door)
    withdraw(zaak, door)
    zaak.refresh_from_db()
    assert (zaak.bedreigend_op, zaak.bedreigend_grond) == (None, "")
    assert (term().toestand, term().afgelopen_op) == ("gestopt", date(2026, 10, 27))


def test_the_log_has_the_ground_and_never_the_words(zaak: Zaak, door: Actor) -> None:
    confirm(zaak, door)
    withdraw(zaak, door)
    lines = Logregel.objects.filter(handeling__startswith="bedreigend_").order_by("id")
    assert [(line.handeling, line.waarden) for line in lines] == [
        ("bedreigend_vastgesteld", {"grond": "huisuitzetting"}),
        ("bedreigend_ingetrokken", {}),
    ]


def test_confirming_twice_does_not_begin_the_term_anew(zaak: Zaak, door: Actor) -> None:
    confirm(zaak, door)
    with pytest.raises(Weigering, match="al_bedreigend"):
        confirm(zaak, door, dagen=2)
    assert term().begin == NU.date()


@pytest.mark.parametrize("grond", ["", "hond in huis"])
def test_it_asks_for_a_ground_of_the_law(zaak: Zaak, door: Actor, grond: str) -> None:
    with pytest.raises(Weigering, match="bedreigend_grond"):
        confirm(zaak, door, grond=grond)
    with pytest.raises(IntegrityError):
        Zaak.objects.update(bedreigend_op=NU.date())


def test_withdrawing_asks_for_a_reason_and_for_something_to_withdraw(zaak: Zaak, door: Actor) -> None:
    with pytest.raises(Weigering, match="niet_bedreigend"):
        withdraw(zaak, door)
    confirm(zaak, door)
    with pytest.raises(Weigering, match="reden_ontbreekt"):
        withdraw(zaak, door, reden=" ")


def test_a_zaak_that_is_over_cannot_become_bedreigend(zaak: Zaak, door: Actor) -> None:
    Zaak.objects.update(status="niet_opgepakt")
    with pytest.raises(Weigering, match="zaak_status"):
        confirm(zaak, door)


@pytest.mark.parametrize(
    "actor",
    [
        make_actor(gemeenten=("0344",), partij="0344"),
        make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam"),
        make_actor(rol="partner", partijsoort="partner", partij="pwn", gemeenten=()),
        make_actor(rol="privacy"),
    ],
)
def test_only_who_sees_the_zaak_decides(zaak: Zaak, actor: Actor) -> None:
    with pytest.raises(GeenToegang):
        confirm(zaak, actor)
    with pytest.raises(GeenToegang):
        withdraw(zaak, actor)
