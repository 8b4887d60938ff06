"""Extracts as the register delivers them, small: a CSV, a GeoPackage, and the national zip of zips."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

KOP = (
    "nummeraanduidingIdentificatie;adresseerbaarObjectIdentificatie;postcode;huisnummer;huisletter;"
    "huisnummertoevoeging;openbareRuimteNaam;korteNaam;woonplaatsNaam;gemeentecode;indicatieNevenadres"
)


def number(place: int, *, gemeente: str = "0392", soort: str = "20") -> str:
    """Return a made-up identification of sixteen digits."""
    return f"{gemeente}{soort}{place:010d}"


def row(  # an address as a line of the CSV
    place: int,
    *,
    object: int = 0,
    postcode: str = "2011AB",
    huisnummer: str = "1",
    letter: str = "",
    toevoeging: str = "",
    gemeente: str = "0392",
    neven: bool = False,
) -> str:
    """Return one address as a line of a CSV; without `object` it has one of its own."""
    return ";".join(
        [
            number(place, gemeente=gemeente),
            number(object or place, gemeente=gemeente, soort="01"),
            postcode,
            huisnummer,
            letter,
            toevoeging,
            "Grote Houtstraat",
            "",
            "Haarlem",
            gemeente,
            "true" if neven else "",
        ]
    )


def write_csv(pad: Path, *rows: str, kop: str = KOP) -> Path:
    """Write a CSV with these lines."""
    pad.write_text("\n".join([kop, *rows]) + "\n", "utf-8")
    return pad


def write_geopackage(pad: Path, tabellen: Mapping[str, Sequence[Mapping[str, object]]]) -> Path:
    """Write a GeoPackage with these tables; a geometry stands in each, which nobody reads."""
    with closing(sqlite3.connect(pad)) as db:
        db.execute("CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)")
        for tabel, rows in tabellen.items():
            db.execute("INSERT INTO gpkg_contents VALUES (?, 'features')", [tabel])
            names = list(rows[0])
            db.execute(f'CREATE TABLE "{tabel}" (fid INTEGER PRIMARY KEY, geom BLOB, {", ".join(names)})')
            marks = ", ".join("?" * len(names))
            db.executemany(
                f"INSERT INTO \"{tabel}\" (geom, {', '.join(names)}) VALUES (X'00', {marks})",  # noqa: S608
                [tuple(one.values()) for one in rows],
            )
        db.commit()
    return pad


NAMEN = (
    'xmlns:Objecten="www.kadaster.nl/schemas/lvbag/imbag/objecten/v20200601" '
    'xmlns:Historie="www.kadaster.nl/schemas/lvbag/imbag/historie/v20200601" '
    'xmlns:Objecten-ref="www.kadaster.nl/schemas/lvbag/imbag/objecten-ref/v20200601" '
    'xmlns:nen5825="www.kadaster.nl/schemas/lvbag/imbag/nen5825/v20200601" '
    'xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:selecties-extract="http://www.kadaster.nl/schemas/lvbag/extract-selecties/v20200601" '
    'xmlns:sl-bag-extract="http://www.kadaster.nl/schemas/lvbag/extract-deelbestand-lvc/v20200601" '
    'xmlns:sl="http://www.kadaster.nl/schemas/standlevering-generiek/1.0" '
    'xmlns:gwr-product="www.kadaster.nl/schemas/lvbag/gem-wpl-rel/gwr-producten-lvc/v20200601" '
    'xmlns:bagtypes="www.kadaster.nl/schemas/lvbag/gem-wpl-rel/bag-types/v20200601"'
)


def voorkomen(*, begin: str = "2010-01-01", eind: str = "", buiten: str = "") -> str:
    """Write from when till when an object is as it says."""
    end = f"<Historie:eindGeldigheid>{eind}</Historie:eindGeldigheid>" if eind else ""
    out = f"<Historie:tijdstipInactiefLV>{buiten}</Historie:tijdstipInactiefLV>" if buiten else ""
    return (
        "<Objecten:voorkomen><Historie:Voorkomen><Historie:voorkomenidentificatie>1"
        f"</Historie:voorkomenidentificatie><Historie:beginGeldigheid>{begin}</Historie:beginGeldigheid>{end}"
        f"<Historie:BeschikbaarLV>{out}</Historie:BeschikbaarLV></Historie:Voorkomen></Objecten:voorkomen>"
    )


def bagobject(soort: str, identificatie: str, inhoud: str, *, status: str, stand: str = "") -> str:
    """Write one object of the national extract; `stand` from when till when."""
    return (
        f'<sl:stand><sl-bag-extract:bagObject><Objecten:{soort}><Objecten:identificatie domein="NL.IMBAG">'
        f"{identificatie}</Objecten:identificatie>{inhoud}<Objecten:status>{status}</Objecten:status>"
        f"{stand or voorkomen()}</Objecten:{soort}></sl-bag-extract:bagObject></sl:stand>"
    )


def deelbestand(inhoud: str) -> bytes:
    """Write an XML file of the extract around its objects."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><sl-bag-extract:bagStand {NAMEN}><sl-bag-extract:bagInfo>'
        "<selecties-extract:StandTechnischeDatum>2026-11-08</selecties-extract:StandTechnischeDatum>"
        f"</sl-bag-extract:bagInfo><sl:standBestand>{inhoud}</sl:standBestand></sl-bag-extract:bagStand>"
    ).encode()


def write_uittreksel(pad: Path, delen: Mapping[str, bytes]) -> Path:
    """Write the zip of zips: for each part its name and its one XML file."""
    with zipfile.ZipFile(pad, "w") as outer:
        for naam, xml in delen.items():
            inner = io.BytesIO()
            with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as zip_:
                zip_.writestr(f"{naam}-000001.xml", xml)
            outer.writestr(f"{naam}.zip", inner.getvalue())
        outer.writestr("Leveringsdocument-BAG-Extract.xml", b"<levering/>")
    return pad


def ref(soort: str, identificatie: str, waar: str) -> str:
    """Write a reference to another object."""
    return (
        f'<Objecten:{waar}><Objecten-ref:{soort}Ref domein="NL.IMBAG.{soort}">{identificatie}'
        f"</Objecten-ref:{soort}Ref></Objecten:{waar}>"
    )
