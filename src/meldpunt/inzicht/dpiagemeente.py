"""What is particular to a municipality in its DPIA: covenants, partners and who works for it."""

from __future__ import annotations

from datetime import date

from meldpunt.inzicht.dpia import Gemeentedeel
from meldpunt.partijen.models import Gemeente, GemeenteDeelname, PartnerDeelname
from meldpunt.partijen.overeenkomsten import list_overeenkomsten
from meldpunt.partijen.queries import holds_on
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang, check_publish_algoritme


def get_gemeentedeel(gemeente: str, *, door: Actor, on: date) -> Gemeentedeel:
    """Return what is particular to a municipality. Raises GeenToegang for one that is not the actor's."""
    check_publish_algoritme(door)
    if door.rol == "privacy" and gemeente not in door.gemeenten:
        raise GeenToegang("Deze gemeente is niet de uwe. [geen_toegang]")
    row = Gemeente.objects.get(code=gemeente)
    joined = GemeenteDeelname.objects.filter(holds_on(on), gemeente=row).values_list("convenant", flat=True)
    partners = PartnerDeelname.objects.filter(holds_on(on), gemeente=row).order_by("partner__naam", "id")
    running = [
        one
        for one in list_overeenkomsten(door=door, on=on)
        if one.gemeente == gemeente and one.stand in {"loopt", "loopt_af"}
    ]
    return Gemeentedeel(
        naam=row.naam,
        convenanten=frozenset(joined),
        partners=tuple(dict.fromkeys(partners.values_list("partner__naam", flat=True))),
        verwerkers=tuple(f"{one.partijnaam} ({one.kenmerk})" for one in running),
    )
