"""The texts of the municipality: adopt, write, see how it reads, keep every version."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import make_deelname, make_gebruiker, make_gemeente, make_partner
from tests.web.gemeente.test_postvak import text_of

from meldpunt.correspondentie.models import Sjabloon
from meldpunt.partijen.models import Afzender

pytestmark = pytest.mark.django_db
HUIS = "/gemeente/sjablonen/"
AFZENDER = {
    "gemeente": "0392",
    "naam": "Gemeente Haarlem",
    "adres": "Postbus 511\n2003 PB Haarlem",
    "telefoon": "14 023",
    "mail": "hulp@haarlem.example",
    "antwoordadres": "https://haarlem.example/reageren/",
}


@pytest.fixture(autouse=True)
def haarlem() -> None:
    make_deelname()


def text(**anders: str) -> dict[str, str]:
    values = {
        "gemeente": "0392",
        "naam": "Eerste brief",
        "kanaal": "brief",
        "taal": "nl",
        "onderwerp": "Hulp",
        "tekst": "{aanhef},\n\n{vorderingen}",
        "stap": "vast",
    }
    return values | anders


def test_it_adopts_the_examples_with_one_click(coordinator: Client) -> None:
    assert "Nog geen sjablonen" in text_of(coordinator.get(HUIS))
    page = text_of(coordinator.post(f"{HUIS}voorbeelden/", {"gemeente": "0392"}, follow=True))
    assert "17 voorbeeldteksten overgenomen" in page
    assert "Oekraïens" in page
    assert "Neem de voorbeelden over" not in page
    assert Sjabloon.objects.count() == 17


def test_it_sets_the_sender_and_says_what_is_wrong(coordinator: Client) -> None:
    wrong = coordinator.post(f"{HUIS}afzender/", AFZENDER | {"mail": "geen", "adres": "a\nb\nc\nd"})
    assert wrong.status_code == 422
    assert "[mail_ongeldig]" in text_of(wrong)
    assert "[afzender_adres]" in text_of(wrong)
    coordinator.post(f"{HUIS}afzender/", AFZENDER)
    assert Afzender.objects.get().adresregels == ["Postbus 511", "2003 PB Haarlem"]


def test_it_shows_the_example_before_anything_is_saved(coordinator: Client) -> None:
    coordinator.post(f"{HUIS}nieuw/", text())
    url = f"{HUIS}0392/eerste-brief/nl/"
    shown = coordinator.post(url, text(tekst="Dag {naam},\n\n## Let op\n\n- {partners}", stap="voorbeeld"))
    page = text_of(shown)
    assert "Dag F. van Voorbeeld," in page
    assert "Waterbedrijf Voorbeeld" in page
    assert Sjabloon.objects.count() == 1
    pdf = coordinator.post(url, text(stap="pdf"))
    assert (pdf["Content-Type"], pdf.content[:4]) == ("application/pdf", b"%PDF")


def test_it_keeps_the_versions_and_refuses_what_cannot_be_a_template(coordinator: Client) -> None:
    coordinator.post(f"{HUIS}nieuw/", text())
    url = f"{HUIS}0392/eerste-brief/nl/"
    wrong = coordinator.post(url, text(tekst="{schulden}"))
    assert wrong.status_code == 422
    assert "[plaatshouder_onbekend]" in text_of(wrong)
    page = text_of(coordinator.post(url, text(tekst="{aanhef}, nieuw"), follow=True))
    assert "versie 2" in page
    assert "Versie 1" in page
    assert list(Sjabloon.objects.order_by("versie").values_list("tekst", flat=True)) == [
        "{aanhef},\n\n{vorderingen}",
        "{aanhef}, nieuw",
    ]


def test_it_writes_a_text_in_another_language_under_the_same_key(coordinator: Client) -> None:
    coordinator.post(f"{HUIS}nieuw/", text())
    page = coordinator.get(f"{HUIS}nieuw/?gemeente=0392&sleutel=eerste-brief&taal=ar")
    assert page.context["formulier"].initial == {"naam": "Eerste brief", "kanaal": "brief", "taal": "ar"}
    coordinator.post(f"{HUIS}nieuw/", text(sleutel="eerste-brief", taal="ar", tekst="{aanhef}"))
    assert set(Sjabloon.objects.values_list("sleutel", "taal")) == {
        ("eerste-brief", "nl"),
        ("eerste-brief", "ar"),
    }
    known = coordinator.get(f"{HUIS}nieuw/?gemeente=0392&sleutel=eerste-brief&taal=ar")
    assert known["Location"] == f"{HUIS}0392/eerste-brief/ar/"
    shown = coordinator.get(f"{HUIS}0392/eerste-brief/ar/").content.decode()
    assert 'lang="ar" dir="rtl"' in shown


def test_a_new_text_never_takes_the_place_of_another(coordinator: Client) -> None:
    coordinator.post(f"{HUIS}nieuw/", text())
    again = coordinator.post(f"{HUIS}nieuw/", text(tekst="{aanhef}, iets anders"))
    assert "[sjabloon_bestaat]" in text_of(again)
    assert "[sleutel_ongeldig]" in text_of(coordinator.post(f"{HUIS}nieuw/", text(naam="نود")))
    assert Sjabloon.objects.count() == 1


def test_it_stops_a_text(coordinator: Client) -> None:
    coordinator.post(f"{HUIS}nieuw/", text())
    page = text_of(coordinator.post(f"{HUIS}0392/eerste-brief/nl/stop/", follow=True))
    assert "niet meer gebruikt" in page
    assert "[sjabloon_onbekend]" in text_of(
        coordinator.post(f"{HUIS}0392/eerste-brief/nl/stop/", follow=True)
    )
    assert "niet meer in gebruik" in text_of(coordinator.get(f"{HUIS}0392/eerste-brief/nl/"))
    assert "[sjabloon_onbekend]" in text_of(coordinator.get(f"{HUIS}0392/bestaat-niet/nl/", follow=True))


@pytest.mark.parametrize("rol", ["behandelaar", "uitvoerder", "privacy", "partner", "beheer"])
def test_it_opens_for_a_coordinator_only(client: Client, rol: str) -> None:
    kind, party = {"partner": ("partner", "pwn"), "beheer": ("meldpunt", "meldpunt")}.get(
        rol, ("gemeente", "0392")
    )
    make_partner()
    client.force_login(make_gebruiker(rol=rol, partijsoort=kind, partij=party))
    for url in (HUIS, f"{HUIS}nieuw/", f"{HUIS}0392/eerste-brief/nl/"):
        assert client.get(url).status_code == 403
    for url in (f"{HUIS}afzender/", f"{HUIS}voorbeelden/", f"{HUIS}0392/eerste-brief/nl/stop/"):
        assert client.post(url, AFZENDER).status_code == 403


def test_it_leaves_other_municipalities_alone(coordinator: Client) -> None:
    make_gemeente(code="0344", naam="Utrecht")
    for url in (f"{HUIS}?gemeente=0344", f"{HUIS}nieuw/?gemeente=0344", f"{HUIS}0344/eerste-brief/nl/"):
        assert coordinator.get(url).status_code == 403
    for url in (f"{HUIS}afzender/", f"{HUIS}voorbeelden/"):
        assert coordinator.post(url, AFZENDER | {"gemeente": "0344"}).status_code == 403
    assert not Afzender.objects.exists()
