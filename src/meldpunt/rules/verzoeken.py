"""Requests of residents under the AVG: kinds, their clock, the grounds of a decision, and who may not decide."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from meldpunt.rules.namen import initials_key, key_of_words, surname_words

# AVG art. 12 lid 3: within a month of receipt, and two more when the request is complex or there are many.
MAANDEN: Final = 1
VERLENGING: Final = 2
HERINNER: Final = timedelta(days=7)
NOGMAALS: Final = timedelta(days=1)
TERMIJNGROND: Final = "AVG art. 12 lid 3"
ONDERWEG: Final = ("ontvangen", "vastgesteld", "gezocht")
KLAAR: Final = ("ingewilligd", "geweigerd", "ingetrokken")
# How each status reads for the resident.
STANDEN: Final = {
    "ontvangen": "Ontvangen. Wij moeten nog vaststellen wie u bent.",
    "vastgesteld": "Ontvangen. Wij zoeken alles op.",
    "gezocht": "Gevonden. Wij nemen een besluit.",
    "ingewilligd": "Toegewezen.",
    "geweigerd": "Afgewezen.",
    "ingetrokken": "Ingetrokken.",
}


@dataclass(frozen=True, slots=True)
class Verzoeksoort:
    """One right: its title, its article, what the resident asks in plain words, and what is done when granted."""

    titel: str
    artikel: str
    vraag: str
    gevolg: str


VERZOEKSOORTEN: Final[Mapping[str, Verzoeksoort]] = {
    "inzage": Verzoeksoort(
        "Inzage",
        "AVG art. 15",
        "Ik wil weten wat er over mij is vastgelegd.",
        "De inwoner krijgt het overzicht, als PDF en als bestand.",
    ),
    "rectificatie": Verzoeksoort(
        "Correctie",
        "AVG art. 16",
        "Er klopt iets niet. Ik wil dat het wordt verbeterd.",
        "De gegevens worden verbeterd en de partner die ze gaf, krijgt bericht.",
    ),
    "wissing": Verzoeksoort(
        "Verwijdering",
        "AVG art. 17",
        "Ik wil dat mijn gegevens worden verwijderd.",
        "De gegevens worden meteen vernietigd en de partners die ze gaven, krijgen bericht.",
    ),
    "beperking": Verzoeksoort(
        "Beperking",
        "AVG art. 18",
        "Ik wil dat mijn gegevens voorlopig niet worden gebruikt.",
        "De gegevens blijven staan, maar niemand neemt contact op en niets gaat naar buiten.",
    ),
    "bezwaar": Verzoeksoort(
        "Bezwaar",
        "AVG art. 21",
        "Ik wil niet dat de gemeente mij hiervoor benadert.",
        "De signalen tellen niet meer mee, de zaak stopt en de partners krijgen bericht.",
    ),
}


@dataclass(frozen=True, slots=True)
class Besluitgrond:
    """Why a request is granted or refused: the sentence for the resident, its article, and for which kinds."""

    zin: str
    artikel: str
    inwilligen: bool
    soorten: tuple[str, ...]


ALLE: Final = tuple(VERZOEKSOORTEN)
BESLUITGRONDEN: Final[Mapping[str, Besluitgrond]] = {
    "overzicht_verstrekt": Besluitgrond(
        "U krijgt een overzicht van alles wat over u is vastgelegd.",
        "AVG art. 15 lid 1 en 3",
        True,
        ("inzage",),
    ),
    "niets_gevonden": Besluitgrond(
        "Er is niets over u vastgelegd. Wij hebben overal gezocht.", "AVG art. 15 lid 1", True, ("inzage",)
    ),
    "onjuist": Besluitgrond(
        "De gegevens klopten niet. Wij hebben ze verbeterd.", "AVG art. 16", True, ("rectificatie",)
    ),
    "niet_meer_nodig": Besluitgrond(
        "Wij hebben uw gegevens niet meer nodig. Wij hebben ze vernietigd.",
        "AVG art. 17 lid 1 onder a",
        True,
        ("wissing",),
    ),
    "bezwaar_gegrond": Besluitgrond(
        "U maakte bezwaar en er is geen reden om toch door te gaan.",
        "AVG art. 17 lid 1 onder c en art. 21 lid 1",
        True,
        ("wissing", "bezwaar"),
    ),
    "onrechtmatig": Besluitgrond(
        "Uw gegevens hadden hier niet mogen staan. Wij hebben ze vernietigd.",
        "AVG art. 17 lid 1 onder d",
        True,
        ("wissing",),
    ),
    "juistheid_betwist": Besluitgrond(
        "U zegt dat de gegevens niet kloppen. Wij gebruiken ze niet zolang wij dat nagaan.",
        "AVG art. 18 lid 1 onder a",
        True,
        ("beperking",),
    ),
    "bezwaar_loopt": Besluitgrond(
        "U maakte bezwaar. Wij gebruiken uw gegevens niet zolang wij daarover nadenken.",
        "AVG art. 18 lid 1 onder d",
        True,
        ("beperking",),
    ),
    "inwoner_heeft_nodig": Besluitgrond(
        "U heeft de gegevens zelf nodig. Wij bewaren ze en gebruiken ze niet.",
        "AVG art. 18 lid 1 onder b en c",
        True,
        ("beperking",),
    ),
    "identiteit_onzeker": Besluitgrond(
        "Wij weten niet zeker dat u het bent. Kom langs met een geldig identiteitsbewijs of meld u aan met DigiD.",
        "AVG art. 12 lid 2 en 6",
        False,
        ALLE,
    ),
    "niets_vastgelegd": Besluitgrond(
        "Er is niets over u vastgelegd. Er is dus niets te veranderen.",
        "AVG art. 16, 17, 18 en 21",
        False,
        ("rectificatie", "wissing", "beperking", "bezwaar"),
    ),
    "ongegrond_of_te_vaak": Besluitgrond(
        "U deed dit verzoek kort geleden ook en er is niets veranderd.",
        "AVG art. 12 lid 5 onder b",
        False,
        ALLE,
    ),
    "gegevens_juist": Besluitgrond(
        "Wij hebben het nagegaan: de gegevens kloppen.", "AVG art. 16", False, ("rectificatie",)
    ),
    "wettelijke_taak": Besluitgrond(
        "Wij hebben de gegevens nog nodig om u hulp te bieden. Die taak staat in de wet.",
        "AVG art. 17 lid 3 onder b; Wgs art. 3 lid 1 onder b",
        False,
        ("wissing",),
    ),
    "rechtsvordering": Besluitgrond(
        "De gegevens zijn nodig voor een klacht of een rechtszaak die loopt.",
        "AVG art. 17 lid 3 onder e",
        False,
        ("wissing", "beperking", "bezwaar"),
    ),
    "dwingende_grond": Besluitgrond(
        "Er is een dwingende reden om door te gaan: er dreigt iets ernstigs zoals afsluiting of ontruiming.",
        "AVG art. 21 lid 1; Wgs art. 3 lid 1 onder b",
        False,
        ("bezwaar",),
    ),
    "geen_grond_beperking": Besluitgrond(
        "De wet noemt vier redenen om gegevens niet te gebruiken. Geen daarvan geldt hier.",
        "AVG art. 18 lid 1",
        False,
        ("beperking",),
    ),
    "rechten_van_anderen": Besluitgrond(
        "Dit gaat over iemand anders. Diens gegevens mogen wij u niet geven.",
        "AVG art. 15 lid 4; UAVG art. 41 lid 1 onder i",
        False,
        ("inzage",),
    ),
}
# How somebody complains, in every decision that refuses (AVG art. 12 lid 4).
KLACHT: Final = (
    "Bent u het niet eens met dit besluit? U kunt binnen zes weken bezwaar maken bij de gemeente. U kunt ook een "
    "klacht indienen bij de Autoriteit Persoonsgegevens: autoriteitpersoonsgegevens.nl, telefoon 088 180 52 50."
)
IDENTITEITEN: Final[Mapping[str, str]] = {
    "digid": "Aangemeld met DigiD (niveau substantieel of hoger)",
    "document": "Geldig identiteitsbewijs gezien aan de balie; er is geen kopie bewaard",
    "bekend": "Persoonlijk bekend bij een medewerker van deze gemeente",
}


def plan_einde(ontvangen: date, *, verlengd: bool = False) -> date:
    """Return the last day to answer on: a month after receipt, or three; never later because of a weekend."""
    months = MAANDEN + (VERLENGING if verlengd else 0)
    place = ontvangen.month - 1 + months
    year, month = ontvangen.year + place // 12, place % 12 + 1
    return date(year, month, min(ontvangen.day, monthrange(year, month)[1]))


def list_gronden(soort: str, *, inwilligen: bool) -> dict[str, Besluitgrond]:
    """Return the grounds on which a request of this kind can be granted or refused."""
    return {
        sleutel: grond
        for sleutel, grond in BESLUITGRONDEN.items()
        if soort in grond.soorten and grond.inwilligen is inwilligen
    }


def find_besluit_bezwaar(soort: str, grond: str, *, inwilligen: bool, gevonden: int) -> str:
    """Return why a decision cannot be taken so, with its code; empty when it can."""
    if grond not in list_gronden(soort, inwilligen=inwilligen):
        return "Kies een grond uit de lijst; deze past niet bij het verzoek. [grond_past_niet]"
    if inwilligen and grond != "niets_gevonden" and not gevonden:
        return (
            "Er is van niemand vastgesteld dat de signalen over deze inwoner gaan. Doe dat eerst, of kies een andere "
            "grond. [persoon_niet_vastgesteld]"
        )
    if grond in {"niets_gevonden", "niets_vastgelegd"} and gevonden:
        return "Er is wel iets gevonden over deze inwoner. Kies een andere grond. [wel_iets_gevonden]"
    return ""


def write_besluit(soort: str, grond: str, toelichting: str) -> str:
    """Write the decision for the resident: the ground in Dutch with its article, and how to complain if refused."""
    said = BESLUITGRONDEN[grond]
    kind = VERZOEKSOORTEN[soort]
    outcome = "toegewezen" if said.inwilligen else "afgewezen"
    opening = f"Uw verzoek om {kind.titel.lower()} is {outcome} ({kind.artikel})."
    parts = [opening, f"{said.zin} ({said.artikel})", toelichting.strip(), "" if said.inwilligen else KLACHT]
    return "\n\n".join(part for part in parts if part)


def is_namesake(account: str, *, voorletters: str, achternaam: str) -> bool:
    """Say whether an account carries the name of the resident: then a colleague handles the request.

    It errs on the side of a colleague: a namesake is turned away too.
    """
    first, _, rest = account.strip().partition(" ")
    keys = pl.DataFrame({"eerste": [first, voorletters], "naam": [rest or first, achternaam]}).select(
        naam=key_of_words(surname_words(pl.lit(""), pl.col("naam"))), letters=initials_key(pl.col("eerste"))
    )
    (own, own_letters), (asked, asked_letters) = keys.rows()
    if own is None or own != asked:
        return False
    return not asked_letters or own_letters[:1] == asked_letters[:1]
