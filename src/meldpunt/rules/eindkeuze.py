"""Which end result fits what happened with a resident, and which one contradicts it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from meldpunt.rules.controles import restrictions
from meldpunt.rules.traject import Gezet, names_of

# Our reading: the covenants set no number. After three attempts another one is worth a question, not a duty.
GENOEG_POGINGEN: Final = 3
GENOEG_NA_CONTACT: Final = 2

ADVIES: Final = "(Budget)advies en/of quick fix"
FINANCIEEL: Final = "Vervolghulp en/of verwijzing financieel"
HULP: Final = frozenset(
    {
        ADVIES,
        FINANCIEEL,
        "Vervolghulp en/of verwijzing",
        "Vervolghulp en/of verwijzing niet financieel",
    }
)
GEEN_CONTACT: Final = "Definitief geen contact kunnen krijgen"
GEEN_REACTIE: Final = "Geen reactie na eerder contact"
REGELT_ZELF: Final = "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering"
HERHAALD: Final = "Niet opgepakt: herhaalde melding"
OVERLEDEN: Final = "Inwoner is overleden"
GEEN_INWONER: Final = "Persoon is geen inwoner (meer) in de gemeente"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verloop:
    """What happened with one resident: the attempts (day, reached), the steps, and the checks that stand."""

    pogingen: Sequence[tuple[date, bool]] = ()
    stappen: Sequence[Gezet] = ()
    controles: Collection[str] = ()
    alles_herhaald: bool = False

    @property
    def bereikt_op(self) -> date | None:
        """Return the last day of contact; a step that was talked about is contact too."""
        days = [day for day, reached in self.pogingen if reached]
        days += [stap.datum for stap in self.stappen if stap.soort.startswith(("aanbod_", "eerste_"))]
        return max(days, default=None)


class Voorstel(NamedTuple):
    """An end result that fits, and why."""

    eindresultaat: str
    waarom: str


class Tegenspraak(NamedTuple):
    """A stable code and a sentence; `hard` ones must be seen before the zaak closes."""

    code: str
    zin: str
    hard: bool = True


# What stands -> the end result it leads to; the first that stands counts.
_NA_STAP: Final = (
    ("beschikking:afgezien", REGELT_ZELF, "De inwoner zag af van hulp."),
    ("overgedragen_schuldhulp", FINANCIEEL, "Schuldhulpverlening nam de inwoner over."),
    ("beschikking:toegelaten", FINANCIEEL, "De inwoner is toegelaten tot schuldhulpverlening."),
    ("aanbod_geweigerd", REGELT_ZELF, "De inwoner wilde geen hulp."),
    ("plan_van_aanpak", FINANCIEEL, "Er is een plan van aanpak."),
    ("betalingsregeling", ADVIES, "Er is een betalingsregeling. Is het probleem binnen 30 dagen opgelost?"),
    ("betaling_hervat", ADVIES, "De betalingen zijn hervat. Is het probleem binnen 30 dagen opgelost?"),
)


def suggest_eindresultaat(verloop: Verloop) -> Voorstel | None:
    """Return the end result that fits what happened, or None when it is open."""
    checks = restrictions(verloop.controles)
    if checks.voorstel:
        titel = next(w.titel for w in checks.waarschuwingen)
        return Voorstel(checks.voorstel, f"Controle: {titel.lower()}.")
    namen = names_of(verloop.stappen)
    for naam, eindresultaat, waarom in _NA_STAP:
        if naam in namen:
            return Voorstel(eindresultaat, waarom)
    if verloop.alles_herhaald and not verloop.pogingen:
        return Voorstel(HERHAALD, "Alle signalen kwamen eerder en geen bedrag is hoger.")
    return None if "aanbod_aanvaard" in namen else _after_attempts(verloop)


def _after_attempts(verloop: Verloop) -> Voorstel | None:
    last = verloop.bereikt_op
    if last is None:
        tried = len(verloop.pogingen)
        reason = f"Er waren {tried} pogingen en er was nooit contact."
        return Voorstel(GEEN_CONTACT, reason) if tried >= GENOEG_POGINGEN else None
    after = sum(day > last for day, _ in verloop.pogingen)
    reason = f"Na het laatste contact waren er {after} pogingen zonder reactie."
    return Voorstel(GEEN_REACTIE, reason) if after >= GENOEG_NA_CONTACT else None


def find_tegenspraken(eindresultaat: str, verloop: Verloop) -> tuple[Tegenspraak, ...]:
    """List what in the zaak contradicts this end result for one resident."""
    found = (*_about_contact(eindresultaat, verloop), *_about_help(eindresultaat, verloop))
    return (*found, *_about_checks(eindresultaat, verloop))


def _about_contact(eindresultaat: str, verloop: Verloop) -> list[Tegenspraak]:
    last = verloop.bereikt_op
    if eindresultaat == GEEN_CONTACT and last is not None:
        return [
            Tegenspraak(
                "wel_contact",
                f"U kiest ‘geen contact’, maar op {last:%d-%m-%Y} was er contact. Past ‘{GEEN_REACTIE}’ beter?",
            )
        ]
    if eindresultaat == GEEN_REACTIE and last is None:
        return [
            Tegenspraak(
                "nooit_contact",
                f"U kiest ‘geen reactie na eerder contact’, maar er was nooit contact. Past ‘{GEEN_CONTACT}’ beter?",
            )
        ]
    return []


def _about_help(eindresultaat: str, verloop: Verloop) -> list[Tegenspraak]:
    namen = names_of(verloop.stappen)
    refused = {"aanbod_geweigerd", "beschikking:afgezien"} & namen
    if eindresultaat in HULP and refused:
        return [Tegenspraak("hulp_geweigerd", "U kiest hulp, maar de inwoner wilde geen hulp.")]
    if eindresultaat in HULP and "aanbod_aanvaard" not in namen:
        return [
            Tegenspraak(
                "hulp_niet_vastgelegd",
                "U kiest hulp, maar bij de zaak staat niet dat de inwoner het aanbod aanvaardde. Leg dat vast: "
                "het telt mee in de cijfers.",
                hard=False,
            )
        ]
    if eindresultaat == REGELT_ZELF and "aanbod_aanvaard" in namen and not refused:
        return [
            Tegenspraak("hulp_aanvaard", "U kiest ‘regelt het zelf’, maar de inwoner aanvaardde het aanbod.")
        ]
    return []


def _about_checks(eindresultaat: str, verloop: Verloop) -> list[Tegenspraak]:
    for check, result, words in (
        ("overleden", OVERLEDEN, "overleden"),
        ("verhuisd_buiten", GEEN_INWONER, "verhuisd naar een andere gemeente"),
    ):
        if check in verloop.controles and eindresultaat != result:
            sentence = f"Bij de controles staat: {words}. Daarbij hoort ‘{result}’."
            return [Tegenspraak(f"controle_{check}", sentence)]
    if eindresultaat == OVERLEDEN and "overleden" not in verloop.controles:
        sentence = "Leg bij de controles vast dat de inwoner is overleden, met de bron."
        return [Tegenspraak("controle_ontbreekt", sentence, hard=False)]
    return []
