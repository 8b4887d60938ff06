"""What goes along when a resident who accepted help moves on to debt help: one resident, no notes, as JSON.

The form is `hulpdossier.schema.json` beside this file; another system reads it without asking us. Nothing of a
housemate is in it, and nothing that the next helper does not need: the law lets pass on what the help asks for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from meldpunt.aanlevering.bsn import open_bsn
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.audit.actions import record
from meldpunt.matching.beperkt import check_zaak_not_beperkt
from meldpunt.matching.queries import Persoonbeeld, Signaalbeeld, Zaakbeeld, get_zaak, list_personen
from meldpunt.opvolging.models import Contactpoging
from meldpunt.opvolging.trajectbeeld import Stapbeeld, is_about, list_trajectstappen
from meldpunt.rules.traject import name_stap
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GEMEENTEROLLEN, GeenToegang
from meldpunt.toegang.weigering import Weigering

VERSIE: Final = "1.0"
DOEL: Final = "Overdracht aan schuldhulp, met instemming (Wgs art. 3 en 4)"
AANVAARD: Final = "aanbod_aanvaard"


@cache
def read_schema() -> dict[str, Any]:
    """Return the JSON Schema of a dossier."""
    text = files("meldpunt.opvolging").joinpath("hulpdossier.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@transaction.atomic
def make_hulpdossier(  # noqa: PLR0913 - whose dossier it is, its mark, and who makes it
    *,
    zaak: UUID,
    gemeente: str,
    persoon: UUID,
    kenmerk: str,
    vernietigen_voor: date,
    door: Actor,
    now: datetime,
) -> dict[str, Any]:
    """Return the dossier of one resident, with a line in the log.

    Raises GeenToegang, and Weigering when the resident did not accept the offer, is not in the zaak, or let the data
    rest (AVG art. 18).
    """
    if door.rol not in GEMEENTEROLLEN:
        raise GeenToegang(
            "Alleen de gemeente kan een dossier overdragen. Vraag uw opdrachtgever. [geen_toegang]"
        )
    beeld = get_zaak(zaak=zaak, gemeente=gemeente, door=door)
    inwoner = _find_inwoner(beeld, persoon, door=door)
    check_zaak_not_beperkt(zaak=zaak, gemeente=gemeente, persoon=inwoner.id)
    stappen = _list_stappen(beeld, inwoner)
    record(
        "hulpdossier_uitgegeven",
        objectsoort="zaak",
        object=zaak,
        gemeente=gemeente,
        door=door,
        now=now,
        doel=DOEL,
        waarden={"persoon": str(inwoner.id), "kenmerk": kenmerk},
    )
    return {
        "soort": "meldpunt-hulpdossier",
        "versie": VERSIE,
        "kenmerk": kenmerk,
        "gemaaktOp": now.isoformat(),
        "vernietigenVoor": vernietigen_voor.isoformat(),
        "doel": DOEL,
        "gemeente": {"code": beeld.gemeente, "naam": beeld.gemeentenaam},
        "inwoner": _write_inwoner(beeld, inwoner),
        "vorderingen": [_write_vordering(one) for one in inwoner.signalen if one.telt],
        "contact": _list_contact(beeld, inwoner),
        "stappen": [_write_stap(stap) for stap in stappen],
    }


def _find_inwoner(zaak: Zaakbeeld, persoon: UUID, *, door: Actor) -> Persoonbeeld:
    """Return the resident. Raises Weigering for one who is not in the zaak, or not any more."""
    for one in list_personen(zaak=zaak.id, gemeente=zaak.gemeente, door=door):
        if is_about(one, persoon) and not one.vernietigd:
            return one
    raise Weigering("Deze inwoner hoort niet (meer) bij de zaak. Ververs de pagina. [persoon_onbekend]")


def _list_stappen(zaak: Zaakbeeld, inwoner: Persoonbeeld) -> list[Stapbeeld]:
    """Return the steps that stand. Raises Weigering when accepting the offer is not among them."""
    own = [
        stap
        for stap in list_trajectstappen(zaak)
        if is_about(inwoner, stap.persoon) and stap.vervallen_op is None
    ]
    if AANVAARD not in {stap.soort for stap in own}:
        raise Weigering(
            "De inwoner heeft het aanbod nog niet aanvaard. Leg dat eerst vast bij Gesprek en uitkomst. "
            "[hulpdossier_niet_aanvaard]"
        )
    return own


def _write_inwoner(zaak: Zaakbeeld, inwoner: Persoonbeeld) -> dict[str, Any]:
    keys = [one.id for one in inwoner.signalen]
    rows: Sequence[SignaalPersoon] = list(
        SignaalPersoon.objects.filter(gemeente=zaak.gemeente, id__in=keys).order_by("id")
    )
    numbered = next((row.bsn_verzegeld for row in rows if row.bsn_verzegeld), "")
    told = {
        "bsn": open_bsn(numbered) if numbered else "",
        "naam": inwoner.naam,
        "geboortedatum": inwoner.geboortedatum.isoformat() if inwoner.geboortedatum else "",
        "telefoon": inwoner.telefoon,
        "email": inwoner.email,
    }
    adres = {
        "straat": zaak.straat,
        "huisnummer": zaak.huisnummer,
        "toevoeging": zaak.suffix,
        "postcode": zaak.postcode,
        "woonplaats": zaak.woonplaats,
    }
    # What is not known is not there: an empty text could be taken for an answer.
    return {
        **{name: value for name, value in told.items() if value},
        "adres": {name: value for name, value in adres.items() if value not in ("", None)},
    }


def _write_vordering(signaal: Signaalbeeld) -> dict[str, Any]:
    return {
        "schuldeiser": signaal.partner,
        "soort": signaal.type_vordering,
        "bedragCent": signaal.bedrag_cent,
        "achterstandSinds": signaal.achterstand_sinds.isoformat(),
        "gemeldOp": signaal.aanleverdatum.isoformat(),
    }


def _list_contact(zaak: Zaakbeeld, inwoner: Persoonbeeld) -> list[dict[str, Any]]:
    """Return the attempts for this resident; one for the address as a whole tells of housemates too, and stays."""
    rows = Contactpoging.objects.filter(gemeente=zaak.gemeente, zaak=zaak.id).order_by("datum", "id")
    return [
        {"datum": row.datum.isoformat(), "dagdeel": row.dagdeel, "soort": row.soort, "bereikt": row.bereikt}
        for row in rows
        if is_about(inwoner, row.persoon)
    ]


def _write_stap(stap: Stapbeeld) -> dict[str, Any]:
    told: dict[str, Any] = {
        "datum": stap.datum.isoformat(),
        "soort": stap.soort,
        "omschrijving": name_stap(stap.soort, stap.aard),
    }
    if stap.bedrag_cent and stap.aantal_termijnen and stap.eerste_termijn:
        told["regeling"] = {
            "bedragCent": stap.bedrag_cent,
            "aantalTermijnen": stap.aantal_termijnen,
            "eersteTermijn": stap.eerste_termijn.isoformat(),
        }
    return told
