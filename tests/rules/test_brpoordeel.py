"""Who of the persons found is the one that was reported, and what the register says about that one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from meldpunt.rules.brpoordeel import REDENEN, STANDEN_UIT_BRP, list_standen, look_up, rank_personen
from meldpunt.rules.brppersoon import BrpAdres, BrpDatum, BrpGevonden, BrpNaam, BrpPersoon
from meldpunt.rules.brpvraag import Gezocht, Zoekvraag
from meldpunt.rules.controles import CONTROLESOORTEN

GEZOCHT = Gezocht(
    gemeente="0392",
    voorletters="J.",
    achternaam="Jansen",
    geboortedatum=date(1980, 5, 1),
    postcode="2011AA",
    huisnummer=12,
)
HIER = BrpAdres(soort="adres", postcode="2011AA", huisnummer=12)
JANSEN = BrpPersoon(
    bsn="999990019",
    naam=BrpNaam(voorletters="J.", geslachtsnaam="Jansen"),
    geboorte=BrpDatum(1980, 5, 1),
    adres=HIER,
    gemeente="0392",
)


@dataclass
class Boek:
    """A register of a few, by the step that finds them."""

    per_stap: Mapping[str, tuple[BrpPersoon, ...]] = field(default_factory=dict)
    te_veel: frozenset[str] = frozenset()
    op_bsn: Mapping[str, BrpPersoon] = field(default_factory=dict)
    gevraagd: list[str] = field(default_factory=list)

    def search(self, vraag: Zoekvraag) -> BrpGevonden:
        self.gevraagd.append(vraag.stap)
        return BrpGevonden(self.per_stap.get(vraag.stap, ()), vraag.stap in self.te_veel)

    def get(self, bsn: str, *, met_partner: bool) -> BrpPersoon | None:
        self.gevraagd.append("lezen")
        people = {one.bsn: one for found in self.per_stap.values() for one in found} | dict(self.op_bsn)
        found = people.get(bsn)
        return found if found is None or met_partner else replace(found, partners=())


def test_it_stops_at_the_first_question_that_finds_one() -> None:
    boek = Boek({"adres": (JANSEN,), "naam": (JANSEN,)})
    assert look_up(GEZOCHT, boek).persoon == JANSEN
    assert boek.gevraagd == ["adres", "lezen"]


def test_it_reads_a_reported_number_first_and_believes_it_when_the_name_fits() -> None:
    boek = Boek(op_bsn={JANSEN.bsn: JANSEN})
    found = look_up(replace(GEZOCHT, bsn=JANSEN.bsn), boek)
    assert (found.uitkomst, found.stap, boek.gevraagd) == ("gevonden", "bsn", ["lezen"])


def test_it_believes_no_number_of_somebody_else() -> None:
    other = replace(
        JANSEN,
        bsn="999990020",
        naam=BrpNaam(voorletters="A.", geslachtsnaam="Bos"),
        geboorte=BrpDatum(1950, 1, 1),
    )
    boek = Boek({"adres": (JANSEN,)}, op_bsn={other.bsn: other})
    found = look_up(replace(GEZOCHT, bsn=other.bsn), boek)
    assert (found.uitkomst, found.reden) == ("onzeker", "bsn_van_ander")
    assert {one.bsn for one, _ in found.kandidaten} == {other.bsn, JANSEN.bsn}


def test_it_takes_no_namesake_elsewhere_without_equal_initials() -> None:
    vague = replace(JANSEN, naam=BrpNaam(geslachtsnaam="Jansen"))
    assert look_up(GEZOCHT, Boek({"adres": (vague,)})).uitkomst == "gevonden"
    assert look_up(GEZOCHT, Boek({"naam": (vague,)})).uitkomst == "onzeker"


def test_it_says_too_many_only_when_nobody_was_found() -> None:
    crowd = frozenset({"adres", "naam", "ruim"})
    assert look_up(GEZOCHT, Boek(te_veel=crowd)).uitkomst == "te_veel"
    assert look_up(GEZOCHT, Boek({"naam": (JANSEN,)}, te_veel=frozenset({"adres"}))).uitkomst == "gevonden"


def test_it_gives_who_else_lives_there_to_choose_from_without_a_reason() -> None:
    other = replace(
        JANSEN, naam=BrpNaam(voorletters="K.", geslachtsnaam="Bos"), geboorte=BrpDatum(1950, 1, 1)
    )
    found = look_up(GEZOCHT, Boek({"ruim": (other,)}))
    assert (found.uitkomst, found.stap, found.kandidaten) == ("niemand", "ruim", ((other, ""),))


@pytest.mark.parametrize("reden", ["F", "W"])
def test_it_never_means_a_list_that_was_made_by_mistake(reden: str) -> None:
    assert rank_personen(GEZOCHT, [replace(JANSEN, opschorting=reden)]) == []


STANDEN: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "lives here": ({}, ()),
    "a suffix that the partner left out": ({"adres": replace(HIER, huisletter="A")}, ()),
    "died and moved before": ({"overleden": True, "gemeente": "0363"}, ("overleden",)),
    "elsewhere": ({"gemeente": "0363"}, ("verhuisd_buiten",)),
    "not resident": ({"gemeente": "1999"}, ("geemigreerd",)),
    "abroad": ({"adres": BrpAdres(soort="buitenland")}, ("geemigreerd",)),
    "unknown": ({"adres": BrpAdres(soort="onbekend")}, ("adres_onbekend",)),
    "another number": ({"adres": replace(HIER, huisnummer=14)}, ("verhuisd_binnen",)),
    "a spot without an address": ({"adres": BrpAdres(soort="locatie")}, ()),
    "secret and doubted": ({"geheim": True, "in_onderzoek": True}, ("geheim_adres", "in_onderzoek")),
}


@pytest.mark.parametrize("geval", STANDEN)
def test_it_gives_the_states_of_a_person(geval: str) -> None:
    changed, standen = STANDEN[geval]
    assert list_standen(replace(JANSEN, **changed), GEZOCHT) == standen


def test_it_doubts_the_door_when_both_name_another() -> None:
    here = replace(JANSEN, adres=replace(HIER, huisletter="B"))
    assert list_standen(here, replace(GEZOCHT, suffix="A")) == ("in_onderzoek",)


def test_it_goes_by_the_object_where_both_know_it() -> None:
    here = replace(JANSEN, adres=replace(HIER, huisnummer=14, object_id="0392010000000001"))
    assert list_standen(here, replace(GEZOCHT, object_id="0392010000000001")) == ()
    assert list_standen(here, replace(GEZOCHT, object_id="0392010000000002")) == ("verhuisd_binnen",)


def test_it_gives_only_states_and_reasons_that_people_can_read() -> None:
    assert set(STANDEN_UIT_BRP) <= set(CONTROLESOORTEN)
    assert all(zin.endswith(".") for zin in REDENEN.values())
