"""The register of persons of the demo world, the connection of one municipality to it, and what it said there.

Most residents live where their partner says. Some moved, died or keep their address secret; of some the register has
another name or no whole birth date, and a few it does not know at all: those stand on the bench.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from meldpunt.adapters.brp import Register
from meldpunt.adapters.uitgaand import Antwoord
from meldpunt.bag.models import Bagadres
from meldpunt.brp.actions import SOORT, answer_bevraging, plan_bevragingen
from meldpunt.brp.models import Brpbevraging
from meldpunt.demo.accounts import ACCOUNTS
from meldpunt.demo.brpserver.lijsten import Bestand, read_bestanden
from meldpunt.demo.brpserver.plek import BESTAND, DEMOSLEUTEL, POORT
from meldpunt.demo.brpserver.schrijven import write_lijsten
from meldpunt.demo.brpserver.server import reply
from meldpunt.demo.inwoners import Adres, Inwoner, Vordering
from meldpunt.demo.kalender import Kalender, make_toeval
from meldpunt.demo.leveringen import SYSTEEM
from meldpunt.demo.werkzaak import actor_of
from meldpunt.koppelingen.actions import set_koppeling
from meldpunt.koppelingen.gegevens import Aanmeldwijze, Geheimen, Koppelinggegevens
from meldpunt.opvolging.brpgevolg import follow_brp

BRPGEMEENTE: Final = "0193"
# A first name for each initial: the register gives initials of names.
VOORNAMEN: Final = {
    name[0]: name
    for name in (
        *("Anna", "Bart", "Carla", "Dirk", "Els", "Frits", "Greet", "Hans", "Ineke", "Joop", "Koos", "Lies"),
        *(
            "Mieke",
            "Nel",
            "Otto",
            "Piet",
            "Quirijn",
            "Rita",
            "Simon",
            "Truus",
            "Ursula",
            "Vera",
            "Wim",
            "Xandra",
        ),
        *("Yvonne", "Zeger"),
    )
}
# What is special about so many in a hundred, in this order; the elements that say so.
BIJZONDER: Final[tuple[tuple[int, Mapping[str, str]], ...]] = (
    (3, {"06.08.10": "20260830"}),
    (
        4,
        {
            "08.09.10": "0166",
            "08.11.10": "Oudestraat",
            "08.11.20": "18",
            "08.11.60": "8261CA",
            "08.11.80": "",
        },
    ),
    (2, {"07.67.10": "20260701", "07.67.20": "E", "08.13.10": "5010", "08.13.20": "20260701"}),
    (3, {"07.70.10": "7"}),
    (3, {"08.83.10": "081000", "08.83.20": "20260901"}),
    (2, {"08.13.10": "0000", "08.13.20": "20260601"}),
    (3, {"01.03.10": "onvolledig"}),
    (4, {"01.02.40": "anders"}),
    (3, {"": "onbekend"}),
)


def ask_brp(vorderingen: Sequence[Vordering], kalender: Kalender) -> None:
    """Write the register, connect Zwolle to it, and let everybody there be looked up once."""
    pad = Path(settings.MELDPUNT_DATA) / BESTAND
    pad.parent.mkdir(parents=True, exist_ok=True)
    write_lijsten(pad, _list_personen(vorderingen))
    _connect(now=kalender.nu)
    _answer(read_bestanden(pad), now=kalender.nu)


def _connect(*, now: datetime) -> None:
    beheer = next(account for account in ACCOUNTS if account.rol == "beheer")
    set_koppeling(
        gegevens=Koppelinggegevens(
            soort=SOORT,
            plek=BRPGEMEENTE,
            naam="Nagebootste BRP",
            adres=f"http://127.0.0.1:{POORT}",
            aanmelding=Aanmeldwijze(soort="sleutel", sleutelkop="X-API-KEY"),
            geheimen=Geheimen(sleutel=DEMOSLEUTEL),
            koppen={"X-Doelbinding": "vroegsignalering", "X-Gebruiker": "meldpunt"},
            verbinden_seconden=2.0,
        ),
        door=actor_of(beheer),
        now=now,
    )


def _answer(bestand: Bestand, *, now: datetime) -> None:
    """Ask the register in this process: the server of the demo runs only once the site does."""

    def send(body: bytes) -> Antwoord:
        status, told = reply(body, bestand=bestand)
        return Antwoord(status, json.dumps(told).encode())

    plan_bevragingen(now=now)
    due = Brpbevraging.objects.filter(gemeente=BRPGEMEENTE, volgende_op__isnull=False)
    for row in due.select_related("zaak").order_by("id"):
        answer_bevraging(row, register=Register(send), door=SYSTEEM, clock=lambda: now)
    while follow_brp(door=SYSTEEM, now=now):
        pass


def _list_personen(vorderingen: Sequence[Vordering]) -> Iterator[dict[str, str]]:
    homes = {(row[0], row[1], row[2]): row[3] for row in _list_objecten()}
    seen: set[int] = set()
    for vordering in vorderingen:
        inwoner = vordering.inwoner
        if vordering.gemeente == BRPGEMEENTE and inwoner.nummer not in seen:
            seen.add(inwoner.nummer)
            adres = vordering.adressen[2]
            suffix = f"{adres.letter}{adres.toevoeging}".upper()
            plain = _person(inwoner, adres, homes.get((adres.postcode, adres.huisnummer, suffix), ""))
            special = _draw(inwoner)
            if "" not in special:
                yield {**plain, **_fill(special, inwoner)}


def _list_objecten() -> Iterator[tuple[str, int, str, str]]:
    rows = Bagadres.objects.filter(gemeentecode=BRPGEMEENTE)
    yield from rows.values_list("postcode", "huisnummer", "suffix", "object")


def _person(inwoner: Inwoner, adres: Adres, object_id: str) -> dict[str, str]:
    letters = [sign for sign in inwoner.naam.voorletters if sign.isalpha()]
    return {
        "01.01.20": inwoner.bsn,
        "01.02.10": " ".join(VOORNAMEN[sign] for sign in letters),
        "01.02.30": inwoner.naam.tussenvoegsel,
        "01.02.40": inwoner.naam.achternaam,
        "01.03.10": f"{inwoner.geboren:%Y%m%d}",
        "08.09.10": BRPGEMEENTE,
        "08.10.10": "W",
        "08.11.10": adres.straat,
        "08.11.20": str(adres.huisnummer),
        "08.11.30": adres.letter,
        "08.11.40": adres.toevoeging[:4],
        "08.11.60": adres.postcode,
        "08.11.70": adres.woonplaats,
        "08.11.80": object_id,
    }


def _draw(inwoner: Inwoner) -> Mapping[str, str]:
    drawn = make_toeval("brp", inwoner.bsn).randrange(100)
    for share, elements in BIJZONDER:
        if drawn < share:
            return elements
        drawn -= share
    return {}


def _fill(special: Mapping[str, str], inwoner: Inwoner) -> dict[str, str]:
    """Write the two that depend on the person: a birth date without its day, and the surname of one's birth."""
    found = dict(special)
    if "01.03.10" in found:
        found["01.03.10"] = f"{inwoner.geboren:%Y%m}00"
    if "01.02.40" in found:
        found = {
            "01.02.40": "Hofstra",
            "01.02.30": "",
            "01.61.10": "P",
            "05.02.30": inwoner.naam.tussenvoegsel,
            "05.02.40": inwoner.naam.achternaam,
            "05.06.10": "20110617",
        }
    return found
