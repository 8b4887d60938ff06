"""A delivery through all steps, on a real database."""

from __future__ import annotations

import pytest
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt import pipeline
from meldpunt.aanlevering.models import Regelfout, Signaal, SignaalPersoon
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.actions import close_zaak, take_zaak
from meldpunt.terugkoppeling.models import Terugkoppeling
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_delivery_becomes_zaken_with_persons_and_refused_rows_with_reasons() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    aanlevering = deliver(
        partner=pwn,
        regels=[
            make_regel(klantnummer="K1"),
            make_regel(klantnummer="K2", bedrag="abc"),
            make_regel(klantnummer="K3", huisnummer="14"),
            make_regel(klantnummer="K4", voorletters="P."),
        ],
    )
    assert (aanlevering.status, aanlevering.aantal_regels) == ("verwerkt", 4)
    assert (aanlevering.aantal_geaccepteerd, aanlevering.aantal_geweigerd) == (3, 1)
    assert aanlevering.gronden == {"bedrag_ongeldig": 1}
    assert Signaal.objects.count() == SignaalPersoon.objects.count() == 3
    fout = Regelfout.objects.get()
    assert (fout.regel, fout.gronden) == (3, ["bedrag_ongeldig"])
    assert "Regel 3" in fout.uitleg[0]["zin"]
    assert fout.cellen["bedrag"] == "abc"
    zaken = Zaak.objects.order_by("bedrag_cent")
    assert [(z.aantal, z.bedrag_cent, z.postvak, z.status) for z in zaken] == [
        (1, 12050, "0392", "nieuw"),
        (2, 24100, "0392", "nieuw"),
    ]
    assert Zaaksignaal.objects.filter(zaak=zaken[1]).values("persoon").distinct().count() == 2


def test_a_partner_hears_only_what_the_table_says() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    zaak = Zaak.objects.get()
    door = make_actor()
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
    pipeline.tell_due(door=system_actor(herkomst="test"), clock=lambda: NU)
    close_zaak(zaak=zaak.id, gemeente="0392", eindresultaat="Niet opgepakt: andere reden", door=door, now=NU)
    pipeline.tell_due(door=system_actor(herkomst="test"), clock=lambda: NU)
    told = list(Terugkoppeling.objects.order_by("id").values_list("code", flat=True))
    assert told == ["in_behandeling", "niet_opgepakt"]
