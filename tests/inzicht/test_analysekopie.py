"""The copy for analysts: facts that still add up, and no value that was once put in about anybody."""

from __future__ import annotations

import csv
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.aanlevering.models import Signaal, SignaalPersoon
from meldpunt.inzicht.analysekopie import Map, make_analysekopie
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Contactpoging
from meldpunt.sleutels import new_id
from meldpunt.toegang.policies import GeenToegang
from meldpunt.werkvoorraad.models import Overdracht

pytestmark = pytest.mark.django_db
OFFICER = make_actor(rol="privacy")
PERSON = {
    "klantnummer": "KLANT-77123",
    "achternaam": "Ondersteboven",
    "voorletters": "Q.X.",
    "geboortedatum": "1983-07-19",
    "postcode": "2013ZX",
    "huisnummer": "8712",
    "toevoeging": "zolder",
    "referentie": "REF-553311",
}
TYPED = ("belde zijn zus Wilhelmina", "verhuisd naar Kerkstraat 5", "0612345678", "q.x@example.org")


def fill() -> None:
    partner = make_partner()
    make_deelname(partners=[partner])
    deliver(partner=partner, regels=[make_regel(**PERSON, bedrag="432,19"), make_regel(klantnummer="K2")])
    deliver(
        partner=partner, regels=[make_regel(klantnummer="K9", bedrag="Ondersteboven")], convenant="landelijk"
    )
    SignaalPersoon.objects.update(telefoon=TYPED[2], email=TYPED[3])
    zaak = Zaak.objects.order_by("bedrag_cent").last()
    assert zaak is not None
    Zaak.objects.filter(id=zaak.id).update(wachtreden=TYPED[0], behandelaar=new_id())
    Contactpoging.objects.create(
        gemeente_id="0392", zaak=zaak, soort="Huisbezoek", bereikt=True, datum=NU.date(), dagdeel="Middag",
        notitie=TYPED[0], vastgelegd_op=NU, vastgelegd_door=new_id(),
    )  # fmt: skip
    Overdracht.objects.create(
        gemeente_id="0392", van_gemeente_id="0392", van_zaak=zaak.id, signalen=[new_id()], toelichting=TYPED[1],
        persoon={"personen": [{"naam": PERSON["achternaam"]}]}, aangeboden_op=NU, aangeboden_door=new_id(),
    )  # fmt: skip


def list_keys() -> set[str]:
    """Return every key of every table of ours."""
    keys: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND data_type = 'uuid'"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT DISTINCT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL')  # noqa: S608 - names of our own
            keys |= {row[0] for row in cursor.fetchall()}
    return keys


def read(folder: Path, tabel: str) -> list[dict[str, str]]:
    with (folder / f"{tabel}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_it_holds_no_value_that_was_put_in_about_anybody_and_no_key(tmp_path: Path) -> None:
    fill()
    make_analysekopie(naar=Map(tmp_path), door=OFFICER, now=NU)
    content = "\n".join(file.read_text() for file in tmp_path.iterdir())
    assert content.count("\n") > 10
    assert [value for value in (*PERSON.values(), *TYPED, "43219") if value in content] == []
    assert {key for key in list_keys() if key in content} == set()


def test_it_keeps_facts_that_add_up_and_coarsens_the_rest(tmp_path: Path) -> None:
    fill()
    make_analysekopie(naar=Map(tmp_path), door=OFFICER, now=NU)
    signalen, personen = read(tmp_path, "signaal"), read(tmp_path, "signaalpersoon")
    assert len(signalen) == Signaal.objects.count()
    assert sorted(row["bedrag_cent"] for row in signalen) == ["12100", "43200"]
    assert {row["geboortedatum"] for row in personen} == {"1983", "1980"}
    assert {row["postcode"] for row in personen} == {"2013", "2011"}
    assert {row["id"] for row in personen} == {row["id"] for row in signalen}
    assert {row["zaak_id"] for row in read(tmp_path, "zaaksignaal")} == {
        row["id"] for row in read(tmp_path, "zaak")
    }
    assert read(tmp_path, "contactpoging")[0]["soort"] == "Huisbezoek"


def test_it_joins_with_no_other_copy(tmp_path: Path) -> None:
    fill()
    for naam in ("een", "twee"):
        (tmp_path / naam).mkdir()
        make_analysekopie(naar=Map(tmp_path / naam), door=OFFICER, now=NU)
    first, second = ({row["id"] for row in read(tmp_path / naam, "signaal")} for naam in ("een", "twee"))
    assert first & second == set()


def test_it_leaves_accounts_logs_keys_and_queues_out(tmp_path: Path) -> None:
    made = make_analysekopie(naar=Map(tmp_path), door=OFFICER, now=NU)
    never = {"Gebruiker", "Aanstelling", "Logregel", "Sleutel", "Session", "ProcrastinateJob", "BekendAdres"}
    assert never & set(made) == set()


def test_it_is_for_the_privacy_officer_and_for_an_empty_folder_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(GeenToegang):
        make_analysekopie(naar=Map(tmp_path), door=make_actor(), now=NU)
    (tmp_path / "iets").touch()
    with pytest.raises(CommandError, match="map_niet_leeg"):
        call_command("analysekopie", naar=str(tmp_path))
    info = connection.settings_dict
    own = psycopg.conninfo.make_conninfo(
        host=info["HOST"],
        port=info["PORT"],
        dbname=info["NAME"],
        user=info["USER"],
        password=info["PASSWORD"],
    )
    with pytest.raises(CommandError, match="zelfde_database"):
        call_command("analysekopie", naar=own)
