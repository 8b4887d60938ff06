"""Signalen that rest because their resident asked for it: kept, and not used (AVG art. 18)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from meldpunt.aanlevering.models import Verwerkingsbeperking
from meldpunt.matching.models import Zaaksignaal
from meldpunt.toegang.weigering import Weigering


def list_beperkt(signalen: Collection[UUID], *, gemeente: str) -> set[UUID]:
    """Return which of these signalen rest now."""
    rows = Verwerkingsbeperking.objects.filter(gemeente=gemeente, signaal__in=signalen, geeindigd_op=None)
    return set(rows.values_list("signaal", flat=True))


def check_not_beperkt(signalen: Collection[UUID], *, gemeente: str) -> None:
    """Raise Weigering when one of these signalen rests."""
    if list_beperkt(signalen, gemeente=gemeente):
        raise Weigering(
            "Deze inwoner vroeg om de gegevens niet te gebruiken. Doe hier niets mee tot de privacyfunctionaris de "
            "beperking opheft. [beperkt]"
        )


def check_zaak_not_beperkt(*, zaak: UUID, gemeente: str, persoon: UUID | None = None) -> None:
    """Raise Weigering when a resident of a zaak (everybody's, without `persoon`) rests."""
    links = Zaaksignaal.objects.filter(gemeente=gemeente, zaak=zaak)
    if persoon is not None:
        links = links.filter(persoon__in=links.filter(signaal=persoon).values("persoon")) | links.filter(
            persoon=persoon
        )
    check_not_beperkt(list(links.values_list("signaal", flat=True)), gemeente=gemeente)
