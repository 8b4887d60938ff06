"""The words of letters and messages: channels, states, and why something did not go out."""

from __future__ import annotations

from typing import Final

from meldpunt.correspondentie.queries import Partijregel, Verzendregel
from meldpunt.web.gemeente.woorden import Badge
from meldpunt.web.opmaak import datum, datumtijd

KANAAL: Final = {
    "brief": ("brief", "brieven"),
    "kaartje": ("kaartje", "kaartjes"),
    "mail": ("e-mail", "e-mails"),
    "sms": ("sms", "sms'en"),
}
FOUT: Final = {
    "adres_geweigerd": "De mailserver kent dit adres niet.",
    "nummer_geweigerd": "De sms-dienst kan dit nummer niet bereiken.",
    "teruggekomen": "De mail kwam terug: het adres werkt niet.",
    "dienst_uit": "De mailserver of sms-dienst doet het niet; het bericht wacht en gaat vanzelf weg.",
    "geen_verbinding": "Er was geen verbinding; het wordt opnieuw geprobeerd.",
    "zaak_status": "De zaak is niet meer in behandeling.",
    "geen_toegang": "De zaak staat niet meer in dit postvak.",
    "signaal_veranderd": "Een vordering is intussen betaald of ingetrokken. Maak zo nodig een nieuw bericht.",
    "zaak_weg": "De zaak is er niet meer.",
}


def status_badge(regel: Verzendregel) -> Badge:
    """Give a message its state."""
    why = FOUT.get(regel.fout, "")
    match regel.status:
        case "verzonden" if regel.partij is not None:
            return Badge(f"Gedrukt op {datum(regel.verzonden_op)}", "goed")
        case "verzonden":
            return Badge(f"Verzonden op {datumtijd(regel.verzonden_op)}", "goed")
        case "mislukt":
            gave_up = "Er was geen verbinding." if regel.fout == "geen_verbinding" else why
            return Badge("Mislukt", "gevaar", gave_up)
        case "ingetrokken":
            return Badge("Ingetrokken", "neutraal", why)
        case "wacht":
            return Badge("Wacht op verzenden", "let_op" if regel.fout else "info", why)
    return Badge("Klaar om te drukken", "info")


def partij_stand(regel: Partijregel) -> Badge:
    """Give a batch its state."""
    if regel.vastgelegd_op:
        return Badge(f"Gedrukt op {datum(regel.gedrukt_op)}", "goed", f"Door {regel.gedrukt_door}")
    if regel.gedrukt_op:
        return Badge("Wordt vastgelegd", "info", f"Gedrukt op {datum(regel.gedrukt_op)}")
    if regel.opgehaald_op:
        return Badge("Opgehaald, nog niet verstuurd", "let_op")
    return Badge("Te drukken", "info")
