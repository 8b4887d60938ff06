"""The header: which column holds which field, and on which line it stands."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# The White_Space property of Unicode; str.strip() would also take the separators U+001C to U+001F,
# which polars leaves alone, and the two readers must agree.
_SPATIES = "".join(map(chr, range(0x2000, 0x200B)))
WITRUIMTE = f"\t\n\v\f\r \x85\xa0\u1680{_SPATIES}\u2028\u2029\u202f\u205f\u3000"
_WIT_TEKEN = re.compile(f"[{WITRUIMTE}]")

# Our own report of refused rows carries these two. A corrected report is delivered again as it is,
# so the pair is ignored without a warning; one of them alone is a partner's own column.
RAPPORTKOLOMMEN = ("gronden", "wat_te_doen")
# Who made the report and when it must be gone; ignored like the report when it comes back.
UITGIFTEKOLOMMEN = ("uitgifte", "vernietigen_voor")

SCHEIDINGSTEKENS = (";", ",", "\t")
ZOEKREGELS = 20


def normalise_kolomnaam(naam: str) -> str:
    """Return the name as it is compared: trimmed, lower case, each space an underscore."""
    return _WIT_TEKEN.sub("_", naam.strip(WITRUIMTE)).lower()


def find_scheidingsteken(regel: str) -> str:
    """Return the separator most frequent in a line; the semicolon when there is none."""
    return max(SCHEIDINGSTEKENS, key=regel.count)


@dataclass(frozen=True)
class Indeling:
    """Say per field which columns may hold it, in the order of the file."""

    kop: tuple[str, ...]
    bronnen: Mapping[str, tuple[int, ...]]
    genegeerd: frozenset[int]

    @property
    def bekend(self) -> frozenset[int]:
        return self.genegeerd.union(*self.bronnen.values())

    @property
    def onbekende_kolommen(self) -> tuple[str, ...]:
        return tuple(naam for nummer, naam in enumerate(self.kop) if naam and nummer not in self.bekend)


def arrange_kop(
    cellen: Sequence[str],
    velden: Sequence[str],
    kolomkaart: Mapping[str, str] | None = None,
    *,
    spare_rapport: bool = True,
) -> Indeling:
    """Return which column holds which field; a column map goes before the names of the file.

    Without `spare_rapport` the columns of our own report are unknown ones like any other.
    """
    # Of "Bedrag" beside "bedrag" somebody may have chosen one: the name as written goes first.
    precies = {naam.strip(WITRUIMTE): veld for naam, veld in (kolomkaart or {}).items()}
    kaart = {normalise_kolomnaam(naam): veld for naam, veld in precies.items()}
    kop = tuple(cel.strip(WITRUIMTE) for cel in cellen)
    namen = [normalise_kolomnaam(cel) for cel in kop]
    doelen = [precies.get(cel, kaart.get(naam, naam)) for cel, naam in zip(kop, namen, strict=True)]
    bronnen = {
        veld: tuple(nummer for nummer, doel in enumerate(doelen) if doel == veld)
        for veld in velden
        if veld in doelen
    }
    rapport = set(RAPPORTKOLOMMEN) - set(velden)
    spared = rapport | (set(UITGIFTEKOLOMMEN) - set(velden))
    paar = spared if spare_rapport and rapport <= set(namen) else set()
    genegeerd = frozenset(nummer for nummer, naam in enumerate(namen) if naam in paar)
    return Indeling(kop, bronnen, genegeerd)


def find_kopregel(rijen: Iterable[tuple[int, Sequence[str]]], bekende_namen: frozenset[str]) -> int | None:
    """Return the row that holds most known names, at least two, the first of equals; None when there is none.

    A file whose names are all foreign still has a header: then the row with most filled cells.
    """
    treffers: list[tuple[int, int, int]] = []
    for regel, cellen in rijen:
        namen = {normalise_kolomnaam(cel) for cel in cellen} - {""}
        treffers.append((len(namen & bekende_namen), len(namen), regel))
    for soort in (0, 1):
        beste = max(treffers, key=lambda treffer: (treffer[soort], -treffer[2]), default=(0, 0, 0))
        if beste[soort] >= 2:
            return beste[2]
    return None
