"""No read about residents trusts its caller: each asks the policy itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.matching.berichten import list_intrekkingsberichten
from meldpunt.matching.lijst import preview_lijst
from meldpunt.matching.models import Matchrun, Zaak
from meldpunt.matching.queries import get_zaak, list_personen
from meldpunt.matching.runs import (
    Runfilter,
    get_run,
    list_postvaktellingen,
    list_runs,
    list_runzaken,
    list_vastgesteld,
)
from meldpunt.matching.vragen import find_next_vraag, list_besluiten_of_zaak
from meldpunt.opvolging.actions import record_contactpoging, take_zaak
from meldpunt.opvolging.queries import count_pogingen
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang

pytestmark = pytest.mark.django_db(transaction=True)
HIER, MAAND = "0392", date(2026, 10, 1)
EIGEN = make_actor(rol="coordinator")
ELDERS = make_actor(rol="coordinator", partij="0473", gemeenten=["0473"])
ANDER_POSTVAK = make_actor(rol="coordinator", partijsoort="uitvoerder", partij="SDD")
NIET_TOEGEWEZEN = make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam")
PARTNER = make_actor(rol="partner", partijsoort="partner", partij="pwn")
PRIVACY = make_actor(rol="privacy")

OF_ZAAK: dict[str, Callable[[Zaak, Actor], object]] = {
    "zaak": lambda z, door: get_zaak(zaak=z.id, gemeente=HIER, door=door),
    "personen": lambda z, door: list_personen(zaak=z.id, gemeente=HIER, door=door),
    "besluiten": lambda z, door: list_besluiten_of_zaak(zaak=z.id, gemeente=HIER, door=door),
    "vraag": lambda z, door: find_next_vraag(zaak=z.id, gemeente=HIER, door=door),
}
OF_GEMEENTE: dict[str, Callable[[Actor], object]] = {
    "runs": lambda door: list_runs(gemeente=HIER, filter=Runfilter(), door=door),
    "run": lambda door: get_run(Matchrun.objects.get().id, gemeente=HIER, door=door),
    "runzaken": lambda door: list_runzaken(run_of(), door=door),
    "vastgesteld": lambda door: list_vastgesteld(Matchrun.objects.get().id, gemeente=HIER, door=door),
    "tellingen": lambda door: list_postvaktellingen(
        gemeente=HIER, convenant="landelijk", maand=MAAND, door=door
    ),
    "lijst": lambda door: preview_lijst(
        gemeente=HIER, convenant="haarlem-zandvoort", peildatum=NU.date(), door=door
    ),
}


def run_of() -> object:
    return get_run(Matchrun.objects.get().id, gemeente=HIER, door=EIGEN)


@pytest.fixture
def zaak() -> Zaak:
    make_deelname(partners=[make_partner()])
    deliver(partner=make_partner(), regels=[make_regel()])
    return Zaak.objects.get()


@pytest.mark.parametrize("door", [ELDERS, ANDER_POSTVAK, NIET_TOEGEWEZEN, PARTNER, PRIVACY])
@pytest.mark.parametrize("wat", OF_ZAAK)
def test_it_shows_nothing_of_a_zaak_to_a_stranger(zaak: Zaak, wat: str, door: Actor) -> None:
    OF_ZAAK[wat](zaak, EIGEN)
    with pytest.raises(GeenToegang):
        OF_ZAAK[wat](zaak, door)


@pytest.mark.parametrize(
    "door", [ELDERS, make_actor(rol="behandelaar"), NIET_TOEGEWEZEN, PARTNER, PRIVACY], ids=lambda a: a.rol
)
@pytest.mark.parametrize("wat", OF_GEMEENTE)
def test_it_shows_the_months_work_to_its_coordinator_alone(zaak: Zaak, wat: str, door: Actor) -> None:
    OF_GEMEENTE[wat](EIGEN)
    with pytest.raises(GeenToegang):
        OF_GEMEENTE[wat](door)


def test_a_coordinator_of_another_inbox_sees_the_run_and_none_of_its_zaken(zaak: Zaak) -> None:
    assert len(list_runzaken(run_of(), door=EIGEN)) == 1  # type: ignore[arg-type]
    assert list_runzaken(run_of(), door=ANDER_POSTVAK) == []  # type: ignore[arg-type]
    where = {"gemeente": HIER, "convenant": "landelijk", "maand": MAAND}
    assert [t.totaal for t in list_postvaktellingen(**where, door=EIGEN)] == [1]  # type: ignore[arg-type]
    assert list_postvaktellingen(**where, door=ANDER_POSTVAK) == []  # type: ignore[arg-type]


def test_attempts_are_counted_for_ones_own_zaken_only(zaak: Zaak) -> None:
    door = make_actor(rol="coordinator")
    take_zaak(zaak=zaak.id, gemeente=HIER, door=door, now=NU)
    record_contactpoging(
        zaak=zaak.id,
        gemeente=HIER,
        soort="Telefoon",
        bereikt=False,
        datum=NU.date(),
        dagdeel="Ochtend",
        notitie="",
        persoon=None,
        door=door,
        now=NU,
    )
    assert count_pogingen([(HIER, zaak.id)], door=door)[zaak.id].aantal == 1
    assert count_pogingen([(HIER, zaak.id)], door=ANDER_POSTVAK) == {}
    for stranger in (ELDERS, PARTNER, PRIVACY):
        with pytest.raises(GeenToegang):
            count_pogingen([(HIER, zaak.id)], door=stranger)


def test_notices_of_recalls_are_for_a_coordinator() -> None:
    assert list_intrekkingsberichten(door=EIGEN) == []
    with pytest.raises(GeenToegang):
        list_intrekkingsberichten(door=make_actor(rol="behandelaar"))
