"""The citizen service number of a person: sealed in its row, with a keyed hash beside it to match by (Wgs art. 8c).

The number itself is opened only where one person looks at one resident. The matching and every look-up compare the
hash. While keys are being rotated rows stand under two of them; `settle_index` brings a frame under one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import polars as pl

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.toegang.sleutelbos import (
    blind_candidates,
    blind_index,
    blind_indexes,
    decrypt_text,
    encrypt_texts,
    newest_prefix,
)

DOEL: Final = "bsn"
INDEXDOEL: Final = "bsn_index"


def seal_bsns(rows: pl.DataFrame) -> pl.DataFrame:
    """Put `bsn_verzegeld` and `bsn_index` in the place of `bsn`; only rows that have one cost anything."""
    filled = rows["bsn"].fill_null("")
    places = filled.ne("").arg_true()
    nothing = pl.repeat("", rows.height, dtype=pl.String, eager=True)
    if places.is_empty():
        return rows.drop("bsn").with_columns(nothing.alias("bsn_verzegeld"), nothing.alias("bsn_index"))
    numbers = filled.gather(places).to_list()
    sealed = pl.Series(encrypt_texts(DOEL, numbers), dtype=pl.String)
    index = pl.Series(blind_indexes(INDEXDOEL, numbers), dtype=pl.String)
    return rows.drop("bsn").with_columns(
        nothing.clone().scatter(places, sealed).alias("bsn_verzegeld"),
        nothing.clone().scatter(places, index).alias("bsn_index"),
    )


def seal_bsn(bsn: str) -> dict[str, str]:
    """Return the two columns for one number; for none they are empty."""
    if not bsn:
        return {"bsn_verzegeld": "", "bsn_index": ""}
    return {"bsn_verzegeld": encrypt_texts(DOEL, [bsn])[0], "bsn_index": blind_index(INDEXDOEL, bsn)}


def open_bsn(verzegeld: str) -> str:
    """Return the number under a seal, or nothing where there was none. Raises Onleesbaar."""
    return decrypt_text(DOEL, verzegeld)


def list_index(bsn: str) -> list[str]:
    """Return what `bsn_index` of a row with this number can be: under each key that is still in use."""
    return blind_candidates(INDEXDOEL, bsn)


def settle_index(frame: pl.DataFrame) -> pl.DataFrame:
    """Bring the hashes in column `bsn` of signalen under the newest key, so that equal numbers are equal."""
    filled = frame.filter(pl.col("bsn").fill_null("") != "")
    if filled.is_empty():
        return frame
    stale = (
        filled.filter(~pl.col("bsn").str.starts_with(newest_prefix(INDEXDOEL)))["signaal"].unique().to_list()
    )
    if not stale:
        return frame
    fresh = _hash_anew(stale)
    return frame.with_columns(
        bsn=pl.col("signaal").replace_strict(fresh, default=pl.col("bsn"), return_dtype=pl.String)
    )


def _hash_anew(signalen: Iterable[str]) -> dict[str, str]:
    rows = SignaalPersoon.objects.filter(id__in=[UUID(signaal) for signaal in signalen])
    found: list[tuple[Any, str]] = list(rows.values_list("id", "bsn_verzegeld"))
    hashes = blind_indexes(INDEXDOEL, (open_bsn(sealed) for _, sealed in found))
    return {str(key): index for (key, _), index in zip(found, hashes, strict=True)}
