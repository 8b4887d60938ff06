"""Which signalen may be about a resident who asks: each with the tier that says why, and never a decision."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from meldpunt.rules.namen import initials_key, key_of_words, parts_of_words, surname_words
from meldpunt.rules.persoontrappen import RANG, TRAPPEN, rank_paren

ZELFDE_BSN: Final = "zelfde_bsn"
# Found beside a signaal that fits: the zaak took the two together as one person.
IN_DE_ZAAK: Final = "zelfde_in_zaak"
REDENEN: Final[dict[str, str]] = {
    **{code: trap.zin for code, trap in TRAPPEN.items()},
    ZELFDE_BSN: "Het burgerservicenummer is gelijk.",
    IN_DE_ZAAK: "In een zaak staat dit signaal bij dezelfde persoon als een signaal dat past.",
}
PERSOON: Final = ("voorletters", "tussenvoegsel", "achternaam", "geboortedatum")
_BY_RANK: Final = {rank: code for code, rank in RANG.items()}
_SCHEMA: Final[dict[str, Any]] = {
    "voorletters": pl.String,
    "tussenvoegsel": pl.String,
    "achternaam": pl.String,
    "geboortedatum": pl.Date,
}


def rank_kandidaten(gevraagd: dict[str, Any], rijen: list[dict[str, Any]]) -> list[str]:
    """Return for each row the tier on which it may be about who is asked for, "" when no tier names it.

    Rows and question hold the columns of PERSOON. Each row is put beside the question alone: what rows are to each
    other says nothing about who asks.
    """
    if not rijen:
        return []
    pairs = [{name: one[name] for name in PERSOON} for row in rijen for one in (gevraagd, row)]
    frame = pl.DataFrame(pairs, schema=_SCHEMA).with_row_index("p")
    words = surname_words(pl.col("tussenvoegsel"), pl.col("achternaam"))
    profiles = frame.with_columns(words=words).select(
        pl.col("p").cast(pl.UInt32),
        g=(pl.col("p") // 2).cast(pl.UInt32),
        bsn=pl.lit(None, pl.String),
        apart=pl.lit(False),
        geb=pl.col("geboortedatum"),
        vl=initials_key(pl.col("voorletters")),
        sleutel=key_of_words(pl.col("words")),
        delen=parts_of_words(pl.col("words")),
    )
    found = [""] * len(rijen)
    for first, _, rank in sorted(rank_paren(profiles).iter_rows(), key=lambda one: -one[2]):
        found[first // 2] = _BY_RANK.get(rank, "")
    return found
