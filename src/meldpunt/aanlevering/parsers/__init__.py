"""Read a delivery file, whatever programme wrote it, into text columns with a line number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from meldpunt.aanlevering.parsers.fouten import BestandFout, refuse
from meldpunt.aanlevering.parsers.grenzen import MB, STANDAARD, Grenzen
from meldpunt.aanlevering.parsers.herkenning import recognise_formaat
from meldpunt.aanlevering.parsers.kop import RAPPORTKOLOMMEN, UITGIFTEKOLOMMEN, WITRUIMTE, normalise_kolomnaam
from meldpunt.aanlevering.parsers.opdracht import Leesopdracht
from meldpunt.aanlevering.parsers.rekenblad import read_begin_blad, read_rekenblad
from meldpunt.aanlevering.parsers.ruwbestand import BUITEN_VELDEN, REGEL, Ruwbestand
from meldpunt.aanlevering.parsers.tekstbestand import read_begin_tekst, read_tekst

__all__ = [
    "BUITEN_VELDEN",
    "RAPPORTKOLOMMEN",
    "REGEL",
    "STANDAARD",
    "UITGIFTEKOLOMMEN",
    "Begin",
    "BestandFout",
    "Grenzen",
    "Ruwbestand",
    "read_begin",
    "read_regels",
]


@dataclass(frozen=True)
class Begin:
    """Hold the header and the first rows of a file, each row with its line and as many cells as the header."""

    kop: tuple[str, ...]
    rijen: tuple[tuple[int, tuple[str, ...]], ...]


def read_begin(
    bestand: Path, *, naam: str, velden: Sequence[str], aantal: int, grenzen: Grenzen = STANDAARD
) -> Begin:
    """Return the header and the first rows, to map columns by; raises BestandFout as read_regels does."""
    opdracht = _give_opdracht(bestand, naam=naam, velden=velden, kolomkaart=None, grenzen=grenzen)
    formaat = recognise_formaat(bestand, naam)
    kop, rijen = (
        read_begin_tekst(opdracht, aantal) if formaat == "csv" else read_begin_blad(opdracht, formaat, aantal)
    )
    cellen = ((rij.regel, [*rij.cellen, *[""] * len(kop)][: len(kop)]) for rij in rijen)
    return Begin(kop, tuple((regel, tuple(cel.strip(WITRUIMTE) for cel in rij)) for regel, rij in cellen))


def _give_opdracht(  # noqa: PLR0913 - passes on what the entrance was asked
    bestand: Path,
    *,
    naam: str,
    velden: Sequence[str],
    kolomkaart: Mapping[str, str] | None,
    grenzen: Grenzen,
    zoek_kop: bool = True,
) -> Leesopdracht:
    if not bestand.exists():
        refuse("bestand_kwijt", naam)
    grootte = bestand.stat().st_size
    if grootte > grenzen.bytes:
        refuse("bestand_te_groot", naam, waarde=-(-grootte // MB), grens=grenzen.bytes // MB)
    namen = {*velden, *(kolomkaart or {}), *RAPPORTKOLOMMEN}
    return Leesopdracht(
        bestand=bestand,
        naam=naam,
        velden=velden,
        kolomkaart=kolomkaart,
        zoek_kop=zoek_kop,
        grenzen=grenzen,
        bekende_namen=frozenset(map(normalise_kolomnaam, namen)),
    )


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
    opdracht = _give_opdracht(
        bestand, naam=naam, velden=velden, kolomkaart=kolomkaart, grenzen=grenzen, zoek_kop=zoek_kop
    )
    formaat = recognise_formaat(bestand, naam)
    return read_tekst(opdracht) if formaat == "csv" else read_rekenblad(opdracht, formaat)
