"""Which sheet of a workbook holds the signalen; a second one is never left unread without a word."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from meldpunt.aanlevering.parsers import proefopening
from meldpunt.aanlevering.parsers.fouten import refuse
from meldpunt.aanlevering.parsers.kop import find_kopregel, normalise_kolomnaam
from meldpunt.aanlevering.parsers.opdracht import Leesopdracht

# A list of codes or places may share a few names with a delivery; this many make it a delivery.
_LIJKT_OP_LEVERING = 4


@dataclass(frozen=True)
class Werkblad:
    """Hold where a sheet stands, how large it is and the names in its first rows."""

    plaats: int
    naam: str
    hoogte: int
    breedte: int
    begin: tuple[tuple[str, ...], ...]

    def count_known(self, bekende_namen: frozenset[str]) -> int:
        """Count the known column names of the row that has most of them, with a row below it."""
        namen = ({normalise_kolomnaam(cel) for cel in rij} & bekende_namen for rij in self.begin[:-1])
        return max(map(len, namen), default=0)


def _open(opdracht: Leesopdracht) -> list[Werkblad]:
    """Return the sheets, found out in a process that may die of it."""
    script = Path(proefopening.__file__)
    welke = "alle" if opdracht.zoek_kop else "eerste"
    vraag = [sys.executable, "-I", str(script), str(opdracht.bestand), str(opdracht.grenzen.geheugen), welke]
    try:
        uitkomst = subprocess.run(  # noqa: S603 - our own script; the path is one argument, no shell
            vraag, capture_output=True, text=True, timeout=proefopening.SECONDEN, check=False
        )
    except subprocess.TimeoutExpired:
        refuse("bestand_zipbom", opdracht.naam, waarde="openen duurt te lang", grens="twee minuten")
    if uitkomst.stdout == "wachtwoord":
        refuse("bestand_versleuteld", opdracht.naam)
    if uitkomst.returncode < 0 or "MemoryError" in uitkomst.stderr:
        refuse("bestand_zipbom", opdracht.naam, waarde="het past niet in het geheugen", grens="wat erin past")
    if uitkomst.returncode or uitkomst.stdout == "onleesbaar":
        refuse("bestand_onleesbaar", opdracht.naam, waarde="de werkmap is beschadigd of heeft geen werkblad")
    return [
        Werkblad(**{**blad, "begin": tuple(map(tuple, blad["begin"]))})
        for blad in json.loads(uitkomst.stdout)
    ]


def _check_size(opdracht: Leesopdracht, blad: Werkblad) -> None:
    grenzen = opdracht.grenzen
    if blad.breedte > grenzen.kolommen:
        refuse("te_veel_kolommen", opdracht.naam, waarde=blad.breedte, grens=grenzen.kolommen)
    if blad.hoogte * blad.breedte > grenzen.cellen:
        refuse("te_veel_cellen", opdracht.naam, waarde=blad.hoogte * blad.breedte, grens=grenzen.cellen)


def _choose(opdracht: Leesopdracht, bladen: list[Werkblad]) -> Werkblad:
    """Return the sheet with most known names; among foreign ones the first with a header, else the first."""
    namen = opdracht.bekende_namen
    beste = max(bladen, key=lambda blad: (blad.count_known(namen), -blad.plaats))
    if beste.count_known(namen) >= 2:
        return beste
    met_kop = (b for b in bladen if find_kopregel(enumerate(b.begin, start=1), namen) is not None)
    return next(met_kop, bladen[0])


def _check_alone(opdracht: Leesopdracht, gekozen: Werkblad, bladen: list[Werkblad]) -> None:
    """Raise BestandFout when another sheet holds signalen too: known names, or the header of the chosen one."""
    kop = next((rij for rij in gekozen.begin if sum(map(bool, rij)) >= _LIJKT_OP_LEVERING), None)
    dubbel = [
        blad.naam
        for blad in bladen
        if blad is gekozen
        or blad.count_known(opdracht.bekende_namen) >= _LIJKT_OP_LEVERING
        or (kop is not None and kop in blad.begin[:-1])
    ]
    if len(dubbel) > 1:
        refuse("meer_werkbladen", opdracht.naam, waarde=", ".join(dubbel))


def find_werkblad(opdracht: Leesopdracht) -> int:
    """Return the position of the sheet to read; raises BestandFout.

    Without a search for the header it is the first sheet, also a hidden one.
    """
    bladen = _open(opdracht)
    blad = _choose(opdracht, bladen) if opdracht.zoek_kop else bladen[0]
    _check_size(opdracht, blad)
    _check_alone(opdracht, blad, bladen)
    return blad.plaats
