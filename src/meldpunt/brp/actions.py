"""Ask the BRP about residents: plan the questions, ask what is due, and ask again when somebody wants to.

The other side is asked outside a transaction. A row that is being asked carries the moment after which another may
try: who dies halfway loses nothing, and the question is due again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import connection, transaction

from meldpunt.adapters.brp import JSON, Brpfout, Register, Zender
from meldpunt.adapters.uitgaand import Antwoord, Verzoek
from meldpunt.audit.actions import record
from meldpunt.brp.gezocht import find_gezocht
from meldpunt.brp.mismatch import drop_open, find_keuze, open_mismatch
from meldpunt.brp.models import VERVALLEN, Brpbevraging
from meldpunt.brp.rijen import make_due
from meldpunt.koppelingen.fouten import Koppelingdicht, Koppelingfout
from meldpunt.koppelingen.gegevens import Koppelinggegevens
from meldpunt.koppelingen.herkansing import next_moment
from meldpunt.koppelingen.oproep import call
from meldpunt.koppelingen.queries import find_koppeling, get_koppeling
from meldpunt.matching.models import Zaak
from meldpunt.matching.queries import check_zaak_of
from meldpunt.rules.brpoordeel import TE_BESLISSEN, BrpUitkomst, list_standen, look_up
from meldpunt.rules.brpvraag import Gezocht
from meldpunt.rules.proefinwoners import PROEFGEMEENTE
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.sleutels import new_ids
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering

logger = structlog.get_logger()
SOORT: Final = "brp"
PAD: Final = "/personen"
# Why a municipality asks: to offer help to the right person, and to nobody who died or moved.
DOEL: Final = "Controle in de BRP vóór contact (Wgs art. 8b)"
PER_KEER: Final = 500
PER_GREEP: Final = 10
# As long as the questions about one greep may take at the very most; then another may try.
ADEM: Final = timedelta(minutes=15)

# Residents of open zaken whom nobody looked up yet; not who rests at their own request, nor who is destroyed.
TE_PLANNEN: Final = """
SELECT DISTINCT k.gemeente, k.zaak_id, k.persoon
FROM meldpunt_zaak z
JOIN meldpunt_zaaksignaal k ON k.gemeente = z.gemeente AND k.zaak_id = z.id AND k.afgemeld_op IS NULL
JOIN meldpunt_signaalpersoon p ON p.gemeente = k.gemeente AND p.id = k.signaal_id
WHERE z.gemeente = ANY(%(gemeenten)s) AND z.status = ANY(%(open)s)
  AND NOT EXISTS (SELECT FROM meldpunt_brpbevraging b
    WHERE b.gemeente = k.gemeente AND b.zaak_id = k.zaak_id AND b.persoon = k.persoon)
  AND NOT EXISTS (SELECT FROM meldpunt_verwerkingsbeperking v
    WHERE v.gemeente = k.gemeente AND v.signaal_id = k.signaal_id AND v.geeindigd_op IS NULL)
LIMIT %(size)s
"""
GRIJP: Final = """
UPDATE meldpunt_brpbevraging b SET volgende_op = %(adem)s
FROM (SELECT id, gemeente FROM meldpunt_brpbevraging WHERE volgende_op <= %(now)s
      ORDER BY volgende_op, id LIMIT %(size)s FOR NO KEY UPDATE SKIP LOCKED) d
WHERE b.id = d.id AND b.gemeente = d.gemeente
RETURNING b.id
"""


@transaction.atomic
def plan_bevragingen(*, now: datetime) -> int:
    """Make a question for every resident of an open zaak in a municipality with a connection; return how many."""
    gemeenten = [code for code in _gemeenten_with_open_zaken() if find_koppeling(SOORT, code) is not None]
    with connection.cursor() as cursor:
        cursor.execute(TE_PLANNEN, {"gemeenten": gemeenten, "open": list(OPEN), "size": PER_KEER})
        found = cursor.fetchall()
    rows = [
        Brpbevraging(
            id=key, gemeente_id=gemeente, zaak_id=zaak, persoon=persoon, gemaakt_op=now, volgende_op=now
        )
        for key, (gemeente, zaak, persoon) in zip(new_ids(len(found), now=now), found, strict=True)
    ]
    # Another worker may have made the same ones meanwhile.
    Brpbevraging.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _gemeenten_with_open_zaken() -> Sequence[str]:
    # Not the one that does not exist: nobody of it is in any register.
    rows = (
        Zaak.objects.filter(status__in=OPEN)
        .exclude(gemeente=PROEFGEMEENTE)
        .order_by("gemeente")
        .values_list("gemeente", flat=True)
    )
    return list(rows.distinct())


def ask_due(*, door: Actor, clock: Callable[[], datetime]) -> int:
    """Ask some questions that are due and return how many those were; what gave no answer is due later."""
    rows = _claim(now=clock())
    away: dict[str, datetime] = {}
    for row in rows:
        if (until := away.get(row.gemeente_id)) is not None:
            _leave(row, moment=until)
            continue
        try:
            _ask(row, door=door, clock=clock)
        except Koppelingfout as fout:
            moment = _postpone(row, fout.code, niet_voor=fout.wanneer_weer, now=clock())
            if isinstance(fout, Koppelingdicht) or fout.code == "ontbreekt":
                away[row.gemeente_id] = moment
        except Brpfout as fout:
            _postpone(row, fout.code, niet_voor=None, now=clock())
    _let_wait(away, now=clock())
    return len(rows)


def ask_again(*, zaak: UUID, gemeente: str, persoon: UUID, door: Actor, now: datetime) -> None:
    """Let one resident be looked up anew. Raises Weigering, Zaak.DoesNotExist and GeenToegang."""
    check_zaak_of(zaak=zaak, gemeente=gemeente, door=door)
    with transaction.atomic():
        if not make_due(zaak=zaak, gemeente=gemeente, persoon=persoon, now=now):
            raise Weigering(
                "Deze inwoner staat niet meer in deze zaak. Ververs de pagina. [persoon_onbekend]"
            )
        _record("brp_opnieuw_gevraagd", gemeente, zaak, persoon, door=door, now=now)


def _claim(*, now: datetime) -> list[Brpbevraging]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(GRIJP, {"now": now, "adem": now + ADEM, "size": PER_GREEP})
        keys = [row[0] for row in cursor.fetchall()]
    rows = Brpbevraging.objects.filter(id__in=keys).select_related("zaak").order_by("gemeente", "id")
    return list(rows)


def _ask(row: Brpbevraging, *, door: Actor, clock: Callable[[], datetime]) -> None:
    # Not opened for who need not be asked: without a connection that one is done with all the same.
    register = Register(lambda body: sender(get_koppeling(SOORT, row.gemeente_id), clock=clock)(body))
    answer_bevraging(row, register=register, door=door, clock=clock)


def answer_bevraging(
    row: Brpbevraging, *, register: Register, door: Actor, clock: Callable[[], datetime]
) -> None:
    """Look up one resident in a register and keep what it means. Raises what the register raises."""
    gezocht = find_gezocht(row)
    if gezocht is None:
        _store(row, {"uitkomst": VERVALLEN}, found=None, door=door, now=clock())
        return
    found = _read_chosen(row, register) or look_up(gezocht, register)
    _store(row, _read(found, gezocht), found=found, door=door, now=clock())


def sender(koppeling: Koppelinggegevens, *, clock: Callable[[], datetime]) -> Zender:
    """Return what carries a question over a connection. It raises Koppelingfout."""

    def send(body: bytes) -> Antwoord:
        asked = Verzoek(adres=PAD, inhoud=body, koppen={"Content-Type": JSON, "Accept": "application/json"})
        # Asking changes nothing there, so it may be asked again.
        return call(
            koppeling=koppeling, verzoek=asked, now=clock(), veilig_te_herhalen=True, keur=_check_json
        )

    return send


def _check_json(answer: Antwoord) -> None:
    if answer.status == 200:
        json.loads(answer.inhoud)


def _read(found: BrpUitkomst, gezocht: Gezocht) -> dict[str, Any]:
    persoon = found.persoon
    standen = list_standen(persoon, gezocht) if persoon else ()
    moved = persoon is not None and "verhuisd_buiten" in standen
    return {
        "uitkomst": found.uitkomst,
        "stap": found.stap,
        "reden": found.reden,
        "standen": list(standen),
        "nieuwe_gemeente": persoon.gemeente if persoon is not None and moved else "",
    }


def _read_chosen(row: Brpbevraging, register: Register) -> BrpUitkomst | None:
    """Read the person that somebody chose on the bench; none when nobody did, or the register lost that one."""
    bsn = find_keuze(zaak=row.zaak_id, gemeente=row.gemeente_id, persoon=row.persoon)
    persoon = register.get(bsn, met_partner=False) if bsn else None
    return BrpUitkomst(uitkomst="gevonden", stap="bsn", reden="besluit", persoon=persoon) if persoon else None


@transaction.atomic
def _store(
    row: Brpbevraging, answer: dict[str, Any], *, found: BrpUitkomst | None, door: Actor, now: datetime
) -> None:
    """Keep an answer, unless another asked meanwhile; with the line that says for what it was asked."""
    fresh = {"stap": "", "reden": "", "standen": [], "nieuwe_gemeente": "", **answer}
    mine = Brpbevraging.objects.filter(
        id=row.id, gemeente=row.gemeente_id, volgende_op=row.volgende_op
    ).update(**fresh, volgende_op=None, pogingen=0, fout_code="", beantwoord_op=now, gevolgd_op=None)
    if not mine:
        return
    facts = {name: fresh[name] for name in ("uitkomst", "stap", "standen")}
    _record("brp_bevraagd", row.gemeente_id, row.zaak_id, row.persoon, door=door, now=now, **facts)
    if found is not None and found.uitkomst in TE_BESLISSEN:
        open_mismatch(
            zaak=row.zaak_id,
            gemeente=row.gemeente_id,
            persoon=row.persoon,
            uitkomst=found.uitkomst,
            gevonden=[persoon for persoon, _ in found.kandidaten],
            door=door,
            now=now,
        )
    else:
        drop_open(zaak=row.zaak_id, gemeente=row.gemeente_id, persoon=row.persoon)


def _postpone(row: Brpbevraging, code: str, *, niet_voor: datetime | None, now: datetime) -> datetime:
    """Leave a question due for later and return when."""
    moment = next_moment(row.pogingen + 1, now, niet_voor=niet_voor)
    Brpbevraging.objects.filter(id=row.id, gemeente=row.gemeente_id, volgende_op=row.volgende_op).update(
        volgende_op=moment, pogingen=row.pogingen + 1, fout_code=code
    )
    logger.info("brp_uitgesteld", code=code, gemeente=row.gemeente_id)
    return moment


def _leave(row: Brpbevraging, *, moment: datetime) -> None:
    """Put a question back that was not asked: nothing went wrong with it."""
    Brpbevraging.objects.filter(id=row.id, gemeente=row.gemeente_id, volgende_op=row.volgende_op).update(
        volgende_op=moment
    )


def _let_wait(away: dict[str, datetime], *, now: datetime) -> None:
    """Let all questions of a municipality whose connection rests wait with it, so that nobody takes them in vain."""
    for gemeente, moment in away.items():
        due = Brpbevraging.objects.filter(gemeente=gemeente, volgende_op__lte=now)
        due.update(volgende_op=moment)


def _record(  # noqa: PLR0913 - a line of the log has these facts
    handeling: str,
    gemeente: str,
    zaak: UUID,
    persoon: UUID,
    *,
    door: Actor,
    now: datetime,
    **waarden: Any,
) -> None:
    record(
        handeling,
        objectsoort="zaak",
        object=zaak,
        gemeente=gemeente,
        door=door,
        now=now,
        doel=DOEL,
        waarden={"persoon": str(persoon), **waarden},
    )
