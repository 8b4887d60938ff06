"""Every page as every role of every party, compared with the written matrix; and again with the policies taken out.

Each page that shows one thing is asked twice: for what is one's own and for what belongs to others.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.plugin import DjangoDbBlocker
from tests.security.wereld import Persoon, Wereld, make_wereld

from meldpunt.audit.doelen import GEWEIGERD
from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak
from meldpunt.toegang import policies, zichtbaar
from meldpunt.web.toegangsmatrix import PAGINAS, Pagina

pytestmark = pytest.mark.django_db
PERSONEN = (
    "partner_pwn",
    "partner_eneco",
    "behandelaar",
    "coordinator",
    "behandelaar_elders",
    "coordinator_elders",
    "dienst",
    "wijkteam",
    "team_zonder_overeenkomst",
    "privacy",
    "privacy_elders",
    "beheer",
)
# Whose zaak somebody asks for as their own, and whose as that of others.
EIGEN = {
    "dienst": "dienst",
    "wijkteam": "wijkteam",
    "behandelaar_elders": "zandvoort",
    "coordinator_elders": "zandvoort",
    "privacy_elders": "zandvoort",
}
VREEMD = {"dienst": "zandvoort", "wijkteam": "eigen", "behandelaar": "dienst", "coordinator": "zandvoort"}
VAST = {
    "formaat": "csv",
    "convenant": "landelijk",
    "soort": "niet_ik",
    "taal": "nl",
    "code": "ABCDE-12345",
}


@pytest.fixture(scope="module", autouse=True)
def wereld(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Wereld]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_wereld()
        transaction.set_rollback(True)


def list_pages(resolver: URLResolver | None = None, onder: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver("meldpunt.web.urls")).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{onder}{entry.name}", entry
        else:
            yield from list_pages(entry, f"{onder}{entry.namespace}:" if entry.namespace else onder)


def names_of(pattern: URLPattern) -> list[str]:
    return [*pattern.pattern.converters, *getattr(pattern.pattern, "regex", None).groupindex]  # type: ignore[union-attr]


def address_of(naam: str, pattern: URLPattern, wereld: Wereld, van: Persoon, zaak: Zaak) -> str:
    """Return the address of a page about this zaak, or about a thing of this person."""
    values: dict[str, Any] = {"gemeente": zaak.gemeente_id, "zaak": zaak.id}
    wanted = {key: values.get(key) or find_key(key, naam, wereld, van, zaak) for key in names_of(pattern)}
    return reverse(naam, kwargs=wanted)


def find_key(key: str, naam: str, wereld: Wereld, van: Persoon, zaak: Zaak) -> Any:
    """Return a key of this kind that belongs to the zaak, or to the person."""
    if key == "factor":
        return 1
    if key == "formaat" and naam in {
        "partner:ontvangstbewijs",
        "privacy:verzoek_overzicht",
        "inwoner:mijn_bestand",
    }:
        return "pdf"
    if key in VAST:
        return VAST[key]
    if key in {"signaal", "aanlevering"}:
        partner = van.actor.partner
        signaal = next(s for s, (of, z) in wereld.signalen.items() if z == zaak.id and of == (partner or of))
        return (
            signaal
            if key == "signaal"
            else next(
                a
                for a, z in wereld.aanlevering_van.items()
                if z == zaak.id and wereld.leveringen[a] == (partner or wereld.leveringen[a])
            )
        )
    return find_row(key, naam, wereld, van, zaak)


TABEL = {
    "vraag": "persoonsvraag",
    "partij": "verzendpartij",
    "run": "matchrun",
    "bericht": "intrekkingsgevolg",
    "opdracht": "stapelopdracht",
}


def find_row(key: str, naam: str, wereld: Wereld, van: Persoon, zaak: Zaak) -> Any:
    rows = wereld.rijen.get(f"meldpunt_{TABEL.get(key, key)}", [])
    if key == "sleutel":
        sjablonen = wereld.rijen["meldpunt_sjabloon"]
        own = next(row for row in sjablonen if getattr(row, "gemeente_id", "") == zaak.gemeente_id)
        return own.sleutel if naam.startswith("gemeente:") else "landelijk"  # type: ignore[attr-defined]
    for row in rows:
        if getattr(row, "gebruiker_id", None) == van.gebruiker.id:
            return row.pk
        if van.actor.partner and getattr(row, "partner_id", None) not in {None, van.actor.partner}:
            continue
        if getattr(row, "zaak_id", None) == zaak.id or getattr(row, "van_zaak", None) == zaak.id:
            return row.pk
        if wereld.signalen.get(getattr(row, "signaal_id", None), (None, None))[1] == zaak.id:  # type: ignore[arg-type]
            return row.pk
    # One was made for each zaak, in their order.
    order = [one.id for one in wereld.zaken.values()]
    return rows[order.index(zaak.id)].pk if len(rows) == len(order) else UUID(int=1)


@dataclass(frozen=True)
class Antwoord:
    """What came back: its status, where it sent the browser, and whether an act left its line in the log."""

    pagina: str
    methode: str
    status: int
    naar: str
    gedaan: bool

    @property
    def is_open(self) -> bool:
        """Say whether something was shown or done; a form that sends back with a sentence did neither."""
        return self.gedaan or self.status not in {302, 403, 404}


def count_done() -> int:
    """Count the lines of what was done or looked at; a refusal is neither."""
    return Logregel.objects.exclude(resultaat=GEWEIGERD).count()


def ask(client: Client, pagina: str, address: str, gemeente: str = "") -> list[Antwoord]:
    """Ask for a page and send it a form with the municipality and nothing else; nothing of it stays."""
    answers = []
    for method in (client.get, client.post):
        cookies = client.cookies.copy()
        before = count_done()
        with transaction.atomic():
            answer = method(address, {"gemeente": gemeente, "convenant": "landelijk"} if gemeente else {})
            # A page that broke off leaves nothing to ask.
            done = not transaction.get_rollback() and count_done() > before
            transaction.set_rollback(True)
        client.cookies = cookies
        if answer.status_code != 405:
            naar = answer.headers.get("Location", "")
            answers.append(Antwoord(pagina, method.__name__, answer.status_code, naar, done))
    return answers


def client_of(persoon: Persoon) -> Client:
    client = Client()
    client.force_login(persoon.gebruiker)
    return client


def own_zaak(wereld: Wereld, persoon: Persoon) -> Zaak:
    return wereld.zaken[EIGEN.get(persoon.naam, "eigen")]


def foreign_zaak(wereld: Wereld, persoon: Persoon) -> Zaak:
    return wereld.zaken[VREEMD.get(persoon.naam, "eigen" if persoon.gemeenten == {"0473"} else "zandvoort")]


def other_partner(wereld: Wereld, persoon: Persoon) -> Persoon:
    """Return whose things this person asks for when it asks for those of others."""
    if persoon.actor.partner:
        naam = "partner_eneco" if persoon.naam == "partner_pwn" else "partner_pwn"
        return wereld.personen[naam]
    return wereld.personen["coordinator" if persoon.gemeenten == {"0473"} else "coordinator_elders"]


def test_every_page_has_a_line_in_the_matrix() -> None:
    assert {naam for naam, _ in list_pages()} == set(PAGINAS)


@pytest.mark.parametrize("naam", PERSONEN)
def test_a_page_opens_for_whom_the_matrix_says(wereld: Wereld, naam: str) -> None:
    persoon = wereld.personen[naam]
    client = client_of(persoon)
    client.raise_request_exception = False
    wrong = []
    for pagina, pattern in list_pages():
        zaak = own_zaak(wereld, persoon)
        answers = ask(client, pagina, address_of(pagina, pattern, wereld, persoon, zaak), zaak.gemeente_id)
        wrong += [one for one in answers if not _is_as_written(PAGINAS[pagina], persoon, one)]
    assert wrong == []


def _is_as_written(pagina: Pagina, persoon: Persoon, answer: Antwoord) -> bool:
    status = answer.status
    if pagina.zonder_aanmelden:
        return status < 500
    if persoon.actor.rol not in pagina.rollen:
        return status == 403 or (pagina.eigen and status == 404)
    if persoon.naam == "team_zonder_overeenkomst":
        # Without an agreement only the own account is left.
        return status == 403 or (status < 500 and pagina.rollen == PAGINAS["start"].rollen)
    if pagina.bijzonder:
        return status < 500
    # Own: whatever the form says to nothing filled in, but never that it is not for them.
    return status < 500 and status != 403


@pytest.mark.parametrize("naam", PERSONEN)
def test_what_belongs_to_others_does_not_open(wereld: Wereld, naam: str) -> None:
    persoon = wereld.personen[naam]
    assert _list_open(wereld, persoon) == []


@pytest.mark.parametrize(
    "naam", [naam for naam in PERSONEN if naam not in {"privacy", "privacy_elders", "beheer"}]
)
def test_without_the_policies_the_database_still_keeps_it_closed(
    wereld: Wereld, naam: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_out_policies(monkeypatch)
    assert _list_open(wereld, wereld.personen[naam]) == []


def _list_open(wereld: Wereld, persoon: Persoon) -> list[Antwoord]:
    """Return the pages about one thing that open for a thing of others."""
    client = client_of(persoon)
    client.raise_request_exception = False
    van, zaak = other_partner(wereld, persoon), foreign_zaak(wereld, persoon)
    opened = []
    for pagina, pattern in list_pages():
        if not PAGINAS[pagina].eigen or persoon.actor.rol not in PAGINAS[pagina].rollen:
            continue
        address = address_of(pagina, pattern, wereld, van, zaak)
        opened += [answer for answer in ask(client, pagina, address) if answer.is_open]
    return opened


def take_out_policies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every check pass and every list ask for all zaken, wherever a module took them in."""
    checks = {id(value): name for name, value in vars(policies).items() if name.startswith("check_")}
    scope = id(zichtbaar.scope_of)
    for module in [m for key, m in sys.modules.items() if key.startswith("meldpunt.")]:
        for name, value in list(vars(module).items()):
            if id(value) in checks:
                monkeypatch.setattr(module, name, lambda *_args, **_kwargs: None)
            elif id(value) == scope:
                monkeypatch.setattr(module, name, lambda _door: "TRUE")


def test_a_visitor_is_asked_to_sign_in(wereld: Wereld) -> None:
    client = Client()
    for pagina, pattern in list_pages():
        persoon = wereld.personen["behandelaar"]
        address = address_of(pagina, pattern, wereld, persoon, own_zaak(wereld, persoon))
        asked = all(
            answer.status == 302 and answer.naar.startswith("/aanmelden/")
            for answer in ask(client, pagina, address)
        )
        # A step of signing in that was not begun sends back to its beginning, too.
        assert asked or PAGINAS[pagina].zonder_aanmelden, pagina
