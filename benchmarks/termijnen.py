"""Measure how long a hundred thousand zaken take to get their terms as rows, and again when nothing changed.

`python benchmarks/termijnen.py --rijen 130000` delivers as doorloop.py does, on a server of its own, and then clocks
the runs; the second time every row is found as it stood. Processor seconds count on a machine that others use too.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from doorloop import NU, prepare, write_bestand
from rekentijd import Meting, find_postmaster


def clock_all(meting: Meting, naam: str) -> int:
    """Clock every run that is due."""
    from meldpunt.opvolging.klokken import clock_runs
    from meldpunt.toegang.actor import system_actor

    door, done = system_actor(herkomst="meting"), 0
    with meting.measured(naam):
        while clocked := clock_runs(door=door, now=NU):
            done += clocked
    return done


def refresh_some(meting: Meting, *, aantal: int = 200) -> None:
    """Work out the terms of single zaken, as each act does."""
    from django.db import transaction

    from meldpunt.matching.models import Zaak
    from meldpunt.opvolging.termijnrijen import refresh_termijnen

    keys = list(Zaak.objects.values_list("id", "gemeente")[:aantal])
    with meting.measured(f"{aantal} zaken een voor een"):
        for zaak, gemeente in keys:
            with transaction.atomic():
                refresh_termijnen(zaak=zaak, gemeente=gemeente, now=NU)


def read_lists(meting: Meting) -> None:
    """Read the overview of a coordinator and the first terms of a page of zaken, as screens do."""
    from meldpunt.matching.models import Zaak
    from meldpunt.opvolging.termijnen import find_eerste_termijnen
    from meldpunt.opvolging.termijnoverzicht import (
        ALLES,
        Termijnfilter,
        count_lopende,
        find_stand,
        list_lopende,
    )
    from meldpunt.toegang.actor import Actor

    door = Actor(None, "Meting", "coordinator", "gemeente", "9000", "meting", ("9000",))
    today = NU.date() + timedelta(weeks=5)
    with meting.measured("overzicht, alles te laat"):
        found = list_lopende(door=door, keuze=Termijnfilter(stand=ALLES), today=today)
    with meting.measured("tellingen"):
        count_lopende(door=door, today=today)
    with meting.measured("stand voor de mail"):
        find_stand(door=door, today=today)
    keys = list(Zaak.objects.filter(gemeente="9000").values_list("gemeente", "id")[:50])
    with meting.measured("eerste termijnen van 50"):
        find_eerste_termijnen(keys, today=today)
    print(f"  {len(found)} regels op de bladzijde")


def measure(folder: Path, rijen: int) -> None:
    """Fill an empty database and clock it twice."""
    from django.core.management import call_command
    from django.db import connection

    from meldpunt.aanlevering import ruw
    from meldpunt.aanlevering.actions import Inzending, process_aanlevering, receive_aanlevering
    from meldpunt.matching.actions import match_aanlevering
    from meldpunt.matching.models import Matchrun, Zaak
    from meldpunt.opvolging.models import Zaaktermijn
    from meldpunt.toegang.actor import system_actor

    call_command("migrate", verbosity=0)
    path, door = folder / "levering.csv", system_actor(herkomst="meting")
    write_bestand(path, rijen)
    inzending = Inzending(
        blokken=ruw.read_blocks(path), naam=path.name, partner=prepare(),  # type: ignore[arg-type]
        convenant="landelijk", datum=date(2026, 10, 25), kanaal="meting",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        meting = Meting(postmaster=find_postmaster(cursor.fetchone()[0]))
    with meting.measured("aanleveren en matchen"):
        row = receive_aanlevering(inzending=inzending, door=door, now=NU).aanlevering
        signalen = process_aanlevering(aanlevering=row.id, door=door, now=NU).signalen
        match_aanlevering(aanlevering=row.id, door=door, now=NU, signalen=signalen)
    runs = clock_all(meting, "termijnen, eerste keer")
    Matchrun.objects.update(geklokt_op=None)
    clock_all(meting, "termijnen, niets veranderd")
    refresh_some(meting)
    read_lists(meting)
    print(f"{Zaak.objects.count()} zaken in {runs} runs, {Zaaktermijn.objects.count()} termijnen")
    for naam, tijd in meting.tijden.items():
        print(f"  {naam}: {tijd}")


def main() -> int:
    """Measure on a server of its own."""
    import django

    from meldpunt.database import Cluster

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rijen", type=int, default=130_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="meldpunt-meting-") as folder:
        os.chmod(folder, 0o711)  # noqa: S103 - the server runs under an account of its own when this is root
        os.environ["MELDPUNT_DATA"] = folder
        with Cluster(Path(folder) / "database").in_use() as address:
            os.environ["MELDPUNT_DATABASE_URL"] = address
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.settings.demo")
            django.setup()
            measure(Path(folder), chosen.rijen)
    return 0


if __name__ == "__main__":
    sys.exit(main())
