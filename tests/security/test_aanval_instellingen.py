"""An installation that would start although anybody could get in."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from meldpunt.settings.logboek import logging_config

GOED = {
    "MELDPUNT_SECRET_KEY": "q8Zr4vX1mN7cT0bJ5wKf3yHs9dLp2gAuE6iRoVxYtQ",
    "MELDPUNT_SLEUTEL": "H2kW9eP4sB7nD1zM6xC3vL8jF5tG0aRqYuIoZwXbNm",
    "MELDPUNT_HOSTS": "meldpunt.example.nl",
    "MELDPUNT_SECURITY_CONTACT": "mailto:veilig@example.nl",
    "MELDPUNT_SECURITY_EXPIRES": "2027-06-01",
}
FOUT: dict[str, tuple[dict[str, str], str]] = {
    "without a secret": ({"MELDPUNT_SECRET_KEY": ""}, "geheim_ontbreekt"),
    "with a short secret": ({"MELDPUNT_SECRET_KEY": "q8Zr4vX1mN7cT0bJ"}, "geheim_kort"),
    "with one letter as its secret": ({"MELDPUNT_SECRET_KEY": "a" * 64}, "geheim_zwak"),
    "with a few letters as its secret": ({"MELDPUNT_SECRET_KEY": "abcabc" * 10}, "geheim_zwak"),
    "with the secret of the tests": (
        {"MELDPUNT_SECRET_KEY": "only-for-tests-" + GOED["MELDPUNT_SLEUTEL"]},
        "geheim_zwak",
    ),
    "with the secret of an example": (
        {"MELDPUNT_SECRET_KEY": "django-insecure-" + "x1y2z3w4v5u6t7s8r9" * 3},
        "geheim_zwak",
    ),
    "with a secret still to be changed": (
        {"MELDPUNT_SECRET_KEY": "verander-mij-" + "x1y2z3w4v5u6t7s8r9" * 3},
        "geheim_zwak",
    ),
    "without a key for the data": ({"MELDPUNT_SLEUTEL": ""}, "geheim_ontbreekt"),
    "with a short key for the data": ({"MELDPUNT_SLEUTEL": "kort"}, "geheim_kort"),
    "with one secret for both": ({"MELDPUNT_SLEUTEL": GOED["MELDPUNT_SECRET_KEY"]}, "geheim_dubbel"),
    "without a name": ({"MELDPUNT_HOSTS": ""}, "hosts_ontbreken"),
    "under any name": ({"MELDPUNT_HOSTS": "*"}, "host_ongeldig"),
    "under every name of a domain": ({"MELDPUNT_HOSTS": ".example.nl"}, "host_ongeldig"),
    "with an address for a name": ({"MELDPUNT_HOSTS": "https://meldpunt.example.nl"}, "host_ongeldig"),
    "with a good name and any name": ({"MELDPUNT_HOSTS": "meldpunt.example.nl,*"}, "host_ongeldig"),
    "without a place to report a weakness": ({"MELDPUNT_SECURITY_CONTACT": ""}, "security_contact"),
    "with a place to report that is none": ({"MELDPUNT_SECURITY_CONTACT": "bel ons"}, "security_contact"),
    "with a script as the place to report": (
        {"MELDPUNT_SECURITY_CONTACT": "javascript:alert(1)"},
        "security_contact",
    ),
    "with a second line in the place to report": (
        {"MELDPUNT_SECURITY_CONTACT": "mailto:a@b.nl\nContact: mailto:kwaad@x.nl"},
        "security_contact",
    ),
    "without an end to the place to report": ({"MELDPUNT_SECURITY_EXPIRES": ""}, "security_expires"),
    "with a day that is none": ({"MELDPUNT_SECURITY_EXPIRES": "2027-02-30"}, "security_expires"),
}
# setting -> what it must be, named after what it stops
STAAT: dict[str, tuple[str, Any]] = {
    "a page that shows settings and secrets": ("DEBUG", False),
    "a demo with known passwords": ("DEMO", False),
    "a session over plain HTTP": ("SESSION_COOKIE_SECURE", True),
    "a form token over plain HTTP": ("CSRF_COOKIE_SECURE", True),
    "a script that reads the session": ("SESSION_COOKIE_HTTPONLY", True),
    "a script that reads the form token": ("CSRF_COOKIE_HTTPONLY", True),
    "a session set by a neighbouring site": ("SESSION_COOKIE_NAME", "__Host-sessie"),
    "a form token set by a neighbouring site": ("CSRF_COOKIE_NAME", "__Host-csrf"),
    "a session for all sites of a domain": ("SESSION_COOKIE_DOMAIN", None),
    "a session that another site sends along": ("SESSION_COOKIE_SAMESITE", "Lax"),
    "a visit over plain HTTP": ("SECURE_SSL_REDIRECT", True),
    "a second visit over plain HTTP": ("SECURE_HSTS_SECONDS", 31_536_000),
    "a subdomain over plain HTTP": ("SECURE_HSTS_INCLUDE_SUBDOMAINS", True),
    "a browser that guesses what a file is": ("SECURE_CONTENT_TYPE_NOSNIFF", True),
    "a window that opened us and looks in": ("SECURE_CROSS_ORIGIN_OPENER_POLICY", "same-origin"),
    "a frame around us": ("X_FRAME_OPTIONS", "DENY"),
    "an address passed on to another site": ("SECURE_REFERRER_POLICY", "same-origin"),
    "a name taken from a header of the sender": ("USE_X_FORWARDED_HOST", False),
    "a port taken from a header of the sender": ("USE_X_FORWARDED_PORT", False),
    "an address of the client taken from a header": ("MELDPUNT_PROXIES", 0),
    "a form of any size": ("DATA_UPLOAD_MAX_MEMORY_SIZE", 5 * 1024 * 1024),
    "a form of any number of fields": ("DATA_UPLOAD_MAX_NUMBER_FIELDS", 5000),
    "a form of any number of files": ("DATA_UPLOAD_MAX_NUMBER_FILES", 100),
    "a file kept in memory": ("FILE_UPLOAD_MAX_MEMORY_SIZE", 0),
    "a file that others on the machine read": ("FILE_UPLOAD_PERMISSIONS", 0o600),
}


@pytest.fixture(autouse=True)
def restore_log() -> Iterator[None]:
    yield
    logging_config(json=False, level="ERROR")


def load(monkeypatch: pytest.MonkeyPatch, **changes: str) -> dict[str, Any]:
    """Read the settings of production with these values around it."""
    for name, value in {**GOED, **changes}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_module("meldpunt.settings.productie")


@pytest.mark.parametrize("naam", FOUT)
def test_it_refuses_to_start(naam: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`settings/geheim.py` and `settings/buiten.py`: what is missing or weak stops the start, with a sentence."""
    changes, code = FOUT[naam]
    with pytest.raises(ImproperlyConfigured, match=rf"\[{code}\]") as refused:
        load(monkeypatch, **changes)
    assert not changes.get("MELDPUNT_SECRET_KEY") or changes["MELDPUNT_SECRET_KEY"] not in str(refused.value)


@pytest.mark.parametrize("naam", STAAT)
def test_it_refuses_in_production(naam: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`settings/productie.py` and `settings/standaard.py`."""
    from django.conf import global_settings

    setting, value = STAAT[naam]
    found = load(monkeypatch)
    assert found.get(setting, getattr(global_settings, setting, None)) == value


def test_it_starts_when_all_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusals above are about what was changed, and nothing else."""
    assert load(monkeypatch)["ALLOWED_HOSTS"] == ["meldpunt.example.nl"]
