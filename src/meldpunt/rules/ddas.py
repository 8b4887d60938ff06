"""The national data standard: what a signaal and a zaak are called there, and what each version calls it.

Everything is made in the words of the newest version; `translate` puts a levering into those of an earlier one. A
value for which that version has no word is left out and counted, never put under another one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from meldpunt.rules.statussen import derive_signaalstatus

NIEUWSTE: Final = "1.2"
# What a person confirmed to be bedreigend concerns the claims of that kind, and no other in the zaak.
CRISIS: Final[Mapping[str, frozenset[str]]] = {
    "huisuitzetting": frozenset({"Huur", "Hypotheek"}),
    "einde_energie_of_water": frozenset({"Energie", "Water"}),
    "einde_zorgverzekering": frozenset({"Zorg", "CAK Zorgverzekeringen"}),
}


@dataclass(frozen=True, slots=True)
class Versie:
    """One version of the standard: other names of fields, other words for values, and the words it lacks."""

    naam: str
    velden: Mapping[str, str] = field(default_factory=dict)
    # The same names under `client` alone.
    clientvelden: Mapping[str, str] = field(default_factory=dict)
    waarden: Mapping[str, str] = field(default_factory=dict)
    ontbreekt: Mapping[str, frozenset[str]] = field(default_factory=dict)


_OUDE_VELDEN: Final = {
    "aanleverendeOrganisatie": "aanleverende_organisatie",
    "contactpersonen": "contactpersoonen",
    "startdatumMatchingperiode": "startdatum_matchtingperiode",
    "einddatumMatchingperiode": "einddatum_matchingperiode",
    "datumOpgepakt": "datum_opgepakt",
}
_OUDE_WAARDEN: Final = {"Verwijzing zonder tussenkomst inwoner": "Verwijzing zonder toestemming"}
_OUD_ONTBREEKT: Final = {
    "soort": frozenset({"Onbekend", "Overige"}),
    "status": frozenset({"Opgepakt", "Inwoner al bekend bij schuldhulpverlening"}),
    "resultaat": frozenset({"Vervolghulp en/of verwijzing"}),
}
_HOOFDLETTER: Final = {
    veld: veld.capitalize()
    for veld in ("burgerservicenummer", "geboortedatum", "postcode", "huisnummer", "huisnummertoevoeging")
}
VERSIES: Final[Mapping[str, Versie]] = {
    "1.0": Versie("1.0", _OUDE_VELDEN, _HOOFDLETTER, _OUDE_WAARDEN, _OUD_ONTBREEKT),
    "1.1": Versie("1.1", _OUDE_VELDEN, {}, _OUDE_WAARDEN, _OUD_ONTBREEKT),
    NIEUWSTE: Versie(NIEUWSTE),
}


def translate(levering: Mapping[str, Any], versie: Versie) -> tuple[dict[str, Any], Counter[str]]:
    """Put a levering into the words of a version; with per field how many values it has no word for."""
    lost: Counter[str] = Counter()
    return (dict(levering) if versie.naam == NIEUWSTE else _translate(levering, versie, lost)), lost


def _translate(part: Mapping[str, Any], versie: Versie, lost: Counter[str], *, client: bool = False) -> Any:
    made: dict[str, Any] = {}
    for name, value in part.items():
        if isinstance(value, str) and value in versie.ontbreekt.get(name, ()):
            lost[name] += 1
            continue
        known = versie.clientvelden if client else versie.velden
        made[known.get(name, name)] = _translate_value(name, value, versie, lost)
    return made


def _translate_value(name: str, value: Any, versie: Versie, lost: Counter[str]) -> Any:
    if isinstance(value, Mapping):
        return _translate(value, versie, lost, client=name == "client")
    if isinstance(value, list):
        return [_translate(one, versie, lost) for one in value]
    return versie.waarden.get(value, value) if isinstance(value, str) else value


def is_crisis(partnertype: str, bedreigend_grond: str) -> bool:
    """Say whether a signaal of this kind is the one that a person confirmed to be bedreigend."""
    return partnertype in CRISIS.get(bedreigend_grond, ())


def round_to_euro(cent: int) -> int:
    """Round an amount to whole euros, half a euro upwards."""
    return (cent + 50) // 100


def derive_resultaat(zaakstatus: str, eindresultaat: str) -> str | None:
    """Return the end result of a zaak; None while it has none."""
    if eindresultaat:
        return eindresultaat
    return derive_signaalstatus(zaakstatus, None) if zaakstatus == "niet_opgepakt" else None


def list_matchingdagen(maand: date, vensters: int) -> tuple[date, date]:
    """Return the first and last day of the months that were matched: that of the list and those before it."""
    months = maand.year * 12 + maand.month - vensters
    first = date(months // 12, months % 12 + 1, 1)
    after = date(maand.year + maand.month // 12, maand.month % 12 + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def describe_client(bsn: str, adres: Mapping[str, str]) -> dict[str, str] | None:
    """Say who a signaal is about: by the number alone, or by address; None when neither is there.

    `adres` has postcode, huisnummer, huisnummertoevoeging and geboortedatum, the last two perhaps empty.
    """
    if len(bsn) == 9 and bsn.isdecimal():
        return {"burgerservicenummer": bsn}
    if not adres.get("postcode") or not adres.get("huisnummer"):
        return None
    return {name: value for name, value in adres.items() if value}
