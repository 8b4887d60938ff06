"""The acts by which the steps of a plan are done that came with letters, answers, checks and conversations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from meldpunt.correspondentie.actions import Sjabloonkeuze, make_brieven, make_verzending
from meldpunt.correspondentie.antwoordcodes import answer_with_code, settle_antwoord
from meldpunt.correspondentie.models import Antwoordcode, Verzending
from meldpunt.correspondentie.vastleggen import record_verzonden
from meldpunt.demo.kalender import NEDERLAND, make_toeval
from meldpunt.demo.plannen import Stap
from meldpunt.demo.werkzaak import Werkzaak
from meldpunt.matching.models import Zaaksignaal
from meldpunt.opvolging.actions import record_contactpoging
from meldpunt.opvolging.bedreigend import confirm_bedreigend
from meldpunt.opvolging.controles import set_controle
from meldpunt.opvolging.models import Bewonersantwoord
from meldpunt.opvolging.traject import Stapinvoer, record_trajectstap
from meldpunt.rules.antwoorden import BEL_MIJ, Antwoord, list_beldagen
from meldpunt.rules.controles import CONTROLESOORTEN
from meldpunt.rules.statussen import DAGDELEN
from meldpunt.terugkoppeling.models import Opschorting
from meldpunt.terugkoppeling.navragen import ask_navraag
from meldpunt.terugkoppeling.opschortingen import ask_verlenging
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.policies import INWONER
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.stapel import Zaaksleutel

OPMERKINGEN: Final = {
    BEL_MIJ: ("Liever na 18 uur, dan ben ik thuis.", "Ik spreek beter Engels.", ""),
    "al_betaald": ("Vorige week overgemaakt.", "Ik heb een regeling bij het bedrijf zelf."),
    "geen_hulp": ("Mijn zoon helpt mij al.", ""),
    "niet_ik": ("Deze persoon woont hier niet meer.",),
}
REDEN_VERLENGING: Final = "Het gesprek is gepland na de laatste dag van de opschorting."


def write_bericht(stap: Stap, zaak: Werkzaak, *, door: Actor, now: datetime) -> None:
    """Write to a resident; where the meldpunt cannot, the letter goes out by another way and is noted."""
    try:
        if stap.soort == "brief":
            keuze = {"sjabloon": "eerste-brief"}
            make_brieven(Zaaksleutel(zaak.gemeente, zaak.id), keuze, door, now)
        else:
            _send(stap, zaak, door=door, now=now)
    except Weigering:
        record_poging(stap, zaak, door=door, now=now)


def _send(stap: Stap, zaak: Werkzaak, *, door: Actor, now: datetime) -> None:
    """Write a mail or SMS and take it as sent: nothing leaves the demo while it is made."""
    made = make_verzending(
        zaak=zaak.id,
        gemeente=zaak.gemeente,
        persoon=_persons_of(zaak)[0],
        keuze=Sjabloonkeuze(stap.soort),
        door=door,
        now=now,
    )
    record_verzonden(made, van=Verzending.Status.WACHT, door=door, now=now)


def record_poging(stap: Stap, zaak: Werkzaak, *, door: Actor, now: datetime) -> None:
    """Record an attempt to reach somebody; nobody visits alone in the demo."""
    record_contactpoging(
        zaak=zaak.id,
        gemeente=zaak.gemeente,
        soort=stap.contact,
        bereikt=stap.bereikt,
        datum=now.astimezone(NEDERLAND).date(),
        dagdeel=stap.dagdeel,
        notitie=stap.notitie,
        persoon=_persons_of(zaak)[0] if stap.bereikt else None,
        niet_alleen=stap.contact == "Huisbezoek",
        door=door,
        now=now,
    )


def _take_step(stap: Stap, zaak: Werkzaak, *, door: Actor, now: datetime) -> None:
    """Record a step of the trajectory of the first resident, with an arrangement for the first claim."""
    day, persoon = now.astimezone(NEDERLAND).date(), _persons_of(zaak)[0]
    invoer = Stapinvoer(soort=stap.wat, datum=day, aard=stap.contact)
    if stap.wat == "betalingsregeling":
        toeval = make_toeval("regeling", zaak.adres)
        claim = Zaaksignaal.objects.filter(gemeente=zaak.gemeente, zaak=zaak.id, persoon=persoon)
        invoer = Stapinvoer(
            soort=stap.wat,
            datum=day,
            signaal=claim.order_by("-signaal__bedrag_cent", "signaal__regel").first().signaal_id,  # type: ignore[union-attr]
            bedrag_cent=toeval.choice((2500, 4000, 5000, 7500)),
            aantal_termijnen=toeval.choice((6, 10, 12)),
            eerste_termijn=day + timedelta(days=14),
        )
    record_trajectstap(zaak=zaak.id, gemeente=zaak.gemeente, persoon=persoon, stap=invoer, door=door, now=now)


def _check(stap: Stap, zaak: Werkzaak, *, door: Actor, now: datetime) -> None:
    set_controle(
        zaak=zaak.id,
        gemeente=zaak.gemeente,
        soort=stap.wat,
        persoon=None if CONTROLESOORTEN[stap.wat].van_het_adres else _persons_of(zaak)[0],
        toelichting=f"BRP, nagezocht op {now.astimezone(NEDERLAND):%d-%m-%Y}.",
        door=door,
        now=now,
    )


def _ask(_stap: Stap, zaak: Werkzaak, *, door: Actor, now: datetime) -> None:
    ask_navraag(zaak=zaak.id, gemeente=zaak.gemeente, door=door, now=now)


def _ask_longer(_stap: Stap, zaak: Werkzaak, *, door: Actor, now: datetime) -> None:
    """Ask the partner for four weeks more, where a stay of a claim runs."""
    claims = Zaaksignaal.objects.filter(gemeente=zaak.gemeente, zaak=zaak.id).values("signaal")
    running = Opschorting.objects.filter(gemeente=zaak.gemeente, signaal__in=claims, geeindigd_op=None)
    row = running.order_by("eind", "partner__sleutel").first()
    if row is None:
        return
    ask_verlenging(
        opschorting=row.id,
        zaak=zaak.id,
        gemeente=zaak.gemeente,
        tot=row.eind + timedelta(days=28),
        reden=REDEN_VERLENGING,
        door=door,
        now=now,
    )


def _threaten(stap: Stap, zaak: Werkzaak, *, door: Actor, now: datetime) -> None:
    confirm_bedreigend(
        zaak=zaak.id,
        gemeente=zaak.gemeente,
        grond=stap.wat,
        toelichting="De leverancier kondigt in de brief van vorige week een afsluiting aan.",
        door=door,
        now=now,
    )


def _answer(stap: Stap, zaak: Werkzaak, *, door: Actor, now: datetime) -> None:
    """Answer as a resident does: with the code of a letter that was printed, on the reply page."""
    del door
    code = Antwoordcode.objects.filter(
        gemeente=zaak.gemeente, zaak=zaak.id, verzending__status=Verzending.Status.VERZONDEN
    ).order_by("gemaakt_op", "id").first()  # fmt: skip
    if code is None:
        return
    toeval = make_toeval("antwoord", zaak.adres, stap.dag)
    calls = stap.wat == BEL_MIJ
    antwoord = Antwoord(
        soort=stap.wat,
        dag=list_beldagen(now.astimezone(NEDERLAND).date())[toeval.randrange(3)] if calls else None,
        dagdeel=toeval.choice(DAGDELEN) if calls else "",
        telefoon=f"06000{toeval.randrange(100_000):05d}" if calls else "",
        opmerking=toeval.choice(OPMERKINGEN[stap.wat]),
    )
    door = system_actor(herkomst=INWONER)
    answer_with_code(code=code.id, gemeente=zaak.gemeente, antwoord=antwoord, door=door, now=now)


def _settle(_stap: Stap, zaak: Werkzaak, *, door: Actor, now: datetime) -> None:
    """Act on the answers that wait."""
    open_ones = Bewonersantwoord.objects.filter(
        gemeente=zaak.gemeente, zaak=zaak.id, verwerkt_op=None, vervangen_op=None
    )
    for row in list(open_ones):
        settle_antwoord(antwoord=row.id, zaak=zaak.id, gemeente=zaak.gemeente, door=door, now=now)


def _persons_of(zaak: Werkzaak) -> list[UUID]:
    """Return who lives there as it stands now: a decision may have made one person of two since the day began."""
    links = Zaaksignaal.objects.filter(gemeente=zaak.gemeente, zaak=zaak.id, afgemeld_op=None)
    return sorted(set(links.values_list("persoon", flat=True))) or zaak.personen


HANDELINGEN: Final[Mapping[str, Callable[..., None]]] = {
    "brief": write_bericht,
    "mail": write_bericht,
    "sms": write_bericht,
    "poging": record_poging,
    "traject": _take_step,
    "controle": _check,
    "navraag": _ask,
    "verlenging": _ask_longer,
    "bedreigend": _threaten,
    "antwoord": _answer,
    "verwerken": _settle,
}
