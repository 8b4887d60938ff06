"""Load the demo world, or throw it away: parties first, then three months day by day, accounts last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.apps import apps
from django.db import connection, transaction

from meldpunt import pipeline
from meldpunt.aanlevering import ruw
from meldpunt.audit.ankers import ankerbestand
from meldpunt.audit.keten import unlocked
from meldpunt.audit.models import Logregel
from meldpunt.demo.aanmeldwerk import sign_in_lately
from meldpunt.demo.adresregister import load_register
from meldpunt.demo.bewaarwerk import choose_termijn, forget_grootboek, keep_and_destroy
from meldpunt.demo.brpwerk import ask_brp
from meldpunt.demo.datalekken import make_datalekken
from meldpunt.demo.inrichting import make_accounts, make_partijen
from meldpunt.demo.inwoners import Vordering
from meldpunt.demo.kalender import Kalender, make_toeval
from meldpunt.demo.koppelingen import show_outage
from meldpunt.demo.leveringen import SYSTEEM, deliver, list_bestanden, list_vorderingen, recall, save_kaarten
from meldpunt.demo.mismatches import fill_mismatchbank
from meldpunt.demo.overeenkomsten import make_overeenkomsten
from meldpunt.demo.partnerwerk import speak_for_partners
from meldpunt.demo.postkamer import prepare_post, print_piles
from meldpunt.demo.privacywerk import load_risicolijst, sign_tabellen
from meldpunt.demo.vandaag import prepare_vandaag
from meldpunt.demo.verloop import Werkvloer
from meldpunt.demo.verzoeken import ask_for_residents
from meldpunt.demo.webhooks import make_webhooks
from meldpunt.demo.werkzaak import coordinator_of
from meldpunt.matching.lijst import preview_lijst
from meldpunt.matching.models import BekendAdres
from meldpunt.matching.vaststelling import confirm_lijst
from meldpunt.partijen.models import Signaalpartner
from meldpunt.toegang.models import Gebruiker

LIJSTGEMEENTEN = ("0392", "0473")
LIJSTCONVENANT = "haarlem-zandvoort"
Gebeurtenis = tuple[datetime, Callable[[], None]]


def can_load() -> bool:
    """Say whether nothing is lost by loading: nobody can sign in, and what is there is an interrupted load."""
    left_behind = Logregel.objects.filter(herkomst=SYSTEEM.herkomst).exists()
    return not Gebruiker.objects.exists() and (left_behind or not Signaalpartner.objects.exists())


def empty_wereld() -> None:
    """Empty every table of ours, and remove the raw files that waited."""
    for key, _ in ruw.list_stored():
        ruw.destroy(key)
    quote = connection.ops.quote_name
    models = apps.get_app_config("meldpunt").get_models(include_auto_created=True)
    tables = ", ".join(quote(model._meta.db_table) for model in models)
    with unlocked(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} CASCADE")
    ankerbestand().unlink(missing_ok=True)
    forget_grootboek()


def load_wereld(*, nu: datetime) -> None:
    """Load the demo world as it stands at one moment, into empty tables."""
    kalender = Kalender(nu)
    with _without_waiting():
        with transaction.atomic():
            make_partijen(kalender, door=SYSTEEM)
            make_overeenkomsten(kalender, door=SYSTEEM)
            prepare_post(kalender, door=SYSTEEM)
            sign_tabellen(kalender)
            choose_termijn(kalender)
            save_kaarten(kalender)
            vorderingen = list_vorderingen(kalender)
            load_register(vorderingen, kalender)
            _make_bekende_adressen(vorderingen, kalender)
        _live(_list_gebeurtenissen(vorderingen, kalender), kalender)
        # A failure is written for every process, so not within a transaction.
        show_outage(door=SYSTEEM, now=nu)
        with transaction.atomic():
            make_accounts(kalender)
            sign_in_lately(now=nu)
            prepare_vandaag(now=nu)
            fill_mismatchbank(now=nu)
            ask_for_residents(now=nu)
            keep_and_destroy(kalender)
            make_datalekken(kalender)
            make_webhooks(kalender)
            ask_brp(vorderingen, kalender)


def _live(gebeurtenissen: Iterable[Gebeurtenis], kalender: Kalender) -> None:
    """Let everything happen in its order; before each day people do their work and partners are told."""
    vloer, last = Werkvloer(kalender), None
    for moment, happen in sorted(gebeurtenissen, key=lambda gebeurtenis: gebeurtenis[0]):
        for day in _days_between(last, moment.date()):
            _work(vloer, kalender.moment(day, 6))
        happen()
        last = moment.date()
    for day in _days_between(last, kalender.vandaag):
        _work(vloer, kalender.moment(day, 6))
    _work(vloer, kalender.nu)


def _days_between(last: date | None, until: date) -> Iterator[date]:
    """Yield the days after the last one up to and including another; without a last one only that."""
    day = until if last is None else last + timedelta(days=1)
    while day <= until:
        yield day
        day += timedelta(days=1)


def _work(vloer: Werkvloer, now: datetime) -> None:
    vloer.work_until(now)
    with transaction.atomic():
        print_piles(now=now)
    pipeline.clock_due(door=SYSTEEM, clock=lambda: now)
    pipeline.tell_due(door=SYSTEEM, clock=lambda: now)
    speak_for_partners(now=now)
    pipeline.end_what_is_over(door=SYSTEEM, clock=lambda: now)


@contextmanager
def _without_waiting() -> Iterator[None]:
    """Let a commit not wait for the disk: what a crash would lose is made again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def _list_gebeurtenissen(vorderingen: Sequence[Vordering], kalender: Kalender) -> Iterator[Gebeurtenis]:
    """Yield what happens when: deliveries, recalls and the lists of the two past months."""
    for bestand in list_bestanden(vorderingen, kalender=kalender):
        yield (
            kalender.moment(bestand.dag, bestand.uur),
            lambda bestand=bestand: deliver(bestand, kalender=kalender),  # type: ignore[misc]
        )
        if bestand.ingetrokken_op is not None:
            moment = kalender.moment(bestand.ingetrokken_op, 11)
            yield moment, lambda bestand=bestand, moment=moment: recall(bestand, now=moment)  # type: ignore[misc]
    moment = kalender.moment(kalender.day_of(1, 2), 15)
    yield moment, lambda: load_risicolijst(vorderingen, door=coordinator_of("0392"), now=moment)
    for maand in (0, 1):
        for gemeente in LIJSTGEMEENTEN:
            day = kalender.moment(kalender.day_of(maand, 28), 10)
            yield day, lambda gemeente=gemeente, day=day: _confirm(gemeente, day)  # type: ignore[misc]


def _confirm(gemeente: str, moment: datetime) -> None:
    """Let the coordinator look at the list of a past month and confirm it."""
    door = coordinator_of(LIJSTGEMEENTEN[0])
    voorstel = preview_lijst(gemeente=gemeente, convenant=LIJSTCONVENANT, peildatum=moment.date(), door=door)
    confirm_lijst(
        gemeente=gemeente,
        convenant=LIJSTCONVENANT,
        peildatum=moment.date(),
        vingerafdruk=voorstel.vingerafdruk,
        door=door,
        now=moment,
    )


def _make_bekende_adressen(vorderingen: Sequence[Vordering], kalender: Kalender) -> None:
    """Let one household in eight be known to debt help or have a benefit."""
    found: dict[tuple[str, int], BekendAdres] = {}
    for vordering in vorderingen:
        adres = vordering.adressen[0]
        if adres.letter or adres.toevoeging:
            continue
        toeval = make_toeval("bekend", adres.postcode, adres.huisnummer)
        if toeval.random() < 0.13:
            found[adres.postcode, adres.huisnummer] = BekendAdres(
                gemeente_id=vordering.gemeente,
                postcode=adres.postcode,
                huisnummer=adres.huisnummer,
                suffix="",
                reden=toeval.choice(("schuldhulpverlening", "schuldhulpverlening", "uitkering")),
                geladen_op=kalender.moment(kalender.maanden[0], 8),
            )
    BekendAdres.objects.bulk_create(found.values())
