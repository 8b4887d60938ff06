"""Who looked at a resident: every page that named one of the keys, by role and party, with the purpose."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from tests.factories import NU, make_actor, make_gebruiker

from meldpunt.audit.actions import record, record_weigering
from meldpunt.audit.doelen import name_betrokkene
from meldpunt.audit.queries import list_inzagen_of
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.policies import GeenToegang

pytestmark = pytest.mark.django_db
DOOR = system_actor(herkomst="test")


@transaction.atomic
def look(door: Actor, *betrokkenen: str, gemeente: str = "0392", handeling: str = "postvak_ingezien") -> None:
    record(
        handeling,
        objectsoort="postvak",
        object="0392",
        gemeente=gemeente,
        door=door,
        now=NU,
        betrokkenen=betrokkenen,
    )


def test_it_finds_who_looked_at_a_list_a_file_or_a_page() -> None:
    zaak, persoon, signaal = uuid4(), uuid4(), uuid4()
    look(make_actor(), name_betrokkene("zaak", uuid4()), name_betrokkene("zaak", zaak))
    look(
        make_actor(rol="coordinator"),
        name_betrokkene("persoon", persoon),
        handeling="contactpoging_vastgelegd",
    )
    partner = make_actor(rol="partner", partijsoort="partner", partij="pwn", gemeenten=())
    look(partner, name_betrokkene("signaal", signaal), gemeente="", handeling="signalen_gedownload")
    look(make_actor(), name_betrokkene("zaak", uuid4()))
    found = list_inzagen_of(door=DOOR, zaken=[zaak], personen=[persoon], signalen=[signaal])
    assert [(one.rol, one.partij, one.doel, one.alleen_kijken) for one in found] == [
        ("behandelaar", "gemeente:0392", "vroegsignalering", True),
        ("coordinator", "gemeente:0392", "vroegsignalering", False),
        ("partner", "partner:pwn", "eigen aanleveringen volgen en verbeteren", True),
    ]
    assert list_inzagen_of(door=DOOR) == []


def test_it_gives_the_name_only_when_the_municipality_chooses() -> None:
    zaak, noor = uuid4(), make_gebruiker(naam="Noor de Wit")
    look(make_actor(gebruiker=noor.id), name_betrokkene("zaak", zaak))
    assert [one.naam for one in list_inzagen_of(door=DOOR, zaken=[zaak])] == [""]
    assert [one.naam for one in list_inzagen_of(door=DOOR, zaken=[zaak], met_naam=True)] == ["Noor de Wit"]


def test_an_officer_sees_the_own_municipality_and_partners() -> None:
    zaak = uuid4()
    for gemeente in ("0392", "0473", ""):
        look(make_actor(), name_betrokkene("zaak", zaak), gemeente=gemeente)
    officer = make_actor(rol="privacy")
    assert len(list_inzagen_of(door=officer, zaken=[zaak])) == 2
    assert len(list_inzagen_of(door=DOOR, zaken=[zaak])) == 3
    with pytest.raises(GeenToegang):
        list_inzagen_of(door=make_actor(), zaken=[zaak])


def test_it_asks_one_question_however_many_keys(
    django_assert_num_queries: type[CaptureQueriesContext],
) -> None:
    keys: list[UUID] = [uuid4() for _ in range(40)]
    for key in keys[:5]:
        look(make_actor(), name_betrokkene("signaal", key))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(list_inzagen_of(door=DOOR, signalen=keys)) == 5


def test_a_refused_attempt_is_no_look() -> None:
    zaak = uuid4()
    record_weigering(
        pagina="gemeente:zaak", waarden={"gemeente": "0392", "zaak": str(zaak)}, door=make_actor(), now=NU
    )
    assert list_inzagen_of(door=DOOR, zaken=[zaak]) == []


def test_it_knows_no_other_kind_of_data_subject() -> None:
    with pytest.raises(ValueError, match="bsn"):
        name_betrokkene("bsn", "999990019")
