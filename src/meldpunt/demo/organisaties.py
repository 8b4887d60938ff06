"""The organisations that report arrears, under which covenant, where, and on which day of the month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisatie:
    """A signaalpartner; each label is a brand with the UZOVI code of an insurer, or with none."""

    sleutel: str
    naam: str
    type: str
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbreng:
    """What one organisation brings under one covenant."""

    organisatie: str
    convenant: str
    gemeenten: tuple[str, ...]
    vorderingen: tuple[str, ...]
    leverdag: int
    reden: str = ""


def _org(sleutel: str, naam: str, type: str, *labels: tuple[str, str]) -> Organisatie:
    return Organisatie(sleutel=sleutel, naam=naam, type=type, labels=labels)


ORGANISATIES: Final = (
    _org("duo", "DUO", "DUO"),
    _org("cak", "CAK", "CAK Eigen bijdrage"),
    _org("elan-wonen", "Elan Wonen", "Huur"),
    _org("pre-wonen", "Pré Wonen", "Huur"),
    _org("ymere", "Ymere", "Huur"),
    _org("de-key", "De Key", "Huur"),
    _org("cocensus", "Cocensus", "Overige"),
    _org("gbkz", "GBKZ", "Overige"),
    _org("pwn", "PWN", "Water"),
    _org("rijnland", "Hoogheemraadschap van Rijnland", "Overige"),
    _org(
        "achmea",
        "Achmea",
        "Zorg",
        ("Zilveren Kruis", "3311"),
        ("OZF", "3314"),
        ("Interpolis", "3313"),
        ("FBTO", "0211"),
        ("Avéro", "3329"),
        ("One Underwriting", "8971"),
        ("De Friesland", ""),
    ),
    _org("vgz", "Coöperatie VGZ", "Zorg", ("VGZ", "7095"), ("Univé", "0101"), ("IZA", "3334")),
    _org("zorg-en-zekerheid", "Zorg en Zekerheid", "Zorg", ("Zorg en Zekerheid", "7085")),
    _org("cz", "CZ", "Zorg", ("CZ", "9664"), ("Nationale-Nederlanden", "")),
    _org("menzis", "Menzis", "Zorg", ("Menzis", "3332"), ("Anderzorg", "3333")),
    _org("trivire", "Trivire", "Huur"),
    _org("woonkracht10", "Woonkracht10", "Huur"),
    _org("evides", "Evides", "Water"),
    _org("oasen", "Oasen", "Water"),
    _org("eneco", "Eneco", "Energie"),
    _org("essent", "Essent", "Energie", ("Essent", ""), ("Energiedirect.nl", "")),
    _org("vattenfall", "Vattenfall", "Energie"),
    _org("greenchoice", "Greenchoice", "Energie"),
    _org("woonin", "Woonin", "Huur"),
    _org("lefier", "Lefier", "Huur"),
    _org("deltawonen", "deltaWonen", "Huur"),
    _org("elkien", "Elkien", "Huur"),
    _org("vitens", "Vitens", "Water"),
)


def _in(  # noqa: PLR0913 - one line of the table below
    convenant: str, dag: int, gemeenten: str, organisatie: str, vorderingen: str, reden: str = ""
) -> Inbreng:
    return Inbreng(
        organisatie=organisatie,
        convenant=convenant,
        gemeenten=tuple(gemeenten.split()),
        vorderingen=tuple(vorderingen.split()),
        leverdag=dag,
        reden=reden,
    )


_HZ, _DS, _LA = "haarlem-zandvoort", "drechtsteden", "landelijk"
_ZEVEN: Final = "0482 0505 0523 0531 0590 0610 0642"
_GEEN_WET: Final = (
    "Het college heeft besloten {wat} mee te nemen tot de nieuwe regeling er is: zonder deze meldingen "
    "missen wij huishoudens met alleen een schuld bij de overheid. Besluit besproken met de FG."
)
_GEMEENTEBELASTING: Final = _GEEN_WET.format(wat="gemeentebelasting")
_WATERSCHAP: Final = _GEEN_WET.format(wat="waterschapsbelasting")

INBRENG: Final = (
    _in("duo-amsterdam", 12, "0363", "duo", "studielening lesgeld ov_boete"),
    _in("cak-eigen-bijdrage", 8, "0363 0014 0855 0637", "cak", "wmo wlz"),
    _in(_HZ, 25, "0392", "elan-wonen", "huur"),
    _in(_HZ, 25, "0392", "pre-wonen", "huur"),
    _in(_HZ, 25, "0392", "ymere", "huur"),
    _in(_HZ, 25, "0473", "de-key", "huur"),
    _in(_HZ, 25, "0392", "cocensus", "gemeentebelasting", _GEMEENTEBELASTING),
    _in(_HZ, 25, "0473", "gbkz", "gemeentebelasting", _GEMEENTEBELASTING),
    _in(_HZ, 25, "0392 0473", "pwn", "water"),
    _in(_HZ, 25, "0392 0473", "rijnland", "waterschapsbelasting", _WATERSCHAP),
    _in(_HZ, 25, "0392 0473", "achmea", "zorgpremie"),
    _in(_HZ, 25, "0392 0473", "vgz", "zorgpremie"),
    _in(_HZ, 25, "0392 0473", "zorg-en-zekerheid", "zorgpremie"),
    _in(_DS, 5, "0505", "trivire", "huur"),
    _in(_DS, 6, "0642 0590 0482 0531", "woonkracht10", "huur"),
    _in(_DS, 9, "0505 0642 0531", "evides", "water"),
    _in(_DS, 9, "0482 0523 0590 0610", "oasen", "water"),
    _in(_DS, 11, _ZEVEN, "eneco", "energie warmte"),
    _in(_DS, 13, _ZEVEN, "cz", "zorgpremie"),
    _in(_DS, 14, _ZEVEN, "achmea", "zorgpremie"),
    _in(_LA, 3, "0344", "woonin", "huur"),
    _in(_LA, 3, "0014", "lefier", "huur"),
    _in(_LA, 4, "0193", "deltawonen", "huur"),
    _in(_LA, 16, "0080", "elkien", "huur"),
    _in(_LA, 10, "0344 0193 0080", "vitens", "water"),
    _in(_LA, 7, "0344 0014 0193 0080", "essent", "energie"),
    _in(_LA, 15, "0344 0014 0193", "vattenfall", "energie warmte"),
    _in(_LA, 17, "0344", "greenchoice", "energie"),
    _in(_LA, 18, "0344 0014 0193 0080", "menzis", "zorgpremie"),
    _in(_LA, 19, "0344 0193 0080", "vgz", "zorgpremie"),
)
# Zorg en Zekerheid joins in the second month; Greenchoice leaves at the end of it, and delivers once more.
LATE_PARTNER: Final = "zorg-en-zekerheid"
VERTROKKEN_PARTNER: Final = "greenchoice"
