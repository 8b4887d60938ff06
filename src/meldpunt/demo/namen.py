"""Names of nobody: surnames and streets that are common in the Netherlands, put together by chance."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, replace
from typing import Final, NamedTuple


class Naamstijl(NamedTuple):
    """A way of naming: how often it occurs, its initials and its surnames (prefix and name)."""

    gewicht: int
    voorletters: str
    namen: tuple[str, ...]


STIJLEN: Final = (
    Naamstijl(
        60,
        "A B C D E F G H I J K L M N P R S T W J.W A.M M.J J.P C.H",
        (
            *("Jansen", "de Vries", "van den Berg", "Bakker", "van Dijk", "Visser", "Smit", "Meijer", "de Boer"),
            *("Mulder", "de Groot", "Bos", "Vos", "Peters", "Hendriks", "van Leeuwen", "Dekker", "Brouwer"),
            *("de Wit", "Dijkstra", "Smits", "de Graaf", "van der Meer", "van der Linden", "Kok", "Jacobs"),
            *("de Haan", "Vermeulen", "van den Heuvel", "van der Veen", "van 't Hof", "in 't Veld", "Hoekstra"),
            *("Zijlstra", "Postma", "ter Horst", "Müller", "Weiß", "Kuijpers", "van Wijk", "te Velde", "Coelho"),
        ),
    ),
    Naamstijl(11, "A E F H I M N O S Y Z", ("Yılmaz", "Kaya", "Demir", "Şahin", "Çelik", "Öztürk", "Aydın", "Koç")),
    Naamstijl(
        11,
        "A F H I K M N R S Y",
        ("El Idrissi", "Bouzid", "Amrani", "Ben Ali", "Haddou", "Ouali", "El Khatib", "Azzouzi"),
    ),
    Naamstijl(
        9,
        "A B J K M P T W Z",
        ("Kowalski", "Wiśniewska", "Nowak", "Wójcik", "Kamiński", "Zielińska", "Dąbrowski"),
    ),
    Naamstijl(
        9,
        "A C D G J L M R S U",
        ("Ramdin", "Pinas", "Wijdenbosch", "Jharap", "Kartosen", "Doekhi", "Tjon A Fat", "van Dams", "Mac Donald"),
    ),
)  # fmt: skip
STRATEN: Final = (
    *(
        "Kastanjelaan",
        "Molenweg",
        "Kerkstraat",
        "Beatrixstraat",
        "Dorpsstraat",
        "Wilhelminapark",
        "Parallelweg",
    ),
    *(
        "Meidoornstraat",
        "Rembrandtstraat",
        "Julianalaan",
        "Schoolstraat",
        "Vondelstraat",
        "Lindelaan",
        "Havenkade",
    ),
    *(
        "Nassaustraat",
        "Burgemeester de Jonglaan",
        "Zonnebloemstraat",
        "Spoorstraat",
        "Tulpstraat",
        "Amperestraat",
    ),
    *(
        "Professor Lorentzlaan",
        "Europaweg",
        "Nieuwe Gracht",
        "Sint Jansstraat",
        "Op de Wallen",
        "1e Dwarsstraat",
    ),
)
VOORVOEGSELS: Final = ("van den ", "van der ", "van de ", "van 't ", "in 't ", "van ", "de ", "ter ", "te ")


@dataclass(frozen=True, slots=True)
class Naam:
    """A name as one partner has it in its books."""

    voorletters: str
    tussenvoegsel: str
    achternaam: str


def make_naam(toeval: random.Random) -> Naam:
    """Make up a name in one of the styles."""
    stijl = toeval.choices(STIJLEN, [stijl.gewicht for stijl in STIJLEN])[0]
    return split_naam(toeval.choice(stijl.voorletters.split()) + ".", toeval.choice(stijl.namen))


def split_naam(voorletters: str, volledig: str) -> Naam:
    """Take the prefix off a surname."""
    prefix = next((p for p in VOORVOEGSELS if volledig.startswith(p)), "")
    return Naam(voorletters, prefix.strip(), volledig[len(prefix) :])


def vary_naam(naam: Naam, *, partner: Naam, toeval: random.Random) -> Naam:
    """Return the name as another organisation may have written it down."""
    match toeval.choices(range(8), (46, 12, 10, 8, 8, 8, 4, 4))[0]:
        case 1:
            return replace(naam, achternaam=_plain(naam.achternaam))
        case 2 if naam.tussenvoegsel:
            return replace(naam, tussenvoegsel="", achternaam=f"{naam.tussenvoegsel} {naam.achternaam}")
        case 3:
            return replace(
                naam,
                achternaam=f"{naam.achternaam}-{partner.tussenvoegsel} {partner.achternaam}".replace(
                    "- ", "-"
                ),
            )
        case 4:
            return replace(naam, voorletters=naam.voorletters.replace(".", ""))
        case 5:
            return replace(naam, achternaam=naam.achternaam.upper(), tussenvoegsel=naam.tussenvoegsel.upper())
        case 6:
            return replace(naam, achternaam=naam.achternaam.replace("ij", "y"))
        case 7:
            return replace(naam, voorletters="")
        case _:
            return naam


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ß", "ss"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
