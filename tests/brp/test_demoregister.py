"""The register of the demo: everybody in Zwolle is looked up, and the server reads what was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.factories import NU, deliver, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt.brp.models import Brpbevraging
from meldpunt.demo.accounts import ACCOUNTS
from meldpunt.demo.brpserver.lijsten import read_bestanden
from meldpunt.demo.brpserver.plek import BESTAND, POORT
from meldpunt.demo.brpwerk import BRPGEMEENTE, ask_brp
from meldpunt.demo.gemeenten import WERKWIJZEN
from meldpunt.demo.inwoners import make_vorderingen
from meldpunt.demo.kalender import Kalender
from meldpunt.koppelingen.queries import get_koppeling

pytestmark = pytest.mark.django_db


def test_it_looks_up_who_was_reported_there(tmp_path: Path, settings: Any) -> None:
    settings.MELDPUNT_DATA = tmp_path
    kalender = Kalender(NU)
    werkwijze = next(one for one in WERKWIJZEN if one.gemeente == BRPGEMEENTE)
    vorderingen = make_vorderingen(werkwijze, kalender=kalender, eerste_nummer=0)
    partner = make_partner()
    make_deelname(gemeente=BRPGEMEENTE, naam="Zwolle", postcodes=["8011-8043"], partners=[partner])
    make_gebruiker(rol="beheer", partijsoort="meldpunt", partij="meldpunt", email=ACCOUNTS[-1].email)
    regels = [
        make_regel(
            klantnummer=one.klantnummer,
            referentie=one.klantnummer,
            achternaam=f"{one.naam.tussenvoegsel} {one.naam.achternaam}".strip(),
            voorletters=one.naam.voorletters,
            geboortedatum=one.geboren.isoformat() if one.geboren else "",
            postcode=one.adressen[2].postcode,
            huisnummer=f"{one.adressen[2].huisnummer}{one.adressen[2].letter}",
        )
        for one in vorderingen[:15]
    ]
    deliver(partner=partner, regels=regels)
    ask_brp(vorderingen, kalender)
    found = list(Brpbevraging.objects.values_list("uitkomst", flat=True))
    assert len(found) >= 10
    assert "" not in found
    assert found.count("gevonden") > len(found) // 2
    assert get_koppeling("brp", BRPGEMEENTE).adres == f"http://127.0.0.1:{POORT}"
    assert len(read_bestanden(tmp_path / BESTAND).op_bsn) > 40
