"""The words of webhooks: states, what went wrong, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from meldpunt.notificaties.queries import Abonnementstand

STATUSSEN: Final = {"wacht": "Wacht", "mislukt": "Niet afgeleverd", "afgeleverd": "Afgeleverd"}
LEEG: Final = {
    "wacht": "Er wacht geen bericht. Wat er gebeurt, gaat binnen een minuut uit.",
    "mislukt": "Alles kwam aan. Lukt een bericht drie dagen lang niet, dan staat het hier.",
    "afgeleverd": "Er is nog niets afgeleverd. Stuur een proefbericht om het te proberen.",
}
BEVESTIG_UITLEG: Final = {
    "gevraagd": (
        "Wacht op de beheerder",
        "De beheerder van het meldpunt moet deze server nog toelaten. Daarvoor hoeft u niets te doen.",
        "host_gevraagd",
    ),
    "geweigerd": (
        "De beheerder laat deze server niet toe",
        "Overleg met de beheerder van het meldpunt, of begin een abonnement met een ander adres.",
        "host_geweigerd",
    ),
    "toegestaan": (
        "Wacht op uw ontvanger",
        "Wij vragen uw adres met OPTIONS om toestemming. Antwoord met de kop WebHook-Allowed-Origin.",
        "ontvanger_gevraagd",
    ),
}
# Which acts a state offers: address, text, kind of button.
_GEHEIM: Final = ("geheim", "Nieuw geheim", "")
_EINDE: Final = ("beeindigen", "Beëindig", "gevaar")
KNOPPEN: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "bevestigen": (("bevestigen", "Vraag opnieuw", "primair"), _GEHEIM, _EINDE),
    "actief": (("proef", "Stuur een proefbericht", "primair"), ("pauzeren", "Pauzeer", ""), _GEHEIM, _EINDE),
    "gepauzeerd": (("hervatten", "Hervat", "primair"), _GEHEIM, _EINDE),
    "beeindigd": (),
}
FOUTEN: Final = {
    "geweigerd": "Uw server is niet te bereiken. Controleer het adres en of hij aanstaat.",
    "te_traag": "Uw server doet er te lang over. Antwoord meteen met 202 en verwerk het daarna.",
    "verbroken": "De verbinding viel halverwege weg.",
    "onleesbaar": "Het antwoord van uw server is niet te lezen, of verwijst door.",
    "serverfout": "Uw server meldt een eigen fout (5xx).",
    "certificaat": "Het certificaat van uw server klopt niet. Controleer naam, geldigheid en keten.",
    "toegang": "Uw server laat ons niet toe (401 of 403). Controleer de handtekening met het geheim.",
    "limiet": "Uw server vraagt om te wachten (429). Wij gaan verder op het moment dat hij noemt.",
    "adres": "Dit adres mag niet worden gevraagd: het staat in een afgesloten net.",
    "dicht": "Het ging een paar keer na elkaar mis. Wij proberen het vanzelf opnieuw.",
    "druk": "Er loopt al een aflevering. Wij proberen het vanzelf opnieuw.",
    "niet_bevestigd": "Uw server gaf geen toestemming: de kop WebHook-Allowed-Origin ontbrak of noemt een ander.",
    "vervallen": "Het bericht kon een maand lang niet worden afgeleverd.",
    "http_410": "Uw server zegt dat dit adres niet meer bestaat (410). Het abonnement pauzeert.",
}


@dataclass(frozen=True, slots=True)
class Standbadge:
    """A state as a badge."""

    tekst: str
    toon: str


def show_stand(one: Abonnementstand) -> Standbadge:
    """Return the state of a subscription in words, with its tone."""
    if one.status == "bevestigen":
        tekst = {"gevraagd": "Wacht op beheerder", "geweigerd": "Niet toegelaten"}.get(
            one.host_stand, "Wacht op uw ontvanger"
        )
        return Standbadge(tekst, "gevaar" if one.host_stand == "geweigerd" else "let_op")
    if one.status == "actief" and one.host_stand != "toegestaan":
        return Standbadge("Niet toegelaten", "gevaar")
    if one.status == "actief":
        return Standbadge("Storing", "gevaar") if one.laatste_code else Standbadge("Actief", "goed")
    return (
        Standbadge("Pauze", "let_op") if one.status == "gepauzeerd" else Standbadge("Beëindigd", "neutraal")
    )


def show_code(code: str) -> str:
    """Return what went wrong as a sentence with its code; nothing when nothing did."""
    if not code:
        return ""
    known = FOUTEN.get(code) or f"Uw server nam het bericht niet aan (antwoord {code.removeprefix('http_')})."
    return f"{known} [{code}]"
