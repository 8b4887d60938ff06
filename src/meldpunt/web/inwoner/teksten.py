"""The texts that residents read, a file per language, and which language somebody chose."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.formats import date_format

TALEN: Final = ("nl", "en", "tr", "ar", "pl", "uk")
KOEKJE: Final = "reageertaal"
PAD: Final = "/reageren/"
Teksten = Mapping[str, str]


@cache
def load_teksten(taal: str) -> Teksten:
    """Return the texts of one of our languages."""
    text = (files(__package__) / "teksten" / f"{taal}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def choose_taal(request: HttpRequest) -> str:
    """Return the language that was asked for now or before; Dutch when none of ours was."""
    asked = (request.GET.get("taal"), request.COOKIES.get(KOEKJE))
    return next((taal for taal in asked if taal in TALEN), "nl")


def keep_taal(response: HttpResponseBase, taal: str) -> None:
    """Remember a language for these pages only, until the browser closes."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(KOEKJE, taal, path=PAD, httponly=True, samesite="Lax", secure=secure)


def write_dag(dag: date, taal: str) -> str:
    """Write a day with its weekday, as that language does: dinsdag 1 december."""
    with translation.override(taal):
        return date_format(dag, "l j E")


def write_datum(moment: datetime, taal: str) -> str:
    """Write the day of a moment in words, with its year."""
    with translation.override(taal):
        return date_format(timezone.localtime(moment), "j E Y")


def write_tijd(moment: datetime) -> str:
    """Write the time of a moment on the Dutch clock."""
    return f"{timezone.localtime(moment):%H:%M}"
