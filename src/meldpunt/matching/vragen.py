"""Read the questions about who is who: what is open, the two sides of one, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from meldpunt.aanlevering.bsn import open_bsn
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.matching.models import Persoonsvraag, Zaak, Zaaksignaal
from meldpunt.matching.queries import check_zaak_of, name_of
from meldpunt.rules.persoontrappen import TRAPPEN
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import check_see_zaak
from meldpunt.toegang.zichtbaar import scope_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Vraagregel:
    """A question in the list of what is still to decide."""

    id: UUID
    gemeente: str
    gemeentenaam: str
    zaak: UUID
    postcode: str
    huisnummer: int | None
    suffix: str
    naam_a: str
    naam_b: str
    trap_titel: str
    bedrag_cent: int
    ontstaan_op: datetime


VRAGEN: Final = """
SELECT v.id, v.gemeente, g.naam, v.zaak_id, a.postcode, a.huisnummer, a.suffix,
       concat_ws(' ', nullif(a.voorletters, ''), nullif(a.tussenvoegsel, ''), a.achternaam),
       concat_ws(' ', nullif(b.voorletters, ''), nullif(b.tussenvoegsel, ''), b.achternaam),
       v.trap, z.bedrag_cent, z.ontstaan_op
FROM meldpunt_persoonsvraag v
JOIN meldpunt_zaak z ON z.id = v.zaak_id AND z.gemeente = v.gemeente
JOIN meldpunt_gemeente g ON g.code = v.gemeente
LEFT JOIN meldpunt_signaalpersoon a ON a.id = v.signaal_a AND a.gemeente = v.gemeente
LEFT JOIN meldpunt_signaalpersoon b ON b.id = v.signaal_b AND b.gemeente = v.gemeente
WHERE v.zelfde IS NULL AND v.gemeente = ANY(%(gemeenten)s) AND z.status IN ('nieuw', 'in_behandeling')
  AND {scope} AND (%(na)s::uuid IS NULL OR v.id > %(na)s::uuid)
ORDER BY v.id LIMIT %(size)s
"""


def list_vragen(*, door: Actor, na: UUID | None = None, size: int = PAGE) -> list[Vraagregel]:
    """Return a page of the open questions in open zaken of this actor, the oldest first."""
    values = {"gemeenten": list(door.gemeenten), "partij": door.partij, "na": na, "size": size}
    with connection.cursor() as cursor:
        cursor.execute(VRAGEN.format(scope=scope_of(door)), values)
        rows = cursor.fetchall()
    return [_question(row) for row in rows]


def _question(row: tuple[Any, ...]) -> Vraagregel:
    return Vraagregel(
        id=row[0],
        gemeente=row[1],
        gemeentenaam=row[2],
        zaak=row[3],
        postcode=row[4] or "",
        huisnummer=row[5],
        suffix=row[6] or "",
        naam_a=row[7] or "vernietigd",
        naam_b=row[8] or "vernietigd",
        trap_titel=_title(row[9]),
        bedrag_cent=row[10],
        ontstaan_op=row[11],
    )


def _title(trap: str) -> str:
    return TRAPPEN[trap].titel if trap in TRAPPEN else trap


@dataclass(frozen=True, slots=True, kw_only=True)
class Besluit:
    """A question about two signalen with, once it is given, the answer."""

    id: UUID
    naam_a: str
    naam_b: str
    trap_titel: str
    trap_zin: str
    zelfde: bool | None
    besloten_op: datetime | None
    besloten_door: str
    toelichting: str


def list_besluiten_of_zaak(*, zaak: UUID, gemeente: str, door: Actor, size: int = PAGE) -> list[Besluit]:
    """Return the first open questions of a zaak, and after them those that were answered."""
    check_zaak_of(zaak=zaak, gemeente=gemeente, door=door)
    rows = Persoonsvraag.objects.filter(zaak=zaak, gemeente=gemeente).order_by("id")
    # On a crowded address there are thousands; nobody needs more of them at once.
    return _decisions([*rows.filter(zelfde=None)[:size], *rows.exclude(zelfde=None)[:size]], gemeente)


def _decisions(rows: list[Persoonsvraag], gemeente: str) -> list[Besluit]:
    signalen = {s for row in rows for s in (row.signaal_a, row.signaal_b)}
    names = (
        {p.id: name_of(p) for p in SignaalPersoon.objects.filter(id__in=signalen, gemeente=gemeente)}
        if rows
        else {}
    )
    people = {row.besloten_door for row in rows if row.besloten_door}
    who = dict(Gebruiker.objects.filter(id__in=people).values_list("id", "naam")) if people else {}
    return [_decision(row, names, who) for row in rows]


def _decision(row: Persoonsvraag, names: dict[UUID, str], who: dict[UUID, str]) -> Besluit:
    trap = TRAPPEN.get(row.trap)
    return Besluit(
        id=row.id,
        naam_a=names.get(row.signaal_a, "vernietigd"),
        naam_b=names.get(row.signaal_b, "vernietigd"),
        trap_titel=trap.titel if trap else row.trap,
        trap_zin=trap.zin if trap else "",
        zelfde=row.zelfde,
        besloten_op=row.besloten_op,
        besloten_door=who.get(row.besloten_door, "") if row.besloten_door else "",
        toelichting=row.toelichting,
    )


def find_next_vraag(*, zaak: UUID, gemeente: str, door: Actor) -> UUID | None:
    """Return the oldest open question of a zaak, or none."""
    check_zaak_of(zaak=zaak, gemeente=gemeente, door=door)
    rows = Persoonsvraag.objects.filter(zaak=zaak, gemeente=gemeente, zelfde=None).order_by("id")
    return rows.values_list("id", flat=True).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kant:
    """One of the two signalen to compare, with what its partner wrote about the person."""

    partner: str
    partnertype: str
    type_vordering: str
    bedrag_cent: int
    achterstand_sinds: date
    aanleverdatum: date
    persoon: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """A question with both sides; `persoon` of a side is empty once it is destroyed."""

    besluit: Besluit
    zaak: UUID
    zaak_open: bool
    a: Kant
    b: Kant


PERSOONVELDEN: Final = (
    "voorletters", "tussenvoegsel", "achternaam", "geboortedatum", "bsn_verzegeld", "straat", "postcode", "huisnummer",
    "suffix", "woonplaats", "telefoon", "email",
)  # fmt: skip


def get_vergelijking(*, vraag: UUID, gemeente: str, door: Actor) -> Vergelijking:
    """Return a question with its two signalen. Raises DoesNotExist, and GeenToegang as for the zaak itself."""
    row = Persoonsvraag.objects.get(id=vraag, gemeente=gemeente)
    zaak = Zaak.objects.get(id=row.zaak_id, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=zaak.postvak, team=zaak.team)
    [besluit] = _decisions([row], gemeente)
    both = [row.signaal_a, row.signaal_b]
    links = Zaaksignaal.objects.filter(signaal__in=both, zaak=zaak.id, gemeente=gemeente)
    persons = SignaalPersoon.objects.filter(id__in=both, gemeente=gemeente)
    rows = persons.values("id", *PERSOONVELDEN)
    facts = {p["id"]: {**p, "bsn": open_bsn(p["bsn_verzegeld"])} for p in rows}
    sides = {
        link.signaal_id: _side(link, facts.get(link.signaal_id, {}))
        for link in links.select_related("signaal__partner")
    }
    return Vergelijking(besluit, zaak.id, zaak.status in OPEN, sides[row.signaal_a], sides[row.signaal_b])


def _side(link: Zaaksignaal, persoon: dict[str, Any]) -> Kant:
    signaal = link.signaal
    return Kant(
        partner=signaal.partner.naam,
        partnertype=signaal.partner.type,
        type_vordering=signaal.type_vordering,
        bedrag_cent=signaal.bedrag_cent,
        achterstand_sinds=signaal.achterstand_sinds,
        aanleverdatum=signaal.aanleverdatum,
        persoon=persoon,
    )
