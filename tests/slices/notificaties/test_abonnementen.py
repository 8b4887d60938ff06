"""What a partner may ask for, what it may not, and what an operator decides."""

from __future__ import annotations

import pytest
from django.test import override_settings
from tests.factories import NU, make_actor, make_partner
from tests.slices.notificaties.wereld import (
    ALLES,
    BEHEER,
    allow_all,
    ask_for,
    make_notificatie,
    speak_for,
)

from meldpunt.audit.models import Logregel
from meldpunt.notificaties import actions
from meldpunt.notificaties.actions import Aanvraag, create_abonnement
from meldpunt.notificaties.hosts import allow_host, count_asked, list_hosts, refuse_host
from meldpunt.notificaties.models import Abonnement, Ontvangsthost
from meldpunt.notificaties.queries import (
    count_mislukt,
    get_abonnement,
    get_notificatie,
    list_abonnementen,
    list_notificaties,
)
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db
GOED = "https://haak.pwn.example/meldpunt"


def refused(adres: str = GOED, *, naam: str = "x", soorten: tuple[str, ...] = ALLES) -> str:
    aanvraag = Aanvraag(naam, adres, soorten)
    with pytest.raises(Weigering) as no:
        create_abonnement(aanvraag=aanvraag, door=speak_for(make_partner()), now=NU)
    return str(no.value)


@pytest.mark.parametrize(
    ("adres", "code"),
    [
        ("http://haak.pwn.example/", "uitgaand_https"),
        ("https://naam:geheim@haak.pwn.example/", "uitgaand_adres"),
        ("https://haak.pwn.example:22/", "uitgaand_poort"),
        ("https://haak.pwn.example/#deel", "abonnement_adres"),
        ("https://haak.pwn.example/" + "a" * 500, "abonnement_adres"),
        ("ftp://haak.pwn.example/", "uitgaand_https"),
        ("https://", "uitgaand_host"),
        ("niets", "uitgaand_https"),
    ],
)
def test_it_refuses_an_address_that_cannot_be(adres: str, code: str) -> None:
    assert f"[{code}]" in refused(adres)
    assert not Abonnement.objects.exists()
    assert not Ontvangsthost.objects.exists()


@pytest.mark.parametrize("adres", ["https://10.0.0.8/", "https://127.0.0.1/", "https://[::1]/"])
def test_it_refuses_a_number_for_a_name_outside_the_demo(adres: str) -> None:
    with override_settings(DEMO=False):
        assert "is een nummer" in refused(adres)


def test_it_refuses_a_name_that_is_empty_and_an_event_that_does_not_exist() -> None:
    assert "[abonnement_naam]" in refused(naam="  ")
    assert "[abonnement_gebeurtenis]" in refused(soorten=())
    assert "'zaak_gesloten' is geen gebeurtenis" in refused(soorten=("zaak_gesloten",))


def test_it_asks_for_a_host_once_per_partner_and_remembers_what_was_decided() -> None:
    pwn, eneco = make_partner(), make_partner(sleutel="eneco", naam="Eneco")
    ask_for(pwn, GOED)
    ask_for(pwn, "https://HAAK.pwn.example/ander")
    ask_for(eneco, GOED)
    assert [(one.host, one.partner, one.abonnementen, one.stand) for one in list_hosts(door=BEHEER)] == [
        ("haak.pwn.example", "PWN", 2, "gevraagd"),
        ("haak.pwn.example", "Eneco", 1, "gevraagd"),
    ]
    host = Ontvangsthost.objects.get(partner=pwn)
    with pytest.raises(Weigering, match="reden_ontbreekt"):
        refuse_host(host=host.id, reden=" ", door=BEHEER, now=NU)
    refuse_host(host=host.id, reden="Onbekende server", door=BEHEER, now=NU)
    assert (count_asked(door=BEHEER), list_abonnementen(door=speak_for(pwn))[0].host_reden) == (
        1,
        "Onbekende server",
    )
    allow_host(host=host.id, door=BEHEER, now=NU)
    assert list_abonnementen(door=speak_for(pwn))[0].host_stand == "toegestaan"
    assert [
        line.handeling for line in Logregel.objects.filter(objectsoort="ontvangsthost").order_by("id")
    ] == ["ontvangsthost_geweigerd", "ontvangsthost_toegestaan"]


def test_it_lets_a_partner_have_ten_and_not_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "HOOGSTENS", 2)
    pwn = make_partner()
    ask_for(pwn, GOED)
    ask_for(pwn, GOED)
    assert "[abonnement_te_veel]" in refused()


def test_it_lets_nobody_else_decide_or_subscribe() -> None:
    pwn = make_partner()
    ask_for(pwn, GOED)
    host = Ontvangsthost.objects.get()
    for act in (
        lambda: allow_host(host=host.id, door=speak_for(pwn), now=NU),
        lambda: refuse_host(host=host.id, reden="x", door=speak_for(pwn), now=NU),
        lambda: list_hosts(door=speak_for(pwn)),
        lambda: create_abonnement(aanvraag=Aanvraag("x", GOED, ALLES), door=make_actor(), now=NU),
        lambda: create_abonnement(aanvraag=Aanvraag("x", GOED, ALLES), door=BEHEER, now=NU),
    ):
        with pytest.raises(GeenToegang):
            act()


@pytest.mark.parametrize("act", ["pause", "resume", "end", "renew", "confirm", "proef", "repeat"])
def test_it_knows_no_subscription_of_another_partner(act: str) -> None:
    begonnen = ask_for(make_partner(), GOED)
    other = speak_for(make_partner(sleutel="eneco", naam="Eneco"))
    acts = {
        "pause": actions.pause_abonnement,
        "resume": actions.resume_abonnement,
        "end": actions.end_abonnement,
        "renew": actions.renew_geheim,
        "confirm": actions.confirm_again,
        "proef": actions.send_proef,
        "repeat": actions.repeat_notificaties,
    }
    extra = {"keuze": None} if act == "repeat" else {}
    with pytest.raises(Abonnement.DoesNotExist):
        acts[act](abonnement=begonnen.id, door=other, now=NU, **extra)  # type: ignore[operator]


def test_it_shows_a_partner_its_own_and_nothing_of_another() -> None:
    pwn, eneco = make_partner(), make_partner(sleutel="eneco", naam="Eneco")
    begonnen = ask_for(pwn, GOED)
    message = make_notificatie(begonnen.id, pwn, status="mislukt", afgerond_op=NU)
    own, other = speak_for(pwn), speak_for(eneco)
    assert [row.id for row in list_notificaties(abonnement=begonnen.id, status="mislukt", door=own)] == [
        message.id
    ]
    assert count_mislukt(door=own) == {begonnen.id: 1}
    assert list_notificaties(abonnement=begonnen.id, status="mislukt", door=other) == []
    assert (list_abonnementen(door=other), count_mislukt(door=other)) == ([], {})
    with pytest.raises(Abonnement.DoesNotExist):
        get_abonnement(begonnen.id, door=other)
    with pytest.raises(type(message).DoesNotExist):
        get_notificatie(message.id, door=other)


def test_it_refuses_an_act_that_does_not_fit_the_state() -> None:
    pwn = make_partner()
    begonnen, door = ask_for(pwn, GOED), speak_for(pwn)
    allow_all()
    for act in (actions.pause_abonnement, actions.resume_abonnement, actions.send_proef):
        with pytest.raises(Weigering, match="abonnement_status"):
            act(abonnement=begonnen.id, door=door, now=NU)
    actions.end_abonnement(abonnement=begonnen.id, door=door, now=NU)
    for act in (actions.end_abonnement, actions.renew_geheim, actions.confirm_again):
        with pytest.raises(Weigering, match="abonnement_status"):
            act(abonnement=begonnen.id, door=door, now=NU)
