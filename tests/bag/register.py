"""The interface of the register of addresses, on some addresses of a test's own."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.bag.bestanden import number
from tests.koppelingen.buren import Gevraagd

from meldpunt.rules.adresvraag import answer_adresvraag, read_adresvraag


def adres(place: int, *, object: int = 0, **velden: Any) -> dict[str, Any]:
    """Return an address as the interface gives it."""
    given = {
        "openbareRuimteNaam": "Laan van de landinrichtingscommissie Duiven-Westervoort",
        "korteNaam": "Ln vd l D-Westervoort",
        "huisnummer": 12,
        "postcode": "2011AA",
        "woonplaatsNaam": "Haarlem",
        "nummeraanduidingIdentificatie": number(place),
        "adresseerbaarObjectIdentificatie": number(object or place, soort="01"),
        **velden,
    }
    return {naam: value for naam, value in given.items() if value is not None}


class Register:
    """The interface of the register on some addresses: it searches, gives pages, and says no to what it cannot read."""

    def __init__(self, *adressen: dict[str, Any]) -> None:
        self.adressen = adressen
        self.per_bladzijde = 100

    def __call__(self, gevraagd: Gevraagd) -> tuple[int, Any]:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(gevraagd.pad).query).items()}
        page = int(asked.pop("page", "1"))
        asked.pop("pageSize", None)
        if object_ := asked.pop("adresseerbaarObjectIdentificatie", ""):
            found = [one for one in self.adressen if one["adresseerbaarObjectIdentificatie"] == object_]
        else:
            vraag = read_adresvraag(asked)
            shown = [(_Nummer(one), one) for one in self.adressen]
            hits = {id(one) for one in answer_adresvraag(vraag, [number for number, _ in shown])}
            found = [one for number, one in shown if id(number) in hits]
        start = (page - 1) * self.per_bladzijde
        more = {"next": {"href": "…"}} if len(found) > start + self.per_bladzijde else {}
        part = found[start : start + self.per_bladzijde]
        body = {"_links": {"self": {"href": "…"}, **more}}
        return 200, {**body, "_embedded": {"adressen": part}} if part else body


class _Nummer:
    def __init__(self, one: dict[str, Any]) -> None:
        self.postcode, self.huisnummer = one.get("postcode", ""), one["huisnummer"]
        self.huisletter = one.get("huisletter", "")
        self.toevoeging = one.get("huisnummertoevoeging", "")
