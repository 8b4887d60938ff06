"""A round of visits with a phone that loses its connection: two doors, recorded once, sent when it is back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories import WACHTWOORD, deliver, make_regel
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import open_menu
from tests.journeys.wereld import BEHANDELAAR, make_landelijk
from tools.browser import sign_in

from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Contactpoging
from meldpunt.partijen.models import Werkprotocol
from meldpunt.toegang.models import Gebruiker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ONDERWEG = "/gemeente/dagronde/onderweg/"
TELEFOON = {"width": 390, "height": 844}
LIJST = "caches.open('dagronde-lijst').then(kast => kast.keys()).then(all => all.length)"

# Make the copy on the phone one of long ago.
OUD = """caches.open('dagronde-lijst').then(async kast => {
  const [naam] = await kast.keys();
  const tekst = await (await kast.match(naam)).text();
  await kast.put(naam, new Response(tekst, {headers: {"X-Dagronde-Dag": "2020-01-01"}}));
})"""


def make_ronde() -> None:
    """Give the case worker three doors to ring at today."""
    pwn, _ = make_landelijk()
    Werkprotocol.objects.update(contactplan=[{"soort": "Huisbezoek", "na_dagen": 0}])
    sinds = (timezone.localdate() - timedelta(days=65)).isoformat()
    rows = [make_regel(klantnummer=f"K{n}", huisnummer=n, sinds=sinds) for n in ("4", "1", "3")]
    deliver(partner=pwn, regels=rows, datum=timezone.localdate(), now=timezone.now())
    noor = Gebruiker.objects.get(email=BEHANDELAAR)
    # Two weeks ago: whatever weekday it is now, the first step is due.
    since = timezone.now() - timedelta(days=14)
    Zaak.objects.update(status="in_behandeling", status_sinds=since, behandelaar=noor.id)


def record_at(page: Page, place: int, knop: str, *, notitie: str = "") -> None:
    door = page.locator("[data-zaak]").nth(place)
    door.locator("summary").click()
    door.get_by_label("Notitie").fill(notitie)
    door.get_by_role("button", name=knop).click()


def test_it_records_at_the_door_without_a_connection_and_sends_once(sign_in_as: Aanmelder) -> None:
    make_ronde()
    page = sign_in_as(BEHANDELAAR, viewport=TELEFOON)
    open_menu(page, "Dagronde")
    page.get_by_role("link", name="Onderweg op de telefoon").click()
    expect(page.get_by_text("Deze lijst werkt vandaag ook zonder verbinding.")).to_be_visible()
    assert [h.split()[-1] for h in page.locator("[data-zaak] h2").all_inner_texts()] == ["1", "3", "4"]

    page.context.set_offline(True)
    page.reload()
    record_at(page, 0, "Niet thuis")
    record_at(page, 1, "Kaartje achtergelaten", notitie="Brievenbus links")
    stand = page.locator("[data-verzendstand]")
    expect(stand).to_contain_text("Nog 2 resultaten te versturen. Geen verbinding.")
    # The phone was put away in between.
    page.reload()
    expect(page.locator("[data-zaak]").nth(1)).to_contain_text(
        "Bewaard op deze telefoon: kaartje achtergelaten."
    )
    expect(stand).to_contain_text("Nog 2 resultaten te versturen.")
    assert Contactpoging.objects.count() == 0

    page.context.set_offline(False)
    expect(stand).to_have_text("Alles is verstuurd.")
    page.reload()
    expect(page.locator("[data-zaak]").nth(1)).to_contain_text("Kaartje: niet bereikt")
    assert sorted(Contactpoging.objects.values_list("soort", "bereikt", "notitie")) == [
        ("Huisbezoek", False, ""),
        ("Huisbezoek", False, "Brievenbus links"),
        ("Kaartje", False, ""),
    ]

    # Away for so long that the session ended: the result waits, and goes with the new session and its token.
    page.context.set_offline(True)
    record_at(page, 2, "Gesproken")
    expect(stand).to_contain_text("Nog 1 resultaat te versturen.")
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(stand).to_contain_text("Meld u opnieuw aan om te versturen.")
    sign_in(page, email=BEHANDELAAR, wachtwoord=WACHTWOORD)
    assert page.evaluate(LIJST) == 0
    page.goto(ONDERWEG)
    expect(stand).to_have_text("Alles is verstuurd.")
    assert Contactpoging.objects.filter(bereikt=True).count() == 1

    # The list of another day is not shown, and goes.
    page.reload()
    page.wait_for_function(f"{LIJST}.then(n => n === 1)")
    page.evaluate(OUD)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Geen verbinding")).to_be_visible()
    assert page.evaluate(LIJST) == 0

    # Whoever signs out leaves no list behind.
    page.context.set_offline(False)
    page.goto(ONDERWEG)
    page.wait_for_function(f"{LIJST}.then(n => n === 1)")
    page.get_by_role("button", name="Afmelden").click()
    page.wait_for_url("**/aanmelden/**")
    page.wait_for_function(f"{LIJST}.then(n => n === 0)")


def test_it_works_without_script(sign_in_as: Aanmelder) -> None:
    make_ronde()
    page = sign_in_as(BEHANDELAAR, java_script_enabled=False, viewport=TELEFOON)
    page.goto(ONDERWEG)
    record_at(page, 0, "Gesproken", notitie="Belt morgen terug")
    expect(page.get_by_text("Het bezoek is vastgelegd.")).to_be_visible()
    poging = Contactpoging.objects.get()
    assert (poging.bereikt, poging.notitie) == (True, "Belt morgen terug")
