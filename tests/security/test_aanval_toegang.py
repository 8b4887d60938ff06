"""Somebody with an account who asks for what belongs to another: municipality, team, colleague, partner or role."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.journeys.wereld import (
    BEHANDELAAR,
    BEHEER,
    BUUR,
    COORDINATOR,
    PARTNER,
    PRIVACY,
    UITVOERDER,
    VREEMDE,
)
from tests.security.doelwit import COLLEGA, Doelwit, list_pages, sign_in_as, take_print

from meldpunt.toegang.models import Aanstelling

pytestmark = pytest.mark.django_db
Aanval = tuple[str, str, str, dict[str, str]]
# what it tries -> who, how, which page, what is sent
VAN_EEN_ANDER: dict[str, Aanval] = {
    "the zaak of another municipality": (VREEMDE, "get", "gemeente:zaak", {}),
    "to pick up a zaak of another municipality": (VREEMDE, "post", "gemeente:oppakken", {}),
    "to take over a zaak of another municipality": (VREEMDE, "post", "gemeente:overnemen", {}),
    "to record an attempt on a zaak of another municipality": (
        VREEMDE, "post", "gemeente:poging", {"soort": "Telefoon", "resultaat": "Bereikt"},
    ),
    "to assign a zaak of another municipality": (VREEMDE, "post", "gemeente:toewijzen", {"behandelaar": ""}),
    "to hand a zaak of another municipality to a team": (VREEMDE, "post", "gemeente:overdragen", {"team": "wijkteam"}),
    "the page to close a zaak of another municipality": (VREEMDE, "get", "gemeente:sluiten", {}),
    "to close a zaak of another municipality": (
        VREEMDE, "post", "gemeente:sluiten", {"eindresultaat": "Geen reactie na eerder contact"},
    ),
    "to reopen a zaak of another municipality": (VREEMDE, "post", "gemeente:heropenen", {}),
    "who is who in another municipality": (VREEMDE, "get", "gemeente:persoonsvraag", {}),
    "to decide who is who in another municipality": (
        VREEMDE, "post", "gemeente:persoonsvraag", {"besluit": "zelfde"},
    ),
    "whom the BRP means in another municipality": (VREEMDE, "get", "gemeente:mismatch", {}),
    "to decide whom the BRP means in another municipality": (
        VREEMDE, "post", "gemeente:mismatch", {"besluit": "1"},
    ),
    "a run of another municipality": (VREEMDE, "get", "gemeente:run", {}),
    "to take back the werkprotocol of another municipality": (
        VREEMDE, "post", "gemeente:werkprotocol_intrekken", {"convenant": "landelijk"},
    ),
    "to mark a notice of another municipality as read": (VREEMDE, "post", "gemeente:bericht_gelezen", {}),
    "to ask after a zaak of another municipality": (VREEMDE, "post", "gemeente:navraag", {}),
    "more time for a zaak of another municipality": (
        VREEMDE, "post", "gemeente:verlenging", {"tot": "2027-01-01", "reden": "x"},
    ),
    "to call a zaak of another municipality threatening": (
        VREEMDE, "post", "gemeente:bedreigend_bevestigen", {"grond": "huisuitzetting"},
    ),
    "to call it threatening no more": (VREEMDE, "post", "gemeente:bedreigend_intrekken", {}),
    "to settle an answer of another municipality": (VREEMDE, "post", "gemeente:antwoord_verwerkt", {}),
    "the course of a zaak of another municipality": (VREEMDE, "get", "gemeente:traject", {}),
    "to add to the course of a zaak of another municipality": (
        VREEMDE, "post", "gemeente:traject_vastleggen", {"soort": "aanbod_aanvaard"},
    ),
    "to take a step out of the course": (VREEMDE, "post", "gemeente:traject_vervallen", {}),
    "to put a check on a zaak of another municipality": (
        VREEMDE, "post", "gemeente:controle_zetten", {"soort": "overleden", "bron": "x"},
    ),
    "to ask the BRP about a resident of another municipality": (VREEMDE, "post", "gemeente:brp_opnieuw", {}),
    "to lift a check of another municipality": (VREEMDE, "post", "gemeente:controle_opheffen", {}),
    "a step of the plan of another municipality": (VREEMDE, "post", "gemeente:plan_stap", {}),
    "to put another's zaak on one's round": (VREEMDE, "post", "gemeente:plan_ronde", {}),
    "the letters of another municipality": (VREEMDE, "get", "gemeente:brievenpartij", {}),
    "the letters of another municipality as PDF": (VREEMDE, "get", "gemeente:brieven_pdf", {}),
    "the letters of another municipality as zip": (VREEMDE, "get", "gemeente:brieven_zip", {}),
    "to mark another's letters as sent": (VREEMDE, "post", "gemeente:brieven_gedrukt", {}),
    "one letter of another municipality": (VREEMDE, "get", "gemeente:brief", {}),
    "the text of a letter of another municipality": (VREEMDE, "get", "gemeente:sjabloon", {}),
    "to write the text of another municipality": (
        VREEMDE, "post", "gemeente:sjabloon", {"onderwerp": "x", "tekst": "x"},
    ),
    "to stop a text of another municipality": (VREEMDE, "post", "gemeente:sjabloon_stop", {}),
    "a letter on a zaak of another municipality": (
        VREEMDE, "post", "gemeente:bericht", {"sjabloon": "eerste-brief|nl"},
    ),
    "to take back a letter of another municipality": (VREEMDE, "post", "gemeente:bericht_intrekken", {}),
    "to send a letter of another municipality again": (VREEMDE, "post", "gemeente:bericht_opnieuw", {}),
    "to let a zaak of another municipality wait": (VREEMDE, "post", "gemeente:wachten", {"tot": "2027-01-01"}),
    "to let it wait no more": (VREEMDE, "post", "gemeente:hervatten", {}),
    "to move a zaak of another municipality": (VREEMDE, "post", "gemeente:verplaatsen", {"postvak": "0344"}),
    "to hold a zaak of another municipality open": (VREEMDE, "post", "gemeente:slot", {}),
    "to offer a zaak of another municipality": (VREEMDE, "post", "gemeente:verhuisd", {"naar": "0344"}),
    "a zaak that was not handed to one's team": (UITVOERDER, "get", "gemeente:zaak", {}),
    "to pick up what was not handed to one's team": (UITVOERDER, "post", "gemeente:oppakken", {}),
    "to close what was not handed to one's team": (
        UITVOERDER, "post", "gemeente:sluiten", {"eindresultaat": "Geen reactie na eerder contact"},
    ),
    "letters that are not of one's team": (UITVOERDER, "get", "gemeente:brieven_pdf", {}),
    "to add to a course that is not of one's team": (UITVOERDER, "post", "gemeente:traject_vastleggen", {}),
    "a pile of acts of a colleague": (COLLEGA, "get", "gemeente:stapelopdracht", {}),
    "to accept what was offered to another municipality": (VREEMDE, "post", "gemeente:aanvaarden", {}),
    "to refuse what was offered to another municipality": (VREEMDE, "post", "gemeente:weigeren", {"reden": "x"}),
    "the number of a resident of another municipality": (VREEMDE, "post", "gemeente:bsn", {}),
    "the dossier of a resident of another municipality": (VREEMDE, "post", "gemeente:hulpdossier", {}),
    "the delivery of another partner": (BUUR, "get", "partner:aanlevering", {}),
    "the progress of another partner": (BUUR, "get", "partner:voortgang", {}),
    "the columns of another partner": (BUUR, "get", "partner:kolommen", {}),
    "to map the columns of another partner": (BUUR, "post", "partner:kolommen", {"kolom-0": "klantnummer"}),
    "to throw away a delivery of another partner": (BUUR, "post", "partner:weggooien", {}),
    "to recall a delivery of another partner": (BUUR, "post", "partner:intrekken", {"reden": "x"}),
    "the refused rows of another partner": (BUUR, "get", "partner:geweigerd", {}),
    "the receipt of another partner": (BUUR, "get", "partner:ontvangstbewijs", {"formaat": "pdf"}),
    "the receipt of another partner for machines": (BUUR, "get", "partner:ontvangstbewijs", {"formaat": "json"}),
    "a signaal of another partner": (BUUR, "get", "partner:signaal", {}),
    "to report on a signaal of another partner": (BUUR, "post", "partner:meld_een", {"soort": "betaald"}),
    "what became of another partner's delivery": (BUUR, "get", "partner:selectiebericht", {}),
    "what became of it, as a list": (BUUR, "get", "partner:selectie_bestand", {}),
    "to decide on more time of another partner": (BUUR, "post", "partner:verlenging", {"besluit": "akkoord"}),
    "to confirm what another partner was asked": (BUUR, "post", "partner:mededeling_bevestigen", {}),
    "the webhook of another partner": (BUUR, "get", "partner:abonnement", {}),
    "to end the webhook of another partner": (
        BUUR, "post", "partner:abonnement_handeling", {},
    ),
    "to send lost messages of another partner again": (
        BUUR, "post", "partner:notificaties_herhalen", {"actie": "alle"},
    ),
    "a message of the webhook of another partner": (BUUR, "get", "partner:notificatie", {}),
    "to answer a question to another partner": (BUUR, "post", "partner:antwoord", {"antwoord": "betaald"}),
}  # fmt: skip
ANDERE_ROL: dict[str, Aanval] = {
    "a partner on a zaak": (PARTNER, "get", "gemeente:zaak", {}),
    "a partner who closes a zaak": (PARTNER, "post", "gemeente:sluiten", {}),
    "a partner in the inbox": (PARTNER, "get", "gemeente:postvak", {}),
    "a partner among the persons": (PARTNER, "get", "gemeente:personen", {}),
    "a partner at the mismatch bench": (PARTNER, "get", "gemeente:mismatchbank", {}),
    "a team that sees whom the BRP names": (UITVOERDER, "get", "gemeente:mismatch", {}),
    "a team that decides whom the BRP means": (UITVOERDER, "post", "gemeente:mismatch", {"besluit": "1"}),
    "a case worker at the causes of a partner": (BEHANDELAAR, "get", "gemeente:mismatch_oorzaken", {}),
    "a partner who reads letters": (PARTNER, "get", "gemeente:brief", {}),
    "a partner on the round": (PARTNER, "get", "gemeente:dagronde", {}),
    "a partner in the log": (PARTNER, "get", "privacy:logboek", {}),
    "a partner who lets partners in": (PARTNER, "get", "beheer:convenanten", {}),
    "a case worker at a delivery": (BEHANDELAAR, "get", "partner:aanlevering", {}),
    "a case worker who delivers": (BEHANDELAAR, "post", "partner:aanleveren", {"convenant": "landelijk"}),
    "a case worker who speaks for a partner": (BEHANDELAAR, "post", "partner:meld_een", {"soort": "betaald"}),
    "a case worker at the month": (BEHANDELAAR, "get", "gemeente:maand", {}),
    "a case worker who confirms the month": (BEHANDELAAR, "post", "gemeente:maand_vaststellen", {}),
    "a case worker who loads known addresses": (BEHANDELAAR, "post", "gemeente:bekend", {}),
    "a case worker who writes the werkprotocol": (BEHANDELAAR, "post", "gemeente:werkprotocol", {}),
    "a case worker who changes the letters": (BEHANDELAAR, "post", "gemeente:sjabloon", {"tekst": "x"}),
    "a case worker who divides the work": (BEHANDELAAR, "get", "gemeente:verdeling", {}),
    "a case worker in the log": (BEHANDELAAR, "get", "privacy:logboek", {}),
    "a case worker who signs what partners may know": (BEHANDELAAR, "post", "privacy:tekenen", {}),
    "a case worker at the covenants": (BEHANDELAAR, "get", "beheer:convenant", {}),
    "a case worker who lets a municipality in": (BEHANDELAAR, "post", "beheer:convenant_vastleggen", {}),
    "a case worker who ends a covenant": (BEHANDELAAR, "post", "beheer:deelname_dag", {"dag": "2026-01-01"}),
    "a case worker who takes the log along": (BEHANDELAAR, "get", "privacy:logboek_bestand", {}),
    "a case worker who lifts an emergency stop": (BEHANDELAAR, "post", "privacy:hervatting_bevestigen", {}),
    "a case worker who writes an agreement": (BEHANDELAAR, "post", "privacy:overeenkomst_vastleggen", {}),
    "a case worker who ends an agreement": (BEHANDELAAR, "post", "privacy:overeenkomst_einde", {}),
    "a case worker who gives rights": (BEHANDELAAR, "post", "privacy:recht_beslissen", {}),
    "a case worker at the rights of everybody": (BEHANDELAAR, "get", "privacy:rechten", {}),
    "a case worker who confirms the rights of a quarter": (
        BEHANDELAAR,
        "post",
        "privacy:rechten_bevestigen",
        {},
    ),
    "a case worker at the breaches": (BEHANDELAAR, "get", "privacy:datalekken", {}),
    "a case worker who changes a breach": (BEHANDELAAR, "post", "privacy:datalek_feiten", {}),
    "a case worker at the ways to sign in": (BEHANDELAAR, "get", "beheer:aanmeldbronnen", {}),
    "a case worker who changes a way to sign in": (BEHANDELAAR, "post", "beheer:aanmeldbron_zetten", {}),
    "a case worker at the connections": (BEHANDELAAR, "get", "beheer:koppelingen", {}),
    "a case worker who sets a connection up": (BEHANDELAAR, "post", "beheer:koppeling_nieuw", {}),
    "a case worker at a connection": (BEHANDELAAR, "get", "beheer:koppeling", {}),
    "a coordinator who switches a connection": (COORDINATOR, "post", "beheer:koppeling_zetten", {"aan": "0"}),
    "a coordinator who lets a connection be asked": (COORDINATOR, "post", "beheer:koppeling_proberen", {}),
    "a privacy officer who ends the rest of a connection": (PRIVACY, "post", "beheer:koppeling_doorgaan", {}),
    "a case worker at the tries to sign in": (BEHANDELAAR, "get", "beheer:aanmeldingen", {}),
    "a coordinator who ends a covenant": (COORDINATOR, "post", "beheer:deelname_dag", {"dag": "2026-01-01"}),
    "a coordinator who signs what partners may know": (COORDINATOR, "post", "privacy:tekenen", {}),
    "a team at the known addresses": (UITVOERDER, "get", "gemeente:bekend", {}),
    "a team at the risk addresses": (UITVOERDER, "get", "gemeente:risicoadressen", {}),
    "a team that divides the work": (UITVOERDER, "get", "gemeente:verdeling", {}),
    "a privacy officer on a zaak": (PRIVACY, "get", "gemeente:zaak", {}),
    "a privacy officer who closes a zaak": (PRIVACY, "post", "gemeente:sluiten", {}),
    "a privacy officer at a delivery": (PRIVACY, "get", "partner:aanlevering", {}),
    "a manager on a zaak": (BEHEER, "get", "gemeente:zaak", {}),
    "a manager in the inbox": (BEHEER, "get", "gemeente:postvak", {}),
    "a manager in the log": (BEHEER, "get", "privacy:logboek", {}),
    "a manager who signs what partners may know": (BEHEER, "post", "privacy:tekenen", {}),
    "a manager at a delivery": (BEHEER, "get", "partner:aanlevering", {}),
    "a manager who reads letters": (BEHEER, "get", "gemeente:brieven_pdf", {}),
}
VERANDERLIJK = re.compile(r"csrfmiddlewaretoken\" value=\"\w+\"|X-CSRFToken\": \"\w+\"|/[0-9a-f-]{36}")


def attack(doelwit: Doelwit, aanval: Aanval, **anders: object) -> tuple[int, str]:
    """Ask, and return the status and the page without what differs each time."""
    wie, how, page, given = aanval
    path = doelwit.path(page, **{**({"formaat": given["formaat"]} if "formaat" in given else {}), **anders})
    answer = getattr(sign_in_as(wie), how)(path, given if how == "post" else {})
    return answer.status_code, VERANDERLIJK.sub("", answer.content.decode(errors="replace"))


@pytest.mark.parametrize("naam", VAN_EEN_ANDER)
def test_it_refuses_an_account(naam: str, doelwit: Doelwit) -> None:
    """`toegang/policies.py`: nothing changes, and the answer is the one for what does not exist."""
    aanval, before = VAN_EEN_ANDER[naam], take_print()
    status, page = attack(doelwit, aanval)
    assert take_print() == before
    if "sjabloon" in aanval[2]:
        # A page of a municipality, not of an object: that there are letters is no secret.
        assert status == 403
        return
    # A form that is not filled in goes back before anybody looks whose it is; nobody learns anything from that.
    assert status in {302, 404}
    keys = doelwit.sleutels[aanval[2].partition(":")[0]]
    unknown = {key: uuid4() for key, value in keys.items() if isinstance(value, UUID)}
    assert attack(doelwit, aanval, **unknown) == (status, page)


@pytest.mark.parametrize("naam", ANDERE_ROL)
def test_it_refuses(naam: str, doelwit: Doelwit) -> None:
    """`web/actor.py` and `toegang/policies.py`: a page belongs to roles, and nothing changes."""
    before = take_print()
    status, _ = attack(doelwit, ANDERE_ROL[naam])
    assert status == 403
    assert take_print() == before


def test_it_refuses_a_new_page_about_an_object_that_nobody_attacked() -> None:
    """`tests/security`: every page that names an object of a municipality or partner stands in the tables above."""
    tried = {page for _, _, page, _ in (*VAN_EEN_ANDER.values(), *ANDERE_ROL.values())}
    pages = {
        naam
        for naam, page in list_pages()
        if naam.startswith(("gemeente:", "partner:")) and "uuid:" in str(page.pattern)
    }
    # These have a test of their own below, or are tried in the tests of handing over.
    assert pages - tried == {"gemeente:filter_wijzigen", "gemeente:aanbod_intrekken", "gemeente:overdracht"}


ZONDER_ACCOUNT = {
    "the work of a case worker": "gemeente:dag",
    "the overview of a partner": "partner:overzicht",
    "the log": "privacy:logboek",
    "the covenants": "beheer:convenanten",
    "the first page": "start",
}


@pytest.mark.parametrize("naam", ZONDER_ACCOUNT)
def test_it_refuses_without_signing_in(naam: str, doelwit: Doelwit) -> None:
    """`LoginRequiredMiddleware`: closed unless a view says otherwise."""
    answer = Client().get(doelwit.path(ZONDER_ACCOUNT[naam]))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/aanmelden/")


def test_it_refuses_to_rename_the_filter_of_a_colleague(doelwit: Doelwit) -> None:
    """`werkvoorraad/bewaardfilters.py`: a kept filter is of one person."""
    before = take_print()
    sign_in_as(COLLEGA).post(doelwit.path("gemeente:filter_wijzigen"), {"naam": "Van mij"})
    assert take_print() == before


def test_it_refuses_to_throw_away_the_filter_of_a_colleague(doelwit: Doelwit) -> None:
    """`werkvoorraad/bewaardfilters.py`: a kept filter is of one person."""
    before = take_print()
    sign_in_as(COLLEGA).post(doelwit.path("gemeente:filter_wijzigen"), {"actie": "weg"})
    assert take_print() == before


def test_it_refuses_the_role_of_another_person(doelwit: Doelwit) -> None:
    """`web/aanmelden.py`: a role that is chosen is one of one's own."""
    client = sign_in_as(BEHANDELAAR)
    client.post(doelwit.path("kies_rol"))
    assert client.get(doelwit.path("gemeente:maand")).status_code == 403


def test_it_refuses_a_role_that_is_over(doelwit: Doelwit) -> None:
    """`partijen/optreden.py`: an appointment has a last day, also in a session that runs."""
    client = sign_in_as(COORDINATOR)
    assert client.get(doelwit.path("gemeente:maand")).status_code == 200
    Aanstelling.objects.filter(gebruiker__email=COORDINATOR).update(tot="2026-01-01")
    assert client.get(doelwit.path("gemeente:maand")).status_code != 200


def test_it_refuses_a_role_that_stands_in_the_form(doelwit: Doelwit) -> None:
    """`web/actor.py`: who acts comes from the session, never from what is sent."""
    given = {
        "rol": "coordinator",
        "partij": "0344",
        "gemeente": "0344",
        "door": "systeem",
        "gebruiker": str(uuid4()),
    }
    assert sign_in_as(BEHANDELAAR).post(doelwit.path("gemeente:maand_vaststellen"), given).status_code == 403


def test_it_refuses_a_zaak_under_the_name_of_one_s_own_municipality(doelwit: Doelwit) -> None:
    """The keys of every table hold the municipality: a key with another code in front finds nothing."""
    path = doelwit.path("gemeente:zaak").replace("/0392/", "/0344/")
    assert sign_in_as(VREEMDE).get(path).status_code == 404


def test_it_refuses_another_person_s_zaak_in_a_pile(doelwit: Doelwit) -> None:
    """`werkvoorraad/selectie.py`: keys in a form are looked up with the eyes of who sends them."""
    before = take_print()
    given = {"actie": "sluiten", "sleutels": f"0392:{doelwit.sleutels['gemeente']['zaak']}"}
    sign_in_as(VREEMDE).post(doelwit.path("gemeente:stapel"), given)
    assert take_print() == before


def test_it_refuses_fields_that_a_form_does_not_have(doelwit: Doelwit) -> None:
    """Acts name what they take: a field more in the form changes nothing."""
    extra = {
        "status": "gesloten",
        "behandelaar": str(uuid4()),
        "gemeente": "0344",
        "id": str(uuid4()),
        "rang": "1",
    }
    before = take_print()["meldpunt_zaak"]
    sign_in_as(BEHANDELAAR).post(doelwit.path("gemeente:filter_bewaren"), {"naam": "x", "terug": "", **extra})
    assert take_print()["meldpunt_zaak"] == before
