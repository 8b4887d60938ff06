"""The line of an act lives and dies with the act."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.factories import NU

from meldpunt.audit.actions import record
from meldpunt.audit.models import Logregel
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)
DOOR = system_actor(herkomst="test")


def test_it_refuses_to_write_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="no transaction"):
        record("proef", objectsoort="zaak", object="x", door=DOOR, now=NU)


def test_a_line_of_an_act_that_failed_is_gone_with_it() -> None:
    @transaction.atomic
    def act() -> None:
        record("proef", objectsoort="zaak", object="x", door=DOOR, now=NU)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not Logregel.objects.exists()


def test_a_line_tells_who_did_what_from_where() -> None:
    with transaction.atomic():
        record("proef", objectsoort="zaak", object="x", door=DOOR, now=NU, gemeente="0392", doel="proef")
    line = Logregel.objects.get()
    assert (line.handeling, line.objectsoort, line.object, line.gemeente) == ("proef", "zaak", "x", "0392")
    assert (line.partij, line.herkomst, line.resultaat, line.tijd) == (
        "meldpunt:meldpunt",
        "test",
        "gelukt",
        NU,
    )
