"""Each file with persons says who made it, for what and when it must be gone; and it leaves a line in the log."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone
from tests.web.partner.wereld import deliver_today, make_bestand, make_pwn, sign_in, write_regel

from meldpunt import pipeline
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.audit.models import Logregel
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)


def read(inhoud: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(inhoud.decode("utf-8-sig")), delimiter=";"))


def test_it_marks_each_line_of_a_list_of_persons() -> None:
    deliver_today(partner=make_pwn(), regels=[write_regel()])
    (row,) = read(sign_in().get("/partner/signalen/signalen.csv").content)
    kenmerk = Logregel.objects.get(handeling="bestand_uitgegeven").object
    assert row["uitgifte"].startswith(f"{kenmerk}, gemaakt door ")
    assert "eigen signalen volgen" in row["uitgifte"]
    assert row["vernietigen_voor"] > timezone.localdate().isoformat()


def test_it_marks_refused_rows_and_takes_them_back_without_a_word_about_it() -> None:
    pwn = make_pwn()
    client = sign_in()
    row = deliver_today(partner=pwn, regels=[write_regel(bedrag="abc")])
    inhoud = client.get(f"/partner/aanleveringen/{row.id}/geweigerd.csv").content
    assert read(inhoud)[0]["vernietigen_voor"]
    text = inhoud.decode("utf-8-sig").replace("abc", "88,00").splitlines()
    client.post(
        "/partner/aanleveren/", {"convenant": "landelijk", "bestand": make_bestand(*text[1:], kop=text[0])}
    )
    pipeline.run_due(door=system_actor(herkomst="test"), clock=timezone.now)
    corrected = Aanlevering.objects.latest("id")
    assert (corrected.aantal_geaccepteerd, corrected.verwijderde_velden) == (1, {})


def test_it_leaves_an_empty_template_without_a_mark() -> None:
    make_pwn()
    assert "vernietigen_voor" not in sign_in().get("/partner/signalen/melden/voorbeeld.csv").content.decode()
