"""The worksheet of a breach: what was in the deliveries that went wrong, for whom, and who looked meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count

from meldpunt.aanlevering.models import Aanlevering, Signaal
from meldpunt.matching.models import Intrekkingsgevolg, Zaaksignaal
from meldpunt.partijen.models import Gemeente, Signaalpartner
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.datalekken import Geraakt, soorten_of
from meldpunt.rules.proefinwoners import PROEFGEMEENTE

# Acts that are no looking, but show that somebody had the zaak before them.
KEKEN = """
SELECT l.gebruiker, l.gemeente, count(*), min(l.tijd), max(l.tijd)
FROM meldpunt_logregel l
WHERE l.objectsoort = 'zaak' AND l.object = ANY(%(zaken)s) AND l.gebruiker IS NOT NULL AND l.tijd >= %(sinds)s
GROUP BY l.gebruiker, l.gemeente ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Werkblad:
    """What the deliveries held: counts per municipality, kinds of data, and the rest as plain values for JSON."""

    per_gemeente: dict[str, int]
    soorten: tuple[str, ...]
    convenanten: tuple[str, ...]
    partners: tuple[UUID, ...]
    waarden: dict[str, Any]


def fill_werkblad(aanleveringen: Sequence[UUID]) -> Werkblad:
    """Count what these deliveries held, by their facts: no name leaves the tables of residents."""
    rows = list(
        Aanlevering.objects.filter(id__in=aanleveringen)
        .select_related("partner")
        .order_by("ontvangen_op", "id")
    )
    counts = dict(
        Signaal.objects.filter(aanlevering__in=rows)
        .values_list("gemeente")
        .annotate(aantal=Count("id"))
        .order_by("gemeente")
    )
    velden = {veld for row in rows for veld in _velden_of(row)}
    waarden = {
        "aanleveringen": [
            {
                "id": str(row.id),
                "bestandsnaam": row.bestandsnaam,
                "partner": row.partner.naam,
                "convenant": row.convenant,
                "ontvangen_op": row.ontvangen_op.isoformat(),
                "ingetrokken_op": row.ingetrokken_op.isoformat() if row.ingetrokken_op else None,
                "intrekreden": row.intrekreden,
                "regels": row.aantal_regels,
                "geaccepteerd": row.aantal_geaccepteerd,
            }
            for row in rows
        ],
        "velden": sorted(velden),
        "keken": _list_keken(rows),
    }
    return Werkblad(
        per_gemeente=counts,
        soorten=soorten_of(velden),
        convenanten=tuple(sorted({row.convenant for row in rows})),
        partners=tuple(sorted({row.partner_id for row in rows}, key=str)),
        waarden=waarden,
    )


def _velden_of(row: Aanlevering) -> set[str]:
    """Name the fields that were in the file: its own columns as mapped, without those removed on receipt."""
    known = get_convenant(row.convenant).version_on(row.datum).velden
    kaart = row.kolomkaart or {}
    named = {str(kaart.get(kolom, kolom)) for kolom in row.kop}
    return {veld for veld in named if veld in known} | set(row.verwijderde_velden)


def _list_keken(rows: Sequence[Aanlevering]) -> list[dict[str, Any]]:
    if not rows:
        return []
    held = Zaaksignaal.objects.filter(signaal__in=Signaal.objects.filter(aanlevering__in=rows).values("id"))
    keys = {str(key) for key in held.values_list("zaak_id", flat=True)}
    # What a recall took out of its zaak is no longer held there; the notice of it names those zaken.
    for gevolg in Intrekkingsgevolg.objects.filter(aanlevering__in=rows):
        touched = (*gevolg.zaken_vervallen, *gevolg.zaken_aangepast, *gevolg.zaken_gesloten)
        keys |= {str(key) for key in touched}
    with connection.cursor() as cursor:
        cursor.execute(KEKEN, {"zaken": sorted(keys), "sinds": rows[0].ontvangen_op})
        found = cursor.fetchall()
    return [
        {
            "gebruiker": str(gebruiker),
            "gemeente": gemeente,
            "keren": keren,
            "eerst": eerst.isoformat(),
            "laatst": laatst.isoformat(),
        }
        for gebruiker, gemeente, keren, eerst, laatst in found
    ]


def list_geraakt(*, convenanten: Sequence[str], partners: Sequence[UUID], on: Any) -> tuple[Geraakt, ...]:
    """Give each covenant that was touched with its agreement about breaches and the partners concerned."""
    rows = Signaalpartner.objects.filter(id__in=partners).order_by("naam", "id")
    named = tuple((row.sleutel, row.naam, row.type) for row in rows)
    found = []
    for sleutel in sorted(convenanten):
        versie = get_convenant(sleutel).version_on(on)
        inbreuk = versie.inbreuk
        found.append(
            Geraakt(
                convenant=sleutel,
                titel=versie.titel,
                binnen_uren=inbreuk.binnen_uren if inbreuk else None,
                artikel=inbreuk.artikel if inbreuk else "",
                partners=tuple((key, naam) for key, naam, soort in named if versie.has_partnertype(soort)),
                heeft_afspraak=inbreuk is not None,
            )
        )
    return tuple(found)


def list_gemeentenamen(codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Give code and name of these municipalities, by name."""
    rows = Gemeente.objects.filter(code__in=codes).order_by("naam", "code")
    return tuple(rows.values_list("code", "naam"))


def list_codes() -> tuple[str, ...]:
    """Give the code of every municipality."""
    rows = Gemeente.objects.exclude(code=PROEFGEMEENTE)
    return tuple(rows.order_by("code").values_list("code", flat=True))
