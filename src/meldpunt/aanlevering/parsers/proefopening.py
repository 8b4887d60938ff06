"""Open a workbook in a process of its own, with a memory limit, and print its size.

Run as a script by `rekenblad.py`. A sheet of two cells in far corners is a small file and a grid of
gigabytes; the library then ends the whole process. Here that process is not the one that matters.
"""

import contextlib
import sys

import python_calamine

SECONDEN = 120


def _limit(geheugen: int) -> None:
    # Not every platform knows these limits; there the timeout of the caller remains.
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (geheugen, geheugen))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDEN, SECONDEN))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def first_sheet(werkmap: python_calamine.CalamineWorkbook) -> int:
    """Return the position of the first sheet that holds cells; a chart may stand before it."""
    soorten = [blad.typ for blad in werkmap.sheets_metadata]
    return soorten.index(python_calamine.SheetTypeEnum.WorkSheet)


def main(pad: str, geheugen: str) -> str:
    """Return "height width" of the first sheet, or the reason why it does not open."""
    _limit(int(geheugen))
    try:
        werkmap = python_calamine.load_workbook(pad)
        blad = werkmap.get_sheet_by_index(first_sheet(werkmap))
    except python_calamine.PasswordError:
        return "wachtwoord"
    except (python_calamine.CalamineError, ValueError, OSError):
        return "onleesbaar"
    rij, kolom = blad.end or (-1, -1)
    return f"{rij + 1} {kolom + 1}"


if __name__ == "__main__":
    sys.stdout.write(main(*sys.argv[1:]))
