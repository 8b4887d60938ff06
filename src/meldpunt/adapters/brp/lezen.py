"""Read a person out of the JSON of *BRP Personen* 2.7.0; what was not asked or is not there stays empty."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from meldpunt.rules.brppersoon import BrpAdres, BrpDatum, BrpNaam, BrpPersoon, Verblijf

_SOORTEN: Final[dict[str, Verblijf]] = {
    "Adres": "adres",
    "Locatie": "locatie",
    "VerblijfplaatsBuitenland": "buitenland",
    "VerblijfplaatsOnbekend": "onbekend",
}


class BrpOnleesbaar(ValueError):
    """A value that is not what the contract says; named by its place, never by its content."""


def read_persoon(body: Any) -> BrpPersoon:
    """Read one person. Raises BrpOnleesbaar, or the error of a value of the wrong kind."""
    if not isinstance(body, dict):
        raise BrpOnleesbaar("personen")
    birth = _dict(body, "geboorte")
    return BrpPersoon(
        bsn=_text(body, "burgerservicenummer"),
        naam=read_naam(_dict(body, "naam")),
        geboorte=read_datum(birth.get("datum")),
        adresregels=_lines(_dict(body, "adressering")),
        adres=read_adres(_dict(body, "verblijfplaats")),
        gemeente=_code(body, "gemeenteVanInschrijving"),
        partners=tuple(read_naam(_dict(one, "naam")) for one in _list(body, "partners")),
        overleden="overlijden" in body or _code(_dict(body, "opschortingBijhouding"), "reden") == "O",
        opschorting=_code(_dict(body, "opschortingBijhouding"), "reden"),
        geheim=body.get("geheimhoudingPersoonsgegevens") is True,
        in_onderzoek=any("inOnderzoek" in part for part in (body, birth, _dict(body, "naam"))),
    )


def read_naam(body: dict[str, Any]) -> BrpNaam:
    """Read a name; a single surname of nothing but a full stop means that there is none."""
    surname = _text(body, "geslachtsnaam")
    return BrpNaam(
        voorletters=_text(body, "voorletters"),
        voorvoegsel=_text(body, "voorvoegsel"),
        geslachtsnaam="" if surname == "." else surname,
        naamgebruik=_code(body, "aanduidingNaamgebruik"),
    )


def read_datum(body: Any) -> BrpDatum:
    """Read a date of any of the four kinds; an unknown one has no parts."""
    if body is None:
        return BrpDatum()
    kind = body["type"]
    if kind == "Datum":
        day = date.fromisoformat(body["datum"])
        return BrpDatum(day.year, day.month, day.day)
    if kind == "JaarMaandDatum":
        return BrpDatum(int(body["jaar"]), int(body["maand"]))
    if kind == "JaarDatum":
        return BrpDatum(int(body["jaar"]))
    if kind == "DatumOnbekend":
        return BrpDatum()
    raise BrpOnleesbaar("datum")


def read_adres(body: dict[str, Any]) -> BrpAdres:
    """Read where somebody is registered: an address, a spot, abroad or unknown."""
    if not body:
        return BrpAdres()
    kind = _SOORTEN.get(_text(body, "type"))
    if kind is None:
        raise BrpOnleesbaar("verblijfplaats")
    lines = _dict(body, "verblijfadres")
    number = lines.get("huisnummer")
    return BrpAdres(
        soort=kind,
        straat=_text(lines, "officieleStraatnaam") or _text(lines, "korteStraatnaam"),
        postcode=_text(lines, "postcode").replace(" ", "").upper(),
        huisnummer=int(number) if number is not None else None,
        huisletter=_text(lines, "huisletter"),
        toevoeging=_text(lines, "huisnummertoevoeging"),
        woonplaats=_text(lines, "woonplaats"),
        object_id=_text(body, "adresseerbaarObjectIdentificatie").replace("0" * 16, ""),
        van=read_datum(body.get("datumVan")),
        in_onderzoek="inOnderzoek" in body or "inOnderzoek" in lines,
        niet_hier=body.get("indicatieVastgesteldVerblijftNietOpAdres") is True,
    )


def _lines(body: dict[str, Any]) -> tuple[str, ...]:
    return tuple(line for line in (_text(body, f"adresregel{number}") for number in (1, 2, 3)) if line)


def _dict(body: dict[str, Any], name: str) -> dict[str, Any]:
    found = body.get(name, {})
    if not isinstance(found, dict):
        raise BrpOnleesbaar(name)
    return found


def _list(body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = body.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BrpOnleesbaar(name)
    return found


def _text(body: dict[str, Any], name: str) -> str:
    found = body.get(name, "")
    if not isinstance(found, str):
        raise BrpOnleesbaar(name)
    return found


def _code(body: dict[str, Any], name: str) -> str:
    return _text(_dict(body, name), "code")
