"""Read requests: the list of what must be answered, and one request with all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from meldpunt.aanlevering.models import Rectificatie, Verwerkingsbeperking
from meldpunt.betrokkenen.models import Verzoek, Verzoeksignaal, Verzoektermijn
from meldpunt.betrokkenen.verzegeling import Inwoner, open_inwoner, open_text
from meldpunt.rules.kandidaten import REDENEN
from meldpunt.rules.rectificatie import CORRIGEERBAAR
from meldpunt.rules.verzoeken import KLAAR, ONDERWEG, VERZOEKSOORTEN, write_besluit
from meldpunt.terugkoppeling.models import Partnermededeling
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_handle_verzoek, check_receive_verzoek

PAGE: Final = 50
STANDEN: Final = {"open": ONDERWEG, "klaar": KLAAR}


@dataclass(frozen=True, slots=True)
class Verzoekregel:
    """One request on the list: who asks is known to whoever handles it, and to nobody else."""

    id: UUID
    gemeente: str
    soort: str
    titel: str
    artikel: str
    status: str
    kanaal: str
    naam: str
    ontvangen_op: datetime
    eind: date | None
    verlengd: bool


@dataclass(frozen=True, slots=True)
class Termijnbeeld:
    """One clock of a request."""

    naam: str
    begin: date
    eind: date
    grondslag: str
    reden: str
    toestand: str


@dataclass(frozen=True, slots=True)
class Verzoekbeeld:
    """One request with everything about it."""

    id: UUID
    gemeente: str
    gemeentenaam: str
    soort: str
    titel: str
    artikel: str
    status: str
    kanaal: str
    inwoner: Inwoner
    ontvangen_op: datetime
    identiteit: str
    identiteit_op: datetime | None
    gezocht_op: datetime | None
    bevestigd: tuple[UUID, ...]
    niet_bevestigd: int
    besloten_op: datetime | None
    grond: str
    besluit: str
    verstrekt_op: datetime | None
    geleegd: bool
    termijnen: tuple[Termijnbeeld, ...]
    beperking_loopt: bool


@dataclass(frozen=True, slots=True)
class Meegedeeld:
    """One message to a partner that followed from a request."""

    soort: str
    partner: str
    gemeld_op: datetime
    uiterlijk: date
    bevestigd_op: datetime | None


@dataclass(frozen=True, slots=True)
class Correctiebeeld:
    """One correction that was made."""

    titel: str
    oud: str
    nieuw: str
    bedrag_cent: int | None
    achterstand_sinds: date | None


def list_verzoeken(
    *, door: Actor, stand: str = "open", before: UUID | None = None, size: int = PAGE
) -> list[Verzoekregel]:
    """Return a page of the requests of the officer's municipality, the newest first."""
    for gemeente in door.gemeenten:
        check_handle_verzoek(door, gemeente=gemeente)
    rows = Verzoek.objects.filter(gemeente__in=door.gemeenten, status__in=STANDEN.get(stand, ONDERWEG))
    if before is not None:
        rows = rows.filter(id__lt=before)
    page = list(rows.order_by("-id")[:size])
    clocks = _clocks(page)
    return [_line(row, clocks.get(row.id, ())) for row in page]


def count_open(*, door: Actor) -> int:
    """Count the requests that must still be answered, a hundred at the most."""
    rows = Verzoek.objects.filter(gemeente__in=door.gemeenten, status__in=ONDERWEG)
    return len(rows.values_list("id")[:100])


def _clocks(rows: Sequence[Verzoek]) -> dict[UUID, tuple[Termijnbeeld, ...]]:
    found: dict[UUID, tuple[Termijnbeeld, ...]] = {}
    clocks = Verzoektermijn.objects.filter(
        gemeente__in={row.gemeente_id for row in rows}, verzoek__in=[row.id for row in rows]
    )
    for one in clocks.order_by("verzoek", "naam"):
        shown = Termijnbeeld(one.naam, one.begin, one.eind, one.grondslag, one.reden, one.toestand)
        found[one.verzoek_id] = (*found.get(one.verzoek_id, ()), shown)
    return found


def _line(row: Verzoek, clocks: Sequence[Termijnbeeld]) -> Verzoekregel:
    soort = VERZOEKSOORTEN[row.soort]
    naam = open_inwoner(row.inwoner_verzegeld).naam
    return Verzoekregel(
        id=row.id,
        gemeente=row.gemeente_id,
        soort=row.soort,
        titel=soort.titel,
        artikel=soort.artikel,
        status=row.status,
        kanaal=row.get_kanaal_display(),
        naam=naam or ("Niet meer bewaard" if row.geleegd_op else "Aangemeld met DigiD"),
        ontvangen_op=row.ontvangen_op,
        eind=max((one.eind for one in clocks), default=None),
        verlengd=len(clocks) > 1,
    )


def get_verzoek(*, verzoek: UUID, gemeente: str, door: Actor) -> Verzoekbeeld:
    """Return one request for who handles it. Raises GeenToegang, and Verzoek.DoesNotExist."""
    check_handle_verzoek(door, gemeente=gemeente)
    return show_verzoek(_get(verzoek, gemeente))


def get_opgenomen(*, verzoek: UUID, gemeente: str, door: Actor) -> Verzoekregel:
    """Return what the counter may read back of a request it took in itself: that it runs, and till when."""
    check_receive_verzoek(door, gemeente=gemeente)
    row = Verzoek.objects.get(id=verzoek, gemeente=gemeente, ontvangen_door=door.gebruiker)
    return _line(row, _clocks([row]).get(row.id, ()))


def _get(verzoek: UUID, gemeente: str) -> Verzoek:
    return Verzoek.objects.select_related("gemeente").get(id=verzoek, gemeente=gemeente)


def show_verzoek(row: Verzoek) -> Verzoekbeeld:
    """Return a request as screens and the resident read it; who may was checked by the caller."""
    soort = VERZOEKSOORTEN[row.soort]
    marks = Verzoeksignaal.objects.filter(gemeente=row.gemeente_id, verzoek=row).order_by("signaal")
    decided = list(marks.values_list("signaal", "bevestigd"))
    words = write_besluit(row.soort, row.grond, open_text(row.besluit_verzegeld)) if row.grond else ""
    return Verzoekbeeld(
        id=row.id,
        gemeente=row.gemeente_id,
        gemeentenaam=row.gemeente.naam,
        soort=row.soort,
        titel=soort.titel,
        artikel=soort.artikel,
        status=row.status,
        kanaal=row.get_kanaal_display(),
        inwoner=open_inwoner(row.inwoner_verzegeld),
        ontvangen_op=row.ontvangen_op,
        identiteit=row.identiteit,
        identiteit_op=row.identiteit_op,
        gezocht_op=row.gezocht_op,
        bevestigd=tuple(signaal for signaal, own in decided if own),
        niet_bevestigd=sum(not own for _, own in decided),
        besloten_op=row.besloten_op,
        grond=row.grond,
        besluit=words,
        verstrekt_op=row.verstrekt_op,
        geleegd=row.geleegd_op is not None,
        termijnen=_clocks([row]).get(row.id, ()),
        beperking_loopt=Verwerkingsbeperking.objects.filter(
            gemeente=row.gemeente_id, verzoek=row.id, geeindigd_op=None
        ).exists(),
    )


def list_meegedeeld(beeld: Verzoekbeeld) -> list[Meegedeeld]:
    """Return what partners were told since a request was decided, about the signalen it was about."""
    if beeld.besloten_op is None:
        return []
    rows = Partnermededeling.objects.filter(
        gemeente=beeld.gemeente, signaal__in=beeld.bevestigd, gemeld_op__gte=beeld.besloten_op
    ).select_related("partner")
    return [
        Meegedeeld(row.soort, row.partner.naam, row.gemeld_op, row.uiterlijk, row.bevestigd_op)
        for row in rows.order_by("id")
    ]


def list_correcties(beeld: Verzoekbeeld) -> list[Correctiebeeld]:
    """Return what was corrected by a request, as long as it is kept."""
    rows = Rectificatie.objects.filter(gemeente=beeld.gemeente, verzoek=beeld.id, signaal__in=beeld.bevestigd)
    return [
        Correctiebeeld(
            CORRIGEERBAAR[row.veld].titel, row.oud, row.nieuw, row.bedrag_cent, row.achterstand_sinds
        )
        for row in rows.order_by("id")
    ]


def list_redenen(beeld: Verzoekbeeld) -> list[str]:
    """Return on which grounds signalen were taken for the resident's, each once."""
    rows = Verzoeksignaal.objects.filter(gemeente=beeld.gemeente, verzoek=beeld.id, bevestigd=True)
    return [REDENEN[code] for code in sorted(set(rows.values_list("reden", flat=True)))]
