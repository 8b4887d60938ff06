"""Rows for tests: plain functions, keyword-only, with values that work when nothing is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from meldpunt import pipeline
from meldpunt.aanlevering.actions import Inzending, receive_aanlevering
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Zaaktermijn
from meldpunt.partijen.models import (
    Gemeente,
    GemeenteDeelname,
    PartnerDeelname,
    Signaalpartner,
    Uitvoerder,
    Verwerkersovereenkomst,
    Werkprotocol,
)
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.models import Aanstelling, Gebruiker

BEGIN = date(2020, 1, 1)
NU = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
WACHTWOORD = "een-lang-wachtwoord-voor-de-test"
KOP = (
    "klantnummer;achternaam;voorletters;geboortedatum;postcode;huisnummer;huisnummertoevoeging;"
    "type_vordering;bedrag;achterstand_sinds;referentie"
)


def make_gemeente(*, code: str = "0392", naam: str = "Haarlem") -> Gemeente:
    """Make a municipality, or get it when it is there."""
    return Gemeente.objects.get_or_create(code=code, defaults={"naam": naam})[0]


def make_partner(*, sleutel: str = "pwn", naam: str = "PWN", type: str = "Water") -> Signaalpartner:
    """Make a signaalpartner, or get it when it is there."""
    return Signaalpartner.objects.get_or_create(sleutel=sleutel, defaults={"naam": naam, "type": type})[0]


def make_uitvoerder(
    *,
    sleutel: str = "SDD",
    naam: str = "Sociale Dienst",
    soort: str = "dienst",
    gemeenten: Sequence[str] = (),
    overeenkomst: bool = True,
) -> Uitvoerder:
    """Make an uitvoerder for these municipalities, with the agreement without which it has no access."""
    uitvoerder = Uitvoerder.objects.create(sleutel=sleutel, naam=naam, soort=soort)
    uitvoerder.gemeenten.set(gemeenten)
    for gemeente in gemeenten if overeenkomst else ():
        make_overeenkomst(gemeente=gemeente, partij=sleutel)
    return uitvoerder


def make_overeenkomst(
    *,
    gemeente: str = "0392",
    partijsoort: str = "uitvoerder",
    partij: str = "SDD",
    vanaf: date = BEGIN,
    tot: date | None = None,
) -> Verwerkersovereenkomst:
    """Make a processor agreement of a municipality with a party, running since long."""
    return Verwerkersovereenkomst.objects.create(
        gemeente_id=gemeente,
        partijsoort=partijsoort,
        partij=partij,
        vanaf=vanaf,
        tot=tot,
        getekend_op=vanaf,
        kenmerk=f"VO-{gemeente}-{partij}",
        vastgelegd_op=NU,
    )


def make_werkprotocol(
    *,
    convenant: str = "landelijk",
    gemeente: str = "0392",
    vanaf: date = BEGIN,
    capaciteit: int | None = None,
    bekende_huishoudens: str = "meenemen",
    postcodes: Sequence[str] = ("2011-2037",),
    teams: dict[str, list[str]] | None = None,
) -> Werkprotocol:
    """Make a werkprotocol in force from a day on."""
    return Werkprotocol.objects.create(
        convenant=convenant,
        gemeente_id=gemeente,
        vanaf=vanaf,
        capaciteit=capaciteit,
        bekende_huishoudens=bekende_huishoudens,
        postcodes=list(postcodes),
        teams=teams or {},
        vastgesteld_op=NU,
    )


def make_gemeentedeelname(
    *, convenant: str = "landelijk", gemeente: str = "0392", vanaf: date = BEGIN, tot: date | None = None
) -> GemeenteDeelname:
    """Let a municipality take part with decision and money; the werkprotocol is made apart."""
    return GemeenteDeelname.objects.create(
        convenant=convenant, gemeente_id=gemeente, vanaf=vanaf, tot=tot, besluit_op=vanaf, middelen_op=vanaf
    )


def make_partnerdeelname(
    *,
    partner: Signaalpartner,
    convenant: str = "landelijk",
    gemeente: str = "0392",
    vanaf: date = BEGIN,
    tot: date | None = None,
) -> PartnerDeelname:
    """Let a partner take part in a covenant for one municipality."""
    return PartnerDeelname.objects.create(
        convenant=convenant, partner=partner, gemeente_id=gemeente, vanaf=vanaf, tot=tot
    )


def make_deelname(
    *,
    convenant: str = "landelijk",
    gemeente: str = "0392",
    naam: str = "Haarlem",
    postcodes: Sequence[str] = ("2011-2037",),
    partners: Sequence[Signaalpartner] = (),
    capaciteit: int | None = None,
) -> Gemeente:
    """Make a municipality that takes part with these partners, everything in force since long."""
    row = make_gemeente(code=gemeente, naam=naam)
    make_gemeentedeelname(convenant=convenant, gemeente=gemeente)
    make_werkprotocol(convenant=convenant, gemeente=gemeente, postcodes=postcodes, capaciteit=capaciteit)
    for partner in partners:
        make_partnerdeelname(partner=partner, convenant=convenant, gemeente=gemeente)
    return row


def make_gebruiker(
    *,
    rol: str = "behandelaar",
    partijsoort: str = "gemeente",
    partij: str = "0392",
    email: str = "",
    naam: str = "Noor Jansen",
) -> Gebruiker:
    """Make an account with one appointment; its password is WACHTWOORD."""
    email = email or f"{rol}@{partij}.example".lower()
    gebruiker = Gebruiker.objects.create_user(email, WACHTWOORD, naam=naam)
    Aanstelling.objects.create(
        gebruiker=gebruiker, rol=rol, partijsoort=partijsoort, partij=partij, vanaf=BEGIN
    )
    return gebruiker


def make_zaak(  # a zaak without signalen, for what looks at zaken alone
    *,
    gemeente: str = "0392",
    postvak: str = "",
    status: str = "nieuw",
    team: str = "",
    behandelaar: UUID | None = None,
    rang: int | None = None,
) -> Zaak:
    """Make a zaak that holds no signaal; it stands in the inbox of its municipality."""
    return Zaak.objects.create(
        gemeente_id=gemeente,
        convenant="landelijk",
        versie=date(2024, 1, 1),
        maand=NU.date().replace(day=1),
        ontstaan_op=NU,
        adressignaal=new_id(),
        aantal=1,
        aantal_partners=1,
        bedrag_cent=10000,
        oudste_achterstand=date(2026, 8, 1),
        selectie="opgepakt",
        postvak=postvak or gemeente,
        team=team,
        behandelaar=behandelaar,
        rang=rang,
        status=status,
        status_sinds=NU,
    )


def make_zaaktermijn(
    *, zaak: Zaak, eind: date, naam: str = "eerste_gesprek", toestand: str = "loopt"
) -> Zaaktermijn:
    """Make a term of a zaak that ends on a day; it began long ago, so that it is no other one."""
    return Zaaktermijn.objects.create(
        gemeente_id=zaak.gemeente_id,
        zaak=zaak,
        naam=naam,
        begin=BEGIN,
        reden="ontvangst",
        eind=eind,
        grondslag="Wgs art. 4 lid 1",
        wie="gemeente",
        convenant=zaak.convenant,
        versie=zaak.versie,
        toestand=toestand,
        afgelopen_op=None if toestand == "loopt" else eind,
    )


def make_actor(
    *,
    rol: str = "behandelaar",
    partijsoort: str = "gemeente",
    partij: str = "0392",
    gemeenten: Sequence[str] = ("0392",),
    partner: UUID | None = None,
    gebruiker: UUID | None = None,
) -> Actor:
    """Make an actor without an account."""
    return Actor(gebruiker, "Noor Jansen", rol, partijsoort, partij, "test", tuple(gemeenten), partner)


def make_regel(
    *,
    klantnummer: str = "K1",
    achternaam: str = "Jansen",
    voorletters: str = "J.",
    geboortedatum: str = "1980-05-01",
    postcode: str = "2011AA",
    huisnummer: str = "12",
    toevoeging: str = "",
    type_vordering: str = "water",
    bedrag: str = "120,50",
    sinds: str = "2026-08-15",
    referentie: str = "",
) -> str:
    """Write one row of a delivery with the columns of KOP."""
    return ";".join(
        [
            klantnummer,
            achternaam,
            voorletters,
            geboortedatum,
            postcode,
            huisnummer,
            toevoeging,
            type_vordering,
            bedrag,
            sinds,
            referentie,
        ]
    )


def deliver(
    *,
    partner: Signaalpartner,
    regels: Sequence[str],
    convenant: str = "landelijk",
    datum: date = date(2026, 10, 25),
    kop: str = KOP,
    now: datetime = NU,
) -> Aanlevering:
    """Deliver rows and take them through the whole pipeline; return the delivery as it stands then."""
    systeem = system_actor(herkomst="test")
    ontvangst = receive_aanlevering(
        inzending=Inzending(
            blokken=["\n".join([kop, *regels]).encode()],
            naam=f"{partner.sleutel}-{datum:%Y%m%d}.csv",
            partner=partner,
            convenant=convenant,
            datum=datum,
            kanaal="test",
        ),
        door=systeem,
        now=now,
    )
    pipeline.run_aanlevering(aanlevering=ontvangst.aanlevering.id, door=systeem, clock=lambda: now)
    ontvangst.aanlevering.refresh_from_db()
    return ontvangst.aanlevering
