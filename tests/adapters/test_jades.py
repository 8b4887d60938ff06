"""A signature holds for these bytes, this moment and somebody we trust, and for nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from tests.adapters.certificaten import EINDE, NU, make_root, make_signer

from meldpunt.adapters.jades import Handtekeningfout, Ondertekenaar, check_signature, sign, write_digest
from meldpunt.adapters.jades.keten import find_oin

BODY = '{"page": 1, "naam": "Gemeente Súdwest-Fryslân"}'.encode()
_DER = Encoding.DER
OIN = "00000001234567890000"


def check(inhoud: bytes, sig: str, *roots: Certificate, digest: str = "", now: datetime = NU) -> Certificate:
    return check_signature(
        inhoud, digest=digest or write_digest(inhoud), handtekening=sig, vertrouwd=roots, now=now
    )


def decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def sign_by_hand(signer: Ondertekenaar, payload: bytes, **header: Any) -> str:
    """Sign without a line of the code under test."""
    told = {
        "alg": "PS256", "typ": "JOSE", "kid": "1",
        "x5c": [base64.b64encode(one.public_bytes(_DER)).decode() for one in signer.keten], **header,
    }  # fmt: skip
    head = encode(json.dumps({k: v for k, v in told.items() if v is not None}).encode())
    signature = signer.sleutel.sign(
        head.encode() + b"." + payload, PSS(mgf=MGF1(SHA256()), salt_length=32), SHA256()
    )
    return f"{head}..{encode(signature)}"


def test_it_signs_as_the_profile_says_and_a_stranger_can_check_it() -> None:
    root = make_root()
    signer = make_signer(root, oin=OIN)
    head, empty, signature = sign(BODY, door=signer, now=NU).split(".")
    header = json.loads(decode(head))
    assert empty == ""
    assert header["alg"] == "PS256"
    assert header["typ"] == "JOSE"
    assert header["b64"] is False
    assert set(header["crit"]) == {"sigT", "sigD", "b64"}
    assert header["sigD"] == {"mId": "http://uri.etsi.org/19182/HttpHeaders", "pars": ["digest"]}
    assert [base64.b64decode(one) for one in header["x5c"]] == [c.public_bytes(_DER) for c in signer.keten]
    assert header["x5t#S256"] == encode(hashlib.sha256(signer.keten[0].public_bytes(_DER)).digest())
    digest = "SHA-256=" + base64.b64encode(hashlib.sha256(BODY).digest()).decode()
    assert write_digest(BODY) == digest
    signer.sleutel.public_key().verify(
        decode(signature),
        f"{head}.digest: {digest}".encode(),
        PSS(mgf=MGF1(SHA256()), salt_length=32),
        SHA256(),
    )


def test_it_takes_its_own_signature_and_says_whose_it_is() -> None:
    root = make_root()
    signer = make_signer(root, oin=OIN)
    found = check(BODY, sign(BODY, door=signer, now=NU), root.certificaat)
    assert (found, find_oin(found)) == (signer.keten[0], OIN)


def test_it_takes_a_signature_over_the_body_itself_in_both_forms() -> None:
    root = make_root()
    signer = make_signer(root)
    plain = sign_by_hand(signer, BODY, b64=False, crit=["b64"])
    encoded = sign_by_hand(signer, encode(BODY).encode())
    for sig in (plain, encoded):
        assert check(BODY, sig, root.certificaat) == signer.keten[0]
        with pytest.raises(Handtekeningfout, match="handtekening_ongeldig"):
            check(BODY + b" ", sig, root.certificaat)


def test_it_refuses_other_bytes_another_digest_and_another_moment() -> None:
    root = make_root()
    sig = sign(BODY, door=make_signer(root), now=NU)
    with pytest.raises(Handtekeningfout, match="digest_klopt_niet"):
        check(BODY, sig, root.certificaat, digest=write_digest(BODY + b" "))
    with pytest.raises(Handtekeningfout, match="digest_klopt_niet"):
        check(BODY, sig, root.certificaat, digest="SHA-512=x")
    with pytest.raises(Handtekeningfout, match="handtekening_ongeldig"):
        check(BODY + b" ", sig, root.certificaat)
    for moment in (NU + timedelta(minutes=11), NU - timedelta(minutes=11)):
        with pytest.raises(Handtekeningfout, match="handtekening_oud"):
            check(BODY, sig, root.certificaat, now=moment)


def test_it_refuses_who_is_not_trusted_expired_or_may_not_sign() -> None:
    root, stranger = make_root(), make_root("Andere uitgever")
    good = make_signer(root)
    with pytest.raises(Handtekeningfout, match="certificaat_onbekend"):
        check(BODY, sign(BODY, door=make_signer(stranger), now=NU), root.certificaat)
    with pytest.raises(Handtekeningfout, match="certificaat_onbekend"):
        check(BODY, sign(BODY, door=good, now=NU))
    late = EINDE + timedelta(days=1)
    with pytest.raises(Handtekeningfout, match="certificaat_verlopen"):
        check(BODY, sign(BODY, door=good, now=late), root.certificaat, now=late)
    with pytest.raises(Handtekeningfout, match="certificaat_gebruik"):
        check(BODY, sign(BODY, door=make_signer(root, mag_tekenen=False), now=NU), root.certificaat)
    # A certificate that is no authority issued another: the chain does not hold.
    fake = make_signer(good, naam="Vals")
    with pytest.raises(Handtekeningfout, match="certificaat_keten"):
        check(BODY, sign(BODY, door=fake, now=NU), root.certificaat)


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "RS256"},
        {"alg": "HS256"},
        {"x5c": []},
        {"x5c": ["bm8="]},
        {"x5t#S256": "ander"},
        {"crit": ["b64", "exp"], "b64": False},
        {"b64": False},
        {"b64": False, "crit": ["b64", "sigD"], "sigD": {"mId": "http://uri.etsi.org/19182/ObjectIdByURI"}},
        {"b64": False, "crit": ["b64", "sigD"],
         "sigD": {"mId": "http://uri.etsi.org/19182/HttpHeaders", "pars": ["digest", "x-other"]}},
        {"sigD": {"mId": "http://uri.etsi.org/19182/HttpHeaders", "pars": ["digest"]}},
    ],
)  # fmt: skip
def test_it_refuses_a_header_that_says_something_else(change: dict[str, Any]) -> None:
    root = make_root()
    sig = sign_by_hand(make_signer(root), BODY, **change)
    with pytest.raises(Handtekeningfout, match="handtekening_ongeldig"):
        check(BODY, sig, root.certificaat)


@pytest.mark.parametrize("sig", ["", "x", "a.b.c", "..", "é..é", "W10..AA", "a" * 50_000 + "..b"])
def test_it_refuses_what_is_no_signature(sig: str) -> None:
    with pytest.raises(Handtekeningfout, match="handtekening_"):
        check(BODY, sig, make_root().certificaat)


def test_it_measures_the_moment_in_any_zone() -> None:
    root = make_root()
    signer = make_signer(root)
    sig = sign(BODY, door=signer, now=NU.astimezone(UTC))
    assert check(BODY, sig, root.certificaat) == signer.keten[0]
