"""The question ‘still open?’, its answers, silence, the acknowledgement and the notice of a list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories import NU, deliver, make_actor, make_gebruiker, make_regel
from tests.slices.terugkoppeling.partnerwereld import (
    SYSTEEM,
    make_gedeeld,
    make_partners,
    say,
    signaal_of,
    speak_for,
    take,
    tell,
)
from tests.slices.terugkoppeling.test_opschortingen import HZ, make_lijst

from meldpunt.aanlevering.models import Partnerbericht
from meldpunt.matching.models import Zaak
from meldpunt.partijen.models import Openbaarmakingstekening, Werkprotocol
from meldpunt.partijen.tekening import list_tekenstanden, sign_tabel
from meldpunt.terugkoppeling.bevestigen import Berichtkeuze, confirm_terugkoppelingen
from meldpunt.terugkoppeling.models import Navraag, Terugkoppeling
from meldpunt.terugkoppeling.navragen import answer_navraag, ask_navraag, close_due_navragen
from meldpunt.terugkoppeling.selectie import get_selectiebericht, tell_left_out
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)


def ask(zaak: Zaak) -> int:
    return ask_navraag(zaak=zaak.id, gemeente="0392", door=make_actor(), now=NU)


def test_it_asks_every_partner_once_with_the_term_of_the_werkprotocol() -> None:
    _, _, zaak = make_gedeeld()
    Werkprotocol.objects.update(navraag_werkdagen=3)
    assert ask(zaak) == 2
    # Monday; three working days on is Thursday.
    assert set(Navraag.objects.values_list("antwoord_tot", flat=True)) == {date(2026, 10, 29)}
    with pytest.raises(Weigering, match="navraag_loopt"):
        ask(zaak)
    assert Navraag.objects.count() == 2


def test_it_asks_nothing_about_a_zaak_in_which_nothing_is_open() -> None:
    pwn, vitens, zaak = make_gedeeld()
    take(zaak)
    say(pwn)
    say(vitens)
    with pytest.raises(Weigering, match="niets_open"):
        ask(zaak)


def test_still_open_changes_nothing_and_lets_contact_go_on() -> None:
    pwn, _, zaak = make_gedeeld()
    ask(zaak)
    question = Navraag.objects.get(partner=pwn)
    answer_navraag(navraag=question.id, antwoord="open", door=speak_for(pwn), now=NU)
    question.refresh_from_db()
    assert (question.antwoord, question.beantwoord_op) == ("open", NU)
    assert Zaak.objects.get().aantal == 2
    with pytest.raises(Weigering, match="vraag_gesloten"):
        answer_navraag(navraag=question.id, antwoord="betaald", door=speak_for(pwn), now=NU)


def test_any_other_answer_corrects_the_zaak_by_the_same_act() -> None:
    pwn, _, zaak = make_gedeeld()
    ask(zaak)
    question = Navraag.objects.get(partner=pwn)
    answer_navraag(navraag=question.id, antwoord="betaald", door=speak_for(pwn), now=NU)
    question.refresh_from_db()
    assert question.antwoord == "betaald"
    assert Partnerbericht.objects.get().soort == "betaald"
    assert Zaak.objects.get().aantal == 1


def test_a_message_closes_the_question_that_waits() -> None:
    pwn, _, zaak = make_gedeeld()
    ask(zaak)
    say(pwn, soort="bezwaar")
    assert Navraag.objects.get(partner=pwn).antwoord == "bezwaar"
    assert Navraag.objects.exclude(partner=pwn).get().beantwoord_op is None


def test_silence_means_open_but_only_after_the_last_day() -> None:
    _, _, zaak = make_gedeeld()
    ask(zaak)
    last = NU + timedelta(days=2)
    assert close_due_navragen(door=SYSTEEM, now=last) == 0
    assert close_due_navragen(door=SYSTEEM, now=last + timedelta(days=1)) == 2
    assert set(Navraag.objects.values_list("antwoord", flat=True)) == {"geen_antwoord"}
    assert Zaak.objects.get().aantal == 2
    assert ask(zaak) == 2


def test_nobody_answers_for_another_and_nobody_asks_about_a_zaak_of_another() -> None:
    pwn, vitens, zaak = make_gedeeld()
    ask(zaak)
    question = Navraag.objects.get(partner=pwn)
    with pytest.raises(Navraag.DoesNotExist):
        answer_navraag(navraag=question.id, antwoord="open", door=speak_for(vitens), now=NU)
    with pytest.raises(GeenToegang):
        answer_navraag(navraag=question.id, antwoord="open", door=make_actor(), now=NU)
    with pytest.raises(GeenToegang):
        ask_navraag(
            zaak=zaak.id,
            gemeente="0392",
            door=make_actor(partij="0344", gemeenten=["0344"]),
            now=NU,
        )
    with pytest.raises(Weigering, match="antwoord_onbekend"):
        answer_navraag(navraag=question.id, antwoord="bezwaar", door=speak_for(pwn), now=NU)


def test_a_partner_acknowledges_one_or_all_of_a_filter_and_never_another_s() -> None:
    pwn, vitens, zaak = make_gedeeld()
    take(zaak)
    tell()
    own, other = Terugkoppeling.objects.get(partner=pwn), Terugkoppeling.objects.get(partner=vitens)
    keuze = Berichtkeuze(sleutels=[own.id, other.id])
    assert confirm_terugkoppelingen(keuze=keuze, door=speak_for(pwn), now=NU) == 1
    assert confirm_terugkoppelingen(keuze=keuze, door=speak_for(pwn), now=NU) == 0
    other.refresh_from_db()
    assert other.bevestigd_op is None
    everything = Berichtkeuze(code="in_behandeling", tot_en_met=other.id)
    assert confirm_terugkoppelingen(keuze=everything, door=speak_for(vitens), now=NU) == 1
    assert confirm_terugkoppelingen(keuze=Berichtkeuze(), door=speak_for(vitens), now=NU) == 0
    with pytest.raises(GeenToegang):
        confirm_terugkoppelingen(keuze=keuze, door=make_actor(), now=NU)


def test_a_list_tells_what_it_left_out_once_and_the_notice_counts_it() -> None:
    pwn, vitens = make_partners(convenant=HZ)
    alone = deliver(
        partner=pwn,
        convenant=HZ,
        regels=[make_regel(klantnummer="A1"), make_regel(klantnummer="A2", huisnummer="99")],
    )
    deliver(partner=vitens, convenant=HZ, regels=[make_regel(klantnummer="V1")])
    before = get_selectiebericht(aanlevering=alone.id, door=speak_for(pwn))
    assert (before.telling["wacht"], before.uiterlijk) == (2, alone.datum + timedelta(days=28))
    from meldpunt.matching.lijst import preview_lijst
    from meldpunt.matching.vaststelling import confirm_lijst

    voorstel = preview_lijst(
        gemeente="0392", convenant=HZ, peildatum=NU.date(), door=make_actor(rol="coordinator")
    )
    confirm_lijst(
        gemeente="0392",
        convenant=HZ,
        peildatum=NU.date(),
        vingerafdruk=voorstel.vingerafdruk,
        door=SYSTEEM,
        now=NU,
    )
    tell()
    after = get_selectiebericht(aanlevering=alone.id, door=speak_for(pwn))
    assert after.telling == {"opgepakt": 1, "niet_opgepakt": 1, "wacht": 0, "afgemeld": 0}
    assert tell_left_out(door=SYSTEEM, now=NU) is False
    with pytest.raises(type(alone).DoesNotExist):
        get_selectiebericht(aanlevering=alone.id, door=speak_for(vitens))


def test_the_notice_counts_what_the_partner_took_back_apart() -> None:
    pwn, _, _ = make_lijst()
    say(pwn)
    notice = get_selectiebericht(aanlevering=signaal_of(pwn).aanlevering_id, door=speak_for(pwn))
    assert notice.telling["afgemeld"] == 1


def test_a_signature_holds_for_the_text_that_was_shown() -> None:
    make_partners()
    today = NU.date()
    (stand,) = list_tekenstanden(on=today, gemeenten=["0392"])
    assert stand.stand == "ongetekend"
    officer = make_gebruiker(rol="privacy", naam="Petra Lammers")
    door = make_actor(rol="privacy", gebruiker=officer.id)

    def sign(mark: str) -> bool:
        return sign_tabel(
            gemeente="0392", convenant="landelijk", vingerafdruk=mark, door=door, now=NU, on=today
        )

    with pytest.raises(Weigering, match="tabel_veranderd"):
        sign("0" * 64)
    assert sign(stand.vingerafdruk) is True
    assert sign(stand.vingerafdruk) is False
    (signed,) = list_tekenstanden(on=today, gemeenten=["0392"])
    assert (signed.stand, signed.getekend_door, signed.waarschuwing) == ("getekend", "Petra Lammers", "")
    Openbaarmakingstekening.objects.update(vingerafdruk="0" * 64)
    (changed,) = list_tekenstanden(on=today, gemeenten=["0392"])
    assert (changed.stand, bool(changed.waarschuwing)) == ("veranderd", True)


@pytest.mark.parametrize(
    ("rol", "gemeenten"), [("privacy", ["0344"]), ("coordinator", ["0392"]), ("systeem", ["0392"])]
)
def test_only_a_privacy_officer_of_the_municipality_signs(rol: str, gemeenten: list[str]) -> None:
    make_partners()
    (stand,) = list_tekenstanden(on=NU.date(), gemeenten=["0392"])
    person = make_gebruiker()
    with pytest.raises(GeenToegang):
        sign_tabel(
            gemeente="0392",
            convenant="landelijk",
            vingerafdruk=stand.vingerafdruk,
            door=make_actor(rol=rol, gemeenten=gemeenten, gebruiker=person.id),
            now=NU,
            on=NU.date(),
        )
    assert not Openbaarmakingstekening.objects.exists()
