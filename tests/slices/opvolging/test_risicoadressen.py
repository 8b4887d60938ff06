"""The file with addresses where nobody goes alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.factories import NU, make_actor, make_gemeente
from tests.slices.opvolging.zaakwereld import make_zaakwereld

from meldpunt import pipeline
from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.controlebeeld import list_beperkingen
from meldpunt.opvolging.models import Risicoadres
from meldpunt.opvolging.risicoadressen import (
    Risicolijst,
    list_risicostanden,
    load_risicoadressen,
)
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)
KOP = "postcode;huisnummer;huisletter;huisnummertoevoeging;maatregel;tot\n"
VANDAAG = date(2026, 10, 26)


def load(tmp_path: Path, text: str, *, rol: str = "coordinator", now: datetime = NU) -> Risicolijst:
    path = tmp_path / "risico.csv"
    path.write_text(KOP + text)
    return load_risicoadressen(
        gemeente="0392", bestand=path, naam=path.name, door=make_actor(rol=rol), now=now
    )


def is_flagged(zaak: object, *, on: date = VANDAAG) -> bool:
    found = list_beperkingen([("0392", zaak)], on=on)  # type: ignore[list-item]
    return zaak in found and found[zaak].niet_alleen  # type: ignore[index]


def test_it_replaces_the_list_and_leaves_out_what_is_over(tmp_path: Path) -> None:
    make_gemeente()
    load(tmp_path, "2011AB;3;;;niet_bezoeken;31-12-2026\n")
    loaded = load(tmp_path, "2011 aa;12;a;;Niet alleen;2026-12-31\n2011AC;1;;;niet_alleen;25-10-2026\n")
    assert loaded == Risicolijst(1, 1)
    assert list(Risicoadres.objects.values_list("postcode", "huisnummer", "suffix", "maatregel", "tot")) == [
        ("2011AA", 12, "A", "niet_alleen", date(2026, 12, 31))
    ]
    stand = list_risicostanden("0392", door=make_actor(rol="coordinator"), today=VANDAAG)
    assert [(one.maatregel, one.adressen) for one in stand] == [("niet_alleen", 1)]
    line = Logregel.objects.filter(handeling="risicoadressen_geladen").latest("id")
    assert line.waarden == {"adressen": 1, "verlopen": 1}


def test_it_names_row_field_value_and_code_and_changes_nothing(tmp_path: Path) -> None:
    make_gemeente()
    load(tmp_path, "2011AB;3;;;niet_bezoeken;31-12-2026\n")
    loaded = load(
        tmp_path,
        "2011AA;12;;;niet_alleen;31-12-2026\nfout;0;;;hond;\n2011AA;12;;;niet_bezoeken;31-12-2026\n",
    )
    assert [(f.regel, f.veld, f.waarde, f.code) for f in loaded.fouten] == [
        (3, "postcode", "fout", "risico_postcode"),
        (3, "huisnummer", "0", "risico_nummer"),
        (3, "maatregel", "hond", "risico_maatregel"),
        (3, "tot", "", "risico_tot"),
        (4, "postcode", "2011AA 12", "risico_dubbel"),
    ]
    assert Risicoadres.objects.get().postcode == "2011AB"


def test_it_keeps_a_list_when_nothing_in_the_new_one_holds(tmp_path: Path) -> None:
    make_gemeente()
    load(tmp_path, "2011AB;3;;;niet_bezoeken;31-12-2026\n")
    with pytest.raises(Weigering, match="risico_leeg"):
        load(tmp_path, "2011AA;12;;;niet_alleen;1-1-2026\n")
    assert Risicoadres.objects.count() == 1


def test_it_is_for_the_coordinator_only(tmp_path: Path) -> None:
    make_gemeente()
    for rol in ("behandelaar", "uitvoerder", "privacy", "beheer", "partner"):
        with pytest.raises(GeenToegang):
            load(tmp_path, "2011AA;12;;;niet_alleen;31-12-2026\n", rol=rol)
        with pytest.raises(GeenToegang):
            list_risicostanden("0392", door=make_actor(rol=rol), today=VANDAAG)


@pytest.mark.parametrize(
    ("regel", "flagged"),
    [
        ("2011AA;12;;;niet_alleen;31-12-2026", True),
        ("2011AA;12;;;niet_alleen;26-10-2026", True),
        ("2011AA;12;B;;niet_alleen;31-12-2026", False),
        ("2011AA;13;;;niet_alleen;31-12-2026", False),
    ],
)
def test_it_warns_at_a_zaak_on_the_address(tmp_path: Path, regel: str, flagged: bool) -> None:
    wereld = make_zaakwereld()
    load(tmp_path, regel + "\n")
    assert is_flagged(wereld.zaak) is flagged
    assert ("onveilig_bezoek" in Zaak.objects.get().markeringen) is flagged


def test_it_warns_no_more_after_the_last_day_and_is_swept(tmp_path: Path) -> None:
    wereld = make_zaakwereld()
    load(tmp_path, "2011AA;12;;;niet_alleen;26-10-2026\n2011AB;1;;;niet_alleen;31-12-2026\n")
    assert not is_flagged(wereld.zaak, on=date(2026, 10, 27))
    pipeline.run_daily(door=system_actor(herkomst="test"), clock=lambda: NU + timedelta(days=1))
    assert Risicoadres.objects.get().postcode == "2011AB"
    assert Zaak.objects.get().markeringen == []


def test_it_touches_no_other_municipality(tmp_path: Path) -> None:
    make_zaakwereld()
    make_gemeente(code="0473", naam="Zandvoort")
    Risicoadres.objects.create(
        gemeente_id="0473",
        postcode="2011AA",
        huisnummer=12,
        maatregel="niet_bezoeken",
        tot=date(2026, 12, 31),
        geladen_op=NU,
    )
    load(tmp_path, "2011AB;3;;;niet_alleen;31-12-2026\n")
    assert Risicoadres.objects.filter(gemeente="0473").count() == 1
    assert Zaak.objects.get().markeringen == []
