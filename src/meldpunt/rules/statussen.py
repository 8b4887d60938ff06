"""Statuses and value lists: what can be, what can follow what, and who may do it."""

from __future__ import annotations

from typing import Final

# DDAS Vroegsignalering 1.2, word for word.
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

# What may follow what; a status without a successor is an end.
OVERGANGEN: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "aanlevering": {
        "concept": ("ontvangen", "afgekeurd"),
        "ontvangen": ("verwerkt", "afgekeurd", "mislukt"),
        "verwerkt": ("ingetrokken",),
        "afgekeurd": (),
        "mislukt": (),
        "ingetrokken": (),
    },
    "zaak": {
        "nieuw": ("in_behandeling", "gesloten", "vervallen"),
        "niet_opgepakt": ("in_behandeling", "vervallen"),
        "in_behandeling": ("gesloten", "vervallen"),
        "gesloten": ("in_behandeling",),
        "vervallen": (),
    },
}
AANLEVERINGSTATUSSEN: Final = tuple(OVERGANGEN["aanlevering"])
ZAAKSTATUSSEN: Final = tuple(OVERGANGEN["zaak"])


class OvergangFout(ValueError):
    """A step from one status to another that cannot be; the text is the Dutch sentence for the person."""


def check_transition(kind: str, van: str, naar: str) -> None:
    """Raise OvergangFout unless `naar` may follow `van` for this kind of thing ("zaak", "aanlevering")."""
    if naar not in OVERGANGEN[kind][van]:
        raise OvergangFout(
            f"Van “{van.replace('_', ' ')}” naar “{naar.replace('_', ' ')}” kan niet. "
            "Ververs de pagina: misschien was een collega u voor. [overgang]"
        )


def can_transition(kind: str, van: str, naar: str) -> bool:
    """Say whether `naar` may follow `van`, for screens that leave a button out."""
    return naar in OVERGANGEN[kind][van]
