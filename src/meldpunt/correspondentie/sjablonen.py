"""The texts of a municipality: a new version for every change, and the example set in one act."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.correspondentie.models import Sjabloon
from meldpunt.correspondentie.voorbeelden import list_voorbeelden
from meldpunt.rules.sjablonen import KANALEN, Sjabloonfout, check_sjabloon
from meldpunt.rules.talen import TALEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_coordinate
from meldpunt.toegang.weigering import Weigering

SLEUTEL: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sjabloontekst:
    """A text for one channel in one language, under a key that its languages share."""

    sleutel: str
    kanaal: str
    taal: str
    naam: str
    onderwerp: str
    tekst: str


class Sjabloonweigering(Weigering):
    """A text that cannot be saved, with a sentence per mistake."""

    def __init__(self, zinnen: tuple[str, ...]) -> None:
        super().__init__(" ".join(zinnen))
        self.zinnen = zinnen


@transaction.atomic
def save_sjabloon(
    *, gemeente: str, inhoud: Sjabloontekst, nieuw: bool = False, door: Actor, now: datetime
) -> Sjabloon:
    """Save a text as the newest version; what was sent keeps the version it was made from.

    Raises Sjabloonweigering with every mistake, and for a `nieuw` one under a key that is taken; a text that did
    not change makes no new version.
    """
    check_coordinate(door, gemeente=gemeente)
    check_tekst(inhoud)
    taken = Sjabloon.objects.filter(
        gemeente=gemeente, sleutel=inhoud.sleutel, taal=inhoud.taal, vervallen_op=None
    )
    if nieuw and taken.exists():
        raise Sjabloonweigering(
            (
                f"Er is al een tekst ‘{inhoud.naam}’ in deze taal. Wijzig die, of kies een andere naam. "
                "[sjabloon_bestaat]",
            )
        )
    return _save(gemeente, inhoud, door=door, now=now)


def clean_tekst(tekst: str) -> str:
    """Give a text from a form the line ends that are stored."""
    return tekst.replace("\r\n", "\n").strip()


def check_tekst(inhoud: Sjabloontekst) -> None:
    """Raise Sjabloonweigering unless this can be a template."""
    if not SLEUTEL.fullmatch(inhoud.sleutel):
        raise Sjabloonweigering(
            (
                "Geef de tekst een naam met gewone letters of cijfers, bijvoorbeeld Eerste brief. "
                "[sleutel_ongeldig]",
            )
        )
    if inhoud.kanaal not in KANALEN or inhoud.taal not in TALEN:
        raise Sjabloonweigering(("Kies een soort bericht en een taal uit de lijst. [sjabloon_keuze]",))
    try:
        check_sjabloon(kanaal=inhoud.kanaal, onderwerp=inhoud.onderwerp, tekst=inhoud.tekst)
    except Sjabloonfout as fout:
        raise Sjabloonweigering(fout.zinnen) from None


def _save(gemeente: str, inhoud: Sjabloontekst, *, door: Actor, now: datetime) -> Sjabloon:
    same = Sjabloon.objects.filter(gemeente=gemeente, sleutel=inhoud.sleutel)
    # All languages of a key are locked together: two coordinators cannot both make version 4.
    rows = list(same.select_for_update().order_by("id"))
    if any(row.kanaal != inhoud.kanaal for row in rows):
        raise Sjabloonweigering(
            (
                f"De sleutel {inhoud.sleutel} hoort bij een ander soort bericht. Kies een andere. [sleutel_bezet]",
            )
        )
    own = [row for row in rows if row.taal == inhoud.taal]
    current = next((row for row in own if row.vervallen_op is None), None)
    text = clean_tekst(inhoud.tekst)
    if current and (current.naam, current.onderwerp, current.tekst) == (
        inhoud.naam,
        inhoud.onderwerp,
        text,
    ):
        return current
    if current:
        current.vervallen_op = now
        current.save(update_fields=["vervallen_op"])
    made = Sjabloon.objects.create(
        gemeente_id=gemeente,
        sleutel=inhoud.sleutel,
        kanaal=inhoud.kanaal,
        taal=inhoud.taal,
        versie=1 + max((row.versie for row in own), default=0),
        naam=inhoud.naam,
        onderwerp=inhoud.onderwerp,
        tekst=text,
        gemaakt_op=now,
        gemaakt_door=door.gebruiker,
    )
    _log("sjabloon_vastgesteld", made, door=door, now=now)
    return made


@transaction.atomic
def adopt_voorbeelden(*, gemeente: str, door: Actor, now: datetime) -> int:
    """Adopt the example texts that this municipality does not have yet; return how many."""
    check_coordinate(door, gemeente=gemeente)
    known = set(Sjabloon.objects.filter(gemeente=gemeente).values_list("sleutel", "taal"))
    missing = [v for v in list_voorbeelden() if (v.sleutel, v.taal) not in known]
    for voorbeeld in missing:
        inhoud = Sjabloontekst(
            sleutel=voorbeeld.sleutel,
            kanaal=voorbeeld.kanaal,
            taal=voorbeeld.taal,
            naam=voorbeeld.naam,
            onderwerp=voorbeeld.onderwerp,
            tekst=voorbeeld.tekst,
        )
        _save(gemeente, inhoud, door=door, now=now)
    return len(missing)


@transaction.atomic
def retire_sjabloon(*, gemeente: str, sleutel: str, taal: str, door: Actor, now: datetime) -> None:
    """Stop using a template; saving it again brings it back as a new version."""
    check_coordinate(door, gemeente=gemeente)
    row = (
        Sjabloon.objects.select_for_update()
        .filter(gemeente=gemeente, sleutel=sleutel, taal=taal, vervallen_op=None)
        .first()
    )
    if row is None:
        raise Weigering("Dit sjabloon wordt al niet meer gebruikt. [sjabloon_onbekend]")
    row.vervallen_op = now
    row.save(update_fields=["vervallen_op"])
    _log("sjabloon_gestopt", row, door=door, now=now)


def _log(handeling: str, row: Sjabloon, *, door: Actor, now: datetime) -> None:
    record(
        handeling,
        objectsoort="sjabloon",
        object=row.id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        waarden={"sleutel": row.sleutel, "taal": row.taal, "versie": row.versie},
    )
