"""The acts on checks before contact: set a state by hand with its source, lift it again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.controlebeeld import list_beperkingen
from meldpunt.opvolging.models import Controle
from meldpunt.opvolging.zaakgreep import hold_zaak, list_signalen_of_persoon
from meldpunt.rules.controles import CONTROLESOORTEN, HUISBEZOEK
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.actions import log_zaak

# What lists show of the checks, without reading them: markers of the zaak.
MARKERINGEN: Final = ("contact_verboden", "onveilig_bezoek", "geheim_adres")


@transaction.atomic
def set_controle(  # noqa: PLR0913 - an act with its values
    *,
    zaak: UUID,
    gemeente: str,
    soort: str,
    persoon: UUID | None,
    toelichting: str,
    door: Actor,
    now: datetime,
) -> UUID:
    """Set a state for a resident, or for the address when nobody is named; `toelichting` says where it is from."""
    row = hold_zaak(zaak, gemeente, door=door, statussen=OPEN)
    if soort not in CONTROLESOORTEN:
        raise Weigering("Kies een controle uit de lijst. [controle_onbekend]")
    if not toelichting.strip():
        raise Weigering("Schrijf op waar u dit weet, bijvoorbeeld: BRP, 3 oktober. [controle_bron]")
    about = None if CONTROLESOORTEN[soort].van_het_adres else persoon
    signalen = list_signalen_of_persoon(row, about) if about else set()
    standing = Controle.objects.filter(gemeente=gemeente, zaak=row, soort=soort, vervallen_op=None)
    if (standing.filter(persoon__in=signalen) if about else standing.filter(persoon=None)).exists():
        raise Weigering(f"‘{CONTROLESOORTEN[soort].titel}’ staat er al. [controle_dubbel]")
    made = Controle.objects.create(
        gemeente_id=gemeente,
        zaak=row,
        persoon=about,
        soort=soort,
        bron=Controle.Bron.HAND,
        toelichting=toelichting.strip(),
        vastgesteld_op=now,
        vastgesteld_door=door.gebruiker,
    )
    _mark(row, now=now)
    _log("controle_gezet", made, row, door=door, now=now)
    return made.id


@transaction.atomic
def lift_controle(*, controle: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Lift a state that was set by hand. Raises Weigering when it was lifted already."""
    zaak = Controle.objects.get(id=controle, gemeente=gemeente).zaak_id
    row = hold_zaak(zaak, gemeente, door=door, statussen=OPEN)
    # Conditional: of two colleagues who lift it at once, one did it.
    lifted = Controle.objects.filter(id=controle, gemeente=gemeente, vervallen_op=None).update(
        vervallen_op=now, vervallen_door=door.gebruiker
    )
    if not lifted:
        raise Weigering("Deze controle is al opgeheven. [controle_opgeheven]")
    _mark(row, now=now)
    found = Controle.objects.get(id=controle, gemeente=gemeente)
    _log("controle_opgeheven", found, row, door=door, now=now)


def settle_koppeling(  # noqa: PLR0913 - what a register says of one resident, and what it ever may say
    row: Zaak,
    *,
    persoon: UUID,
    soorten: Collection[str],
    uit: Collection[str],
    toelichting: str,
    door: Actor,
    now: datetime,
) -> None:
    """Let the states of one resident be what a register says: set what is new, lift what it said before.

    `uit` are the states that this register can give; what somebody set by hand stays. The zaak is locked by who
    calls.
    """
    about = _list_signalen(row, persoon)
    standing = list(
        Controle.objects.filter(
            gemeente=row.gemeente_id, zaak=row, persoon__in=about, soort__in=uit, vervallen_op=None
        )
    )
    for controle in standing:
        if controle.bron == Controle.Bron.KOPPELING and controle.soort not in soorten:
            Controle.objects.filter(id=controle.id, gemeente=row.gemeente_id).update(
                vervallen_op=now, vervallen_door=door.gebruiker
            )
            _log("controle_opgeheven", controle, row, door=door, now=now)
    for soort in sorted(set(soorten) - {controle.soort for controle in standing}):
        made = Controle.objects.create(
            gemeente_id=row.gemeente_id,
            zaak=row,
            persoon=persoon,
            soort=soort,
            bron=Controle.Bron.KOPPELING,
            toelichting=toelichting,
            vastgesteld_op=now,
            vastgesteld_door=door.gebruiker,
        )
        _log("controle_gezet", made, row, door=door, now=now)
    _mark(row, now=now)


def _list_signalen(row: Zaak, persoon: UUID) -> set[UUID]:
    links = Zaaksignaal.objects.filter(gemeente=row.gemeente_id, zaak=row, persoon=persoon)
    return {persoon, *links.values_list("signaal", flat=True)}


def _mark(row: Zaak, *, now: datetime) -> None:
    """Write on the zaak what lists must show of its checks."""
    stand = list_beperkingen([(row.gemeente_id, row.id)], on=timezone.localdate(now)).get(row.id)
    flags = (
        stand is not None and any(p.elk_contact for p in (stand.adres, *stand.personen.values())),
        stand is not None and (stand.niet_alleen or HUISBEZOEK in stand.adres.verboden),
        stand is not None and stand.geheim,
    )
    marks = [mark for mark, holds in zip(MARKERINGEN, flags, strict=True) if holds]
    row.markeringen = [*(m for m in row.markeringen if m not in MARKERINGEN), *marks]
    row.save(update_fields=["markeringen"])


def _log(handeling: str, controle: Controle, row: Zaak, *, door: Actor, now: datetime) -> None:
    log_zaak(
        handeling,
        row,
        door=door,
        now=now,
        controle=str(controle.id),
        soort=controle.soort,
        persoon=str(controle.persoon) if controle.persoon else "",
    )
