"""Requests made from the description, good and bad: no answer that the description does not know, and none of 500.

`make test` asks a little of each operation; `make api-lang` a hundred times as much.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.programma import Programma, make_toepassing
from tests.factories import NU, deliver, make_deelname, make_partner, make_regel

from meldpunt.api import weergave
from meldpunt.partijen.proef import open_proefwereld
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.tellers import Grens
from meldpunt.wsgi import application

pytestmark = pytest.mark.django_db
VOORBEELDEN = int(os.environ.get("MELDPUNT_API_FUZZ") or 3)
VAN_GEMEENTE = ("/zaken", "/statistieken")
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def beschrijving(monkeypatch: pytest.MonkeyPatch, programmas: dict[str, Programma]) -> Iterator[Any]:
    """Give the description as it is served, of a site on which a test may ask as often as it likes."""
    monkeypatch.setattr(weergave, "PER_TOEPASSING", Grens("api", 10**6, timedelta(minutes=1)))
    # The connection is that of the test, whose transaction holds what is asked for; a request must not end it. Not
    # sooner than here: Django's own client puts the two back after each request.
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


@pytest.fixture
def programmas() -> dict[str, Programma]:
    """Give a program of a partner and one of a municipality, in a world in which there is something to find."""
    make_deelname(partners=[partner := make_partner()])
    deliver(partner=partner, regels=[make_regel(klantnummer=f"K{n}", huisnummer=str(n)) for n in range(1, 6)])
    open_proefwereld(door=system_actor(herkomst="test"), now=NU)
    return {"partner": Programma(make_toepassing(partner=partner)), "gemeente": Programma(make_toepassing())}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_it_answers_as_it_is_described(
    beschrijving: Any, programmas: dict[str, Programma], mode: GenerationMode
) -> None:
    asked = []
    for found in beschrijving.get_all_operations():
        operation = found.ok()
        whose = "gemeente" if operation.path.startswith(VAN_GEMEENTE) else "partner"
        try:
            ask_as_described(operation, mode, programmas[whose])
        except Unsatisfiable:
            # Without parameters and without content there is nothing in it to be wrong.
            assert mode == GenerationMode.NEGATIVE, operation.label
            continue
        asked.append(operation.label)
    assert len(asked) > 15


def ask_as_described(operation: Any, mode: GenerationMode, programma: Programma) -> None:
    """Ask one operation as often as the bound says; the first answer that does not fit is raised."""

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=VOORBEELDEN,
        deadline=None,
        derandomize=VOORBEELDEN < 10,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {programma.token}"})
        case.validate_response(answer, checks=CHECKS)

    ask()
