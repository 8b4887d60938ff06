"""Parties join, leave and set how they work; each act leaves its line in the log."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.partijen.models import Convenantgebeurtenis, Kolomkaart, Signaalpartner, Werkprotocol
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_coordinate, check_deliver, check_manage


class Weigering(ValueError):
    """An act that the rules of a party do not allow; the text is the Dutch sentence for the person."""


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
) -> Werkprotocol:
    """Adopt how a municipality works from a day on; what holds or held before is never changed."""
    check_coordinate(door, gemeente=gemeente)
    newest = Werkprotocol.objects.filter(convenant=convenant, gemeente=gemeente).order_by("-vanaf").first()
    if newest is not None and vanaf <= newest.vanaf:
        raise Weigering(
            f"De ingangsdatum {vanaf:%d-%m-%Y} ligt niet na die van het vorige werkprotocol "
            f"({newest.vanaf:%d-%m-%Y}). Kies een latere dag. [werkprotocol_datum]"
        )
    protocol = Werkprotocol.objects.create(
        convenant=convenant,
        gemeente_id=gemeente,
        vanaf=vanaf,
        capaciteit=capaciteit,
        bekende_huishoudens=bekende_huishoudens,
        postcodes=postcodes,
        teams=teams,
        lokaal_aanbod=lokaal_aanbod,
        vastgesteld_op=now,
        vastgesteld_door=door.gebruiker,
    )
    record(
        "werkprotocol_vastgesteld",
        objectsoort="werkprotocol",
        object=protocol.id,
        gemeente=gemeente,
        door=door,
        now=now,
        waarden={"vanaf": vanaf.isoformat(), "capaciteit": capaciteit},
    )
    return protocol


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
    """Record notice, end, emergency stop or resumption of a covenant; deliveries are judged by it at once."""
    check_manage(door)
    if not reden.strip():
        raise Weigering("Schrijf op waarom; zonder reden kan dit niet worden vastgelegd. [reden_ontbreekt]")
    gebeurtenis = Convenantgebeurtenis.objects.create(
        convenant=convenant,
        soort=soort,
        per=per,
        reden=reden.strip(),
        vastgelegd_op=now,
        vastgelegd_door=door.gebruiker,
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
