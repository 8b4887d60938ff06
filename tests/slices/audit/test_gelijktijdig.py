"""The chain puts commits in a row, not acts: nobody waits for a transaction that is still busy, nor for one another."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.factories import BEGIN, NU, make_actor, make_gebruiker
from tests.slices.audit.regels import write_regels
from tests.slices.gelijktijdig import Sessie

from meldpunt.audit.actions import record
from meldpunt.audit.keten import walk_keten
from meldpunt.audit.models import Logregel
from meldpunt.toegang.models import Aanstelling, Gebruiker

pytestmark = pytest.mark.django_db(transaction=True)


def write(handeling: str) -> None:
    record(handeling, objectsoort="proef", object="x", door=make_actor(), now=NU)


def test_a_long_act_keeps_nobody_waiting() -> None:
    with transaction.atomic():
        write("lang")
        other = Sessie(lambda: write_regels(1))
        other.begin()
        assert not other._thread.is_alive()
    other.finish()
    assert other.fout is None
    # The order is that of the commits.
    assert Logregel.objects.order_by("id").values_list("handeling", flat=True)[0] == "lang"
    assert walk_keten().heel


def test_two_acts_that_share_a_row_do_not_wait_for_each_other_for_ever() -> None:
    """One holds a row and must be linked; the other was linked first and its foreign key waits for that row."""
    gebruiker = make_gebruiker()

    @transaction.atomic
    def appoint() -> None:
        write("eerst")
        Aanstelling.objects.create(
            gebruiker=gebruiker, rol="privacy", partijsoort="gemeente", partij="0392", vanaf=BEGIN
        )

    other = Sessie(appoint)
    with transaction.atomic():
        Gebruiker.objects.select_for_update().get(id=gebruiker.id)
        other.begin()
        assert other._thread.is_alive()  # its foreign key waits for the row
        write("tweede")
    other.finish()
    assert other.fout is None
    assert (walk_keten().regels, walk_keten().heel) == (2, True)
