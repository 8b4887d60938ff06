"""What can be wrong with a connection: a code that stays, a sentence, and when trying again makes sense."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from meldpunt.adapters.uitgaand import Antwoord

# Code of the trouble -> what beheer reads, ending with what to do.
ZINNEN: Final[Mapping[str, str]] = {
    "geweigerd": "De andere kant is niet te bereiken. Controleer het adres en of het systeem daar aanstaat. "
    "[koppeling_geweigerd]",
    "te_traag": "De andere kant doet er te lang over. Vraag de leverancier of er een storing is. "
    "[koppeling_te_traag]",
    "verbroken": "De verbinding viel halverwege weg. Vraag de leverancier of er een storing is. "
    "[koppeling_verbroken]",
    "onleesbaar": "Het antwoord is niet te lezen. Controleer of het adres bij de goede dienst hoort. "
    "[koppeling_onleesbaar]",
    "serverfout": "De andere kant meldt een eigen fout. Vraag de leverancier of er een storing is. "
    "[koppeling_serverfout]",
    "certificaat": "Het certificaat klopt niet: van de andere kant of van ons. Controleer de geldigheid en wie het "
    "uitgaf. [koppeling_certificaat]",
    "toegang": "De andere kant laat ons niet toe. Controleer sleutel, geheim en rechten. [koppeling_toegang]",
    "limiet": "Wij vragen meer dan mag. Het meldpunt wacht tot het weer mag. [koppeling_limiet]",
    "adres": "Het adres mag niet worden gevraagd. Controleer het, en of het net is toegestaan. [koppeling_adres]",
    "dicht": "Het ging een paar keer na elkaar mis. Het meldpunt probeert het vanzelf opnieuw. [koppeling_dicht]",
    "druk": "Er lopen al zoveel vragen als mag. Het meldpunt probeert het vanzelf opnieuw. [koppeling_druk]",
    "ontbreekt": "Er is geen koppeling ingesteld, of hij staat uit. Stel hem in bij Koppelingen. "
    "[koppeling_ontbreekt]",
}


class Koppelingfout(RuntimeError):
    """Another system gave no answer to work with; whoever asked leaves the row due.

    `code` is one of ZINNEN, `wanneer_weer` the first moment at which trying again makes sense (none: as the row
    itself says), `antwoord` what was said, when anything was.
    """

    def __init__(
        self, code: str, *, wanneer_weer: datetime | None = None, antwoord: Antwoord | None = None
    ) -> None:
        super().__init__(ZINNEN[code])
        self.code, self.wanneer_weer, self.antwoord = code, wanneer_weer, antwoord


class Koppelingdicht(Koppelingfout):
    """Nobody was asked: it went wrong too often just now, or too many ask at the same time."""
