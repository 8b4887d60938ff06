"""Matching on the database: joining, following on, repeating, and the same outcome in any order of arrival."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.aanlevering.actions import recall_aanlevering
from meldpunt.aanlevering.models import Aanlevering, Signaal, SignaalPersoon
from meldpunt.matching.actions import decide_persoon
from meldpunt.matching.models import Intrekkingsgevolg, Matchrun, Persoonsvraag, Zaak, Zaaksignaal
from meldpunt.opvolging.actions import close_zaak, take_zaak
from meldpunt.partijen.models import Signaalpartner
from meldpunt.pipeline import run_aanlevering
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)
OKTOBER = date(2026, 10, 25)


def recall(aanlevering: Aanlevering) -> None:
    door = system_actor(herkomst="test")
    recall_aanlevering(aanlevering=aanlevering.id, reden="verkeerd bestand", door=door, now=NU)
    run_aanlevering(aanlevering=aanlevering.id, door=door, clock=lambda: NU)


def test_a_new_signaal_joins_the_open_zaak_and_marks_it() -> None:
    pwn, vitens = make_partner(), make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(partners=[pwn, vitens])
    deliver(partner=pwn, regels=[make_regel()])
    deliver(partner=vitens, regels=[make_regel(klantnummer="V1")], datum=OKTOBER + timedelta(days=20))
    zaak = Zaak.objects.get()
    assert (zaak.aantal, zaak.aantal_partners, zaak.markeringen) == (2, 2, ["nieuw_signaal"])
    assert Zaaksignaal.objects.get(signaal__partner=vitens).later_toegevoegd


def test_a_signaal_after_closing_starts_a_zaak_that_follows_on() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel(bedrag="100,00")])
    first = Zaak.objects.get()
    door = make_actor()
    take_zaak(zaak=first.id, gemeente="0392", door=door, now=NU)
    close_zaak(
        zaak=first.id,
        gemeente="0392",
        eindresultaat="Geen reactie na eerder contact",
        door=door,
        now=NU,
    )
    deliver(partner=pwn, regels=[make_regel(bedrag="90,00")], datum=OKTOBER + timedelta(days=31))
    second = Zaak.objects.exclude(id=first.id).get()
    assert second.opeenvolgend_op == first.id
    assert second.alles_herhaald
    assert (
        Zaaksignaal.objects.get(zaak=second).herhaling_van == Zaaksignaal.objects.get(zaak=first).signaal_id
    )


def test_a_higher_amount_is_no_repeat() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel(bedrag="100,00")])
    deliver(partner=pwn, regels=[make_regel(bedrag="100,01")], datum=OKTOBER + timedelta(days=31))
    zaak = Zaak.objects.get()
    assert not zaak.alles_herhaald
    assert (zaak.aantal, zaak.bedrag_cent) == (2, 10001)


def test_the_same_file_twice_does_nothing_twice() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    first = deliver(partner=pwn, regels=[make_regel()])
    second = deliver(partner=pwn, regels=[make_regel()])
    assert first.id == second.id
    assert Signaal.objects.count() == Zaak.objects.count() == Matchrun.objects.count() == 1


@pytest.mark.parametrize("referentie", ["", "R-1"])
def test_a_corrected_file_brings_only_what_was_refused(referentie: str) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    good = make_regel(klantnummer="K1", referentie=referentie)
    deliver(partner=pwn, regels=[good, make_regel(klantnummer="K2", bedrag="abc")])
    again = deliver(
        partner=pwn,
        regels=[good, make_regel(klantnummer="K2", bedrag="80,00")],
        datum=OKTOBER + timedelta(days=1),
    )
    assert (again.aantal_geaccepteerd, again.aantal_al_ontvangen, again.aantal_geweigerd) == (1, 1, 0)
    assert Signaal.objects.count() == 2


def test_recall_puts_zaken_right_and_tells_the_municipality() -> None:
    pwn, vitens = make_partner(), make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(partners=[pwn, vitens])
    wrong = deliver(partner=pwn, regels=[make_regel(), make_regel(klantnummer="K2", huisnummer="20")])
    deliver(partner=vitens, regels=[make_regel(klantnummer="V1", bedrag="50,00")])
    recall(wrong)
    left = Zaak.objects.get(status="nieuw")
    assert (left.aantal, left.bedrag_cent) == (1, 5000)
    assert "signaal_ingetrokken" in left.markeringen
    assert Zaak.objects.get(status="vervallen").aantal == 1
    gevolg = Intrekkingsgevolg.objects.get()
    assert (gevolg.gemeente_id, gevolg.aantal_signalen) == ("0392", 2)
    assert (len(gevolg.zaken_vervallen), gevolg.zaken_aangepast) == (1, [left.id])
    assert SignaalPersoon.objects.count() == 1


def test_recall_leaves_a_zaak_in_hand_to_a_person() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    wrong = deliver(partner=pwn, regels=[make_regel()])
    zaak = Zaak.objects.get()
    take_zaak(zaak=zaak.id, gemeente="0392", door=make_actor(), now=NU)
    recall(wrong)
    zaak.refresh_from_db()
    assert (zaak.status, zaak.aantal, zaak.markeringen) == ("in_behandeling", 1, ["signaal_ingetrokken"])
    assert SignaalPersoon.objects.count() == 1


def test_a_recalled_file_can_be_delivered_again() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    first = deliver(partner=pwn, regels=[make_regel()])
    recall(first)
    second = deliver(partner=pwn, regels=[make_regel()])
    assert second.id != first.id
    assert second.aantal_geaccepteerd == 1
    assert Zaak.objects.filter(status="nieuw").count() == 1


def test_a_decision_about_persons_is_kept_when_more_signalen_join() -> None:
    pwn, vitens = make_partner(), make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(partners=[pwn, vitens])
    deliver(partner=pwn, regels=[make_regel(geboortedatum="")])
    deliver(partner=vitens, regels=[make_regel(klantnummer="V1")])
    zaak = Zaak.objects.get()
    assert zaak.vragen_open == 1
    assert Zaaksignaal.objects.values("persoon").distinct().count() == 2
    vraag = Persoonsvraag.objects.get()
    decide_persoon(
        vraag=vraag.id,
        gemeente="0392",
        zelfde=True,
        was=None,
        toelichting="gebeld",
        door=make_actor(),
        now=NU,
    )
    zaak.refresh_from_db()
    assert zaak.vragen_open == 0
    assert Zaaksignaal.objects.values("persoon").distinct().count() == 1
    deliver(
        partner=pwn, regels=[make_regel(klantnummer="K9", achternaam="Bakker", geboortedatum="1990-01-01")]
    )
    assert Zaaksignaal.objects.values("persoon").distinct().count() == 2
    assert Persoonsvraag.objects.get().zelfde is True


def test_an_open_question_stays_the_same_question_when_a_signaal_joins() -> None:
    pwn, vitens = make_partner(), make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(partners=[pwn, vitens])
    deliver(partner=pwn, regels=[make_regel(geboortedatum="")])
    deliver(partner=vitens, regels=[make_regel(klantnummer="V1")])
    asked = Persoonsvraag.objects.get().id
    deliver(partner=pwn, regels=[make_regel(klantnummer="K9", achternaam="Bakker", voorletters="P.")])
    assert Persoonsvraag.objects.get().id == asked


def test_decisions_that_contradict_each_other_are_asked_again() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel(klantnummer=f"K{n}", geboortedatum="") for n in range(3)])
    zaak = Zaak.objects.get()
    answers = {(0, 1): False, (0, 2): False, (1, 2): True, (0, 1, "again"): True}
    signalen = list(Zaaksignaal.objects.order_by("signaal").values_list("signaal", flat=True))
    for (a, b, *again), zelfde in answers.items():
        vraag = Persoonsvraag.objects.get(signaal_a=signalen[a], signaal_b=signalen[b])
        was = False if again else None
        decide_persoon(
            vraag=vraag.id,
            gemeente="0392",
            zelfde=zelfde,
            was=was,
            toelichting="",
            door=make_actor(),
            now=NU,
        )
    zaak.refresh_from_db()
    # What keeps a zaak from being closed is always there to be answered.
    asked = Persoonsvraag.objects.filter(zelfde=None)
    assert zaak.vragen_open == asked.count() == 2
    assert set(asked.values_list("trap", flat=True)) == {"tegenstrijdig_besluit"}
    decide_persoon(
        vraag=asked.get(signaal_a=signalen[0]).id,
        gemeente="0392",
        zelfde=True,
        was=None,
        toelichting="",
        door=make_actor(),
        now=NU,
    )
    zaak.refresh_from_db()
    assert zaak.vragen_open == asked.count() == 0


# Few addresses and names, so that rows meet.
REGELS = st.lists(
    st.builds(
        make_regel,
        klantnummer=st.sampled_from(["K1", "K2", "K3"]),
        achternaam=st.sampled_from(["Jansen", "de Vries", "Jansen-de Vries"]),
        voorletters=st.sampled_from(["J.", "P.", ""]),
        geboortedatum=st.sampled_from(["1980-05-01", "1981-05-01", ""]),
        huisnummer=st.sampled_from(["1", "2"]),
        bedrag=st.sampled_from(["100,00", "80,00", "x"]),
        referentie=st.uuids().map(str),
    ),
    min_size=2,
    max_size=8,
)


def outcome() -> list[object]:
    """Describe every zaak by what it holds and how its signalen fall into persons, without any key."""
    zaken = []
    for zaak in Zaak.objects.all():
        persons: dict[object, list[str]] = {}
        for link in Zaaksignaal.objects.filter(zaak=zaak):
            persons.setdefault(link.persoon, []).append(
                SignaalPersoon.objects.get(id=link.signaal_id).referentie
            )
        zaken.append(
            (zaak.aantal, zaak.bedrag_cent, zaak.aantal_partners, zaak.vragen_open,
             sorted(sorted(refs) for refs in persons.values()))
        )  # fmt: skip
    return sorted(zaken)


def wipe() -> None:
    tables = "signaal, meldpunt_signaalpersoon, meldpunt_zaak, meldpunt_zaaksignaal, meldpunt_persoonsvraag"
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE meldpunt_{tables}, meldpunt_regelfout, meldpunt_aanlevering CASCADE")


def deliver_parts(partners: Sequence[Signaalpartner], parts: Sequence[tuple[int, list[str]]]) -> list[object]:
    wipe()
    for number, (which, regels) in enumerate(parts):
        kop = "klantnummer;achternaam;voorletters;geboortedatum;postcode;huisnummer;huisnummertoevoeging;"
        # A file of its own each time: the header's last column name differs, the content with it.
        deliver(
            partner=partners[which],
            regels=[regel + ";" for regel in regels],
            kop=f"{kop}type_vordering;bedrag;achterstand_sinds;referentie;leeg{number}",
        )
    return outcome()


RUSTIG = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


def compare_any_split(first: list[str], second: list[str], cut: int, data: st.DataObject) -> None:
    """Deliver the rows at once and in parts in any order, and compare what came of it."""
    partners = [make_partner(), make_partner(sleutel="vitens", naam="Vitens")]
    if not partners[0].deelnames.exists():
        make_deelname(partners=partners)
    # Claims that stand twice in one file refuse each other there, and not in two files: keep them apart.
    first, second = _unlike(first), _unlike(second)
    batch = deliver_parts(partners, [(0, first), (1, second)])
    parts = [(0, first[:cut]), (0, first[cut:]), (1, second[:cut]), (1, second[cut:])]
    shuffled = data.draw(st.permutations([part for part in parts if part[1]]))
    assert deliver_parts(partners, shuffled) == batch


@settings(max_examples=8, **RUSTIG)
@given(first=REGELS, second=REGELS, cut=st.integers(0, 8), data=st.data())
def test_incremental_equals_batch_in_any_order_and_any_split(
    first: list[str], second: list[str], cut: int, data: st.DataObject
) -> None:
    compare_any_split(first, second, cut, data)


@pytest.mark.slow
@settings(max_examples=100, **RUSTIG)
@given(first=REGELS, second=REGELS, cut=st.integers(0, 8), data=st.data())
def test_incremental_equals_batch_in_many_orders_and_splits(
    first: list[str], second: list[str], cut: int, data: st.DataObject
) -> None:
    compare_any_split(first, second, cut, data)


def _unlike(regels: list[str]) -> list[str]:
    seen: set[str] = set()
    return [r for r in regels if not (r.split(";")[-1] in seen or seen.add(r.split(";")[-1]))]  # type: ignore[func-returns-value]
