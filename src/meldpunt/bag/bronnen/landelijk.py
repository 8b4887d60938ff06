"""The national extract (BAG 2.0, standard): a zip of zips with XML, one kind of object in each."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import polars as pl

from meldpunt.bag.bronnen.kolommen import Bronfout
from meldpunt.bag.bronnen.tabel import RIJEN_PER_BLOK
from meldpunt.bag.bronnen.xmlstroom import Bagobject, iter_objecten
from meldpunt.rules.adres import read_postcode, read_suffix

MAGIE: Final = b"PK\x03\x04"
# What a part is called: 9999NUM08112026.zip in that of the country, 0392NUM… in that of a municipality.
_DEEL: Final = re.compile(r"(?:^|/)(?:[0-9]{4}(WPL|OPR|NUM|VBO|LIG|STA)|(GEM-WPL-RELATIE))[^/]*\.(zip|xml)$")
# Kind of part -> element of an object in it.
SOORTEN: Final[Mapping[str, str]] = {
    "WPL": "Woonplaats",
    "OPR": "OpenbareRuimte",
    "NUM": "Nummeraanduiding",
    "VBO": "Verblijfsobject",
    "LIG": "Ligplaats",
    "STA": "Standplaats",
    "GEM-WPL-RELATIE": "GemeenteWoonplaatsRelatie",
}
NODIG: Final = ("WPL", "OPR", "NUM", "VBO")
LAND: Final = "9999"
_EINDE: Final = re.compile(r"ingetrokken|Niet gerealiseerd|ten onrechte opgevoerd", re.IGNORECASE)
Rij = dict[str, str]
KOLOMMEN: Final[Mapping[str, tuple[str, ...]]] = {
    "plaats": ("plaats", "naam"),
    "straat": ("straat", "naam", "korte_naam", "plaats"),
    "nummer": ("nummer", "straat", "plaats", "postcode", "huisnummer", "huisletter", "toevoeging"),
    "object": ("object", "nummer", "hoofdadres"),
    "gemeente": ("plaats", "gemeentecode"),
}


def iter_landelijk(pad: Path) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the name of a table and rows for it: plaats, straat, nummer, object, gemeente; then they are joined.

    Raises Bronfout when the file is no extract, or a part of it is missing.
    """
    try:
        with zipfile.ZipFile(pad) as zip_:
            parts = {naam: _kind_of(naam) for naam in sorted(zip_.namelist())}
            if missing := [soort for soort in _list_nodig(parts) if soort not in parts.values()]:
                raise Bronfout(
                    f"In dit zip-bestand ontbreekt {', '.join(missing)}. Geef het uittreksel zoals het Kadaster het "
                    "levert, met alle onderdelen. [bag_onvolledig]"
                )
            for naam, soort in parts.items():
                if soort:
                    yield from _in_blocks(_iter_part(zip_, naam, soort), soort)
    except (zipfile.BadZipFile, EOFError) as problem:
        raise Bronfout(
            "Dit zip-bestand is beschadigd. Haal het uittreksel opnieuw op. [bag_onleesbaar]"
        ) from problem


def _list_nodig(namen: Iterable[str]) -> tuple[str, ...]:
    """Return which parts there must be; that of the country has to say in which municipality a place lies."""
    whole = any(_DEEL.search(naam) and LAND in naam for naam in namen)
    return (*NODIG, "GEM-WPL-RELATIE") if whole else NODIG


def _kind_of(naam: str) -> str:
    found = _DEEL.search(naam)
    return (found[1] or found[2]) if found else ""


def _iter_part(zip_: zipfile.ZipFile, naam: str, soort: str) -> Iterator[Bagobject]:
    with zip_.open(naam) as file:
        if naam.endswith(".xml"):
            yield from iter_objecten(file, SOORTEN[soort])
            return
        with _inner(file) as inner:
            for xml in sorted(inner.namelist()):
                # Whoever packed it anew on a Mac left hidden files of that system beside the others.
                if xml.endswith(".xml") and not xml.rpartition("/")[2].startswith("."):
                    with inner.open(xml) as stream:
                        yield from iter_objecten(stream, SOORTEN[soort])


@contextmanager
def _inner(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """Open a zip within a zip; on disk, for it is read from its end."""
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(file, copy)
        with zipfile.ZipFile(copy) as inner:
            yield inner


def _in_blocks(objecten: Iterator[Bagobject], soort: str) -> Iterator[tuple[str, pl.DataFrame]]:
    tabel, read = _LEZERS[soort]
    rijen: list[Rij] = []
    for one in objecten:
        rijen += read(one)
        if len(rijen) >= RIJEN_PER_BLOK:
            yield tabel, _frame(tabel, rijen)
            rijen = []
    if rijen:
        yield tabel, _frame(tabel, rijen)


def _frame(tabel: str, rijen: list[Rij]) -> pl.DataFrame:
    schema = dict.fromkeys(KOLOMMEN[tabel], pl.String)
    frame = pl.DataFrame(rijen, schema=schema)
    if tabel != "nummer":
        return frame
    return frame.with_columns(
        read_postcode(pl.col("postcode")).fill_null(""),
        read_suffix(pl.lit(""), pl.col("huisletter"), pl.col("toevoeging")).alias("suffix"),
    )


def _read_plaats(one: Bagobject) -> list[Rij]:
    if not _stands(one):
        return []
    return [{"plaats": one.first("Woonplaats/identificatie"), "naam": one.first("Woonplaats/naam")}]


def _read_straat(one: Bagobject) -> list[Rij]:
    if not _stands(one):
        return []
    return [
        {
            "straat": one.first("OpenbareRuimte/identificatie"),
            "naam": one.first("OpenbareRuimte/naam"),
            "korte_naam": one.first("VerkorteNaamOpenbareRuimte/verkorteNaam"),
            "plaats": one.first("ligtIn/WoonplaatsRef"),
        }
    ]


def _read_nummer(one: Bagobject) -> list[Rij]:
    if not _stands(one):
        return []
    return [
        {
            "nummer": one.first("Nummeraanduiding/identificatie"),
            "straat": one.first("ligtAan/OpenbareRuimteRef"),
            # Only where it lies in another place than its street.
            "plaats": one.first("ligtIn/WoonplaatsRef"),
            "postcode": one.first("Nummeraanduiding/postcode"),
            "huisnummer": one.first("Nummeraanduiding/huisnummer"),
            "huisletter": one.first("Nummeraanduiding/huisletter"),
            "toevoeging": one.first("Nummeraanduiding/huisnummertoevoeging"),
        }
    ]


def _read_object(one: Bagobject) -> list[Rij]:
    if not _stands(one):
        return []
    object_ = one.first(f"{one.soort}/identificatie")
    found = (("heeftAlsHoofdadres/NummeraanduidingRef", "t"), ("heeftAlsNevenadres/NummeraanduidingRef", "f"))
    return [
        {"object": object_, "nummer": nummer, "hoofdadres": main}
        for veld, main in found
        for nummer in one.velden.get(veld, ())
    ]


def _read_gemeente(one: Bagobject) -> list[Rij]:
    begin, eind = (one.first(f"tijdvakgeldigheid/{kind}datumTijdvakGeldigheid") for kind in ("begin", "eind"))
    # A relation that is planned stands beside the one that holds.
    if begin > one.stand or (eind and eind <= one.stand) or one.first(f"{one.soort}/status") == "voorlopig":
        return []
    return [
        {
            "plaats": one.first("gerelateerdeWoonplaats/identificatie"),
            "gemeentecode": one.first("gerelateerdeGemeente/identificatie"),
        }
    ]


def _stands(one: Bagobject) -> bool:
    return one.is_geldig() and not _EINDE.search(one.first(f"{one.soort}/status"))


_LEZERS: Final[Mapping[str, tuple[str, Callable[[Bagobject], list[Rij]]]]] = {
    "WPL": ("plaats", _read_plaats),
    "OPR": ("straat", _read_straat),
    "NUM": ("nummer", _read_nummer),
    "VBO": ("object", _read_object),
    "LIG": ("object", _read_object),
    "STA": ("object", _read_object),
    "GEM-WPL-RELATIE": ("gemeente", _read_gemeente),
}
