"""A text that somebody delivers, types or sends, and that wants to be more than text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import pytest
import typst
from django.test import Client
from django.utils import timezone
from tests.factories import KOP, make_gebruiker, make_partner, make_regel
from tests.journeys.wereld import BEHANDELAAR, COORDINATOR, PARTNER, VREEMDE
from tests.security.doelwit import Doelwit, sign_in_as, take_print
from tests.slices.correspondentie.test_pdf import BRIEF, DRUK
from tests.web.gemeente.scherm import bring

from meldpunt.adapters.mail import Mailbericht, Mailfout, send_mail
from meldpunt.correspondentie.pdf import make_page
from meldpunt.matching.models import Zaak
from meldpunt.rules.sjablonen import Sjabloonfout, check_sjabloon, fill, without_braces

pytestmark = pytest.mark.django_db
XSS = {
    "a script": "<script>alert(1)</script>",
    "a picture that is not there": "<img src=x onerror=alert(1)>",
    "the end of an attribute": '"><svg onload=alert(1)>',
    "the end of an attribute with one quote": "' onmouseover='alert(1)",
    "the end of a title": "</title><script>alert(1)</script>",
    "a link to a script": "<a href=javascript:alert(1)>x</a>",
    "a part that htmx fetches": '<div hx-get="https://kwaad.example" hx-trigger="load">',
    "a style": "<style>*{display:none}</style>",
    "a place of a template": "{{ request.user.password }}",
    "a tag of a template": "{% include '/etc/passwd' %}",
}
# What of the texts above must never stand on a page as it is.
LEVEND = re.compile(
    r"<script>alert|<img src=x|<svg onload|<a href=javascript|<div hx-get=\"https://kwaad|<style>\*"
)
ZOEK = {
    "the inbox by address": (BEHANDELAAR, "/gemeente/postvak/", "adres"),
    "the inbox by amount": (BEHANDELAAR, "/gemeente/postvak/", "vanaf"),
    "the inbox by status": (BEHANDELAAR, "/gemeente/postvak/", "status"),
    "the inbox by case worker": (BEHANDELAAR, "/gemeente/postvak/", "behandelaar"),
    "the inbox by mark": (BEHANDELAAR, "/gemeente/postvak/", "markering"),
    "the inbox by team": (BEHANDELAAR, "/gemeente/postvak/", "team"),
    "the inbox by municipality": (BEHANDELAAR, "/gemeente/postvak/", "gemeente"),
    "the inbox by covenant": (BEHANDELAAR, "/gemeente/postvak/", "convenant"),
    "the inbox by term": (BEHANDELAAR, "/gemeente/postvak/", "termijn"),
    "the inbox by month": (BEHANDELAAR, "/gemeente/postvak/", "maand"),
    "the inbox from a place on": (BEHANDELAAR, "/gemeente/postvak/", "voor"),
    "the inbox by a trail": (BEHANDELAAR, "/gemeente/postvak/", "spoor"),
    "the inbox by column": (BEHANDELAAR, "/gemeente/postvak/", "kolom"),
    "the persons from a place on": (BEHANDELAAR, "/gemeente/personen/", "voor"),
    "the round of a day": (BEHANDELAAR, "/gemeente/dagronde/", "dag"),
    "the month of a municipality": (COORDINATOR, "/gemeente/maand/", "gemeente"),
    "the month by covenant": (COORDINATOR, "/gemeente/maand/", "convenant"),
    "the month by day": (COORDINATOR, "/gemeente/maand/", "peildatum"),
    "the month by capacity": (COORDINATOR, "/gemeente/maand/", "capaciteit"),
    "the terms": (COORDINATOR, "/gemeente/termijnen/", "behandelaar"),
    "the runs": (COORDINATOR, "/gemeente/runs/", "voor"),
    "the letters": (COORDINATOR, "/gemeente/sjablonen/", "gemeente"),
    "the deliveries": (PARTNER, "/partner/aanleveringen/", "voor"),
    "the deliveries by month": (PARTNER, "/partner/aanleveringen/", "maand"),
    "the signalen": (PARTNER, "/partner/signalen/", "klantnummer"),
    "the signalen from a place on": (PARTNER, "/partner/signalen/", "voor"),
    "the signalen as a list": (PARTNER, "/partner/signalen/signalen.csv", "maand"),
    "what was told": (PARTNER, "/partner/terugkoppelingen/", "voor"),
    "the postcodes": (PARTNER, "/partner/postcodes/", "convenant"),
    "the page to deliver": (PARTNER, "/partner/aanleveren/", "convenant"),
}
SQL = (
    "' OR '1'='1",
    "1; DROP TABLE meldpunt_zaak; --",
    "%",
    "\\' UNION SELECT email FROM meldpunt_gebruiker --",
    "99999999999999999999999999",
    "\u202e\x1f" + "é" * 300,
    "../../etc/passwd",
    "".join(XSS.values()),
)


@pytest.mark.parametrize("naam", ZOEK)
def test_it_refuses_to_be_led_astray_at(naam: str, doelwit: Doelwit) -> None:
    """Values go to the database as parameters and to the page escaped: no error, no other rows, no live markup."""
    wie, path, veld = ZOEK[naam]
    client, before = sign_in_as(wie, raise_request_exception=False), take_print()
    plain = client.get(path, {veld: "bestaat-niet-zo"})
    for text in SQL:
        answer = client.get(path, {veld: text})
        assert answer.status_code == plain.status_code or answer.status_code in {400, 403, 404, 422}, text
        page = answer.content.decode(errors="replace")
        assert not LEVEND.search(page), text
        assert page.count("data-rij") <= max(plain.content.decode(errors="replace").count("data-rij"), 20), (
            text
        )
    assert take_print() == before


VELDEN = ("klantnummer", "achternaam", "voorletters", "referentie", "toevoeging")


@pytest.mark.parametrize("naam", XSS)
def test_it_refuses_to_show_as_markup_what_a_partner_delivers(naam: str, doelwit: Doelwit) -> None:
    """Django's templates escape everything; nothing that a partner delivers is marked as safe."""
    text, sinds = XSS[naam].replace(";", ","), timezone.localdate() - timezone.timedelta(days=70)
    known = set(Zaak.objects.values_list("id", flat=True))
    bring([make_regel(klantnummer=text[:40], achternaam=text, voorletters=text[:20], referentie=text[:40],
                      huisnummer="88", sinds=sinds.isoformat())])  # fmt: skip
    pages = [sign_in_as(PARTNER).get(path) for path in ("/partner/signalen/", "/partner/aanleveringen/")]
    noor = sign_in_as(BEHANDELAAR)
    for zaak in Zaak.objects.exclude(id__in=known):
        pages.append(noor.get(f"/gemeente/postvak/zaak/0392/{zaak.id}/"))
    pages.append(noor.get("/gemeente/postvak/"))
    assert all(page.status_code == 200 for page in pages)
    for page in pages:
        body = page.content.decode()
        assert not LEVEND.search(body)
        assert "pbkdf2_" not in body


@pytest.mark.parametrize("naam", XSS)
def test_it_refuses_to_show_as_markup_what_colleagues_write(naam: str, doelwit: Doelwit) -> None:
    """A name of an account, a kept filter, a name of a party: escaped as everything else."""
    client = Client()
    client.force_login(make_gebruiker(rol="coordinator", email="x@haarlem.example", naam=XSS[naam]))
    client.post("/gemeente/postvak/filters/", {"naam": XSS[naam][:60], "terug": f"status={XSS[naam]}"})
    make_partner(sleutel="kwaad", naam=XSS[naam][:60])
    for path in ("/gemeente/postvak/", "/gemeente/verdeling/", "/gemeente/dag/"):
        page = client.get(path)
        assert page.status_code == 200
        assert not LEVEND.search(page.content.decode())


@pytest.mark.parametrize("naam", XSS)
def test_it_refuses_to_show_as_markup_the_name_of_a_file(naam: str, doelwit: Doelwit) -> None:
    """`web/partner/aanleveren.py`: a file name is a text of a stranger."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = sign_in_as(PARTNER)
    file = SimpleUploadedFile(XSS[naam] + ".csv", f"{KOP};x\nK1\n".encode())
    page = client.post("/partner/aanleveren/", {"convenant": "landelijk", "bestand": file}, follow=True)
    assert page.status_code in {200, 422}
    assert not LEVEND.search(page.content.decode())


NAMEN = {
    "a path upwards": "../../../etc/passwd",
    "a path upwards with backslashes": "..\\..\\windows\\x.csv",
    "a path from the root": "/etc/cron.d/x.csv",
    "a line end": 'x.csv"\r\nSet-Cookie: a=b',
    "a second name": 'x.csv"; filename="y.exe',
    "two endings": "facturen.csv.exe",
    "a turn of the reading direction": "facturen\u202excsv.exe",
    "a thousand signs": "x" * 1000 + ".csv",
    "nothing but dots and an ending": "....csv",
}


@pytest.mark.parametrize("naam", NAMEN)
def test_it_refuses_a_file_by_the_name_of(naam: str, doelwit: Doelwit) -> None:
    """`aanlevering/ruw.py`: a file is kept under its key, never under a name; a download is named by us."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from meldpunt.aanlevering import ruw

    client = sign_in_as(PARTNER)
    file = SimpleUploadedFile("x.csv", f"{KOP};lievelingskleur\n{make_regel()};rood\n".encode())
    file.name = NAMEN[naam]
    page = client.post("/partner/aanleveren/", {"convenant": "landelijk", "bestand": file}, follow=True)
    assert page.status_code in {200, 400, 422}
    assert all(path.parent == ruw.folder() and len(path.name) <= 60 for path in ruw.folder().iterdir())


PLAATSEN = {
    "an attribute of a place": "{naam.__class__}",
    "a key of a place": "{naam[0]}",
    "a form of a place": "{naam!r:>10000}",
    "a width of a billion": "{naam:>1000000000}",
    "a place that is none": "{SECRET_KEY}",
    "settings by their name": "{settings.SECRET_KEY}",
    "a place of another template": "{{ naam }}",
    "a tag of another template": "{% load static %}",
    "a lone brace": "{naam",
    "a place within a place": "{na{naam}am}",
    "an empty place": "{}",
    "who reported, in a mail": "{partners}",
    "an amount, in a mail": "U bent 500 euro schuldig",
}


@pytest.mark.parametrize("naam", PLAATSEN)
def test_it_refuses_in_the_text_of_a_letter(naam: str) -> None:
    """`rules/sjablonen.py`: places come from a closed list, and nothing in a text is ever run."""
    with pytest.raises(Sjabloonfout):
        check_sjabloon(kanaal="mail", onderwerp="Wij helpen u", tekst=PLAATSEN[naam])


def test_it_refuses_a_name_that_is_a_place() -> None:
    """`rules/sjablonen.py`: what is filled in is never read again."""
    assert (
        fill("Beste {naam}", {"naam": "{antwoordcode}", "antwoordcode": "geheim"}) == "Beste {antwoordcode}"
    )
    assert without_braces("{antwoordcode}") == "(antwoordcode)"


DRUKWERK = {
    "a function": "#lorem(100000)",
    "a file of the machine": '#read("/etc/passwd")',
    "what the program was given": "#sys.inputs",
    "a loop without end": "#while true {}",
    "another part of the document": '#include "brieven.typ"',
    "a package from elsewhere": '#import "@preview/x:0.1.0"',
    "mathematics": "$x^2$",
    "a reference": "@brief-1",
    "a label": "<brief-1>",
    "a link": "https://kwaad.example",
    "a comment that hides the rest": "/* niet",
    "raw text": "`x` ```typ #panic()```",
}


@pytest.mark.parametrize("naam", DRUKWERK)
def test_it_refuses_to_print_as_anything_but_text(naam: str) -> None:
    """`correspondentie/druk/brieven.typ`: every text comes in as a value and is never read as markup."""
    text = DRUKWERK[naam]
    page = make_page(
        replace(BRIEF, naam=text, onderwerp=text, tekst=text, adresregels=(text,), afzender=(text,) * 5)
    )
    piece = {"titel": text, "gemeente": text, "voorblad": None, "brieven": [page]}
    found = json.loads(
        typst.query(
            str(DRUK / "brieven.typ"),
            "heading",
            root=str(DRUK),
            sys_inputs={"stuk": json.dumps(piece)},
        )
    )
    assert [heading["body"] for heading in found] == [{"func": "text", "text": text}]


POST = {
    "a second receiver in the subject": ("x@example.nl", "Hallo\nBcc: kwaad@example.nl"),
    "a second receiver with a carriage return": ("x@example.nl", "Hallo\rBcc: kwaad@example.nl"),
    "a body in the subject": ("x@example.nl", "Hallo\r\n\r\nAndere tekst"),
    "a second receiver in the address": ("x@example.nl\nBcc: kwaad@example.nl", "Hallo"),
    "an address with a carriage return": ("x@example.nl\r\nCc: y@example.nl", "Hallo"),
}


@pytest.mark.parametrize("naam", POST)
def test_it_refuses_a_mail_with(naam: str) -> None:
    """`adapters/mail`: a line end in a header is no message at all."""
    aan, onderwerp = POST[naam]
    with pytest.raises(Mailfout, match="mail_mislukt"):
        send_mail(Mailbericht(aan=aan, onderwerp=onderwerp, tekst="x"))


def test_it_refuses_to_offer_a_remark_as_markup(doelwit: Doelwit) -> None:
    """What one municipality writes to another is text there too."""
    given = {"naar": "0392", "toelichting": XSS["a script"], "straat": XSS["a script"], "postcode": "2011AA"}
    page = sign_in_as(VREEMDE).post("/gemeente/overdrachten/", given)
    assert not LEVEND.search(unescape(page.content.decode()) if page.status_code == 200 else "")
