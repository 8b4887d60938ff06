"""The certificate is signed, says what the ledger says, and shows it when either was changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.factories import deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.aanlevering.models import Signaal
from meldpunt.bewaring.models import Vernietigingsverklaring
from meldpunt.bewaring.verklaring import check_verklaring, make_due_verklaringen, make_verklaring
from meldpunt.bewaring.vernietiging import destroy_personen
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db
PRIVACY = make_actor(rol="privacy")
NOVEMBER = datetime(2026, 11, 1, 2, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    settings.MELDPUNT_DATA = tmp_path
    return tmp_path


def destroy_one() -> None:
    partner = make_partner()
    make_deelname(partners=[partner])
    deliver(partner=partner, regels=[make_regel()])
    destroy_personen(
        signalen=[Signaal.objects.get().id], gemeente="0392", grond="verzoek", door=PRIVACY, now=NOVEMBER
    )


def test_it_signs_what_the_ledger_says(tmp_path: Path) -> None:
    destroy_one()
    row = make_verklaring(gemeente="0392", maand=date(2026, 11, 1), door=PRIVACY, now=NOVEMBER)
    found = check_verklaring(bytes(row.pdf))
    assert found.klopt, found.zinnen
    assert found.zinnen[1].startswith("Het vernietigingslogboek zegt hetzelfde, tot en met regel 1")
    (tmp_path / "v.pdf").write_bytes(bytes(row.pdf))
    call_command("vernietiging", "controleer", str(tmp_path / "v.pdf"))
    again = make_verklaring(gemeente="0392", maand=date(2026, 11, 1), door=PRIVACY, now=NOVEMBER)
    assert again.id == row.id


def test_it_refuses_a_pdf_that_was_changed(tmp_path: Path) -> None:
    destroy_one()
    pdf = bytes(make_verklaring(gemeente="0392", maand=date(2026, 11, 1), door=PRIVACY, now=NOVEMBER).pdf)
    middle = pdf.index(b"/Type", len(pdf) // 3)
    changed = pdf[:middle] + b"/Tyqe" + pdf[middle + 5 :]
    assert not check_verklaring(changed).klopt
    assert not check_verklaring(pdf + b"\n% more").klopt
    assert not check_verklaring(b"geen pdf").klopt
    (tmp_path / "v.pdf").write_bytes(changed)
    with pytest.raises(CommandError):
        call_command("vernietiging", "controleer", str(tmp_path / "v.pdf"))


def test_it_shows_that_the_ledger_was_changed_afterwards() -> None:
    destroy_one()
    pdf = bytes(make_verklaring(gemeente="0392", maand=date(2026, 11, 1), door=PRIVACY, now=NOVEMBER).pdf)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE meldpunt_vernietiging DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM meldpunt_vernietiging")
    assert not check_verklaring(pdf).klopt


def test_it_makes_that_of_last_month_by_itself_and_once() -> None:
    destroy_one()
    systeem = system_actor(herkomst="test")
    december = datetime(2026, 12, 1, 3, 15, tzinfo=UTC)
    assert make_due_verklaringen(door=systeem, now=december) == 1
    assert make_due_verklaringen(door=systeem, now=december) == 0
    assert Vernietigingsverklaring.objects.get().maand == date(2026, 11, 1)
