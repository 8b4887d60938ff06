"""For who handles a zaak: the stays and questions of its claims, per partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from meldpunt.aanlevering.models import Partnerbericht
from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld
from meldpunt.partijen.register import get_openbaarmaking, get_versie
from meldpunt.rules.openbaarmaking import Mededeling, is_betaling
from meldpunt.rules.opschorting import count_resterend
from meldpunt.terugkoppeling.actions import disclose_zaak
from meldpunt.terugkoppeling.models import Navraag, Opschorting, Terugkoppeling


@dataclass(frozen=True, slots=True, kw_only=True)
class Opschortingstand:
    """The stay of one claim as the municipality sees it."""

    id: UUID
    partner: str
    type_vordering: str
    begin: date
    eind: date
    resterend: int
    grondslag: str
    bevestigd_op: datetime | None
    verlenging_tot: date | None
    verlenging_reden: str
    verlenging_gevraagd_op: datetime | None
    verlenging_akkoord: bool | None
    geeindigd_op: date | None
    einde_reden: str
    verlengbaar: bool

    @property
    def wacht_op_partner(self) -> bool:
        """Say whether a request for more time lies with the partner."""
        asked = self.verlenging_gevraagd_op is not None and self.verlenging_akkoord is None
        return self.geeindigd_op is None and asked


def list_opschortingstanden(
    zaak: Zaakbeeld, personen: Sequence[Persoonbeeld], *, today: date
) -> list[Opschortingstand]:
    """Return the stays of the claims of a zaak, those that run first."""
    kinds = {s.id: s.type_vordering for p in personen for s in p.signalen}
    pauze = get_versie(zaak.convenant, zaak.versie).pauze
    rows = (
        Opschorting.objects.filter(gemeente=zaak.gemeente, signaal__in=kinds)
        .select_related("partner")
        .order_by("-id")
    )
    found = [
        Opschortingstand(
            id=row.id,
            partner=row.partner.naam,
            type_vordering=kinds[row.signaal_id],
            begin=row.begin,
            eind=row.eind,
            resterend=count_resterend(eind=row.eind, geeindigd=row.geeindigd_op, today=today),
            grondslag=row.grondslag,
            bevestigd_op=row.bevestigd_op,
            verlenging_tot=row.verlenging_tot,
            verlenging_reden=row.verlenging_reden,
            verlenging_gevraagd_op=row.verlenging_gevraagd_op,
            verlenging_akkoord=row.verlenging_akkoord,
            geeindigd_op=row.geeindigd_op,
            einde_reden=row.einde_reden,
            verlengbaar=bool(pauze and pauze.verlengbaar and row.geeindigd_op is None),
        )
        for row in rows
    ]
    return sorted(found, key=lambda stand: stand.geeindigd_op is not None)


@dataclass(frozen=True, slots=True)
class Navraagstand:
    """The last question about one claim."""

    partner: str
    type_vordering: str
    gesteld_op: datetime
    antwoord_tot: date
    antwoord: str
    beantwoord_op: datetime | None


def list_navraagstanden(zaak: Zaakbeeld, personen: Sequence[Persoonbeeld]) -> list[Navraagstand]:
    """Return the last question about each claim of a zaak, those without an answer first."""
    kinds = {s.id: s.type_vordering for p in personen for s in p.signalen}
    rows = (
        Navraag.objects.filter(gemeente=zaak.gemeente, signaal__in=kinds)
        .select_related("partner")
        .order_by("id")
    )
    last = {row.signaal_id: row for row in rows}
    found = [
        Navraagstand(
            row.partner.naam,
            kinds[row.signaal_id],
            row.gesteld_op,
            row.antwoord_tot,
            row.antwoord,
            row.beantwoord_op,
        )
        for row in last.values()
    ]
    return sorted(found, key=lambda stand: (stand.beantwoord_op is not None, stand.partner))


@dataclass(frozen=True, slots=True)
class Partnerstand:
    """What one partner was told last about one person of the zaak, and what it said itself."""

    partner: str
    persoon: str
    type_vordering: str
    zin: str
    gemeld_op: datetime | None
    betaling: str
    straks: Mededeling | None
    gemeld_door_partner: str
    toelichting: str


def list_partnerstanden(zaak: Zaakbeeld, personen: Sequence[Persoonbeeld], *, on: date) -> list[Partnerstand]:
    """Return, per claim, what its partner heard last and what it hears with the next step; tells nobody."""
    keys = [s.id for p in personen for s in p.signalen]
    heard = list(Terugkoppeling.objects.filter(gemeente=zaak.gemeente, signaal__in=keys).order_by("id"))
    told = {row.signaal_id: row for row in heard if not is_betaling(row.code)}
    paid = {row.signaal_id: row for row in heard if is_betaling(row.code)}
    said = {
        row.signaal_id: row
        for row in Partnerbericht.objects.filter(gemeente=zaak.gemeente, signaal__in=keys).order_by("id")
    }
    following = _next(zaak, on=on)
    found = []
    for persoon in personen:
        for signaal in persoon.signalen:
            row, own = told.get(signaal.id), said.get(signaal.id)
            hears = following if signaal.telt and not signaal.overgenomen else None
            if hears and row and row.code == hears.code:
                hears = None
            found.append(
                Partnerstand(
                    signaal.partner,
                    persoon.naam,
                    signaal.type_vordering,
                    _sentence(row, zaak.convenant) if row else "",
                    row.gemeld_op if row else None,
                    _sentence(paid[signaal.id], zaak.convenant) if signaal.id in paid else "",
                    hears,
                    own.soort if own else "",
                    own.toelichting if own else "",
                )
            )
    return found


def _next(zaak: Zaakbeeld, *, on: date) -> Mededeling | None:
    """Give what is told when the zaak goes a step on: taken up, or as it now stands; closing has its own page."""
    status = {"nieuw": "in_behandeling", "in_behandeling": "in_behandeling", "gesloten": "gesloten"}
    if zaak.status not in status:
        return None
    tabel = get_openbaarmaking().table_on(on, convenant=zaak.convenant)
    return disclose_zaak(
        tabel, zaakstatus=status[zaak.status], selectie=zaak.selectie, eindresultaat=zaak.eindresultaat
    )


def _sentence(row: Terugkoppeling, convenant: str) -> str:
    regel = (
        get_openbaarmaking().table_on(row.gemeld_op.date(), convenant=convenant).mededelingen.get(row.code)
    )
    return regel.zin if regel else row.code
