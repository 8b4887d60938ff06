"""Small worlds to travel through: parties, participation and accounts; the deliveries come by the site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from tests.brp.mensen import make_persoon
from tests.factories import (
    KOP,
    deliver,
    make_actor,
    make_deelname,
    make_gebruiker,
    make_gemeente,
    make_gemeentedeelname,
    make_partner,
    make_partnerdeelname,
    make_regel,
    make_uitvoerder,
    make_werkprotocol,
)
from tests.slices.correspondentie.post import prepare_texts

from meldpunt import pipeline
from meldpunt.aanlevering.actions import Inzending, recall_aanlevering, receive_aanlevering
from meldpunt.aanlevering.models import Aanlevering, SignaalPersoon
from meldpunt.betrokkenen.actions import Aanvraag, receive_verzoek
from meldpunt.betrokkenen.besluit import Besluit, decide_verzoek
from meldpunt.betrokkenen.rectificaties import Correctie
from meldpunt.betrokkenen.verzegeling import Inwoner
from meldpunt.betrokkenen.vinden import confirm_personen, list_kandidaten
from meldpunt.brp.mismatch import open_mismatch
from meldpunt.correspondentie.actions import make_brieven
from meldpunt.datalekken.actions import open_from_aanlevering
from meldpunt.koppelingen.actions import set_koppeling, switch_koppeling
from meldpunt.koppelingen.gegevens import Koppelinggegevens
from meldpunt.matching.lijst import preview_lijst
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.matching.vaststelling import confirm_lijst
from meldpunt.notificaties import actions as webhooks
from meldpunt.notificaties.models import Abonnement, Notificatie
from meldpunt.opvolging.actions import take_zaak
from meldpunt.partijen.models import Signaalpartner
from meldpunt.terugkoppeling.models import Opschorting, Terugkoppeling
from meldpunt.terugkoppeling.navragen import ask_navraag
from meldpunt.terugkoppeling.opschortingen import ask_verlenging
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.werkvoorraad.overdrachten import Aanbod, offer_overdracht
from meldpunt.werkvoorraad.stapel import Zaaksleutel, create_stapelopdracht

PARTNER, BUUR = "sanne@pwn.example", "tim@vitens.example"
BEHANDELAAR, COORDINATOR, VREEMDE = "noor@haarlem.example", "marit@haarlem.example", "hugo@utrecht.example"
PRIVACY, BEHEER = "petra@haarlem.example", "wim@meldpunt.example"
UITVOERDER = "ans@wijkteam.example"
EIGEN_KOP = (
    "Klantcode;Familienaam;Initialen;Geb. datum;Postcode;Huisnr;Soort vordering;Openstaand saldo;"
    "Achterstallig vanaf;Ons kenmerk;Lievelingskleur"
)


def day(ago: int = 70) -> str:
    """Write the day so many days back as a partner does."""
    return (timezone.localdate() - timedelta(days=ago)).strftime("%d-%m-%Y")


def make_accounts() -> None:
    """Make one account of every kind for Haarlem, and a coordinator elsewhere."""
    make_gebruiker(rol="partner", partijsoort="partner", partij="pwn", email=PARTNER, naam="Sanne Kuiper")
    make_gebruiker(rol="partner", partijsoort="partner", partij="vitens", email=BUUR, naam="Tim Schutte")
    make_gebruiker(rol="behandelaar", email=BEHANDELAAR, naam="Noor de Wit")
    make_gebruiker(rol="coordinator", email=COORDINATOR, naam="Marit Veenstra")
    make_gebruiker(rol="privacy", email=PRIVACY, naam="Petra Lammers")
    make_gebruiker(rol="beheer", partijsoort="meldpunt", partij="meldpunt", email=BEHEER, naam="Wim Scholten")
    make_gemeente(code="0344", naam="Utrecht")
    make_gemeentedeelname(gemeente="0344")
    make_werkprotocol(gemeente="0344", postcodes=["3511-3585"])
    make_gebruiker(rol="coordinator", partij="0344", email=VREEMDE, naam="Hugo Kamphuis")


def make_landelijk() -> tuple[Signaalpartner, Signaalpartner]:
    """Make Haarlem under the national covenant with two water companies and their accounts."""
    pwn, vitens = make_partner(), make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(partners=[pwn, vitens])
    make_accounts()
    return pwn, vitens


def make_haarlem() -> tuple[Signaalpartner, Signaalpartner]:
    """Make Haarlem under its own covenant, with room for two addresses a month."""
    pwn, elan = make_partner(), make_partner(sleutel="vitens", naam="Elan Wonen", type="Huur")
    make_deelname(convenant="haarlem-zandvoort", partners=[pwn, elan], capaciteit=2)
    make_accounts()
    return pwn, elan


def deliver_beside(partner: Signaalpartner, *, klantnummer: str, bedrag: str) -> None:
    """Let another partner report the same person on the same address, today."""
    regel = make_regel(
        klantnummer=klantnummer,
        bedrag=bedrag,
        sinds=(timezone.localdate() - timedelta(days=65)).isoformat(),
    )
    deliver(partner=partner, regels=[regel], datum=timezone.localdate(), now=timezone.now())


@contextmanager
def keep_waiting(partner: Signaalpartner) -> Iterator[Aanlevering]:
    """Give a delivery that stays in progress: the worker waits for its turn at this partner as long as we hold it."""
    turn = [str(partner.id)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 1))", turn)
        inzending = Inzending(
            blokken=[f"{KOP}\n{make_regel(klantnummer='WACHT')}".encode()],
            naam="wacht.csv",
            partner=partner,
            convenant="landelijk",
            datum=timezone.localdate(),
            kanaal="test",
        )
        door = system_actor(herkomst="test")
        yield receive_aanlevering(inzending=inzending, door=door, now=timezone.now()).aanlevering
        cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 1))", turn)


def make_everything() -> None:
    """Make a world in which every kind of page has something to show."""
    pwn, vitens = make_landelijk()
    make_uitvoerder(sleutel="wijkteam", naam="Wijkteam Centrum", soort="wijkteam", gemeenten=["0392"])
    make_gebruiker(
        rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam", email=UITVOERDER, naam="Ans Groen"
    )
    today, now, door = timezone.localdate(), timezone.now(), system_actor(herkomst="test")
    sinds = (today - timedelta(days=65)).isoformat()
    wrong = make_regel(klantnummer="K2", postcode="99", bedrag="veel", sinds=sinds)
    wrongly_sent = make_regel(klantnummer="K3", huisnummer="40", sinds=sinds)
    first = deliver(partner=pwn, regels=[make_regel(sinds=sinds), wrong], datum=today, now=now)
    recalled = deliver(partner=pwn, regels=[wrongly_sent], datum=today, now=now)
    recall_aanlevering(aanlevering=recalled.id, reden="Verkeerd bestand", door=door, now=now)
    open_from_aanlevering(aanlevering=recalled.id, door=door, now=now)
    zaak = Zaak.objects.get(koppelingen__signaal__aanlevering=first)
    make_mismatch(zaak)
    ask_navraag(zaak=zaak.id, gemeente=zaak.gemeente_id, door=door, now=now)
    # The same surname without a birth date: perhaps the same person, and somebody must decide.
    deliver(partner=vitens, regels=[make_regel(geboortedatum="", sinds=sinds)], datum=today, now=now)
    make_deelname(convenant="haarlem-zandvoort", partners=[pwn, vitens], capaciteit=2)
    month = [make_regel(klantnummer=f"H{n}", huisnummer=str(50 + n), sinds=sinds) for n in (1, 2, 3)]
    deliver(partner=pwn, convenant="haarlem-zandvoort", regels=month, datum=today, now=now)
    beside = [make_regel(klantnummer="HV1", huisnummer="51", sinds=sinds)]
    deliver(partner=vitens, convenant="haarlem-zandvoort", regels=beside, datum=today, now=now)
    voorstel = preview_lijst(gemeente="0392", convenant="haarlem-zandvoort", peildatum=today, door=door)
    confirm_lijst(
        gemeente="0392",
        convenant="haarlem-zandvoort",
        peildatum=today,
        vingerafdruk=voorstel.vingerafdruk,
        door=door,
        now=now,
    )
    # One that came in long ago: a term is late, and nobody has it.
    ago = timedelta(weeks=6)
    long_ago = make_regel(
        klantnummer="K7", huisnummer="70", sinds=(today - ago - timedelta(days=60)).isoformat()
    )
    deliver(partner=pwn, regels=[long_ago], datum=today - ago, now=now - ago)
    pipeline.run_due(door=door, clock=lambda: now)
    ask_more_time()
    make_letter(pwn)
    make_werkdag(pwn)
    make_verzoeken()
    make_webhook(pwn)
    make_koppeling()


def make_koppeling() -> None:
    """Set up a connection that nothing is asked over."""
    now, beheer = timezone.now(), make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt")
    gegevens = Koppelinggegevens(soort="bag", adres="https://bag.example/api", naam="Register van adressen")
    made = set_koppeling(gegevens=gegevens, door=beheer, now=now)
    switch_koppeling(koppeling=made, aan=False, door=beheer, now=now)


def make_webhook(partner: Signaalpartner) -> None:
    """Let the partner subscribe, and have one message that could not be delivered."""
    now = timezone.now()
    door = Actor(None, "PWN", "partner", "partner", partner.sleutel, "test", (), partner.id)
    wanted = webhooks.Aanvraag("debiteuren", "https://haak.pwn.example/meldpunt", ("terugkoppeling_gegeven",))
    begonnen = webhooks.create_abonnement(aanvraag=wanted, door=door, now=now)
    Abonnement.objects.filter(id=begonnen.id).update(status="actief", bevestigd_op=now, aangekondigd_tot=now)
    Notificatie.objects.create(
        abonnement_id=begonnen.id,
        partner=partner,
        soort="terugkoppeling_gegeven",
        bron=Terugkoppeling.objects.filter(partner=partner).order_by("id")[0].id,
        tijd=now,
        status="mislukt",
        pogingen=1,
        volgende_poging_op=now,
        afgerond_op=now,
        laatste_code="geweigerd",
    )


def make_mismatch(zaak: Zaak) -> None:
    """Put the resident of a zaak on the bench, with one candidate whose name is spelled otherwise."""
    open_mismatch(
        zaak=zaak.id,
        gemeente=zaak.gemeente_id,
        persoon=Zaaksignaal.objects.filter(zaak=zaak).order_by("signaal")[0].persoon,
        uitkomst="onzeker",
        gevonden=[make_persoon(geslachtsnaam="Janssen")],
        door=system_actor(herkomst="test"),
        now=timezone.now(),
    )


def ask_more_time() -> None:
    """Let the municipality ask the first partner of a stay for more time."""
    now = timezone.now()
    stay = Opschorting.objects.filter(partner__sleutel="pwn").order_by("id")[0]
    link = Zaaksignaal.objects.get(signaal=stay.signaal_id)
    ask_verlenging(
        opschorting=stay.id,
        zaak=link.zaak_id,
        gemeente=link.gemeente_id,
        tot=stay.eind + timedelta(days=14),
        reden="wacht op stukken",
        door=system_actor(herkomst="test"),
        now=now,
    )


def make_letter(partner: Signaalpartner) -> None:
    """Give Haarlem its texts, and let its case worker take a zaak in hand and put a letter on the pile."""
    now, noor = timezone.now(), Gebruiker.objects.get(email=BEHANDELAAR)
    prepare_texts(make_actor(rol="coordinator"), now=now)
    sinds = (timezone.localdate() - timedelta(days=65)).isoformat()
    regel = make_regel(klantnummer="K9", achternaam="Smit", huisnummer="77", sinds=sinds)
    deliver(partner=partner, regels=[regel], datum=timezone.localdate(), now=now)
    zaak = Zaak.objects.filter(vragen_open=0, status="nieuw").latest("id")
    door = make_actor(gebruiker=noor.id)
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=now)
    make_brieven(Zaaksleutel("0392", zaak.id), {"sjabloon": "eerste-brief"}, door, now)


def make_werkdag(pwn: Signaalpartner) -> None:
    """Make what the pages of the working day show: a finished act on many, and an offer from Utrecht."""
    now, hugo = timezone.now(), make_worker(VREEMDE, gemeente="0344")
    make_partnerdeelname(partner=pwn, gemeente="0344")
    sinds = (timezone.localdate() - timedelta(days=65)).isoformat()
    moved = make_regel(klantnummer="U1", achternaam="Visser", postcode="3511AA", huisnummer="3", sinds=sinds)
    deliver(partner=pwn, regels=[moved], datum=timezone.localdate(), now=now)
    zaak = Zaak.objects.get(gemeente="0344")
    take_zaak(zaak=zaak.id, gemeente="0344", door=hugo, now=now)
    aanbod = Aanbod(
        naar="0392",
        personen=(Zaaksignaal.objects.get(zaak=zaak).persoon,),
        straat="Grote Houtstraat",
        postcode="2011AA",
        huisnummer="90",
        toevoeging="",
        woonplaats="Haarlem",
        toelichting="",
    )
    offer_overdracht(zaak=zaak.id, gemeente="0344", aanbod=aanbod, door=hugo, now=now)
    # Nobody took these, so that closing them is refused, and they stay as they are.
    left = Zaak.objects.filter(gemeente="0392", status="nieuw")
    create_stapelopdracht(
        handeling="sluiten",
        waarden={"eindresultaat": "Geen reactie na eerder contact"},
        zaken=[Zaaksleutel("0392", key) for key in left.values_list("id", flat=True)],
        door=make_worker(BEHANDELAAR),
        now=now,
    )
    pipeline.run_due(door=system_actor(herkomst="test"), clock=lambda: now)


def make_verzoeken() -> None:
    """Let two residents ask: one waits for an answer, of the other a partner must still confirm what was put right."""
    now, door = timezone.now(), make_worker(PRIVACY)
    for klantnummer, soort in (("K9", "inzage"), ("HV1", "rectificatie")):
        persoon = SignaalPersoon.objects.get(klantnummer=klantnummer)
        inwoner = Inwoner(
            voorletters=persoon.voorletters,
            achternaam=persoon.achternaam,
            geboortedatum=persoon.geboortedatum,
            postcode=persoon.postcode,
            huisnummer=persoon.huisnummer,
        )
        aanvraag = Aanvraag(
            soort=soort, gemeente="0392", inwoner=inwoner, kanaal="balie", identiteit="document"
        )
        verzoek = receive_verzoek(aanvraag=aanvraag, door=door, now=now)
    found = [one.signaal for one in list_kandidaten(verzoek=verzoek, gemeente="0392", door=door)]
    confirm_personen(
        verzoek=verzoek, gemeente="0392", signalen=[persoon.id], gezien=found, door=door, now=now
    )
    besluit = Besluit(
        inwilligen=True, grond="onjuist", correcties=[Correctie(persoon.id, "voorletters", "Q.")]
    )
    decide_verzoek(verzoek=verzoek, gemeente="0392", besluit=besluit, door=door, now=now)


def make_worker(email: str, *, gemeente: str = "0392") -> Actor:
    """Give an account of a municipality as the one who acts."""
    gebruiker = Gebruiker.objects.get(email=email)
    rol = gebruiker.aanstellingen.get().rol
    return make_actor(rol=rol, partij=gemeente, gemeenten=[gemeente], gebruiker=gebruiker.id)
