"""The screens of beheer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import (
    NU,
    deliver,
    make_deelname,
    make_gebruiker,
    make_gemeente,
    make_partner,
    make_partnerdeelname,
    make_regel,
    make_uitvoerder,
)
from tests.web.coordinator.maandwereld import HZ, read

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.matching.models import Matchrun
from meldpunt.partijen.models import Convenantgebeurtenis, GemeenteDeelname, PartnerDeelname, Partnerlabel

pytestmark = pytest.mark.django_db
PAGINA = f"/beheer/convenanten/{HZ}/"


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NU)


@pytest.fixture
def beheer(client: Client) -> Client:
    client.force_login(make_gebruiker(rol="beheer", partijsoort="meldpunt", partij="meldpunt"))
    return client


def test_it_lists_every_covenant_with_its_standing(beheer: Client) -> None:
    make_deelname(convenant=HZ, partners=[make_partner()])
    pagina = read(beheer.get("/beheer/convenanten/"))
    assert "Vroeg Eropaf Haarlem en Zandvoort" in pagina
    assert "verlengt stil op 1 mrt 2027" in pagina
    assert pagina.count("In werking") == 5


def test_it_shows_every_value_with_its_article_and_reading(beheer: Client) -> None:
    pagina = read(beheer.get(PAGINA))
    assert "Verruimen tot (maanden)" in pagina
    assert "3.2a, 3.2b" in pagina
    assert "Onze lezing: Alleen een uitkering telt niet als bekend." in pagina
    assert "geen grondslag in de wet gevonden" in pagina


def test_it_marks_what_a_version_changed(beheer: Client) -> None:
    pagina = read(beheer.get("/beheer/convenanten/landelijk/", {"versie": "2022-12-01"}))
    assert "Anders" in pagina
    assert "30 of meer dagen" in pagina
    eerste = read(beheer.get("/beheer/convenanten/landelijk/", {"versie": "2020-11-10"}))
    assert "50 tot en met 100 dagen" in eerste


def test_it_lets_a_municipality_join(beheer: Client) -> None:
    make_gemeente()
    antwoord = beheer.post(PAGINA + "gemeente/", {"gemeente": "0392", "vanaf": "2026-11-01"}, follow=True)
    assert "De gemeente is toegetreden." in read(antwoord)
    deelname = GemeenteDeelname.objects.get()
    beheer.post(f"{PAGINA}besluit/{deelname.id}/", {"dag": "2026-10-20"})
    deelname.refresh_from_db()
    assert f"{deelname.besluit_op}" == "2026-10-20"


def test_it_asks_for_the_reason_where_the_law_gives_no_basis(beheer: Client) -> None:
    make_deelname(convenant=HZ)
    partner = make_partner(sleutel="cocensus", naam="Cocensus", type="Overige")
    given = {"partner": str(partner.id), "gemeente": "0392", "vanaf": "2026-11-01"}
    antwoord = beheer.post(PAGINA + "partner/", given)
    assert antwoord.status_code == 422
    assert "[reden_zonder_grondslag]" in read(antwoord)
    pagina = read(beheer.post(PAGINA + "partner/", {**given, "reden": "Collegebesluit 12"}, follow=True))
    assert "Geen grondslag" in pagina
    assert "Collegebesluit 12" in pagina


def test_it_ends_a_participation(beheer: Client) -> None:
    make_deelname(convenant=HZ, partners=[make_partner()])
    deelname = PartnerDeelname.objects.get()
    antwoord = beheer.post(f"{PAGINA}einde-partner/{deelname.id}/", {"dag": "2026-10-01"}, follow=True)
    assert "[einde_te_vroeg]" in read(antwoord)
    beheer.post(f"{PAGINA}einde-partner/{deelname.id}/", {"dag": "2026-12-31"})
    deelname.refresh_from_db()
    assert f"{deelname.tot}" == "2026-12-31"


def test_it_stops_and_resumes_a_covenant_with_a_reason(beheer: Client) -> None:
    given = {"soort": "noodstop", "per": "2026-10-26", "reden": ""}
    assert "[verplicht]" in read(beheer.post(PAGINA + "gebeurtenis/", given))
    assert Convenantgebeurtenis.objects.count() == 0
    pagina = read(beheer.post(PAGINA + "gebeurtenis/", {**given, "reden": "Bezwaar AP"}, follow=True))
    assert "Noodstop per 26 okt 2026" in pagina


def test_it_lists_parties_with_their_brands(beheer: Client) -> None:
    achmea = make_partner(sleutel="achmea", naam="Achmea", type="Zorg")
    Partnerlabel.objects.create(partner=achmea, naam="OZF", uzovi="3314")
    make_uitvoerder(gemeenten=[make_gemeente().code])
    assert "OZF (3314)" in read(beheer.get("/beheer/partijen/?soort=partners&zoek=ozf"))
    assert "Niets gevonden" in read(beheer.get("/beheer/partijen/?soort=partners&zoek=niemand"))
    assert "Haarlem" in read(beheer.get("/beheer/partijen/?soort=uitvoerders"))
    assert "0392" in read(beheer.get("/beheer/partijen/"))


def test_it_says_how_to_mend_what_is_broken(beheer: Client) -> None:
    pagina = read(beheer.get("/beheer/gezondheid/"))
    assert "meldpunt procrastinate worker" in pagina
    assert "PostgreSQL" in pagina


def test_it_sees_a_living_worker(beheer: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [NU - timedelta(seconds=20)]
        )
    assert "teken van leven 20 seconden geleden" in read(beheer.get("/beheer/gezondheid/"))


def test_it_asks_no_more_queries_for_more_partners(beheer: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            beheer.get(PAGINA)
        return len(asked)

    make_deelname(convenant=HZ, partners=[make_partner()])
    few = count()
    for n in range(5):
        make_partnerdeelname(
            partner=make_partner(sleutel=f"w{n}", naam=f"Woonstichting {n}", type="Huur"), convenant=HZ
        )
    assert count() == few


def test_it_shows_partners_a_page_at_a_time_and_finds_one_by_name(beheer: Client) -> None:
    make_deelname(convenant=HZ)
    for n in range(60):
        make_partnerdeelname(
            partner=make_partner(sleutel=f"w{n}", naam=f"Woonstichting {n:02}", type="Huur"), convenant=HZ
        )
    first = beheer.get(PAGINA)
    assert [regel.partner for regel in first.context["partners"]] == [
        f"Woonstichting {n:02}" for n in range(50)
    ]
    rest = beheer.get(PAGINA + first.context["volgende_url"])
    assert [regel.partner for regel in rest.context["partners"]] == [
        f"Woonstichting {n}" for n in range(50, 60)
    ]
    assert rest.context["volgende_url"] == ""
    found = beheer.get(PAGINA, {"zoek": "stichting 5"})
    assert len(found.context["partners"]) == 10
    assert "Niets gevonden" in read(beheer.get(PAGINA, {"zoek": "niemand"}))


@pytest.mark.parametrize("pad", ["convenanten", f"convenanten/{HZ}", "partijen", "gezondheid"])
@pytest.mark.parametrize("rol", ["coordinator", "privacy"])
def test_it_is_closed_to_other_roles(client: Client, pad: str, rol: str) -> None:
    make_gemeente()
    client.force_login(make_gebruiker(rol=rol))
    assert client.get(f"/beheer/{pad}/").status_code == 403


def test_it_does_not_know_other_covenants_or_acts(beheer: Client) -> None:
    assert beheer.get("/beheer/convenanten/onbekend/").status_code == 404
    assert beheer.post(PAGINA + "weggooien/").status_code == 404


def test_it_sees_a_delivery_that_is_stored_but_never_reaches_the_municipality(beheer: Client) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    aanlevering = deliver(partner=pwn, regels=[make_regel()])
    assert "aanlevering_blijft_steken" not in read(beheer.get("/beheer/gezondheid/"))
    Aanlevering.objects.filter(id=aanlevering.id).update(
        gematcht_op=None, verwerkt_op=NU - timedelta(minutes=11)
    )
    assert "matching of het intrekken lukt al tien minuten niet" in read(beheer.get("/beheer/gezondheid/"))


def test_it_shows_what_waits_for_messages_terms_and_partners(beheer: Client) -> None:
    make_deelname(partners=[make_partner()])
    deliver(partner=make_partner(), regels=[make_regel()])
    Matchrun.objects.update(geklokt_op=None, gestart_op=NU - timedelta(minutes=11))
    page = read(beheer.get("/beheer/gezondheid/"))
    assert "hun termijnen al tien minuten niet" in page
    for name in ("Mail en sms die wachten", "Mail en sms die niet weggingen", "Zaken waarover partners"):
        assert name in page
