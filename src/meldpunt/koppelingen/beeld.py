"""The connections as beheer sees them: how each stands, what waits, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q

from meldpunt.koppelingen.fouten import ZINNEN
from meldpunt.koppelingen.gegevens import MELDPUNT, Koppelinggegevens
from meldpunt.koppelingen.models import Koppeling, Koppelingstand
from meldpunt.koppelingen.queries import open_row
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_manage

LOOPT_AF: Final = timedelta(days=30)
HOOGSTENS: Final = 200
# What is wrong comes first.
VOLGORDE: Final = ("gevaar", "let_op", "goed", "neutraal")


@dataclass(frozen=True, slots=True)
class Koppelingregel:
    """One connection on the page; never a secret. Without `id` it is one that is set up elsewhere."""

    id: UUID | None
    sleutel: str
    naam: str
    soort: str
    gemeente: str
    server: str
    aan: bool
    toon: str
    badge: str
    uitleg: str
    code: str
    spoor: str
    laatst_gelukt_op: datetime | None
    weer_op: datetime | None
    wachtend: int
    wacht_sinds: datetime | None
    geteld_op: datetime | None


@dataclass(frozen=True, slots=True)
class Koppelingtelling:
    """How many connections are well, fail, and rest, and how much waits for them."""

    goed: int
    hapert: int
    rust: int
    wachtend: int


def list_koppelingen(*, door: Actor, now: datetime, zoek: str = "") -> list[Koppelingregel]:
    """Return the connections, what is wrong first; two hundred at most, `zoek` finds the others. Raises GeenToegang."""
    check_manage(door)
    stands = {stand.sleutel: stand for stand in _list_stands(zoek)}
    rows = list(_find_rows(zoek))
    # A stand of a row that `zoek` left out by its key, and rows whose stand it did: each is looked up by key.
    missing = [_sleutel(row) for row in rows if _sleutel(row) not in stands]
    stands |= {stand.sleutel: stand for stand in Koppelingstand.objects.filter(sleutel__in=missing)}
    lines = [_line(row, stands.pop(_sleutel(row), None), now=now) for row in rows]
    known = {(row.soort, row.gemeente_id or MELDPUNT) for row in rows}
    lines += [
        _line(None, stand, now=now)
        for sleutel, stand in stands.items()
        if tuple(sleutel.split(":", 1)) not in known
    ]
    lines.sort(key=lambda line: (VOLGORDE.index(line.toon), line.soort, line.gemeente, line.sleutel))
    return lines[:HOOGSTENS]


def count_koppelingen(*, now: datetime) -> Koppelingtelling:
    """Return how the connections stand together, for the health page."""
    stands = list(Koppelingstand.objects.values_list("mislukt_op_rij", "open_tot", "wachtend"))
    rest = sum(1 for _, until, _ in stands if until is not None and until > now)
    wrong = sum(1 for failed, until, _ in stands if failed and not (until is not None and until > now))
    return Koppelingtelling(len(stands) - rest - wrong, wrong, rest, sum(waiting for *_, waiting in stands))


def get_instelling(*, koppeling: UUID, door: Actor) -> Koppelinggegevens | None:
    """Return a connection as it was set up, for the form of beheer; none when it is not there. Raises GeenToegang."""
    check_manage(door)
    row = Koppeling.objects.filter(id=koppeling).first()
    return None if row is None else open_row(row)


def list_soorten() -> list[tuple[str, str]]:
    """Return the kinds of system that a connection can be to."""
    return list(Koppeling.Soort.choices)


def list_aanmeldingen() -> list[tuple[str, str]]:
    """Return the ways to make ourselves known."""
    return list(Koppeling.Aanmelding.choices)


def _find_rows(zoek: str) -> Iterable[Koppeling]:
    where = Q()
    for word in zoek.split():
        where &= Q(naam__icontains=word) | Q(soort__icontains=word) | Q(gemeente__naam__icontains=word)
    return Koppeling.objects.filter(where).select_related("gemeente").order_by("soort", "id")[:HOOGSTENS]


def _list_stands(zoek: str) -> Iterable[Koppelingstand]:
    where = Q()
    for word in zoek.split():
        where &= Q(naam__icontains=word) | Q(sleutel__icontains=word)
    return Koppelingstand.objects.filter(where).order_by("-mislukt_op_rij", "sleutel")[:HOOGSTENS]


def _sleutel(row: Koppeling) -> str:
    return f"{row.soort}:{row.gemeente_id or MELDPUNT}"


def _line(row: Koppeling | None, stand: Koppelingstand | None, *, now: datetime) -> Koppelingregel:
    stand = stand or Koppelingstand(sleutel=_sleutel(row) if row else "")
    soort = stand.sleutel.partition(":")[0]
    resting = stand.open_tot is not None and stand.open_tot > now
    toon, badge, uitleg = _judge(row, stand, resting=resting, now=now)
    troubled = bool(stand.laatste_code) and (resting or stand.mislukt_op_rij > 0)
    return Koppelingregel(
        id=row.id if row else None,
        sleutel=stand.sleutel,
        naam=row.naam if row else stand.naam or dict(list_soorten()).get(soort, soort),
        soort=dict(list_soorten()).get(soort, soort),
        gemeente=row.gemeente.naam if row and row.gemeente else "",
        server=urlsplit(row.adres).hostname or "" if row else "",
        aan=row.aan if row else True,
        toon=toon,
        badge=badge,
        uitleg=uitleg,
        code=f"koppeling_{stand.laatste_code}" if troubled else "",
        spoor=stand.laatste_spoor if troubled else "",
        laatst_gelukt_op=stand.laatst_gelukt_op,
        weer_op=stand.open_tot if resting else None,
        wachtend=stand.wachtend,
        wacht_sinds=stand.wacht_sinds,
        geteld_op=stand.geteld_op,
    )


def _judge(
    row: Koppeling | None, stand: Koppelingstand, *, resting: bool, now: datetime
) -> tuple[str, str, str]:
    """Return tone, word and what to do."""
    trouble = _sentence(stand.laatste_code)
    if row is not None and not row.aan:
        return "neutraal", "Uit", "Wat wacht, gaat weg zodra u de koppeling aanzet."
    if resting and stand.mislukt_op_rij == 0:
        return "let_op", "Wacht even", trouble
    if resting:
        return "gevaar", "In rust", trouble
    if stand.mislukt_op_rij:
        return "let_op", "Hapert", trouble
    ends = row.certificaat_tot if row else None
    if ends is not None and ends < now + LOOPT_AF:
        return "let_op", "Certificaat loopt af", "Vraag een nieuw certificaat aan en vul het in bij Wijzigen."
    if stand.laatst_gelukt_op is None:
        return "neutraal", "Nog niet gebruikt", "Probeer de koppeling uit."
    return "goed", "Werkt", "Alles in orde."


def _sentence(code: str) -> str:
    """Return what is wrong, without the code at its end: the page shows that apart."""
    return ZINNEN.get(code, "").rpartition(" [")[0]
