"""Deliver a period to the national statistics: as a file, or a page at a time; with one line in the log."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import STATISTIEK
from meldpunt.inzicht.ddas.keuring import get_keuring
from meldpunt.inzicht.ddas.levering import describe_organisatie, make_deel
from meldpunt.inzicht.ddas.uittreksel import (
    Organisatie,
    Periode,
    count_geweigerd,
    count_signalen,
    list_gemeenten,
    list_organisaties,
)
from meldpunt.inzicht.ddas.volledigheid import Volledigheid, describe_volledigheid
from meldpunt.rules.ddas import NIEUWSTE, VERSIES, Versie
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_deliver_statistiek
from meldpunt.toegang.rijcontext import acting_beyond
from meldpunt.toegang.weigering import Weigering

# The most signalen that one page may hold, by the contract of the standard.
MEESTE: Final = 50_000
Schrijf = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Ddasvraag:
    """What is asked: a period, of which municipalities (all when none are named), in which version."""

    periode: Periode
    gemeenten: tuple[str, ...] = ()
    versie: str = NIEUWSTE


@dataclass(frozen=True, slots=True)
class Pagina:
    """One page of a delivery and how many there are."""

    gegevens: dict[str, Any]
    nummer: int
    grootte: int
    paginas: int
    signalen: int


def write_levering(
    *, vraag: Ddasvraag, schrijf: Schrijf | None, door: Actor, now: datetime
) -> list[Volledigheid]:
    """Write a whole delivery as JSON and return what it holds and misses; without `schrijf` it only says so.

    Raises Weigering for a question that cannot be answered, and when the result is not as the schema says.
    """
    versie, codes = _check(vraag, door=door)
    with transaction.atomic():
        organisaties = list_organisaties(codes)
        refused = count_geweigerd([o.gemeente for o in organisaties], vraag.periode)
        put = schrijf or _nowhere
        put(_open(vraag.periode, versie, now=now))
        told = []
        for teller, organisatie in enumerate(organisaties, start=1):
            put(", " if teller > 1 else "")
            kop = _describe(organisatie, versie, teller)
            get_keuring(versie.naam).check_kop({**_kop(vraag.periode, now=now), "leveringen": [kop]})
            put(_json(kop)[:-1])
            counted = _write_delen(organisatie, vraag.periode, versie, schrijf=put)
            counted["geweigerd"] = refused.get(organisatie.gemeente, 0)
            told.append(describe_volledigheid(organisatie, counted))
        put("]}\n")
        _record("ddas_uitgevoerd" if schrijf else "ddas_volledigheid", vraag, told, door=door, now=now)
    return told


def make_pagina(*, vraag: Ddasvraag, nummer: int, grootte: int, door: Actor, now: datetime) -> Pagina:
    """Make one page; a page behind the last has no deliveries. Raises Weigering as `write_levering` does."""
    versie, codes = _check(vraag, door=door)
    if nummer < 1 or not 1 <= grootte <= MEESTE:
        raise Weigering(f"Vraag een pagina vanaf 1, met 1 tot en met {MEESTE} signalen. [ddas_pagina]")
    with acting_beyond(*codes), transaction.atomic():
        counted = count_signalen(codes, vraag.periode)
        gegevens: dict[str, Any] = _kop(vraag.periode, now=now)
        if leveringen := _list_leveringen(vraag, versie, counted, nummer=nummer, grootte=grootte):
            gegevens["leveringen"] = leveringen
        get_keuring(versie.naam).check_kop(_without_delen(gegevens))
        signalen = sum(one[""] for one in counted.values())
        record(
            "ddas_geleverd", objectsoort="levering", object=_naam(vraag), door=door, now=now, doel=STATISTIEK,
            waarden={"pagina": nummer, "gemeenten": len(leveringen), "signalen": signalen},
        )  # fmt: skip
    places = sum(one.total() for one in counted.values())
    return Pagina(gegevens, nummer, grootte, max(1, -(-places // grootte)), signalen)


def _list_leveringen(
    vraag: Ddasvraag, versie: Versie, counted: dict[str, Counter[str]], *, nummer: int, grootte: int
) -> list[dict[str, Any]]:
    """Make what stands on a page: a delivery per municipality that has a place on it."""
    organisaties = list_organisaties(list(counted))
    places = {code: one.total() for code, one in counted.items()}
    found: list[dict[str, Any]] = []
    for organisatie, vanaf, aantal in _cut(organisaties, places, nummer=nummer, grootte=grootte):
        deel = make_deel(organisatie, vraag.periode, versie, vanaf=vanaf, aantal=aantal)
        get_keuring(versie.naam).check_deel(deel.signalen, deel.zaken)
        kop = _describe(organisatie, versie, len(found) + 1)
        found.append({**kop, "vroegsignalen": deel.signalen, "vroegsignaalzaken": deel.zaken})
    return found


def _without_delen(gegevens: dict[str, Any]) -> dict[str, Any]:
    """Return the frame of a page; its records were judged on their own."""
    if "leveringen" not in gegevens:
        return gegevens
    empty: dict[str, Any] = {"vroegsignalen": [], "vroegsignaalzaken": []}
    return {**gegevens, "leveringen": [{**one, **empty} for one in gegevens["leveringen"]]}


def _check(vraag: Ddasvraag, *, door: Actor) -> tuple[Versie, list[str]]:
    """Return the version and the municipalities that are asked for. Raises GeenToegang and Weigering."""
    check_deliver_statistiek(door)
    if vraag.versie not in VERSIES:
        known = ", ".join(VERSIES)
        raise Weigering(f"Versie '{vraag.versie}' bestaat niet. Kies uit: {known}. [ddas_versie]")
    if vraag.periode.tot < vraag.periode.van:
        raise Weigering("De laatste dag ligt voor de eerste. Draai ze om. [ddas_periode]")
    with acting_beyond():
        codes = list_gemeenten(vraag.gemeenten)
    if missing := [code for code in vraag.gemeenten if code not in codes]:
        raise Weigering(
            f"Gemeente '{missing[0]}' bestaat niet. Gebruik de code van vier cijfers van het CBS. [ddas_gemeente]"
        )
    if not codes:
        raise Weigering("Er doet nog geen gemeente mee. Er is niets te leveren. [ddas_leeg]")
    return VERSIES[vraag.versie], codes


def _write_delen(
    organisatie: Organisatie, periode: Periode, versie: Versie, *, schrijf: Schrijf
) -> Counter[str]:
    """Write signalen and zaken in parts of a page each; the zaken wait as text until the signalen are written."""
    keuring = get_keuring(versie.naam)
    schrijf(', "vroegsignalen": [')
    places = count_signalen([organisatie.gemeente], periode)[organisatie.gemeente].total()
    telling, waiting, between = Counter[str](), list[str](), ""
    for vanaf in range(0, places, MEESTE):
        deel = make_deel(organisatie, periode, versie, vanaf=vanaf, aantal=MEESTE)
        keuring.check_deel(deel.signalen, deel.zaken)
        for signaal in deel.signalen:
            schrijf(between + _json(signaal))
            between = ", "
        waiting += map(_json, deel.zaken)
        telling.update(deel.telling)
    schrijf('], "vroegsignaalzaken": [' + ", ".join(waiting) + "]}")
    return telling


def _describe(organisatie: Organisatie, versie: Versie, teller: int) -> dict[str, Any]:
    return {"teller": teller, **describe_organisatie(organisatie, versie)}


def _cut(
    organisaties: Sequence[Organisatie], places: dict[str, int], *, nummer: int, grootte: int
) -> Iterator[tuple[Organisatie, int, int]]:
    """Yield which places of which municipalities are on a page; they stand one behind the other."""
    begin, end, before = (nummer - 1) * grootte, nummer * grootte, 0
    for organisatie in organisaties:
        first, last = max(begin, before), min(end, before + places[organisatie.gemeente])
        if first < last:
            yield organisatie, first - before, last - first
        before += places[organisatie.gemeente]


def _kop(periode: Periode, *, now: datetime) -> dict[str, Any]:
    return {
        "startdatumLevering": periode.van.isoformat(),
        "einddatumLevering": periode.tot.isoformat(),
        "aanleverdatumEnTijd": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "codeGegevensleverancier": str(settings.MELDPUNT_DDAS_CODE),
    }


def _open(periode: Periode, versie: Versie, *, now: datetime) -> str:
    kop = _kop(periode, now=now)
    get_keuring(versie.naam).check_kop(kop)
    return _json(kop)[:-1] + ', "leveringen": ['


def _record(
    handeling: str, vraag: Ddasvraag, told: Sequence[Volledigheid], *, door: Actor, now: datetime
) -> None:
    """Write that a delivery was made; about whom is not said, and the standard advises against it."""
    record(
        handeling, objectsoort="levering", object=_naam(vraag), door=door, now=now, doel=STATISTIEK,
        waarden={
            "gemeenten": len(told),
            "signalen": sum(one.signalen for one in told),
            "zaken": sum(one.zaken for one in told),
        },
    )  # fmt: skip


def _naam(vraag: Ddasvraag) -> str:
    return f"DDAS {vraag.versie} {vraag.periode.van} {vraag.periode.tot}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _nowhere(_text: str) -> None:
    return None
