"""Everything kept about one resident, table by table, driven by the declaration of personal data.

No table is named here but for two that need a word of their own. What hangs on an address or zaak that others share
is left out where it could tell something about them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.matching.models import Zaaksignaal
from meldpunt.rules.persoonsgegevens import BEWAARREGELS, DOELEN, TABELLEN, Gegeven, Tabel

# What says something about everybody in a zaak or house: sums, texts, and why a house is on a list.
GEDEELD_WEG: Final = frozenset({"schuld", "vrije_tekst", "naam", "adres", "contact", "kenmerk"})
MEEST: Final = 5000


@dataclass(frozen=True, slots=True)
class Sleutels:
    """How the rows of one resident are found: signalen, zaken with the person in each, and addresses.

    `gedeeld` are the zaken that others are in too, `adres_gedeeld` whether others live, or lived, there.
    """

    gemeente: str
    signalen: tuple[UUID, ...]
    zaken: tuple[UUID, ...] = ()
    personen: frozenset[tuple[UUID, UUID]] = frozenset()
    gedeeld: frozenset[UUID] = frozenset()
    adressen: tuple[tuple[str, int, str], ...] = ()
    adres_gedeeld: bool = False


@dataclass(frozen=True, slots=True)
class Tabelinhoud:
    """The rows of one table about one resident: each with all its columns, and which of those are shown."""

    model: str
    rijen: tuple[Mapping[str, Any], ...]
    velden: Mapping[str, Gegeven]
    weggelaten: frozenset[str] = field(default_factory=frozenset)


def find_sleutels(*, gemeente: str, signalen: Sequence[UUID]) -> Sleutels:
    """Return by which keys the rows of a resident are found, from the signalen that are theirs."""
    own = list(
        Zaaksignaal.objects.filter(gemeente=gemeente, signaal__in=signalen).values_list("zaak", "persoon")
    )
    zaken = sorted({zaak for zaak, _ in own})
    persons = set(own)
    members: set[tuple[UUID, UUID]] = set(own)
    shared = set()
    for zaak, persoon, signaal in Zaaksignaal.objects.filter(gemeente=gemeente, zaak__in=zaken).values_list(
        "zaak", "persoon", "signaal"
    ):
        if (zaak, persoon) in persons:
            # A message keeps the signaal it was made for; two persons may have become one since.
            members.add((zaak, signaal))
        else:
            shared.add(zaak)
    addresses = set(
        SignaalPersoon.objects.filter(gemeente=gemeente, id__in=signalen).values_list(
            "postcode", "huisnummer", "suffix"
        )
    )
    own_signalen = {signaal for _, signaal in members} | set(signalen)
    return Sleutels(
        gemeente,
        tuple(signalen),
        tuple(zaken),
        frozenset(members),
        frozenset(shared),
        tuple(sorted(addresses)),
        _is_shared(gemeente, addresses, own_signalen),
    )


def _is_shared(gemeente: str, addresses: Collection[tuple[str, int, str]], own: Collection[UUID]) -> bool:
    others = Q(pk__in=[])
    for postcode, huisnummer, suffix in addresses:
        others |= Q(postcode=postcode, huisnummer=huisnummer, suffix=suffix)
    return SignaalPersoon.objects.filter(others, gemeente=gemeente).exclude(id__in=own).exists()


def collect(sleutels: Sleutels) -> list[Tabelinhoud]:
    """Return the rows of every table that hang on a resident, in the order of the declaration; one query a table."""
    return [
        _collect_one(naam, tabel, sleutels)
        for naam, tabel in TABELLEN.items()
        if tabel.koppeling is not None and _fields_of(tabel)
    ]


def _fields_of(tabel: Tabel) -> dict[str, Gegeven]:
    """Return the columns that say something about a resident; who did it is told by role, from the log."""
    return {kolom: gegeven for kolom, gegeven in tabel.gegevens.items() if gegeven.van == "inwoner"}


def _collect_one(naam: str, tabel: Tabel, sleutels: Sleutels) -> Tabelinhoud:
    model = apps.get_model("meldpunt", naam)
    assert tabel.koppeling is not None  # noqa: S101 - asked for by the caller
    find, shared = _WAYS[tabel.koppeling.langs]
    rows = find(model, tabel.koppeling.kolommen, sleutels)
    if naam in _EIGEN:
        rows = rows.filter(_EIGEN[naam](sleutels))
    fields = _fields_of(tabel)
    found = list(rows.order_by("pk").values(*(kolom for kolom in tabel.velden))[:MEEST])
    # An address by which a row was found is the resident's own, whoever else lives there.
    own = set(tabel.koppeling.kolommen) if tabel.koppeling.langs == "adres" else set()
    hidden = frozenset(
        kolom for kolom, gegeven in fields.items() if gegeven.soort in GEDEELD_WEG and kolom not in own
    )
    shown = tuple(
        {kolom: None if kolom in hidden else value for kolom, value in row.items()}
        if shared(row, tabel.koppeling.kolommen, sleutels)
        else row
        for row in found
    )
    left_out = any(one is not row for one, row in zip(shown, found, strict=True))
    return Tabelinhoud(naam, shown, fields, hidden if left_out else frozenset())


Rijen = QuerySet[Any]
Vinder = Callable[[type[Model], tuple[str, ...], Sleutels], Rijen]
Gedeeld = Callable[[Mapping[str, Any], tuple[str, ...], Sleutels], bool]


def _of_gemeente(model: type[Model], sleutels: Sleutels) -> Rijen:
    rows: Rijen = model._default_manager.all()
    if any(one.column == "gemeente" for one in model._meta.local_concrete_fields):
        rows = rows.filter(gemeente=sleutels.gemeente)
    return rows


def _by_signaal(model: type[Model], kolommen: tuple[str, ...], sleutels: Sleutels) -> Rijen:
    return _of_gemeente(model, sleutels).filter(**{f"{kolommen[0]}__in": sleutels.signalen})


def _by_zaak(model: type[Model], kolommen: tuple[str, ...], sleutels: Sleutels) -> Rijen:
    return _of_gemeente(model, sleutels).filter(**{f"{kolommen[0]}__in": sleutels.zaken})


def _by_zaak_persoon(model: type[Model], kolommen: tuple[str, ...], sleutels: Sleutels) -> Rijen:
    zaak, persoon = kolommen
    persons = [key for _, key in sleutels.personen]
    return _by_zaak(model, (zaak,), sleutels).filter(
        Q(**{f"{persoon}__in": persons}) | Q(**{f"{persoon}__isnull": True})
    )


def _by_adres(model: type[Model], kolommen: tuple[str, ...], sleutels: Sleutels) -> Rijen:
    here = Q(pk__in=[])
    for adres in sleutels.adressen:
        here |= Q(**dict(zip(kolommen, adres, strict=True)))
    return _of_gemeente(model, sleutels).filter(here)


def _by_opdracht(model: type[Model], kolommen: tuple[str, ...], sleutels: Sleutels) -> Rijen:
    lines = apps.get_model("meldpunt", "Stapelregel")._default_manager.filter(
        gemeente=sleutels.gemeente, zaak__in=sleutels.zaken
    )
    return model._default_manager.filter(**{f"{kolommen[0]}__in": lines.values("opdracht")})


def _by_verzending(model: type[Model], kolommen: tuple[str, ...], sleutels: Sleutels) -> Rijen:
    sent = apps.get_model("meldpunt", "Verzending")._default_manager.filter(
        gemeente=sleutels.gemeente, zaak__in=sleutels.zaken, persoon__in=[key for _, key in sleutels.personen]
    )
    return _of_gemeente(model, sleutels).filter(**{f"{kolommen[0]}__in": sent.values("id")})


def _never(_row: Mapping[str, Any], _kolommen: tuple[str, ...], _sleutels: Sleutels) -> bool:
    return False


def _zaak_is_shared(row: Mapping[str, Any], kolommen: tuple[str, ...], sleutels: Sleutels) -> bool:
    return row[kolommen[0]] in sleutels.gedeeld


def _is_about_all(row: Mapping[str, Any], kolommen: tuple[str, ...], sleutels: Sleutels) -> bool:
    return row[kolommen[1]] is None and row[kolommen[0]] in sleutels.gedeeld


def _adres_is_shared(_row: Mapping[str, Any], _kolommen: tuple[str, ...], sleutels: Sleutels) -> bool:
    return sleutels.adres_gedeeld


def _has_shared(_row: Mapping[str, Any], _kolommen: tuple[str, ...], sleutels: Sleutels) -> bool:
    return bool(sleutels.gedeeld)


# How rows hang on a resident -> how they are found, and when they may be about others as well.
_WAYS: Final[Mapping[str, tuple[Vinder, Gedeeld]]] = {
    "signaal": (_by_signaal, _never),
    "zaak": (_by_zaak, _zaak_is_shared),
    "zaak_persoon": (_by_zaak_persoon, _is_about_all),
    "verzending": (_by_verzending, _never),
    "adres": (_by_adres, _adres_is_shared),
    "opdracht": (_by_opdracht, _has_shared),
}
# A question whether two are one person is about those two, whoever else is in the zaak; a house is on a list for
# who lives there, and that may be somebody else.
_EIGEN: Final[Mapping[str, Callable[[Sleutels], Q]]] = {
    "Persoonsvraag": lambda s: Q(signaal_a__in=s.signalen) | Q(signaal_b__in=s.signalen),
    "BekendAdres": lambda s: Q(pk__in=[]) if s.adres_gedeeld else Q(),
}


def describe_gegeven(gegeven: Gegeven) -> dict[str, str]:
    """Say for what a column is kept, on which article, and how long."""
    doel, regel = DOELEN[gegeven.doel], BEWAARREGELS[gegeven.bewaring]
    return {"doel": doel.zin, "grondslag": doel.grondslag, "bewaren": regel.zin, "termijn": regel.termijn}
