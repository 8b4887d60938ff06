"""The overview: every declared column, nothing of housemates, and in one act."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import NU, make_actor, make_partner
from tests.slices.betrokkenen.verzoekwereld import (
    BSN,
    confirm,
    give_bsn,
    grant,
    make_officer,
    make_wereld,
    receive,
    signaal_named,
    speak_for,
)

from meldpunt.betrokkenen.inwoner import get_eigen_overzicht, list_plaatsen, resident_actor
from meldpunt.betrokkenen.inzage import get_overzicht
from meldpunt.betrokkenen.overzicht import make_overzicht
from meldpunt.betrokkenen.overzichtstuk import render_pdf, write_json
from meldpunt.betrokkenen.verzameling import collect, find_sleutels
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.actions import record_contactpoging, take_zaak
from meldpunt.rules.persoonsgegevens import TABELLEN
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db


def note(zaak: Zaak, text: str, persoon: UUID | None) -> None:
    record_contactpoging(
        zaak=zaak.id,
        gemeente="0392",
        soort="Telefoon",
        bereikt=True,
        datum=NU.date(),
        dagdeel="Middag",
        notitie=text,
        persoon=persoon,
        door=make_actor(),
        now=NU,
    )


def own() -> list[UUID]:
    return [signaal_named("K1").id, signaal_named("V1").id]


def test_it_looks_through_every_table_that_the_declaration_leads_to_a_resident() -> None:
    make_wereld()
    looked = {one.model: set(one.velden) for one in collect(find_sleutels(gemeente="0392", signalen=own()))}
    declared = {
        naam: {kolom for kolom, gegeven in tabel.gegevens.items() if gegeven.van == "inwoner"}
        for naam, tabel in TABELLEN.items()
        if tabel.koppeling is not None
    }
    assert looked == {naam: velden for naam, velden in declared.items() if velden}
    assert sum(map(len, looked.values())) > 80


def test_it_shows_notes_about_the_resident_and_none_about_the_housemate() -> None:
    zaak = make_wereld()
    take_zaak(zaak=zaak.id, gemeente="0392", door=make_actor(), now=NU)
    note(zaak, "Jansen belt terug", Zaaksignaal.objects.get(signaal=own()[0]).persoon)
    note(zaak, "Bakker is ziek", Zaaksignaal.objects.get(signaal=signaal_named("K9").id).persoon)
    note(zaak, "Beiden gesproken", None)
    told = write_json(make_overzicht(gemeente="0392", signalen=own(), now=NU)).decode()
    assert "Jansen belt terug" in told
    assert "Bakker" not in told
    assert "Beiden gesproken" not in told, "what is about everybody may be about the other"
    assert "K9" not in told
    assert "7700" not in told
    assert "24750" not in told, "the sum of the zaak gives the other's claim away"


def test_it_says_who_reported_what_when_under_which_covenant_and_when_it_goes() -> None:
    make_wereld()
    overzicht = make_overzicht(gemeente="0392", signalen=own(), now=NU)
    assert {one.partner for one in overzicht.signalen} == {"PWN", "Vitens"}
    for one in overzicht.signalen:
        assert one.artikel
        assert one.kenmerk.startswith("landelijk/")
        assert one.weg_zin
    assert [zaak.gedeeld for zaak in overzicht.zaken] == [True]


def test_it_says_who_looked_by_role_and_never_by_name() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door)
    confirm(verzoek, door)
    get_overzicht(verzoek=verzoek, gemeente="0392", verstrekken=False, door=door, now=NU)
    overzicht, naam = get_overzicht(
        verzoek=verzoek, gemeente="0392", verstrekken=True, door=door, now=NU + timedelta(minutes=1)
    )
    assert naam == "J. Jansen"
    assert "Privacyfunctionaris van gemeente Haarlem" in {one.wie for one in overzicht.gekeken}
    assert "Petra" not in write_json(overzicht).decode()


def test_it_says_what_partners_heard_of_a_request_and_when_they_confirmed() -> None:
    make_wereld()
    verzoek = grant(make_officer(), soort="bezwaar", grond="bezwaar_gegrond")
    overzicht = make_overzicht(gemeente="0392", signalen=own(), now=NU)
    assert {one.partner for one in overzicht.verteld} == {"PWN", "Vitens"}
    assert all("Inwoner maakte bezwaar" in one.zin for one in overzicht.verteld if "bezwaar" in one.zin)
    assert [one.id for one in overzicht.verzoeken] == [verzoek]


def test_it_shows_what_was_corrected_as_it_counts_now() -> None:
    from meldpunt.betrokkenen.rectificaties import Correctie

    make_wereld()
    k1 = signaal_named("K1")
    grant(
        make_officer(),
        soort="rectificatie",
        grond="onjuist",
        correcties=[Correctie(k1.id, "bedrag_cent", "20,50")],
    )
    found = {one.id: one for one in make_overzicht(gemeente="0392", signalen=own(), now=NU).signalen}
    assert (found[k1.id].bedrag_cent, found[k1.id].gecorrigeerd) == (2050, True)


def test_the_officer_sees_nothing_before_a_human_being_said_what_is_theirs() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door)
    with pytest.raises(Weigering, match=r"\[personen_niet_vastgesteld\]"):
        get_overzicht(verzoek=verzoek, gemeente="0392", verstrekken=False, door=door, now=NU)
    confirm(verzoek, door)
    with pytest.raises(GeenToegang):
        get_overzicht(verzoek=verzoek, gemeente="0392", verstrekken=False, door=make_actor(), now=NU)


def test_the_resident_sees_what_has_the_own_number_and_what_a_human_being_added() -> None:
    make_wereld()
    give_bsn("K1")
    me = resident_actor()
    (place,) = [one for one in list_plaatsen(bsn=BSN, door=me) if one.gevonden]
    seen = get_eigen_overzicht(bsn=BSN, gemeente=place.code, door=me, now=NU)
    assert [one.partner for one in seen.signalen] == ["PWN"]
    door = make_officer()
    from tests.slices.betrokkenen.verzoekwereld import JANSEN

    confirm(receive(door, inwoner=replace(JANSEN, bsn=BSN)), door)
    seen = get_eigen_overzicht(bsn=BSN, gemeente="0392", door=me, now=NU)
    assert {one.partner for one in seen.signalen} == {"PWN", "Vitens"}
    with pytest.raises(GeenToegang):
        get_eigen_overzicht(bsn=BSN, gemeente="0392", door=speak_for(make_partner()), now=NU)


def test_the_files_can_be_read_and_hold_no_secret() -> None:
    make_wereld()
    give_bsn("K1")
    overzicht = make_overzicht(gemeente="0392", signalen=own(), now=NU)
    told = json.loads(write_json(overzicht))
    assert told["schema"] == "meldpunt/inzage/1"
    assert {one["tabel"] for one in told["gegevens"]} >= {"Signaal", "SignaalPersoon", "Zaak", "Zaaksignaal"}
    assert BSN not in json.dumps(told)
    printed = render_pdf(overzicht, naam="J. Jansen")
    assert printed.startswith(b"%PDF-")
    assert b"pdfuaid" in printed, "PDF/UA-1: a screen reader walks along the headings"
    assert len(printed) > 10_000


def test_it_asks_the_database_as_often_for_one_signaal_as_for_many() -> None:
    make_wereld()
    counts = []
    for signalen in (own()[:1], own()):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            make_overzicht(gemeente="0392", signalen=signalen, now=NU)
        counts.append(len(queries))
    assert counts[0] == counts[1]
