"""Conversation, outcome and checks on the page of a zaak, and on the page where it closes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import make_gebruiker, make_gemeente, make_regel
from tests.web.gemeente.scherm import Wereld, bring, log_in, make_wereld, recent
from tests.web.gemeente.test_postvak import text_of

from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Contactpoging, Controle, Risicoadres, Trajectstap

pytestmark = pytest.mark.django_db(transaction=True)
GEEN_CONTACT = "Definitief geen contact kunnen krijgen"


@pytest.fixture
def wereld() -> Wereld:
    made = make_wereld()
    made.client.post(made.url("oppakken/"))
    return made


def today() -> str:
    return timezone.localdate().isoformat()


def person(wereld: Wereld, naam: str) -> UUID:
    persons = wereld.client.get(wereld.url()).context["personen"]
    return UUID(str(next(p["sleutel"] for p in persons if naam in p["naam"])))


def step(wereld: Wereld, naam: str, soort: str, **velden: str) -> object:
    values = {f"stap-{key}": value for key, value in {"datum": today(), **velden}.items()}
    return wereld.client.post(
        wereld.url("traject/vastleggen/"), {"persoon": person(wereld, naam), "soort": soort, **values}
    )


def poging(**anders: str) -> dict[str, str]:
    values = {"soort": "Huisbezoek", "datum": today(), "dagdeel": "Ochtend", "persoon": "", "notitie": ""}
    return {f"poging-{name}": value for name, value in (values | anders).items()} | {"bereikt": "nee"}


def test_it_offers_each_resident_the_steps_that_can_come_now(wereld: Wereld) -> None:
    step(wereld, "Jansen", "aanbod_aanvaard")
    page = wereld.client.get(wereld.url())
    panels = [p for p in page.context["panelen"]["hoofd"] if p.sleutel == "traject"]
    offered = {
        p["naam"]: [k["soort"] for k in p["keuzes"]] for panel in panels for p in panel.inhoud["personen"]
    }
    assert "eerste_gesprek" in offered["J. Jansen"]
    assert "eerste_gesprek" not in offered["P. Bakker"]
    assert "Aanbod aanvaard (hulpacceptatie)" in text_of(page)


def test_it_shows_the_definition_where_the_choice_is_made_and_only_what_the_step_asks(wereld: Wereld) -> None:
    key = person(wereld, "Jansen")
    url = wereld.url(f"traject/?persoon={key}&soort=")
    yes = text_of(wereld.client.get(f"{url}aanbod_aanvaard"))
    assert "Alleen luisteren, een folder aannemen" in yes
    assert "stap-bedrag" not in yes
    arrangement = text_of(wereld.client.get(f"{url}betalingsregeling"))
    for field in ("stap-bedrag", "stap-aantal_termijnen", "stap-eerste_termijn"):
        assert f'name="{field}"' in arrangement
    assert 'value="inhalen"' in text_of(wereld.client.get(f"{url}betaling_niet_hervat"))


def test_it_gives_the_form_as_a_part_when_a_script_asks(wereld: Wereld) -> None:
    url = wereld.url(f"traject/?persoon={person(wereld, 'Jansen')}&soort=aanbod_aanvaard")
    part = wereld.client.get(url, headers={"HX-Request": "true"})
    assert "<html" not in text_of(part)
    assert "Alleen luisteren" in text_of(part)
    assert "<html" in text_of(wereld.client.get(url))


def test_it_notes_who_looked_at_the_steps(wereld: Wereld) -> None:
    before = Logregel.objects.filter(handeling="zaak_ingezien").count()
    wereld.client.get(wereld.url("traject/"))
    assert Logregel.objects.filter(handeling="zaak_ingezien").count() == before + 1


def test_it_shows_a_wrong_value_at_its_field_and_keeps_what_was_filled_in(wereld: Wereld) -> None:
    step(wereld, "Jansen", "aanbod_aanvaard")
    answer = step(
        wereld,
        "Jansen",
        "betalingsregeling",
        bedrag="50.00",
        aantal_termijnen="10",
        eerste_termijn=today(),
        toelichting="op de eerste",
    )
    assert answer.status_code == 422  # type: ignore[attr-defined]
    page = text_of(answer)
    assert "[regeling_bedrag]" in page
    assert "op de eerste" in page
    assert Trajectstap.objects.count() == 1


def test_it_keeps_what_was_filled_in_when_the_act_refuses(wereld: Wereld) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = step(wereld, "Jansen", "aanbod_aanvaard", datum=tomorrow, toelichting="aan de deur")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "[stap_datum]" in text_of(answer)
    assert "aan de deur" in text_of(answer)


def test_it_warns_that_payments_are_not_resumed_and_tells_it_on_the_line_of_time(wereld: Wereld) -> None:
    step(wereld, "Jansen", "aanbod_aanvaard")
    step(wereld, "Jansen", "betaling_niet_hervat", aard="inhalen")
    step(
        wereld,
        "Jansen",
        "betalingsregeling",
        bedrag="€ 1.250,50",
        aantal_termijnen="3",
        eerste_termijn=today(),
    )
    page = text_of(wereld.client.get(wereld.url()))
    assert "De partner moet horen wat er in plaats daarvan gebeurt" in page
    assert "Er staat nog geen contactpoging met ‘Bereikt’" in page
    assert "3 termijnen van € 1.250,50" in page
    titles = [row["titel"] for row in wereld.client.get(wereld.url()).context["tijdlijn"]]
    assert titles[:2] == ["Betalingsregeling", "Betalingen nog niet hervat: inhalen"]


def test_it_lets_a_step_fall_with_a_reason(wereld: Wereld) -> None:
    step(wereld, "Jansen", "aanbod_geweigerd")
    stap = Trajectstap.objects.get()
    wereld.client.post(wereld.url("traject/vervallen/"), {"stap": str(stap.id), "reden": "verkeerde persoon"})
    page = text_of(wereld.client.get(wereld.url()))
    assert "Vervallen omdat: verkeerde persoon" in page
    assert "Vervallen: Aanbod geweigerd" in page


def test_a_step_of_another_zaak_does_not_fall_from_here(wereld: Wereld) -> None:
    step(wereld, "Jansen", "aanbod_geweigerd")
    bring([make_regel(klantnummer="K9", huisnummer="99", achternaam="Vos", sinds=recent())])
    second = Zaak.objects.exclude(id=wereld.zaak.id).get()
    stap = Trajectstap.objects.get()
    wereld.client.post(
        wereld.url("traject/vervallen/", zaak=second), {"stap": str(stap.id), "reden": "vergissing"}
    )
    stap.refresh_from_db()
    assert stap.vervallen_op is None


@pytest.mark.parametrize("what", ["traject/", "traject/vastleggen/", "traject/vervallen/", "controles/"])
def test_it_refuses_everybody_of_elsewhere(wereld: Wereld, what: str) -> None:
    make_gemeente(code="0473", naam="Zandvoort")
    others = [
        make_gebruiker(rol="behandelaar", partij="0473", email="elders@zandvoort.example"),
        make_gebruiker(rol="privacy", email="privacy@haarlem.example"),
        make_gebruiker(rol="partner", partijsoort="partner", partij="pwn", email="sanne@pwn.example"),
    ]
    body = {"persoon": str(wereld.persons()[0]), "soort": "overleden", "toelichting": "BRP", "reden": "x"}
    for other in others:
        client = log_in(other)
        answer = client.get(wereld.url(what)) if what == "traject/" else client.post(wereld.url(what), body)
        assert answer.status_code in {403, 404}
    assert not Controle.objects.exists()


def test_it_sets_shows_and_lifts_a_check(wereld: Wereld) -> None:
    wereld.client.post(
        wereld.url("controles/"),
        {
            "soort": "verhuisd_buiten",
            "persoon": str(person(wereld, "Bakker")),
            "toelichting": "BRP, gisteren",
        },
    )
    page = text_of(wereld.client.get(wereld.url()))
    assert "Verhuisd naar een andere gemeente (P. Bakker)" in page
    assert "BRP, gisteren" in page
    assert "Geen contact" in page
    controle = Controle.objects.get()
    wereld.client.post(wereld.url("controles/opheffen/"), {"controle": str(controle.id)})
    page = wereld.client.get(wereld.url())
    assert "gemeente/controles_strook.html" not in {p.sjabloon for p in page.context["panelen"]["kop"]}
    assert "Opgeheven: Verhuisd naar een andere gemeente" in text_of(page)


def test_it_proposes_the_end_and_names_who_takes_over_when_everybody_moved(wereld: Wereld) -> None:
    for naam in ("Jansen", "Bakker"):
        wereld.client.post(
            wereld.url("controles/"),
            {"soort": "verhuisd_buiten", "persoon": str(person(wereld, naam)), "toelichting": "BRP"},
        )
    page = text_of(wereld.client.get(wereld.url()))
    assert "Daarna neemt de nieuwe gemeente het over" in page
    assert "Persoon is geen inwoner (meer) in de gemeente" in page


def test_what_was_done_is_said_once(wereld: Wereld) -> None:
    answer = wereld.client.post(
        wereld.url("controles/"), {"soort": "in_onderzoek", "persoon": "", "toelichting": "BRP"}, follow=True
    )
    assert text_of(answer).count("Vastgelegd: Adres in onderzoek") == 1


def test_a_check_without_its_source_is_refused(wereld: Wereld) -> None:
    answer = wereld.client.post(
        wereld.url("controles/"), {"soort": "overleden", "persoon": "", "toelichting": ""}, follow=True
    )
    assert "[controle_bron]" in text_of(answer)


def test_it_asks_who_came_along_at_a_risk_address_and_refuses_a_visit_alone(wereld: Wereld) -> None:
    assert "Ik ging niet alleen" not in text_of(wereld.client.get(wereld.url()))
    Risicoadres.objects.create(
        gemeente_id="0392",
        postcode="2011AA",
        huisnummer=12,
        maatregel="niet_alleen",
        tot=timezone.localdate(),
        geladen_op=timezone.now(),
    )
    page = text_of(wereld.client.get(wereld.url()))
    assert "Niet alleen op bezoek (het hele adres)" in page
    assert "Ik ging niet alleen" in page
    alone = wereld.client.post(wereld.url("poging/"), poging(), follow=True)
    assert "[bezoek_niet_alleen]" in text_of(alone)
    assert not Contactpoging.objects.exists()
    wereld.client.post(wereld.url("poging/"), poging(niet_alleen="on"))
    assert Contactpoging.objects.get().soort == "Huisbezoek"


def test_it_filters_the_inbox_on_what_a_check_marks(wereld: Wereld) -> None:
    url = "/gemeente/postvak/?markering=geheim_adres"
    assert "2011 AA 12" not in text_of(wereld.client.get(url))
    wereld.client.post(
        wereld.url("controles/"), {"soort": "geheim_adres", "persoon": "", "toelichting": "BRP"}
    )
    assert "2011 AA 12" in text_of(wereld.client.get(url))


def test_closing_proposes_for_each_resident_what_fits(wereld: Wereld) -> None:
    step(wereld, "Jansen", "aanbod_geweigerd")
    page = wereld.client.get(wereld.url("sluiten/"))
    assert "Voorstel voor J. Jansen: Inwoner regelt het zelf/hoeft geen hulp" in text_of(page)
    assert page.context["gekozen"] == ""
    step(wereld, "Bakker", "aanbod_geweigerd")
    page = wereld.client.get(wereld.url("sluiten/"))
    assert page.context["gekozen"] == "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering"


def test_closing_warns_once_of_what_contradicts_and_then_closes(wereld: Wereld) -> None:
    step(wereld, "Jansen", "aanbod_geweigerd")
    body = {"eindresultaat": GEEN_CONTACT, "actie": "sluiten"}
    first = wereld.client.post(wereld.url("sluiten/"), body)
    assert first.status_code == 422
    assert "[wel_contact]" in text_of(first)
    assert Zaak.objects.get(id=wereld.zaak.id).status == "in_behandeling"
    wereld.client.post(wereld.url("sluiten/"), {**body, "akkoord": first.context["akkoord"]})
    assert Zaak.objects.get(id=wereld.zaak.id).eindresultaat == GEEN_CONTACT


def test_the_preview_of_closing_shows_what_contradicts(wereld: Wereld) -> None:
    step(wereld, "Jansen", "aanbod_geweigerd")
    part = wereld.client.post(
        wereld.url("sluiten/"), {"eindresultaat": GEEN_CONTACT}, headers={"HX-Request": "true"}
    )
    assert "<html" not in text_of(part)
    assert 'name="akkoord" value="wel_contact"' in text_of(part)


def test_it_shows_a_definition_beside_each_of_the_sixteen_end_results(wereld: Wereld) -> None:
    groups = wereld.client.get(wereld.url("sluiten/")).context["groepen"]
    choices = [keuze for _, keuzes in groups for keuze in keuzes]
    assert len(choices) == 16
    assert all(keuze.definitie for keuze in choices)


def test_reopening_stands_on_the_line_of_time_with_its_reason_and_the_clocks_run_again(
    wereld: Wereld,
) -> None:
    running = [k["titel"] for k in wereld.client.get(wereld.url()).context["klokken"] if not is_over(k)]
    wereld.client.post(wereld.url("sluiten/"), {"eindresultaat": GEEN_CONTACT, "actie": "sluiten"})
    closed = wereld.client.get(wereld.url()).context["klokken"]
    assert all(is_over(klok) for klok in closed)
    wereld.client.post(wereld.url("heropenen/"), {"reden": "toch gebeld"})
    page = wereld.client.get(wereld.url())
    newest = page.context["tijdlijn"][0]
    assert (newest["titel"], newest["tekst"]) == ("Heropend", "toch gebeld")
    assert [k["titel"] for k in page.context["klokken"] if not is_over(k)] == running


def is_over(klok: dict[str, str]) -> bool:
    return klok["toestand"] in {"gehaald", "rust"}


def test_steps_and_checks_add_no_queries_to_the_page(wereld: Wereld) -> None:
    def count(what: str = "") -> int:
        with CaptureQueriesContext(connection) as queries:
            assert wereld.client.get(wereld.url(what)).status_code == 200
        return len(queries)

    step(wereld, "Jansen", "aanbod_aanvaard")
    body = {"soort": "in_onderzoek", "persoon": str(person(wereld, "Jansen")), "toelichting": "BRP"}
    wereld.client.post(wereld.url("controles/"), body)
    for what in ("", "traject/", "sluiten/"):
        count(what)
    before = {what: count(what) for what in ("", "traject/", "sluiten/")}
    for soort in ("eerste_gesprek", "betaling_hervat", "plan_van_aanpak"):
        step(wereld, "Jansen", soort)
    step(wereld, "Bakker", "aanbod_aanvaard")
    for soort in ("geheim_adres", "bekend_schuldhulp", "onveilig_bezoek"):
        wereld.client.post(
            wereld.url("controles/"),
            {"soort": soort, "persoon": str(person(wereld, "Bakker")), "toelichting": "x"},
        )
    assert {what: count(what) for what in before} == before
