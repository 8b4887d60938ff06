"""`meldpunt aanleveren`: receive and process one file in the foreground, without a worker."""

from __future__ import annotations

import sys
import tomllib
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from meldpunt import pipeline
from meldpunt.aanlevering.actions import Inzending, Ontvangst, receive_aanlevering
from meldpunt.aanlevering.kolomkaart import KolomkaartFout
from meldpunt.aanlevering.ontvangstbewijs import make_ontvangstbewijs, write_json
from meldpunt.aanlevering.parsers import BestandFout
from meldpunt.aanlevering.queries import (
    Aanlevering,
    get_aanlevering,
    get_stand,
    list_foutregels,
    list_gronden,
)
from meldpunt.aanlevering.ruw import read_blocks
from meldpunt.aanlevering.voorproef import check_kolommen
from meldpunt.partijen.models import Signaalpartner
from meldpunt.partijen.queries import find_partner
from meldpunt.partijen.register import list_convenanten
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.weigering import Weigering

GOED, GEWEIGERD, FOUT = 0, 1, 2
EERSTE_REGELS = 10


class OpdrachtFout(Exception):
    """An argument that cannot be right; the text is the Dutch sentence."""


class Command(BaseCommand):
    help = "Lever een bestand aan namens een partner en toon het besluit over elke regel."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = _refuse_arguments  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bestand", type=Path, help="CSV, XLSX, XLS of ODS")
        parser.add_argument("--partner", required=True, help="sleutel van de partner")
        parser.add_argument("--convenant", required=True, help="sleutel van het convenant")
        parser.add_argument("--datum", help="dag van aanlevering, JJJJ-MM-DD; anders vandaag")
        parser.add_argument(
            "--kolommen", type=Path, help='TOML met regels zoals: "Openstaand saldo" = "bedrag"'
        )
        parser.add_argument("--json", action="store_true", help="toon het ontvangstbewijs als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            inzending = _read_inzending(options)
            aanlevering, nieuw = _deliver(inzending, show=sys.stderr.isatty())
        except (OpdrachtFout, BestandFout, KolomkaartFout, Weigering) as fout:
            print(" ".join(map(str, fout.args)), file=sys.stderr)
            sys.exit(FOUT)
        if options["json"]:
            sys.stdout.write(write_json(make_ontvangstbewijs(aanlevering)).decode())
        elif nieuw:
            print(_summary(aanlevering))
        if not nieuw:
            print(_said_before(aanlevering), file=sys.stderr if options["json"] else sys.stdout)
            sys.exit(GOED)
        if aanlevering.status != "verwerkt":
            print(aanlevering.fout_zin, file=sys.stderr)
            sys.exit(FOUT)
        sys.exit(GEWEIGERD if aanlevering.aantal_geweigerd else GOED)


def _refuse_arguments(message: str) -> NoReturn:
    print(
        "Zo levert u aan: meldpunt aanleveren BESTAND --partner SLEUTEL --convenant SLEUTEL "
        f"[--datum JJJJ-MM-DD] [--kolommen KAART.toml] [--json]. ({message}) [argumenten]",
        file=sys.stderr,
    )
    sys.exit(FOUT)


def _read_inzending(options: dict[str, Any]) -> Inzending:
    """Read the arguments; each that is wrong has its own sentence."""
    bestand: Path = options["bestand"]
    if not bestand.is_file():
        raise OpdrachtFout(
            f"Bestand {bestand} bestaat niet. Controleer de naam en de map. [bestand_ontbreekt]"
        )
    convenanten = list_convenanten()
    if options["convenant"] not in convenanten:
        known = ", ".join(sorted(convenanten))
        raise OpdrachtFout(
            f"Convenant '{options['convenant']}' bestaat niet. Kies uit: {known}. [convenant_onbekend]"
        )
    partner = find_partner(options["partner"])
    if partner is None:
        raise OpdrachtFout(
            f"Partner '{options['partner']}' bestaat niet. Gebruik de sleutel van de partner. [partner_onbekend]"
        )
    datum = _read_datum(options["datum"])
    kaart = _read_kaart(options["kolommen"])
    return Inzending(
        blokken=read_blocks(bestand),
        naam=bestand.name,
        partner=partner,
        convenant=options["convenant"],
        datum=datum,
        kanaal="opdracht",
        kolomkaart=_checked(kaart, bestand, partner, options["convenant"], datum),
    )


def _read_datum(tekst: str | None) -> date:
    if tekst is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(tekst)
    except ValueError as fout:
        raise OpdrachtFout(f"Datum '{tekst}' is geen dag zoals 2026-10-31. [datum_ongeldig]") from fout


def _read_kaart(pad: Path | None) -> dict[str, str] | None:
    if pad is None:
        return None
    try:
        kaart = tomllib.loads(pad.read_text("utf-8"))
    except OSError as fout:
        raise OpdrachtFout(
            f"Kolomkaart {pad} is niet te lezen. Controleer de naam. [kolomkaart_ontbreekt]"
        ) from fout
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fout:
        raise OpdrachtFout(
            f"Kolomkaart {pad} is geen geldige TOML: {fout}. Schrijf per kolom een regel zoals "
            '"Openstaand saldo" = "bedrag". [kolomkaart_ongeldig]'
        ) from fout
    if not all(isinstance(veld, str) for veld in kaart.values()):
        raise OpdrachtFout(
            f"Kolomkaart {pad}: zet achter elke kolom één veldnaam tussen aanhalingstekens. [kolomkaart_ongeldig]"
        )
    return kaart


def _checked(
    kaart: dict[str, str] | None, bestand: Path, partner: Signaalpartner, convenant: str, datum: date
) -> dict[str, str] | None:
    """Return the map to read by: the given one, else the remembered one. Raises when a required field has none."""
    return check_kolommen(
        bestand, naam=bestand.name, partner=partner, convenant=convenant, datum=datum, kaart=kaart
    )


def _deliver(inzending: Inzending, *, show: bool) -> tuple[Aanlevering, bool]:
    """Receive and process now; the command stands in for the worker."""
    door = system_actor(herkomst="opdracht")
    ontvangst: Ontvangst = receive_aanlevering(inzending=inzending, door=door, now=timezone.now())
    row = ontvangst.aanlevering
    if ontvangst.nieuw or row.status == "ontvangen":
        stop = Event()
        teller = Thread(target=_show_progress, args=(row, stop), daemon=True)
        if show:
            teller.start()
        try:
            pipeline.run_aanlevering(aanlevering=row.id, door=door, clock=timezone.now)
            pipeline.tell_due(door=door, clock=timezone.now)
        finally:
            stop.set()
            if show:
                teller.join()
    return get_aanlevering(row.id, door=door), ontvangst.nieuw


def _show_progress(row: Aanlevering, stop: Event) -> None:
    """Write the progress on one line until the work is done, on a connection of this thread."""
    while not stop.wait(0.5):
        stand = get_stand(row)
        count = f" {stand.gedaan} van {stand.totaal}" if stand.totaal else ""
        sys.stderr.write(f"\r\033[K{stand.stap.capitalize()} …{count}")
        sys.stderr.flush()
    sys.stderr.write("\r\033[K")
    connection.close()


def _summary(row: Aanlevering) -> str:
    """Write what came of the delivery, in Dutch."""
    lines = [
        f"Aanlevering {row.id}",
        f"Bestand      {row.bestandsnaam} ({row.inhoud_sha256[:16]}…)",
        f"Convenant    {row.convenant}, versie {row.versie}",
        f"Regels       {row.aantal_regels}",
        f"Aangenomen   {row.aantal_geaccepteerd}, waarvan {row.aantal_gewaarschuwd} met een waarschuwing",
        f"Geweigerd    {row.aantal_geweigerd}",
        f"Al ontvangen {row.aantal_al_ontvangen}",
    ]
    if row.verwijderde_velden:
        dropped = ", ".join(f"{veld} ({aantal})" for veld, aantal in row.verwijderde_velden.items())
        lines.append(f"Niet bewaard {dropped}")
    if row.aantal_geweigerd:
        lines += ["", "Geweigerd per grond:"]
        lines += [f"  {telling.aantal:>7}  {telling.grond}" for telling in list_gronden(row)]
        lines += ["", f"Eerste geweigerde regels (ten hoogste {EERSTE_REGELS}):"]
        for fout in list_foutregels(aanlevering=row, size=EERSTE_REGELS):
            lines += [f"  {uitleg['zin']}" for uitleg in fout.uitleg]
    return "\n".join(lines) if row.status == "verwerkt" else f"Aanlevering {row.id}: {row.status}"


def _said_before(row: Aanlevering) -> str:
    moment = timezone.localtime(row.ontvangen_op)
    return (
        f"Dit bestand is al aangeleverd op {moment:%d-%m-%Y} om {moment:%H:%M} (aanlevering {row.id}, {row.status}). "
        "Er is niets dubbel opgeslagen. [al_aangeleverd]"
    )
