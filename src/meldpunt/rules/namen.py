"""Dutch names as keys: two ways of writing one name give one key.

A key is for comparing only. It is never shown, and it never replaces the name as the partner wrote it.
The vectors in tests/rules/test_namen.py are the published form of these rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

# The prefixes of BRP table 36 word by word, and the short forms that customer files use for them.
_VOORVOEGSELS: Final = """
a aan aant abu af al am auf aus ben bij bin boven d da dal dalla das de deca degli dei del dem den
der des di die do don dos du el het i ibn im in int l la las le les lo los of onder op opt os over
overt s t te ten ter tho thoe to toe tot uijt uit uyt unter v van vande vanden vander vant vd vdr
ver vom von voor vor zu zum zur
"""
VOORVOEGSELS: Final = frozenset(_VOORVOEGSELS.split())
# Words between two names that say which is whose; on their own they are nobody's name.
VERHOUDINGEN: Final = (
    "ev",
    "eo",
    "geb",
    "geboren",
    "gesch",
    "wed",
    "weduwe",
    "weduwnaar",
    "echtg",
    "echtgenote",
)
AANHEF: Final = ("dhr", "mevr", "mevrouw", "mw", "fam", "familie")

# Letters that Unicode does not take apart into a letter and a mark.
LETTERS: Final = {
    **{"ß": "ss", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"},
    **{"ẞ": "SS", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH", "Æ": "AE", "Œ": "OE"},
}

_APOSTROF = r"['’‘`´ʼ′]"
_VERHOUDING_TEKENS = r"(?:^| )(?:[ewh] ?[/.] ?v|e ?[/.] ?o|en[/ ]of|c\.s\.?)\.?(?: |$)"
_ACHTERAAN: Final = r"^(.*?)((?: (?:" + "|".join(sorted(VOORVOEGSELS)) + r") )+) *$"  # "Berg, van den"
_LOSSE_LETTER = r" \p{L} "  # is not half of a double name


def surname_words(tussenvoegsel: pl.Expr, achternaam: pl.Expr) -> pl.Expr:
    """Return the words of the name, each between spaces of its own: taking one out leaves the next whole.

    Put this in a column first when both keys are needed: it is most of the work.
    """
    whole = pl.concat_str(tussenvoegsel, achternaam, separator=" ", ignore_nulls=True)
    spaced = _fold(whole.str.to_lowercase()).str.replace_all(_VERHOUDING_TEKENS, " ")
    padded = pl.concat_str(pl.lit("  "), spaced.str.replace_all(r"\P{L}+", "  "), pl.lit("  "))
    bare = _without(padded.str.replace_all(r" +", "  "), (*VERHOUDINGEN, *AANHEF))
    return bare.str.replace(_ACHTERAAN, "${2}${1}")


def key_of_words(words: pl.Expr) -> pl.Expr:
    """Return the surname key of a column of `surname_words`."""
    stem = _ij(_letters(_without(words, VOORVOEGSELS)))
    # "Van" or "Ben Da" may be all there is: then the prefix is the name.
    return pl.coalesce(stem.replace("", None), _ij(_letters(words)).replace("", None))


def parts_of_words(words: pl.Expr) -> pl.Expr:
    """Return the surname parts of a column of `surname_words`."""
    halves = _without(words, VOORVOEGSELS).str.replace_all(_LOSSE_LETTER, " ")
    # One string, split at the end: list expressions, sorting above all, take ten times as long.
    keys = pl.concat_str(_letters(words), key_of_words(words), halves, separator=" ", ignore_nulls=True)
    found = _ij(keys.str.replace_all(r" +", " ").str.strip_chars()).replace("", None)
    return found.str.split(" ").list.unique(maintain_order=True).fill_null(pl.lit([], pl.List(pl.String)))


def initials_key(voorletters: pl.Expr) -> pl.Expr:
    """Return the initials as lower-case letters, "" when unknown; a first name counts as its first letter."""
    plain = _fold(voorletters.fill_null("")).str.replace_all(r"\b(?:van|de|der|den|ten|ter|te|el|al)\b", "")
    # "IJ." and "Th." are one initial each; "I.J." are two.
    digraphs = plain.str.replace_all(r"\b(?:IJ|Ij|ij)(\.|\p{Ll}{2,})", "Y${1}").str.replace_all(
        r"(?i)\b(?:([tcp])hr?|(s)t|(w)m|(j)(?:oh|ac))\.", "${1}${2}${3}${4}."
    )
    names = (
        digraphs.str.replace_all(r"(\p{Lu})\p{Ll}+", "${1}")
        .str.replace_all(r"\b(\p{Lu})\p{Lu}{4,}\b", "${1}")
        .str.replace_all(r"\b(\p{Ll})\p{Ll}{3,}\b", "${1}")
    )
    return names.str.replace_all(r"\P{L}", "").str.to_lowercase()


def _fold(text: pl.Expr) -> pl.Expr:
    """Take marks and apostrophes off; before the normal form, which would turn ´ into a space."""
    bare = text.str.replace_all(_APOSTROF, "").str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    return bare.str.replace_many(list(LETTERS), list(LETTERS.values()))


def _without(words: pl.Expr, dropped: Iterable[str]) -> pl.Expr:
    return words.str.replace_all(" (?:" + "|".join(sorted(dropped)) + ") ", "")


def _letters(words: pl.Expr) -> pl.Expr:
    return words.str.replace_all(" ", "", literal=True)


def _ij(key: pl.Expr) -> pl.Expr:
    return key.str.replace_all("ij", "y", literal=True)
