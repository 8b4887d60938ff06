"""From what happened to a message, once each, and to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import NU, deliver, make_actor, make_partner, make_regel
from tests.koppelingen.buren import Buur
from tests.slices.notificaties.wereld import (
    MINUUT,
    SYSTEEM,
    make_notificatie,
    notify,
    posted,
    speak_for,
    subscribe,
    types,
)
from tests.slices.terugkoppeling.partnerwereld import (
    GEEN_CONTACT,
    close,
    make_gedeeld,
    make_partners,
    signaal_of,
    take,
    tell,
)
from tests.slices.terugkoppeling.test_opschortingen import make_lijst

from meldpunt.notificaties.aankondigen import announce, announce_missed
from meldpunt.notificaties.actions import pause_abonnement, resume_abonnement
from meldpunt.notificaties.models import Abonnement, Notificatie
from meldpunt.notificaties.opruimen import forget_old, give_up_old
from meldpunt.rules.afleverritme import BEWAREN, VERVAL
from meldpunt.rules.gebeurtenissen import GEBEURTENISSOORTEN
from meldpunt.terugkoppeling.models import Opschorting, Terugkoppeling
from meldpunt.terugkoppeling.navragen import ask_navraag
from meldpunt.terugkoppeling.opschortingen import end_due_opschortingen
from meldpunt.terugkoppeling.partnermededelingen import list_kenmerken, tell_recht

pytestmark = pytest.mark.django_db
DAG = timedelta(days=1)


def test_it_announces_that_a_delivery_was_judged_also_when_it_was_refused_as_a_whole(receiver: Buur) -> None:
    pwn, _ = make_partners()
    subscribe(pwn, receiver, soorten=("aanlevering_verwerkt",))
    good = deliver(partner=pwn, regels=[make_regel()], now=NU + MINUUT)
    bad = deliver(partner=pwn, regels=[make_regel()], kop="%PDF-1.7", now=NU + MINUUT)
    assert (good.status, bad.status) == ("verwerkt", "afgekeurd")
    assert notify(now=NU + 2 * MINUUT) == 2
    refs = {one.json()["dataref"] for one in posted(receiver)}
    assert refs == {f"https://meldpunt.example/api/v1/aanleveringen/{row.id}" for row in (good, bad)}


def test_it_announces_every_kind_of_event_once(receiver: Buur) -> None:
    pwn = make_partner()
    subscribe(pwn, receiver, now=NU - MINUUT)
    _, _, zaak = make_lijst()
    ask_navraag(zaak=zaak.id, gemeente="0392", door=make_actor(), now=NU)
    notify(now=NU + MINUUT)
    kenmerken = list_kenmerken([signaal_of(pwn).id], gemeente="0392")
    tell_recht(kenmerken, gemeente="0392", soort="beperking", now=NU + MINUUT)
    take(zaak, now=NU + 2 * MINUUT)
    close(zaak, resultaat=GEEN_CONTACT, now=NU + 2 * MINUUT)
    tell(now=NU + 2 * MINUUT)
    notify(now=NU + 3 * MINUUT)
    assert set(types(receiver)) == {
        soort.type.removeprefix("nl.meldpunt.") for soort in GEBEURTENISSOORTEN.values()
    }
    # Looked at again, also by the night, nothing is announced anew.
    assert announce(door=SYSTEEM, now=NU + 4 * MINUUT) == 0
    assert announce_missed(door=SYSTEEM, now=NU + DAG) == 0


def test_it_announces_a_stay_that_begins_and_one_that_ends_though_the_night_wrote_it_late(
    receiver: Buur,
) -> None:
    pwn, _, _ = make_gedeeld()
    subscribe(pwn, receiver, soorten=("opschorting_begonnen", "opschorting_beeindigd"))
    signaal = signaal_of(pwn)
    stay = Opschorting.objects.create(
        gemeente_id="0392",
        signaal=signaal,
        partner=pwn,
        begin=NU.date(),
        eind=NU.date() + 5 * DAG,
        lengte="5 dagen",
        grondslag="proef",
    )
    notify(now=NU + MINUUT)
    assert types(receiver) == ["opschorting-begonnen"]
    # The machine stood still for a week; the stay ends on its own last day.
    late = NU + 12 * DAG
    notify(now=late - MINUUT)
    end_due_opschortingen(door=SYSTEEM, now=late)
    stay.refresh_from_db()
    assert stay.geeindigd_op == NU.date() + 5 * DAG
    assert announce_missed(door=SYSTEEM, now=late + MINUUT) == 1
    notify(now=late + 2 * MINUUT)
    assert types(receiver) == ["opschorting-beeindigd", "opschorting-begonnen"]


def test_it_tells_a_partner_of_its_own_signalen_and_of_no_other(receiver: Buur) -> None:
    pwn, vitens, zaak = make_gedeeld()
    subscribe(vitens, receiver, soorten=("terugkoppeling_gegeven",))
    take(zaak, now=NU + MINUUT)
    tell(now=NU + MINUUT)
    notify(now=NU + 2 * MINUUT)
    own = set(
        Terugkoppeling.objects.filter(partner=vitens, gemeld_op__gte=NU + MINUUT).values_list("id", flat=True)
    )
    assert own
    assert set(Notificatie.objects.values_list("bron", flat=True)) == own
    assert Terugkoppeling.objects.filter(partner=pwn).exists()


def test_it_says_nothing_of_what_happened_before_the_receiver_said_yes(receiver: Buur) -> None:
    pwn, _ = make_partners()
    deliver(partner=pwn, regels=[make_regel()], now=NU - MINUUT)
    subscribe(pwn, receiver, soorten=("aanlevering_verwerkt",))
    assert notify(now=NU + MINUUT) == 0
    assert announce_missed(door=SYSTEEM, now=NU + DAG) == 0


def test_it_puts_nothing_of_a_resident_in_a_message(receiver: Buur) -> None:
    pwn, _ = make_partners()
    subscribe(pwn, receiver)
    deliver(partner=pwn, regels=[make_regel(klantnummer="K77")], now=NU + MINUUT)
    notify(now=NU + 2 * MINUUT)
    sent = [f"{one.pad} {one.koppen} {one.inhoud!r}" for one in posted(receiver)]
    assert sent
    assert not [
        text for text in sent if any(word in text for word in ("K77", "Jansen", "2011AA", "1980", "120"))
    ]
    assert set(posted(receiver)[0].json()) == {"specversion", "type", "source", "id", "time", "dataref"}


def test_it_finds_what_was_committed_a_while_after_it_was_written(receiver: Buur) -> None:
    pwn, _ = make_partners()
    subscribe(pwn, receiver, soorten=("aanlevering_verwerkt",))
    notify(now=NU + 30 * MINUUT)
    deliver(partner=pwn, regels=[make_regel()], now=NU + 10 * MINUUT)
    assert notify(now=NU + 31 * MINUUT) == 1


def test_it_keeps_what_happens_while_a_subscription_pauses(receiver: Buur) -> None:
    pwn, _ = make_partners()
    begonnen = subscribe(pwn, receiver, soorten=("aanlevering_verwerkt",))
    pause_abonnement(abonnement=begonnen.id, door=speak_for(pwn), now=NU)
    deliver(partner=pwn, regels=[make_regel()], now=NU + MINUUT)
    assert notify(now=NU + 2 * MINUUT) == 0
    resume_abonnement(abonnement=begonnen.id, door=speak_for(pwn), now=NU + 3 * MINUUT)
    assert notify(now=NU + 3 * MINUUT) == 1


def test_it_announces_to_each_subscription_what_it_asked_for_under_one_id(receiver: Buur) -> None:
    pwn, _ = make_partners()
    subscribe(pwn, receiver, soorten=("aanlevering_verwerkt",))
    subscribe(pwn, receiver, soorten=("aanlevering_verwerkt", "navraag_gesteld"))
    subscribe(make_partner(sleutel="eneco", naam="Eneco"), receiver, soorten=("aanlevering_verwerkt",))
    deliver(partner=pwn, regels=[make_regel()], now=NU + MINUUT)
    assert announce(door=SYSTEEM, now=NU + 2 * MINUUT) == 2
    assert len(set(Notificatie.objects.values_list("bron", flat=True))) == 1


def test_it_forgets_messages_later_than_the_night_looks_back(receiver: Buur) -> None:
    pwn, _ = make_partners()
    begonnen = subscribe(pwn, receiver, soorten=("aanlevering_verwerkt",))
    deliver(partner=pwn, regels=[make_regel()], now=NU + MINUUT)
    notify(now=NU + 2 * MINUUT)
    assert forget_old(door=SYSTEEM, now=NU + BEWAREN) == 0
    later = NU + BEWAREN + DAG
    assert forget_old(door=SYSTEEM, now=later) == 1
    Abonnement.objects.filter(id=begonnen.id).update(aangekondigd_tot=later)
    assert announce_missed(door=SYSTEEM, now=later) == 0


def test_it_puts_what_waited_a_month_with_what_was_lost(receiver: Buur) -> None:
    pwn, _ = make_partners()
    begonnen = subscribe(pwn, receiver)
    message = make_notificatie(begonnen.id, pwn)
    assert give_up_old(door=SYSTEEM, now=NU + VERVAL) == 0
    assert give_up_old(door=SYSTEEM, now=NU + VERVAL + MINUUT) == 1
    message.refresh_from_db()
    assert (message.status, message.laatste_code) == ("mislukt", "vervallen")
