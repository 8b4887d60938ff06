"""One delivery: its decisions, its files and its recall; and nobody else's."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
from django.utils import timezone
from tests.factories import KOP, make_deelname, make_partner
from tests.web.partner.wereld import deliver_today, make_bestand, make_pwn, sign_in, write_regel

from meldpunt import pipeline
from meldpunt.aanlevering.models import Aanlevering, Regelfout, Signaal
from meldpunt.audit.models import Logregel
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)


def flawed(aantal: int = 1) -> list[str]:
    return [write_regel(klantnummer=f"F{n}", bedrag="abc", postcode="99") for n in range(aantal)]


def test_it_shows_every_ground_with_its_article_and_what_to_do() -> None:
    row = deliver_today(partner=make_pwn(), regels=[write_regel(), *flawed()])
    html = sign_in().get(f"/partner/aanleveringen/{row.id}/").content.decode()
    assert "[bedrag_ongeldig]" in html
    assert "Regel 3: postcode" in html
    assert "bijlage, gegevens per signaal" in html
    assert "U bent nog niet klaar" in html


def test_it_shows_only_rows_with_the_chosen_ground() -> None:
    row = deliver_today(partner=make_pwn(), regels=[write_regel(bedrag="abc"), write_regel(postcode="99")])
    html = sign_in().get(f"/partner/aanleveringen/{row.id}/?grond=postcode_ongeldig").content.decode()
    assert "Regel 3:" in html
    assert "Regel 2:" not in html


def test_it_goes_through_refused_rows_page_by_page() -> None:
    row = deliver_today(partner=make_pwn(), regels=flawed(25))
    client = sign_in()
    first = client.get(f"/partner/aanleveringen/{row.id}/").content.decode()
    assert "?na=21" in first
    assert "Regel 22:" not in first
    assert "Regel 22:" in client.get(f"/partner/aanleveringen/{row.id}/?na=21").content.decode()


def test_it_asks_no_more_of_the_database_for_more_rows(django_assert_max_num_queries) -> None:
    pwn = make_pwn()
    client = sign_in()
    row = deliver_today(partner=pwn, regels=flawed(20))
    with django_assert_max_num_queries(14):
        client.get(f"/partner/aanleveringen/{row.id}/")


def test_it_gives_refused_rows_that_come_back_in_when_corrected() -> None:
    pwn = make_pwn()
    client = sign_in()
    row = deliver_today(partner=pwn, regels=[write_regel(), write_regel(klantnummer="=K2", bedrag="abc")])
    inhoud = client.get(f"/partner/aanleveringen/{row.id}/geweigerd.csv").content.decode("utf-8-sig")
    (regel,) = csv.DictReader(io.StringIO(inhoud), delimiter=";")
    assert regel["gronden"] == "bedrag_ongeldig"
    assert "Regel 3" in regel["wat_te_doen"]
    assert regel["klantnummer"] == "'=K2"
    client.post("/partner/aanleveren/", {
        "convenant": "landelijk",
        "bestand": make_bestand(*inhoud.replace("abc", "88,00").splitlines()[1:], kop=inhoud.splitlines()[0]),
    })  # fmt: skip
    pipeline.run_due(door=system_actor(herkomst="test"), clock=timezone.now)
    corrected = Aanlevering.objects.latest("id")
    assert (corrected.aantal_geaccepteerd, corrected.verwijderde_velden) == (1, {})


def test_it_gives_refused_rows_as_a_workbook() -> None:
    row = deliver_today(partner=make_pwn(), regels=flawed())
    response = sign_in().get(f"/partner/aanleveringen/{row.id}/geweigerd.xlsx")
    assert response.content.startswith(b"PK")
    assert Logregel.objects.filter(handeling="foutverslag_gedownload", object=str(row.id)).exists()


def test_it_says_so_when_the_error_report_has_expired() -> None:
    row = deliver_today(partner=make_pwn(), regels=flawed())
    Regelfout.objects.update(cellen=None, uitleg=None)
    html = sign_in().get(f"/partner/aanleveringen/{row.id}/").content.decode()
    assert "Het foutverslag is verlopen" in html
    assert "De postcode klopt niet" in html


def test_it_names_the_columns_that_were_not_kept() -> None:
    regels = [f"{write_regel()};rood;ja"]
    row = deliver_today(partner=make_pwn(), regels=regels, kop=f"{KOP};lievelingskleur;reactie_klant")
    html = sign_in().get(f"/partner/aanleveringen/{row.id}/").content.decode()
    assert "lievelingskleur" in html
    assert "reactie_klant" in html
    assert "[veld_verwijderd]" in html


def test_it_gives_a_receipt_whose_numbers_can_be_checked() -> None:
    pwn = make_pwn()
    regels = [write_regel(), *flawed()]
    row = deliver_today(partner=pwn, regels=regels)
    client = sign_in()
    bewijs = json.loads(client.get(f"/partner/aanleveringen/{row.id}/ontvangstbewijs.json").content)
    digest = hashlib.sha256("\n".join([KOP, *regels]).encode()).hexdigest()
    assert bewijs["bestand"]["sha256"] == digest
    text = f"{digest}2;geaccepteerd;\n3;geweigerd;bedrag_ongeldig,postcode_ongeldig\n"
    assert bewijs["controlegetal"] == hashlib.sha256(text.encode()).hexdigest()
    assert bewijs["aantallen"] == {
        "regels": 2, "geaccepteerd": 1, "waarvan_met_waarschuwing": 0, "geweigerd": 1, "al_ontvangen": 0,
    }  # fmt: skip
    assert bewijs["gemeenten"] == [{"code": "0392", "naam": "Haarlem", "geaccepteerd": 1}]
    assert "Jansen" not in json.dumps(bewijs)


def test_it_gives_the_same_pdf_every_time() -> None:
    row = deliver_today(partner=make_pwn(), regels=[write_regel(), *flawed()])
    client = sign_in()
    first, second = (client.get(f"/partner/aanleveringen/{row.id}/ontvangstbewijs.pdf") for _ in range(2))
    assert first.content.startswith(b"%PDF")
    assert first.content == second.content
    assert first["Cache-Control"] == "no-store"


def test_it_recalls_a_delivery_with_a_reason() -> None:
    row = deliver_today(partner=make_pwn(), regels=[write_regel()])
    client = sign_in()
    address = f"/partner/aanleveringen/{row.id}/intrekken/"
    refused = client.post(address, {"reden": " "}, follow=True).content.decode()
    assert "[reden_ontbreekt]" in refused
    done = client.post(address, {"reden": "Verkeerd bestand"}, follow=True).content.decode()
    assert "Deze aanlevering is ingetrokken" in done
    assert "Verkeerd bestand" in done
    again = client.post(address, {"reden": "Nog eens"}, follow=True).content.decode()
    assert "[aanlevering_status]" in again


def test_it_shows_progress_and_loads_again_when_done() -> None:
    pwn = make_pwn()
    client = sign_in()
    client.post("/partner/aanleveren/", {"convenant": "landelijk", "bestand": make_bestand(write_regel())})
    row = Aanlevering.objects.get()
    address = f"/partner/aanleveringen/{row.id}/voortgang/"
    assert "De verwerking begint zo" in client.get(address).content.decode()
    Aanlevering.objects.filter(partner=pwn).update(status="mislukt", fout_zin="Het ging mis. [x]")
    assert client.get(address).headers["HX-Refresh"] == "true"
    assert "Het ging mis. [x]" in client.get(f"/partner/aanleveringen/{row.id}/").content.decode()


PAGINAS = ("", "voortgang/", "kolommen/", "geweigerd.csv", "ontvangstbewijs.json", "ontvangstbewijs.pdf")


@pytest.mark.parametrize("pagina", PAGINAS)
def test_it_hides_a_delivery_from_another_partner(pagina: str) -> None:
    row = deliver_today(partner=make_pwn(), regels=[write_regel(), *flawed()])
    make_partner(sleutel="elan", naam="Elan Wonen", type="Huur")
    response = sign_in(partij="elan").get(f"/partner/aanleveringen/{row.id}/{pagina}")
    assert response.status_code == 404
    assert "[niet_gevonden]" in response.content.decode()


@pytest.mark.parametrize("act", ["intrekken/", "weggooien/"])
def test_it_lets_nobody_act_on_the_delivery_of_another(act: str) -> None:
    row = deliver_today(partner=make_pwn(), regels=[write_regel()])
    make_partner(sleutel="elan", naam="Elan Wonen", type="Huur")
    response = sign_in(partij="elan").post(f"/partner/aanleveringen/{row.id}/{act}", {"reden": "x"})
    assert response.status_code == 404
    row.refresh_from_db()
    assert row.status == "verwerkt"


def test_it_counts_a_row_once_that_comes_again_under_its_reference() -> None:
    pwn = make_pwn()
    deliver_today(partner=pwn, regels=[write_regel(referentie="R1")])
    row = deliver_today(partner=pwn, regels=[write_regel(referentie="R1"), write_regel(klantnummer="K9")])
    assert Signaal.objects.count() == 2
    html = sign_in().get(f"/partner/aanleveringen/{row.id}/").content.decode()
    assert row.aantal_al_ontvangen == 1
    assert "Al ontvangen" in html


def test_it_shows_a_second_covenant_its_own_deliveries() -> None:
    pwn = make_pwn()
    make_deelname(convenant="haarlem-zandvoort", partners=[pwn])
    row = deliver_today(partner=pwn, regels=[write_regel()])
    assert "Landelijk Convenant" in sign_in().get(f"/partner/aanleveringen/{row.id}/").content.decode()


def test_it_says_so_when_there_are_more_refused_rows_than_a_download_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("meldpunt.web.partner.aanlevering.FOUTREGELS", 2)
    row = deliver_today(partner=make_pwn(), regels=flawed(3))
    html = sign_in().get(f"/partner/aanleveringen/{row.id}/").content.decode()
    assert "bevat de eerste 2 geweigerde regels" in html
