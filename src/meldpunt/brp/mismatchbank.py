"""Read the bench: what is to decide, one resident beside the candidates, what was decided and on which cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from django.db import connection

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.brp.mismatch import rank_personen
from meldpunt.brp.mismatchzegel import open_kandidaten, open_keuze
from meldpunt.brp.models import Mismatch
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.rules.brppersoon import BrpPersoon
from meldpunt.rules.mismatch import Beoordeling
from meldpunt.rules.naamverschil import is_bedrijfsnaam
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import check_decide_mismatch
from meldpunt.toegang.zichtbaar import scope_of

PAGE = 50
# Counted no further than this: who has more has enough to do.
TELGRENS = 100
Lijst = Literal["open", "later", "beslist"]


@dataclass(frozen=True, slots=True)
class Mismatchregel:
    """A line of the bench."""

    id: UUID
    gemeente: str
    gemeentenaam: str
    zaak: UUID
    naam: str
    postcode: str
    huisnummer: int | None
    suffix: str
    partner: str
    uitkomst: str
    aantal: int
    oorzaak: str
    besluit: str
    moment: datetime


FROM: Final = """
FROM meldpunt_mismatch m
JOIN meldpunt_zaak z ON z.id = m.zaak_id AND z.gemeente = m.gemeente
JOIN meldpunt_gemeente g ON g.code = m.gemeente
WHERE m.gemeente = ANY(%(gemeenten)s) AND z.status IN ('nieuw', 'in_behandeling') AND {scope} AND {stand}
"""
STANDEN: Final[dict[Lijst, str]] = {
    "open": "m.besluit = '' AND m.later_op IS NULL",
    "later": "m.besluit = '' AND m.later_op IS NOT NULL",
    "beslist": "m.besluit <> ''",
}
REGELS: Final = """
SELECT m.id, m.gemeente, m.gemeentenaam, m.zaak_id,
       concat_ws(' ', nullif(p.voorletters, ''), nullif(p.tussenvoegsel, ''), p.achternaam),
       coalesce(p.postcode, ''), p.huisnummer, coalesce(p.suffix, ''), s.naam, m.uitkomst, m.aantal_kandidaten,
       coalesce(nullif(m.oorzaak, ''), m.voorstel), m.besluit, coalesce(m.beslist_op, m.gemaakt_op)
FROM (SELECT m.*, g.naam AS gemeentenaam {from_} AND (%(na)s::uuid IS NULL OR m.id > %(na)s::uuid)
      ORDER BY m.id LIMIT %(size)s) m
JOIN meldpunt_signaalpartner s ON s.id = m.partner_id
LEFT JOIN meldpunt_signaalpersoon p ON p.id = m.persoon AND p.gemeente = m.gemeente
ORDER BY m.id
"""
VOLGENDE: Final = """
SELECT m.gemeente, m.id {from_} AND m.id <> %(na)s::uuid ORDER BY m.id < %(na)s::uuid, m.id LIMIT 1
"""
HOEVEEL: Final = "SELECT count(*) FROM (SELECT 1 {from_} LIMIT %(grens)s) a"
TELLING: Final = """
SELECT s.naam, s.type, m.oorzaak, count(*) FILTER (WHERE m.besluit = 'kandidaat'), count(*)
FROM meldpunt_mismatch m JOIN meldpunt_signaalpartner s ON s.id = m.partner_id
WHERE m.gemeente = ANY(%(gemeenten)s) AND m.besluit <> '' AND m.beslist_op >= %(sinds)s
GROUP BY s.naam, s.type, m.oorzaak ORDER BY s.naam, s.type, count(*) DESC, m.oorzaak
"""


def list_mismatches(
    *, door: Actor, lijst: Lijst = "open", na: UUID | None = None, size: int = PAGE
) -> list[Mismatchregel]:
    """Return a page of the bench of this actor, the oldest first."""
    sql = REGELS.format(from_=_from(door, lijst))
    return [Mismatchregel(*row) for row in _rows(sql, door, na=na, size=size)]


def find_next_mismatch(*, door: Actor, na: UUID) -> tuple[str, UUID] | None:
    """Return municipality and key of what to decide after this one, going round; none when nothing is left."""
    found = _rows(VOLGENDE.format(from_=_from(door, "open")), door, na=na)
    return found[0] if found else None


def count_open(*, door: Actor) -> int:
    """Return how many are to decide, counted no further than TELGRENS."""
    return int(_rows(HOEVEEL.format(from_=_from(door, "open")), door, grens=TELGRENS)[0][0])


@dataclass(frozen=True, slots=True)
class Oorzaaktelling:
    """How often a cause was counted with a partner, and of how many somebody was found all the same."""

    partner: str
    partnertype: str
    oorzaak: str
    gevonden: int
    aantal: int


def count_oorzaken(*, door: Actor, sinds: date) -> list[Oorzaaktelling]:
    """Return the counts per partner and cause of what was decided since a day in the coordinator's municipalities."""
    if door.rol != "coordinator":
        return []
    return [Oorzaaktelling(*row) for row in _rows(TELLING, door, sinds=sinds)]


@dataclass(frozen=True, slots=True)
class Kandidaatbeeld:
    """One candidate beside the signaal, with the number of its key."""

    nummer: int
    persoon: BrpPersoon
    beoordeling: Beoordeling


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatchbeeld:
    """One resident whom the registry did not find alone; `persoon` is empty once it is destroyed."""

    id: UUID
    gemeente: str
    zaak: UUID
    zaak_open: bool
    uitkomst: str
    voorstel: str
    persoon: dict[str, Any]
    bedrijf: bool
    signalen: tuple[tuple[str, str, str, int, date], ...]
    kandidaten: tuple[Kandidaatbeeld, ...]
    gewist: bool
    later_op: datetime | None
    besluit: str
    oorzaak: str
    gekozen: int | None
    beslist_op: datetime | None
    beslist_door: str


PERSOONVELDEN: Final = (
    "voorletters", "tussenvoegsel", "achternaam", "geboortedatum", "straat", "postcode", "huisnummer", "suffix",
    "woonplaats",
)  # fmt: skip


def get_mismatch(*, mismatch: UUID, gemeente: str, door: Actor) -> Mismatchbeeld:
    """Return one mismatch with its candidates, the likeliest first. Raises DoesNotExist and GeenToegang."""
    row = Mismatch.objects.get(id=mismatch, gemeente=gemeente)
    zaak = Zaak.objects.get(id=row.zaak_id, gemeente=gemeente)
    check_decide_mismatch(door, gemeente=gemeente, postvak=zaak.postvak, team=zaak.team)
    asked = SignaalPersoon.objects.filter(id=row.persoon, gemeente=gemeente).first()
    shown = _candidates(row, asked)
    chosen = open_keuze(row.keuze_verzegeld)
    return Mismatchbeeld(
        id=row.id,
        gemeente=gemeente,
        zaak=zaak.id,
        zaak_open=zaak.status in OPEN,
        uitkomst=row.uitkomst,
        voorstel=row.voorstel,
        persoon={name: getattr(asked, name) for name in PERSOONVELDEN} if asked else {},
        bedrijf=asked is not None and is_bedrijfsnaam(asked.achternaam),
        signalen=_signalen(row),
        kandidaten=shown,
        gewist=bool(row.aantal_kandidaten and not row.kandidaten_verzegeld),
        later_op=row.later_op,
        besluit=row.besluit,
        oorzaak=row.oorzaak,
        gekozen=next((one.nummer for one in shown if one.persoon.bsn == chosen), None),
        beslist_op=row.beslist_op,
        beslist_door=_name_of(row.beslist_door),
    )


def _candidates(row: Mismatch, asked: SignaalPersoon | None) -> tuple[Kandidaatbeeld, ...]:
    """Return the candidates by the number under which they were kept: that is the order of looking."""
    personen = open_kandidaten(row.kandidaten_verzegeld)
    if asked is None:
        return ()
    judged = {one.nummer: one for one in rank_personen(asked, personen)}
    return tuple(Kandidaatbeeld(place + 1, one, judged[place]) for place, one in enumerate(personen))


def _signalen(row: Mismatch) -> tuple[tuple[str, str, str, int, date], ...]:
    links = Zaaksignaal.objects.filter(gemeente=row.gemeente_id, zaak=row.zaak_id, persoon=row.persoon)
    return tuple(
        (s.partner.naam, s.partner.type, s.type_vordering, s.bedrag_cent, s.achterstand_sinds)
        for s in (link.signaal for link in links.select_related("signaal__partner").order_by("signaal"))
    )


def _name_of(gebruiker: UUID | None) -> str:
    if gebruiker is None:
        return ""
    return Gebruiker.objects.filter(id=gebruiker).values_list("naam", flat=True).first() or ""


def _from(door: Actor, lijst: Lijst) -> str:
    return FROM.format(scope=scope_of(door), stand=STANDEN[lijst])


def _rows(sql: str, door: Actor, **values: UUID | date | int | None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"gemeenten": list(door.gemeenten), "partij": door.partij, **values})
        return list(cursor.fetchall())
