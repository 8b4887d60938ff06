"""The texts of a municipality: never overwritten, and only a coordinator changes them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from tests.factories import NU, make_actor, make_gemeente
from tests.slices.correspondentie.post import AFZENDER

from meldpunt.audit.models import Logregel
from meldpunt.correspondentie.models import Sjabloon
from meldpunt.correspondentie.queries import list_sjablonen, list_versies
from meldpunt.correspondentie.sjablonen import (
    Sjabloontekst,
    Sjabloonweigering,
    adopt_voorbeelden,
    retire_sjabloon,
    save_sjabloon,
)
from meldpunt.partijen.afzenders import find_afzender, save_afzender
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db
COORDINATOR = make_actor(rol="coordinator")
TEKST = Sjabloontekst(
    sleutel="brief", kanaal="brief", taal="nl", naam="Brief", onderwerp="Hulp", tekst="{aanhef}"
)


@pytest.fixture(autouse=True)
def haarlem() -> None:
    make_gemeente()


def save(**anders: str) -> Sjabloon:
    return save_sjabloon(gemeente="0392", inhoud=replace(TEKST, **anders), door=COORDINATOR, now=NU)


def test_it_makes_a_new_version_of_every_change_and_of_nothing_else() -> None:
    first = save()
    assert save().id == first.id
    assert save(tekst=" {aanhef}\r\n").id == first.id
    second = save(tekst="{aanhef}, dag")
    assert [
        (v.versie, v.tekst, v.vervallen_op) for v in list_versies(gemeente="0392", sleutel="brief", taal="nl")
    ] == [
        (2, "{aanhef}, dag", None),
        (1, "{aanhef}", NU),
    ]
    assert [s.id for s in list_sjablonen(gemeente="0392")] == [second.id]
    assert Logregel.objects.filter(handeling="sjabloon_vastgesteld").count() == 2


def test_it_keeps_two_versions_from_being_in_use_at_once() -> None:
    row = save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Sjabloon.objects.create(
            gemeente_id="0392",
            sleutel=row.sleutel,
            kanaal="brief",
            taal="nl",
            versie=9,
            naam="x",
            tekst="x",
            gemaakt_op=NU,
        )


def test_it_says_every_mistake_and_saves_nothing() -> None:
    with pytest.raises(Sjabloonweigering) as caught:
        save(tekst="{onbekend} {", onderwerp="")
    assert len(caught.value.zinnen) == 3
    for anders in ({"sleutel": "Met Spatie"}, {"kanaal": "fax"}, {"taal": "xx"}):
        with pytest.raises(Sjabloonweigering):
            save(**anders)
    assert not Sjabloon.objects.exists()


def test_it_keeps_a_key_to_one_channel() -> None:
    save()
    with pytest.raises(Sjabloonweigering, match="sleutel_bezet"):
        save(kanaal="sms", taal="en")


def test_it_adopts_the_examples_once_and_leaves_own_texts_alone() -> None:
    save(sleutel="eerste-brief", tekst="Onze eigen brief")
    count = adopt_voorbeelden(gemeente="0392", door=COORDINATOR, now=NU)
    assert count == 16
    assert adopt_voorbeelden(gemeente="0392", door=COORDINATOR, now=NU) == 0
    assert Sjabloon.objects.get(sleutel="eerste-brief", taal="nl").tekst == "Onze eigen brief"


def test_it_stops_a_text_and_takes_it_up_again_as_a_new_version() -> None:
    save()
    retire_sjabloon(gemeente="0392", sleutel="brief", taal="nl", door=COORDINATOR, now=NU)
    assert list_sjablonen(gemeente="0392") == []
    with pytest.raises(Weigering, match="sjabloon_onbekend"):
        retire_sjabloon(gemeente="0392", sleutel="brief", taal="nl", door=COORDINATOR, now=NU)
    assert save().versie == 2


@pytest.mark.parametrize("rol", ["behandelaar", "uitvoerder", "privacy", "partner", "beheer"])
def test_it_lets_only_a_coordinator_of_the_municipality_change_anything(rol: str) -> None:
    save()
    for stranger in (make_actor(rol=rol), make_actor(rol="coordinator", gemeenten=("0344",))):
        who = {"door": stranger, "now": NU}
        with pytest.raises(GeenToegang):
            save_sjabloon(gemeente="0392", inhoud=TEKST, **who)
        with pytest.raises(GeenToegang):
            adopt_voorbeelden(gemeente="0392", **who)
        with pytest.raises(GeenToegang):
            retire_sjabloon(gemeente="0392", sleutel="brief", taal="nl", **who)
        with pytest.raises(GeenToegang):
            save_afzender(gemeente="0392", gegevens=AFZENDER, **who)


def test_it_keeps_one_sender_and_refuses_an_address_that_is_not_one() -> None:
    assert find_afzender("0392") is None
    for _ in range(2):
        save_afzender(gemeente="0392", gegevens=AFZENDER, door=COORDINATOR, now=NU)
    assert find_afzender("0392") == AFZENDER
    assert AFZENDER.kort_antwoordadres == "meldpunt.haarlem.example/reageren"
    for anders in ({"adresregels": ()}, {"antwoordadres": "javascript:alert(1)"}):
        with pytest.raises(Weigering):
            save_afzender(gemeente="0392", gegevens=replace(AFZENDER, **anders), door=COORDINATOR, now=NU)
