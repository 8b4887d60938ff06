"""The page of a zaak and its acts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import make_gebruiker, make_regel, make_uitvoerder
from tests.web.gemeente.scherm import Wereld, bring, log_in, make_wereld, recent
from tests.web.gemeente.test_postvak import text_of

from meldpunt import pipeline
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.models import Contactpoging
from meldpunt.rules.kalender import extend_einde
from meldpunt.terugkoppeling.models import Terugkoppeling
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)
GEEN_CONTACT = "Definitief geen contact kunnen krijgen"
HULP = "(Budget)advies en/of quick fix"


def rest_of_gesprek() -> str:
    """Write what is left of four weeks from today, which do not end in a weekend or on a holiday."""
    today = timezone.localdate()
    return f"nog {(extend_einde(today, today + timedelta(weeks=4)) - today).days} dagen"


@pytest.fixture
def wereld() -> Wereld:
    return make_wereld()


def poging(**anders: str) -> dict[str, str]:
    values = {
        "soort": "Telefoon",
        "datum": timezone.localdate().isoformat(),
        "dagdeel": "Ochtend",
        "persoon": "",
        "notitie": "",
    }
    return {f"poging-{name}": value for name, value in (values | anders).items()}


def test_it_shows_each_person_with_its_own_signalen_and_why_the_zaak_is_here(wereld: Wereld) -> None:
    response = wereld.client.get(wereld.url())
    page = text_of(response)
    persons = {p["naam"]: [s["partner"] for s in p["signalen"]] for p in response.context["personen"]}
    assert persons == {"J. Jansen": ["PWN"], "P. Bakker": ["Vitens"]}
    assert "Waarom hier?" in page
    assert [reden.grond for reden in response.context["waarom"]] == ["matching", "beslistabel"]
    assert all(reden.artikel and reden.versie and reden.zin for reden in response.context["waarom"])
    assert rest_of_gesprek() in page
    assert "Volgende stap: oppakken" in page


def test_it_records_who_looked_and_why(wereld: Wereld) -> None:
    page = text_of(wereld.client.get(wereld.url()))
    assert "Waarom zie ik dit?" in page
    line = Logregel.objects.get(handeling="zaak_ingezien")
    assert (line.object, line.gemeente, bool(line.doel)) == (str(wereld.zaak.id), "0392", True)


def test_taking_an_attempt_and_closing_lead_to_feedback(wereld: Wereld) -> None:
    wereld.client.post(wereld.url("oppakken/"))
    jansen = SignaalPersoon.objects.get(achternaam="Jansen").id
    wereld.client.post(wereld.url("poging/"), {**poging(persoon=str(jansen)), "bereikt": "ja"})
    row = Contactpoging.objects.get()
    assert (row.soort, row.bereikt, row.persoon) == ("Telefoon", True, jansen)
    page = text_of(wereld.client.get(wereld.url()))
    assert "Telefoon: bereikt" in page
    assert "gehaald" in page
    bakker = SignaalPersoon.objects.get(achternaam="Bakker").id
    wereld.client.post(
        wereld.url("sluiten/"), {"eindresultaat": HULP, f"persoon-{bakker}": GEEN_CONTACT, "actie": "sluiten"}
    )
    pipeline.tell_due(door=system_actor(herkomst="test"), clock=timezone.now)
    told = set(Terugkoppeling.objects.exclude(code="in_behandeling").values_list("partner__naam", "code"))
    assert told == {("PWN", "hulp_geaccepteerd"), ("Vitens", "geen_contact")}
    closed = text_of(wereld.client.get(wereld.url()))
    assert "Gesloten: (Budget)advies" in closed
    assert "PWN kreeg bericht" in closed
    assert "Vitens kreeg bericht" in closed


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"soort": ""}, "contact_soort"),
        ({"datum": "gisteren"}, "contact_datum"),
        ({"datum": (timezone.localdate() + timedelta(days=1)).isoformat()}, "contact_datum"),
    ],
)
def test_an_attempt_that_cannot_be_is_refused_with_a_sentence(
    wereld: Wereld, anders: dict[str, str], code: str
) -> None:
    wereld.client.post(wereld.url("oppakken/"))
    response = wereld.client.post(wereld.url("poging/"), {**poging(**anders), "bereikt": "ja"}, follow=True)
    assert f"[{code}]" in text_of(response)
    assert not Contactpoging.objects.exists()


def test_an_attempt_before_taking_is_refused(wereld: Wereld) -> None:
    response = wereld.client.post(wereld.url("poging/"), {**poging(), "bereikt": "nee"}, follow=True)
    assert "[zaak_status]" in text_of(response)


def test_the_preview_tells_each_partner_only_its_own(wereld: Wereld) -> None:
    wereld.client.post(wereld.url("oppakken/"))
    bakker = SignaalPersoon.objects.get(achternaam="Bakker").id
    response = wereld.client.post(
        wereld.url("sluiten/"),
        {"eindresultaat": HULP, f"persoon-{bakker}": GEEN_CONTACT},
        headers={"HX-Request": "true"},
    )
    told = {(v.partner, v.persoon, v.mededeling.code) for v in response.context["voorbeelden"]}
    assert told == {("PWN", "J. Jansen", "hulp_geaccepteerd"), ("Vitens", "P. Bakker", "geen_contact")}
    assert "<html" not in text_of(response)
    wereld.zaak.refresh_from_db()
    assert wereld.zaak.status == "in_behandeling"


def test_all_sixteen_results_stand_there_with_their_definition(wereld: Wereld) -> None:
    wereld.client.post(wereld.url("oppakken/"))
    groups = wereld.client.get(wereld.url("sluiten/")).context["groepen"]
    choices = [keuze for _, keuzes in groups for keuze in keuzes]
    assert len({keuze.waarde for keuze in choices}) == 16
    assert all(keuze.definitie and keuze.mededeling.zin for keuze in choices)


@pytest.mark.parametrize("eindresultaat", ["", "iets anders"])
def test_closing_without_a_result_of_the_list_is_refused(wereld: Wereld, eindresultaat: str) -> None:
    wereld.client.post(wereld.url("oppakken/"))
    response = wereld.client.post(
        wereld.url("sluiten/"), {"eindresultaat": eindresultaat, "actie": "sluiten"}
    )
    assert response.status_code == 422
    assert "[eindresultaat_onbekend]" in text_of(response)


def test_a_zaak_of_repeats_gets_a_suggestion(wereld: Wereld) -> None:
    Zaak.objects.update(alles_herhaald=True)
    wereld.client.post(wereld.url("oppakken/"))
    response = wereld.client.get(wereld.url("sluiten/"))
    assert response.context["gekozen"] == "Niet opgepakt: herhaalde melding"
    assert len(response.context["voorbeelden"]) == 2


def test_reopening_asks_for_a_reason(wereld: Wereld) -> None:
    wereld.client.post(wereld.url("oppakken/"))
    wereld.client.post(wereld.url("sluiten/"), {"eindresultaat": HULP, "actie": "sluiten"})
    assert "[reden_ontbreekt]" in text_of(
        wereld.client.post(wereld.url("heropenen/"), {"reden": " "}, follow=True)
    )
    page = text_of(wereld.client.post(wereld.url("heropenen/"), {"reden": "te vroeg"}, follow=True))
    assert "De zaak is heropend" in page
    wereld.zaak.refresh_from_db()
    assert wereld.zaak.status == "in_behandeling"


def test_a_colleague_can_take_over_but_not_take(wereld: Wereld) -> None:
    wereld.client.post(wereld.url("oppakken/"))
    collega = make_gebruiker(email="sam@haarlem.example", naam="Sam de Boer")
    client = log_in(collega)
    assert "Noor Jansen behandelt deze zaak" in text_of(client.get(wereld.url()))
    assert "[zaak_bezet]" in text_of(client.post(wereld.url("oppakken/"), follow=True))
    client.post(wereld.url("overnemen/"))
    wereld.zaak.refresh_from_db()
    assert wereld.zaak.behandelaar == collega.id


def test_only_a_coordinator_moves_the_work_of_another(wereld: Wereld) -> None:
    wereld.client.post(wereld.url("oppakken/"))
    collega = make_gebruiker(email="sam@haarlem.example", naam="Sam de Boer")
    give = {"collega": str(collega.id)}
    assert "[zaak_bezet]" in text_of(log_in(collega).post(wereld.url("toewijzen/"), give, follow=True))
    baas = log_in(make_gebruiker(rol="coordinator", email="baas@haarlem.example"))
    assert "op naam van Sam de Boer" in text_of(baas.post(wereld.url("toewijzen/"), give, follow=True))
    wereld.zaak.refresh_from_db()
    assert wereld.zaak.behandelaar == collega.id
    assert "Toegewezen aan Sam de Boer" in text_of(baas.get(wereld.url()))


def test_a_team_takes_what_was_handed_over(wereld: Wereld) -> None:
    make_uitvoerder(sleutel="wijkteam", naam="Wijkteam Noord", soort="wijkteam", gemeenten=["0392"])
    wereld.client.post(wereld.url("oppakken/"))
    assert "[team_onbekend]" in text_of(
        wereld.client.post(wereld.url("overdragen/"), {"team": "SDD"}, follow=True)
    )
    page = text_of(wereld.client.post(wereld.url("overdragen/"), {"team": "wijkteam"}, follow=True))
    assert "De zaak is overgedragen aan Wijkteam Noord." in page
    inbox = text_of(wereld.client.get("/gemeente/postvak/"))
    assert '<span class="mp-tabel__sub">Wijkteam Noord</span>' in inbox
    lid = make_gebruiker(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam", naam="Wies Post")
    team = log_in(lid)
    page = text_of(team.get(wereld.url()))
    assert "niemand heeft haar in handen" in page
    assert "Overgedragen aan Wijkteam Noord" in page
    team.post(wereld.url("overnemen/"))
    wereld.zaak.refresh_from_db()
    assert (wereld.zaak.behandelaar, wereld.zaak.team) == (lid.id, "wijkteam")


def test_a_zaak_whose_persons_are_destroyed_still_opens(wereld: Wereld) -> None:
    SignaalPersoon.objects.all().delete()
    page = text_of(wereld.client.get(wereld.url()))
    assert "Adres vernietigd" in page
    assert "Persoonsgegevens vernietigd" in page
    assert "Adres vernietigd" in text_of(wereld.client.get("/gemeente/postvak/"))


def test_a_zaak_that_follows_on_links_to_the_earlier_one(wereld: Wereld) -> None:
    wereld.client.post(wereld.url("oppakken/"))
    wereld.client.post(wereld.url("sluiten/"), {"eindresultaat": HULP, "actie": "sluiten"})
    bring([make_regel(klantnummer="K7", bedrag="90,00", sinds=recent(75), type_vordering="water")])
    second = Zaak.objects.exclude(id=wereld.zaak.id).get()
    page = text_of(wereld.client.get(wereld.url(zaak=second)))
    assert f'href="{wereld.url()}"' in page
    assert "Opeenvolgend" in page


def test_the_page_takes_as_many_queries_for_ten_persons_as_for_two(wereld: Wereld) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert wereld.client.get(wereld.url()).status_code == 200
        return len(queries)

    wereld.client.get(wereld.url())
    before = count()
    bring(
        [
            make_regel(
                klantnummer=f"M{n}", achternaam=naam, geboortedatum=f"19{50 + n}-03-04", sinds=recent()
            )
            for n, naam in enumerate(["Visser", "Smit", "Mulder", "Bos", "Vos", "Peters", "Dekker", "Kok"])
        ]
    )
    assert Zaaksignaal.objects.filter(zaak=wereld.zaak).count() == 10
    # It is unread again: the first look reads it.
    wereld.client.get(wereld.url())
    # Those signalen came in one more run, which is one more line of time and no more queries.
    assert count() == before


def test_the_choices_tell_two_people_of_one_name_apart(wereld: Wereld) -> None:
    bring(
        [make_regel(klantnummer="V2", achternaam="Jansen", geboortedatum="2001-09-08", sinds=recent())],
        sleutel="vitens",
    )
    page = text_of(wereld.client.get(wereld.url("sluiten/")))
    assert "(geboren 8 sep 2001, Vitens)" in page
    assert "Jansen (geboren 1 mei 1980, PWN)" in page


def test_a_preview_of_what_partners_hear_leaves_a_line_too(wereld: Wereld) -> None:
    wereld.client.post(wereld.url("oppakken/"))
    form = {"eindresultaat": "Geen reactie na eerder contact"}
    assert "Bakker" in wereld.client.post(wereld.url("sluiten/"), form).content.decode()
    assert Logregel.objects.filter(handeling="zaak_ingezien").count() == 1
