"""What guards residents and case workers in the demo world: signed disclosure tables and a list of risk addresses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from meldpunt.demo.accounts import ACCOUNTS
from meldpunt.demo.inwoners import Adres, Vordering
from meldpunt.demo.kalender import NEDERLAND, Kalender
from meldpunt.demo.werkzaak import actor_of
from meldpunt.opvolging.risicoadressen import load_risicoadressen
from meldpunt.partijen.register import get_openbaarmaking
from meldpunt.partijen.tekening import sign_tabel
from meldpunt.rules.openbaarmaking import fingerprint_of
from meldpunt.toegang.actor import Actor

# One covenant of Amsterdam is left, so that there is also a table that nobody signed.
GETEKEND = {"0392": "haarlem-zandvoort", "0363": "duo-amsterdam"}
RISICOGEMEENTE = "0392"
MAATREGELEN = ("niet_alleen", "niet_alleen", "niet_bezoeken", "niet_alleen")
GELDT = timedelta(days=150)


def sign_tabellen(kalender: Kalender) -> None:
    """Let the privacy officers sign the table of one covenant each, before the first delivery."""
    day = kalender.maanden[0]
    for account in ACCOUNTS:
        gemeente = account.functies[0].partij
        if account.rol == "privacy" and gemeente in GETEKEND:
            tabel = get_openbaarmaking().table_on(day, convenant=GETEKEND[gemeente])
            sign_tabel(
                gemeente=gemeente,
                convenant=GETEKEND[gemeente],
                vingerafdruk=fingerprint_of(tabel),
                door=actor_of(account),
                now=kalender.moment(day, 11),
                on=day,
            )


def load_risicolijst(vorderingen: Sequence[Vordering], *, door: Actor, now: datetime) -> None:
    """Load the addresses where nobody goes alone, as a file of the municipality has them."""
    there: dict[Adres, set[int]] = {}
    for one in vorderingen:
        if one.gemeente == RISICOGEMEENTE:
            there.setdefault(one.adressen[0], set()).add(one.inwoner.nummer)
    # Of people who live alone: nobody wonders whom the list means.
    plain = [
        adres
        for adres, bewoners in there.items()
        if not adres.letter and not adres.toevoeging and len(bewoners) == 1
    ]
    last = now.astimezone(NEDERLAND).date() + GELDT
    lines = [
        f"{adres.postcode};{adres.huisnummer};{maatregel};{last:%d-%m-%Y}"
        for adres, maatregel in zip(plain[::15], MAATREGELEN, strict=False)
    ]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "risicoadressen.csv"
        file.write_text("\n".join(["postcode;huisnummer;maatregel;tot", *lines]), encoding="utf-8")
        load_risicoadressen(gemeente=RISICOGEMEENTE, bestand=file, naam=file.name, door=door, now=now)
