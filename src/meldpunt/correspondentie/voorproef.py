"""See a text as a resident who does not exist would get it, before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meldpunt.correspondentie.models import Sjabloon
from meldpunt.correspondentie.pdf import Drukwerk, render_pdf
from meldpunt.correspondentie.samenvoegen import CODE, Omgeving, Samengevoegd, merge
from meldpunt.correspondentie.sjablonen import Sjabloontekst, check_tekst, clean_tekst
from meldpunt.correspondentie.voorbeelden import (
    VOORBEELDAANBOD,
    VOORBEELDAFZENDER,
    make_voorbeeldinwoner,
)
from meldpunt.partijen.afzenders import find_afzender
from meldpunt.rules.talen import TALEN, write_dag
from meldpunt.rules.tekstblokken import Blok, read_blokken

VOORBEELDCODE = "23456-ABCDE"


@dataclass(frozen=True, slots=True)
class Voorproef:
    """A text as its reader sees it."""

    onderwerp: str
    blokken: tuple[Blok, ...]
    taal: str
    rechts: bool


def preview_sjabloon(inhoud: Sjabloontekst, *, gemeente: str, on: date) -> Voorproef:
    """Merge a text with the example resident. Raises Sjabloonweigering when it cannot be a template."""
    merged = _merge(inhoud, _omgeving(gemeente, on))
    return Voorproef(
        merged.onderwerp, tuple(read_blokken(merged.tekst)), inhoud.taal, TALEN[inhoud.taal].rechts
    )


def print_voorproef(inhoud: Sjabloontekst, *, gemeente: str, on: date) -> bytes:
    """Print a letter or card to the example resident. Raises Sjabloonweigering as the preview does."""
    place = _omgeving(gemeente, on)
    merged, who = _merge(inhoud, place), make_voorbeeldinwoner(on=on)
    letter = Drukwerk(
        nummer=1,
        kenmerk="VOORB-EELD0",
        kanaal=inhoud.kanaal,
        taal=inhoud.taal,
        afzender=place.afzender.regels,
        naam=who.naam,
        adresregels=who.adresregels,
        datum=write_dag(on, "nl"),
        onderwerp=merged.onderwerp,
        tekst=merged.tekst,
    )
    return render_pdf([letter], titel=f"Voorbeeld: {inhoud.naam}", gemeente=place.gemeente)


def _omgeving(gemeente: str, on: date) -> Omgeving:
    sender = find_afzender(gemeente) or VOORBEELDAFZENDER
    return Omgeving(gemeente="Voorbeeldstad", afzender=sender, lokaal_aanbod=VOORBEELDAANBOD, dag=on)


def _merge(inhoud: Sjabloontekst, place: Omgeving) -> Samengevoegd:
    check_tekst(inhoud)
    text = Sjabloon(
        naam=inhoud.naam,
        kanaal=inhoud.kanaal,
        taal=inhoud.taal,
        onderwerp=inhoud.onderwerp,
        tekst=clean_tekst(inhoud.tekst),
    )
    merged = merge(text, make_voorbeeldinwoner(on=place.dag), place)
    code = VOORBEELDCODE.replace("-", "\u2011")
    return Samengevoegd(merged.onderwerp.replace(CODE, code), merged.tekst.replace(CODE, code))
