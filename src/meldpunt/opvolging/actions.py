"""What a case worker does with a zaak: take it, record attempts, close it, open it again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.matching.frames import lock_gemeenten
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.matching.queries import has_other_open_zaak, is_vernietigd
from meldpunt.opvolging.controlebeeld import list_beperkingen
from meldpunt.opvolging.models import Contactpoging
from meldpunt.opvolging.termijnrijen import refresh_termijnen
from meldpunt.opvolging.zaakgreep import lock_zaak
from meldpunt.rules.controles import refuse_contact
from meldpunt.rules.statussen import CONTACTSOORTEN, DAGDELEN, EINDRESULTATEN, check_transition
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.aanhouden import drop_terug
from meldpunt.werkvoorraad.actions import log_zaak


class AlVastgelegd(Weigering):
    """The same attempt came in before: nothing changed, and nothing is wrong."""


def _move(row: Zaak, naar: str, *, door: Actor, now: datetime) -> None:
    check_transition("zaak", row.status, naar, wie=door.rol)
    row.status, row.status_sinds = naar, now


@transaction.atomic
def take_zaak(*, zaak: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Take a zaak in hand; its partners hear that their signalen are taken up.

    Raises Weigering when a colleague has it: taking over is an act of its own.
    """
    row = lock_zaak(zaak, gemeente, door=door)
    if row.status == "in_behandeling" and row.behandelaar not in {None, door.gebruiker}:
        raise Weigering("Een collega heeft deze zaak al in behandeling. [zaak_bezet]")
    if row.status == "niet_opgepakt":
        _move(row, "nieuw", door=door, now=now)
    if row.status != "in_behandeling":
        _move(row, "in_behandeling", door=door, now=now)
    row.behandelaar, row.terugkoppelen, row.opgepakt_op = door.gebruiker, True, row.opgepakt_op or now
    row.markeringen = [m for m in row.markeringen if m != "nieuw_signaal"]
    row.save(
        update_fields=["status", "status_sinds", "opgepakt_op", "behandelaar", "terugkoppelen", "markeringen"]
    )
    refresh_termijnen(zaak=row.id, gemeente=gemeente, now=now)
    log_zaak("zaak_opgepakt", row, door=door, now=now)


@transaction.atomic
def take_over_zaak(*, zaak: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Take a zaak over from a colleague."""
    row = lock_zaak(zaak, gemeente, door=door)
    if row.status != "in_behandeling":
        raise Weigering("Deze zaak is niet in behandeling. [zaak_status]")
    was, row.behandelaar = row.behandelaar, door.gebruiker
    row.save(update_fields=["behandelaar"])
    log_zaak("zaak_overgenomen", row, door=door, now=now, van=str(was))


@transaction.atomic
def record_contactpoging(  # noqa: PLR0913 - an attempt has these facts in DDAS
    *,
    zaak: UUID,
    gemeente: str,
    soort: str,
    bereikt: bool,
    datum: date,
    dagdeel: str,
    notitie: str,
    persoon: UUID | None,
    door: Actor,
    now: datetime,
    niet_alleen: bool = False,
    invoersleutel: UUID | None = None,
) -> Contactpoging:
    """Record one attempt to reach a resident of a zaak in hand. Raises Weigering on a date that cannot be.

    Also when a check forbids this contact, or asks that nobody goes alone and `niet_alleen` does not say so.
    `invoersleutel` is the key that a screen or phone gave the attempt: sent again it raises AlVastgelegd.
    """
    row = lock_zaak(zaak, gemeente, door=door)
    _check_invoersleutel(row, invoersleutel)
    if row.status != "in_behandeling":
        raise Weigering("Pak de zaak eerst op; dan kunt u contactpogingen vastleggen. [zaak_status]")
    # The day here, and not that of UTC: after midnight they differ.
    _check_poging(row, soort=soort, dagdeel=dagdeel, datum=datum, today=timezone.localdate(now))
    _check_personen(row, [persoon] if persoon is not None else [])
    _check_controles(row, soort=soort, persoon=persoon, datum=datum, niet_alleen=niet_alleen)
    poging = Contactpoging.objects.create(
        gemeente_id=gemeente,
        zaak=row,
        persoon=persoon,
        soort=soort,
        bereikt=bereikt,
        datum=datum,
        dagdeel=dagdeel,
        notitie=notitie.strip(),
        vastgelegd_op=now,
        vastgelegd_door=door.gebruiker,
        invoersleutel=invoersleutel,
    )
    drop_terug(row)
    refresh_termijnen(zaak=row.id, gemeente=gemeente, now=now)
    log_zaak("contactpoging_vastgelegd", row, door=door, now=now, soort=soort, bereikt=bereikt)
    return poging


def _check_poging(row: Zaak, *, soort: str, dagdeel: str, datum: date, today: date) -> None:
    """Raise Weigering for a kind or part of day that is not of DDAS, and for a day that cannot be."""
    if soort not in CONTACTSOORTEN or dagdeel not in DAGDELEN:
        raise Weigering("Kies een soort contact en een dagdeel uit de lijst. [contact_keuze]")
    if datum > today or datum < row.maand:
        raise Weigering(
            f"De datum {datum:%d-%m-%Y} kan niet: kies een dag vanaf {row.maand:%d-%m-%Y} tot en met vandaag. "
            "[contact_datum]"
        )


def _check_controles(row: Zaak, *, soort: str, persoon: UUID | None, datum: date, niet_alleen: bool) -> None:
    """Raise Weigering when a check that stood on that day forbids the contact."""
    stand = list_beperkingen([(row.gemeente_id, row.id)], on=datum).get(row.id)
    if stand and (reason := refuse_contact(stand.of(persoon), soort, niet_alleen=niet_alleen)):
        raise Weigering(reason)


def _check_invoersleutel(row: Zaak, invoersleutel: UUID | None) -> None:
    """Raise when this attempt is here already; before the status, for it may have been the last act of the zaak.

    The lock on the zaak makes two phones, or two clicks, come one after the other.
    """
    if invoersleutel is None:
        return
    known = Contactpoging.objects.filter(gemeente=row.gemeente_id, invoersleutel=invoersleutel).first()
    if known is not None and known.zaak_id == row.id:
        raise AlVastgelegd("Deze poging was al vastgelegd. [poging_dubbel]")
    if known is not None:
        raise Weigering("Deze invoer hoort bij een andere zaak. Ververs de pagina. [invoersleutel_ongeldig]")


@transaction.atomic
def close_zaak(  # noqa: PLR0913 - an act with its values
    *,
    zaak: UUID,
    gemeente: str,
    eindresultaat: str,
    door: Actor,
    now: datetime,
    per_persoon: Mapping[UUID, str] | None = None,
    gezien: Collection[UUID] | None = None,
) -> None:
    """Close a zaak with one of the sixteen end results; its partners are told by the disclosure table.

    `per_persoon` gives the result of a person on the address for whom it differs: one resident's result is
    never told to the partner of another. `gezien` are the signalen that the page showed.
    """
    row = lock_zaak(zaak, gemeente, door=door)
    if row.status == "gesloten":
        raise Weigering(
            f"Deze zaak is al gesloten met het eindresultaat: {row.eindresultaat}. Dat geldt. Klopt het niet? "
            "Heropen de zaak dan. [zaak_gesloten]"
        )
    different = dict(per_persoon or {})
    for resultaat in (eindresultaat, *different.values()):
        if resultaat not in EINDRESULTATEN:
            raise Weigering("Kies een eindresultaat uit de lijst. [eindresultaat_onbekend]")
    if row.vragen_open:
        raise Weigering(
            "Beslis eerst wie op dit adres dezelfde persoon is; anders kan een schuldeiser iets over een ander "
            "te horen krijgen. [persoon_onbeslist]"
        )
    _check_gezien(row, gezien)
    _check_personen(row, different)
    _move(row, "gesloten", door=door, now=now)
    row.eindresultaat, row.gesloten_op, row.terugkoppelen = eindresultaat, now, True
    row.save(update_fields=["status", "status_sinds", "eindresultaat", "gesloten_op", "terugkoppelen"])
    for persoon, resultaat in different.items():
        if resultaat != eindresultaat:
            Zaaksignaal.objects.filter(gemeente=gemeente, zaak=row, persoon=persoon).update(
                eindresultaat=resultaat
            )
    refresh_termijnen(zaak=row.id, gemeente=gemeente, now=now)
    log_zaak("zaak_gesloten", row, door=door, now=now, eindresultaat=eindresultaat)


def _check_gezien(row: Zaak, gezien: Collection[UUID] | None) -> None:
    """Raise Weigering when a signaal came in that the page did not show: nobody decided about that resident."""
    if gezien is None:
        return
    links = Zaaksignaal.objects.filter(gemeente=row.gemeente_id, zaak=row)
    if links.exclude(signaal__in=gezien).exists():
        raise Weigering(
            "Er kwam een signaal bij deze zaak sinds u de pagina opende. Bekijk het, en sluit de zaak daarna. "
            "[signalen_veranderd]"
        )


def _check_personen(row: Zaak, personen: Collection[UUID]) -> None:
    """Raise Weigering when something is about somebody who is not in the zaak (any more)."""
    known = set(
        Zaaksignaal.objects.filter(gemeente=row.gemeente_id, zaak=row).values_list("persoon", flat=True)
    )
    if not known.issuperset(personen):
        raise Weigering(
            "De personen van deze zaak zijn veranderd sinds u de pagina opende. Ververs de pagina en kies opnieuw. "
            "[personen_veranderd]"
        )


@transaction.atomic
def reopen_zaak(*, zaak: UUID, gemeente: str, reden: str, door: Actor, now: datetime) -> None:
    """Open a closed zaak again with a reason; its partners hear that it is taken up."""
    # A matching beside it would not see this zaak open, and start another on the address.
    lock_gemeenten([gemeente])
    row = lock_zaak(zaak, gemeente, door=door)
    if not reden.strip():
        raise Weigering("Schrijf op waarom u de zaak heropent. [reden_ontbreekt]")
    if has_other_open_zaak(row):
        raise Weigering("Op dit adres loopt al een nieuwe zaak. Werk daarin verder. [zaak_opgevolgd]")
    if is_vernietigd(row):
        raise Weigering(
            "De bewaartermijn van deze zaak is voorbij en de persoonsgegevens zijn vernietigd. Zij kan niet meer "
            "open. [personen_vernietigd]"
        )
    _move(row, "in_behandeling", door=door, now=now)
    row.eindresultaat, row.gesloten_op, row.terugkoppelen, row.behandelaar = "", None, True, door.gebruiker
    row.heropenreden = reden.strip()
    row.save(
        update_fields=[
            "status",
            "status_sinds",
            "eindresultaat",
            "gesloten_op",
            "terugkoppelen",
            "behandelaar",
            "heropenreden",
        ]
    )
    Zaaksignaal.objects.filter(gemeente=gemeente, zaak=row).update(eindresultaat="")
    refresh_termijnen(zaak=row.id, gemeente=gemeente, now=now)
    log_zaak("zaak_heropend", row, door=door, now=now)
