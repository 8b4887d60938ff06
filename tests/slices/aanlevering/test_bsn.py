"""A citizen service number stands in no column as it is, and finds its equal before, during and after new keys."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg import sql
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner

from meldpunt.aanlevering.bsn import list_index, open_bsn, seal_bsns
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.aanlevering.sleutelronde import begin_round, count_stale, reseal_rows
from meldpunt.audit.models import Logregel
from meldpunt.matching.bsn import reveal_bsn
from meldpunt.matching.frames import list_these_signalen
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.matching.queries import list_personen
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.models import Sleutel
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.sleutelbos import forget_keys
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db
BSN, ANDER = "999990019", "999990408"
SYSTEEM = system_actor(herkomst="test")
CAK = {
    "klantnummer": "K1",
    "achternaam": "Jansen",
    "geboortedatum": "1980-05-01",
    "postcode": "1011AB",
    "huisnummer": "12",
    "type_vordering": "wmo",
    "bedrag": "250,00",
    "achterstand_sinds": "2026-01-01",
    "bsn": BSN,
    "incassostappen": '"herinnering,aanmaning,deurwaarder_minnelijk,telefoon"',
    "gerechtelijke_maatregel": "nee",
    "contact_of_afspraak": "nee",
}


@pytest.fixture(autouse=True)
def fresh_ring() -> None:
    forget_keys()


def deliver_cak(*rows: dict[str, str], days: int = 0) -> None:
    """Deliver rows with a number under the covenant of the CAK."""
    partner = make_partner(sleutel="cak", naam="CAK", type="CAK Eigen bijdrage")
    if not days:
        make_deelname(
            partners=[partner], convenant="cak-eigen-bijdrage", gemeente="0363", postcodes=("1011-1109",)
        )
    deliver(
        partner=partner,
        convenant="cak-eigen-bijdrage",
        kop=";".join(CAK),
        regels=[";".join({**CAK, **row}.values()) for row in rows],
        datum=NU.date() + timedelta(days=days),
        now=NU + timedelta(days=days),
    )


def list_persons() -> list[SignaalPersoon]:
    return list(SignaalPersoon.objects.order_by("id"))


def read_everything() -> str:
    """Return every row of every table as text."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table)))
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows)


def test_it_stores_a_number_under_a_seal_and_nowhere_else() -> None:
    deliver_cak({}, {"klantnummer": "K2", "bsn": ""})
    first, second = list_persons()
    assert open_bsn(first.bsn_verzegeld) == BSN
    assert (second.bsn_verzegeld, second.bsn_index) == ("", "")
    assert BSN not in read_everything()


def test_it_takes_one_number_for_one_person_and_two_for_two() -> None:
    deliver_cak(
        {},
        {"klantnummer": "K2", "achternaam": "de Wit", "bedrag": "300,00"},
        {"klantnummer": "K3", "bsn": ANDER, "bedrag": "310,00"},
    )
    links = list(Zaaksignaal.objects.order_by("signaal"))
    assert links[0].persoon == links[1].persoon != links[2].persoon
    assert links[0].trap == "zelfde_bsn"


def test_it_takes_one_number_for_one_person_across_a_round_of_keys() -> None:
    deliver_cak({})
    begin_round(door=SYSTEEM, now=NU)
    deliver_cak({"klantnummer": "K2", "achternaam": "de Wit", "bedrag": "300,00"}, days=1)
    old, new = list_persons()
    assert old.bsn_index != new.bsn_index
    assert Zaaksignaal.objects.values("persoon").distinct().count() == 1
    frame = list_these_signalen([old.id, new.id])
    assert frame["bsn"].n_unique() == 1
    assert {old.bsn_index, new.bsn_index} <= set(list_index(BSN))


def test_it_seals_every_row_anew_and_then_destroys_the_older_keys() -> None:
    deliver_cak({}, {"klantnummer": "K2", "bsn": ANDER}, {"klantnummer": "K3", "bsn": ""})
    before = list_persons()
    begin_round(door=SYSTEEM, now=NU)
    assert count_stale() == {"SignaalPersoon": 2}
    assert reseal_rows(door=SYSTEEM, now=NU) == 2
    assert reseal_rows(door=SYSTEEM, now=NU + timedelta(hours=1)) == 0
    after = list_persons()
    assert [open_bsn(row.bsn_verzegeld) for row in after] == [BSN, ANDER, ""]
    assert [a.bsn_index == b.bsn_index for a, b in zip(after, before, strict=True)] == [False, False, True]
    alive = Sleutel.objects.filter(doel__in=["bsn", "bsn_index"], vernietigd_op=None)
    assert alive.count() == 2
    gone = Logregel.objects.filter(handeling="sleutel_vernietigd").values_list("object", flat=True)
    assert {before[0].bsn_index.split(".")[0], before[0].bsn_verzegeld.split(".")[0]} <= {
        f"k{id_}" for id_ in gone
    }


def test_it_goes_on_with_a_round_that_broke_off(capsys: pytest.CaptureFixture[str]) -> None:
    deliver_cak({})
    begin_round(door=SYSTEEM, now=NU)
    call_command("sleutels", "status")
    assert "SignaalPersoon: 1 rijen onder een oudere sleutel" in capsys.readouterr().out
    call_command("sleutels", "roteer")
    assert "1 rijen opnieuw verzegeld" in capsys.readouterr().out
    assert count_stale() == {"SignaalPersoon": 0}


def test_it_shows_three_digits_and_the_whole_number_only_with_a_line_in_the_log() -> None:
    deliver_cak({})
    zaak = Zaak.objects.get()
    door = make_actor(gemeenten=["0363"], partij="0363", gebruiker=new_id())
    [persoon] = list_personen(zaak=zaak.id, gemeente="0363", door=door)
    assert persoon.bsn_eind == "019"
    assert BSN not in repr(persoon)
    shown = reveal_bsn(zaak=zaak.id, gemeente="0363", persoon=persoon.id, door=door, now=NU)
    assert shown == BSN
    line = Logregel.objects.get(handeling="bsn_getoond")
    assert (line.gebruiker, line.object, line.waarden) == (
        door.gebruiker,
        str(zaak.id),
        {"persoon": str(persoon.id)},
    )


def test_it_refuses_the_whole_number_to_an_uitvoerder_and_where_there_is_none() -> None:
    deliver_cak({"bsn": ""})
    zaak = Zaak.objects.get()
    persoon = Zaaksignaal.objects.get().persoon
    team = make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam", gemeenten=["0363"])
    with pytest.raises(GeenToegang):
        reveal_bsn(zaak=zaak.id, gemeente="0363", persoon=persoon, door=team, now=NU)
    own = make_actor(gemeenten=["0363"], partij="0363", gebruiker=new_id())
    with pytest.raises(Weigering, match="bsn_onbekend"):
        reveal_bsn(zaak=zaak.id, gemeente="0363", persoon=persoon, door=own, now=NU)


def test_it_leaves_rows_without_a_number_alone() -> None:
    frame = pl.DataFrame({"bsn": [None, ""], "x": [1, 2]}, schema={"bsn": pl.String, "x": pl.Int8})
    with CaptureQueriesContext(connection) as queries:
        assert seal_bsns(frame).rows() == [(1, "", ""), (2, "", "")]
    assert len(queries) == 0
