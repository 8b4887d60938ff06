"""Whoever is destroyed cannot be found: in no table, no file, no log and no queue, whatever was once put in.

A resident goes through the whole process with values that nothing else has. Then the term ends. The search walks
the catalogue of the database, not a list: a table that somebody adds tomorrow is looked in as well.
"""

from __future__ import annotations

import gzip
import io
import logging
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from tests.factories import (
    NU,
    deliver,
    make_actor,
    make_deelname,
    make_gebruiker,
    make_gemeente,
    make_partner,
)
from tests.slices.betrokkenen.verzoekwereld import confirm, decide, make_officer, receive
from tests.slices.correspondentie.post import prepare_texts

from meldpunt import pipeline
from meldpunt.aanlevering.bsn import seal_bsn
from meldpunt.aanlevering.models import Aanlevering, Partnerbericht, Regelfout, Signaal, SignaalPersoon
from meldpunt.betrokkenen.actions import extend_verzoek
from meldpunt.betrokkenen.beperkingen import lift_beperking
from meldpunt.betrokkenen.models import Verzoeksignaal
from meldpunt.betrokkenen.rectificaties import Correctie
from meldpunt.betrokkenen.verzegeling import Inwoner
from meldpunt.brp.models import Brpbevraging, Mismatch
from meldpunt.correspondentie.actions import Sjabloonkeuze, make_verzending
from meldpunt.correspondentie.models import Antwoordcode, Verzending
from meldpunt.matching.buitenvragen.models import Bekendvraag
from meldpunt.matching.models import Persoonsvraag, Zaak, Zaaksignaal
from meldpunt.opvolging.actions import close_zaak, record_contactpoging, take_zaak
from meldpunt.opvolging.controles import set_controle
from meldpunt.opvolging.models import Bewonersantwoord, Trajectstap
from meldpunt.rules.persoonsgegevens import TABELLEN
from meldpunt.terugkoppeling.models import Opschorting
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.werkvoorraad.models import Overdracht, Stapelopdracht, Stapelregel

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEEM = system_actor(herkomst="test")
LATER = datetime(2028, 3, 1, 3, 15, tzinfo=UTC)

# Values that stand nowhere else; each in its own field of the delivery.
REGEL = {
    "klantnummer": "KZQ7741903", "referentie": "REFZQ551802", "voorletters": "Q.Z.X.", "tussenvoegsel": "vanzq",
    "achternaam": "Zqwaardenburg", "geboortedatum": "1913-02-17", "straat": "Zqperenlaan", "huisnummer": "98761",
    "huisnummertoevoeging": "zq", "postcode": "2037XQ", "woonplaats": "Zqhaarlemstad", "telefoon": "0699123457",
    "email": "zq.waarden@voorbeeldzq.example", "type_vordering": "water", "bedrag": "120,50",
    "achterstand_sinds": "2026-08-15", "bsn": "999990019", "reden": "zqredenvanpartner",
}  # fmt: skip
GEWEIGERD = REGEL | {
    "klantnummer": "KZQ8800112", "achternaam": "Zqgeweigerdsma", "email": "zq.fout@voorbeeldzq.example",
    "referentie": "REFZQ9001", "bedrag": "geenbedragzq",
}  # fmt: skip
ALGEMEEN = {"type_vordering", "bedrag", "achterstand_sinds", "huisnummer", "huisnummertoevoeging"}
VRIJ = (
    "zqnotitie", "zqcontrole", "zqvraag", "zqstap", "zqvervallen", "zqopmerking", "zqbericht", "zqverlenging",
    "zqoverdracht", "zqoverreden", "zqstapel", "zqzin", "zqheropen", "zqwacht", "zqverdeel", "zqbedreigend",
    "zqbestand", "zqkop", "zqfout", "zqintrek", "zqverwijderd", "0688123450", "zqwens", "zqantwoordaan",
    "zqbesluit", "zqmeertijd", "zqopheffing", "zqbrpreden", "zqteam", "zq.verbeterd@voorbeeldzq.example", "0677123459",
)  # fmt: skip
WAARDEN = sorted(
    {v for row in (REGEL, GEWEIGERD) for k, v in row.items() if k not in ALGEMEEN}
    | {"17-02-1913", "17 feb 1913", "19130217", "geenbedragzq"}
    | set(VRIJ)
)
INWONER = Inwoner(
    voorletters="Q.Z.X.", tussenvoegsel="vanzq", achternaam="Zqwaardenburg", geboortedatum=date(1913, 2, 17),
    postcode="2037XQ", huisnummer=98761, suffix="zq", bsn="999990019", antwoord_aan="zqantwoordaan", wens="zqwens",
)  # fmt: skip
# Digits alone turn up in keys by chance; as a word of their own they do not.
WOORDEN = ("98761",)


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.MELDPUNT_DATA = tmp_path
    return tmp_path


def test_it_leaves_no_value_of_a_destroyed_person_anywhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], client: Client
) -> None:
    caplog.set_level(logging.DEBUG)
    live_through_the_process(client)
    assert list(empty_columns()) == [], "a declared field in which this test put nothing"
    before = search_database() | search_files(tmp_path)
    assert {"meldpunt_signaalpersoon", "meldpunt_verzending", "meldpunt_regelfout"} <= set(before)
    pipeline.run_daily(door=SYSTEEM, clock=lambda: LATER)
    assert not SignaalPersoon.objects.exists()
    assert Signaal.objects.count() == 1
    assert list(filled_columns()) == [], "a declared field in which something is left"
    written = "\n".join([caplog.text, *capfd.readouterr()])
    assert search_database() | search_files(tmp_path) | search_text("log", written) == {}


def test_it_leaves_nothing_of_who_asked_to_be_erased_once_the_request_is_old(tmp_path: Path) -> None:
    partner = make_partner()
    make_deelname(partners=[partner])
    deliver(partner=partner, kop=";".join(REGEL), regels=[";".join(REGEL.values())])
    officer = make_officer()
    wissing = receive(officer, soort="wissing", inwoner=INWONER)
    confirm(wissing, officer)
    decide(wissing, officer, grond="niet_meer_nodig", toelichting="zqbesluit")
    assert not SignaalPersoon.objects.exists()
    # Whoever decided must be able to say for a year to whom, about what, and what the partner has to erase.
    kept = {"Verzoek.inwoner_verzegeld", "Verzoek.bsn_index", "Verzoek.besluit_verzegeld"}
    left = {column for column in filled_columns() if not column.startswith("Aanlevering.")}
    assert left == kept | {"Partnermededeling.inhoud_verzegeld"}
    assert Verzoeksignaal.objects.count() == 1
    pipeline.run_daily(door=SYSTEEM, clock=lambda: LATER)
    assert list(filled_columns()) == []
    assert not Verzoeksignaal.objects.exists(), "nobody can say any more whose fact it was"
    assert search_database() | search_files(tmp_path) == {}


def live_through_the_process(client: Client) -> None:
    """Let a resident be delivered, refused, written to, visited, checked, answered for and handed over."""
    partner = make_partner()
    make_deelname(partners=[partner])
    make_gemeente(code="0473", naam="Zandvoort")
    coordinator = make_actor(rol="coordinator", gebruiker=make_gebruiker(rol="coordinator").id)
    user = make_gebruiker()
    noor = make_actor(gebruiker=user.id)
    prepare_texts(coordinator)
    aanlevering = deliver(
        partner=partner, kop=";".join(REGEL), regels=[";".join(REGEL.values()), ";".join(GEWEIGERD.values())]
    )
    assert (aanlevering.aantal_geaccepteerd, aanlevering.aantal_geweigerd) == (1, 1)
    zaak, persoon = Zaak.objects.get(), Zaaksignaal.objects.get().persoon
    take_zaak(zaak=zaak.id, gemeente="0392", door=noor, now=NU)
    work(zaak, persoon, noor)
    look(client, user, zaak)
    use_rights(make_officer())
    write_by_hand(zaak, persoon, partner.id, user.id)
    close_zaak(
        zaak=zaak.id,
        gemeente="0392",
        eindresultaat="Definitief geen contact kunnen krijgen",
        door=noor,
        now=NU,
    )
    pipeline.run_due(door=SYSTEEM, clock=lambda: NU)


def work(zaak: Zaak, persoon: Any, noor: Actor) -> None:
    record_contactpoging(
        zaak=zaak.id, gemeente="0392", soort="Huisbezoek", bereikt=False, datum=NU.date(), dagdeel="Ochtend",
        notitie="zqnotitie over Zqwaardenburg", persoon=persoon, door=noor, now=NU,
    )  # fmt: skip
    make_verzending(
        zaak=zaak.id, gemeente="0392", persoon=persoon, keuze=Sjabloonkeuze("eerste-brief"), door=noor, now=NU
    )
    set_controle(
        zaak=zaak.id, gemeente="0392", soort="bekend_sociale_dienst", persoon=persoon, toelichting="zqcontrole",
        door=noor, now=NU,
    )  # fmt: skip


def look(client: Client, user: Any, zaak: Zaak) -> None:
    """Open the zaak and its letter as somebody who works on it: session, log, PDF."""
    client.force_login(user)
    for page in (f"postvak/zaak/0392/{zaak.id}/", "postvak/", "dag/", "brieven/"):
        assert client.get(f"/gemeente/{page}", follow=True).status_code == 200


def use_rights(officer: Actor) -> None:
    """Let the resident have a value corrected and the data rest for a while; the partner is told and never confirms."""
    signaal = Signaal.objects.get().id
    correctie = receive(officer, soort="rectificatie", inwoner=INWONER)
    confirm(correctie, officer)
    extend_verzoek(verzoek=correctie, gemeente="0392", reden="zqmeertijd", door=officer, now=NU)
    decide(
        correctie, officer, grond="onjuist", toelichting="zqbesluit",
        correcties=[
            Correctie(signaal, "email", "zq.verbeterd@voorbeeldzq.example"),
            Correctie(signaal, "telefoon", "0677123459"),
        ],
    )  # fmt: skip
    beperking = receive(officer, soort="beperking", inwoner=INWONER)
    confirm(beperking, officer)
    decide(beperking, officer, grond="juistheid_betwist", toelichting="zqbesluit")
    lift_beperking(verzoek=beperking, gemeente="0392", reden="zqopheffing", door=officer, now=NU)


def write_by_hand(zaak: Zaak, persoon: Any, partner: Any, gebruiker: Any) -> None:
    """Write what takes a long way to write by acts, so that every declared field holds a value."""
    here = {"gemeente_id": "0392", "zaak": zaak}
    signaal = Signaal.objects.get()
    SignaalPersoon.objects.update(reden="zqredenvanpartner", **seal_bsn("999990019"))
    Verzending.objects.update(aan="zq.waarden@voorbeeldzq.example", onderwerp="Voor Zqwaardenburg")
    Antwoordcode.objects.update(gebruikt_op=NU, ingetrokken_op=NU)
    Persoonsvraag.objects.create(
        **here, signaal_a=signaal.id, signaal_b=zaak.id, trap="naam_past", zelfde=True, toelichting="zqvraag"
    )
    Mismatch.objects.create(
        **here, persoon=persoon, partner_id=partner, uitkomst="meer", kandidaten_verzegeld="zqkandidaten",
        aantal_kandidaten=1, voorstel="spelling", gemaakt_op=NU, later_op=NU, besluit="kandidaat", oorzaak="spelling",
        keuze_verzegeld="zqkeuze", beslist_op=NU,
    )  # fmt: skip
    Brpbevraging.objects.update_or_create(
        **here, persoon=persoon, defaults={
            "uitkomst": "gevonden", "stap": "adres", "reden": "zqbrpreden", "standen": ["overleden"],
            "nieuwe_gemeente": "0473", "gemaakt_op": NU, "beantwoord_op": NU, "gevolgd_op": NU,
        },
    )  # fmt: skip
    Bekendvraag.objects.update_or_create(
        **here, persoon=persoon, defaults={
            "stand": "beantwoord", "bekend": True, "reden": "uitkering", "team": "zqteam", "gesteld_op": NU,
            "volgende_poging_op": NU, "beantwoord_op": NU,
        },
    )  # fmt: skip
    Trajectstap.objects.create(
        **here, persoon=persoon, soort="aanbod_gedaan", datum=NU.date(), toelichting="zqstap", vastgelegd_op=NU,
        vervallen_op=NU, vervalreden="zqvervallen",
    )  # fmt: skip
    Bewonersantwoord.objects.create(
        **here, persoon=persoon, soort="bel_mij", dag="2026-11-03", dagdeel="Ochtend", telefoon="0688123450",
        opmerking="zqopmerking", ontvangen_op=NU, verwerkt_op=NU,
    )  # fmt: skip
    Partnerbericht.objects.create(
        gemeente_id="0392", signaal=signaal, partner_id=partner, soort="betaald", datum=NU.date(),
        toelichting="zqbericht", gemeld_op=NU,
    )  # fmt: skip
    Opschorting.objects.create(
        gemeente_id="0392", signaal=signaal, partner_id=partner, begin=date(2026, 10, 1), eind=date(2026, 10, 20),
        lengte="30 dagen", grondslag="art. 4", verlenging_reden="zqverlenging",
        geeindigd_op=date(2026, 10, 20), einde_reden="termijn",
    )  # fmt: skip
    Overdracht.objects.create(
        gemeente_id="0473", van_gemeente_id="0392", van_zaak=zaak.id, persoon={"achternaam": "Zqwaardenburg"},
        signalen=[signaal.id], toelichting="zqoverdracht", reden="zqoverreden", aangeboden_op=NU,
        aangeboden_door=gebruiker,
    )  # fmt: skip
    opdracht = Stapelopdracht.objects.create(
        gebruiker_id=gebruiker, actor={}, handeling="poging", waarden={"notitie": "zqstapel"}, aantal=1,
        gemaakt_op=NU, klaar_op=NU,
    )  # fmt: skip
    Stapelregel.objects.create(**here, opdracht=opdracht, uitkomst="gedaan", zin="zqzin", gedaan_op=NU)
    Zaak.objects.update(
        heropenreden="zqheropen",
        wachtreden="zqwacht",
        verdeelreden="zqverdeel",
        bedreigend_toelichting="zqbedreigend",
    )
    Aanlevering.objects.update(
        bestandsnaam="zqbestand.csv", kop=["zqkop"], fout_zin="zqfout", intrekreden="zqintrek",
        verwijderde_velden={"zqverwijderd": 1},
    )  # fmt: skip
    assert Regelfout.objects.get().cellen["achternaam"] == "Zqgeweigerdsma"


def empty_columns() -> Iterator[str]:
    """Yield each declared column of a resident that goes, of which every row is empty."""
    return (column for column, filled in count_filled() if not filled)


def filled_columns() -> Iterator[str]:
    """Yield each declared column of a resident that goes, in which something stands: also what is under a seal."""
    return (column for column, filled in count_filled() if filled)


def count_filled() -> Iterator[tuple[str, int]]:
    """Yield each declared column of a resident that goes, with how many rows are neither empty nor emptied."""
    for naam, tabel in TABELLEN.items():
        going = {k: g for k, g in tabel.gegevens.items() if g.van == "inwoner" and g.weg in {"leeg", "rij"}}
        if not going:
            continue
        model: type[models.Model] = apps.get_model("meldpunt", naam)
        with connection.cursor() as cursor:
            for column, gegeven in going.items():
                cursor.execute(
                    f'SELECT count(*) FROM "{model._meta.db_table}" '  # noqa: S608 - names of our own
                    f"WHERE coalesce(\"{column}\"::text, '') NOT IN ('', '{{}}', '[]', %s)",
                    [gegeven.als],
                )
                yield f"{naam}.{column}", cursor.fetchone()[0]


def search_database() -> dict[str, set[str]]:
    """Return which values stand in which table, whatever tables there are."""
    patterns = [f"%{value}%" for value in WAARDEN] + [f"%{value.encode().hex()}%" for value in WAARDEN]
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_schema, c.table_name, array_agg(c.column_name::text) FROM information_schema.columns c "
            "JOIN information_schema.tables t USING (table_schema, table_name) "
            "WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema') "
            "GROUP BY 1, 2"
        )
        tables = cursor.fetchall()
        assert len(tables) > 50
        for schema, table, columns in tables:
            for column in columns:
                cursor.execute(
                    f'SELECT DISTINCT v FROM "{schema}"."{table}", unnest(%s::text[]) v '  # noqa: S608
                    f'WHERE "{column}"::text ILIKE v OR "{column}"::text ~ %s',
                    [patterns, "|".join(rf"\y{word}\y" for word in WOORDEN)],
                )
                if values := {row[0].strip("%") for row in cursor.fetchall()}:
                    found.setdefault(table, set()).update(f"{column}: {value}" for value in values)
    return found


def search_files(folder: Path) -> dict[str, set[str]]:
    """Return which values stand in which file, also in what is packed."""
    found: dict[str, set[str]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            for content in unpack(path.read_bytes()):
                found |= search_text(str(path), content.decode("latin-1"))
            found |= search_text(str(path), path.name)
    return found


def unpack(content: bytes) -> Iterator[bytes]:
    yield content
    if content[:2] == b"\x1f\x8b":
        yield gzip.decompress(content)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    for part in content.split(b"stream\n")[1:] if content[:4] == b"%PDF" else []:
        try:
            yield zlib.decompressobj().decompress(part)
        except zlib.error:
            continue


def search_text(place: str, text: str) -> dict[str, set[str]]:
    low = text.lower()
    hits = {value for value in WAARDEN if value.lower() in low}
    return {place: hits} if hits else {}
