"""Confirming on the page of a zaak that a situation is bedreigend."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.factories import make_gebruiker, make_uitvoerder
from tests.web.gemeente.scherm import Wereld, log_in, make_wereld
from tests.web.gemeente.test_postvak import POSTVAK, text_of

from meldpunt.aanlevering.models import Signaal
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Zaaktermijn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wereld() -> Wereld:
    return make_wereld()


def confirm(wereld: Wereld, **anders: str) -> str:
    values = {"grond": "huisuitzetting", "toelichting": "Vonnis ligt er", **anders}
    return text_of(wereld.client.post(wereld.url("bedreigend/bevestigen/"), values, follow=True))


def test_confirming_shows_badge_clock_and_line_of_time(wereld: Wereld) -> None:
    page = confirm(wereld)
    for expected in (
        "Het eerste gesprek moet binnen drie werkdagen zijn.",
        "Eerste gesprek, bedreigend",
        "nog 3 werkdagen",
        "Bedreigend: vastgesteld",
        "Vonnis ligt er",
        "Huisuitzetting dreigt",
    ):
        assert expected in page, expected
    assert "Bedreigend</span>" in text_of(wereld.client.get(POSTVAK))
    assert "2011 AA 12</a>" in text_of(wereld.client.get(f"{POSTVAK}?markering=bedreigend"))


def test_the_inbox_shows_the_term_that_ends_first(wereld: Wereld) -> None:
    assert "Eerste gesprek</span>" in text_of(wereld.client.get(POSTVAK))
    confirm(wereld)
    assert "Eerste gesprek, bedreigend</span>" in text_of(wereld.client.get(POSTVAK))


def test_withdrawing_stops_the_clock_and_tells_why(wereld: Wereld) -> None:
    confirm(wereld)
    page = text_of(
        wereld.client.post(
            wereld.url("bedreigend/intrekken/"), {"reden": "De partner wacht een maand"}, follow=True
        )
    )
    assert "De termijn van drie werkdagen is gestopt." in page
    assert "Niet meer bedreigend" in page
    assert "De partner wacht een maand" in page
    assert Zaaktermijn.objects.get(naam="eerste_gesprek_bedreigend").toestand == "gestopt"
    assert "2011 AA 12</a>" not in text_of(wereld.client.get(f"{POSTVAK}?markering=bedreigend"))


def test_a_ground_that_was_not_chosen_is_asked_for(wereld: Wereld) -> None:
    assert "bedreigend_grond" in confirm(wereld, grond="")
    assert Zaak.objects.get().bedreigend_op is None


def test_a_signaal_that_supply_ends_suggests_it_and_decides_nothing(
    wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Er is geen signaal dat de levering" in text_of(wereld.client.get(wereld.url()))
    # A signaal is written once; here the reading of it says what a partner would have stated.
    real = Signaal.from_db.__func__  # type: ignore[attr-defined]

    def stated(cls: type[Signaal], *args: object) -> Signaal:
        row: Signaal = real(cls, *args)
        row.soort_signaal, row.verwachte_einddatum = "einde levering", timezone.localdate()
        return row

    monkeypatch.setattr(Signaal, "from_db", classmethod(stated))
    page = text_of(wereld.client.get(wereld.url()))
    assert "PWN meldt dat de levering of verzekering stopt op" in page
    assert "U beslist dat." in page
    assert Zaak.objects.get().bedreigend_op is None


def test_a_closed_zaak_has_no_such_panel(wereld: Wereld) -> None:
    Zaak.objects.update(status="niet_opgepakt")
    assert "bedreigend-grond" not in text_of(wereld.client.get(wereld.url()))


@pytest.mark.parametrize(
    ("rol", "soort", "partij", "status"),
    [
        ("privacy", "gemeente", "0392", 403),
        ("partner", "partner", "pwn", 403),
        ("uitvoerder", "uitvoerder", "wijkteam", 404),
        ("behandelaar", "uitvoerder", "SDD", 404),
    ],
)
def test_only_who_sees_the_zaak_decides(
    wereld: Wereld, rol: str, soort: str, partij: str, status: int
) -> None:
    make_uitvoerder(gemeenten=["0392"])
    make_uitvoerder(sleutel="wijkteam", naam="Wijkteam", soort="wijkteam", gemeenten=["0392"])
    client = log_in(make_gebruiker(rol=rol, partijsoort=soort, partij=partij, email=f"{rol}@rol.example"))
    for what in ("bevestigen/", "intrekken/"):
        assert (
            client.post(wereld.url(f"bedreigend/{what}"), {"grond": "huisuitzetting"}).status_code == status
        )
    assert wereld.client.get(wereld.url("bedreigend/bevestigen/")).status_code == 405
