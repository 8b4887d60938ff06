"""Ask another system something: the one way, with everything around it that keeps the work going when it is down.

Who asks leaves its row due: catch `Koppelingfout`, and write `next_moment(pogingen, now, niet_voor=fout.wanneer_weer)`
into it. Nothing of a resident stands in an address: what is about somebody goes in the body.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from time import monotonic, sleep
from typing import Any, Final

import structlog

from meldpunt.adapters.uitgaand import Antwoord, Verzoek
from meldpunt.audit.spoor import following, write_traceparent
from meldpunt.koppelingen.fouten import Koppelingfout
from meldpunt.koppelingen.gegevens import Koppelinggegevens
from meldpunt.koppelingen.herkansing import pause_before, read_retry_after
from meldpunt.koppelingen.stand import check_open, holding_place, record_gelukt, record_mislukt
from meldpunt.koppelingen.tokens import forget_token, write_aanmelding
from meldpunt.koppelingen.uitweg import code_of, send
from meldpunt.rules.normalisatie import find_bsn

logger = structlog.get_logger()
Keur = Callable[[Antwoord], object]
# Trouble that may be over in a moment.
VLUCHTIG: Final = frozenset({"geweigerd", "te_traag", "verbroken", "serverfout"})
NEGEN_CIJFERS: Final = re.compile(r"(?<!\d)\d{9}(?!\d)")


def call(
    *,
    koppeling: Koppelinggegevens,
    verzoek: Verzoek,
    now: datetime,
    veilig_te_herhalen: bool = False,
    keur: Keur | None = None,
) -> Antwoord:
    """Ask something over a connection and return what was answered, also when that is a no (4xx).

    The address of `verzoek` is what comes behind the address of the connection: empty, or from `/` or `?` on.
    `keur` looks at the answer and raises ValueError for one that cannot be read; that counts as trouble.
    Raises Koppelingfout, and Koppelingdicht when nobody was asked. Call it outside a transaction: the state of the
    connection is for every process, whatever becomes of the work here.
    """
    _check_pad(verzoek.adres)
    began = monotonic()
    with (
        following(write_traceparent()),
        holding_place(koppeling.sleutel, plaatsen=koppeling.gelijktijdig, now=now),
    ):
        check_open(koppeling.sleutel, now=now)
        try:
            answer = _try(koppeling, verzoek, now, koppeling.pogingen if veilig_te_herhalen else 1)
            _judge(answer, keur)
        except Koppelingfout as fout:
            record_mislukt(koppeling.sleutel, fout=fout, now=now, naam=koppeling.naam)
            _log("oproep_mislukt", koppeling, began, code=fout.code)
            raise
        record_gelukt(koppeling.sleutel, now=now, naam=koppeling.naam)
        _log("oproep", koppeling, began, status=answer.status)
    return answer


def call_json(
    *, koppeling: Koppelinggegevens, verzoek: Verzoek, now: datetime, veilig_te_herhalen: bool = False
) -> tuple[int, Any]:
    """Ask something that answers in JSON, and return status and what it says; nothing for an empty answer.

    Raises as `call`; an answer below 300 that is no JSON is `onleesbaar`, and a no that is none says nothing.
    """
    answer = call(
        koppeling=koppeling,
        verzoek=verzoek,
        now=now,
        veilig_te_herhalen=veilig_te_herhalen,
        keur=lambda answer: _read_json(answer) if answer.status < 300 else None,
    )
    try:
        return answer.status, _read_json(answer)
    except ValueError:
        return answer.status, None


def _read_json(answer: Antwoord) -> Any:
    return json.loads(answer.inhoud) if answer.inhoud.strip() else None


def _check_pad(pad: str) -> None:
    """Raise ValueError for an address of its own, and for one that holds a number of a resident."""
    if pad and pad[0] not in "/?":
        raise ValueError("an address within the connection starts with / or ?")
    if any(find_bsn(found) for found in NEGEN_CIJFERS.findall(pad)):
        raise ValueError("a BSN does not belong in an address")


def _try(koppeling: Koppelinggegevens, verzoek: Verzoek, now: datetime, pogingen: int) -> Antwoord:
    """Ask as often as it may; the last trouble is what is raised."""
    for poging in range(pogingen):
        if poging:
            sleep(pause_before(poging))
        try:
            return _ask(koppeling, verzoek, now)
        except Koppelingfout as fout:
            if fout.code not in VLUCHTIG or poging == pogingen - 1:
                raise
    raise AssertionError("a connection is asked once at least")


def _ask(koppeling: Koppelinggegevens, verzoek: Verzoek, now: datetime) -> Antwoord:
    answer = _send(koppeling, verzoek, now)
    # A token may be withdrawn before its end. Who did not let us in did nothing, so asking again is safe.
    if answer.status == 401 and forget_token(koppeling):
        answer = _send(koppeling, verzoek, now)
    if code := code_of(answer.status):
        again = answer.koppen.get("retry-after", "")
        moment = read_retry_after(again, now) if again or code == "limiet" else None
        raise Koppelingfout(code, wanneer_weer=moment, antwoord=answer)
    return answer


def _send(koppeling: Koppelinggegevens, verzoek: Verzoek, now: datetime) -> Antwoord:
    own = {
        **koppeling.koppen,
        **verzoek.koppen,
        **write_aanmelding(koppeling, now=now),
        "traceparent": write_traceparent(),
    }
    whole = Verzoek(
        adres=f"{koppeling.adres.rstrip('/') if verzoek.adres.startswith('/') else koppeling.adres}{verzoek.adres}",
        methode=verzoek.methode,
        inhoud=verzoek.inhoud,
        koppen=own,
    )
    return send(whole, koppeling=koppeling)


def _judge(answer: Antwoord, keur: Keur | None) -> None:
    if keur is None:
        return
    try:
        keur(answer)
    except (ValueError, KeyError, TypeError) as problem:
        raise Koppelingfout("onleesbaar", antwoord=answer) from problem


def _log(gebeurtenis: str, koppeling: Koppelinggegevens, began: float, **feiten: object) -> None:
    # Never an address, a header or a body: those may be about somebody, or be a secret.
    logger.info(gebeurtenis, koppeling=koppeling.sleutel, seconden=round(monotonic() - began, 3), **feiten)
