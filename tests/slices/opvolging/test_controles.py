"""Checks before contact: set, lifted, and what they forbid."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from tests.factories import NU, deliver, make_partner, make_regel
from tests.slices.opvolging.zaakwereld import BAKKER, JANSEN, Zaakwereld, list_strangers, make_zaakwereld

from meldpunt.audit.models import Logregel
from meldpunt.matching.models import BekendAdres, Zaak
from meldpunt.opvolging.actions import close_zaak, record_contactpoging
from meldpunt.opvolging.controlebeeld import list_beperkingen, list_controles
from meldpunt.opvolging.controles import lift_controle, set_controle
from meldpunt.opvolging.models import Contactpoging, Controle
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)
VANDAAG = date(2026, 10, 26)


def put(
    wereld: Zaakwereld, soort: str, *, naam: str = "Jansen", bron: str = "BRP", now: datetime = NU
) -> UUID:
    return set_controle(
        zaak=wereld.zaak,
        gemeente="0392",
        soort=soort,
        persoon=wereld.persoon(naam) if naam else None,
        toelichting=bron,
        door=wereld.door,
        now=now,
    )


def attempt(wereld: Zaakwereld, soort: str, *, naam: str = "Jansen", **velden: object) -> None:
    values: dict[str, object] = {"datum": VANDAAG, **velden}
    record_contactpoging(
        zaak=wereld.zaak,
        gemeente="0392",
        soort=soort,
        bereikt=False,
        dagdeel="Avond",
        notitie="",
        persoon=wereld.persoon(naam) if naam else None,
        door=wereld.door,
        now=NU,
        **values,  # type: ignore[arg-type]
    )


def test_it_refuses_contact_with_somebody_who_died_and_not_with_the_other() -> None:
    wereld = make_zaakwereld(JANSEN, BAKKER)
    put(wereld, "overleden")
    with pytest.raises(Weigering, match="contact_verboden"):
        attempt(wereld, "Brief")
    attempt(wereld, "Administratief")
    attempt(wereld, "Brief", naam="Bakker")
    attempt(wereld, "Huisbezoek", naam="")
    assert Contactpoging.objects.count() == 3


def test_it_refuses_contact_with_somebody_who_moved_away() -> None:
    wereld = make_zaakwereld()
    put(wereld, "verhuisd_buiten")
    for naam in ("Jansen", ""):
        with pytest.raises(Weigering, match="contact_verboden"):
            attempt(wereld, "Telefoon", naam=naam)


def test_it_takes_a_visit_to_an_unsafe_house_only_of_two_people() -> None:
    wereld = make_zaakwereld()
    put(wereld, "onveilig_bezoek")
    with pytest.raises(Weigering, match="bezoek_niet_alleen"):
        attempt(wereld, "Huisbezoek")
    attempt(wereld, "Huisbezoek", niet_alleen=True)
    attempt(wereld, "Telefoon")


def test_it_keeps_an_attempt_from_before_the_check() -> None:
    wereld = make_zaakwereld()
    put(wereld, "overleden")
    attempt(wereld, "Brief", datum=VANDAAG - timedelta(days=1))
    assert Contactpoging.objects.get().soort == "Brief"


def test_it_makes_an_unsafe_house_a_state_of_the_address() -> None:
    wereld = make_zaakwereld(JANSEN, BAKKER)
    put(wereld, "onveilig_bezoek")
    assert Controle.objects.get().persoon is None
    with pytest.raises(Weigering, match="bezoek_niet_alleen"):
        attempt(wereld, "Huisbezoek", naam="Bakker")


def test_it_lifts_a_check_and_contact_can_be_again() -> None:
    wereld = make_zaakwereld()
    made = put(wereld, "overleden")
    lift_controle(controle=made, gemeente="0392", door=wereld.door, now=NU)
    with pytest.raises(Weigering, match="controle_opgeheven"):
        lift_controle(controle=made, gemeente="0392", door=wereld.door, now=NU)
    attempt(wereld, "Brief")
    put(wereld, "overleden")
    names = Logregel.objects.filter(handeling__startswith="controle_").order_by("id")
    assert [line.handeling for line in names] == ["controle_gezet", "controle_opgeheven", "controle_gezet"]
    assert "BRP" not in str([line.waarden for line in names])


@pytest.mark.parametrize(
    ("soort", "bron", "code"),
    [("ziek", "BRP", "controle_onbekend"), ("overleden", " ", "controle_bron")],
)
def test_it_asks_a_known_check_with_its_source(soort: str, bron: str, code: str) -> None:
    with pytest.raises(Weigering, match=code):
        put(make_zaakwereld(), soort, bron=bron)


def test_it_sets_a_check_once_per_resident() -> None:
    wereld = make_zaakwereld(JANSEN, BAKKER)
    put(wereld, "overleden")
    with pytest.raises(Weigering, match="controle_dubbel"):
        put(wereld, "overleden")
    put(wereld, "overleden", naam="Bakker")
    assert list_beperkingen([("0392", wereld.zaak)], on=VANDAAG)[wereld.zaak].adres.elk_contact


def test_it_marks_the_zaak_for_lists_and_takes_the_mark_away() -> None:
    wereld = make_zaakwereld()
    secret = put(wereld, "geheim_adres")
    put(wereld, "geen_bezoek")
    assert set(Zaak.objects.get().markeringen) == {"geheim_adres", "onveilig_bezoek"}
    lift_controle(controle=secret, gemeente="0392", door=wereld.door, now=NU)
    assert Zaak.objects.get().markeringen == ["onveilig_bezoek"]
    stand = list_beperkingen([("0392", wereld.zaak)], on=VANDAAG)[wereld.zaak]
    assert (stand.geheim, stand.niet_alleen, "Huisbezoek" in stand.adres.verboden) == (False, False, True)


def test_it_can_be_set_before_anybody_takes_the_zaak_and_not_after_closing() -> None:
    wereld = make_zaakwereld(taken=False)
    put(wereld, "in_onderzoek")
    Zaak.objects.update(status="vervallen")
    with pytest.raises(Weigering, match="zaak_status"):
        put(wereld, "overleden")


def test_it_shows_what_the_list_of_known_households_says_and_forbids_nothing() -> None:
    wereld = make_zaakwereld()
    BekendAdres.objects.create(
        gemeente_id="0392", postcode="2011AA", huisnummer=12, reden="uitkering", geladen_op=NU
    )
    found = list_controles([("0392", wereld.zaak)], on=VANDAAG)[wereld.zaak]
    assert [(row.soort, row.bron, row.id) for row in found] == [("bekend_sociale_dienst", "bestand", None)]
    attempt(wereld, "Telefoon")


def test_it_remembers_an_unsafe_house_in_the_next_zaak_but_not_who_died() -> None:
    wereld = make_zaakwereld()
    put(wereld, "onveilig_bezoek")
    put(wereld, "geheim_adres")
    close_zaak(
        zaak=wereld.zaak,
        gemeente="0392",
        eindresultaat="Definitief geen contact kunnen krijgen",
        door=wereld.door,
        now=NU,
    )
    later = NU + timedelta(days=31)
    deliver(partner=make_partner(), regels=[make_regel(bedrag="300,00")], datum=later.date(), now=later)
    second = Zaak.objects.exclude(id=wereld.zaak).get()
    found = list_controles([("0392", second.id)], on=later.date())[second.id]
    assert [(row.soort, row.van_eerder) for row in found] == [("onveilig_bezoek", True)]


def test_it_lets_nobody_else_set_or_lift() -> None:
    wereld = make_zaakwereld()
    made = put(wereld, "in_onderzoek")
    for stranger in list_strangers():
        with pytest.raises(GeenToegang):
            put(Zaakwereld(wereld.zaak, stranger), "overleden")
        with pytest.raises(GeenToegang):
            lift_controle(controle=made, gemeente="0392", door=stranger, now=NU)


def test_it_names_nobody_of_another_zaak() -> None:
    wereld = make_zaakwereld()
    with pytest.raises(Weigering, match="persoon_onbekend"):
        set_controle(
            zaak=wereld.zaak,
            gemeente="0392",
            soort="overleden",
            persoon=wereld.zaak,
            toelichting="BRP",
            door=wereld.door,
            now=NU,
        )
