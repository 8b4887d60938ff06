"""The gallery shows every part, so rendering it proves that each one still works."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from meldpunt.web import vormgeving

WEB = Path(vormgeving.__file__).parent
PAGINAS = ["vormgeving.html", *(f"vormgeving/{naam}.html" for naam in vormgeving.PAGINAS)]


def render(sjabloon: str) -> str:
    return render_to_string(sjabloon, vormgeving.examples())


class Tags(HTMLParser):
    """Collect start tags with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("sjabloon", PAGINAS)
def test_it_keeps_style_and_script_out_of_the_page(sjabloon: str) -> None:
    tags = Tags(render(sjabloon)).found
    loose = [tag for tag, attrs in tags if tag == "style" or (tag == "script" and "src" not in attrs)]
    inline = [attrs for _, attrs in tags if any(name == "style" or name.startswith("on") for name in attrs)]
    assert tags
    assert (loose, inline) == ([], [])


@pytest.mark.parametrize("sjabloon", PAGINAS)
def test_it_gives_every_field_a_label(sjabloon: str) -> None:
    tags = Tags(render(sjabloon)).found
    labels = {attrs.get("for") for tag, attrs in tags if tag == "label"}
    fields = [a for tag, a in tags if tag in {"input", "select", "textarea"} and a.get("type") != "hidden"]
    # A field inside its label needs no id; those are the columns to choose.
    nameless = [
        a
        for a in fields
        if a.get("id") not in labels and not a.get("aria-label") and a.get("name") != "kolom"
    ]
    assert nameless == []


@pytest.mark.parametrize("sjabloon", PAGINAS)
def test_it_uses_each_id_once_and_refers_only_to_ids_that_exist(sjabloon: str) -> None:
    tags = Tags(render(sjabloon)).found
    ids = [attrs["id"] for _, attrs in tags if attrs.get("id")]
    wanted = {
        part
        for _, attrs in tags
        for name in ("aria-labelledby", "aria-describedby", "data-dialoog")
        for part in (attrs.get(name) or "").split()
    }
    assert sorted(ids) == sorted(set(ids))
    assert wanted <= set(ids)


@pytest.mark.parametrize("sjabloon", PAGINAS)
def test_it_draws_only_icons_of_the_sprite(sjabloon: str) -> None:
    known = set(re.findall(r'id="([^"]+)"', vormgeving.SPRITE.read_text()))
    used = set(re.findall(r'iconen\.svg#([^"]*)"', render(sjabloon)))
    assert used <= known


def test_it_has_one_main_heading_on_every_page() -> None:
    # The gallery itself shows a heading 1 as a specimen.
    counts = {sjabloon: render(sjabloon).count("<h1") for sjabloon in PAGINAS[1:]}
    assert set(counts.values()) == {1}


def test_it_shows_every_part_somewhere() -> None:
    sources = [WEB / "templates" / "vormgeving.html", *(WEB / "templates").glob("*/*.html")]
    text = "\n".join(path.read_text() for path in sources)
    tags = {"paneel", "dialoog", "openklap"}  # reached through their block tags
    parts = {path.stem for path in (WEB / "templates" / "onderdelen").glob("*.html")} - tags
    unused = {part for part in parts if f"onderdelen/{part}.html" not in text}
    assert unused == set()


def test_it_documents_every_part() -> None:
    readme = (WEB / "templates" / "onderdelen" / "README.md").read_text()
    parts = {path.stem for path in (WEB / "templates" / "onderdelen").glob("*.html")}
    assert {part for part in parts if part not in readme} == set()


def test_it_signs_in_with_a_form_that_explains_its_errors() -> None:
    form = vormgeving.Pogingformulier({"soort": "telefoon"})
    html = render_to_string("registratie/aanmelden.html", {"form": form})
    assert "Controleer deze punten" in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize("naam", ["403", "403_csrf", "404", "500"])
def test_it_explains_an_error_without_any_context(naam: str) -> None:
    html = render_to_string(f"{naam}.html")
    assert re.search(r"\[[a-z_]+\]", html)
    assert "<h1" in html
