"""The code on a letter or card with which one resident answers: made once, kept as a keyed hash, soon gone."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.audit.actions import record
from meldpunt.audit.doelen import AANBOD
from meldpunt.correspondentie.models import Antwoordcode
from meldpunt.matching.models import Zaaksignaal
from meldpunt.opvolging.antwoorden import (
    find_laatste_soort,
    process_antwoord,
    record_antwoord,
)
from meldpunt.rules.antwoorden import NIET_IK, Antwoord
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.afleiding import hash_with_keys
from meldpunt.toegang.policies import check_answer
from meldpunt.toegang.rijcontext import is_answering, narrow_to_zaak
from meldpunt.toegang.tellers import IEDEREEN, Grens, claim_try, hide_afzender
from meldpunt.toegang.weigering import Weigering

# 32 signs without I, L, O and U (Crockford's): ten of them are fifty bits, and none is taken for another.
ALFABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTE, GROEP = 10, 5
LEES_ALS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", " ": None, "-": None})
# A letter lies unread during a summer holiday of three weeks; twice that, and the answer would be stale.
GELDIG: Final = timedelta(days=42)
# After closing a letter may still be on its way; what it brings is shown on the closed zaak.
NA_SLUITEN: Final = timedelta(days=14)
KLAAR: Final = ("gesloten", "vervallen")
HASHDOEL: Final = "antwoordcode"

# A household types a code wrong a few times; who needs more than this is guessing. A phone network shares addresses.
PER_AFZENDER: Final = Grens("antwoordcode", 20, timedelta(minutes=10))
# 120 tries a minute for a year against 100,000 valid codes find one with a chance of half a percent.
SAMEN: Final = Grens("antwoordcode_samen", 120, timedelta(minutes=1))
# Who changes an answer more often than this in an hour is a script.
PER_CODE: Final = Grens("antwoord", 20, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Codestand:
    """What a valid code opens: nothing about the resident, only whose letter it is and what was answered last."""

    id: UUID
    gemeente: str
    gemeentenaam: str
    geldig_tot: datetime
    laatste_soort: str | None = None


def issue_code(  # noqa: PLR0913 - the columns of a code
    *, zaak: UUID, gemeente: str, persoon: UUID | None, kanaal: str, verzending: UUID | None, now: datetime
) -> str:
    """Make a code for one resident of a zaak and return it in readable form, this once.

    Earlier codes stay valid: whoever opens the first letter after the second must not be turned away.
    """
    plain = "".join(secrets.choice(ALFABET) for _ in range(LENGTE))
    Antwoordcode.objects.create(
        gemeente_id=gemeente,
        zaak_id=zaak,
        persoon=persoon,
        verzending_id=verzending,
        kanaal=kanaal,
        code_hash=hash_with_keys(plain, doel=HASHDOEL)[0],
        gemaakt_op=now,
        geldig_tot=now + GELDIG,
    )
    return write_code(plain)


def read_code(tekst: str) -> str:
    """Return a code as it was made from how somebody typed it: case, spaces, hyphens, O for 0, I or L for 1."""
    return tekst.upper().translate(LEES_ALS)


def write_code(tekst: str) -> str:
    """Write a code in groups, as it stands on paper."""
    plain = read_code(tekst)
    return "-".join(plain[place : place + GROEP] for place in range(0, len(plain), GROEP))


def short_path(code: str) -> str:
    """Return the path of the short link to the reply page, for a QR code; it fills in the code, no more."""
    return f"/r/{read_code(code)}"


def try_code(*, tekst: str, afzender: str, now: datetime) -> Codestand | None:
    """Return what a typed code opens, or None: unknown, lapsed and withdrawn are one answer of one query.

    Raises TeVaak when this sender, or everybody together, tried too often.
    """
    claim_try(grenzen=[(PER_AFZENDER, hide_afzender(afzender, now=now)), (SAMEN, IEDEREEN)], now=now)
    return find_code(tekst=tekst, now=now)


def find_code(*, tekst: str, now: datetime) -> Codestand | None:
    """Return what a code opens, looked up by its keyed hash: how long that takes tells nothing about a code."""
    hashes = hash_with_keys(read_code(tekst), doel=HASHDOEL)
    with _zaak_of(code_hash__in=hashes):
        return _show(_usable(now).filter(code_hash__in=hashes).first())


def find_codestand(*, code: UUID, gemeente: str, now: datetime) -> Codestand | None:
    """Return what a code that was typed before still opens, with the kind of the latest answer; None once it lapsed."""
    with _zaak_of(id=code, gemeente=gemeente):
        row = _usable(now).filter(id=code, gemeente=gemeente).first()
        if row is None:
            return None
        latest = find_laatste_soort(zaak=row.zaak_id, gemeente=gemeente, persoon=_person_of(row))
        return _show(row, latest)


def answer_with_code(*, code: UUID, gemeente: str, antwoord: Antwoord, door: Actor, now: datetime) -> None:
    """Put the answer of whoever holds a code on its zaak.

    Raises Weigering once the code lapsed, TeVaak when it answers on and on.
    """
    check_answer(door)
    claim_try(grenzen=[(PER_CODE, hide_afzender(str(code), now=now))], now=now)
    with transaction.atomic(), _zaak_of(id=code, gemeente=gemeente):
        _answer(code, gemeente, antwoord, door=door, now=now)


@contextmanager
def _zaak_of(**code: Any) -> Iterator[None]:
    """Open the zaak of a code to the reply page: no other row about a resident is in its sight.

    One look whether or not the code is known, so that the time it takes tells nothing.
    """
    rows = Antwoordcode.objects.filter(**code).values_list("zaak", flat=True)
    with narrow_to_zaak(rows.first() if is_answering() else None):
        yield


def _answer(code: UUID, gemeente: str, antwoord: Antwoord, *, door: Actor, now: datetime) -> None:
    row = _usable(now).select_for_update(of=("self",)).filter(id=code, gemeente=gemeente).first()
    if row is None:
        raise Weigering("Deze code werkt niet meer. [code_onbekend]")
    record_antwoord(
        zaak=row.zaak_id,
        gemeente=gemeente,
        persoon=_person_of(row),
        antwoord=antwoord,
        door=door,
        now=now,
    )
    Antwoordcode.objects.filter(id=code, gemeente=gemeente, gebruikt_op=None).update(gebruikt_op=now)


@transaction.atomic
def settle_antwoord(*, antwoord: UUID, zaak: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Mark an answer as acted on; the codes of who is not the one we look for are withdrawn with it."""
    done = process_antwoord(antwoord=antwoord, zaak=zaak, gemeente=gemeente, door=door, now=now)
    if done.soort == NIET_IK:
        withdraw_codes(zaak=zaak, gemeente=gemeente, persoon=done.persoon, door=door, now=now)


@transaction.atomic
def withdraw_codes(*, zaak: UUID, gemeente: str, persoon: UUID | None, door: Actor, now: datetime) -> int:
    """Withdraw the codes of a resident of a zaak (of everybody there, without `persoon`); return how many."""
    rows = Antwoordcode.objects.filter(gemeente=gemeente, zaak=zaak)
    if persoon is not None:
        rows = rows.filter(Q(persoon=persoon) | Q(persoon__in=_signalen_of(zaak, gemeente, persoon)))
    return _withdraw(rows, door=door, now=now)


def withdraw_ended_codes(*, door: Actor, now: datetime) -> int:
    """Withdraw the codes of zaken that are done with and of residents whose data is gone; return how many."""
    known = SignaalPersoon.objects.filter(
        gemeente=OuterRef("gemeente"),
        id__in=Zaaksignaal.objects.filter(
            gemeente=OuterRef(OuterRef("gemeente")), zaak=OuterRef(OuterRef("zaak"))
        ).values("signaal"),
    )
    ended = Q(zaak__status__in=KLAAR, zaak__status_sinds__lt=now - NA_SLUITEN) | ~Exists(known)
    return _withdraw(Antwoordcode.objects.filter(ended), door=door, now=now)


def _usable(now: datetime) -> QuerySet[Antwoordcode]:
    """Return the codes that open something: all conditions in the question, so that every no is the same no."""
    return (
        Antwoordcode.objects.filter(ingetrokken_op=None, geldig_tot__gt=now, zaak__gemeente=F("gemeente"))
        .exclude(zaak__status__in=KLAAR, zaak__status_sinds__lt=now - NA_SLUITEN)
        .select_related("gemeente")
    )


def _withdraw(rows: QuerySet[Antwoordcode], *, door: Actor, now: datetime) -> int:
    with transaction.atomic():
        valid = rows.filter(ingetrokken_op=None, geldig_tot__gt=now)
        found = list(valid.values_list("gemeente_id", "zaak_id", "id").order_by("id"))
        Antwoordcode.objects.filter(id__in=[code for _, _, code in found], ingetrokken_op=None).update(
            ingetrokken_op=now
        )
        for gemeente, zaak in dict.fromkeys((gemeente, zaak) for gemeente, zaak, _ in found):
            count = sum(one == zaak for _, one, _ in found)
            record(
                "antwoordcodes_ingetrokken",
                objectsoort="zaak",
                object=zaak,
                gemeente=gemeente,
                door=door,
                now=now,
                doel=AANBOD,
                waarden={"aantal": count},
            )
    return len(found)


def _person_of(row: Antwoordcode) -> UUID | None:
    """Return the resident of a code as the zaak knows it now: a decision may have joined two into one."""
    if row.persoon is None:
        return None
    links = Zaaksignaal.objects.filter(gemeente=row.gemeente_id, zaak=row.zaak_id, signaal=row.persoon)
    return links.values_list("persoon", flat=True).first() or row.persoon


def _signalen_of(zaak: UUID, gemeente: str, persoon: UUID) -> Iterable[UUID]:
    links = Zaaksignaal.objects.filter(gemeente=gemeente, zaak=zaak, persoon=persoon)
    return links.values_list("signaal", flat=True)


def _show(row: Antwoordcode | None, laatste_soort: str | None = None) -> Codestand | None:
    if row is None:
        return None
    return Codestand(row.id, row.gemeente_id, row.gemeente.naam, row.geldig_tot, laatste_soort)
