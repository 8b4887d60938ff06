"""Template filters and block tags of the screens; formatting itself is in `meldpunt.web.opmaak`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from meldpunt.rules.termijnen import write_artikel
from meldpunt.web import opmaak
from meldpunt.web.gemeente.woorden import title_of

register = template.Library()

_FILTERS: tuple[Callable[..., str], ...] = (
    opmaak.euro_cent,
    opmaak.datum,
    opmaak.datum_lang,
    opmaak.maand_en_jaar,
    opmaak.tijd,
    opmaak.datumtijd,
    opmaak.duizend,
    opmaak.postcode,
    opmaak.bestandsgrootte,
    opmaak.tot_grens,
)
for _filter in _FILTERS:
    register.filter(_filter.__name__, _filter)

# Our tones in the words of the Utrecht status badge and alert.
_BADGE = {"goed": "success", "let_op": "warning", "gevaar": "danger", "info": "active", "neutraal": "neutral"}
_ALERT = {"succes": "ok", "let_op": "warning", "fout": "error", "info": "info"}
# The levels of Django's messages in the tones of our notifications.
_BERICHT = {"success": "succes", "warning": "let_op", "error": "fout", "info": "info", "debug": "info"}
_WIDGET = {
    "Textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "Select": "utrecht-select utrecht-select--html-select",
    "CheckboxInput": "utrecht-checkbox utrecht-checkbox--html-input mp-vinkje",
    "RadioSelect": "mp-keuzes",
    "CheckboxSelectMultiple": "mp-keuzes",
    "SelectMultiple": "utrecht-select utrecht-select--html-select mp-meerkeuze",
    "ClearableFileInput": "mp-bestand",
    "FileInput": "mp-bestand",
}
_TEKSTVAK = "utrecht-textbox utrecht-textbox--html-input"


@register.filter
def relatief(moment: date | None, nu: datetime) -> str:
    """Write how far a moment lies from the given now."""
    return opmaak.relatief(moment, nu)


@register.filter
def meervoud(aantal: int, vormen: str) -> str:
    """Count in words; the forms stand in one argument: `{{ n|meervoud:"signaal,signalen" }}`."""
    enkelvoud, meer = vormen.split(",")
    return opmaak.meervoud(aantal, enkelvoud, meer)


@register.filter
def convenanttitel(sleutel: str) -> str:
    """Write the title of a covenant instead of its key."""
    return title_of(sleutel)


@register.filter
def artikel(bron: str) -> str:
    """Write where a rule stands: the article of the covenant, or of the law by its name."""
    return write_artikel(bron)


@register.filter
def gemeentenaam(code: str, namen: Mapping[str, str]) -> str:
    """Write the name of a municipality instead of its code."""
    return namen.get(code, code)


@register.filter
def procent(teller: int, noemer: int) -> str:
    """Write the share of one number in another as a percentage."""
    return opmaak.procent(teller, noemer)


@register.filter
def badge_klasse(toon: str | None) -> str:
    """Name the Utrecht status badge of one of our tones; unknown tones are neutral."""
    return _BADGE.get(toon or "", "neutral")


@register.filter
def alert_klasse(soort: str | None) -> str:
    """Name the Utrecht alert of one of our kinds of notification."""
    return _ALERT.get(soort or "", "info")


@register.filter
def bericht_soort(niveau: str) -> str:
    """Name our kind of notification for the level of a Django message."""
    return _BERICHT.get(niveau, "info")


@register.filter
def is_vinkje(veld: BoundField) -> bool:
    """Tell whether a form field is a single checkbox, whose label stands behind it."""
    return veld.widget_type == "checkbox"


@register.filter
def is_keuzegroep(veld: BoundField) -> bool:
    """Tell whether a form field is a group of choices, which needs a fieldset and legend."""
    return veld.widget_type in {"radioselect", "checkboxselectmultiple"}


@register.simple_tag
def invoer(veld: BoundField) -> SafeString:
    """Render the input of a form field with the classes that belong to its kind."""
    klasse = _WIDGET.get(type(veld.field.widget).__name__, _TEKSTVAK)
    return veld.as_widget(attrs={"class": klasse})


@register.simple_block_tag(end_name="eindpaneel")
def paneel(content: str, titel: str, *, telling: str = "", sleutel: str = "") -> SafeString:
    """Put content in a titled panel; `sleutel` becomes its id."""
    return _render("paneel", content, titel=titel, telling=telling, sleutel=sleutel)


@register.simple_block_tag(end_name="einddialoog")
def dialoog(content: str, sleutel: str, titel: str) -> SafeString:
    """Put content in a <dialog> that a button with `data-dialoog="sleutel"` opens."""
    return _render("dialoog", content, titel=titel, sleutel=sleutel)


@register.simple_block_tag(end_name="eindopenklap")
def openklap(content: str, titel: str, *, open: bool = False) -> SafeString:
    """Put content behind a line that folds open."""
    return _render("openklap", content, titel=titel, open=open)


def _render(naam: str, inhoud: str, **context: object) -> SafeString:
    return render_to_string(f"onderdelen/{naam}.html", {"inhoud": inhoud, **context})
