"""Which end result fits what happened, and which contradicts it."""

from __future__ import annotations

from datetime import date

import pytest

from meldpunt.rules.eindkeuze import (
    ADVIES,
    FINANCIEEL,
    GEEN_CONTACT,
    GEEN_INWONER,
    GEEN_REACTIE,
    HERHAALD,
    OVERLEDEN,
    REGELT_ZELF,
    Verloop,
    find_tegenspraken,
    suggest_eindresultaat,
)
from meldpunt.rules.statussen import EINDRESULTATEN
from meldpunt.rules.traject import Gezet


def dag(n: int) -> date:
    return date(2026, 10, n)


JA = Gezet("aanbod_aanvaard", "", dag(2))
NEE = Gezet("aanbod_geweigerd", "", dag(3))
GESPREK = Gezet("eerste_gesprek", "", dag(4))
MIS = tuple((dag(n), False) for n in (1, 2, 3))
RAAK = (dag(1), True)


@pytest.mark.parametrize(
    ("verloop", "resultaat"),
    [
        (Verloop(), None),
        (Verloop(stappen=[NEE]), REGELT_ZELF),
        (Verloop(stappen=[JA, NEE]), REGELT_ZELF),
        (Verloop(stappen=[JA]), None),
        (Verloop(pogingen=MIS, stappen=[JA]), None),
        (Verloop(pogingen=MIS), GEEN_CONTACT),
        (Verloop(pogingen=MIS[:2]), None),
        (Verloop(pogingen=[RAAK, *MIS[1:]]), GEEN_REACTIE),
        (Verloop(pogingen=[RAAK, MIS[1]]), None),
        (Verloop(stappen=[JA, GESPREK, Gezet("beschikking", "afgezien", dag(5))]), REGELT_ZELF),
        (Verloop(stappen=[JA, GESPREK, Gezet("beschikking", "toegelaten", dag(5))]), FINANCIEEL),
        (Verloop(stappen=[JA, Gezet("overgedragen_schuldhulp", "", dag(5))]), FINANCIEEL),
        (Verloop(stappen=[JA, Gezet("betalingsregeling", "", dag(5))]), ADVIES),
        (Verloop(alles_herhaald=True), HERHAALD),
        (Verloop(alles_herhaald=True, pogingen=[RAAK]), None),
        (Verloop(controles=["overleden"], stappen=[NEE]), OVERLEDEN),
        (Verloop(controles=["verhuisd_buiten"]), GEEN_INWONER),
    ],
)
def test_it_suggests_what_fits(verloop: Verloop, resultaat: str | None) -> None:
    found = suggest_eindresultaat(verloop)
    assert (found.eindresultaat if found else None) == resultaat
    assert found is None or (found.eindresultaat in EINDRESULTATEN and found.waarom.endswith((".", "?")))


@pytest.mark.parametrize(
    ("resultaat", "verloop", "code"),
    [
        (GEEN_CONTACT, Verloop(pogingen=[RAAK]), "wel_contact"),
        (GEEN_CONTACT, Verloop(stappen=[NEE]), "wel_contact"),
        (GEEN_CONTACT, Verloop(pogingen=MIS), None),
        (GEEN_REACTIE, Verloop(pogingen=MIS), "nooit_contact"),
        (GEEN_REACTIE, Verloop(pogingen=[RAAK]), None),
        (ADVIES, Verloop(stappen=[NEE]), "hulp_geweigerd"),
        (ADVIES, Verloop(pogingen=[RAAK]), "hulp_niet_vastgelegd"),
        (ADVIES, Verloop(stappen=[JA]), None),
        (REGELT_ZELF, Verloop(stappen=[JA]), "hulp_aanvaard"),
        (REGELT_ZELF, Verloop(stappen=[JA, NEE]), None),
        (GEEN_CONTACT, Verloop(controles=["overleden"]), "controle_overleden"),
        (OVERLEDEN, Verloop(controles=["overleden"]), None),
        (OVERLEDEN, Verloop(), "controle_ontbreekt"),
        (HERHAALD, Verloop(controles=["verhuisd_buiten"]), "controle_verhuisd_buiten"),
    ],
)
def test_it_says_what_contradicts(resultaat: str, verloop: Verloop, code: str | None) -> None:
    assert [one.code for one in find_tegenspraken(resultaat, verloop)] == ([code] if code else [])
