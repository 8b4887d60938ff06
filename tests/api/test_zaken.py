"""A program of a municipality reads its zaken, records what was tried and closes them; and leaves its line."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from tests.api.programma import Programma, make_toepassing
from tests.factories import deliver, make_deelname, make_partner, make_regel

from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Contactpoging

pytestmark = pytest.mark.django_db
WAAROM = {"Meldpunt-Doel": "aanbod", "Meldpunt-Gebruiker": "mw-17"}
# As the postcode of the row is not: nobody may be led back from the list.
VAN_INWONER = ("Jansen", "2011AA", "1980", "K1")


@pytest.fixture
def programma() -> Programma:
    make_deelname(partners=[partner := make_partner()])
    deliver(partner=partner, regels=[make_regel(klantnummer=f"K{n}", huisnummer=str(n)) for n in (1, 2, 3)])
    return Programma(make_toepassing())


def read(answer: HttpResponse) -> Any:
    return json.loads(answer.content)


def put(programma: Programma, pad: str, inhoud: Any = None) -> HttpResponse:
    answer: Any = programma.client.put(
        f"/api/v1{pad}", json.dumps(inhoud or {}), content_type="application/json"
    )
    return answer


def test_it_lists_zaken_in_pages_and_shows_nobody(programma: Programma) -> None:
    first = programma.get("/zaken", {"aantal": "2"})
    told = read(first)
    assert first.status_code == 200
    assert [row["status"] for row in told["resultaten"]] == ["nieuw", "nieuw"]
    assert not [value for value in VAN_INWONER if value in first.content.decode()]

    more = told["_links"]["next"]["href"].split("/api/v1")[1]
    rest = read(programma.get(more))
    keys = {row["id"] for row in [*told["resultaten"], *rest["resultaten"]]}
    assert keys == {str(key) for key in Zaak.objects.values_list("id", flat=True)}
    assert "next" not in rest["_links"]


def test_it_filters_and_says_which_parameter_does_not_fit(programma: Programma) -> None:
    assert read(programma.get("/zaken", {"status": "gesloten"}))["resultaten"] == []
    refused = programma.get("/zaken", {"status": "dicht", "postcode": "2011AA", "na": "x"})
    assert refused.status_code == 400
    assert {one["name"] for one in read(refused)["invalidParams"]} == {"status", "postcode"}
    assert programma.get("/zaken", {"na": "99999999999_x"}).status_code == 400


def test_it_shows_a_zaak_only_with_a_purpose_and_writes_who_looked(programma: Programma) -> None:
    zaak = Zaak.objects.first()
    assert zaak is not None
    refused = programma.get(f"/zaken/{zaak.id}")
    assert refused.status_code == 400
    assert {one["name"] for one in read(refused)["invalidParams"]} == set(WAAROM)
    assert not Logregel.objects.filter(handeling="zaak_ingezien").exists()

    told = read(programma.get(f"/zaken/{zaak.id}", **WAAROM))
    assert told["personen"][0]["naam"] == "J. Jansen"
    assert told["personen"][0]["signalen"][0]["bedragCent"] == 12050
    line = Logregel.objects.get(handeling="zaak_ingezien")
    assert (line.doel, line.waarden, line.herkomst) == (
        "vroegsignalering (Wgs art. 3 lid 1 onder b)",
        {"medewerker": "mw-17"},
        "api",
    )
    assert line.gebruiker == programma.toepassing.id
    assert f"persoon:{told['personen'][0]['id']}" in line.betrokkenen


def test_it_takes_records_and_closes(programma: Programma) -> None:
    zaak = Zaak.objects.first()
    assert zaak is not None
    poging = {
        "kenmerk": str(uuid4()),
        "soort": "Telefoon",
        "bereikt": True,
        "datum": "2026-10-26",
        "dagdeel": "Middag",
    }
    early = programma.post(f"/zaken/{zaak.id}/contactpogingen", poging)
    assert (early.status_code, read(early)["code"]) == (409, "zaak_status")

    assert read(put(programma, f"/zaken/{zaak.id}/behandeling"))["status"] == "in_behandeling"
    made = [programma.post(f"/zaken/{zaak.id}/contactpogingen", poging) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    assert read(made[0])["id"] == read(made[1])["id"] == str(Contactpoging.objects.get().id)
    shown = read(programma.get(f"/zaken/{zaak.id}/contactpogingen", **WAAROM))
    assert [one["soort"] for one in shown["resultaten"]] == ["Telefoon"]

    uitkomst = {"eindresultaat": "Inwoner is overleden", "gezien": []}
    unseen = put(programma, f"/zaken/{zaak.id}/uitkomst", uitkomst)
    assert (unseen.status_code, read(unseen)["code"]) == (409, "signalen_veranderd")
    seen = [str(link.signaal_id) for link in zaak.koppelingen.all()]
    closed = read(put(programma, f"/zaken/{zaak.id}/uitkomst", {**uitkomst, "gezien": seen}))
    assert (closed["status"], closed["eindresultaat"]) == ("gesloten", "Inwoner is overleden")


def test_it_names_every_field_that_does_not_fit(programma: Programma) -> None:
    zaak = Zaak.objects.first()
    assert zaak is not None
    wrong = programma.post(f"/zaken/{zaak.id}/contactpogingen", {"soort": "Duif", "datum": "gisteren"})
    assert wrong.status_code == 400
    assert {one["name"] for one in read(wrong)["invalidParams"]} == {
        "kenmerk", "soort", "bereikt", "datum", "dagdeel",
    }  # fmt: skip
    assert wrong["Content-Type"] == "application/problem+json"


def test_it_knows_nothing_of_a_zaak_of_another_municipality(programma: Programma) -> None:
    make_deelname(
        gemeente="0363", naam="Amsterdam", postcodes=["1011-1109"], partners=[partner := make_partner()]
    )
    deliver(partner=partner, regels=[make_regel(postcode="1011AB")])
    other = Zaak.objects.get(gemeente="0363")
    answers = [
        programma.get(f"/zaken/{other.id}", **WAAROM),
        programma.get(f"/zaken/{uuid4()}", **WAAROM),
        put(programma, f"/zaken/{other.id}/behandeling"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert read(answers[0])["detail"] == read(answers[1])["detail"]
    assert read(programma.get("/zaken", {"gemeente": "0363"}))["resultaten"] == []


def test_it_lets_a_program_do_only_what_its_scopes_say() -> None:
    make_deelname(partners=[make_partner()])
    reader = Programma(make_toepassing(scopes=["zaken"]))
    refused = put(reader, f"/zaken/{uuid4()}/behandeling")
    assert (refused.status_code, read(refused)["code"]) == (403, "scope_ontbreekt")
    assert reader.get("/statistieken", {"gemeente": "0392"}).status_code == 403
    partner = Programma(make_toepassing(partner=make_partner()))
    assert partner.get("/zaken").status_code == 403


def test_it_counts_without_persons_and_keeps_what_did_not_change(programma: Programma) -> None:
    period = {"gemeente": "0392", "van": "2026-10-01", "tot": "2026-10-31"}
    found = programma.get("/statistieken", period)
    assert read(found)["signalenPerPartnertype"]["totaal"] is None
    again = programma.get("/statistieken", period, **{"If-None-Match": found["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    elsewhere = {**period, "gemeente": "0363"}
    assert programma.get("/statistieken", elsewhere).status_code == 404
    wrong = read(
        programma.get("/statistieken", {"gemeente": "0392", "van": "2026-10-01", "tot": "2020-10-01"})
    )
    assert wrong["code"] == "periode_ongeldig"
