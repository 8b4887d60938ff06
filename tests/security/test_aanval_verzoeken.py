"""A request that is not what a browser of ours would send, and what every answer says to the browser."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import timezone
from structlog.stdlib import ProcessorFormatter
from tests.factories import WACHTWOORD
from tests.journeys.wereld import BEHANDELAAR, BEHEER, COORDINATOR, PARTNER, PRIVACY
from tests.security.doelwit import Doelwit, list_pages, sign_in_as, take_print

from meldpunt.settings.logboek import logging_config
from meldpunt.toegang.models import Gebruiker

pytestmark = pytest.mark.django_db

VERVALST: dict[str, tuple[str, str, dict[str, str]]] = {
    "a sign-in": ("", "aanmelden", {"username": BEHANDELAAR, "password": WACHTWOORD}),
    "a sign-out": (BEHANDELAAR, "afmelden", {}),
    "another role": (BEHANDELAAR, "kies_rol", {}),
    "picking up a zaak": (BEHANDELAAR, "gemeente:oppakken", {}),
    "closing a zaak": (BEHANDELAAR, "gemeente:sluiten", {"eindresultaat": "Geen reactie na eerder contact"}),
    "an act on many": (BEHANDELAAR, "gemeente:stapel", {"actie": "oppakken", "hele_keuze": "1"}),
    "a visit from the phone": (BEHANDELAAR, "gemeente:dagronde_versturen", {}),
    "a kept filter": (BEHANDELAAR, "gemeente:filter_bewaren", {"naam": "x"}),
    "confirming the month": (COORDINATOR, "gemeente:maand_vaststellen", {}),
    "a text of a letter": (COORDINATOR, "gemeente:sjabloon", {"tekst": "x"}),
    "a delivery": (PARTNER, "partner:aanleveren", {"convenant": "landelijk"}),
    "a recall": (PARTNER, "partner:intrekken", {"reden": "x"}),
    "a report on a signaal": (PARTNER, "partner:meld_een", {"soort": "betaald"}),
    "signing what partners may know": (PRIVACY, "privacy:tekenen", {}),
    "letting a municipality in": (BEHEER, "beheer:convenant_vastleggen", {}),
    "a code of a resident": ("", "inwoner:reageren", {"code": "0"}),
}
NAAR_ELDERS: dict[str, str] = {
    "another site": "https://kwaad.example/",
    "another site without its scheme": "//kwaad.example/",
    "another site with three slashes": "///kwaad.example/",
    "another site with a backslash": "/\\kwaad.example/",
    "another site with two backslashes": "\\\\kwaad.example",
    "another site after a tab": "/\t/kwaad.example/",
    "a script": "javascript:alert(1)",
    "a page of data": "data:text/html,<script>alert(1)</script>",
    "another site with an account": "https://testserver@kwaad.example/",
    "plain http": "http:kwaad.example",
}
KOPPEN: dict[str, tuple[str, str]] = {
    "a browser that guesses what a file is": ("X-Content-Type-Options", "nosniff"),
    "a frame of another site": ("X-Frame-Options", "DENY"),
    "a window of another site": ("Cross-Origin-Opener-Policy", "same-origin"),
    "another site that reads an answer": ("Cross-Origin-Resource-Policy", "same-origin"),
    "an address that is passed on": ("Referrer-Policy", "same-origin|no-referrer"),
    "a script that takes a picture": ("Permissions-Policy", "camera=(), "),
    "a script that asks where somebody is": ("Permissions-Policy", "geolocation=(), "),
    "a script of another site": ("Content-Security-Policy", "default-src 'self'|default-src 'none'"),
    "a form that is sent elsewhere": ("Content-Security-Policy", "form-action 'self'|sandbox"),
    "a frame by the newer rule": ("Content-Security-Policy", "frame-ancestors 'none'"),
    "an address that is moved": ("Content-Security-Policy", "base-uri 'none'|sandbox"),
    "a browser or proxy that keeps a page": ("Cache-Control", "no-store|no-cache"),
}
# A block of JSON is read by a script, and never run.
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))|<style|\sstyle=|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)
VOOR_WIE = {"gemeente": COORDINATOR, "partner": PARTNER, "privacy": PRIVACY, "beheer": BEHEER}


def formaat_of(naam: str) -> str:
    """Say in which form a page gives its file."""
    return "pdf" if any(word in naam for word in ("ontvangstbewijs", "overzicht", "mijn_bestand")) else "csv"


@pytest.fixture(scope="module")
def answers(doelwit: Doelwit, django_db_blocker) -> Iterator[dict[str, HttpResponse]]:
    """Ask for every page that can be asked for, as somebody who may, and for what goes wrong."""
    found: dict[str, HttpResponse] = {}
    with django_db_blocker.unblock():
        clients = {space: sign_in_as(email) for space, email in VOOR_WIE.items()}
        for naam, _ in list_pages():
            space = naam.partition(":")[0]
            if naam not in {"inwoner:link", "inwoner:antwoord"}:
                client = Client() if space == "inwoner" else clients.get(space, clients["gemeente"])
                found[naam] = client.get(doelwit.path(naam, formaat=formaat_of(naam)))
        visitor = Client()
        found["aanmelden"] = visitor.get("/aanmelden/")
        found["404"] = clients["gemeente"].get("/bestaat/niet/")
        found["404 voor een vreemde"] = visitor.get("/bestaat/niet/")
        found["403"] = clients["partner"].get("/gemeente/postvak/")
        found["400"] = visitor.get("/reageren/?x=%00")
        found["405"] = visitor.get("/afmelden/")
        found["csrf"] = Client(enforce_csrf_checks=True).post("/reageren/", {"code": "0"})
        yield found


@pytest.mark.parametrize("naam", KOPPEN)
def test_every_answer_refuses(naam: str, answers: dict[str, HttpResponse]) -> None:
    """`web/koppen.py`, `settings/standaard.py` and django-csp: the header is on every answer, also of an error."""
    kop, wants = KOPPEN[naam]
    assert len(answers) > 60
    lacking = [
        page
        for page, answer in answers.items()
        if not any(want in answer.get(kop, "") for want in wants.split("|"))
    ]
    assert lacking == []


def test_no_page_holds_code_or_style_of_its_own(answers: dict[str, HttpResponse]) -> None:
    """The content policy allows none, so nothing of ours may need it."""
    pages = {
        name: one.content.decode() for name, one in answers.items() if "html" in one.get("Content-Type", "")
    }
    assert {name: found[0] for name, page in pages.items() if (found := INLINE.search(page))} == {}
    assert not any("unsafe" in one["Content-Security-Policy"] for one in answers.values())


def test_every_download_is_saved_and_runs_nothing(answers: dict[str, HttpResponse]) -> None:
    """`web/koppen.py`: a file that is opened in the browser after all stands in a sandbox."""
    files = {name: one for name, one in answers.items() if one.get("Content-Disposition")}
    assert len(files) >= 8
    for name, one in files.items():
        assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"', one["Content-Disposition"]), name
        assert "sandbox" in one["Content-Security-Policy"], name


def test_every_act_refuses_to_be_done_by_a_link(doelwit: Doelwit) -> None:
    """`require_POST`: what changes something is never a link, a picture or a page that is loaded beforehand."""
    before = take_print()
    for space, email in VOOR_WIE.items():
        client = sign_in_as(email)
        for naam, _ in list_pages():
            if naam.startswith(f"{space}:") and "fetch" not in naam:
                path = doelwit.path(naam, formaat=formaat_of(naam))
                client.get(path, headers={"X-HTTP-Method-Override": "POST"})
    after = take_print()
    # A zaak that is looked at is read, and shown to colleagues as open; a pile is fetched. Nothing else.
    assert {name for name in before if before[name] != after[name]} <= {
        "meldpunt_zaak",
        "meldpunt_zaakslot",
        "meldpunt_verzendpartij",
    }


@pytest.mark.parametrize("naam", VERVALST)
def test_it_refuses_a_forged_form_with(naam: str, doelwit: Doelwit) -> None:
    """`CsrfViewMiddleware` on everything, also on signing in and on the page of residents."""
    wie, page, given = VERVALST[naam]
    client = sign_in_as(wie, enforce_csrf_checks=True) if wie else Client(enforce_csrf_checks=True)
    before = take_print()
    assert client.post(doelwit.path(page), given).status_code == 403
    assert take_print() == before


HERKOMST: dict[str, dict[str, str]] = {
    "from another site": {"Origin": "https://kwaad.example"},
    "from nowhere": {"Origin": "null"},
    "from a site with our name in it": {"Origin": "https://testserver.kwaad.example"},
    "from another site by its referrer": {"Referer": "https://kwaad.example/x"},
}


@pytest.mark.parametrize("naam", HERKOMST)
def test_it_refuses_a_form_with_a_token(naam: str) -> None:
    """`CsrfViewMiddleware`: a token that leaked does not help another site."""
    client = Client(enforce_csrf_checks=True)
    page = client.get("/reageren/", secure=True).content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    given = {"code": "0", "csrfmiddlewaretoken": token[1]}
    answer = client.post("/reageren/", given, secure=True, headers=HERKOMST[naam])
    assert answer.status_code == 403
    good = {"Origin": "https://testserver", "Referer": "https://testserver/reageren/"}
    assert client.post("/reageren/", given, secure=True, headers=good).status_code == 422


def test_it_refuses_the_token_of_another_visitor() -> None:
    """`CsrfViewMiddleware`: a token belongs to one browser."""
    page = Client().get("/reageren/").content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
    mine = Client(enforce_csrf_checks=True)
    mine.get("/reageren/")
    assert token is not None
    assert mine.post("/reageren/", {"code": "0", "csrfmiddlewaretoken": token[1]}).status_code == 403


@pytest.mark.parametrize("naam", NAAR_ELDERS)
def test_it_refuses_to_send_somebody_after_signing_in_to(naam: str, doelwit: Doelwit) -> None:
    """Signing in leads to a page of this site only."""
    given = {"username": BEHANDELAAR, "password": WACHTWOORD, "next": NAAR_ELDERS[naam]}
    answer = Client().post("/aanmelden/", given)
    assert answer.get("Location", "/") in {"/", "/dag/", "/gemeente/dag/"}


def test_it_refuses_a_session_that_was_there_before_signing_in(doelwit: Doelwit) -> None:
    """`django.contrib.auth`: signing in gives another session key, so that nobody waits inside a planted one."""
    client = Client()
    client.session.save()
    client.cookies["sessionid"] = before = client.session.session_key or ""
    client.post("/aanmelden/", {"username": BEHANDELAAR, "password": WACHTWOORD})
    assert client.cookies["sessionid"].value not in {"", before}


def test_it_refuses_a_session_after_signing_out(doelwit: Doelwit) -> None:
    """`LogoutView`: what a thief kept of the session is worth nothing afterwards."""
    client = sign_in_as(BEHANDELAAR)
    stolen = client.cookies["sessionid"].value
    client.post("/afmelden/")
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/gemeente/postvak/").status_code == 302


def test_it_refuses_an_account_that_was_closed(doelwit: Doelwit) -> None:
    """`django.contrib.auth`: a closed account loses its session at the next page."""
    client = sign_in_as(BEHANDELAAR)
    Gebruiker.objects.filter(email=BEHANDELAAR).update(is_active=False)
    assert client.get("/gemeente/postvak/").status_code == 302


def test_it_refuses_a_session_after_the_password_changed(doelwit: Doelwit) -> None:
    """`django.contrib.auth`: another password ends every session."""
    client = sign_in_as(BEHANDELAAR)
    gebruiker = Gebruiker.objects.get(email=BEHANDELAAR)
    gebruiker.set_password("een-heel-ander-wachtwoord-dan-eerst")
    gebruiker.save()
    assert client.get("/gemeente/postvak/").status_code == 302


def test_it_refuses_to_tell_who_has_an_account(doelwit: Doelwit) -> None:
    """Signing in does the same work and says the same for an address that nobody has."""

    def ask(email: str) -> str:
        page = Client().post("/aanmelden/", {"username": email, "password": "verkeerd"}).content.decode()
        return re.sub(r"\w{64}", "", page).replace(email, "")

    hashed: list[str] = []
    real = Gebruiker.set_password
    try:
        Gebruiker.set_password = lambda self, raw: hashed.append(raw) or real(self, raw)  # type: ignore[assignment,func-returns-value]
        with override_settings(DEMO=False):
            assert ask("niemand@haarlem.example") == ask(BEHANDELAAR)
    finally:
        Gebruiker.set_password = real  # type: ignore[method-assign]
    assert hashed == ["verkeerd"]


GASTHEREN = {
    "another site": "kwaad.example",
    "another site with our name before it": "meldpunt.example.kwaad.example",
    "our name with an account": "meldpunt.example@kwaad.example",
    "our name with a port that is none": "meldpunt.example:x",
    "the machine itself": "127.0.0.1",
}


@pytest.mark.parametrize("naam", GASTHEREN)
def test_it_refuses_to_be_called(naam: str) -> None:
    """`ALLOWED_HOSTS`: no link in a mail or letter is built on a name that the sender wrote."""
    with override_settings(ALLOWED_HOSTS=["meldpunt.example"]):
        assert Client().get("/aanmelden/", headers={"Host": GASTHEREN[naam]}).status_code == 400


def test_it_refuses_a_name_in_a_header_of_a_proxy() -> None:
    """`USE_X_FORWARDED_HOST` is off: only the name that was asked for counts."""
    with override_settings(ALLOWED_HOSTS=["meldpunt.example"]):
        headers = {"Host": "meldpunt.example", "X-Forwarded-Host": "kwaad.example"}
        page = Client().get("/gemeente/postvak/", headers=headers)
    assert "kwaad" not in page["Location"]


PADEN = {
    "the settings": "/static/../settings/productie.py",
    "the settings in other signs": "/static/%2e%2e/%2e%2e/settings/productie.py",
    "the settings in other signs twice": "/static/%252e%252e/settings/productie.py",
    "the settings with backslashes": "/static/..\\..\\settings\\productie.py",
    "a file of the machine": "/static//etc/passwd",
    "a raw delivery": "/ruw/",
    "the secret": "/geheim",
    "the history of the code": "/.git/config",
    "the environment": "/.env",
    "the pages of Django itself": "/admin/",
    "a page for developers": "/__debug__/",
    "another well-known file": "/.well-known/../geheim",
}


@pytest.mark.parametrize("naam", PADEN)
def test_it_refuses_the_way_to(naam: str) -> None:
    """WhiteNoise serves only what it knows by name, and no other page takes a path."""
    answer = Client().get(PADEN[naam])
    assert answer.status_code in {302, 404}
    assert answer.status_code == 404 or answer["Location"].startswith("/aanmelden/")


FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
GROOT: dict[str, dict[str, object]] = {
    "six megabytes": {"data": "x=" + "a" * 6 * 1024 * 1024, "content_type": FORM},
    "six thousand fields": {"data": "&".join(f"f{n}=1" for n in range(6000)), "content_type": FORM},
    "two hundred files": {"data": {f"f{n}": SimpleUploadedFile("x", b"x") for n in range(200)}},
    "a form that never ends": {"data": b"--b\r\nContent-Disposition: x", "content_type": f"{PARTS}; boundary=b"},
    "a form without a border": {"data": b"x", "content_type": PARTS},
    "a field without its name": {"data": b"--b\r\n\r\nx\r\n--b--", "content_type": f"{PARTS}; boundary=b"},
    "JSON where a form belongs": {"data": b"{" * 5000, "content_type": "application/json"},
}  # fmt: skip


@pytest.mark.parametrize("naam", GROOT)
def test_it_refuses_a_form_of(naam: str) -> None:
    """`settings/standaard.py` and `web/upload.py`: a form is measured before anybody knows who sends it."""
    client = Client(raise_request_exception=False)
    assert client.post("/reageren/", **GROOT[naam]).status_code in {400, 413, 422}  # type: ignore[arg-type]


TEKENS = {
    "another encoding": "utf-16",
    "an encoding that is none": "kwaad",
    "an encoding that runs code": "unicode_escape",
}


@pytest.mark.parametrize("naam", TEKENS)
def test_it_refuses_a_form_in(naam: str) -> None:
    """Django reads forms in UTF-8, and nothing else."""
    kind = f"application/x-www-form-urlencoded; charset={TEKENS[naam]}"
    answer = Client(raise_request_exception=False).generic("POST", "/reageren/", b"code=\xff\xfec", kind)
    assert answer.status_code in {400, 422}


JSON: dict[str, bytes] = {
    "that is none": b"{",
    "of the wrong kind": b"[1, 2]",
    "of a number": b"7",
    "nested ten thousand deep": b"[" * 10_000,
    "with a number of a thousand digits": b'{"poging": ' + b"9" * 1000 + b"}",
    "with what is not a number": b'{"poging": NaN}',
    "with a key twice": b'{"zaak": "x", "zaak": "y"}',
    "with half a sign": b'{"zaak": "\\ud800"}',
    "with a NUL": b'{"zaak": "a\\u0000b"}',
}


@pytest.mark.parametrize("naam", JSON)
def test_it_refuses_from_the_phone_a_message(naam: str, doelwit: Doelwit) -> None:
    """`web/gemeente/dagrondetelefoon.py`: what a phone sends is read as text of anybody."""
    before = take_print()
    client = sign_in_as(BEHANDELAAR, raise_request_exception=False)
    answer = client.post(
        doelwit.path("gemeente:dagronde_versturen"), JSON[naam], content_type="application/json"
    )
    assert 400 <= answer.status_code < 500
    assert take_print() == before


BEZOEKEN: dict[str, dict[str, object]] = {
    "in the year 9999": {"moment": "9999-12-31T23:59:59+00:00"},
    "in the year 1": {"moment": "0001-01-01T00:00:00+00:00"},
    "without a zone": {"moment": "2026-11-26T10:00:00"},
    "with a NUL in a remark": {"notitie": "a\0b"},
    "with half a sign in a remark": {"notitie": "a\ud800b"},
    "with a remark of a megabyte": {"notitie": "x" * 1_000_000},
    "with lists for texts": {"uitkomst": ["x"], "notitie": {"a": 1}},
    "with a list for a yes": {"niet_alleen": [True], "uitkomst": "x"},
    "with a number without end": {"uitkomst": 10**400},
    "to a municipality that is none": {"gemeente": "0392' OR '1'='1"},
    "to a municipality with a NUL": {"gemeente": "03\0092"},
    "to another municipality": {"gemeente": "0344"},
    "to a zaak that is none": {"zaak": "x"},
}


@pytest.mark.parametrize("naam", BEZOEKEN)
def test_it_refuses_from_the_phone_a_visit(naam: str, doelwit: Doelwit) -> None:
    """`web/gemeente/dagrondetelefoon.py` and `opvolging/bezoeken.py`: each visit is judged by itself."""
    keys = doelwit.sleutels["gemeente"]
    visit = {
        "sleutel": str(uuid4()),
        "zaak": str(keys["zaak"]),
        "gemeente": "0392",
        "moment": timezone.now().isoformat(),
        "uitkomst": "geen",
        **BEZOEKEN[naam],
    }
    before = take_print()
    answer = sign_in_as(BEHANDELAAR, raise_request_exception=False).post(
        doelwit.path("gemeente:dagronde_versturen"),
        json.dumps({"items": [visit]}),
        content_type="application/json",
    )
    assert answer.status_code in {200, 400}
    assert answer.status_code == 400 or [one["stand"] for one in answer.json()["items"]] == ["geweigerd"]
    assert take_print() == before


REGELS = {
    "a line end in the address": "/bestaat%0d%0ALevel: kritiek%0aniet/",
    "a line end in the address as it is": "/bestaat\r\nniet/",
    "a sign that moves the cursor": "/bestaat%1b%5b2J/",
    "a line of its own in JSON": "/bestaat/%22,%22level%22:%22info%22,%22event%22:%22alles goed/",
}


@pytest.mark.parametrize("naam", REGELS)
def test_it_refuses_to_write_a_log_line_with(naam: str, caplog: pytest.LogCaptureFixture) -> None:
    """`settings/logboek.py`: in production a line of the log is one line of JSON, whatever is in it."""
    with caplog.at_level(logging.WARNING, logger="django.request"):
        sign_in = Client()
        sign_in.post(REGELS[naam])
    config = logging_config(json=True, level="ERROR")["formatters"]["regel"]
    formatter = ProcessorFormatter(
        processors=config["processors"], foreign_pre_chain=config["foreign_pre_chain"]
    )
    lines = [formatter.format(record) for record in caplog.records if record.name == "django.request"]
    logging_config(json=False, level="ERROR")
    for line in lines:
        assert not re.search(r"[\x00-\x1f]", line)
        assert json.loads(line)["level"] in {"warning", "error"}


def test_it_gives_the_service_worker_no_more_than_the_round() -> None:
    """`web/gemeente/dagrondetelefoon.py`: its folder is its scope, and it keeps one page and files without people."""
    answer = Client().get("/gemeente/dagronde/werker.js")
    assert answer.status_code == 200
    assert "Service-Worker-Allowed" not in answer
    assert answer["Content-Type"].startswith("text/javascript")
    text = answer.content.decode()
    assert not re.search(r"importScripts|eval\(|https?://", text)


def test_it_says_where_to_report_a_weakness() -> None:
    """`web/veiligheid.py`: RFC 9116, and nothing when nobody said where."""
    from datetime import date

    assert Client().get("/.well-known/security.txt").status_code == 404
    with override_settings(
        MELDPUNT_SECURITY_CONTACT="mailto:veilig@example.nl", MELDPUNT_SECURITY_EXPIRES=date(2027, 6, 1)
    ):
        answer = Client().get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines()[:2] == [
        "Contact: mailto:veilig@example.nl",
        "Expires: 2027-06-01T00:00:00Z",
    ]
    assert django_settings.MELDPUNT_ADRES in answer.content.decode()
