"""From messages to paper: a batch with its cover list, one letter by itself, or each letter as a file in a zip."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, cast
from uuid import UUID

from django.utils import timezone

from meldpunt.correspondentie.actueel import find_veranderd, is_achterhaald
from meldpunt.correspondentie.models import Verzending, Verzendpartij
from meldpunt.correspondentie.partijen import get_partij_row
from meldpunt.correspondentie.pdf import Drukwerk, Voorblad, render_pdf
from meldpunt.correspondentie.queries import names_of, write_kenmerk
from meldpunt.correspondentie.samenvoegen import CODE
from meldpunt.correspondentie.verzegeling import find_code
from meldpunt.rules.talen import write_dag
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering

# What the seal does not open any more, after the key of the installation was changed.
VERLOPEN = "(verlopen)"
NAMEN = {"brief": ("brief", "brieven"), "kaartje": ("kaartje", "kaartjes")}


@dataclass(frozen=True, slots=True)
class Bestand:
    """A file to hand out."""

    naam: str
    inhoud: bytes


def print_partij(*, partij: UUID, gemeente: str, door: Actor, uitgifte: str = "") -> Bestand:
    """Print a batch into one PDF behind its cover list, which carries `uitgifte`: who fetched it and when it must go.

    Raises Weigering when nothing is left to print.
    """
    batch = get_partij_row(partij, gemeente, door)
    letters = _list_drukwerk(batch)
    made = timezone.localdate(batch.gemaakt_op)
    one, many = NAMEN[batch.kanaal]
    count = f"{len(letters)} {one if len(letters) == 1 else many}"
    who = names_of([batch.gemaakt_door]).get(batch.gemaakt_door, "Meldpunt")
    cover = Voorblad(
        f"Voorblad: {count}",
        f"Gemeente {batch.gemeente.naam}. Gemaakt op {write_dag(made, 'nl')} door {who}. {uitgifte}".rstrip(),
        tuple((str(b.nummer), b.kenmerk, b.naam, ", ".join(b.adresregels)) for b in letters),
    )
    printed = render_pdf(letters, titel=cover.titel, gemeente=batch.gemeente.naam, voorblad=cover)
    return Bestand(f"{many}-{made:%Y%m%d}-{write_kenmerk(batch.id)}.pdf", printed)


def zip_partij(*, partij: UUID, gemeente: str, door: Actor, uitgifte: str = "") -> Iterator[bytes]:
    """Give a zip with each letter as a PDF of its own, piece by piece: the first one leaves at once.

    Raises Weigering before the first piece when nothing is left to print.
    """
    batch = get_partij_row(partij, gemeente, door)
    return _zip(_list_drukwerk(batch), batch.gemeente.naam, uitgifte)


class _Doorgeefluik:
    """A file that only goes forward: zipfile writes into it, and the pieces are taken out as they come."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Keep a piece until it is taken."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what is written can be taken at once."""

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def _zip(letters: list[Drukwerk], gemeente: str, uitgifte: str) -> Iterator[bytes]:
    out = _Doorgeefluik()
    with zipfile.ZipFile(cast(IO[bytes], out), "w") as archive:
        if uitgifte:
            archive.writestr("lees-mij.txt", f"{uitgifte}\n")
        for letter in letters:
            name = f"{letter.nummer:04d}-{letter.kenmerk}.pdf"
            archive.writestr(name, render_pdf([letter], titel=letter.onderwerp, gemeente=gemeente))
            yield out.take()
    yield out.take()


def print_verzending(*, verzending: UUID, gemeente: str, door: Actor) -> Bestand:
    """Print one letter or card. Raises GeenToegang when its batch is another inbox's."""
    row = (
        Verzending.objects.select_related("sjabloon", "gemeente")
        .exclude(partij=None)
        .get(id=verzending, gemeente=gemeente)
    )
    if row.partij_id is not None:
        get_partij_row(row.partij_id, gemeente, door)
    letter = _drukwerk(row, 1)
    printed = render_pdf([letter], titel=letter.onderwerp, gemeente=row.gemeente.naam)
    return Bestand(f"{NAMEN[row.kanaal][0]}-{letter.kenmerk}.pdf", printed)


def _list_drukwerk(batch: Verzendpartij) -> list[Drukwerk]:
    """List what is printed; what was withdrawn, closed or outdated meanwhile is left out and keeps its number."""
    rows = list(
        Verzending.objects.filter(gemeente=batch.gemeente_id, partij=batch)
        .select_related("sjabloon", "zaak")
        .order_by("id")
    )
    changed = find_veranderd(gemeente=batch.gemeente_id, zaken=[row.zaak_id for row in rows])
    letters = [
        _drukwerk(row, number)
        for number, row in enumerate(rows, start=1)
        if row.status == Verzending.Status.VERZONDEN
        or (
            row.status == Verzending.Status.KLAAR
            and row.zaak.status == "in_behandeling"
            and not is_achterhaald(row, changed)
        )
    ]
    if not letters:
        raise Weigering("In deze stapel is niets meer te drukken. [partij_leeg]")
    return letters


def _drukwerk(row: Verzending, number: int) -> Drukwerk:
    # With a hyphen that does not break: half a code at the end of a line is typed over wrongly.
    code = (find_code(row.code_verzegeld, verzending=row.id) or VERLOPEN).replace("-", "\u2011")
    return Drukwerk(
        nummer=number,
        kenmerk=write_kenmerk(row.id),
        kanaal=row.kanaal,
        taal=row.sjabloon.taal,
        afzender=tuple(row.afzender.split("\n")),
        naam=row.naam,
        adresregels=tuple(row.adresregels),
        datum=write_dag(timezone.localdate(row.gemaakt_op), "nl"),
        onderwerp=row.onderwerp.replace(CODE, code),
        tekst=row.tekst.replace(CODE, code),
    )
