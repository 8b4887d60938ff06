"""The demo world, loaded once: everything that somebody should be able to see is there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from meldpunt.aanlevering.bsn import open_bsn
from meldpunt.aanlevering.models import Aanlevering, Partnerbericht, Regelfout, Signaal, SignaalPersoon
from meldpunt.audit.keten import walk_keten
from meldpunt.audit.models import Logregel
from meldpunt.betrokkenen.models import Verzoek
from meldpunt.betrokkenen.overzicht import make_overzicht
from meldpunt.betrokkenen.overzichtstuk import render_pdf, write_json
from meldpunt.betrokkenen.verzameling import collect, find_sleutels
from meldpunt.brp.models import Mismatch
from meldpunt.correspondentie.antwoordcodes import find_code
from meldpunt.correspondentie.models import Antwoordcode, Sjabloon, Verzending, Verzendpartij
from meldpunt.datalekken.models import Datalek
from meldpunt.datalekken.queries import list_te_doen
from meldpunt.demo import ACCOUNTS
from meldpunt.demo.inwoners import iter_bsns
from meldpunt.demo.kalender import NEDERLAND, Kalender
from meldpunt.demo.leveringen import SYSTEEM, list_vorderingen
from meldpunt.demo.wereld import empty_wereld, load_wereld
from meldpunt.demo.werkzaak import actor_of
from meldpunt.matching.lijst import preview_lijst
from meldpunt.matching.models import Intrekkingsgevolg, Matchrun, Persoonsvraag, Zaak, Zaaksignaal
from meldpunt.opvolging.models import (
    Bewonersantwoord,
    Contactpoging,
    Controle,
    Risicoadres,
    Rondebezoek,
    Trajectstap,
    Zaaktermijn,
)
from meldpunt.partijen.models import Afzender, Openbaarmakingstekening, PartnerDeelname, Werkprotocol
from meldpunt.partijen.overeenkomsten import list_gemis, list_overeenkomsten
from meldpunt.partijen.tekening import list_tekenstanden
from meldpunt.rules.persoonsgegevens import TABELLEN
from meldpunt.rules.statussen import DAGDELEN, EINDRESULTATEN
from meldpunt.terugkoppeling.models import Navraag, Opschorting, Partnermededeling, Terugkoppeling
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.models import Gebruiker, Partijsoort, Rol
from meldpunt.web.navigatie import home_of

NU = datetime(2026, 11, 21, 16, 30, tzinfo=NEDERLAND)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def wereld(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the world for all tests of this module; it takes some twenty seconds."""
    with django_db_blocker.unblock():
        empty_wereld()
        load_wereld(nu=NU)
    yield
    with django_db_blocker.unblock():
        empty_wereld()


def test_it_takes_every_delivery_through_to_its_end() -> None:
    per_status = {s: Aanlevering.objects.filter(status=s).count() for s in ("verwerkt", "mislukt")}
    assert per_status["verwerkt"] > 80
    assert per_status["mislukt"] == 0
    assert Aanlevering.objects.filter(status="afgekeurd", fout_code="bestand_soort_onbekend").count() == 1
    assert Aanlevering.objects.filter(status="concept").count() == 1
    assert Aanlevering.objects.filter(status="ingetrokken").exclude(intrekking_verwerkt_op=None).count() == 1
    assert set(Aanlevering.objects.exclude(formaat="").values_list("formaat", flat=True)) == {"csv", "xlsx"}
    assert 2000 < Signaal.objects.count() < 3200


def test_it_refuses_rows_on_most_grounds_and_drops_columns() -> None:
    gronden = {grond for row in Regelfout.objects.values_list("gronden", flat=True) for grond in row}
    assert len(gronden) >= 20
    assert Aanlevering.objects.exclude(verwijderde_velden={}).count() >= 6
    assert Aanlevering.objects.filter(aantal_al_ontvangen__gt=10).exists()
    assert "partner_neemt_niet_deel" in gronden


def test_it_has_zaken_in_every_state_and_with_every_end_result() -> None:
    statuses = set(Zaak.objects.values_list("status", flat=True))
    assert statuses >= {"nieuw", "in_behandeling", "gesloten", "niet_opgepakt"}
    assert set(Zaak.objects.exclude(eindresultaat="").values_list("eindresultaat", flat=True)) == set(
        EINDRESULTATEN
    )
    assert {m for row in Zaak.objects.values_list("markeringen", flat=True) for m in row} >= {
        "nieuw_signaal",
        "signaal_ingetrokken",
        "partner_meldde",
        "inwoner_antwoordde",
        "contact_verboden",
        "geheim_adres",
        "onveilig_bezoek",
    }
    assert Zaak.objects.exclude(opeenvolgend_op=None).count() > 50
    assert Zaak.objects.filter(alles_herhaald=True).count() > 20
    assert Zaak.objects.filter(status="niet_opgepakt", reden="capaciteit").exists()
    assert Zaak.objects.filter(status="in_behandeling").exclude(behandelaar=None).count() > 50
    assert Intrekkingsgevolg.objects.exists()


def test_it_keeps_the_lists_of_past_months_and_leaves_this_month_to_the_coordinator() -> None:
    lijsten = Matchrun.objects.filter(soort="lijst")
    assert {(run.gemeente_id, run.maand.month) for run in lijsten} == {
        (gemeente, maand) for gemeente in ("0392", "0473") for maand in (9, 10)
    }
    krap = lijsten.get(gemeente="0392", maand__month=10)
    assert krap.uitkomst["opgepakt"] == krap.invoer["capaciteit"] < krap.uitkomst["zaken"]
    assert Zaak.objects.filter(gemeente="0473", venster_maanden__gt=1).exists()
    now = preview_lijst(
        gemeente="0392",
        convenant="haarlem-zandvoort",
        peildatum=NU.date(),
        door=system_actor(herkomst="test"),
    )
    assert len(now.regels) > 10


def test_it_asks_about_persons_and_keeps_what_was_decided() -> None:
    assert Persoonsvraag.objects.filter(zelfde=None).count() > 20
    assert Persoonsvraag.objects.exclude(zelfde=None).exists()


def test_it_has_people_on_the_bench_and_causes_to_count() -> None:
    assert Mismatch.objects.filter(besluit="", gemeente="0392").exists()
    decided = Mismatch.objects.exclude(besluit="")
    assert len(set(decided.values_list("oorzaak", flat=True))) >= 4
    assert set(decided.values_list("besluit", flat=True)) == {"kandidaat", "niemand"}


def test_it_records_attempts_of_many_kinds_and_tells_the_partners() -> None:
    assert set(Contactpoging.objects.values_list("dagdeel", flat=True)) == set(DAGDELEN)
    assert Contactpoging.objects.values("soort").distinct().count() >= 7
    assert Contactpoging.objects.filter(bereikt=True).exists()
    assert not Zaak.objects.filter(terugkoppelen=True).exists()
    assert Terugkoppeling.objects.values("code").distinct().count() >= 10


def test_it_records_why_a_partner_without_a_basis_in_law_takes_part() -> None:
    assert PartnerDeelname.objects.get(partner__sleutel="cocensus").reden_zonder_grondslag


def test_it_knows_only_numbers_that_are_never_given_out() -> None:
    allowed = set(iter_bsns())
    sealed = SignaalPersoon.objects.exclude(bsn_verzegeld="").values_list("bsn_verzegeld", flat=True)
    bsns = {open_bsn(text) for text in sealed}
    assert bsns
    assert bsns <= allowed
    assert all(bsn.startswith("9990") for bsn in bsns)
    assert not Regelfout.objects.filter(cellen__bsn__gt="9991").exists()


def test_it_has_something_of_everything_that_happens_to_a_zaak() -> None:
    empty = [
        model.__name__
        for model in (
            Afzender, Sjabloon, Verzendpartij, Verzending, Antwoordcode, Bewonersantwoord, Trajectstap, Controle,
            Risicoadres, Rondebezoek, Navraag, Opschorting, Partnerbericht, Openbaarmakingstekening, Zaaktermijn,
        )
        if not model.objects.exists()
    ]  # fmt: skip
    assert empty == []
    assert Werkprotocol.objects.exclude(contactplan=[]).exists()
    assert Zaak.objects.exclude(bedreigend_op=None).exists()


def test_it_has_terms_that_are_late_that_run_and_that_were_met() -> None:
    running = Zaaktermijn.objects.filter(toestand="loopt")
    assert running.filter(eind__lt=NU.date(), geescaleerd_op__isnull=False).exists()
    assert running.filter(eind__range=(NU.date(), NU.date() + timedelta(days=7))).exists()
    assert Zaaktermijn.objects.filter(toestand="gehaald").exists()


def test_it_writes_to_residents_by_letter_mail_and_sms_and_leaves_piles_to_print() -> None:
    sent = Verzending.objects.filter(status="verzonden")
    assert set(sent.values_list("kanaal", flat=True)) == {"brief", "mail", "sms"}
    assert not Verzending.objects.filter(status="wacht").exists()
    assert Verzendpartij.objects.filter(gedrukt_op=None).count() >= 2
    printed = Verzendpartij.objects.exclude(gedrukt_op=None)
    assert printed.exists()
    assert not printed.filter(vastgelegd_op=None).exists()


def test_it_hears_residents_who_answer_with_the_code_of_their_letter() -> None:
    assert {"bel_mij", "al_betaald"} <= set(Bewonersantwoord.objects.values_list("soort", flat=True))
    assert Antwoordcode.objects.exclude(gebruikt_op=None).exists()
    assert Bewonersantwoord.objects.filter(verwerkt_op=None, vervangen_op=None).exists()
    assert Bewonersantwoord.objects.exclude(verwerkt_op=None).exists()


def test_it_takes_residents_from_offer_to_decision_and_knows_whom_to_leave_alone() -> None:
    steps = set(Trajectstap.objects.values_list("soort", flat=True))
    assert steps >= {
        "aanbod_aanvaard",
        "eerste_gesprek",
        "betalingsregeling",
        "beschikking",
        "plan_van_aanpak",
    }
    assert {"overleden", "geheim_adres"} <= set(Controle.objects.values_list("soort", flat=True))
    assert set(Risicoadres.objects.values_list("gemeente", flat=True)) == {"0392"}


def test_it_lets_partners_answer_speak_and_confirm() -> None:
    answers = set(Navraag.objects.values_list("antwoord", flat=True))
    assert answers >= {"open", "betaald", "geen_antwoord"}
    assert Partnerbericht.objects.filter(soort="betaald").exists()
    assert Opschorting.objects.exclude(bevestigd_op=None).exists()
    assert Opschorting.objects.filter(bevestigd_op=None, geeindigd_op=None).exists()
    assert Opschorting.objects.exclude(verlenging_gevraagd_op=None).exists()
    assert Terugkoppeling.objects.exclude(bevestigd_op=None).exists()
    assert Terugkoppeling.objects.filter(bevestigd_op=None).exists()


def test_it_has_breaches_to_judge_to_work_on_and_closed_and_an_agreement_that_runs_out() -> None:
    assert set(Datalek.objects.values_list("status", flat=True)) == {"signaal", "onderzoek", "gesloten"}
    assert Datalek.objects.get(status="onderzoek").werkblad["aanleveringen"]
    officer = actor_of(next(a for a in ACCOUNTS if a.email == "petra@haarlem.example"))
    assert list_te_doen(door=officer, now=NU)
    standen = {one.stand for one in list_overeenkomsten(door=SYSTEEM, on=NU.date())}
    assert standen == {"loopt", "loopt_af"}
    assert [one.gemeentenaam for one in list_gemis(door=SYSTEEM, on=NU.date())] == ["Tilburg"]


def test_it_leaves_one_covenant_unsigned() -> None:
    stands = list_tekenstanden(on=NU.date(), gemeenten=("0392", "0363"))
    assert {(s.convenant, s.stand) for s in stands} >= {
        ("haarlem-zandvoort", "getekend"),
        ("duo-amsterdam", "getekend"),
        ("cak-eigen-bijdrage", "ongetekend"),
    }


def test_it_prints_a_reply_code_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("proefcode", adres="http://localhost:8000/")
    line = capsys.readouterr().out.strip()
    assert "http://localhost:8000/reageren/" in line
    assert find_code(tekst=line.split()[-1], now=timezone.now()) is not None


def test_it_lets_nothing_happen_after_now() -> None:
    for model, veld in (
        (Verzending, "verzonden_op"), (Verzendpartij, "gedrukt_op"), (Bewonersantwoord, "ontvangen_op"),
        (Trajectstap, "vastgelegd_op"), (Controle, "vastgesteld_op"), (Navraag, "gesteld_op"),
        (Navraag, "beantwoord_op"), (Partnerbericht, "gemeld_op"), (Opschorting, "bevestigd_op"),
        (Openbaarmakingstekening, "getekend_op"), (Logregel, "tijd"),
    ):  # fmt: skip
        assert not model.objects.filter(**{f"{veld}__gt": NU}).exists(), (model, veld)
    assert not Zaak.objects.filter(status_sinds__gt=NU).exists()
    assert not Aanlevering.objects.filter(ontvangen_op__gt=NU).exists()
    assert not Contactpoging.objects.filter(datum__gt=NU.date()).exists()
    assert not Terugkoppeling.objects.filter(gemeld_op__gt=NU).exists()


def test_it_has_every_role_for_every_kind_of_party() -> None:
    # The national statistics have a program, and no people who sign in.
    assert {account.rol for account in ACCOUNTS} == set(Rol.values) - {Rol.STATISTIEK}
    people = set(Partijsoort.values) - {Partijsoort.STATISTIEK}
    assert {functie.partijsoort for a in ACCOUNTS for functie in a.functies} == people
    assert Gebruiker.objects.count() == len(ACCOUNTS)


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.email)
def test_it_lets_every_account_sign_in_and_see_its_first_page(client: Client, account: Any) -> None:
    try:
        home = home_of(account.rol)
    except NoReverseMatch:
        pytest.skip(f"SKIPPED: the first page of {account.rol} is not there")
    answer = client.post(
        reverse("aanmelden"), {"username": account.email, "password": account.wachtwoord}, follow=True
    )
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == home


def test_it_refuses_to_load_over_what_is_there() -> None:
    with pytest.raises(CommandError, match="database_niet_leeg"):
        call_command("demowereld")


def test_it_makes_the_same_world_on_the_same_day() -> None:
    once, again = (list_vorderingen(Kalender(NU)) for _ in range(2))
    assert once == again
    assert once != list_vorderingen(Kalender(NU.replace(day=20)))


def test_it_lists_its_accounts_without_django() -> None:
    code = "import sys; from meldpunt.demo import ACCOUNTS; sys.exit('django' in sys.modules or not ACCOUNTS)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_it_shows_the_officer_who_looked_and_what_was_refused() -> None:
    looked = Logregel.objects.filter(gemeente="0392", handeling="zaak_ingezien")
    assert looked.count() >= 5
    assert all(line.betrokkenen and line.doel for line in looked)
    assert Logregel.objects.filter(resultaat="geweigerd").exists()
    assert walk_keten().heel


def test_a_request_of_anybody_is_answered_in_one_act() -> None:
    """Every column that says something about a resident, and holds something somewhere, is shown to somebody."""
    kept = {
        (naam, kolom)
        for naam, tabel in TABELLEN.items()
        if tabel.koppeling is not None
        for kolom, gegeven in tabel.gegevens.items()
        if gegeven.van == "inwoner" and is_filled(naam, kolom)
    }
    assert len(kept) > 60
    missing = set(kept)
    for gemeente, signalen in list_inwoners():
        for inhoud in collect(find_sleutels(gemeente=gemeente, signalen=signalen)):
            missing -= {
                (inhoud.model, kolom) for row in inhoud.rijen for kolom in inhoud.velden if row[kolom]
            }
        if not missing:
            break
    assert missing == set()


def test_the_whole_answer_of_somebody_takes_one_call_and_two_files() -> None:
    gemeente, signalen = max(list_inwoners(), key=lambda one: len(one[1]))
    overzicht = make_overzicht(gemeente=gemeente, signalen=signalen, now=NU)
    assert len(overzicht.signalen) == len(signalen) > 1
    assert json.loads(write_json(overzicht))["gemeente"]["code"] == gemeente
    assert render_pdf(overzicht, naam="").startswith(b"%PDF-")


def test_the_officer_finds_requests_in_every_stage_and_partners_something_to_confirm() -> None:
    assert set(Verzoek.objects.values_list("status", flat=True)) == {"vastgesteld", "ingewilligd"}
    assert Partnermededeling.objects.filter(bevestigd_op=None).exists()


def list_inwoners() -> list[tuple[str, list[UUID]]]:
    """Return the persons of the zaken, each with all of its signalen, and those that are in none."""
    found: dict[tuple[str, UUID], set[UUID]] = {}
    for gemeente, persoon, signaal in Zaaksignaal.objects.values_list("gemeente", "persoon", "signaal"):
        found.setdefault((gemeente, persoon), set()).add(signaal)
    in_zaak = {signaal for signalen in found.values() for signaal in signalen}
    for gemeente, signaal in SignaalPersoon.objects.exclude(id__in=in_zaak).values_list("gemeente", "id"):
        found[gemeente, signaal] = {signaal}
    return [(gemeente, sorted(signalen)) for (gemeente, _), signalen in sorted(found.items())]


def is_filled(naam: str, kolom: str) -> bool:
    rows = apps.get_model("meldpunt", naam)._default_manager.order_by().values_list(kolom, flat=True)
    return any(bool(value) for value in rows.distinct()[:50])
