"""Two at once: the same file, the same delivery, the same button."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from tests.factories import KOP, NU, make_deelname, make_partner, make_regel

from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.actions import (
    Inzending,
    Ontvangst,
    choose_kolommen,
    discard_concept,
    process_aanlevering,
    recall_aanlevering,
    receive_aanlevering,
)
from meldpunt.aanlevering.models import Aanlevering, Signaal
from meldpunt.audit.models import Logregel
from meldpunt.partijen.models import Signaalpartner
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEEM = system_actor(herkomst="test")


@pytest.fixture
def pwn() -> Signaalpartner:
    partner = make_partner()
    make_deelname(partners=[partner])
    return partner


def receive(partner: Signaalpartner, *, wacht: bool = False) -> Ontvangst:
    inzending = Inzending(
        blokken=[f"{KOP}\n{make_regel()}".encode()],
        naam="x.csv",
        partner=partner,
        convenant="landelijk",
        datum=NU.date(),
        kanaal="test",
        wacht_op_kolommen=wacht,
    )
    return receive_aanlevering(inzending=inzending, door=SYSTEEM, now=NU)


def test_it_takes_one_file_in_once_when_it_comes_twice_at_the_same_moment(
    pwn: Signaalpartner, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, both_saved, save = set(ruw.list_stored()), Barrier(2), ruw.save

    def save_together(*given: object) -> object:
        saved = save(*given)  # type: ignore[arg-type]
        both_saved.wait(timeout=20)
        return saved

    def deliver() -> Ontvangst:
        try:
            return receive(pwn)
        finally:
            connection.close()

    monkeypatch.setattr(ruw, "save", save_together)
    with ThreadPoolExecutor(2) as pool:
        one, other = [coming.result() for coming in [pool.submit(deliver) for _ in range(2)]]
    row = Aanlevering.objects.get()
    assert {one.nieuw, other.nieuw} == {True, False}
    assert one.aanlevering.id == other.aanlevering.id == row.id
    assert {key for key, _ in set(ruw.list_stored()) - before} == {row.id}
    assert Logregel.objects.filter(handeling="aanlevering_ontvangen").count() == 1


def test_it_leaves_a_delivery_to_the_worker_that_has_it(pwn: Signaalpartner) -> None:
    row = receive(pwn).aanlevering

    def work() -> bool:
        try:
            return process_aanlevering(aanlevering=row.id, door=SYSTEEM, now=NU).gedaan
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        Aanlevering.objects.select_for_update(no_key=True).get(id=row.id)
        assert pool.submit(work).result(timeout=30) is False
    assert [work(), work()] == [True, False]
    assert Signaal.objects.count() == 1


def test_it_takes_one_answer_about_the_columns(pwn: Signaalpartner) -> None:
    row = receive(pwn, wacht=True).aanlevering
    choose_kolommen(aanlevering=row.id, kolomkaart={}, door=SYSTEEM, now=NU)
    with pytest.raises(Weigering, match="aanlevering_status"):
        choose_kolommen(aanlevering=row.id, kolomkaart={"a": "bedrag"}, door=SYSTEEM, now=NU)
    with pytest.raises(Weigering, match="aanlevering_status"):
        discard_concept(aanlevering=row.id, door=SYSTEEM, now=NU)
    assert ruw.path_of(row.id).exists()
    assert Aanlevering.objects.get().kolomkaart == {}


def test_it_recalls_nothing_that_is_not_stored_yet(pwn: Signaalpartner) -> None:
    row = receive(pwn).aanlevering
    with pytest.raises(Weigering, match="aanlevering_status"):
        recall_aanlevering(aanlevering=row.id, reden="Fout", door=SYSTEEM, now=NU)
    assert not Logregel.objects.filter(handeling="aanlevering_ingetrokken").exists()
