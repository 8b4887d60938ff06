"""A colleague makes a passkey, keeps the recovery codes and comes in again with the passkey alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.factories import WACHTWOORD, make_gebruiker, make_gemeente
from tests.journeys.pagina import watch_console
from tests.journeys.toegankelijkheid import find_bezwaren

from meldpunt.toegang.models import Aanmelding

pytestmark = pytest.mark.journey
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_passkeys(page: Page) -> None:
    """Plug an authenticator into the browser that says yes to everything."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_it_makes_a_passkey_and_signs_in_with_it(browser, site) -> None:
    make_gemeente(code="0392", naam="Haarlem")
    noor = make_gebruiker()
    # A passkey belongs to a name; an address of numbers has none.
    context = browser.new_context(base_url=site.replace("127.0.0.1", "localhost"), locale="nl-NL")
    page, errors = context.new_page(), []
    watch_console(page, errors)
    give_passkeys(page)
    page.goto("/aanmelden/")
    assert find_bezwaren(page) == []
    page.get_by_label("E-mailadres").fill(noor.email)
    page.get_by_role("button", name="Verder", exact=True).click()
    assert find_bezwaren(page) == []
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    # The demo forces no second factor; elsewhere every page leads here.
    page.wait_for_url(lambda url: "/aanmelden/" not in url)
    page.goto("/aanmelden/tweede-stap/instellen/")
    assert find_bezwaren(page) == []
    page.get_by_role("link", name="Een passkey").click()
    assert find_bezwaren(page) == []
    page.get_by_label("Naam van dit apparaat").fill("Laptop van het werk")
    page.get_by_role("button", name="Maak een passkey").click()
    expect(page.get_by_role("heading", name="Bewaar uw herstelcodes")).to_be_visible()
    assert find_bezwaren(page) == []
    assert page.locator(".mp-herstelcodes li").count() == 10
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    page.goto("/account/")
    expect(page.get_by_text("Laptop van het werk")).to_be_visible()
    assert find_bezwaren(page) == []
    # The menu stands open: whoever looked for objections opened it.
    page.get_by_role("button", name="Afmelden").click()
    page.get_by_role("button", name="Aanmelden met een passkey").click()
    page.wait_for_url(lambda url: "/aanmelden/" not in url)
    assert Aanmelding.objects.order_by("-id")[0].wijze == "passkey"
    context.close()
    assert errors == []


def test_it_keeps_the_pages_of_rights_usable_for_everybody(sign_in_as) -> None:
    make_gemeente(code="0392", naam="Haarlem")
    make_gebruiker(email="noor@haarlem.example")
    make_gebruiker(rol="beheer", partijsoort="meldpunt", partij="meldpunt", email="wim@meldpunt.example")
    page = sign_in_as("wim@meldpunt.example")
    for place in (
        "/beheer/partijen/gemeente/0392/team/",
        "/beheer/aanmeldingen/",
        "/beheer/aanmeldbronnen/",
        "/privacy/rechten/?kwartaal=2026-3",
    ):
        page.goto(place)
        assert find_bezwaren(page) == [], place
