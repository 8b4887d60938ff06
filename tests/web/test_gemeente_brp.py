"""What the BRP said stands on the page of a zaak, and can be asked again there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.factories import NU, deliver, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt.brp.models import Brpbevraging
from meldpunt.matching.models import Zaak, Zaaksignaal

pytestmark = pytest.mark.django_db


@pytest.fixture
def zaak() -> Zaak:
    partner = make_partner()
    make_deelname(partners=[partner])
    deliver(partner=partner, regels=[make_regel()])
    return Zaak.objects.get()


def make_bevraging(zaak: Zaak, **values: object) -> Brpbevraging:
    given = {"uitkomst": "gevonden", "stap": "adres", "beantwoord_op": NU, "gevolgd_op": NU, **values}
    persoon = Zaaksignaal.objects.get(zaak=zaak.id).persoon
    return Brpbevraging.objects.create(gemeente_id="0392", zaak=zaak, persoon=persoon, gemaakt_op=NU, **given)


@pytest.fixture
def colleague(client: Client) -> Client:
    client.force_login(make_gebruiker())
    return client


def page(client: Client, zaak: Zaak) -> str:
    return client.get(f"/gemeente/postvak/zaak/0392/{zaak.id}/").content.decode()


def test_it_shows_nothing_of_the_brp_where_nobody_asked(colleague: Client, zaak: Zaak) -> None:
    assert "Vraag opnieuw" not in page(colleague, zaak)


def test_it_says_what_was_found_and_where_somebody_moved(colleague: Client, zaak: Zaak) -> None:
    make_bevraging(zaak, standen=["verhuisd_buiten"], nieuwe_gemeente="0363", reden="naam_en_voorletters")
    shown = page(colleague, zaak)
    assert "Verhuisd naar een andere gemeente, nu gemeente 0363" in shown
    assert "Gezocht op postcode en huisnummer, met geboortedatum en naam." in shown


def test_it_leads_to_the_bench_when_somebody_must_choose(colleague: Client, zaak: Zaak) -> None:
    make_bevraging(zaak, uitkomst="meer")
    assert "Kies de persoon op de mismatchbank" in page(colleague, zaak)


def test_it_says_why_there_is_no_answer_yet(colleague: Client, zaak: Zaak) -> None:
    make_bevraging(
        zaak, uitkomst="", stap="", beantwoord_op=None, gevolgd_op=None, volgende_op=NU + timedelta(hours=1),
        pogingen=3, fout_code="te_traag",
    )  # fmt: skip
    shown = page(colleague, zaak)
    assert "[koppeling_te_traag]" in shown
    assert "Het meldpunt probeert het weer om" in shown
    assert "Vraag opnieuw" not in shown


def test_it_asks_again(colleague: Client, zaak: Zaak) -> None:
    row = make_bevraging(zaak, uitkomst="niemand")
    url = f"/gemeente/postvak/zaak/0392/{zaak.id}/brp/"
    answer = colleague.post(url, {"persoon": str(row.persoon)}, follow=True)
    assert "vraagt het de BRP opnieuw" in answer.content.decode()
    row.refresh_from_db()
    assert row.volgende_op is not None
    assert "BRP opnieuw gevraagd" in answer.content.decode()
    wrong = colleague.post(url, {"persoon": "niemand"}, follow=True)
    assert "[persoon_onbekend]" in wrong.content.decode()
