"""Measure one act on many zaken: the one request that asks for it, and the worker that does it zaak by zaak.

On a durable server of its own (fsync, as `make start`), with zaken that came in by a delivery. The request is the
whole of a POST through Django: sign-in, rights, choosing by filter, writing the rows, queueing.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from rekentijd import Meting, find_postmaster

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def make_zaken(aantal: int) -> None:
    """Deliver so many addresses under a covenant that makes zaken at once."""
    from django.utils import timezone
    from tests.factories import deliver, make_deelname, make_partner, make_regel

    pwn = make_partner()
    make_deelname(partners=[pwn])
    today = timezone.localdate()
    sinds = (today - timedelta(days=65)).isoformat()
    regels = [
        make_regel(
            klantnummer=f"K{n}", huisnummer=str(1 + n % 9999), toevoeging="ABC"[n // 9999], sinds=sinds
        )
        for n in range(aantal)
    ]
    deliver(partner=pwn, regels=regels, datum=today, now=timezone.now())


def measure(aantal: int) -> None:
    """Print a line for the request and a line for the worker, for each of two acts."""
    from django.db import connection
    from django.test import Client
    from django.utils import timezone
    from tests.factories import make_gebruiker

    from meldpunt import stapel
    from meldpunt.matching.models import Zaak
    from meldpunt.werkvoorraad.models import Stapelopdracht, Stapelregel

    make_zaken(aantal)
    noor, sam = make_gebruiker(), make_gebruiker(email="sam@haarlem.example")
    client = Client(SERVER_NAME="localhost")
    client.force_login(noor)
    client.get("/gemeente/postvak/")
    acts: tuple[dict[str, str], ...] = ({"actie": "toewijzen", "aan": str(sam.id)}, {"actie": "oppakken"})
    for act in acts:
        Zaak.objects.update(behandelaar=None, status="nieuw")
        connection.close()
        connection.ensure_connection()
        meting = Meting(postmaster=find_postmaster(connection.connection.info.backend_pid))
        since = meting.now()
        answer = client.post("/gemeente/postvak/stapel/", {"hele_keuze": "ja", "terug": "", **act})
        meting.add("verzoek", since)
        if answer.status_code != 302:
            raise SystemExit(f"the request was not taken: {answer.status_code}")
        opdracht = Stapelopdracht.objects.latest("id")
        since = meting.now()
        stapel.run_stapelopdracht(opdracht=opdracht.id, clock=timezone.now)
        meting.add("werker", since)
        done = Stapelregel.objects.filter(opdracht=opdracht, uitkomst="gedaan").count()
        for naam, tijd in meting.tijden.items():
            print(f"{act['actie']:10} {opdracht.aantal} zaken, {done} gedaan · {naam:8} {tijd} s")


def main() -> None:
    """Start a server, make its tables and measure."""
    choice = argparse.ArgumentParser(description=__doc__)
    choice.add_argument("--zaken", type=int, default=800)
    aantal = choice.parse_args().zaken
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

            django.setup()
            call_command("migrate", verbosity=0)
            measure(aantal)
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
