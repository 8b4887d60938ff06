"""Read templates, batches and messages, as screens show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from meldpunt.correspondentie.models import Sjabloon, Verzending, Verzendpartij
from meldpunt.correspondentie.samenvoegen import CODE, VERDEKT
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import check_see_gemeente
from meldpunt.toegang.weigering import Weigering

PAGE = 25
PER_ZAAK = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Sjabloonregel:
    """One version of a template."""

    id: UUID
    gemeente: str
    sleutel: str
    kanaal: str
    taal: str
    versie: int
    naam: str
    onderwerp: str
    tekst: str
    gemaakt_op: datetime
    gemaakt_door: str
    vervallen_op: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verzendregel:
    """One message as it went out, or waits to; the reply code in it is covered."""

    id: UUID
    gemeente: str
    zaak: UUID
    partij: UUID | None
    kanaal: str
    taal: str
    sjabloon: str
    kenmerk: str
    naam: str
    adresregels: tuple[str, ...]
    aan: str
    onderwerp: str
    tekst: str
    afzender: str
    status: str
    fout: str
    pogingen: int
    volgende_op: datetime | None
    gemaakt_op: datetime
    gemaakt_door: str
    verzonden_op: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partijregel:
    """One batch: how many, when made and by whom, when fetched, printed and recorded."""

    id: UUID
    gemeente: str
    gemeentenaam: str
    kanaal: str
    aantal: int
    gemaakt_op: datetime
    gemaakt_door: str
    opgehaald_op: datetime | None
    gedrukt_op: datetime | None
    gedrukt_door: str
    vastgelegd_op: datetime | None


def write_kenmerk(verzending: UUID) -> str:
    """Write the mark by which a letter is found again: the random end of its key."""
    tail = verzending.hex[-10:].upper()
    return f"{tail[:5]}-{tail[5:]}"


def get_sjabloon(*, gemeente: str, sleutel: str, taal: str) -> Sjabloon:
    """Return the version of a template that is used now. Raises Weigering when there is none."""
    found = Sjabloon.objects.filter(gemeente=gemeente, sleutel=sleutel, taal=taal, vervallen_op=None).first()
    if found is None:
        raise Weigering(
            "Dit sjabloon is er niet (meer) in deze taal. Kies een ander sjabloon. [sjabloon_onbekend]"
        )
    return found


def list_sjablonen(*, gemeente: str, kanalen: Iterable[str] | None = None) -> list[Sjabloonregel]:
    """List the templates that a municipality uses now, by channel, name and language."""
    rows = Sjabloon.objects.filter(gemeente=gemeente, vervallen_op=None)
    if kanalen is not None:
        rows = rows.filter(kanaal__in=list(kanalen))
    return _templates(rows.order_by("kanaal", "sleutel", "taal", "id"))


def list_versies(*, gemeente: str, sleutel: str, taal: str) -> list[Sjabloonregel]:
    """List every version of a template, the newest first."""
    rows = Sjabloon.objects.filter(gemeente=gemeente, sleutel=sleutel, taal=taal)
    return _templates(rows.order_by("-versie", "id"))


def _templates(rows: Iterable[Sjabloon]) -> list[Sjabloonregel]:
    found = list(rows)
    names = names_of(row.gemaakt_door for row in found)
    return [
        Sjabloonregel(
            id=row.id,
            gemeente=row.gemeente_id,
            sleutel=row.sleutel,
            kanaal=row.kanaal,
            taal=row.taal,
            versie=row.versie,
            naam=row.naam,
            onderwerp=row.onderwerp,
            tekst=row.tekst,
            gemaakt_op=row.gemaakt_op,
            gemaakt_door=names.get(row.gemaakt_door, "Meldpunt"),
            vervallen_op=row.vervallen_op,
        )
        for row in found
    ]


def list_verzendingen(*, zaak: UUID, gemeente: str) -> list[Verzendregel]:
    """List the messages of a zaak, the newest first; who may see the zaak is checked where it is read."""
    rows = Verzending.objects.filter(zaak=zaak, gemeente=gemeente).select_related("sjabloon")
    return _messages(rows.order_by("-id")[:PER_ZAAK])


def list_partij(*, partij: UUID, gemeente: str) -> list[Verzendregel]:
    """List the letters of a batch in the order in which they were made: that order numbers them."""
    rows = Verzending.objects.filter(partij=partij, gemeente=gemeente).select_related("sjabloon")
    return _messages(rows.order_by("id"))


def _messages(rows: Iterable[Verzending]) -> list[Verzendregel]:
    found = list(rows)
    names = names_of(row.gemaakt_door for row in found)
    return [
        Verzendregel(
            id=row.id,
            gemeente=row.gemeente_id,
            zaak=row.zaak_id,
            partij=row.partij_id,
            kanaal=row.kanaal,
            taal=row.sjabloon.taal,
            sjabloon=row.sjabloon.naam,
            kenmerk=write_kenmerk(row.id),
            naam=row.naam,
            adresregels=tuple(row.adresregels),
            aan=row.aan,
            onderwerp=row.onderwerp.replace(CODE, VERDEKT),
            tekst=row.tekst.replace(CODE, VERDEKT),
            afzender=row.afzender.partition("\n")[0],
            status=row.status,
            fout=row.fout,
            pogingen=row.pogingen,
            volgende_op=row.volgende_op,
            gemaakt_op=row.gemaakt_op,
            gemaakt_door=names.get(row.gemaakt_door, "Meldpunt"),
            verzonden_op=row.verzonden_op,
        )
        for row in found
    ]


def list_partijen(*, door: Actor, na: UUID | None = None, size: int = PAGE) -> list[Partijregel]:
    """List the batches of this actor's own inboxes, the newest first; `na` is the last one before them."""
    rows = Verzendpartij.objects.filter(gemeente__in=door.gemeenten).filter(_own(door))
    if na is not None:
        rows = rows.filter(id__lt=na)
    return _batches(rows.select_related("gemeente").order_by("-id")[:size])


def get_partij(*, partij: UUID, gemeente: str, door: Actor) -> Partijregel:
    """Return one batch. Raises Verzendpartij.DoesNotExist, also when it is another inbox's."""
    check_see_gemeente(door, gemeente=gemeente)
    row = Verzendpartij.objects.select_related("gemeente").get(_own(door), id=partij, gemeente=gemeente)
    return _batches([row])[0]


def _own(door: Actor) -> Q:
    """Give the twin of `check_see_zaak` for batches."""
    if door.rol == "uitvoerder":
        return Q(team=door.partij)
    if door.partijsoort == "uitvoerder":
        return Q(postvak=door.partij)
    return Q(postvak__in=door.gemeenten)


def _batches(rows: Iterable[Verzendpartij]) -> list[Partijregel]:
    found = list(rows)
    names = names_of(key for row in found for key in (row.gemaakt_door, row.gedrukt_door))
    return [
        Partijregel(
            id=row.id,
            gemeente=row.gemeente_id,
            gemeentenaam=row.gemeente.naam,
            kanaal=row.kanaal,
            aantal=row.aantal,
            gemaakt_op=row.gemaakt_op,
            gemaakt_door=names.get(row.gemaakt_door, "Meldpunt"),
            opgehaald_op=row.opgehaald_op,
            gedrukt_op=row.gedrukt_op,
            gedrukt_door=names.get(row.gedrukt_door, ""),
            vastgelegd_op=row.vastgelegd_op,
        )
        for row in found
    ]


def names_of(keys: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Return the names of these accounts, in one query."""
    wanted = {key for key in keys if key is not None}
    return dict(Gebruiker.objects.filter(id__in=wanted).values_list("id", "naam")) if wanted else {}
