"""One act on many zaken: as a single one, whole or not at all, nothing twice."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests.factories import (
    NU,
    deliver,
    make_actor,
    make_deelname,
    make_gebruiker,
    make_gemeente,
    make_partner,
    make_regel,
    make_zaak,
)

from meldpunt import pipeline, stapel
from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Contactpoging
from meldpunt.terugkoppeling.models import Terugkoppeling
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.models import Aanstelling
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.models import Stapelopdracht, Stapelregel
from meldpunt.werkvoorraad.selectie import list_sleutels
from meldpunt.werkvoorraad.stapel import Zaaksleutel, create_stapelopdracht, read_actor, write_actor
from meldpunt.werkvoorraad.stapelopdrachten import get_stapelstand, list_due, list_overgeslagen, list_recent
from meldpunt.werkvoorraad.voorwaarden import Postvakfilter

pytestmark = pytest.mark.django_db(transaction=True)
POGING = {"soort": "Telefoon", "bereikt": False, "datum": NU.date().isoformat(), "dagdeel": "Ochtend"}


@pytest.fixture
def noor() -> Actor:
    make_gemeente()
    return make_actor(gebruiker=make_gebruiker().id)


def ask(door: Actor, handeling: str, zaken: list[Zaak], **waarden: Any) -> UUID:
    keys = [Zaaksleutel(zaak.gemeente_id, zaak.id) for zaak in zaken]
    return create_stapelopdracht(handeling=handeling, waarden=waarden, zaken=keys, door=door, now=NU)


def run(opdracht: UUID) -> int:
    return stapel.run_stapelopdracht(opdracht=opdracht, clock=lambda: NU)


def test_it_does_what_it_can_and_says_of_the_rest_why(noor: Actor) -> None:
    sam = make_gebruiker(email="sam@haarlem.example")
    fresh = [make_zaak() for _ in range(3)]
    busy = [make_zaak(status="in_behandeling", behandelaar=sam.id) for _ in range(2)]
    gone = make_zaak(status="niet_opgepakt")
    opdracht = ask(noor, "oppakken", [*fresh, *busy, gone])
    assert run(opdracht) == 6
    stand = get_stapelstand(opdracht=opdracht, door=noor)
    assert (stand.gedaan, stand.overgeslagen, stand.procent, stand.klaar_op) == (3, 3, 100, NU)
    assert [count for _, count in stand.redenen] == [2, 1]
    assert "zaak_bezet" in stand.redenen[0][0]
    assert {one.zaak for one in list_overgeslagen(opdracht=opdracht, door=noor)} == {
        zaak.id for zaak in (*busy, gone)
    }
    assert Zaak.objects.filter(behandelaar=noor.gebruiker, status="in_behandeling").count() == 3
    assert Logregel.objects.filter(handeling="zaak_opgepakt", gebruiker=noor.gebruiker).count() == 3


def test_each_act_is_the_one_of_a_single_zaak(noor: Actor) -> None:
    sam = make_gebruiker(email="sam@haarlem.example")
    mine = [make_zaak(status="in_behandeling", behandelaar=noor.gebruiker) for _ in range(2)]
    run(ask(noor, "poging", mine, **POGING))
    assert Contactpoging.objects.filter(soort="Telefoon", bereikt=False).count() == 2
    tot = (NU + timedelta(days=14)).date()
    run(ask(noor, "wacht", mine, tot=tot.isoformat(), reden="reactie"))
    assert set(Zaak.objects.values_list("wacht_tot", "wachtreden")) == {(tot, "reactie")}
    run(ask(noor, "sluiten", mine[:1], eindresultaat="Geen reactie na eerder contact"))
    assert Zaak.objects.get(id=mine[0].id).status == "gesloten"
    run(ask(noor, "toewijzen", mine, aan=str(sam.id)))
    assert Zaak.objects.get(id=mine[1].id).behandelaar == sam.id
    skipped = Stapelregel.objects.get(zaak=mine[0], uitkomst="overgeslagen")
    assert "zaak_status" in skipped.zin


def test_a_worker_that_dies_leaves_the_rest_to_the_next_look(
    noor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    zaken = [make_zaak(status="in_behandeling", behandelaar=noor.gebruiker) for _ in range(5)]
    opdracht = ask(noor, "poging", zaken, **POGING)
    act, calls = stapel.HANDELINGEN["poging"], []

    def die_in_the_third(*args: Any) -> None:
        calls.append(args)
        act(*args)
        if len(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setitem(stapel.HANDELINGEN, "poging", die_in_the_third)
    with pytest.raises(KeyboardInterrupt):
        run(opdracht)
    # The third act was done and rolled back with its outcome.
    assert Contactpoging.objects.count() == 2
    assert list_due() == [opdracht]
    monkeypatch.undo()
    pipeline.run_due(door=system_actor(herkomst="test"), clock=lambda: NU)
    assert Contactpoging.objects.values("zaak").distinct().count() == Contactpoging.objects.count() == 5
    assert list_due() == []
    assert run(opdracht) == 0


def test_two_workers_do_no_zaak_twice(noor: Actor) -> None:
    zaken = [make_zaak(status="in_behandeling", behandelaar=noor.gebruiker) for _ in range(30)]
    opdracht = ask(noor, "poging", zaken, **POGING)
    counts: list[int] = []

    def work() -> None:
        try:
            counts.append(run(opdracht))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(counts) == 30
    assert Contactpoging.objects.count() == 30
    assert Stapelopdracht.objects.get().klaar_op is not None


def test_what_goes_wrong_in_one_zaak_does_not_stop_the_others(
    noor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    zaken = [make_zaak(status="in_behandeling", behandelaar=noor.gebruiker) for _ in range(3)]
    opdracht = ask(noor, "poging", zaken, **POGING)
    act = stapel.HANDELINGEN["poging"]

    def fail_in_one(sleutel: Zaaksleutel, *rest: Any) -> None:
        if sleutel.zaak == zaken[1].id:
            raise KeyError("gone")
        act(sleutel, *rest)

    monkeypatch.setitem(stapel.HANDELINGEN, "poging", fail_in_one)
    assert run(opdracht) == 3
    assert Contactpoging.objects.count() == 2
    assert "stapel_mislukt" in Stapelregel.objects.get(uitkomst="overgeslagen").zin


def test_who_lost_the_role_meanwhile_does_nothing_any_more(noor: Actor) -> None:
    opdracht = ask(noor, "oppakken", [make_zaak(), make_zaak()])
    Aanstelling.objects.update(tot=(NU - timedelta(days=1)).date())
    run(opdracht)
    assert set(Zaak.objects.values_list("status", flat=True)) == {"nieuw"}
    assert get_stapelstand(opdracht=opdracht, door=noor).overgeslagen == 2


def test_everything_in_a_filter_is_chosen_by_the_server_up_to_a_limit(noor: Actor) -> None:
    made = [make_zaak(rang=10 - n) for n in range(5)]
    make_zaak(status="in_behandeling", behandelaar=noor.gebruiker)
    keys = list_sleutels(door=noor, keuze=Postvakfilter(status="nieuw"), today=NU.date(), size=3)
    assert [key.zaak for key in keys] == [zaak.id for zaak in reversed(made)][:3]


def test_it_keeps_who_asked_to_the_letter(noor: Actor) -> None:
    assert read_actor(write_actor(noor)) == noor
    partner = make_actor(partner=make_partner().id, gemeenten=["0392", "0363"])
    assert read_actor(write_actor(partner)) == partner


def test_anothers_is_not_to_be_seen_and_nothing_is_refused(noor: Actor) -> None:
    opdracht = ask(noor, "oppakken", [make_zaak()])
    sam = make_actor(gebruiker=make_gebruiker(email="sam@haarlem.example").id)
    with pytest.raises(Stapelopdracht.DoesNotExist):
        get_stapelstand(opdracht=opdracht, door=sam)
    assert list_overgeslagen(opdracht=opdracht, door=sam) == []
    assert (len(list_recent(door=noor)), len(list_recent(door=sam))) == (1, 0)
    with pytest.raises(Weigering, match="niets_gekozen"):
        ask(noor, "oppakken", [])


def test_the_address_of_a_skipped_zaak_is_gone_with_the_zaak(noor: Actor) -> None:
    zaak = make_zaak(status="niet_opgepakt")
    opdracht = ask(noor, "oppakken", [zaak])
    run(opdracht)
    assert [one.zichtbaar for one in list_overgeslagen(opdracht=opdracht, door=noor)] == [True]
    Zaak.objects.update(postvak="SDD")
    assert [one.zichtbaar for one in list_overgeslagen(opdracht=opdracht, door=noor)] == [False]


def test_partners_hear_what_became_of_it(noor: Actor) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    opdracht = ask(noor, "oppakken", [Zaak.objects.get()])
    pipeline.run_stapelopdracht(opdracht=opdracht, door=system_actor(herkomst="test"), clock=lambda: NU)
    assert Terugkoppeling.objects.count() == 1
