"""Read what was done for a zaak: attempts, and everything that happened as one line of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Matchrun, Zaak, Zaaksignaal
from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld
from meldpunt.opvolging.models import Contactpoging
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import check_see_gemeente
from meldpunt.toegang.zichtbaar import scope_of


@dataclass(frozen=True, slots=True)
class Pogingstand:
    """How often it was tried, and the first day somebody was reached, written to, and called after that."""

    aantal: int
    bereikt_op: date | None
    brief_op: date | None = None
    gebeld_op: date | None = None


GEEN: Final = Pogingstand(0, None)
STAND = """
SELECT p.zaak_id, count(*), min(p.datum) FILTER (WHERE p.bereikt),
       min(p.datum) FILTER (WHERE p.soort = 'Brief'),
       array_agg(p.datum ORDER BY p.datum) FILTER (WHERE p.soort = 'Telefoon')
FROM unnest(%(gemeenten)s::varchar[], %(zaken)s::uuid[]) AS g(code, zaak)
JOIN meldpunt_zaak z ON z.id = g.zaak AND z.gemeente = g.code
JOIN meldpunt_contactpoging p ON p.zaak_id = z.id AND p.gemeente = z.gemeente
WHERE {scope}
GROUP BY p.zaak_id
"""


def count_pogingen(zaken: Sequence[tuple[str, UUID]], *, door: Actor) -> dict[UUID, Pogingstand]:
    """Count the attempts for each of these zaken (municipality, key); one without attempts is not in it.

    Nor is one that is not the actor's. Raises GeenToegang for another's municipality.
    """
    if not zaken:
        return {}
    for gemeente in {gemeente for gemeente, _ in zaken}:
        check_see_gemeente(door, gemeente=gemeente)
    keys: dict[str, Any] = {
        "gemeenten": [gemeente for gemeente, _ in zaken],
        "zaken": [zaak for _, zaak in zaken],
    }
    with connection.cursor() as cursor:
        cursor.execute(STAND.format(scope=scope_of(door)), {**keys, "partij": door.partij})
        return {
            zaak: Pogingstand(aantal, bereikt, brief, _first_after(brief, calls or ()))
            for zaak, aantal, bereikt, brief, calls in cursor.fetchall()
        }


def _first_after(brief: date | None, calls: Sequence[date]) -> date | None:
    return next((call for call in calls if brief is not None and call >= brief), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gebeurtenis:
    """Something that happened in a zaak; `soort` names it, the rest is what the line of time shows."""

    soort: str
    moment: datetime
    door: str = ""
    tekst: str = ""
    naam: str = ""
    bereikt: bool | None = None
    dag: date | None = None
    dagdeel: str = ""
    waarden: dict[str, Any] | None = None


# What the log tells about a zaak; looking is not an event of the zaak.
HANDELINGEN: Final = (
    "zaak_opgepakt",
    "zaak_overgenomen",
    "zaak_toegewezen",
    "zaak_overgedragen",
    "zaak_gesloten",
    "zaak_heropend",
    "navraag_gesteld",
    "verlenging_gevraagd",
    "bedreigend_vastgesteld",
    "bedreigend_ingetrokken",
    "antwoord_ontvangen",
    "antwoord_verwerkt",
    "trajectstap_vastgelegd",
    "trajectstap_vervallen",
    "brp_bevraagd",
    "brp_opnieuw_gevraagd",
    "controle_gezet",
    "controle_opgeheven",
    # of correspondentie
    "bericht_gemaakt",
    "bericht_ingetrokken",
    "bericht_mislukt",
    # of werkdag
    "zaak_verplaatst",
    "zaak_aangehouden",
    "zaak_hervat",
    "zaak_terug_van_wacht",
    "overdracht_aangeboden",
    "overdracht_aanvaard",
    "overdracht_geweigerd",
    "overdracht_ingetrokken",
    "overdracht_ontvangen",
)

# Who did it when no account did: a resident by the reply page, else the meldpunt by itself.
NIEMAND: Final = {"inwoner": "Inwoner"}


def list_gebeurtenissen(zaak: Zaakbeeld, personen: Sequence[Persoonbeeld]) -> list[Gebeurtenis]:
    """Return everything that happened in a zaak, the newest first."""
    # A key that was kept before two turned out to be one is that of another signaal of the same person.
    named = {s.id: p.naam for p in personen for s in p.signalen} if len(personen) > 1 else {}
    found = [
        *_arrivals(personen),
        *_runs(zaak),
        *_acts(zaak, named),
        *_pogingen(zaak, named),
    ]
    return sorted(found, key=lambda g: g.moment, reverse=True)


def _arrivals(personen: Sequence[Persoonbeeld]) -> Iterable[Gebeurtenis]:
    for persoon in personen:
        for signaal in persoon.signalen:
            facts = {"bedrag_cent": signaal.bedrag_cent, "type": signaal.type_vordering, "voor": persoon.naam}
            late = "signaal_later" if signaal.later_toegevoegd else "signaal"
            yield Gebeurtenis(soort=late, moment=signaal.ontvangen_op, door=signaal.partner, waarden=facts)
            if signaal.ingetrokken_op:
                yield Gebeurtenis(
                    soort="ingetrokken", moment=signaal.ingetrokken_op, door=signaal.partner, waarden=facts
                )
            if signaal.afgemeld_op:
                said = {**facts, "reden": signaal.afmeldreden}
                yield Gebeurtenis(
                    soort="partner_meldde", moment=signaal.afgemeld_op, door=signaal.partner, waarden=said
                )


def _runs(zaak: Zaakbeeld) -> Iterable[Gebeurtenis]:
    keys = Zaaksignaal.objects.filter(zaak=zaak.id, gemeente=zaak.gemeente).values("run")
    runs = Matchrun.objects.filter(id__in=keys, gemeente=zaak.gemeente).order_by("gestart_op", "id")
    # Later automatic runs only brought signalen, and those stand there themselves.
    for run in (run for place, run in enumerate(runs) if place == 0 or run.soort != "automatisch"):
        yield Gebeurtenis(
            soort=f"run_{run.soort}",
            moment=run.gestart_op,
            waarden={"maand": run.maand, "convenant": run.convenant, "versie": run.versie},
        )


def _acts(zaak: Zaakbeeld, persons: dict[UUID, str]) -> Iterable[Gebeurtenis]:
    rows = list(
        Logregel.objects.filter(
            objectsoort="zaak", object=str(zaak.id), gemeente=zaak.gemeente, handeling__in=HANDELINGEN
        ).order_by("id")
    )
    people = {row.gebruiker for row in rows if row.gebruiker}
    people |= {UUID(row.waarden["aan"]) for row in rows if row.handeling == "zaak_toegewezen"}
    names = _names(people)
    reopened = [row.id for row in rows if row.handeling == "zaak_heropend"]
    threats = [row.id for row in rows if row.handeling.startswith("bedreigend_")]
    for row in rows:
        # The log holds no words of people: the reason stands with the zaak, that of the last time.
        reason = {"reden": _find_heropenreden(zaak)} if reopened and row.id == reopened[-1] else {}
        if threats and row.id == threats[-1]:
            reason = {"reden": zaak.bedreigend_toelichting}
        given = names.get(UUID(row.waarden["aan"]), "") if row.handeling == "zaak_toegewezen" else ""
        if about := row.waarden.get("persoon"):
            given = persons.get(UUID(about), "")
        yield Gebeurtenis(
            soort=row.handeling,
            moment=row.tijd,
            door=names.get(row.gebruiker, "Meldpunt")
            if row.gebruiker
            else NIEMAND.get(row.herkomst, "Meldpunt"),
            naam=given,
            waarden={**row.waarden, **reason},
        )


def _find_heropenreden(zaak: Zaakbeeld) -> str:
    found = (
        Zaak.objects.filter(id=zaak.id, gemeente=zaak.gemeente).values_list("heropenreden", flat=True).first()
    )
    return found or ""


def _pogingen(zaak: Zaakbeeld, persons: dict[UUID, str]) -> Iterable[Gebeurtenis]:
    rows = list(Contactpoging.objects.filter(zaak=zaak.id, gemeente=zaak.gemeente).order_by("id"))
    names = _names({row.vastgelegd_door for row in rows if row.vastgelegd_door})
    for row in rows:
        yield Gebeurtenis(
            soort="contactpoging",
            moment=row.vastgelegd_op,
            door=names.get(row.vastgelegd_door, "") if row.vastgelegd_door else "",
            tekst=row.notitie,
            naam=persons.get(row.persoon, "") if row.persoon else "",
            bereikt=row.bereikt,
            dag=row.datum,
            dagdeel=row.dagdeel,
            waarden={"soort": row.soort},
        )


def _names(keys: Iterable[UUID]) -> dict[UUID, str]:
    wanted = list(keys)
    return dict(Gebruiker.objects.filter(id__in=wanted).values_list("id", "naam")) if wanted else {}
