"""Stays, questions, messages and notices on the partner's screens: what is there, and for nobody else."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import make_actor, make_deelname, make_partner
from tests.web.partner.wereld import deliver_today, make_pwn, sign_in, write_regel

from meldpunt import pipeline
from meldpunt.aanlevering.models import Partnerbericht, Signaal
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.actions import close_zaak, take_zaak
from meldpunt.partijen.models import Signaalpartner
from meldpunt.terugkoppeling.models import Navraag, Opschorting, Terugkoppeling
from meldpunt.terugkoppeling.navragen import ask_navraag
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)
HULP = "Vervolghulp en/of verwijzing financieel"
HZ = "haarlem-zandvoort"
PAGINAS = (
    "signalen/melden/bestand/",
    "terugkoppelingen/selectie/",
    "opschortingen/",
    "opschortingen/?stand=bevestigen",
    "opschortingen/?stand=verlenging",
    "opschortingen/?stand=geeindigd",
    "vragen/",
    "vragen/?stand=beantwoord",
)


def make_eigen(*klantnummers: str) -> Signaalpartner:
    pwn = make_pwn()
    regels = [
        write_regel(klantnummer=k, huisnummer=str(n + 1)) for n, k in enumerate(klantnummers or ("EIGEN-1",))
    ]
    deliver_today(partner=pwn, regels=regels)
    return pwn


def ask_all() -> None:
    for zaak in Zaak.objects.all():
        ask_navraag(zaak=zaak.id, gemeente="0392", door=make_actor(), now=timezone.now())


def help_all() -> None:
    door, now = make_actor(), timezone.now()
    for zaak in Zaak.objects.all():
        take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=now)
        close_zaak(zaak=zaak.id, gemeente="0392", eindresultaat=HULP, door=door, now=now)
    pipeline.tell_due(door=system_actor(herkomst="test"), clock=timezone.now)


def make_buur() -> Client:
    vitens = make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(gemeente="0473", naam="Zandvoort", postcodes=("2041-2042",), partners=[vitens])
    return sign_in(partij="vitens")


def read(client: Client, pagina: str) -> str:
    response = client.get(f"/partner/{pagina}")
    assert response.status_code == 200, (pagina, response.status_code)
    return response.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("pagina", PAGINAS)
def test_it_opens_also_when_there_is_nothing(pagina: str) -> None:
    make_pwn()
    assert read(sign_in(), pagina).count("<h1") == 1


@pytest.mark.parametrize("pagina", PAGINAS)
@pytest.mark.parametrize(
    ("rol", "soort", "partij"),
    [("behandelaar", "gemeente", "0392"), ("privacy", "gemeente", "0392"), ("beheer", "meldpunt", "")],
)
def test_it_is_closed_to_other_roles(pagina: str, rol: str, soort: str, partij: str) -> None:
    make_eigen()
    assert sign_in(rol=rol, partijsoort=soort, partij=partij).get(f"/partner/{pagina}").status_code == 403


def test_every_page_and_act_of_another_partner_s_is_not_there() -> None:
    make_eigen("GEHEIM-1")
    ask_all()
    help_all()
    signaal, stay = Signaal.objects.get(), Opschorting.objects.get()
    question, told = Navraag.objects.get(), Terugkoppeling.objects.latest("id")
    buur = make_buur()
    gets = [
        f"signalen/{signaal.id}/",
        f"terugkoppelingen/selectie/{signaal.aanlevering_id}/",
        f"terugkoppelingen/selectie/{signaal.aanlevering_id}/selectie.csv",
    ]
    for pagina in gets:
        assert buur.get(f"/partner/{pagina}").status_code == 404, pagina
    for pagina in PAGINAS:
        assert "GEHEIM" not in read(buur, pagina)
    melding = {"soort": "betaald", "datum": timezone.localdate().isoformat()}
    posts = [
        (f"signalen/{signaal.id}/melden/", melding, 404),
        (f"opschortingen/{stay.id}/verlenging/", {"akkoord": "ja"}, 404),
        (f"vragen/{question.id}/", {"antwoord": "betaald"}, 404),
        ("opschortingen/bevestigen/", {"kies": str(stay.id)}, 302),
        ("terugkoppelingen/bevestigen/", {"kies": str(told.id), "actie": "keuze"}, 302),
        (f"terugkoppelingen/bevestigen/?tot={told.id}", {"actie": "filter"}, 302),
        ("signalen/melden/", {**melding, "kies": str(signaal.id), "bevestig": "ja"}, 302),
    ]
    for address, values, status in posts:
        assert buur.post(f"/partner/{address}", values).status_code == status, address
    assert not Partnerbericht.objects.exists()
    assert not Terugkoppeling.objects.exclude(bevestigd_op=None).exists()
    stay.refresh_from_db()
    question.refresh_from_db()
    assert (stay.bevestigd_op, question.antwoord) == (None, "")


@pytest.mark.parametrize(
    "address",
    [
        "signalen/{key}/melden/",
        "opschortingen/{key}/verlenging/",
        "vragen/{key}/",
        "opschortingen/bevestigen/",
        "terugkoppelingen/bevestigen/",
        "signalen/melden/",
    ],
)
def test_an_act_is_for_partners_and_never_by_a_link(address: str) -> None:
    make_eigen()
    target = f"/partner/{address.format(key=uuid4())}"
    assert sign_in().get(target).status_code == 405
    assert sign_in(rol="coordinator", partijsoort="gemeente", partij="0392").post(target).status_code == 403


def test_it_shows_how_far_a_signaal_is_from_what_was_told() -> None:
    make_eigen()
    client = sign_in()
    assert 'aria-current="step"><span class="mp-stapregel__titel">Ontvangen' in read(client, "signalen/")
    take_zaak(zaak=Zaak.objects.get().id, gemeente="0392", door=make_actor(), now=timezone.now())
    pipeline.tell_due(door=system_actor(herkomst="test"), clock=timezone.now)
    assert 'aria-current="step"><span class="mp-stapregel__titel">Contact' in read(client, "signalen/")
    page = read(client, f"signalen/{Signaal.objects.get().id}/")
    assert "De gemeente probeert contact te krijgen" in page


def test_it_says_something_about_one_signaal_from_its_page() -> None:
    make_eigen()
    client, signaal = sign_in(), Signaal.objects.get()
    address = f"/partner/signalen/{signaal.id}/melden/"
    wrong = client.post(address, {"soort": "betaald", "datum": "2999-01-01"})
    assert wrong.status_code == 422
    assert "[bericht_datum]" in wrong.content.decode()
    right = {"soort": "betaald", "datum": timezone.localdate().isoformat(), "toelichting": "bank"}
    page = client.post(address, right, follow=True).content.decode()
    assert "Uw bericht is verwerkt" in page
    assert Zaak.objects.get().status == "vervallen"
    assert "[bericht_al_gemeld]" in client.post(address, right).content.decode()


def test_it_shows_a_selection_once_more_before_it_says_it() -> None:
    make_eigen("K1", "K2", "K3")
    client = sign_in()
    keys = [str(key) for key in Signaal.objects.values_list("id", flat=True)][:2]
    shown = client.post("/partner/signalen/melden/", {"kies": keys, "soort": "ingetrokken"})
    assert shown.status_code == 200
    assert not Partnerbericht.objects.exists()
    values = {
        "kies": keys,
        "soort": "ingetrokken",
        "datum": timezone.localdate().isoformat(),
        "bevestig": "ja",
    }
    done = client.post("/partner/signalen/melden/", values, follow=True).content.decode()
    assert "2\u00a0berichten verwerkt" in done
    assert Partnerbericht.objects.count() == 2
    nothing = client.post("/partner/signalen/melden/", {"soort": "betaald"}, follow=True)
    assert "[niets_gekozen]" in nothing.content.decode()


def upload(client: Client, *lines: str) -> str:
    text = "\n".join(["klantnummer;referentie;soort;datum", *lines])
    file = SimpleUploadedFile("berichten.csv", text.encode())
    return client.post("/partner/signalen/melden/bestand/", {"bestand": file}).content.decode()


def test_it_takes_a_file_and_says_per_row_what_it_skipped() -> None:
    pwn = make_eigen("K1", "K2")
    deliver_today(
        partner=pwn, regels=[write_regel(klantnummer="K2", huisnummer="2", type_vordering="energie")]
    )
    day = timezone.localdate().strftime("%d-%m-%Y")
    client = sign_in()
    page = upload(
        client,
        f"K1;;Eigen regeling;{day}",
        f"K2;;betaald;{day}",
        f"K9;;betaald;{day}",
        ";;betaald;",
        f"K1;;onzin;{day}",
    )
    for code in ("meer_signalen", "signaal_onbekend", "klantnummer_ontbreekt"):
        assert f"[{code}]" in page
    assert "1\u00a0regel verwerkt, 4 overgeslagen" in page
    assert Partnerbericht.objects.get().soort == "eigen_regeling"
    again = upload(client, f"K1;;eigen_regeling;{day}")
    assert "[signaal_onbekend]" in again


def test_it_says_what_is_wrong_with_a_file() -> None:
    make_eigen()
    client = sign_in()
    assert "[bestand_ontbreekt]" in client.post("/partner/signalen/melden/bestand/").content.decode()
    empty = SimpleUploadedFile("leeg.csv", b"")
    response = client.post("/partner/signalen/melden/bestand/", {"bestand": empty})
    assert response.status_code == 422
    assert client.get("/partner/signalen/melden/voorbeeld.csv").status_code == 200


def test_it_answers_a_question_with_one_click() -> None:
    make_eigen()
    ask_all()
    client, question = sign_in(), Navraag.objects.get()
    assert "1 vraag" in read(client, "")
    assert "EIGEN-1" in read(client, "vragen/")
    page = client.post(f"/partner/vragen/{question.id}/", {"antwoord": "open"}, follow=True)
    assert "De gemeente gaat verder" in page.content.decode()
    assert "EIGEN-1" not in read(client, "vragen/")
    assert "EIGEN-1" in read(client, "vragen/?stand=beantwoord")
    assert (
        "[vraag_gesloten]"
        in client.post(
            f"/partner/vragen/{question.id}/", {"antwoord": "betaald"}, follow=True
        ).content.decode()
    )


def test_it_confirms_a_stay_and_acknowledges_what_was_told() -> None:
    make_eigen()
    help_all()
    client, stay = sign_in(), Opschorting.objects.get()
    assert "1 opschorting te bevestigen" in read(client, "")
    client.post("/partner/opschortingen/bevestigen/", {"kies": str(stay.id)})
    assert "EIGEN-1" not in read(client, "opschortingen/?stand=bevestigen")
    assert "Bevestigd op" in read(client, "opschortingen/")
    assert "EIGEN-1" in read(client, "terugkoppelingen/?stand=onbevestigd")
    newest = Terugkoppeling.objects.latest("id")
    client.post(f"/partner/terugkoppelingen/bevestigen/?tot={newest.id}", {"actie": "filter"})
    assert "EIGEN-1" not in read(client, "terugkoppelingen/?stand=onbevestigd")


def test_it_never_shows_the_partner_why_more_time_is_asked_for() -> None:
    make_eigen()
    help_all()
    Opschorting.objects.update(
        verlenging_tot=timezone.localdate() + timedelta(days=60),
        verlenging_reden="mevrouw is ziek",
        verlenging_gevraagd_op=timezone.now(),
    )
    client, stay = sign_in(), Opschorting.objects.get()
    for pagina in ("opschortingen/?stand=verlenging", f"signalen/{stay.signaal_id}/", ""):
        page = read(client, pagina)
        assert "ziek" not in page
    assert "meer tijd" in read(client, "opschortingen/?stand=verlenging")
    client.post(f"/partner/opschortingen/{stay.id}/verlenging/", {"akkoord": "nee"})
    assert "U weigerde verlenging" in read(client, "opschortingen/")


def test_the_notice_of_a_delivery_can_be_taken_along() -> None:
    pwn = make_partner()
    make_deelname(convenant=HZ, partners=[pwn])
    from tests.factories import deliver

    row = deliver(
        partner=pwn,
        convenant=HZ,
        regels=[write_regel(klantnummer="H1")],
        datum=timezone.localdate(),
        now=timezone.now(),
    )
    client = sign_in()
    assert "Nog niet compleet" in read(client, "terugkoppelingen/selectie/")
    assert "Nog niet besloten" in read(client, f"terugkoppelingen/selectie/{row.id}/")
    for formaat in ("csv", "xlsx"):
        response = client.get(f"/partner/terugkoppelingen/selectie/{row.id}/selectie.{formaat}")
        assert response.status_code == 200


@pytest.mark.parametrize(
    "pagina", ["opschortingen/", "vragen/", "terugkoppelingen/", "terugkoppelingen/selectie/"]
)
def test_it_asks_as_often_for_many_rows_as_for_one(pagina: str) -> None:
    pwn = make_eigen("K0")
    ask_all()
    help_all()
    client = sign_in()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/partner/{pagina}").status_code == 200
        return len(queries)

    one = count()
    regels = [write_regel(klantnummer=f"M{n}", huisnummer=str(n + 30)) for n in range(8)]
    deliver_today(partner=pwn, regels=regels)
    for zaak in Zaak.objects.filter(status="nieuw"):
        ask_navraag(zaak=zaak.id, gemeente="0392", door=make_actor(), now=timezone.now())
    for zaak in Zaak.objects.filter(status="nieuw"):
        take_zaak(zaak=zaak.id, gemeente="0392", door=make_actor(), now=timezone.now())
        close_zaak(zaak=zaak.id, gemeente="0392", eindresultaat=HULP, door=make_actor(), now=timezone.now())
    pipeline.tell_due(door=system_actor(herkomst="test"), clock=timezone.now)
    assert count() == one
