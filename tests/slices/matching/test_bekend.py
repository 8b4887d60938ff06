"""Known addresses from the file of the social service."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories import NU, deliver, make_actor, make_deelname, make_gemeente, make_partner, make_regel

from meldpunt.matching.bekend import load_bekend
from meldpunt.matching.models import BekendAdres, Zaak
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)
KOP = "postcode;huisnummer;huisletter;huisnummertoevoeging;reden\n"


def load(tmp_path: Path, text: str, *, rol: str = "coordinator") -> object:
    path = tmp_path / "bekend.csv"
    path.write_text(KOP + text)
    return load_bekend(gemeente="0392", bestand=path, naam=path.name, door=make_actor(rol=rol), now=NU)


def test_the_newest_file_replaces_the_last_and_names_the_lines_it_left_out(tmp_path: Path) -> None:
    make_gemeente()
    load(tmp_path, "2011aa;12;;;Uitkering\n")
    loaded = load(tmp_path, "2011 AA;12;a;;SCHULDHULPVERLENING\nfout;1;;;uitkering\n2011AB;3;;;anders\n")
    assert (loaded.adressen, loaded.overgeslagen) == (1, (3, 4))  # type: ignore[attr-defined]
    assert list(BekendAdres.objects.values_list("postcode", "huisnummer", "suffix", "reden")) == [
        ("2011AA", 12, "A", "schuldhulpverlening")
    ]


def test_a_wrong_file_does_not_empty_the_list(tmp_path: Path) -> None:
    make_gemeente()
    load(tmp_path, "2011aa;12;;;uitkering\n")
    with pytest.raises(Weigering, match="bekend_leeg"):
        load(tmp_path, "x;y;;;z\n")
    assert BekendAdres.objects.count() == 1


def test_a_zaak_on_a_known_address_says_so(tmp_path: Path) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    load(tmp_path, "2011aa;12;;;uitkering\n")
    deliver(partner=pwn, regels=[make_regel(), make_regel(klantnummer="K2", huisnummer="13")])
    assert list(Zaak.objects.order_by("adressignaal").values_list("bekend", flat=True)) == [True, False]


def test_a_waiting_zaak_follows_a_new_list_into_another_inbox(tmp_path: Path) -> None:
    """Drechtsteden: not known and 500 euros or more goes to the municipality, known to the SDD (section 4)."""
    pwn = make_partner()
    make_deelname(
        convenant="drechtsteden", gemeente="0505", naam="Dordrecht", postcodes=["3311-3329"], partners=[pwn]
    )
    regel = make_regel(postcode="3311AA", bedrag="500,00")
    deliver(partner=pwn, convenant="drechtsteden", regels=[regel])
    assert Zaak.objects.get().postvak == "0505"
    path = tmp_path / "bekend.csv"
    path.write_text(KOP + "3311AA;12;;;uitkering\n")
    door = make_actor(rol="coordinator", gemeenten=["0505"])
    load_bekend(gemeente="0505", bestand=path, naam=path.name, door=door, now=NU)
    zaak = Zaak.objects.get()
    assert (zaak.bekend, zaak.postvak) == (True, "SDD")
    assert zaak.acties == ["brief_lokaal_aanbod", "bellen_na_2_weken"]


def test_only_a_coordinator_loads_them(tmp_path: Path) -> None:
    make_gemeente()
    with pytest.raises(GeenToegang):
        load(tmp_path, "2011aa;12;;;uitkering\n", rol="behandelaar")
