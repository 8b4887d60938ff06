"""The panel with conversation and outcome: per resident the steps so far, and which one can come now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld
from meldpunt.opvolging.hulpdossier import AANVAARD
from meldpunt.opvolging.trajectbeeld import Stapbeeld, is_about, list_trajectstappen
from meldpunt.rules.traject import HULPACCEPTATIE, STAPSOORTEN, list_geldend, list_mogelijk, name_stap
from meldpunt.toegang.policies import GEMEENTEROLLEN
from meldpunt.web.gemeente.paneel import Paneel, Zaakpagina
from meldpunt.web.gemeente.trajectwoorden import write_details

# The other steps are good news, or neither.
TOON = {"aanbod_geweigerd": "let_op", "betaling_niet_hervat": "let_op"}


def make_paneel(pagina: Zaakpagina) -> Paneel | None:
    """Make the panel; none while nobody has the zaak and nothing was recorded."""
    in_hand = pagina.zaak.status == "in_behandeling"
    stappen = list_trajectstappen(pagina.zaak)
    if not (in_hand or stappen):
        return None
    persons = [make_persoon(pagina.zaak, persoon, stappen, in_hand=in_hand) for persoon in pagina.personen]
    unreached = bool(stappen) and in_hand and pagina.stand.bereikt_op is None
    return Paneel(
        "Gesprek en uitkomst",
        "gemeente/traject_paneel.html",
        {
            "personen": persons,
            "kan": in_hand,
            "kan_dossier": pagina.request.actor.rol in GEMEENTEROLLEN,
            "hulpacceptatie": HULPACCEPTATIE,
            "zonder_contact": unreached,
        },
        sleutel="traject",
    )


def make_persoon(
    zaak: Zaakbeeld, persoon: Persoonbeeld, stappen: Sequence[Stapbeeld], *, in_hand: bool
) -> dict[str, Any]:
    """Give a resident the shape of the panel: the own steps, and the choices that there are now."""
    own = [stap for stap in stappen if is_about(persoon, stap.persoon)]
    standing = [stap.gezet for stap in own if stap.vervallen_op is None]
    partners = {signaal.id: signaal.partner for signaal in persoon.signalen}
    base = reverse("gemeente:traject", args=[zaak.gemeente, zaak.id])
    return {
        "sleutel": persoon.id,
        "naam": persoon.naam,
        "aanvaard": AANVAARD in {stap.soort for stap in standing},
        "stappen": [_step(stap, partners) for stap in sorted(own, key=lambda s: (s.datum, s.id))],
        "keuzes": [
            {
                "soort": soort,
                "titel": STAPSOORTEN[soort].titel,
                "definitie": STAPSOORTEN[soort].definitie,
                "artikel": STAPSOORTEN[soort].artikel,
                "url": f"{base}?persoon={persoon.id}&soort={soort}",
            }
            for soort in (list_mogelijk(standing) if in_hand else ())
        ],
        "waarschuwingen": list(_warn(standing)),
    }


def _step(stap: Stapbeeld, partners: dict[Any, str]) -> dict[str, Any]:
    gone = stap.vervallen_op is not None
    return {
        "id": stap.id,
        "titel": name_stap(stap.soort, stap.aard),
        "datum": stap.datum,
        "bij": write_details(stap, partner=partners.get(stap.signaal, "")),
        "toelichting": stap.toelichting,
        "door": stap.door,
        "vervallen": gone,
        "reden": stap.vervalreden,
        "toon": "neutraal" if gone else TOON.get(stap.soort, "goed"),
    }


def _warn(standing: Sequence[Any]) -> list[str]:
    """Say what somebody must not forget after what was recorded."""
    geldend = list_geldend(standing)
    payments = [s for s in geldend if s.soort in {"betaling_hervat", "betaling_niet_hervat"}]
    names = {s.soort for s in geldend}
    found = []
    if payments and payments[-1].soort == "betaling_niet_hervat":
        found.append(
            "De betalingen zijn nog niet hervat. De partner moet horen wat er in plaats daarvan gebeurt. Leg vast "
            "wanneer zij wel hervat zijn."
        )
    if "eerste_gesprek" in names and not payments:
        found.append(
            "Leg vast of de lopende betalingen zijn hervat; zo niet, wat er in plaats daarvan gebeurt."
        )
    if "overgedragen_schuldhulp" in names:
        found.append(
            "Schuldhulpverlening heeft de inwoner overgenomen. U kunt de zaak sluiten; het voorstel is "
            "‘Vervolghulp en/of verwijzing financieel’."
        )
    return found
