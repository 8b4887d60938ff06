"""The deliveries of three months, through the same door as every delivery: received, judged, stored, matched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from meldpunt import pipeline
from meldpunt.aanlevering.actions import Inzending, recall_aanlevering, receive_aanlevering
from meldpunt.aanlevering.beoordeling import hash_kop
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.demo.accounts import ACCOUNTS
from meldpunt.demo.bestanden import (
    KOLOMMEN_ELKIEN,
    KOLOMMEN_VITENS,
    damage_rijen,
    get_vorm,
    list_kolommen,
    make_rij,
    write_rijen,
)
from meldpunt.demo.gemeenten import WERKWIJZEN
from meldpunt.demo.inwoners import Vordering, make_vorderingen
from meldpunt.demo.kalender import Kalender, make_toeval
from meldpunt.demo.organisaties import INBRENG, LATE_PARTNER, Inbreng
from meldpunt.partijen.actions import save_kolomkaart
from meldpunt.partijen.models import Signaalpartner
from meldpunt.toegang.actor import Actor, system_actor

SYSTEEM = system_actor(herkomst="demo")
GEEN_REKENBLAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bestand:
    """One file on its way to the meldpunt, and the day on which the partner recalls it, if it does."""

    organisatie: str
    convenant: str
    dag: date
    naam: str
    inhoud: bytes
    uur: int = 9
    kaart: dict[str, str] | None = field(default=None)
    wacht: bool = False
    ingetrokken_op: date | None = None


def list_vorderingen(kalender: Kalender) -> list[Vordering]:
    """Make up what everybody owes, in every municipality under every covenant."""
    found, nummer = list[Vordering](), 0
    for werkwijze in WERKWIJZEN:
        found += make_vorderingen(werkwijze, kalender=kalender, eerste_nummer=nummer)
        nummer += 3 * werkwijze.huishoudens
    return found


def list_bestanden(vorderingen: Sequence[Vordering], *, kalender: Kalender) -> list[Bestand]:
    """Make every file of the three months, in the order in which they come in."""
    found = [
        bestand
        for maand in range(3)
        for inbreng in INBRENG
        if not (inbreng.organisatie == LATE_PARTNER and maand == 0)
        for bestand in _files_of(inbreng, vorderingen, maand, kalender)
    ]
    return sorted([*found, *_odd_files(kalender)], key=lambda b: (b.dag, b.uur))


def _files_of(
    inbreng: Inbreng, vorderingen: Sequence[Vordering], maand: int, kalender: Kalender
) -> Iterator[Bestand]:
    dag, vorm = kalender.day_of(maand, inbreng.leverdag), get_vorm(inbreng.organisatie)
    rijen = [
        make_rij(v, maand, periode=f"{dag:%y%m}", datumvorm=vorm.datum)
        for v in vorderingen
        if v.inbreng is inbreng and maand in v.centen
    ]
    if not rijen:
        return
    namen = KOLOMMEN_VITENS if inbreng.organisatie == "vitens" else None
    if wacht := inbreng.organisatie == "elkien" and maand == 2:
        namen = KOLOMMEN_ELKIEN
    fout = damage_rijen(
        rijen,
        convenant=inbreng.convenant,
        kort=(dag - timedelta(days=9)).strftime(vorm.datum),
        lang=(dag - timedelta(days=640)).strftime(vorm.datum),
        toeval=make_toeval("fouten", kalender.vandaag, inbreng.convenant, inbreng.organisatie, maand),
    )
    kolommen = list_kolommen(inbreng.organisatie, inbreng.convenant)

    def make(naam: str, rows: Sequence[dict[str, str]], uur: int) -> Bestand:
        return Bestand(
            organisatie=inbreng.organisatie,
            convenant=inbreng.convenant,
            dag=dag,
            naam=naam,
            inhoud=write_rijen(rows, kolommen=kolommen, vorm=vorm, namen=namen),
            uur=uur,
            kaart={his: ours for ours, his in KOLOMMEN_VITENS.items()} if namen is KOLOMMEN_VITENS else None,
            wacht=wacht,
            ingetrokken_op=dag + timedelta(days=9)
            if inbreng.organisatie == "vattenfall" and maand == 1
            else None,
        )

    yield make(f"{inbreng.organisatie}-{dag:%Y-%m}.{vorm.extensie}", fout, 9)
    # PWN mends what was refused and delivers the whole file again the same day: only the mended rows are new.
    if inbreng.organisatie == "pwn" and maand == 1:
        yield make(f"{inbreng.organisatie}-{dag:%Y-%m}-verbeterd.{vorm.extensie}", rijen, 14)


def _odd_files(kalender: Kalender) -> Iterator[Bestand]:
    """Make what was never a delivery: a PDF that calls itself a workbook."""
    dag = kalender.day_of(1, 4)
    yield Bestand(
        organisatie="woonkracht10",
        convenant="drechtsteden",
        dag=dag,
        naam=f"achterstanden {dag:%m-%Y}.xlsx",
        inhoud=GEEN_REKENBLAD,
        uur=16,
    )


def save_kaarten(kalender: Kalender) -> None:
    """Remember the column map that Vitens made for the files of its own system."""
    partner = _partner("vitens")
    kop = [KOLOMMEN_VITENS.get(k, k) for k in list_kolommen("vitens", "landelijk")]
    save_kolomkaart(
        partner=partner,
        kop_sha256=hash_kop(kop),
        kaart={his: ours for ours, his in KOLOMMEN_VITENS.items()},
        door=actor_of(partner),
        now=kalender.moment(kalender.maanden[0], 9),
    )


def deliver(bestand: Bestand, *, kalender: Kalender) -> None:
    """Take one file in and through the whole pipeline, at its own moment."""
    partner, now = _partner(bestand.organisatie), kalender.moment(bestand.dag, bestand.uur)
    ontvangst = receive_aanlevering(
        inzending=Inzending(
            blokken=[bestand.inhoud],
            naam=bestand.naam,
            partner=partner,
            convenant=bestand.convenant,
            datum=bestand.dag,
            kanaal="web",
            kolomkaart=bestand.kaart,
            wacht_op_kolommen=bestand.wacht,
        ),
        door=actor_of(partner),
        now=now,
    )
    if not bestand.wacht:
        pipeline.run_aanlevering(aanlevering=ontvangst.aanlevering.id, door=SYSTEEM, clock=lambda: now)


def recall(bestand: Bestand, *, now: datetime) -> None:
    """Recall a delivery that should not have been sent, and put right what it touched."""
    partner = _partner(bestand.organisatie)
    aanlevering = Aanlevering.objects.get(partner=partner, bestandsnaam=bestand.naam, status="verwerkt")
    recall_aanlevering(
        aanlevering=aanlevering.id,
        reden="Verkeerd bestand: hierin staan klanten die intussen hebben betaald.",
        door=actor_of(partner),
        now=now,
    )
    pipeline.run_aanlevering(aanlevering=aanlevering.id, door=SYSTEEM, clock=lambda: now)


def _partner(sleutel: str) -> Signaalpartner:
    return Signaalpartner.objects.get(sleutel=sleutel)


def actor_of(partner: Signaalpartner) -> Actor:
    """Return who delivers for a partner: its account, or a colleague without one in the demo world."""
    account = next((a for a in ACCOUNTS if a.functies[0] == ("partner", "partner", partner.sleutel)), None)
    return Actor(
        account.gebruiker if account else None,
        account.naam if account else partner.naam,
        "partner",
        "partner",
        partner.sleutel,
        "web",
        partner=partner.id,
    )
