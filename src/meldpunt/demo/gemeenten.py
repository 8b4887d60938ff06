"""The municipalities of the five covenants with their real codes and postcodes, and how each of them works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Plaats:
    """A municipality as the demo world knows it."""

    code: str
    naam: str
    postcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Werkwijze:
    """How one municipality works under one covenant, and how many households it gets there."""

    convenant: str
    gemeente: str
    huishoudens: int
    capaciteit: int | None = None
    bekenden: str = "meenemen"
    teams: Mapping[str, list[str]] = field(default_factory=dict)
    aanbod: str = ""
    # Kinds of contact, each with the days after the one before; none: the order that the meldpunt proposes.
    contactplan: tuple[tuple[str, int], ...] = ()


PLAATSEN: Final = {
    plaats.code: plaats
    for plaats in (
        Plaats("0363", "Amsterdam", ("1011-1109", "1381-1384")),
        Plaats("0014", "Groningen", ("9711-9747", "9751-9756")),
        Plaats("0855", "Tilburg", ("5011-5049", "5056-5057", "5071")),
        Plaats("0637", "Zoetermeer", ("2711-2729",)),
        Plaats("0392", "Haarlem", ("2011-2037",)),
        Plaats("0473", "Zandvoort", ("2041-2042", "2116")),
        Plaats("0505", "Dordrecht", ("3311-3329",)),
        Plaats("0642", "Zwijndrecht", ("3331-3336",)),
        Plaats("0531", "Hendrik-Ido-Ambacht", ("3341-3344",)),
        Plaats("0590", "Papendrecht", ("3351-3356",)),
        Plaats("0610", "Sliedrecht", ("3361-3364",)),
        Plaats("0523", "Hardinxveld-Giessendam", ("3371-3373",)),
        Plaats("0482", "Alblasserdam", ("2951-2954",)),
        Plaats("0344", "Utrecht", ("3511-3585", "3451-3455")),
        Plaats("0193", "Zwolle", ("8011-8043",)),
        Plaats("0080", "Leeuwarden", ("8911-8941",)),
    )
}

_AMSTERDAM: Final[Mapping[str, list[str]]] = {
    "grip-op-geld": ["1101-1109"],
    "Noord": ["1021-1037"],
    "Centrum-West": ["1011-1018", "1041-1069"],
    "Zuid-Oost": ["1071-1099"],
}
_HAARLEM: Final[Mapping[str, list[str]]] = {
    "wijkteam-schalkwijk": ["2033-2037"],
    "Noord": ["2021-2026"],
    "Centrum": ["2011-2019"],
    "Oost": ["2031-2032"],
}
_LANDELIJK: Final = (
    "Gesprek binnen vier weken, thuis of op het stadskantoor. Inloop elke dinsdag van 10 tot 12 uur."
)
_DRECHT: Final = "Brief met het aanbod van de SDD; bij bekende klanten een intake bij de eigen consulent."

_EERST_LANGS: Final = (("Brief", 0), ("Huisbezoek", 5), ("Telefoon", 4), ("Huisbezoek", 7))
_EERST_BELLEN: Final = (("Telefoon", 0), ("SMS/Whatsapp", 2), ("Brief", 3), ("Telefoon", 7))

WERKWIJZEN: Final = (
    Werkwijze(
        convenant="duo-amsterdam",
        gemeente="0363",
        huishoudens=88,
        teams=_AMSTERDAM,
        aanbod="Jongerenpunt: gesprek over studieschuld, werk en toeslagen, ook in de avond.",
        contactplan=_EERST_BELLEN,
    ),
    Werkwijze(convenant="cak-eigen-bijdrage", gemeente="0363", huishoudens=40, teams=_AMSTERDAM),
    Werkwijze(convenant="cak-eigen-bijdrage", gemeente="0014", huishoudens=22),
    Werkwijze(convenant="cak-eigen-bijdrage", gemeente="0855", huishoudens=22),
    Werkwijze(convenant="cak-eigen-bijdrage", gemeente="0637", huishoudens=18),
    Werkwijze(
        convenant="haarlem-zandvoort",
        gemeente="0392",
        huishoudens=225,
        capaciteit=60,
        bekenden="buiten_beschouwing",
        teams=_HAARLEM,
        aanbod="Huisbezoek door twee medewerkers; op verzoek een vrijwilliger voor de administratie.",
        contactplan=_EERST_LANGS,
    ),
    Werkwijze(
        convenant="haarlem-zandvoort",
        gemeente="0473",
        huishoudens=52,
        capaciteit=26,
        aanbod="Huisbezoek samen met het sociaal wijkteam Zandvoort.",
        contactplan=_EERST_LANGS,
    ),
    Werkwijze(
        convenant="drechtsteden",
        gemeente="0505",
        huishoudens=88,
        teams={"wijkteam-sterrenburg": ["3328-3329"]},
        aanbod=_DRECHT,
    ),
    Werkwijze(convenant="drechtsteden", gemeente="0642", huishoudens=36, aanbod=_DRECHT),
    Werkwijze(convenant="drechtsteden", gemeente="0531", huishoudens=16, aanbod=_DRECHT),
    Werkwijze(convenant="drechtsteden", gemeente="0590", huishoudens=22, aanbod=_DRECHT),
    Werkwijze(convenant="drechtsteden", gemeente="0610", huishoudens=18, aanbod=_DRECHT),
    Werkwijze(convenant="drechtsteden", gemeente="0523", huishoudens=12, aanbod=_DRECHT),
    Werkwijze(convenant="drechtsteden", gemeente="0482", huishoudens=14, aanbod=_DRECHT),
    Werkwijze(
        convenant="landelijk",
        gemeente="0344",
        huishoudens=112,
        teams={"Overvecht": ["3561-3564"], "Kanaleneiland": ["3526-3527"], "Leidsche Rijn": ["3541-3547"]},
        aanbod=_LANDELIJK,
        contactplan=_EERST_BELLEN,
    ),
    Werkwijze(convenant="landelijk", gemeente="0014", huishoudens=60, aanbod=_LANDELIJK),
    Werkwijze(convenant="landelijk", gemeente="0193", huishoudens=54, aanbod=_LANDELIJK),
    Werkwijze(convenant="landelijk", gemeente="0080", huishoudens=54, aanbod=_LANDELIJK),
)


@dataclass(frozen=True, slots=True)
class Uitvoering:
    """Who carries out the work, and for which municipalities."""

    sleutel: str
    naam: str
    soort: str
    gemeenten: tuple[str, ...]


UITVOERDERS: Final = (
    Uitvoering(
        "SDD",
        "Sociale Dienst Drechtsteden",
        "dienst",
        ("0482", "0505", "0523", "0531", "0590", "0610", "0642"),
    ),
    Uitvoering("wijkteam-schalkwijk", "Wijkteam Schalkwijk", "wijkteam", ("0392",)),
    Uitvoering("wijkteam-sterrenburg", "Wijkteam Sterrenburg", "wijkteam", ("0505",)),
    Uitvoering("grip-op-geld", "Grip op Geld", "extern", ("0363",)),
)
