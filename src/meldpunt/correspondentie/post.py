"""What every message about one zaak is made from: its persons with their own signalen, sender and local offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from meldpunt.correspondentie.samenvoegen import Omgeving, Ontvanger, make_ontvanger
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld, get_zaak, list_personen
from meldpunt.opvolging.controlebeeld import Zaakbeperking, list_beperkingen
from meldpunt.partijen.afzenders import find_afzender
from meldpunt.partijen.queries import find_werkprotocol
from meldpunt.rules.controles import refuse_contact
from meldpunt.rules.verzenden import CONTACTSOORT
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering


@dataclass(frozen=True, slots=True)
class Zaakpost:
    """One zaak, locked, about which may be written now."""

    row: Zaak
    beeld: Zaakbeeld
    personen: tuple[Persoonbeeld, ...]
    afgemeld: frozenset[UUID]
    beperking: Zaakbeperking | None
    omgeving: Omgeving

    def get_ontvanger(self, persoon: UUID, *, kanaal: str) -> Ontvanger:
        """Return one person as recipient. Raises Weigering when nothing may or can be written."""
        found = next((p for p in self.personen if p.id == persoon), None)
        if found is None:
            raise Weigering(
                "Deze persoon hoort niet (meer) bij de zaak. Ververs de pagina en kies opnieuw. "
                "[personen_veranderd]"
            )
        if found.vernietigd:
            raise Weigering(
                "De persoonsgegevens zijn vernietigd. Er kan geen bericht meer uit. [persoon_vernietigd]"
            )
        self._check_controles(persoon, kanaal)
        ontvanger = make_ontvanger(self.beeld, found, afgemeld=self.afgemeld)
        if not ontvanger.vorderingen:
            raise Weigering(
                "Van deze persoon staat geen signaal meer open. Schrijf daarover niet. [geen_signaal_open]"
            )
        return ontvanger

    def _check_controles(self, persoon: UUID, kanaal: str) -> None:
        """Raise Weigering when a check forbids this way of contact: deceased, moved away, address unknown."""
        if self.beperking is None:
            return
        if reason := refuse_contact(self.beperking.of(persoon), CONTACTSOORT[kanaal], niet_alleen=True):
            raise Weigering(reason)

    def list_ontvangers(self, *, kanaal: str) -> list[Ontvanger]:
        """Return everybody who can be written to. Raises Weigering when that is nobody."""
        found, refusals = [], []
        for persoon in self.personen:
            try:
                found.append(self.get_ontvanger(persoon.id, kanaal=kanaal))
            except Weigering as refusal:
                refusals.append(refusal)
        if not found:
            raise refusals[0] if refusals else Weigering("Deze zaak heeft geen personen. [geen_personen]")
        return found


def get_zaakpost(*, zaak: UUID, gemeente: str, door: Actor, now: datetime) -> Zaakpost:
    """Lock a zaak and return what its messages are made from. Raises Weigering when nothing may go out."""
    row = Zaak.objects.select_for_update(of=("self",)).get(id=zaak, gemeente=gemeente)
    beeld = get_zaak(zaak=zaak, gemeente=gemeente, door=door)
    if row.status != "in_behandeling":
        raise Weigering("Pak de zaak eerst op; dan kunt u een bericht maken. [zaak_status]")
    if row.vragen_open:
        raise Weigering(
            "Beslis eerst wie op dit adres dezelfde persoon is; anders leest de een over de ander. "
            "[persoon_onbeslist]"
        )
    afzender = find_afzender(gemeente)
    if afzender is None:
        raise Weigering(
            "De afzender van de gemeente is nog niet ingevuld. Vraag de coördinator om dat te doen bij Sjablonen. "
            "[afzender_ontbreekt]"
        )
    day = timezone.localdate(now)
    protocol = find_werkprotocol(row.convenant, gemeente, on=day)
    gone = Zaaksignaal.objects.filter(gemeente=gemeente, zaak=row, afgemeld_op__isnull=False)
    return Zaakpost(
        row=row,
        beeld=beeld,
        personen=tuple(list_personen(zaak=zaak, gemeente=gemeente, door=door)),
        beperking=list_beperkingen([(gemeente, zaak)], on=day).get(zaak),
        afgemeld=frozenset(gone.values_list("signaal", flat=True)),
        omgeving=Omgeving(
            gemeente=beeld.gemeentenaam,
            afzender=afzender,
            lokaal_aanbod=protocol.lokaal_aanbod if protocol else "",
            dag=day,
        ),
    )
