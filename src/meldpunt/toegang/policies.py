"""Who may do what, and on whose data: each `check_` raises with the reason, each `can_` is its twin for screens."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from meldpunt.toegang.actor import Actor

GEMEENTEROLLEN = frozenset({"behandelaar", "coordinator"})
ZAAKROLLEN = GEMEENTEROLLEN | {"uitvoerder"}
# Where an act comes from when a resident does it with the code of a letter.
INWONER = "inwoner"
# And when it signed in at the broker: it sees and asks for itself alone.
MIJN_GEGEVENS = "mijn_gegevens"
# And when a program of a party does it: it acts for the party, and is nobody.
TOEPASSING = "api"


class GeenToegang(PermissionError):
    """An act that this actor may not do; the text says why, in Dutch, for the person."""


class VreemdObject(GeenToegang):
    """An object that this actor may not even know of: on a screen it looks like one that does not exist."""


def check_deliver(actor: Actor, *, partner: UUID) -> None:
    """Raise unless the actor delivers for this partner (or is the system, for a command)."""
    if actor.rol == "systeem":
        return
    if actor.rol != "partner" or actor.partner != partner:
        raise GeenToegang("U kunt alleen aanleveren voor uw eigen organisatie. [geen_toegang]")


def get_own_partner(actor: Actor) -> UUID:
    """Return the signaalpartner whose deliveries and feedback the actor may see. Raises GeenToegang."""
    if actor.rol != "partner" or actor.partner is None:
        raise GeenToegang("Alleen een medewerker van de signaalpartner kan dit inzien. [geen_toegang]")
    return actor.partner


def check_speak_for_partner(actor: Actor, *, partner: UUID | None) -> None:
    """Raise unless the actor works at this partner: only a partner itself speaks about its own signalen."""
    if partner is None or actor.rol != "partner" or actor.partner != partner:
        raise GeenToegang("U kunt alleen iets melden over signalen van uw eigen organisatie. [geen_toegang]")


def check_see_gemeente(actor: Actor, *, gemeente: str) -> None:
    """Raise unless the actor works on the zaken of this municipality."""
    if actor.rol == "systeem":
        return
    if actor.rol not in ZAAKROLLEN or gemeente not in actor.gemeenten:
        raise VreemdObject("Deze zaak hoort niet bij een gemeente waarvoor u werkt. [geen_toegang]")


def check_see_zaak(actor: Actor, *, gemeente: str, postvak: str, team: str) -> None:
    """Raise unless the zaak stands in an inbox of the actor: SDD and municipality each see their own.

    An outside uitvoerder or wijkteam sees only what was handed to its team.
    """
    check_see_gemeente(actor, gemeente=gemeente)
    if actor.rol == "systeem":
        return
    if actor.rol == "uitvoerder":
        if team != actor.partij:
            raise VreemdObject("Deze zaak is niet aan uw team toegewezen. [geen_toegang]")
        return
    if postvak != find_own_postvak(actor, gemeente=gemeente):
        raise VreemdObject("Deze zaak staat in een ander postvak. [geen_toegang]")


def find_own_postvak(actor: Actor, *, gemeente: str) -> str | None:
    """Return the inbox of the actor in a municipality: SDD and municipality each have their own.

    A kind of party that is not named here has none, and sees nothing.
    """
    return {"gemeente": gemeente, "uitvoerder": actor.partij}.get(actor.partijsoort)


def check_coordinate(actor: Actor, *, gemeente: str) -> None:
    """Raise unless the actor coordinates the work of this municipality."""
    check_see_gemeente(actor, gemeente=gemeente)
    if actor.rol not in {"coordinator", "systeem"}:
        raise GeenToegang("Alleen een coördinator kan dit vaststellen. [geen_toegang]")


def check_decide_mismatch(actor: Actor, *, gemeente: str, postvak: str, team: str) -> None:
    """Raise unless the actor decides here whom the registry of persons means: of its own inbox, and never a team."""
    check_see_zaak(actor, gemeente=gemeente, postvak=postvak, team=team)
    if actor.rol not in GEMEENTEROLLEN:
        raise GeenToegang(
            "Alleen een behandelaar of coördinator kan beslissen wie de BRP bedoelt. [geen_toegang]"
        )


def check_see_bsn(actor: Actor, *, gemeente: str) -> None:
    """Raise unless the actor works for the municipality itself: an uitvoerder or team never sees a number whole."""
    check_see_gemeente(actor, gemeente=gemeente)
    if actor.rol not in GEMEENTEROLLEN or actor.gebruiker is None or actor.herkomst == TOEPASSING:
        raise GeenToegang("Alleen een medewerker van de gemeente kan een BSN inzien. [geen_toegang]")


def check_answer(actor: Actor) -> None:
    """Raise unless this is a resident on the reply page: no account answers in the name of a resident."""
    if actor.rol != "systeem" or actor.herkomst != INWONER:
        raise GeenToegang("Alleen de inwoner zelf kan hier antwoorden. [geen_toegang]")


def check_offer_overdracht(actor: Actor, *, gemeente: str) -> None:
    """Raise unless the actor may offer a zaak to another municipality: that is for the municipality, not a team."""
    check_see_gemeente(actor, gemeente=gemeente)
    if actor.rol not in GEMEENTEROLLEN:
        raise GeenToegang(
            "Alleen de gemeente kan een zaak aan een andere gemeente aanbieden. Vraag uw opdrachtgever. "
            "[geen_toegang]"
        )


def get_gebruiker(actor: Actor) -> UUID:
    """Return the person who acts. Raises GeenToegang for the system, which keeps nothing of its own."""
    if actor.gebruiker is None:
        raise GeenToegang("Hiervoor moet u aangemeld zijn. [geen_toegang]")
    return actor.gebruiker


def check_manage(actor: Actor) -> None:
    """Raise unless the actor manages the meldpunt."""
    if actor.rol not in {"beheer", "systeem"}:
        raise GeenToegang("Alleen een beheerder kan dit wijzigen. [geen_toegang]")


def check_supervise_privacy(actor: Actor) -> None:
    """Raise unless the actor is a privacy officer."""
    if actor.rol not in {"privacy", "systeem"}:
        raise GeenToegang("Alleen een privacyfunctionaris kan dit inzien. [geen_toegang]")


def check_receive_verzoek(actor: Actor, *, gemeente: str) -> None:
    """Raise unless the actor takes in requests here: at the counter of this municipality, or the resident itself."""
    if is_resident(actor):
        return
    if actor.partijsoort != "gemeente" or actor.rol not in GEMEENTEROLLEN | {"privacy"}:
        raise GeenToegang("Alleen een medewerker van de gemeente kan een verzoek opnemen. [geen_toegang]")
    if gemeente not in actor.gemeenten:
        raise GeenToegang("U kunt alleen verzoeken opnemen voor uw eigen gemeente. [geen_toegang]")


def check_handle_verzoek(actor: Actor, *, gemeente: str) -> UUID:
    """Return who handles a request. Raises unless that is a person, a privacy officer of this municipality."""
    if actor.rol != "privacy" or actor.gebruiker is None or gemeente not in actor.gemeenten:
        raise GeenToegang(
            "Alleen een privacyfunctionaris van deze gemeente kan een verzoek afhandelen. [geen_toegang]"
        )
    return actor.gebruiker


def is_resident(actor: Actor) -> bool:
    """Say whether this is a resident who signed in at the broker."""
    return actor.rol == "systeem" and actor.herkomst == MIJN_GEGEVENS


def check_resident(actor: Actor) -> None:
    """Raise unless this is a resident who signed in: no account reads as a resident."""
    if not is_resident(actor):
        raise GeenToegang("Alleen de inwoner zelf kan dit zien. [geen_toegang]")


def check_see_overeenkomsten(actor: Actor) -> None:
    """Raise unless the actor looks after processor agreements, or plans work that hangs on them."""
    if actor.rol not in {"beheer", "privacy", "coordinator", "systeem"}:
        raise GeenToegang(
            "Alleen beheer, de privacyfunctionaris en de coördinator zien de verwerkersovereenkomsten. [geen_toegang]"
        )


def check_record_overeenkomst(actor: Actor, *, gemeente: str) -> None:
    """Raise unless the actor may record a processor agreement of this municipality, or its end."""
    if actor.rol in {"beheer", "systeem"}:
        return
    if actor.rol != "privacy" or gemeente not in actor.gemeenten:
        raise GeenToegang(
            "Alleen een beheerder of de privacyfunctionaris van deze gemeente legt een verwerkersovereenkomst vast. "
            "[geen_toegang]"
        )


def check_confirm_hervatting(actor: Actor) -> None:
    """Raise unless the actor may be the second person who lets a stopped covenant go on."""
    if actor.rol not in {"beheer", "privacy"}:
        raise GeenToegang("Alleen beheer of een privacyfunctionaris bevestigt een hervatting. [geen_toegang]")


def check_publish_algoritme(actor: Actor) -> None:
    """Raise unless the actor answers to the public for how the rules work."""
    if actor.rol not in {"privacy", "beheer", "systeem"}:
        raise GeenToegang(
            "Alleen de privacyfunctionaris en beheer maken de tekst voor het Algoritmeregister en de DPIA. "
            "[geen_toegang]"
        )


def check_deliver_statistiek(actor: Actor) -> None:
    """Raise unless the actor makes the delivery for the national statistics: the operator's command, or the CBS."""
    if actor.rol not in {"systeem", "statistiek"}:
        raise GeenToegang(
            "Alleen het CBS en de beheerder van het meldpunt halen deze levering op. [geen_toegang]"
        )


def check_see_datalekken(actor: Actor) -> None:
    """Raise unless the actor keeps the register of breaches."""
    if actor.rol not in {"privacy", "beheer", "systeem"}:
        raise GeenToegang(
            "Alleen de privacyfunctionaris en beheer zien het register van datalekken. [geen_toegang]"
        )


def check_open_datalek(actor: Actor) -> None:
    """Raise unless the actor may begin a breach from a recalled delivery."""
    if actor.rol not in {"privacy", "beheer", "coordinator", "systeem"}:
        raise GeenToegang(
            "Alleen de privacyfunctionaris, beheer en een coördinator openen een datalek. Meld het met ‘Er ging iets "
            "mis’ in het menu. [geen_toegang]"
        )


def check_sign_openbaarmaking(actor: Actor, *, gemeente: str) -> UUID:
    """Return who signs. Raises unless that is a person, a privacy officer of this municipality."""
    if actor.rol != "privacy" or actor.gebruiker is None or gemeente not in actor.gemeenten:
        raise GeenToegang(
            "Alleen een privacyfunctionaris van deze gemeente kan de tabel tekenen. [geen_toegang]"
        )
    return actor.gebruiker


def check_destroy(actor: Actor, *, gemeente: str) -> None:
    """Raise unless the actor may destroy or hold personal data of this municipality: its privacy officer."""
    if actor.rol == "systeem":
        return
    if actor.rol != "privacy" or gemeente not in actor.gemeenten:
        raise GeenToegang(
            "Alleen een privacyfunctionaris van deze gemeente kan gegevens laten vernietigen of vasthouden. "
            "[geen_toegang]"
        )


def check_choose_bewaartermijn(actor: Actor, *, gemeente: str) -> None:
    """Raise unless the actor decides how long this municipality keeps persons: privacy officer or coordinator."""
    if actor.rol == "systeem":
        return
    if actor.rol not in {"privacy", "coordinator"} or gemeente not in actor.gemeenten:
        raise GeenToegang(
            "Alleen een privacyfunctionaris of coördinator van deze gemeente kan dit kiezen. [geen_toegang]"
        )


def can(check: Callable[..., None], actor: Actor, **object_: object) -> bool:
    """Say whether a check would pass, for screens that leave a button out."""
    try:
        check(actor, **object_)
    except GeenToegang:
        return False
    return True
