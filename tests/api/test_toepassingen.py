"""A party decides which programs come in: with a public key, and by two people for a municipality."""

from __future__ import annotations

import base64
import json
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from tests.api.programma import (
    Programma,
    ask_token,
    make_key,
    make_toepassing,
    sign_bewijs,
    write_jwks,
)
from tests.factories import make_actor, make_gebruiker, make_gemeente, make_partner

from meldpunt.api.weergave import Apiweergave
from meldpunt.audit.models import Logregel
from meldpunt.demo.aanmeldwerk import register_software
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.rijcontext import signing_in
from meldpunt.toegang.ronde import keep_rechten
from meldpunt.toegang.toepassingen.actions import (
    Nieuwetoepassing,
    approve_toepassing,
    register_toepassing,
    replace_sleutels,
)
from meldpunt.toegang.toepassingen.models import Toepassing, Toepassingbewijs
from meldpunt.toegang.toepassingen.queries import list_alle_toepassingen
from meldpunt.toegang.toepassingen.scopes import SCOPES
from meldpunt.toegang.toepassingen.sleutelset import read_sleutels
from meldpunt.toegang.toepassingen.verbinding import thumbprint_of
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.aanmelden.sessie import BEVESTIGD

pytestmark = pytest.mark.django_db
OIN = "00000001234567890000"


def sign_in(*, rol: str, partijsoort: str, partij: str, fresh: bool = True, email: str = "") -> Client:
    client = Client()
    client.force_login(make_gebruiker(rol=rol, partijsoort=partijsoort, partij=partij, email=email))
    if fresh:
        session = client.session
        session[BEVESTIGD] = time.time()
        session.save()
    return client


def make_certificate() -> x509.Certificate:
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, "pwn"), x509.NameAttribute(NameOID.SERIAL_NUMBER, OIN)]
    )
    key, now = make_key("certificaat"), datetime.now(tz=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    return builder.sign(key, SHA256())


def header_of(certificate: x509.Certificate) -> dict[str, str]:
    return {"Client-Cert": f":{base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()}:"}


def test_a_partner_adds_a_program_on_its_own_screen() -> None:
    make_partner()
    client = sign_in(rol="partner", partijsoort="partner", partij="pwn")
    form = {"naam": "Incassopakket", "scopes": ["signalen"], "sleutel": write_jwks()}
    answer = client.post("/toegang-en-sleutels/", form, follow=True)
    row = Toepassing.objects.get()
    assert (row.partijsoort, row.partij, row.rol, row.scopes) == ("partner", "pwn", "partner", ["signalen"])
    assert row.client_id in answer.content.decode()
    assert ask_token(sign_bewijs(row.client_id)).status_code == 200
    assert Logregel.objects.get(handeling="toepassing_aangemaakt").object == str(row.id)
    client.post("/toegang-en-sleutels/", {"handeling": "beeindigen", "sleutel": str(row.id)})
    assert ask_token(sign_bewijs(row.client_id)).status_code == 401


def test_it_asks_again_who_somebody_is_before_it_opens_a_way_in() -> None:
    make_partner()
    client = sign_in(rol="partner", partijsoort="partner", partij="pwn", fresh=False)
    assert client.get("/toegang-en-sleutels/").status_code == 200
    form = {"naam": "x", "scopes": ["signalen"], "sleutel": write_jwks()}
    for answer in (
        client.get("/toegang-en-sleutels/?nieuw=1"),
        client.post("/toegang-en-sleutels/", form),
    ):
        assert (answer.status_code, "/bevestigen/" in answer["Location"]) == (302, True)
    assert not Toepassing.objects.exists()


def test_a_partner_does_nothing_to_the_program_of_another() -> None:
    make_partner()
    theirs = make_toepassing(partner=make_partner(sleutel="vitens", naam="Vitens"))
    client = sign_in(rol="partner", partijsoort="partner", partij="pwn")
    assert theirs.client_id not in client.get("/toegang-en-sleutels/").content.decode()
    given = {"handeling": "beeindigen", "sleutel": str(theirs.id)}
    assert client.post("/toegang-en-sleutels/", given).status_code == 404
    assert Toepassing.objects.get().beeindigd_op is None


def test_a_scope_of_municipalities_is_none_of_a_partner() -> None:
    pwn = make_partner()
    with pytest.raises(Weigering, match="scope_onbekend"):
        make_toepassing(partner=pwn, scopes=["zaken"])


def test_a_program_registers_no_program() -> None:
    pwn = make_partner()
    door = make_actor(rol="partner", partijsoort="partner", partij="pwn", gemeenten=(), partner=pwn.id)
    nieuw = Nieuwetoepassing(
        naam="x",
        partijsoort="partner",
        partij="pwn",
        scopes=["signalen"],
        sleutels=read_sleutels(write_jwks()),
    )
    from dataclasses import replace

    with signing_in(), pytest.raises(GeenToegang):
        register_toepassing(toepassing=nieuw, door=replace(door, herkomst="api"), now=timezone.now())


def test_a_program_of_a_municipality_waits_for_a_second_person() -> None:
    make_gemeente()
    first = make_actor(rol="coordinator", gebruiker=uuid4())
    nieuw = Nieuwetoepassing(
        naam="Zaaksysteem",
        partijsoort="gemeente",
        partij="0392",
        scopes=["zaken"],
        sleutels=read_sleutels(write_jwks()),
    )
    with signing_in():
        row = register_toepassing(toepassing=nieuw, door=first, now=timezone.now())
        assert ask_token(sign_bewijs(row.client_id)).status_code == 401
        with pytest.raises(Weigering, match="vier_ogen"):
            approve_toepassing(toepassing=row.id, door=first, now=timezone.now())
        second = make_actor(rol="coordinator", gebruiker=uuid4())
        approve_toepassing(toepassing=row.id, door=second, now=timezone.now())
    assert ask_token(sign_bewijs(row.client_id)).status_code == 200


def test_beheer_sees_every_program_and_approves_one_it_did_not_ask_for() -> None:
    make_gemeente()
    client = sign_in(rol="beheer", partijsoort="meldpunt", partij="meldpunt")
    form = {"naam": "Zaaksysteem", "partij": "gemeente:0392", "scopes": ["zaken"], "sleutel": write_jwks()}
    client.post("/beheer/toepassingen/", form)
    row = Toepassing.objects.get()
    approve = {"handeling": "goedkeuren", "sleutel": str(row.id)}
    assert "[vier_ogen]" in client.post("/beheer/toepassingen/", approve, follow=True).content.decode()
    other = sign_in(rol="beheer", partijsoort="meldpunt", partij="meldpunt", email="ander@meldpunt.example")
    other.post("/beheer/toepassingen/", approve)
    row.refresh_from_db()
    assert row.goedgekeurd_op is not None


def test_other_keys_end_the_former_ones() -> None:
    row = make_toepassing(partner=make_partner())
    door = make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())
    with signing_in():
        replace_sleutels(
            toepassing=row.id, sleutels=read_sleutels(write_jwks("tweede")), door=door, now=timezone.now()
        )
    assert ask_token(sign_bewijs(row.client_id)).status_code == 401
    assert ask_token(sign_bewijs(row.client_id, sleutel="tweede")).status_code == 200


def test_it_reads_keys_as_people_have_them() -> None:
    key = rsa.generate_private_key(65537, 2048)
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    (found,) = read_sleutels(pem)["keys"]
    assert (found["kty"], found.keys()) == ("RSA", {"kty", "n", "e", "kid", "use"})
    certificate = make_certificate().public_bytes(Encoding.PEM).decode()
    assert read_sleutels(certificate)["keys"][0]["kty"] == "EC"
    assert read_sleutels(write_jwks())["keys"][0]["kid"] == "eerste"


def test_it_takes_no_key_that_is_secret_or_weak() -> None:
    key = make_key()
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with pytest.raises(Weigering, match="sleutel_geheim"):
        read_sleutels(secret)
    told = {**json.loads(write_jwks())["keys"][0], "d": "abc"}
    with pytest.raises(Weigering, match="sleutel_geheim"):
        read_sleutels(json.dumps(told))
    weak = rsa.generate_private_key(65537, 1024).public_key()  # noqa: S505 - weak on purpose
    with pytest.raises(Weigering, match="sleutel_soort"):
        read_sleutels(weak.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())
    for text in ("", "onzin", '{"keys": []}', '{"kty": "oct", "k": "YQ"}', "[" * 5000):
        with pytest.raises(Weigering):
            read_sleutels(text)


def test_it_holds_a_program_to_its_certificate(settings) -> None:
    settings.MELDPUNT_PROXY_NETTEN = ["127.0.0.0/8"]
    certificate = make_certificate()
    row = make_toepassing(partner=make_partner(), certificaten=[thumbprint_of(certificate)], oin=OIN)
    without = ask_token(sign_bewijs(row.client_id))
    assert (without.status_code, json.loads(without.content)["code"]) == (401, "certificaat_anders")
    issued = ask_token(sign_bewijs(row.client_id), koppen=header_of(certificate))
    assert issued.status_code == 200
    pass_ = {"Authorization": f"Bearer {json.loads(issued.content)['access_token']}"}
    asked = Client().get("/api/v1/aanleveringen", headers={**pass_, **header_of(certificate)})
    assert asked.status_code == 200
    stolen = Client().get("/api/v1/aanleveringen", headers=pass_)
    assert (stolen.status_code, json.loads(stolen.content)["code"]) == (401, "certificaat_anders")


def test_it_believes_a_header_about_a_certificate_of_the_proxy_only(settings) -> None:
    settings.MELDPUNT_PROXY_NETTEN = ["10.0.0.0/8"]
    certificate = make_certificate()
    row = make_toepassing(partner=make_partner(), certificaten=[thumbprint_of(certificate)])
    assert ask_token(sign_bewijs(row.client_id), koppen=header_of(certificate)).status_code == 401


def test_it_takes_an_oin_that_the_proxy_tells(settings) -> None:
    settings.MELDPUNT_PROXY_NETTEN = ["127.0.0.1"]
    row = make_toepassing(partner=make_partner(), oin=OIN)
    assert ask_token(sign_bewijs(row.client_id), koppen={"OIN": "0" * 20}).status_code == 401
    assert ask_token(sign_bewijs(row.client_id), koppen={"OIN": OIN}).status_code == 200


def test_the_clock_sweeps_proofs_and_answers_that_are_over() -> None:
    row = make_toepassing(partner=make_partner())
    Programma(row)
    assert Toepassingbewijs.objects.count() == 1
    keep_rechten(door=system_actor(herkomst="test"), now=timezone.now() + timedelta(hours=1))
    assert Toepassingbewijs.objects.count() == 0


def list_views(resolver: URLResolver, space: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found += list_views(entry, entry.namespace or space)
        elif isinstance(entry, URLPattern) and space == "api":
            found.append((str(entry.name), getattr(entry.callback, "cls", None)))
    return found


def test_every_resource_names_the_scope_it_needs_or_says_that_it_is_open() -> None:
    views = list_views(get_resolver())
    assert len(views) > 15
    closed = [
        (naam, view) for naam, view in views if isinstance(view, type) and issubclass(view, Apiweergave)
    ]
    wrong = [
        naam
        for naam, view in closed
        for methode in ("get", "post", "put", "patch", "delete")
        if hasattr(view, methode) and not view.openbaar and view.scope_for(methode) not in SCOPES
    ]
    assert wrong == []


def test_the_demo_shows_a_program_that_runs_and_one_that_waits() -> None:
    register_software(now=timezone.now())
    door = make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())
    rows = {row.partij: row for row in list_alle_toepassingen(door=door)}
    assert {naam: row.wacht for naam, row in rows.items()} == {"vitens": False, "0392": True}
