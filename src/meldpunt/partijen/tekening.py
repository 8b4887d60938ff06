"""Whether the disclosure table of a municipality is signed as it reads now, and signing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.partijen.models import Gemeente, GemeenteDeelname, Openbaarmakingstekening
from meldpunt.partijen.queries import holds_on
from meldpunt.partijen.register import get_openbaarmaking
from meldpunt.rules.openbaarmaking import Openbaarmakingstabel, fingerprint_of
from meldpunt.rules.proefinwoners import PROEFGEMEENTE
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import check_sign_openbaarmaking
from meldpunt.toegang.weigering import Weigering

GETEKEND, VERANDERD, ONGETEKEND = "getekend", "veranderd", "ongetekend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tekenstand:
    """How the table that holds for one covenant in one municipality stands: signed, changed since, or never signed."""

    gemeente: str
    gemeentenaam: str
    convenant: str
    tabelversie: date
    vingerafdruk: str
    stand: str
    getekend_op: datetime | None = None
    getekend_door: str = ""

    @property
    def waarschuwing(self) -> str:
        """Say for whom it is not signed and that feedback goes on; empty when it is signed."""
        if self.stand == GETEKEND:
            return ""
        return (
            f"{self.gemeentenaam}: partners krijgen gewoon bericht volgens deze tabel. "
            "De privacyfunctionaris van de gemeente moet haar nog bekijken en tekenen."
        )


def list_tekenstanden(
    *, on: date, gemeenten: Sequence[str] | None = None, convenant: str = ""
) -> list[Tekenstand]:
    """Return the stand per municipality and covenant in which it takes part on a day; fixed number of queries."""
    deelnames = GemeenteDeelname.objects.filter(holds_on(on)).exclude(gemeente=PROEFGEMEENTE)
    deelnames = deelnames.select_related("gemeente")
    if gemeenten is not None:
        deelnames = deelnames.filter(gemeente__in=gemeenten)
    if convenant:
        deelnames = deelnames.filter(convenant=convenant)
    rows = list(deelnames.order_by("convenant", "gemeente__naam", "gemeente_id"))
    signed = list(
        Openbaarmakingstekening.objects.filter(gemeente__in={row.gemeente_id for row in rows}).order_by("id")
    )
    names = dict(
        Gebruiker.objects.filter(id__in={one.getekend_door for one in signed}).values_list("id", "naam")
    )
    tabellen = {row.convenant: get_openbaarmaking().table_on(on, convenant=row.convenant) for row in rows}
    return [
        _stand(row.gemeente, row.convenant, tabellen[row.convenant], signed, names)
        for row in {(row.gemeente_id, row.convenant): row for row in rows}.values()
    ]


def _stand(
    gemeente: Gemeente,
    convenant: str,
    tabel: Openbaarmakingstabel,
    signed: Sequence[Openbaarmakingstekening],
    names: Mapping[UUID, str],
) -> Tekenstand:
    mark = fingerprint_of(tabel)
    own = [one for one in signed if (one.gemeente_id, one.convenant) == (gemeente.code, convenant)]
    same = next((one for one in own if one.vingerafdruk == mark and one.tabelversie == tabel.vanaf), None)
    last = same or (own[-1] if own else None)
    return Tekenstand(
        gemeente=gemeente.code,
        gemeentenaam=gemeente.naam,
        convenant=convenant,
        tabelversie=tabel.vanaf,
        vingerafdruk=mark,
        stand=GETEKEND if same else VERANDERD if own else ONGETEKEND,
        getekend_op=last.getekend_op if last else None,
        getekend_door=names.get(last.getekend_door, "") if last else "",
    )


@transaction.atomic
def sign_tabel(  # noqa: PLR0913 - what is signed as it was shown, for whom, and by whom
    *, gemeente: str, convenant: str, vingerafdruk: str, door: Actor, now: datetime, on: date
) -> bool:
    """Sign the table that holds on a day as it was shown; False when this very table was signed before.

    Raises Weigering when it reads otherwise than what was shown.
    """
    signer = check_sign_openbaarmaking(door, gemeente=gemeente)
    tabel = get_openbaarmaking().table_on(on, convenant=convenant)
    if fingerprint_of(tabel) != vingerafdruk:
        raise Weigering(
            "De tabel is veranderd sinds u haar bekeek. Bekijk haar opnieuw en teken daarna. [tabel_veranderd]"
        )
    if not GemeenteDeelname.objects.filter(holds_on(on), gemeente=gemeente, convenant=convenant).exists():
        raise Weigering("Deze gemeente neemt niet deel aan dit convenant. [gemeente_neemt_niet_deel]")
    _, made = Openbaarmakingstekening.objects.get_or_create(
        gemeente_id=gemeente,
        convenant=convenant,
        tabelversie=tabel.vanaf,
        vingerafdruk=vingerafdruk,
        defaults={"getekend_op": now, "getekend_door": signer},
    )
    if made:
        record(
            "openbaarmaking_getekend",
            objectsoort="openbaarmaking",
            object=f"{convenant} {tabel.vanaf:%Y-%m-%d}",
            gemeente=gemeente,
            door=door,
            now=now,
            doel="vaststellen wat partners mogen weten",
            waarden={"vingerafdruk": vingerafdruk},
        )
    return made
