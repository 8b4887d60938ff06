"""When whose data go: the plan per municipality, what is held and why, and what the ledger says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import polars as pl
from django.utils import timezone

from meldpunt.bewaring.models import Bewaarstop, Bewaartermijn, Vernietiging
from meldpunt.matching.models import Matchrun
from meldpunt.partijen.queries import list_convenanten_of_gemeente
from meldpunt.partijen.register import get_convenant, get_versie
from meldpunt.rules.bewaring import HOUDT, Termijnkeuze, is_due, last_window_month, plan_vernietiging
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.tabelkopie import copy_out
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_supervise_privacy

VOORUIT: Final = timedelta(days=30)
PERSONEN: Final = """
SELECT s.id, s.convenant, s.versie, s.aanleverdatum, z.status,
  (z.gesloten_op AT TIME ZONE %(zone)s)::date, b.tot
FROM meldpunt_signaalpersoon p
JOIN meldpunt_signaal s ON s.id = p.id AND s.gemeente = p.gemeente
LEFT JOIN LATERAL (
  SELECT z.status, z.gesloten_op FROM meldpunt_zaaksignaal k
  JOIN meldpunt_zaak z ON z.id = k.zaak_id AND z.gemeente = k.gemeente
  WHERE k.signaal_id = p.id AND k.gemeente = p.gemeente AND z.status <> 'vervallen'
  -- In more than one: an open zaak keeps, else the one that was closed last.
  ORDER BY z.status = ANY(%(open)s) DESC, z.gesloten_op DESC NULLS LAST LIMIT 1
) z ON true
LEFT JOIN (
  SELECT unnest(signalen) AS signaal, max(tot) AS tot FROM meldpunt_bewaarstop
  WHERE gemeente = %(gemeente)s AND opgeheven_op IS NULL AND tot >= %(today)s GROUP BY 1
) b ON b.signaal = p.id
WHERE p.gemeente = %(gemeente)s
"""
SCHEMA: Final = {
    "signaal": pl.String, "convenant": pl.String, "versie": pl.Date, "aanleverdatum": pl.Date,
    "zaakstatus": pl.String, "gesloten_op": pl.Date, "stop_tot": pl.Date,
}  # fmt: skip
PLAN: Final = {
    **SCHEMA, "lijst_op": pl.Date, "stadium": pl.String, "gebeurtenis": pl.String, "artikel": pl.String,
    "begin": pl.Date, "termijn_om": pl.Date, "uiterlijk": pl.Date, "weg_op": pl.Date, "te_lang": pl.Boolean,
    "houdt": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vooruitblik:
    """How many persons of one covenant and stage go in one week, from which event and by which article."""

    gemeente: str
    convenant: str
    titel: str
    stadium: str
    gebeurtenis: str
    artikel: str
    week: date
    aantal: int
    oudste: date


@dataclass(frozen=True, slots=True)
class Vastgehouden:
    """How many persons stay beyond what the term alone would say, and why."""

    gemeente: str
    convenant: str
    titel: str
    reden: str
    zin: str
    aantal: int
    oudste: date
    te_lang: int


@dataclass(frozen=True, slots=True)
class Termijnregel:
    """How long one municipality keeps persons under one covenant today, and whether it may choose."""

    gemeente: str
    convenant: str
    titel: str
    maanden: int
    artikel: str
    lezing: str
    instelbaar: bool
    besluit: str


@dataclass(frozen=True, slots=True)
class Stopregel:
    """One hold for the screen."""

    id: UUID
    gemeente: str
    reden: str
    dossier: str
    aantal: int
    vanaf: date
    tot: date


@dataclass(frozen=True, slots=True)
class Grootboekregel:
    """One line of the ledger for the screen."""

    gemeente: str
    nummer: int
    op: datetime
    grond: str
    convenant: str
    stadium: str
    artikel: str
    aantal: int
    aantallen: dict[str, int]
    zegel: str


def plan_gemeente(gemeente: str, *, today: date) -> pl.DataFrame:
    """Return every person of a municipality with stage, event, day and what holds it."""
    rows = copy_out(
        PERSONEN,
        {
            "gemeente": gemeente,
            "open": list(OPEN),
            "today": today,
            "zone": timezone.get_current_timezone_name(),
        },
        SCHEMA,
    )
    parts = [
        _plan_versie(part, gemeente, str(convenant), versie, today)
        for (convenant, versie), part in rows.partition_by("convenant", "versie", as_dict=True).items()
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=PLAN)


def _plan_versie(part: pl.DataFrame, gemeente: str, convenant: str, versie: Any, today: date) -> pl.DataFrame:
    values = get_versie(convenant, versie)
    runs = Matchrun.objects.filter(gemeente=gemeente, convenant=convenant, soort=Matchrun.Soort.LIJST)
    lists = [(maand, timezone.localdate(op)) for maand, op in runs.values_list("maand", "gestart_op")]
    made = pl.DataFrame(lists, schema={"laatste": pl.Date, "lijst_op": pl.Date}, orient="row")
    rows = part.with_columns(laatste=last_window_month(values)).join(
        made.group_by("laatste").agg(pl.col("lijst_op").min()), on="laatste", how="left"
    )
    keuzes = list_keuzes(gemeente=gemeente, convenant=convenant)
    return plan_vernietiging(rows, versie=values, keuzes=keuzes, today=today).select(PLAN.keys())


def list_keuzes(*, gemeente: str, convenant: str) -> list[Termijnkeuze]:
    """Return what a municipality chose for a covenant, oldest first."""
    rows = Bewaartermijn.objects.filter(gemeente=gemeente, convenant=convenant).order_by("vanaf", "id")
    return [Termijnkeuze(row.vanaf, row.maanden) for row in rows]


def list_vooruit(
    *, gemeenten: Sequence[str], door: Actor, today: date
) -> tuple[list[Vooruitblik], list[Vastgehouden]]:
    """Return what goes in the coming thirty days, per week, and what is held. Raises GeenToegang."""
    check_supervise_privacy(door)
    coming: list[Vooruitblik] = []
    held: list[Vastgehouden] = []
    for gemeente in sorted(set(gemeenten) & set(door.gemeenten)):
        plan = plan_gemeente(gemeente, today=today)
        coming += _weeks(gemeente, plan, today)
        held += _holds(gemeente, plan, today)
    return coming, held


def _weeks(gemeente: str, plan: pl.DataFrame, today: date) -> list[Vooruitblik]:
    going = plan.filter((pl.col("weg_op") <= today + VOORUIT) & (pl.col("houdt") == ""))
    week = pl.max_horizontal("weg_op", pl.lit(today)).dt.truncate("1w")
    rows = (
        going.with_columns(week=week)
        .group_by("week", "convenant", "stadium", "gebeurtenis", "artikel")
        .agg(pl.len().alias("aantal"), pl.col("begin").min().alias("oudste"))
        .sort("week", "convenant", "stadium")
    )
    return [
        Vooruitblik(gemeente=gemeente, titel=get_convenant(row["convenant"]).titel, **row)
        for row in rows.iter_rows(named=True)
    ]


def _holds(gemeente: str, plan: pl.DataFrame, today: date) -> list[Vastgehouden]:
    """Leave out what an open zaak keeps within the longest term: that is as it should be."""
    over = (pl.col("termijn_om") <= today + VOORUIT) | pl.col("te_lang") | (pl.col("houdt") == "bewaarstop")
    rows = (
        plan.filter((pl.col("houdt") != "") & over.fill_null(value=False))
        .group_by("convenant", "houdt")
        .agg(
            pl.len().alias("aantal"),
            pl.col("aanleverdatum").min().alias("oudste"),
            pl.col("te_lang").sum().alias("te_lang"),
        )
        .sort("convenant", "houdt")
    )
    return [
        Vastgehouden(
            gemeente, convenant, get_convenant(convenant).titel, houdt, HOUDT[houdt], aantal, oudste, te_lang
        )
        for convenant, houdt, aantal, oudste, te_lang in rows.iter_rows()
    ]


def list_bewaartermijnen(*, gemeenten: Sequence[str], door: Actor, today: date) -> list[Termijnregel]:
    """Return the term of each covenant of the actor's municipalities as it holds today. Raises GeenToegang."""
    check_supervise_privacy(door)
    return [
        _term(gemeente, convenant, today)
        for gemeente in sorted(set(gemeenten) & set(door.gemeenten))
        for convenant in list_convenanten_of_gemeente(gemeente)
    ]


def _term(gemeente: str, convenant: str, today: date) -> Termijnregel:
    bewaring = get_convenant(convenant).version_on(today).bewaring
    chosen = (
        Bewaartermijn.objects.filter(gemeente=gemeente, convenant=convenant, vanaf__lte=today)
        .order_by("-vanaf")
        .first()
        if bewaring.instelbaar_per_gemeente
        else None
    )
    return Termijnregel(
        gemeente,
        convenant,
        get_convenant(convenant).titel,
        chosen.maanden if chosen else bewaring.maanden,
        bewaring.artikel,
        bewaring.lezing or "",
        bewaring.instelbaar_per_gemeente,
        f"{chosen.besluit}, vanaf {chosen.vanaf:%d-%m-%Y}" if chosen else "",
    )


def list_due(gemeente: str, *, today: date) -> pl.DataFrame:
    """Return the signalen of a municipality whose persons must be gone today (signaal, convenant, stadium, artikel)."""
    due = plan_gemeente(gemeente, today=today).filter(is_due(today))
    return due.sort("convenant", "stadium", "artikel", "signaal")


def list_bewaarstops(*, gemeenten: Sequence[str], door: Actor, today: date) -> list[Stopregel]:
    """Return the holds that run today. Raises GeenToegang."""
    check_supervise_privacy(door)
    rows = Bewaarstop.objects.filter(
        gemeente__in=set(gemeenten) & set(door.gemeenten), opgeheven_op=None, tot__gte=today
    ).order_by("tot", "id")
    return [
        Stopregel(
            row.id,
            row.gemeente_id,
            row.get_reden_display(),
            row.dossier,
            len(row.signalen),
            row.vanaf,
            row.tot,
        )
        for row in rows
    ]


def list_grootboek(
    *, gemeenten: Sequence[str], door: Actor, before: tuple[datetime, UUID] | None = None, size: int = 50
) -> list[Grootboekregel]:
    """Return lines of the ledger, newest first. Raises GeenToegang."""
    check_supervise_privacy(door)
    rows = Vernietiging.objects.filter(gemeente__in=set(gemeenten) & set(door.gemeenten))
    if before is not None:
        rows = rows.filter(vernietigd_op__lte=before[0]).exclude(vernietigd_op=before[0], id__gte=before[1])
    return [
        Grootboekregel(
            row.gemeente_id,
            row.nummer,
            row.vernietigd_op,
            row.get_grond_display(),
            get_convenant(row.convenant).titel if row.convenant else "",
            row.stadium,
            row.artikel,
            len(row.signalen),
            row.aantallen,
            row.zegel,
        )
        for row in rows.order_by("-vernietigd_op", "-id")[:size]
    ]
