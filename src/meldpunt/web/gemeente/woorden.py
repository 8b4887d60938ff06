"""What case workers read for a stored code: its word, its tone and, on a marker, what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from meldpunt.partijen.register import list_convenanten
from meldpunt.rules.termijnen import Termijn
from meldpunt.web.opmaak import meervoud, postcode

STATUS: Final = {
    "nieuw": ("Nieuw", "info"),
    "in_behandeling": ("In behandeling", "goed"),
    "niet_opgepakt": ("Niet opgepakt", "neutraal"),
    "gesloten": ("Gesloten", "neutraal"),
    "vervallen": ("Vervallen", "neutraal"),
}
# marker -> word, tone, meaning
MARKERING: Final = {
    "bedreigend": ("Bedreigend", "gevaar", "Het eerste gesprek moet binnen drie werkdagen zijn."),
    "contact_verboden": ("Geen contact", "gevaar", "Een controle zegt: zoek geen contact. Open de zaak."),
    "onveilig_bezoek": ("Niet alleen op bezoek", "gevaar", "Ga hier niet alleen langs, of helemaal niet."),
    "geheim_adres": ("Geheim adres", "let_op", "Noem dit adres tegen niemand."),
    "nieuw_signaal": ("Nieuw signaal", "info", "Er kwam een signaal bij sinds iemand deze zaak bekeek."),
    "geen_signaal_over": (
        "Niets meer open",
        "gevaar",
        "Niets staat nog open. Zoek geen contact; sluit de zaak.",
    ),
    "partner_meldde": ("Partner meldde", "let_op", "Een partner meldde iets over een eigen signaal."),
    "inwoner_antwoordde": ("Antwoord", "info", "De inwoner gaf antwoord op een brief of kaart."),
    "terug_van_wacht": ("Terug", "let_op", "De dag waarop deze zaak wachtte, is er."),
    "signaal_ingetrokken": ("Ingetrokken", "gevaar", "Een partner trok een signaal van deze zaak in."),
    "personen_te_beslissen": ("Wie is wie?", "let_op", "Beslis of twee signalen over dezelfde persoon gaan."),
    "personen_niet_vergeleken": (
        "Niet vergeleken",
        "let_op",
        "Op dit adres hebben zo veel signalen dezelfde achternaam dat zij niet op naam zijn vergeleken. "
        "Zonder geboortedatum staat elk signaal apart: kijk zelf of er dezelfde persoon achter zit.",
    ),
    "opeenvolgend": ("Opeenvolgend", "let_op", "Op dit adres was al eerder een zaak."),
    "bekend": ("Bekend", "neutraal", "Het huishouden is bekend bij de gemeente of de sociale dienst."),
    "alles_herhaald": ("Herhaald", "neutraal", "Alle signalen zijn een herhaling; geen bedrag is hoger."),
}
REDEN: Final = {
    "capaciteit": "buiten de capaciteit van de maand",
    "bekend_bij_schuldhulpverlening": "bekend bij schuldhulpverlening",
}
# What a partner said about its signaal, as a badge beside it.
AFMELDREDEN: Final = {
    "betaald": "Meldde: betaald",
    "eigen_regeling": "Meldde: eigen regeling",
    "ingetrokken": "Meldde: ingetrokken",
    "bezwaar": "Meldde: bezwaar van de klant",
}
ANTWOORD: Final = {
    "bel_mij": "bel mij",
    "al_betaald": "ik heb al betaald",
    "niet_ik": "ik ben dit niet",
    "geen_hulp": "ik wil geen hulp",
}
DAGDEEL: Final = {"Ochtend": "’s ochtends", "Middag": "’s middags", "Avond": "’s avonds"}


class MetAdres(Protocol):
    """Anything with an address of a zaak."""

    @property
    def straat(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def huisnummer(self) -> int | None: ...
    @property
    def suffix(self) -> str: ...


class MetPostcode(Protocol):
    """Anything with a postcode and a house number."""

    @property
    def postcode(self) -> str: ...
    @property
    def huisnummer(self) -> int | None: ...
    @property
    def suffix(self) -> str: ...


def write_adres(row: MetAdres) -> str:
    """Write street and number, or postcode and number when the partner gave no street."""
    if not row.postcode:
        return "Adres vernietigd"
    return " ".join(
        p for p in (row.straat or postcode(row.postcode), str(row.huisnummer or ""), row.suffix) if p
    )


def write_plaats(row: MetPostcode) -> str:
    """Write postcode, number and addition: 2011 AA 12 B."""
    if not row.postcode:
        return "Adres vernietigd"
    return " ".join(p for p in (postcode(row.postcode), str(row.huisnummer or ""), row.suffix) if p)


def title_of(convenant: str) -> str:
    """Return the title of a covenant, or its key when it is no longer here."""
    found = list_convenanten().get(convenant)
    return found.titel if found else convenant


def write_code(code: str) -> str:
    """Write a stored code as words: brief_lokaal_aanbod becomes Brief lokaal aanbod."""
    return code.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Badge:
    """A word in a coloured frame; the meaning shows when one points at it."""

    tekst: str
    toon: str
    titel: str = ""


def badges_of(markeringen: tuple[str, ...]) -> list[Badge]:
    """Give the markers of a zaak their words, the most pressing first."""
    return [Badge(*MARKERING[code]) for code in MARKERING if code in markeringen]


def status_of(status: str) -> Badge:
    """Give a status of a zaak its word."""
    return Badge(*STATUS.get(status, (write_code(status), "neutraal")))


TERMIJNTOON: Final = {"te_laat": "gevaar", "bijna": "let_op", "gehaald": "goed"}


def write_rest(termijn: Termijn) -> str:
    """Write how much is left of a term."""
    if termijn.toestand == "gehaald":
        return "gehaald"
    if termijn.toestand == "rust":
        return "op tijd afgesloten"
    if termijn.werkdagen is not None:
        return write_left(termijn.werkdagen, "werkdag", "werkdagen")
    return write_left(termijn.rest, "dag", "dagen")


def write_left(rest: int, een: str, meer: str) -> str:
    """Write how many days are left, or how many it is too late."""
    if rest < 0:
        return f"{meervoud(-rest, een, meer)} te laat"
    return "vandaag" if rest == 0 else f"nog {meervoud(rest, een, meer)}"


def count_days(since: date, today: date) -> int:
    """Count the days since a day."""
    return max((today - since).days, 0)
