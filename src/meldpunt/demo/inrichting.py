"""The parties of the demo world: who takes part in what, from when, and how each municipality works."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from meldpunt.demo.accounts import ACCOUNTS, WACHTWOORD
from meldpunt.demo.gemeenten import PLAATSEN, UITVOERDERS, WERKWIJZEN, Werkwijze
from meldpunt.demo.kalender import Kalender
from meldpunt.demo.organisaties import INBRENG, LATE_PARTNER, ORGANISATIES, VERTROKKEN_PARTNER, Inbreng
from meldpunt.partijen.actions import adopt_werkprotocol, end_partner, join_gemeente, join_partner
from meldpunt.partijen.models import Gemeente, PartnerDeelname, Partnerlabel, Signaalpartner, Uitvoerder
from meldpunt.partijen.proef import open_proefwereld
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.datum import add_months
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Aanstelling, Gebruiker

# Haarlem wanted more than its teams could visit, and says so since the second month.
KRAPPE_GEMEENTE, KRAPPE_CAPACITEIT = "0392", 45


def make_partijen(kalender: Kalender, *, door: Actor) -> None:
    """Make municipalities, organisations and uitvoerders, and let them take part with all conditions met."""
    begin = add_months(kalender.maanden[0], -7)
    _make_organisations()
    for werkwijze in WERKWIJZEN:
        vanaf = max(begin, get_convenant(werkwijze.convenant).begin)
        now = kalender.moment(vanaf - timedelta(days=14), 10)
        join_gemeente(
            convenant=werkwijze.convenant,
            gemeente=werkwijze.gemeente,
            vanaf=vanaf,
            besluit_op=vanaf - timedelta(days=40),
            middelen_op=vanaf - timedelta(days=21),
            door=door,
            now=now,
        )
        adopt_werkprotocol(
            convenant=werkwijze.convenant,
            gemeente=werkwijze.gemeente,
            vanaf=vanaf,
            capaciteit=werkwijze.capaciteit,
            bekende_huishoudens=werkwijze.bekenden,
            postcodes=list(PLAATSEN[werkwijze.gemeente].postcodes),
            teams=dict(werkwijze.teams),
            lokaal_aanbod=werkwijze.aanbod,
            contactplan=_write_contactplan(werkwijze),
            door=door,
            now=now,
        )
    for inbreng in INBRENG:
        _join(inbreng, kalender, vanaf=begin, door=door)
    _narrow_capacity(kalender, door=door)
    open_proefwereld(door=door, now=kalender.nu)


def _make_organisations() -> None:
    Gemeente.objects.bulk_create(Gemeente(code=p.code, naam=p.naam) for p in PLAATSEN.values())
    partners = [Signaalpartner(sleutel=o.sleutel, naam=o.naam, type=o.type) for o in ORGANISATIES]
    Signaalpartner.objects.bulk_create(partners)
    Partnerlabel.objects.bulk_create(
        Partnerlabel(partner=partner, naam=naam, uzovi=uzovi)
        for partner, organisatie in zip(partners, ORGANISATIES, strict=True)
        for naam, uzovi in organisatie.labels
    )
    for row in UITVOERDERS:
        uitvoerder = Uitvoerder.objects.create(sleutel=row.sleutel, naam=row.naam, soort=row.soort)
        uitvoerder.gemeenten.set(Gemeente.objects.filter(code__in=row.gemeenten))


def _join(inbreng: Inbreng, kalender: Kalender, *, vanaf: date, door: Actor) -> None:
    """Let one organisation take part where it brings signalen: one joins later, one leaves."""
    if inbreng.organisatie == LATE_PARTNER:
        vanaf = kalender.maanden[1]
    vanaf = max(vanaf, get_convenant(inbreng.convenant).begin)
    partner = Signaalpartner.objects.get(sleutel=inbreng.organisatie)
    for gemeente in inbreng.gemeenten:
        join_partner(
            convenant=inbreng.convenant,
            partner=partner.id,
            gemeente=gemeente,
            vanaf=vanaf,
            reden=inbreng.reden,
            door=door,
            now=kalender.moment(vanaf - timedelta(days=7), 11),
        )
    if inbreng.organisatie == VERTROKKEN_PARTNER:
        for deelname in PartnerDeelname.objects.filter(partner=partner):
            end_partner(
                deelname=deelname.id,
                tot=kalender.maanden[2] - timedelta(days=1),
                door=door,
                now=kalender.moment(kalender.maanden[1], 11),
            )


def _narrow_capacity(kalender: Kalender, *, door: Actor) -> None:
    protocol = next(
        w for w in WERKWIJZEN if w.gemeente == KRAPPE_GEMEENTE and w.convenant == "haarlem-zandvoort"
    )
    adopt_werkprotocol(
        convenant=protocol.convenant,
        gemeente=protocol.gemeente,
        vanaf=kalender.maanden[1],
        capaciteit=KRAPPE_CAPACITEIT,
        bekende_huishoudens=protocol.bekenden,
        postcodes=list(PLAATSEN[protocol.gemeente].postcodes),
        teams=dict(protocol.teams),
        lokaal_aanbod=protocol.aanbod,
        contactplan=_write_contactplan(protocol),
        door=door,
        now=kalender.moment(kalender.maanden[1] - timedelta(days=3), 15),
    )


def _write_contactplan(werkwijze: Werkwijze) -> list[dict[str, object]]:
    return [{"soort": soort, "na_dagen": dagen} for soort, dagen in werkwijze.contactplan]


def make_accounts(kalender: Kalender) -> None:
    """Make the accounts, last of all: the world is there when they are."""
    # Hashed once: the slow hash is slow on purpose, and all of them share the one password.
    wachtwoord = make_password(WACHTWOORD)
    sinds: datetime = kalender.moment(add_months(kalender.maanden[0], -7), 9)
    Gebruiker.objects.bulk_create(
        Gebruiker(
            id=account.gebruiker,
            email=account.email,
            naam=account.naam,
            password=wachtwoord,
            aangemaakt_op=sinds,
        )
        for account in ACCOUNTS
    )
    Aanstelling.objects.bulk_create(
        Aanstelling(
            gebruiker_id=account.gebruiker,
            rol=functie.rol,
            partijsoort=functie.partijsoort,
            partij=functie.partij,
            vanaf=sinds.date(),
        )
        for account in ACCOUNTS
        for functie in account.functies
    )
