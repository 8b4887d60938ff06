"""Is somebody known to the social service: asked of its system, once per person, and due until it answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel
from tests.koppelingen.buren import FOUTEN, Buur, buur

from meldpunt.aanlevering.bsn import seal_bsn
from meldpunt.aanlevering.models import Signaal, SignaalPersoon, Verwerkingsbeperking
from meldpunt.audit.models import Logregel
from meldpunt.koppelingen import oproep
from meldpunt.koppelingen.actions import set_koppeling, switch_koppeling
from meldpunt.koppelingen.models import Koppeling, Koppelingstand
from meldpunt.matching.bekendvragen import _list_gemeenten as list_askers
from meldpunt.matching.bekendvragen import ask_bekend_due
from meldpunt.matching.buitenvragen.models import Bekendvraag
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.controlebeeld import list_controles
from meldpunt.partijen.models import Gemeente
from meldpunt.rules.proefinwoners import PROEFGEMEENTE
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEEM = system_actor(herkomst="test")
BEHEER = make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())
BSN = "999990019"


@pytest.fixture(scope="module")
def neighbour() -> Iterator[Buur]:
    with buur() as one:
        yield one


@pytest.fixture
def dienst(neighbour: Buur, monkeypatch: pytest.MonkeyPatch) -> Buur:
    """Give the system of the social service of Haarlem, which knows everybody; nobody waits."""
    neighbour.fout = ""
    neighbour.gevraagd.clear()
    neighbour.antwoord = lambda _: (200, {"bekend": True, "reden": "schuldhulpverlening", "team": "Noord"})
    monkeypatch.setattr(oproep, "sleep", lambda seconds: None)
    return neighbour


def connect(dienst: Buur, plek: str = "0392") -> None:
    set_koppeling(gegevens=dienst.koppeling("bekend", plek=plek), door=BEHEER, now=NU)


def ask(now: datetime = NU) -> int:
    return ask_bekend_due(door=SYSTEEM, clock=lambda: now)


def bring(*regels: dict[str, Any]) -> Zaak:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=list(regels) or [make_regel()])
    return Zaak.objects.get()


def test_it_asks_once_per_person_and_shows_who_knows_them(dienst: Buur) -> None:
    zaak = bring()
    connect(dienst)
    assert ask() == 1
    assert ask(NU + timedelta(days=1)) == 0
    (asked,) = dienst.gevraagd
    row = Bekendvraag.objects.get()
    assert asked.methode == "POST"
    assert asked.json() == {
        "kenmerk": str(row.id),
        "postcode": "2011AA",
        "huisnummer": 12,
        "geboortedatum": "1980-05-01",
    }
    (stand,) = list_controles([("0392", zaak.id)], on=NU.date())[zaak.id]
    assert (stand.soort, stand.bron, stand.toelichting, stand.persoon) == (
        "bekend_schuldhulp",
        "koppeling",
        "Noord",
        row.persoon,
    )
    zaak.refresh_from_db()
    assert zaak.bekend
    line = Logregel.objects.get(handeling="bekendheid_gevraagd")
    assert (line.object, line.gemeente, "Wgs art. 8b" in line.doel) == (str(zaak.id), "0392", True)


def test_it_asks_by_number_alone_where_one_was_delivered(dienst: Buur) -> None:
    bring()
    connect(dienst)
    SignaalPersoon.objects.update(**seal_bsn(BSN))
    assert ask() == 1
    assert set(dienst.gevraagd[0].json()) == {"kenmerk", "bsn"}
    assert dienst.gevraagd[0].json()["bsn"] == BSN
    assert BSN not in dienst.gevraagd[0].pad
    assert BSN not in str(list(Logregel.objects.values_list("waarden", flat=True)))


def test_a_no_says_nothing_more(dienst: Buur) -> None:
    zaak = bring()
    connect(dienst)
    dienst.antwoord = lambda _: (200, {"bekend": False})
    assert ask() == 1
    zaak.refresh_from_db()
    assert not zaak.bekend
    assert Bekendvraag.objects.get().bekend is False
    assert list_controles([("0392", zaak.id)], on=NU.date()) == {}


@pytest.mark.parametrize("fout", FOUTEN)
def test_the_question_stays_due_while_the_other_side_is_down(dienst: Buur, fout: str) -> None:
    zaak = bring()
    connect(dienst)
    dienst.fout = fout
    assert ask() == 0
    row = Bekendvraag.objects.get()
    assert (row.stand, row.laatste_code, row.volgende_poging_op > NU) == ("wacht", FOUTEN[fout], True)
    assert Koppelingstand.objects.get().laatste_code == FOUTEN[fout]
    assert Zaak.objects.get(id=zaak.id).status == "nieuw"
    dienst.fout = ""
    assert ask(NU) == 0
    assert ask(NU + timedelta(hours=2)) == 1


@pytest.mark.parametrize(
    "told",
    [
        {},
        ["bekend"],
        {"bekend": "ja"},
        {"bekend": True},
        {"bekend": True, "reden": "ziek"},
        {"bekend": True, "reden": "uitkering", "team": "x" * 81},
    ],
)
def test_it_believes_no_answer_that_is_neither_yes_nor_no(dienst: Buur, told: object) -> None:
    bring()
    connect(dienst)
    dienst.antwoord = lambda _: (200, told)
    assert ask() == 0
    assert Bekendvraag.objects.get().laatste_code == "onleesbaar"


def test_without_a_connection_or_with_one_that_is_off_nobody_is_asked(dienst: Buur) -> None:
    bring()
    assert ask() == 0
    assert not Bekendvraag.objects.exists()
    connect(dienst)
    switch_koppeling(koppeling=Koppeling.objects.get().id, aan=False, door=BEHEER, now=NU)
    assert ask() == 0
    assert dienst.gevraagd == []


def test_a_municipality_that_switched_its_own_off_does_not_use_that_of_the_meldpunt(dienst: Buur) -> None:
    bring()
    connect(dienst, "meldpunt")
    connect(dienst)
    switch_koppeling(koppeling=Koppeling.objects.get(gemeente="0392").id, aan=False, door=BEHEER, now=NU)
    assert ask() == 0
    switch_koppeling(koppeling=Koppeling.objects.get(gemeente="0392").id, aan=True, door=BEHEER, now=NU)
    assert ask() == 1


def test_a_worker_that_died_halfway_is_followed_by_another(dienst: Buur) -> None:
    bring()
    connect(dienst)
    dienst.fout = "traag"
    ask()
    Bekendvraag.objects.update(volgende_poging_op=NU + timedelta(minutes=5))
    dienst.fout = ""
    assert ask(NU + timedelta(minutes=4)) == 0
    assert ask(NU + timedelta(minutes=6)) == 1


def test_a_person_whose_zaak_is_over_is_not_asked_about(dienst: Buur) -> None:
    zaak = bring()
    connect(dienst)
    dienst.fout = "serverfout"
    ask()
    Zaak.objects.filter(id=zaak.id).update(
        status="gesloten", gesloten_op=NU, eindresultaat="Inwoner is overleden"
    )
    dienst.fout, before = "", len(dienst.gevraagd)
    assert ask(NU + timedelta(hours=2)) == 0
    assert len(dienst.gevraagd) == before
    assert Bekendvraag.objects.get().stand == "vervallen"


def rest() -> None:
    Verwerkingsbeperking.objects.create(
        gemeente_id="0392",
        signaal=Signaal.objects.get(),
        verzoek=uuid4(),
        grond="juistheid_betwist",
        begonnen_op=NU,
    )


def test_nobody_is_asked_about_who_let_the_data_rest(dienst: Buur) -> None:
    bring()
    connect(dienst)
    rest()
    assert ask() == 0
    assert not Bekendvraag.objects.exists()
    Verwerkingsbeperking.objects.update(geeindigd_op=NU, einde_reden="opgelost")
    assert ask() == 1


def test_a_question_that_was_put_down_before_waits_while_the_data_rest(dienst: Buur) -> None:
    bring()
    connect(dienst)
    dienst.fout = "serverfout"
    ask()
    rest()
    dienst.fout, before = "", len(dienst.gevraagd)
    assert ask(NU + timedelta(hours=2)) == 0
    assert (Bekendvraag.objects.get().stand, len(dienst.gevraagd)) == ("wacht", before)
    Verwerkingsbeperking.objects.update(geeindigd_op=NU, einde_reden="opgelost")
    assert ask(NU + timedelta(days=2)) == 1


def test_nobody_is_asked_about_the_invented_residents_of_the_trial(dienst: Buur) -> None:
    bring()
    Gemeente.objects.create(code=PROEFGEMEENTE, naam="Proef")
    connect(dienst, "meldpunt")
    assert PROEFGEMEENTE not in list_askers()
    assert "0392" in list_askers()
