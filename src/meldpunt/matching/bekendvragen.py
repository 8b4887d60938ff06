"""Ask the system of the social service whether a resident is known there: once per person of an open zaak.

A question is a row that stays due until it is answered. Between two tries its zaak goes on as if nobody knew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from django.db import connection, transaction
from django.db.models import Count, Min

from meldpunt.aanlevering.bsn import open_bsn
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.adapters.bekendheid import (
    Bekendheidsantwoord,
    Bekendheidsvraag,
    read_antwoord,
    write_vraag,
)
from meldpunt.adapters.uitgaand import Verzoek
from meldpunt.audit.actions import record
from meldpunt.koppelingen.fouten import Koppelingdicht, Koppelingfout
from meldpunt.koppelingen.gegevens import Koppelinggegevens
from meldpunt.koppelingen.herkansing import next_moment
from meldpunt.koppelingen.models import Koppeling
from meldpunt.koppelingen.oproep import call_json
from meldpunt.koppelingen.queries import find_koppeling
from meldpunt.koppelingen.wachtend import Wachtend
from meldpunt.matching.bekend import place_again
from meldpunt.matching.beperkt import list_beperkt
from meldpunt.matching.buitenvragen.models import Bekendvraag
from meldpunt.matching.frames import lock_gemeenten
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.partijen.models import Gemeente
from meldpunt.rules.proefinwoners import PROEFGEMEENTE
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.sleutels import new_ids
from meldpunt.toegang.actor import Actor

logger = structlog.get_logger()
SOORT: Final = "bekend"
DOEL: Final = "Nagaan of de inwoner al hulp krijgt (Wgs art. 8b)"
PER_BEURT: Final = 200
# As long as a worker may be busy with one question; after that another takes it up.
GREEP: Final = timedelta(minutes=5)
# A question about somebody whose data rest (AVG art. 18) waits, and is looked at again this much later.
RUST: Final = timedelta(days=1)
NIEUWE_VRAGEN: Final = """
SELECT DISTINCT z.gemeente, z.id, k.persoon
FROM meldpunt_zaak z
JOIN meldpunt_zaaksignaal k ON k.gemeente = z.gemeente AND k.zaak_id = z.id AND k.afgemeld_op IS NULL
WHERE z.gemeente = ANY(%s) AND z.status = ANY(%s)
  AND NOT EXISTS (
    SELECT FROM meldpunt_bekendvraag b
    WHERE b.gemeente = z.gemeente AND b.zaak_id = z.id AND b.persoon = k.persoon
  )
  AND NOT EXISTS (
    SELECT FROM meldpunt_zaaksignaal r
    JOIN meldpunt_verwerkingsbeperking v ON v.gemeente = r.gemeente AND v.signaal_id = r.signaal_id
      AND v.geeindigd_op IS NULL
    WHERE r.gemeente = z.gemeente AND r.zaak_id = z.id AND r.persoon = k.persoon
  )
ORDER BY z.gemeente, z.id, k.persoon
LIMIT %s
"""


def ask_bekend_due(*, door: Actor, clock: Callable[[], datetime]) -> int:
    """Put the new questions down and ask what is due; return how many were answered."""
    _plan(now=clock())
    answered = 0
    for _ in range(PER_BEURT):
        row = _claim(now=clock())
        if row is None:
            break
        answered += _ask(row, door=door, clock=clock)
    return answered


def _plan(*, now: datetime) -> int:
    """Write a question for every person of an open zaak of whom nothing was asked yet."""
    gemeenten = _list_gemeenten()
    if not gemeenten:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(NIEUWE_VRAGEN, [gemeenten, list(OPEN), PER_BEURT])
        new = cursor.fetchall()
    rows = [
        Bekendvraag(
            id=key,
            gemeente_id=gemeente,
            zaak_id=zaak,
            persoon=persoon,
            volgende_poging_op=now,
            gesteld_op=now,
        )
        for key, (gemeente, zaak, persoon) in zip(new_ids(len(new), now=now), new, strict=True)
    ]
    # Two workers may plan at once; the database keeps one question per person.
    Bekendvraag.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _list_gemeenten() -> list[str]:
    """Return the municipalities that can ask: with a connection of their own, or with that of the meldpunt."""
    rows = list(Koppeling.objects.filter(soort=SOORT).values_list("gemeente_id", "aan"))
    own = {code: aan for code, aan in rows if code is not None}
    if any(aan for code, aan in rows if code is None):
        # The municipality to try software in is about nobody.
        every = Gemeente.objects.exclude(code=PROEFGEMEENTE).order_by("code").values_list("code", flat=True)
        return [code for code in every if own.get(code, True)]
    return sorted(code for code, aan in own.items() if aan)


def _claim(*, now: datetime) -> Bekendvraag | None:
    """Take the question that is due longest, for as long as the asking may last."""
    with transaction.atomic():
        row = (
            Bekendvraag.objects.select_for_update(skip_locked=True)
            .filter(stand=Bekendvraag.Stand.WACHT, volgende_poging_op__lte=now)
            .order_by("volgende_poging_op", "id")
            .first()
        )
        if row is not None:
            row.volgende_poging_op = now + GREEP
            row.pogingen += 1
            # Empty while it is being asked: nobody wakes it then.
            row.laatste_code = ""
            row.save(update_fields=["volgende_poging_op", "pogingen", "laatste_code"])
    return row


def _ask(row: Bekendvraag, *, door: Actor, clock: Callable[[], datetime]) -> bool:
    """Ask one question; say whether it was answered. What went wrong stands in the row, which stays due."""
    if _rests(row):
        Bekendvraag.objects.filter(id=row.id, gemeente=row.gemeente_id).update(
            volgende_poging_op=clock() + RUST
        )
        return False
    vraag = _write(row)
    koppeling = find_koppeling(SOORT, row.gemeente_id)
    if vraag is None or koppeling is None or row.zaak.status not in OPEN:
        Bekendvraag.objects.filter(id=row.id, gemeente=row.gemeente_id, stand=Bekendvraag.Stand.WACHT).update(
            stand=Bekendvraag.Stand.VERVALLEN
        )
        return False
    try:
        antwoord = _call(vraag, koppeling, now=clock())
    except Koppelingfout as fout:
        _wait(row, vraag, fout, door=door, now=clock())
        return False
    return _answer(row, vraag, antwoord, door=door, now=clock())


def _call(vraag: Bekendheidsvraag, koppeling: Koppelinggegevens, *, now: datetime) -> Bekendheidsantwoord:
    """Ask over the connection. Raises Koppelingfout, also for an answer that is neither yes nor no."""
    verzoek = Verzoek(
        adres="",
        methode="POST",
        inhoud=write_vraag(vraag),
        koppen={"Content-Type": "application/json", "Accept": "application/json"},
    )
    # The same question twice changes nothing there.
    status, told = call_json(koppeling=koppeling, verzoek=verzoek, now=now, veilig_te_herhalen=True)
    if status != 200:
        raise Koppelingfout("onleesbaar")
    try:
        return read_antwoord(told)
    except ValueError as problem:
        raise Koppelingfout("onleesbaar") from problem


def _rests(row: Bekendvraag) -> bool:
    """Say whether this resident asked that nothing is passed on (AVG art. 18)."""
    own = Zaaksignaal.objects.filter(gemeente=row.gemeente_id, zaak=row.zaak_id, persoon=row.persoon)
    return bool(list_beperkt(list(own.values_list("signaal", flat=True)), gemeente=row.gemeente_id))


def _write(row: Bekendvraag) -> Bekendheidsvraag | None:
    """Return what is asked of a person; none when nothing of it is left."""
    signalen = Zaaksignaal.objects.filter(
        gemeente=row.gemeente_id, zaak=row.zaak_id, persoon=row.persoon, afgemeld_op=None
    ).values("signaal")
    people = list(SignaalPersoon.objects.filter(gemeente=row.gemeente_id, id__in=signalen).order_by("id"))
    if not people:
        return None
    if numbered := next((one for one in people if one.bsn_verzegeld), None):
        return Bekendheidsvraag(kenmerk=row.id, bsn=open_bsn(numbered.bsn_verzegeld))
    born = next((one.geboortedatum for one in people if one.geboortedatum), None)
    first = people[0]
    return Bekendheidsvraag(
        kenmerk=row.id,
        postcode=first.postcode,
        huisnummer=first.huisnummer,
        suffix=first.suffix,
        geboortedatum=born,
    )


@transaction.atomic
def _wait(
    row: Bekendvraag, vraag: Bekendheidsvraag, fout: Koppelingfout, *, door: Actor, now: datetime
) -> None:
    """Leave the question due; that somebody was asked about stands in the log, whatever came of it."""
    Bekendvraag.objects.filter(id=row.id, gemeente=row.gemeente_id, stand=Bekendvraag.Stand.WACHT).update(
        volgende_poging_op=next_moment(row.pogingen, now, niet_voor=fout.wanneer_weer), laatste_code=fout.code
    )
    if not isinstance(fout, Koppelingdicht):
        _log("bekendheid_gevraagd", row, vraag, {"fout": fout.code}, door=door, now=now)


@transaction.atomic
def _answer(
    row: Bekendvraag, vraag: Bekendheidsvraag, antwoord: Bekendheidsantwoord, *, door: Actor, now: datetime
) -> bool:
    """Keep an answer, and let the zaak stand where it belongs now."""
    lock_gemeenten([row.gemeente_id])
    kept = Bekendvraag.objects.filter(
        id=row.id, gemeente=row.gemeente_id, stand=Bekendvraag.Stand.WACHT
    ).update(
        stand=Bekendvraag.Stand.BEANTWOORD,
        bekend=antwoord.bekend,
        reden=antwoord.reden,
        team=antwoord.team,
        laatste_code="",
        beantwoord_op=now,
    )
    if kept and antwoord.bekend:
        place_again(Zaak.objects.filter(id=row.zaak_id, gemeente=row.gemeente_id), now=now)
    _log("bekendheid_gevraagd", row, vraag, {"bekend": antwoord.bekend}, door=door, now=now)
    return bool(kept)


def _log(  # noqa: PLR0913 - a line of the log has these facts
    handeling: str,
    row: Bekendvraag,
    vraag: Bekendheidsvraag,
    feiten: dict[str, Any],
    *,
    door: Actor,
    now: datetime,
) -> None:
    record(
        handeling,
        objectsoort="zaak",
        object=row.zaak_id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel=DOEL,
        waarden={
            "vraag": str(row.id),
            "persoon": str(row.persoon),
            "met": "bsn" if vraag.bsn else "adres",
            **feiten,
        },
    )


def count_wachtend() -> Mapping[str, Wachtend]:
    """Return per municipality how many questions wait for an answer."""
    rows = Bekendvraag.objects.filter(stand=Bekendvraag.Stand.WACHT).values("gemeente")
    counted = rows.annotate(aantal=Count("id"), sinds=Min("gesteld_op")).order_by("gemeente")
    return {row["gemeente"]: Wachtend(row["aantal"], row["sinds"]) for row in counted}


def wake_wachtend(*, now: datetime) -> int:
    """Make due now what waits for a later try; what is being asked at this moment stays with who asks it."""
    later = Bekendvraag.objects.filter(stand=Bekendvraag.Stand.WACHT, volgende_poging_op__gt=now)
    return later.exclude(laatste_code="").update(volgende_poging_op=now)
