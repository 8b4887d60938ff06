"""Read what a program sends, and no more of it than there is room for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any, Final

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from meldpunt.api.problemen import Probleem
from meldpunt.web.upload import Inkomend

BLOK: Final = 1 << 16
# What a file is called when nobody says so: the reader looks at its content first and at its name after that.
NAMEN: Final = {
    "text/csv": "api.csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "api.xlsx",
    "application/vnd.ms-excel": "api.xls",
    "application/vnd.oasis.opendocument.spreadsheet": "api.ods",
}
NUL: Final = "\0"
# A list in a list in a list: no resource of ours goes deeper, and a reader must not either.
DIEPST: Final = 12


class Jsoninvoer(BaseParser):
    """Read JSON up to the limit for what is kept in memory; numbers stay as they were written."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return what was sent. Raises ParseError and Probleem."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        content = stream.read(limit + 1)
        if len(content) > limit:
            raise Probleem(
                413, f"JSON mag hooguit {limit // 1024**2} MB zijn. Splits de lijst. [aanvraag_te_groot]"
            )
        try:
            told = json.loads(content.decode(), parse_float=Decimal, parse_constant=_refuse)
        except (ValueError, RecursionError) as problem:
            raise ParseError from problem
        _check(told, 0)
        return told


class Bestandinvoer(BaseParser):
    """Take a file in as it is sent, under a seal while it comes in and never beyond the limit."""

    media_type = "*/*"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return the file that came in."""
        request = (parser_context or {})["request"]
        naam = request.query_params.get("bestandsnaam") or NAMEN.get(
            (media_type or "").partition(";")[0], "api"
        )
        file, size = Inkomend(naam, media_type or "", None, None), 0
        try:
            while block := stream.read(BLOK):
                size += len(block)
                file.write(block)
        except BaseException:
            file.close()
            raise
        file.complete(size)
        return file


def _refuse(text: str) -> None:
    raise ValueError(text)


def _check(told: Any, depth: int) -> None:
    """Refuse what the database would refuse halfway: a NUL character, or half a character."""
    if depth > DIEPST:
        raise ParseError
    if isinstance(told, str):
        if NUL in told or any("\ud800" <= sign <= "\udfff" for sign in told):
            raise Probleem(400, "Er staat een teken in dat niet kan. Haal het weg. [teken_ongeldig]")
    elif isinstance(told, dict):
        for key, value in told.items():
            _check(key, depth + 1)
            _check(value, depth + 1)
    elif isinstance(told, list):
        for value in told:
            _check(value, depth + 1)
