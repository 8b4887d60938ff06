"""One address with hundreds of signalen: a flat without additions, a home."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.matching.models import Persoonsvraag, Zaak
from meldpunt.rules.persoontrappen import MEESTE_NAAMGENOTEN
from meldpunt.web.gemeente.woorden import badges_of
from meldpunt.werkvoorraad.queries import Postvakfilter, list_postvak

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


@pytest.mark.parametrize(
    ("meer", "markeringen"), [(0, []), (1, ["personen_niet_vergeleken"])], ids=["at the limit", "above it"]
)
def test_a_zaak_in_which_people_were_not_compared_says_so(meer: int, markeringen: list[str]) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    regels = [
        make_regel(klantnummer=f"K{n}", voorletters="", geboortedatum="")
        for n in range(MEESTE_NAAMGENOTEN + meer)
    ]
    deliver(partner=pwn, regels=regels)
    zaak = Zaak.objects.get()
    assert zaak.markeringen == markeringen
    assert (zaak.vragen_open == 0) is bool(meer)


def test_the_mark_comes_when_a_later_delivery_makes_it_too_many_and_is_shown() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    regels = [make_regel(klantnummer=f"K{n}", geboortedatum="") for n in range(MEESTE_NAAMGENOTEN)]
    deliver(partner=pwn, regels=regels)
    deliver(partner=pwn, regels=[make_regel(klantnummer="later", geboortedatum="")], datum=date(2026, 10, 26))
    zaak = Zaak.objects.get()
    assert zaak.markeringen == ["nieuw_signaal", "personen_niet_vergeleken"]
    assert (zaak.vragen_open, Persoonsvraag.objects.count()) == (0, 0)
    keuze = Postvakfilter(markering="personen_niet_vergeleken")
    [regel] = list_postvak(door=make_actor(), keuze=keuze, today=date(2026, 10, 26))
    assert "niet op naam zijn vergeleken" in " ".join(badge.titel for badge in badges_of(regel.markeringen))
