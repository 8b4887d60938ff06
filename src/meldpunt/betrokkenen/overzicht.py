"""The answer to a request to see: everything about one resident, told in the order in which it happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from meldpunt.aanlevering.models import Signaal
from meldpunt.betrokkenen.bronnen import Inzageregel, list_gekeken, list_wanneer_weg
from meldpunt.betrokkenen.models import Verzoek, Verzoeksignaal
from meldpunt.betrokkenen.verzameling import Tabelinhoud, collect, find_sleutels
from meldpunt.partijen.models import Gemeente
from meldpunt.partijen.register import get_openbaarmaking, get_versie
from meldpunt.rules.rectificatie import MEDEDELINGSOORTEN
from meldpunt.rules.termijnen import write_artikel
from meldpunt.rules.traject import STAPSOORTEN
from meldpunt.rules.verzoeken import STANDEN, VERZOEKSOORTEN

STATUSSEN: Final = {
    "nieuw": "Er is nog niets mee gedaan.",
    "in_behandeling": "Een medewerker is ermee bezig.",
    "niet_opgepakt": "Het is niet opgepakt.",
    "vervallen": "Het is vervallen: geen signaal telt nog mee.",
    "gesloten": "Het is afgesloten.",
}


@dataclass(frozen=True, slots=True)
class Verteld:
    """One thing that was told to a partner about the resident, and when it confirmed that."""

    moment: datetime
    partner: str
    zin: str
    bevestigd_op: datetime | None


@dataclass(frozen=True, slots=True)
class Signaaldeel:
    """One report: who made it, when, under which covenant and article, what it said, and when it goes."""

    id: UUID
    partner: str
    convenant: str
    kenmerk: str
    artikel: str
    aanleverdatum: date
    type_vordering: str
    bedrag_cent: int
    achterstand_sinds: date
    gecorrigeerd: bool
    beperkt: bool
    weg_op: date | None
    weg_zin: str
    overgenomen: bool


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """One thing that happened in a zaak: when, what, and the words that go with it."""

    datum: date
    wat: str
    tekst: str = ""


@dataclass(frozen=True, slots=True)
class Zaakdeel:
    """One zaak the resident is in: what was decided and why, and what was done."""

    id: UUID
    maand: date
    status: str
    uitkomst: str
    reden: str
    gesloten_op: datetime | None
    gebeurtenissen: tuple[Gebeurtenis, ...]
    gedeeld: bool


@dataclass(frozen=True, slots=True)
class Verzoekdeel:
    """One request of the resident, and how it stands."""

    id: UUID
    titel: str
    ontvangen_op: datetime
    stand: str


@dataclass(frozen=True, slots=True)
class Overzicht:
    """All of it: for people in order, and column by column as it is kept."""

    gemeente: str
    gemeentenaam: str
    gemaakt_op: datetime
    signalen: tuple[Signaaldeel, ...]
    zaken: tuple[Zaakdeel, ...]
    verteld: tuple[Verteld, ...]
    gekeken: tuple[Inzageregel, ...]
    verzoeken: tuple[Verzoekdeel, ...]
    tabellen: tuple[Tabelinhoud, ...]

    @property
    def leeg(self) -> bool:
        """Say whether nothing is kept."""
        return not self.signalen


def make_overzicht(*, gemeente: str, signalen: Sequence[UUID], now: datetime) -> Overzicht:
    """Gather everything about the resident whose signalen these are, in a fixed number of queries.

    Inside a module of this slice only: who may see it was checked by the caller, and is recorded there.
    """
    sleutels = find_sleutels(gemeente=gemeente, signalen=signalen)
    tables = {one.model: one for one in collect(sleutels)}
    rows = {naam: one.rijen for naam, one in tables.items()}
    return Overzicht(
        gemeente=gemeente,
        gemeentenaam=Gemeente.objects.get(code=gemeente).naam,
        gemaakt_op=now,
        signalen=_signalen(gemeente, signalen, rows, now=now),
        zaken=_zaken(rows, sleutels.gedeeld),
        verteld=_verteld(gemeente, signalen, rows),
        gekeken=list_gekeken(signalen=sleutels.signalen, zaken=sleutels.zaken, personen=sleutels.personen),
        verzoeken=_verzoeken(gemeente, signalen),
        tabellen=tuple(one for one in tables.values() if one.rijen),
    )


Rijen = Mapping[str, tuple[Mapping[str, Any], ...]]


def _signalen(
    gemeente: str, signalen: Sequence[UUID], rows: Rijen, *, now: datetime
) -> tuple[Signaaldeel, ...]:
    corrected: dict[UUID, dict[str, Any]] = {}
    for row in rows.get("Rectificatie", ()):
        values = corrected.setdefault(row["signaal_id"], {})
        values |= {veld: row[veld] for veld in ("bedrag_cent", "achterstand_sinds") if row[veld] is not None}
    resting = {
        row["signaal_id"] for row in rows.get("Verwerkingsbeperking", ()) if row["geeindigd_op"] is None
    }
    leaving = list_wanneer_weg(gemeente=gemeente, signalen=signalen, now=now)
    found = (
        Signaal.objects.filter(gemeente=gemeente, id__in=signalen).select_related("partner").order_by("id")
    )
    return tuple(
        _signaal(row, corrected.get(row.id), beperkt=row.id in resting, weg=leaving.get(row.id))
        for row in found
    )


def _signaal(
    row: Signaal, corrected: Mapping[str, Any] | None, *, beperkt: bool, weg: tuple[date | None, str] | None
) -> Signaaldeel:
    versie = get_versie(row.convenant, row.versie)
    gone, sentence = weg or (None, "Uw gegevens bij dit signaal zijn al vernietigd.")
    new = corrected or {}
    return Signaaldeel(
        id=row.id,
        partner=row.partner.naam,
        convenant=versie.titel,
        kenmerk=versie.kenmerk,
        artikel=write_artikel(versie.vorderingen.artikel),
        aanleverdatum=row.aanleverdatum,
        type_vordering=row.type_vordering.replace("_", " "),
        bedrag_cent=new.get("bedrag_cent", row.bedrag_cent),
        achterstand_sinds=new.get("achterstand_sinds", row.achterstand_sinds),
        gecorrigeerd=corrected is not None,
        beperkt=beperkt,
        weg_op=gone,
        weg_zin=sentence,
        overgenomen=row.overgenomen_van is not None,
    )


def _verzoeken(gemeente: str, signalen: Sequence[UUID]) -> tuple[Verzoekdeel, ...]:
    own = Verzoeksignaal.objects.filter(gemeente=gemeente, signaal__in=signalen, bevestigd=True)
    rows = Verzoek.objects.filter(gemeente=gemeente, id__in=own.values("verzoek")).order_by("id")
    return tuple(
        Verzoekdeel(row.id, VERZOEKSOORTEN[row.soort].titel, row.ontvangen_op, STANDEN[row.status])
        for row in rows
    )


def _zaken(rows: Rijen, shared: frozenset[UUID]) -> tuple[Zaakdeel, ...]:
    own = {(row["zaak_id"], row["eindresultaat"]) for row in rows.get("Zaaksignaal", ())}
    results = {zaak: result for zaak, result in sorted(own, key=lambda one: one[1]) if result}
    events = _gebeurtenissen(rows)
    return tuple(
        Zaakdeel(
            id=row["id"],
            maand=row["maand"],
            status=str(STATUSSEN.get(row["status"], row["status"])),
            uitkomst=results.get(row["id"]) or row["eindresultaat"],
            reden=row["reden"].replace("_", " "),
            gesloten_op=row["gesloten_op"],
            gebeurtenissen=tuple(sorted(events.get(row["id"], ()), key=lambda one: one.datum)),
            gedeeld=row["id"] in shared,
        )
        for row in rows.get("Zaak", ())
    )


def _gebeurtenissen(rows: Rijen) -> dict[UUID, list[Gebeurtenis]]:
    """Return what happened, by zaak, from every table that holds a dated thing."""
    found: dict[UUID, list[Gebeurtenis]] = {}
    for model, tell in _VERTELLERS.items():
        for row in rows.get(model, ()):
            if (said := tell(row)) is not None:
                moment, what, text = said
                day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
                found.setdefault(row["zaak_id"], []).append(Gebeurtenis(day, what, text or ""))
    return found


Gezegd = tuple[date, str, str | None] | None


def _poging(row: Mapping[str, Any]) -> Gezegd:
    reached = "u bent bereikt" if row["bereikt"] else "u bent niet bereikt"
    return row["datum"], f"{row['soort']}: {reached}", row["notitie"]


def _verzending(row: Mapping[str, Any]) -> Gezegd:
    if row["verzonden_op"] is None:
        return None
    return row["verzonden_op"], f"{row['kanaal'].capitalize()} aan u gestuurd", row["tekst"]


def _stap(row: Mapping[str, Any]) -> Gezegd:
    return (
        None if row["vervallen_op"] else (row["datum"], STAPSOORTEN[row["soort"]].titel, row["toelichting"])
    )


def _antwoord(row: Mapping[str, Any]) -> Gezegd:
    return row["ontvangen_op"], f"U antwoordde: {row['soort'].replace('_', ' ')}", row["opmerking"]


def _controle(row: Mapping[str, Any]) -> Gezegd:
    if row["vervallen_op"] is not None:
        return None
    return row["vastgesteld_op"], f"Nagegaan: {row['soort'].replace('_', ' ')}", row["toelichting"]


_VERTELLERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Gezegd]]] = {
    "Contactpoging": _poging,
    "Verzending": _verzending,
    "Trajectstap": _stap,
    "Bewonersantwoord": _antwoord,
    "Controle": _controle,
}


def _verteld(gemeente: str, signalen: Sequence[UUID], rows: Rijen) -> tuple[Verteld, ...]:
    about = {
        row.id: row
        for row in Signaal.objects.filter(gemeente=gemeente, id__in=signalen).select_related("partner")
    }
    register = get_openbaarmaking()
    told = []
    for row in rows.get("Terugkoppeling", ()):
        signaal = about[row["signaal_id"]]
        tabel = register.table_on(timezone.localdate(row["gemeld_op"]), convenant=signaal.convenant)
        regel = tabel.mededelingen.get(row["code"])
        told.append(
            Verteld(
                row["gemeld_op"],
                signaal.partner.naam,
                regel.zin if regel else row["code"],
                row["bevestigd_op"],
            )
        )
    for row in rows.get("Partnermededeling", ()):
        soort = MEDEDELINGSOORTEN[row["soort"]]
        partner = about[row["signaal_id"]].partner.naam
        told.append(
            Verteld(row["gemeld_op"], partner, f"{soort.titel}. {soort.opdracht}", row["bevestigd_op"])
        )
    return tuple(sorted(told, key=lambda one: one.moment))
