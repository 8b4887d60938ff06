"""The matching beside people at work: nobody's decision is overwritten, and no signaal is lost in a closed zaak."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.factories import NU, deliver, make_actor, make_deelname, make_gebruiker, make_partner, make_regel
from tests.slices.gelijktijdig import between

from meldpunt import pipeline
from meldpunt.aanlevering.actions import recall_aanlevering
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.matching import actions, intrekking
from meldpunt.matching.actions import decide_persoon
from meldpunt.matching.bekend import load_bekend
from meldpunt.matching.models import Matchrun, Persoonsvraag, Zaak, Zaaksignaal
from meldpunt.opvolging.actions import close_zaak, reopen_zaak, take_zaak
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)
GEEN_CONTACT = "Definitief geen contact kunnen krijgen"
LATER = date(2026, 10, 26)


def world(*, geboortedatum: str = "1980-05-01") -> tuple[Zaak, Actor]:
    """One zaak of PWN, in hand of a case worker; Elan Wonen can report on the same address."""
    pwn, elan = make_partner(), make_partner(sleutel="elan-wonen", naam="Elan Wonen", type="Huur")
    make_deelname(partners=[pwn, elan])
    deliver(partner=pwn, regels=[make_regel(geboortedatum=geboortedatum)])
    zaak, door = Zaak.objects.get(), make_actor(gebruiker=make_gebruiker().id)
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
    return zaak, door


def bring(*, klantnummer: str = "H1", geboortedatum: str = "1980-05-01") -> Aanlevering:
    regel = make_regel(klantnummer=klantnummer, type_vordering="huur", geboortedatum=geboortedatum)
    return deliver(partner=make_partner(sleutel="elan-wonen"), regels=[regel], datum=LATER)


def test_a_signaal_that_arrives_while_the_zaak_is_closed_starts_the_next_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    zaak, door = world()
    where = {"zaak": zaak.id, "gemeente": "0392", "door": door, "now": NU}
    session = between(
        monkeypatch,
        actions,
        "form_zaken",
        lambda: close_zaak(**where, eindresultaat=GEEN_CONTACT),  # type: ignore[arg-type]
    )
    aanlevering = bring()
    session.finish()
    assert session.fout is None
    assert aanlevering.gematcht_op is not None
    assert Zaaksignaal.objects.filter(zaak=zaak).count() == 1
    nieuw = Zaak.objects.exclude(id=zaak.id).get()
    assert (nieuw.status, nieuw.opeenvolgend_op) == ("nieuw", zaak.id)
    assert Matchrun.objects.filter(aanlevering=aanlevering).count() == 1


def test_a_decision_about_persons_outlives_the_matching_that_runs_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    zaak, door = world()
    bring(geboortedatum="")
    vraag = Persoonsvraag.objects.get()
    session = between(
        monkeypatch,
        actions,
        "form_zaken",
        lambda: decide_persoon(
            vraag=vraag.id, gemeente="0392", zelfde=True, was=None, toelichting="", door=door, now=NU
        ),
    )
    regel = make_regel(klantnummer="K9", bedrag="9,00")
    deliver(partner=make_partner(), regels=[regel], datum=LATER, now=NU + timedelta(minutes=1))
    session.finish()
    assert session.fout is None
    zaak.refresh_from_db()
    assert zaak.vragen_open == 0
    assert Zaaksignaal.objects.filter(zaak=zaak).values("persoon").distinct().count() == 1


def test_a_new_list_of_known_addresses_does_not_undo_a_delivery_beside_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pwn, elan = make_partner(), make_partner(sleutel="elan-wonen", naam="Elan Wonen", type="Huur")
    make_deelname(partners=[pwn, elan])
    deliver(partner=pwn, regels=[make_regel()])
    bestand = tmp_path / "bekend.csv"
    bestand.write_text("postcode;huisnummer;reden\n2011AA;12;uitkering\n")
    session = between(monkeypatch, actions, "describe_zaken", bring)
    load_bekend(
        gemeente="0392", bestand=bestand, naam="bekend.csv", door=make_actor(rol="coordinator"), now=NU
    )
    session.finish()
    assert session.fout is None
    zaak = Zaak.objects.get()
    assert (zaak.aantal, zaak.bekend) == (2, True)


def test_a_zaak_that_somebody_takes_during_a_recall_is_not_taken_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_deelname(partners=[make_partner()])
    aanlevering = deliver(partner=make_partner(), regels=[make_regel()])
    zaak, door = Zaak.objects.get(), make_actor(gebruiker=make_gebruiker().id)
    recall(aanlevering)
    session = between(
        monkeypatch,
        intrekking,
        "_apply",
        lambda: take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU),
    )
    put_right(aanlevering)
    session.finish()
    zaak.refresh_from_db()
    # Whoever came first wins, and the other hears it.
    assert (zaak.status, session.fout is None) in {("vervallen", False), ("in_behandeling", True)}


def test_a_zaak_that_is_closed_during_a_recall_keeps_its_signalen(monkeypatch: pytest.MonkeyPatch) -> None:
    zaak, door = world()
    bring()
    recall(aanlevering := Aanlevering.objects.order_by("id")[0])
    where = {"zaak": zaak.id, "gemeente": "0392", "door": door, "now": NU}
    session = between(
        monkeypatch,
        intrekking,
        "_apply",
        lambda: close_zaak(**where, eindresultaat=GEEN_CONTACT),  # type: ignore[arg-type]
    )
    put_right(aanlevering)
    session.finish()
    zaak.refresh_from_db()
    assert (zaak.status, zaak.markeringen) == ("gesloten", ["nieuw_signaal", "signaal_ingetrokken"])
    assert Zaaksignaal.objects.filter(zaak=zaak).count() == 2


def recall(aanlevering: Aanlevering) -> None:
    recall_aanlevering(
        aanlevering=aanlevering.id, reden="verkeerd bestand", door=system_actor(herkomst="test"), now=NU
    )


def put_right(aanlevering: Aanlevering) -> None:
    pipeline.run_aanlevering(
        aanlevering=aanlevering.id, door=system_actor(herkomst="test"), clock=lambda: NU + timedelta(hours=1)
    )
    aanlevering.refresh_from_db()
    assert aanlevering.intrekking_verwerkt_op is not None


def test_a_second_answer_to_a_question_is_not_put_over_a_first_that_the_page_did_not_show() -> None:
    _, door = world()
    bring(geboortedatum="")
    vraag = Persoonsvraag.objects.get()
    where = {"vraag": vraag.id, "gemeente": "0392", "toelichting": "", "door": door, "now": NU}
    decide_persoon(**where, zelfde=True, was=None)  # type: ignore[arg-type]
    with pytest.raises(Weigering, match="besluit_veranderd"):
        decide_persoon(**where, zelfde=False, was=None)  # type: ignore[arg-type]
    vraag.refresh_from_db()
    assert vraag.zelfde is True
    decide_persoon(**where, zelfde=False, was=True)  # type: ignore[arg-type]
    vraag.refresh_from_db()
    assert vraag.zelfde is False


def test_nothing_is_decided_about_persons_of_a_zaak_that_was_closed_meanwhile() -> None:
    zaak, door = world()
    bring(geboortedatum="")
    vraag = Persoonsvraag.objects.get()
    where = {"vraag": vraag.id, "gemeente": "0392", "toelichting": "", "door": door, "now": NU}
    decide_persoon(**where, zelfde=True, was=None)  # type: ignore[arg-type]
    close_zaak(zaak=zaak.id, gemeente="0392", eindresultaat=GEEN_CONTACT, door=door, now=NU)
    with pytest.raises(Weigering, match="zaak_status"):
        decide_persoon(**where, zelfde=False, was=True)  # type: ignore[arg-type]
    vraag.refresh_from_db()
    assert vraag.zelfde is True


def test_an_older_zaak_is_not_reopened_beside_an_open_one_on_its_address() -> None:
    zaak, door = world()
    end = {"gemeente": "0392", "eindresultaat": GEEN_CONTACT, "door": door, "now": NU}
    close_zaak(zaak=zaak.id, **end)  # type: ignore[arg-type]
    bring()
    second = Zaak.objects.exclude(id=zaak.id).get()
    take_zaak(zaak=second.id, gemeente="0392", door=door, now=NU)
    close_zaak(zaak=second.id, **end)  # type: ignore[arg-type]
    bring(klantnummer="H2")
    assert Zaak.objects.filter(status="nieuw").count() == 1
    with pytest.raises(Weigering, match="zaak_opgevolgd"):
        reopen_zaak(zaak=zaak.id, gemeente="0392", reden="vergissing", door=door, now=NU)
