"""Statuses: which there are, what may follow what and who may do it; and the value lists of the national standard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# DDAS Vroegsignalering 1.2, letter by letter: these go out in the export as they are.
CONTACTSOORTEN: Final = (
    "Administratief",
    "Afspraak op locatie",
    "Brief",
    "Huisbezoek",
    "Kaartje",
    "Mail",
    "Onbekend",
    "Overige",
    "SMS/Whatsapp",
    "Telefoon",
)
DAGDELEN: Final = ("Ochtend", "Middag", "Avond")
EINDRESULTATEN: Final = (
    "(Budget)advies en/of quick fix",
    "Definitief geen contact kunnen krijgen",
    "Geen reactie na eerder contact",
    "Inwoner al bekend bij schuldhulpverlening",
    "Inwoner heeft al een ander lopend traject",
    "Inwoner heeft zelf al betaald/betalingsregeling getroffen",
    "Inwoner is overleden",
    "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering",
    "Niet opgepakt: andere reden",
    "Niet opgepakt: herhaalde melding",
    "Niet opgepakt: onterecht signaal",
    "Persoon is geen inwoner (meer) in de gemeente",
    "Vervolghulp en/of verwijzing",
    "Vervolghulp en/of verwijzing financieel",
    "Vervolghulp en/of verwijzing niet financieel",
    "Verwijzing zonder tussenkomst inwoner",
)
PARTNERTYPEN: Final = (
    "Belastingdienst",
    "CAK Eigen bijdrage",
    "CAK Zorgverzekeringen",
    "Dienst Toeslagen",
    "DUO",
    "Energie",
    "Huur",
    "Hypotheek",
    "Overige",
    "Water",
    "Zorg",
)
SIGNAALSTATUSSEN: Final = (
    "Inwoner al bekend bij schuldhulpverlening",
    "Inwoner is overleden",
    "Niet opgepakt: andere reden",
    "Niet opgepakt: herhaalde melding",
    "Niet opgepakt: onterecht signaal",
    "Nog niet opgepakt",
    "Opgepakt",
    "Persoon is geen inwoner (meer) in de gemeente",
)

# What a partner can hear before there is an end result; our own words, see the disclosure table.
SELECTIES: Final = (
    "ontvangen",
    "opgepakt",
    "in_behandeling",
    "capaciteit",
    "bekend_bij_schuldhulpverlening",
    "geen_zaak",
    "vervallen",
    "afgemeld",
)


@dataclass(frozen=True, slots=True)
class Overgang:
    """A step from one status to the next, who may take it, and what it is called on a button or in the log."""

    soort: str
    van: str
    naar: str
    wie: frozenset[str]
    naam: str


class OvergangFout(Exception):
    """A step that cannot be taken; the text is Dutch and says why."""


SYSTEEM: Final = frozenset({"systeem"})
PARTNER: Final = frozenset({"partner", "systeem"})
GEMEENTE: Final = frozenset({"behandelaar", "coordinator", "uitvoerder", "systeem"})
COORDINATOR: Final = frozenset({"coordinator", "systeem"})
PRIVACY: Final = frozenset({"privacy"})
# A case worker sees the document at the counter; with DigiD the broker says who it is.
BALIE: Final = PRIVACY | {"behandelaar", "coordinator", "systeem"}
# Only the resident, or the officer when the resident says so.
INWONER: Final = PRIVACY | {"systeem"}

# A delivery has no status "in progress": it is claimed by the lock on its row, which a dying worker lets go.
OVERGANGEN: Final = (
    Overgang("aanlevering", "concept", "ontvangen", PARTNER, "kolommen gekozen"),
    Overgang("aanlevering", "concept", "afgekeurd", PARTNER, "weggegooid"),
    Overgang("aanlevering", "ontvangen", "verwerkt", SYSTEEM, "verwerkt"),
    Overgang("aanlevering", "ontvangen", "afgekeurd", SYSTEEM, "bestand afgekeurd"),
    Overgang("aanlevering", "ontvangen", "mislukt", SYSTEEM, "verwerken mislukt"),
    Overgang("aanlevering", "verwerkt", "ingetrokken", PARTNER, "intrekken"),
    Overgang("zaak", "nieuw", "in_behandeling", GEMEENTE, "in behandeling nemen"),
    Overgang("zaak", "nieuw", "niet_opgepakt", SYSTEEM | COORDINATOR, "lijst vastgesteld: niet opgepakt"),
    Overgang("zaak", "nieuw", "vervallen", SYSTEEM, "geen signaal meer over"),
    Overgang("zaak", "in_behandeling", "nieuw", COORDINATOR, "terug naar het postvak"),
    Overgang("zaak", "in_behandeling", "gesloten", GEMEENTE, "sluiten met een eindresultaat"),
    Overgang("zaak", "niet_opgepakt", "nieuw", COORDINATOR, "alsnog oppakken"),
    Overgang("zaak", "niet_opgepakt", "vervallen", SYSTEEM, "geen signaal meer over"),
    # Closed by mistake. A new signaal after closing starts a new zaak instead.
    Overgang("zaak", "gesloten", "in_behandeling", GEMEENTE, "heropenen"),
    Overgang("verzoek", "ontvangen", "vastgesteld", BALIE, "identiteit vastgesteld"),
    Overgang("verzoek", "ontvangen", "geweigerd", PRIVACY, "weigeren"),
    Overgang("verzoek", "ontvangen", "ingetrokken", INWONER, "intrekken"),
    Overgang("verzoek", "vastgesteld", "gezocht", PRIVACY, "personen vastgesteld"),
    Overgang("verzoek", "vastgesteld", "ingetrokken", INWONER, "intrekken"),
    Overgang("verzoek", "gezocht", "vastgesteld", PRIVACY, "opnieuw zoeken"),
    Overgang("verzoek", "gezocht", "ingewilligd", PRIVACY, "toewijzen"),
    Overgang("verzoek", "gezocht", "geweigerd", PRIVACY, "weigeren"),
    Overgang("verzoek", "gezocht", "ingetrokken", INWONER, "intrekken"),
)
BEGIN: Final = {"aanlevering": "concept", "zaak": "nieuw", "verzoek": "ontvangen"}
_STAP: Final = {(overgang.soort, overgang.van, overgang.naar): overgang for overgang in OVERGANGEN}


def list_statussen(soort: str) -> tuple[str, ...]:
    """List the statuses of an aanlevering, a zaak or a verzoek, the first one first."""
    steps = [overgang for overgang in OVERGANGEN if overgang.soort == soort]
    return tuple(
        dict.fromkeys([BEGIN[soort], *(status for step in steps for status in (step.van, step.naar))])
    )


def list_overgangen(soort: str, van: str, *, wie: str) -> tuple[Overgang, ...]:
    """List the steps that this role can take from a status: the buttons of a screen."""
    return tuple(step for step in OVERGANGEN if (step.soort, step.van) == (soort, van) and wie in step.wie)


AANLEVERINGSTATUSSEN: Final = list_statussen("aanlevering")
ZAAKSTATUSSEN: Final = list_statussen("zaak")
VERZOEKSTATUSSEN: Final = list_statussen("verzoek")


def check_transition(soort: str, van: str, naar: str, *, wie: str | None = None) -> None:
    """Raise OvergangFout with the reason when this step does not exist or, with `wie`, is not for that role."""
    step = _STAP.get((soort, van, naar))
    if step is None:
        options = ", ".join(other.naar for other in OVERGANGEN if (other.soort, other.van) == (soort, van))
        follows = f"Hierna kan: {options}." if options else "Dit is een eindstatus."
        article = "Dit" if soort == "verzoek" else "Deze"
        raise OvergangFout(
            f"{article} {soort} heeft de status '{van}' en kan niet naar '{naar}'. {follows} [overgang_bestaat_niet]"
        )
    if wie is not None and wie not in step.wie:
        allowed = " of ".join(sorted(step.wie))
        raise OvergangFout(
            f"'{step.naam}' kan alleen door: {allowed}. Vraag het daar. [overgang_niet_toegestaan]"
        )


def can_transition(soort: str, van: str, naar: str, *, wie: str | None = None) -> bool:
    """Tell whether `check_transition` lets this step through."""
    step = _STAP.get((soort, van, naar))
    return step is not None and (wie is None or wie in step.wie)


def derive_signaalstatus(zaakstatus: str | None, eindresultaat: str | None) -> str:
    """Return the DDAS status of a signaal from its zaak; None for a signaal that is in no zaak yet."""
    if eindresultaat in SIGNAALSTATUSSEN:
        return eindresultaat
    if eindresultaat is not None or zaakstatus in {"nieuw", "in_behandeling", "gesloten"}:
        return "Opgepakt"
    return (
        "Niet opgepakt: andere reden" if zaakstatus in {"niet_opgepakt", "vervallen"} else "Nog niet opgepakt"
    )
