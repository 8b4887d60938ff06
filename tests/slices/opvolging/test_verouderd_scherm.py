"""What a page that is no longer true may not do."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import NU, deliver, make_actor, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.actions import close_zaak, take_zaak
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)
GEEN_CONTACT = "Definitief geen contact kunnen krijgen"


def test_a_zaak_is_not_closed_over_a_signaal_that_the_page_did_not_show() -> None:
    pwn, elan = make_partner(), make_partner(sleutel="elan-wonen", naam="Elan Wonen", type="Huur")
    make_deelname(partners=[pwn, elan])
    deliver(partner=pwn, regels=[make_regel()])
    zaak, door = Zaak.objects.get(), make_actor(gebruiker=make_gebruiker().id)
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
    shown = list(Zaaksignaal.objects.values_list("signaal", flat=True))
    other = make_regel(
        klantnummer="H1", achternaam="Bakker", geboortedatum="1961-02-03", type_vordering="huur"
    )
    deliver(partner=elan, regels=[other], datum=date(2026, 10, 26))
    where = {"zaak": zaak.id, "gemeente": "0392", "door": door, "now": NU, "eindresultaat": GEEN_CONTACT}
    with pytest.raises(Weigering, match="signalen_veranderd"):
        close_zaak(**where, gezien=shown)  # type: ignore[arg-type]
    close_zaak(**where, gezien=list(Zaaksignaal.objects.values_list("signaal", flat=True)))  # type: ignore[arg-type]
    zaak.refresh_from_db()
    assert zaak.status == "gesloten"


def test_what_a_colleague_closed_keeps_its_result_and_says_so() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    zaak, door = Zaak.objects.get(), make_actor(gebruiker=make_gebruiker().id)
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
    close_zaak(zaak=zaak.id, gemeente="0392", eindresultaat=GEEN_CONTACT, door=door, now=NU)
    with pytest.raises(Weigering, match=r"al gesloten .*Definitief geen contact.*\[zaak_gesloten\]"):
        close_zaak(zaak=zaak.id, gemeente="0392", eindresultaat="Inwoner is overleden", door=door, now=NU)
    zaak.refresh_from_db()
    assert zaak.eindresultaat == GEEN_CONTACT
