"""The partner's lists: what is in them, who may see them, how they are filtered and taken along."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import make_actor, make_deelname, make_gemeente, make_partner, make_partnerdeelname
from tests.web.partner.wereld import deliver_today, make_pwn, sign_in, write_regel

from meldpunt import pipeline
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.actions import close_zaak, take_zaak
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)

LIJSTEN = ("", "aanleveren/", "aanleveringen/", "signalen/", "terugkoppelingen/", "postcodes/")
BESTANDEN = ("signalen/signalen", "terugkoppelingen/terugkoppelingen", "postcodes/postcodes")


def close(eindresultaat: str) -> None:
    """Let the municipality close every zaak with this result, and tell the partners."""
    door, now = make_actor(), timezone.now()
    for zaak in Zaak.objects.all():
        take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=now)
        close_zaak(zaak=zaak.id, gemeente="0392", eindresultaat=eindresultaat, door=door, now=now)
    pipeline.tell_due(door=system_actor(herkomst="test"), clock=timezone.now)


def read_csv(client: Client, address: str) -> list[dict[str, str]]:
    inhoud = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(inhoud), delimiter=";"))


@pytest.mark.parametrize("pagina", LIJSTEN)
def test_it_opens_for_a_partner_also_when_there_is_nothing_yet(pagina: str) -> None:
    make_pwn()
    response = sign_in().get(f"/partner/{pagina}")
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("pagina", [*LIJSTEN, *(f"{b}.csv" for b in BESTANDEN)])
@pytest.mark.parametrize(
    ("rol", "soort", "partij"), [("behandelaar", "gemeente", "0392"), ("beheer", "meldpunt", "")]
)
def test_it_is_closed_to_other_roles(pagina: str, rol: str, soort: str, partij: str) -> None:
    make_gemeente()
    response = sign_in(rol=rol, partijsoort=soort, partij=partij).get(f"/partner/{pagina}")
    assert response.status_code == 403
    assert "[geen_toegang]" in response.content.decode()


@pytest.mark.parametrize("pagina", LIJSTEN)
def test_it_sends_a_visitor_to_sign_in(pagina: str) -> None:
    assert Client().get(f"/partner/{pagina}").status_code == 302


def test_it_shows_a_signaal_as_waiting_and_then_what_was_told() -> None:
    deliver_today(partner=make_pwn(), regels=[write_regel(klantnummer="K77", referentie="R77")])
    client = sign_in()
    before = client.get("/partner/signalen/").content.decode()
    assert "K77" in before
    assert "R77" in before
    close("Vervolghulp en/of verwijzing financieel")
    after = client.get("/partner/signalen/").content.decode()
    assert "Hulp geaccepteerd" in after
    assert "schort u de incasso" in after
    regel = Logregel.objects.filter(handeling="terugkoppeling_gemeld").latest("tijd")
    assert (regel.gemeente, regel.waarden) == ("0392", {"zaken": 1, "berichten": 1})
    assert "financieel" not in after


def test_it_never_tells_why_a_signaal_was_not_taken_up() -> None:
    deliver_today(partner=make_pwn(), regels=[write_regel()])
    close("Niet opgepakt: andere reden")
    html = sign_in().get("/partner/terugkoppelingen/").content.decode()
    assert "De gemeente pakt uw signaal niet op" in html
    assert "andere reden" not in html


def test_it_shows_nothing_of_another_partner() -> None:
    deliver_today(partner=make_pwn(), regels=[write_regel(klantnummer="GEHEIM")])
    close("Definitief geen contact kunnen krijgen")
    make_partner(sleutel="elan", naam="Elan Wonen", type="Huur")
    client = sign_in(partij="elan")
    for pagina in (*LIJSTEN, *(f"{bestand}.csv" for bestand in BESTANDEN)):
        html = client.get(f"/partner/{pagina}").content.decode()
        assert "GEHEIM" not in html
        assert "Geen contact</span>" not in html


@pytest.mark.parametrize(
    ("filters", "gevonden"),
    [
        ("klantnummer=K1", {"K1"}),
        ("klantnummer=niets", set()),
        ("resultaat=geen_contact", {"K1"}),
        ("resultaat=nog_niets", {"K2"}),
        ("resultaat=ingetrokken", set()),
        ("resultaat=' OR 1=1 --", set()),
        ("maand=onzin&aanlevering=onzin&voor=onzin", {"K1", "K2"}),
        ("maand=2001-01", set()),
    ],
)
def test_it_filters_signalen_by_the_address(filters: str, gevonden: set[str]) -> None:
    pwn = make_pwn()
    deliver_today(partner=pwn, regels=[write_regel(klantnummer="K1")])
    close("Definitief geen contact kunnen krijgen")
    deliver_today(partner=pwn, regels=[write_regel(klantnummer="K2", huisnummer="99")])
    rows = read_csv(sign_in(), f"/partner/signalen/signalen.csv?{filters}")
    assert {row["klantnummer"] for row in rows} == gevonden


@pytest.mark.parametrize(
    ("adres", "status"),
    [
        ("signalen/?klantnummer=%00", 400),
        ("signalen/signalen.csv?resultaat=a%00", 400),
        ("terugkoppelingen/?maand=0001-01", 200),
        ("terugkoppelingen/?maand=9999-12", 200),
    ],
)
def test_it_survives_an_address_that_nobody_would_write(adres: str, status: int) -> None:
    make_pwn()
    assert sign_in().get(f"/partner/{adres}").status_code == status


def test_it_filters_by_delivery_and_month() -> None:
    pwn = make_pwn()
    deliver_today(partner=pwn, regels=[write_regel(klantnummer="K1")])
    second = deliver_today(partner=pwn, regels=[write_regel(klantnummer="K2", huisnummer="99")])
    query = f"aanlevering={second.id}&maand={timezone.localdate():%Y-%m}"
    client = sign_in()
    assert [row["klantnummer"] for row in read_csv(client, f"/partner/signalen/signalen.csv?{query}")] == [
        "K2"
    ]
    assert "één aanlevering" in client.get(f"/partner/signalen/?{query}").content.decode()


def test_it_goes_on_by_key_and_finds_the_way_back() -> None:
    regels = [write_regel(klantnummer=f"K{n:03}", huisnummer=str(n + 1)) for n in range(120)]
    deliver_today(partner=make_pwn(), regels=regels)
    client = sign_in()
    seen: list[str] = []
    address, back = "/partner/signalen/", ""
    for _ in range(3):
        response = client.get(address)
        seen += [rij["cellen"][0]["tekst"] for rij in response.context["rijen"]]
        paging = response.context["paginering"]
        back = paging.get("vorige_url", "")
        address = f"/partner/signalen/{paging.get('volgende_url', '')}"
    assert seen == [f"K{n:03}" for n in reversed(range(120))]
    response = client.get(f"/partner/signalen/{back}")
    assert response.context["rijen"][0]["cellen"][0]["tekst"] == "K069"


@pytest.mark.parametrize("pagina", ["", "signalen/", "terugkoppelingen/", "aanleveringen/", "postcodes/"])
def test_it_asks_the_database_as_often_for_many_rows_as_for_one(pagina: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    pwn = make_pwn()
    client = sign_in()

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/partner/{pagina}").status_code == 200
        return len(queries)

    deliver_today(partner=pwn, regels=[write_regel(klantnummer="K0"), write_regel(bedrag="x")])
    close("Definitief geen contact kunnen krijgen")
    one = count()
    for day in range(3):
        regels = [write_regel(klantnummer=f"K{day}{n}", huisnummer=str(20 * day + n + 20)) for n in range(10)]
        deliver_today(partner=pwn, regels=[*regels, write_regel(bedrag="x")])
    close_new = Zaak.objects.filter(status="nieuw")
    assert close_new.exists()
    assert count() == one


@pytest.mark.parametrize("bestand", BESTANDEN)
@pytest.mark.parametrize("formaat", ["csv", "xlsx"])
def test_it_gives_every_list_as_a_file(bestand: str, formaat: str) -> None:
    deliver_today(partner=make_pwn(), regels=[write_regel()])
    close("Definitief geen contact kunnen krijgen")
    response = sign_in().get(f"/partner/{bestand}.{formaat}")
    assert response.status_code == 200
    assert response.content.startswith(b"PK" if formaat == "xlsx" else b"\xef\xbb\xbf")
    assert response["Content-Disposition"].startswith("attachment")


def test_it_never_hands_a_formula_to_a_spreadsheet() -> None:
    deliver_today(partner=make_pwn(), regels=[write_regel(klantnummer='=HYPERLINK("x")'.replace('"', "'"))])
    (row,) = read_csv(sign_in(), "/partner/signalen/signalen.csv")
    assert row["klantnummer"].startswith("'=")


def test_it_still_shows_a_signaal_whose_person_is_gone() -> None:
    deliver_today(partner=make_pwn(), regels=[write_regel(klantnummer="K1")])
    SignaalPersoon.objects.all().delete()
    assert "niet meer bewaard" in sign_in().get("/partner/signalen/").content.decode()


def test_it_records_who_looked_at_signalen() -> None:
    pwn = make_pwn()
    client = sign_in()
    client.get("/partner/signalen/")
    regel = Logregel.objects.get(handeling="signalen_ingezien")
    assert (regel.object, regel.doel != "") == (str(pwn.id), True)
    assert "Inzage wordt vastgelegd" in client.get("/partner/signalen/").content.decode()


def test_it_records_that_the_overview_named_customers() -> None:
    pwn = make_pwn()
    client = sign_in()
    client.get("/partner/")
    assert not Logregel.objects.filter(handeling="terugkoppeling_ingezien").exists()
    deliver_today(partner=pwn, regels=[write_regel(klantnummer="K77")])
    close("Definitief geen contact kunnen krijgen")
    html = client.get("/partner/").content.decode()
    assert "K77" in html
    assert "Inzage wordt vastgelegd" in html
    assert Logregel.objects.get(handeling="terugkoppeling_ingezien").object == str(pwn.id)


def test_it_lists_the_postcodes_of_today_only() -> None:
    pwn = make_pwn()
    make_deelname(gemeente="0473", naam="Zandvoort", postcodes=("2041-2042",))
    make_partnerdeelname(partner=pwn, gemeente="0473", vanaf=timezone.localdate() + timedelta(days=1))
    rows = read_csv(sign_in(), "/partner/postcodes/postcodes.csv")
    assert [(r["gemeente"], r["postcode_van"], r["postcode_tot"]) for r in rows] == [
        ("Haarlem", "2011", "2037")
    ]


def test_it_says_on_the_overview_what_asks_for_something() -> None:
    row = deliver_today(partner=make_pwn(), regels=[write_regel(), write_regel(bedrag="abc")])
    html = sign_in().get("/partner/").content.decode()
    assert "1\u00a0regel van" in html
    assert f"/partner/aanleveringen/{row.id}/" in html
