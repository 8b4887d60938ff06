"""The acts of the trajectory: steps of one resident, never of another."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError
from tests.factories import NU, make_actor
from tests.slices.opvolging.zaakwereld import (
    BAKKER,
    JANSEN,
    Zaakwereld,
    list_strangers,
    make_zaakwereld,
)

from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.actions import close_zaak
from meldpunt.opvolging.models import Trajectstap
from meldpunt.opvolging.queries import list_gebeurtenissen
from meldpunt.opvolging.traject import Stapinvoer, record_trajectstap, withdraw_trajectstap
from meldpunt.opvolging.trajectbeeld import list_betaalstanden, list_trajectstappen
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)
VANDAAG = date(2026, 10, 26)


def step(wereld: Zaakwereld, soort: str, *, naam: str = "Jansen", **velden: object) -> UUID:
    values = {"datum": VANDAAG, **velden}
    return record_trajectstap(
        zaak=wereld.zaak,
        gemeente="0392",
        persoon=wereld.persoon(naam),
        stap=Stapinvoer(soort=soort, **values),  # type: ignore[arg-type]
        door=wereld.door,
        now=NU,
    )


def withdraw(wereld: Zaakwereld, stap: UUID, *, reden: str = "vergissing") -> None:
    withdraw_trajectstap(stap=stap, gemeente="0392", reden=reden, door=wereld.door, now=NU)


def test_it_records_a_trajectory_from_offer_to_decision_with_a_line_each() -> None:
    wereld = make_zaakwereld()
    step(wereld, "aanbod_aanvaard", datum=date(2026, 10, 20))
    step(wereld, "eerste_gesprek", datum=date(2026, 10, 22))
    step(wereld, "betaling_niet_hervat", aard="inhalen", signaal=wereld.signaal())
    step(wereld, "betalingsregeling", bedrag_cent=5000, aantal_termijnen=10, eerste_termijn=date(2026, 11, 1))
    step(wereld, "beschikking", aard="toegelaten")
    kinds = [row.soort for row in list_trajectstappen(wereld.beeld())]
    assert kinds == [
        "aanbod_aanvaard",
        "eerste_gesprek",
        "betaling_niet_hervat",
        "betalingsregeling",
        "beschikking",
    ]
    lines = Logregel.objects.filter(handeling="trajectstap_vastgelegd").order_by("id")
    assert [line.waarden["soort"] for line in lines] == kinds
    assert set(lines[0].waarden) == {"stap", "soort", "aard", "datum", "persoon"}
    assert Zaak.objects.get().terugkoppelen is True


@pytest.mark.parametrize(
    ("soort", "velden", "code"),
    [
        ("eerste_gesprek", {}, "stap_te_vroeg"),
        ("praatje", {}, "stap_onbekend"),
        ("aanbod_aanvaard", {"datum": VANDAAG + timedelta(days=1)}, "stap_datum"),
        ("aanbod_aanvaard", {"datum": date(2026, 9, 30)}, "stap_datum"),
        ("aanbod_aanvaard", {"aard": "inhalen"}, "stap_aard"),
        ("aanbod_aanvaard", {"bedrag_cent": 100}, "stap_regeling"),
    ],
)
def test_it_refuses_what_cannot_be(soort: str, velden: dict[str, object], code: str) -> None:
    wereld = make_zaakwereld()
    with pytest.raises(Weigering, match=code):
        step(wereld, soort, **velden)
    assert not Trajectstap.objects.exists()


@pytest.mark.parametrize(
    ("soort", "velden", "code"),
    [
        ("betaling_niet_hervat", {}, "stap_aard"),
        ("betaling_niet_hervat", {"aard": "toegelaten"}, "stap_aard"),
        ("betaling_niet_hervat", {"aard": "anders"}, "stap_toelichting"),
        ("betalingsregeling", {}, "regeling_bedrag"),
        ("betalingsregeling", {"bedrag_cent": -5}, "regeling_bedrag"),
        ("betalingsregeling", {"bedrag_cent": 5000, "aantal_termijnen": 0}, "regeling_termijnen"),
        ("betalingsregeling", {"bedrag_cent": 5000, "aantal_termijnen": 9}, "regeling_begin"),
        ("eerste_gesprek", {"datum": date(2026, 10, 19)}, "stap_datum"),
    ],
)
def test_it_asks_what_a_step_needs(soort: str, velden: dict[str, object], code: str) -> None:
    wereld = make_zaakwereld()
    step(wereld, "aanbod_aanvaard", datum=date(2026, 10, 20))
    with pytest.raises(Weigering, match=code):
        step(wereld, soort, **velden)


def test_it_keeps_each_resident_to_the_own_steps_and_claims() -> None:
    wereld = make_zaakwereld(JANSEN, BAKKER)
    step(wereld, "aanbod_aanvaard")
    with pytest.raises(Weigering, match="stap_te_vroeg"):
        step(wereld, "eerste_gesprek", naam="Bakker")
    with pytest.raises(Weigering, match="stap_signaal"):
        step(wereld, "betaling_hervat", signaal=wereld.signaal("Bakker"))
    for nobody in (None, wereld.zaak):
        with pytest.raises(Weigering, match="persoon_onbekend"):
            record_trajectstap(
                zaak=wereld.zaak,
                gemeente="0392",
                persoon=nobody,
                stap=Stapinvoer(soort="aanbod_aanvaard", datum=VANDAAG),
                door=wereld.door,
                now=NU,
            )


def test_it_says_of_each_claim_how_its_payments_stand() -> None:
    wereld = make_zaakwereld(JANSEN, BAKKER)
    assert list_betaalstanden([("0392", wereld.zaak)]) == {}
    step(wereld, "aanbod_aanvaard", datum=date(2026, 10, 20))
    step(wereld, "betaling_niet_hervat", aard="inhalen", datum=date(2026, 10, 21))
    stand = list_betaalstanden([("0392", wereld.zaak)])
    assert {key: one.code for key, one in stand.items()} == {wereld.signaal(): "inhalen"}
    gone = step(wereld, "betaling_hervat", datum=date(2026, 10, 24))
    assert list_betaalstanden([("0392", wereld.zaak)])[wereld.signaal()].code == "betaling_hervat"
    withdraw(wereld, gone)
    assert list_betaalstanden([("0392", wereld.zaak)])[wereld.signaal()].code == "inhalen"


def test_it_keeps_a_withdrawn_step_with_its_reason_and_counts_it_no_more() -> None:
    wereld = make_zaakwereld()
    yes = step(wereld, "aanbod_aanvaard")
    talk = step(wereld, "eerste_gesprek")
    with pytest.raises(Weigering, match="stap_gevolgd"):
        withdraw(wereld, yes)
    with pytest.raises(Weigering, match="reden_ontbreekt"):
        withdraw(wereld, talk, reden=" ")
    withdraw(wereld, talk)
    with pytest.raises(Weigering, match="stap_vervallen"):
        withdraw(wereld, talk)
    row = Trajectstap.objects.get(id=talk)
    assert (row.vervallen_op, row.vervalreden) == (NU, "vergissing")
    step(wereld, "eerste_gesprek")
    line = Logregel.objects.get(handeling="trajectstap_vervallen")
    assert line.waarden["stap"] == str(talk)
    assert "vergissing" not in str(line.waarden)


def test_it_follows_a_resident_who_turns_out_to_be_another() -> None:
    wereld = make_zaakwereld(JANSEN, BAKKER)
    step(wereld, "aanbod_aanvaard", naam="Bakker")
    # Somebody decides that both are one: the signalen go to the key of the first.
    Zaaksignaal.objects.update(persoon=wereld.persoon("Jansen"))
    step(wereld, "eerste_gesprek", naam="Jansen")
    assert len(list_betaalstanden([("0392", wereld.zaak)])) == 0
    assert Trajectstap.objects.count() == 2


def test_it_tells_steps_on_the_line_of_time_with_the_name_where_there_are_more() -> None:
    wereld = make_zaakwereld(JANSEN, BAKKER)
    step(wereld, "aanbod_geweigerd", naam="Bakker")
    events = list_gebeurtenissen(wereld.beeld(), wereld.personen())
    found = next(event for event in events if event.soort == "trajectstap_vastgelegd")
    assert (found.naam, (found.waarden or {})["soort"]) == ("P. Bakker", "aanbod_geweigerd")


def test_it_takes_steps_only_in_a_zaak_in_hand() -> None:
    wereld = make_zaakwereld(taken=False)
    with pytest.raises(Weigering, match="zaak_status"):
        step(wereld, "aanbod_gedaan")


def test_it_takes_no_step_in_a_closed_zaak() -> None:
    wereld = make_zaakwereld()
    made = step(wereld, "aanbod_gedaan")
    close_zaak(
        zaak=wereld.zaak,
        gemeente="0392",
        eindresultaat="Geen reactie na eerder contact",
        door=wereld.door,
        now=NU,
    )
    with pytest.raises(Weigering, match="zaak_status"):
        withdraw(wereld, made)


def test_it_lets_nobody_else_touch_a_step() -> None:
    wereld = make_zaakwereld()
    made = step(wereld, "aanbod_gedaan")
    for stranger in list_strangers():
        other = Zaakwereld(wereld.zaak, stranger)
        with pytest.raises(GeenToegang):
            step(other, "aanbod_aanvaard")
        with pytest.raises(GeenToegang):
            withdraw(other, made)
    assert Trajectstap.objects.count() == 1


def test_it_lets_the_team_that_has_the_zaak_record_steps() -> None:
    wereld = make_zaakwereld()
    Zaak.objects.update(team="wijkteam")
    team = make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam")
    step(Zaakwereld(wereld.zaak, team), "aanbod_gedaan")
    assert Trajectstap.objects.get().soort == "aanbod_gedaan"


@pytest.mark.parametrize(
    "wrong",
    [
        {"soort": "praatje"},
        {"soort": "beschikking", "aard": "inhalen"},
        {"soort": "beschikking"},
        {"soort": "eerste_gesprek", "aard": "toegelaten"},
        {"soort": "betalingsregeling"},
        {"soort": "eerste_gesprek", "bedrag_cent": 100},
        {"soort": "eerste_gesprek", "vervallen_op": NU},
    ],
)
def test_the_database_keeps_no_step_that_cannot_be(wrong: dict[str, object]) -> None:
    wereld = make_zaakwereld()
    with pytest.raises(IntegrityError):
        Trajectstap.objects.create(
            gemeente_id="0392",
            zaak_id=wereld.zaak,
            persoon=wereld.persoon(),
            datum=VANDAAG,
            vastgelegd_op=NU,
            **wrong,
        )
