"""A file that nobody chose columns for does not stay: it is full of residents and serves no purpose."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.audit.actions import record
from meldpunt.toegang.actor import Actor

# How long an uploaded file waits for its columns to be chosen; long enough for a holiday of one colleague.
CONCEPT_DAGEN = 7


@transaction.atomic
def expire_concepten(*, door: Actor, now: datetime) -> int:
    """Refuse every delivery that waited too long for its columns and destroy its file; return how many."""
    due = list(
        Aanlevering.objects.select_for_update(skip_locked=True)
        .filter(status="concept", ontvangen_op__lt=now - timedelta(days=CONCEPT_DAGEN))
        .order_by("id")
    )
    for row in due:
        row.status, row.verwerkt_op, row.fout_code = "afgekeurd", now, "kolommen_niet_gekozen"
        row.fout_zin = (
            f"Er zijn binnen {CONCEPT_DAGEN} dagen geen kolommen gekozen. We hebben bestand {row.bestandsnaam} "
            "vernietigd. Lever het opnieuw aan en kies dan de kolommen. [kolommen_niet_gekozen]"
        )
        row.save(update_fields=["status", "verwerkt_op", "fout_code", "fout_zin"])
        record("concept_verlopen", objectsoort="aanlevering", object=row.id, door=door, now=now)
        transaction.on_commit(partial(ruw.destroy, row.id))
    return len(due)
