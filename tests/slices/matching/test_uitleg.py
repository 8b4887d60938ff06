"""Why a zaak stands where it stands, from what it stores."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.matching.models import Zaak
from meldpunt.matching.queries import get_zaak, list_personen
from meldpunt.matching.uitleg import explain_zaak
from meldpunt.opvolging.actions import take_zaak

pytestmark = pytest.mark.django_db(transaction=True)
DORDRECHT = "0505"


@pytest.fixture
def zaak() -> Zaak:
    """A zaak of 600 euro under the table of the Drechtsteden: not known, so for the municipality."""
    woonbron = make_partner(sleutel="woonbron", naam="Woonbron", type="Huur")
    make_deelname(
        convenant="drechtsteden",
        gemeente=DORDRECHT,
        naam="Dordrecht",
        postcodes=["3311-3329"],
        partners=[woonbron],
    )
    bring("600,00", "H1")
    return Zaak.objects.get()


def bring(bedrag: str, klantnummer: str, *, dagen: int = 0, achternaam: str = "Jansen") -> None:
    rij = make_regel(
        klantnummer=klantnummer,
        achternaam=achternaam,
        postcode="3311AB",
        type_vordering="huur",
        bedrag=bedrag,
        sinds="2026-08-01",
    )
    partner = make_partner(sleutel="woonbron")
    deliver(
        partner=partner,
        regels=[rij],
        convenant="drechtsteden",
        datum=(NU + timedelta(days=dagen)).date(),
        now=NU + timedelta(days=dagen),
    )


def test_it_names_rule_version_article_and_values(zaak: Zaak) -> None:
    beeld = get_zaak(
        zaak=zaak.id, gemeente=DORDRECHT, door=make_actor(partij=DORDRECHT, gemeenten=[DORDRECHT])
    )
    reasons = explain_zaak(beeld)
    assert [reden.grond for reden in reasons] == ["matching", "beslistabel"]
    assert reasons[-1].zin == "De beslistabel van het convenant zegt: niet bekend, totaal 500 euro of meer."
    assert reasons[-1].waarde == "postvak 0505; acties: doorsturen naar gemeente"
    assert all(reden.artikel and reden.versie.startswith("drechtsteden/") for reden in reasons)


def test_a_zaak_in_hand_is_explained_by_the_row_that_placed_it(zaak: Zaak) -> None:
    door = make_actor(partij=DORDRECHT, gemeenten=[DORDRECHT])
    take_zaak(zaak=zaak.id, gemeente=DORDRECHT, door=door, now=NU)
    Zaak.objects.update(bedrag_cent=40000)
    last = explain_zaak(get_zaak(zaak=zaak.id, gemeente=DORDRECHT, door=door))[-1]
    assert "niet bekend, totaal 500 euro of meer" in last.zin
    assert "bleef in dit postvak" in last.zin


def test_nobody_has_anothers_signalen(zaak: Zaak) -> None:
    bring("200,00", "H2", dagen=3, achternaam="Pietersen")
    persons = list_personen(
        zaak=zaak.id, gemeente=DORDRECHT, door=make_actor(partij=DORDRECHT, gemeenten=[DORDRECHT])
    )
    assert [(p.naam, [s.bedrag_cent for s in p.signalen]) for p in persons] == [
        ("J. Jansen", [60000]),
        ("J. Pietersen", [20000]),
    ]
