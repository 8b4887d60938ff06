"""What the coordinator sees of the terms of the inbox."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.factories import make_actor, make_gemeente, make_uitvoerder
from tests.slices.opvolging.termijnwereld import actor_of, make_behandelaar, make_coordinator, make_zaken, on

from meldpunt.matching.models import Zaak
from meldpunt.opvolging.termijnoverzicht import (
    ALLES,
    DEZE_WEEK,
    NIEMAND,
    TE_LAAT,
    Stand,
    Termijnfilter,
    count_lopende,
    find_stand,
    list_lopende,
)
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang

pytestmark = pytest.mark.django_db
EIND = date(2026, 11, 23)
VERDER = on(40).date()


@pytest.fixture
def door() -> Actor:
    return make_actor(rol="coordinator")


def numbers(door: Actor, *, today: date, **keuze: Any) -> list[int | None]:
    found = list_lopende(door=door, keuze=Termijnfilter(**keuze), today=today)
    return [regel.huisnummer for regel in found]


def test_what_is_late_and_nobodys_stands_on_top_then_what_ends_first(door: Actor) -> None:
    first, second, third = make_zaken()
    noor = make_behandelaar()
    Zaak.objects.filter(id__in=[first.id, second.id]).update(behandelaar=noor.id)
    third.termijnen.update(eind=date(2026, 11, 24))
    assert numbers(door, today=date(2026, 11, 20)) == [1, 2, 3]
    assert numbers(door, today=VERDER) == [3, 1, 2]


@pytest.mark.parametrize(
    ("keuze", "today", "found"),
    [
        ({}, date(2026, 11, 15), []),
        ({"stand": ALLES}, date(2026, 11, 15), [1, 2, 3]),
        ({}, date(2026, 11, 16), [1, 2, 3]),
        ({"stand": DEZE_WEEK}, EIND, [1, 2, 3]),
        ({"stand": TE_LAAT}, EIND, []),
        ({"stand": TE_LAAT}, VERDER, [1, 2, 3]),
        ({"stand": DEZE_WEEK}, VERDER, []),
        ({"naam": "beschikking"}, VERDER, []),
        ({"naam": "eerste_gesprek"}, VERDER, [1, 2, 3]),
        ({"behandelaar": NIEMAND}, VERDER, [1, 2, 3]),
        ({"behandelaar": "geen-sleutel"}, VERDER, []),
        ({"team": "wijkteam"}, VERDER, []),
        ({"gemeente": "0344"}, VERDER, []),
        ({"stand": "onzin"}, VERDER, [1, 2, 3]),
    ],
)
def test_each_filter_narrows_the_list(
    door: Actor, keuze: dict[str, str], today: date, found: list[int]
) -> None:
    make_zaken()
    assert numbers(door, today=today, **keuze) == found


def test_pages_follow_one_another_without_a_gap(door: Actor) -> None:
    zaken = make_zaken(7)
    Zaak.objects.filter(id__in=[z.id for z in zaken[:3]]).update(behandelaar=make_behandelaar().id)
    seen, na = [], None
    for _ in range(4):
        page = list_lopende(door=door, keuze=Termijnfilter(), today=VERDER, na=na, size=2)
        seen += [regel.huisnummer for regel in page]
        na = (page[-1].plaats, page[-1].termijn.eind, page[-1].id)
    assert seen == [4, 5, 6, 7, 1, 2, 3]


def test_it_counts_by_term_by_person_and_by_team(door: Actor) -> None:
    first, second, _ = make_zaken()
    make_uitvoerder(sleutel="wijkteam", naam="Wijkteam", soort="wijkteam", gemeenten=["0392"])
    Zaak.objects.filter(id=first.id).update(behandelaar=make_behandelaar().id)
    Zaak.objects.filter(id=second.id).update(team="wijkteam")
    counted = {(t.soort, t.naam): t for t in count_lopende(door=door, today=VERDER)}
    assert {key: (t.te_laat, t.zonder_behandelaar) for key, t in counted.items()} == {
        ("samen", ""): (3, 2),
        ("termijn", "eerste_gesprek"): (3, 2),
        ("behandelaar", "Noor Jansen"): (1, 0),
        ("behandelaar", ""): (2, 2),
        ("team", ""): (2, 1),
        ("team", "wijkteam"): (1, 1),
    }
    assert counted[("samen", "")].deze_week == 0


def test_a_municipality_and_a_shared_service_each_see_their_own_inbox(door: Actor) -> None:
    first, *_ = make_zaken()
    make_uitvoerder(gemeenten=["0392"])
    Zaak.objects.filter(id=first.id).update(postvak="SDD")
    service = make_actor(rol="coordinator", partijsoort="uitvoerder", partij="SDD")
    assert numbers(door, today=VERDER) == [2, 3]
    assert numbers(service, today=VERDER) == [1]
    assert find_stand(door=service, today=VERDER).postvak_te_laat == 1
    make_gemeente(code="0344", naam="Utrecht")
    elsewhere = make_actor(rol="coordinator", partij="0344", gemeenten=("0344",))
    assert numbers(elsewhere, today=VERDER) == []
    assert find_stand(door=elsewhere, today=VERDER) == Stand()


@pytest.mark.parametrize("rol", ["behandelaar", "uitvoerder", "partner", "privacy", "beheer"])
def test_only_a_coordinator_sees_it(rol: str) -> None:
    other = make_actor(rol=rol)
    with pytest.raises(GeenToegang):
        list_lopende(door=other, keuze=Termijnfilter(), today=VERDER)
    with pytest.raises(GeenToegang):
        count_lopende(door=other, today=VERDER)


def test_a_case_worker_hears_of_own_zaken_and_a_coordinator_of_all() -> None:
    first, second, third = make_zaken()
    noor, marit = make_behandelaar(), make_coordinator()
    Zaak.objects.filter(id__in=[first.id, second.id]).update(behandelaar=noor.id)
    Zaak.objects.filter(id=third.id).update(behandelaar=marit.id)
    own = actor_of(noor)
    assert find_stand(door=own, today=date(2026, 11, 15)) == Stand()
    assert find_stand(door=own, today=date(2026, 11, 16)) == Stand(deze_week=2)
    assert find_stand(door=own, today=date(2026, 11, 22)) == Stand(nu=2)
    assert find_stand(door=own, today=VERDER) == Stand(te_laat=2)
    whole = find_stand(door=actor_of(marit, rol="coordinator"), today=VERDER)
    assert whole == Stand(te_laat=1, postvak_te_laat=3)


def test_a_team_hears_of_what_nobody_in_it_took() -> None:
    first, *_ = make_zaken()
    Zaak.objects.filter(id=first.id).update(team="wijkteam")
    team = make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam")
    assert find_stand(door=team, today=VERDER) == Stand(te_laat=1)
