"""The one thing to do now in a zaak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from meldpunt.matching.queries import Zaakbeeld
from meldpunt.opvolging.queries import Pogingstand
from meldpunt.rules.controles import BEPERKT, STANDEN, Beperking
from meldpunt.toegang.actor import Actor
from meldpunt.web.gemeente.paneel import Paneel
from meldpunt.web.gemeente.woorden import REDEN, write_code
from meldpunt.web.opmaak import datum, meervoud


@dataclass(frozen=True, slots=True)
class Stap:
    """What to do now and why; `actie` says which button stands beside it, empty for none."""

    titel: str
    tekst: str
    actie: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Omstandigheid:
    """What decides on the next step beside the zaak itself.

    `ingetrokken`: no signaal stands any more; `antwoord`: what a resident said that nobody dealt with yet;
    `navraag_tot`: until when partners may still say that a claim is closed.
    """

    beperking: Beperking
    ingetrokken: bool = False
    antwoord: str = ""
    navraag_tot: date | None = None


# The panels that know what waits, by their key; they read it already.
ANTWOORDPANEEL, NAVRAAGPANEEL = "antwoord", "navragen"


def make_omstandigheid(
    panelen: Mapping[str, Sequence[Paneel]], *, beperking: Beperking, ingetrokken: bool
) -> Omstandigheid:
    """Take from the panels of a zaak what decides on its next step."""
    inhoud = {deel.sleutel: deel.inhoud for place in panelen.values() for deel in place}
    waiting = inhoud.get(ANTWOORDPANEEL, {}).get("open") or [{"titel": ""}]
    return Omstandigheid(
        beperking=beperking,
        ingetrokken=ingetrokken,
        antwoord=waiting[0]["titel"],
        navraag_tot=inhoud.get(NAVRAAGPANEEL, {}).get("uiterlijk"),
    )


def next_step(zaak: Zaakbeeld, stand: Pogingstand, door: Actor, om: Omstandigheid) -> Stap:
    """Name the one thing to do now."""
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
    return _recalled(zaak) if om.ingetrokken and not zaak.vragen_open else _in_hand(zaak, stand, om)


def _recalled(zaak: Zaakbeeld) -> Stap:
    """Keep the resident from being called about a claim that its partner took back."""
    which = "het signaal" if zaak.aantal == 1 else "alle signalen"
    why = (
        f"De partner trok {which} in, of meldde dat het niet meer speelt. Zoek geen contact meer. Was er al "
        "contact, leg de inwoner dan uit dat het niet meer speelt. Sluit de zaak daarna."
    )
    return Stap("Volgende stap: sluiten", why, "sluiten")


def _in_hand(zaak: Zaakbeeld, stand: Pogingstand, om: Omstandigheid) -> Stap:
    if om.antwoord:
        why = "Doe wat er bij het antwoord staat en kies daarna ‘Verwerkt’."
        return Stap(f"Volgende stap: antwoord verwerken. De inwoner zegt: {om.antwoord}", why, "antwoord")
    if zaak.vragen_open and (stand.bereikt_op or zaak.alles_herhaald):
        why = "Beslis welke signalen over dezelfde persoon gaan. Daarna kunt u de zaak sluiten."
        return Stap("Volgende stap: wie is wie?", why, "beslissen")
    if stand.bereikt_op:
        why = (
            f"Er was contact op {datum(stand.bereikt_op)}. Is het rond? Sluit de zaak met een eindresultaat."
        )
        return Stap("Volgende stap: sluiten, of verder helpen", why, "sluiten")
    if om.beperking.elk_contact:
        return _forbidden(zaak, om.beperking)
    if zaak.alles_herhaald and not stand.aantal:
        why = "Alle signalen zijn een herhaling en geen bedrag is hoger. Voorstel: herhaalde melding."
        return Stap("Volgende stap: bekijk of u kunt sluiten", why, "sluiten")
    tried = meervoud(stand.aantal, "poging", "pogingen")
    again = f"{tried}, nog geen contact. Probeer een ander dagdeel of een andere manier."
    first = "Zoek contact met de inwoner en leg uw poging vast."
    asked = ""
    if om.navraag_tot is not None:
        asked = f" Partners zijn gevraagd of het nog openstaat. U kunt wachten tot en met {datum(om.navraag_tot)}."
    return Stap("Volgende stap: contactpoging", (again if stand.aantal else first) + asked, "poging")


def _forbidden(zaak: Zaakbeeld, beperking: Beperking) -> Stap:
    """Propose what a check leads to, where it forbids every contact."""
    state = STANDEN[next(iter(beperking.verboden.values()))]
    if state is STANDEN[BEPERKT]:
        return Stap("Even niets doen", state.gevolg)
    if zaak.vragen_open:
        why = f"{state.gevolg} Beslis eerst welke signalen over dezelfde persoon gaan."
        return Stap("Volgende stap: wie is wie?", why, "beslissen")
    what = f"overdragen aan {beperking.neemt_over}" if beperking.neemt_over else "sluiten"
    return Stap(f"Volgende stap: {what}", f"{state.titel}. {state.gevolg}", "sluiten")


def _not_taken(zaak: Zaakbeeld, door: Actor) -> Stap:
    why = REDEN.get(zaak.reden, write_code(zaak.reden).lower() or "door de gemeente")
    if door.rol == "coordinator":
        return Stap("Niet opgepakt", f"Reden: {why}. U kunt de zaak alsnog oppakken.", "oppakken")
    return Stap("Niet opgepakt", f"Reden: {why}. Een coördinator kan haar alsnog oppakken.")
