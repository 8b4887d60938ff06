"""Whose address counts: the client's own, or the one that our own proxies wrote down."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from meldpunt.web.inwoner.afzender import client_address

FORGED = "203.0.113.1"
CLIENT, FIRST, PROXY = "198.51.100.7", "10.0.0.2", "10.0.0.3"


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, None, PROXY),
        (0, FORGED, PROXY),
        (1, CLIENT, CLIENT),
        (1, f"{FORGED}, {CLIENT}", CLIENT),
        (2, f"{FORGED}, {CLIENT}, {FIRST}", CLIENT),
        # Somebody who came past the first proxy has no place to hide behind.
        (2, FORGED, PROXY),
        (1, None, PROXY),
        (1, " , ", PROXY),
    ],
)
def test_it_believes_only_our_own_proxies(settings, proxies: int, header: str | None, address: str) -> None:
    settings.MELDPUNT_PROXIES = proxies
    given = {"HTTP_X_FORWARDED_FOR": header} if header is not None else {}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=PROXY, **given)) == address
