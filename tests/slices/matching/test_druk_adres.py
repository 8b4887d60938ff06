"""One address with hundreds of signalen: a flat without additions, a home."""

from __future__ import annotations

import pytest
from tests.factories import deliver, make_deelname, make_partner, make_regel

from meldpunt.matching.models import Zaak
from meldpunt.rules.persoontrappen import MEESTE_NAAMGENOTEN

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_questions_of_a_crowded_address_do_not_stop_its_delivery() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    regels = [
        make_regel(klantnummer=f"{naam}{n}", achternaam=naam, voorletters="", geboortedatum="")
        for naam in ("Jansen", "Bakker", "Visser")
        for n in range(MEESTE_NAAMGENOTEN)
    ]
    aanlevering = deliver(partner=pwn, regels=regels)
    assert aanlevering.gematcht_op is not None
    assert Zaak.objects.get().vragen_open > 32_767
