"""The tiers on which two signalen of one zaak are, or may be, about the same person.

The order is the order of certainty. The first seven join; the others only ask. What no tier names is different.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from meldpunt.rules.gelijkenis import (
    initials_agree,
    initials_share_letters,
    is_near_date,
    is_one_edit,
    names_overlap,
)


@dataclass(frozen=True, slots=True)
class Trap:
    """One tier: its title and the sentence a case worker reads."""

    titel: str
    zin: str
    zelfde: bool


_ZELFDE: Final = {
    "zelfde_bsn": ("Zelfde BSN", "Deze signalen hebben hetzelfde burgerservicenummer."),
    "zelfde_klant": (
        "Zelfde klant van dezelfde partner",
        "Dezelfde partner meldde deze klant vaker, met hetzelfde klantnummer en dezelfde naam.",
    ),
    "naam_en_voorletters": (
        "Zelfde geboortedatum, achternaam en voorletters",
        "De geboortedatum, de achternaam en de voorletters zijn gelijk.",
    ),
    "naam_past": (
        "Zelfde geboortedatum en achternaam",
        "De geboortedatum en de achternaam zijn gelijk. De voorletters spreken elkaar niet tegen.",
    ),
    "deel_van_naam": (
        "Zelfde geboortedatum en deel van de naam",
        "De geboortedatum is gelijk en een deel van de achternaam komt overeen, bijvoorbeeld de naam "
        "van de partner. De voorletters spreken elkaar niet tegen.",
    ),
    "dubbele_naam": (
        "Samen een dubbele naam",
        "De geboortedatum en de voorletters zijn gelijk. De twee achternamen staan als dubbele naam "
        "bij een ander signaal op dit adres.",
    ),
    "besluit": ("Besluit van een medewerker", "Een medewerker heeft besloten dat dit dezelfde persoon is."),
}
_MISSCHIEN: Final = {
    "past_bij_meer": (
        "Past bij meer dan één persoon",
        "Dit signaal past bij meer dan één persoon op dit adres. Kijk bij wie het hoort.",
    ),
    "voorletters_anders": (
        "Andere voorletters",
        "De geboortedatum en de achternaam zijn gelijk. De voorletters zijn anders, maar hebben dezelfde "
        "letters. Het kan een roepnaam zijn.",
    ),
    "achternaam_bijna": (
        "Achternaam bijna gelijk",
        "De geboortedatum is gelijk. De achternaam verschilt één letter. Het kan een typefout zijn.",
    ),
    "andere_achternaam": (
        "Andere achternaam",
        "De geboortedatum en de voorletters zijn gelijk, de achternaam is anders. Het kan een geboortenaam "
        "of de naam van een partner zijn.",
    ),
    "geboortedatum_bijna": (
        "Geboortedatum bijna gelijk",
        "De achternaam en de voorletters zijn gelijk. De geboortedatum verschilt één cijfer, of dag en maand "
        "zijn omgewisseld.",
    ),
    "geen_geboortedatum": (
        "Geen geboortedatum",
        "De achternaam is gelijk, maar een geboortedatum ontbreekt. Dan beslist een medewerker.",
    ),
    "geen_geboortedatum_andere_voorletters": (
        "Geen geboortedatum, andere voorletters",
        "De achternaam is gelijk en de voorletters zijn anders. Een geboortedatum ontbreekt, dus een "
        "medewerker beslist. Vaak zijn dit twee mensen uit één gezin.",
    ),
    "tegenstrijdig_besluit": (
        "Besluiten spreken elkaar tegen",
        "Eerdere besluiten over deze signalen spreken elkaar tegen. Beslis opnieuw.",
    ),
}

TRAPPEN: Final[dict[str, Trap]] = {
    **{code: Trap(titel, zin, zelfde=True) for code, (titel, zin) in _ZELFDE.items()},
    **{code: Trap(titel, zin, zelfde=False) for code, (titel, zin) in _MISSCHIEN.items()},
    "alleen": Trap("Alleen", "Geen ander signaal op dit adres hoort zeker bij deze persoon.", zelfde=False),
}
RANG: Final = {code: rank for rank, code in enumerate(TRAPPEN)}
# Not a tier: same birth date and surname, and initials that cannot be one person. Twins.
TEGENSPRAAK: Final = len(TRAPPEN)

# So many of one name on one address, most without a birth date: a home, or a partner's own address in every row. Their
# pairs only ask, grow with the square, and nobody decides on ten thousand of them: they stay apart.
MEESTE_NAAMGENOTEN: Final = 150

# Per profile: bsn, geb, vl (initials key), sleutel (surname key), delen (surname parts).
# Two known BSNs settle it: equal ones are one node from the start, different ones are never one person.
_BSN_ZEGT_NIETS = pl.col("bsn_a").is_null() | pl.col("bsn_b").is_null()
_EENS = initials_agree(pl.col("vl_a"), pl.col("vl_b"))
_BEIDE_VL = (pl.col("vl_a") != "") & (pl.col("vl_b") != "")


def rank_paren(profielen: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of profiles in one zaak that a tier names (`a` < `b`, row numbers), with its rank."""
    same_day = _rank_same_day(_side_by_side(_pairs_on(profielen, "geb"), profielen))
    named = profielen.select("g", "p", "delen").explode("delen")
    names = _pairs_on(named, "delen", most=MEESTE_NAAMGENOTEN).unique()
    other_day = _rank_other_day(_side_by_side(names, profielen))
    return pl.concat([same_day, other_day, _rank_same_bsn(profielen)])


def list_crowded(profielen: pl.DataFrame) -> pl.Series:
    """Return the groups in which a name is so common that it pairs nobody: a person must know that it was left."""
    many = profielen.filter(pl.len().over("g") > MEESTE_NAAMGENOTEN)
    named = many.select("groep", "delen").explode("delen").drop_nulls("delen")
    counts = named.group_by("groep", "delen").len()
    return counts.filter(pl.col("len") > MEESTE_NAAMGENOTEN)["groep"].unique()


def _pairs_on(profielen: pl.DataFrame, key: str, *, most: int | None = None) -> pl.DataFrame:
    """Pair the profiles of a zaak that share a value; those that share it with nobody cost one comparison.

    A value that more than `most` share pairs nobody.
    """
    # One number for both keys: a join on two columns costs twice as much. What it mixes up falls out below.
    both = pl.col("g").cast(pl.UInt64).hash() ^ pl.col(key).hash()
    keyed = profielen.select("g", key, "p").drop_nulls(key).with_columns(h=both)
    shared = keyed.filter(pl.col("h").is_duplicated())
    if most is not None:
        shared = shared.filter(pl.len().over("h") <= most)
    pairs = shared.join(shared, on="h", suffix="_b").filter(
        (pl.col("p") < pl.col("p_b")) & (pl.col("g") == pl.col("g_b")) & (pl.col(key) == pl.col(f"{key}_b"))
    )
    return pairs.select(a="p", b="p_b")


def _side_by_side(pairs: pl.DataFrame, profielen: pl.DataFrame) -> pl.DataFrame:
    facts = profielen.select("bsn", "geb", "vl", "sleutel", "delen")
    left, right = facts[pairs["a"]], facts[pairs["b"]]
    both = pl.concat(
        [pairs, left.rename(lambda name: name + "_a"), right.rename(lambda name: name + "_b")],
        how="horizontal",
    )
    return both.filter(_BSN_ZEGT_NIETS)


def _rank_same_day(pairs: pl.DataFrame) -> pl.DataFrame:
    equal = pl.col("sleutel_a") == pl.col("sleutel_b")
    marked = pairs.with_columns(gelijk=equal.fill_null(False), eens=_EENS)
    unequal = marked.filter(~pl.col("gelijk"))
    shares = names_overlap(pl.col("delen_a"), pl.col("delen_b"))
    same_name = pl.concat([marked.filter("gelijk"), unequal.filter(shares)])
    other_name = unequal.filter(pl.col("eens") & ~shares)
    rank = (
        pl.when(pl.col("gelijk") & (pl.col("vl_a") == pl.col("vl_b")) & _BEIDE_VL)
        .then(RANG["naam_en_voorletters"])
        .when("gelijk")
        .then(RANG["naam_past"])
        .otherwise(RANG["deel_van_naam"])
    )
    sure = _ranked(same_name.filter("eens"), rank)
    return pl.concat(
        [sure, _rank_other_initials(same_name.filter(~pl.col("eens"))), _rank_other_name(other_name)]
    )


def _rank_other_initials(pairs: pl.DataFrame) -> pl.DataFrame:
    called_by = initials_share_letters(pl.col("vl_a"), pl.col("vl_b"))
    return _ranked(pairs, pl.when(called_by).then(RANG["voorletters_anders"]).otherwise(TEGENSPRAAK))


def _rank_other_name(pairs: pl.DataFrame) -> pl.DataFrame:
    longest = int(pairs.select(pl.col("sleutel_a").str.len_chars().max().fill_null(0)).item())
    near = is_one_edit(pl.col("sleutel_a"), pl.col("sleutel_b"), longest + 1)
    rank = pl.when(near).then(RANG["achternaam_bijna"]).when(_BEIDE_VL).then(RANG["andere_achternaam"])
    return _ranked(pairs, rank)


def _rank_other_day(pairs: pl.DataFrame) -> pl.DataFrame:
    missing = pl.col("geb_a").is_null() | pl.col("geb_b").is_null()
    open_pairs = pairs.filter(missing | ((pl.col("geb_a") != pl.col("geb_b")) & _EENS & _BEIDE_VL))
    rank = (
        pl.when(missing & _EENS)
        .then(RANG["geen_geboortedatum"])
        .when(missing)
        .then(RANG["geen_geboortedatum_andere_voorletters"])
        .when(is_near_date(pl.col("geb_a"), pl.col("geb_b")))
        .then(RANG["geboortedatum_bijna"])
    )
    return _ranked(open_pairs, rank)


def _rank_same_bsn(profielen: pl.DataFrame) -> pl.DataFrame:
    """Pair the profiles with one BSN that a human decision kept from being one node from the start."""
    apart = profielen.filter(pl.col("bsn").is_not_null() & pl.col("apart"))
    return _ranked(_pairs_on(apart, "bsn"), pl.lit(RANG["zelfde_bsn"]))


def _ranked(pairs: pl.DataFrame, rank: pl.Expr) -> pl.DataFrame:
    if pairs.is_empty():
        return pairs.select("a", "b", rang=pl.lit(None, pl.UInt8))
    return pairs.select("a", "b", rang=rank.cast(pl.UInt8)).drop_nulls("rang")
