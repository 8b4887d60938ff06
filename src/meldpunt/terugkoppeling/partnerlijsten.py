"""What a partner reads of its own stays, questions and messages: never of what lies behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from meldpunt.aanlevering.models import Partnerbericht, Signaal
from meldpunt.rules.opschorting import count_resterend
from meldpunt.terugkoppeling.queries import (
    PAGE,
    Bericht,
    Berichtfilter,
    Filter,
    Signaalregel,
    list_berichten,
    list_signalen,
)
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import get_own_partner

# The tabs of the two lists.
OPSCHORTINGEN: Final = {
    "lopend": "o.geeindigd_op IS NULL",
    "bevestigen": "o.geeindigd_op IS NULL AND o.bevestigd_op IS NULL",
    "verlenging": "o.geeindigd_op IS NULL AND o.verlenging_gevraagd_op IS NOT NULL"
    " AND o.verlenging_besloten_op IS NULL",
    "geeindigd": "o.geeindigd_op IS NOT NULL",
}
VRAGEN: Final = {"open": "n.beantwoord_op IS NULL", "beantwoord": "n.beantwoord_op IS NOT NULL"}
# Own rows with what they are about; what is filled in are constants of this module.
QUERY: Final = """
SELECT {columns}, g.naam, s.convenant, coalesce(p.klantnummer, ''), coalesce(p.referentie, ''), s.type_vordering,
       s.bedrag_cent, s.aanleverdatum
FROM meldpunt_{table}
JOIN meldpunt_gemeente g ON g.code = {t}.gemeente
JOIN meldpunt_signaal s ON s.id = {t}.signaal_id AND s.gemeente = {t}.gemeente
LEFT JOIN meldpunt_signaalpersoon p ON p.id = {t}.signaal_id AND p.gemeente = {t}.gemeente
WHERE {t}.partner_id = %(partner)s AND s.partner_id = %(partner)s AND s.overgenomen_van IS NULL AND {wanted}
ORDER BY {t}.id DESC LIMIT %(size)s
"""


@dataclass(frozen=True, slots=True)
class Opschortingregel:
    """One stay as its partner sees it; why more time is asked for stays with the municipality."""

    id: UUID
    signaal: UUID
    begin: date
    eind: date
    lengte: str
    grondslag: str
    bevestigd_op: datetime | None
    verlenging_tot: date | None
    verlenging_gevraagd_op: datetime | None
    verlenging_akkoord: bool | None
    geeindigd_op: date | None
    einde_reden: str
    gemeente: str
    convenant: str
    klantnummer: str
    referentie: str
    type_vordering: str
    bedrag_cent: int
    aanleverdatum: date

    @property
    def vraagt_verlenging(self) -> bool:
        """Say whether the partner must still agree or refuse."""
        return (
            self.geeindigd_op is None
            and self.verlenging_gevraagd_op is not None
            and self.verlenging_akkoord is None
        )

    def resterend(self, today: date) -> int:
        """Count the days that are left."""
        return count_resterend(eind=self.eind, geeindigd=self.geeindigd_op, today=today)


@dataclass(frozen=True, slots=True)
class Navraagregel:
    """One question to a partner about its own signaal."""

    id: UUID
    signaal: UUID
    gesteld_op: datetime
    antwoord_tot: date
    antwoord: str
    beantwoord_op: datetime | None
    gemeente: str
    convenant: str
    klantnummer: str
    referentie: str
    type_vordering: str
    bedrag_cent: int
    aanleverdatum: date


STAY_COLUMNS: Final = """o.id, o.signaal_id, o.begin, o.eind, o.lengte, o.grondslag, o.bevestigd_op, o.verlenging_tot,
       o.verlenging_gevraagd_op, o.verlenging_akkoord, o.geeindigd_op, o.einde_reden"""
QUESTION_COLUMNS: Final = "n.id, n.signaal_id, n.gesteld_op, n.antwoord_tot, n.antwoord, n.beantwoord_op"


def list_opschortingen(
    *,
    door: Actor,
    stand: str = "lopend",
    signaal: UUID | None = None,
    before: UUID | None = None,
    size: int = PAGE,
) -> list[Opschortingregel]:
    """Return a page of a partner's own stays in one state (every state for one signaal), newest first."""
    wanted = "TRUE" if signaal else OPSCHORTINGEN.get(stand, OPSCHORTINGEN["lopend"])
    rows = _read(
        "opschorting o",
        STAY_COLUMNS,
        wanted,
        partner=get_own_partner(door),
        signaal=signaal,
        before=before,
        size=size,
    )
    return [Opschortingregel(*row) for row in rows]


def list_navragen(
    *,
    door: Actor,
    stand: str = "open",
    signaal: UUID | None = None,
    before: UUID | None = None,
    size: int = PAGE,
) -> list[Navraagregel]:
    """Return a page of the questions to a partner in one state (every state for one signaal), newest first."""
    wanted = "TRUE" if signaal else VRAGEN.get(stand, VRAGEN["open"])
    rows = _read(
        "navraag n",
        QUESTION_COLUMNS,
        wanted,
        partner=get_own_partner(door),
        signaal=signaal,
        before=before,
        size=size,
    )
    return [Navraagregel(*row) for row in rows]


def _read(table: str, columns: str, wanted: str, **values: Any) -> list[tuple[Any, ...]]:
    alias = table[-1]
    if values["signaal"]:
        wanted += f" AND {alias}.signaal_id = %(signaal)s"
    if values["before"]:
        wanted += f" AND {alias}.id < %(before)s"
    query = QUERY.format(columns=columns, table=table, t=alias, wanted=wanted)
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class EigenBericht:
    """What the partner itself said about a signaal."""

    soort: str
    datum: date
    toelichting: str
    gemeld_op: datetime


@dataclass(frozen=True, slots=True)
class Signaaldossier:
    """Everything a partner reads about one of its own signalen."""

    signaal: Signaalregel
    berichten: list[Bericht]
    opschortingen: list[Opschortingregel]
    navragen: list[Navraagregel]
    eigen: list[EigenBericht]


def get_signaaldossier(*, signaal: UUID, door: Actor) -> Signaaldossier:
    """Return the page of one signaal. Raises Signaal.DoesNotExist also when it is another partner's."""
    found = list_signalen(door=door, keuze=Filter(signaal=signaal), size=1)
    if not found:
        raise Signaal.DoesNotExist("no signaal of this partner")
    own = Partnerbericht.objects.filter(partner=get_own_partner(door), signaal=signaal).order_by("-id")
    return Signaaldossier(
        found[0],
        list_berichten(door=door, keuze=Berichtfilter(signaal=signaal)),
        list_opschortingen(door=door, signaal=signaal),
        list_navragen(door=door, signaal=signaal),
        [EigenBericht(row.soort, row.datum, row.toelichting, row.gemeld_op) for row in own],
    )


def list_gekozen(*, door: Actor, sleutels: list[UUID]) -> list[Signaalregel]:
    """Return the own signalen among these keys, to confirm before something is said about them."""
    if not sleutels:
        return []
    return list_signalen(door=door, keuze=Filter(signalen=tuple(sleutels)), size=len(sleutels))
