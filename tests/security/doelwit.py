"""A world with everything in it to attack: two municipalities, partners, a team, and one object of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.utils import timezone
from tests.factories import make_gebruiker
from tests.journeys.wereld import BEHANDELAAR, COORDINATOR, make_everything

from meldpunt.aanlevering.models import Aanlevering, Signaal
from meldpunt.brp.models import Mismatch
from meldpunt.correspondentie.antwoordcodes import issue_code
from meldpunt.correspondentie.models import Verzending
from meldpunt.matching.models import Intrekkingsgevolg, Matchrun, Persoonsvraag, Zaaksignaal
from meldpunt.notificaties.models import Abonnement, Notificatie
from meldpunt.partijen.models import GemeenteDeelname, Signaalpartner, Werkprotocol
from meldpunt.terugkoppeling.models import Navraag, Opschorting
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Aanstelling, Gebruiker
from meldpunt.werkvoorraad.bewaardfilters import save_bewaardfilter
from meldpunt.werkvoorraad.models import Bewaardfilter, Overdracht, Stapelopdracht

COLLEGA = "iris@haarlem.example"
NERGENS = UUID("01a00000-0000-7000-8000-000000000000")
# What an attack may leave behind: that it was tried, and a session.
PRINT = """SELECT count(*), coalesce(sum(hashtext((to_jsonb(t) - 'last_login')::text)), 0) FROM "{}" t"""
MAG_VERANDEREN = ("meldpunt_logregel", "meldpunt_teller", "django_session", "procrastinate_")


@dataclass(frozen=True, slots=True)
class Doelwit:
    """The keys of what there is, by the name that an address gives them."""

    sleutels: dict[str, dict[str, Any]]
    code: str

    def path(self, naam: str, **anders: object) -> str:
        """Write the address of a page with the keys of the world."""
        space, _, name = naam.rpartition(":")
        resolver = get_resolver()
        for part in filter(None, space.split(":")):
            resolver = resolver.namespace_dict[part][1]
        bits, _, _, converters = resolver.reverse_dict.getlist(name)[0]
        given = {**self.sleutels.get(space, {}), **anders}
        wanted = {key: given.get(key, _some(converters.get(key))) for key in bits[0][1]}
        return reverse(naam, kwargs=wanted)


def make_doelwit() -> Doelwit:
    """Make the world and look up one object of every kind."""
    make_everything()
    make_gebruiker(rol="behandelaar", email=COLLEGA, naam="Iris Mol")
    noor = Gebruiker.objects.get(email=BEHANDELAAR)
    door = Actor(noor.id, noor.naam, "behandelaar", "gemeente", "0392", "test", ("0392",))
    save_bewaardfilter(scherm="postvak", naam="Mijn", vraag="", kolommen=[], door=door, now=timezone.now())
    pwn = Signaalpartner.objects.get(sleutel="pwn")
    brief = Verzending.objects.filter(gemeente="0392").exclude(partij=None).order_by("id")[0]
    zaak = brief.zaak
    stay = Opschorting.objects.filter(partner=pwn).order_by("id")[0]
    overdracht = Overdracht.objects.get()
    link = Zaaksignaal.objects.filter(zaak=zaak).order_by("signaal")[0]
    code = issue_code(
        zaak=zaak.id,
        gemeente="0392",
        persoon=link.persoon,
        kanaal="brief",
        verzending=None,
        now=timezone.now(),
    )
    gemeente = {
        "gemeente": "0392",
        "zaak": zaak.id,
        "vraag": Persoonsvraag.objects.filter(gemeente="0392").order_by("id")[0].id,
        "mismatch": Mismatch.objects.get(gemeente="0392").id,
        "run": Matchrun.objects.filter(gemeente="0392").order_by("id")[0].id,
        "werkprotocol": Werkprotocol.objects.filter(gemeente="0392").order_by("id")[0].id,
        "bericht": _first(Intrekkingsgevolg.objects.filter(gemeente="0392")),
        "partij": brief.partij_id,
        "verzending": brief.id,
        "persoon": link.persoon,
        "filter": Bewaardfilter.objects.get().id,
        "opdracht": Stapelopdracht.objects.order_by("id")[0].id,
        "overdracht": overdracht.id,
        "sleutel": "eerste-brief",
        "taal": "nl",
    }
    partner = {
        "aanlevering": Aanlevering.objects.filter(partner=pwn, status="verwerkt").order_by("id")[0].id,
        "signaal": Signaal.objects.filter(partner=pwn).order_by("id")[0].id,
        "opschorting": stay.id,
        "navraag": _first(Navraag.objects.filter(partner=pwn)),
        "formaat": "csv",
        "convenant": "landelijk",
        "abonnement": _first(Abonnement.objects.filter(partner=pwn)),
        "notificatie": _first(Notificatie.objects.filter(partner=pwn)),
        "handeling": "geheim",
    }
    aanstelling = Aanstelling.objects.get(gebruiker__email=COORDINATOR).id
    deelname = GemeenteDeelname.objects.filter(gemeente="0392").order_by("id")[0].id
    beheer = {"sleutel": "landelijk", "soort": "gemeente", "deelname": deelname}
    return Doelwit(
        {
            "gemeente": gemeente,
            "partner": partner,
            "": {"aanstelling": aanstelling},
            "beheer": beheer,
            "inwoner": {"gemeente": "0392"},
        },
        code,
    )


def _some(converter: object) -> object:
    """Give a key of the right shape for an object that the world does not hold."""
    if isinstance(converter, UUIDConverter):
        return NERGENS
    return 1 if isinstance(converter, IntConverter) else "x"


def list_pages(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every page of the site with its name."""
    for one in (resolver or get_resolver("meldpunt.web.urls")).url_patterns:
        if isinstance(one, URLResolver):
            yield from list_pages(one, f"{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield f"{space}{one.name}", one


def _first(rows: Any) -> UUID:
    return UUID(str(rows.order_by("id").values_list("id", flat=True)[0]))


def sign_in_as(email: str, **keuzes: Any) -> Client:
    """Give the browser of an account."""
    client = Client(**keuzes)
    client.force_login(Gebruiker.objects.get(email=email))
    return client


def take_print() -> dict[str, tuple[int, int]]:
    """Return of every table how many rows it has and what is in them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
            " AND pg_relation_size(c.oid) > 0"
        )
        names = [name for (name,) in cursor.fetchall() if not name.startswith(MAG_VERANDEREN)]
        found = {}
        for name in sorted(names):
            cursor.execute(PRINT.format(name))
            found[name] = cursor.fetchone()
    return found
