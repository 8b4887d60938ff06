"""Letters for many zaken at once, from the inbox."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.factories import make_actor
from tests.slices.correspondentie.post import prepare_texts
from tests.web.gemeente.scherm import make_wereld
from tests.web.gemeente.test_postvak import text_of
from tests.web.gemeente.test_werkdag import POSTVAK, stack, work

from meldpunt.correspondentie.models import Verzending
from meldpunt.matching.models import Zaaksignaal

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_puts_a_letter_on_the_pile_for_each_resident_of_each_zaak() -> None:
    wereld = make_wereld()
    prepare_texts(make_actor(rol="coordinator"), now=timezone.now())
    wereld.client.post(wereld.url("oppakken/"))
    page = stack(wereld.client, [wereld.zaak], actie="brief")
    assert "Brief of kaartje maken: 1 zaak" in page
    post = {"actie": "brief", "ingevuld": "ja", "sleutels": f"0392:{wereld.zaak.id}"}
    wrong = wereld.client.post(f"{POSTVAK}stapel/", {**post, "tekst": ""})
    assert wrong.status_code == 422
    assert "sjabloon_ontbreekt" in text_of(wrong)
    wereld.client.post(f"{POSTVAK}stapel/", {**post, "tekst": "eerste-brief nl"})
    work()
    wanted = set(Zaaksignaal.objects.filter(zaak=wereld.zaak).values_list("persoon", flat=True))
    assert set(Verzending.objects.values_list("persoon", flat=True)) == wanted
    assert len(wanted) == 2
