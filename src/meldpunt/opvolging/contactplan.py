"""Read where the plan of zaken stands: a fixed number of queries, however many zaken there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from meldpunt.matching.models import Zaak
from meldpunt.matching.queries import Zaakbeeld
from meldpunt.opvolging.controlebeeld import Zaakbeperking, list_beperkingen
from meldpunt.opvolging.models import Bewonersantwoord, Contactpoging
from meldpunt.partijen.models import Werkprotocol
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.contactplan import Planstap, make_plan, read_planregels
from meldpunt.rules.contactstap import Antwoord, Contactstand, Situatie, follow_plan
from meldpunt.rules.controles import restrictions
from meldpunt.rules.dagdeel import Poging

# The columns of an attempt in the order of `Poging`; whole rows of all zaken in hand would only be made and dropped.
POGING: Final = ("zaak", "soort", "datum", "dagdeel", "bereikt", "persoon")
PERSONEN: Final = """
SELECT k.zaak_id, k.persoon, p.voorletters, p.tussenvoegsel, p.achternaam, p.telefoon,
       l.status <> 'ingetrokken' AND k.afgemeld_op IS NULL
FROM unnest(%s::varchar[], %s::uuid[]) AS w(gemeente, zaak)
JOIN meldpunt_zaaksignaal k ON k.gemeente = w.gemeente AND k.zaak_id = w.zaak
JOIN meldpunt_signaal s ON s.id = k.signaal_id AND s.gemeente = k.gemeente
JOIN meldpunt_aanlevering l ON l.id = s.aanlevering_id
LEFT JOIN meldpunt_signaalpersoon p ON p.id = k.signaal_id AND p.gemeente = k.gemeente
ORDER BY k.zaak_id, k.persoon, k.signaal_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planzaak:
    """What the plan of a zaak needs to know of it."""

    id: UUID
    gemeente: str
    convenant: str
    versie: date
    acties: tuple[str, ...]
    status: str
    status_sinds: datetime
    wacht_tot: date | None
    postcode: str
    huisnummer: int | None
    suffix: str


@dataclass(frozen=True, slots=True)
class Planpersoon:
    """A resident of a zaak; `loopt` says that at least one signaal about this person still stands."""

    id: UUID
    naam: str
    telefoon: str
    loopt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Zaakplan:
    """The plan of a zaak on a day, the residents to ask for, and whether nobody should go there alone."""

    stand: Contactstand
    personen: tuple[Planpersoon, ...]
    niet_alleen: bool
    # The address itself stands on no list.
    geheim: bool = False


class _Bekend(NamedTuple):
    """What was read of all zaken at once, by the key of the zaak."""

    personen: Mapping[UUID, Sequence[Planpersoon]]
    pogingen: Mapping[UUID, Sequence[Poging]]
    antwoorden: Mapping[UUID, Sequence[Antwoord]]
    beperkingen: Mapping[UUID, Zaakbeperking]
    protocollen: Mapping[tuple[str, str], Werkprotocol]


def get_zaakplan(zaak: Zaakbeeld, *, today: date) -> Zaakplan:
    """Return the plan of one zaak that the caller may see."""
    hold = Zaak.objects.filter(id=zaak.id, gemeente=zaak.gemeente).values_list("wacht_tot", flat=True).first()
    same = {name: getattr(zaak, name) for name in Planzaak.__slots__ if name != "wacht_tot"}
    return list_zaakplannen([Planzaak(**same, wacht_tot=hold)], today=today)[zaak.id]


def list_zaakplannen(zaken: Sequence[Planzaak], *, today: date) -> dict[UUID, Zaakplan]:
    """Return the plan of each of these zaken, which the caller may see."""
    if not zaken:
        return {}
    known = _read(zaken, today=today)
    return {zaak.id: _make(zaak, known, today=today) for zaak in zaken}


def _make(zaak: Planzaak, known: _Bekend, *, today: date) -> Zaakplan:
    personen = known.personen.get(zaak.id, ())
    beperking = known.beperkingen.get(zaak.id)
    adres = beperking.adres if beperking else restrictions(())
    closed = {who for who, own in beperking.personen.items() if own.elk_contact} if beperking else set()
    out = {p.id for p in personen if not p.loopt} | closed
    stand = follow_plan(
        _plan_of(zaak, known),
        Situatie(
            begin=timezone.localdate(zaak.status_sinds) if zaak.status == "in_behandeling" else today,
            today=today,
            pogingen=known.pogingen.get(zaak.id, ()),
            antwoorden=known.antwoorden.get(zaak.id, ()),
            personen=frozenset(p.id for p in personen),
            uitgesloten=frozenset(out),
            stop=adres.verboden["Brief"] if adres.elk_contact else "",
            verboden=adres.ongepland,
            wacht_tot=zaak.wacht_tot,
        ),
    )
    given = _given_numbers(known.antwoorden.get(zaak.id, ()))
    asked = tuple(
        replace(p, telefoon=given.get(p.id) or given.get(None) or p.telefoon)
        for p in personen
        if p.id not in stand.niet_benaderen
    )
    return Zaakplan(stand=stand, personen=asked, niet_alleen=adres.niet_alleen, geheim=adres.geheim)


def _given_numbers(antwoorden: Sequence[Antwoord]) -> dict[object | None, str]:
    """Return the number that residents themselves asked to be called at; the newest comes last and stays."""
    return {answer.persoon: answer.telefoon for answer in antwoorden if answer.telefoon}


def _plan_of(zaak: Planzaak, known: _Bekend) -> tuple[Planstap, ...]:
    protocol = known.protocollen.get((zaak.convenant, zaak.gemeente))
    return make_plan(
        versie=get_convenant(zaak.convenant).version_on(zaak.versie),
        acties=zaak.acties,
        regels=read_planregels(protocol.contactplan) if protocol else (),
        sinds=protocol.vanaf if protocol else None,
    )


def _read(zaken: Sequence[Planzaak], *, today: date) -> _Bekend:
    keys = {"gemeente__in": {zaak.gemeente for zaak in zaken}, "zaak__in": [zaak.id for zaak in zaken]}
    pogingen = Contactpoging.objects.filter(**keys).order_by("datum", "id")
    antwoorden = Bewonersantwoord.objects.filter(**keys).order_by("ontvangen_op", "id")
    return _Bekend(
        personen=_personen(zaken),
        pogingen=_grouped((zaak, Poging(*poging)) for zaak, *poging in pogingen.values_list(*POGING)),
        antwoorden=_grouped((row.zaak_id, _answer(row)) for row in antwoorden),
        beperkingen=list_beperkingen([(zaak.gemeente, zaak.id) for zaak in zaken], on=today),
        protocollen=_protocollen(zaken, today=today),
    )


def _answer(row: Bewonersantwoord) -> Antwoord:
    return Antwoord(
        row.soort,
        timezone.localdate(row.ontvangen_op),
        row.dag,
        row.dagdeel,
        row.persoon,
        row.verwerkt_op is not None,
        row.telefoon,
    )


def _personen(zaken: Sequence[Planzaak]) -> dict[UUID, list[Planpersoon]]:
    found: dict[UUID, dict[UUID, Planpersoon]] = {}
    with connection.cursor() as cursor:
        cursor.execute(PERSONEN, [[zaak.gemeente for zaak in zaken], [zaak.id for zaak in zaken]])
        for zaak, persoon, *name, telefoon, loopt in cursor.fetchall():
            naam = " ".join(part for part in name if part)
            before = found.setdefault(zaak, {}).get(persoon)
            found[zaak][persoon] = Planpersoon(
                persoon,
                before.naam if before and before.naam else naam,
                before.telefoon if before and before.telefoon else telefoon or "",
                bool(loopt) or bool(before and before.loopt),
            )
    return {zaak: list(persons.values()) for zaak, persons in found.items()}


def _protocollen(zaken: Sequence[Planzaak], *, today: date) -> dict[tuple[str, str], Werkprotocol]:
    rows = Werkprotocol.objects.filter(
        gemeente__in={zaak.gemeente for zaak in zaken},
        convenant__in={zaak.convenant for zaak in zaken},
        vanaf__lte=today,
    )
    # The newest comes last and stays.
    return {(row.convenant, row.gemeente_id): row for row in rows.order_by("vanaf", "id")}


def _grouped(pairs: Iterable[tuple[UUID, Any]]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
