"""What the inbox shows is what the policy lets one see: the two are written apart and must say the same."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from tests.factories import make_actor, make_gemeente

from meldpunt.matching.models import Persoonsvraag, Zaak
from meldpunt.matching.vragen import list_vragen
from meldpunt.toegang.policies import can, check_see_zaak
from meldpunt.werkvoorraad.queries import Postvakfilter, count_postvak, list_postvak

pytestmark = pytest.mark.django_db
NU = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
DRECHTSTEDEN = ("0505", "0642")
ACTORS = [
    make_actor(partij="0505", gemeenten=["0505"]),
    make_actor(rol="coordinator", partij="0642", gemeenten=["0642"]),
    make_actor(partijsoort="uitvoerder", partij="SDD", gemeenten=DRECHTSTEDEN),
    make_actor(rol="coordinator", partijsoort="uitvoerder", partij="SDD", gemeenten=["0505"]),
    make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam", gemeenten=DRECHTSTEDEN),
    make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="elders", gemeenten=[]),
    make_actor(rol="privacy", partij="0505", gemeenten=DRECHTSTEDEN),
    make_actor(rol="partner", partijsoort="partner", partij="0505", gemeenten=DRECHTSTEDEN),
    make_actor(rol="coordinator", partijsoort="meldpunt", partij="meldpunt", gemeenten=DRECHTSTEDEN),
]


def make_zaak(*, gemeente: str, postvak: str, team: str = "", rang: int | None = None) -> Zaak:
    zaak = Zaak.objects.create(
        gemeente_id=gemeente,
        convenant="drechtsteden",
        versie=date(2021, 1, 1),
        maand=date(2026, 10, 1),
        ontstaan_op=NU,
        adressignaal=uuid4(),
        aantal=1,
        aantal_partners=1,
        bedrag_cent=10000,
        oudste_achterstand=date(2026, 8, 1),
        selectie="opgepakt",
        postvak=postvak,
        team=team,
        rang=rang,
        status="nieuw",
        status_sinds=NU,
    )
    Persoonsvraag.objects.create(
        gemeente_id=gemeente, zaak=zaak, signaal_a=uuid4(), signaal_b=uuid4(), trap="achternaam_bijna"
    )
    return zaak


@pytest.mark.parametrize("actor", ACTORS, ids=lambda a: f"{a.rol}-{a.partij}-{len(a.gemeenten)}")
def test_each_list_holds_exactly_what_the_policy_allows(actor: object) -> None:
    for gemeente in DRECHTSTEDEN:
        make_gemeente(code=gemeente, naam=gemeente)
    zaken = [
        make_zaak(gemeente=gemeente, postvak=postvak, team=team)
        for gemeente in DRECHTSTEDEN
        for postvak in (gemeente, "SDD")
        for team in ("", "wijkteam")
    ]
    allowed = {
        z.id
        for z in zaken
        if can(check_see_zaak, actor, gemeente=z.gemeente_id, postvak=z.postvak, team=z.team)  # type: ignore[arg-type]
    }
    listed = {row.id for row in list_postvak(door=actor, keuze=Postvakfilter(), today=NU.date())}  # type: ignore[arg-type]
    asked = {row.zaak for row in list_vragen(door=actor)}  # type: ignore[arg-type]
    assert listed == asked == allowed
    assert count_postvak(door=actor, keuze=Postvakfilter(), today=NU.date()) == len(allowed)  # type: ignore[arg-type]


def test_a_list_over_municipalities_has_one_order_and_no_gap_between_pages() -> None:
    for gemeente in DRECHTSTEDEN:
        make_gemeente(code=gemeente, naam=gemeente)
    for number in range(12):
        rang = None if number % 3 == 0 else number
        make_zaak(gemeente=DRECHTSTEDEN[number % 2], postvak="SDD", rang=rang)
    actor, keuze = ACTORS[2], Postvakfilter()
    whole = list_postvak(door=actor, keuze=keuze, today=NU.date())
    assert [row.rang for row in whole] == [1, 2, 4, 5, 7, 8, 10, 11, None, None, None, None]
    paged, na = [], None
    while page := list_postvak(door=actor, keuze=keuze, today=NU.date(), na=na, size=5):
        paged += page
        na = (page[-1].plaats, page[-1].id)
    assert paged == whole


def test_counting_stops_one_past_the_limit() -> None:
    make_gemeente(code="0505", naam="Dordrecht")
    for _ in range(5):
        make_zaak(gemeente="0505", postvak="0505")
    assert count_postvak(door=ACTORS[0], keuze=Postvakfilter(), today=NU.date(), limit=3) == 4
