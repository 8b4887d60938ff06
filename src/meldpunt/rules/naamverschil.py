"""What differs between a surname as a partner wrote it and as the registry knows it, named by its cause.

Only a hint for a person who looks at both: nobody becomes somebody because two names sound alike.
The vectors in tests/rules/test_naamverschil.py are the published form of these rules.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import polars as pl

from meldpunt.rules.gelijkenis import is_one_edit
from meldpunt.rules.namen import LETTERS, key_of_words, parts_of_words, surname_words

GELIJK: Final = "gelijk"
DIAKRIET: Final = "diakriet"
VOORVOEGSEL: Final = "voorvoegsel"
SPELLING: Final = "spelling"
TYPEFOUT: Final = "typefout"
BEDRIJFSNAAM: Final = "bedrijfsnaam"
PARTNERNAAM: Final = "partnernaam"
ANDERS: Final = "anders"

# Below this length one letter is a third of the name: Bos is not Vos.
KORTSTE_TYPEFOUT: Final = 5
# Written one way or the other, and said the same. In this order: what an earlier line made, a later one meets.
_KLANKEN: Final = (
    (r"ij|ey|ei", "y"),
    (r"sch(?=$|s|e[rn])", "s"),  # Bosch, Vissch-er
    (r"ph", "f"),
    (r"th", "t"),
    (r"ck", "k"),
    (r"x", "ks"),
    (r"c(?=[eiy])", "s"),
    (r"c(?!h)|q", "k"),
    (r"gh|ch", "g"),
    (r"uy|ui", "u1"),
    (r"ouw?|auw?", "o1"),
    (r"ae", "a"),
    (r"z", "s"),
    (r"dt?$|dt", "t"),
    (r"(.)\1+", r"\1"),
)
# Words that are part of a business and of nobody's surname.
_BEDRIJF: Final = r"""
\b(?: b\.?v\.? | n\.?v\.? | v\.?o\.?f\.? | c\.?v\.? | t?\.?h[./]o[./]?(?:d[./]?n\.?)? | t?hodn
| handelend\ onder\ de\ naam | holding | beheer | stichting | vereniging | maatschap | eenmanszaak | firma | zn | zonen
| administratie\w* | advies | bakkerij | bloemist\w* | bouwservice | caf[eé] | consultancy | diensten | eetcaf[eé]
| fietsen | garage | handelsonderneming | horeca | installatie\w* | kapsalon | klussen | loodgieter | media | onderhoud
| onderneming | praktijk | restaurant | salon | schoonmaak | shop | slagerij | studio | taxi | techniek | totaal
| transport | verhuur | webshop | zorg | \w+bedrijf | \w+werken | \w+handel )(?=\W|$)
"""
_BEDRIJFSWOORD: Final = re.compile(_BEDRIJF, re.IGNORECASE | re.VERBOSE)
# The letters of other languages that a machine without them writes as two.
_TWEELETTERIG: Final = {"ä": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "å": "aa"}


@dataclass(frozen=True, slots=True)
class Naamvorm:
    """One surname in the forms that are compared; `letters` keeps marks, `sleutel` has no prefixes."""

    letters: str
    kaal: str
    tweeletterig: str
    sleutel: str
    delen: frozenset[str]
    bedrijf: bool
    zonder_bedrijf: str


def compare_namen(gevraagd: tuple[str, str], gevonden: list[tuple[str, str]]) -> list[str]:
    """Return for each surname found what differs from the one asked for; both are prefix and surname."""
    if not gevonden:
        return []
    asked, *others = _shape([gevraagd, *gevonden])
    near = _list_one_edit(asked.sleutel, [other.sleutel for other in others])
    return [_differ(asked, other, close) for other, close in zip(others, near, strict=True)]


def is_bedrijfsnaam(naam: str) -> bool:
    """Tell whether a surname holds a word of a business beside another name: the registry of persons has none."""
    return _BEDRIJFSWOORD.search(naam) is not None and _letters(_BEDRIJFSWOORD.sub("", naam)) != ""


def sound_of(sleutel: str) -> str:
    """Return how a surname key sounds: Jansen and Janssen, Kuipers and Cuypers give one sound."""
    for pattern, sound in _KLANKEN:
        sleutel = re.sub(pattern, sound, sleutel)
    return sleutel


def _differ(asked: Naamvorm, other: Naamvorm, one_edit: bool) -> str:
    if asked.letters == other.letters:
        return GELIJK
    if asked.kaal == other.kaal or _has_pair(asked, other):
        return DIAKRIET
    if asked.sleutel and asked.sleutel == other.sleutel:
        # The key takes ij for y as well: then the prefixes are the same, and only the spelling is not.
        return SPELLING if _as_y(asked.kaal) == _as_y(other.kaal) else VOORVOEGSEL
    return _differ_in_name(asked, other, one_edit)


def _differ_in_name(asked: Naamvorm, other: Naamvorm, one_edit: bool) -> str:
    sounds = sound_of(other.sleutel)
    if asked.bedrijf:
        within = {sound_of(part) for part in asked.delen} | {sound_of(asked.zonder_bedrijf)}
        return BEDRIJFSNAAM if sounds in within else ANDERS
    if sound_of(asked.sleutel) == sounds:
        return SPELLING
    if one_edit and min(len(asked.sleutel), len(other.sleutel)) >= KORTSTE_TYPEFOUT:
        return TYPEFOUT
    return PARTNERNAAM if asked.delen & other.delen else ANDERS


def _has_pair(asked: Naamvorm, other: Naamvorm) -> bool:
    """Tell whether one writes as two letters what the other writes with a mark: Müller and Mueller."""
    return asked.tweeletterig == other.kaal or asked.kaal == other.tweeletterig


def _as_y(letters: str) -> str:
    return letters.replace("ij", "y")


def _shape(names: list[tuple[str, str]]) -> list[Naamvorm]:
    bare = [(prefix, _BEDRIJFSWOORD.sub(" ", name)) for prefix, name in names]
    keys = _keys_of([*names, *bare])
    without = keys[len(names) :]
    return [
        Naamvorm(
            letters=_letters(whole := f"{prefix} {name}"),
            kaal=_letters(_fold(whole, LETTERS)),
            tweeletterig=_letters(_fold(whole, {**LETTERS, **_TWEELETTERIG})),
            sleutel=key,
            delen=frozenset(parts) | frozenset(without[place][1]),
            bedrijf=is_bedrijfsnaam(name),
            zonder_bedrijf=without[place][0],
        )
        for place, ((prefix, name), (key, parts)) in enumerate(zip(names, keys, strict=False))
    ]


def _keys_of(names: list[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    frame = pl.DataFrame(names, schema={"t": pl.String, "a": pl.String}, orient="row")
    words = frame.select(w=surname_words(pl.col("t"), pl.col("a")))
    found = words.select(key_of_words(pl.col("w")).fill_null(""), delen=parts_of_words(pl.col("w")))
    return [(key, parts) for key, parts in found.iter_rows()]


def _list_one_edit(asked: str, others: list[str]) -> list[bool]:
    frame = pl.DataFrame({"a": [asked] * len(others), "b": others}, schema={"a": pl.String, "b": pl.String})
    longest = max(len(asked), *(len(other) for other in others))
    return frame.select(is_one_edit(pl.col("a"), pl.col("b"), longest + 1)).to_series().to_list()


def _fold(text: str, letters: dict[str, str]) -> str:
    whole = unicodedata.normalize("NFC", text).lower()
    written = "".join(letters.get(letter, letter) for letter in whole)
    return "".join(c for c in unicodedata.normalize("NFKD", written) if not unicodedata.combining(c))


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text).casefold() if c.isalpha())
