"""The objects of an XML file of the national extract, one at a time, whatever the size of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Final
from xml.parsers import expat

from meldpunt.bag.bronnen.kolommen import Bronfout

STUK: Final = 256 * 1024
# The shape of a building is most of the file, and nothing of it is needed.
OVERSLAAN: Final = "geometrie"
STAND: Final = "StandTechnischeDatum"


@dataclass(slots=True)
class Bagobject:
    """One object as delivered: `velden` by the name of the element and of the one around it."""

    soort: str
    stand: str
    velden: dict[str, list[str]] = field(default_factory=dict)

    def first(self, veld: str) -> str:
        """Return the first value of a field, "" when there is none."""
        return self.velden.get(veld, [""])[0]

    def is_geldig(self) -> bool:
        """Say whether this is how the object is on the day of the extract: not history, not withdrawn, not to come.

        An end that is still to come does not end it; what the register took out of use does.
        """
        begin, eind = self.first("Voorkomen/beginGeldigheid"), self.first("Voorkomen/eindGeldigheid")
        out = (
            "Voorkomen/eindRegistratie",
            "BeschikbaarLV/tijdstipInactiefLV",
            "BeschikbaarLV/tijdstipNietBagLV",
        )
        day = self.stand or "9999-12-31"
        return begin <= day and (not eind or eind > day) and not any(map(self.first, out))


class _Lezer:
    """Collects the objects of the kinds asked for out of the events of the parser."""

    def __init__(self, soorten: frozenset[str]) -> None:
        self.soorten = soorten
        self.klaar: list[Bagobject] = []
        self.stand = ""
        self._pad: list[str] = []
        self._tekst: list[str] = []
        self._object: Bagobject | None = None
        self._over = 0

    def begin(self, naam: str, _attributen: object) -> None:
        naam = naam.rpartition(":")[2]
        self._pad.append(naam)
        self._tekst = []
        if self._over or naam == OVERSLAAN:
            self._over += 1
        elif self._object is None and naam in self.soorten:
            self._object = Bagobject(naam, self.stand)

    def text(self, stuk: str) -> None:
        if not self._over:
            self._tekst.append(stuk)

    def end(self, naam: str) -> None:
        naam = self._pad.pop()
        value = "".join(self._tekst).strip()
        self._tekst = []
        if self._over:
            self._over -= 1
        elif naam == STAND:
            self.stand = value
        elif self._object is not None and naam == self._object.soort and self._object.soort not in self._pad:
            self.klaar.append(self._object)
            self._object = None
        elif self._object is not None and value:
            self._object.velden.setdefault(f"{self._pad[-1]}/{naam}", []).append(value)

    def refuse(self, *_ignored: object) -> None:
        # A document type could name other files, or write itself out without end.
        raise Bronfout("In dit XML-bestand staat een documenttype, en dat hoort er niet. [bag_documenttype]")


def iter_objecten(bestand: IO[bytes], *soorten: str) -> Iterator[Bagobject]:
    """Yield the objects of these kinds. Raises Bronfout when the file is no XML, or has a document type."""
    lezer = _Lezer(frozenset(soorten))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lezer.begin
    parser.EndElementHandler = lezer.end
    parser.CharacterDataHandler = lezer.text
    parser.StartDoctypeDeclHandler = lezer.refuse
    try:
        while piece := bestand.read(STUK):
            parser.Parse(piece, False)
            yield from lezer.klaar
            lezer.klaar.clear()
        parser.Parse(b"", True)
        yield from lezer.klaar
    except expat.ExpatError as problem:
        raise Bronfout(
            f"Een bestand in het uittreksel is geen goed XML (regel {problem.lineno}). Haal het uittreksel opnieuw op. "
            "[bag_onleesbaar]"
        ) from problem
