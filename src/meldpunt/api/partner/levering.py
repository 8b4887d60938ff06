"""What a program sends to be delivered or judged: rows as JSON, a form with a file, or the file itself."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request

from meldpunt.aanlevering.zegelbestand import hold_in_memory
from meldpunt.api.problemen import Ongeldig, Probleem
from meldpunt.partijen.models import Signaalpartner
from meldpunt.partijen.queries import find_last_day, get_partner, list_convenanten_of_partner
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.velden import ALLE_VELDEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import get_own_partner
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.upload import Inkomend

MEESTE_REGELS: Final = 10_000
VELDEN: Final = frozenset(ALLE_VELDEN)
ZIN: Final = "Een of meer velden kloppen niet. Zie invalidParams. [velden_ongeldig]"


@dataclass(frozen=True, slots=True)
class Levering:
    """What came in: whose it is, under which covenant, its content, and a map of its columns where one was given."""

    partner: Signaalpartner
    convenant: str
    datum: date
    naam: str
    inhoud: bytes | Inkomend
    kaart: Mapping[str, str] | None = None

    def blocks(self) -> Iterator[bytes]:
        """Yield the content piece by piece."""
        return iter([self.inhoud]) if isinstance(self.inhoud, bytes) else self.inhoud.chunks()

    def fingerprint(self) -> Iterator[bytes]:
        """Yield all that makes this delivery another one."""
        yield json.dumps([self.convenant, self.kaart], sort_keys=True).encode()
        yield from self.blocks()

    def hold(self) -> AbstractContextManager[Path]:
        """Give a path to the content in memory for as long as it is read."""
        return hold_in_memory(self.blocks())


class Leveringvraag(serializers.Serializer[Any]):
    """Rows to deliver or to judge."""

    convenant = serializers.CharField(
        max_length=60, required=False, help_text="Sleutel van het convenant; nodig als u aan meer deelneemt."
    )
    regels = serializers.ListField(
        child=serializers.DictField(),
        min_length=1,
        max_length=MEESTE_REGELS,
        help_text="Elke regel heeft de velden van een aanleverbestand, zoals klantnummer, postcode en bedrag.",
    )


class Leveringformulier(serializers.Serializer[Any]):
    """A file to deliver or to judge."""

    convenant = serializers.CharField(max_length=60, required=False)
    bestand = serializers.FileField(help_text="CSV, XLSX, XLS of ODS.")
    kolomkaart = serializers.CharField(
        required=False, help_text='JSON: van kolom naar veld, zoals {"Postcode klant": "postcode"}.'
    )


@contextmanager
def reading(request: Request, *, door: Actor) -> Iterator[Levering]:
    """Give what was sent, and destroy what came in of it afterwards. Raises Probleem."""
    told: Any = request.data
    incoming = told if isinstance(told, Inkomend) else request.FILES.get("bestand")
    try:
        if isinstance(incoming, Inkomend):
            yield _of_file(incoming, request, door)
        else:
            yield _of_rows(told, door)
    finally:
        if isinstance(incoming, Inkomend):
            incoming.close()


def _of_rows(told: Any, door: Actor) -> Levering:
    asked = Leveringvraag(data=told)
    asked.is_valid(raise_exception=True)
    partner, convenant = _choose(str(asked.validated_data.get("convenant", "")), door)
    today = timezone.localdate()
    velden = get_convenant(convenant).version_on(today).velden
    content = write_csv(list(asked.validated_data["regels"]), verwacht=velden)
    return Levering(partner, convenant, today, "api.csv", content)


def _of_file(file: Inkomend, request: Request, door: Actor) -> Levering:
    limit = settings.MELDPUNT_MAX_BESTAND
    if (file.size or 0) > limit:
        raise Probleem(
            413,
            f"Dit bestand is groter dan {limit // 1024**2} MB. Splits het en lever de delen aan. [bestand_te_groot]",
        )
    form: Any = {} if isinstance(request.data, Inkomend) else request.data
    asked = str(form.get("convenant") or request.query_params.get("convenant") or "")
    partner, convenant = _choose(asked, door)
    return Levering(
        partner,
        convenant,
        timezone.localdate(),
        (file.name or "api")[-200:],
        file,
        _read_kaart(str(form.get("kolomkaart") or "")),
    )


def _choose(asked: str, door: Actor) -> tuple[Signaalpartner, str]:
    """Return the partner and the covenant, which goes without saying when there is one. Raises Probleem, Weigering."""
    partner, today = get_partner(get_own_partner(door)), timezone.localdate()
    known = list_convenanten_of_partner(partner, on=today)
    chosen = asked or (known[0] if len(known) == 1 else "")
    if chosen not in known:
        text = f"Kies een convenant waaraan u deelneemt: {', '.join(known) or 'u heeft er geen'}."
        raise Probleem(400, ZIN, ongeldig=[Ongeldig("convenant", text, "convenant_ontbreekt")])
    last = find_last_day(chosen, on=today)
    if not get_convenant(chosen).is_in_force(today, last):
        since = f" sinds {last + timedelta(days=1):%d-%m-%Y}" if last is not None and last < today else ""
        raise Weigering(
            f"Het convenant {chosen} is niet in werking{since}. Lever nu niets aan. [convenant_niet_in_werking]"
        )
    return partner, chosen


def _read_kaart(text: str) -> dict[str, str] | None:
    if not text:
        return None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or not all(isinstance(one, str) for one in told.values()):
        wrong = Ongeldig("kolomkaart", "Schrijf een JSON-object van kolom naar veld.", "kolomkaart_ongeldig")
        raise Probleem(400, ZIN, ongeldig=[wrong])
    return told


def write_csv(rows: Sequence[Mapping[str, Any]], *, verwacht: Collection[str]) -> bytes:
    """Return the rows as the file they could have been. Raises Probleem for what is no field or no value.

    From here on there is one road: a row in JSON is judged as the same row in a file. The fields that the covenant
    knows are columns whatever is sent, so that one that is missing is told of its row.
    """
    wrong: list[Ongeldig] = []
    for number, row in enumerate(rows):
        for veld, value in row.items():
            if veld not in VELDEN:
                wrong.append(
                    Ongeldig(f"regels.{number}.{veld}"[:200], "Dit veld bestaat niet.", "veld_onbekend")
                )
            elif isinstance(value, list | dict):
                wrong.append(
                    Ongeldig(f"regels.{number}.{veld}", "Geef één waarde: tekst of getal.", "waarde_soort")
                )
        if len(wrong) > 100:
            break
    if wrong:
        raise Probleem(400, ZIN, ongeldig=wrong[:100])
    used = set(verwacht).union(*rows)
    columns = [veld for veld in ALLE_VELDEN if veld in used]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([_write(veld, row.get(veld)) for veld in columns] for row in rows)
    return text.getvalue().encode()


def _write(veld: str, value: Any) -> str:
    """Write a value as a file has it: a sum with a comma, a yes or no in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if veld == "bedrag" and isinstance(value, int | Decimal):
        sum_ = Decimal(value)
        return f"{sum_:.2f}".replace(".", ",") if sum_ == round(sum_, 2) else str(value).replace(".", ",")
    return str(value)
