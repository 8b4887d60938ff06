"""Make the delivery of a municipality: its signalen and zaken in the words of the standard, and what is missing.

A zaak is told once, where its last signaal is told; persons on one address with another end result make a
vroegsignaalzaak each, for one resident's result is never that of another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from meldpunt.aanlevering.bsn import open_bsn
from meldpunt.inzicht.ddas.uittreksel import (
    Organisatie,
    Periode,
    read_pogingen,
    read_signalen,
    read_zaken,
)
from meldpunt.rules.ddas import (
    Versie,
    derive_resultaat,
    describe_client,
    is_crisis,
    list_matchingdagen,
    round_to_euro,
    translate,
)
from meldpunt.rules.statussen import derive_signaalstatus

Rij = dict[str, Any]
WAAR: Final = "t"


@dataclass(frozen=True, slots=True)
class Deel:
    """A part of the delivery of one municipality, in the words of a version, and what was counted on the way."""

    signalen: list[Rij]
    zaken: list[Rij]
    telling: Counter[str] = field(default_factory=Counter)


def make_deel(organisatie: Organisatie, periode: Periode, versie: Versie, *, vanaf: int, aantal: int) -> Deel:
    """Make the part with the signalen on these places, and the zaken that are told with them."""
    gemeente, telling = organisatie.gemeente, Counter[str]()
    rows = read_signalen(gemeente, periode, vanaf=vanaf, aantal=aantal).to_dicts()
    links = read_zaken(gemeente, periode, [row["id"] for row in rows]).to_dicts()
    stands = _derive_statussen(links)
    signalen = []
    for row in rows:
        if row["weg"]:
            telling[row["weg"]] += 1
        else:
            signalen.append(_describe_signaal(row, stands.get(row["id"]), telling))
    zaken = list(_describe_zaken(gemeente, links, {one["ID"] for one in signalen}, telling))
    made, lost = translate({"vroegsignalen": signalen, "vroegsignaalzaken": zaken}, versie)
    telling.update({f"onvertaald_{veld}": number for veld, number in lost.items()})
    return Deel(made["vroegsignalen"], made["vroegsignaalzaken"], telling)


def describe_organisatie(organisatie: Organisatie, versie: Versie) -> Rij:
    """Return the head of a delivery: which municipality, and whom to ask."""
    wie: Rij = {"naam": organisatie.naam}
    if organisatie.mail:
        contact = {"naam": f"Vroegsignalering {organisatie.naam}", "email": organisatie.mail}
        wie["contactpersonen"] = [
            {**contact, **({"telefoonnummer": organisatie.telefoon} if organisatie.telefoon else {})}
        ]
    made, _ = translate({"gemeentecode": organisatie.gemeente, "aanleverendeOrganisatie": wie}, versie)
    return made


def _derive_statussen(links: Iterable[Rij]) -> dict[str, Rij]:
    """Return per signaal its status, and whether a person found the situation bedreigend; the last zaak counts."""
    return {
        link["signaal"]: {
            "status": derive_signaalstatus(
                link["status"], link["eigen_resultaat"] or link["eindresultaat"] or None
            ),
            "grond": link["grond"] or "",
        }
        for link in links
    }


def _describe_signaal(row: Rij, stand: Rij | None, telling: Counter[str]) -> Rij:
    client = describe_client(open_bsn(row["bsn"] or ""), _adres(row))
    if client is None:
        raise ValueError("a person without number and address")
    telling["signalen"] += 1
    telling["met_bsn"] += "burgerservicenummer" in client
    telling["zonder_bsn_en_geboortedatum"] += len(client) > 1 and "geboortedatum" not in client
    telling["zonder_zaak"] += stand is None
    made: Rij = {
        "ID": row["id"],
        "crisissignaal": is_crisis(row["type"], stand["grond"] if stand else ""),
        "bedrag": round_to_euro(row["bedrag_cent"]),
        "ontstaansdatum": row["sinds"].isoformat(),
        "signaaldatum": row["signaaldatum"].isoformat(),
        "status": stand["status"] if stand else derive_signaalstatus(None, None),
        "signaalpartner": {"type": row["type"]},
        "client": client,
    }
    # Another municipality spoke with the resident and asked to take it up. Of the others nothing is known.
    return {**made, "warmeOverdracht": True} if row["overgenomen"] == WAAR else made


def _adres(row: Rij) -> dict[str, str]:
    return {
        "postcode": row["postcode"] or "",
        "huisnummer": row["huisnummer"] or "",
        "huisnummertoevoeging": row["suffix"] or "",
        "geboortedatum": row["geboortedatum"] or "",
    }


def _describe_zaken(
    gemeente: str, links: Sequence[Rij], here: set[str], telling: Counter[str]
) -> Iterable[Rij]:
    """Yield the vroegsignaalzaken whose last signaal is `here`."""
    per_zaak: dict[str, list[Rij]] = defaultdict(list)
    for link in links:
        if link["telt_mee"] == WAAR and not link["weg"]:
            per_zaak[link["zaak"]].append(link)
    told = {zaak: own for zaak, own in per_zaak.items() if own[-1]["signaal"] in here}
    attempts: dict[str, list[Rij]] = defaultdict(list)
    for row in read_pogingen(gemeente, list(told)).to_dicts():
        attempts[row["zaak"]].append(row)
    for zaak, own in told.items():
        groups: dict[str | None, list[Rij]] = defaultdict(list)
        for link in own:
            groups[derive_resultaat(link["status"], link["eigen_resultaat"] or link["eindresultaat"])].append(
                link
            )
        for resultaat, group in groups.items():
            yield _describe_zaak(group, resultaat, attempts[zaak], telling)


def _describe_zaak(
    links: Sequence[Rij], resultaat: str | None, attempts: Sequence[Rij], telling: Counter[str]
) -> Rij:
    zaak, personen = links[0], {link["persoon"] for link in links}
    first, last = list_matchingdagen(zaak["maand"], zaak["vensters"])
    own = [row for row in attempts if not row["persoon"] or row["persoon"] in personen]
    telling["zaken"] += 1
    telling["contactpogingen"] += len(own)
    telling["zaken_met_resultaat"] += resultaat is not None
    telling["gesloten_zonder_opgepakt"] += zaak["status"] == "gesloten" and zaak["opgepakt"] is None
    telling["gesloten_zonder_contactpoging"] += zaak["status"] == "gesloten" and not own
    made: Rij = {
        "matchingsdatum": zaak["matching"].isoformat(),
        "startdatumMatchingperiode": first.isoformat(),
        "einddatumMatchingperiode": last.isoformat(),
        "vroegsignalen": [{"ID": link["signaal"]} for link in links],
        "contactpogingen": [
            {
                "soort": row["soort"],
                "bereikt": row["bereikt"] == WAAR,
                "datum": row["datum"].isoformat(),
                "dagdeel": row["dagdeel"],
            }
            for row in own
        ],
    }
    if zaak["opgepakt"] is not None:
        made["datumOpgepakt"] = zaak["opgepakt"].isoformat()
    return made if resultaat is None else {"resultaat": resultaat, **made}
