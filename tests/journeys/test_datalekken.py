"""From a notice of a partner to a breach that is closed, by mouse and keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import open_menu
from tests.journeys.wereld import PARTNER, PRIVACY, make_landelijk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_notice_becomes_a_breach_that_is_told_and_closed(sign_in_as: Aanmelder) -> None:
    make_landelijk()
    partner = sign_in_as(PARTNER)
    partner.locator(".mp-kop__menu summary").click()
    partner.get_by_role("link", name="Er ging iets mis").click()
    partner.get_by_label("Wat ging er mis, in één zin?").fill("Lijst naar verkeerd adres")
    partner.get_by_label("Wat gebeurde er precies?").fill("Een mail met klantnummers ging naar een ander.")
    partner.get_by_role("button", name="Verstuur").click()
    expect(partner.get_by_text("Dank u wel")).to_be_visible()
    page = sign_in_as(PRIVACY)
    open_menu(page, "Datalekken")
    page.locator("#register").get_by_role("link", name="Lijst naar verkeerd adres").click()
    page.get_by_role("checkbox", name="Gegevens zijn weg").check()
    page.get_by_role("checkbox", name="Klantnummers").check()
    page.get_by_label("Risico voor inwoners").select_option("geen")
    page.get_by_label("Waarom geen risico?").fill("De ontvanger verwijderde het meteen.")
    page.get_by_role("button", name="Leg feiten vast").click()
    expect(page.get_by_text("De klokken zijn opnieuw berekend")).to_be_visible()
    page.get_by_label("Conclusie").fill("Adreslijst opgeschoond.")
    page.get_by_role("button", name="Sluit af").click()
    expect(page.locator(".mp-paginakop")).to_contain_text("Afgesloten")
