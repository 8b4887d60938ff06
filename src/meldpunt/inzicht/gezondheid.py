"""Whether the meldpunt itself is well: database, worker, queue, deliveries, disk; each line says how to mend it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.audit.ankers import has_ankersleutel
from meldpunt.audit.controle import Logstand, find_logstand
from meldpunt.audit.verzending import list_achter
from meldpunt.koppelingen.beeld import count_koppelingen

STIL_NA: Final = timedelta(minutes=3)
WACHT_NA: Final = timedelta(minutes=10)
LOG_NA: Final = timedelta(days=2)
MINSTE_VERSIE: Final = 15
JOBS = "SELECT status::text, task_name, count(*) FROM procrastinate_jobs GROUP BY status, task_name"
ALLES_TEGELIJK: Final = 1000
OLDEST_JOB = """
SELECT min(e.at) FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id
WHERE j.status = 'todo' AND e.type = 'deferred' AND (j.scheduled_at IS NULL OR j.scheduled_at <= %s)
"""


@dataclass(frozen=True, slots=True)
class Meting:
    """One thing that was looked at: what it is now, whether that is well, and what to do when it is not."""

    naam: str
    waarde: str
    toon: str
    uitleg: str
    code: str


def list_metingen(*, now: datetime, folder: Path) -> list[Meting]:
    """Measure everything; `folder` is where the data of the installation lives."""
    counted = _achterstand(now)
    return [
        _database(),
        _worker(now),
        *_jobs(now),
        *_deliveries(now),
        *_messages(counted),
        *_follow_up(counted),
        *_log(now),
        _connections(now),
        _disk(folder),
    ]


def _meting(naam: str, waarde: str, oordeel: str, mend: str, code: str) -> Meting:
    return Meting(naam, waarde, oordeel, "Alles in orde." if oordeel == "goed" else mend, code)


def _database() -> Meting:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('server_version_num')::int")
        text, number = cursor.fetchone()
    mend = f"Deze database is ouder dan PostgreSQL {MINSTE_VERSIE}. Laat de server bijwerken."
    return _meting(
        "Database",
        f"PostgreSQL {text}",
        "goed" if number >= MINSTE_VERSIE * 10_000 else "gevaar",
        mend,
        "database",
    )


def _worker(now: datetime) -> Meting:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        (last,) = cursor.fetchone()
    mend = (
        "Er verwerkt nu niemand aanleveringen. Start opnieuw met 'make start', of alleen de werker met "
        "'meldpunt procrastinate worker'. Er gaat niets verloren: wat wacht, wordt dan opgepakt."
    )
    if last is None:
        return _meting("Werker", "geen gezien", "gevaar", mend, "werker_weg")
    seconds = max(0, round((now - last).total_seconds()))
    alive = now - last <= STIL_NA
    ago = f"{seconds} seconden" if seconds < 120 else f"{seconds // 60} minuten"
    return _meting(
        "Werker", f"teken van leven {ago} geleden", "goed" if alive else "gevaar", mend, "werker_weg"
    )


def _jobs(now: datetime) -> Iterator[Meting]:
    with connection.cursor() as cursor:
        cursor.execute(JOBS)
        rows = cursor.fetchall()
        counted: Counter[str] = Counter()
        for status, _, number in rows:
            counted[status] += number
        cursor.execute(OLDEST_JOB, [now])
        (oldest,) = cursor.fetchone()
    late = oldest is not None and now - oldest > WACHT_NA
    yield _meting(
        "Taken die wachten",
        str(counted["todo"]),
        "let_op" if late else "goed",
        "De oudste taak wacht langer dan tien minuten. Kijk of de werker draait.",
        "taken_wachten",
    )
    failed = counted["failed"]
    names = sorted(f"{task} {number}" for status, task, number in rows if status == "failed")
    yield _meting(
        "Mislukte taken",
        f"{failed} ({', '.join(names)})" if names else "0",
        "let_op" if failed else "goed",
        "De ronde van elke minuut pakt het werk zelf weer op, en een stap die mislukt, houdt de andere niet tegen. "
        "Blijft het getal groeien, lees dan het logboek van de werker ('stap_mislukt') en meld de fout.",
        "taken_mislukt",
    )


def _deliveries(now: datetime) -> Iterator[Meting]:
    waiting = Aanlevering.objects.filter(status="ontvangen")
    late = waiting.filter(ontvangen_op__lt=now - WACHT_NA).count()
    yield _meting(
        "Aanleveringen in verwerking",
        str(waiting.count()),
        "gevaar" if late else "goed",
        f"{late} wachten langer dan tien minuten. Start de werker; de aanlevering is heel of er niet.",
        "aanlevering_wacht",
    )
    stuck = Aanlevering.objects.filter(
        Q(status="verwerkt", gematcht_op=None, verwerkt_op__lt=now - WACHT_NA)
        | Q(status="ingetrokken", intrekking_verwerkt_op=None, ingetrokken_op__lt=now - WACHT_NA)
    ).count()
    yield _meting(
        "Aanleveringen die niet bij de gemeente komen",
        str(stuck),
        "gevaar" if stuck else "goed",
        "Ze zijn bewaard, maar de matching of het intrekken lukt al tien minuten niet. De ronde van elke minuut "
        "probeert het opnieuw. Lees het logboek van de werker ('aanlevering_mislukt') en meld de fout.",
        "aanlevering_blijft_steken",
    )
    failed = Aanlevering.objects.filter(status="mislukt", ontvangen_op__gt=now - timedelta(days=7)).count()
    yield _meting(
        "Mislukte aanleveringen, 7 dagen",
        str(failed),
        "gevaar" if failed else "goed",
        "Er is niets van bewaard. Lees het logboek van de werker ('aanlevering_mislukt'), herstel de oorzaak en "
        "vraag de partner het bestand opnieuw aan te leveren.",
        "aanlevering_mislukt",
    )


@dataclass(frozen=True, slots=True)
class _Achterstand:
    """How many rows about residents wait, as the database counts them for who may not see one."""

    berichten: int
    berichten_laat: int
    berichten_mislukt: int
    stapels_laat: int
    klokken: int
    klokken_laat: int
    terugkoppelingen: int


def _achterstand(now: datetime) -> _Achterstand:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM meldpunt_achterstand(%s, %s)", [now - WACHT_NA, now - timedelta(days=7)]
        )
        return _Achterstand(*cursor.fetchone())


def _messages(counted: _Achterstand) -> Iterator[Meting]:
    yield _meting(
        "Mail en sms die wachten",
        str(counted.berichten),
        "let_op" if counted.berichten_laat else "goed",
        f"{counted.berichten_laat} wachten langer dan tien minuten. Kijk of de werker draait en of mail en sms zijn "
        "ingesteld.",
        "bericht_wacht",
    )
    yield _meting(
        "Mail en sms die niet weggingen, 7 dagen",
        str(counted.berichten_mislukt),
        "let_op" if counted.berichten_mislukt else "goed",
        "Op de pagina van de zaak staat welk bericht het is; de behandelaar verzendt het daar opnieuw. Zijn het er "
        "veel, controleer dan de mailserver en de sms-dienst.",
        "bericht_mislukt",
    )
    yield _meting(
        "Gedrukte stapels die nog geen poging zijn",
        str(counted.stapels_laat),
        "let_op" if counted.stapels_laat else "goed",
        "De brieven zijn gedrukt, maar staan al tien minuten niet als contactpoging vast. Kijk of de werker draait.",
        "stapel_niet_vastgelegd",
    )


def _follow_up(counted: _Achterstand) -> Iterator[Meting]:
    yield _meting(
        "Verwerkingen zonder termijnen",
        str(counted.klokken),
        "gevaar" if counted.klokken_laat else "goed",
        "De zaken zijn er, maar hun termijnen al tien minuten niet: niemand ziet dan wat te laat dreigt te zijn. "
        "Lees het logboek van de werker ('stap_mislukt') en meld de fout.",
        "termijnen_ontbreken",
    )
    yield _meting(
        "Zaken waarover partners nog iets horen",
        str(counted.terugkoppelingen),
        "let_op" if counted.terugkoppelingen > ALLES_TEGELIJK else "goed",
        "Elke minuut horen partners wat er veranderde. Loopt dit getal op, kijk dan of de werker draait.",
        "terugkoppeling_wacht",
    )


def _log(now: datetime) -> Iterator[Meting]:
    stand = find_logstand()
    yield _log_check(stand, now)
    yield _log_anker(stand, now)
    behind = list_achter()
    why = behind[0][1] or "nog bezig" if behind else ""
    yield _meting(
        "Verwerkingslog onderweg",
        f"{len(behind)} delen wachten" if behind else "bij",
        "let_op" if behind else "goed",
        f"De ontvanger in MELDPUNT_OTLP nam het niet aan ({why}); het wordt opnieuw geprobeerd. "
        "Controleer het adres en de sleutel.",
        "verwerkingslog_wacht",
    )


def _log_check(stand: Logstand, now: datetime) -> Meting:
    checked = stand.gecontroleerd_op
    if not stand.heel and stand.breuk:
        mend = (
            f"Regel {stand.breuk['volgnummer']}: {stand.breuk['tekst']} Verander niets, en volg "
            "'Het logboek controleren' in docs/how-to."
        )
        return _meting("Logboek", "gebroken", "gevaar", mend, "logboek_gebroken")
    late = checked is not None and now - checked > LOG_NA
    return _meting(
        "Logboek",
        f"heel op {timezone.localtime(checked):%d-%m %H:%M}" if checked else "nog niet gecontroleerd",
        "let_op" if late else "goed",
        "De nachtelijke controle is langer dan twee dagen geleden. Kijk of de werker draait.",
        "logboek_niet_gecontroleerd",
    )


def _log_anker(stand: Logstand, now: datetime) -> Meting:
    naam, at = "Anker van het logboek", stand.geankerd_op
    text = f"{timezone.localtime(at):%d-%m %H:%M}" if at else "nog geen"
    if not has_ankersleutel():
        mend = "Er is geen sleutel om het einde van het logboek te tekenen. Zet MELDPUNT_ANKERSLEUTEL."
        return _meting(naam, text, "let_op", mend, "geen_ankersleutel")
    mend = (
        "Het einde van het logboek is twee dagen niet getekend. Kijk of de werker draait en of de map van "
        "MELDPUNT_ANKERS te beschrijven is."
    )
    # Where nobody did anything there is nothing new to sign.
    late = stand.kop > stand.geankerd and at is not None and now - at > LOG_NA
    return _meting(naam, text, "let_op" if late else "goed", mend, "anker_oud")


def _connections(now: datetime) -> Meting:
    counted = count_koppelingen(now=now)
    wrong = counted.hapert + counted.rust
    return _meting(
        "Koppelingen",
        f"{wrong} haperen, {counted.wachtend} wachten" if wrong else f"{counted.goed} werken",
        "gevaar" if counted.rust else "let_op" if wrong else "goed",
        "Een ander systeem antwoordt niet goed. Wat erheen moet, wacht en gaat vanzelf weg. Op de pagina Koppelingen "
        "staat welk het is en wat u kunt doen.",
        "koppeling_hapert",
    )


def _disk(folder: Path) -> Meting:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    total, _, free = shutil.disk_usage(existing)
    share = free / total
    judged = "gevaar" if share < 0.05 else "let_op" if share < 0.15 else "goed"
    mend = (
        f"Maak ruimte op de schijf van {folder.name} of vergroot hem; bij een volle schijf stopt de database."
    )
    return _meting(
        "Schijf", f"{free / 1e9:.1f} GB vrij ({share:.0%})".replace(".", ","), judged, mend, "schijf_vol"
    )
