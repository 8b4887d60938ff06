"""Open a workbook in a process of its own, with a memory limit, and print what its sheets are as JSON.

Run as a script by `werkbladen.py`. A sheet of two cells in far corners is a small file and a grid of
gigabytes; the library then ends the whole process. Here that process is not the one that matters.
"""

import contextlib
import json
import sys
from itertools import islice
from typing import Any

import python_calamine

SECONDEN = 120
# What a header is looked for in: the first rows with text, as far as a header goes.
RIJEN, CELLEN, TEKENS = 20, 1_000, 100
BLADEN = 50


def _limit(geheugen: int) -> None:
    # Not every platform knows these limits; there the timeout of the caller remains.
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (geheugen, geheugen))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDEN, SECONDEN))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def list_werkbladen(werkmap: python_calamine.CalamineWorkbook, *, alle: bool) -> list[int]:
    """Return the positions of the sheets that hold cells: the first one, or all that can be seen."""
    tabellen = [
        (plaats, blad.visible == python_calamine.SheetVisibleEnum.Visible)
        for plaats, blad in enumerate(werkmap.sheets_metadata)
        if blad.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    zichtbaar = [plaats for plaats, ziet in tabellen if ziet]
    return zichtbaar[:BLADEN] if alle and zichtbaar else [plaats for plaats, _ in tabellen[:1]]


def _describe(werkmap: python_calamine.CalamineWorkbook, plaats: int) -> dict[str, Any]:
    blad = werkmap.get_sheet_by_index(plaats)
    rij, kolom = blad.end or (-1, -1)
    gevuld = (cellen for cellen in blad.iter_rows() if any(str(cel).strip() for cel in cellen))
    return {
        "plaats": plaats,
        "naam": blad.name[:TEKENS],
        "hoogte": rij + 1,
        "breedte": kolom + 1,
        "begin": [[str(cel)[:TEKENS] for cel in cellen[:CELLEN]] for cellen in islice(gevuld, RIJEN)],
    }


def main(pad: str, geheugen: str, welke: str) -> str:
    """Return the sheets as JSON, or the reason why the workbook does not open."""
    _limit(int(geheugen))
    try:
        werkmap = python_calamine.load_workbook(pad)
        plaatsen = list_werkbladen(werkmap, alle=welke == "alle")
        bladen = [_describe(werkmap, plaats) for plaats in plaatsen]
    except python_calamine.PasswordError:
        return "wachtwoord"
    except (python_calamine.CalamineError, ValueError, OSError):
        return "onleesbaar"
    return json.dumps(bladen) if bladen else "onleesbaar"


if __name__ == "__main__":
    sys.stdout.write(main(*sys.argv[1:]))
