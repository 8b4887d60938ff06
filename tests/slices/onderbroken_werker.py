"""A worker that stops dead at one moment of its work, for the test that kills it there.

Run as a process of its own: moment, file that says "I am there", folder of the data, file to deliver.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

MOMENTEN = {
    "ontvangen": "meldpunt.aanlevering.actions.record",
    "lezen": "meldpunt.aanlevering.beoordeling.read_regels",
    "beoordelen": "meldpunt.aanlevering.beoordeling.judge_regels",
    "signalen": "meldpunt_signaal",
    "personen": "meldpunt_signaalpersoon",
    "regelfouten": "meldpunt_regelfout",
    "opgeslagen": "meldpunt.aanlevering.actions.destroy_raw",
    "zaken": "meldpunt_zaak",
    "koppelingen": "meldpunt_zaaksignaal",
    "gematcht": "meldpunt.matching.actions.record",
}


def stop_at(moment: str, there: Path) -> None:
    """Let the work wait forever at this moment: in a function, or halfway the copying into a table."""

    def wait(*args: object, **kwargs: object) -> Any:
        there.touch()
        time.sleep(600)

    target = MOMENTEN[moment]
    if "." in target:
        module, _, name = target.rpartition(".")
        setattr(importlib.import_module(module), name, wait)
    else:
        stop_halfway(target, wait)


def stop_halfway(table: str, wait: Callable[[], Any]) -> None:
    """Let copying into this table wait after its first chunk."""
    from meldpunt import tabelkopie
    from meldpunt.aanlevering import opslag
    from meldpunt.matching import schrijven

    copy_in, encode, as_csv = tabelkopie.copy_in, tabelkopie.encode_chunks, tabelkopie._as_csv

    def halfway(texts: Iterator[Any]) -> Iterator[Any]:
        yield next(texts)
        wait()

    def copying(name: str, frame: Any, **more: Any) -> None:
        if name == table:
            tabelkopie.encode_chunks = lambda frame, kinds, rows: halfway(
                encode(frame, kinds, max(1, rows // 4))
            )
            tabelkopie._as_csv = lambda frame: halfway(as_csv(frame.head(max(1, frame.height // 2))))
        copy_in(name, frame, **more)

    for module in (tabelkopie, opslag, schrijven):
        module.copy_in = copying  # type: ignore[attr-defined]


def main(moment: str, there: str, data: str, bestand: str) -> None:
    """Deliver the file, or process what is due, up to the moment."""
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from meldpunt import pipeline
    from meldpunt.toegang.actor import system_actor

    settings.MELDPUNT_DATA = Path(data)
    stop_at(moment, Path(there))
    if moment == "ontvangen":
        from tests.slices.test_onderbroken import receive

        receive(Path(bestand))
    pipeline.run_due(door=system_actor(herkomst="werker"), clock=timezone.now)


if __name__ == "__main__":
    main(*sys.argv[1:])
