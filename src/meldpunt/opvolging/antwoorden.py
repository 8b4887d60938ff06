"""What residents answer with the code of a letter or card: it lands on the zaak, and a person acts on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import AANBOD
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Bewonersantwoord
from meldpunt.rules.antwoorden import Antwoord, find_gronden, list_beldagen, read_telefoon
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import check_answer, check_see_zaak
from meldpunt.toegang.weigering import Weigering

MARKERING: Final = "inwoner_antwoordde"
TWEEDE_DRUK: Final = timedelta(minutes=10)
_OPEN: Final = Q(verwerkt_op=None, vervangen_op=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Antwoordbeeld:
    """An answer as the zaak shows it; `persoon` is as in Zaaksignaal, none when the code was for the address."""

    id: UUID
    persoon: UUID | None
    soort: str
    dag: date | None
    dagdeel: str
    telefoon: str
    opmerking: str
    ontvangen_op: datetime
    verwerkt_op: datetime | None
    verwerkt_door: str
    vervangen_op: datetime | None

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to act on it."""
        return self.verwerkt_op is None and self.vervangen_op is None


@transaction.atomic
def record_antwoord(  # noqa: PLR0913 - an act with whose answer it is
    *, zaak: UUID, gemeente: str, persoon: UUID | None, antwoord: Antwoord, door: Actor, now: datetime
) -> UUID:
    """Put an answer on its zaak, open or closed, in the place of an earlier one; the same answer twice is one.

    Raises Weigering with the grounds when it cannot be taken, GeenToegang when it does not come by the reply page.
    """
    check_answer(door)
    gronden = find_gronden(antwoord, dagen=list_beldagen(localdate(now)))
    if gronden:
        raise Weigering(f"Het antwoord kan zo niet. [{', '.join(gronden)}]")
    row = Zaak.objects.select_for_update().get(id=zaak, gemeente=gemeente)
    values = _values_of(antwoord)
    answers = Bewonersantwoord.objects.filter(gemeente=gemeente, zaak=row, persoon=persoon)
    latest = answers.order_by("-ontvangen_op", "-id").first()
    if latest and _is_repeat(latest, values, now=now):
        return latest.id
    replaced = answers.filter(_OPEN).update(vervangen_op=now)
    new = Bewonersantwoord.objects.create(
        gemeente_id=gemeente, zaak=row, persoon=persoon, ontvangen_op=now, **values
    )
    _bring_up(row)
    told = {"antwoord": str(new.id), "soort": new.soort, "vervangt": bool(replaced)}
    _log("antwoord_ontvangen", row, door=door, now=now, waarden=told)
    return new.id


def _is_repeat(latest: Bewonersantwoord, values: Mapping[str, str], *, now: datetime) -> bool:
    """Say whether this answer stands there already: one that was acted on counts only for a second press."""
    same = all(getattr(latest, name) == value for name, value in values.items())
    return same and (latest.verwerkt_op is None or now - latest.ontvangen_op < TWEEDE_DRUK)


def _values_of(antwoord: Antwoord) -> dict[str, str]:
    return {
        "soort": antwoord.soort,
        "dag": antwoord.dag.isoformat() if antwoord.dag else "",
        "dagdeel": antwoord.dagdeel,
        "telefoon": read_telefoon(antwoord.telefoon) or "",
        "opmerking": antwoord.opmerking.strip(),
    }


def _bring_up(row: Zaak) -> None:
    """Make a zaak unread and marked; who waited for a reaction waits no longer."""
    row.gezien_op, row.wacht_tot, row.wachtreden = None, None, ""
    row.markeringen = [*(m for m in row.markeringen if m != MARKERING), MARKERING]
    row.save(update_fields=["gezien_op", "wacht_tot", "wachtreden", "markeringen"])


@transaction.atomic
def process_antwoord(
    *, antwoord: UUID, zaak: UUID, gemeente: str, door: Actor, now: datetime
) -> Antwoordbeeld:
    """Mark an answer as acted on and return it. Raises Weigering when that was done or it was replaced."""
    row = Zaak.objects.select_for_update().get(id=zaak, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=row.postvak, team=row.team)
    answers = Bewonersantwoord.objects.filter(gemeente=gemeente, zaak=row)
    found = answers.get(id=antwoord)
    if not answers.filter(_OPEN, id=antwoord).update(verwerkt_op=now, verwerkt_door=door.gebruiker):
        raise Weigering(
            "Dit antwoord is al verwerkt, of de inwoner gaf intussen een nieuw antwoord. Bekijk wat er nu staat. "
            "[antwoord_gedaan]"
        )
    if not answers.filter(_OPEN).exists():
        row.markeringen = [m for m in row.markeringen if m != MARKERING]
        row.save(update_fields=["markeringen"])
    told = {"antwoord": str(antwoord), "soort": found.soort}
    _log("antwoord_verwerkt", row, door=door, now=now, waarden=told)
    return _show(found, {})


def list_antwoorden(*, zaak: UUID, gemeente: str) -> list[Antwoordbeeld]:
    """Return every answer on a zaak, the newest first."""
    rows = list(
        Bewonersantwoord.objects.filter(gemeente=gemeente, zaak=zaak).order_by("-ontvangen_op", "-id")
    )
    people = {row.verwerkt_door for row in rows if row.verwerkt_door}
    names = dict(Gebruiker.objects.filter(id__in=people).values_list("id", "naam")) if people else {}
    return [_show(row, names) for row in rows]


def list_open_antwoorden(zaken: Sequence[tuple[str, UUID]]) -> dict[UUID, list[Antwoordbeeld]]:
    """Return the answers that wait for somebody, per zaak (municipality, key), the newest first.

    One query; a zaak without them is not in it. It is for the contact plan: soort, dag and dagdeel change it.
    """
    found: dict[UUID, list[Antwoordbeeld]] = defaultdict(list)
    if not zaken:
        return {}
    wanted = set(zaken)
    rows = Bewonersantwoord.objects.filter(
        _OPEN, gemeente__in={gemeente for gemeente, _ in zaken}, zaak__in=[zaak for _, zaak in zaken]
    )
    for row in rows.order_by("-ontvangen_op", "-id"):
        if (row.gemeente_id, row.zaak_id) in wanted:
            found[row.zaak_id].append(_show(row, {}))
    return dict(found)


def find_laatste_soort(*, zaak: UUID, gemeente: str, persoon: UUID | None) -> str | None:
    """Return the kind of the latest answer of a resident: the reply page shows that, and nothing else of it."""
    rows = Bewonersantwoord.objects.filter(gemeente=gemeente, zaak=zaak, persoon=persoon)
    return rows.order_by("-ontvangen_op", "-id").values_list("soort", flat=True).first()


def _show(row: Bewonersantwoord, names: dict[UUID, str]) -> Antwoordbeeld:
    return Antwoordbeeld(
        id=row.id,
        persoon=row.persoon,
        soort=row.soort,
        dag=date.fromisoformat(row.dag) if row.dag else None,
        dagdeel=row.dagdeel,
        telefoon=row.telefoon,
        opmerking=row.opmerking,
        ontvangen_op=row.ontvangen_op,
        verwerkt_op=row.verwerkt_op,
        verwerkt_door=names.get(row.verwerkt_door, "") if row.verwerkt_door else "",
        vervangen_op=row.vervangen_op,
    )


def _log(handeling: str, row: Zaak, *, door: Actor, now: datetime, waarden: Mapping[str, object]) -> None:
    record(
        handeling,
        objectsoort="zaak",
        object=row.id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel=AANBOD,
        waarden=dict(waarden),
    )
