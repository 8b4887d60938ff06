"""The zaken of the demo world as those who work on them see them, and who that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from meldpunt.demo.accounts import ACCOUNTS, Account
from meldpunt.demo.gemeenten import UITVOERDERS
from meldpunt.demo.kalender import NEDERLAND, make_toeval
from meldpunt.toegang.actor import Actor, system_actor

ZAKEN = """
SELECT z.id, z.gemeente, z.convenant, z.postvak, z.team, z.status, z.alles_herhaald, z.ontstaan_op,
       concat_ws(' ', p.postcode, p.huisnummer, p.suffix),
       (SELECT array_agg(DISTINCT k.persoon ORDER BY k.persoon) FROM meldpunt_zaaksignaal k
        WHERE k.zaak_id = z.id AND k.gemeente = z.gemeente),
       z.behandelaar
FROM meldpunt_zaak z
JOIN meldpunt_signaalpersoon p ON p.id = z.adressignaal AND p.gemeente = z.gemeente
WHERE z.status IN ('nieuw', 'in_behandeling', 'gesloten')
ORDER BY z.gemeente, z.convenant, p.postcode, p.huisnummer, p.suffix, z.ontstaan_op
"""


@dataclass(frozen=True, slots=True)
class Werkzaak:
    """What a plan needs to know of a zaak."""

    id: UUID
    gemeente: str
    convenant: str
    postvak: str
    team: str
    status: str
    herhaald: bool
    ontstaan_op: datetime
    adres: str
    personen: list[UUID]
    behandelaar: UUID | None

    @property
    def ontstaan(self) -> date:
        """The day on which the zaak came about."""
        return self.ontstaan_op.astimezone(NEDERLAND).date()


def list_werkzaken() -> list[Werkzaak]:
    """Return the zaken that somebody works or worked on, always in the same order."""
    with connection.cursor() as cursor:
        cursor.execute(ZAKEN)
        return [Werkzaak(*row) for row in cursor.fetchall()]


def find_account(zaak: Werkzaak) -> Account | None:
    """Find who works on a zaak: the team it was handed to, else somebody of its inbox; nobody in some places."""
    team = [a for a in ACCOUNTS if a.functies[0] == ("uitvoerder", "uitvoerder", zaak.team)]
    if team:
        return team[0]
    inbox = [
        a
        for a in ACCOUNTS
        if a.rol in {"behandelaar", "coordinator"} and any(f.partij == zaak.postvak for f in a.functies)
    ]
    # Coordinators leave the cases to their people where they have any.
    inbox = [a for a in inbox if a.rol == "behandelaar"] or inbox
    return make_toeval("behandelaar", zaak.adres).choice(inbox) if inbox else None


def actor_of(account: Account) -> Actor:
    """Return somebody at work in the own role."""
    functie = account.functies[0]
    gemeenten = tuple(f.partij for f in account.functies)
    for uitvoerder in UITVOERDERS:
        if uitvoerder.sleutel == functie.partij:
            gemeenten = uitvoerder.gemeenten
    return Actor(
        account.gebruiker, account.naam, functie.rol, functie.partijsoort, functie.partij, "web", gemeenten
    )


def coordinator_of(gemeente: str) -> Actor:
    """Return the coordinator of a municipality; the system where the demo world has none."""
    found = (a for a in ACCOUNTS if a.rol == "coordinator" and a.functies[0].partij == gemeente)
    account = next(found, None)
    return actor_of(account) if account else system_actor(herkomst="demo")
