"""Chromium of the machine, and how a person signs in; for the journeys and for the pictures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

NAMEN = ("chromium", "chromium-browser", "google-chrome")
KEUZES = (
    "--no-sandbox",  # in a container, root has no other way
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--font-render-hinting=none",
)


def find_chromium() -> Path | None:
    """Return where Chromium is, or None when the machine has none."""
    return next((Path(found) for naam in NAMEN if (found := shutil.which(naam))), None)


@contextmanager
def open_chromium(program: Path) -> Iterator[Browser]:
    """Start Chromium and stop it afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(KEUZES))
        try:
            yield browser
        finally:
            browser.close()


def sign_in(page: Page, *, email: str, wachtwoord: str) -> None:
    """Sign in as a person does."""
    page.goto("/aanmelden/")
    page.locator("input[name=username]").fill(email)
    page.get_by_role("button", name="Verder", exact=True).click()
    page.locator("input[name=password]").fill(wachtwoord)
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    page.wait_for_url(lambda url: "/aanmelden/" not in url)
