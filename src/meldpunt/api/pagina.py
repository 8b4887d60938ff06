"""Lists in pages: by the last key of the page before, with the link to the next one; never counted, never skipped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.utils.dateparse import parse_date
from rest_framework.request import Request

from meldpunt.api.problemen import Ongeldig, Probleem
from meldpunt.api.versie import get_uitgever

Rij = TypeVar("Rij")
MEESTE: Final = 200
STANDAARD: Final = 50
ZIN: Final = "Een of meer parameters kloppen niet. Zie invalidParams. [parameters_ongeldig]"


class Vraag:
    """The parameters of a request, read one by one; what does not fit, or is not asked for, is told all at once."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._given = {naam: request.query_params.getlist(naam) for naam in request.query_params}
        self._read: dict[str, str] = {}
        self._ongeldig: list[Ongeldig] = []

    def text(self, naam: str, *, keuzes: Sequence[str] = (), langste: int = 200) -> str:
        """Return a text, one of the choices where there are any; nothing when it was not given."""
        given = self._given.pop(naam, [])
        if not given:
            return ""
        value = given[0]
        if len(given) > 1:
            self._refuse(naam, "Geef deze parameter één keer.", "parameter_dubbel")
        elif not value or (keuzes and value not in keuzes):
            self._refuse(
                naam, f"Kies uit: {', '.join(keuzes)}." if keuzes else "Vul een waarde in.", "keuze_onbekend"
            )
        elif len(value) > langste:
            self._refuse(naam, f"Geef hooguit {langste} tekens.", "parameter_te_lang")
        else:
            self._read[naam] = value
            return value
        return ""

    def uuid(self, naam: str) -> UUID | None:
        """Return a key."""
        value = self.text(naam)
        try:
            return UUID(value) if value else None
        except ValueError:
            self._refuse(naam, "Dit is geen sleutel (UUID).", "sleutel_ongeldig")
            return None

    def day(self, naam: str) -> Any:
        """Return a day."""
        value = self.text(naam)
        try:
            day = parse_date(value) if value else None
        except ValueError:
            day = None
        if value and (day is None or day.year < 1900):
            self._refuse(naam, "Schrijf de datum als 2026-10-03.", "datum_ongeldig")
            return None
        return day

    def flag(self, naam: str) -> bool:
        """Return whether something is asked for."""
        return self.text(naam, keuzes=("true", "false")) == "true"

    def number(self, naam: str, *, standaard: int, hoogste: int, laagste: int = 1) -> int:
        """Return a whole number within limits."""
        value = self.text(naam)
        if not value:
            return standaard
        if not (value.isascii() and value.isdigit() and len(value) < 10 and laagste <= int(value) <= hoogste):
            self._refuse(naam, f"Geef een getal van {laagste} tot en met {hoogste}.", "getal_ongeldig")
            return standaard
        return int(value)

    def check(self) -> None:
        """Raise Probleem when something did not fit."""
        for naam in self._given:
            self._refuse(naam, "Deze parameter bestaat hier niet.", "parameter_onbekend")
        if self._ongeldig:
            raise Probleem(400, ZIN, ongeldig=self._ongeldig)

    def link(self, **anders: Any) -> str:
        """Return the address of this same list, with some parameters changed."""
        asked = {**self._read, **{naam: str(value) for naam, value in anders.items()}}
        query = f"?{urlencode(asked)}" if asked else ""
        return f"{get_uitgever(self._request._request).adres}{self._request.path}{query}"

    def _refuse(self, naam: str, zin: str, code: str) -> None:
        self._ongeldig.append(Ongeldig(naam, zin, code))


def give_page(
    vraag: Vraag,
    read: Callable[[UUID | None, int], Sequence[Rij]],
    show: Callable[[Rij], Mapping[str, Any]],
    *,
    key: Callable[[Rij], Any] = lambda row: row.id,  # type: ignore[attr-defined]
) -> dict[str, Any]:
    """Return a page of a list, newest first: `read` gets the key to go on from and how many rows. Raises Probleem."""
    before = vraag.uuid("voor")
    size = vraag.number("aantal", standaard=STANDAARD, hoogste=MEESTE)
    vraag.check()
    rows = list(read(before, size + 1))
    return wrap_page(vraag, [dict(show(row)) for row in rows[:size]], volgende=_next(rows, size, key, "voor"))


def wrap_page(
    vraag: Vraag, resultaten: Sequence[Mapping[str, Any]], *, volgende: Mapping[str, Any]
) -> dict[str, Any]:
    """Write a page with the links to itself and to the next one; empty: there is none."""
    links = {"self": {"href": vraag.link()}}
    if volgende:
        links["next"] = {"href": vraag.link(**volgende)}
    return {"_links": links, "resultaten": list(resultaten)}


def _next(rows: Sequence[Rij], size: int, key: Callable[[Rij], Any], naam: str) -> dict[str, Any]:
    return {naam: key(rows[size - 1])} if len(rows) > size else {}
