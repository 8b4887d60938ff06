"""The one thing to do now in a zaak."""

from __future__ import annotations

from dataclasses import dataclass

from meldpunt.matching.queries import Zaakbeeld
from meldpunt.opvolging.queries import Pogingstand
from meldpunt.toegang.actor import Actor
from meldpunt.web.gemeente.woorden import REDEN, write_code
from meldpunt.web.opmaak import datum, meervoud


@dataclass(frozen=True, slots=True)
class Stap:
    """What to do now and why; `actie` says which button stands beside it, empty for none."""

    titel: str
    tekst: str
    actie: str = ""


def next_step(zaak: Zaakbeeld, stand: Pogingstand, door: Actor, *, ingetrokken: bool = False) -> Stap:
    """Name the one thing to do now; `ingetrokken` says that every signaal of the zaak was recalled."""
    match zaak.status:
        case "nieuw":
            why = "Niemand heeft deze zaak nog. Pak haar op als u ermee aan de slag gaat."
            return Stap("Volgende stap: oppakken", why, "oppakken")
        case "niet_opgepakt":
            return _not_taken(zaak, door)
        case "gesloten":
            why = f"Gesloten op {datum(zaak.gesloten_op)}. De partners krijgen vanzelf bericht."
            return Stap(zaak.eindresultaat, why, "heropenen")
        case "vervallen":
            return Stap("Vervallen", "Alle signalen van deze zaak zijn ingetrokken. U hoeft niets te doen.")
    if zaak.behandelaar is None:
        why = "De zaak loopt, maar niemand heeft haar in handen."
        return Stap("Volgende stap: oppakken", why, "oppakken")
    if zaak.behandelaar != door.gebruiker:
        why = "Neem haar over als u het werk voortzet."
        return Stap(f"{zaak.behandelaarnaam} behandelt deze zaak", why, "overnemen")
    return _recalled(zaak) if ingetrokken and not zaak.vragen_open else _in_hand(zaak, stand)


def _recalled(zaak: Zaakbeeld) -> Stap:
    """Keep the resident from being called about a claim that its partner took back."""
    which = "het signaal" if zaak.aantal == 1 else "alle signalen"
    why = (
        f"De partner trok {which} in, of meldde dat het niet meer speelt. Zoek geen contact meer. Was er al "
        "contact, leg de inwoner dan uit dat het niet meer speelt. Sluit de zaak daarna."
    )
    return Stap("Volgende stap: sluiten", why, "sluiten")


def _in_hand(zaak: Zaakbeeld, stand: Pogingstand) -> Stap:
    if zaak.vragen_open and (stand.bereikt_op or zaak.alles_herhaald):
        why = "Beslis welke signalen over dezelfde persoon gaan. Daarna kunt u de zaak sluiten."
        return Stap("Volgende stap: wie is wie?", why, "beslissen")
    if stand.bereikt_op:
        why = (
            f"Er was contact op {datum(stand.bereikt_op)}. Is het rond? Sluit de zaak met een eindresultaat."
        )
        return Stap("Volgende stap: sluiten, of verder helpen", why, "sluiten")
    if zaak.alles_herhaald and not stand.aantal:
        why = "Alle signalen zijn een herhaling en geen bedrag is hoger. Voorstel: herhaalde melding."
        return Stap("Volgende stap: bekijk of u kunt sluiten", why, "sluiten")
    tried = meervoud(stand.aantal, "poging", "pogingen")
    again = f"{tried}, nog geen contact. Probeer een ander dagdeel of een andere manier."
    first = "Zoek contact met de inwoner en leg uw poging vast."
    return Stap("Volgende stap: contactpoging", again if stand.aantal else first, "poging")


def _not_taken(zaak: Zaakbeeld, door: Actor) -> Stap:
    why = REDEN.get(zaak.reden, write_code(zaak.reden).lower() or "door de gemeente")
    if door.rol == "coordinator":
        return Stap("Niet opgepakt", f"Reden: {why}. U kunt de zaak alsnog oppakken.", "oppakken")
    return Stap("Niet opgepakt", f"Reden: {why}. Een coördinator kan haar alsnog oppakken.")
