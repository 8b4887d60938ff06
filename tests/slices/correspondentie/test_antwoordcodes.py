"""The code of a letter: what it opens, for how long, and what is left of it in the database."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import NU, deliver, make_actor, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt import pipeline
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.audit.models import Logregel
from meldpunt.correspondentie import antwoordcodes
from meldpunt.correspondentie.antwoordcodes import (
    ALFABET,
    GELDIG,
    LENGTE,
    NA_SLUITEN,
    answer_with_code,
    find_code,
    find_codestand,
    issue_code,
    read_code,
    settle_antwoord,
    short_path,
    try_code,
    withdraw_codes,
    withdraw_ended_codes,
)
from meldpunt.correspondentie.models import Antwoordcode
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.actions import close_zaak, take_zaak
from meldpunt.opvolging.models import Bewonersantwoord
from meldpunt.rules.antwoorden import Antwoord
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.tellers import TeVaak
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)
INWONER = system_actor(herkomst="inwoner")
SYSTEEM = system_actor(herkomst="test")
GEEN_CONTACT = "Definitief geen contact kunnen krijgen"


def make_zaak(*, gemeente: str = "0392", naam: str = "Haarlem", postcode: str = "2011AA") -> Zaak:
    pwn = make_partner()
    make_deelname(gemeente=gemeente, naam=naam, partners=[pwn], postcodes=[f"{postcode[:4]}-{postcode[:4]}"])
    deliver(partner=pwn, regels=[make_regel(klantnummer=gemeente, postcode=postcode)])
    return Zaak.objects.get(gemeente=gemeente)


def make_code(zaak: Zaak, **anders: object) -> str:
    given = {"persoon": zaak.adressignaal, "kanaal": "brief", "verzending": None, "now": NU} | anders
    return issue_code(zaak=zaak.id, gemeente=zaak.gemeente_id, **given)  # type: ignore[arg-type]


def close(zaak: Zaak) -> None:
    door = make_actor(gebruiker=make_gebruiker().id)
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
    close_zaak(zaak=zaak.id, gemeente="0392", eindresultaat=GEEN_CONTACT, door=door, now=NU)


def answer(code: str, soort: str = "al_betaald", **anders: object) -> None:
    stand = find_code(tekst=code, now=NU)
    assert stand is not None
    answer_with_code(
        code=stand.id,
        gemeente=stand.gemeente,
        antwoord=Antwoord(soort=soort, **anders),  # type: ignore[arg-type]
        door=INWONER,
        now=NU,
    )


def test_a_code_has_fifty_bits_in_signs_that_are_not_taken_for_another() -> None:
    assert len(set(ALFABET)) ** LENGTE >= 2**50
    assert not set("ILOU") & set(ALFABET)
    codes = {make_code(make_zaak()) for _ in range(1)}
    zaak = Zaak.objects.get()
    codes |= {make_code(zaak) for _ in range(50)}
    assert len(codes) == 51
    assert all(
        len(code) == 11 and code[5] == "-" and not set(read_code(code)) - set(ALFABET) for code in codes
    )


def test_it_is_kept_nowhere_in_readable_form() -> None:
    code = make_code(make_zaak())
    kept = serializers.serialize("json", Antwoordcode.objects.all()) + serializers.serialize(
        "json", Logregel.objects.all()
    )
    assert read_code(code) not in kept
    assert code not in kept
    assert len(Antwoordcode.objects.get().code_hash) == 64


@pytest.mark.parametrize(
    "typed",
    [
        lambda c: c.lower(),
        lambda c: c.replace("-", ""),
        lambda c: f"  {c.replace('-', ' ')} ",
        lambda c: c.replace("0", "o"),
        lambda c: c.replace("1", "l"),
        lambda c: c.replace("1", "I").replace("0", "O"),
    ],
)
def test_it_reads_a_code_as_people_type_it(monkeypatch: pytest.MonkeyPatch, typed) -> None:
    signs = iter("0123ABCD10")
    monkeypatch.setattr(antwoordcodes.secrets, "choice", lambda _: next(signs))
    code = make_code(make_zaak())
    assert code == "0123A-BCD10"
    found = find_code(tekst=typed(code), now=NU)
    assert found is not None
    assert (found.gemeente, found.gemeentenaam) == ("0392", "Haarlem")


def test_an_earlier_code_stays_valid_beside_a_later_one() -> None:
    zaak = make_zaak()
    first, second = make_code(zaak), make_code(zaak, kanaal="kaartje")
    assert find_code(tekst=first, now=NU) is not None
    assert find_code(tekst=second, now=NU) is not None


def test_unknown_lapsed_and_withdrawn_are_the_same_answer_of_the_same_question() -> None:
    zaak = make_zaak()
    lapsed = make_code(zaak, now=NU - GELDIG)
    withdrawn = make_code(zaak)
    withdraw_codes(zaak=zaak.id, gemeente="0392", persoon=None, door=SYSTEEM, now=NU)
    asked = []
    for code in ("ZZZZZ-ZZZZZ", lapsed, withdrawn, "x", ""):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert find_code(tekst=code, now=NU) is None
        asked.append([query["sql"].split("code_hash")[0] for query in queries])
    assert all(one == asked[0] and len(one) == 1 for one in asked)


def test_a_code_survives_a_new_secret_as_long_as_the_old_one_is_named(settings) -> None:
    code = make_code(make_zaak())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-for-the-test"
    assert find_code(tekst=code, now=NU) is not None
    settings.SECRET_KEY_FALLBACKS = []
    assert find_code(tekst=code, now=NU) is None


def test_guessing_is_stopped_for_one_sender_and_a_right_code_does_not_help_then() -> None:
    code = make_code(make_zaak())
    for number in range(20):
        assert try_code(tekst=f"GUESS{number:05}", afzender="192.0.2.1", now=NU) is None
    with pytest.raises(TeVaak):
        try_code(tekst=code, afzender="192.0.2.1", now=NU)
    assert try_code(tekst=code, afzender="192.0.2.2", now=NU) is not None


def test_guessing_from_many_addresses_is_stopped_for_all_of_them_together() -> None:
    for number in range(120):
        try_code(tekst="GUESS", afzender=f"198.51.100.{number}", now=NU)
    with pytest.raises(TeVaak):
        try_code(tekst="GUESS", afzender="203.0.113.9", now=NU)


def test_an_answer_needs_the_reply_page_and_a_valid_code() -> None:
    code = make_code(make_zaak())
    stand = find_code(tekst=code, now=NU)
    assert stand is not None
    given = {"code": stand.id, "antwoord": Antwoord(soort="geen_hulp")}
    with pytest.raises(GeenToegang):
        answer_with_code(**given, gemeente="0392", door=make_actor(), now=NU)
    with pytest.raises(Weigering, match="code_onbekend"):
        answer_with_code(**given, gemeente="0344", door=INWONER, now=NU)
    with pytest.raises(Weigering, match="code_onbekend"):
        answer_with_code(**given, gemeente="0392", door=INWONER, now=NU + GELDIG)
    assert not Bewonersantwoord.objects.exists()


def test_who_answers_on_and_on_is_stopped() -> None:
    code = make_code(make_zaak())
    for number in range(20):
        answer(code, opmerking=f"antwoord {number}")
    with pytest.raises(TeVaak):
        answer(code, opmerking="nog een")
    assert Bewonersantwoord.objects.filter(vervangen_op=None).get().opmerking == "antwoord 19"


def test_two_municipalities_stay_apart() -> None:
    haarlem, utrecht = make_zaak(), make_zaak(gemeente="0344", naam="Utrecht", postcode="3511AA")
    one, other = make_code(haarlem), make_code(utrecht)
    answer(one)
    assert set(Bewonersantwoord.objects.values_list("gemeente", "zaak")) == {("0392", haarlem.id)}
    found = find_code(tekst=other, now=NU)
    assert found is not None
    assert found.gemeentenaam == "Utrecht"
    assert find_codestand(code=found.id, gemeente="0392", now=NU) is None
    withdraw_codes(zaak=haarlem.id, gemeente="0392", persoon=None, door=SYSTEEM, now=NU)
    assert find_code(tekst=other, now=NU) is not None


def test_what_still_comes_after_closing_lands_and_later_nothing_does() -> None:
    zaak = make_zaak()
    code = make_code(zaak)
    close(zaak)
    answer(code)
    zaak.refresh_from_db()
    assert (zaak.status, "inwoner_antwoordde" in zaak.markeringen) == ("gesloten", True)
    later = NU + NA_SLUITEN + timedelta(minutes=1)
    assert find_code(tekst=code, now=later) is None
    pipeline.run_daily(door=SYSTEEM, clock=lambda: later)
    assert Antwoordcode.objects.get().ingetrokken_op == later
    assert Logregel.objects.get(handeling="antwoordcodes_ingetrokken").waarden == {"aantal": 1}


def test_codes_end_when_the_persons_are_destroyed() -> None:
    zaak = make_zaak()
    code = make_code(zaak)
    assert withdraw_ended_codes(door=SYSTEEM, now=NU) == 0
    SignaalPersoon.objects.all().delete()
    assert withdraw_ended_codes(door=SYSTEEM, now=NU) == 1
    assert find_code(tekst=code, now=NU) is None


def test_who_is_not_the_one_loses_the_codes_when_a_person_has_looked_at_it() -> None:
    zaak = make_zaak()
    code, card = make_code(zaak), make_code(zaak, kanaal="kaartje")
    answer(code, "niet_ik")
    assert find_code(tekst=card, now=NU) is not None
    door = make_actor(gebruiker=make_gebruiker().id)
    settle_antwoord(
        antwoord=Bewonersantwoord.objects.get().id, zaak=zaak.id, gemeente="0392", door=door, now=NU
    )
    assert find_code(tekst=code, now=NU) is None
    assert find_code(tekst=card, now=NU) is None


def test_the_log_tells_that_there_was_an_answer_and_not_what_was_written() -> None:
    code = make_code(make_zaak())
    answer(code, opmerking="Ik heb het geheim betaald")
    line = Logregel.objects.get(handeling="antwoord_ontvangen")
    assert (line.herkomst, line.gebruiker) == ("inwoner", None)
    assert line.waarden["soort"] == "al_betaald"
    assert "geheim" not in json.dumps(line.waarden)


def test_the_short_link_holds_the_code_without_its_hyphen() -> None:
    assert short_path("0123a-bcd10") == "/r/0123ABCD10"
