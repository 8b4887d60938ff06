"""Measure what row security costs on the pages that people use all day: each as the owner and as the site, in turn.

`python benchmarks/rijbeveiliging.py --vul 300000` fills the demo world of MELDPUNT_DATA with so many signalen first
(some minutes); without it the pages alone are measured. Of every page the processor time of its backend of the
database counts, which neighbours on the machine do not touch; the queries that row security makes most of are named.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROLLEN = {"web": "meldpunt_web", "werker": "meldpunt_werker"}
# Share of the rows, covenant: most of it in two municipalities, so that one inbox is a large one.
LEVERINGEN = (
    (0.3, "haarlem-zandvoort"),
    (0.3, "haarlem-zandvoort"),
    (0.3, "landelijk"),
    (0.1, "drechtsteden"),
)


@dataclass
class Bladzijde:
    """A page somebody opens; `pad` may ask the page before it for the address."""

    naam: str
    wie: str
    pad: str
    tijden: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    queries: dict[str, dict[str, list[float]]] = field(default_factory=lambda: defaultdict(dict))


PAGINAS = (
    Bladzijde("Postvak", "eva@utrecht.example", "/gemeente/postvak/"),
    Bladzijde("Postvak, latere bladzijde", "eva@utrecht.example", "/gemeente/postvak/?{later}"),
    Bladzijde("Postvak, bedrag", "eva@utrecht.example", "/gemeente/postvak/?vanaf=1000"),
    Bladzijde("Postvak, termijn", "eva@utrecht.example", "/gemeente/postvak/?termijn=week"),
    Bladzijde("Postvak, postcode", "eva@utrecht.example", "/gemeente/postvak/?postcode={postcode}"),
    Bladzijde("Postvak, coördinator", "hugo@utrecht.example", "/gemeente/postvak/"),
    Bladzijde("Postvak, dienst", "linda@sdd.example", "/gemeente/postvak/"),
    Bladzijde("Postvak, team", "ans@schalkwijk.example", "/gemeente/postvak/"),
    Bladzijde("Mijn dag", "eva@utrecht.example", "/gemeente/dag/"),
    Bladzijde("Zaak", "eva@utrecht.example", "{zaak}"),
    Bladzijde("Dagronde", "eva@utrecht.example", "/gemeente/dagronde/"),
    Bladzijde("Personen", "eva@utrecht.example", "/gemeente/personen/"),
    Bladzijde("Termijnen", "hugo@utrecht.example", "/gemeente/termijnen/"),
    Bladzijde("Verdeling", "hugo@utrecht.example", "/gemeente/verdeling/"),
    Bladzijde("Maand", "marit@haarlem.example", "/gemeente/maand/"),
    Bladzijde("Bekend", "marit@haarlem.example", "/gemeente/bekend/"),
    Bladzijde("Overzicht partner", "sanne@pwn.example", "/partner/"),
    Bladzijde("Mijn signalen", "sanne@pwn.example", "/partner/signalen/"),
    Bladzijde("Mijn signalen, nog niets", "sanne@pwn.example", "/partner/signalen/?resultaat=nog_niets"),
    Bladzijde("Mijn signalen, klant", "sanne@pwn.example", "/partner/signalen/?klantnummer=K00004711"),
    Bladzijde("Terugkoppelingen", "sanne@pwn.example", "/partner/terugkoppelingen/"),
    Bladzijde("Aanleveringen", "sanne@pwn.example", "/partner/aanleveringen/"),
    Bladzijde("Logboek", "petra@haarlem.example", "/privacy/logboek/"),
    Bladzijde("Verzoeken", "petra@haarlem.example", "/privacy/verzoeken/"),
)


def fill(rijen: int) -> None:
    """Deliver so many rows onto the demo world, match them and clock their zaken."""
    from django.db import connection
    from django.utils import timezone

    from meldpunt import pipeline
    from meldpunt.aanlevering import ruw
    from meldpunt.aanlevering.actions import Inzending, receive_aanlevering
    from meldpunt.demo.volume import write_volume
    from meldpunt.opvolging.klokken import clock_runs
    from meldpunt.partijen.models import Signaalpartner
    from meldpunt.toegang.actor import system_actor

    door = system_actor(herkomst="meting")
    for number, (share, convenant) in enumerate(LEVERINGEN):
        now = timezone.now() - timedelta(days=40 - 10 * number)
        dag = timezone.localdate(now)
        with tempfile.TemporaryDirectory(prefix="meldpunt-meting-") as folder:
            path = Path(folder) / "volume.csv"
            inbreng = write_volume(path, rijen=int(share * rijen), dag=dag, convenant=convenant, seed=number)
            partner = Signaalpartner.objects.get(sleutel=inbreng.organisatie)
            inzending = Inzending(
                blokken=ruw.read_blocks(path), naam=path.name, partner=partner,
                convenant=convenant, datum=dag, kanaal="meting",
            )  # fmt: skip
            row = receive_aanlevering(inzending=inzending, door=door, now=now).aanlevering
        pipeline.run_aanlevering(aanlevering=row.id, door=door, clock=lambda now=now: now)
        print(f"aangeleverd: {int(share * rijen)} regels, {convenant}", flush=True)
    while clock_runs(door=door, now=timezone.now()):
        pass
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def find_backend() -> int:
    """Return the process of the server behind this connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def read_ms(pid: int) -> float:
    """Return the processor milliseconds of a process, to the microsecond."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


@contextmanager
def as_rol(wie: str) -> Iterator[None]:
    """Let the connection take the role of the site inside a context, or stay the owner of the tables."""
    from django.db import connection

    connection.settings_dict["ROLLEN"] = ROLLEN if wie == "site" else {}
    try:
        yield
    finally:
        connection.settings_dict["ROLLEN"] = {}


def clocked(pid: int, found: list[tuple[str, Any, float]]) -> Callable[..., Any]:
    """Return what runs a query and notes what it took."""

    def wrapper(execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:
        before = read_ms(pid)
        try:
            return execute(statement, params, many, context)
        finally:
            found.append((str(statement), params, read_ms(pid) - before))

    return wrapper


def open_page(client: Any, pagina: Bladzijde, pad: str, wie: str, pid: int) -> Any:
    """Open a page once in a role and keep its times."""
    from django.db import connection

    found: list[tuple[str, Any, float]] = []
    with as_rol(wie), connection.execute_wrapper(clocked(pid, found)):
        before = read_ms(pid)
        answer = client.get(pad)
        pagina.tijden[wie].append(read_ms(pid) - before)
    for number, (statement, _params, took) in enumerate(found):
        pagina.queries[f"{number:02} {statement}"].setdefault(wie, []).append(took)
    if answer.status_code != 200:
        raise SystemExit(f"{pagina.naam}: {pad} gaf {answer.status_code} als {wie}")
    return answer


def find_values() -> dict[str, str]:
    """Find a zaak, a postcode and a later page of the large inbox, with the eyes of the owner."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT z.id, coalesce(z.rang, 2147483647), p.postcode FROM meldpunt_zaak z "
            "JOIN meldpunt_signaalpersoon p ON p.id = z.adressignaal AND p.gemeente = z.gemeente "
            "WHERE z.gemeente = '0344' AND z.postvak = '0344' AND z.status IN ('nieuw', 'in_behandeling') "
            "ORDER BY 2, 1 OFFSET 400 LIMIT 1"
        )
        zaak, plaats, postcode = cursor.fetchone()
    return {
        "zaak": f"/gemeente/postvak/zaak/0344/{zaak}/",
        "later": f"voor={plaats}_{zaak}",
        "postcode": postcode,
    }


def measure(pagina: Bladzijde, values: dict[str, str], keren: int) -> None:
    """Open one page as owner and as site in turn, after each opened it once unmeasured."""
    from django.test import Client

    from meldpunt.toegang.models import Gebruiker

    client = Client()
    client.force_login(Gebruiker.objects.get(email=pagina.wie))
    pid, pad = find_backend(), pagina.pad.format(**values)
    for turn in range(keren + 2):
        for wie in ("eigenaar", "site") if turn % 2 else ("site", "eigenaar"):
            open_page(client, pagina, pad, wie, pid)
        if turn == 1:
            pagina.tijden.clear()
            pagina.queries.clear()


def print_page(pagina: Bladzijde, traagste: int) -> None:
    """Print the medians, their ratio, the 95th percentile, and the queries with the largest difference."""
    owner, site = (median(pagina.tijden[wie]) for wie in ("eigenaar", "site"))
    p95 = quantiles(pagina.tijden["site"], n=20)[-1]
    print(f"| {pagina.naam} | {owner:.1f} | {site:.1f} | {site / owner:.2f} | {p95:.1f} |", flush=True)
    both = [
        (text, {wie: median(took) for wie, took in times.items()}) for text, times in pagina.queries.items()
    ]
    both.sort(key=lambda pair: pair[1].get("eigenaar", 0) - pair[1].get("site", 0))
    for text, times in both[:traagste]:
        short = " ".join(text.split())[:230]
        print(f"    {times.get('eigenaar', 0):.1f} -> {times.get('site', 0):.1f}: {short}", flush=True)


def main() -> int:
    """Measure on the embedded database of MELDPUNT_DATA, or on the one named in the environment."""
    import django

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vul", type=int, default=0, help="first deliver so many rows onto the demo world")
    parser.add_argument("--keren", type=int, default=20)
    parser.add_argument("--traagste", type=int, default=0, help="name so many queries of every page")
    parser.add_argument("--pagina", default="", help="only pages with this in their name")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.settings.demo")
    django.setup()
    if chosen.vul:
        fill(chosen.vul)
    values = find_values()
    print("| pagina | eigenaar, ms | site, ms | verhouding | p95 site |\n|---|---|---|---|---|")
    for pagina in PAGINAS:
        if chosen.pagina.lower() in pagina.naam.lower():
            measure(pagina, values, chosen.keren)
            print_page(pagina, chosen.traagste)
    return 0


if __name__ == "__main__":
    sys.exit(main())
