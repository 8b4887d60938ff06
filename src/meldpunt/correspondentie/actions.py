"""Make messages to residents: a letter or card on the pile, a mail or SMS in the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from meldpunt.adapters.mail import can_mail
from meldpunt.audit.actions import record
from meldpunt.audit.doelen import AANBOD
from meldpunt.correspondentie.antwoordcodes import issue_code
from meldpunt.correspondentie.bezorgen import can_sms, has_teruggekomen
from meldpunt.correspondentie.models import Antwoordcode, Sjabloon, Verzending
from meldpunt.correspondentie.partijen import join_partij
from meldpunt.correspondentie.post import Zaakpost, get_zaakpost
from meldpunt.correspondentie.queries import get_sjabloon
from meldpunt.correspondentie.samenvoegen import Ontvanger, merge
from meldpunt.correspondentie.verzegeling import seal
from meldpunt.matching.models import Zaak
from meldpunt.rules.verzenden import find_mobiel
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_zaak
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.stapel import Zaaksleutel

GEDRUKT = frozenset({"brief", "kaartje"})
WACHTEND = (Verzending.Status.KLAAR, Verzending.Status.WACHT)


@dataclass(frozen=True, slots=True)
class Sjabloonkeuze:
    """Which template in which language; `apart` keeps a letter out of the pile, to print it now."""

    sleutel: str
    taal: str = "nl"
    apart: bool = False


@transaction.atomic
def make_verzending(  # noqa: PLR0913 - for whom, about which zaak, with what
    *, zaak: UUID, gemeente: str, persoon: UUID, keuze: Sjabloonkeuze, door: Actor, now: datetime
) -> Verzending:
    """Make one message to one person of a zaak in hand.

    Raises Weigering while it is undecided who is who, without an address to send to, or when it waits already.
    """
    post = get_zaakpost(zaak=zaak, gemeente=gemeente, door=door, now=now)
    sjabloon = get_sjabloon(gemeente=gemeente, sleutel=keuze.sleutel, taal=keuze.taal)
    if _is_waiting(post, persoon, sjabloon):
        raise Weigering(
            f"‘{sjabloon.naam}’ ligt al klaar voor deze persoon. Druk dat bericht, of trek het eerst in. "
            "[bericht_ligt_klaar]"
        )
    return _make(
        post, post.get_ontvanger(persoon, kanaal=sjabloon.kanaal), sjabloon, keuze, door=door, now=now
    )


@transaction.atomic
def make_brieven(sleutel: Zaaksleutel, waarden: Mapping[str, str], door: Actor, now: datetime) -> None:
    """Put a letter on the pile for each person of a zaak: the act of one zaak in work on many.

    `waarden` names the `sjabloon` and its `taal`. A person whose letter lies there already gets no second one.
    """
    keuze = Sjabloonkeuze(waarden.get("sjabloon", ""), waarden.get("taal") or "nl")
    sjabloon = get_sjabloon(gemeente=sleutel.gemeente, sleutel=keuze.sleutel, taal=keuze.taal)
    if sjabloon.kanaal not in GEDRUKT:
        raise Weigering(f"‘{sjabloon.naam}’ is geen brief of kaartje. Kies een ander sjabloon. [geen_brief]")
    post = get_zaakpost(zaak=sleutel.zaak, gemeente=sleutel.gemeente, door=door, now=now)
    there = post.list_ontvangers(kanaal=sjabloon.kanaal)
    wanted = [one for one in there if not _is_waiting(post, one.persoon, sjabloon)]
    if not wanted:
        raise Weigering(f"‘{sjabloon.naam}’ ligt al klaar voor wie hier woont. [bericht_ligt_klaar]")
    for one in wanted:
        _make(post, one, sjabloon, keuze, door=door, now=now)


def _is_waiting(post: Zaakpost, persoon: UUID, sjabloon: Sjabloon) -> bool:
    return Verzending.objects.filter(
        gemeente=post.row.gemeente_id,
        zaak=post.row,
        persoon=persoon,
        sjabloon__sleutel=sjabloon.sleutel,
        status__in=WACHTEND,
    ).exists()


def _make(  # noqa: PLR0913 - the parts of one message
    post: Zaakpost,
    ontvanger: Ontvanger,
    sjabloon: Sjabloon,
    keuze: Sjabloonkeuze,
    *,
    door: Actor,
    now: datetime,
) -> Verzending:
    merged = merge(sjabloon, ontvanger, post.omgeving)
    printed = sjabloon.kanaal in GEDRUKT
    made = Verzending(
        gemeente_id=post.row.gemeente_id,
        zaak=post.row,
        persoon=ontvanger.persoon,
        sjabloon=sjabloon,
        partij=join_partij(post.row, sjabloon.kanaal, apart=keuze.apart, door=door, now=now)
        if printed
        else None,
        kanaal=sjabloon.kanaal,
        naam=ontvanger.naam,
        adresregels=list(ontvanger.adresregels) if printed else [],
        aan="" if printed else _address_of(ontvanger, sjabloon.kanaal, post.row),
        onderwerp=merged.onderwerp,
        tekst=merged.tekst,
        afzender="\n".join(post.omgeving.afzender.regels),
        status=Verzending.Status.KLAAR if printed else Verzending.Status.WACHT,
        volgende_op=None if printed else now,
        gemaakt_op=now,
        gemaakt_door=door.gebruiker,
    )
    made.save(force_insert=True)
    if merged.met_code:
        code = issue_code(
            zaak=post.row.id,
            gemeente=post.row.gemeente_id,
            persoon=ontvanger.persoon,
            kanaal=sjabloon.kanaal,
            verzending=made.id,
            now=now,
        )
        made.code_verzegeld = seal(code, verzending=made.id)
        made.save(update_fields=["code_verzegeld"])
    facts = {"kanaal": sjabloon.kanaal, "sjabloon": sjabloon.sleutel, "taal": sjabloon.taal}
    log_verzending("bericht_gemaakt", made, door=door, now=now, **facts, versie=sjabloon.versie)
    return made


def _address_of(ontvanger: Ontvanger, kanaal: str, zaak: Zaak) -> str:
    """Return where a mail or SMS goes. Raises Weigering without an address that can be reached."""
    if kanaal == "mail":
        if not can_mail():
            raise Weigering("E-mail is hier nog niet ingericht. Kies een brief. [mail_niet_ingericht]")
        try:
            validate_email(ontvanger.email)
        except ValidationError:
            raise Weigering(
                "Van deze persoon is geen e-mailadres bekend. Kies een brief. [geen_mailadres]"
            ) from None
        if has_teruggekomen(gemeente=zaak.gemeente_id, zaak=zaak.id, adres=ontvanger.email):
            raise Weigering(
                "Mail aan dit adres kwam eerder terug. Kies een brief, of vraag de inwoner om een ander adres. "
                "[adres_teruggekomen]"
            )
        return ontvanger.email
    if not can_sms(zaak.gemeente_id):
        raise Weigering("Sms is hier nog niet ingericht. Kies een brief of een e-mail. [sms_niet_ingericht]")
    number = find_mobiel(ontvanger.telefoon)
    if number is None:
        raise Weigering("Van deze persoon is geen mobiel nummer bekend. Kies een brief. [geen_mobiel]")
    return number


@transaction.atomic
def withdraw_verzending(*, verzending: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Withdraw a message that did not go out yet; its code answers to nobody any more."""
    row = get_for_update(verzending, gemeente, door)
    if row.status not in WACHTEND:
        raise Weigering("Dit bericht is al weg en kan niet meer worden ingetrokken. [bericht_al_weg]")
    drop_verzending(row, fout="", door=door, now=now)


@transaction.atomic
def retry_verzending(*, verzending: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Put a message that failed back in the queue."""
    row = get_for_update(verzending, gemeente, door)
    if row.status != Verzending.Status.MISLUKT:
        raise Weigering("Dit bericht is niet mislukt. Ververs de pagina. [bericht_niet_mislukt]")
    row.status, row.pogingen, row.volgende_op, row.fout = Verzending.Status.WACHT, 0, now, ""
    row.save(update_fields=["status", "pogingen", "volgende_op", "fout"])
    log_verzending("bericht_opnieuw", row, door=door, now=now, kanaal=row.kanaal)


def get_for_update(verzending: UUID, gemeente: str, door: Actor) -> Verzending:
    """Return a message, locked. Raises GeenToegang when its zaak is not for this actor."""
    row = Verzending.objects.select_for_update().get(id=verzending, gemeente=gemeente)
    zaak = Zaak.objects.get(id=row.zaak_id, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=zaak.postvak, team=zaak.team)
    return row


def drop_verzending(row: Verzending, *, fout: str, door: Actor, now: datetime) -> None:
    """Take a message out, within the caller's transaction, with the code of the reason when there is one."""
    row.status, row.volgende_op, row.fout = Verzending.Status.INGETROKKEN, None, fout
    row.save(update_fields=["status", "volgende_op", "fout"])
    Antwoordcode.objects.filter(gemeente=row.gemeente_id, verzending=row.id, ingetrokken_op=None).update(
        ingetrokken_op=now
    )
    log_verzending("bericht_ingetrokken", row, door=door, now=now, kanaal=row.kanaal, reden=fout)


def log_verzending(handeling: str, row: Verzending, *, door: Actor, now: datetime, **waarden: object) -> None:
    """Record what happened to a message with its zaak: keys and codes only."""
    record(
        handeling,
        objectsoort="zaak",
        object=row.zaak_id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel=AANBOD,
        waarden={"verzending": str(row.id), **waarden},
    )
