"""Count what strangers try, and say when it is too often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final

from django.db import connection

from meldpunt.toegang.afleiding import hash_with_keys
from meldpunt.toegang.models import Teller

# One statement: two tries at the same moment never read the same number.
UPSERT: Final = """
INSERT INTO meldpunt_teller (soort, sleutel, venster, aantal) VALUES (%s, %s, %s, 1)
ON CONFLICT (soort, sleutel, venster) DO UPDATE SET aantal = LEAST(meldpunt_teller.aantal, 1000000000) + 1
RETURNING aantal
"""
IEDEREEN: Final = "iedereen"
BEWAREN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Grens:
    """How often something may be tried within a stretch of time."""

    soort: str
    aantal: int
    venster: timedelta


class TeVaak(Exception):
    """Something was tried too often; `opnieuw_op` says from when on it may be tried again."""

    def __init__(self, opnieuw_op: datetime) -> None:
        super().__init__("tried too often")
        self.opnieuw_op = opnieuw_op


def claim_try(*, grenzen: Sequence[tuple[Grens, str]], now: datetime) -> None:
    """Count a try against each limit with its key, in order. Raises TeVaak at the first that is exceeded.

    Those behind it are not counted then: one stubborn sender does not use up what there is for everybody.
    """
    for grens, sleutel in grenzen:
        count_use(grens=grens, sleutel=sleutel, now=now)


@dataclass(frozen=True, slots=True)
class Geteld:
    """What is left within a limit, and from when on all of it is there again."""

    over: int
    opnieuw_op: datetime


def count_use(*, grens: Grens, sleutel: str, now: datetime) -> Geteld:
    """Count one use against a limit and say what is left. Raises TeVaak."""
    begin = _begin_of(grens, now)
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [grens.soort, sleutel, begin])
        (tried,) = cursor.fetchone()
    if tried > grens.aantal:
        raise TeVaak(begin + grens.venster)
    return Geteld(grens.aantal - tried, begin + grens.venster)


def release_tries(*, soort: str, sleutel: str) -> None:
    """Forget the tries that were counted under a key: it went well, or somebody vouches for it."""
    Teller.objects.filter(soort=soort, sleutel=sleutel).delete()


def hide_afzender(adres: str, *, now: datetime) -> str:
    """Return the key of a sender for the counters; tomorrow the same sender has another one.

    Of an IPv6 address the network counts (its first 64 bits): a household has them all.
    """
    hidden = hash_with_keys(_network_of(adres), doel=f"afzender {now.astimezone(UTC):%Y-%m-%d}")
    return hidden[0]


def sweep_tellers(*, now: datetime) -> int:
    """Delete the counters that count for nothing any more; return how many."""
    return Teller.objects.filter(venster__lt=now - BEWAREN).delete()[0]


def _begin_of(grens: Grens, now: datetime) -> datetime:
    length = int(grens.venster.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // length * length, tz=UTC)


def _network_of(adres: str) -> str:
    try:
        address = ip_address(adres)
    except ValueError:
        return adres
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address)
