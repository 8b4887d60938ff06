"""A message is told by the table of the day in the Netherlands, also just after midnight there."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.factories import deliver, make_deelname, make_partner, make_regel

from meldpunt.matching.models import Zaak
from meldpunt.partijen.register import get_openbaarmaking
from meldpunt.rules.openbaarmaking import Openbaarmaking
from meldpunt.terugkoppeling.actions import tell_partners
from meldpunt.terugkoppeling.models import Terugkoppeling
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db


def test_it_tells_by_the_table_of_the_dutch_day(monkeypatch: pytest.MonkeyPatch) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    general = get_openbaarmaking().tabellen[""][0]
    first_of_november = general.model_copy(update={"vanaf": date(2026, 11, 1)})
    monkeypatch.setattr(
        "meldpunt.terugkoppeling.actions.get_openbaarmaking",
        lambda: Openbaarmaking({"": [general, first_of_november]}),
    )
    Zaak.objects.update(terugkoppelen=True)
    # Half past midnight of 1 November in Amsterdam.
    tell_partners(door=system_actor(herkomst="test"), now=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    assert Terugkoppeling.objects.get().tabelversie == date(2026, 11, 1)
