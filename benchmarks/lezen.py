"""Measure how long it takes to read a delivery, beside the data-frame reader on the same file.

Each measurement runs in a process of its own, so that the peak of one is not that of the next.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

VELDEN = (
    *("klantnummer", "voorletters", "tussenvoegsel", "achternaam", "geboortedatum", "straat", "huisnummer"),
    *("huisletter", "huisnummertoevoeging", "postcode", "woonplaats", "telefoon", "email", "type_vordering"),
    *("bedrag", "achterstand_sinds", "referentie", "aantal_herinneringen", "persoonlijk_contact_gezocht"),
    *("gewezen_op_hulp", "bezwaar", "lopende_regeling", "soort_signaal", "verwachte_einddatum"),
)


def _cells(i: int) -> tuple[str, ...]:
    persoon = (f"K{i:08d}", "P.J.", "van der", f"Proefpersoon{i % 977}é", f"01-05-19{i % 90 + 10}")
    huisletter = "A" if i % 5 == 0 else ""
    adres = ("Proefstraat", str(i % 300 + 1), huisletter, "", f"{1000 + i % 9000}AB", "Haarlem")
    bereik = ("0600000000", f"persoon{i}@voorbeeld.nl")
    vordering = ("huur", f"{i % 900 + 20},50", f"2026-09-{i % 28 + 1:02d}", f"REF-2026-{i:08d}", "3")
    onbekend = "rood" if i % 1000 == 0 else ""
    return (*persoon, *adres, *bereik, *vordering, "ja", "ja", "nee", "nee", "regulier", "", onbekend)


def write_bestand(bestand: Path, rijen: int, *, has_quotes: bool) -> None:
    """Write made-up rows of 25 columns, one of them unknown; quoted as database exports do, or plain."""
    with bestand.open("w", encoding="utf-8", newline="") as uit:
        uit.write(";".join([*VELDEN, "kleur"]) + "\r\n")
        for i in range(rijen):
            cellen = (f'"{cel}"' for cel in _cells(i)) if has_quotes else _cells(i)
            uit.write(";".join(cellen) + "\r\n")


def measure(lezer: str, bestand: Path) -> str:
    """Return the seconds and the peak memory of one reader, in this process."""
    import polars as pl

    from meldpunt.aanlevering.parsers import read_regels

    begin, begin_rekentijd = time.perf_counter(), time.process_time()
    if lezer == "polars":
        rijen = pl.read_csv(bestand, separator=";", infer_schema=False).height
    else:
        rijen = read_regels(bestand, naam=bestand.name, velden=VELDEN).regels.height
    seconden, rekentijd = time.perf_counter() - begin, time.process_time() - begin_rekentijd
    piek = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tijden = f"{seconden:6.2f} s  {rekentijd:6.2f} s rekentijd"
    return f"{lezer:12} {rijen:>9} rijen  {tijden}  {piek:6.0f} MB"


def main() -> None:
    """Print a line per size and reader."""
    keuze = argparse.ArgumentParser(description=__doc__)
    keuze.add_argument("--rijen", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    keuze.add_argument("--meet", nargs=2, help=argparse.SUPPRESS)
    keuzes = keuze.parse_args()
    if keuzes.meet:
        print(measure(keuzes.meet[0], Path(keuzes.meet[1])))
        return
    for rijen in keuzes.rijen:
        for has_quotes in (False, True):
            with tempfile.TemporaryDirectory() as map_:
                bestand = Path(map_) / "aanlevering.csv"
                write_bestand(bestand, rijen, has_quotes=has_quotes)
                soort = "met" if has_quotes else "zonder"
                print(f"{bestand.stat().st_size / 1e6:.0f} MB, {soort} aanhalingstekens")
                for lezer in ("meldpunt", "polars"):
                    subprocess.run([sys.executable, __file__, "--meet", lezer, str(bestand)], check=True)


if __name__ == "__main__":
    main()
