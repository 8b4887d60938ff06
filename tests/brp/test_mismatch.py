"""The bench: what is put on it, what a person decides, and what stays of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.brp.mensen import make_persoon
from tests.factories import NU, deliver, make_actor, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt import pipeline
from meldpunt.audit.models import Logregel
from meldpunt.brp.mismatch import decide_mismatch, open_mismatch, set_aside, take_back, wipe_kandidaten
from meldpunt.brp.mismatchbank import (
    count_oorzaken,
    count_open,
    find_next_mismatch,
    get_mismatch,
    list_mismatches,
)
from meldpunt.brp.mismatchzegel import open_keuze
from meldpunt.brp.models import Mismatch
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.rules.brppersoon import BrpDatum, BrpPersoon
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import GeenToegang, VreemdObject
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)
DOOR = make_actor()
SYSTEEM = system_actor(herkomst="test")
GEVONDEN = (
    make_persoon(bsn="999990020", voorletters="P.", geboorte=BrpDatum(2006, 3, 4)),
    make_persoon(geslachtsnaam="Janssen"),
)


@pytest.fixture
def zaak() -> Zaak:
    """A zaak of one resident, J. Jansen."""
    pwn = make_partner()
    make_deelname(gemeente="0392", naam="Haarlem", postcodes=["2011-2036"], partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    return Zaak.objects.get()


def put(zaak: Zaak, *gevonden: BrpPersoon, uitkomst: str = "onzeker") -> UUID:
    persoon = Zaaksignaal.objects.filter(zaak=zaak).order_by("signaal").values_list("persoon", flat=True)[0]
    made = open_mismatch(
        zaak=zaak.id,
        gemeente=zaak.gemeente_id,
        persoon=persoon,
        uitkomst=uitkomst,
        gevonden=gevonden or GEVONDEN,
        door=SYSTEEM,
        now=NU,
    )
    assert made is not None
    return made


def decide(mismatch: UUID, kandidaat: int | None, oorzaak: str = "", **who: object) -> None:
    decide_mismatch(
        mismatch=mismatch,
        gemeente="0392",
        kandidaat=kandidaat,
        oorzaak=oorzaak,
        door=who.get("door", DOOR),  # type: ignore[arg-type]
        now=NU,
    )


def test_it_shows_the_likeliest_first_with_its_reasons(zaak: Zaak) -> None:
    beeld = get_mismatch(mismatch=put(zaak), gemeente="0392", door=DOOR)
    assert [one.persoon.naam.geslachtsnaam for one in beeld.kandidaten] == ["Janssen", "Jansen"]
    assert [one.nummer for one in beeld.kandidaten] == [1, 2]
    assert [one.woord for one in beeld.kandidaten[0].beoordeling.kenmerken] == [
        "Anders gespeld", "Gelijk", "Gelijk", "Gelijk",
    ]  # fmt: skip
    assert (beeld.voorstel, beeld.persoon["achternaam"]) == ("spelling", "Jansen")
    assert beeld.signalen[0][0] == "PWN"


def test_it_keeps_no_candidate_in_the_open(zaak: Zaak) -> None:
    row = Mismatch.objects.get(id=put(zaak))
    assert "Janssen" not in row.kandidaten_verzegeld
    assert "99999" not in row.kandidaten_verzegeld
    assert "9999" not in str(list(Logregel.objects.values_list("waarden", flat=True)))


def test_it_keeps_whom_a_person_chose_and_counts_the_cause_that_the_choice_points_to(zaak: Zaak) -> None:
    mismatch = put(zaak)
    decide(mismatch, 1)
    row = Mismatch.objects.get(id=mismatch)
    assert (row.besluit, row.oorzaak, open_keuze(row.keuze_verzegeld)) == (
        "kandidaat", "spelling", "999990019",
    )  # fmt: skip
    line = Logregel.objects.get(handeling="mismatch_beslist")
    assert (line.waarden["besluit"], line.doel) == ("kandidaat", "vroegsignalering")
    assert f"zaak:{zaak.id}" in line.betrokkenen
    assert get_mismatch(mismatch=mismatch, gemeente="0392", door=DOOR).gekozen == 1


def test_it_keeps_that_it_is_nobody_under_the_cause_that_was_named(zaak: Zaak) -> None:
    mismatch = put(zaak)
    decide(mismatch, None, "verhuisd")
    row = Mismatch.objects.get(id=mismatch)
    assert (row.besluit, row.oorzaak, row.keuze_verzegeld) == ("niemand", "verhuisd", "")


def test_it_counts_several_that_fit_as_such(zaak: Zaak) -> None:
    mismatch = put(zaak, make_persoon(), make_persoon(bsn="999990020"), uitkomst="meer")
    decide(mismatch, 2)
    assert Mismatch.objects.get(id=mismatch).oorzaak == "meer_personen"


@pytest.mark.parametrize(
    ("kandidaat", "oorzaak", "code"),
    [(3, "", "kandidaat_onbekend"), (0, "", "kandidaat_onbekend"), (1, "pech", "oorzaak_onbekend")],
)
def test_it_refuses_what_is_not_there(zaak: Zaak, kandidaat: int, oorzaak: str, code: str) -> None:
    with pytest.raises(Weigering, match=code):
        decide(put(zaak), kandidaat, oorzaak)


def test_it_decides_once_and_takes_back_while_the_candidates_are_there(zaak: Zaak) -> None:
    mismatch = put(zaak)
    decide(mismatch, 1)
    with pytest.raises(Weigering, match="mismatch_beslist"):
        decide(mismatch, 2)
    take_back(mismatch=mismatch, gemeente="0392", door=DOOR, now=NU)
    decide(mismatch, 2)
    assert get_mismatch(mismatch=mismatch, gemeente="0392", door=DOOR).gekozen == 2


def test_it_wipes_the_candidates_after_a_week_and_keeps_what_counts(zaak: Zaak) -> None:
    mismatch = put(zaak)
    decide(mismatch, 1)
    assert wipe_kandidaten(now=NU + timedelta(days=6)) == 0
    assert wipe_kandidaten(now=NU + timedelta(days=8)) == 1
    row = Mismatch.objects.get(id=mismatch)
    assert (row.kandidaten_verzegeld, row.oorzaak) == ("", "spelling")
    with pytest.raises(Weigering, match="kandidaten_gewist"):
        take_back(mismatch=mismatch, gemeente="0392", door=DOOR, now=NU)


def test_it_wipes_them_in_the_night(zaak: Zaak) -> None:
    decide(put(zaak), 1)
    pipeline.run_daily(door=SYSTEEM, clock=lambda: NU + timedelta(days=8))
    assert Mismatch.objects.get().kandidaten_verzegeld == ""


def test_it_wipes_what_nobody_decided_when_the_zaak_is_closed(zaak: Zaak) -> None:
    mismatch = put(zaak)
    close(zaak)
    assert wipe_kandidaten(now=NU) == 1
    assert list_mismatches(door=DOOR) == []
    with pytest.raises(Weigering, match="zaak_status"):
        decide(mismatch, 1)


def close(zaak: Zaak) -> None:
    Zaak.objects.filter(id=zaak.id).update(
        status="gesloten", eindresultaat="Geen reactie na eerder contact", gesloten_op=NU
    )


def test_it_puts_a_new_answer_in_the_place_of_one_that_nobody_decided_on(zaak: Zaak) -> None:
    first = put(zaak)
    set_aside(mismatch=first, gemeente="0392", door=DOOR, now=NU)
    assert put(zaak, make_persoon(geslachtsnaam="Jánsen")) == first
    beeld = get_mismatch(mismatch=first, gemeente="0392", door=DOOR)
    assert (beeld.voorstel, len(beeld.kandidaten), beeld.later_op) == ("diakriet", 1, None)
    decide(first, None)
    assert put(zaak) != first


def test_it_goes_on_to_the_next_and_leaves_what_was_set_aside() -> None:
    pwn = make_partner()
    make_deelname(gemeente="0392", naam="Haarlem", postcodes=["2011-2036"], partners=[pwn])
    rows = [make_regel(klantnummer=f"K{n}", huisnummer=str(n)) for n in (1, 2, 3)]
    deliver(partner=pwn, regels=rows)
    one, two, three = sorted(put(zaak) for zaak in Zaak.objects.all())
    assert [line.id for line in list_mismatches(door=DOOR, size=2)] == [one, two]
    assert [line.id for line in list_mismatches(door=DOOR, na=two)] == [three]
    assert find_next_mismatch(door=DOOR, na=one) == ("0392", two)
    assert find_next_mismatch(door=DOOR, na=three) == ("0392", one)
    set_aside(mismatch=two, gemeente="0392", door=DOOR, now=NU)
    assert find_next_mismatch(door=DOOR, na=one) == ("0392", three)
    decide(three, None)
    assert find_next_mismatch(door=DOOR, na=one) is None
    assert count_open(door=DOOR) == 1
    assert [line.id for line in list_mismatches(door=DOOR, lijst="later")] == [two]
    assert [(line.id, line.besluit) for line in list_mismatches(door=DOOR, lijst="beslist")] == [
        (three, "niemand")
    ]


def test_it_counts_causes_per_partner_for_the_coordinator_alone(zaak: Zaak) -> None:
    mismatch = put(zaak)
    decide(mismatch, 1)
    decide(put(zaak), None, "spelling")
    coordinator = make_actor(rol="coordinator", gebruiker=make_gebruiker().id)
    [count] = count_oorzaken(door=coordinator, sinds=NU.date())
    assert (count.partner, count.oorzaak, count.gevonden, count.aantal) == ("PWN", "spelling", 1, 2)
    assert count_oorzaken(door=coordinator, sinds=NU.date() + timedelta(days=2)) == []
    assert count_oorzaken(door=make_actor(rol="coordinator", gemeenten=["0344"]), sinds=NU.date()) == []
    assert count_oorzaken(door=DOOR, sinds=NU.date()) == []


def test_it_lets_nobody_else_decide(zaak: Zaak) -> None:
    mismatch = put(zaak)
    Zaak.objects.filter(id=zaak.id).update(team="wijkteam")
    team = make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam")
    elsewhere = make_actor(partij="0344", gemeenten=["0344"])
    with pytest.raises(GeenToegang):
        decide(mismatch, 1, door=team)
    for act in (get_mismatch, set_aside):
        with pytest.raises(VreemdObject):
            act(
                mismatch=mismatch,
                gemeente="0392",
                door=elsewhere,
                **({"now": NU} if act is set_aside else {}),
            )
    assert list_mismatches(door=elsewhere) == []


def test_it_puts_nobody_on_the_bench_whose_person_is_destroyed(zaak: Zaak) -> None:
    gone = open_mismatch(
        zaak=zaak.id, gemeente="0392", persoon=zaak.id, uitkomst="niemand", gevonden=(), door=SYSTEEM, now=NU
    )
    assert gone is None
