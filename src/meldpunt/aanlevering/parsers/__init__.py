"""Read a delivery file, whatever programme wrote it, into text columns with a line number."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from meldpunt.aanlevering.parsers.fouten import BestandFout, refuse
from meldpunt.aanlevering.parsers.grenzen import MB, STANDAARD, Grenzen
from meldpunt.aanlevering.parsers.herkenning import recognise_formaat
from meldpunt.aanlevering.parsers.kop import RAPPORTKOLOMMEN, normalise_kolomnaam
from meldpunt.aanlevering.parsers.opdracht import Leesopdracht
from meldpunt.aanlevering.parsers.rekenblad import read_rekenblad
from meldpunt.aanlevering.parsers.ruwbestand import BUITEN_VELDEN, REGEL, Ruwbestand
from meldpunt.aanlevering.parsers.tekstbestand import read_tekst

__all__ = [
    "BUITEN_VELDEN",
    "RAPPORTKOLOMMEN",
    "REGEL",
    "STANDAARD",
    "BestandFout",
    "Grenzen",
    "Ruwbestand",
    "read_regels",
]


def read_regels(  # noqa: PLR0913 - the one entrance for every kind of file; all but the file have a meaning by name
    bestand: Path,
    *,
    naam: str,
    velden: Sequence[str],
    kolomkaart: Mapping[str, str] | None = None,
    zoek_kop: bool = False,
    grenzen: Grenzen = STANDAARD,
) -> Ruwbestand:
    """Return the rows of a delivery as text; raises BestandFout when the file as a whole cannot be read.

    Without `zoek_kop` line 1 is the header, also when it is blank; a file without any text then has no rows.
    """
    grootte = bestand.stat().st_size
    if grootte > grenzen.bytes:
        refuse("bestand_te_groot", naam, waarde=-(-grootte // MB), grens=grenzen.bytes // MB)
    namen = {*velden, *(kolomkaart or {}), *RAPPORTKOLOMMEN}
    opdracht = Leesopdracht(
        bestand=bestand,
        naam=naam,
        velden=velden,
        kolomkaart=kolomkaart,
        zoek_kop=zoek_kop,
        grenzen=grenzen,
        bekende_namen=frozenset(map(normalise_kolomnaam, namen)),
    )
    formaat = recognise_formaat(bestand, naam)
    return read_tekst(opdracht) if formaat == "csv" else read_rekenblad(opdracht, formaat)
