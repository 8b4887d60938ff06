"""The plan and the round as they are read from what is stored, and what is recorded at a door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import (
    NU,
    deliver,
    make_actor,
    make_deelname,
    make_gebruiker,
    make_partner,
    make_regel,
    make_uitvoerder,
)

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.matching.queries import get_zaak
from meldpunt.opvolging.actions import close_zaak, take_zaak
from meldpunt.opvolging.bezoeken import (
    Bezoek,
    Verzenduitkomst,
    choose_for_ronde,
    record_bezoek,
    try_bezoek,
)
from meldpunt.opvolging.contactplan import Zaakplan, get_zaakplan
from meldpunt.opvolging.dagronde import Ronde, get_ronde
from meldpunt.opvolging.models import Bewonersantwoord, Contactpoging, Controle, Risicoadres, Rondebezoek
from meldpunt.partijen.models import Werkprotocol
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.stapel import Zaaksleutel

pytestmark = pytest.mark.django_db
VANDAAG = NU.date()
EERST_BEZOEK = [{"soort": "Huisbezoek", "na_dagen": 0}, {"soort": "Telefoon", "na_dagen": 3}]


@pytest.fixture
def noor() -> Actor:
    return make_actor(gebruiker=make_gebruiker().id)


@pytest.fixture
def zaken(noor: Actor) -> list[Zaak]:
    """Give three zaken in hand, in one street, whose plan begins with a visit."""
    pwn = make_partner()
    make_deelname(partners=[pwn])
    Werkprotocol.objects.update(contactplan=EERST_BEZOEK)
    rows = [make_regel(klantnummer=f"K{number}", huisnummer=number) for number in ("4", "3", "1")]
    deliver(partner=pwn, regels=rows)
    for zaak in Zaak.objects.all():
        take_zaak(zaak=zaak.id, gemeente="0392", door=noor, now=NU)
    return sorted(Zaak.objects.all(), key=number_of)


def number_of(zaak: Zaak) -> int:
    return get_zaak(zaak=zaak.id, gemeente="0392", door=make_actor()).huisnummer or 0


def plan_of(zaak: Zaak, *, today: date = VANDAAG) -> Zaakplan:
    return get_zaakplan(get_zaak(zaak=zaak.id, gemeente="0392", door=make_actor()), today=today)


def ronde_of(door: Actor, *, dag: date = VANDAAG) -> Ronde:
    return get_ronde(door=door, dag=dag, today=VANDAAG)


def numbers(ronde: Ronde) -> list[int | None]:
    return [address.huisnummer for address in ronde.bezoeken]


def visit(zaak: Zaak, **anders: Any) -> Bezoek:
    values = {
        "sleutel": uuid4(),
        "uitkomst": "niet_bereikt",
        "notitie": "",
        "moment": NU - timedelta(minutes=5),
    }
    return Bezoek(gemeente="0392", zaak=zaak.id, **{**values, **anders})


def send(door: Actor, *bezoeken: Bezoek, now: datetime = NU) -> list[Verzenduitkomst]:
    return [try_bezoek(bezoek=bezoek, door=door, now=now) for bezoek in bezoeken]


def choose(zaak: Zaak, door: Actor, *, erbij: bool = True, dag: date = VANDAAG) -> None:
    choose_for_ronde(zaken=[Zaaksleutel("0392", zaak.id)], dag=dag, erbij=erbij, door=door, now=NU)


def test_it_reads_the_plan_of_the_werkprotocol_of_that_day(zaken: list[Zaak]) -> None:
    plan = plan_of(zaken[0])
    assert [(s.soort, s.stand) for s in plan.stand.stappen] == [
        ("Huisbezoek", "volgende"),
        ("Telefoon", "later"),
    ]
    assert {s.plan.bron for s in plan.stand.stappen if s.plan} == {"werkprotocol"}


def test_an_answer_of_a_resident_changes_the_plan_and_gives_the_number(zaken: list[Zaak]) -> None:
    persoon = Zaaksignaal.objects.get(zaak=zaken[0]).persoon
    Bewonersantwoord.objects.create(
        gemeente_id="0392",
        zaak=zaken[0],
        persoon=persoon,
        soort="bel_mij",
        dag="2026-10-27",
        dagdeel="Avond",
        telefoon="0612345678",
        ontvangen_op=NU,
    )
    plan = plan_of(zaken[0])
    assert plan.stand.volgende is not None
    assert (plan.stand.volgende.soort, plan.stand.volgende.dag) == ("Telefoon", date(2026, 10, 27))
    assert [person.telefoon for person in plan.personen] == ["0612345678"]


@pytest.mark.parametrize(
    ("soort", "toestand", "soort_volgende"),
    [
        ("overleden", "gestopt", None),
        ("geen_bezoek", "loopt", "Telefoon"),
        ("geheim_adres", "loopt", "Telefoon"),
        ("onveilig_bezoek", "loopt", "Huisbezoek"),
    ],
)
def test_a_check_stops_contact_or_keeps_people_from_the_door(
    zaken: list[Zaak], soort: str, toestand: str, soort_volgende: str | None
) -> None:
    Controle.objects.create(
        gemeente_id="0392", zaak=zaken[0], soort=soort, bron="hand", vastgesteld_op=NU, toelichting="Geheim"
    )
    plan = plan_of(zaken[0])
    following = plan.stand.volgende
    assert (plan.stand.toestand, following and following.soort) == (toestand, soort_volgende)
    assert plan.niet_alleen == (soort == "onveilig_bezoek")


@pytest.mark.parametrize("soort", ["geen_bezoek", "geheim_adres"])
def test_nobody_takes_a_door_along_that_a_check_closed(noor: Actor, zaken: list[Zaak], soort: str) -> None:
    choose(zaken[0], noor)
    Controle.objects.create(gemeente_id="0392", zaak=zaken[0], soort=soort, bron="hand", vastgesteld_op=NU)
    Risicoadres.objects.create(
        gemeente_id="0392",
        postcode="2011AA",
        huisnummer=3,
        maatregel="niet_bezoeken",
        tot=VANDAAG,
        geladen_op=NU,
    )
    ronde = ronde_of(noor)
    assert numbers(ronde) == [4]
    assert {a.huisnummer for a in ronde.overige} == ({3} if soort == "geheim_adres" else {1, 3})


def test_a_risk_address_without_addition_counts_for_every_door_of_that_number(zaken: list[Zaak]) -> None:
    SignaalPersoon.objects.filter(id=zaken[0].adressignaal).update(suffix="A")
    huisnummer = SignaalPersoon.objects.get(id=zaken[0].adressignaal).huisnummer
    Risicoadres.objects.create(
        gemeente_id="0392",
        postcode="2011AA",
        huisnummer=huisnummer,
        maatregel="niet_bezoeken",
        tot=VANDAAG,
        geladen_op=NU,
    )
    following = plan_of(zaken[0]).stand.volgende
    assert following is not None
    assert following.soort == "Telefoon"


def test_nobody_visits_for_a_claim_that_was_settled(zaken: list[Zaak]) -> None:
    Zaaksignaal.objects.filter(zaak=zaken[0]).update(afgemeld_op=NU, afmeldreden="betaald")
    assert plan_of(zaken[0]).stand.toestand == "gestopt"


def test_the_round_is_in_walking_order_with_the_flag_and_no_reason(noor: Actor, zaken: list[Zaak]) -> None:
    Risicoadres.objects.create(
        gemeente_id="0392",
        postcode="2011AA",
        huisnummer=3,
        maatregel="niet_alleen",
        tot=VANDAAG,
        geladen_op=NU,
    )
    ronde = ronde_of(noor)
    assert numbers(ronde) == [1, 3, 4]
    assert [address.niet_alleen for address in ronde.bezoeken] == [False, True, False]
    assert [[p.naam for p in address.personen] for address in ronde.bezoeken] == [["J. Jansen"]] * 3


def test_a_risk_that_is_over_is_no_flag(noor: Actor, zaken: list[Zaak]) -> None:
    over = VANDAAG - timedelta(days=1)
    Risicoadres.objects.create(
        gemeente_id="0392", postcode="2011AA", huisnummer=3, maatregel="niet_alleen", tot=over, geladen_op=NU
    )
    assert not any(address.niet_alleen for address in ronde_of(noor).bezoeken)


def test_what_somebody_chose_holds_for_that_day_only(noor: Actor, zaken: list[Zaak]) -> None:
    choose(zaken[0], noor, erbij=False)
    assert numbers(ronde_of(noor)) == [3, 4]
    assert [address.huisnummer for address in ronde_of(noor).overige] == [1]
    assert numbers(ronde_of(noor, dag=VANDAAG + timedelta(days=1))) == [1, 3, 4]
    choose(zaken[0], noor)
    assert numbers(ronde_of(noor)) == [1, 3, 4]
    assert Rondebezoek.objects.count() == 1
    assert Logregel.objects.filter(handeling="ronde_gekozen").count() == 2


def test_a_round_that_was_walked_is_forgotten(noor: Actor, zaken: list[Zaak]) -> None:
    choose(zaken[0], noor)
    tomorrow = NU + timedelta(days=1)
    choose_for_ronde(
        zaken=[Zaaksleutel("0392", zaken[1].id)], dag=tomorrow.date(), erbij=True, door=noor, now=tomorrow
    )
    assert Rondebezoek.objects.get().zaak_id == zaken[1].id


def test_a_zaak_of_a_colleague_comes_along_when_it_is_chosen(noor: Actor, zaken: list[Zaak]) -> None:
    colleague = make_actor(gebruiker=make_gebruiker(email="sam@haarlem.example", naam="Sam").id)
    assert numbers(ronde_of(colleague)) == []
    choose(zaken[1], colleague)
    assert numbers(ronde_of(colleague)) == [3]


@pytest.mark.parametrize("soort", ["nieuw", "gesloten"])
def test_a_zaak_that_nobody_has_in_hand_cannot_be_chosen(noor: Actor, zaken: list[Zaak], soort: str) -> None:
    result = {"eindresultaat": "Inwoner is overleden", "gesloten_op": NU} if soort == "gesloten" else {}
    Zaak.objects.filter(id=zaken[0].id).update(status=soort, **result)
    with pytest.raises(Weigering, match="zaak_status"):
        choose(zaken[0], noor)
    assert 1 not in numbers(ronde_of(noor))


def test_a_day_that_is_over_cannot_be_chosen(noor: Actor, zaken: list[Zaak]) -> None:
    with pytest.raises(Weigering, match="ronde_voorbij"):
        choose(zaken[0], noor, dag=VANDAAG - timedelta(days=1))


def test_an_outside_team_has_only_what_was_assigned_to_it(noor: Actor, zaken: list[Zaak]) -> None:
    make_uitvoerder(sleutel="wijkteam", soort="wijkteam", gemeenten=["0392"])
    account = make_gebruiker(
        rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam", email="ans@wijkteam.example"
    )
    ans = make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam", gebruiker=account.id)
    Zaak.objects.filter(id=zaken[2].id).update(team="wijkteam", behandelaar=account.id)
    # In her name, but not given to her team.
    Zaak.objects.filter(id=zaken[1].id).update(behandelaar=account.id)
    assert numbers(ronde_of(ans)) == [4]
    with pytest.raises(GeenToegang):
        choose(zaken[0], ans)
    refused = send(ans, visit(zaken[0]))
    assert refused[0].stand == "geweigerd"
    assert "[geen_toegang]" in refused[0].zin


@pytest.mark.parametrize("rol", ["partner", "privacy", "beheer"])
def test_other_roles_have_no_round(rol: str) -> None:
    with pytest.raises(GeenToegang):
        ronde_of(make_actor(rol=rol, gebruiker=uuid4()))


def test_it_asks_as_much_of_the_database_for_three_doors_as_for_one(noor: Actor, zaken: list[Zaak]) -> None:
    def count(act: Callable[[], object]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            act()
        return len(asked)

    three = count(lambda: ronde_of(noor))
    Zaak.objects.filter(id__in=[zaken[0].id, zaken[1].id]).update(behandelaar=None)
    assert count(lambda: ronde_of(noor)) == three <= 10


def test_a_visit_counts_on_the_moment_at_the_door_and_once(noor: Actor, zaken: list[Zaak]) -> None:
    at_the_door = datetime(2026, 10, 25, 17, 30, tzinfo=UTC)
    one = visit(zaken[0], moment=at_the_door, notitie=" Hond blaft ")
    assert [outcome.stand for outcome in send(noor, one, one)] == ["gedaan", "dubbel"]
    poging = Contactpoging.objects.get()
    assert (poging.soort, poging.bereikt, poging.datum, poging.dagdeel, poging.notitie) == (
        "Huisbezoek",
        False,
        date(2026, 10, 25),
        "Avond",
        "Hond blaft",
    )
    # It was the last step before closing; the answer got lost and the phone asks again.
    close_zaak(zaak=zaken[0].id, gemeente="0392", eindresultaat="Inwoner is overleden", door=noor, now=NU)
    assert [outcome.stand for outcome in send(noor, one, visit(zaken[0]))] == ["dubbel", "geweigerd"]


def test_a_card_is_an_attempt_beside_the_visit(noor: Actor, zaken: list[Zaak]) -> None:
    one = visit(zaken[0], uitkomst="kaartje")
    send(noor, one, one)
    assert sorted(Contactpoging.objects.values_list("soort", "bereikt")) == [
        ("Huisbezoek", False),
        ("Kaartje", False),
    ]
    (address,) = [a for a in ronde_of(noor).bezoeken if a.huisnummer == 1]
    assert {step.soort for step in address.gedaan} == {"Huisbezoek", "Kaartje"}


def test_who_says_no_at_the_door_was_reached(noor: Actor, zaken: list[Zaak]) -> None:
    said = visit(zaken[0], uitkomst="geweigerd", notitie="Vriendelijk", niet_alleen=True)
    record_bezoek(bezoek=said, door=noor, now=NU)
    poging = Contactpoging.objects.get()
    assert poging.bereikt
    assert poging.notitie == "Niet alleen gegaan. Wil het aanbod niet, gezegd aan de deur. Vriendelijk"


def test_a_clock_that_runs_ahead_visits_nobody_tomorrow(noor: Actor, zaken: list[Zaak]) -> None:
    record_bezoek(bezoek=visit(zaken[0], moment=NU + timedelta(days=2)), door=noor, now=NU)
    assert Contactpoging.objects.get().datum == VANDAAG


def test_a_visit_after_midnight_is_of_the_day_here(noor: Actor, zaken: list[Zaak]) -> None:
    late = datetime(2026, 10, 26, 23, 30, tzinfo=UTC)
    assert [outcome.stand for outcome in send(noor, visit(zaken[0], moment=late), now=late)] == ["gedaan"]
    assert Contactpoging.objects.get().datum == date(2026, 10, 27)


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"uitkomst": "weg"}, "bezoek_uitkomst"),
        ({"notitie": "x" * 201}, "notitie_te_lang"),
        ({"moment": NU - timedelta(days=60)}, "contact_datum"),
    ],
)
def test_one_that_cannot_be_says_why_and_keeps_the_others_not_back(
    noor: Actor, zaken: list[Zaak], anders: dict[str, Any], code: str
) -> None:
    wrong, right = visit(zaken[0], **anders), visit(zaken[1])
    first, second = send(noor, wrong, right)
    assert (first.stand, second.stand) == ("geweigerd", "gedaan")
    assert f"[{code}]" in first.zin
    gone = replace(visit(zaken[0]), zaak=uuid4())
    assert send(noor, gone)[0].zin.endswith("[niet_gevonden]")


def test_a_key_of_another_zaak_is_refused(noor: Actor, zaken: list[Zaak]) -> None:
    one = visit(zaken[0])
    outcomes = send(noor, one, replace(one, zaak=zaken[1].id))
    assert [outcome.stand for outcome in outcomes] == ["gedaan", "geweigerd"]
