"""`meldpunt bounces`: read mail that came back, from a pipe or a mailbox, and mark what did not arrive."""

from __future__ import annotations

import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from meldpunt.adapters.mail.terugbericht import GROOTST, read_terugbericht
from meldpunt.correspondentie.teruggekomen import record_teruggekomen
from meldpunt.toegang.actor import system_actor


class Command(BaseCommand):
    """Take in the reports of mail servers."""

    help = "Verwerk teruggekomen mail: één bericht van standaardinvoer, of een postbus (Maildir of mbox)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask where the mail is."""
        parser.add_argument("postbus", type=Path, nargs="?", help="Maildir of mbox; anders standaardinvoer")
        parser.add_argument(
            "--bewaar", action="store_true", help="laat gelezen berichten in de postbus staan"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read each message, and take out of the mailbox what was read."""
        if options["postbus"] is None:
            reports = iter([sys.stdin.buffer.read(GROOTST + 1)])
        else:
            reports = _read_postbus(options["postbus"], keep=options["bewaar"])
        door, read, failed = system_actor(herkomst="opdracht"), 0, 0
        for content in reports:
            read += 1
            report = read_terugbericht(content)
            if report is not None:
                failed += record_teruggekomen(bericht=report, door=door, now=timezone.now())
        self.stdout.write(f"{read} berichten gelezen, {failed} verzendingen op mislukt gezet.")


def _read_postbus(path: Path, *, keep: bool) -> Iterator[bytes]:
    """Yield the messages; each is taken out once the next is asked for, so that a failure loses none."""
    if not path.exists():
        raise CommandError(f"Postbus {path} bestaat niet. Controleer de naam. [postbus_ontbreekt]")
    box: mailbox.Mailbox[Any] = (
        mailbox.Maildir(path, create=False) if path.is_dir() else mailbox.mbox(path, create=False)
    )
    box.lock()
    try:
        for key in list(box.keys()):
            yield box.get_bytes(key)
            if not keep:
                box.remove(key)
    finally:
        box.flush()
        box.unlock()
        box.close()
