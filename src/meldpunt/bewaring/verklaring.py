"""The certificate of destruction of a month: made of the ledger, signed, kept, and checked against the ledger."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import typst
from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.bewaring.grootboek import list_breuken
from meldpunt.bewaring.models import Vernietiging, Vernietigingsverklaring
from meldpunt.bewaring.ondertekening import Handtekening, read_handtekening, sign_pdf
from meldpunt.partijen.models import Gemeente
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.datum import add_months
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_destroy, check_supervise_privacy

SJABLOON: Final = Path(__file__).with_suffix(".typ")
MAANDEN: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september"),
    *("oktober", "november", "december"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verklaringregel:
    """One certificate for the screen."""

    id: UUID
    gemeente: str
    maand: date
    nummers: int
    gemaakt_op: datetime


@dataclass(frozen=True, slots=True)
class Controle:
    """What checking a certificate found."""

    klopt: bool
    zinnen: tuple[str, ...]


@transaction.atomic
def make_verklaring(*, gemeente: str, maand: date, door: Actor, now: datetime) -> Vernietigingsverklaring:
    """Make and keep the signed certificate of a month; the one that is there is given while the ledger did not grow."""
    check_destroy(door, gemeente=gemeente)
    first = maand.replace(day=1)
    lines = _list_lines(gemeente, first)
    last = lines[-1].nummer if lines else 0
    made = Vernietigingsverklaring.objects.filter(gemeente=gemeente, maand=first, laatste_nummer=last).first()
    if made is not None:
        return made
    pdf = sign_pdf(_write_pdf(gemeente, first, lines, now=now), reden="Verklaring van vernietiging")
    row = Vernietigingsverklaring.objects.create(
        gemeente_id=gemeente,
        maand=first,
        laatste_nummer=last,
        pdf=pdf,
        gemaakt_op=now,
        gemaakt_door=door.gebruiker,
    )
    record(
        "verklaring_gemaakt",
        objectsoort="vernietigingsverklaring",
        object=row.id,
        gemeente=gemeente,
        door=door,
        now=now,
        doel="verantwoording",
        waarden={"maand": first.isoformat(), "regels": len(lines)},
    )
    return row


def make_due_verklaringen(*, door: Actor, now: datetime) -> int:
    """Make the certificate of last month for every municipality that destroyed something then; return how many."""
    last = add_months(timezone.localdate(now).replace(day=1), -1)
    begin, end = _bounds(last)
    had = Vernietiging.objects.filter(vernietigd_op__gte=begin, vernietigd_op__lt=end)
    done = Vernietigingsverklaring.objects.filter(maand=last).values("gemeente")
    due = had.exclude(gemeente__in=done).values_list("gemeente", flat=True).distinct()
    for gemeente in sorted(set(due)):
        make_verklaring(gemeente=gemeente, maand=last, door=door, now=now)
    return len(set(due))


def list_verklaringen(*, gemeenten: Sequence[str], door: Actor) -> list[Verklaringregel]:
    """Return the certificates of the actor's municipalities, newest first. Raises GeenToegang."""
    check_supervise_privacy(door)
    rows = Vernietigingsverklaring.objects.filter(gemeente__in=set(gemeenten) & set(door.gemeenten))
    newest = rows.defer("pdf").order_by("-maand", "gemeente", "-laatste_nummer")[:60]
    return [
        Verklaringregel(row.id, row.gemeente_id, row.maand, row.laatste_nummer, row.gemaakt_op)
        for row in newest
    ]


def read_verklaring(*, verklaring: UUID, gemeente: str, door: Actor) -> bytes:
    """Return a certificate as it was given out. Raises GeenToegang and DoesNotExist."""
    check_destroy(door, gemeente=gemeente)
    return bytes(Vernietigingsverklaring.objects.get(id=verklaring, gemeente=gemeente).pdf)


def check_verklaring(pdf: bytes) -> Controle:
    """Say whether the signature holds, and whether the ledger still says what the certificate says."""
    signed = read_handtekening(pdf)
    if not signed.klopt:
        return Controle(klopt=False, zinnen=(signed.zin,))
    ledger = _check_ledger(signed)
    broken = tuple(
        f"Gemeente {one.gemeente}, regel {one.nummer}: {one.zin}. [logboek_gebroken]"
        for one in list_breuken()
    )
    return Controle(klopt=ledger[0] and not broken, zinnen=(signed.zin, ledger[1], *broken))


def _check_ledger(signed: Handtekening) -> tuple[bool, str]:
    marks = dict(part.strip().split("=", 1) for part in signed.trefwoorden.split(",") if "=" in part)
    if "zegel" not in marks:
        return False, "Dit is geen verklaring van vernietiging. [geen_verklaring]"
    if marks["nummer"] == "0":
        return True, "In deze maand is niets vernietigd."
    there = Vernietiging.objects.filter(
        gemeente=marks["gemeente"], nummer=int(marks["nummer"]), zegel=marks["zegel"]
    )
    if not there.exists():
        return False, "Het vernietigingslogboek zegt iets anders dan deze verklaring. [logboek_anders]"
    return True, f"Het vernietigingslogboek zegt hetzelfde, tot en met regel {marks['nummer']}."


def _list_lines(gemeente: str, first: date) -> list[Vernietiging]:
    begin, end = _bounds(first)
    rows = Vernietiging.objects.filter(gemeente=gemeente, vernietigd_op__gte=begin, vernietigd_op__lt=end)
    return list(rows.order_by("nummer"))


def _bounds(first: date) -> tuple[datetime, datetime]:
    after = add_months(first, 1)
    return tuple(timezone.make_aware(datetime(d.year, d.month, 1)) for d in (first, after))  # type: ignore[return-value]  # noqa: DTZ001


def _write_pdf(gemeente: str, first: date, lines: Sequence[Vernietiging], *, now: datetime) -> bytes:
    naam = Gemeente.objects.get(code=gemeente).naam
    zegel = lines[-1].zegel if lines else "geen"
    nummer = lines[-1].nummer if lines else 0
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(line.aantallen)
    content: dict[str, Any] = {
        "gemeente": naam,
        "code": gemeente,
        "maand": f"{MAANDEN[first.month - 1]} {first.year}",
        "personen": sum(len(line.signalen) for line in lines),
        "regels": [_row(line) for line in lines],
        "tabellen": [{"naam": key, "aantal": count} for key, count in sorted(counts.items())],
        "zegel": zegel,
        "opgemaakt": timezone.localtime(now).strftime("%d-%m-%Y, %H:%M"),
        "kenmerken": [f"gemeente={gemeente}", f"maand={first:%Y-%m}", f"nummer={nummer}", f"zegel={zegel}"],
    }
    pdf = typst.compile(
        str(SJABLOON),
        root=str(SJABLOON.parent),
        sys_inputs={"verklaring": json.dumps(content, ensure_ascii=False)},
        format="pdf",
        ignore_system_fonts=True,
        timestamp=int(now.astimezone(UTC).timestamp()),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave pages instead of one file")
    return pdf


def _row(line: Vernietiging) -> dict[str, Any]:
    stage = f", {line.stadium.replace('_', ' ')}" if line.stadium else ""
    titel = f" ({get_convenant(line.convenant).titel}{stage})" if line.convenant else ""
    return {
        "nummer": line.nummer,
        "op": timezone.localtime(line.vernietigd_op).strftime("%d-%m-%Y"),
        "waarom": f"{line.get_grond_display()}{titel}",
        "artikel": f"art. {line.artikel}" if line.artikel and line.artikel[0].isdigit() else line.artikel,
        "personen": len(line.signalen),
        "rijen": sum(line.aantallen.values()),
    }
