"""Handing in a file: straight on, through the mapping, or refused with a sentence."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.factories import KOP, make_deelname, make_partner
from tests.web.partner.wereld import make_bestand, make_pwn, sign_in, write_regel

from meldpunt import pipeline
from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.models import Aanlevering, Signaal, SignaalPersoon
from meldpunt.audit.models import Logregel
from meldpunt.partijen.models import Kolomkaart
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)

ADRES = "/partner/aanleveren/"
EIGEN_KOP = "Debiteurnr;Naam klant;PC;Huisnr;Toev;Soort schuld;Openstaand saldo;Oudste factuur"


def upload(client: Client, bestand: SimpleUploadedFile, convenant: str = "landelijk"):
    return client.post(ADRES, {"convenant": convenant, "bestand": bestand})


def own_regel(klantnummer: str = "D1", toevoeging: str = "") -> str:
    sinds = write_regel().split(";")[9]
    return f"{klantnummer};Jansen;2011AA;12;{toevoeging};water;120,50;{sinds}"


def process() -> None:
    pipeline.run_due(door=system_actor(herkomst="test"), clock=timezone.now)


def fields_of(html: str) -> dict[str, str]:
    """Return the chosen field per select of the mapping screen."""
    import re

    chosen = {}
    for naam, inhoud in re.findall(r'<select[^>]*name="(kolom-\d+)">(.*?)</select>', html, re.DOTALL):
        gekozen = re.search(r'value="([^"]*)" selected', inhoud)
        chosen[naam] = gekozen[1] if gekozen else ""
    return chosen


def test_it_queues_a_file_with_known_columns_at_once() -> None:
    make_pwn()
    client = sign_in()
    response = upload(client, make_bestand(write_regel()))
    row = Aanlevering.objects.get()
    assert response.headers["Location"] == f"/partner/aanleveringen/{row.id}/"
    assert (row.status, row.kanaal, row.bestandsnaam) == ("ontvangen", "web", "oktober.csv")
    assert "Uw bestand wordt verwerkt" in client.get(response.headers["Location"]).content.decode()
    process()
    assert "U bent klaar" in client.get(response.headers["Location"]).content.decode()


def test_it_shows_the_first_delivery_when_the_same_file_comes_again() -> None:
    make_pwn()
    client = sign_in()
    upload(client, make_bestand(write_regel()))
    response = client.post(
        ADRES,
        {"convenant": "landelijk", "bestand": make_bestand(write_regel(), naam="nog-eens.csv")},
        follow=True,
    )
    assert Aanlevering.objects.count() == 1
    assert "[al_aangeleverd]" in response.content.decode()


@pytest.mark.parametrize(
    ("bestand", "convenant", "code"),
    [
        (None, "landelijk", "bestand_ontbreekt"),
        (SimpleUploadedFile("leeg.csv", b""), "landelijk", "bestand_leeg"),
        (SimpleUploadedFile("brief.pdf", b"%PDF-1.7 x"), "landelijk", "bestand_soort_onbekend"),
        (SimpleUploadedFile("x.csv", KOP.encode()), "duo-amsterdam", "convenant_ontbreekt"),
        (SimpleUploadedFile("x.csv", KOP.encode()), "", "convenant_ontbreekt"),
    ],
)
def test_it_says_what_is_wrong_with_an_upload(bestand, convenant: str, code: str) -> None:
    make_pwn()
    if bestand:
        bestand.seek(0)
    response = sign_in().post(ADRES, {"convenant": convenant, **({"bestand": bestand} if bestand else {})})
    assert response.status_code == 422
    assert f"[{code}]" in response.content.decode()
    assert not Aanlevering.objects.exists()


def test_it_asks_which_column_is_what_and_remembers_the_answer() -> None:
    make_pwn()
    client = sign_in()
    response = upload(client, make_bestand(own_regel(), kop=EIGEN_KOP))
    row = Aanlevering.objects.get()
    assert row.status == "concept"
    address = f"/partner/aanleveringen/{row.id}/kolommen/"
    assert response.headers["Location"] == address
    page = client.get(address).content.decode()
    assert "Gok: controleer" in page
    assert "Jansen" in page
    assert "Inzage wordt vastgelegd" in page
    assert Logregel.objects.get(handeling="voorbeeld_ingezien").object == str(row.id)
    chosen = fields_of(page)
    assert chosen["kolom-6"] == "bedrag"
    client.post(
        address, {**chosen, "kolom-5": "type_vordering", "kolom-7": "achterstand_sinds", "bewaar": "1"}
    )
    process()
    row.refresh_from_db()
    assert (row.status, row.aantal_geaccepteerd, row.gronden) == ("verwerkt", 1, {})
    assert SignaalPersoon.objects.get().klantnummer == "D1"
    assert Kolomkaart.objects.count() == 1
    upload(client, make_bestand(own_regel("D2"), kop=EIGEN_KOP, naam="november.csv"))
    assert Aanlevering.objects.latest("id").status == "ontvangen"


def test_it_reads_a_column_that_stands_there_twice_as_the_screen_proposed_it() -> None:
    make_pwn()
    client = sign_in()
    kop = EIGEN_KOP.replace("Openstaand saldo", "Bedrag") + ";bedrag"
    upload(client, make_bestand(own_regel() + ";99,99", kop=kop))
    row = Aanlevering.objects.get()
    address = f"/partner/aanleveringen/{row.id}/kolommen/"
    chosen = fields_of(client.get(address).content.decode())
    client.post(address, {**chosen, "kolom-5": "type_vordering", "kolom-7": "achterstand_sinds"})
    process()
    row.refresh_from_db()
    assert (row.aantal_geaccepteerd, row.gronden, row.bedrag_cent) == (1, {}, 12050)


def test_it_names_the_required_field_that_has_no_column() -> None:
    make_pwn()
    client = sign_in()
    upload(client, make_bestand(own_regel(), kop=EIGEN_KOP))
    row = Aanlevering.objects.get()
    chosen = dict.fromkeys((f"kolom-{n}" for n in range(8)), "")
    response = client.post(f"/partner/aanleveringen/{row.id}/kolommen/", {**chosen, "kolom-0": "klantnummer"})
    assert response.status_code == 422
    assert "Veld bedrag is verplicht" in response.content.decode()
    row.refresh_from_db()
    assert row.status == "concept"


def test_it_shows_the_first_rows_as_they_will_be_judged() -> None:
    make_pwn()
    client = sign_in()
    upload(client, make_bestand(own_regel(), kop=EIGEN_KOP))
    row = Aanlevering.objects.get()
    choices = [
        "klantnummer", "achternaam", "postcode", "huisnummer", "", "type_vordering", "bedrag", "achterstand_sinds",
    ]  # fmt: skip
    posted = {f"kolom-{n}": veld for n, veld in enumerate(choices)}
    response = client.post(
        f"/partner/aanleveringen/{row.id}/kolommen/",
        {**posted, "voorbeeld": "1"},
        headers={"HX-Request": "true"},
    )
    html = response.content.decode()
    assert "Aangenomen" in html
    assert "<html" not in html
    row.refresh_from_db()
    assert row.status == "concept"


def test_it_asks_about_a_column_that_would_change_the_address() -> None:
    make_pwn()
    kop = KOP.replace("huisnummertoevoeging", "Toev")
    upload(sign_in(), make_bestand(write_regel(toevoeging="B"), kop=kop))
    assert Aanlevering.objects.get().status == "concept"


def test_it_leaves_out_a_column_of_ours_that_somebody_chose_not_to_use() -> None:
    make_pwn()
    client = sign_in()
    kop = KOP.replace("huisnummertoevoeging", "Toev")
    upload(client, make_bestand(write_regel(referentie="R1"), kop=kop))
    row = Aanlevering.objects.get()
    address = f"/partner/aanleveringen/{row.id}/kolommen/"
    chosen = fields_of(client.get(address).content.decode())
    chosen[next(k for k, v in chosen.items() if v == "referentie")] = ""
    client.post(address, chosen)
    process()
    assert SignaalPersoon.objects.get().referentie == ""
    assert not Kolomkaart.objects.exists()


def test_it_takes_a_waiting_file_in_again_when_it_got_lost() -> None:
    make_pwn()
    client = sign_in()
    upload(client, make_bestand(own_regel(), kop=EIGEN_KOP))
    row = Aanlevering.objects.get()
    address = f"/partner/aanleveringen/{row.id}/kolommen/"
    ruw.destroy(row.id)
    assert "[bestand_kwijt]" in client.get(address, follow=True).content.decode()
    upload(client, make_bestand(own_regel(), kop=EIGEN_KOP, naam="nog-eens.csv"))
    assert Aanlevering.objects.get().id == row.id
    assert "Jansen" in client.get(address).content.decode()


def test_it_throws_a_waiting_file_away() -> None:
    make_pwn()
    client = sign_in()
    upload(client, make_bestand(own_regel(), kop=EIGEN_KOP))
    row = Aanlevering.objects.get()
    client.post(f"/partner/aanleveringen/{row.id}/weggooien/")
    row.refresh_from_db()
    assert (row.status, row.fout_code) == ("afgekeurd", "")
    assert "U gooide dit bestand weg" in client.get(f"/partner/aanleveringen/{row.id}/").content.decode()


@pytest.mark.parametrize("formaat", ["csv", "xlsx"])
def test_it_gives_a_template_that_can_be_delivered(formaat: str) -> None:
    make_pwn()
    client = sign_in()
    inhoud = client.get(f"/partner/aanleveren/sjabloon/landelijk.{formaat}").content
    own = dict(zip(KOP.split(";"), write_regel().split(";"), strict=True))
    if formaat == "csv":
        marks, kop = inhoud.decode("utf-8-sig").splitlines()
        line = ";".join(own.get(naam, "") for naam in kop.split(";"))
        inhoud = "\n".join([marks, kop, line]).encode()
    else:
        werkmap = openpyxl.load_workbook(io.BytesIO(inhoud))
        blad = werkmap.active
        blad.append([own.get(cel.value, "") for cel in blad[2]])
        uit = io.BytesIO()
        werkmap.save(uit)
        inhoud = uit.getvalue()
    upload(client, SimpleUploadedFile(f"ingevuld.{formaat}", inhoud))
    process()
    row = Aanlevering.objects.get()
    assert (row.status, row.aantal_geaccepteerd, row.verwijderde_velden) == ("verwerkt", 1, {})


def test_it_preselects_the_only_covenant_and_asks_when_there_are_two() -> None:
    pwn = make_pwn()
    client = sign_in()
    assert "Kies een convenant" not in client.get(ADRES).content.decode()
    make_deelname(convenant="haarlem-zandvoort", partners=[pwn])
    assert "Kies een convenant" in client.get(ADRES).content.decode()


def test_it_tells_a_partner_without_participation_what_to_do() -> None:
    make_partner()
    assert "doet nog niet mee" in sign_in().get(ADRES).content.decode()
    assert Signaal.objects.count() == 0
