"""Who gets which right: invitations, four eyes, ends, and the report of a quarter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from tests.factories import make_gebruiker, make_gemeente

from meldpunt.audit.models import Logregel
from meldpunt.toegang.aanmelden.binnenkomst import enter
from meldpunt.toegang.aanmelden.bronnen import Nieuwebron, create_bron
from meldpunt.toegang.aanmelden.plek import Plek
from meldpunt.toegang.aanmelden.uitnodigen import Uitnodiging, invite
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.models import (
    Aanstelling,
    Gebruiker,
    Rechtaanvraag,
    Rechtencontrole,
    Sessie,
    Wachtwoordlink,
)
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.rechten.aanstellingen import (
    end_aanstelling,
    end_account,
    end_lapsed,
    give_rol,
    set_teambeheer,
)
from meldpunt.toegang.rechten.functies import Functie
from meldpunt.toegang.rechten.herinnering import remind_rechtencontrole
from meldpunt.toegang.rechten.herstel import remove_factoren
from meldpunt.toegang.rechten.rapport import confirm_rapport, days_of, make_rapport, vorig_kwartaal
from meldpunt.toegang.rechten.vierogen import decide_recht, lapse_aanvragen, list_aanvragen
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db
NU = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
VANDAAG = date(2026, 11, 26)
HAARLEM = Functie("behandelaar", "gemeente", "0392")
COORDINATOR = Functie("coordinator", "gemeente", "0392")
PRIVACY = Functie("privacy", "gemeente", "0392")


def actor_of(gebruiker: Gebruiker, rol: str, partijsoort: str = "gemeente", partij: str = "0392") -> Actor:
    gemeenten = (partij,) if partijsoort == "gemeente" else ()
    return Actor(gebruiker.id, gebruiker.naam, rol, partijsoort, partij, "test", gemeenten)


def make_beheer(naam: str) -> Actor:
    email = f"{naam.split()[0].lower()}@meldpunt.example"
    who = make_gebruiker(rol="beheer", partijsoort="meldpunt", partij="meldpunt", email=email, naam=naam)
    return actor_of(who, "beheer", "meldpunt", "meldpunt")


@pytest.fixture
def wim() -> Actor:
    make_gemeente(code="0392", naam="Haarlem")
    return make_beheer("Wim Scholten")


@pytest.fixture
def ilse() -> Actor:
    return make_beheer("Ilse Bakker")


@pytest.fixture
def noor() -> Gebruiker:
    return make_gebruiker(email="noor@haarlem.example", naam="Noor de Wit")


def wish(email: str = "anne@haarlem.example", functie: Functie = HAARLEM, **meer: Any) -> Uitnodiging:
    return Uitnodiging(email, meer.pop("naam", "Anne Bos"), functie, **meer)


def ask(door: Actor, gebruiker: UUID, functie: Functie = COORDINATOR) -> Rechtaanvraag:
    give_rol(gebruiker=gebruiker, functie=functie, tot=None, reden="Vervanging", door=door, now=NU)
    return Rechtaanvraag.objects.get(gebruiker=gebruiker, rol=functie.rol, stand="open")


def test_it_invites_a_person_with_a_role_and_a_link(wim) -> None:
    assert invite(uitnodiging=wish(tot=date(2026, 12, 31)), door=wim, now=NU) == "gegeven"
    anne = Gebruiker.objects.get(email="anne@haarlem.example")
    assert not anne.has_usable_password()
    assert Aanstelling.objects.get(gebruiker=anne).tot == date(2026, 12, 31)
    assert Wachtwoordlink.objects.get().gebruiker == anne
    assert {"account_gemaakt", "rol_gegeven"} <= set(Logregel.objects.values_list("handeling", flat=True))


@pytest.mark.parametrize(
    ("email", "naam"),
    [
        ("info@haarlem.nl", "Anne Bos"),
        ("team-schalkwijk@haarlem.nl", "Anne Bos"),
        ("team1@haarlem.nl", "Anne Bos"),
        ("Incasso@elan.nl", "Anne Bos"),
        ("schalkwijk.team@haarlem.nl", "Anne Bos"),
        ("1234@haarlem.nl", "Anne Bos"),
        ("anne@haarlem.nl", "Team Schalkwijk"),
        ("anne@haarlem.nl", "Balie"),
    ],
)
def test_it_refuses_an_account_of_a_group(wim, email, naam) -> None:
    with pytest.raises(Weigering, match="groepsaccount"):
        invite(uitnodiging=wish(email, naam=naam), door=wim, now=NU)
    assert not Gebruiker.objects.filter(email=email.lower()).exists()


@pytest.mark.parametrize("email", ["b.post@haarlem.nl", "inge.mailman@haarlem.nl", "testa@haarlem.nl"])
def test_it_takes_a_person_whose_name_looks_like_a_group(wim, email) -> None:
    assert invite(uitnodiging=wish(email), door=wim, now=NU) == "gegeven"


def test_a_coordinator_invites_for_the_own_party_only(wim, noor) -> None:
    door = actor_of(noor, "coordinator")
    assert invite(uitnodiging=wish(), door=door, now=NU) == "gegeven"
    with pytest.raises(GeenToegang):
        invite(uitnodiging=wish(functie=Functie("behandelaar", "gemeente", "0363")), door=door, now=NU)
    with pytest.raises(GeenToegang):
        invite(uitnodiging=wish(), door=actor_of(noor, "behandelaar"), now=NU)


def test_a_partner_invites_once_beheer_appointed_somebody_for_it(wim) -> None:
    sanne = make_gebruiker(rol="partner", partijsoort="partner", partij="pwn", naam="Sanne Kuiper")
    door = actor_of(sanne, "partner", "partner", "pwn")
    colleague = wish("joost@pwn.example", Functie("partner", "partner", "pwn"))
    with pytest.raises(GeenToegang):
        invite(uitnodiging=colleague, door=door, now=NU)
    row = Aanstelling.objects.get(gebruiker=sanne)
    with pytest.raises(GeenToegang):
        set_teambeheer(aanstelling=row.id, aan=True, door=door, now=NU)
    set_teambeheer(aanstelling=row.id, aan=True, door=wim, now=NU)
    assert invite(uitnodiging=colleague, door=door, now=NU) == "gegeven"


def test_a_role_must_fit_the_kind_of_party(wim) -> None:
    with pytest.raises(Weigering, match="rol_past_niet"):
        invite(uitnodiging=wish(functie=Functie("beheer", "gemeente", "0392")), door=wim, now=NU)


@pytest.mark.parametrize("functie", [COORDINATOR, PRIVACY, Functie("beheer", "meldpunt", "meldpunt")])
def test_a_special_right_waits_for_a_second_person(wim, ilse, noor, functie) -> None:
    request = ask(wim, noor.id, functie)
    assert not Aanstelling.objects.filter(gebruiker=noor, rol=functie.rol).exists()
    decide_recht(aanvraag=request.id, akkoord=True, door=ilse, now=NU)
    made = Aanstelling.objects.get(gebruiker=noor, rol=functie.rol)
    assert (made.verleend_door, made.goedgekeurd_door) == (wim.gebruiker, ilse.gebruiker)


def test_nobody_decides_on_an_own_request(wim, noor) -> None:
    request = ask(wim, noor.id)
    with pytest.raises(GeenToegang, match="eigen_aanvraag"):
        decide_recht(aanvraag=request.id, akkoord=True, door=wim, now=NU)


def test_nobody_decides_on_a_right_for_themself(wim, ilse) -> None:
    request = ask(wim, ilse.gebruiker)
    with pytest.raises(GeenToegang, match="eigen_recht"):
        decide_recht(aanvraag=request.id, akkoord=True, door=ilse, now=NU)


def test_nobody_asks_for_themself(wim) -> None:
    with pytest.raises(Weigering, match="eigen_recht"):
        ask(wim, wim.gebruiker)


def test_the_database_refuses_two_eyes_as_well(wim, noor) -> None:
    request = ask(wim, noor.id)
    for who in (wim.gebruiker, noor.id):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rechtaanvraag.objects.filter(id=request.id).update(stand="goedgekeurd", beslist_door=who)


def test_a_request_is_over_after_a_week(wim, ilse, noor) -> None:
    request = ask(wim, noor.id)
    late = NU + timedelta(days=7)
    with pytest.raises(Weigering, match="aanvraag_voorbij"):
        decide_recht(aanvraag=request.id, akkoord=True, door=ilse, now=late)
    assert lapse_aanvragen(now=late) == 1
    assert ask(wim, noor.id).id != request.id, "and can be made again"


def test_a_special_right_needs_a_reason_and_one_request(wim, noor) -> None:
    with pytest.raises(Weigering, match="reden_ontbreekt"):
        give_rol(gebruiker=noor.id, functie=COORDINATOR, tot=None, reden=" ", door=wim, now=NU)
    ask(wim, noor.id)
    with pytest.raises(Weigering, match="recht_gevraagd"):
        ask(wim, noor.id)


def test_a_refused_right_is_not_given(wim, ilse, noor) -> None:
    request = ask(wim, noor.id)
    decide_recht(aanvraag=request.id, akkoord=False, door=ilse, now=NU)
    assert not Aanstelling.objects.filter(gebruiker=noor, rol="coordinator").exists()
    with pytest.raises(Weigering, match="aanvraag_voorbij"):
        decide_recht(aanvraag=request.id, akkoord=True, door=ilse, now=NU)


def test_a_privacy_officer_decides_in_the_own_municipality(wim, noor) -> None:
    petra = actor_of(make_gebruiker(rol="privacy", naam="Petra Lammers"), "privacy")
    here = ask(wim, noor.id)
    there = ask(wim, noor.id, Functie("privacy", "gemeente", "0363"))
    assert [one.id for one in list_aanvragen(door=petra, now=NU)] == [here.id]
    decide_recht(aanvraag=here.id, akkoord=True, door=petra, now=NU)
    with pytest.raises(GeenToegang):
        decide_recht(aanvraag=there.id, akkoord=True, door=petra, now=NU)
    with pytest.raises(GeenToegang):
        list_aanvragen(door=actor_of(noor, "coordinator"), now=NU)


def signed_in(gebruiker: Gebruiker, *, op: datetime = NU) -> None:
    enter(
        gebruiker=gebruiker, sleutel=f"s{op:%d%H}", wijze="wachtwoord", factor="app",
        plek=Plek("192.0.2.1", "Firefox Linux"), now=op,
    )  # fmt: skip


def test_ending_a_role_at_once_ends_the_sessions(wim, noor) -> None:
    signed_in(noor)
    mark = noor.sessieteken
    row = Aanstelling.objects.get(gebruiker=noor)
    end_aanstelling(aanstelling=row.id, laatste_dag=None, door=wim, now=NU)
    row.refresh_from_db()
    noor.refresh_from_db()
    assert row.tot < VANDAAG
    assert noor.sessieteken != mark
    assert Sessie.objects.get().beeindigd_op == NU


def test_a_role_with_a_last_day_ends_its_sessions_the_night_after(wim, noor) -> None:
    row = Aanstelling.objects.get(gebruiker=noor)
    end_aanstelling(aanstelling=row.id, laatste_dag=VANDAAG, door=wim, now=NU)
    signed_in(noor, op=NU)
    system = system_actor(herkomst="test")
    assert end_lapsed(door=system, now=NU) == 0
    Sessie.objects.update(verloopt_op=NU + timedelta(days=2))
    assert end_lapsed(door=system, now=NU + timedelta(days=1)) == 1
    assert Sessie.objects.get().beeindigd_op is not None


def test_ending_an_account_takes_everything(wim, noor) -> None:
    signed_in(noor)
    ask(wim, noor.id)
    end_account(gebruiker=noor.id, door=wim, now=NU)
    noor.refresh_from_db()
    assert not noor.is_active
    assert not Aanstelling.objects.filter(gebruiker=noor, tot=None).exists()
    assert Rechtaanvraag.objects.get().stand == "verlopen"
    with pytest.raises(Weigering, match="account_beeindigd"):
        invite(uitnodiging=wish(noor.email), door=wim, now=NU)


def test_the_last_of_beheer_stays(wim) -> None:
    row = Aanstelling.objects.get(gebruiker=wim.gebruiker)
    with pytest.raises(Weigering, match="laatste_beheerder"):
        end_aanstelling(aanstelling=row.id, laatste_dag=None, door=wim, now=NU)
    with pytest.raises(Weigering, match="eigen_account"):
        end_account(gebruiker=wim.gebruiker, door=wim, now=NU)
    with pytest.raises(Weigering, match="eigen_account"):
        remove_factoren(gebruiker=wim.gebruiker, door=wim, now=NU)


def test_a_coordinator_ends_no_special_right(wim, noor) -> None:
    marit = make_gebruiker(rol="privacy", naam="Petra Lammers")
    row = Aanstelling.objects.get(gebruiker=marit)
    with pytest.raises(GeenToegang):
        end_aanstelling(aanstelling=row.id, laatste_dag=None, door=actor_of(noor, "coordinator"), now=NU)


def test_the_report_says_who_has_what_and_does_not_use_it(wim, ilse, noor) -> None:
    decide_recht(aanvraag=ask(wim, noor.id).id, akkoord=True, door=ilse, now=NU)
    signed_in(noor, op=NU - timedelta(days=91))
    rapport = make_rapport(kwartaal="2026-4", door=wim, now=NU)
    by = {(one.naam, one.functie.rol): one for one in rapport.regels}
    assert by["Noor de Wit", "coordinator"].goedgekeurd_door == "Ilse Bakker"
    assert by["Noor de Wit", "behandelaar"].ongebruikt, "91 days ago"
    assert not by["Noor de Wit", "coordinator"].ongebruikt, "new rights are not unused yet"
    assert by["Wim Scholten", "beheer"].laatst is None
    assert [(w.wat, w.naam, w.functie.rol) for w in rapport.wijzigingen] == [
        ("begonnen", "Noor de Wit", "coordinator")
    ]


def test_the_report_takes_as_many_queries_for_many_people(wim, django_assert_num_queries) -> None:
    def ask_report() -> None:
        make_rapport(kwartaal="2026-4", door=wim, now=NU)

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        ask_report()
    for number in range(8):
        make_gebruiker(email=f"p{number}@haarlem.example", naam=f"Persoon {number}")
    with django_assert_num_queries(len(few)):
        ask_report()


def test_a_privacy_officer_sees_the_own_municipality(wim, noor) -> None:
    petra = actor_of(make_gebruiker(rol="privacy", naam="Petra Lammers"), "privacy")
    make_gebruiker(partij="0363", naam="Amina Pinas")
    names = {one.naam for one in make_rapport(kwartaal="2026-4", door=petra, now=NU).regels}
    assert names == {"Noor de Wit", "Petra Lammers"}
    with pytest.raises(GeenToegang):
        make_rapport(kwartaal="2026-4", door=actor_of(noor, "coordinator"), now=NU)


def test_a_quarter_is_confirmed_once_when_it_is_over_and_as_it_was_seen(wim, noor) -> None:
    seen = make_rapport(kwartaal="2026-3", door=wim, now=NU).vingerafdruk
    with pytest.raises(Weigering, match="kwartaal_loopt"):
        confirm_rapport(kwartaal="2026-4", vingerafdruk=seen, opmerking="", door=wim, now=NU)
    with pytest.raises(Weigering, match="rechten_veranderd"):
        confirm_rapport(kwartaal="2026-3", vingerafdruk="x", opmerking="", door=wim, now=NU)
    confirm_rapport(kwartaal="2026-3", vingerafdruk=seen, opmerking="Goed", door=wim, now=NU)
    after = make_rapport(kwartaal="2026-3", door=wim, now=NU)
    assert (after.bevestigd_op, after.bevestigd_door) == (NU, "Wim Scholten")
    with pytest.raises(Weigering, match="kwartaal_bevestigd"):
        confirm_rapport(kwartaal="2026-3", vingerafdruk=seen, opmerking="", door=wim, now=NU)
    with pytest.raises(GeenToegang):
        confirm_rapport(
            kwartaal="2026-3", vingerafdruk=seen, opmerking="", door=system_actor(herkomst="test"), now=NU
        )


def test_it_reminds_until_somebody_confirmed(wim) -> None:
    make_gebruiker(rol="privacy", email="petra@haarlem.example", naam="Petra Lammers")
    assert remind_rechtencontrole(adres="https://x/", now=NU) == 2
    assert remind_rechtencontrole(adres="https://x/", now=NU + timedelta(days=1)) == 0
    assert {one.to[0] for one in mail.outbox} == {"wim@meldpunt.example", "petra@haarlem.example"}
    Rechtencontrole.objects.filter(bereik="meldpunt").update(bevestigd_op=NU, bevestigd_door=wim.gebruiker)
    assert remind_rechtencontrole(adres="https://x/", now=NU + timedelta(days=15)) == 1


@pytest.mark.parametrize(
    ("kwartaal", "days"),
    [("2026-1", (date(2026, 1, 1), date(2026, 3, 31))), ("2026-4", (date(2026, 10, 1), date(2026, 12, 31)))],
)
def test_a_quarter_has_its_days(kwartaal, days) -> None:
    assert days_of(kwartaal) == days


@pytest.mark.parametrize("wrong", ["2026-5", "2026", "2026-0", "26-1", "2026-4x"])
def test_it_refuses_what_is_no_quarter(wrong) -> None:
    with pytest.raises(Weigering, match="kwartaal_ongeldig"):
        days_of(wrong)


def test_the_last_quarter_is_the_one_before() -> None:
    assert vorig_kwartaal(date(2027, 1, 1)) == "2026-4"
    assert vorig_kwartaal(VANDAAG) == "2026-3"


def test_the_command_prints_the_report(wim, capsys) -> None:
    call_command("rechtenrapport", kwartaal="2026-4")
    out = capsys.readouterr().out
    assert "Wim Scholten" in out
    with pytest.raises(CommandError, match="kwartaal_ongeldig"):
        call_command("rechtenrapport", kwartaal="2026-9")


def test_the_first_two_of_beheer_come_from_the_machine_and_only_them(capsys) -> None:
    two = [["wim@meldpunt.example", "Wim Scholten"], ["ilse@meldpunt.example", "Ilse Bakker"]]
    with pytest.raises(CommandError, match="vier_ogen"):
        call_command("beheerders", "--beheerder", *two[0])
    call_command("beheerders", "--beheerder", *two[0], "--beheerder", *two[1])
    assert capsys.readouterr().out.count("/aanmelden/wachtwoord/") == 2
    with pytest.raises(CommandError, match="beheerder_is_er"):
        call_command(
            "beheerders", "--beheerder", "x@m.example", "Xa Ya", "--beheerder", "z@m.example", "Za Ya"
        )


def bron(**meer: Any) -> Nieuwebron:
    given: dict[str, Any] = {
        "naam": "Haarlem", "partijsoort": "gemeente", "partij": "0392", "issuer": "https://idp.haarlem.nl",
        "client_id": "m", "geheim": "g", "domeinen": ("haarlem.nl",), "rolclaim": "", "rollen": {}, "acr": (),
        "amr": (), **meer,
    }  # fmt: skip
    return Nieuwebron(**given)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"issuer": "http://idp.haarlem.nl"}, "issuer_onveilig"),
        ({"domeinen": ("gmail.com",)}, "domein_ongeldig"),
        ({"domeinen": ("haarlem",)}, "domein_ongeldig"),
        ({"domeinen": ()}, "domein_ongeldig"),
        ({"rollen": {"chefs": "coordinator"}}, "recht_bijzonder"),
        ({"rollen": {"x": "partner"}}, "rol_past_niet"),
    ],
)
def test_it_refuses_a_provider_that_gives_too_much(wim, wrong, code) -> None:
    with pytest.raises(Weigering, match=code):
        create_bron(bron=bron(**wrong), door=wim, now=NU)


def test_a_domain_has_one_provider(wim) -> None:
    create_bron(bron=bron(), door=wim, now=NU)
    with pytest.raises(Weigering, match="domein_bezet"):
        create_bron(bron=bron(issuer="https://elders.nl"), door=wim, now=NU)


def test_only_beheer_adds_a_provider(noor) -> None:
    with pytest.raises(GeenToegang):
        create_bron(bron=bron(), door=actor_of(noor, "coordinator"), now=NU)
