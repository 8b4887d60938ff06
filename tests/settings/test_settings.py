"""Settings that protect people."""

from __future__ import annotations

import logging
import os
import secrets
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import DataError
from structlog.stdlib import ProcessorFormatter

from meldpunt.rules.persoonsgegevens import TABELLEN, list_vertrouwelijk
from meldpunt.settings.buiten import read_netten
from meldpunt.settings.databasefouten import drop_values
from meldpunt.settings.geheim import read_or_make_secret
from meldpunt.settings.logboek import drop_personal, logging_config
from meldpunt.settings.verbinding import read_address


def test_it_reads_an_address_with_a_socket_and_options() -> None:
    entry = read_address(
        "postgresql://meldpunt:ge%2Fheim@/meldpunt?host=%2Frun%2Fs&port=5433&sslmode=require"
    )
    assert (entry["HOST"], entry["PORT"], entry["PASSWORD"]) == ("/run/s", "5433", "ge/heim")
    assert entry["OPTIONS"] == {"sslmode": "require"}


def test_it_makes_a_secret_once_and_for_its_owner_only(tmp_path: Path) -> None:
    bestand = tmp_path / "map" / "geheim"
    secret = read_or_make_secret(bestand)
    assert len(secret) >= 50
    assert read_or_make_secret(bestand) == secret
    assert stat.S_IMODE(bestand.stat().st_mode) == 0o600
    assert [entry.name for entry in bestand.parent.iterdir()] == ["geheim"]


def test_it_leaves_people_out_of_the_log() -> None:
    event = drop_personal(None, "info", {"event": "rij geweigerd", "regel": 14, "achternaam": "Van Dijk"})
    assert event == {"event": "rij geweigerd", "regel": 14, "achternaam": "[weggelaten]"}


@pytest.fixture
def restore_log() -> Iterator[None]:
    yield
    logging_config(json=False, level="ERROR")


@pytest.mark.parametrize("json", [True, False])
def test_it_leaves_people_out_of_a_traceback(restore_log: None, json: bool) -> None:
    config = logging_config(json=json)["formatters"]["regel"]
    formatter = ProcessorFormatter(
        processors=config["processors"], foreign_pre_chain=config["foreign_pre_chain"]
    )
    klant = "Gehei" + "mhouder"
    try:
        raise ValueError(
            f"duplicate key\nDETAIL:  Key (naam)=({klant}) exists.\nCONTEXT:  COPY persoon, line 1: {klant}"
        )
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "mislukt", None, sys.exc_info())
    said = formatter.format(record)
    assert "duplicate key" in said
    assert "Traceback" in said
    assert klant not in said


@pytest.mark.parametrize(
    "zin",
    [
        'invalid input syntax for type date: "{}"',
        "invalid input syntax for type uuid: \"{}\"\nLINE 1: SELECT * FROM x WHERE id = '{}'\n               ^",
        'value "{}" is out of range for type integer',
        'date/time field value out of range: "{}"',
        'malformed array literal: "{}"',
        'new row for relation "x" violates check constraint "y"\nDETAIL:  Failing row contains (1, {}).',
        'null value in column "naam" of relation "x" violates not-null constraint\nDETAIL:  Failing row: {}.',
        'invalid byte sequence for encoding "UTF8": "{}\n{}"',
    ],
)
@pytest.mark.parametrize("how", ["exception", "event", "argument"])
def test_it_leaves_people_out_of_what_the_database_quotes(restore_log: None, zin: str, how: str) -> None:
    config = logging_config(json=True)["formatters"]["regel"]
    formatter = ProcessorFormatter(
        processors=config["processors"], foreign_pre_chain=config["foreign_pre_chain"]
    )
    klant = "Gehei" + "mhouder"
    text = zin.replace("{}", klant)
    if how == "exception":
        try:
            raise DataError(text)
        except DataError:
            record = logging.LogRecord("x", logging.ERROR, "", 1, "mislukt", None, sys.exc_info())
    elif how == "event":
        record = logging.LogRecord("x", logging.ERROR, "", 1, f"stap mislukt: {text}", None, None)
    else:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "stap mislukt: %s", (DataError(text),), None)
    said = formatter.format(record)
    assert klant not in said
    assert zin.split()[0] in said


def test_it_keeps_the_names_of_tables_in_an_error() -> None:
    said = drop_values(
        'psycopg.errors.CheckViolation: new row for relation "zaak" violates check constraint "z_ok"'
    )
    assert said.endswith('new row for relation "zaak" violates check constraint "z_ok"')
    assert drop_values('werker "nacht" is klaar') == 'werker "nacht" is klaar'


def test_it_refuses_to_run_in_production_without_a_secret() -> None:
    env = {key: value for key, value in os.environ.items() if not key.startswith("MELDPUNT_")}
    done = subprocess.run(
        [sys.executable, "-c", "import meldpunt.settings.productie"],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "MELDPUNT_SECRET_KEY" in done.stderr
    assert done.returncode != 0


def test_it_allows_no_inline_code_on_a_page() -> None:
    from django.conf import settings

    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'self'"]
    assert "'unsafe-inline'" not in str(directives)


def test_it_starts_no_production_with_a_key_that_can_be_guessed() -> None:
    names = {
        "MELDPUNT_SECRET_KEY": secrets.token_urlsafe(48),
        "MELDPUNT_HOSTS": "meldpunt.example",
        "MELDPUNT_SLEUTEL": "x" * 39,
    }
    done = subprocess.run(
        [sys.executable, "-c", "import meldpunt.settings.productie"],
        env={**os.environ, **names}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "MELDPUNT_SLEUTEL heeft 39 tekens" in done.stderr


def test_it_leaves_every_declared_value_about_somebody_out_of_the_log() -> None:
    person = dict.fromkeys(TABELLEN["SignaalPersoon"].gegevens, "waarde")
    sent = dict.fromkeys(("naam", "adresregels", "aan", "tekst", "notitie", "cellen", "bsn"), "waarde")
    assert set(drop_personal(None, "info", {**person, **sent}).values()) == {"[weggelaten]"}


def test_it_keeps_the_words_that_say_what_happened_in_the_log() -> None:
    said = {
        "event",
        "aanlevering",
        "zaak",
        "opdracht",
        "verzending",
        "convenant",
        "versie",
        "gebruiker",
        "stap",
    }
    assert said & list_vertrouwelijk() == set()


def test_it_starts_no_production_with_a_secret_for_anchors_that_can_be_guessed() -> None:
    names = {
        "MELDPUNT_SECRET_KEY": secrets.token_urlsafe(48),
        "MELDPUNT_HOSTS": "meldpunt.example",
        "MELDPUNT_SLEUTEL": secrets.token_urlsafe(48),
        "MELDPUNT_ANKERSLEUTEL": f"{secrets.token_urlsafe(48)},kort",
    }
    done = subprocess.run(
        [sys.executable, "-c", "import meldpunt.settings.productie"],
        env={**os.environ, **names}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "MELDPUNT_ANKERSLEUTEL heeft 4 tekens" in done.stderr


def test_production_forces_a_second_factor_whatever_the_environment_says() -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "meldpunt.settings.productie",
        "MELDPUNT_SECRET_KEY": secrets.token_urlsafe(48),
        "MELDPUNT_SLEUTEL": secrets.token_urlsafe(48),
        "MELDPUNT_HOSTS": "meldpunt.example",
        "MELDPUNT_SECURITY_CONTACT": "mailto:veilig@meldpunt.example",
        "MELDPUNT_SECURITY_EXPIRES": "2027-06-01",
        "MELDPUNT_MFA": "0",
    }
    code = "from django.conf import settings as s; print(s.MELDPUNT_MFA, s.DEMO, s.SESSION_COOKIE_NAME)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "False", "__Host-sessie"]


def test_it_reads_networks_of_ones_own_and_refuses_what_is_none(monkeypatch) -> None:
    monkeypatch.setenv("MELDPUNT_OIDC_NETTEN", "10.1.0.0/16, fd12::/16")
    assert read_netten("MELDPUNT_OIDC_NETTEN") == ["10.1.0.0/16", "fd12::/16"]
    for wrong in ("10.1.0.5/16", "intern"):
        monkeypatch.setenv("MELDPUNT_OIDC_NETTEN", wrong)
        with pytest.raises(ImproperlyConfigured, match=r"\[net_ongeldig\]"):
            read_netten("MELDPUNT_OIDC_NETTEN")
