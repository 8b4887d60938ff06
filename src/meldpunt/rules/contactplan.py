"""The steps by which residents of a zaak are approached: what the covenant orders, what the werkprotocol adds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from meldpunt.rules.convenant import ConvenantVersie

# The kinds of DDAS by which somebody can really be reached: an office note is no step of a plan.
Plansoort = Literal[
    "Brief", "Mail", "SMS/Whatsapp", "Telefoon", "Kaartje", "Huisbezoek", "Afspraak op locatie"
]
PLANSOORTEN: Final[tuple[Plansoort, ...]] = (
    "Brief", "Mail", "SMS/Whatsapp", "Telefoon", "Kaartje", "Huisbezoek", "Afspraak op locatie",
)  # fmt: skip
BEZOEK: Final = frozenset({"Huisbezoek", "Kaartje"})
LANGSTE_DAGEN: Final = 90
MEESTE_STAPPEN: Final = 12


class Planregel(BaseModel):
    """One step as a werkprotocol states it; `na_dagen` counts from the step before, the first from taking up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    soort: Plansoort
    na_dagen: int = Field(ge=0, le=LANGSTE_DAGEN, strict=True)


Planregels = Annotated[tuple[Planregel, ...], Field(max_length=MEESTE_STAPPEN)]
_LEZER: Final[TypeAdapter[tuple[Planregel, ...]]] = TypeAdapter(Planregels)

# Where a werkprotocol is silent. Our proposal: each further attempt reaches about one in nine of those not reached.
STANDAARD: Final = (
    Planregel(soort="Brief", na_dagen=0),
    Planregel(soort="Telefoon", na_dagen=5),
    Planregel(soort="SMS/Whatsapp", na_dagen=2),
    Planregel(soort="Huisbezoek", na_dagen=5),
    Planregel(soort="Telefoon", na_dagen=5),
)


class PlanFout(ValueError):
    """A contactplan that cannot be; the text says in Dutch which step and what to do."""


def read_planregels(ruw: Any) -> tuple[Planregel, ...]:
    """Read the steps of a werkprotocol as they are stored. Raises PlanFout, naming the first wrong step."""
    try:
        return _LEZER.validate_python(ruw)
    except ValidationError as fout:
        raise PlanFout(_explain(fout)) from fout


def _explain(fout: ValidationError) -> str:
    first = fout.errors()[0]
    if first["type"] in {"too_long", "tuple_type"} and len(first["loc"]) == 0:
        return f"Een contactplan heeft hoogstens {MEESTE_STAPPEN} stappen. Haal er stappen uit. [contactplan_te_lang]"
    place, *rest = first["loc"]
    step = f"Stap {int(place) + 1}" if isinstance(place, int) else "Het contactplan"
    if rest[:1] == ["soort"]:
        return (
            f"{step}: '{first['input']}' is geen soort contact. Kies er een uit de lijst. [contactplan_soort]"
        )
    return (
        f"{step}: vul bij 'na hoeveel dagen' een heel getal in van 0 tot en met {LANGSTE_DAGEN}. "
        "[contactplan_dagen]"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Planstap:
    """A step of the plan of one zaak and where it comes from: an article, a dated werkprotocol, or our standard.

    `na` names the kind of step from which its days count; empty for the step before it.
    """

    soort: str
    na_dagen: int
    bron: Literal["convenant", "werkprotocol", "standaard"]
    artikel: str = ""
    sinds: date | None = None
    na: str = ""


# An action of a decision table -> the kind of contact it asks for.
_ACTIES: Final = {
    "brief": "Brief",
    "brief_lokaal_aanbod": "Brief",
    "huisbezoek": "Huisbezoek",
    "kaartje": "Kaartje",
}
_BELLEN: Final = re.compile(r"^bellen_na_([1-9][0-9]?)_(dagen|weken)$")


def make_plan(
    *,
    versie: ConvenantVersie,
    acties: Sequence[str],
    regels: Sequence[Planregel] = (),
    sinds: date | None = None,
) -> tuple[Planstap, ...]:
    """Make the plan of a zaak: the werkprotocol says in which order and when, the covenant what may not be missing.

    What the decision table orders takes the place that the werkprotocol gives to that kind, and is put in where it
    gives none. `sinds` is the first day of that werkprotocol; without steps of its own our standard holds.
    """
    bron: Literal["werkprotocol", "standaard"] = "werkprotocol" if regels else "standaard"
    plan = [
        Planstap(soort=regel.soort, na_dagen=regel.na_dagen, bron=bron, sinds=sinds if regels else None)
        for regel in (regels or STANDAARD)
    ]
    place = 0
    for ordered in _list_ordered(versie, acties):
        place = _put_in(plan, ordered, place) + 1
    return tuple(plan)


def _put_in(plan: list[Planstap], ordered: Planstap, place: int) -> int:
    """Put an ordered step on the place of the first free one of its kind, or in at `place`; return where it is."""
    for index, step in enumerate(plan):
        if step.soort == ordered.soort and step.bron != "convenant":
            # The days of the covenant hold where it names them; else the municipality says when.
            plan[index] = ordered if ordered.na else replace(ordered, na_dagen=step.na_dagen)
            return index
    plan.insert(place, ordered)
    return place


def _list_ordered(versie: ConvenantVersie, acties: Iterable[str]) -> Iterable[Planstap]:
    """Read the steps out of the actions that the decision table chose; an action that is no contact gives none."""
    for actie in acties:
        artikel = next((rij.artikel for rij in versie.beslistabel if actie in rij.acties), "")
        if called := _BELLEN.match(actie):
            days = int(called[1]) * (7 if called[2] == "weken" else 1)
            yield Planstap(soort="Telefoon", na_dagen=days, bron="convenant", artikel=artikel, na="Brief")
        elif soort := _ACTIES.get(actie):
            yield Planstap(soort=soort, na_dagen=0, bron="convenant", artikel=artikel)
