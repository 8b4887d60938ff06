"""Read a file in which a partner says what became of its signalen: klantnummer, referentie, soort, datum."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import polars as pl
from django.db import connection

from meldpunt.aanlevering.parsers import REGEL, Grenzen, read_regels
from meldpunt.rules.datum import read_datum
from meldpunt.terugkoppeling.partnerberichten import MEEST, Berichtopdracht
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import get_own_partner

VELDEN: Final = ("klantnummer", "referentie", "soort", "datum", "toelichting")
GRENZEN: Final = Grenzen(bytes=4 * 1024 * 1024, regels=MEEST, kolommen=50, cellen=100_000)
# Own signalen with these customer numbers about which nothing was said yet, in deliveries that stand.
FOUND: Final = """
SELECT p.klantnummer, p.referentie, s.type_vordering, s.id
FROM meldpunt_signaal s
JOIN meldpunt_signaalpersoon p ON p.id = s.id AND p.gemeente = s.gemeente
JOIN meldpunt_aanlevering a ON a.id = s.aanlevering_id AND a.status <> 'ingetrokken'
WHERE s.partner_id = %s AND s.overgenomen_van IS NULL AND p.klantnummer = ANY(%s)
  AND NOT EXISTS (SELECT FROM meldpunt_partnerbericht b WHERE b.signaal_id = s.id AND b.gemeente = s.gemeente)
ORDER BY s.id
"""


@dataclass(frozen=True, slots=True)
class Bestandsregel:
    """One row of the file: what it means, or why it means nothing."""

    regel: int
    klantnummer: str
    referentie: str
    soort: str
    opdrachten: tuple[Berichtopdracht, ...] = ()
    bezwaar: str = ""


def read_berichtbestand(bestand: Path, *, naam: str, door: Actor) -> list[Bestandsregel]:
    """Read the rows and find the own signalen they are about. Raises BestandFout when the file cannot be read.

    One claim may have been delivered in more than one month: then the row is about all of those.
    """
    regels = read_regels(bestand, naam=naam, velden=VELDEN, zoek_kop=True, grenzen=GRENZEN).regels
    rows = _as_rows(regels)
    claims = _find_claims(
        get_own_partner(door), sorted({row["klantnummer"] for row in rows if row["klantnummer"]})
    )
    return [_interpret(row, claims.get(row["klantnummer"], {})) for row in rows]


def _as_rows(regels: pl.DataFrame) -> list[dict[str, Any]]:
    missing = [pl.lit(None, pl.String).alias(veld) for veld in VELDEN if veld not in regels.columns]
    texts = regels.with_columns(*missing).with_columns(
        pl.col(veld).fill_null("").str.strip_chars() for veld in VELDEN
    )
    soort = pl.col("soort").str.to_lowercase().str.replace_all(r"[\s-]+", "_")
    return texts.with_columns(dag=read_datum(pl.col("datum")), soort=soort).to_dicts()


def _find_claims(partner: UUID, klantnummers: list[str]) -> dict[str, dict[tuple[str, str], list[UUID]]]:
    """Return, per customer number, the signalen of each claim (its reference and kind)."""
    found: dict[str, dict[tuple[str, str], list[UUID]]] = defaultdict(lambda: defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [partner, klantnummers])
        for klantnummer, referentie, soort, signaal in cursor.fetchall():
            found[klantnummer][referentie, soort].append(signaal)
    return found


def _interpret(row: dict[str, Any], claims: dict[tuple[str, str], list[UUID]]) -> Bestandsregel:
    named = {
        key: keys for key, keys in claims.items() if not row["referentie"] or key[0] == row["referentie"]
    }
    bezwaar = _find_bezwaar(row, len(named))
    dag: date | None = row["dag"]
    opdrachten = tuple(
        Berichtopdracht(signaal=key, soort=row["soort"], datum=dag, toelichting=row["toelichting"])
        for keys in named.values()
        for key in keys
    )
    plain = (int(row[REGEL]), row["klantnummer"], row["referentie"], row["soort"])
    return Bestandsregel(*plain, bezwaar=bezwaar) if bezwaar else Bestandsregel(*plain, opdrachten)


def _find_bezwaar(row: dict[str, Any], claims: int) -> str:
    if not row["klantnummer"]:
        return "Er staat geen klantnummer. Vul het in. [klantnummer_ontbreekt]"
    if not claims:
        return (
            f"Er is geen signaal van u met klantnummer {row['klantnummer']}"
            f"{' en referentie ' + row['referentie'] if row['referentie'] else ''} waarover u nog iets kunt melden. "
            "Controleer de regel. [signaal_onbekend]"
        )
    if claims > 1:
        return (
            f"Klantnummer {row['klantnummer']} heeft {claims} verschillende vorderingen. Vul de referentie in, of meld "
            "het op de pagina van het signaal. [meer_signalen]"
        )
    return ""
