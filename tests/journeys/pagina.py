"""What journeys do on a page again and again."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Response

# The worker looks at once, but a busy machine may let it wait.
GEDULD = 45.0


def watch_console(page: Page, errors: list[str]) -> None:
    """Collect what the browser complains about: scripts, the content policy, files that are not there."""

    def listen(message: ConsoleMessage) -> None:
        # A page that is refused on purpose, or a phone without a connection, is a line in the console too.
        on_purpose = ("status of 40", "status of 422", "ERR_INTERNET_DISCONNECTED")
        if message.type == "error" and not any(text in message.text for text in on_purpose):
            errors.append(f"{page.url}: {message.text}")

    page.on("console", listen)
    page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))


def text_of(page: Page) -> str:
    """Give the text of a page with plain spaces."""
    return page.locator("body").inner_text().replace("\xa0", " ")


def wait_for_text(page: Page, text: str) -> None:
    """Refresh the page until it says so: somebody who works without script does the same."""
    until = time.monotonic() + GEDULD
    while text not in text_of(page):
        assert time.monotonic() < until, f"{page.url} never said {text!r}:\n{text_of(page)}"
        page.wait_for_timeout(400)
        page.reload()


def download(page: Page, naam: str, folder: Path) -> Path:
    """Click a link that gives a file and return where it was saved."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=naam, exact=True).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def read_csv(file: Path) -> list[dict[str, str]]:
    """Read a downloaded list as a spreadsheet does."""
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")), delimiter=";"))


def write_csv(file: Path, rows: Sequence[dict[str, str]]) -> Path:
    """Write rows with the columns of the first one."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(text.getvalue(), encoding="utf-8")
    return file


def open_page(page: Page, address: str) -> Response:
    """Go somewhere and return the answer."""
    answer = page.goto(address)
    assert answer is not None
    return answer


def open_menu(page: Page, titel: str) -> None:
    """Choose something from the menu of the role."""
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name=titel, exact=True).click()
