"""A small world in which every table holds rows of everybody, so that each row can be asked for by all others.

Two municipalities, two partners, a shared service, two outside teams (one without a running agreement), and in
every table about residents a row for each zaak. A table of a new model is filled by itself; where its rules need
more than that, it gets a line in `_given`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from tests.factories import (
    BEGIN,
    NU,
    make_gebruiker,
    make_gemeente,
    make_gemeentedeelname,
    make_partner,
    make_partnerdeelname,
    make_uitvoerder,
    make_zaak,
)

from meldpunt.aanlevering.models import Aanlevering, Signaal, SignaalPersoon
from meldpunt.betrokkenen.models import Verzoek
from meldpunt.correspondentie.models import Sjabloon, Verzending, Verzendpartij
from meldpunt.correspondentie.voorbeelden import list_voorbeelden
from meldpunt.matching.models import Matchrun, Persoonsvraag, Zaak, Zaaksignaal
from meldpunt.opvolging.models import Rondebezoek
from meldpunt.partijen.register import get_convenant
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.rijbeveiliging import TABELLEN
from meldpunt.werkvoorraad.models import Stapelopdracht, Stapelregel

HAARLEM, ZANDVOORT = "0392", "0473"


@dataclass(frozen=True)
class Persoon:
    """One account with its actor, and the zaken and municipalities that are its own."""

    naam: str
    actor: Actor
    gebruiker: Gebruiker
    zaken: frozenset[UUID] = frozenset()
    gemeenten: frozenset[str] = frozenset()


@dataclass
class Wereld:
    """Who there is, and the rows by what they hang on."""

    personen: dict[str, Persoon] = field(default_factory=dict)
    zaken: dict[str, Zaak] = field(default_factory=dict)
    # signaal -> (partner, zaak)
    signalen: dict[UUID, tuple[UUID, UUID]] = field(default_factory=dict)
    # aanlevering -> partner
    leveringen: dict[UUID, UUID] = field(default_factory=dict)
    # aanlevering -> zaak
    aanlevering_van: dict[UUID, UUID] = field(default_factory=dict)
    # stapelopdracht -> account
    opdracht_van: dict[UUID, UUID] = field(default_factory=dict)
    # stapelopdracht -> municipalities of its zaken
    opdracht_in: dict[UUID, set[str]] = field(default_factory=dict)
    rijen: dict[str, list[models.Model]] = field(default_factory=dict)


def make_wereld() -> Wereld:
    """Make the world."""
    wereld = Wereld()
    for code, naam in ((HAARLEM, "Haarlem"), (ZANDVOORT, "Zandvoort")):
        make_gemeente(code=code, naam=naam)
        make_gemeentedeelname(gemeente=code)
    make_uitvoerder(sleutel="SDD", gemeenten=[ZANDVOORT])
    make_uitvoerder(sleutel="wijkteam", soort="wijkteam", gemeenten=[HAARLEM])
    make_uitvoerder(sleutel="verlopen", soort="extern", gemeenten=[HAARLEM], overeenkomst=False)
    partners = [make_partner(), make_partner(sleutel="eneco", naam="Eneco", type="Energie")]
    for partner in partners:
        for gemeente in (HAARLEM, ZANDVOORT):
            make_partnerdeelname(partner=partner, gemeente=gemeente)
    _make_zaken(wereld)
    for zaak in list(wereld.zaken.values()):
        for partner in partners:
            _make_signaal(wereld, zaak, partner.id)
    _make_personen(wereld, {partner.sleutel: partner.id for partner in partners})
    for model in _list_models():
        _fill_table(wereld, model)
    return wereld


def _make_zaken(wereld: Wereld) -> None:
    for naam, gemeente, postvak, team in (
        ("eigen", HAARLEM, HAARLEM, ""),
        ("wijkteam", HAARLEM, HAARLEM, "wijkteam"),
        ("verlopen", HAARLEM, HAARLEM, "verlopen"),
        ("dienst", ZANDVOORT, "SDD", ""),
        ("zandvoort", ZANDVOORT, ZANDVOORT, ""),
    ):
        zaak = make_zaak(gemeente=gemeente, postvak=postvak)
        Zaak.objects.filter(id=zaak.id).update(team=team, versie=get_convenant("landelijk").versies[-1].vanaf)
        zaak.refresh_from_db()
        wereld.zaken[naam] = zaak


def _make_signaal(wereld: Wereld, zaak: Zaak, partner: UUID) -> None:
    levering = _fill(
        Aanlevering, partner_id=partner, status="verwerkt", inhoud_sha256=str(new_id()), convenant="landelijk"
    )
    signaal = _fill(
        Signaal,
        gemeente_id=zaak.gemeente_id,
        aanlevering_id=levering.pk,
        partner_id=partner,
        convenant="landelijk",
        versie=zaak.versie,
    )
    _fill(
        SignaalPersoon,
        id=signaal.pk,
        gemeente_id=zaak.gemeente_id,
        postcode="2011AA",
        huisnummer=_number(zaak),
    )
    Zaaksignaal.objects.create(
        gemeente_id=zaak.gemeente_id, zaak=zaak, signaal_id=signaal.pk, run=new_id(), persoon=signaal.pk
    )
    Zaak.objects.filter(id=zaak.id).update(adressignaal=signaal.pk)
    wereld.signalen[signaal.pk] = (partner, zaak.id)
    wereld.leveringen[levering.pk] = partner
    wereld.aanlevering_van[levering.pk] = zaak.id


def _number(zaak: Zaak) -> int:
    return int(zaak.id.int % 10_000)


def _make_personen(wereld: Wereld, partners: dict[str, UUID]) -> None:
    zaken = wereld.zaken
    haarlem = {zaken[naam].id for naam in ("eigen", "wijkteam", "verlopen")}
    rows: tuple[tuple[str, str, str, str, tuple[str, ...], set[UUID]], ...] = (
        ("partner_pwn", "partner", "partner", "pwn", (), set()),
        ("partner_eneco", "partner", "partner", "eneco", (), set()),
        ("behandelaar", "behandelaar", "gemeente", HAARLEM, (HAARLEM,), haarlem),
        ("coordinator", "coordinator", "gemeente", HAARLEM, (HAARLEM,), haarlem),
        ("behandelaar_elders", "behandelaar", "gemeente", ZANDVOORT, (ZANDVOORT,), {zaken["zandvoort"].id}),
        (
            "coordinator_elders",
            "coordinator",
            "gemeente",
            ZANDVOORT,
            (ZANDVOORT,),
            {zaken["zandvoort"].id, zaken["dienst"].id},
        ),
        ("dienst", "behandelaar", "uitvoerder", "SDD", (ZANDVOORT,), {zaken["dienst"].id}),
        ("wijkteam", "uitvoerder", "uitvoerder", "wijkteam", (HAARLEM,), {zaken["wijkteam"].id}),
        ("team_zonder_overeenkomst", "uitvoerder", "uitvoerder", "verlopen", (HAARLEM,), set()),
        ("privacy", "privacy", "gemeente", HAARLEM, (HAARLEM,), haarlem),
        (
            "privacy_elders",
            "privacy",
            "gemeente",
            ZANDVOORT,
            (ZANDVOORT,),
            {zaken["zandvoort"].id, zaken["dienst"].id},
        ),
        ("beheer", "beheer", "meldpunt", "meldpunt", (), set()),
    )
    for naam, rol, soort, partij, gemeenten, own in rows:
        account = make_gebruiker(rol=rol, partijsoort=soort, partij=partij, email=f"{naam}@test.example")
        actor = Actor(account.id, naam, rol, soort, partij, "test", gemeenten, partners.get(partij))
        reach = frozenset(gemeenten if naam != "team_zonder_overeenkomst" else ())
        wereld.personen[naam] = Persoon(naam, actor, account, frozenset(own), reach)


def _list_models() -> Iterator[type[models.Model]]:
    done = {Zaak, Zaaksignaal, Signaal, SignaalPersoon, Aanlevering}
    # Parents first: a line hangs on its batch, its run, its order.
    first = [Matchrun, Sjabloon, Verzendpartij, Verzending, Stapelopdracht]
    rest = [model for model in apps.get_app_config("meldpunt").get_models() if model not in {*first, *done}]
    yield from (*first, *rest)


def _fill_table(wereld: Wereld, model: type[models.Model]) -> None:
    """Give a table a row for each zaak (about residents), or one for each account (about staff)."""
    names = {f.name for f in model._meta.concrete_fields}
    made = wereld.rijen.setdefault(model._meta.db_table, [])
    if model is not Sjabloon and not TABELLEN[model._meta.db_table].over_inwoners:
        return
    if model is Stapelregel or model is Rondebezoek:
        made += [_fill(model, **given) for given in _of_medewerkers(wereld, names)]
        if model is Stapelregel:
            for row in made:
                zaak = next(one for one in wereld.zaken.values() if one.id == row.zaak_id)  # type: ignore[attr-defined]
                wereld.opdracht_in.setdefault(row.opdracht_id, set()).add(str(zaak.gemeente_id))  # type: ignore[attr-defined]
    elif "gemeente" in names:
        for zaak in wereld.zaken.values():
            made += [_fill(model, **given) for given in _given(wereld, model, zaak, names)]
    else:
        made += [_fill(model, gebruiker=one.gebruiker, actor={}) for one in wereld.personen.values()]
        wereld.opdracht_van = {row.pk: row.gebruiker_id for row in made}  # type: ignore[attr-defined]


def _of_medewerkers(wereld: Wereld, names: set[str]) -> Iterator[dict[str, Any]]:
    """Give everybody who works on zaken a row of their own for each: only they see it, not a colleague."""
    opdrachten = {of: key for key, of in wereld.opdracht_van.items()}
    zaken = {zaak.id: zaak for zaak in wereld.zaken.values()}
    for persoon in wereld.personen.values():
        own = (
            {"opdracht_id": opdrachten[persoon.gebruiker.id]}
            if "opdracht" in names
            else {"gebruiker": persoon.gebruiker, "dag": BEGIN}
        )
        for zaak in persoon.zaken:
            yield own | {"gemeente_id": zaken[zaak].gemeente_id, "zaak_id": zaak}


def _given(
    wereld: Wereld, model: type[models.Model], zaak: Zaak, names: set[str]
) -> Iterator[dict[str, Any]]:
    """Say what a row of one zaak needs besides values of the right kind."""
    signalen = {key: partner for key, (partner, of) in wereld.signalen.items() if of == zaak.id}
    own = {"gemeente_id": zaak.gemeente_id, **_parents_of(wereld, model, zaak, names)}
    if "zaak" in names:
        own["zaak"] = zaak if model._meta.get_field("zaak").is_relation else zaak.id
    if "aanlevering" in names and "zaak" not in names:
        own["aanlevering_id"] = next(key for key, of in wereld.aanlevering_van.items() if of == zaak.id)
    if model is Persoonsvraag:
        own["signaal_a"], own["signaal_b"] = sorted(signalen)
    own |= EIGEN.get(model._meta.db_table, lambda _zaak: {})(zaak)
    if {"partner", "signaal"} <= names:
        yield from (own | {"signaal_id": key, "partner_id": partner} for key, partner in signalen.items())
    else:
        yield own | {
            naam: next(iter(signalen)) for naam in ("adressignaal", "persoon") if _is_key(model, naam)
        }


def _is_key(model: type[models.Model], naam: str) -> bool:
    """Say whether a model has a column of this name that holds the key of a signaal."""
    return any(
        veld.name == naam and isinstance(veld, models.UUIDField) for veld in model._meta.concrete_fields
    )


def _parents_of(wereld: Wereld, model: type[models.Model], zaak: Zaak, names: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for naam, parent in OUDERS.items():
        if naam in names and parent is not model and model._meta.get_field(naam).is_relation:
            found[naam] = _parent_of(wereld, parent, zaak)
    return found


def _parent_of(wereld: Wereld, parent: type[models.Model], zaak: Zaak) -> models.Model:
    """Return the row that was made for this zaak: one for each, in their order."""
    order = [one.id for one in wereld.zaken.values()]
    return wereld.rijen[parent._meta.db_table][order.index(zaak.id)]


# What has to be in the covenant files, in whatever table it stands.
BEKEND: dict[str, Any] = {"convenant": "landelijk", "trap": "zelfde_bsn"}
# Name of the column -> what it refers to.
OUDERS: dict[str, type[models.Model]] = {
    "run": Matchrun,
    "sjabloon": Sjabloon,
    "partij": Verzendpartij,
    "verzending": Verzending,
    "opdracht": Stapelopdracht,
}
VOORBEELD = next(one for one in list_voorbeelden() if one.kanaal == "brief" and one.taal == "nl")
# What the rules of a table ask of a row.
EIGEN: dict[str, Any] = {
    "meldpunt_matchrun": lambda zaak: {
        "versie": zaak.versie,
        "soort": "automatisch",
        "invoer": {"signalen": 1, "bedrag_cent": 100},
        "uitkomst": {"nieuwe_zaken": 1, "bijgewerkte_zaken": 0},
    },
    "meldpunt_verzendpartij": lambda zaak: {"postvak": zaak.postvak, "team": zaak.team, "kanaal": "brief"},
    "meldpunt_sjabloon": lambda zaak: {
        "sleutel": f"brief-{zaak.id.hex[-6:]}",
        "kanaal": VOORBEELD.kanaal,
        "onderwerp": VOORBEELD.onderwerp,
        "tekst": VOORBEELD.tekst,
        "versie": 1,
    },
    "meldpunt_verzending": lambda zaak: {"status": "klaar", "kanaal": "brief", "onderwerp": "Wij helpen u"},
    "meldpunt_mismatch": lambda zaak: {
        "partner_id": Signaal.objects.get(id=_signaal(zaak)).partner_id,
        "uitkomst": "niemand",
        "voorstel": "onbekend",
        **dict.fromkeys(("kandidaten_verzegeld", "besluit", "oorzaak", "keuze_verzegeld"), ""),
    },
    "meldpunt_brpbevraging": lambda zaak: {
        "uitkomst": "niemand",
        "beantwoord_op": NU,
        **dict.fromkeys(("stap", "reden", "fout_code", "nieuwe_gemeente"), ""),
    },
    "meldpunt_controle": lambda zaak: {"soort": "overleden", "bron": "hand"},
    "meldpunt_trajectstap": lambda zaak: {"soort": "aanbod_gedaan", "aard": ""},
    "meldpunt_risicoadres": lambda zaak: {
        "postcode": "2011AA",
        "huisnummer": _number(zaak),
        "suffix": "",
        "maatregel": "niet_alleen",
    },
    "meldpunt_bekendadres": lambda zaak: {
        "postcode": "2011AA",
        "huisnummer": _number(zaak),
        "reden": "uitkering",
    },
    "meldpunt_lijstregel": lambda zaak: {"volgorde": _number(zaak)},
    "meldpunt_overdracht": lambda zaak: {
        "gemeente_id": HAARLEM if zaak.gemeente_id == ZANDVOORT else ZANDVOORT,
        "van_gemeente_id": zaak.gemeente_id,
        "van_zaak": zaak.id,
        "zaak": None,
        "status": "aangeboden",
    },
    "meldpunt_opschorting": lambda zaak: {"begin": BEGIN, "eind": BEGIN + timedelta(days=30)},
    "meldpunt_bewonersantwoord": lambda zaak: {"soort": "niet_ik", "dag": "", "dagdeel": "", "telefoon": ""},
    "meldpunt_zaaktermijn": lambda zaak: {"aanlevering_id": None},
    "meldpunt_antwoordcode": lambda zaak: {"code_hash": zaak.id.hex},
    "meldpunt_intrekkingsgevolg": lambda zaak: {},
    "meldpunt_rectificatie": lambda zaak: {
        "signaal_id": _signaal(zaak),
        "veld": "telefoon",
        "verzoek": new_id(),
    },
    "meldpunt_verwerkingsbeperking": lambda zaak: {
        "signaal_id": _signaal(zaak),
        "verzoek": new_id(),
        "einde_reden": "",
    },
    "meldpunt_partnermededeling": lambda zaak: {"soort": "wissing", "veld": "", "inhoud_verzegeld": ""},
    "meldpunt_verzoek": lambda zaak: VERZOEK,
    "meldpunt_verzoektermijn": lambda zaak: {"verzoek": _verzoek(zaak), "naam": "antwoord", "reden": ""},
    "meldpunt_verzoeksignaal": lambda zaak: {"verzoek": _verzoek(zaak), "signaal_id": _signaal(zaak)},
}
# Nobody asked it: who asks stands under a seal, and an empty one opens.
VERZOEK: dict[str, Any] = {
    "soort": "inzage",
    "status": "ontvangen",
    "kanaal": "balie",
    "inwoner_verzegeld": "",
    "bsn_index": "",
    "identiteit": "",
    "grond": "",
    "besluit_verzegeld": "",
}


def _signaal(zaak: Zaak) -> Any:
    return zaak.koppelingen.order_by("signaal").values_list("signaal", flat=True).first()


def _verzoek(zaak: Zaak) -> Verzoek:
    return Verzoek.objects.create(gemeente_id=zaak.gemeente_id, ontvangen_op=NU, **VERZOEK)


def _fill(model: type[models.Model], **given: Any) -> models.Model:
    """Make a row with a value of the right kind in every column that needs one."""
    values = dict(given)
    for veld in model._meta.concrete_fields:
        if veld.name in values or veld.attname in values or veld.null or veld.has_default():
            continue
        if veld.db_default is not models.NOT_PROVIDED or (veld.primary_key and veld.name == "id"):
            continue
        values[veld.attname] = _value_of(veld)
    return model._default_manager.create(**values)


def _value_of(veld: models.Field[Any, Any]) -> Any:
    if veld.name in BEKEND:
        return BEKEND[veld.name]
    if veld.choices:
        return next(value for value, _ in veld.flatchoices)  # type: ignore[attr-defined]
    if veld.is_relation:
        found = veld.related_model._default_manager.first()  # type: ignore[union-attr]
        return found.pk if found else None
    for kind, value in (
        (models.DateTimeField, NU),
        (models.DateField, date(2026, 10, 1)),
        (models.UUIDField, None),
        (models.BooleanField, False),
        (models.IntegerField, 1),
        (models.JSONField, {}),
        (models.BinaryField, b"x"),
    ):
        if isinstance(veld, kind):
            return new_id() if kind is models.UUIDField else value
    if veld.get_internal_type() == "ArrayField":
        return []
    blank = getattr(veld, "blank", False)
    return "" if blank else "x" * min(4, getattr(veld, "max_length", None) or 4)
