"""The one thing to do now, where a check, a question or an answer stands before the next attempt."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.web.gemeente.scherm import Wereld, make_wereld
from tests.web.gemeente.test_antwoord import give, process

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wereld() -> Wereld:
    made = make_wereld()
    made.client.post(made.url("oppakken/"))
    return made


def step_of(wereld: Wereld) -> tuple[str, str, str]:
    stap = wereld.client.get(wereld.url()).context["stap"]
    return stap.titel, stap.tekst, stap.actie


def set_check(wereld: Wereld, soort: str, *, personen: list[UUID] | None = None) -> None:
    for persoon in personen or wereld.persons():
        given = {"soort": soort, "persoon": str(persoon), "toelichting": "BRP, 3 oktober"}
        wereld.client.post(wereld.url("controles/"), given)


def test_it_proposes_no_attempt_where_a_check_forbids_all_contact(wereld: Wereld) -> None:
    assert step_of(wereld)[2] == "poging"
    set_check(wereld, "overleden")
    titel, tekst, actie = step_of(wereld)
    assert (titel, actie) == ("Volgende stap: sluiten", "sluiten")
    assert tekst.startswith("Overleden. Zoek geen contact meer.")


def test_it_proposes_to_hand_over_who_moved_to_another_municipality(wereld: Wereld) -> None:
    set_check(wereld, "verhuisd_buiten")
    assert step_of(wereld)[0] == "Volgende stap: overdragen aan de nieuwe gemeente"


def test_it_proposes_no_attempt_where_one_died_and_the_other_moved(wereld: Wereld) -> None:
    for persoon, soort in zip(wereld.persons(), ("verhuisd_buiten", "overleden"), strict=True):
        set_check(wereld, soort, personen=[persoon])
    assert step_of(wereld)[::2] == ("Volgende stap: sluiten", "sluiten")


def test_a_check_of_one_resident_keeps_the_attempt_for_the_other(wereld: Wereld) -> None:
    set_check(wereld, "overleden", personen=wereld.persons()[:1])
    assert step_of(wereld)[2] == "poging"


def test_a_check_that_leaves_a_way_open_keeps_the_attempt(wereld: Wereld) -> None:
    set_check(wereld, "adres_onbekend")
    assert step_of(wereld)[2] == "poging"


def test_it_says_until_when_contact_can_wait_for_what_partners_answer(wereld: Wereld) -> None:
    assert "U kunt wachten" not in step_of(wereld)[1]
    wereld.client.post(wereld.url("partners/navraag/"))
    titel, tekst, actie = step_of(wereld)
    assert (titel, actie) == ("Volgende stap: contactpoging", "poging")
    assert "U kunt wachten tot en met" in tekst


def test_an_answer_that_waits_is_the_next_step_until_it_was_dealt_with(wereld: Wereld) -> None:
    antwoord = give(wereld)
    titel, _, actie = step_of(wereld)
    assert "De inwoner zegt: “Bel mij”" in titel
    assert actie == "antwoord"
    process(wereld, antwoord)
    assert step_of(wereld)[2] == "poging"
