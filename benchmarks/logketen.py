"""Measure the chain over the log: writers at once with and without it, and the check of a long log.

On a durable server of its own with the settings of `make start`. Each writer commits an act of two rows and its line.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from rekentijd import Meting, find_postmaster

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
LINE = """
INSERT INTO meldpunt_logregel (id, tijd, gebruiker, partij, rol, handeling, objectsoort, object, gemeente, resultaat,
                               herkomst, doel, waarden, betrokkenen, trace, span)
SELECT gen_random_uuid(), now(), gen_random_uuid(), 'gemeente:0392', 'behandelaar', 'zaak_ingezien', 'zaak', k, '0392',
       'gelukt', 'web', 'vroegsignalering', '{"bereikt": true}', ARRAY['zaak:' || k], md5(k), left(md5(k), 16)
FROM (SELECT gen_random_uuid()::text AS k FROM generate_series(1, %s)) AS keys
"""
ACT = "INSERT INTO proef_werk (sleutel, tekst) SELECT gen_random_uuid(), repeat('x', 200) FROM generate_series(1, 2)"


def write(transactions: int) -> None:
    """Commit so many acts, each with its line, in a session of its own."""
    from django.db import connection, transaction

    try:
        for _ in range(transactions):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(ACT)
                cursor.execute(LINE, [1])
    finally:
        connection.close()


def measure_writers(schrijvers: int, aantal: int) -> None:
    """Let writers work at once without the chain and with it, in turn, and print how many acts a second that gives."""
    from django.db import connection

    meting = Meting(postmaster=find_postmaster(connection.connection.info.backend_pid))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE proef_werk (sleutel uuid PRIMARY KEY, tekst text)")
    for ronde in ("warm", "een", "twee", "drie"):
        for state, naam in (("DISABLE", "zonder"), ("ENABLE", "met")):
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE meldpunt_logregel {state} TRIGGER meldpunt_logregel_meldt")
            with meting.measured(f"{ronde} {naam} keten"), ThreadPoolExecutor(schrijvers) as pool:
                list(pool.map(write, [aantal // schrijvers] * schrijvers))
    for naam, tijd in meting.tijden.items():
        print(f"{naam:20} {aantal / tijd.klok:6.0f} handelingen per seconde · {tijd} s")
    for ronde in ("een", "twee", "drie"):
        without, chained = (meting.tijden[f"{ronde} {naam} keten"] for naam in ("zonder", "met"))
        klok, rekentijd = chained.klok / without.klok, chained.rekentijd / without.rekentijd
        print(f"verhouding {ronde}: klok {klok:.2f}, rekentijd {rekentijd:.2f}")


def measure_check(aantal: int) -> None:
    """Write a long log and check it: lines a second, and how much memory the check adds."""
    from django.db import connection

    from meldpunt.audit.controle import check_log
    from meldpunt.audit.keten import unlocked

    with unlocked(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE meldpunt_logregel, meldpunt_logschakel, meldpunt_loganker")
    meting = Meting(postmaster=find_postmaster(connection.connection.info.backend_pid))
    with meting.measured("schrijven"):
        for _ in range(aantal // 10_000):
            with connection.cursor() as cursor:
                cursor.execute(LINE, [10_000])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with meting.measured("controleren"):
        found = check_log()
    added = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    if not found.heel:
        raise SystemExit(f"the chain is broken: {found.alle_breuken[:3]}")
    for naam, tijd in meting.tijden.items():
        print(
            f"{naam:12} {found.keten.regels} regels, {found.keten.regels / tijd.klok:.0f} per seconde · {tijd} s"
        )
    print(f"geheugen erbij tijdens de controle: {added // 1024} MB")


def measure_search() -> None:
    """Search the long log as a privacy officer does, and print how long each page took."""
    from datetime import timedelta
    from uuid import uuid4

    from django.utils import timezone

    from meldpunt.audit.models import Logregel
    from meldpunt.audit.queries import Logfilter, list_inzagen_of, list_logregels
    from meldpunt.toegang.actor import Actor

    officer = Actor(uuid4(), "Petra", "privacy", "gemeente", "0392", "web", ("0392",))
    line = Logregel.objects.order_by("-id")[1000]
    today = timezone.localdate()
    chosen = {
        "alles": Logfilter(),
        "handeling": Logfilter(handeling="zaak_ingezien"),
        "handeling die er niet is": Logfilter(handeling="zaak_gesloten"),
        "kenmerk": Logfilter(objectsoort="zaak", object=line.object),
        "over inwoner": Logfilter(betrokkene=line.object),
        "geweigerd": Logfilter(resultaat="geweigerd"),
        "periode": Logfilter(van=today - timedelta(days=1), tot=today),
    }
    meting = Meting()
    for naam, wanted in chosen.items():
        with meting.measured(naam):
            list_logregels(door=officer, filter=wanted)
    with meting.measured("inzagen van een inwoner"):
        list_inzagen_of(door=officer, zaken=[UUID(line.object)])
    for naam, tijd in meting.tijden.items():
        print(f"zoeken: {naam:26} {tijd.klok * 1000:7.1f} ms")


def main() -> None:
    """Start a server, make its tables and measure."""
    choice = argparse.ArgumentParser(description=__doc__)
    choice.add_argument("--schrijvers", type=int, default=8)
    choice.add_argument("--handelingen", type=int, default=4000)
    choice.add_argument("--regels", type=int, default=1_000_000)
    options = choice.parse_args()
    from meldpunt.database import Cluster

    with tempfile.TemporaryDirectory(prefix="meldpunt-meting-") as folder:
        os.chmod(folder, 0o711)  # noqa: S103 - the server runs under an account of its own when this is root
        cluster = Cluster(Path(folder) / "database")
        os.environ["MELDPUNT_DATABASE_URL"] = cluster.ensure_running()
        os.environ["MELDPUNT_DATA"] = str(Path(folder) / "gegevens")
        os.environ["DJANGO_SETTINGS_MODULE"] = "meldpunt.settings.demo"
        try:
            import django
            from django.core.management import call_command
            from django.db import connection

            django.setup()
            call_command("migrate", verbosity=0)
            connection.ensure_connection()
            measure_writers(options.schrijvers, options.handelingen)
            measure_check(options.regels)
            measure_search()
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
