"""Read the round of a day: at whose door to ring, whom to call, and what else could come along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection

from meldpunt.opvolging.contactplan import Planpersoon, Planzaak, Zaakplan, list_zaakplannen
from meldpunt.opvolging.models import Rondebezoek
from meldpunt.rules.contactplan import BEZOEK
from meldpunt.rules.contactstap import Stap
from meldpunt.rules.dagdeel import Dagdeeladvies
from meldpunt.rules.looproute import Halte, order_haltes
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import ZAAKROLLEN, GeenToegang
from meldpunt.toegang.zichtbaar import scope_of

# More than anybody has in hand; what lies beyond it is not shown, and the page says so.
MEESTE_ZAKEN: Final = 1000
IN_HAND: Final = """
SELECT z.id, z.gemeente, z.convenant, z.versie, z.acties, z.status, z.status_sinds, z.wacht_tot,
       coalesce(a.postcode, ''), a.huisnummer, coalesce(a.suffix, ''), coalesce(a.straat, ''),
       coalesce(nullif(a.woonplaats, ''), gm.naam)
FROM unnest(%(gemeenten)s::varchar[]) AS g(code)
JOIN meldpunt_zaak z ON z.gemeente = g.code AND z.status = 'in_behandeling' AND {scope}
  AND (z.behandelaar = %(door)s OR z.id = ANY(%(gekozen)s::uuid[]))
JOIN meldpunt_gemeente gm ON gm.code = z.gemeente
LEFT JOIN meldpunt_signaalpersoon a ON a.id = z.adressignaal AND a.gemeente = z.gemeente
ORDER BY z.id LIMIT %(size)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rondeadres:
    """An address of the round with just what one needs there: whom to ask for, and whether to go alone."""

    zaak: UUID
    gemeente: str
    straat: str
    postcode: str
    huisnummer: int | None
    suffix: str
    woonplaats: str
    personen: tuple[Planpersoon, ...]
    niet_alleen: bool
    geheim: bool
    geen_bezoek: bool
    stap: Stap | None
    advies: Dagdeeladvies | None
    gekozen: bool
    # What was recorded there on the day itself, the last thing last.
    gedaan: tuple[Stap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ronde:
    """The day of one worker: doors in walking order, calls by day, and the other zaken in hand."""

    bezoeken: tuple[Rondeadres, ...]
    telefoon: tuple[Rondeadres, ...]
    overige: tuple[Rondeadres, ...]
    afgekapt: bool

    @property
    def gemeenten(self) -> tuple[str, ...]:
        """Return the municipalities whose residents are on it."""
        everyone = (*self.bezoeken, *self.telefoon, *self.overige)
        return tuple(sorted({address.gemeente for address in everyone}))


def get_ronde(*, door: Actor, dag: date, today: date) -> Ronde:
    """Return the round of this actor on a day: own zaken whose visit is due, and what was chosen by hand.

    An outside uitvoerder or wijkteam has only what was assigned to it. Raises GeenToegang for other roles.
    """
    if door.rol not in ZAAKROLLEN or door.gebruiker is None:
        raise GeenToegang("De dagronde is er voor wie zaken behandelt. [geen_toegang]")
    chosen = dict(
        Rondebezoek.objects.filter(gebruiker=door.gebruiker, dag=dag, gemeente__in=door.gemeenten)
        .order_by("zaak")
        .values_list("zaak", "erbij")
    )
    found = _list_in_hand(door, [zaak for zaak, erbij in chosen.items() if erbij])
    shown = found[:MEESTE_ZAKEN]
    plans = list_zaakplannen([zaak for zaak, _, _ in shown], today=today)
    every = [_address(row, plans[row[0].id], chosen, dag=dag) for row in shown]
    visits = [a for a in every if _is_visit(a, chosen.get(a.zaak), dag=dag)]
    on_round = {a.zaak for a in visits}
    calls = [a for a in every if a.stap and a.stap.soort == "Telefoon" and a.stap.dag <= dag]
    return Ronde(
        bezoeken=_walk(visits),
        telefoon=tuple(sorted(calls, key=lambda a: (a.stap.dag if a.stap else dag, a.zaak))),
        # A secret address stands on no list.
        overige=_walk([a for a in every if a.zaak not in on_round and not a.geheim]),
        afgekapt=len(found) > MEESTE_ZAKEN,
    )


def _list_in_hand(door: Actor, gekozen: Sequence[UUID]) -> list[tuple[Planzaak, str, str]]:
    values: dict[str, Any] = {
        "gemeenten": list(door.gemeenten),
        "partij": door.partij,
        "door": door.gebruiker,
        "gekozen": list(gekozen),
        "size": MEESTE_ZAKEN + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(IN_HAND.format(scope=scope_of(door)), values)
        return [(_zaak(row), row[11], row[12]) for row in cursor.fetchall()]


def _zaak(row: Sequence[Any]) -> Planzaak:
    return Planzaak(
        id=row[0],
        gemeente=row[1],
        convenant=row[2],
        versie=row[3],
        acties=tuple(row[4]),
        status=row[5],
        status_sinds=row[6],
        wacht_tot=row[7],
        postcode=row[8],
        huisnummer=row[9],
        suffix=row[10],
    )


def _address(
    row: tuple[Planzaak, str, str], plan: Zaakplan, chosen: dict[UUID, bool], *, dag: date
) -> Rondeadres:
    zaak, straat, woonplaats = row
    return Rondeadres(
        zaak=zaak.id,
        gemeente=zaak.gemeente,
        straat=straat,
        postcode=zaak.postcode,
        huisnummer=zaak.huisnummer,
        suffix=zaak.suffix,
        woonplaats=woonplaats,
        personen=plan.personen,
        niet_alleen=plan.niet_alleen,
        geheim=plan.geheim,
        geen_bezoek=any(
            step.stand == "vervalt" and step.soort == "Huisbezoek" for step in plan.stand.stappen
        ),
        stap=plan.stand.volgende,
        advies=plan.stand.advies,
        gekozen=chosen.get(zaak.id, False),
        gedaan=tuple(
            step
            for step in plan.stand.stappen
            if step.stand == "gedaan" and step.dag == dag and step.soort in BEZOEK
        ),
    )


def _is_visit(address: Rondeadres, erbij: bool | None, *, dag: date) -> bool:
    """Say whether an address is on the round: a check comes first, then what somebody chose, then the plan."""
    if address.geheim or address.geen_bezoek:
        return False
    if address.gedaan or erbij:
        return True
    due = address.stap is not None and address.stap.soort == "Huisbezoek" and address.stap.dag <= dag
    return due and erbij is None


def _walk(addresses: Sequence[Rondeadres]) -> tuple[Rondeadres, ...]:
    by_key = {str(a.zaak): a for a in addresses}
    haltes = [
        Halte(
            postcode=a.postcode,
            huisnummer=a.huisnummer,
            straat=a.straat,
            suffix=a.suffix,
            sleutel=str(a.zaak),
        )
        for a in addresses
    ]
    return tuple(by_key[halte.sleutel] for halte in order_haltes(haltes))
