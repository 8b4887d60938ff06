"""What every reader hands on: text columns with the line each row came from."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from meldpunt.aanlevering.parsers.kop import Indeling

REGEL = "regel"
BUITEN_VELDEN = "buiten_velden"
# What `schrijven.defuse_cel` puts before a cell, in the words of polars' own regular expressions.
ONTWAPEND = (
    r"^'([\s\x{00ad}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{2069}\x{feff}]*[=+\-@＝＋－＠﹢﹣﹦−])"
)


@dataclass(frozen=True, kw_only=True)
class Ruwbestand:
    """Hold the rows of a delivery as they were written, and how the file was read."""

    regels: pl.DataFrame
    kop: tuple[str, ...]
    onbekende_kolommen: tuple[str, ...]
    formaat: str
    codering: str | None
    scheidingsteken: str | None
    kopregel: int


def _filled(kolommen: Sequence[int]) -> pl.Expr:
    """Say whether any of these trimmed columns holds text."""
    if not kolommen:
        return pl.lit(False)
    return pl.any_horizontal(pl.col(str(nummer)) != "" for nummer in kolommen)


def _first_filled(kolommen: Sequence[int], is_rapport: bool) -> pl.Expr:
    cellen = [pl.col(str(nummer)) for nummer in kolommen]
    if is_rapport:
        # Our own report puts an apostrophe before what a spreadsheet would run; elsewhere it is text.
        cellen = [cel.str.replace(ONTWAPEND, "$1") for cel in cellen]
    return pl.coalesce(pl.when(cel != "").then(cel) for cel in cellen)


def fold_cellen(cellen: pl.DataFrame, indeling: Indeling) -> pl.DataFrame:
    """Return the fields of a block of cells, without empty rows and without the text of other columns.

    The columns of `cellen` are `regel` and the column numbers "0", "1", …; null and "" both mean empty.
    Blocks are folded one by one, so that the text of two hundred unknown columns is never in memory at once.
    """
    nummers = [int(naam) for naam in cellen.columns if naam != REGEL]
    bronnen = {
        veld: [nummer for nummer in kolommen if nummer in nummers]
        for veld, kolommen in indeling.bronnen.items()
    }
    # Trimmed once, for every column is looked at more than once.
    getrimd = cellen.with_columns(pl.col(str(nummer)).str.strip_chars() for nummer in nummers)
    gevouwen = getrimd.select(
        pl.col(REGEL).cast(pl.Int32),
        *(
            _first_filled(k, bool(indeling.genegeerd)).alias(veld)
            if k
            else pl.lit(None, pl.String).alias(veld)
            for veld, k in bronnen.items()
        ),
        _filled([nummer for nummer in nummers if nummer not in indeling.bekend])
        .fill_null(False)
        .alias(BUITEN_VELDEN),
        _filled(sorted(indeling.genegeerd.intersection(nummers))).fill_null(False).alias("genegeerd"),
    )
    gevuld = pl.any_horizontal(BUITEN_VELDEN, "genegeerd", *(pl.col(veld).is_not_null() for veld in bronnen))
    has_text = gevouwen.select(gevuld.alias("gevuld"))["gevuld"]
    rijen = gevouwen.drop("genegeerd") if has_text.all() else gevouwen.drop("genegeerd").filter(has_text)
    # One chunk per block: columns that are cut at different rows would all be copied when blocks are joined.
    return rijen.rechunk()


def join_blokken(blokken: Sequence[pl.DataFrame], velden: Sequence[str], indeling: Indeling) -> pl.DataFrame:
    """Return all blocks as one frame with every field; a field without a column is null throughout."""
    leeg = pl.DataFrame(
        schema={REGEL: pl.Int32, **dict.fromkeys(indeling.bronnen, pl.String), BUITEN_VELDEN: pl.Boolean}
    )
    frame = pl.concat([leeg, *blokken], rechunk=False)
    return frame.select(
        REGEL,
        *(veld if veld in indeling.bronnen else pl.lit(None, pl.String).alias(veld) for veld in velden),
        BUITEN_VELDEN,
    )
