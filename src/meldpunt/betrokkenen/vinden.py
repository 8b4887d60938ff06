"""Find everything that may be about who asks, and let a human being say what is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from meldpunt.betrokkenen.actions import check_other_person, get_for_update, log_verzoek, move
from meldpunt.betrokkenen.models import Verzoek, Verzoeksignaal
from meldpunt.betrokkenen.verzegeling import Inwoner, indexes_of, open_inwoner
from meldpunt.rules.adres import write_adres
from meldpunt.rules.kandidaten import IN_DE_ZAAK, REDENEN, ZELFDE_BSN, rank_kandidaten
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_handle_verzoek
from meldpunt.toegang.weigering import Weigering

MEEST: Final = 500
KOLOMMEN: Final = """
s.id, p.voorletters, p.tussenvoegsel, p.achternaam, p.geboortedatum, p.postcode, p.huisnummer, p.suffix,
{bsn} AS bsn_index, g.naam AS partner, s.convenant, s.aanleverdatum, s.type_vordering, s.bedrag_cent
FROM meldpunt_signaalpersoon p
JOIN meldpunt_signaal s ON s.id = p.id AND s.gemeente = p.gemeente
JOIN meldpunt_signaalpartner g ON g.id = s.partner_id
WHERE p.gemeente = %(gemeente)s"""
# By number wherever it stands; by address whoever lives there; and elsewhere by birth date, for who moved.
ZOEK: Final = (
    ("SELECT {kolommen} AND {bsn} = ANY(%(bsn)s)", "bsn"),
    ("SELECT {kolommen} AND p.postcode = %(postcode)s AND p.huisnummer = %(huisnummer)s", "postcode"),
    ("SELECT {kolommen} AND p.geboortedatum = %(geboortedatum)s", "geboortedatum"),
)
# In a zaak these stand with the same person as one that fits: whoever decides must see them.
ERBIJ: Final = """
SELECT {kolommen} AND p.id IN (
  SELECT b.signaal_id FROM meldpunt_zaaksignaal a
  JOIN meldpunt_zaaksignaal b ON b.gemeente = a.gemeente AND b.zaak_id = a.zaak_id AND b.persoon = a.persoon
  WHERE a.gemeente = %(gemeente)s AND a.signaal_id = ANY(%(signalen)s)) AND NOT p.id = ANY(%(signalen)s)
"""


@dataclass(frozen=True, slots=True)
class Kandidaat:
    """One signaal that may be about who asks: who it is about, who reported it, and why it may be."""

    signaal: UUID
    naam: str
    geboortedatum: date | None
    adres: str
    partner: str
    convenant: str
    aanleverdatum: date
    type_vordering: str
    bedrag_cent: int
    reden: str
    zin: str
    bevestigd: bool | None = None

    @property
    def zeker(self) -> bool:
        """Say whether the number itself is the same: ticked on the screen, and still decided by a human being."""
        return self.reden == ZELFDE_BSN


def find_kandidaten(inwoner: Inwoner, *, gemeente: str) -> list[Kandidaat]:
    """Return the signalen of a municipality that may be about a resident, the surest first.

    Others at the address stay out: a row that no tier names, or that carries another number, is not shown.
    """
    rows = _search(inwoner, gemeente)
    own = set(indexes_of(inwoner.bsn))
    asked = {
        "voorletters": inwoner.voorletters,
        "tussenvoegsel": inwoner.tussenvoegsel,
        "achternaam": inwoner.achternaam,
        "geboortedatum": inwoner.geboortedatum,
    }
    tiers = rank_kandidaten(asked, rows) if inwoner.achternaam else [""] * len(rows)
    found = {}
    for row, tier in zip(rows, tiers, strict=True):
        if reason := _judge(row, tier, own):
            found[row["id"]] = _show(row, reason)
    if found:
        for row in _read(ERBIJ, {"gemeente": gemeente, "signalen": list(found)}):
            found[row["id"]] = _show(row, IN_DE_ZAAK)
    return sorted(found.values(), key=lambda one: (_certainty(one.reden), one.aanleverdatum, one.signaal))


def _judge(row: dict[str, Any], tier: str, own: set[str]) -> str:
    """Return why a row may be about who asks: the number settles it both ways, else the tier of the names."""
    if own and row["bsn_index"]:
        return ZELFDE_BSN if row["bsn_index"] in own else ""
    return tier


def _certainty(reden: str) -> int:
    return list(REDENEN).index(reden)


def _search(inwoner: Inwoner, gemeente: str) -> list[dict[str, Any]]:
    values: dict[str, Any] = {
        "gemeente": gemeente,
        "bsn": indexes_of(inwoner.bsn),
        "postcode": inwoner.postcode,
        "huisnummer": inwoner.huisnummer,
        "geboortedatum": inwoner.geboortedatum,
    }
    found = {row["id"]: row for query, needs in ZOEK if values[needs] for row in _read(query, values)}
    return list(found.values())


def _read(query: str, values: dict[str, Any]) -> Iterable[dict[str, Any]]:
    bsn = "p.bsn_index"
    with connection.cursor() as cursor:
        cursor.execute(
            query.format(kolommen=KOLOMMEN.format(bsn=bsn), bsn=bsn) + f" ORDER BY s.id LIMIT {MEEST}", values
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _show(row: dict[str, Any], reden: str) -> Kandidaat:
    naam = " ".join(part for part in (row["voorletters"], row["tussenvoegsel"], row["achternaam"]) if part)
    return Kandidaat(
        signaal=row["id"],
        naam=naam,
        geboortedatum=row["geboortedatum"],
        adres=write_adres(row["postcode"], row["huisnummer"], row["suffix"]),
        partner=row["partner"],
        convenant=row["convenant"],
        aanleverdatum=row["aanleverdatum"],
        type_vordering=row["type_vordering"],
        bedrag_cent=row["bedrag_cent"],
        reden=reden,
        zin=REDENEN[reden],
    )


def list_kandidaten(*, verzoek: UUID, gemeente: str, door: Actor) -> list[Kandidaat]:
    """Return what may be about who made a request."""
    check_handle_verzoek(door, gemeente=gemeente)
    row = Verzoek.objects.get(id=verzoek, gemeente=gemeente)
    return find_kandidaten(open_inwoner(row.inwoner_verzegeld), gemeente=gemeente)


@transaction.atomic
def confirm_personen(  # noqa: PLR0913 - what was shown and what of it was chosen
    *,
    verzoek: UUID,
    gemeente: str,
    signalen: Collection[UUID],
    gezien: Collection[UUID],
    door: Actor,
    now: datetime,
) -> int:
    """Say which of the candidates are about who asks; all others are not. Return how many are.

    `gezien` are the candidates that the page showed. Raises Weigering when others came in, or something is chosen
    that was no candidate.
    """
    check_handle_verzoek(door, gemeente=gemeente)
    row = get_for_update(verzoek, gemeente)
    inwoner = open_inwoner(row.inwoner_verzegeld)
    check_other_person(inwoner, door)
    candidates = find_kandidaten(inwoner, gemeente=gemeente)
    known = {one.signaal for one in candidates}
    if known != set(gezien) or not known.issuperset(signalen):
        raise Weigering(
            "Er is iets veranderd sinds u de pagina opende. Bekijk wat er is gevonden en kies opnieuw. "
            "[kandidaten_veranderd]"
        )
    move(row, "gezocht", door=door)
    row.gezocht_op, row.gezocht_door = now, door.gebruiker
    row.save(update_fields=["status", "gezocht_op", "gezocht_door"])
    _keep(row, candidates, set(signalen), door=door, now=now)
    counts = {"gevonden": len(known), "bevestigd": len(set(signalen))}
    log_verzoek("verzoek_personen", row, door=door, now=now, signalen=known, **counts)
    return len(set(signalen))


def _keep(
    row: Verzoek, candidates: Sequence[Kandidaat], own: set[UUID], *, door: Actor, now: datetime
) -> None:
    Verzoeksignaal.objects.bulk_create(
        [
            Verzoeksignaal(
                gemeente_id=row.gemeente_id,
                verzoek=row,
                signaal_id=one.signaal,
                reden=one.reden,
                bevestigd=one.signaal in own,
                besloten_op=now,
                besloten_door=door.gebruiker,
            )
            for one in candidates
        ]
    )


@transaction.atomic
def search_again(*, verzoek: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Take back what was said about the candidates, as long as nothing was decided."""
    check_handle_verzoek(door, gemeente=gemeente)
    row = get_for_update(verzoek, gemeente)
    move(row, "vastgesteld", door=door)
    row.gezocht_op = row.gezocht_door = None
    row.save(update_fields=["status", "gezocht_op", "gezocht_door"])
    Verzoeksignaal.objects.filter(gemeente=gemeente, verzoek=row).delete()
    log_verzoek("verzoek_opnieuw_gezocht", row, door=door, now=now)


def list_bevestigd(verzoek: UUID, gemeente: str) -> list[UUID]:
    """Return the signalen that a human being said are about who asks."""
    rows = Verzoeksignaal.objects.filter(gemeente=gemeente, verzoek=verzoek, bevestigd=True)
    return list(rows.order_by("signaal").values_list("signaal", flat=True))
