"""Who is the same person within a zaak, with the reason.

A person is a set of signalen that **all** agree with each other and with the same others: no chain of
likenesses can pull two people together, and the order in which signalen came in does not matter.
Whoever fits two people (no initials, beside a J. and a P.) stays apart and becomes a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from meldpunt.rules.namen import initials_key, key_of_words, parts_of_words, surname_words
from meldpunt.rules.persoonklassen import join_chosen, same_neighbours, unordered
from meldpunt.rules.persoontrappen import RANG, TEGENSPRAAK, TRAPPEN, list_crowded, rank_paren

VELDEN: Final = ("geboortedatum", "voorletters", "tussenvoegsel", "achternaam")
LAATSTE_ZEKERE: Final = RANG["dubbele_naam"]


@dataclass(frozen=True, slots=True)
class Persoonindeling:
    """The outcome: `personen` has a row per signaal, `vragen` one per pair of persons left to a human.

    `te_druk` names the groups in which so many share a name that nobody was compared by it.
    """

    personen: pl.DataFrame
    vragen: pl.DataFrame
    te_druk: pl.Series


def group_personen(rows: pl.DataFrame, *, besluiten: pl.DataFrame | None = None) -> Persoonindeling:
    """Divide the signalen of each `groep` into persons numbered from 1; rows keep their order.

    `rows`: groep, signaal (unique), bsn, geboortedatum, voorletters, tussenvoegsel, achternaam; and, where they
    are known, partner and klantnummer.
    `besluiten`: signaal_a, signaal_b, zelfde: what people decided; it goes before what the machine finds.
    """
    numbered = rows.with_row_index("rij")
    samen = numbered.filter(pl.col("groep").is_duplicated())
    if samen.is_empty():  # one signaal through the API: mostly the first on its address
        alone = rows.select("groep", "signaal", persoon=pl.lit(1, pl.Int32), trap=pl.lit("alleen"))
        return Persoonindeling(alone, _no_questions(rows), rows.clear()["groep"])
    losse, leden = _profiles(samen, besluiten)
    keuzes = _choices(losse, besluiten)
    profielen = _with_nodes(losse, keuzes)
    paren = rank_paren(profielen)
    ingedeeld = _number(_with_persons(profielen, paren, keuzes))
    return Persoonindeling(
        _spread(numbered, leden, _with_ranks(ingedeeld, paren)),
        _questions(ingedeeld, paren, keuzes, samen),
        list_crowded(profielen),
    )


def _profiles(samen: pl.DataFrame, besluiten: pl.DataFrame | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the distinct ways of writing (`p`), and which row has which.

    Rows without BSN and birth date stay apart: equal names alone prove nothing. Unless they are one customer of
    one partner, written alike: that is what the partner says, not what the machine makes of a likeness, and one
    decision then holds for all its reports. Other rows under a decision stay apart.
    """
    beslist = [] if besluiten is None else [besluiten["signaal_a"], besluiten["signaal_b"]]
    decided = [pl.col("signaal").is_in(column.implode()) for column in beslist]
    bsn = pl.col("bsn").replace("", None)
    undated = bsn.is_null() & (pl.col("geboortedatum").is_null() | pl.col("sleutel").is_null())
    under_decision = pl.any_horizontal(pl.lit(value=False), *decided)
    apart = pl.when(undated).then(_customer(samen)).when(under_decision).then(pl.col("rij").hash())
    groepen = samen.select("groep").unique().with_row_index("g")
    keyed = _with_names(samen).join(groepen, on="groep").with_columns(bsn=bsn, los=apart)
    grouped = keyed.group_by("g", "bsn", "geboortedatum", "vl", "naam", "los").agg(
        pl.col("rij"), pl.col("signaal").min(), pl.col("groep", "sleutel", "delen").first()
    )
    profielen = grouped.with_row_index("p").with_columns(rijen=pl.col("rij").list.len())
    return profielen.drop("rij", "naam", "los").rename({"geboortedatum": "geb"}), profielen.select(
        "p", "rij"
    ).explode("rij")


def _customer(samen: pl.DataFrame) -> pl.Expr:
    """Name the customer of a row, where partner and customer number are given; else the row stands for itself."""
    if not {"partner", "klantnummer"} <= set(samen.columns):
        return pl.col("rij").hash()
    number = pl.col("klantnummer").replace("", None)
    return pl.when(number.is_null()).then(pl.col("rij").hash()).otherwise(pl.struct("partner", number).hash())


def _with_names(samen: pl.DataFrame) -> pl.DataFrame:
    """Add the keys; every spelling is worked out once, however often it occurs."""
    spelling = pl.concat_str(pl.col("tussenvoegsel", "achternaam").fill_null(""), separator="|")
    words = surname_words(pl.col("tussenvoegsel"), pl.col("achternaam"))
    rows = samen.with_columns(spelling=spelling.hash())
    namen = (
        rows.select("spelling", "tussenvoegsel", "achternaam").unique("spelling").with_columns(woorden=words)
    )
    # Numbers instead of words from here on: 64 bits, so a false hit within one zaak will not be met.
    keys = namen.select(
        "spelling",
        naam=pl.col("woorden").hash(),
        sleutel=key_of_words(pl.col("woorden")),
        delen=parts_of_words(pl.col("woorden")).list.eval(pl.element().hash()),
    )
    letters = rows.select("voorletters").unique().with_columns(vl=initials_key(pl.col("voorletters")))
    return rows.join(keys, on="spelling").join(letters, on="voorletters", nulls_equal=True)


def _choices(profielen: pl.DataFrame, besluiten: pl.DataFrame | None) -> pl.DataFrame:
    """Return the decisions between profiles of one zaak; a row under a decision is a profile of its own."""
    empty = pl.DataFrame(schema={"a": pl.UInt32, "b": pl.UInt32, "zelfde": pl.Boolean})
    if besluiten is None or besluiten.is_empty():
        return empty
    where = profielen.select("signaal", "p", "g")
    found = besluiten.join(where, left_on="signaal_a", right_on="signaal").join(
        where, left_on="signaal_b", right_on="signaal", suffix="_b"
    )
    known = found.filter((pl.col("g") == pl.col("g_b")) & (pl.col("p") != pl.col("p_b")))
    return known.select(*unordered("p", "p_b", names=("a", "b")), "zelfde").unique()


def _with_nodes(profielen: pl.DataFrame, keuzes: pl.DataFrame) -> pl.DataFrame:
    """Make one node of the profiles with one BSN, unless a human decided that two of them differ."""
    differs = keuzes.filter(~pl.col("zelfde"))
    split = profielen[differs["a"]].join(profielen[differs["b"]], on=["g", "bsn"]).select("g", "bsn").unique()
    marked = profielen.join(
        split.with_columns(apart=pl.lit(True)), on=["g", "bsn"], how="left", maintain_order="left"
    )
    return marked.with_columns(pl.col("apart").fill_null(False)).with_columns(
        knoop=pl.when(pl.col("bsn").is_null() | pl.col("apart"))
        .then(pl.col("p"))
        .otherwise(pl.col("p").min().over("g", "bsn"))
    )


def _with_persons(profielen: pl.DataFrame, paren: pl.DataFrame, keuzes: pl.DataFrame) -> pl.DataFrame:
    """Label each profile with what the machine finds (`klasse`) and what people made of it (`persoon`)."""
    chosen = _relabel(keuzes, profielen["knoop"])
    links = _links(_relabel(paren, profielen["knoop"]), chosen.filter(~pl.col("zelfde")))
    found = profielen.join(
        same_neighbours(links), left_on="knoop", right_on="x", how="left", maintain_order="left"
    )
    classed = found.with_columns(klasse=pl.coalesce("label", "knoop")).drop("label")
    between = _relabel(keuzes, classed["klasse"])
    joined = join_chosen(between.filter("zelfde"), between.filter(~pl.col("zelfde")))
    decided = classed.join(joined, left_on="klasse", right_on="x", how="left", maintain_order="left")
    return decided.with_columns(persoon=pl.coalesce("label", "klasse")).drop("label")


def _relabel(pairs: pl.DataFrame, label: pl.Series) -> pl.DataFrame:
    """Lift pairs of profiles to pairs of what they belong to; pairs within one fall out."""
    lifted = pairs.with_columns(x=label.gather(pairs["a"]), y=label.gather(pairs["b"]))
    return lifted.filter(pl.col("x") != pl.col("y")).with_columns(unordered("x", "y"))


def _links(paren: pl.DataFrame, forbidden: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of nodes that agree: one likeness that is sure, and nothing that speaks against it."""
    likeness = (
        paren.group_by("x", "y")
        .agg(pl.col("rang").min(), tegen=(pl.col("rang") == TEGENSPRAAK).any())
        .filter(~pl.col("tegen"))
        .join(forbidden, on=["x", "y"], how="anti")
    )
    sure = likeness.filter(pl.col("rang") <= LAATSTE_ZEKERE).select("x", "y")
    other_name = likeness.filter(pl.col("rang") == RANG["andere_achternaam"]).select("x", "y")
    both_ways = pl.concat([sure, sure.select(x="y", y="x")])
    # Jansen and De Vries are one when someone with their birth date is called Jansen-de Vries.
    bridged = (
        other_name.join(both_ways.rename({"y": "via"}), on="x")
        .join(both_ways, left_on=["via", "y"], right_on=["x", "y"], how="semi")
        .select("x", "y")
    )
    return pl.concat([sure, bridged]).unique()


def _number(profielen: pl.DataFrame) -> pl.DataFrame:
    """Number the persons of a zaak by their first signaal."""
    persons = profielen.group_by("persoon").agg(
        pl.col("g").first(), eerste=pl.col("signaal").min(), omvang=pl.col("rijen").sum()
    )
    ordered = persons.sort("g", "eerste").with_row_index("plaats")
    begin = pl.when(pl.col("g") != pl.col("g").shift(fill_value=pl.lit(None))).then("plaats").forward_fill()
    numbers = ordered.select(
        "persoon", "omvang", nummer=(pl.col("plaats") - begin.fill_null(0) + 1).cast(pl.Int32)
    )
    return profielen.join(numbers, on="persoon", maintain_order="left")


def _with_ranks(ingedeeld: pl.DataFrame, paren: pl.DataFrame) -> pl.DataFrame:
    """Add per profile the surest tier on which it belongs with another signaal of its person."""
    bridge = pl.when(pl.col("rang") == RANG["andere_achternaam"]).then(LAATSTE_ZEKERE).otherwise("rang")
    klasse = ingedeeld["klasse"]
    within = paren.filter(klasse.gather(paren["a"]) == klasse.gather(paren["b"])).with_columns(rang=bridge)
    sure = within.filter(pl.col("rang") <= LAATSTE_ZEKERE)
    best = (
        pl.concat([sure.select("rang", p="a"), sure.select("rang", p="b")])
        .group_by("p")
        .agg(pl.col("rang").min())
    )
    undated = pl.col("bsn").is_null() & pl.col("geb").is_null()
    repeated = (
        pl.when(undated)
        .then(RANG["zelfde_klant"])
        .when(pl.col("vl") == "")
        .then(RANG["naam_past"])
        .otherwise(RANG["naam_en_voorletters"])
    )
    shared_bsn = pl.col("bsn").is_not_null() & (pl.col("rijen").sum().over("knoop") > 1)
    own = pl.when(shared_bsn).then(RANG["zelfde_bsn"]).when(pl.col("rijen") > 1).then(repeated)
    alone = pl.when(pl.col("omvang") == 1).then(RANG["alleen"]).otherwise(RANG["besluit"])
    joined = ingedeeld.join(best, on="p", how="left", maintain_order="left")
    return joined.with_columns(rang=pl.coalesce(pl.min_horizontal("rang", own), alone))


def _spread(numbered: pl.DataFrame, leden: pl.DataFrame, ingedeeld: pl.DataFrame) -> pl.DataFrame:
    """Return a row per signaal; those alone in their zaak never entered the machinery."""
    outcome = leden.join(ingedeeld.select("p", persoon="nummer", trap="rang"), on="p").drop("p")
    all_rows = numbered.select("rij", "groep", "signaal").join(
        outcome, on="rij", how="left", maintain_order="left"
    )
    codes = pl.Series("trap", list(TRAPPEN), dtype=pl.String)
    ranks = all_rows["trap"].fill_null(RANG["alleen"])
    return all_rows.select("groep", "signaal", pl.col("persoon").fill_null(1), codes.gather(ranks))


def _questions(
    ingedeeld: pl.DataFrame, paren: pl.DataFrame, keuzes: pl.DataFrame, samen: pl.DataFrame
) -> pl.DataFrame:
    """Return the pairs of persons that may be one, each with its surest reason and both signalen."""
    persoon = ingedeeld["persoon"]
    between, decided = _relabel(paren, persoon), _relabel(keuzes, persoon)
    clash = decided.filter("zelfde").with_columns(rang=pl.lit(RANG["tegenstrijdig_besluit"], pl.UInt8))
    # Between these a likeness is no news: what is to be decided is which answer holds.
    undecided = _open(between).join(clash, on=["x", "y"], how="anti")
    likely = pl.concat([undecided, clash.select("a", "b", "x", "y", "rang")])
    settled = pl.concat([_two_bsns(likely, ingedeeld), decided.filter(~pl.col("zelfde")).select("x", "y")])
    asked = likely.join(settled, on=["x", "y"], how="anti")
    facts = ingedeeld.select("signaal", "nummer", "groep")
    pairs = pl.concat(
        [
            asked.select("x", "y", "rang"),
            facts[asked["a"]].rename({"signaal": "signaal_a", "nummer": "persoon_a"}),
            facts[asked["b"]].select(signaal_b="signaal", persoon_b="nummer"),
        ],
        how="horizontal",
    )
    ordered = _smallest_first(pairs).sort("rang", "signaal_a", "signaal_b").unique(["x", "y"], keep="first")
    return _side_by_side(ordered, samen)


def _open(between: pl.DataFrame) -> pl.DataFrame:
    """Return the likenesses between persons that still ask something.

    Initials that contradict close the question, unless something as strong as equal initials speaks for it.
    """
    weighed = between.with_columns(
        tegen=(pl.col("rang") == TEGENSPRAAK).any().over("x", "y"), best=pl.col("rang").min().over("x", "y")
    )
    still = weighed.filter(
        (pl.col("rang") != TEGENSPRAAK) & (~pl.col("tegen") | (pl.col("best") <= RANG["naam_en_voorletters"]))
    )
    fits_more = pl.when(pl.col("rang") <= LAATSTE_ZEKERE).then(RANG["past_bij_meer"]).otherwise("rang")
    return still.select("a", "b", "x", "y", fits_more.cast(pl.UInt8).alias("rang"))


def _two_bsns(likely: pl.DataFrame, ingedeeld: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of persons with a known BSN each and none in common."""
    known = ingedeeld.filter(pl.col("bsn").is_not_null()).group_by("persoon").agg(pl.col("bsn").unique())
    pairs = likely.select("x", "y").unique()
    both = pairs.join(known, left_on="x", right_on="persoon").join(
        known, left_on="y", right_on="persoon", suffix="_y"
    )
    return both.filter(pl.col("bsn").list.set_intersection("bsn_y").list.len() == 0).select("x", "y")


def _smallest_first(pairs: pl.DataFrame) -> pl.DataFrame:
    turned = pl.col("persoon_a") > pl.col("persoon_b")
    swap = [
        pl.when(turned).then(f"{name}_{other}").otherwise(f"{name}_{side}").alias(f"{name}_{side}")
        for name in ("persoon", "signaal")
        for side, other in (("a", "b"), ("b", "a"))
    ]
    return pairs.with_columns(swap)


def _side_by_side(ordered: pl.DataFrame, samen: pl.DataFrame) -> pl.DataFrame:
    """Put the compared values of both signalen beside each other; of the BSN only whether it is known."""
    values = samen.select("signaal", *VELDEN, bsn_bekend=pl.col("bsn").replace("", None).is_not_null())
    codes = pl.Series("trap", list(TRAPPEN), dtype=pl.String)
    named = ordered.with_columns(codes.gather(ordered["rang"]))
    for side in ("a", "b"):
        named = named.join(values.select(pl.all().name.suffix(f"_{side}")), on=f"signaal_{side}")
    fields = [f"{name}_{side}" for name in (*VELDEN, "bsn_bekend") for side in ("a", "b")]
    return named.select("groep", "persoon_a", "persoon_b", "signaal_a", "signaal_b", "trap", *fields).sort(
        "groep", "persoon_a", "persoon_b"
    )


def _no_questions(rows: pl.DataFrame) -> pl.DataFrame:
    kinds = rows.schema
    both = [(name, kinds[name]) for name in VELDEN] + [("bsn_bekend", pl.Boolean())]
    head = [("groep", kinds["groep"]), ("persoon_a", pl.Int32()), ("persoon_b", pl.Int32())]
    signalen = [("signaal_a", kinds["signaal"]), ("signaal_b", kinds["signaal"]), ("trap", pl.String())]
    fields = [(f"{name}_{side}", kind) for name, kind in both for side in ("a", "b")]
    return pl.DataFrame(schema=dict([*head, *signalen, *fields]))
