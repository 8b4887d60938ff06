"""Work that changes hands: unread for who receives it, with a reason that the log does not hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import (
    NU,
    deliver,
    make_actor,
    make_deelname,
    make_gebruiker,
    make_gemeente,
    make_partner,
    make_regel,
    make_uitvoerder,
    make_zaak,
    make_zaaktermijn,
)

from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.actions import assign_zaak, hand_over_to_team, move_to_postvak
from meldpunt.werkvoorraad.openen import find_openstaand, open_zaak
from meldpunt.werkvoorraad.queries import Postvakfilter, list_mine, list_postvak
from meldpunt.werkvoorraad.selectie import count_mine, list_sleutels, list_visible
from meldpunt.werkvoorraad.stapel import Zaaksleutel
from meldpunt.werkvoorraad.verdeling import list_last

pytestmark = pytest.mark.django_db(transaction=True)
VANDAAG = NU.date()


@pytest.fixture
def noor():
    make_gemeente()
    return make_actor(gebruiker=make_gebruiker().id)


@pytest.fixture
def sam(noor):
    return make_actor(gebruiker=make_gebruiker(email="sam@haarlem.example", naam="Sam de Boer").id)


@pytest.fixture
def coordinator(noor):
    return make_actor(rol="coordinator", gebruiker=make_gebruiker(rol="coordinator").id)


def gezien(zaak: Zaak) -> bool:
    return Zaak.objects.values_list("gezien_op", flat=True).get(id=zaak.id) is not None


def test_it_is_read_when_somebody_of_the_inbox_opens_it_first(noor) -> None:
    zaak = make_zaak()
    assert [row.ongelezen for row in list_postvak(door=noor, keuze=Postvakfilter(), today=VANDAAG)] == [True]
    open_zaak(zaak=zaak.id, gemeente="0392", door=noor, now=NU)
    assert gezien(zaak)
    later = NU + timedelta(hours=1)
    open_zaak(zaak=zaak.id, gemeente="0392", door=noor, now=later)
    assert Zaak.objects.get().gezien_op == NU


def test_it_is_unread_for_the_colleague_until_that_colleague_opens_it(noor, sam, coordinator) -> None:
    zaak = make_zaak()
    open_zaak(zaak=zaak.id, gemeente="0392", door=noor, now=NU)
    assign_zaak(zaak=zaak.id, gemeente="0392", aan=sam.gebruiker, reden="spreekt Turks", door=noor, now=NU)
    for other in (noor, coordinator):
        open_zaak(zaak=zaak.id, gemeente="0392", door=other, now=NU)
        assert not gezien(zaak)
    open_zaak(zaak=zaak.id, gemeente="0392", door=sam, now=NU)
    assert gezien(zaak)
    assert Zaak.objects.get().verdeelreden == "spreekt Turks"
    assert "Turks" not in str(Logregel.objects.values_list("waarden", flat=True))


def test_who_takes_a_zaak_on_the_own_name_has_read_it(noor) -> None:
    zaak = make_zaak()
    open_zaak(zaak=zaak.id, gemeente="0392", door=noor, now=NU)
    assign_zaak(zaak=zaak.id, gemeente="0392", aan=noor.gebruiker, door=noor, now=NU)
    assert gezien(zaak)


def test_a_team_reads_what_was_handed_to_it_and_sees_nothing_else(noor) -> None:
    make_uitvoerder(sleutel="wijkteam", naam="Wijkteam", soort="wijkteam", gemeenten=["0392"])
    team = make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam")
    zaak, other = make_zaak(), make_zaak()
    hand_over_to_team(zaak=zaak.id, gemeente="0392", team="wijkteam", door=noor, now=NU)
    open_zaak(zaak=zaak.id, gemeente="0392", door=noor, now=NU)
    assert not gezien(zaak)
    assert [row.id for row in list_postvak(door=team, keuze=Postvakfilter(), today=VANDAAG)] == [zaak.id]
    both = [Zaaksleutel("0392", zaak.id), Zaaksleutel("0392", other.id)]
    assert list_visible(door=team, sleutels=both, today=VANDAAG) == both[:1]
    assert list_sleutels(door=team, keuze=Postvakfilter(status="alles"), today=VANDAAG) == both[:1]
    with pytest.raises(GeenToegang):
        open_zaak(zaak=other.id, gemeente="0392", door=team, now=NU)
    make_uitvoerder(sleutel="extern", naam="Extern", soort="extern", gemeenten=["0392"])
    with pytest.raises(Weigering, match="team_niet_toegestaan"):
        hand_over_to_team(zaak=zaak.id, gemeente="0392", team="extern", door=team, now=NU)
    hand_over_to_team(zaak=zaak.id, gemeente="0392", team="", door=team, now=NU)
    assert list_postvak(door=team, keuze=Postvakfilter(), today=VANDAAG) == []


def test_a_coordinator_moves_a_zaak_between_municipality_and_shared_service(coordinator, noor) -> None:
    make_uitvoerder(gemeenten=["0392"])
    zaak = make_zaak(behandelaar=noor.gebruiker)
    move_to_postvak(zaak=zaak.id, gemeente="0392", postvak="SDD", door=coordinator, now=NU)
    row = Zaak.objects.get()
    assert (row.postvak, row.postvak_vast, row.behandelaar, row.gezien_op) == ("SDD", True, None, None)
    assert list_postvak(door=coordinator, keuze=Postvakfilter(), today=VANDAAG) == []
    sdd = make_actor(rol="coordinator", partijsoort="uitvoerder", partij="SDD")
    move_to_postvak(zaak=zaak.id, gemeente="0392", postvak="0392", door=sdd, now=NU)
    assert len(list_postvak(door=coordinator, keuze=Postvakfilter(), today=VANDAAG)) == 1


def test_a_later_signaal_does_not_move_it_back(coordinator) -> None:
    make_uitvoerder(gemeenten=["0392"])
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    zaak = Zaak.objects.get()
    move_to_postvak(zaak=zaak.id, gemeente="0392", postvak="SDD", door=coordinator, now=NU)
    deliver(partner=pwn, regels=[make_regel(klantnummer="K2", bedrag="300,00")])
    row = Zaak.objects.get()
    assert (row.aantal, row.postvak) == (2, "SDD")


def test_only_a_coordinator_moves_it_and_only_to_an_inbox_that_is_there(noor, coordinator) -> None:
    zaak = make_zaak()
    with pytest.raises(GeenToegang):
        move_to_postvak(zaak=zaak.id, gemeente="0392", postvak="SDD", door=noor, now=NU)
    with pytest.raises(Weigering, match="postvak_onbekend"):
        move_to_postvak(zaak=zaak.id, gemeente="0392", postvak="SDD", door=coordinator, now=NU)


def test_of_two_who_open_a_zaak_the_second_sees_the_first_until_that_lapses(noor, sam) -> None:
    zaak = make_zaak()
    look = {"zaak": zaak.id, "gemeente": "0392"}
    assert open_zaak(**look, door=noor, now=NU) is None
    seen = open_zaak(**look, door=sam, now=NU + timedelta(seconds=60))
    assert seen is not None
    assert (seen.naam, seen.sinds) == ("Noor Jansen", NU)
    # Renewed in time it stays; left alone for two minutes it is free.
    assert open_zaak(**look, door=noor, now=NU + timedelta(seconds=110)) is None
    assert open_zaak(**look, door=sam, now=NU + timedelta(seconds=170)) is not None
    assert open_zaak(**look, door=sam, now=NU + timedelta(seconds=231)) is None
    assert find_openstaand(**look, door=noor, now=NU + timedelta(seconds=232)).naam == "Sam de Boer"


def test_my_day_begins_with_what_is_late_then_due_then_back_then_unread(noor) -> None:
    mine = {"behandelaar": noor.gebruiker, "status": "in_behandeling"}
    plain, unread, back, week, due, late, held = (make_zaak(**mine) for _ in range(7))
    for zaak in (plain, back, week, due, late, held):
        Zaak.objects.filter(id=zaak.id).update(gezien_op=NU)
    Zaak.objects.filter(id=back.id).update(markeringen=["terug_van_wacht"])
    Zaak.objects.filter(id=held.id).update(wacht_tot=VANDAAG + timedelta(days=3))
    for zaak, days in ((plain, 20), (week, 3), (due, 0), (late, -1), (held, -9)):
        make_zaaktermijn(zaak=zaak, eind=VANDAAG + timedelta(days=days))
    make_zaaktermijn(zaak=plain, eind=VANDAAG - timedelta(days=30), naam="beschikking", toestand="gehaald")
    found = [row.id for row in list_mine(door=noor, today=VANDAAG)]
    assert found == [z.id for z in (late, due, back, unread, week, plain)]
    stand = count_mine(door=noor, today=VANDAAG)
    assert (stand.open, stand.te_laat, stand.vandaag, stand.week, stand.ongelezen, stand.wachtend) == (
        6, 1, 1, 2, 1, 1,
    )  # fmt: skip


@pytest.mark.parametrize(("termijn", "days"), [("te_laat", {-1}), ("vandaag", {0}), ("week", {0, 6})])
def test_the_filter_on_terms_looks_at_those_that_run(noor, termijn: str, days: set[int]) -> None:
    zaken = {n: make_zaak() for n in (-1, 0, 6, 7)}
    for n, zaak in zaken.items():
        make_zaaktermijn(zaak=zaak, eind=VANDAAG + timedelta(days=n))
    make_zaaktermijn(zaak=make_zaak(), eind=VANDAAG, toestand="gestopt")
    make_zaak()
    found = list_postvak(door=noor, keuze=Postvakfilter(termijn=termijn), today=VANDAAG)
    assert {row.id for row in found} == {zaken[n].id for n in days}


def test_the_load_per_colleague_counts_late_and_waiting_apart(noor, sam, coordinator) -> None:
    one, _, three = (make_zaak(behandelaar=noor.gebruiker) for _ in range(3))
    make_zaaktermijn(zaak=one, eind=VANDAAG - timedelta(days=1))
    Zaak.objects.filter(id=three.id).update(wacht_tot=VANDAAG + timedelta(days=3))
    loads = {last.sleutel: last for last in list_last(door=coordinator, today=VANDAAG)}
    mine, other = loads[str(noor.gebruiker)], loads[str(sam.gebruiker)]
    assert (mine.open, mine.te_laat, mine.wachtend, mine.ongelezen) == (2, 1, 1, 3)
    assert (other.open, other.werkt_hier) == (0, True)
    with pytest.raises(GeenToegang):
        list_last(door=noor, today=VANDAAG)
