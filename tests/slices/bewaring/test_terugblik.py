"""The monitor comes out the same, whether persons were destroyed in between or not; and the hashes expire."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.factories import deliver, make_deelname, make_partner, make_regel

from meldpunt.aanlevering.models import Signaal, SignaalPersoon
from meldpunt.bewaring.actions import forget_due
from meldpunt.bewaring.vernietiging import Aanleiding, destroy_batch
from meldpunt.matching.models import Terugblik, Zaak, Zaaksignaal
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.models import Sleutel

pytestmark = pytest.mark.django_db
SYSTEEM = system_actor(herkomst="test")
TERMIJN = Aanleiding("termijn", "landelijk", "gesloten", "onze lezing")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)


def close_all(*, on: date) -> None:
    Zaak.objects.filter(status="nieuw").update(
        status="gesloten",
        eindresultaat="Geen reactie na eerder contact",
        gesloten_op=at(on),
        status_sinds=at(on),
    )


def destroy_all(*, on: date) -> None:
    keys = list(SignaalPersoon.objects.values_list("id", flat=True))
    destroy_batch(keys, TERMIJN, gemeente="0392", door=SYSTEEM, now=at(on))


REGEL = st.tuples(
    st.sampled_from(["11", "12"]),  # house number
    st.sampled_from(["K1", "K2"]),
    st.sampled_from(["100,00", "120,00"]),
    st.sampled_from(["pwn", "vitens"]),
)
RONDE = st.tuples(
    st.lists(REGEL, min_size=1, max_size=4, unique_by=lambda r: (r[1], r[3])), st.integers(31, 220)
)


def play(rondes: list[tuple[list[tuple[str, str, str, str]], int]], *, destroy: bool) -> list[object]:
    """Deliver in rounds, close in between, destroy in between or not; return what the monitor counts."""
    partners = {key: make_partner(sleutel=key, naam=key.upper()) for key in ("pwn", "vitens")}
    make_deelname(partners=list(partners.values()))
    day = date(2025, 1, 10)
    for regels, wait in rondes:
        for key, partner in partners.items():
            rows = [
                make_regel(klantnummer=klant, huisnummer=nummer, bedrag=bedrag, sinds="2024-10-20")
                for nummer, klant, bedrag, van in regels
                if van == key
            ]
            if rows:
                deliver(partner=partner, regels=rows, datum=day, now=at(day))
        close_all(on=day)
        day = date.fromordinal(day.toordinal() + wait)
        if destroy:
            destroy_all(on=day)
            forget_due(door=SYSTEEM, now=at(day))
    return describe()


def describe() -> list[object]:
    """Write out which zaak follows on which and which signaal repeats which; named by day, partner and line."""
    place = {
        row.id: f"{row.aanleverdatum} {row.partner.sleutel} {row.regel}"
        for row in Signaal.objects.select_related("partner")
    }
    members: dict[UUID, list[str]] = {}
    for link in Zaaksignaal.objects.all():
        members[link.zaak_id] = sorted([*members.get(link.zaak_id, []), place[link.signaal_id]])
    followed = [
        (members[zaak.id], members[zaak.opeenvolgend_op] if zaak.opeenvolgend_op else [], zaak.alles_herhaald)
        for zaak in Zaak.objects.all()
    ]
    repeats = Zaaksignaal.objects.filter(herhaling_van__isnull=False)
    return [sorted(followed), sorted((place[r.signaal_id], place[r.herhaling_van]) for r in repeats)]


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(RONDE, min_size=2, max_size=3))
def test_it_marks_the_same_with_and_without_destruction_in_between(
    rondes: list[tuple[list[tuple[str, str, str, str]], int]],
) -> None:
    outcomes = []
    for destroy in (False, True):
        with transaction.atomic():
            outcomes.append(play(rondes, destroy=destroy))
            transaction.set_rollback(True)
    assert outcomes[0] == outcomes[1]


def test_it_recognises_an_address_and_a_claim_of_which_the_person_is_gone() -> None:
    partner = make_partner()
    make_deelname(partners=[partner])
    deliver(
        partner=partner,
        regels=[make_regel(sinds="2026-02-15")],
        datum=date(2026, 4, 10),
        now=at(date(2026, 4, 10)),
    )
    first = Zaak.objects.get()
    close_all(on=date(2026, 4, 20))
    destroy_all(on=date(2026, 7, 20))
    assert not SignaalPersoon.objects.exists()
    deliver(partner=partner, regels=[make_regel()], datum=date(2026, 10, 9), now=at(date(2026, 10, 9)))
    second = Zaak.objects.exclude(id=first.id).get()
    assert second.opeenvolgend_op == first.id
    assert second.alles_herhaald
    deliver(
        partner=partner,
        regels=[make_regel(huisnummer="99")],
        datum=date(2026, 10, 9),
        now=at(date(2026, 10, 9)),
    )
    assert Zaak.objects.exclude(id__in=[first.id, second.id]).get().opeenvolgend_op is None


def test_it_keeps_no_address_and_no_number_in_the_hash_and_destroys_the_key_with_its_month() -> None:
    partner = make_partner()
    make_deelname(partners=[partner])
    deliver(
        partner=partner,
        regels=[make_regel(sinds="2026-02-15")],
        datum=date(2026, 4, 10),
        now=at(date(2026, 4, 10)),
    )
    close_all(on=date(2026, 4, 20))
    destroy_all(on=date(2026, 7, 20))
    row = Terugblik.objects.get()
    assert row.maand == "2026-10"
    assert "2011AA" not in row.adres_hash
    forget_due(door=SYSTEEM, now=at(date(2026, 10, 31)))
    assert Terugblik.objects.exists()
    forget_due(door=SYSTEEM, now=at(date(2026, 11, 1)))
    assert not Terugblik.objects.exists()
    assert not Sleutel.objects.filter(doel="terugblik 2026-10", vernietigd_op=None).exists()
    assert Sleutel.objects.filter(doel="terugblik 2026-10", verpakt=None).exists()
