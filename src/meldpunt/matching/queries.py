"""Read one zaak: its facts, and the persons with each their own signalen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from meldpunt.aanlevering.bsn import open_bsn
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.bag.queries import find_bagadres, list_zelfde_object
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.rules.persoontrappen import TRAPPEN
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import GeenToegang, check_see_zaak
from meldpunt.toegang.rijcontext import acting_beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class Zaakbeeld:
    """The facts of a zaak with its address; the address is empty once its persons are destroyed."""

    id: UUID
    gemeente: str
    gemeentenaam: str
    convenant: str
    versie: date
    maand: date
    ontstaan_op: datetime
    straat: str
    postcode: str
    huisnummer: int | None
    suffix: str
    woonplaats: str
    aantal: int
    aantal_partners: int
    bedrag_cent: int
    oudste_achterstand: date
    venster_maanden: int
    bekend: bool
    opeenvolgend_op: UUID | None
    vragen_open: int
    alles_herhaald: bool
    markeringen: tuple[str, ...]
    rang: int | None
    selectie: str
    reden: str
    postvak: str
    acties: tuple[str, ...]
    team: str
    behandelaar: UUID | None
    behandelaarnaam: str
    status: str
    status_sinds: datetime
    eindresultaat: str
    gesloten_op: datetime | None
    gezien_op: datetime | None = None
    wacht_tot: date | None = None
    wachtreden: str = ""
    verdeelreden: str = ""
    bedreigend_op: date | None = None
    bedreigend_grond: str = ""
    bedreigend_toelichting: str = ""
    # What the register of addresses says about the address: its object, the lines of an envelope, what matched.
    bagobject: str = ""
    adresregels: tuple[str, ...] = ()
    adresstap: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signaalbeeld:
    """One signaal in a zaak, as the case worker sees it."""

    id: UUID
    partner: str
    partnertype: str
    type_vordering: str
    soort_signaal: str
    bedrag_cent: int
    achterstand_sinds: date
    verwachte_einddatum: date | None
    aanleverdatum: date
    ontvangen_op: datetime
    waarschuwingen: tuple[str, ...]
    herhaald: bool
    later_toegevoegd: bool
    overgenomen: bool = False
    ingetrokken_op: datetime | None
    eindresultaat: str
    afgemeld_op: datetime | None = None
    afmeldreden: str = ""

    @property
    def telt(self) -> bool:
        """Say whether the claim still stands: not recalled, and its partner did not take it back."""
        return self.ingetrokken_op is None and self.afgemeld_op is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Persoonbeeld:
    """A person of a zaak with the signalen about that person only, and why they are taken together."""

    id: UUID
    naam: str
    voorletters: str
    geboortedatum: date | None
    bsn_eind: str
    telefoon: str
    email: str
    vernietigd: bool
    trap: str
    trap_titel: str
    trap_zin: str
    signalen: tuple[Signaalbeeld, ...]


def get_zaak(*, zaak: UUID, gemeente: str, door: Actor) -> Zaakbeeld:
    """Return a zaak. Raises Zaak.DoesNotExist, and GeenToegang when it stands in another's inbox."""
    row = Zaak.objects.select_related("gemeente").get(id=zaak, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=row.postvak, team=row.team)
    adres = SignaalPersoon.objects.filter(id=row.adressignaal, gemeente=gemeente).first()
    behandelaar = Gebruiker.objects.filter(id=row.behandelaar).first() if row.behandelaar else None
    same = {
        name: getattr(row, name)
        for name in Zaakbeeld.__slots__
        if hasattr(row, name) and name not in {"gemeente", "markeringen", "acties"}
    }
    return Zaakbeeld(
        **same,
        gemeente=row.gemeente_id,
        gemeentenaam=row.gemeente.naam,
        straat=adres.straat if adres else "",
        postcode=adres.postcode if adres else "",
        huisnummer=adres.huisnummer if adres else None,
        suffix=adres.suffix if adres else "",
        woonplaats=adres.woonplaats if adres else "",
        markeringen=tuple(row.markeringen),
        acties=tuple(row.acties),
        behandelaarnaam=behandelaar.naam if behandelaar else "",
        **(_registered(row, adres) if adres else {}),
    )


def _registered(zaak: Zaak, adres: SignaalPersoon) -> dict[str, Any]:
    """Return what the register of addresses says about the address of a zaak, and on what it was matched."""
    link = Zaaksignaal.objects.filter(gemeente=zaak.gemeente_id, zaak=zaak.id, signaal=adres.id)
    found = find_bagadres(postcode=adres.postcode, huisnummer=adres.huisnummer, suffix=adres.suffix)
    return {
        "adresstap": link.values_list("adresstap", flat=True).first() or "",
        "bagobject": found.object if found else "",
        "adresregels": found.adresregels if found else (),
    }


def find_vorige(zaak: Zaakbeeld, *, door: Actor) -> Zaakbeeld | None:
    """Return the earlier zaak that this one follows on, or none: also when it is not for this actor to see."""
    if zaak.opeenvolgend_op is None:
        return None
    try:
        return get_zaak(zaak=zaak.opeenvolgend_op, gemeente=zaak.gemeente, door=door)
    except (Zaak.DoesNotExist, GeenToegang):
        return None


@acting_beyond()
def has_other_open_zaak(zaak: Zaak) -> bool:
    """Say whether another zaak of the covenant is open on the address of this one, or follows on it."""
    others = Zaak.objects.filter(gemeente=zaak.gemeente_id, convenant=zaak.convenant, status__in=OPEN)
    if others.filter(opeenvolgend_op=zaak.id).exists():
        return True
    adres = ("postcode", "huisnummer", "suffix")
    here = SignaalPersoon.objects.filter(gemeente=zaak.gemeente_id)
    own = here.filter(id=zaak.adressignaal).values(*adres).first()
    if own is None:
        return False
    beside = (one.sleutel for one in list_zelfde_object(**own))
    places = [own, *(dict(zip(adres, sleutel, strict=True)) for sleutel in beside)]
    at_object = reduce(or_, (Q(**place) for place in places))
    signalen = list(here.filter(at_object).values_list("id", flat=True))
    links = Zaaksignaal.objects.filter(gemeente=zaak.gemeente_id, signaal__in=signalen)
    return others.exclude(id=zaak.id).filter(id__in=links.values("zaak")).exists()


def is_vernietigd(zaak: Zaak) -> bool:
    """Say whether a zaak has signalen and nobody behind any of them: their persons were destroyed."""
    links = Zaaksignaal.objects.filter(gemeente=zaak.gemeente_id, zaak=zaak)
    signalen = list(links.values_list("signaal", flat=True))
    here = SignaalPersoon.objects.filter(gemeente=zaak.gemeente_id, id__in=signalen)
    return bool(signalen) and not here.exists()


def check_zaak_of(*, zaak: UUID, gemeente: str, door: Actor) -> None:
    """Raise unless this zaak is one of the actor's: Zaak.DoesNotExist or GeenToegang."""
    row = Zaak.objects.only("postvak", "team").get(id=zaak, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=row.postvak, team=row.team)


def list_personen(*, zaak: UUID, gemeente: str, door: Actor) -> list[Persoonbeeld]:
    """Return the persons of a zaak, in the order in which they came; nobody has another's signalen."""
    check_zaak_of(zaak=zaak, gemeente=gemeente, door=door)
    links = list(
        Zaaksignaal.objects.filter(zaak=zaak, gemeente=gemeente)
        .select_related("signaal__partner", "signaal__aanlevering")
        .order_by("persoon", "signaal")
    )
    persons = {
        p.id: p
        for p in SignaalPersoon.objects.filter(id__in=[k.signaal_id for k in links], gemeente=gemeente)
    }
    grouped: dict[UUID, list[Zaaksignaal]] = {}
    for link in links:
        grouped.setdefault(link.persoon, []).append(link)
    return [_person(key, group, persons) for key, group in grouped.items()]


def _person(key: UUID, links: Sequence[Zaaksignaal], persons: dict[UUID, SignaalPersoon]) -> Persoonbeeld:
    known = [persons[k.signaal_id] for k in links if k.signaal_id in persons]
    first = known[0] if known else None
    trap = next((k.trap for k in links if k.trap != "alleen"), links[0].trap)
    return Persoonbeeld(
        id=key,
        naam=name_of(first) if first else "Persoonsgegevens vernietigd",
        voorletters=first.voorletters if first else "",
        geboortedatum=next((p.geboortedatum for p in known if p.geboortedatum), None),
        bsn_eind=next((open_bsn(p.bsn_verzegeld)[-3:] for p in known if p.bsn_verzegeld), ""),
        telefoon=next((p.telefoon for p in known if p.telefoon), ""),
        email=next((p.email for p in known if p.email), ""),
        vernietigd=not known,
        trap=trap,
        trap_titel=TRAPPEN[trap].titel if trap in TRAPPEN else trap,
        trap_zin=TRAPPEN[trap].zin if trap in TRAPPEN else "",
        signalen=tuple(_signal(k) for k in links),
    )


def name_of(persoon: SignaalPersoon) -> str:
    """Write initials, prefix and surname as one name."""
    return " ".join(part for part in (persoon.voorletters, persoon.tussenvoegsel, persoon.achternaam) if part)


def _signal(link: Zaaksignaal) -> Signaalbeeld:
    signaal = link.signaal
    aanlevering = signaal.aanlevering
    return Signaalbeeld(
        id=signaal.id,
        partner=signaal.partner.naam,
        partnertype=signaal.partner.type,
        type_vordering=signaal.type_vordering,
        soort_signaal=signaal.soort_signaal,
        bedrag_cent=signaal.bedrag_cent,
        achterstand_sinds=signaal.achterstand_sinds,
        verwachte_einddatum=signaal.verwachte_einddatum,
        aanleverdatum=signaal.aanleverdatum,
        ontvangen_op=aanlevering.ontvangen_op,
        waarschuwingen=tuple(signaal.waarschuwingen),
        herhaald=link.herhaling_van is not None,
        later_toegevoegd=link.later_toegevoegd,
        overgenomen=signaal.overgenomen_van is not None,
        ingetrokken_op=aanlevering.ingetrokken_op if aanlevering.status == "ingetrokken" else None,
        eindresultaat=link.eindresultaat,
        afgemeld_op=link.afgemeld_op,
        afmeldreden=link.afmeldreden,
    )


def get_gemeente_of_zaak(*, zaak: UUID, door: Actor) -> str:
    """Return in which of the actor's municipalities a zaak is. Raises Zaak.DoesNotExist."""
    return str(
        Zaak.objects.filter(id=zaak, gemeente__in=door.gemeenten).values_list("gemeente_id", flat=True).get()
    )
