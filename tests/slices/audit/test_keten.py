"""The chain over the log: laid at commit, and broken by whatever is done to a line or a link."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import NU, make_actor
from tests.slices.audit.regels import as_superuser, empty_log, write_regels

from meldpunt.audit import ankers
from meldpunt.audit.actions import record
from meldpunt.audit.ankers import ankerbestand, read_ankers, set_anker
from meldpunt.audit.keten import VAST, find_head, walk_keten
from meldpunt.audit.models import Loganker, Logregel, Logschakel

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_file(settings: object, tmp_path: Path) -> None:
    settings.MELDPUNT_ANKERS = tmp_path  # type: ignore[attr-defined]


def test_it_links_every_line_in_the_order_of_writing() -> None:
    with transaction.atomic():
        for number in range(5):
            record(f"proef_{number}", objectsoort="proef", object="x", door=make_actor(), now=NU)
    write_regels(2)
    order = list(Logschakel.objects.order_by("volgnummer").values_list("volgnummer", "logregel"))
    assert [number for number, _ in order] == [1, 2, 3, 4, 5, 6, 7]
    acts = dict(Logregel.objects.values_list("id", "handeling"))
    assert [acts[key] for _, key in order[:5]] == [f"proef_{number}" for number in range(5)]
    keten = walk_keten()
    assert (keten.heel, keten.regels, keten.laatste) == (True, 7, 7)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM meldpunt_logwacht")
        assert cursor.fetchone() == (0,)


def test_an_act_that_fails_leaves_no_number_out() -> None:
    write_regels(1)

    @transaction.atomic
    def act() -> None:
        record("proef", objectsoort="proef", object="x", door=make_actor(), now=NU)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    write_regels(1)
    assert walk_keten().laatste == 2


@pytest.mark.parametrize("table", VAST)
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET hash_of_tijd = hash_of_tijd", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_it_refuses_its_own_owner_to_change_or_delete(table: str, verb: str) -> None:
    write_regels(1)
    column = {"meldpunt_logregel": "tijd"}.get(table, "hash")
    statement = verb.format(table).replace("hash_of_tijd", column)
    with transaction.atomic(), connection.cursor() as cursor:
        # The tests empty the tables between them; here the guard stands as everywhere else.
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_leeg")
        with pytest.raises(IntegrityError, match="log_vast"), transaction.atomic():
            cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_leeg")
    assert walk_keten().regels == 1


# What somebody can do to a log who owns the machine: table, statement, and what is then found.
KNOEIEN = {
    "changed time": "UPDATE meldpunt_logregel SET tijd = tijd + interval '1 microsecond' WHERE id = '{line}'",
    "changed actor": "UPDATE meldpunt_logregel SET gebruiker = gen_random_uuid() WHERE id = '{line}'",
    "no actor": "UPDATE meldpunt_logregel SET gebruiker = NULL WHERE id = '{line}'",
    "changed party": "UPDATE meldpunt_logregel SET partij = 'gemeente:0363' WHERE id = '{line}'",
    "changed role": "UPDATE meldpunt_logregel SET rol = 'privacy' WHERE id = '{line}'",
    "changed act": "UPDATE meldpunt_logregel SET handeling = 'zaak_gesloten' WHERE id = '{line}'",
    "changed kind": "UPDATE meldpunt_logregel SET objectsoort = 'zaa' WHERE id = '{line}'",
    "changed object": "UPDATE meldpunt_logregel SET object = gen_random_uuid()::text WHERE id = '{line}'",
    "changed gemeente": "UPDATE meldpunt_logregel SET gemeente = '0363' WHERE id = '{line}'",
    "changed result": "UPDATE meldpunt_logregel SET resultaat = 'geweigerd' WHERE id = '{line}'",
    "changed origin": "UPDATE meldpunt_logregel SET herkomst = 'api' WHERE id = '{line}'",
    "changed purpose": "UPDATE meldpunt_logregel SET doel = doel || ' ' WHERE id = '{line}'",
    "changed values": "UPDATE meldpunt_logregel SET waarden = waarden || '{{\"aantal\": 4}}' WHERE id = '{line}'",
    "changed subject": "UPDATE meldpunt_logregel SET betrokkenen = '{{}}' WHERE id = '{line}'",
    "changed trace": "UPDATE meldpunt_logregel SET trace = repeat('a', 32) WHERE id = '{line}'",
    "moved over a column": "UPDATE meldpunt_logregel SET rol = '', partij = partij || rol WHERE id = '{line}'",
    "removed line": "DELETE FROM meldpunt_logregel WHERE id = '{line}'",
    "removed link": "DELETE FROM meldpunt_logschakel WHERE volgnummer = {number}",
    "removed both": "WITH weg AS (DELETE FROM meldpunt_logschakel WHERE volgnummer = {number} RETURNING logregel) "
    "DELETE FROM meldpunt_logregel USING weg WHERE id = weg.logregel",
    "inserted line": "INSERT INTO meldpunt_logregel (id, tijd, partij, handeling, objectsoort, object, gemeente, "
    "resultaat, herkomst, doel, waarden) SELECT gen_random_uuid(), tijd, partij, handeling, objectsoort, object, "
    "gemeente, resultaat, herkomst, doel, waarden FROM meldpunt_logregel WHERE id = '{line}'",
    "changed hash": "UPDATE meldpunt_logschakel SET hash = sha256(hash) WHERE volgnummer = {number}",
    "changed hash before": "UPDATE meldpunt_logschakel SET vorige = sha256(vorige) WHERE volgnummer = {number}",
    "changed moment": "UPDATE meldpunt_logschakel SET gelegd_op = gelegd_op - interval '1 day' "
    "WHERE volgnummer = {number}",
    "changed number": "UPDATE meldpunt_logschakel SET volgnummer = volgnummer + 1000 WHERE volgnummer = {number}",
    "swapped content": "UPDATE meldpunt_logregel a SET object = b.object, betrokkenen = b.betrokkenen "
    "FROM meldpunt_logregel b WHERE a.id = '{line}' AND b.id <> a.id AND b.id = (SELECT id FROM meldpunt_logregel "
    "WHERE id <> '{line}' ORDER BY id LIMIT 1)",
}
RELINK = "UPDATE meldpunt_logschakel SET logregel = '{line}' WHERE volgnummer = {number}"
REGELS = 6


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(sorted(KNOEIEN)), st.integers(1, REGELS)),
        min_size=1,
        max_size=2,
        unique=True,
    )
)
def test_it_finds_whatever_is_done_to_a_line_or_a_link(acts: list[tuple[str, int]]) -> None:
    empty_log()
    ankerbestand().unlink(missing_ok=True)
    write_regels(REGELS)
    set_anker(now=NU)
    lines = dict(Logschakel.objects.values_list("volgnummer", "logregel"))
    held, broken = read_ankers()
    assert (walk_keten(ankers=held).heel, broken) == (True, [])
    what, number = acts[0]
    as_superuser(KNOEIEN[what].format(line=lines[number], number=number))
    for again, other in acts[1:]:
        if other != number and again not in {"swapped content", "inserted line"}:
            as_superuser(KNOEIEN[again].format(line=lines[other], number=other))
    assert not walk_keten(ankers=held).heel


@pytest.mark.parametrize("what", sorted(KNOEIEN))
@pytest.mark.parametrize("number", [1, 3, REGELS])
def test_it_names_the_place(what: str, number: int) -> None:
    write_regels(REGELS)
    set_anker(now=NU)
    held, _ = read_ankers()
    line = Logschakel.objects.get(volgnummer=number).logregel
    as_superuser(KNOEIEN[what].format(line=line, number=number))
    keten = walk_keten(ankers=held)
    assert not keten.heel
    if what != "inserted line":
        assert number in {one.volgnummer for one in keten.breuken} | {
            one.volgnummer - 1 for one in keten.breuken
        }


def test_it_finds_two_lines_that_changed_places() -> None:
    write_regels(4)
    second, third = (Logschakel.objects.get(volgnummer=number).logregel for number in (2, 3))
    as_superuser(
        RELINK.format(line=uuid4(), number=2),
        RELINK.format(line=second, number=3),
        RELINK.format(line=third, number=2),
    )
    assert [(one.volgnummer, one.soort) for one in walk_keten().breuken] == [
        (2, "gewijzigd"),
        (3, "gewijzigd"),
    ]


def test_a_chain_that_was_laid_anew_does_not_fit_its_anchor() -> None:
    write_regels(3)
    set_anker(now=NU)
    zaken = [str(one) for one in Logregel.objects.order_by("id").values_list("object", flat=True)]
    held, _ = read_ankers()
    empty_log()
    write_regels(len(zaken))
    keten = walk_keten(ankers=held)
    assert [one.soort for one in keten.breuken] == ["anker"]


def test_a_tail_that_was_cut_does_not_reach_its_anchor() -> None:
    write_regels(4)
    set_anker(now=NU)
    last = Logschakel.objects.get(volgnummer=4).logregel
    as_superuser(
        KNOEIEN["removed line"].format(line=last),
        "DELETE FROM meldpunt_logschakel WHERE volgnummer = 4",
    )
    assert walk_keten().heel
    held, _ = read_ankers()
    assert [(one.soort, one.volgnummer) for one in walk_keten(ankers=held).breuken] == [("afgeknipt", 4)]


def test_the_file_outside_remembers_an_anchor_that_the_database_lost() -> None:
    write_regels(2)
    set_anker(now=NU)
    as_superuser("DELETE FROM meldpunt_loganker")
    held, broken = read_ankers()
    assert list(held) == [2]
    assert "alleen in het ankerbestand" in broken[0].tekst


def test_a_forged_anchor_does_not_count() -> None:
    write_regels(2)
    set_anker(now=NU)
    as_superuser("UPDATE meldpunt_loganker SET hash = sha256('anders')")
    held, broken = read_ankers()
    assert held == {2: find_head()[1]}  # type: ignore[index]
    assert any("niet met een sleutel" in one.tekst for one in broken)


def test_an_anchor_keeps_holding_after_the_key_was_changed(settings: object) -> None:
    write_regels(2)
    set_anker(now=NU)
    settings.MELDPUNT_ANKERSLEUTEL = f"nieuw,{settings.MELDPUNT_ANKERSLEUTEL}"  # type: ignore[attr-defined]
    write_regels(1)
    set_anker(now=NU)
    held, broken = read_ankers()
    assert (sorted(held), broken, Loganker.objects.count()) == ([2, 3], [], 2)
    assert len(ankers.list_public_keys()) == 2


def test_it_sets_no_anchor_where_nothing_happened() -> None:
    assert set_anker(now=NU) == 0
    write_regels(1)
    assert [set_anker(now=NU), set_anker(now=NU + timedelta(hours=1))] == [1, 0]


def test_it_keeps_the_chain_whole_when_many_write_at_once() -> None:
    def write(worker: int) -> None:
        try:
            write_regels(15, handeling=f"zaak_{worker}")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    keten = walk_keten()
    assert (keten.regels, keten.laatste, keten.heel) == (90, 90, True)


def test_it_begins_at_a_number_and_looks_at_one_municipality() -> None:
    write_regels(3)
    write_regels(3, gemeente="0363")
    second, fifth = (Logschakel.objects.get(volgnummer=number).logregel for number in (2, 5))
    as_superuser(
        KNOEIEN["changed object"].format(line=second),
        KNOEIEN["changed object"].format(line=fifth),
    )
    assert [one.volgnummer for one in walk_keten().breuken] == [2, 5]
    assert [one.volgnummer for one in walk_keten(vanaf=3).breuken] == [5]
    assert [one.volgnummer for one in walk_keten(gemeente="0392").breuken] == [2]
