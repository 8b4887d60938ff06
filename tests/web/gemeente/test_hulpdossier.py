"""The dossier that goes to debt help with a resident who accepted the offer."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import jsonschema
import pytest
from django.utils import timezone
from tests.web.gemeente.scherm import Wereld, make_wereld

from meldpunt.aanlevering.bsn import seal_bsn
from meldpunt.aanlevering.models import SignaalPersoon, Verwerkingsbeperking
from meldpunt.audit.models import Logregel
from meldpunt.opvolging.hulpdossier import read_schema

pytestmark = pytest.mark.django_db(transaction=True)
BSN = "999990019"


@pytest.fixture
def wereld() -> Wereld:
    made = make_wereld()
    made.client.post(made.url("oppakken/"))
    return made


def person(wereld: Wereld, naam: str) -> UUID:
    persons = wereld.client.get(wereld.url()).context["personen"]
    return UUID(str(next(p["sleutel"] for p in persons if naam in p["naam"])))


def accept(wereld: Wereld, naam: str) -> None:
    values = {"stap-datum": timezone.localdate().isoformat()}
    wereld.client.post(
        wereld.url("traject/vastleggen/"),
        {"persoon": person(wereld, naam), "soort": "aanbod_aanvaard", **values},
    )


def fetch(wereld: Wereld, naam: str) -> Any:
    return wereld.client.post(wereld.url(f"persoon/{person(wereld, naam)}/hulpdossier/"))


def test_it_gives_one_resident_and_nothing_of_the_other(wereld: Wereld) -> None:
    jansen = person(wereld, "Jansen")
    SignaalPersoon.objects.filter(id=jansen).update(**seal_bsn(BSN))
    accept(wereld, "Jansen")
    assert "Dossier voor schuldhulp" in wereld.client.get(wereld.url()).content.decode()
    answer = fetch(wereld, "Jansen")
    told = json.loads(answer.content)
    jsonschema.validate(told, read_schema(), format_checker=jsonschema.FormatChecker())
    assert (told["inwoner"]["bsn"], told["inwoner"]["naam"]) == (BSN, "J. Jansen")
    assert [one["soort"] for one in told["stappen"]] == ["aanbod_aanvaard"]
    assert told["vorderingen"]
    assert "Bakker" not in answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]
    assert BSN not in answer["Content-Disposition"]
    line = Logregel.objects.get(handeling="hulpdossier_uitgegeven")
    assert line.waarden == {"persoon": str(jansen), "kenmerk": told["kenmerk"]}
    assert Logregel.objects.filter(handeling="bestand_uitgegeven", object=told["kenmerk"]).exists()


def test_without_acceptance_nothing_goes_and_nothing_is_written(wereld: Wereld) -> None:
    accept(wereld, "Jansen")
    assert fetch(wereld, "Bakker").status_code == 302
    page = wereld.client.get(wereld.url()).content.decode()
    assert "hulpdossier_niet_aanvaard" in page
    assert not Logregel.objects.filter(
        handeling__in=["hulpdossier_uitgegeven", "bestand_uitgegeven"]
    ).exists()


def test_of_who_let_the_data_rest_no_dossier_goes(wereld: Wereld) -> None:
    accept(wereld, "Jansen")
    jansen = person(wereld, "Jansen")
    Verwerkingsbeperking.objects.create(
        gemeente_id="0392",
        signaal_id=jansen,
        verzoek=uuid4(),
        grond="juistheid_betwist",
        begonnen_op=timezone.now(),
    )
    assert fetch(wereld, "Jansen").status_code == 302
    assert not Logregel.objects.filter(handeling="hulpdossier_uitgegeven").exists()
