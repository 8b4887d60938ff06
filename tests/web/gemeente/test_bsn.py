"""A BSN on the screens: three digits, the whole one only when asked, with a line in the log, in no address."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import make_gebruiker, make_gemeente
from tests.web.gemeente.scherm import Wereld, log_in, make_wereld

from meldpunt.aanlevering.bsn import seal_bsn
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.audit.models import Logregel

pytestmark = pytest.mark.django_db(transaction=True)
BSN = "999990019"


@pytest.fixture
def wereld() -> Wereld:
    made = make_wereld()
    SignaalPersoon.objects.update(**seal_bsn(BSN))
    return made


def show(wereld: Wereld, client: Client | None = None) -> tuple[int, str]:
    response = (client or wereld.client).post(wereld.url(f"persoon/{wereld.persons()[0]}/bsn/"))
    return response.status_code, response.content.decode()


def test_it_shows_three_digits_of_it_with_a_person(wereld: Wereld) -> None:
    page = wereld.client.get(wereld.url()).content.decode()
    assert "•••••• 019" in page
    assert "Toon het hele BSN" in page
    assert BSN not in page


def test_it_shows_the_whole_number_once_asked_and_writes_that_down(wereld: Wereld) -> None:
    response = wereld.client.post(wereld.url(f"persoon/{wereld.persons()[0]}/bsn/"))
    assert BSN in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    line = Logregel.objects.get(handeling="bsn_getoond")
    assert (line.gebruiker, line.object) == (wereld.gebruiker.id, str(wereld.zaak.id))
    assert BSN not in str(line.__dict__)


def test_it_shows_it_by_no_link_and_to_no_other_municipality(wereld: Wereld) -> None:
    assert wereld.client.get(wereld.url(f"persoon/{wereld.persons()[0]}/bsn/")).status_code == 405
    make_gemeente(code="0363", naam="Amsterdam")
    other = log_in(make_gebruiker(email="ander@example.org", partij="0363"))
    status, page = show(wereld, other)
    assert (status == 200, BSN in page) == (False, False)
    assert not Logregel.objects.filter(handeling="bsn_getoond").exists()
