"""Addresses that our own table does not know: left due by the matching, asked of the interface of the register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

import polars as pl
from django.db.models import Count, F, Min, QuerySet

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.bag.opvragen import SOORT, ask_adres, list_vraagbaar
from meldpunt.bag.queries import find_bagadres
from meldpunt.koppelingen.fouten import Koppelingfout
from meldpunt.koppelingen.herkansing import next_moment
from meldpunt.koppelingen.queries import get_koppeling
from meldpunt.koppelingen.wachtend import Wachtend
from meldpunt.matching.buitenvragen.models import Bagvraag
from meldpunt.rules.adresstappen import ADRES
from meldpunt.tabelkopie import copy_in

ONBEKEND: Final = ("niet_in_bag", "zonder_bag")
# In one look; the next minute there is another.
HOOGSTENS: Final = 500


def leave_bagvragen(stappen: pl.DataFrame, *, now: datetime) -> None:
    """Leave a question for each address that is not known, where its municipality has a connection to ask over.

    `stappen` has the signalen with their addresses and steps. One question per address; inside the transaction that
    matches.
    """
    unknown = stappen.filter(pl.col("adresstap").is_in(ONBEKEND))
    if unknown.is_empty():
        return
    askable = sorted(list_vraagbaar(unknown["gemeente"].unique().to_list()))
    rows = unknown.filter(pl.col("gemeente").is_in(askable)).unique(["gemeente", *ADRES], maintain_order=True)
    moment = pl.lit(now.astimezone(UTC), pl.Datetime("us", "UTC"))
    copy_in(
        "meldpunt_bagvraag",
        rows.select(
            "gemeente",
            "signaal",
            pl.lit(0, pl.Int16).alias("pogingen"),
            moment.alias("gesteld_op"),
            moment.alias("volgende_poging_op"),
            pl.lit("").alias("laatste_code"),
        ),
    )


def ask_bagvragen(*, clock: Callable[[], datetime]) -> int:
    """Ask what is due and return how many questions were answered; who does not answer is asked again later.

    After the first trouble with a municipality's connection its other questions wait for the next look: each is
    still due.
    """
    answered, silent = 0, set()
    for vraag in Bagvraag.objects.filter(volgende_poging_op__lte=clock()).order_by(
        "volgende_poging_op", "signaal"
    )[:HOOGSTENS]:
        if vraag.gemeente_id in silent or not _claim(vraag, now=clock()):
            continue
        try:
            _ask(vraag, now=clock())
        except Koppelingfout as trouble:
            silent.add(vraag.gemeente_id)
            moment = next_moment(vraag.pogingen + 1, clock(), niet_voor=trouble.wanneer_weer)
            _row(vraag).update(volgende_poging_op=moment, laatste_code=trouble.code)
        else:
            _row(vraag).delete()
            answered += 1
    return answered


def count_bagvragen() -> Mapping[str, Wachtend]:
    """Return per municipality how many questions wait for an answer."""
    rows = Bagvraag.objects.values("gemeente").annotate(aantal=Count("signaal"), sinds=Min("gesteld_op"))
    return {row["gemeente"]: Wachtend(row["aantal"], row["sinds"]) for row in rows.order_by("gemeente")}


def wake_bagvragen(*, now: datetime) -> int:
    """Make due now what waits for a later try, and return how many questions that were."""
    return Bagvraag.objects.filter(volgende_poging_op__gt=now).update(volgende_poging_op=now)


def _claim(vraag: Bagvraag, *, now: datetime) -> bool:
    """Take a question for as long as its next try is away: another worker that saw it too comes too late."""
    due = _row(vraag).filter(volgende_poging_op=vraag.volgende_poging_op)
    return bool(
        due.update(pogingen=F("pogingen") + 1, volgende_poging_op=next_moment(vraag.pogingen + 1, now))
    )


def _row(vraag: Bagvraag) -> QuerySet[Bagvraag]:
    return Bagvraag.objects.filter(gemeente=vraag.gemeente_id, signaal=vraag.signaal)


def _ask(vraag: Bagvraag, *, now: datetime) -> None:
    """Ask about the address of a signaal, unless it became known meanwhile or nobody is behind it any more."""
    found = SignaalPersoon.objects.filter(gemeente=vraag.gemeente_id, id=vraag.signaal).values(*ADRES).first()
    if found is None or find_bagadres(**found) is not None:
        return
    koppeling = get_koppeling(SOORT, vraag.gemeente_id)
    ask_adres(**found, koppeling=koppeling, now=now)
