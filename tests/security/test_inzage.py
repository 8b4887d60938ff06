"""Reading leaves a line: every page and file that shows something of a resident writes who looked, at whom and why.

Every address that can be read is asked for by every account of a world in which every kind of page has something to
show. Where an answer holds a value of a resident, the log must have grown by a line that names residents and a
purpose. An address that nobody could open here fails too: a page that is not walked is not tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any, Final
from uuid import uuid4

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter
from django.utils import timezone
from tests.journeys.wereld import (
    BEHANDELAAR,
    BEHEER,
    BUUR,
    COORDINATOR,
    PARTNER,
    PRIVACY,
    UITVOERDER,
    VREEMDE,
    make_everything,
)

from meldpunt.aanlevering.models import Aanlevering, Signaal
from meldpunt.audit.models import Logregel
from meldpunt.betrokkenen.models import Verzoek
from meldpunt.brp.models import Mismatch
from meldpunt.correspondentie.models import Sjabloon, Verzending, Verzendpartij
from meldpunt.datalekken.models import Datalek
from meldpunt.koppelingen.models import Koppeling
from meldpunt.matching.models import Matchrun, Persoonsvraag, Zaak
from meldpunt.notificaties.models import Abonnement, Notificatie
from meldpunt.toegang.models import Gebruiker
from meldpunt.werkvoorraad.models import Overdracht, Stapelopdracht

pytestmark = pytest.mark.django_db(transaction=True)

ACCOUNTS: Final = (BEHANDELAAR, COORDINATOR, UITVOERDER, VREEMDE, PARTNER, BUUR, PRIVACY, BEHEER)
# What a resident can be known by: a name, a day of birth, an address, a customer number.
PERSOONLIJK: Final = re.compile(
    r"Jansen|Smit|Visser|1 mei 1980|1980-05-01|\b2011\s?AA\b|\bHV?[1-3]\b|\bK[1-9]\b"
)
MARKUP: Final = r"<(?:head|nav|svg)\b.*?</(?:head|nav|svg)>|<[^>]*>"
BESTANDEN: Final = frozenset({"application/pdf", "application/zip"})
GEMEENTEPAGINAS: Final = frozenset({"gemeente", "partner", "privacy", "beheer"})
# Shows a resident to nobody, or has nothing to show in this world; each with the reason.
NIET_TE_OPENEN: Final = {
    "partner:kolommen": "only for a delivery that waits for its columns: tests/web/partner/test_upload.py",
    "partner:melden_bestand": "takes a file in; its answer is a notice",
    "privacy:verklaring": "of a destruction, and there was none: tests/web/privacy/test_vernietiging.py",
}
# A value that looks like one of a resident and is none.
GEEN_INWONER: Final = {
    "partner:sjabloon": "an empty delivery",
    "partner:melden_voorbeeld": "an example that nobody is",
    "partner:ontvangstbewijs": "counts and a checksum, and the number of the delivery",
    "privacy:datalek": "counts and kinds of data, and the names of colleagues",
    "privacy:datalekken_csv": "counts and kinds of data, and the names of colleagues",
    "privacy:datalekken_pdf": "counts and kinds of data, and the names of colleagues",
    "gemeente:sjabloon": "the example of a letter is about nobody",
    "gemeente:sjabloon_nieuw": "the example of a letter is about nobody",
}
# A refused row became no signaal: nobody in it has a key, and the line names the delivery.
# Who asks has no key yet: a human being says later whose signalen they are.
ZONDER_SLEUTEL: Final = frozenset({"partner:geweigerd", "partner:aanlevering", "privacy:verzoeken"})


def list_patronen(
    resolver: URLResolver | None = None, space: str = ""
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each address of the site: its space, its name and what is to be filled in."""
    for entry in (resolver or get_resolver("meldpunt.web.urls")).url_patterns:
        if isinstance(entry, URLResolver):
            yield from list_patronen(entry, entry.namespace or space)
        elif isinstance(entry, URLPattern) and space in GEMEENTEPAGINAS:
            yield space, f"{space}:{entry.name}", entry.pattern.converters


def keys() -> dict[str, list[Any]]:
    def ids(model: Any) -> list[Any]:
        return list(model.objects.order_by("id").values_list("id", flat=True))[:6]

    return {
        "gemeente": ["0392", "0344"],
        "zaak": ids(Zaak),
        "vraag": ids(Persoonsvraag),
        "mismatch": ids(Mismatch),
        "run": ids(Matchrun),
        "partij": ids(Verzendpartij),
        "verzending": ids(Verzending),
        "overdracht": ids(Overdracht),
        "opdracht": ids(Stapelopdracht),
        "aanlevering": ids(Aanlevering),
        "datalek": ids(Datalek),
        "verzoek": ids(Verzoek),
        "signaal": ids(Signaal),
        "abonnement": ids(Abonnement),
        "koppeling": ids(Koppeling),
        "notificatie": ids(Notificatie),
        "formaat": ["csv", "pdf"],
        "convenant": ["landelijk"],
        "taal": ["nl"],
    }


def fill(naam: str, converters: dict[str, Any], known: dict[str, list[Any]]) -> Iterator[str]:
    """Yield the address with every combination of keys that there is."""
    if naam.startswith("gemeente:sjabloon"):
        known = {**known, "sleutel": [Sjabloon.objects.values_list("sleutel", flat=True)[0]]}
    if naam == "privacy:algoritmes":
        known = {**known, "soort": ["csv"]}
    if naam.startswith("beheer:"):
        known = {**known, "sleutel": ["landelijk"], "partijsoort": ["gemeente"], "partij": ["0392"]}
    # What is not known here is still asked for: a page that only takes in says so whatever stands in its address.
    choices = [
        known.get(one, [uuid4() if type(kind) is UUIDConverter else "x"]) for one, kind in converters.items()
    ]
    for values in product(*choices):
        try:
            yield reverse(naam, kwargs=dict(zip(converters, values, strict=True)))
        except NoReverseMatch:  # a format that this address does not have
            continue


def body_of(response: HttpResponseBase) -> str:
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined, arg-type]
    # What is hidden in the head, the menu and the keys of links says nothing about anybody.
    return re.sub(
        r"<(?:head|nav|svg)\b.*?</(?:head|nav|svg)>|<[^>]*>",
        " ",
        content.decode(errors="replace"),
        flags=re.S,
    )


def shows_resident(response: HttpResponseBase) -> bool:
    if response.headers.get("Content-Type", "").partition(";")[0] in BESTANDEN:
        return True
    return PERSOONLIJK.search(body_of(response)) is not None


def test_every_page_that_shows_a_resident_leaves_a_line() -> None:
    make_everything()
    known, opened, silent, shown = keys(), set(), set(), set()
    patterns = list(list_patronen())
    for email in ACCOUNTS:
        client = Client()
        client.force_login(Gebruiker.objects.get(email=email))
        for _, naam, converters in patterns:
            for url in fill(naam, converters, known):
                begin = timezone.now()
                last = Logregel.objects.order_by("-id").values_list("id", flat=True).first()
                response = client.get(url)
                if response.status_code == 405:
                    opened.add(naam)
                    break
                if response.status_code in {302, 403, 404}:
                    opened |= {naam} if response.status_code == 302 else set()
                    continue
                assert response.status_code == 200, (email, url, response.status_code)
                opened.add(naam)
                if naam in GEEN_INWONER or not shows_resident(response):
                    continue
                shown.add(naam)
                lines = Logregel.objects.filter(id__gt=last, tijd__gte=begin).exclude(doel="")
                if not any(line.betrokkenen or naam in ZONDER_SLEUTEL for line in lines):
                    silent.add(f"{naam} {email} {url}")
    assert silent == set()
    assert {naam for _, naam, _ in patterns} - opened - NIET_TE_OPENEN.keys() == set()
    # The walk saw residents at all: on the lists, on the page of a zaak, in letters, on the phone and at partners.
    assert shown >= {
        "gemeente:postvak",
        "gemeente:zaak",
        "gemeente:brieven_pdf",
        "gemeente:personen",
        "partner:signalen",
        "partner:signalen_bestand",
    }


def test_a_refused_page_leaves_a_line_that_says_so() -> None:
    make_everything()
    zaak = Zaak.objects.filter(gemeente="0344").latest("id")
    client = Client()
    client.force_login(Gebruiker.objects.get(email=BEHANDELAAR))
    assert client.get(reverse("gemeente:zaak", args=["0344", zaak.id])).status_code == 404
    line = Logregel.objects.get(resultaat="geweigerd")
    assert (line.handeling, line.object, line.gemeente, line.rol) == (
        "toegang_geweigerd",
        "gemeente:zaak",
        "0392",
        "behandelaar",
    )
    assert line.waarden == {"gemeente": "0344", "zaak": str(zaak.id)}
    assert line.doel == "toegangscontrole"
    assert client.get(reverse("beheer:partijen")).status_code == 403
    assert Logregel.objects.filter(resultaat="geweigerd").count() == 2
