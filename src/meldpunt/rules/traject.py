"""The steps of the trajectory of a resident: which there are, what may follow what, and what each one asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

# What a step can ask for besides its day and its explanation.
AARD, SIGNAAL, REGELING = "aard", "signaal", "regeling"


class Aard(NamedTuple):
    """One of the kinds of a step, with what it means where the choice is made."""

    titel: str
    definitie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stapsoort:
    """One kind of step. `na`: one of these must stand for the resident; `niet_na`: after these it cannot come.

    A name with a colon stands for a kind of a step: `beschikking:afgezien`.
    """

    titel: str
    definitie: str
    artikel: str
    na: tuple[str, ...] = ()
    niet_na: tuple[str, ...] = ()
    vraagt: tuple[str, ...] = ()
    aarden: Mapping[str, Aard] = field(default_factory=dict)
    een_keer: bool = False


HULPACCEPTATIE: Final = (
    "De inwoner zegt ja op het aanbod van een gesprek of van hulp, en er is een afspraak of een vervolg. Alleen "
    "luisteren, een folder aannemen of zelf willen betalen telt niet. U telt haar één keer per inwoner, ook als er "
    "meer signalen zijn."
)
_GESPREK: Final = ("eerste_gesprek",)
_AANVAARD: Final = ("aanbod_aanvaard",)
# Renounced or refused: no help here, so nothing of it can follow.
_GEEN_HULP: Final = ("beschikking:afgezien", "beschikking:geweigerd")

STAPSOORTEN: Final[Mapping[str, Stapsoort]] = {
    "aanbod_gedaan": Stapsoort(
        titel="Gesprek aangeboden",
        definitie="U bood de inwoner zelf een gesprek over hulp aan. Een brief zonder antwoord is een contactpoging.",
        artikel="Wgs art. 3 lid 1 onder b",
        niet_na=_GESPREK,
    ),
    "aanbod_aanvaard": Stapsoort(
        titel="Aanbod aanvaard (hulpacceptatie)",
        definitie=HULPACCEPTATIE,
        artikel="Wgs art. 4 lid 1; onze lezing van de landelijke monitor",
        een_keer=True,
    ),
    "aanbod_geweigerd": Stapsoort(
        titel="Aanbod geweigerd",
        definitie="De inwoner zegt nee: het lukt zelf, of hulp is niet gewenst. Geen reactie is geen weigering.",
        artikel="Wgs art. 4 lid 1",
        niet_na=_GESPREK,
        een_keer=True,
    ),
    "eerste_gesprek": Stapsoort(
        titel="Eerste gesprek",
        definitie="U sprak met de inwoner over de hulpvraag, op kantoor, thuis of aan de telefoon. Een afspraak "
        "maken is nog geen gesprek.",
        artikel="Wgs art. 4 lid 1",
        na=_AANVAARD,
        een_keer=True,
    ),
    "betaling_hervat": Stapsoort(
        titel="Betalingen hervat",
        definitie="De inwoner betaalt de lopende termijnen weer. De oude achterstand kan er nog zijn.",
        artikel="Haarlem en Zandvoort art. 3.4b",
        na=_AANVAARD,
        vraagt=(SIGNAAL,),
    ),
    "betaling_niet_hervat": Stapsoort(
        titel="Betalingen nog niet hervat",
        definitie="De lopende termijnen worden nog niet betaald. De partner hoort wat er in plaats daarvan gebeurt.",
        artikel="Haarlem en Zandvoort art. 3.4b",
        na=_AANVAARD,
        vraagt=(AARD, SIGNAAL),
        aarden={
            "inhalen": Aard("Inhalen", "De inwoner betaalt het gemiste bedrag volgende maand alsnog."),
            "inhouden_en_doorbetalen": Aard(
                "Inhouden en doorbetalen",
                "Het bedrag gaat van de uitkering af en wordt aan de partner betaald.",
            ),
            "anders": Aard("Anders", "Iets anders is afgesproken. Schrijf bij de toelichting wat."),
        },
    ),
    "betalingsregeling": Stapsoort(
        titel="Betalingsregeling",
        definitie="Afgesproken is dat de inwoner de achterstand in vaste termijnen betaalt.",
        artikel="Landelijk Convenant, definities en art. 2.1",
        na=_AANVAARD,
        vraagt=(SIGNAAL, REGELING),
    ),
    "plan_van_aanpak": Stapsoort(
        titel="Plan van aanpak",
        definitie="Het plan ligt vast: wat de inwoner doet, wat de gemeente doet en tot wanneer.",
        artikel="Wgs art. 4a; Landelijk Convenant art. 2.1",
        na=_GESPREK,
        niet_na=_GEEN_HULP,
        een_keer=True,
    ),
    "beschikking": Stapsoort(
        titel="Beschikking",
        definitie="Het besluit van de gemeente na het eerste gesprek. Vul de dag van het besluit in.",
        artikel="Wgs art. 4a",
        na=_GESPREK,
        vraagt=(AARD,),
        aarden={
            "toegelaten": Aard(
                "Toegelaten", "De inwoner krijgt schuldhulpverlening; het plan van aanpak hoort erbij."
            ),
            "geweigerd": Aard("Geweigerd", "De gemeente wijst schuldhulpverlening af, met de reden."),
            "afgezien": Aard(
                "Afgezien",
                "De inwoner ziet in of na het gesprek af van hulp. Dan is er geen beschikking nodig.",
            ),
        },
        een_keer=True,
    ),
    "overgedragen_schuldhulp": Stapsoort(
        titel="Overgedragen aan schuldhulpverlening",
        definitie="Schuldhulpverlening heeft de inwoner van u overgenomen en gaat met de inwoner verder.",
        artikel="Wgs art. 3 lid 1 onder b; Landelijk Convenant art. 2.1",
        na=_AANVAARD,
        niet_na=_GEEN_HULP,
        een_keer=True,
    ),
}
# How the payments of a claim can stand: resumed, or what happens instead.
BETAALCODES: Final = ("betaling_hervat", *STAPSOORTEN["betaling_niet_hervat"].aarden)
# The two answers to the offer: the later one takes the place of the earlier one.
_ANTWOORDEN: Final = ("aanbod_aanvaard", "aanbod_geweigerd")
MAX_TERMIJNEN: Final = 120


class Gezet(NamedTuple):
    """A step that stands for a resident."""

    soort: str
    aard: str
    datum: date


class Bezwaar(NamedTuple):
    """Why a step cannot be: a stable code and a sentence that says what to do."""

    code: str
    zin: str

    def __str__(self) -> str:
        return f"{self.zin} [{self.code}]"


def list_geldend(stappen: Sequence[Gezet]) -> tuple[Gezet, ...]:
    """Return the steps that hold, in the order of their days: of the answers to the offer only the last one.

    Of two answers on one day the later recorded one holds; `stappen` come in the order of recording.
    """
    ordered = sorted(stappen, key=lambda stap: stap.datum)
    answers = [stap for stap in ordered if stap.soort in _ANTWOORDEN]
    return tuple(stap for stap in ordered if stap.soort not in _ANTWOORDEN or stap is answers[-1])


def names_of(stappen: Sequence[Gezet]) -> frozenset[str]:
    """Name the steps that hold, also with their kind."""
    geldend = list_geldend(stappen)
    return frozenset(name for stap in geldend for name in (stap.soort, f"{stap.soort}:{stap.aard}"))


def find_bezwaar(soort: str, stappen: Sequence[Gezet]) -> Bezwaar | None:
    """Say why this step cannot be taken after those that stand, or None when it can."""
    regel, namen = STAPSOORTEN[soort], names_of(stappen)
    if regel.een_keer and soort in namen:
        return Bezwaar(
            "stap_dubbel", f"‘{regel.titel}’ staat er al. Klopt die niet? Laat haar eerst vervallen."
        )
    if regel.na and not namen & set(regel.na):
        needed = " of ".join(f"‘{STAPSOORTEN[naam].titel}’" for naam in regel.na)
        return Bezwaar("stap_te_vroeg", f"‘{regel.titel}’ kan pas na {needed}. Leg die eerst vast.")
    if blocking := [naam for naam in regel.niet_na if naam in namen]:
        return Bezwaar("stap_te_laat", f"‘{regel.titel}’ kan niet meer na {_write(blocking[0])}.")
    return None


def find_datumbezwaar(soort: str, datum: date, stappen: Sequence[Gezet]) -> Bezwaar | None:
    """Say why a step cannot be on this day: before the step that it follows. None when it can."""
    before = [stap.datum for stap in list_geldend(stappen) if stap.soort in STAPSOORTEN[soort].na]
    if before and datum < min(before):
        return Bezwaar(
            "stap_datum",
            f"De datum {datum:%d-%m-%Y} ligt vóór de stap waar deze op volgt ({min(before):%d-%m-%Y}). "
            "Kies een latere dag.",
        )
    return None


def find_vervalbezwaar(weg: Gezet, over: Sequence[Gezet]) -> Bezwaar | None:
    """Say why a step cannot be withdrawn: another stands on it. `over` are the steps that stay."""
    namen = names_of(over)
    for stap in over:
        na = set(STAPSOORTEN[stap.soort].na)
        if weg.soort in na and not namen & na:
            return Bezwaar(
                "stap_gevolgd",
                f"‘{STAPSOORTEN[weg.soort].titel}’ kan niet vervallen zolang ‘{STAPSOORTEN[stap.soort].titel}’ "
                "erop volgt. Laat die eerst vervallen.",
            )
    return None


def list_mogelijk(stappen: Sequence[Gezet]) -> tuple[str, ...]:
    """List the kinds of step that can be taken now: the choices of a screen."""
    return tuple(soort for soort in STAPSOORTEN if find_bezwaar(soort, stappen) is None)


def name_aard(soort: str, aard: str) -> str:
    """Write the kind of a step as people read it; empty when it has none."""
    found = STAPSOORTEN[soort].aarden.get(aard) if soort in STAPSOORTEN else None
    return found.titel if found else ""


def name_stap(soort: str, aard: str = "") -> str:
    """Write a step with its kind as people read it."""
    titel = STAPSOORTEN[soort].titel if soort in STAPSOORTEN else soort
    kind = name_aard(soort, aard)
    return f"{titel}: {kind.lower()}" if kind else titel


def list_opeenvolging() -> tuple[tuple[str, str], ...]:
    """List which step opens which, for the drawing in the reference."""
    return tuple((before, soort) for soort, regel in STAPSOORTEN.items() for before in regel.na)


def _write(naam: str) -> str:
    soort, _, aard = naam.partition(":")
    return f"‘{name_stap(soort, aard)}’"
