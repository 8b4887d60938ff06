"""The plan of one resident says what the plan of the whole municipality says, and looks at nobody else."""

from __future__ import annotations

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import NU, deliver, make_deelname, make_partner, make_regel

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.betrokkenen.bronnen import list_wanneer_weg
from meldpunt.bewaring import queries
from meldpunt.bewaring.queries import plan_gemeente, plan_signalen

pytestmark = pytest.mark.django_db
GEMEENTE = "0392"


@pytest.fixture(autouse=True)
def wereld() -> None:
    partner = make_partner()
    make_deelname(partners=[partner])
    deliver(
        partner=partner,
        regels=[
            make_regel(klantnummer=f"K{n}", referentie=f"ref-{n}", huisnummer=str(n)) for n in range(1, 7)
        ],
    )


def keys() -> list:
    return list(SignaalPersoon.objects.order_by("klantnummer").values_list("id", flat=True))


@pytest.mark.parametrize("how_many", [0, 1, 3])
def test_it_plans_as_the_municipality_does(how_many) -> None:
    own = keys()[:how_many]
    whole = plan_gemeente(GEMEENTE, today=NU.date()).filter(
        pl.col("signaal").is_in([str(one) for one in own])
    )
    found = plan_signalen(GEMEENTE, signalen=own, today=NU.date())
    assert found.height == how_many
    assert found.sort("signaal").equals(whole.sort("signaal"))


def test_it_plans_nobody_of_another_municipality() -> None:
    assert plan_signalen("0363", signalen=keys(), today=NU.date()).is_empty()


def test_a_resident_is_answered_without_the_plan_of_the_municipality(monkeypatch) -> None:
    read = []

    def copy_out(query, values, schema):
        found = original(query, values, schema)
        read.append(found.height)
        return found

    original = queries.copy_out
    monkeypatch.setattr(queries, "copy_out", copy_out)
    (own, *_others) = keys()
    told = list_wanneer_weg(gemeente=GEMEENTE, signalen=[own], now=NU)
    assert set(told) == {own}
    assert read == [1]


def test_it_asks_as_often_for_many_as_for_one() -> None:
    counts = []
    for own in (keys()[:1], keys()):
        with CaptureQueriesContext(connection) as asked:
            plan_signalen(GEMEENTE, signalen=own, today=NU.date())
        counts.append(len(asked))
    assert counts[0] == counts[1]
