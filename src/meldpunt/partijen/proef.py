"""The world in which other software is tried: its municipality, and the twin of each partner that delivers there.

The same tables and the same steps as for anybody else, so that what works here works there. What keeps the two apart
is row security, which it shares with every other municipality and partner, and that a twin takes part in nothing but
the one municipality that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.partijen.models import Gemeente, GemeenteDeelname, PartnerDeelname, Signaalpartner, Werkprotocol
from meldpunt.partijen.queries import holds_on
from meldpunt.partijen.register import list_convenanten
from meldpunt.rules.proefinwoners import PROEFGEMEENTE, PROEFNAAM, PROEFPOSTCODES
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Partijsoort
from meldpunt.toegang.policies import check_manage
from meldpunt.toegang.toepassingen.models import Toepassing

VOORVOEGSEL: Final = "proef-"


def find_proefpartner(partner: Signaalpartner) -> Signaalpartner | None:
    """Return the twin of a partner; of a twin that is the twin itself. None until it was made."""
    if partner.proef:
        return partner
    return Signaalpartner.objects.filter(sleutel=_key_of(partner.sleutel), proef=True).first()


def name_proefpartij(partijsoort: str, partij: str) -> tuple[str, str]:
    """Return as whom a program of this party tries things: its twin, or the municipality that does not exist."""
    if partijsoort == Partijsoort.PARTNER:
        return partijsoort, _key_of(partij)
    return Partijsoort.GEMEENTE, PROEFGEMEENTE


def is_proefpartner(partner: UUID) -> bool:
    """Say whether this is a twin: what it delivers is about nobody."""
    return Signaalpartner.objects.filter(id=partner, proef=True).exists()


def is_proefwereld_asked() -> bool:
    """Say whether a program waits for the twin of its partner, or for the municipality that does not exist."""
    programs = set(
        Toepassing.objects.filter(proef=True, beeindigd_op=None).values_list("partijsoort", "partij")
    )
    if not programs:
        return False
    twins = {_key_of(partij) for soort, partij in programs if soort == Partijsoort.PARTNER}
    known = Signaalpartner.objects.filter(sleutel__in=twins, proef=True).count()
    return known < len(twins) or not Gemeente.objects.filter(code=PROEFGEMEENTE).exists()


@transaction.atomic
def open_proefwereld(*, door: Actor, now: datetime) -> int:
    """Let every partner have a twin that takes part where it does; return how many rows that took.

    Done again it does only what is missing: a partner that joined since, a covenant that came.
    """
    check_manage(door)
    day = timezone.localdate(now)
    Gemeente.objects.get_or_create(code=PROEFGEMEENTE, defaults={"naam": PROEFNAAM})
    made = _join_gemeente(on=day, now=now) + _make_twins() + _join_twins(on=day)
    if made:
        record(
            "proefomgeving_bijgewerkt",
            objectsoort="gemeente",
            object=PROEFGEMEENTE,
            gemeente=PROEFGEMEENTE,
            door=door,
            now=now,
            waarden={"rijen": made},
        )
    return made


def _join_gemeente(*, on: date, now: datetime) -> int:
    here = GemeenteDeelname.objects.filter(gemeente=PROEFGEMEENTE).values_list("convenant", flat=True)
    begins = {sleutel: one.begin for sleutel, one in list_convenanten().items() if one.begin <= on}
    missing = sorted(begins.keys() - set(here))
    GemeenteDeelname.objects.bulk_create(
        GemeenteDeelname(
            convenant=sleutel,
            gemeente_id=PROEFGEMEENTE,
            vanaf=begins[sleutel],
            besluit_op=begins[sleutel],
            middelen_op=begins[sleutel],
        )
        for sleutel in missing
    )
    Werkprotocol.objects.bulk_create(
        Werkprotocol(
            convenant=sleutel,
            gemeente_id=PROEFGEMEENTE,
            vanaf=begins[sleutel],
            postcodes=list(PROEFPOSTCODES),
            vastgesteld_op=now,
        )
        for sleutel in missing
    )
    return len(missing)


def _make_twins() -> int:
    known = set(Signaalpartner.objects.filter(proef=True).values_list("sleutel", flat=True))
    without = [row for row in Signaalpartner.objects.filter(proef=False) if _key_of(row.sleutel) not in known]
    Signaalpartner.objects.bulk_create(
        Signaalpartner(
            sleutel=_key_of(row.sleutel), naam=f"{row.naam} (proef)"[:120], type=row.type, proef=True
        )
        for row in without
    )
    return len(without)


def _join_twins(*, on: date) -> int:
    """Let each twin take part in the covenants of its partner; a partner that left is left alone."""
    twins = {row.sleutel: row for row in Signaalpartner.objects.filter(proef=True)}
    here = PartnerDeelname.objects.filter(partner__proef=True, tot=None)
    joined = set(here.values_list("partner_id", "convenant"))
    real = PartnerDeelname.objects.filter(holds_on(on), partner__proef=False)
    wanted: Iterable[tuple[str, str]] = real.values_list("partner__sleutel", "convenant").distinct()
    begins = {sleutel: one.begin for sleutel, one in list_convenanten().items()}
    missing = sorted(
        (twin.id, convenant)
        for sleutel, convenant in wanted
        if (twin := twins.get(_key_of(sleutel))) is not None and (twin.id, convenant) not in joined
    )
    PartnerDeelname.objects.bulk_create(
        PartnerDeelname(
            convenant=convenant,
            partner_id=partner,
            gemeente_id=PROEFGEMEENTE,
            vanaf=begins[convenant],
            reden_zonder_grondslag="Proefomgeving: over niemand.",
        )
        for partner, convenant in missing
    )
    return len(missing)


def _key_of(sleutel: str) -> str:
    return f"{VOORVOEGSEL}{sleutel}"[:60]
