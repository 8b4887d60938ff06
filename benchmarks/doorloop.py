"""Measure a delivery from file to stored decisions and zaken, beside the floor of the same file.

The floor F is what cannot be done without: reading the file (polars) and copying its rows as they are into an
unlogged table. Every size runs in a process of its own, on a server of its own with the settings of `make start`
(durable: fsync on), so that the peak of memory is that of the size. Say `--rijen 1000000 --keren 3` for medians.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

NU = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
KOLOMMEN = (
    *("klantnummer", "voorletters", "tussenvoegsel", "achternaam", "geboortedatum", "straat", "huisnummer"),
    *("huisletter", "huisnummertoevoeging", "postcode", "woonplaats", "telefoon", "email", "type_vordering"),
    *("bedrag", "achterstand_sinds", "referentie", "aantal_herinneringen", "persoonlijk_contact_gezocht"),
    *("gewezen_op_hulp", "bezwaar", "lopende_regeling", "soort_signaal", "verwachte_einddatum"),
)
NAMEN = ("Jansen", "Bakker", "Vries", "Berg", "Yılmaz", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Kaya", "Nowak")
LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
GEMEENTEN = 40


def write_bestand(path: Path, rijen: int, *, seed: int = 1) -> None:
    """Write rows of made-up customers: one in eight shares an address, one in twelve is refused."""
    chance = random.Random(seed)  # noqa: S311 - made-up rows, not secrets
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(";".join(KOLOMMEN) + "\r\n")
        address = ("2000AA", "1", "")
        for number in range(rijen):
            if chance.random() > 1 / 8:
                digits = 1000 + chance.randrange(GEMEENTEN * 200)
                letters = chance.choice(LETTERS) + chance.choice(LETTERS)
                address = (f"{digits}{letters}", str(chance.randrange(1, 400)), chance.choice(("", "", "A", "2")))
            postcode, huisnummer, toevoeging = address
            bedrag = "0" if number % 24 == 0 else f"{chance.randrange(30, 900)},{chance.randrange(100):02d}"
            sinds = "2026-10-20" if number % 24 == 12 else f"2026-0{chance.randrange(4, 9)}-{chance.randrange(1, 29):02d}"
            out.write(
                f"K{number:08d};{chance.choice(LETTERS)}.;{chance.choice(('', 'de', 'van der'))};"
                f"{chance.choice(NAMEN)};{chance.randrange(1940, 2006)}-0{chance.randrange(1, 10)}-"
                f"{chance.randrange(10, 29)};Proefstraat;{huisnummer};;{toevoeging};{postcode};Proefstad;"
                f"0600000000;persoon{number}@voorbeeld.example;huur;{bedrag};{sinds};R-{number:08d};3;ja;ja;nee;nee;"
                "vroeg;\r\n"
            )


@contextmanager
def measured(times: dict[str, float], name: str) -> Iterator[None]:
    """Add the seconds of a block under a name."""
    begin = time.perf_counter()
    yield
    times[name] = times.get(name, 0.0) + time.perf_counter() - begin


def measure_floor(path: Path, times: dict[str, float]) -> None:
    """Read the file, and copy the same rows into an unlogged table."""
    import polars as pl
    from django.db import connection

    with measured(times, "F lezen"):
        pl.read_csv(path, separator=";", infer_schema=False)
    columns = ", ".join(f"{column} text" for column in KOLOMMEN)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE vloer ({columns})")
        with measured(times, "F kopiëren"):
            with cursor.copy("COPY vloer FROM STDIN (FORMAT csv, DELIMITER ';', HEADER)") as copy:
                with path.open("rb") as file:
                    while block := file.read(1 << 20):
                        copy.write(block)
        cursor.execute("DROP TABLE vloer")


def prepare() -> object:
    """Make the municipalities and the partner that the rows fall under."""
    from meldpunt.partijen.models import Gemeente, GemeenteDeelname, PartnerDeelname, Signaalpartner, Werkprotocol

    begin = date(2020, 1, 1)
    partner = Signaalpartner.objects.create(sleutel="verhuurder", naam="Verhuurder", type="Huur")
    for number in range(GEMEENTEN):
        gemeente = Gemeente.objects.create(code=f"{9000 + number}", naam=f"Proefgemeente {number}")
        shared = {"convenant": "landelijk", "gemeente": gemeente, "vanaf": begin}
        GemeenteDeelname.objects.create(**shared, besluit_op=begin, middelen_op=begin)
        PartnerDeelname.objects.create(**shared, partner=partner)
        reeks = f"{1000 + 200 * number}-{1199 + 200 * number}"
        Werkprotocol.objects.create(**shared, postcodes=[reeks], vastgesteld_op=NU)
    return partner


def timed_steps(times: dict[str, float]) -> Callable[[str, int, int], None]:
    """Return a listener for progress that splits the time of processing into its steps."""
    state = {"stap": "", "sinds": time.perf_counter()}

    def tell(stap: str, gedaan: int, totaal: int) -> None:
        now = time.perf_counter()
        if state["stap"] and stap != state["stap"]:
            name = str(state["stap"])
            times[name] = times.get(name, 0.0) + now - float(state["sinds"])
        if stap != state["stap"]:
            state.update(stap=stap, sinds=now)

    return tell


def deliver(path: Path, partner: object, *, datum: date, times: dict[str, float]) -> tuple[int, int]:
    """Take the file through receive, process and match; return how many rows were accepted and refused."""
    from meldpunt.aanlevering import ruw
    from meldpunt.aanlevering.actions import Inzending, process_aanlevering, receive_aanlevering
    from meldpunt.aanlevering.voortgang import Voortgang
    from meldpunt.matching.actions import match_aanlevering
    from meldpunt.toegang.actor import system_actor

    door = system_actor(herkomst="meting")
    listen, real = timed_steps(times), Voortgang.tell
    Voortgang.tell = lambda self, *args: (listen(*args), real(self, *args))[1]  # type: ignore[method-assign]
    with measured(times, "totaal"):
        with measured(times, "ontvangen"):
            row = receive_aanlevering(
                inzending=Inzending(
                    blokken=ruw.read_blocks(path), naam=path.name, partner=partner,  # type: ignore[arg-type]
                    convenant="landelijk", datum=datum, kanaal="meting",
                ),
                door=door, now=NU,
            ).aanlevering  # fmt: skip
        verwerking = process_aanlevering(aanlevering=row.id, door=door, now=NU)
        with measured(times, "matchen"):
            match_aanlevering(aanlevering=row.id, door=door, now=NU, signalen=verwerking.signalen)
    Voortgang.tell = real  # type: ignore[method-assign]
    row.refresh_from_db()
    return row.aantal_geaccepteerd, row.aantal_geweigerd


def run_once(rijen: int, erbij: int) -> None:
    """Measure one size in this process and print one line of figures."""
    import django

    from meldpunt.database import Cluster

    with tempfile.TemporaryDirectory(prefix="meldpunt-meting-") as folder:
        os.chmod(folder, 0o711)  # noqa: S103 - the server runs under an account of its own when this is root
        os.environ["MELDPUNT_DATA"] = folder
        with Cluster(Path(folder) / "database").in_use() as address:
            os.environ["MELDPUNT_DATABASE_URL"] = address
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.settings.demo")
            django.setup()
            from django.core.management import call_command
            from django.db import connection

            call_command("migrate", verbosity=0)
            times: dict[str, float] = {}
            path = Path(folder) / "levering.csv"
            write_bestand(path, rijen)
            measure_floor(path, times)
            partner = prepare()
            accepted, refused = deliver(path, partner, datum=date(2026, 10, 25), times=times)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(report(rijen, accepted, refused, times, peak), flush=True)
            if erbij:
                more: dict[str, float] = {}
                write_bestand(path, erbij, seed=2)
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
                deliver(path, partner, datum=date(2026, 10, 26), times=more)
                parts = "  ".join(f"{name} {seconds:.2f}" for name, seconds in more.items())
                print(f"  {erbij} rijen erbij: {parts}", flush=True)


def report(rijen: int, accepted: int, refused: int, times: dict[str, float], peak: float) -> str:
    """Return the figures of one run as text."""
    floor = times["F lezen"] + times["F kopiëren"]
    parts = "  ".join(f"{name} {seconds:.2f}" for name, seconds in times.items())
    return (
        f"{rijen} rijen ({accepted} geaccepteerd, {refused} geweigerd): {rijen / times['totaal']:,.0f} rijen/s, "
        f"{times['totaal'] / floor:.2f} F, piek {peak:.0f} MB\n  {parts}"
    )


def main() -> None:
    """Run every size in a process of its own, and print the median of the ratios."""
    choice = argparse.ArgumentParser(description=__doc__)
    choice.add_argument("--rijen", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    choice.add_argument("--keren", type=int, default=1)
    choice.add_argument("--erbij", type=int, default=0, help="then deliver so many rows more, onto what is stored")
    choice.add_argument("--een", type=int, help=argparse.SUPPRESS)
    choices = choice.parse_args()
    if choices.een:
        run_once(choices.een, choices.erbij)
        return
    for rijen in choices.rijen:
        ratios = []
        for _ in range(choices.keren):
            command = [sys.executable, __file__, "--een", str(rijen), "--erbij", str(choices.erbij)]
            text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            print(text, end="", flush=True)
            ratios.append(float(text.split(" F,")[0].split()[-1]))
        if choices.keren > 1:
            print(f"{rijen} rijen: mediaan {median(ratios):.2f} F over {choices.keren} keer", flush=True)


if __name__ == "__main__":
    main()
