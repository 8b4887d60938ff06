"""The plan on the page of a zaak, and the round of a day on screen, on paper and as the phone sends it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import make_gebruiker, make_regel
from tests.web.gemeente.scherm import Wereld, bring, log_in, make_wereld, recent
from tests.web.gemeente.test_postvak import text_of

from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Bewonersantwoord, Contactpoging, Risicoadres
from meldpunt.partijen.models import Werkprotocol

pytestmark = pytest.mark.django_db
RONDE = "/gemeente/dagronde/"
PAGINAS = ["", "afdrukken/", "onderweg/", "sleutel/"]


@pytest.fixture
def wereld() -> Wereld:
    """Give a zaak of two persons in hand, whose plan begins with a visit."""
    wereld = make_wereld()
    Werkprotocol.objects.update(
        contactplan=[{"soort": "Huisbezoek", "na_dagen": 0}, {"soort": "Telefoon", "na_dagen": 2}]
    )
    take(wereld)
    wereld.zaak.refresh_from_db()
    return wereld


def take(wereld: Wereld) -> None:
    """Take everything in hand two weeks ago: whatever weekday it is now, the first step is due."""
    since = timezone.now() - timedelta(days=14)
    Zaak.objects.update(status="in_behandeling", status_sinds=since, behandelaar=wereld.gebruiker.id)


def visit(wereld: Wereld, **anders: Any) -> dict[str, str]:
    return {
        "sleutel": str(uuid4()),
        "gemeente": "0392",
        "zaak": str(wereld.zaak.id),
        "uitkomst": "niet_bereikt",
        "notitie": "",
        "moment": timezone.now().isoformat(),
        **anders,
    }


def send(client: Client, *items: Any) -> Any:
    body = json.dumps({"items": items})
    return client.post(f"{RONDE}versturen/", body, content_type="application/json")


def plan_of(wereld: Wereld) -> dict[str, Any]:
    panels = wereld.client.get(wereld.url()).context["panelen"]["hoofd"]
    found = next(panel for panel in panels if panel.sleutel == "contactplan")
    return dict(found.inhoud)


def test_it_shows_the_next_step_with_its_reason_and_records_it_in_one_click(wereld: Wereld) -> None:
    plan = plan_of(wereld)
    assert plan["volgende"].soort == "Huisbezoek"
    assert plan["waarom"].replace("\xa0", " ") == "Werkprotocol vanaf 1 jan 2020"
    values = {"soort": "Huisbezoek", "bereikt": "nee", "invoersleutel": str(plan["invoersleutel"])}
    said = [text_of(wereld.client.post(wereld.url("plan/stap/"), values, follow=True)) for _ in range(2)]
    assert "Vastgelegd: Huisbezoek, niet bereikt." in said[0]
    assert "Er is niets dubbel vastgelegd." in said[1]
    poging = Contactpoging.objects.get()
    # Two people live there: the visit was for the address.
    assert (poging.datum, poging.persoon, poging.bereikt) == (timezone.localdate(), None, False)
    assert plan_of(wereld)["volgende"].soort == "Telefoon"


def test_it_refuses_a_step_that_is_none(wereld: Wereld) -> None:
    page = wereld.client.post(wereld.url("plan/stap/"), {"soort": "Administratief"}, follow=True)
    assert "[contactplan_soort]" in text_of(page)
    assert not Contactpoging.objects.exists()


def test_a_no_of_one_resident_leaves_the_other_and_names_the_first(wereld: Wereld) -> None:
    first, second = wereld.persons()
    no = {"gemeente_id": "0392", "zaak": wereld.zaak, "soort": "geen_hulp", "ontvangen_op": timezone.now()}
    Bewonersantwoord.objects.create(**no, persoon=first)
    assert "Niet benaderen:" in text_of(wereld.client.get(wereld.url()))
    Bewonersantwoord.objects.create(**no, persoon=second)
    page = text_of(wereld.client.get(wereld.url()))
    assert "De inwoner wil geen hulp" in page
    assert "plan/stap/" not in wereld.client.get(wereld.url()).content.decode()


def test_the_round_shows_address_persons_and_flag_without_its_reason(wereld: Wereld) -> None:
    Risicoadres.objects.create(
        gemeente_id="0392",
        postcode="2011AA",
        huisnummer=12,
        maatregel="niet_alleen",
        tot=timezone.localdate(),
        geladen_op=timezone.now(),
    )
    for page in ("", "afdrukken/", "onderweg/"):
        text = text_of(wereld.client.get(f"{RONDE}{page}"))
        assert "2011 AA 12" in text
        assert "J. Jansen" in text
        assert "P. Bakker" in text
        assert "Niet alleen" in text
        assert "risicoadres" not in text.lower()
    assert Logregel.objects.filter(handeling="dagronde_ingezien", gemeente="0392").count() == 3


def test_the_page_of_the_phone_holds_no_more_than_it_needs(wereld: Wereld) -> None:
    response = wereld.client.get(f"{RONDE}onderweg/")
    text = response.content.decode()
    for kept_off in ("1980", "120,50", "PWN", "tel:", "Noor"):
        assert kept_off not in text
    assert response["X-Dagronde-Dag"] == timezone.localdate().isoformat()
    assert "no-store" in response["Cache-Control"]
    assert not response.context["adressen"][0][0].gedaan


def test_the_phone_list_has_numbers_and_calls_only(wereld: Wereld) -> None:
    url = f"{RONDE}?weergave=telefoon"
    assert "Niemand om te bellen" in text_of(wereld.client.get(url))
    Bewonersantwoord.objects.create(
        gemeente_id="0392",
        zaak=wereld.zaak,
        soort="bel_mij",
        dag=timezone.localdate().isoformat(),
        dagdeel="Avond",
        telefoon="0612345678",
        ontvangen_op=timezone.now(),
    )
    text = text_of(wereld.client.get(url))
    assert "0612345678" in text
    assert "liefst ’s avonds" in text


def test_it_chooses_what_comes_along(wereld: Wereld) -> None:
    key = f"0392:{wereld.zaak.id}"
    off = wereld.client.post(f"{RONDE}kiezen/", {"kies": key, "actie": "eraf"}, follow=True)
    assert "1 adres van de dagronde" in text_of(off)
    assert [beeld.adres.zaak for beeld in off.context["overige"]] == [wereld.zaak.id]
    on = wereld.client.post(f"{RONDE}kiezen/", {"kies": key, "actie": "erbij"}, follow=True)
    assert [beeld.adres.zaak for beeld in on.context["adressen"]] == [wereld.zaak.id]
    assert "[niets_gekozen]" in text_of(wereld.client.post(f"{RONDE}kiezen/", {}, follow=True))
    back = wereld.client.post(wereld.url("plan/ronde/"), {"dag": "2020-01-01"}, follow=True)
    assert "[ronde_voorbij]" in text_of(back)


def test_what_a_phone_sends_counts_once_and_each_item_is_answered(wereld: Wereld) -> None:
    one, other = visit(wereld), visit(wereld, uitkomst="dansen")
    first = send(wereld.client, one, other).json()["items"]
    again = send(wereld.client, one).json()["items"]
    assert [item["stand"] for item in (*first, *again)] == ["gedaan", "geweigerd", "dubbel"]
    broken = [visit(wereld, **{field: "weg\0"}) for field in ("moment", "gemeente", "zaak", "uitkomst")]
    refused = send(wereld.client, *broken, visit(wereld, moment="2026-13-45T99:00Z")).json()["items"]
    assert {item["stand"] for item in refused} == {"geweigerd"}
    assert first[1]["zin"].endswith("[bezoek_uitkomst]")
    assert Contactpoging.objects.count() == 1


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"items": [1]}', b'{"items": [{"sleutel": "x"}]}', b'{"items": 3}', b"\xff"]
)
def test_what_cannot_be_read_is_refused_and_breaks_nothing(wereld: Wereld, body: bytes) -> None:
    answer = wereld.client.post(f"{RONDE}versturen/", body, content_type="application/json")
    assert answer.status_code == 400
    assert "[invoer_ongeldig]" in answer.json()["fout"]


def test_it_sends_with_a_fresh_token_and_not_without(wereld: Wereld) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wereld.gebruiker)
    assert send(strict, visit(wereld)).status_code == 403
    given = strict.get(f"{RONDE}sleutel/").json()
    assert given["wie"] == str(wereld.gebruiker.id)
    answer = strict.post(
        f"{RONDE}versturen/",
        json.dumps({"items": [visit(wereld)]}),
        content_type="application/json",
        headers={"X-CSRFToken": given["csrf"]},
    )
    assert answer.json()["items"][0]["stand"] == "gedaan"


def test_the_plain_form_does_the_same(wereld: Wereld) -> None:
    form = visit(wereld, uitkomst="kaartje", notitie="Onder de mat")
    said = [text_of(wereld.client.post(f"{RONDE}resultaat/", form, follow=True)) for _ in range(2)]
    assert "Het bezoek is vastgelegd." in said[0]
    assert "Er is niets dubbel vastgelegd." in said[1]
    wrong = wereld.client.post(f"{RONDE}resultaat/", visit(wereld, sleutel="x"), follow=True)
    assert "[invoer_ongeldig]" in text_of(wrong)
    assert Contactpoging.objects.count() == 2


@pytest.mark.parametrize("rol", ["partner", "privacy", "beheer"])
def test_other_roles_are_refused(wereld: Wereld, rol: str) -> None:
    soort, partij = {"partner": ("partner", "pwn"), "privacy": ("gemeente", "0392")}.get(
        rol, ("meldpunt", "meldpunt")
    )
    client = log_in(make_gebruiker(rol=rol, partijsoort=soort, partij=partij))
    assert {client.get(f"{RONDE}{page}").status_code for page in PAGINAS} == {403}
    posts = [f"{RONDE}kiezen/", f"{RONDE}resultaat/", f"{RONDE}versturen/"]
    assert {client.post(url).status_code for url in posts} == {403}


def test_a_visitor_gets_the_worker_and_the_manifest_and_nothing_else() -> None:
    client = Client()
    assert {client.get(f"{RONDE}{page}").status_code for page in PAGINAS} == {302}
    worker = client.get(f"{RONDE}werker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert worker["Cache-Control"] == "no-cache"
    assert "/gemeente/dagronde/onderweg/" in worker.content.decode()
    manifest = client.get(f"{RONDE}manifest.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    assert (manifest.json()["scope"], manifest.json()["display"]) == (RONDE, "standalone")


def test_the_round_asks_as_much_of_the_database_for_many_as_for_one(wereld: Wereld) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            wereld.client.get(RONDE)
        return len(asked)

    count()
    one = count()
    bring([make_regel(klantnummer=f"N{n}", huisnummer=str(20 + n), sinds=recent()) for n in range(5)])
    take(wereld)
    assert count() == one
    assert len(wereld.client.get(RONDE).context["adressen"]) == 6
