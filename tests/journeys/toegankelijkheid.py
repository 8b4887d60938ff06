"""Walk every kind of page of a role and collect what keeps somebody from using it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
NORMEN = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
BREED, SMAL = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# A page of one of these kinds looks like any other of its kind.
SLEUTEL = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d{4}(?=/)|(?<=/convenanten/)[a-z-]+"
    r"|(?<=/sjablonen/\d{4}/)[a-z0-9-]+/[a-z]{2}(?=/)"
)
# What a link leads to that is no page: a file, or what programs read.
BESTAND = re.compile(r"\.(csv|xlsx|pdf|json|zip|txt|md)$|^/\.well-known/")
RUN = """async ([normen, waar]) => {
  const opties = {runOnly: {type: "tag", values: normen}, resultTypes: ["violations"]};
  const {violations} = await axe.run(waar || document, opties);
  const why = node => node.any.concat(node.all, node.none).map(check => check.message).join("; ");
  return violations.flatMap(one => one.nodes.map(
    node => `${one.id}: ${node.html.slice(0, 160)} (${why(node).slice(0, 200)})`));
}"""


def kind_of(address: str) -> str:
    """Return the address with the keys taken out."""
    return SLEUTEL.sub("*", urlsplit(address).path)


def walk(page: Page) -> Iterator[str]:
    """Open one page of every kind that links lead to, from where the browser stands now, and yield each kind."""
    waiting, seen = [page.url], {kind_of(page.url), "/", "/aanmelden/"}
    while waiting:
        page.goto(waiting.pop(0))
        yield kind_of(page.url)
        links = page.locator("a[href]").evaluate_all("links => links.map(a => a.href.split('#')[0])")
        for link in links:
            if link and kind_of(link) not in seen and not BESTAND.search(urlsplit(link).path):
                seen.add(kind_of(link))
                waiting.append(link)


def find_bezwaren(page: Page, *, lang: bool = False) -> list[str]:
    """Return what axe finds on this page, folded out, with every dialog opened, and whether it fits a phone.

    The long form lets axe look at it narrow too; that finds the same but for what folds away, and doubles the time.
    """
    found = []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for vorm in (SMAL, BREED):
        page.set_viewport_size(vorm)  # type: ignore[arg-type]
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        found += _find_overflow(page, vorm["width"])
        if lang or vorm is BREED:
            found += [f"{vorm['width']} px, {what}" for what in page.evaluate(RUN, [NORMEN, None])]
    for dialog in page.locator("dialog[id]").evaluate_all("all => all.map(one => one.id)"):
        page.evaluate("naam => document.getElementById(naam).showModal()", dialog)
        found += [f"dialog {dialog}, {what}" for what in page.evaluate(RUN, [NORMEN, f"#{dialog}"])]
        page.evaluate("naam => document.getElementById(naam).close()", dialog)
    return found


def _find_overflow(page: Page, width: int) -> list[str]:
    whole = page.evaluate("document.scrollingElement.scrollWidth")
    return [f"{width} px: the page is {whole} wide"] if whole > width else []
