"""The screens of the privacy officer."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import NU, make_actor, make_deelname, make_gebruiker, make_gemeente
from tests.web.coordinator.maandwereld import HZ, read

from meldpunt.audit.actions import record, record_weigering
from meldpunt.audit.doelen import name_betrokkene
from meldpunt.audit.models import Logcontrole, Logregel
from meldpunt.audit.queries import Logfilter, list_logregels

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NU)


@pytest.fixture
def officer(client: Client) -> Client:
    make_gemeente()
    client.force_login(make_gebruiker(rol="privacy", naam="Petra Lammers"))
    return client


def make_logregel(
    *, gemeente: str = "0392", gebruiker: UUID | None = None, handeling: str = "zaak_ingezien", dagen: int = 1
) -> Logregel:
    return Logregel.objects.create(
        tijd=NU - timedelta(days=dagen),
        gebruiker=gebruiker,
        partij=f"gemeente:{gemeente}",
        handeling=handeling,
        objectsoort="zaak",
        object=str(uuid4()),
        gemeente=gemeente,
        herkomst="web",
        waarden={"bereikt": True},
    )


def test_it_shows_who_looked_at_what(officer: Client) -> None:
    noor = make_gebruiker(email="noor@haarlem.example", naam="Noor de Wit")
    regel = make_logregel(gebruiker=noor.id)
    pagina = read(officer.get("/privacy/logboek/"))
    assert "Noor de Wit" in pagina
    assert regel.object in pagina
    assert "bereikt: ja" in pagina
    assert "25 okt 2026, 10:00" in pagina


def test_it_shows_the_own_municipality_only(officer: Client) -> None:
    make_gemeente(code="0473", naam="Zandvoort")
    other = make_logregel(gemeente="0473")
    assert other.object not in read(officer.get("/privacy/logboek/"))
    assert other.object not in read(officer.get("/privacy/logboek/", {"gemeente": "0473"}))


def test_it_leaves_a_line_of_its_own(officer: Client) -> None:
    officer.get("/privacy/logboek/")
    assert "Petra Lammers" in read(officer.get("/privacy/logboek/"))
    assert Logregel.objects.filter(handeling="logboek_ingezien", doel="toezicht").count() == 2


@pytest.mark.parametrize(
    ("filter", "gevonden"),
    [
        ({"wie": "noor"}, True),
        ({"wie": "petra"}, False),
        ({"handeling": "zaak_ingezien"}, True),
        ({"handeling": "zaak_gesloten"}, False),
        ({"objectsoort": "zaak", "van": "2026-10-25", "tot": "2026-10-25"}, True),
        ({"van": "2026-10-26"}, False),
        ({"tot": "2026-10-24"}, False),
        ({"van": "geen dag"}, True),
    ],
)
def test_it_filters(officer: Client, filter: dict[str, str], gevonden: bool) -> None:
    noor = make_gebruiker(email="noor@haarlem.example", naam="Noor de Wit")
    regel = make_logregel(gebruiker=noor.id)
    assert (regel.object in read(officer.get("/privacy/logboek/", filter))) is gevonden


def test_it_pages_by_key_without_losing_a_line(officer: Client) -> None:
    made = {make_logregel(dagen=1).object for _ in range(60)}
    first = officer.get("/privacy/logboek/", {"objectsoort": "zaak"})
    second = officer.get("/privacy/logboek/" + first.context["volgende_url"])
    seen = [row["regel"].object for page in (first, second) for row in page.context["regels"]]
    assert len(seen) == 60
    assert set(seen) == made


def test_it_asks_no_more_queries_for_more_lines(officer: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            officer.get("/privacy/logboek/", {"objectsoort": "zaak"})
        return len(asked)

    make_logregel()
    few = count()
    for _ in range(10):
        make_logregel()
    assert count() == few


def test_it_shows_what_a_partner_reads_for_each_end_result(officer: Client) -> None:
    make_deelname(convenant=HZ)
    pagina = read(officer.get("/privacy/openbaarmaking/"))
    assert "Wat een partner mag weten" in pagina
    assert "Vervolghulp en/of verwijzing financieel" in pagina
    assert "Vanaf nu schort u de incasso van deze vordering op, hooguit vier weken." in pagina
    assert "Anders dan algemeen" in pagina


def test_it_shows_the_general_table_without_a_covenant(officer: Client) -> None:
    pagina = read(officer.get("/privacy/openbaarmaking/", {"op": "2021-05-01", "convenant": HZ}))
    assert "Algemeen" in pagina
    assert "Anders dan algemeen" not in pagina


@pytest.mark.parametrize("pad", ["logboek", "openbaarmaking"])
@pytest.mark.parametrize("rol", ["coordinator", "behandelaar"])
def test_it_is_closed_to_other_roles(client: Client, pad: str, rol: str) -> None:
    make_gemeente()
    client.force_login(make_gebruiker(rol=rol))
    assert client.get(f"/privacy/{pad}/").status_code == 403


@pytest.mark.parametrize("vraag", ["tot=9999-12-31", "van=0001-01-01", "voor=0001-01-01T00:00:00_x"])
def test_it_survives_a_day_that_nobody_would_ask_for(officer: Client, vraag: str) -> None:
    assert officer.get(f"/privacy/logboek/?{vraag}").status_code == 200


def write_inzage(zaak: UUID, *, persoon: UUID) -> None:
    with transaction.atomic():
        record(
            "zaak_ingezien",
            objectsoort="zaak",
            object=zaak,
            gemeente="0392",
            door=make_actor(),
            now=NU - timedelta(days=1),
            betrokkenen=[name_betrokkene("persoon", persoon)],
        )


def test_it_finds_every_line_about_a_resident_by_key(officer: Client) -> None:
    zaak, persoon = uuid4(), uuid4()
    write_inzage(zaak, persoon=persoon)
    write_inzage(uuid4(), persoon=uuid4())
    for key in (zaak, persoon):
        page = officer.get("/privacy/logboek/", {"betrokkene": str(key), "handeling": "zaak_ingezien"})
        assert [row["regel"].object for row in page.context["regels"]] == [str(zaak)]
    assert not officer.get("/privacy/logboek/", {"betrokkene": "999990019"}).context["regels"]


def test_it_finds_what_was_refused_and_for_what(officer: Client) -> None:
    record_weigering(pagina="gemeente:runs", waarden={}, door=make_actor(), now=NU)
    page = officer.get("/privacy/logboek/", {"resultaat": "geweigerd"})
    assert [row["handeling"] for row in page.context["regels"]] == ["Toegang geweigerd"]
    page = officer.get("/privacy/logboek/", {"doel": "toegangscontrole"})
    assert [row["regel"].object for row in page.context["regels"]] == ["gemeente:runs"]


def test_it_gives_the_chosen_lines_as_a_file_and_leaves_a_line_of_that(officer: Client) -> None:
    noor = make_gebruiker(email="noor@haarlem.example", naam="=HYPERLINK(1)")
    regel = make_logregel(gebruiker=noor.id)
    make_logregel(handeling="zaak_gesloten")
    file = officer.get("/privacy/logboek/logboek.csv", {"handeling": "zaak_ingezien"})
    assert file["Content-Type"].startswith("text/csv")
    assert file["Cache-Control"] == "no-store"
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert regel.object in lines[1]
    assert "Zaak ingezien" in lines[1]
    # A name somebody gave an account is text in a spreadsheet, never a formula.
    assert ";=HYPERLINK" not in lines[1]
    line = Logregel.objects.get(handeling="logboek_gedownload")
    assert (line.doel, line.waarden) == ("toezicht", {"aantal": 1, "filters": ["handeling"]})


def test_a_file_is_for_the_privacy_officer_only(client: Client) -> None:
    make_gemeente()
    client.force_login(make_gebruiker(rol="coordinator"))
    assert client.get("/privacy/logboek/logboek.csv").status_code == 403


def test_it_warns_the_officer_when_the_log_was_changed(officer: Client) -> None:
    Logcontrole.objects.create(begonnen_op=NU, klaar_op=NU, regels=9, heel=True)
    assert "logboek_gebroken" not in read(officer.get("/privacy/logboek/"))
    breuk = {"volgnummer": 7, "tijd": NU.isoformat(), "soort": "gewijzigd", "tekst": "De regel is veranderd."}
    Logcontrole.objects.create(
        begonnen_op=NU, klaar_op=NU + timedelta(days=1), regels=9, heel=False, breuken=[breuk]
    )
    assert "Regel 7 van 26 okt 2026, 10:00: De regel is veranderd." in read(officer.get("/privacy/logboek/"))


def test_it_merges_the_logs_of_two_municipalities_in_order(client: Client) -> None:
    make_gemeente()
    make_gemeente(code="0473", naam="Zandvoort")
    officer = make_actor(rol="privacy", gemeenten=("0392", "0473"))
    made = [make_logregel(gemeente=("0392", "0473")[number % 2], dagen=number + 1) for number in range(6)]
    first = list_logregels(door=officer, filter=Logfilter(), size=4)
    rest = list_logregels(door=officer, filter=Logfilter(), before=(first[-1].tijd, first[-1].id), size=4)
    assert [line.id for line in (*first, *rest)] == [line.id for line in made]
