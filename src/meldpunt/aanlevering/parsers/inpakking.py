"""A workbook is a zip: count what comes out of it before a library takes it all into memory."""

import zipfile
import zlib
from pathlib import Path

from meldpunt.aanlevering.parsers.fouten import refuse
from meldpunt.aanlevering.parsers.grenzen import MB, Grenzen

_STUK = MB
_KLEIN = 10 * MB
_EINDELOOS = 1 << 62
# In each of the ways in which XML may be written down.
_DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_STAART = max(map(len, _DOCTYPE)) - 1


def _count_part(werkmap: zipfile.ZipFile, lid: zipfile.ZipInfo, naam: str, ruimte: int) -> int:
    """Return the unpacked size of a part, counted; the directory of the zip may lie about it."""
    lid.file_size = _EINDELOOS
    aantal = 0
    einde = b""
    with werkmap.open(lid) as bron:
        while aantal <= ruimte and (stuk := bron.read(_STUK)):
            aantal += len(stuk)
            # No spreadsheet programme writes one; it is the door to entities that read files or explode.
            if any(door in einde + stuk for door in _DOCTYPE):
                refuse("bestand_onleesbaar", naam, waarde="er staat een DOCTYPE in, en dat is niet veilig")
            einde = stuk[-_STAART:]
    return aantal


def _check_size(naam: str, uitgepakt: int, ingepakt: int, grenzen: Grenzen) -> None:
    if uitgepakt > grenzen.uitgepakt:
        waarde = f"meer dan {grenzen.uitgepakt // MB} MB"
        refuse("bestand_zipbom", naam, waarde=waarde, grens=f"{grenzen.uitgepakt // MB} MB")
    if uitgepakt > _KLEIN and uitgepakt > grenzen.verhouding * max(ingepakt, 1):
        waarde = f"{uitgepakt // max(ingepakt, 1)} keer zo groot"
        refuse("bestand_zipbom", naam, waarde=waarde, grens=f"{grenzen.verhouding} keer")


def check_inpakking(bestand: Path, naam: str, grenzen: Grenzen) -> None:
    """Raise BestandFout when a workbook unpacks to more than is allowed, by its directory or in fact."""
    try:
        with zipfile.ZipFile(bestand) as werkmap:
            leden = werkmap.infolist()
            if len(leden) > grenzen.onderdelen:
                refuse("bestand_zipbom", naam, waarde=f"{len(leden)} onderdelen", grens=grenzen.onderdelen)
            genoemd = sum(lid.file_size for lid in leden)
            _check_size(naam, genoemd, bestand.stat().st_size, grenzen)
            uitgepakt = 0
            for lid in leden:
                uitgepakt += _count_part(werkmap, lid, naam, grenzen.uitgepakt - uitgepakt)
                _check_size(naam, uitgepakt, bestand.stat().st_size, grenzen)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        refuse("bestand_onleesbaar", naam, waarde="het is beschadigd of niet helemaal verzonden")
