"""What a case worker can and cannot do with a zaak."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
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

from meldpunt import pipeline
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.actions import (
    close_zaak,
    record_contactpoging,
    reopen_zaak,
    take_over_zaak,
    take_zaak,
)
from meldpunt.opvolging.models import Contactpoging
from meldpunt.sleutels import new_id
from meldpunt.terugkoppeling.models import Terugkoppeling
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.actions import hand_over_to_team

pytestmark = pytest.mark.django_db(transaction=True)
VANDAAG = NU.date()
GEEN_CONTACT = "Definitief geen contact kunnen krijgen"
ZELF_BETAALD = "Inwoner heeft zelf al betaald/betalingsregeling getroffen"


def make_worker(*, email: str = "noor@haarlem.example") -> Actor:
    return make_actor(gebruiker=make_gebruiker(email=email).id)


def make_zaak(*regels: str) -> Zaak:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=list(regels) or [make_regel()])
    return Zaak.objects.get()


def attempt(
    zaak: Zaak,
    door: Actor,
    *,
    datum: date = VANDAAG,
    soort: str = "Telefoon",
    persoon: UUID | None = None,
    now: datetime = NU,
) -> None:
    record_contactpoging(
        zaak=zaak.id,
        gemeente="0392",
        soort=soort,
        bereikt=False,
        datum=datum,
        dagdeel="Avond",
        notitie="",
        persoon=persoon,
        door=door,
        now=now,
    )


def close(zaak: Zaak, door: Actor, *, resultaat: str = GEEN_CONTACT, **extra: object) -> None:
    close_zaak(
        zaak=zaak.id,
        gemeente="0392",
        eindresultaat=resultaat,
        door=door,
        now=NU,
        **extra,  # type: ignore[arg-type]
    )


def test_two_colleagues_cannot_take_one_zaak() -> None:
    zaak, first, second = make_zaak(), make_worker(), make_worker(email="sem@haarlem.example")
    take_zaak(zaak=zaak.id, gemeente="0392", door=first, now=NU)
    with pytest.raises(Weigering, match="zaak_bezet"):
        take_zaak(zaak=zaak.id, gemeente="0392", door=second, now=NU)
    take_over_zaak(zaak=zaak.id, gemeente="0392", door=second, now=NU)
    zaak.refresh_from_db()
    assert zaak.behandelaar == second.gebruiker


def test_an_attempt_needs_a_zaak_in_hand_and_a_day_that_can_be() -> None:
    zaak, door = make_zaak(), make_worker()
    with pytest.raises(Weigering, match="zaak_status"):
        attempt(zaak, door)
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
    for day in (NU.date() + timedelta(days=1), date(2026, 9, 30)):
        with pytest.raises(Weigering, match="contact_datum"):
            attempt(zaak, door, datum=day)
    with pytest.raises(Weigering, match="contact_keuze"):
        attempt(zaak, door, soort="Postduif")
    attempt(zaak, door)
    assert Contactpoging.objects.get().dagdeel == "Avond"


@pytest.mark.parametrize(
    "act",
    [
        lambda zaak, door: take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU),
        lambda zaak, door: close(zaak, door),
        lambda zaak, door: reopen_zaak(zaak=zaak.id, gemeente="0392", reden="x", door=door, now=NU),
        attempt,
    ],
)
def test_nobody_else_touches_it(act: Callable[[Zaak, Actor], None]) -> None:
    zaak = make_zaak()
    strangers = (
        make_actor(partij="0473", gemeenten=("0473",)),
        make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam"),
        make_actor(rol="partner", partijsoort="partner", partij="pwn", gemeenten=()),
        make_actor(rol="privacy"),
        make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=()),
    )
    for stranger in strangers:
        with pytest.raises(GeenToegang):
            act(zaak, stranger)


def test_a_zaak_with_an_open_question_about_persons_does_not_close() -> None:
    zaak = make_zaak(make_regel(), make_regel(klantnummer="K2", geboortedatum=""))
    door = make_worker()
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
    with pytest.raises(Weigering, match="persoon_onbeslist"):
        close(zaak, door)


def test_each_partner_hears_the_result_of_its_own_resident() -> None:
    zaak = make_zaak(
        make_regel(klantnummer="V", achternaam="Bakker"),
        make_regel(klantnummer="Z", achternaam="Bakker", geboortedatum="2003-02-11", voorletters="T."),
    )
    door = make_worker()
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
    zoon = Zaaksignaal.objects.order_by("signaal_id").last()
    assert zoon is not None
    close(zaak, door, per_persoon={zoon.persoon: ZELF_BETAALD})
    pipeline.tell_due(door=system_actor(herkomst="test"), clock=lambda: NU)
    told = dict(Terugkoppeling.objects.order_by("id").values_list("signaal_id", "code"))
    assert told[zoon.signaal_id] == "zelf_geregeld"
    assert set(told.values()) == {"zelf_geregeld", "geen_contact"}


def test_a_result_for_somebody_who_is_not_there_is_refused() -> None:
    zaak, door = make_zaak(), make_worker()
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
    with pytest.raises(Weigering, match="personen_veranderd"):
        close(zaak, door, per_persoon={new_id(): ZELF_BETAALD})
    zaak.refresh_from_db()
    assert zaak.status == "in_behandeling"


def test_a_closed_zaak_opens_again_with_a_reason_that_is_kept() -> None:
    zaak, door = make_zaak(), make_worker()
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
    close(zaak, door)
    with pytest.raises(Weigering, match="zaak_gesloten"):
        close(zaak, door)
    with pytest.raises(Weigering, match="reden_ontbreekt"):
        reopen_zaak(zaak=zaak.id, gemeente="0392", reden=" ", door=door, now=NU)
    reopen_zaak(zaak=zaak.id, gemeente="0392", reden="toch contact", door=door, now=NU)
    zaak.refresh_from_db()
    assert (zaak.status, zaak.eindresultaat, zaak.heropenreden) == ("in_behandeling", "", "toch contact")


def test_a_zaak_that_was_followed_by_a_new_one_does_not_open_again() -> None:
    zaak, door = make_zaak(), make_worker()
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
    close(zaak, door)
    deliver(
        partner=make_partner(), regels=[make_regel(bedrag="130,00")], datum=NU.date() + timedelta(days=30)
    )
    with pytest.raises(Weigering, match="zaak_opgevolgd"):
        reopen_zaak(zaak=zaak.id, gemeente="0392", reden="vergissing", door=door, now=NU)


def test_an_attempt_just_after_midnight_is_of_today() -> None:
    zaak, door = make_zaak(), make_worker()
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
    # Half past midnight in the Netherlands is yesterday in UTC.
    night = datetime(2026, 10, 27, 23, 30, tzinfo=UTC)
    attempt(zaak, door, datum=date(2026, 10, 28), now=night)
    assert Contactpoging.objects.get().datum == date(2026, 10, 28)
    with pytest.raises(Weigering, match="contact_datum"):
        attempt(zaak, door, datum=date(2026, 10, 29), now=night)


def test_an_attempt_is_recorded_for_somebody_in_the_zaak_only() -> None:
    zaak, door = make_zaak(), make_worker()
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
    with pytest.raises(Weigering, match="personen_veranderd"):
        attempt(zaak, door, persoon=new_id())
    attempt(zaak, door, persoon=Zaaksignaal.objects.get().persoon)
    assert Contactpoging.objects.count() == 1


def test_a_team_gives_a_zaak_back_and_not_to_another_team() -> None:
    zaak = make_zaak()
    for team in ("oost", "west"):
        make_uitvoerder(sleutel=team, naam=team, soort="wijkteam", gemeenten=["0392"])
    hand_over_to_team(zaak=zaak.id, gemeente="0392", team="oost", door=make_worker(), now=NU)
    oost = make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="oost")
    with pytest.raises(Weigering, match="team_niet_toegestaan"):
        hand_over_to_team(zaak=zaak.id, gemeente="0392", team="west", door=oost, now=NU)
    hand_over_to_team(zaak=zaak.id, gemeente="0392", team="", door=oost, now=NU)
    zaak.refresh_from_db()
    assert zaak.team == ""
