"""No agreement, no access: who gets which municipalities on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.factories import (
    BEGIN,
    NU,
    make_actor,
    make_gebruiker,
    make_gemeente,
    make_gemeentedeelname,
    make_overeenkomst,
    make_uitvoerder,
    make_zaak,
)

from meldpunt.audit.models import Logregel
from meldpunt.partijen.models import Verwerkersovereenkomst
from meldpunt.partijen.optreden import find_optreden
from meldpunt.partijen.overeenkomstacties import (
    Afspraak,
    end_overeenkomst,
    list_te_waarschuwen,
    record_overeenkomst,
    warn_einde,
)
from meldpunt.partijen.overeenkomsten import has_overeenkomst, list_gemis, list_overeenkomsten
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.actions import hand_over_to_team, move_to_postvak

pytestmark = pytest.mark.django_db
VANDAAG = timezone.localdate(NU)
BEHEER = make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())
PRIVACY = make_actor(rol="privacy")
COORDINATOR = make_actor(rol="coordinator")


def afspraak(*, vanaf: date = VANDAAG, tot: date | None = None, partij: str = "SDD") -> Afspraak:
    return Afspraak(
        gemeente="0392",
        partijsoort="uitvoerder",
        partij=partij,
        vanaf=vanaf,
        tot=tot,
        getekend_op=BEGIN,
        kenmerk="VO 12",
        subverwerkers=["Rekencentrum", " "],
    )


def gemeenten_on(day: date) -> tuple[str, ...]:
    """Return what a wijkteam's account sees on a day."""
    gebruiker = make_gebruiker(
        rol="uitvoerder", partijsoort="uitvoerder", partij="team", email=f"{day}@x.example"
    )
    optreden = find_optreden(gebruiker, gekozen=None, herkomst="test", on=day)
    assert optreden is not None
    return optreden.actor.gemeenten


def test_it_gives_an_uitvoerder_only_municipalities_whose_agreement_runs_that_day() -> None:
    make_gemeente()
    make_gemeente(code="0473", naam="Zandvoort")
    make_uitvoerder(sleutel="team", soort="wijkteam", gemeenten=["0392", "0473"], overeenkomst=False)
    make_overeenkomst(partij="team", tot=VANDAAG)
    assert gemeenten_on(VANDAAG) == ("0392",)
    # The day after the last one nobody has done anything, and the access is over.
    assert gemeenten_on(VANDAAG + timedelta(days=1)) == ()


def test_it_keeps_an_agreement_apart_from_where_the_uitvoerder_works() -> None:
    make_gemeente()
    make_gemeente(code="0473", naam="Zandvoort")
    make_uitvoerder(sleutel="team", soort="wijkteam", gemeenten=["0392"])
    make_overeenkomst(gemeente="0473", partij="team")
    assert gemeenten_on(VANDAAG) == ("0392",)


def test_it_refuses_a_zaak_for_a_team_or_service_without_an_agreement() -> None:
    make_gemeente()
    make_uitvoerder(sleutel="team", soort="wijkteam", gemeenten=["0392"], overeenkomst=False)
    make_uitvoerder(gemeenten=["0392"], overeenkomst=False)
    zaak = make_zaak()
    with pytest.raises(Weigering, match="geen_overeenkomst"):
        hand_over_to_team(zaak=zaak.id, gemeente="0392", team="team", door=COORDINATOR, now=NU)
    with pytest.raises(Weigering, match="geen_overeenkomst"):
        move_to_postvak(zaak=zaak.id, gemeente="0392", postvak="SDD", door=COORDINATOR, now=NU)
    make_overeenkomst(partij="team")
    hand_over_to_team(zaak=zaak.id, gemeente="0392", team="team", door=COORDINATOR, now=NU)
    zaak.refresh_from_db()
    assert (zaak.team, zaak.postvak) == ("team", "0392")


def test_it_records_an_agreement_with_its_line_and_opens_access_from_its_first_day() -> None:
    make_gemeente()
    make_uitvoerder(gemeenten=["0392"], overeenkomst=False)
    row = record_overeenkomst(afspraak=afspraak(vanaf=VANDAAG + timedelta(days=1)), door=PRIVACY, now=NU)
    assert row.subverwerkers == ["Rekencentrum"]
    assert not has_overeenkomst(gemeente="0392", partij="SDD", on=VANDAAG)
    assert has_overeenkomst(gemeente="0392", partij="SDD", on=VANDAAG + timedelta(days=1))
    line = Logregel.objects.get(handeling="overeenkomst_vastgelegd")
    assert (line.object, line.waarden["partij"]) == (str(row.id), "uitvoerder:SDD")


@pytest.mark.parametrize(
    ("vanaf", "tot"),
    [
        (BEGIN, None),
        (date(2026, 12, 31), None),
        (BEGIN, date(2026, 1, 1)),
        (date(2025, 1, 1), date(2027, 1, 1)),
    ],
)
def test_it_refuses_an_agreement_that_overlaps_another(vanaf: date, tot: date | None) -> None:
    make_gemeente()
    make_uitvoerder(gemeenten=["0392"], overeenkomst=False)
    make_overeenkomst(vanaf=date(2026, 1, 1), tot=date(2026, 12, 31))
    with pytest.raises(Weigering, match="overeenkomst_overlapt"):
        record_overeenkomst(afspraak=afspraak(vanaf=vanaf, tot=tot), door=BEHEER, now=NU)


def test_it_lets_the_next_agreement_begin_the_day_after() -> None:
    make_gemeente()
    make_uitvoerder(gemeenten=["0392"], overeenkomst=False)
    make_overeenkomst(vanaf=date(2026, 1, 1), tot=date(2026, 12, 31))
    record_overeenkomst(afspraak=afspraak(vanaf=date(2027, 1, 1)), door=BEHEER, now=NU)
    assert Verwerkersovereenkomst.objects.count() == 2


def test_it_ends_an_agreement_early_with_a_reason_and_access_stops_at_once() -> None:
    make_gemeente()
    make_uitvoerder(sleutel="team", soort="wijkteam", gemeenten=["0392"])
    row = Verwerkersovereenkomst.objects.get()
    yesterday = VANDAAG - timedelta(days=1)
    with pytest.raises(Weigering, match="reden_ontbreekt"):
        end_overeenkomst(overeenkomst=row.id, per=yesterday, reden=" ", door=PRIVACY, now=NU)
    end_overeenkomst(overeenkomst=row.id, per=yesterday, reden="Opgezegd", door=PRIVACY, now=NU)
    assert gemeenten_on(VANDAAG) == ()
    with pytest.raises(Weigering, match="overeenkomst_geeindigd"):
        end_overeenkomst(overeenkomst=row.id, per=VANDAAG, reden="Nog eens", door=PRIVACY, now=NU)


def test_it_keeps_a_privacy_officer_to_the_own_municipality() -> None:
    make_gemeente()
    make_uitvoerder(gemeenten=["0392"])
    other = make_actor(rol="privacy", partij="0473", gemeenten=("0473",))
    row = Verwerkersovereenkomst.objects.get()
    with pytest.raises(GeenToegang):
        end_overeenkomst(overeenkomst=row.id, per=VANDAAG, reden="Nee", door=other, now=NU)
    assert list_overeenkomsten(door=other, on=VANDAAG) == []
    assert len(list_overeenkomsten(door=PRIVACY, on=VANDAAG)) == 1
    with pytest.raises(GeenToegang):
        list_overeenkomsten(door=make_actor(), on=VANDAAG)


def test_it_lists_who_works_without_an_agreement() -> None:
    make_gemeente()
    make_gemeentedeelname()
    make_uitvoerder(sleutel="team", naam="Wijkteam", soort="wijkteam", gemeenten=["0392"], overeenkomst=False)
    make_uitvoerder(gemeenten=["0392"])
    assert [(g.gemeente, g.partij) for g in list_gemis(door=BEHEER, on=VANDAAG)] == [
        ("0392", "team"),
        ("0392", "meldpunt"),
    ]


def test_it_warns_once_sixty_days_before_the_end_whom_it_concerns() -> None:
    make_gemeente()
    last = VANDAAG + timedelta(days=60)
    row = make_overeenkomst(tot=last)
    make_overeenkomst(partij="ver weg", tot=last + timedelta(days=1))
    assert list_te_waarschuwen(on=VANDAAG) == [row.id]
    elsewhere = make_actor(rol="privacy", gemeenten=("0473",))
    aan = [("p@haarlem.example", PRIVACY), ("c@haarlem.example", COORDINATOR), ("z@x.example", elsewhere)]
    for _ in range(2):
        warn_einde(overeenkomst=row.id, aan=aan, adres="https://meldpunt.example", door=BEHEER, now=NU)
    assert sorted(m.to[0] for m in mail.outbox) == ["c@haarlem.example", "p@haarlem.example"]
    assert f"{last:%d-%m-%Y}" in mail.outbox[0].body
    assert list_te_waarschuwen(on=VANDAAG) == []
