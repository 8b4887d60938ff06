"""The chain over the log: computed anew from the lines, apart from the trigger that laid it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.db import connection, transaction

LEEG: Final = bytes(32)
BLOK: Final = 5000
# More than these are not shown: a log that was rewritten breaks everywhere.
MEESTE: Final = 100
# The columns of form 1, in their order, as the texts the trigger hashes; a moment in whole microseconds.
_MOMENT: Final = "trunc(extract(epoch FROM {}) * 1000000)::bigint::text"
KOLOMMEN: Final = (
    "s.vorm::text", "s.volgnummer::text", _MOMENT.format("s.gelegd_op"), "l.id::text", _MOMENT.format("l.tijd"),
    "l.gebruiker::text", "l.partij", "l.rol", "l.handeling", "l.objectsoort", "l.object", "l.gemeente",
    "l.resultaat", "l.herkomst", "l.doel", "l.waarden::text", "array_to_string(l.betrokkenen, ',')", "l.trace",
    "l.span", "l.ouder", "l.van_buiten::text",
)  # fmt: skip
SCHAKELS: Final = f"""
SELECT s.volgnummer, s.vorige, s.hash, s.gelegd_op, l.tijd, l.gemeente, l.id IS NOT NULL, {", ".join(KOLOMMEN)}
FROM meldpunt_logschakel s LEFT JOIN meldpunt_logregel l ON l.id = s.logregel
WHERE s.volgnummer >= %s ORDER BY s.volgnummer
"""  # noqa: S608 - constants of its own
INGEVOEGD: Final = f"""
SELECT l.id::text, l.tijd, l.gemeente FROM meldpunt_logregel l
WHERE NOT EXISTS (SELECT FROM meldpunt_logschakel s WHERE s.logregel = l.id) ORDER BY l.tijd LIMIT {MEESTE}
"""  # noqa: S608 - constants of its own
EERSTE_VANAF: Final = """
SELECT coalesce((SELECT min(volgnummer) FROM meldpunt_logschakel WHERE gelegd_op >= %s),
                (SELECT max(volgnummer) + 1 FROM meldpunt_logschakel), 1)
"""
INGEKORT: Final = """
SELECT EXISTS (SELECT FROM meldpunt_logregel
               WHERE handeling = 'logboek_ingekort' AND objectsoort = 'logboek' AND object = %s)
"""
VAST: Final = ("meldpunt_logregel", "meldpunt_logschakel", "meldpunt_loganker")


@dataclass(frozen=True, slots=True)
class Breuk:
    """A place where the chain does not hold: the number, the moment of the line, and what is wrong."""

    volgnummer: int
    tijd: datetime | None
    soort: str
    tekst: str


@dataclass(slots=True)
class Keten:
    """What a walk along the chain found so far."""

    regels: int = 0
    aantal_breuken: int = 0
    breuken: list[Breuk] = field(default_factory=list)
    eerste: int = 0
    laatste: int = 0

    @property
    def heel(self) -> bool:
        """Say whether nothing was wrong."""
        return not self.aantal_breuken

    def breek(self, breuk: Breuk) -> None:
        """Note a break; only the first ones are kept, all are counted."""
        self.aantal_breuken += 1
        if len(self.breuken) < MEESTE:
            self.breuken.append(breuk)


def compute_hash(vorige: bytes, columns: tuple[str | None, ...]) -> bytes:
    """Return the hash of a line that stands after `vorige`: SHA-256 over it and a netstring per column."""
    parts = [vorige]
    for column in columns:
        if column is None:
            parts.append(b"-,")
        else:
            text = column.encode()
            parts.append(b"%d:%b," % (len(text), text))
    return sha256(b"".join(parts)).digest()


def find_first(moment: datetime) -> int:
    """Return the number of the first line that was linked at this moment or after it."""
    with connection.cursor() as cursor:
        cursor.execute(EERSTE_VANAF, [moment])
        return int(cursor.fetchone()[0])


def find_head() -> tuple[int, bytes] | None:
    """Return the number and hash at the end of the chain; none while the log is empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT volgnummer, hash FROM meldpunt_logschakel ORDER BY volgnummer DESC LIMIT 1")
        row = cursor.fetchone()
    return None if row is None else (row[0], bytes(row[1]))


def walk_keten(*, vanaf: int = 1, gemeente: str = "", ankers: Mapping[int, bytes] | None = None) -> Keten:
    """Walk along the chain from a number on and note everything that was changed, removed, inserted or moved.

    Memory stays the same however long the log is. `ankers` are hashes that were signed earlier, by number;
    `gemeente` leaves out what is wrong with lines of another municipality.
    """
    keten, anchored = Keten(), ankers or {}
    with transaction.atomic():
        expected: tuple[int, bytes] | None = None
        for row in _rows(vanaf):
            if expected is None:
                keten.eerste = row[0]
                expected = _begin(keten, row, vanaf=vanaf, ankers=anchored)
            expected = _check(keten, row, expected, gemeente=gemeente, ankers=anchored)
        _check_end(keten, anchored, vanaf=vanaf)
        _check_loose(keten, gemeente=gemeente)
    return keten


def _rows(vanaf: int) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(SCHAKELS, [vanaf])
        while block := cursor.fetchmany(BLOK):
            yield from block


def _begin(
    keten: Keten, row: tuple[Any, ...], *, vanaf: int, ankers: Mapping[int, bytes]
) -> tuple[int, bytes]:
    """Return the number and hash that must stand before the first line."""
    number, before = row[0], bytes(row[1])
    if vanaf > 1 and number == vanaf:
        return number - 1, before
    if number > 1 and ankers.get(number - 1) == before and _is_ingekort(number - 1):
        # An older period was taken out by its owner: its end was anchored, and the log itself says so.
        return number - 1, before
    return vanaf - 1, LEEG if vanaf <= 1 else before


def _is_ingekort(tot: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(INGEKORT, [str(tot)])
        return bool(cursor.fetchone()[0])


def _check(
    keten: Keten,
    row: tuple[Any, ...],
    expected: tuple[int, bytes],
    *,
    gemeente: str,
    ankers: Mapping[int, bytes],
) -> tuple[int, bytes]:
    number, before, laid = row[0], bytes(row[1]), bytes(row[2])
    moment, whose, there = row[4] or row[3], row[5], row[6]
    keten.regels += 1
    keten.laatste = number
    ours = not gemeente or whose in {gemeente, None}
    if number != expected[0] + 1:
        missing = f"{expected[0] + 1} tot en met {number - 1}"
        keten.breek(Breuk(expected[0] + 1, moment, "schakel_weg", f"De schakels {missing} ontbreken."))
    if before != expected[1]:
        keten.breek(Breuk(number, moment, "volgorde", "Deze schakel past niet op de vorige."))
    if not there:
        keten.breek(Breuk(number, moment, "regel_weg", "De regel bij deze schakel ontbreekt."))
    elif ours and compute_hash(before, row[7:]) != laid:
        keten.breek(
            Breuk(number, moment, "gewijzigd", "De regel is niet meer wat hij was toen hij is gezet.")
        )
    if number in ankers and ankers[number] != laid:
        keten.breek(Breuk(number, moment, "anker", "De regel past niet bij het anker dat hier is gezet."))
    return number, laid


def _check_end(keten: Keten, ankers: Mapping[int, bytes], *, vanaf: int) -> None:
    last = keten.laatste or vanaf - 1
    for number in sorted(number for number in ankers if number > last):
        keten.breek(
            Breuk(number, None, "afgeknipt", "Hier is een anker gezet, maar de keten houdt eerder op.")
        )


def _check_loose(keten: Keten, *, gemeente: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INGEVOEGD)
        for key, moment, whose in cursor.fetchall():
            if not gemeente or whose == gemeente:
                keten.breek(Breuk(0, moment, "ingevoegd", f"Regel {key} staat niet in de keten."))


@contextmanager
def unlocked() -> Iterator[None]:
    """Let the owner of the tables take away lines inside: to empty a demo world, or to end a closed period.

    The application's own role cannot do this. Raises ProgrammingError without the rights of the owner.
    """
    with transaction.atomic():
        _set_guards("DISABLE")
        yield
        _set_guards("ENABLE")


def _set_guards(state: str) -> None:
    with connection.cursor() as cursor:
        for table in VAST:
            for guard in ("vast", "leeg"):
                cursor.execute(f"ALTER TABLE {table} {state} TRIGGER {table}_{guard}")
