"""The register of breaches: from a recalled delivery or a notice to a conclusion."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.factories import (
    NU,
    deliver,
    make_actor,
    make_deelname,
    make_gebruiker,
    make_gemeente,
    make_partner,
    make_regel,
)

from meldpunt import pipeline
from meldpunt.aanlevering.actions import recall_aanlevering
from meldpunt.audit.actions import record
from meldpunt.audit.models import Logregel
from meldpunt.datalekken.actions import (
    Feiten,
    move_datalek,
    open_from_aanlevering,
    report_voorval,
    save_feiten,
)
from meldpunt.datalekken.klokken import complete_klok, waive_klok
from meldpunt.datalekken.models import Datalek, Datalekklok
from meldpunt.datalekken.queries import get_datalek, list_datalekken, list_intrekkingen, list_te_doen
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db
UUR = timedelta(hours=1)
ANDER = make_actor(rol="privacy", partij="0473", gemeenten=("0473",))


def officer() -> Actor:
    return make_actor(rol="privacy", gebruiker=make_gebruiker(rol="privacy", naam="Petra").id)


def recalled(*, convenant: str = "haarlem-zandvoort") -> UUID:
    """Deliver two rows (by default under the covenant with 24 hours), and let the partner recall them."""
    pwn = make_partner()
    make_deelname(convenant=convenant, partners=[pwn])
    aanlevering = deliver(
        partner=pwn,
        convenant=convenant,
        regels=[make_regel(), make_regel(klantnummer="K2", huisnummer="14")],
    )
    door = make_actor(rol="partner", partijsoort="partner", partij="pwn", gemeenten=(), partner=pwn.id)
    recall_aanlevering(aanlevering=aanlevering.id, reden="Verkeerd bestand", door=door, now=NU + UUR)
    return aanlevering.id


def feiten(**anders: object) -> Feiten:
    return replace(
        Feiten(
            titel="Verkeerd bestand", feiten="Er stonden klanten in die betaald hadden.", oorzaak="Oude selectie",
            aard=["vertrouwelijkheid"], gegevenssoorten=["naam"], aantal_personen=2, ontdekt_op=NU,
            ontdekt_door="PWN", maatregelen="Ingetrokken", risico="risico", reden_geen_risico="",
            gemeenten=["0392"], convenanten=["haarlem-zandvoort"], partners=[],
        ),
        **anders,
    )  # fmt: skip


def test_it_fills_the_worksheet_in_from_a_recalled_delivery() -> None:
    key = recalled(convenant="landelijk")
    door = make_gebruiker(naam="Noor").id
    # Putting right takes the signalen out of their zaken; who looked is known all the same.
    pipeline.run_aanlevering(aanlevering=key, door=system_actor(herkomst="test"), clock=lambda: NU + UUR)
    assert not Zaaksignaal.objects.exists()
    zaak = Zaak.objects.first().id
    record(
        "zaak_ingezien",
        objectsoort="zaak",
        object=zaak,
        gemeente="0392",
        door=make_actor(gebruiker=door),
        now=NU + UUR,
    )
    lek = open_from_aanlevering(aanlevering=key, door=officer(), now=NU + 2 * UUR)
    beeld = get_datalek(datalek=lek, door=make_actor(rol="privacy"), now=NU + 2 * UUR)
    assert beeld.gemeenten == (("0392", "Haarlem", 2),)
    assert beeld.velden["aantal_personen"] == 2
    assert beeld.velden["gegevenssoorten"] == ["naam", "adres", "geboortedatum", "kenmerk", "schuld"]
    assert [naam for _, naam in beeld.partners] == ["PWN"]
    assert [(k["naam"], k["keren"]) for k in beeld.kijkers] == [("Noor", 1)]
    assert beeld.werkblad["aanleveringen"][0]["intrekreden"] == "Verkeerd bestand"
    assert beeld.velden["ontdekt_op"] == NU + UUR


def test_it_knows_whom_to_tell_from_the_covenant_of_that_delivery() -> None:
    lek = open_from_aanlevering(aanlevering=recalled(), door=officer(), now=NU + 2 * UUR)
    clocks = {(k.soort, k.partij): k for k in Datalekklok.objects.filter(datalek=lek)}
    assert set(clocks) == {("partij", "partner:pwn"), ("partij", "gemeente:0392"), ("ap", "gemeente:0392")}
    assert clocks["partij", "partner:pwn"].uiterlijk == NU + 25 * UUR
    assert clocks["ap", "gemeente:0392"].uiterlijk == NU + 73 * UUR
    # The municipality wrote it down itself, so it knows.
    assert clocks["partij", "gemeente:0392"].gedaan_op == NU + 2 * UUR


def test_it_begins_one_breach_per_delivery_and_only_for_who_is_touched() -> None:
    key = recalled()
    with pytest.raises(GeenToegang):
        open_from_aanlevering(aanlevering=key, door=ANDER, now=NU + 2 * UUR)
    with pytest.raises(GeenToegang):
        open_from_aanlevering(aanlevering=key, door=make_actor(), now=NU + 2 * UUR)
    assert [row.id for row in list_intrekkingen(door=make_actor(rol="privacy"))] == [key]
    assert list_intrekkingen(door=ANDER) == []
    first = open_from_aanlevering(aanlevering=key, door=make_actor(rol="coordinator"), now=NU + 2 * UUR)
    assert Datalek.objects.get().status == "signaal"
    assert open_from_aanlevering(aanlevering=key, door=officer(), now=NU + 3 * UUR) == first
    assert list_intrekkingen(door=make_actor(rol="privacy")) == []


def test_it_refuses_a_delivery_that_stands() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    aanlevering = deliver(partner=pwn, regels=[make_regel()])
    with pytest.raises(Weigering, match="niet_ingetrokken"):
        open_from_aanlevering(aanlevering=aanlevering.id, door=officer(), now=NU)


def test_it_brings_a_notice_of_a_partner_to_the_officers_of_where_it_reports() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    make_gemeente(code="0473", naam="Zandvoort")
    account = make_gebruiker(rol="partner", partijsoort="partner", partij="pwn")
    door = make_actor(
        rol="partner", partijsoort="partner", partij="pwn", gemeenten=(), partner=pwn.id, gebruiker=account.id
    )
    report_voorval(
        titel="Mail verkeerd", feiten="Lijst naar een ander gestuurd", ontdekt_op=NU, door=door, now=NU
    )
    rows = list_datalekken(door=make_actor(rol="privacy"), now=NU)
    assert [(row.titel, row.status, row.gemeenten) for row in rows] == [
        ("Mail verkeerd", "signaal", ("Haarlem",))
    ]
    assert list_datalekken(door=ANDER, now=NU) == []
    with pytest.raises(GeenToegang):
        list_datalekken(door=door, now=NU)


def test_it_lets_the_clocks_follow_the_facts_but_keeps_what_was_done() -> None:
    lek = open_from_aanlevering(aanlevering=recalled(), door=officer(), now=NU + 2 * UUR)
    door = officer_again()
    partner = Datalekklok.objects.get(datalek=lek, partij="partner:pwn")
    complete_klok(klok=partner.id, op=NU + 3 * UUR, hoe="gebeld", reden="", door=door, now=NU + 3 * UUR)
    save_feiten(datalek=lek, feiten=feiten(risico="hoog", convenanten=[]), door=door, now=NU + 4 * UUR)
    kinds = set(Datalekklok.objects.filter(datalek=lek).values_list("soort", "partij"))
    assert ("inwoners", "gemeente:0392") in kinds
    assert ("partij", "partner:pwn") in kinds
    save_feiten(
        datalek=lek,
        feiten=feiten(risico="geen", reden_geen_risico="Versleuteld"),
        door=door,
        now=NU + 5 * UUR,
    )
    ap = Datalekklok.objects.get(datalek=lek, soort="ap")
    assert (ap.niet_nodig, ap.reden) == (True, "Versleuteld")
    assert not Datalekklok.objects.filter(datalek=lek, soort="inwoners").exists()


def officer_again() -> Actor:
    return make_actor(rol="privacy")


def test_it_asks_why_when_somebody_was_told_too_late() -> None:
    lek = open_from_aanlevering(aanlevering=recalled(), door=officer(), now=NU + 2 * UUR)
    klok = Datalekklok.objects.get(datalek=lek, soort="ap")
    late = {
        "klok": klok.id,
        "op": NU + 80 * UUR,
        "hoe": "webformulier AP",
        "door": officer_again(),
        "now": NU + 80 * UUR,
    }
    with pytest.raises(Weigering, match="reden_te_laat_ontbreekt"):
        complete_klok(reden="", **late)
    complete_klok(reden="Pas maandag ontdekt hoe groot het was", **late)
    klok.refresh_from_db()
    assert klok.reden.startswith("Pas maandag")
    line = Logregel.objects.get(handeling="datalek_verteld")
    assert (line.object, line.waarden["te_laat"]) == (str(lek), True)
    with pytest.raises(Weigering, match="klok_dicht"):
        complete_klok(reden="nog eens", **late)


def test_it_never_spares_the_ap_by_hand() -> None:
    lek = open_from_aanlevering(aanlevering=recalled(), door=officer(), now=NU + 2 * UUR)
    ap = Datalekklok.objects.get(datalek=lek, soort="ap")
    with pytest.raises(Weigering, match="ap_alleen_zonder_risico"):
        waive_klok(klok=ap.id, reden="Klein", door=officer_again(), now=NU + 3 * UUR)


def test_it_closes_only_with_a_conclusion_and_nothing_open_and_opens_again() -> None:
    door = officer()
    lek = open_from_aanlevering(aanlevering=recalled(), door=door, now=NU + 2 * UUR)
    with pytest.raises(Weigering, match="risico_onbekend"):
        move_datalek(datalek=lek, naar="gesloten", conclusie="Klaar", door=door, now=NU + 3 * UUR)
    save_feiten(
        datalek=lek, feiten=feiten(risico="geen", reden_geen_risico="Klein"), door=door, now=NU + 3 * UUR
    )
    for klok in Datalekklok.objects.filter(datalek=lek, gedaan_op=None, niet_nodig=False):
        waive_klok(klok=klok.id, reden="Wist het al", door=door, now=NU + 3 * UUR)
    with pytest.raises(Weigering, match="conclusie_ontbreekt"):
        move_datalek(datalek=lek, naar="gesloten", conclusie=" ", door=door, now=NU + 3 * UUR)
    move_datalek(datalek=lek, naar="gesloten", conclusie="Selectie aangepast", door=door, now=NU + 3 * UUR)
    with pytest.raises(Weigering, match="datalek_status"):
        save_feiten(datalek=lek, feiten=feiten(), door=door, now=NU + 4 * UUR)
    move_datalek(datalek=lek, naar="onderzoek", conclusie="", door=door, now=NU + 5 * UUR)
    row = Datalek.objects.get(id=lek)
    assert (row.status, row.gesloten_op, row.conclusie) == ("onderzoek", None, "Selectie aangepast")


def test_it_shows_what_is_due_first_and_what_is_late() -> None:
    open_from_aanlevering(aanlevering=recalled(), door=officer(), now=NU + 2 * UUR)
    due = list_te_doen(door=officer_again(), now=NU + 30 * UUR)
    assert [(klok.naam, klok.toestand) for _, klok in due] == [
        ("PWN", "te_laat"),
        ("AP, voor Haarlem", "loopt"),
    ]
    assert list_te_doen(door=ANDER, now=NU) == []
