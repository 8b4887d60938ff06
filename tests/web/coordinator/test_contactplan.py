"""The steps of the contactplan on the form of a werkprotocol."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.web.coordinator.maandwereld import HZ, read
from tests.web.coordinator.test_werkprotocol import fill

from meldpunt.partijen.models import Signaalpartner, Werkprotocol

pytestmark = pytest.mark.django_db
Partners = tuple[Signaalpartner, Signaalpartner]


def steps(*rows: tuple[str, str]) -> dict[str, Any]:
    values = {"plan-TOTAL_FORMS": str(len(rows)), "plan-INITIAL_FORMS": "0"}
    for place, (soort, dagen) in enumerate(rows):
        values |= {f"plan-{place}-soort": soort, f"plan-{place}-na_dagen": dagen}
    return values


def test_it_adopts_the_steps_and_begins_the_next_form_with_them(
    coordinator: Client, partners: Partners
) -> None:
    rows = steps(("Brief", "0"), ("", ""), ("Huisbezoek", "7"))
    page = read(coordinator.post("/gemeente/werkprotocol/", fill(**rows), follow=True))
    newest = Werkprotocol.objects.order_by("-vanaf")[0]
    assert newest.contactplan == [{"soort": "Brief", "na_dagen": 0}, {"soort": "Huisbezoek", "na_dagen": 7}]
    assert "Contactplan: Brief, Huisbezoek na 7 dagen" in " ".join(page.split())
    form = coordinator.get("/gemeente/werkprotocol/", {"gemeente": "0392", "convenant": HZ})
    assert [step.initial.get("soort") for step in form.context["stappen"]][:2] == ["Brief", "Huisbezoek"]


def test_a_form_that_says_nothing_about_them_keeps_them(coordinator: Client, partners: Partners) -> None:
    Werkprotocol.objects.update(contactplan=[{"soort": "Telefoon", "na_dagen": 1}])
    coordinator.post("/gemeente/werkprotocol/", fill())
    assert Werkprotocol.objects.order_by("-vanaf")[0].contactplan == [{"soort": "Telefoon", "na_dagen": 1}]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (steps(("Brief", "0"), ("Postduif", "1")), "Stap 2: Postduif is geen soort contact."),
        (steps(("Brief", "91")), "[contactplan_dagen]"),
        (steps(("Brief", "-1")), "[contactplan_dagen]"),
        (steps(("Brief", "snel")), "[contactplan_dagen]"),
        (steps(("Brief", "")), "[contactplan_onvolledig]"),
        (steps(("", "3")), "[contactplan_onvolledig]"),
        (steps(*[("Brief", "1")] * 13), "[contactplan_te_lang]"),
    ],
)
def test_it_says_which_step_is_wrong(
    coordinator: Client, partners: Partners, rows: dict[str, Any], code: str
) -> None:
    answer = coordinator.post("/gemeente/werkprotocol/", fill(**rows))
    assert answer.status_code == 422
    assert code in read(answer)
    assert Werkprotocol.objects.count() == 1
