"""The bench on the screen: side by side, one key or button, and the next one at once."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone
from tests.brp.mensen import make_persoon
from tests.factories import make_gebruiker, make_gemeente
from tests.web.gemeente.scherm import Wereld, log_in, make_wereld
from tests.web.gemeente.test_postvak import text_of

from meldpunt.audit.models import Logregel
from meldpunt.brp.mismatch import open_mismatch
from meldpunt.brp.models import Mismatch
from meldpunt.rules.brppersoon import BrpDatum, BrpNaam, BrpPersoon
from meldpunt.toegang.actor import system_actor
from meldpunt.web.gemeente.mismatchbeeld import write_deeldatum

pytestmark = pytest.mark.django_db(transaction=True)
BANK = "/gemeente/mismatchbank/"
SYSTEEM = system_actor(herkomst="test")


@pytest.fixture
def wereld() -> Wereld:
    return make_wereld()


def put(wereld: Wereld, *gevonden: BrpPersoon, persoon: int = 0) -> str:
    """Put one of the two residents on the bench and return its page."""
    made = open_mismatch(
        zaak=wereld.zaak.id,
        gemeente="0392",
        persoon=wereld.persons()[persoon],
        uitkomst="onzeker" if gevonden else "niemand",
        gevonden=gevonden,
        door=SYSTEEM,
        now=timezone.now(),
    )
    return f"{BANK}0392/{made}/"


def test_it_shows_the_signaal_beside_the_candidates_with_the_reasons(wereld: Wereld) -> None:
    page = put(wereld, make_persoon(geslachtsnaam="Janssen"), make_persoon(bsn="999990020", voorletters="P."))
    shown = text_of(wereld.client.get(page))
    assert shown.index("Janssen") < shown.index("P. Jansen")
    for words in ("Anders gespeld", "De naam klinkt hetzelfde", "Kies kandidaat 1", "€ 120,50", "•••••• 019"):
        assert words in shown
    assert "99999" not in shown


def test_it_names_a_key_on_every_button_and_needs_no_script(wereld: Wereld) -> None:
    html = wereld.client.get(put(wereld, make_persoon())).content.decode()
    buttons = dict(re.findall(r'name="besluit" value="(\w+)" data-toets="(\w)"', html))
    assert buttons == {"1": "1", "niemand": "0", "later": "l"}
    assert 'accesskey="1"' in html


def test_it_goes_on_to_the_next_and_then_back_to_the_bench(wereld: Wereld) -> None:
    first, second = put(wereld, make_persoon(geslachtsnaam="Janssen")), put(wereld, persoon=1)
    assert first in text_of(wereld.client.get(BANK))
    assert wereld.client.post(first, {"besluit": "1"}).headers["Location"] == second
    assert "Geen kandidaten" in text_of(wereld.client.get(second))
    assert (
        wereld.client.post(second, {"besluit": "niemand", "oorzaak": "verhuisd"}).headers["Location"] == BANK
    )
    assert [*Mismatch.objects.order_by("id").values_list("besluit", "oorzaak")] == [
        ("kandidaat", "spelling"), ("niemand", "verhuisd"),
    ]  # fmt: skip
    assert "Niets te beslissen" in text_of(wereld.client.get(BANK))
    assert first in text_of(wereld.client.get(f"{BANK}?toon=beslist"))


def test_it_leaves_one_for_later_and_takes_a_decision_back(wereld: Wereld) -> None:
    page = put(wereld, make_persoon())
    assert wereld.client.post(page, {"besluit": "later"}).headers["Location"] == BANK
    assert page in text_of(wereld.client.get(f"{BANK}?toon=later"))
    wereld.client.post(page, {"besluit": "1"})
    assert "Al besloten: kandidaat 1" in text_of(wereld.client.get(page))
    assert wereld.client.post(page, {"besluit": "terug"}).headers["Location"] == page
    assert Mismatch.objects.get().besluit == ""


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "besluit_ontbreekt"),
        ({"besluit": "²"}, "besluit_ontbreekt"),
        ({"besluit": "-1"}, "besluit_ontbreekt"),
        ({"besluit": "7"}, "kandidaat_onbekend"),
        ({"besluit": "1", "oorzaak": "pech"}, "oorzaak_onbekend"),
        ({"besluit": "terug"}, "mismatch_open"),
    ],
)
def test_it_refuses_with_a_sentence_and_decides_nothing(
    wereld: Wereld, form: dict[str, str], code: str
) -> None:
    page = put(wereld, make_persoon())
    assert f"[{code}]" in text_of(wereld.client.post(page, form, follow=True))
    assert Mismatch.objects.get().besluit == ""


def test_it_never_shows_a_secret_address(wereld: Wereld) -> None:
    shown = text_of(wereld.client.get(put(wereld, make_persoon(geheim=True, overleden=True))))
    assert "Geheim adres" in shown
    assert "Overleden" in shown
    assert "Spaarne" not in shown


def test_it_notes_who_looked_at_whom(wereld: Wereld) -> None:
    wereld.client.get(put(wereld, make_persoon()))
    line = Logregel.objects.get(handeling="mismatch_vergeleken")
    assert line.betrokkenen == [f"zaak:{wereld.zaak.id}"]
    wereld.client.get(BANK)
    assert Logregel.objects.get(handeling="mismatches_ingezien").betrokkenen == line.betrokkenen


def test_it_is_not_there_for_another_municipality_or_a_team(wereld: Wereld) -> None:
    page = put(wereld, make_persoon())
    make_gemeente(code="0363", naam="Amsterdam")
    others = log_in(make_gebruiker(partij="0363"))
    assert page not in text_of(others.get(BANK))
    assert others.get(page).status_code == 404
    assert others.post(page, {"besluit": "1"}).status_code == 404
    assert Mismatch.objects.get().besluit == ""


def test_it_counts_causes_for_the_coordinator(wereld: Wereld) -> None:
    wereld.client.post(put(wereld, make_persoon(geslachtsnaam="Janssen")), {"besluit": "1"})
    assert wereld.client.get(f"{BANK}oorzaken/").status_code == 403
    coordinator: Client = log_in(make_gebruiker(email="coordinator@haarlem.nl", rol="coordinator"))
    shown = text_of(coordinator.get(f"{BANK}oorzaken/"))
    for words in ("PWN", "Spelling", "Alle oorzaken", "1 (100"):
        assert words in shown
    assert "Jansen" not in re.sub("Noor Jansen", "", shown)


def test_it_says_that_the_candidates_are_wiped(wereld: Wereld) -> None:
    page = put(wereld, make_persoon())
    Mismatch.objects.update(kandidaten_verzegeld="")
    assert "De kandidaten zijn gewist" in text_of(wereld.client.get(page))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (BrpDatum(1980, 5, 1), "1 mei 1980"),
        (BrpDatum(1980, 5), "mei 1980 (dag onbekend)"),
        (BrpDatum(1980), "1980 (dag en maand onbekend)"),
        (BrpDatum(), "onbekend"),
    ],
)
def test_it_writes_what_is_known_of_a_date(day: BrpDatum, words: str) -> None:
    assert write_deeldatum(day).replace("\xa0", " ") == words


def test_it_shows_the_name_of_a_partner(wereld: Wereld) -> None:
    married = replace(
        make_persoon(geslachtsnaam="Vries", voorvoegsel="de"),
        partners=(BrpNaam(voorletters="A.", geslachtsnaam="Jansen"),),
    )
    page = put(wereld, married)
    assert "Partner: A. Jansen" in text_of(wereld.client.get(page))
    assert Mismatch.objects.get().voorstel == "partnernaam"
