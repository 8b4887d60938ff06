"""Deciding who is who on the screen."""

from __future__ import annotations

import pytest
from tests.factories import make_gebruiker, make_gemeente, make_regel
from tests.web.gemeente.scherm import Wereld, bring, log_in, make_wereld, recent
from tests.web.gemeente.test_postvak import text_of

from meldpunt.matching.models import Persoonsvraag, Zaak, Zaaksignaal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wereld() -> Wereld:
    """A third signaal whose partner gave no birth date: perhaps Jansen, perhaps not."""
    made = make_wereld()
    bring([make_regel(klantnummer="V2", geboortedatum="", sinds=recent())], sleutel="vitens")
    return made


def page_of(vraag: Persoonsvraag) -> str:
    return f"/gemeente/personen/{vraag.gemeente_id}/{vraag.id}/"


def test_an_open_question_stands_in_the_list_on_the_zaak_and_in_the_inbox(wereld: Wereld) -> None:
    vraag = Persoonsvraag.objects.get()
    assert page_of(vraag) in text_of(wereld.client.get("/gemeente/personen/"))
    assert page_of(vraag) in text_of(wereld.client.get(wereld.url()))
    assert "Wie is wie?" in text_of(wereld.client.get("/gemeente/postvak/?markering=personen_te_beslissen"))


def test_both_sides_stand_there_with_what_differs(wereld: Wereld) -> None:
    response = wereld.client.get(page_of(Persoonsvraag.objects.get()))
    outcomes = {regel.naam: regel.uitkomst for regel in response.context["regels"]}
    assert outcomes["Achternaam"] == "Gelijk"
    assert outcomes["Geboortedatum"] == "Ontbreekt"
    assert "een geboortedatum ontbreekt" in text_of(response)


@pytest.mark.parametrize(("besluit", "persons"), [("zelfde", 2), ("verschillend", 3)])
def test_a_decision_is_kept_and_followed(wereld: Wereld, besluit: str, persons: int) -> None:
    vraag = Persoonsvraag.objects.get()
    wereld.client.post(page_of(vraag), {"besluit": besluit, "toelichting": "gebeld"})
    vraag.refresh_from_db()
    assert (vraag.zelfde, vraag.toelichting, vraag.besloten_door) == (
        besluit == "zelfde",
        "gebeld",
        wereld.gebruiker.id,
    )
    assert Zaaksignaal.objects.filter(zaak=wereld.zaak).values("persoon").distinct().count() == persons
    page = text_of(wereld.client.get(wereld.url()))
    assert "Noor Jansen" in page
    assert "“gebeld”" in page
    assert "Al besloten" in text_of(wereld.client.get(page_of(vraag)))


def test_no_answer_is_refused_with_a_sentence(wereld: Wereld) -> None:
    vraag = Persoonsvraag.objects.get()
    assert "[besluit_ontbreekt]" in text_of(wereld.client.post(page_of(vraag), {}, follow=True))
    vraag.refresh_from_db()
    assert vraag.zelfde is None


def test_a_zaak_with_an_open_question_cannot_be_closed(wereld: Wereld) -> None:
    wereld.client.post(wereld.url("oppakken/"))
    form = {"eindresultaat": "Geen reactie na eerder contact", "actie": "sluiten"}
    assert "[persoon_onbeslist]" in text_of(wereld.client.post(wereld.url("sluiten/"), form, follow=True))
    assert "persoon_onbeslist" in text_of(wereld.client.get(wereld.url("sluiten/")))
    assert Zaak.objects.get().status == "in_behandeling"


def test_nobody_else_sees_or_decides_it(wereld: Wereld) -> None:
    vraag = Persoonsvraag.objects.get()
    make_gemeente(code="0363", naam="Amsterdam")
    client = log_in(make_gebruiker(partij="0363"))
    assert "2011 AA" not in text_of(client.get("/gemeente/personen/"))
    assert client.get(page_of(vraag)).status_code == 404
    assert client.post(page_of(vraag), {"besluit": "zelfde"}).status_code == 404
    Zaak.objects.update(postvak="SDD")
    assert wereld.client.post(page_of(vraag), {"besluit": "zelfde"}).status_code == 404
    vraag.refresh_from_db()
    assert vraag.zelfde is None


def test_nothing_to_decide_says_so() -> None:
    make_gemeente()
    assert "Niets te beslissen" in text_of(log_in(make_gebruiker()).get("/gemeente/personen/"))
