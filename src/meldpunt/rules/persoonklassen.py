"""From pairs to classes: which nodes of a small graph belong together."""

from __future__ import annotations

import polars as pl


def unordered(a: str, b: str, names: tuple[str, str] | None = None) -> list[pl.Expr]:
    """Return both columns with the smaller value in the first, so that a pair is written in one way."""
    first, second = names or (a, b)
    return [pl.min_horizontal(a, b).alias(first), pl.max_horizontal(a, b).alias(second)]


def same_neighbours(links: pl.DataFrame) -> pl.DataFrame:
    """Return `x` and `label` for nodes with a link; nodes share a label when they have the same neighbours.

    Every node neighbours itself, so in a class all are linked, and outsiders to none or all of them.
    """
    if links.is_empty():
        return links.select("x", label="y")
    both_ways = pl.concat([links.select("x", "y"), links.select(x="y", y="x")])
    degree = both_ways.group_by("x").len("graad")
    ends = links.select("x", "y").join(degree, on="x").join(degree, left_on="y", right_on="x", suffix="_y")
    # Two that have only each other are by far the most common, and need no comparison of neighbours.
    couple = (pl.col("graad") == 1) & (pl.col("graad_y") == 1)
    label = pl.min_horizontal("x", "y")
    couples = ends.filter(couple).select("x", "y", label=label)
    rest = ends.filter(~couple)
    both = pl.concat([rest.select("x", "y"), rest.select(x="y", y="x")])
    around = pl.concat([both, both.select("x", y="x")]).group_by("x").agg(pl.col("y").unique().sort())
    classes = around.select("x", label=pl.col("x").min().over("y"))
    return pl.concat(
        [couples.select("x", "label"), couples.select("label", x="y").select("x", "label"), classes]
    )


def connected(links: pl.DataFrame) -> pl.DataFrame:
    """Return `x` and `label`, the smallest node that can be reached; as many steps as the longest chain."""
    both_ways = pl.concat([links.select("x", "y"), links.select(x="y", y="x")])
    nodes = both_ways.select("x", label="x").unique()
    while True:
        offered = both_ways.join(nodes, left_on="y", right_on="x").select("x", "label")
        lowered = pl.concat([nodes, offered]).group_by("x").agg(pl.col("label").min())
        if lowered["label"].sum() == nodes["label"].sum():
            return nodes
        nodes = lowered


def join_chosen(zelfde: pl.DataFrame, verschillend: pl.DataFrame) -> pl.DataFrame:
    """Join what people called the same; where another decision forbids it, only those whose choices agree."""
    if zelfde.is_empty():
        return same_neighbours(zelfde)
    reached = connected(zelfde)
    ends = verschillend.join(reached, on="x").join(reached, left_on="y", right_on="x", suffix="_y")
    torn = ends.filter(pl.col("label") == pl.col("label_y")).select("label").unique()
    whole = reached.join(torn, on="label", how="anti")
    in_torn = zelfde.join(reached.join(torn, on="label", how="semi"), on="x", how="semi")
    return pl.concat([whole, same_neighbours(in_torn.join(verschillend, on=["x", "y"], how="anti"))])
