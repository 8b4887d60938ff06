"""How new signalen meet the zaken that are already there: join, follow up, repeat.

Frames of signalen have: signaal, gemeente, postcode, huisnummer, suffix, partner, klantnummer, type_vordering,
bedrag_cent, achterstand_sinds, aanleverdatum. Those already in a zaak also: zaak, zaakstatus, zaak_ontstaan.
The outcome does not depend on the order in which deliveries of a month arrive.
"""

from __future__ import annotations

import polars as pl

ADRES = ("gemeente", "postcode", "huisnummer", "suffix")
CLAIM = ("partner", "klantnummer", "type_vordering")
MAAND = pl.col("aanleverdatum").dt.truncate("1mo")
OPEN = ("nieuw", "in_behandeling")
# DDAS, national monitor: another signaal on the address in the six months before makes it opeenvolgend.
OPEENVOLGEND_MAANDEN = 6


def order_of_adres() -> pl.Expr:
    """Return one number per row that sorts by municipality, postcode and house number; null without an address.

    Sorting by a number is many times quicker than by texts. The suffix is not in it.
    """
    gemeente = pl.col("gemeente").str.to_integer(base=10, dtype=pl.Int64)
    postcode = pl.col("postcode").str.to_integer(base=36, dtype=pl.Int64)
    return (gemeente * 36**6 + postcode) * 100_000 + pl.col("huisnummer")


def find_open_zaak(bestaand: pl.DataFrame) -> pl.DataFrame:
    """Return per address the open zaak that a new signaal joins: the oldest one, should there be more."""
    return (
        bestaand.filter(pl.col("zaakstatus").is_in(OPEN))
        .sort("zaak_ontstaan", "zaak")
        .group_by(ADRES, maintain_order=True)
        .agg(pl.col("zaak").first())
    )


def assign_zaken(nieuw: pl.DataFrame, bestaand: pl.DataFrame) -> pl.DataFrame:
    """Give each new signaal the open zaak on its address; null where a new zaak is needed."""
    if bestaand.is_empty():
        return nieuw.with_columns(zaak=pl.lit(None, pl.String))
    return nieuw.join(find_open_zaak(bestaand), on=ADRES, how="left", maintain_order="left")


def find_voorganger(nieuwe_zaken: pl.DataFrame, bestaand: pl.DataFrame) -> pl.DataFrame:
    """Return per new zaak (zaak, address, eerste_dag) the zaak it follows on within six months, or null."""
    earlier = bestaand.filter(pl.col("zaakstatus") != "vervallen").select(
        *ADRES, pl.col("zaak").alias("opeenvolgend_op"), pl.col("aanleverdatum").alias("dag")
    )
    found = (
        nieuwe_zaken.select("zaak", *ADRES, "eerste_dag")
        .join(earlier, on=ADRES, how="inner")
        .filter(
            (pl.col("dag") <= pl.col("eerste_dag"))
            & (pl.col("dag").dt.offset_by(f"{OPEENVOLGEND_MAANDEN}mo") >= pl.col("eerste_dag"))
        )
        .sort("dag", "opeenvolgend_op")
        .group_by("zaak")
        .agg(pl.col("opeenvolgend_op").last())
    )
    return nieuwe_zaken.join(found, on="zaak", how="left", maintain_order="left")


def find_herhalingen(signalen: pl.DataFrame) -> pl.DataFrame:
    """Return (signaal, herhaling_van) for each signaal that repeats an earlier one of the same claim.

    The same partner, the same claim, reported on an earlier day not more than six months before, and the
    amount is not higher than it was then (domain: *herhaalde melding*; higher must be taken up).
    """
    key = [*ADRES, *CLAIM]
    if signalen["aanleverdatum"].n_unique() < 2:  # a first delivery: nothing was reported on an earlier day
        return signalen.clear().select("signaal", herhaling_van="signaal")
    often = signalen.filter((pl.len().over(key) > 1) & (pl.col("klantnummer") != ""))
    earlier = often.select(
        *key,
        pl.col("signaal").alias("herhaling_van"),
        pl.col("aanleverdatum").alias("dag"),
        pl.col("bedrag_cent").alias("toen"),
    )
    return (
        often.join(earlier, on=key, how="inner")
        .filter(
            (pl.col("dag") < pl.col("aanleverdatum"))
            & (pl.col("dag").dt.offset_by(f"{OPEENVOLGEND_MAANDEN}mo") >= pl.col("aanleverdatum"))
        )
        .sort("dag", "toen", "herhaling_van")
        .group_by("signaal")
        .agg(pl.all().last())
        .filter(pl.col("bedrag_cent") <= pl.col("toen"))
        .select("signaal", "herhaling_van")
    )


def sum_zaken(signalen: pl.DataFrame) -> pl.DataFrame:
    """Return the facts of each zaak from its signalen.

    Within a month every signaal counts. A claim that the partner reports again in a later month is the same
    arrears a second time: the month in which it was last reported counts.
    """
    shared = signalen["zaak"].is_duplicated()
    alone = signalen.filter(~shared).select(
        "zaak",
        *ADRES,
        pl.col("signaal").alias("adressignaal"),
        pl.lit(1, pl.Int32).alias("aantal"),
        pl.lit(1, pl.Int32).alias("aantal_partners"),
        "bedrag_cent",
        pl.col("achterstand_sinds").alias("oudste_achterstand"),
        pl.col("aanleverdatum").alias("eerste_dag"),
        MAAND.alias("maand"),
    )
    return pl.concat([alone, _sum_shared(signalen.filter(shared))])


def _sum_shared(signalen: pl.DataFrame) -> pl.DataFrame:
    """Return the facts of the zaken that hold more than one signaal."""
    last_month = MAAND.max().over("zaak", *CLAIM)
    counts = pl.when(last_month == MAAND).then("bedrag_cent").otherwise(0)
    return (
        signalen.with_columns(
            telt=pl.when(MAAND.n_unique().over("zaak") > 1).then(counts).otherwise("bedrag_cent")
        )
        .group_by("zaak")
        .agg(
            *(pl.col(column).first() for column in ADRES),
            pl.col("signaal").min().alias("adressignaal"),
            pl.len().cast(pl.Int32).alias("aantal"),
            pl.col("partner").n_unique().cast(pl.Int32).alias("aantal_partners"),
            pl.col("telt").sum().alias("bedrag_cent"),
            pl.col("achterstand_sinds").min().alias("oudste_achterstand"),
            pl.col("aanleverdatum").min().alias("eerste_dag"),
            MAAND.min().alias("maand"),
        )
    )
