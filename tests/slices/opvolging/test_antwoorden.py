"""What an answer of a resident does to the zaak, and who may act on it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from tests.factories import NU, deliver, make_actor, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.antwoorden import (
    list_antwoorden,
    list_open_antwoorden,
    process_antwoord,
    record_antwoord,
)
from meldpunt.opvolging.models import Bewonersantwoord
from meldpunt.rules.antwoorden import Antwoord
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)
INWONER = system_actor(herkomst="inwoner")
DINSDAG = date(2026, 10, 27)
BEL = Antwoord(soort="bel_mij", dag=DINSDAG, dagdeel="Avond", telefoon="06 12345678")


@pytest.fixture
def zaak() -> Zaak:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    row = Zaak.objects.get()
    row.gezien_op, row.wacht_tot, row.wachtreden = NU, NU.date() + timedelta(days=14), "wacht op reactie"
    row.save()
    return row


def give(zaak: Zaak, antwoord: Antwoord = BEL, *, door: Actor = INWONER, minutes: int = 0) -> UUID:
    return record_antwoord(
        zaak=zaak.id,
        gemeente="0392",
        persoon=zaak.adressignaal,
        antwoord=antwoord,
        door=door,
        now=NU + timedelta(minutes=minutes),
    )


def test_an_answer_makes_the_zaak_unread_and_ends_the_waiting(zaak: Zaak) -> None:
    give(zaak)
    zaak.refresh_from_db()
    assert (zaak.gezien_op, zaak.wacht_tot, zaak.wachtreden) == (None, None, "")
    assert zaak.markeringen.count("inwoner_antwoordde") == 1
    (open_one,) = list_open_antwoorden([("0392", zaak.id)])[zaak.id]
    assert (open_one.soort, open_one.dag, open_one.dagdeel) == ("bel_mij", DINSDAG, "Avond")
    assert open_one.telefoon == "0612345678"


def test_the_same_answer_twice_is_one(zaak: Zaak) -> None:
    assert give(zaak) == give(zaak, minutes=1)
    assert Bewonersantwoord.objects.count() == 1
    assert Logregel.objects.filter(handeling="antwoord_ontvangen").count() == 1


def test_the_same_answer_at_the_same_moment_is_one(zaak: Zaak) -> None:
    def one(_: int) -> UUID:
        try:
            return give(zaak)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(one, range(6)))) == 1
    assert Bewonersantwoord.objects.count() == 1


def test_a_new_answer_takes_the_place_of_the_old_one(zaak: Zaak) -> None:
    old, new = give(zaak), give(zaak, Antwoord(soort="geen_hulp"), minutes=1)
    shown = {a.id: a for a in list_antwoorden(zaak=zaak.id, gemeente="0392")}
    assert (shown[old].is_open, shown[new].is_open) == (False, True)
    assert shown[old].vervangen_op == NU + timedelta(minutes=1)
    assert [a.id for a in list_open_antwoorden([("0392", zaak.id)])[zaak.id]] == [new]


def test_only_a_resident_answers_and_only_what_can_be(zaak: Zaak) -> None:
    with pytest.raises(GeenToegang):
        give(zaak, door=make_actor())
    with pytest.raises(GeenToegang):
        give(zaak, door=system_actor(herkomst="taak"))
    with pytest.raises(Weigering, match="antwoord_dag"):
        give(zaak, Antwoord(soort="bel_mij", dag=date(2026, 10, 26), dagdeel="Avond"))
    assert not Bewonersantwoord.objects.exists()


def test_acting_on_it_takes_the_marker_away_once(zaak: Zaak) -> None:
    antwoord, door = give(zaak), make_actor(gebruiker=make_gebruiker().id)
    process_antwoord(antwoord=antwoord, zaak=zaak.id, gemeente="0392", door=door, now=NU)
    zaak.refresh_from_db()
    assert "inwoner_antwoordde" not in zaak.markeringen
    assert list_open_antwoorden([("0392", zaak.id)]) == {}
    assert list_antwoorden(zaak=zaak.id, gemeente="0392")[0].verwerkt_door == "Noor Jansen"
    with pytest.raises(Weigering, match="antwoord_gedaan"):
        process_antwoord(antwoord=antwoord, zaak=zaak.id, gemeente="0392", door=door, now=NU)


def test_who_says_it_again_after_it_was_acted_on_is_heard_again(zaak: Zaak) -> None:
    paid, door = Antwoord(soort="al_betaald"), make_actor(gebruiker=make_gebruiker().id)
    first = give(zaak, paid)
    process_antwoord(antwoord=first, zaak=zaak.id, gemeente="0392", door=door, now=NU)
    assert give(zaak, paid, minutes=1) == first
    second = give(zaak, paid, minutes=60)
    assert [a.id for a in list_open_antwoorden([("0392", zaak.id)])[zaak.id]] == [second]


def test_nobody_acts_on_the_answer_of_anothers_zaak(zaak: Zaak) -> None:
    antwoord = give(zaak)
    for door in (
        make_actor(gemeenten=["0344"], partij="0344"),
        make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam"),
        make_actor(rol="partner", partijsoort="partner", partij="pwn"),
        make_actor(rol="privacy"),
    ):
        with pytest.raises(GeenToegang):
            process_antwoord(antwoord=antwoord, zaak=zaak.id, gemeente="0392", door=door, now=NU)


def test_it_reads_the_answers_of_many_zaken_in_one_query(zaak: Zaak) -> None:
    give(zaak)
    with CaptureQueriesContext(connection) as queries:
        found = list_open_antwoorden([("0392", zaak.id)] * 50)
    assert (len(queries), list(found)) == (1, [zaak.id])
    assert list_open_antwoorden([("0344", zaak.id)]) == {}


@pytest.mark.parametrize(
    "values",
    [
        {"soort": "anders"},
        {"soort": "bel_mij"},
        {"soort": "bel_mij", "dag": "2026-10-27", "dagdeel": "Nacht"},
        {"soort": "geen_hulp", "telefoon": "0612345678"},
    ],
)
def test_the_database_holds_no_answer_that_cannot_be(zaak: Zaak, values: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        Bewonersantwoord.objects.create(gemeente_id="0392", zaak=zaak, ontvangen_op=NU, **values)
