"""Measure letters for many zaken: merge and store, print the batch, print each apart, record the attempts.

On a durable server of its own with the settings of `make start`. The promise: 1,000 zaken within two minutes.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from rekentijd import Meting, find_postmaster

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
NU = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)


def measure(aantal: int) -> None:
    """Make, print and record the letters of so many zaken and print the time of each step."""
    from django.core.management import call_command
    from django.db import connection

    from meldpunt.correspondentie.actions import make_brieven
    from meldpunt.correspondentie.drukwerk import print_partij, zip_partij
    from meldpunt.correspondentie.models import Verzendpartij
    from meldpunt.correspondentie.partijen import fetch_partij, mark_gedrukt
    from meldpunt.correspondentie.vastleggen import record_gedrukt
    from meldpunt.werkvoorraad.stapel import Zaaksleutel

    call_command("migrate", verbosity=0)
    zaken, door = prepare(aantal)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT pg_backend_pid()")
        meting = Meting(postmaster=find_postmaster(cursor.fetchone()[0]))

    with meting.measured("maken"):
        for zaak in zaken:
            make_brieven(Zaaksleutel("0392", zaak), {"sjabloon": "eerste-brief"}, door, NU)
    [partij] = Verzendpartij.objects.values_list("id", flat=True)
    where = {"partij": partij, "gemeente": "0392"}
    with meting.measured("pdf"):
        size = len(print_partij(**where, door=door).inhoud)
    with meting.measured("zip"):
        packed = sum(len(piece) for piece in zip_partij(**where, door=door))
    fetch_partij(**where, vorm="pdf", door=door, now=NU)
    mark_gedrukt(**where, door=door, now=NU)
    with meting.measured("vastleggen"):
        recorded = record_gedrukt(**where, herkomst="meting").gedaan
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(zaken)} zaken, {recorded} brieven, pdf {size / 1e6:.1f} MB, zip {packed / 1e6:.1f} MB, "
        f"piek {peak:.0f} MB"
    )
    print("  ".join(f"{name} {tijd}" for name, tijd in meting.tijden.items()))


def prepare(aantal: int) -> tuple[list[object], object]:
    """Bring one signaal on so many addresses, take every zaak in hand, and write the texts."""
    from tests.factories import deliver, make_actor, make_deelname, make_gebruiker, make_partner, make_regel
    from tests.slices.correspondentie.post import prepare_texts

    from meldpunt.matching.models import Zaak
    from meldpunt.opvolging.actions import take_zaak

    pwn = make_partner()
    make_deelname(partners=[pwn])
    rows = [
        make_regel(klantnummer=f"K{n}", huisnummer=str(n), achternaam=f"Proef{n}")
        for n in range(1, aantal + 1)
    ]
    deliver(partner=pwn, regels=rows, datum=date(2026, 10, 25), now=NU)
    prepare_texts(make_actor(rol="coordinator", gebruiker=make_gebruiker(rol="coordinator").id))
    door = make_actor(gebruiker=make_gebruiker().id)
    zaken = list(Zaak.objects.values_list("id", flat=True))
    for zaak in zaken:
        take_zaak(zaak=zaak, gemeente="0392", door=door, now=NU)
    return zaken, door


def main() -> None:
    """Start a server and measure."""
    import django

    from meldpunt.database import Cluster

    choice = argparse.ArgumentParser(description=__doc__)
    choice.add_argument("--zaken", type=int, default=1000)
    choices = choice.parse_args()
    with tempfile.TemporaryDirectory(prefix="meldpunt-meting-") as folder:
        os.chmod(folder, 0o711)  # noqa: S103 - the server runs under an account of its own when this is root
        os.environ["MELDPUNT_DATA"] = folder
        with Cluster(Path(folder) / "database").in_use() as address:
            os.environ["MELDPUNT_DATABASE_URL"] = address
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.settings.demo")
            django.setup()
            measure(choices.zaken)


if __name__ == "__main__":
    main()
