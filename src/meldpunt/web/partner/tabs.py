"""The tabs of the partner's lists."""

from __future__ import annotations

from typing import Any

from django.urls import reverse


def tabs_of_terugkoppelingen(here: str) -> list[dict[str, Any]]:
    """Give the two ways to look at feedback: per signaal, and per delivery."""
    places = (
        ("signaal", "Per signaal", "partner:terugkoppelingen"),
        ("selectie", "Per aanlevering", "partner:selectieberichten"),
    )
    return [{"titel": t, "url": reverse(u), "actief": key == here} for key, t, u in places]


def tabs_of_standen(standen: dict[str, str], here: str) -> list[dict[str, Any]]:
    """Give a tab per state of a list; the state stands in the address."""
    return [{"titel": t, "url": f"?stand={key}", "actief": key == here} for key, t in standen.items()]
