"""The same thing twice, from a second window or a button that was pressed twice."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import KOP, make_regel
from tests.journeys.wereld import BEHANDELAAR, COORDINATOR, PARTNER
from tests.security.doelwit import COLLEGA, Doelwit, sign_in_as, take_print

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.matching.models import Zaak
from meldpunt.werkvoorraad.models import Overdracht

pytestmark = pytest.mark.django_db
# what is sent twice -> who, which page, what
TWEEMAAL: dict[str, tuple[str, str, dict[str, str]]] = {
    "to close a zaak": (BEHANDELAAR, "gemeente:sluiten", {"eindresultaat": "Geen reactie na eerder contact"}),
    "to take back a delivery": (PARTNER, "partner:intrekken", {"reden": "verkeerd bestand"}),
    "to answer a question": (PARTNER, "partner:antwoord", {"antwoord": "betaald"}),
    "to accept what another municipality offers": (COORDINATOR, "gemeente:aanvaarden", {}),
    "to refuse what another municipality offers": (
        COORDINATOR,
        "gemeente:weigeren",
        {"reden": "Geen deelname"},
    ),
    "to take back a werkprotocol": (
        COORDINATOR,
        "gemeente:werkprotocol_intrekken",
        {"convenant": "landelijk"},
    ),
    "to mark a notice as read": (COORDINATOR, "gemeente:bericht_gelezen", {}),
    "to stop a text of a letter": (COORDINATOR, "gemeente:sjabloon_stop", {}),
    "to keep a filter": (
        BEHANDELAAR,
        "gemeente:filter_bewaren",
        {"naam": "twee keer", "terug": "status=nieuw"},
    ),
}


@pytest.mark.parametrize("naam", TWEEMAAL)
def test_it_refuses_to_do_twice(naam: str, doelwit: Doelwit) -> None:
    """Acts claim their row with a condition: the second of two finds nothing left to do, and says so."""
    wie, page, given = TWEEMAAL[naam]
    client, path = sign_in_as(wie, raise_request_exception=False), doelwit.path(page)
    client.post(path, given)
    once = {name: rows for name, (rows, _) in take_print().items()}
    again = client.post(path, given)
    assert again.status_code < 500
    assert {name: rows for name, (rows, _) in take_print().items()} == once


def test_it_refuses_the_same_file_twice(doelwit: Doelwit) -> None:
    """`aanlevering/actions.py`: one content is one delivery."""
    client, before = sign_in_as(PARTNER), Aanlevering.objects.count()
    for naam in ("een.csv", "twee.csv"):
        file = SimpleUploadedFile(naam, f"{KOP}\n{make_regel(klantnummer='DUBBEL')}\n".encode())
        client.post("/partner/aanleveren/", {"convenant": "landelijk", "bestand": file})
    assert Aanlevering.objects.count() == before + 1


def test_it_refuses_a_zaak_to_the_second_of_two(doelwit: Doelwit) -> None:
    """`opvolging/actions.py`: picking up is for one; the other has to take over, and is asked whether that is meant."""
    zaak = Zaak.objects.filter(gemeente="0392", status="nieuw", vragen_open=0).order_by("id")[0]
    path = f"/gemeente/postvak/zaak/0392/{zaak.id}/oppakken/"
    for email in (BEHANDELAAR, COLLEGA):
        sign_in_as(email).post(path)
    zaak.refresh_from_db()
    assert zaak.status == "in_behandeling"
    first = sign_in_as(BEHANDELAAR).session["_auth_user_id"]
    assert str(zaak.behandelaar) == first


def test_it_refuses_to_accept_what_was_refused(doelwit: Doelwit) -> None:
    """`werkvoorraad/overdrachten.py`: an offer has one answer."""
    client = sign_in_as(COORDINATOR, raise_request_exception=False)
    client.post(doelwit.path("gemeente:weigeren"), {"reden": "Geen deelname"})
    answered, zaken = Overdracht.objects.get(), Zaak.objects.count()
    client.post(doelwit.path("gemeente:aanvaarden"))
    after = Overdracht.objects.get()
    assert (after.pk, Zaak.objects.count()) == (answered.pk, zaken)
    assert {f.name: getattr(after, f.name) for f in after._meta.fields} == {
        f.name: getattr(answered, f.name) for f in answered._meta.fields
    }
