"""The dated werkprotocol."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.factories import NU, make_gebruiker, make_gemeente, make_werkprotocol
from tests.web.coordinator.maandwereld import HZ, deliver_month, read

from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Matchrun
from meldpunt.partijen.models import Signaalpartner, Werkprotocol

pytestmark = pytest.mark.django_db
Partners = tuple[Signaalpartner, Signaalpartner]


def fill(**anders: Any) -> dict[str, Any]:
    return {
        "gemeente": "0392",
        "convenant": HZ,
        "vanaf": "2026-11-01",
        "capaciteit": "1",
        "bekende_huishoudens": "buiten_beschouwing",
        "postcodes": "2011-2020\n2023ab-2023kz",
        "lokaal_aanbod": "Een gesprek thuis.",
        "teams-TOTAL_FORMS": "2",
        "teams-INITIAL_FORMS": "0",
        "teams-0-naam": "Oost",
        "teams-0-postcodes": "2011, 2012-2013",
        "teams-1-naam": "",
        "teams-1-postcodes": "",
        "stap": "vast",
    } | anders


@pytest.mark.parametrize(("gegeven", "bewaard"), [("", 2), ("4", 4), ("11", None), ("0", None)])
def test_it_keeps_how_long_partners_have_to_answer(
    coordinator: Client, partners: Partners, gegeven: str, bewaard: int | None
) -> None:
    antwoord = coordinator.post("/gemeente/werkprotocol/", fill(navraag_werkdagen=gegeven), follow=True)
    newest = Werkprotocol.objects.order_by("-vanaf")[0]
    if bewaard is None:
        assert "[navraag_werkdagen_ongeldig]" in read(antwoord)
        assert newest.vanaf != date(2026, 11, 1)
    else:
        assert (newest.vanaf, newest.navraag_werkdagen) == (date(2026, 11, 1), bewaard)


def test_it_adopts_a_new_one_from_a_day_on(coordinator: Client, partners: Partners) -> None:
    antwoord = coordinator.post("/gemeente/werkprotocol/", fill(), follow=True)
    new, old = Werkprotocol.objects.order_by("-vanaf")
    assert (new.vanaf, new.capaciteit, new.bekende_huishoudens) == (
        date(2026, 11, 1),
        1,
        "buiten_beschouwing",
    )
    assert new.postcodes == ["2011-2020", "2023AB-2023KZ"]
    assert new.teams == {"Oost": ["2011", "2012-2013"]}
    assert old.capaciteit == 2
    pagina = read(antwoord)
    assert "Gaat in" in pagina
    assert "Geldt nu" in pagina


def test_it_shows_the_effect_before_anything_holds(coordinator: Client, partners: Partners) -> None:
    deliver_month(partners, adressen=3)
    pagina = read(coordinator.post("/gemeente/werkprotocol/", fill(stap="proef")))
    assert "0 adressen komen erbij en 1 adres valt eraf" in pagina
    assert Werkprotocol.objects.count() == 1


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"postcodes": "2011-2020\n20x1"}, "Regel 2: &#x27;20x1&#x27; is geen postcode of bereik."),
        ({"postcodes": ""}, "[verplicht]"),
        ({"vanaf": "2026-02-30"}, "[datum_ongeldig]"),
        ({"vanaf": "2019-01-01"}, "[werkprotocol_datum]"),
        ({"vanaf": "2026-10-01"}, "[werkprotocol_verleden]"),
        ({"capaciteit": "veel"}, "[capaciteit_ongeldig]"),
        ({"teams-0-postcodes": ""}, "[team_onvolledig]"),
        ({"teams-0-postcodes": "9"}, "Team Oost, bereik 1"),
        ({"teams-1-naam": "Oost", "teams-1-postcodes": "2014"}, "[team_dubbel]"),
    ],
)
def test_it_says_what_is_wrong(
    coordinator: Client, partners: Partners, anders: dict[str, str], code: str
) -> None:
    antwoord = coordinator.post("/gemeente/werkprotocol/", fill(**anders))
    assert antwoord.status_code == 422
    assert code in read(antwoord)
    assert Werkprotocol.objects.count() == 1


def withdraw(client: Client, protocol: Werkprotocol) -> str:
    url = f"/gemeente/werkprotocol/{protocol.gemeente_id}/{protocol.id}/intrekken/"
    return read(client.post(url, {"convenant": HZ}, follow=True))


def test_it_takes_back_one_that_is_not_in_force_yet(coordinator: Client, partners: Partners) -> None:
    pagina = read(coordinator.post("/gemeente/werkprotocol/", fill(), follow=True))
    assert pagina.count("Trek in") == 1
    new, old = Werkprotocol.objects.order_by("-vanaf")
    pagina = withdraw(coordinator, new)
    assert "Het werkprotocol is ingetrokken" in pagina
    assert "Gaat in" not in pagina
    assert Werkprotocol.objects.get() == old
    line = Logregel.objects.get(handeling="werkprotocol_ingetrokken")
    assert (line.object, line.gemeente) == (str(new.id), "0392")
    assert line.waarden["vanaf"] == "2026-11-01"
    assert "[werkprotocol_weg]" in withdraw(coordinator, new)


def test_what_is_in_force_or_was_used_stays(coordinator: Client, partners: Partners) -> None:
    old = Werkprotocol.objects.get()
    assert "[werkprotocol_geldt]" in withdraw(coordinator, old)
    coordinator.post("/gemeente/werkprotocol/", fill())
    new = Werkprotocol.objects.exclude(id=old.id).get()
    Matchrun.objects.create(
        gemeente_id="0392",
        soort="lijst",
        convenant=HZ,
        versie=date(2022, 1, 1),
        maand=date(2026, 11, 1),
        peildatum=new.vanaf,
        werkprotocol=new,
        gestart_op=NU,
    )
    assert "[werkprotocol_gebruikt]" in withdraw(coordinator, new)
    assert Werkprotocol.objects.count() == 2
    assert not Logregel.objects.filter(handeling="werkprotocol_ingetrokken").exists()


@pytest.mark.parametrize(("rol", "partij"), [("behandelaar", "0392"), ("coordinator", "0473")])
def test_only_a_coordinator_of_the_municipality_takes_it_back(
    partners: Partners, client: Client, rol: str, partij: str
) -> None:
    make_gemeente(code="0473", naam="Zandvoort")
    later = make_werkprotocol(convenant=HZ, vanaf=date(2026, 12, 1))
    client.force_login(make_gebruiker(rol=rol, partij=partij))
    url = f"/gemeente/werkprotocol/0392/{later.id}/intrekken/"
    assert client.post(url, {"convenant": HZ}).status_code in {403, 404}
    assert Werkprotocol.objects.filter(id=later.id).exists()
