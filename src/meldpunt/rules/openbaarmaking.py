"""What a partner may know: from an end result, status or selection to the one thing that is told.

The table is dated data and may differ per covenant. What the partner reads comes from here and nowhere else, so
that a reason, a new address or another partner has no way to it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from meldpunt.rules.statussen import EINDRESULTATEN, SELECTIES, SIGNAALSTATUSSEN
from meldpunt.rules.traject import BETAALCODES

Tekst = Annotated[str, Field(min_length=1)]
Woord = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
Soort = Literal["eindresultaten", "signaalstatussen", "selecties", "betalingen"]

VERPLICHT: Final[dict[Soort, tuple[str, ...]]] = {
    "eindresultaten": EINDRESULTATEN,
    "signaalstatussen": SIGNAALSTATUSSEN,
    "selecties": SELECTIES,
}
# Told only where a covenant agrees on it; a table without the section tells nothing of it.
NAAR_KEUZE: Final[dict[Soort, tuple[str, ...]]] = {"betalingen": BETAALCODES}
SOORTEN: Final[dict[Soort, tuple[str, ...]]] = {**VERPLICHT, **NAAR_KEUZE}
# How payments go is told beside the progress and never takes its place: the code itself shows which of both it is.
BETALING: Final = "betaling_"


@dataclass(frozen=True, slots=True)
class Mededeling:
    """All that a partner hears about its signaal. A field added here is told to every partner."""

    code: str
    zin: str
    artikel: str
    start_opschorting: bool


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tekstregel(_Frozen):
    """A sentence for partners. The stay hangs on what is told: if it hung on the result, it would give that away."""

    zin: Tekst
    start_opschorting: bool = False
    artikel: Tekst


class Uitkomst(_Frozen):
    """One end result, status or selection: what it means here, and which sentence the partner gets."""

    mededeling: Woord
    definitie: str = ""
    bron: Tekst


class Openbaarmakingstabel(_Frozen):
    """One dated table; every value of the national standard has its line."""

    vanaf: date
    titel: Tekst
    mededelingen: Mapping[Woord, Tekstregel]
    eindresultaten: Mapping[str, Uitkomst]
    signaalstatussen: Mapping[str, Uitkomst]
    selecties: Mapping[str, Uitkomst]
    betalingen: Mapping[str, Uitkomst] = {}

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for soort, values in SOORTEN.items():
            lines: Mapping[str, Uitkomst] = getattr(self, soort)
            if lines or soort in VERPLICHT:
                _check_keys(soort, set(lines), set(values))
            for waarde, uitkomst in lines.items():
                _check_code(self, soort, waarde, uitkomst.mededeling)
        missing = [waarde for waarde, uitkomst in self.eindresultaten.items() if not uitkomst.definitie]
        if missing:
            raise ValueError(f"eindresultaten.{missing[0]}: definitie ontbreekt")
        return self


@dataclass(frozen=True, slots=True)
class Openbaarmaking:
    """All dated tables: per covenant where it deviates, and under "" the general ones."""

    tabellen: Mapping[str, Sequence[Openbaarmakingstabel]]

    def table_on(self, day: date, *, convenant: str) -> Openbaarmakingstabel:
        """Return the table in force; before the first one begins, the first. The covenant's own goes before."""
        own = [tabel for tabel in self.tabellen.get(convenant, ()) if tabel.vanaf <= day]
        general = self.tabellen[""]
        started = own or [tabel for tabel in general if tabel.vanaf <= day] or general[:1]
        return max(started, key=lambda tabel: tabel.vanaf)


def parse_tabel(
    waarden: Mapping[str, Any], *, basis: Mapping[str, Any] | None = None
) -> Openbaarmakingstabel:
    """Build a table from plain values; with `basis`, the values state only their deviations from it, line by line.

    Raises pydantic's ValidationError, which names the key.
    """
    return Openbaarmakingstabel.model_validate(merge_lines(basis or {}, waarden))


def merge_lines(basis: Mapping[str, Any], waarden: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the values over the basis: a line of a section is replaced as a whole, the other lines stay."""
    merged = dict(basis)
    for key, value in waarden.items():
        below = basis.get(key)
        merged[key] = (
            {**below, **value} if isinstance(below, Mapping) and isinstance(value, Mapping) else value
        )
    return merged


def disclose(tabel: Openbaarmakingstabel, *, soort: Soort, waarde: str) -> Mededeling:
    """Return what the partner is told about an end result, a status or a selection; KeyError for another value."""
    lines: Mapping[str, Uitkomst] = getattr(tabel, soort)
    code = lines[waarde].mededeling
    regel = tabel.mededelingen[code]
    return Mededeling(code, regel.zin, regel.artikel, regel.start_opschorting)


def list_waarden(tabel: Openbaarmakingstabel, soort: Soort) -> tuple[str, ...]:
    """List the values of a kind about which a table tells something; none where its covenant agrees on none."""
    return SOORTEN[soort] if getattr(tabel, soort) else ()


def is_betaling(code: str) -> bool:
    """Tell whether a message is about the payments, and so says nothing of the progress or its end."""
    return code.startswith(BETALING)


def _check_code(tabel: Openbaarmakingstabel, soort: Soort, waarde: str, code: str) -> None:
    if code not in tabel.mededelingen:
        raise ValueError(f"{soort}.{waarde}: mededeling '{code}' bestaat niet")
    if is_betaling(code) is not (soort == "betalingen"):
        raise ValueError(f"{soort}.{waarde}: alleen een mededeling over betalingen begint met '{BETALING}'")
    if is_betaling(code) and tabel.mededelingen[code].start_opschorting:
        raise ValueError(f"{soort}.{waarde}: een mededeling over betalingen begint geen opschorting")


def _check_keys(section: str, found: set[str], expected: set[str]) -> None:
    for waarde in sorted(expected - found):
        raise ValueError(f"{section}.{waarde}: ontbreekt")
    for waarde in sorted(found - expected):
        raise ValueError(f"{section}.{waarde}: is onbekend")


def fingerprint_of(tabel: Openbaarmakingstabel) -> str:
    """Return the mark of what a table says: another sentence, line or date has another mark."""
    text = json.dumps(tabel.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verschil:
    """One value about which two tables say something else; empty is: not there."""

    soort: str
    waarde: str
    was: str
    wordt: str
    start_opschorting: bool


def list_verschillen(was: Openbaarmakingstabel, wordt: Openbaarmakingstabel) -> tuple[Verschil, ...]:
    """List the values for which a partner reads another sentence, or whose stay starts otherwise."""
    found = []
    for soort, values in SOORTEN.items():
        for waarde in values:
            old, new = (_read(tabel, soort, waarde) for tabel in (was, wordt))
            if old != new:
                found.append(Verschil(soort, waarde, old[1], new[1], new[2]))
    return tuple(found)


def _read(tabel: Openbaarmakingstabel, soort: Soort, waarde: str) -> tuple[str, str, bool]:
    if waarde not in list_waarden(tabel, soort):
        return "", "", False
    told = disclose(tabel, soort=soort, waarde=waarde)
    return told.code, told.zin, told.start_opschorting
