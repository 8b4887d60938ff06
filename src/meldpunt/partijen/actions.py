"""Parties join, leave and set how they work; each act leaves its line in the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.partijen.grondslag import list_wetswaarschuwingen
from meldpunt.partijen.models import (
    Convenantgebeurtenis,
    Gemeente,
    GemeenteDeelname,
    Kolomkaart,
    PartnerDeelname,
    Signaalpartner,
    Werkprotocol,
)
from meldpunt.partijen.noodstop import find_wachtende_hervatting, is_gestopt
from meldpunt.partijen.queries import find_last_day, find_postcodeclaim, has_later_deelname, has_overlap
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.contactplan import PlanFout, read_planregels
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.datum import add_months
from meldpunt.rules.proefinwoners import PROEFGEMEENTE
from meldpunt.rules.termijnen import write_artikel
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_coordinate, check_deliver, check_manage
from meldpunt.toegang.weigering import Weigering


@transaction.atomic
def adopt_werkprotocol(  # noqa: PLR0913 - a werkprotocol has these values
    *,
    convenant: str,
    gemeente: str,
    vanaf: date,
    capaciteit: int | None,
    bekende_huishoudens: str,
    postcodes: list[str],
    teams: dict[str, list[str]],
    lokaal_aanbod: str,
    door: Actor,
    now: datetime,
    beschikking_weken: int | None = None,
    navraag_werkdagen: int = 2,
    contactplan: Sequence[Mapping[str, object]] = (),
) -> Werkprotocol:
    """Adopt how a municipality works from a day on; what holds or held before is never changed."""
    check_coordinate(door, gemeente=gemeente)
    _check_vanaf(convenant, gemeente, vanaf, today=timezone.localdate(now))
    _check_postcodes(convenant, gemeente, postcodes, vanaf=vanaf)
    regels = _read_contactplan(contactplan)
    protocol = Werkprotocol.objects.create(
        convenant=convenant,
        gemeente_id=gemeente,
        vanaf=vanaf,
        capaciteit=capaciteit,
        bekende_huishoudens=bekende_huishoudens,
        postcodes=postcodes,
        teams=teams,
        lokaal_aanbod=lokaal_aanbod,
        beschikking_weken=beschikking_weken,
        navraag_werkdagen=navraag_werkdagen,
        contactplan=regels,
        vastgesteld_op=now,
        vastgesteld_door=door.gebruiker,
    )
    record(
        "werkprotocol_vastgesteld", objectsoort="werkprotocol", object=protocol.id, gemeente=gemeente, door=door,
        now=now, waarden={"vanaf": vanaf.isoformat(), "capaciteit": capaciteit, "contactplan": regels},
    )  # fmt: skip
    return protocol


def _check_vanaf(convenant: str, gemeente: str, vanaf: date, *, today: date) -> None:
    """Raise Weigering for a day that is over, or not after that of the newest werkprotocol."""
    newest = Werkprotocol.objects.filter(convenant=convenant, gemeente=gemeente).order_by("-vanaf").first()
    if newest is not None and vanaf <= newest.vanaf:
        raise Weigering(
            f"De ingangsdatum {vanaf:%d-%m-%Y} ligt niet na die van het vorige werkprotocol "
            f"({newest.vanaf:%d-%m-%Y}). Kies een latere dag. [werkprotocol_datum]"
        )
    if newest is not None and vanaf < today:
        raise Weigering(
            f"De ingangsdatum {vanaf:%d-%m-%Y} is voorbij. Wat gold, blijft staan: kies vandaag of later. "
            "[werkprotocol_verleden]"
        )


@transaction.atomic
def withdraw_werkprotocol(*, werkprotocol: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Take back a werkprotocol that was adopted for a day to come; what was adopted stays in the log.

    Raises Weigering once it is in force, or when a run was made under it: then it explains what was done.
    """
    check_coordinate(door, gemeente=gemeente)
    row = Werkprotocol.objects.select_for_update().filter(id=werkprotocol, gemeente=gemeente).first()
    if row is None:
        raise Weigering("Dit werkprotocol is er niet meer. Ververs de pagina. [werkprotocol_weg]")
    if row.vanaf <= timezone.localdate(now):
        raise Weigering(
            f"Dit werkprotocol geldt al sinds {row.vanaf:%d-%m-%Y} en blijft staan. Stel een nieuw vast vanaf vandaag "
            "of later. [werkprotocol_geldt]"
        )
    try:
        row.delete()
    except ProtectedError:
        raise Weigering(
            "Met dit werkprotocol is al een lijst gemaakt; het blijft staan. Stel een nieuw vast vanaf een latere dag. "
            "[werkprotocol_gebruikt]"
        ) from None
    record(
        "werkprotocol_ingetrokken",
        objectsoort="werkprotocol",
        object=werkprotocol,
        gemeente=gemeente,
        door=door,
        now=now,
        waarden={
            "convenant": row.convenant,
            "vanaf": row.vanaf.isoformat(),
            "capaciteit": row.capaciteit,
            "bekende_huishoudens": row.bekende_huishoudens,
        },
    )


def _read_contactplan(ruw: Sequence[Mapping[str, object]]) -> list[dict[str, Any]]:
    """Return the steps as they are stored. Raises Weigering, naming the step, when one cannot be."""
    try:
        return [regel.model_dump() for regel in read_planregels(list(ruw))]
    except PlanFout as fout:
        raise Weigering(str(fout)) from fout


def _check_postcodes(convenant: str, gemeente: str, postcodes: list[str], *, vanaf: date) -> None:
    """Raise Weigering when a range reaches into another municipality: its residents would come to this inbox."""
    claim = find_postcodeclaim(convenant, gemeente, postcodes, vanaf=vanaf)
    if claim is not None:
        raise Weigering(
            f"Postcodes {claim.bereik} staan in het werkprotocol van {claim.gemeente} (vanaf "
            f"{claim.vanaf:%d-%m-%Y}). Een adres hoort bij één gemeente: verklein uw bereik, of overleg met "
            f"{claim.gemeente}. [postcode_van_andere_gemeente]"
        )


@transaction.atomic
def save_kolomkaart(
    *, partner: Signaalpartner, kop_sha256: str, kaart: dict[str, str], door: Actor, now: datetime
) -> None:
    """Remember how a partner's own columns map onto ours, for every next file with this header."""
    check_deliver(door, partner=partner.id)
    Kolomkaart.objects.update_or_create(
        partner=partner, kop_sha256=kop_sha256, defaults={"kaart": kaart, "bewaard_op": now}
    )
    record("kolomkaart_bewaard", objectsoort="signaalpartner", object=partner.id, door=door, now=now)


@transaction.atomic
def record_convenantgebeurtenis(  # noqa: PLR0913 - an act with its values
    *, convenant: str, soort: str, per: date, reden: str, door: Actor, now: datetime
) -> Convenantgebeurtenis:
    """Record notice, end, emergency stop or resumption of a covenant; deliveries are judged by it at once.

    A resumption after an emergency stop waits until another person confirms it.
    """
    check_manage(door)
    _check_reden(reden)
    _check_gebeurtenis(convenant, soort, per=per, on=timezone.localdate(now))
    waits = soort == Convenantgebeurtenis.Soort.HERVATTING and is_gestopt(convenant, on=per)
    gebeurtenis = Convenantgebeurtenis.objects.create(
        convenant=convenant,
        soort=soort,
        per=per,
        reden=reden.strip(),
        vastgelegd_op=now,
        vastgelegd_door=door.gebruiker,
        bevestigd_op=None if waits else now,
    )
    record(
        f"convenant_{soort}",
        objectsoort="convenant",
        object=convenant,
        door=door,
        now=now,
        waarden={"per": per.isoformat()},
    )
    return gebeurtenis


@transaction.atomic
def join_gemeente(  # noqa: PLR0913 - a participation has these values
    *,
    convenant: str,
    gemeente: str,
    vanaf: date,
    besluit_op: date | None,
    middelen_op: date | None,
    door: Actor,
    now: datetime,
) -> GemeenteDeelname:
    """Let a municipality take part from a day on; deliveries count once decision, money and werkprotocol are there."""
    check_manage(door)
    versie = _version_on(convenant, vanaf)
    row = Gemeente.objects.get(code=gemeente)
    if not versie.has_gemeente(gemeente):
        raise Weigering(
            f"{row.naam} staat niet in dit convenant ({versie.partijen.artikel}). "
            "Kies een gemeente die het noemt. [gemeente_niet_in_convenant]"
        )
    if has_overlap(GemeenteDeelname, vanaf=vanaf, convenant=convenant, gemeente=gemeente):
        raise Weigering(
            f"{row.naam} neemt op {vanaf:%d-%m-%Y} al deel. Beëindig die deelname eerst, of kies een latere dag. "
            "[deelname_overlapt]"
        )
    deelname = GemeenteDeelname.objects.create(
        convenant=convenant, gemeente=row, vanaf=vanaf, besluit_op=besluit_op, middelen_op=middelen_op
    )
    _record_deelname("gemeente_toegetreden", deelname, door=door, now=now, per=vanaf)
    return deelname


@transaction.atomic
def meet_voorwaarde(*, deelname: UUID, voorwaarde: str, op: date, door: Actor, now: datetime) -> None:
    """Note the day of the decision (`besluit`) or of the money (`geld`); a day that was noted stays."""
    check_manage(door)
    field = {"besluit": "besluit_op", "geld": "middelen_op"}[voorwaarde]
    changed = GemeenteDeelname.objects.filter(id=deelname, **{field: None}).update(**{field: op})
    row = GemeenteDeelname.objects.get(id=deelname)
    if not changed:
        raise Weigering("Deze voorwaarde is al vastgelegd. Ververs de pagina. [voorwaarde_bekend]")
    _record_deelname(f"voorwaarde_{voorwaarde}", row, door=door, now=now, per=op)


@transaction.atomic
def end_gemeente(*, deelname: UUID, tot: date, door: Actor, now: datetime) -> None:
    """Set the last day of a municipality in a covenant; its partners stop there with it."""
    check_manage(door)
    row = GemeenteDeelname.objects.select_for_update().get(id=deelname)
    _check_einde(row, tot=tot, on=timezone.localdate(now))
    row.tot = tot
    row.save(update_fields=["tot"])
    _record_deelname("gemeente_uitgetreden", row, door=door, now=now, per=tot)


@transaction.atomic
def join_partner(  # noqa: PLR0913 - a participation has these values
    *,
    convenant: str,
    partner: UUID,
    gemeente: str,
    vanaf: date,
    reden: str,
    door: Actor,
    now: datetime,
) -> PartnerDeelname:
    """Let a partner report in a municipality; where the law gives no basis, only with the municipality's reason."""
    check_manage(door)
    versie = _version_on(convenant, vanaf)
    row = Signaalpartner.objects.get(id=partner)
    _check_partner(row, versie, gemeente, vanaf=vanaf)
    warnings = list_wetswaarschuwingen(versie, partnertype=row.type, gemeente=gemeente, on=vanaf)
    if warnings and not reden.strip():
        raise Weigering(
            f"{warnings[0].zin} ({warnings[0].artikel}) Schrijf op waarom {row.naam} toch mag meedoen. "
            "[reden_zonder_grondslag]"
        )
    deelname = PartnerDeelname.objects.create(
        convenant=convenant,
        partner=row,
        gemeente_id=gemeente,
        vanaf=vanaf,
        reden_zonder_grondslag=reden.strip() if warnings else "",
    )
    _record_deelname("partner_toegetreden", deelname, door=door, now=now, per=vanaf)
    return deelname


@transaction.atomic
def end_partner(*, deelname: UUID, tot: date, door: Actor, now: datetime) -> None:
    """Set the last day of a partner in a municipality; the others go on."""
    check_manage(door)
    row = PartnerDeelname.objects.select_for_update().get(id=deelname)
    _check_einde(row, tot=tot, on=timezone.localdate(now))
    row.tot = tot
    row.save(update_fields=["tot"])
    _record_deelname("partner_uitgetreden", row, door=door, now=now, per=tot)


def _record_deelname(
    handeling: str, row: GemeenteDeelname | PartnerDeelname, *, door: Actor, now: datetime, per: date
) -> None:
    partner = {"partner": str(row.partner_id)} if isinstance(row, PartnerDeelname) else {}
    record(
        handeling,
        objectsoort="convenant",
        object=row.convenant,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        waarden={"per": per.isoformat(), "deelname": str(row.id), **partner},
    )


def _version_on(convenant: str, day: date) -> ConvenantVersie:
    begin = get_convenant(convenant).begin
    if day < begin:
        raise Weigering(
            f"Het convenant begint op {begin:%d-%m-%Y}. Kies die dag of een latere. [voor_begin_convenant]"
        )
    return get_convenant(convenant).version_on(day)


def _check_partner(row: Signaalpartner, versie: ConvenantVersie, gemeente: str, *, vanaf: date) -> None:
    if row.proef or gemeente == PROEFGEMEENTE:
        raise Weigering(
            "De proefomgeving doet alleen met zichzelf mee. Kies een andere partij. [proefomgeving]"
        )
    if not versie.has_partnertype(row.type):
        allowed = ", ".join(versie.partijen.partnertypen)
        raise Weigering(
            f"{row.naam} is van het type {row.type}; dit convenant kent alleen {allowed}. "
            "[partnertype_niet_in_convenant]"
        )
    where = {"convenant": versie.convenant, "gemeente": gemeente}
    if not has_overlap(GemeenteDeelname, vanaf=vanaf, **where):
        raise Weigering(
            "Deze gemeente neemt op die dag niet deel. Laat eerst de gemeente toetreden. [gemeente_neemt_niet_deel]"
        )
    if has_overlap(PartnerDeelname, vanaf=vanaf, partner=row.id, **where):
        raise Weigering(
            f"{row.naam} neemt op {vanaf:%d-%m-%Y} al deel in deze gemeente. Kies een latere dag. "
            "[deelname_overlapt]"
        )


def _check_einde(row: GemeenteDeelname | PartnerDeelname, *, tot: date, on: date) -> None:
    if row.tot is not None and row.tot < on:
        raise Weigering(f"Deze deelname is al geëindigd op {row.tot:%d-%m-%Y}. [deelname_geeindigd]")
    if tot < row.vanaf or tot < on:
        raise Weigering(
            f"De laatste dag {tot:%d-%m-%Y} is voorbij of ligt voor de eerste dag {row.vanaf:%d-%m-%Y}. "
            "Kies vandaag of later. [einde_te_vroeg]"
        )
    if has_later_deelname(row, tot=tot):
        raise Weigering(
            f"Op {tot:%d-%m-%Y} is de volgende deelname al begonnen. Kies een dag daarvoor. [deelname_overlapt]"
        )


def _check_reden(reden: str) -> None:
    if not reden.strip():
        raise Weigering("Schrijf op waarom; zonder reden kan dit niet worden vastgelegd. [reden_ontbreekt]")


def _check_gebeurtenis(convenant: str, soort: str, *, per: date, on: date) -> None:
    """Raise Weigering for notice below its term, a stop of what stands still, and a resumption of what goes on."""
    term = get_convenant(convenant).version_on(on).looptijd
    months = term.opzegtermijn_maanden or 0
    earliest = add_months(on, months)
    if soort == Convenantgebeurtenis.Soort.OPZEGGING and per < earliest:
        words = (
            f"is {months} {'maand' if months == 1 else 'maanden'}"
            if months
            else "staat niet in het convenant"
        )
        raise Weigering(
            f"De opzegtermijn {words} ({write_artikel(term.artikel)}). "
            f"De laatste dag kan op zijn vroegst {earliest:%d-%m-%Y} zijn. [opzegtermijn]"
        )
    last = find_last_day(convenant, on=per)
    if soort == Convenantgebeurtenis.Soort.NOODSTOP and last is not None and last < per:
        raise Weigering(
            f"Dit convenant staat al stil: de laatste dag is {last:%d-%m-%Y}. Er is niets te stoppen. [al_gestopt]"
        )
    if soort == Convenantgebeurtenis.Soort.HERVATTING and last is None:
        raise Weigering("Dit convenant is niet gestopt; er is niets te hervatten. [niet_gestopt]")
    if soort == Convenantgebeurtenis.Soort.HERVATTING and find_wachtende_hervatting(convenant) is not None:
        raise Weigering("Er wacht al een hervatting op een tweede persoon. [hervatting_wacht]")
