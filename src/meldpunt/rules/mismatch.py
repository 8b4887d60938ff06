"""Whom of the registry of persons a signaal may be about: candidates in order, each with its reasons and a cause.

Made for a person who looks at both and decides. Nothing here decides: the order only says where to look first, and
likeness of letters breaks ties and no more. A suffix of an address is never fuzzy; it is written in another form, or
it is another dwelling.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl
from rapidfuzz.fuzz import ratio

from meldpunt.rules.brppersoon import BrpDatum
from meldpunt.rules.gelijkenis import initials_agree, initials_share_letters, is_near_date
from meldpunt.rules.mismatchwoorden import (
    ADRES,
    GEBOORTE,
    NAAM,
    PARTNERNAAM,
    VOORLETTERS,
    Uitkomst,
    propose_oorzaak,
)
from meldpunt.rules.naamverschil import ANDERS, compare_namen, is_bedrijfsnaam
from meldpunt.rules.namen import initials_key

ROMEINS: Final[Mapping[str, str]] = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
GELIJKVLOERS: Final = frozenset({"HS", "HUIS", "BG", "BEGANEGROND", "BEG", "PT", "PARTERRE"})


@dataclass(frozen=True, slots=True)
class Plek:
    """An address as it is compared: postcode, number and suffix in the form of rules/adres.py."""

    postcode: str
    huisnummer: int
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gezochte:
    """Whom a signaal names, as its partner wrote it."""

    voorletters: str = ""
    tussenvoegsel: str = ""
    achternaam: str
    geboortedatum: date | None = None
    plek: Plek | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kandidaat:
    """Somebody the registry gave; `partnernamen` are prefix and surname of partners, of now or of before."""

    voorletters: str = ""
    voorvoegsel: str = ""
    geslachtsnaam: str
    partnernamen: tuple[tuple[str, str], ...] = ()
    geboorte: BrpDatum = field(default_factory=BrpDatum)
    plek: Plek | None = None


@dataclass(frozen=True, slots=True)
class Beoordeling:
    """One candidate: its place in what was given, the reasons, the cause they point to and how strong it is."""

    nummer: int
    kenmerken: tuple[Uitkomst, ...]
    oorzaak: str
    punten: int

    @property
    def sterkte(self) -> str:
        """Return in one word how much speaks for this candidate."""
        return "sterk" if self.punten >= 14 else "mogelijk" if self.punten >= 9 else "zwak"


def rank_gevonden(gezocht: Gezochte, kandidaten: Sequence[Kandidaat]) -> list[Beoordeling]:
    """Return the candidates in the order in which to look at them, the likeliest first."""
    if not kandidaten:
        return []
    names = _judge_names(gezocht, kandidaten)
    initials = _judge_initials(gezocht, kandidaten)
    births = _judge_births(gezocht, kandidaten)
    judged = [
        _weigh(number, (names[number], births[number], initials[number], judge_plek(gezocht.plek, one.plek)))
        for number, one in enumerate(kandidaten)
    ]
    alike = [ratio(gezocht.achternaam.lower(), one.geslachtsnaam.lower()) for one in kandidaten]
    return sorted(judged, key=lambda one: (-one.punten, -alike[one.nummer], one.nummer))


def propose_for(gezocht: Gezochte, ranked: Sequence[Beoordeling]) -> str:
    """Return the cause that the whole points to: of the first candidate, or that several fit as well."""
    fitting = [one for one in ranked if one.sterkte == "sterk"]
    if len(fitting) > 1 and fitting[0].punten == fitting[1].punten:
        return "meer_personen"
    if ranked and ranked[0].sterkte != "zwak":
        return ranked[0].oorzaak
    return "bedrijfsnaam" if is_bedrijfsnaam(gezocht.achternaam) else "onbekend"


def judge_plek(asked: Plek | None, found: Plek | None) -> Uitkomst:
    """Say how two addresses compare; another suffix is another dwelling unless only its form differs."""
    if asked is None or found is None:
        return ADRES["onbekend"]
    if (asked.postcode, asked.huisnummer) != (found.postcode, found.huisnummer):
        return ADRES["ander"]
    if asked.suffix == found.suffix:
        return ADRES["gelijk"]
    if "" in {asked.suffix, found.suffix}:
        return ADRES["zonder_toevoeging"]
    same = form_of_suffix(asked.suffix) == form_of_suffix(found.suffix)
    return ADRES["vorm" if same else "andere_toevoeging"]


def form_of_suffix(suffix: str) -> str:
    """Return what a suffix says, however it is written: `2HOOG`, `II` and `02` are one, `HS` and `BG` are one."""
    bare = suffix.upper().removesuffix("HOOG")
    if bare in GELIJKVLOERS:
        return "HS"
    return ROMEINS.get(bare, bare.lstrip("0") or bare)


def _weigh(number: int, kenmerken: tuple[Uitkomst, ...]) -> Beoordeling:
    return Beoordeling(
        number, kenmerken, propose_oorzaak(kenmerken), sum(kenmerk.punten for kenmerk in kenmerken)
    )


def _judge_names(gezocht: Gezochte, kandidaten: Sequence[Kandidaat]) -> list[Uitkomst]:
    """Judge the own name of each candidate, and the names of partners where the own one does not fit."""
    asked = (gezocht.tussenvoegsel, gezocht.achternaam)
    own = compare_namen(asked, [(one.voorvoegsel, one.geslachtsnaam) for one in kandidaten])
    whose = [number for number, one in enumerate(kandidaten) for _ in one.partnernamen]
    partners = compare_namen(asked, [name for one in kandidaten for name in one.partnernamen])
    of_partner = {
        number for number, code in zip(whose, partners, strict=True) if code not in {ANDERS, PARTNERNAAM}
    }
    return [
        NAAM[PARTNERNAAM if code == ANDERS and number in of_partner else code]
        for number, code in enumerate(own)
    ]


def _judge_initials(gezocht: Gezochte, kandidaten: Sequence[Kandidaat]) -> list[Uitkomst]:
    frame = pl.DataFrame(
        {"a": [gezocht.voorletters] * len(kandidaten), "b": [one.voorletters for one in kandidaten]},
        schema={"a": pl.String, "b": pl.String},
    ).select(a=initials_key(pl.col("a")), b=initials_key(pl.col("b")))
    a, b = pl.col("a"), pl.col("b")
    code = (
        pl.when((a == "") | (b == ""))
        .then(pl.lit("onbekend"))
        .when(a == b)
        .then(pl.lit("gelijk"))
        .when(initials_agree(a, b))
        .then(pl.lit("passen"))
        .when(initials_share_letters(a, b))
        .then(pl.lit("roepnaam"))
        .otherwise(pl.lit("anders"))
    )
    return [VOORLETTERS[one] for one in frame.select(code.alias("code"))["code"]]


def _judge_births(gezocht: Gezochte, kandidaten: Sequence[Kandidaat]) -> list[Uitkomst]:
    asked = gezocht.geboortedatum
    whole = [one.geboorte.datum for one in kandidaten]
    frame = pl.DataFrame({"a": [asked] * len(whole), "b": whole}, schema={"a": pl.Date, "b": pl.Date}).select(
        near=is_near_date(pl.col("a"), pl.col("b")).fill_null(value=False)
    )
    return [
        GEBOORTE[_birth_code(asked, one.geboorte, near=near)]
        for one, near in zip(kandidaten, frame["near"], strict=True)
    ]


def _birth_code(asked: date | None, found: BrpDatum, *, near: bool) -> str:
    if asked is None or found.jaar is None:
        return "onbekend"
    known = [
        (ours, theirs)
        for ours, theirs in zip(
            (asked.year, asked.month, asked.day), (found.jaar, found.maand, found.dag), strict=True
        )
        if theirs is not None
    ]
    if all(ours == theirs for ours, theirs in known):
        return "gelijk" if len(known) == 3 else "deels"
    if (found.jaar, found.maand, found.dag) == (asked.year, asked.day, asked.month):
        return "omgewisseld"
    return "een_cijfer" if near else "anders"
