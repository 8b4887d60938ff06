"""A scenario: which covenant, who takes part, which deliveries, on which day. Nothing of it is stored."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from meldpunt.rules.deelname import Deelname, DeelnemendeGemeente, Levering, Postcodebereik
from meldpunt.rules.rangorde import Werkprotocol

_KINDS: Final = {
    "missing": "ontbreekt",
    "date_type": "moet een datum zijn (jjjj-mm-dd, zonder aanhalingstekens)",
    "string_type": "moet een tekst tussen aanhalingstekens zijn",
    "int_type": "moet een heel getal zijn",
    "list_type": "moet een lijst zijn",
    "dict_type": "moet een tabel zijn",
    "model_type": "moet een tabel zijn",
    "model_attributes_type": "moet een tabel zijn",
    "greater_than_equal": "mag niet negatief zijn",
    "less_than_equal": "is te groot",
    "literal_error": 'moet "meenemen" of "buiten_beschouwing" zijn',
}


# TOML promises whole numbers of 64 bits; the reader of Python lets longer ones through.
_GROOTSTE_GETAL: Final = 2**63 - 1


class ScenarioFout(Exception):
    """A scenario that cannot be run; the text is one Dutch sentence."""


def _is_range(tekst: str) -> str:
    try:
        Postcodebereik.parse(tekst)
    except ValueError:
        raise ValueError(f"is geen postcodebereik zoals 2011-2037 of 2063AB-2063KZ, maar '{tekst}'") from None
    return tekst


class _Deel(BaseModel):
    # Unknown keys are let through: a scenario may carry remarks of its own.
    model_config = ConfigDict(frozen=True, strict=True)


class Gemeente(_Deel):
    naam: str
    postcodes: list[Annotated[str, AfterValidator(_is_range)]]
    vanaf: date | None = None


class Protocol(_Deel):
    capaciteit: int | None = Field(default=None, ge=0, le=_GROOTSTE_GETAL)
    bekende_huishoudens: Literal["meenemen", "buiten_beschouwing"] = "meenemen"


class Partner(_Deel):
    sleutel: str
    type: str
    gemeenten: list[str]
    vanaf: date | None = None
    tot: date | None = None


class Aanlevering(_Deel):
    partner: str
    datum: date
    bestand: str


class Bekend(_Deel):
    bestand: str


class Scenario(_Deel):
    """What a scenario file says, checked on shape; whether covenant and files exist is seen later."""

    convenant: str
    peildatum: date
    einde: date | None = None
    gemeenten: dict[str, Gemeente]
    werkprotocol: dict[str, Protocol] = Field(default_factory=dict)
    partners: list[Partner]
    aanleveringen: list[Aanlevering]
    bekend: Bekend | None = None

    @model_validator(mode="after")
    def _partners_once_and_known(self) -> Self:
        sleutels = [partner.sleutel for partner in self.partners]
        for sleutel in sleutels:
            if sleutels.count(sleutel) > 1:
                raise ValueError(f"De partner '{sleutel}' staat twee keer in het scenario.")
        for aanlevering in self.aanleveringen:
            if aanlevering.partner not in sleutels:
                raise ValueError(f"De partner '{aanlevering.partner}' van een aanlevering bestaat niet.")
        return self

    def levering_of(self, aanlevering: Aanlevering) -> Levering:
        """Give the delivery as the rules see it."""
        partner = self._partner(aanlevering.partner)
        return Levering(partner=partner.sleutel, partnertype=partner.type, datum=aanlevering.datum)

    def deelname_of(self, aanlevering: Aanlevering) -> Deelname:
        """Give the participation that a delivery is judged by."""
        partner = self._partner(aanlevering.partner)
        gemeenten = tuple(
            DeelnemendeGemeente(
                code, tuple(map(Postcodebereik.parse, one.postcodes)), vanaf=one.vanaf, naam=one.naam
            )
            for code, one in self.gemeenten.items()
        )
        return Deelname(gemeenten, frozenset(partner.gemeenten), partner.vanaf, partner.tot, self.einde)

    def _partner(self, sleutel: str) -> Partner:
        return next(partner for partner in self.partners if partner.sleutel == sleutel)

    @property
    def werkprotocollen(self) -> Mapping[str, Werkprotocol]:
        """Give the capacity and the choice about known households of each municipality."""
        return {
            code: Werkprotocol(one.capaciteit, one.bekende_huishoudens == "buiten_beschouwing")
            for code, one in self.werkprotocol.items()
        }


def read_scenario(pad: Path) -> Scenario:
    """Read a scenario file. Raises ScenarioFout with one Dutch sentence."""
    try:
        tekst = pad.read_bytes().decode("utf-8-sig")
    except OSError:
        raise ScenarioFout(f"Het scenario {pad} is er niet of is niet te lezen.") from None
    except UnicodeDecodeError:
        raise ScenarioFout(f"Het scenario {pad} is geen geldige TOML: het is geen UTF-8.") from None
    try:
        return Scenario.model_validate(_parse(tekst, pad))
    except ValidationError as error:
        raise ScenarioFout(_sentence(error)) from None


def _parse(tekst: str, pad: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(tekst)
    # A number of thousands of digits and lists nested as deep are refused by Python itself, not by the TOML reader.
    except (ValueError, RecursionError) as error:
        plaats = re.search(r"at line (\d+), column (\d+)", str(error))
        waar = f" op regel {plaats[1]}, teken {plaats[2]}" if plaats else ""
        raise ScenarioFout(f"Het scenario {pad} is geen geldige TOML{waar}.") from None


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    told = str(first["msg"]).removeprefix("Value error, ")
    if not first["loc"]:
        return told
    key = ".".join(str(part) for part in first["loc"])
    reason = (
        told if first["type"] == "value_error" else _KINDS.get(first["type"], "heeft een verkeerde waarde")
    )
    return f"De sleutel '{key}' van het scenario {reason}."
