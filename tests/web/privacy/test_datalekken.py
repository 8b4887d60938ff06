"""The screens of breaches and agreements, per role."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import (
    deliver,
    make_actor,
    make_deelname,
    make_gebruiker,
    make_gemeente,
    make_overeenkomst,
    make_partner,
    make_regel,
    make_uitvoerder,
)

from meldpunt.aanlevering.actions import recall_aanlevering
from meldpunt.datalekken.models import Datalek, Datalekklok
from meldpunt.partijen.models import Verwerkersovereenkomst

pytestmark = pytest.mark.django_db
DATALEKKEN, OVEREENKOMSTEN, VOORVAL = "/privacy/datalekken/", "/privacy/overeenkomsten/", "/er-ging-iets-mis/"


def sign_in(rol: str, *, partijsoort: str = "gemeente", partij: str = "0392") -> Client:
    client = Client()
    client.force_login(make_gebruiker(rol=rol, partijsoort=partijsoort, partij=partij, naam=f"Iemand {rol}"))
    return client


def recalled() -> str:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    aanlevering = deliver(partner=pwn, regels=[make_regel()])
    door = make_actor(rol="partner", partijsoort="partner", partij="pwn", gemeenten=(), partner=pwn.id)
    recall_aanlevering(aanlevering=aanlevering.id, reden="Verkeerd bestand", door=door, now=timezone.now())
    return str(aanlevering.id)


def moment() -> str:
    return f"{timezone.localtime():%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("rol", "partijsoort", "partij"),
    [
        ("partner", "partner", "pwn"), ("behandelaar", "gemeente", "0392"), ("coordinator", "gemeente", "0392"),
        ("uitvoerder", "uitvoerder", "team"), ("privacy", "gemeente", "0392"), ("beheer", "meldpunt", "meldpunt"),
    ],
)  # fmt: skip
def test_it_lets_every_role_say_that_something_went_wrong(rol: str, partijsoort: str, partij: str) -> None:
    make_deelname(partners=[make_partner()])
    make_uitvoerder(sleutel="team", soort="wijkteam", gemeenten=["0392"])
    client = sign_in(rol, partijsoort=partijsoort, partij=partij)
    page = client.get(VOORVAL).content.decode()
    assert 'href="/er-ging-iets-mis/"' in page
    answer = client.post(VOORVAL, {"titel": "Mail", "feiten": "Verkeerd", "ontdekt_op": moment()})
    assert answer.status_code == 302
    lek = Datalek.objects.get()
    assert lek.status == "signaal"
    expected = [] if rol == "beheer" else ["0392"]
    assert lek.gemeenten == expected
    assert client.get(DATALEKKEN).status_code == (200 if rol in {"privacy", "beheer"} else 403)


def test_it_asks_what_happened_when_nothing_is_written() -> None:
    make_gemeente()
    client = sign_in("behandelaar")
    answer = client.post(VOORVAL, {"titel": "", "feiten": "", "ontdekt_op": "gisteren"})
    assert answer.status_code == 422
    assert "[moment_ongeldig]" in answer.content.decode()


def test_it_takes_an_officer_from_a_recalled_delivery_to_a_conclusion() -> None:
    key = recalled()
    client = sign_in("privacy")
    assert "Verkeerd bestand" in client.get(DATALEKKEN).content.decode()
    answer = client.post(reverse("privacy:datalek_uit_aanlevering", args=[key]))
    lek = Datalek.objects.get()
    url = reverse("privacy:datalek", args=[lek.id])
    assert answer.headers["Location"] == url
    page = client.get(url).content.decode()
    assert "AP, voor Haarlem" in page
    assert "AVG art. 33 lid 1 (72 uur)" in page
    facts = {
        "titel": "Verkeerd bestand", "feiten": "Te veel regels", "aard": ["vertrouwelijkheid"],
        "gegevenssoorten": ["naam"], "ontdekt_op": moment(), "ontdekt_door": "PWN", "risico": "risico",
        "gemeenten": ["0392"], "convenanten": ["landelijk"], "maatregelen": "Ingetrokken",
    }  # fmt: skip
    refused = client.post(reverse("privacy:datalek_feiten", args=[lek.id]), {**facts, "aard": ["anders"]})
    assert refused.status_code == 422
    assert "[keuze_ongeldig]" in refused.content.decode()
    assert client.post(reverse("privacy:datalek_feiten", args=[lek.id]), facts).status_code == 302
    stay = client.post(
        reverse("privacy:datalek_verzet", args=[lek.id]),
        {"naar": "gesloten", "conclusie": "Klaar"},
        follow=True,
    )
    assert "[klok_open]" in stay.content.decode()
    for klok in Datalekklok.objects.filter(gedaan_op=None):
        client.post(
            reverse("privacy:datalek_klok", args=[lek.id, klok.id]),
            {"actie": "gedaan", "op": moment(), "hoe": "webformulier"},
        )
    client.post(
        reverse("privacy:datalek_verzet", args=[lek.id]),
        {"naar": "gesloten", "conclusie": "Selectie aangepast"},
    )
    lek.refresh_from_db()
    assert (lek.status, lek.conclusie) == ("gesloten", "Selectie aangepast")
    assert "Afgesloten" in client.get(url).content.decode()


def test_it_keeps_a_breach_from_an_officer_of_elsewhere() -> None:
    key = recalled()
    sign_in("privacy").post(reverse("privacy:datalek_uit_aanlevering", args=[key]))
    lek = Datalek.objects.get()
    make_gemeente(code="0473", naam="Zandvoort")
    other = sign_in("privacy", partij="0473")
    assert other.get(reverse("privacy:datalek", args=[lek.id])).status_code == 404
    assert (
        other.post(
            reverse("privacy:datalek_verzet", args=[lek.id]), {"naar": "geen_datalek", "conclusie": "x"}
        ).status_code
        == 404
    )
    assert other.post(reverse("privacy:datalek_uit_aanlevering", args=[key])).status_code == 403
    assert "Verkeerd bestand" not in other.get(DATALEKKEN).content.decode()


def test_it_lets_a_coordinator_pass_a_recall_on_from_its_notice() -> None:
    key = recalled()
    answer = sign_in("coordinator").post(reverse("privacy:datalek_uit_aanlevering", args=[key]))
    assert answer.headers["Location"] == reverse("gemeente:berichten")
    assert Datalek.objects.get().status == "signaal"


@pytest.mark.parametrize(("soort", "begin"), [("csv", b"\xef\xbb\xbfKenmerk"), ("pdf", b"%PDF")])
def test_it_gives_the_register_as_a_file(soort: str, begin: bytes) -> None:
    make_gemeente()
    answer = sign_in("privacy").get(f"{DATALEKKEN}register.{soort}")
    assert answer.content.startswith(begin)
    assert f".{soort}" in answer.headers["Content-Disposition"]


def test_it_records_and_ends_an_agreement_on_the_screen() -> None:
    make_gemeente()
    make_uitvoerder(gemeenten=["0392"], overeenkomst=False)
    client = sign_in("privacy")
    assert "Werkt zonder overeenkomst" in client.get(OVEREENKOMSTEN).content.decode()
    today = timezone.localdate().isoformat()
    given = {
        "gemeente": "0392", "partij": "SDD", "vanaf": today, "tot": "", "getekend_op": today, "kenmerk": "VO 1",
        "subverwerkers": "Een\nTwee",
    }  # fmt: skip
    assert client.post(f"{OVEREENKOMSTEN}vastleggen/", given).status_code == 302
    row = Verwerkersovereenkomst.objects.get()
    assert row.subverwerkers == ["Een", "Twee"]
    again = client.post(f"{OVEREENKOMSTEN}vastleggen/", given)
    assert again.status_code == 422
    assert "[overeenkomst_overlapt]" in again.content.decode()
    client.post(f"{OVEREENKOMSTEN}{row.id}/einde/", {"per": today, "reden": "Opgezegd"})
    row.refresh_from_db()
    assert row.beeindigd_reden == "Opgezegd"


def test_it_shows_a_coordinator_the_agreements_without_letting_them_be_changed() -> None:
    make_gemeente()
    make_uitvoerder(gemeenten=["0392"])
    client = sign_in("coordinator")
    page = client.get(OVEREENKOMSTEN).content.decode()
    assert "Sociale Dienst" in page
    assert "Leg vast" not in page
    row = Verwerkersovereenkomst.objects.get()
    assert (
        client.post(f"{OVEREENKOMSTEN}{row.id}/einde/", {"per": "2026-01-01", "reden": "x"}).status_code
        == 403
    )
    assert sign_in("behandelaar").get(OVEREENKOMSTEN).status_code == 403


def test_it_asks_as_many_queries_for_many_breaches_as_for_one() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_gemeente()
    make_overeenkomst()
    client = sign_in("privacy")

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(DATALEKKEN).status_code == 200
        return len(seen)

    client.post(VOORVAL, {"titel": "Een", "feiten": "Verkeerd", "ontdekt_op": moment()})
    first = count()
    for number in range(4):
        client.post(VOORVAL, {"titel": f"Nog {number}", "feiten": "Verkeerd", "ontdekt_op": moment()})
    assert count() == first
