"""Runs of the matching, shown again: what went in, under which rules, and what came out line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Sum

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.matching.models import Lijstregel, Matchrun, Zaak
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import check_coordinate, find_own_postvak

PAGE = 50
LINES = 100
# By way of the delivery: its signalen have an index, and those lead to the zaken.
ZAKEN_OF_RUN = """
SELECT z.id, count(*), sum(s.bedrag_cent), z.ontstaan_op = %(gestart)s, z.status, z.postvak, z.adressignaal
FROM meldpunt_signaal s
JOIN meldpunt_zaaksignaal k ON k.signaal_id = s.id AND k.gemeente = s.gemeente AND k.run = %(run)s
JOIN meldpunt_zaak z ON z.id = k.zaak_id AND z.gemeente = k.gemeente
WHERE s.aanlevering_id = %(aanlevering)s AND s.gemeente = %(gemeente)s
  AND z.postvak = %(postvak)s AND z.id > %(after)s
GROUP BY z.id, z.gemeente ORDER BY z.id LIMIT %(size)s
"""
BEGIN = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Runfilter:
    """Which runs somebody looks for; empty means every run."""

    convenant: str = ""
    maand: date | None = None
    soort: str = ""


@dataclass(frozen=True, slots=True)
class Runregel:
    """One run for a list, and the head of its own page."""

    id: UUID
    gemeente: str
    gemeentenaam: str
    soort: str
    soortnaam: str
    convenant: str
    versie: date
    maand: date
    peildatum: date
    gestart_op: datetime
    door: str
    partner: str
    aanlevering: UUID | None
    invoer: dict[str, Any]
    uitkomst: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Vastgesteld:
    """A line of a confirmed list as it was then; `status` is what became of the zaak. No address: destroyed."""

    volgorde: int
    zaak: UUID
    adres: str
    aantal: int
    bedrag_cent: int
    venster_maanden: int
    bekend: bool
    rang: int | None
    selectie: str
    reden: str
    postvak: str
    status: str


@dataclass(frozen=True, slots=True)
class Runzaak:
    """A zaak that an automatic run made or added signalen to."""

    zaak: UUID
    adres: str
    aantal: int
    bedrag_cent: int
    nieuw: bool
    status: str
    postvak: str


@dataclass(frozen=True, slots=True)
class Postvaktelling:
    """How many zaken of a month stand in an inbox, by what became of them."""

    postvak: str
    nieuw: int
    in_behandeling: int
    gesloten: int
    overig: int
    bedrag_cent: int

    @property
    def totaal(self) -> int:
        return self.nieuw + self.in_behandeling + self.gesloten + self.overig


def list_runs(
    *, gemeente: str, filter: Runfilter, door: Actor, before: UUID | None = None, size: int = PAGE
) -> list[Runregel]:
    """Return a page of the runs of a municipality, newest first; `before` is the last key of the page above."""
    check_coordinate(door, gemeente=gemeente)
    wanted = {
        "convenant": filter.convenant, "maand": filter.maand, "soort": filter.soort, "id__lt": before
    }  # fmt: skip
    rows = Matchrun.objects.filter(gemeente=gemeente, **{name: v for name, v in wanted.items() if v})
    page = list(rows.select_related("gemeente", "aanlevering__partner").order_by("-id")[:size])
    names = _list_names(row.gestart_door for row in page)
    return [_runregel(row, names) for row in page]


def get_run(run: UUID, *, gemeente: str, door: Actor) -> Runregel:
    """Return one run of a municipality. Raises Matchrun.DoesNotExist, also when it is another's."""
    check_coordinate(door, gemeente=gemeente)
    row = Matchrun.objects.select_related("gemeente", "aanlevering__partner").get(id=run, gemeente=gemeente)
    return _runregel(row, _list_names([row.gestart_door]))


def _list_names(keys: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {key for key in keys if key is not None}
    return dict(Gebruiker.objects.filter(id__in=wanted).values_list("id", "naam")) if wanted else {}


def _runregel(row: Matchrun, names: dict[UUID, str]) -> Runregel:
    return Runregel(
        id=row.id,
        gemeente=row.gemeente_id,
        gemeentenaam=row.gemeente.naam,
        soort=row.soort,
        soortnaam=row.get_soort_display(),
        convenant=row.convenant,
        versie=row.versie,
        maand=row.maand,
        peildatum=row.peildatum,
        gestart_op=row.gestart_op,
        door=names.get(row.gestart_door, "") if row.gestart_door else "",
        partner=row.aanlevering.partner.naam if row.aanlevering else "",
        aanlevering=row.aanlevering_id,
        invoer=row.invoer,
        uitkomst=row.uitkomst,
    )


def list_vastgesteld(
    run: UUID, *, gemeente: str, door: Actor, after: int = 0, size: int = LINES
) -> list[Vastgesteld]:
    """Return a page of a confirmed list exactly as it was, in its order; only the lines of the actor's inbox."""
    check_coordinate(door, gemeente=gemeente)
    own = find_own_postvak(door, gemeente=gemeente)
    rows = Lijstregel.objects.filter(run=run, gemeente=gemeente, volgorde__gt=after, postvak=own)
    page = list(rows.order_by("volgorde", "id")[:size])
    adressen = _list_adressen([row.adressignaal for row in page], gemeente=gemeente)
    statussen = dict(
        Zaak.objects.filter(gemeente=gemeente, id__in=[row.zaak for row in page]).values_list("id", "status")
    )
    return [
        Vastgesteld(
            volgorde=row.volgorde,
            zaak=row.zaak,
            adres=adressen.get(row.adressignaal, ""),
            aantal=row.aantal,
            bedrag_cent=row.bedrag_cent,
            venster_maanden=row.venster_maanden,
            bekend=row.bekend,
            rang=row.rang,
            selectie=row.selectie,
            reden=row.reden,
            postvak=row.postvak,
            status=statussen.get(row.zaak, ""),
        )
        for row in page
    ]


def list_runzaken(run: Runregel, *, door: Actor, after: UUID = BEGIN, size: int = LINES) -> list[Runzaak]:
    """Return a page of the zaken that an automatic run made or added to, by key; only those of the actor's inbox."""
    check_coordinate(door, gemeente=run.gemeente)
    with connection.cursor() as cursor:
        cursor.execute(
            ZAKEN_OF_RUN,
            {
                "run": run.id,
                "aanlevering": run.aanlevering,
                "gemeente": run.gemeente,
                "gestart": run.gestart_op,
                "postvak": find_own_postvak(door, gemeente=run.gemeente),
                "after": after,
                "size": size,
            },
        )
        rows = cursor.fetchall()
    adressen = _list_adressen([row[6] for row in rows], gemeente=run.gemeente)
    return [
        Runzaak(zaak, adressen.get(adres, ""), aantal, int(cent), nieuw, status, postvak)
        for zaak, aantal, cent, nieuw, status, postvak, adres in rows
    ]


def _list_adressen(signalen: Sequence[UUID], *, gemeente: str) -> dict[UUID, str]:
    """Return the address of each of these signalen, as long as the person's particulars are kept."""
    rows = SignaalPersoon.objects.filter(gemeente=gemeente, id__in=signalen)
    return {
        row.id: " ".join(
            part
            for part in (
                row.straat,
                f"{row.huisnummer}{_suffix(row.suffix)}",
                f"{row.postcode[:4]} {row.postcode[4:]}".strip(),
            )
            if part
        )
        for row in rows.only("id", "straat", "huisnummer", "suffix", "postcode").order_by("id")
    }  # fmt: skip


def _suffix(suffix: str) -> str:
    return f" {suffix}" if suffix else ""


def list_postvaktellingen(*, gemeente: str, convenant: str, maand: date, door: Actor) -> list[Postvaktelling]:
    """Count the zaken of a month in the inbox of the actor."""
    check_coordinate(door, gemeente=gemeente)
    own = find_own_postvak(door, gemeente=gemeente)
    counted: dict[str, dict[str, int]] = {}
    cents: dict[str, int] = {}
    for row in (
        Zaak.objects.filter(gemeente=gemeente, convenant=convenant, maand=maand, postvak=own)
        .values("postvak", "status")
        .annotate(aantal=Count("id"), cent=Sum("bedrag_cent"))
        .order_by("postvak", "status")
    ):
        counted.setdefault(row["postvak"], {})[row["status"]] = row["aantal"]
        cents[row["postvak"]] = cents.get(row["postvak"], 0) + int(row["cent"])
    return [_telling(postvak, per_status, cents[postvak]) for postvak, per_status in counted.items()]


def _telling(postvak: str, per_status: dict[str, int], cent: int) -> Postvaktelling:
    named = {name: per_status.get(name, 0) for name in ("nieuw", "in_behandeling", "gesloten")}
    return Postvaktelling(
        postvak, **named, overig=sum(per_status.values()) - sum(named.values()), bedrag_cent=cent
    )
