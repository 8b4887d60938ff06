"""Make the pictures of README and handbook: start a fresh demo world, walk through it, write what is seen."""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from browser import find_chromium, open_chromium, sign_in
from playwright.sync_api import Browser, Page

from meldpunt.demo.accounts import WACHTWOORD

ROOT = Path(__file__).resolve().parent.parent
BREEDTE, HOOGTE = 1280, 860
GROOTSTE = 200_000
PARTNER, BEHANDELAAR, COORDINATOR = "sanne@pwn.example", "noor@haarlem.example", "marit@haarlem.example"
PRIVACY, INWONER = "petra@haarlem.example", ""
TELEFOON, TELEFOONHOOGTE = 390, 780
HULP = "(Budget)advies en/of quick fix"


class Beeld(NamedTuple):
    """One picture: where it goes, whose screen it is, where it begins and what is done first."""

    bestand: str
    account: str
    adres: str
    doe: Callable[[Page], None] | None = None
    hoogte: int = HOOGTE
    breedte: int = BREEDTE


def main() -> int:
    """Write every picture and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--adres", help="een site met de demowereld die al draait")
    parser.add_argument("namen", nargs="*", help="alleen beelden waarvan de naam zo begint")
    options = parser.parse_args()
    program = find_chromium()
    if program is None:
        print("Chromium is er niet. Op Debian en Ubuntu: apt-get install chromium.", file=sys.stderr)
        return 1
    wanted = [
        b for b in BEELDEN if not options.namen or Path(b.bestand).stem.startswith(tuple(options.namen))
    ]
    with _site(options.adres) as address, open_chromium(program) as browser:
        for account in dict.fromkeys(beeld.account for beeld in wanted):
            _make_all([b for b in wanted if b.account == account], browser, address)
    too_large = [b.bestand for b in wanted if (ROOT / b.bestand).stat().st_size > GROOTSTE]
    print(f"Groter dan {GROOTSTE} bytes: {too_large}" if too_large else f"{len(wanted)} beelden gemaakt.")
    return 1 if too_large else 0


@contextmanager
def _site(address: str | None) -> Iterator[str]:
    if address:
        yield address
        return
    with tempfile.TemporaryDirectory(prefix="meldpunt-beelden-") as folder:
        # The server of a database that root starts runs under another account and must reach its place.
        Path(folder).chmod(0o711)
        program = subprocess.Popen(
            [sys.executable, "-m", "meldpunt", "start"],
            env={**os.environ, "MELDPUNT_DATA": folder},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield _read_address(program)
        finally:
            program.send_signal(signal.SIGINT)
            program.communicate()


def _read_address(program: subprocess.Popen[str]) -> str:
    for line in program.stdout or ():
        if found := re.search(r"draait op (http://\S+)", line):
            return found[1]
    raise RuntimeError("De site is niet gestart; de reden staat hierboven.")


def _make_all(beelden: list[Beeld], browser: Browser, address: str) -> None:
    context = browser.new_context(
        base_url=address, locale="nl-NL", viewport={"width": BREEDTE, "height": HOOGTE}
    )
    page = context.new_page()
    if beelden[0].account:
        sign_in(page, email=beelden[0].account, wachtwoord=WACHTWOORD)
    for beeld in beelden:
        page.set_viewport_size({"width": beeld.breedte, "height": beeld.hoogte})
        page.goto(beeld.adres)
        if beeld.doe:
            beeld.doe(page)
        page.wait_for_load_state("networkidle")
        target = ROOT / beeld.bestand
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=target, animations="disabled", caret="hide")
        print(f"{beeld.bestand}  {target.stat().st_size // 1000} kB", flush=True)
    context.close()


def _open_first(page: Page, rows: str, *, holding: str, without: str = "\0") -> None:
    """Open the first page behind a row of a list that says one thing and not the other."""
    links = page.locator(rows).evaluate_all("links => links.map(a => a.href)")
    for link in links:
        page.goto(link)
        text = page.locator("body").inner_text().replace("\xa0", " ")
        if holding in text and without not in text:
            return
    raise LookupError(f"{holding!r} staat op geen van de {len(links)} bladzijden achter {page.url}")


def _refused(page: Page) -> None:
    _open_first(page, "main tbody a", holding="U bent nog niet klaar")


def _upload(page: Page) -> None:
    """Hand in a file with column names of its own, so that the screen that maps them comes."""
    since = (date.today() - timedelta(days=75)).strftime("%d-%m-%Y")  # noqa: DTZ011 - a day in a made-up file
    kop = "Klantcode;Naam;Geb. datum;Postcode;Huisnr;Soort;Openstaand saldo;Achterstallig vanaf;Ons kenmerk"
    rows = [
        f"20184;de Vries;14-03-1979;2011 AB;12;water;148,20;{since};A-1001",
        f"20317;Yıldız;02-11-1988;2012 CD;7;water;96,15;{since};A-1002",
        f"20455;van den Berg;27-06-1964;2013EF;31;water;12,00;{since};A-1003",
        f"20502;Pinas;09-09-1991;20;5;water;211,75;{since};A-1004",
    ]
    page.get_by_label("Bestand met signalen").set_input_files(
        {
            "name": "achterstanden-november.csv",
            "mimeType": "text/csv",
            "buffer": "\n".join([kop, *rows]).encode(),
        }
    )
    if page.locator("select#convenant").count():
        page.locator("select#convenant").select_option(index=1)
    page.get_by_role("button", name="Aanleveren", exact=True).click()
    page.get_by_label("Soort", exact=True).select_option("type_vordering")
    page.get_by_label("Achterstallig vanaf").select_option("achterstand_sinds")
    page.get_by_role("button", name="Toon het voorbeeld opnieuw").click()
    page.get_by_text("Gekozen").first.wait_for()


def _zaak(page: Page) -> None:
    _open_first(page, "main [data-rij]", holding="Zaak sluiten", without="Wie is wie?")
    page.locator("details.mp-waarom", has_text="Waarom hier?").locator("summary").click()
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


def _close(page: Page) -> None:
    _open_first(page, "main [data-rij]", holding="Zaak sluiten", without="Wie is wie?")
    page.get_by_role("link", name="Zaak sluiten").first.click()
    page.get_by_role("radio", name=HULP).check()
    page.locator("#voorbeeld li").first.wait_for()


def _first_row(page: Page) -> None:
    page.goto(page.locator("main tbody a").first.evaluate("link => link.href"))


def _try_capacity(page: Page) -> None:
    field = page.get_by_label("Capaciteit")
    field.fill(str(max(1, int(field.input_value() or 20) // 2)))
    page.get_by_role("button", name="Vergelijk").click()
    page.locator("#proef, .mp-paneel").first.wait_for()


_BOEK: Final = "docs/handboek/beelden"
BEELDEN: Final = (
    Beeld("docs/beelden/postvak.png", BEHANDELAAR, "/gemeente/postvak/", None, 1000),
    Beeld(f"{_BOEK}/partner-overzicht.png", PARTNER, "/partner/"),
    Beeld(f"{_BOEK}/partner-aanleveren.png", PARTNER, "/partner/aanleveren/"),
    Beeld(f"{_BOEK}/partner-aanlevering.png", PARTNER, "/partner/aanleveringen/", _refused, 1060),
    Beeld(f"{_BOEK}/partner-signalen.png", PARTNER, "/partner/signalen/"),
    Beeld(f"{_BOEK}/partner-terugkoppelingen.png", PARTNER, "/partner/terugkoppelingen/"),
    Beeld(f"{_BOEK}/partner-kolommen.png", PARTNER, "/partner/aanleveren/", _upload, 1140),
    Beeld(f"{_BOEK}/behandelaar-dag.png", BEHANDELAAR, "/gemeente/dag/"),
    Beeld(f"{_BOEK}/behandelaar-postvak.png", BEHANDELAAR, "/gemeente/postvak/?status=in_behandeling"),
    Beeld(
        f"{_BOEK}/behandelaar-zaak.png", BEHANDELAAR, "/gemeente/postvak/?status=in_behandeling", _zaak, 1340
    ),
    Beeld(
        f"{_BOEK}/behandelaar-sluiten.png", BEHANDELAAR, "/gemeente/postvak/?status=in_behandeling", _close
    ),
    Beeld(f"{_BOEK}/behandelaar-persoonsvraag.png", BEHANDELAAR, "/gemeente/personen/", _first_row),
    Beeld(f"{_BOEK}/coordinator-maandlijst.png", COORDINATOR, "/gemeente/maand/", None, 1180),
    Beeld(f"{_BOEK}/coordinator-proef.png", COORDINATOR, "/gemeente/maand/", _try_capacity),
    Beeld(f"{_BOEK}/coordinator-run.png", COORDINATOR, "/gemeente/runs/?soort=lijst", _first_row),
    Beeld(f"{_BOEK}/coordinator-werkprotocol.png", COORDINATOR, "/gemeente/werkprotocol/"),
    Beeld(f"{_BOEK}/coordinator-termijnen.png", COORDINATOR, "/gemeente/termijnen/"),
    Beeld(f"{_BOEK}/behandelaar-brieven.png", BEHANDELAAR, "/gemeente/brieven/", None, 700),
    Beeld(f"{_BOEK}/partner-opschortingen.png", PARTNER, "/partner/opschortingen/"),
    Beeld(f"{_BOEK}/privacy-openbaarmaking.png", PRIVACY, "/privacy/openbaarmaking/"),
    Beeld(
        f"{_BOEK}/uitvoerder-dagronde.png", BEHANDELAAR, "/gemeente/dagronde/", None, TELEFOONHOOGTE, TELEFOON
    ),
    Beeld(f"{_BOEK}/inwoner-reageren.png", INWONER, "/reageren/", None, TELEFOONHOOGTE, TELEFOON),
)


if __name__ == "__main__":
    sys.exit(main())
