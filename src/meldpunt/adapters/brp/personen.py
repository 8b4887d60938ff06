"""Haal Centraal *BRP Personen* 2.7.0: questions out, persons in. Only the fields that a signaal needs are asked.

Who carries a question (address, keys, certificate, retries) is not known here: a function sends bytes and gives the
answer. Everything goes by POST, so no number or name ever stands in a URL.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from meldpunt.adapters.brp.lezen import BrpOnleesbaar, read_persoon
from meldpunt.adapters.uitgaand import Antwoord
from meldpunt.rules.brppersoon import BrpGevonden, BrpPersoon
from meldpunt.rules.brpvraag import Zoekvraag

# Sends the body of a question to `<base>/personen` and returns what came back.
Zender = Callable[[bytes], Antwoord]
JSON: Final = "application/json; charset=utf-8"
TE_VEEL: Final = "tooManyResults"
# Of a search: who might it be. Never sex, age, nationality or authority over children.
ZOEKVELDEN: Final = (
    "burgerservicenummer",
    "naam.voorletters",
    "naam.voorvoegsel",
    "naam.geslachtsnaam",
    "geboorte.datum",
    "adressering.adresregel1",
    "adressering.adresregel2",
)
LEESVELDEN: Final = (
    "burgerservicenummer",
    "naam.voorletters",
    "naam.voorvoegsel",
    "naam.geslachtsnaam",
    "naam.aanduidingNaamgebruik",
    "geboorte.datum",
    "overlijden.datum",
    "gemeenteVanInschrijving",
    "verblijfplaats",
)
# Only when the name of a partner may explain the one that was reported.
PARTNERVELDEN: Final = ("partners.naam.voorvoegsel", "partners.naam.geslachtsnaam")


class Brpfout(RuntimeError):
    """The register answered with something that is no answer; the text is Dutch and ends with the code."""

    def __init__(self, code: str, zin: str) -> None:
        super().__init__(f"{zin} [{code}]")
        self.code = code


class Register:
    """The register as the rules ask it, over one way of sending."""

    def __init__(self, send: Zender) -> None:
        self._send = send

    def search(self, vraag: Zoekvraag) -> BrpGevonden:
        """Answer a question. Raises Brpfout."""
        return search_personen(vraag, send=self._send)

    def get(self, bsn: str, *, met_partner: bool) -> BrpPersoon | None:
        """Read one person, or none. Raises Brpfout."""
        return get_persoon(bsn, met_partner=met_partner, send=self._send)


def search_personen(vraag: Zoekvraag, *, send: Zender) -> BrpGevonden:
    """Ask one question and return the persons; also those who died, for that is an answer too. Raises Brpfout."""
    body = {
        "type": vraag.type,
        "fields": list(ZOEKVELDEN),
        "inclusiefOverledenPersonen": True,
        **dict(vraag.waarden),
    }
    answer = send(_write(body))
    if answer.status == 400 and _read_code(answer.inhoud) == TE_VEEL:
        return BrpGevonden(te_veel=True)
    return BrpGevonden(tuple(_read_personen(answer, soort=vraag.type)))


def get_persoon(bsn: str, *, met_partner: bool, send: Zender) -> BrpPersoon | None:
    """Read the person of a number, or none when the register knows nobody by it. Raises Brpfout."""
    soort = "RaadpleegMetBurgerservicenummer"
    fields = [*LEESVELDEN, *(PARTNERVELDEN if met_partner else ())]
    answer = send(_write({"type": soort, "fields": fields, "burgerservicenummer": [bsn]}))
    found = [one for one in _read_personen(answer, soort=soort) if one.bsn == bsn]
    return found[0] if found else None


def _write(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def _read_personen(answer: Antwoord, *, soort: str) -> list[BrpPersoon]:
    if answer.status == 400:
        code = _read_code(answer.inhoud)
        raise Brpfout("brp_vraag_geweigerd", f"De BRP vindt de vraag niet goed ({code or 'zonder code'}).")
    if answer.status != 200:
        raise Brpfout("brp_antwoord", f"De BRP gaf status {answer.status}.")
    try:
        body = json.loads(answer.inhoud)
        if body["type"] != soort:
            raise BrpOnleesbaar("type")
        return [read_persoon(one) for one in body.get("personen", [])]
    except (ValueError, KeyError, TypeError, AttributeError, BrpOnleesbaar) as problem:
        # Without the answer itself: it holds residents, and an error ends up in a log.
        raise Brpfout("brp_onleesbaar", "Het antwoord van de BRP is niet te lezen.") from problem


def _read_code(inhoud: bytes) -> str:
    """Return the code of a problem, with nothing in it but letters and digits."""
    try:
        code = json.loads(inhoud).get("code", "")
    except (ValueError, AttributeError):
        return ""
    return code if isinstance(code, str) and code.isalnum() and len(code) <= 25 else ""
