"""One call over a connection: what goes along, what comes back, and what is left when it fails."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.koppelingen.buren import FOUTEN, Buur, buur, make_certificaat

from meldpunt.adapters.uitgaand import Verzoek
from meldpunt.audit.spoor import following, parse_traceparent
from meldpunt.koppelingen import oproep
from meldpunt.koppelingen.fouten import ZINNEN, Koppelingdicht, Koppelingfout
from meldpunt.koppelingen.gegevens import Aanmeldwijze, Geheimen, Koppelinggegevens
from meldpunt.koppelingen.herkansing import DREMPEL
from meldpunt.koppelingen.models import Koppelingstand
from meldpunt.koppelingen.oproep import call, call_json
from meldpunt.koppelingen.tokens import _tokens

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
VRAAG = Verzoek(adres="/personen", inhoud=b'{"type": "ZoekMetPostcodeEnHuisnummer"}')


@pytest.fixture(scope="module")
def neighbour() -> Iterator[Buur]:
    with buur() as one:
        yield one


@pytest.fixture
def one(neighbour: Buur, monkeypatch: pytest.MonkeyPatch) -> Buur:
    """Give the neighbour as it was, and let nobody wait."""
    neighbour.fout, neighbour.antwoorden, neighbour.koppen = "", {}, {}
    neighbour.gevraagd.clear()
    _tokens.clear()
    monkeypatch.setattr(oproep, "sleep", lambda seconds: None)
    return neighbour


def ask(koppeling: Koppelinggegevens, now: datetime = NOW, **more: object) -> object:
    return call_json(koppeling=koppeling, verzoek=VRAAG, now=now, **more)  # type: ignore[arg-type]


def stand() -> Koppelingstand:
    return Koppelingstand.objects.get()


def test_it_asks_with_the_headers_of_the_connection_in_the_trace_of_the_act(one: Buur) -> None:
    one.antwoorden["/personen"] = lambda gevraagd: (200, {"personen": [gevraagd.json()["type"]]})
    with following() as spoor:
        told = ask(one.koppeling(koppen={"X-DOEL": "vroegsignalering", "X-OIN": "00000001"}))
    assert told == (200, {"personen": ["ZoekMetPostcodeEnHuisnummer"]})
    (asked,) = one.gevraagd
    assert (asked.methode, asked.koppen["x-doel"], asked.koppen["x-oin"]) == (
        "POST",
        "vroegsignalering",
        "00000001",
    )
    trace, span = parse_traceparent(asked.koppen["traceparent"]) or ("", "")
    assert trace == spoor.trace
    assert span != spoor.span
    assert (stand().laatst_gelukt_op, stand().mislukt_op_rij) == (NOW, 0)


@pytest.mark.parametrize("fout", FOUTEN)
def test_it_says_what_is_wrong_and_writes_it_down(one: Buur, fout: str) -> None:
    one.fout = fout
    with pytest.raises(Koppelingfout) as raised, following() as spoor:
        ask(one.koppeling())
    assert (raised.value.code, f"[koppeling_{FOUTEN[fout]}]" in str(raised.value)) == (FOUTEN[fout], True)
    assert stand().laatste_code == FOUTEN[fout]
    assert stand().laatste_spoor == spoor.trace
    assert stand().mislukt_op_rij == (0 if fout == "limiet" else 1)


def test_it_knows_a_server_that_is_not_there_at_all(one: Buur) -> None:
    with buur() as gone:
        pass
    with pytest.raises(Koppelingfout) as raised:
        ask(gone.koppeling())
    assert raised.value.code == "geweigerd"


def test_it_calls_an_answer_unreadable_that_is_no_json_or_that_the_asker_rejects(one: Buur) -> None:
    one.antwoorden["/personen"] = lambda gevraagd: (200, b"<html>Inloggen</html>")
    with pytest.raises(Koppelingfout, match="koppeling_onleesbaar"):
        ask(one.koppeling())
    one.antwoorden["/personen"] = lambda gevraagd: (200, {"iets": "anders"})
    with pytest.raises(Koppelingfout, match="koppeling_onleesbaar"):
        call(
            koppeling=one.koppeling(), verzoek=VRAAG, now=NOW, keur=lambda a: json.loads(a.inhoud)["personen"]
        )
    assert stand().mislukt_op_rij == 2


def test_it_gives_back_a_no_as_an_answer(one: Buur) -> None:
    one.antwoorden["/personen"] = lambda gevraagd: (400, {"code": "paramsValidation"})
    assert ask(one.koppeling()) == (400, {"code": "paramsValidation"})
    assert stand().mislukt_op_rij == 0


def test_it_tries_again_only_where_that_is_safe_and_may_help(one: Buur) -> None:
    answers = iter([(503, {}), (503, {}), (200, {"personen": []})])
    one.antwoorden["/personen"] = lambda gevraagd: next(answers)
    assert ask(one.koppeling(pogingen=3), veilig_te_herhalen=True) == (200, {"personen": []})
    one.antwoorden["/personen"] = lambda gevraagd: (503, {})
    for safe, tries in ((False, 1), (True, 3)):
        one.gevraagd.clear()
        with pytest.raises(Koppelingfout):
            ask(one.koppeling(pogingen=3), veilig_te_herhalen=safe)
        assert len(one.gevraagd) == tries
    one.gevraagd.clear()
    one.antwoorden["/personen"] = lambda gevraagd: (403, {})
    with pytest.raises(Koppelingfout):
        ask(one.koppeling(pogingen=3), veilig_te_herhalen=True)
    assert len(one.gevraagd) == 1


def test_it_rests_after_some_failures_and_lets_one_through_to_try(one: Buur) -> None:
    one.fout = "serverfout"
    koppeling = one.koppeling()
    for _ in range(DREMPEL):
        with pytest.raises(Koppelingfout):
            ask(koppeling)
    asked = len(one.gevraagd)
    with pytest.raises(Koppelingdicht) as raised:
        ask(koppeling)
    assert len(one.gevraagd) == asked
    assert raised.value.wanneer_weer == NOW + timedelta(seconds=30)
    # The try fails: twice as long. It succeeds: as if nothing was ever wrong.
    later = NOW + timedelta(seconds=31)
    with pytest.raises(Koppelingfout, match="serverfout"):
        ask(koppeling, later)
    assert stand().open_tot == later + timedelta(seconds=60)
    one.fout = ""
    ask(koppeling, later + timedelta(seconds=61))
    assert (stand().mislukt_op_rij, stand().open_tot) == (0, None)


def test_it_lets_one_try_and_not_two_when_the_rest_is_over(one: Buur) -> None:
    Koppelingstand.objects.create(sleutel="brp:meldpunt", mislukt_op_rij=9, open_tot=NOW)
    oproep.check_open("brp:meldpunt", now=NOW)
    with pytest.raises(Koppelingdicht):
        oproep.check_open("brp:meldpunt", now=NOW)


def test_it_waits_as_long_as_the_other_side_asks(one: Buur) -> None:
    one.fout = "limiet"
    with pytest.raises(Koppelingfout) as raised:
        ask(one.koppeling())
    assert raised.value.wanneer_weer == NOW + timedelta(seconds=120)
    one.fout = ""
    with pytest.raises(Koppelingdicht):
        ask(one.koppeling(), NOW + timedelta(seconds=119))
    assert ask(one.koppeling(), NOW + timedelta(seconds=121)) == (200, {})


def test_a_fault_of_one_municipality_closes_nothing_for_another(one: Buur) -> None:
    one.fout = "toegang"
    for _ in range(DREMPEL):
        with pytest.raises(Koppelingfout):
            ask(one.koppeling(plek="0392"))
    one.fout = ""
    assert ask(one.koppeling(plek="0363")) == (200, {})
    with pytest.raises(Koppelingdicht):
        ask(one.koppeling(plek="0392"))


def test_it_sends_a_key_in_its_header(one: Buur) -> None:
    wijze = Aanmeldwijze(soort="sleutel", sleutelkop="X-API-KEY")
    ask(one.koppeling(aanmelding=wijze, geheimen=Geheimen(sleutel="heel-geheim")))
    assert one.gevraagd[-1].koppen["x-api-key"] == "heel-geheim"


def test_it_fetches_a_token_once_and_again_when_it_is_refused(one: Buur) -> None:
    given = iter(["eerste", "tweede"])
    one.antwoorden["/token"] = lambda gevraagd: (200, {"access_token": next(given), "expires_in": 900})
    good = {"eerste"}
    one.antwoorden["/personen"] = lambda gevraagd: (
        (200, {}) if gevraagd.koppen["authorization"].removeprefix("Bearer ") in good else (401, {})
    )
    wijze = Aanmeldwijze(
        soort="oauth_geheim", tokenadres=f"{one.adres}/token", client_id="meldpunt", scope="personen"
    )
    koppeling = one.koppeling(aanmelding=wijze, geheimen=Geheimen(client_geheim="geheim &1"))
    ask(koppeling)
    ask(koppeling)
    assert [asked.pad for asked in one.gevraagd] == ["/token", "/personen", "/personen"]
    form = one.gevraagd[0].inhoud.decode()
    assert form == (
        "grant_type=client_credentials&scope=personen&client_id=meldpunt&client_secret=geheim+%261"
    )
    good.clear()
    good.add("tweede")
    assert ask(koppeling) == (200, {})
    # And a token server that does not know us is a fault like any other.
    _tokens.clear()
    one.antwoorden["/token"] = lambda gevraagd: (400, {"error": "invalid_client"})
    with pytest.raises(Koppelingfout, match="koppeling_toegang"):
        ask(koppeling)


@pytest.mark.parametrize("fout", FOUTEN)
def test_it_knows_a_token_server_that_fails_as_well(one: Buur, fout: str) -> None:
    with buur() as idp:
        idp.fout = fout
        wijze = Aanmeldwijze(soort="oauth_geheim", tokenadres=f"{idp.adres}/token", client_id="meldpunt")
        koppeling = one.koppeling(aanmelding=wijze, geheimen=Geheimen(client_geheim="x"))
        with pytest.raises(Koppelingfout) as raised:
            ask(koppeling)
        assert (raised.value.code, stand().laatste_code) == (FOUTEN[fout], FOUTEN[fout])
        assert one.gevraagd == []
        idp.fout, idp.antwoord = "", lambda gevraagd: (200, {"access_token": "t"})
        assert ask(koppeling, NOW + timedelta(days=1)) == (200, {})


def test_it_signs_a_statement_when_it_has_no_secret_to_share(one: Buur) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    one.antwoorden["/token"] = lambda gevraagd: (200, {"access_token": "t"})
    wijze = Aanmeldwijze(
        soort="oauth_handtekening", tokenadres=f"{one.adres}/token", client_id="meldpunt", kid="k1"
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    ask(one.koppeling(aanmelding=wijze, geheimen=Geheimen(handtekeningsleutel=pem)))
    form = dict(part.split("=") for part in one.gevraagd[0].inhoud.decode().split("&"))
    statement = form["client_assertion"]
    claims = jwt.decode(
        statement,
        key.public_key(),
        ["RS256"],
        audience=wijze.tokenadres,
        options={"verify_exp": False, "verify_iat": False},
    )
    assert (claims["iss"], claims["sub"], claims["exp"] - claims["iat"]) == ("meldpunt", "meldpunt", 60)
    assert jwt.get_unverified_header(statement)["kid"] == "k1"


def test_it_shows_its_own_certificate_to_who_asks_for_it() -> None:
    certificate, key = make_certificaat("meldpunt.example")
    with buur(client_ca=certificate) as one:
        mine = one.koppeling(certificaat=certificate, geheimen=Geheimen(certificaatsleutel=key))
        assert ask(mine) == (200, {})
        with pytest.raises(Koppelingfout):
            ask(one.koppeling())


@pytest.mark.parametrize(
    "pad", ["https://elders.example/", "//elders.example/", "/personen/999990342", "/x?bsn=999990342"]
)
def test_it_puts_no_other_server_and_no_resident_in_an_address(one: Buur, pad: str) -> None:
    if pad.startswith("//"):
        # It stays behind the address of the connection, and so at its server.
        call(koppeling=one.koppeling(), verzoek=Verzoek(adres=pad), now=NOW)
        assert one.gevraagd[-1].koppen["host"] == one.adres.removeprefix("https://")
        return
    with pytest.raises(ValueError, match="address"):
        call(koppeling=one.koppeling(), verzoek=Verzoek(adres=pad), now=NOW)
    assert one.gevraagd == []


def test_it_keeps_secrets_and_addresses_out_of_log_and_representation(
    one: Buur, caplog: pytest.LogCaptureFixture
) -> None:
    wijze = Aanmeldwijze(soort="sleutel")
    koppeling = one.koppeling(aanmelding=wijze, geheimen=Geheimen(sleutel="heel-geheim"))
    one.fout = "serverfout"
    with caplog.at_level(logging.DEBUG), pytest.raises(Koppelingfout) as raised:
        ask(koppeling)
    assert "heel-geheim" not in repr(koppeling) + caplog.text + repr(raised.value)
    assert "ZoekMet" not in caplog.text


def test_it_has_a_sentence_with_its_code_for_every_trouble() -> None:
    assert [code for code, zin in ZINNEN.items() if not zin.endswith(f"[koppeling_{code}]")] == []
