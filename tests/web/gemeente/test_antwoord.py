"""The answer of a resident on the page of the zaak."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import make_gebruiker, make_gemeente, make_uitvoerder
from tests.web.gemeente.scherm import Wereld, log_in, make_wereld
from tests.web.gemeente.test_postvak import text_of

from meldpunt.opvolging.antwoorden import record_antwoord
from meldpunt.opvolging.models import Bewonersantwoord
from meldpunt.rules.antwoorden import Antwoord, list_beldagen
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import ZAAKROLLEN

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wereld() -> Wereld:
    return make_wereld()


def give(wereld: Wereld, soort: str = "bel_mij", *, who: int = 0, opmerking: str = "") -> Bewonersantwoord:
    when = {"dag": list_beldagen(timezone.localdate())[0], "dagdeel": "Avond", "telefoon": "0612345678"}
    antwoord = Antwoord(soort=soort, opmerking=opmerking, **(when if soort == "bel_mij" else {}))  # type: ignore[arg-type]
    made = record_antwoord(
        zaak=wereld.zaak.id,
        gemeente="0392",
        persoon=wereld.persons()[who],
        antwoord=antwoord,
        door=system_actor(herkomst="inwoner"),
        now=timezone.now(),
    )
    return Bewonersantwoord.objects.get(id=made)


def process(wereld: Wereld, antwoord: Bewonersantwoord) -> str:
    given = {"antwoord": str(antwoord.id)}
    return text_of(wereld.client.post(wereld.url("antwoord/verwerkt/"), given, follow=True))


def test_it_shows_whose_answer_it_is_and_what_to_do(wereld: Wereld) -> None:
    assert "Antwoord van de inwoner" not in text_of(wereld.client.get(wereld.url()))
    give(wereld, opmerking="Na het eten <b>graag</b>")
    page = text_of(wereld.client.get(wereld.url()))
    for words in (
        "Antwoord van de inwoner",
        "“Bel mij”",
        "’s avonds",
        "0612345678",
        "Bel op het gekozen moment",
    ):
        assert words in page
    assert "De inwoner gaf antwoord: bel mij" in page
    assert "<b>graag</b>" not in wereld.client.get(wereld.url()).content.decode()


@pytest.mark.parametrize(
    ("soort", "advice"),
    [
        ("al_betaald", "Vraag de partners of de vordering nog openstaat"),
        ("niet_ik", "Ga na wie er op dit adres woont"),
        ("geen_hulp", "Sluiten gebeurt nooit vanzelf"),
    ],
)
def test_it_advises_for_each_kind_and_closes_nothing(wereld: Wereld, soort: str, advice: str) -> None:
    antwoord = give(wereld, soort)
    assert advice in text_of(wereld.client.get(wereld.url()))
    assert "Het antwoord van de inwoner is verwerkt" in process(wereld, antwoord)
    wereld.zaak.refresh_from_db()
    assert wereld.zaak.status == "nieuw"


def test_acting_twice_or_on_a_replaced_answer_is_told(wereld: Wereld) -> None:
    old = give(wereld)
    new = give(wereld, "geen_hulp")
    assert "[antwoord_gedaan]" in process(wereld, old)
    assert "is verwerkt" in process(wereld, new)
    assert "[antwoord_gedaan]" in process(wereld, new)
    page = text_of(wereld.client.get(wereld.url()))
    assert "vervangen door een nieuw antwoord" in page
    assert "verwerkt door Noor Jansen" in page


def test_two_residents_of_one_address_each_have_their_own_answer(wereld: Wereld) -> None:
    give(wereld, who=0)
    give(wereld, "al_betaald", who=1)
    page = text_of(wereld.client.get(wereld.url()))
    assert "“Bel mij”" in page
    assert "“Ik heb al betaald”" in page


def test_who_may_not_see_the_zaak_does_nothing_with_its_answer(wereld: Wereld) -> None:
    antwoord = give(wereld)
    make_gemeente(code="0344", naam="Utrecht")
    make_uitvoerder(sleutel="wijkteam", naam="Wijkteam", soort="wijkteam", gemeenten=["0392"])
    for rol, soort, partij in (
        ("behandelaar", "gemeente", "0344"),
        ("uitvoerder", "uitvoerder", "wijkteam"),
        ("partner", "partner", "pwn"),
        ("privacy", "gemeente", "0392"),
        ("beheer", "meldpunt", "meldpunt"),
    ):
        client = log_in(make_gebruiker(rol=rol, partijsoort=soort, partij=partij))
        given = {"antwoord": str(antwoord.id)}
        # Who works on zaken, but not on this one, does not even hear that it is there.
        status = 404 if rol in ZAAKROLLEN else 403
        assert client.post(wereld.url("antwoord/verwerkt/"), given).status_code == status, rol
    antwoord.refresh_from_db()
    assert antwoord.verwerkt_op is None


def test_more_answers_cost_no_more_queries(wereld: Wereld) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            wereld.client.get(wereld.url())
        return len(queries)

    give(wereld)
    first = count()
    for soort in ("al_betaald", "niet_ik", "geen_hulp"):
        give(wereld, soort)
    assert count() == first
