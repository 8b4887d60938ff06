"""The trace an act belongs to."""

from __future__ import annotations

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import make_actor, make_gebruiker, make_gemeente, make_zaak

from meldpunt.audit.models import Logregel
from meldpunt.audit.spoor import following, get_spoor, parse_traceparent, write_traceparent
from meldpunt.jobs import run_stapelopdracht, stack_and_queue
from meldpunt.werkvoorraad.stapel import Zaaksleutel

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
GOED = f"00-{TRACE}-{SPAN}-01"


@pytest.mark.parametrize("text", [GOED, f" {GOED} ", f"00-{TRACE}-{SPAN}-00", f"01-{TRACE}-{SPAN}-01-later"])
def test_it_reads_a_traceparent(text: str) -> None:
    assert parse_traceparent(text) == (TRACE, SPAN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01-more",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}",
        f"01-{TRACE}-{SPAN}-01-{'x' * 600}",
    ],
)
def test_it_ignores_what_is_no_traceparent(text: str) -> None:
    assert parse_traceparent(text) is None
    with following(text, van_buiten=True) as spoor:
        assert (spoor.ouder, spoor.van_buiten) == ("", False)
        assert len(spoor.trace) == 32


def test_it_gives_the_trace_along_and_ends_it() -> None:
    with following(GOED) as spoor:
        assert write_traceparent() == f"00-{TRACE}-{spoor.span}-01"
        with following(write_traceparent()) as inner:
            assert (inner.trace, inner.ouder) == (TRACE, spoor.span)
        assert get_spoor() == spoor
    assert get_spoor().trace != TRACE


@pytest.mark.django_db
def test_every_line_of_a_request_belongs_to_its_trace(client: Client) -> None:
    make_gemeente()
    client.force_login(make_gebruiker(rol="privacy"))
    client.get("/privacy/logboek/", headers={"traceparent": GOED})
    client.get("/privacy/logboek/")
    with_one, without = Logregel.objects.order_by("id")
    assert (with_one.trace, with_one.ouder, with_one.van_buiten) == (TRACE, SPAN, True)
    assert (without.ouder, without.van_buiten) == ("", False)
    assert without.trace not in {"", TRACE}


@pytest.mark.django_db(transaction=True)
def test_a_job_goes_on_in_the_trace_of_who_asked_for_it() -> None:
    make_gemeente()
    door = make_actor(gebruiker=make_gebruiker().id)
    zaak = make_zaak(status="nieuw", postvak="0392")
    with following(GOED, van_buiten=True) as asked:
        stack_and_queue(
            handeling="oppakken", waarden={}, zaken=[Zaaksleutel(zaak.gemeente_id, zaak.id)], door=door
        )
    job = ProcrastinateJob.objects.get(task_name="stapel")
    assert job.args["spoor"] == f"00-{TRACE}-{asked.span}-01"
    run_stapelopdracht.func(**job.args)
    line = Logregel.objects.get(handeling="zaak_opgepakt")
    assert (line.trace, line.ouder, line.van_buiten) == (TRACE, asked.span, False)
