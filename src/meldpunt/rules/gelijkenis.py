"""How two written values are alike: initials, surnames and birth dates, as expressions over pairs."""

from __future__ import annotations

import polars as pl


def initials_agree(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Tell whether one set of initials is the beginning of the other; unknown initials contradict nothing."""
    return a.str.starts_with(b) | b.str.starts_with(a)


def initials_share_letters(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Tell whether the longer has all letters of the shorter: the P. of Piet, who is officially J.P."""
    one, other = a.str.split(""), b.str.split("")
    rest = pl.when(a.str.len_bytes() < b.str.len_bytes()).then(one.list.set_difference(other))
    return rest.otherwise(other.list.set_difference(one)).list.len() == 0


def names_overlap(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Tell whether two lists of surname keys have a key in common."""
    return a.list.set_intersection(b).list.len() > 0


def is_one_edit(a: pl.Expr, b: pl.Expr, longest: int) -> pl.Expr:
    """Tell whether one letter was added, left out, changed or swapped with its neighbour.

    `longest` is the length of the longest name in the frame: one comparison per position, none per row.
    """
    return pl.any_horizontal(_edit_at(a, b, position) for position in range(max(longest, 1)))


def is_near_date(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Tell whether dates differ in one digit, two neighbouring digits swapped, or day and month swapped."""
    ones, others = _digits(a), _digits(b)
    differences = pl.sum_horizontal((x != y).cast(pl.Int8) for x, y in zip(ones, others, strict=True))
    swapped = pl.any_horizontal(
        (ones[i] == others[i + 1]) & (ones[i + 1] == others[i]) for i in range(len(ones) - 1)
    )
    day_and_month = (a.dt.year() == b.dt.year()) & (a.dt.month() == b.dt.day()) & (a.dt.day() == b.dt.month())
    return (differences == 1) | ((differences == 2) & swapped) | day_and_month


def _edit_at(a: pl.Expr, b: pl.Expr, position: int) -> pl.Expr:
    a_without, b_without = _skip(a, position), _skip(b, position)
    pair = pl.concat_str(a.str.slice(position + 1, 1), a.str.slice(position, 1))
    turned = pl.concat_str(a.str.slice(0, position), pair, a.str.slice(position + 2))
    return (a_without == b) | (a == b_without) | (a_without == b_without) | (turned == b)


def _skip(text: pl.Expr, position: int) -> pl.Expr:
    return pl.concat_str(text.str.slice(0, position), text.str.slice(position + 1))


def _digits(day: pl.Expr) -> list[pl.Expr]:
    number = day.dt.year().cast(pl.Int32) * 10_000 + day.dt.month().cast(pl.Int32) * 100 + day.dt.day()
    return [(number // 10**power) % 10 for power in range(7, -1, -1)]
