"""The port for the register of addresses: what to ask, and what the answer says. It sends nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from meldpunt.adapters.uitgaand import Verzoek
from meldpunt.rules.adresvraag import is_identificatie

# BAG API Individuele Bevragingen 2 of the Kadaster; the key goes along from the connection, in X-Api-Key.
KOPPEN: Final[Mapping[str, str]] = {"Accept": "application/hal+json"}
PER_BLADZIJDE: Final = 100
_VELDEN: Final[Mapping[str, str]] = {
    "nummeraanduiding": "nummeraanduidingIdentificatie",
    "object": "adresseerbaarObjectIdentificatie",
    "postcode": "postcode",
    "huisnummer": "huisnummer",
    "huisletter": "huisletter",
    "toevoeging": "huisnummertoevoeging",
    "straat": "openbareRuimteNaam",
    "korte_naam": "korteNaam",
    "woonplaats": "woonplaatsNaam",
}


def ask_adres(*, postcode: str, huisnummer: int, bladzijde: int = 1) -> Verzoek:
    """Ask for every address with this postcode and number.

    The register knows no other way than an address with its question in it. So it is asked for the whole number and
    not for the one door: what stands there is a street corner, and nobody's.
    """
    return _ask({"postcode": postcode, "huisnummer": str(huisnummer)}, bladzijde)


def ask_object(object_: str, *, bladzijde: int = 1) -> Verzoek:
    """Ask for every address of an object."""
    return _ask({"adresseerbaarObjectIdentificatie": object_}, bladzijde)


def _ask(vraag: Mapping[str, str], bladzijde: int) -> Verzoek:
    pages = {"page": str(bladzijde), "pageSize": str(PER_BLADZIJDE)}
    return Verzoek(adres=f"/adressen?{urlencode({**vraag, **pages})}", methode="GET", koppen=KOPPEN)


def read_adressen(antwoord: Any) -> list[dict[str, Any]]:
    """Return the addresses of an answer by our own names; one without an object is none yet.

    Raises ValueError when the answer is of another kind.
    """
    if not isinstance(antwoord, dict):
        raise ValueError("no answer of the register of addresses")
    rows = antwoord.get("_embedded", {}).get("adressen", [])
    return [_read(row) for row in rows if is_identificatie(str(row.get(_VELDEN["object"], "")))]


def has_more(antwoord: Any) -> bool:
    """Say whether there is a page after this one."""
    return isinstance(antwoord, dict) and "next" in antwoord.get("_links", {})


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {own: row.get(theirs) for own, theirs in _VELDEN.items()}
    if not is_identificatie(str(found["nummeraanduiding"]), "nummeraanduiding"):
        raise ValueError("an address without its identification")
    texts = {own: str(value or "") for own, value in found.items() if own != "huisnummer"}
    return {
        **texts,
        "huisnummer": int(str(found["huisnummer"])),
        # It is a main address when nothing is said.
        "hoofdadres": not row.get("indicatieNevenadres", False),
    }
