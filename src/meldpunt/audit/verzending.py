"""Send the processing log on (OTLP over HTTP): stretch by stretch, claimed, tried again later when it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Max

from meldpunt.audit.keten import find_head
from meldpunt.audit.models import Logverzending
from meldpunt.audit.verwerkingslog import (
    FOUT,
    GOED,
    Ontvouwen,
    Verwerkingsregel,
    list_verwerkingsregels,
)

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter

logger = structlog.get_logger()
STUK: Final = 500
PER_VERZOEK: Final = 2000
WACHT: Final = 10.0
# Another worker takes a stretch over when this one died with it.
GREEP: Final = timedelta(minutes=5)
EERST, LANGST = timedelta(minutes=1), timedelta(hours=6)
_SLOT: Final = 7_150_002
_EIGEN: Final = frozenset({"localhost", "127.0.0.1", "::1"})
Clock = Callable[[], datetime]


def send_verwerkingslog(*, clock: Clock, unfold: Ontvouwen | None = None) -> int:
    """Send what was not sent yet and return how many lines went out; without an address nothing happens."""
    if not settings.MELDPUNT_OTLP:
        return 0
    _cut(now=clock())
    sent = 0
    exporter = _make_exporter()
    try:
        while (claimed := _claim(now=clock())) is not None:
            count, fout = _send(exporter, claimed, unfold)
            _finish(claimed, fout, now=clock())
            if fout:
                # The receiver is away for all of them: the next minute tries again.
                break
            sent += count
    finally:
        if exporter is not None:
            exporter.shutdown()
    return sent


@transaction.atomic
def _cut(*, now: datetime) -> None:
    """Make rows of what the chain holds beyond the last stretch; one worker at a time, so that none is skipped."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLOT])
    head = find_head()
    last = Logverzending.objects.aggregate(last=Max("tot"))["last"] or 0
    while head is not None and last < head[0]:
        until = min(last + STUK, head[0])
        Logverzending.objects.create(van=last + 1, tot=until, volgende_op=now)
        last = until


@transaction.atomic
def _claim(*, now: datetime) -> Logverzending | None:
    waiting = Logverzending.objects.filter(verzonden_op=None, volgende_op__lte=now).order_by("van")
    row = waiting.select_for_update(skip_locked=True).first()
    if row is not None:
        Logverzending.objects.filter(van=row.van).update(volgende_op=now + GREEP, pogingen=F("pogingen") + 1)
        row.pogingen += 1
    return row


def _finish(row: Logverzending, fout: str, *, now: datetime) -> None:
    rows = Logverzending.objects.filter(van=row.van, verzonden_op=None)
    if not fout:
        rows.update(verzonden_op=now, fout="")
        return
    later = min(EERST * 2 ** min(row.pogingen - 1, 10), LANGST)
    rows.update(volgende_op=now + later, fout=fout)
    logger.warning("verwerkingslog_niet_verzonden", van=row.van, tot=row.tot, poging=row.pogingen, fout=fout)


def _send(exporter: SpanExporter | None, row: Logverzending, unfold: Ontvouwen | None) -> tuple[int, str]:
    """Send one stretch; return how many lines it had, and what went wrong."""
    from opentelemetry.sdk.trace.export import SpanExportResult

    if exporter is None:
        return 0, "geen_tls"
    lines, count = list_verwerkingsregels(van=row.van, tot=row.tot, unfold=unfold), 0
    while spans := [_make_span(line) for line in islice(lines, PER_VERZOEK)]:
        if exporter.export(spans) is not SpanExportResult.SUCCESS:
            return count, "ontvanger_weigert"
        count += len(spans)
    return count, ""


def _make_exporter() -> SpanExporter | None:
    """Return the exporter; none for an address without TLS outside this machine (the standard asks for it)."""
    # Loaded here: only the worker sends, and it takes a while.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    place = urlsplit(settings.MELDPUNT_OTLP)
    if place.scheme != "https" and place.hostname not in _EIGEN:
        return None
    return OTLPSpanExporter(
        endpoint=settings.MELDPUNT_OTLP,
        headers=dict(_read_headers(settings.MELDPUNT_OTLP_HEADERS)),
        timeout=WACHT,
    )


def _read_headers(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(","):
        naam, sign, waarde = part.partition("=")
        if sign:
            yield naam.strip(), waarde.strip()


def _make_span(line: Verwerkingsregel) -> ReadableSpan:
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.trace import SpanContext, SpanKind, TraceFlags
    from opentelemetry.trace.status import Status, StatusCode

    def place(span: str) -> SpanContext:
        return SpanContext(int(line.trace, 16), int(span, 16), is_remote=False, trace_flags=TraceFlags(1))

    moment = int(line.tijd.timestamp() * 1_000_000) * 1000
    status = {GOED: StatusCode.OK, FOUT: StatusCode.ERROR}.get(line.status, StatusCode.UNSET)
    return ReadableSpan(
        name=line.naam,
        context=place(line.span),
        parent=place(line.ouder) if line.ouder else None,
        resource=Resource({"service.name": "meldpunt", "service.version": version("meldpunt")}),
        attributes=line.attributen,
        kind=SpanKind.SERVER if line.vreemd else SpanKind.INTERNAL,
        status=Status(status),
        start_time=moment,
        end_time=moment,
    )


def list_achter() -> Sequence[tuple[int, str]]:
    """Return how often each stretch that waits was tried, and what went wrong, the oldest first, ten at most."""
    waiting = Logverzending.objects.filter(verzonden_op=None, pogingen__gt=0).order_by("van")
    return list(waiting.values_list("pogingen", "fout")[:10])
