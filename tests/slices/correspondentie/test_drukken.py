"""Batches: who prints what, marked once, and each letter an attempt on its own zaak."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from tests.factories import NU, make_actor, make_gebruiker
from tests.slices.correspondentie.post import Kantoor, make_kantoor

from meldpunt import pipeline
from meldpunt.audit.models import Logregel
from meldpunt.correspondentie.drukwerk import print_partij, print_verzending, zip_partij
from meldpunt.correspondentie.models import Antwoordcode, Verzending, Verzendpartij
from meldpunt.correspondentie.partijen import fetch_partij, mark_gedrukt
from meldpunt.correspondentie.queries import get_partij, list_partij, list_partijen, write_kenmerk
from meldpunt.correspondentie.samenvoegen import VERDEKT
from meldpunt.correspondentie.vastleggen import record_gedrukt
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.actions import close_zaak
from meldpunt.opvolging.models import Contactpoging
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db


@pytest.fixture
def kantoor() -> Kantoor:
    return make_kantoor()


def fetch(kantoor: Kantoor, partij: Verzendpartij | None) -> None:
    assert partij is not None
    fetch_partij(partij=partij.id, gemeente="0392", vorm="pdf", door=kantoor.noor, now=NU)


def mark(kantoor: Kantoor, partij: Verzendpartij | None) -> None:
    assert partij is not None
    mark_gedrukt(partij=partij.id, gemeente="0392", door=kantoor.noor, now=NU)


def close(kantoor: Kantoor) -> None:
    close_zaak(
        zaak=kantoor.zaak.id,
        gemeente="0392",
        eindresultaat="Definitief geen contact kunnen krijgen",
        door=kantoor.noor,
        now=NU,
    )


def test_it_puts_the_letters_of_a_day_on_one_pile_until_it_is_fetched(kantoor: Kantoor) -> None:
    first, second = kantoor.make("Jansen"), kantoor.make("Bakker")
    assert first.partij_id == second.partij_id
    assert Verzendpartij.objects.get().aantal == 2
    fetch(kantoor, first.partij)
    third = kantoor.make("Jansen", "herinnering")
    assert third.partij_id != first.partij_id
    later = kantoor.make("Bakker", "herinnering", now=NU + timedelta(days=1))
    assert later.partij_id not in {first.partij_id, third.partij_id}
    card = kantoor.make("Jansen", "kaartje")
    assert card.partij_id not in {first.partij_id, third.partij_id, later.partij_id}


def test_it_keeps_a_letter_that_is_printed_now_by_itself(kantoor: Kantoor) -> None:
    alone = kantoor.make("Jansen", apart=True)
    other = kantoor.make("Bakker")
    assert alone.partij_id != other.partij_id
    mark(kantoor, alone.partij)


def test_it_marks_a_batch_once_and_records_an_attempt_per_letter(kantoor: Kantoor) -> None:
    jansen, bakker = kantoor.make("Jansen"), kantoor.make("Bakker")
    with pytest.raises(Weigering, match="partij_niet_opgehaald"):
        mark(kantoor, jansen.partij)
    fetch(kantoor, jansen.partij)
    mark(kantoor, jansen.partij)
    with pytest.raises(Weigering, match="partij_al_gedrukt"):
        mark(kantoor, jansen.partij)
    assert jansen.partij_id
    outcome = record_gedrukt(partij=jansen.partij_id, gemeente="0392", herkomst="test")
    assert (outcome.gedaan, outcome.uit_de_stapel) == (2, ())
    again = record_gedrukt(partij=jansen.partij_id, gemeente="0392", herkomst="test")
    assert again.gedaan == 0
    rows = Contactpoging.objects.order_by("persoon")
    assert [(p.soort, p.bereikt, p.datum, p.vastgelegd_door) for p in rows] == [
        ("Brief", False, NU.date(), kantoor.noor.gebruiker)
    ] * 2
    assert {p.persoon for p in rows} == {jansen.persoon, bakker.persoon}
    assert write_kenmerk(jansen.id) in Contactpoging.objects.get(persoon=jansen.persoon).notitie
    jansen.refresh_from_db()
    assert (jansen.status, jansen.verzonden_op) == ("verzonden", NU)
    assert jansen.afzender.startswith("Gemeente Haarlem\nPostbus 511")
    batch = get_partij(partij=jansen.partij_id, gemeente="0392", door=kantoor.noor)
    assert (batch.gedrukt_op, batch.gedrukt_door, batch.vastgelegd_op) == (NU, "Noor Jansen", NU)


def test_it_records_what_was_marked_when_the_request_did_not(kantoor: Kantoor) -> None:
    made = kantoor.make("Jansen", apart=True)
    mark(kantoor, made.partij)
    later = NU + timedelta(days=2)
    assert pipeline.correspond_due(door=system_actor(herkomst="werker"), clock=lambda: later) == 1
    # On the day it was printed, not on the day the worker came to it.
    assert Contactpoging.objects.get().datum == NU.date()
    assert pipeline.correspond_due(door=system_actor(herkomst="werker"), clock=lambda: later) == 0


def test_it_takes_a_letter_of_a_closed_zaak_out_of_the_pile(kantoor: Kantoor) -> None:
    made = kantoor.make("Jansen", apart=True)
    mark(kantoor, made.partij)
    close(kantoor)
    assert made.partij_id
    outcome = record_gedrukt(partij=made.partij_id, gemeente="0392", herkomst="test")
    assert (outcome.gedaan, outcome.uit_de_stapel) == (0, (write_kenmerk(made.id),))
    made.refresh_from_db()
    assert (made.status, made.fout, made.verzonden_op) == ("ingetrokken", "zaak_status", None)
    assert Antwoordcode.objects.get(verzending=made.id).ingetrokken_op is not None
    assert not Contactpoging.objects.exists()


def test_it_takes_out_a_letter_that_names_a_claim_that_is_no_more(kantoor: Kantoor) -> None:
    jansen, bakker = kantoor.make("Jansen"), kantoor.make("Bakker")
    batch = jansen.partij_id
    assert batch
    fetch(kantoor, jansen.partij)
    later = NU + timedelta(hours=1)
    Zaaksignaal.objects.filter(persoon=jansen.persoon).update(afgemeld_op=later, afmeldreden="betaald")
    assert count_pages(print_partij(partij=batch, gemeente="0392", door=kantoor.noor).inhoud) == 2
    mark(kantoor, jansen.partij)
    outcome = record_gedrukt(partij=batch, gemeente="0392", herkomst="test")
    assert (outcome.gedaan, outcome.uit_de_stapel) == (1, (write_kenmerk(jansen.id),))
    jansen.refresh_from_db()
    assert (jansen.status, jansen.fout) == ("ingetrokken", "signaal_veranderd")
    assert Contactpoging.objects.get().persoon == bakker.persoon


def test_it_records_no_attempt_for_a_card_that_nobody_left_behind_yet(kantoor: Kantoor) -> None:
    made = kantoor.make("Jansen", "kaartje", apart=True)
    mark(kantoor, made.partij)
    assert made.partij_id
    assert record_gedrukt(partij=made.partij_id, gemeente="0392", herkomst="test").gedaan == 1
    assert not Contactpoging.objects.exists()


def test_it_prints_a_tagged_pdf_with_a_cover_list_and_each_letter_apart(kantoor: Kantoor) -> None:
    jansen = kantoor.make("Jansen")
    kantoor.make("Bakker")
    batch = jansen.partij_id
    assert batch
    whole = print_partij(partij=batch, gemeente="0392", door=kantoor.noor)
    assert count_pages(whole.inhoud) == 3
    assert b"/MarkInfo" in whole.inhoud
    assert b"/StructTreeRoot" in whole.inhoud
    packed = b"".join(zip_partij(partij=batch, gemeente="0392", door=kantoor.noor))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert [count_pages(archive.read(name)) for name in names] == [1, 1]
    assert names[0] == f"0001-{write_kenmerk(jansen.id)}.pdf"
    one = print_verzending(verzending=jansen.id, gemeente="0392", door=kantoor.noor)
    assert count_pages(one.inhoud) == 1


def count_pages(pdf: bytes) -> int:
    counts = re.findall(rb"/Type\s*/Pages.{0,200}?/Count (\d+)", pdf, flags=re.DOTALL)
    counts += re.findall(rb"/Count (\d+).{0,200}?/Type\s*/Pages", pdf, flags=re.DOTALL)
    return max(int(count) for count in counts)


def test_it_leaves_out_what_was_withdrawn_or_closed_and_says_when_nothing_is_left(kantoor: Kantoor) -> None:
    made = kantoor.make("Jansen")
    assert made.partij_id
    close(kantoor)
    with pytest.raises(Weigering, match="partij_leeg"):
        print_partij(partij=made.partij_id, gemeente="0392", door=kantoor.noor)
    with pytest.raises(Weigering, match="partij_leeg"):
        zip_partij(partij=made.partij_id, gemeente="0392", door=kantoor.noor)


def test_it_shows_batches_to_their_own_inbox_only(kantoor: Kantoor) -> None:
    made = kantoor.make("Jansen")
    batch = made.partij_id
    assert batch
    assert [p.id for p in list_partijen(door=kantoor.noor)] == [batch]
    assert [p.id for p in list_partijen(door=kantoor.coordinator)] == [batch]
    for stranger in (
        make_actor(gemeenten=("0344",), partij="0344"),
        make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam"),
        make_actor(partijsoort="uitvoerder", partij="SDD"),
    ):
        assert list_partijen(door=stranger) == []
        with pytest.raises((GeenToegang, Verzendpartij.DoesNotExist)):
            get_partij(partij=batch, gemeente="0392", door=stranger)
        for act in (print_partij, zip_partij):
            with pytest.raises(GeenToegang):
                act(partij=batch, gemeente="0392", door=stranger)
        with pytest.raises(GeenToegang):
            print_verzending(verzending=made.id, gemeente="0392", door=stranger)
        with pytest.raises(GeenToegang):
            mark_gedrukt(partij=batch, gemeente="0392", door=stranger, now=NU)


def test_a_team_has_its_own_batches(kantoor: Kantoor) -> None:
    Zaak.objects.update(team="wijkteam")
    team = make_actor(
        rol="uitvoerder",
        partijsoort="uitvoerder",
        partij="wijkteam",
        gebruiker=make_gebruiker(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam").id,
    )
    own = replace(kantoor, noor=team).make("Jansen")
    other = kantoor.make("Bakker")
    assert [p.id for p in list_partijen(door=team)] == [own.partij_id]
    assert {p.id for p in list_partijen(door=kantoor.noor)} == {own.partij_id, other.partij_id}


def test_it_covers_the_code_on_screen(kantoor: Kantoor) -> None:
    made = kantoor.make("Jansen")
    assert made.partij_id
    [shown] = list_partij(partij=made.partij_id, gemeente="0392")
    assert VERDEKT in shown.tekst


def test_it_notes_every_download(kantoor: Kantoor) -> None:
    made = kantoor.make("Jansen")
    fetch(kantoor, made.partij)
    fetch(kantoor, made.partij)
    assert Logregel.objects.filter(handeling="partij_opgehaald", objectsoort="verzendpartij").count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_two_people_mark_at_once_is_marked_once(kantoor: Kantoor) -> None:
    made = kantoor.make("Jansen", apart=True)
    start, outcomes = threading.Barrier(2), []

    def work() -> None:
        start.wait()
        try:
            mark(kantoor, made.partij)
            assert made.partij_id
            record_gedrukt(partij=made.partij_id, gemeente="0392", herkomst="test")
            outcomes.append("gedaan")
        except Weigering:
            outcomes.append("geweigerd")
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(outcomes) == ["gedaan", "geweigerd"]
    assert Contactpoging.objects.count() == 1
    assert Verzending.objects.get().status == "verzonden"
