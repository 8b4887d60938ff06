"""The `fields` of a question: which paths there are, and a person narrowed to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

# Come along whatever is asked, and may not be asked.
VANZELF: Final = (
    "geheimhoudingPersoonsgegevens",
    "opschortingBijhouding",
    "inOnderzoek",
    "rni",
    "verificatie",
)
# Without these a part cannot be read.
MERKEN: Final = ("type", "inOnderzoek", "indicatieVastgesteldVerblijftNietOpAdres")
_DATUM: Final = ("datum",)
_NAAM: Final = ("voornamen", "adellijkeTitelPredicaat", "voorvoegsel", "geslachtsnaam", "voorletters")
_PLAATSEN: Final = (*_DATUM, "land", "plaats")


def _under(parent: str, *names: str) -> set[str]:
    return {parent, *(f"{parent}.{name}" for name in names)}


# What a search may ask (`PersoonBeperkt`).
BEPERKT: Final = frozenset(
    {"burgerservicenummer", "geslacht", "leeftijd"}
    | _under("adressering", "adresregel1", "adresregel2", "adresregel3", "land")
    | _under("adresseringBinnenland", "adresregel1", "adresregel2")
    | _under("geboorte", *_DATUM)
    | _under("naam", *_NAAM, "volledigeNaam")
)
_VERBLIJFADRES: Final = (
    *("officieleStraatnaam", "korteStraatnaam", "huisnummer", "huisletter", "huisnummertoevoeging"),
    *("aanduidingBijHuisnummer", "postcode", "woonplaats", "locatiebeschrijving"),
)
_PLEK: Final = (
    "datumVan",
    "functieAdres",
    "adresseerbaarObjectIdentificatie",
    "nummeraanduidingIdentificatie",
)
# What reading one person may ask, as far as this server knows it or leaves it empty on purpose.
VOLLEDIG: Final = frozenset(
    BEPERKT
    | {
        "aNummer",
        "gemeenteVanInschrijving",
        "datumInschrijvingInGemeente",
        "datumEersteInschrijvingGBA",
        "gezag",
    }
    | {"indicatieCurateleRegister", "naam.aanduidingNaamgebruik"}
    | _under("adressering", "aanhef", "aanschrijfwijze", "gebruikInLopendeTekst")
    | _under("adressering.aanschrijfwijze", "aanspreekvorm", "naam")
    | _under("geboorte", *_PLAATSEN)
    | _under("overlijden", *_PLAATSEN)
    | _under("verblijfplaats", *_PLEK)
    | _under("verblijfplaats.verblijfadres", *_VERBLIJFADRES, "land", "regel1", "regel2", "regel3")
    | _under("verblijfplaatsBinnenland", *_PLEK, "datumIngangGeldigheid")
    | _under("verblijfplaatsBinnenland.verblijfadres", *_VERBLIJFADRES)
    | _under("partners", "burgerservicenummer", "geslacht", "soortVerbintenis")
    | _under("partners.naam", *_NAAM)
    | _under("partners.geboorte", *_PLAATSEN)
    | _under("partners.aangaanHuwelijkPartnerschap", *_PLAATSEN)
    | _under("partners.ontbindingHuwelijkPartnerschap", *_DATUM)
    | _under("ouders", "burgerservicenummer", "geslacht", "ouderAanduiding")
    | {"ouders.datumIngangFamilierechtelijkeBetrekking"}
    | _under("ouders.naam", *_NAAM)
    | _under("ouders.geboorte", *_PLAATSEN)
    | _under("kinderen", "burgerservicenummer")
    | _under("kinderen.naam", *_NAAM)
    | _under("kinderen.geboorte", *_PLAATSEN)
    | _under("nationaliteiten", "nationaliteit", "redenOpname", "datumIngangGeldigheid")
    | _under("immigratie", "datumVestigingInNederland", "indicatieVestigingVanuitBuitenland")
    | _under("immigratie", "landVanwaarIngeschreven", "vanuitVerblijfplaatsOnbekend")
    | _under("verblijfstitel", "aanduiding", "datumEinde", "datumIngang")
    | _under("uitsluitingKiesrecht", "einddatum", "uitgeslotenVanKiesrecht")
    | _under("europeesKiesrecht", "aanduiding", "einddatumUitsluiting")
)

_HELE_DELEN: Final = frozenset(path.rpartition(".")[0] for path in BEPERKT)


def narrow(persoon: dict[str, Any], fields: Iterable[str], *, beperkt: bool) -> dict[str, Any]:
    """Return a person with only what was asked, and what always comes along; of a search never more than it may."""
    kept = _cut(persoon, _tree(fields))
    if beperkt:
        # A whole part is asked by its name alone, and is smaller here.
        kept = _cut(kept, _tree(path for path in BEPERKT if path not in _HELE_DELEN))
    return {**{name: persoon[name] for name in VANZELF if name in persoon}, **kept}


def _tree(fields: Iterable[str]) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    for path in fields:
        _plant(asked, path.split("."))
    return asked


def _plant(tree: dict[str, Any], path: list[str]) -> None:
    head, rest = path[0], path[1:]
    if not rest:
        tree[head] = None
    elif head not in tree:
        tree[head] = {}
        _plant(tree[head], rest)
    elif tree[head] is not None:
        _plant(tree[head], rest)


def _cut(value: Any, asked: dict[str, Any] | None) -> Any:
    if asked is None:
        return value
    if isinstance(value, list):
        return [_cut(one, asked) for one in value]
    kept = {name: _cut(value[name], under) for name, under in asked.items() if name in value}
    marks = {name: value[name] for name in MERKEN if name in value and name not in kept and kept}
    return {name: one for name, one in {**marks, **kept}.items() if one != {}}
