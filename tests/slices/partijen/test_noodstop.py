"""An emergency stop holds everything of its covenant at once, and two persons let it go on."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import (
    KOP,
    NU,
    deliver,
    make_actor,
    make_deelname,
    make_gebruiker,
    make_partner,
    make_regel,
)

from meldpunt import pipeline
from meldpunt.aanlevering.actions import Inzending, receive_aanlevering
from meldpunt.matching.lijst import preview_lijst
from meldpunt.matching.models import Zaak
from meldpunt.matching.vaststelling import confirm_lijst
from meldpunt.partijen.actions import record_convenantgebeurtenis
from meldpunt.partijen.models import Convenantgebeurtenis
from meldpunt.partijen.noodstop import confirm_hervatting, list_gestopt
from meldpunt.sleutels import new_id
from meldpunt.terugkoppeling.models import Terugkoppeling
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db
VANDAAG = NU.date()
SYSTEEM = system_actor(herkomst="test")
KLOK = lambda: NU  # noqa: E731 - a fixed clock


def beheer(gebruiker: UUID | None = None) -> Actor:
    return make_actor(
        rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=(), gebruiker=gebruiker or new_id()
    )


def stop(
    soort: str = "noodstop", *, door: Actor | None = None, convenant: str = "landelijk"
) -> Convenantgebeurtenis:
    return record_convenantgebeurtenis(
        convenant=convenant, soort=soort, per=VANDAAG, reden="Bezwaar AP", door=door or beheer(), now=NU
    )


def test_it_holds_a_delivery_of_before_the_stop_and_goes_on_with_it_afterwards() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    inzending = Inzending(
        blokken=["\n".join([KOP, make_regel()]).encode()], naam="a.csv", partner=pwn, convenant="landelijk",
        datum=VANDAAG - timedelta(days=1), kanaal="test",
    )  # fmt: skip
    row = receive_aanlevering(inzending=inzending, door=SYSTEEM, now=NU).aanlevering
    stop()
    pipeline.run_aanlevering(aanlevering=row.id, door=SYSTEEM, clock=KLOK)
    row.refresh_from_db()
    assert (row.status, Zaak.objects.count()) == ("ontvangen", 0)
    confirm_hervatting(gebeurtenis=stop("hervatting").id, door=beheer(), now=NU)
    pipeline.run_aanlevering(aanlevering=row.id, door=SYSTEEM, clock=KLOK)
    row.refresh_from_db()
    assert (row.aantal_geaccepteerd, Zaak.objects.count()) == (1, 1)


def test_it_tells_partners_nothing_of_a_stopped_covenant_and_the_rest_goes_on() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    Zaak.objects.update(terugkoppelen=True)
    stop()
    assert pipeline.tell_due(door=SYSTEEM, clock=KLOK) == 0
    assert not Terugkoppeling.objects.exists()
    confirm_hervatting(gebeurtenis=stop("hervatting").id, door=beheer(), now=NU)
    assert pipeline.tell_due(door=SYSTEEM, clock=KLOK) == 1
    assert Terugkoppeling.objects.count() == 1


def test_it_holds_only_the_covenant_that_was_stopped() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    Zaak.objects.update(terugkoppelen=True)
    stop(convenant="haarlem-zandvoort")
    assert list_gestopt(on=VANDAAG) == {"haarlem-zandvoort"}
    assert pipeline.tell_due(door=SYSTEEM, clock=KLOK) == 1


def test_it_makes_no_list_of_a_stopped_covenant() -> None:
    make_deelname(convenant="haarlem-zandvoort", partners=[make_partner()])
    door = make_actor(rol="coordinator", gebruiker=make_gebruiker(rol="coordinator").id)
    given = {"gemeente": "0392", "convenant": "haarlem-zandvoort", "peildatum": VANDAAG, "door": door}
    voorstel = preview_lijst(**given)
    stop(convenant="haarlem-zandvoort")
    with pytest.raises(Weigering, match="convenant_gestopt"):
        confirm_lijst(vingerafdruk=voorstel.vingerafdruk, now=NU, **given)


def test_it_asks_a_second_person_to_let_a_covenant_go_on() -> None:
    stop()
    one = beheer()
    waits = stop("hervatting", door=one)
    assert list_gestopt(on=VANDAAG) == {"landelijk"}
    with pytest.raises(Weigering, match="vier_ogen"):
        confirm_hervatting(gebeurtenis=waits.id, door=one, now=NU)
    with pytest.raises(GeenToegang):
        confirm_hervatting(
            gebeurtenis=waits.id, door=make_actor(rol="coordinator", gebruiker=new_id()), now=NU
        )
    second = make_actor(rol="privacy", gebruiker=new_id())
    confirm_hervatting(gebeurtenis=waits.id, door=second, now=NU)
    assert list_gestopt(on=VANDAAG) == frozenset()
    with pytest.raises(Weigering, match="al_bevestigd"):
        confirm_hervatting(gebeurtenis=waits.id, door=second, now=NU)


def test_it_shows_the_stop_on_every_page_and_its_reason_to_no_partner() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    wim = make_gebruiker(rol="beheer", partijsoort="meldpunt", partij="meldpunt", naam="Wim Scholten")
    today = timezone.localdate()
    values = {"convenant": "landelijk", "per": today, "reden": "Bezwaar AP", "door": beheer(wim.id)}
    record_convenantgebeurtenis(soort="noodstop", now=timezone.now(), **values)
    record_convenantgebeurtenis(soort="hervatting", now=timezone.now(), **values)

    def page(client_of: object, path: str) -> str:
        client = Client()
        client.force_login(client_of)
        return client.get(path).content.decode()

    officer = make_gebruiker(rol="privacy")
    seen = page(officer, "/privacy/datalekken/")
    assert "staat stil" in seen
    assert "Reden van Wim Scholten: Bezwaar AP" in seen
    assert "Bevestig de hervatting" in seen
    assert "Bevestig de hervatting" not in page(wim, "/privacy/datalekken/")
    partner = page(make_gebruiker(rol="partner", partijsoort="partner", partij="pwn"), "/er-ging-iets-mis/")
    assert "staat stil" in partner
    assert "Bezwaar AP" not in partner
    client = Client()
    client.force_login(officer)
    waits = Convenantgebeurtenis.objects.get(soort="hervatting")
    client.post(f"/privacy/hervatting/{waits.id}/")
    assert "staat stil" not in client.get("/privacy/datalekken/").content.decode()
