"""Measure the register of addresses: loading it, loading it again, and what looking it up costs the matching.

`python benchmarks/bag.py --adressen 1000000 --rijen 100000` makes a register of made-up addresses in which every
thirtieth object has two, loads it into a server of its own beside a bare COPY of the same rows, and places a frame of
signalen on it, half of which it knows. Processor seconds count on a machine that others use too.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from pathlib import Path

import polars as pl
from doorloop import NU
from rekentijd import Meting, find_postmaster

TWEE_ADRESSEN = 30


def make_register(adressen: int) -> pl.DataFrame:
    """Make addresses by the names of the interface; one in thirty is the second of the object before it."""
    n = pl.int_range(adressen, dtype=pl.Int64)
    second = (n % TWEE_ADRESSEN == 1).cast(pl.Int64)
    digits = n.cast(pl.String).str.zfill(10)
    return pl.select(
        nummeraanduidingIdentificatie=pl.concat_str(pl.lit("039220"), digits),
        adresseerbaarObjectIdentificatie=pl.concat_str(
            pl.lit("039201"), (n - second).cast(pl.String).str.zfill(10)
        ),
        postcode=_postcode(n),
        huisnummer=(1 + n // 400_000).cast(pl.String),
        openbareRuimteNaam=pl.lit("Laan van de landinrichtingscommissie"),
        korteNaam=pl.lit("Ln vd landinrcie"),
        woonplaatsNaam=pl.lit("Haarlem"),
        gemeentecode=pl.lit("0392"),
        indicatieNevenadres=pl.when(second == 1).then(pl.lit("true")).otherwise(pl.lit("")),
    )


def _postcode(n: pl.Expr) -> pl.Expr:
    letters = pl.lit(pl.Series([a + b for a in "ABCDEGHJKLMNPRTVWXZ" for b in "ABCDEGHJKLMNPRTVWXZ"]))
    return pl.concat_str((1000 + n // 361 % 9000).cast(pl.String), letters.gather((n % 361).cast(pl.UInt32)))


def make_signalen(rijen: int, adressen: int) -> pl.DataFrame:
    """Make the columns of signalen that matter, spread over the register and as many addresses beside it."""
    n = (pl.int_range(rijen, dtype=pl.Int64) * 2_654_435_761 % (2 * adressen)).alias("n")
    return pl.select(
        signaal=pl.int_range(rijen).cast(pl.String),
        gemeente=pl.lit("0392"),
        postcode=_postcode(n),
        huisnummer=(1 + n // 400_000).cast(pl.Int32),
        suffix=pl.lit(""),
    ).sort("postcode", "huisnummer")


def copy_bare(register: pl.DataFrame, meting: Meting) -> None:
    """COPY the rows as they are into one unlogged table without a key: what loading cannot beat."""
    from django.db import connection

    buffer = io.BytesIO()
    register.write_csv(buffer, include_header=False)
    kolommen = ", ".join(f"k{place} text" for place in range(register.width))
    with connection.cursor() as cursor, meting.measured("kale COPY"):
        cursor.execute(f"CREATE UNLOGGED TABLE kaal ({kolommen})")
        with cursor.copy("COPY kaal FROM STDIN (FORMAT csv)") as copy:
            copy.write(buffer.getbuffer())


def measure(folder: Path, adressen: int, rijen: int) -> None:
    """Load twice, and place signalen before and after."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from meldpunt.bag.actions import Inlading, load_bag
    from meldpunt.matching.adressen import note_stappen, on_hoofdadres
    from meldpunt.toegang.actor import system_actor

    call_command("migrate", verbosity=0)
    register, signalen = make_register(adressen), make_signalen(rijen, adressen)
    pad, door = folder / "bag.csv", system_actor(herkomst="meting")
    register.write_csv(pad, separator=";")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        meting = Meting(postmaster=find_postmaster(cursor.fetchone()[0]))
    copy_bare(register, meting)
    with meting.measured("plaatsen zonder register"), transaction.atomic():
        note_stappen(on_hoofdadres(signalen))
    for naam in ("laden, eerste keer", "laden, niets veranderd"):
        with meting.measured(naam):
            load_bag(inlading=Inlading(bestand=pad), door=door, now=NU)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE meldpunt_bagadres")
    with meting.measured("op hoofdadres zetten"), transaction.atomic():
        placed = on_hoofdadres(signalen)
    with meting.measured("stappen opzoeken"), transaction.atomic():
        steps = note_stappen(placed)["adresstap"].value_counts()
    small = signalen.sample(100, seed=1)
    with meting.measured("honderd signalen plaatsen"), transaction.atomic():
        note_stappen(on_hoofdadres(small))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('meldpunt_bagadres')")
        print(f"{adressen} adressen, {cursor.fetchone()[0] / adressen:.0f} bytes per adres; {rijen} signalen")
    print("  " + ", ".join(f"{stap}: {aantal}" for stap, aantal in steps.iter_rows()))
    for naam, tijd in meting.tijden.items():
        print(f"  {naam}: {tijd}")


def main() -> int:
    """Measure on a server of its own."""
    import django

    from meldpunt.database import Cluster

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--adressen", type=int, default=1_000_000)
    parser.add_argument("--rijen", type=int, default=100_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="meldpunt-meting-") as folder:
        os.chmod(folder, 0o711)  # noqa: S103 - the server runs under an account of its own when this is root
        os.environ["MELDPUNT_DATA"] = folder
        with Cluster(Path(folder) / "database").in_use() as address:
            os.environ["MELDPUNT_DATABASE_URL"] = address
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.settings.demo")
            django.setup()
            measure(Path(folder), chosen.adressen, chosen.rijen)
    return 0


if __name__ == "__main__":
    sys.exit(main())
