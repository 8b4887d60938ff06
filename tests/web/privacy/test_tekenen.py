"""Preview of what a partner reads, and the signature under the table."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import make_gebruiker, make_partner
from tests.web.gemeente.scherm import log_in, make_wereld

from meldpunt.audit.models import Logregel
from meldpunt.partijen.models import Openbaarmakingstekening
from meldpunt.partijen.tekening import list_tekenstanden

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer() -> Client:
    make_wereld()
    return log_in(make_gebruiker(rol="privacy", naam="Petra Lammers"))


def values() -> dict[str, str]:
    (stand,) = list_tekenstanden(on=timezone.localdate(), gemeenten=["0392"])
    return {"convenant": "landelijk", "gemeente": "0392", "vingerafdruk": stand.vingerafdruk}


def test_it_shows_what_one_partner_reads_without_persons(officer: Client) -> None:
    vitens = make_partner(sleutel="vitens")
    page = officer.get(f"/privacy/openbaarmaking/wat-ziet/?partner={vitens.id}").content.decode()
    assert "Wat ziet Vitens?" in page
    assert "De inwoner heeft hulp geaccepteerd" in page
    assert "Vervolghulp en/of verwijzing financieel" in page
    assert "Ontvangen, nog niet opgepakt" in page
    for secret in ("Bakker", "V1", "2011"):
        assert f">{secret}" not in page
        assert f" {secret}," not in page
    assert Logregel.objects.get(handeling="openbaarmaking_voorbeeld").object == str(vitens.id)


def test_it_signs_what_was_shown_and_warns_until_then(officer: Client) -> None:
    page = officer.get("/privacy/openbaarmaking/").content.decode()
    assert "[tabel_ongetekend]" in page
    old = officer.post("/privacy/openbaarmaking/tekenen/", {**values(), "vingerafdruk": "x"}, follow=True)
    assert "[tabel_veranderd]" in old.content.decode()
    done = officer.post("/privacy/openbaarmaking/tekenen/", values(), follow=True).content.decode()
    assert "De tabel is getekend" in done
    assert "Petra Lammers" in done
    assert "[tabel_ongetekend]" not in done
    Openbaarmakingstekening.objects.update(vingerafdruk="0" * 64)
    assert "Veranderd sinds de handtekening" in officer.get("/privacy/openbaarmaking/").content.decode()


def test_it_does_not_sign_for_another_municipality_or_covenant(officer: Client) -> None:
    for change in ({"gemeente": "0344"}, {"convenant": "haarlem-zandvoort"}):
        response = officer.post("/privacy/openbaarmaking/tekenen/", {**values(), **change})
        assert response.status_code == 403
    assert not Openbaarmakingstekening.objects.exists()


def test_it_shows_the_differences_with_the_table_before(officer: Client) -> None:
    from tests.factories import make_deelname

    make_deelname(convenant="haarlem-zandvoort")
    page = officer.get("/privacy/openbaarmaking/?convenant=haarlem-zandvoort").content.decode()
    assert "Wat anders is dan ervoor" in page
    assert "hooguit vier weken" in page


@pytest.mark.parametrize("rol", ["coordinator", "behandelaar"])
def test_it_is_closed_to_other_roles(rol: str) -> None:
    make_wereld()
    client = log_in(make_gebruiker(rol=rol, email=f"{rol}2@haarlem.example"))
    assert client.get("/privacy/openbaarmaking/wat-ziet/").status_code == 403
    assert client.post("/privacy/openbaarmaking/tekenen/", values()).status_code == 403
