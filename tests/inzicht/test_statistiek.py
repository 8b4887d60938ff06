"""Counts of a municipality: of its own inbox, by the month in which a zaak began, small ones hidden."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.inzicht.statistiek import get_statistiek
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.actions import close_zaak, record_contactpoging, take_zaak
from meldpunt.toegang.policies import GeenToegang

pytestmark = pytest.mark.django_db
OKTOBER = date(2026, 10, 1)


def make_zaken(number: int) -> None:
    make_deelname(partners=[partner := make_partner()])
    deliver(
        partner=partner,
        regels=[make_regel(klantnummer=f"K{n}", huisnummer=str(n)) for n in range(1, number + 1)],
    )


def test_it_counts_the_zaken_of_the_month_and_hides_few() -> None:
    make_zaken(25)
    door = make_actor()
    for zaak in Zaak.objects.order_by("id")[:12]:
        take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=NU)
        record_contactpoging(
            zaak=zaak.id, gemeente="0392", soort="Telefoon", bereikt=True, datum=NU.date(), dagdeel="Ochtend",
            notitie="", persoon=None, door=door, now=NU,
        )  # fmt: skip
    closed = Zaak.objects.order_by("id")[:3]
    for zaak in closed:
        close_zaak(zaak=zaak.id, gemeente="0392", eindresultaat="Inwoner is overleden", door=door, now=NU)
    found = get_statistiek(gemeente="0392", van=OKTOBER, tot=OKTOBER, door=door)

    assert found.signalen_per_partnertype.delen["Water"] == 25
    assert found.zaken_per_bereik.delen == {"bereikt": 12, "niet_bereikt": 13}
    assert found.pogingen_per_soort.delen["Telefoon"] == 12
    # Three ended this way: neither that nor the rest of 25 may be told.
    assert found.zaken_per_eindresultaat.delen["Inwoner is overleden"] is None
    assert found.zaken_per_eindresultaat.delen["nog niet gesloten"] is None


def test_it_counts_nothing_of_another_month_or_inbox() -> None:
    make_zaken(12)
    later = get_statistiek(gemeente="0392", van=date(2026, 11, 1), tot=date(2026, 12, 1), door=make_actor())
    assert later.signalen_per_partnertype.totaal == 0
    team = make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam")
    assert get_statistiek(gemeente="0392", van=OKTOBER, tot=OKTOBER, door=team).zaken_per_bereik.totaal == 0
    with pytest.raises(GeenToegang):
        get_statistiek(gemeente="0363", van=OKTOBER, tot=OKTOBER, door=make_actor())
