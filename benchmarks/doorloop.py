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
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

from rekentijd import Meting, find_postmaster

NU = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
KOLOMMEN = (
    *("klantnummer", "voorletters", "tussenvoegsel", "achternaam", "geboortedatum", "straat", "huisnummer"),
    *("huisletter", "huisnummertoevoeging", "postcode", "woonplaats", "telefoon", "email", "type_vordering"),
    *("bedrag", "achterstand_sinds", "referentie", "aantal_herinneringen", "persoonlijk_contact_gezocht"),
    *("gewezen_op_hulp", "bezwaar", "lopende_regeling", "soort_signaal", "verwachte_einddatum"),
)
NAMEN = (
    "Jansen",
    "Bakker",
    "Vries",
    "Berg",
    "Yılmaz",
    "Visser",
    "Smit",
    "Meijer",
    "Mulder",
    "Bos",
    "Kaya",
    "Nowak",
)
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
                address = (
                    f"{digits}{letters}",
                    str(chance.randrange(1, 400)),
                    chance.choice(("", "", "A", "2")),
                )
            postcode, huisnummer, toevoeging = address
            bedrag = "0" if number % 24 == 0 else f"{chance.randrange(30, 900)},{chance.randrange(100):02d}"
            day = f"2026-0{chance.randrange(4, 9)}-{chance.randrange(1, 29):02}"
            sinds = "2026-10-20" if number % 24 == 12 else day
            out.write(
                f"K{number:08d};{chance.choice(LETTERS)}.;{chance.choice(('', 'de', 'van der'))};"
                f"{chance.choice(NAMEN)};{chance.randrange(1940, 2006)}-0{chance.randrange(1, 10)}-"
                f"{chance.randrange(10, 29)};Proefstraat;{huisnummer};;{toevoeging};{postcode};Proefstad;"
                f"0600000000;persoon{number}@voorbeeld.example;huur;{bedrag};{sinds};R-{number:08d};3;ja;ja;nee;nee;"
                "vroeg;\r\n"
            )


def measure_floor(path: Path, meting: Meting) -> None:
    """Read the file, and copy the same rows into an unlogged table."""
    import polars as pl
    from django.db import connection

    with meting.measured("F lezen"):
        pl.read_csv(path, separator=";", infer_schema=False)
    columns = ", ".join(f"{column} text" for column in KOLOMMEN)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE vloer ({columns})")
        statement = "COPY vloer FROM STDIN (FORMAT csv, DELIMITER ';', HEADER)"
        with meting.measured("F kopiëren"), cursor.copy(statement) as copy, path.open("rb") as file:
            while block := file.read(1 << 20):
                copy.write(block)
        cursor.execute("DROP TABLE vloer")


def prepare() -> object:
    """Make the municipalities and the partner that the rows fall under."""
    from meldpunt.partijen.models import (
        Gemeente,
        GemeenteDeelname,
        PartnerDeelname,
        Signaalpartner,
        Werkprotocol,
    )

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


@contextmanager
def listening(meting: Meting, *, per_table: bool) -> Iterator[None]:
    """Split the time of processing into its steps, and where asked name the time of each table."""
    from meldpunt import tabelkopie
    from meldpunt.aanlevering import opslag
    from meldpunt.aanlevering.voortgang import Voortgang
    from meldpunt.matching import schrijven

    tell, copy_in = Voortgang.tell, tabelkopie.copy_in

    def telling(self: Voortgang, stap: str, gedaan: int, totaal: int) -> None:
        meting.step(stap)
        tell(self, stap, gedaan, totaal)

    def copying(table: str, frame: object, **more: object) -> None:
        with meting.measured(f"· {table.removeprefix('meldpunt_')}"):
            copy_in(table, frame, **more)  # type: ignore[arg-type]

    Voortgang.tell = telling  # type: ignore[method-assign]
    if per_table:
        for module in (tabelkopie, opslag, schrijven):
            module.copy_in = copying  # type: ignore[attr-defined]
    yield
    Voortgang.tell = tell  # type: ignore[method-assign]
    for module in (tabelkopie, opslag, schrijven):
        module.copy_in = copy_in  # type: ignore[attr-defined]


def deliver(path: Path, partner: object, *, datum: date, meting: Meting) -> tuple[int, int]:
    """Take the file through receive, process and match; return how many rows were accepted and refused."""
    from meldpunt import pipeline
    from meldpunt.aanlevering import ruw
    from meldpunt.aanlevering.actions import Inzending, receive_aanlevering
    from meldpunt.toegang.actor import system_actor

    door = system_actor(herkomst="meting")
    with meting.measured("totaal"):
        meting.step("ontvangen")
        row = receive_aanlevering(
            inzending=Inzending(
                blokken=ruw.read_blocks(path), naam=path.name, partner=partner,  # type: ignore[arg-type]
                convenant="landelijk", datum=datum, kanaal="meting",
            ),
            door=door, now=NU,
        ).aanlevering  # fmt: skip
        pipeline.run_aanlevering(aanlevering=row.id, door=door, clock=lambda: NU)
        meting.step("")
    row.refresh_from_db()
    return row.aantal_geaccepteerd, row.aantal_geweigerd


@contextmanager
def as_worker(address: str | None) -> Iterator[None]:
    """Work from here on as the worker does: with its own role, under row security; without address as the owner."""
    if address is None:
        yield
        return
    from django.db import connection

    from meldpunt.settings.verbinding import read_address
    from meldpunt.toegang.actor import system_actor
    from meldpunt.toegang.rijcontext import acting

    connection.close()
    connection.settings_dict.update(read_address(address))
    with acting(system_actor(herkomst="meting"), doel="meting"):
        yield


def run_once(rijen: int, erbij: int, *, per_table: bool = False, werker: bool = False) -> None:
    """Measure one size in this process and print one line of figures."""
    import django

    from meldpunt.database import Cluster

    with tempfile.TemporaryDirectory(prefix="meldpunt-meting-") as folder:
        os.chmod(folder, 0o711)  # noqa: S103 - the server runs under an account of its own when this is root
        os.environ["MELDPUNT_DATA"] = folder
        cluster = Cluster(Path(folder) / "database")
        with cluster.in_use() as address:
            os.environ["MELDPUNT_DATABASE_URL"] = address
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.settings.demo")
            django.setup()
            rol = cluster.find_address(rol="meldpunt_werker") if werker else None
            measure_size(Path(folder) / "levering.csv", (rijen, erbij), rol, per_table=per_table)


def measure_size(path: Path, sizes: tuple[int, int], rol: str | None, *, per_table: bool) -> None:
    """Fill an empty database with one delivery, and bring a smaller one after it."""
    from django.core.management import call_command
    from django.db import connection

    rijen, erbij = sizes
    call_command("migrate", verbosity=0)
    write_bestand(path, rijen)
    partner = prepare()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        meting = Meting(postmaster=find_postmaster(cursor.fetchone()[0]))
    measure_floor(path, meting)
    with as_worker(rol), listening(meting, per_table=per_table):
        accepted, refused = deliver(path, partner, datum=date(2026, 10, 25), meting=meting)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(report(rijen, (accepted, refused), meting, peak), flush=True)
    if erbij:
        write_bestand(path, erbij, seed=2)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        more = Meting(postmaster=meting.postmaster)
        with as_worker(rol), listening(more, per_table=per_table):
            deliver(path, partner, datum=date(2026, 10, 26), meting=more)
        print(f"  {erbij} rijen erbij: {format_times(more)}", flush=True)


def format_times(meting: Meting) -> str:
    """Return every step with the clock, and in brackets the processor seconds of process and server."""
    return "  ".join(f"{name} {tijd}" for name, tijd in meting.tijden.items())


def report(rijen: int, counts: tuple[int, int], meting: Meting, peak: float) -> str:
    """Return the figures of one run as text."""
    times = meting.tijden
    total, lezen, copying = times["totaal"], times["F lezen"], times["F kopiëren"]
    on_clock = total.klok / (lezen.klok + copying.klok)
    computing = total.rekentijd / (lezen.rekentijd + copying.rekentijd)
    return (
        f"{rijen} rijen ({counts[0]} geaccepteerd, {counts[1]} geweigerd): {rijen / total.klok:,.0f} rijen/s, "
        f"{on_clock:.2f} F, rekentijd {computing:.2f} F, piek {peak:.0f} MB\n  {format_times(meting)}"
    )


def main() -> None:
    """Run every size in a process of its own, and print the median of the ratios."""
    choice = argparse.ArgumentParser(description=__doc__)
    choice.add_argument("--rijen", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    choice.add_argument("--keren", type=int, default=1)
    choice.add_argument(
        "--erbij", type=int, default=0, help="then deliver so many rows more, onto what is stored"
    )
    choice.add_argument("--tabellen", action="store_true", help="name the time of every table too")
    choice.add_argument(
        "--werker",
        action="store_true",
        help="as the worker, under row security; else as the owner of the tables",
    )
    choice.add_argument("--een", type=int, help=argparse.SUPPRESS)
    choices = choice.parse_args()
    if choices.een:
        run_once(choices.een, choices.erbij, per_table=choices.tabellen, werker=choices.werker)
        return
    for rijen in choices.rijen:
        ratios, computing = [], []
        for _ in range(choices.keren):
            command = [sys.executable, __file__, "--een", str(rijen), "--erbij", str(choices.erbij)]
            command += ["--tabellen"] if choices.tabellen else []
            command += ["--werker"] if choices.werker else []
            text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            print(text, end="", flush=True)
            ratios.append(float(text.split(" F,")[0].split()[-1]))
            computing.append(float(text.split(" F,")[1].split()[-1]))
        if choices.keren > 1:
            print(
                f"{rijen} rijen, mediaan van {choices.keren} keer: {median(ratios):.2f} F, "
                f"rekentijd {median(computing):.2f} F",
                flush=True,
            )


if __name__ == "__main__":
    main()
