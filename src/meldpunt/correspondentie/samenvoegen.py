"""Merge a template with one person of one zaak: that person's own signalen, and nobody else's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from meldpunt.correspondentie.models import Sjabloon
from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld
from meldpunt.partijen.afzenders import Afzendergegevens
from meldpunt.rules import adresregels as regels
from meldpunt.rules.sjablonen import fill, list_used, without_braces
from meldpunt.rules.talen import TALEN, keep_direction, write_aanhef, write_dag, write_vordering
from meldpunt.toegang.weigering import Weigering

# Stands in the stored text where the code stands on paper; the code itself is kept under a seal.
CODE: Final = "\ue000"
VERDEKT: Final = "•••••-•••••"


@dataclass(frozen=True, slots=True)
class Vordering:
    """One claim of one partner on the person who is written to."""

    partner: str
    bedrag_cent: int
    sinds: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontvanger:
    """Who is written to: one person, where, and the claims on this person alone."""

    persoon: UUID
    naam: str
    achternaam: str
    adresregels: tuple[str, ...]
    telefoon: str
    email: str
    vorderingen: tuple[Vordering, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Omgeving:
    """What is the same for everybody in a municipality on a day."""

    gemeente: str
    afzender: Afzendergegevens
    lokaal_aanbod: str
    dag: date


@dataclass(frozen=True, slots=True)
class Samengevoegd:
    """A merged text; CODE stands where the reply code belongs."""

    onderwerp: str
    tekst: str

    @property
    def met_code(self) -> bool:
        """Say whether a reply code belongs in it."""
        return CODE in self.onderwerp or CODE in self.tekst


def make_ontvanger(zaak: Zaakbeeld, persoon: Persoonbeeld, *, afgemeld: Collection[UUID]) -> Ontvanger:
    """Make the recipient from a person of a zaak; what was recalled, paid or withdrawn is no claim any more."""
    surname = persoon.naam.removeprefix(persoon.voorletters).strip()
    return Ontvanger(
        persoon=persoon.id,
        naam=persoon.naam,
        achternaam=surname,
        adresregels=write_adresregels(zaak),
        telefoon=persoon.telefoon,
        email=persoon.email,
        vorderingen=tuple(
            Vordering(s.partner, s.bedrag_cent, s.achterstand_sinds)
            for s in persoon.signalen
            if s.ingetrokken_op is None and s.id not in afgemeld
        ),
    )


def write_adresregels(zaak: Zaakbeeld) -> tuple[str, ...]:
    """Write the address of a zaak as on an envelope (NEN 5825); without a street the number stands alone.

    As the register of addresses writes it, where it knows the address; else as the partner did.
    """
    if zaak.adresregels:
        return zaak.adresregels
    return regels.write_adresregels(
        regels.Postadres(
            straat=zaak.straat or "Huisnummer",
            huisnummer=zaak.huisnummer,
            toevoeging=zaak.suffix,
            postcode=zaak.postcode,
            woonplaats=zaak.woonplaats or zaak.gemeentenaam,
        )
    )


def merge(sjabloon: Sjabloon, ontvanger: Ontvanger, omgeving: Omgeving) -> Samengevoegd:
    """Fill in a template for one person. Raises Weigering when the text asks for what is not there."""
    used = list_used(sjabloon.onderwerp) | list_used(sjabloon.tekst)
    if "lokaal_aanbod" in used and not omgeving.lokaal_aanbod.strip():
        raise Weigering(
            f"Het sjabloon ‘{sjabloon.naam}’ noemt het lokaal aanbod, maar dat staat niet in het werkprotocol. "
            "Vraag de coördinator om het in te vullen. [lokaal_aanbod_ontbreekt]"
        )
    values = make_waarden(ontvanger, omgeving, taal=sjabloon.taal)
    return Samengevoegd(fill(sjabloon.onderwerp, values), fill(sjabloon.tekst, values))


def make_waarden(ontvanger: Ontvanger, omgeving: Omgeving, *, taal: str) -> dict[str, str]:
    """Give every place its value for this person in this language."""
    sender = omgeving.afzender
    own = [replace(v, partner=without_braces(v.partner)) for v in ontvanger.vorderingen]
    plain = {
        "naam": ontvanger.naam,
        "adres": "\n".join(ontvanger.adresregels),
        "gemeente": omgeving.gemeente,
        "afzender": sender.naam,
        "telefoon": sender.telefoon,
        "mail": sender.mail,
        "antwoordadres": sender.kort_antwoordadres,
    }
    return {
        **{place: keep_direction(without_braces(value), taal) for place, value in plain.items()},
        "antwoordcode": keep_direction(CODE, taal),
        "aanhef": write_aanhef(without_braces(ontvanger.naam), without_braces(ontvanger.achternaam), taal),
        "partners": _join([keep_direction(v.partner, taal) for v in own], taal),
        "vorderingen": "\n".join(
            "- " + write_vordering(partner=v.partner, cent=v.bedrag_cent, sinds=v.sinds, taal=taal)
            for v in own
        ),
        "lokaal_aanbod": without_braces(omgeving.lokaal_aanbod.strip()),
        "datum": write_dag(omgeving.dag, taal),
    }


def _join(namen: Sequence[str], taal: str) -> str:
    """Write each name once; the word before the last one is that of the language."""
    unique = list(dict.fromkeys(namen))
    if len(unique) < 2:
        return "".join(unique)
    comma = "، " if TALEN[taal].rechts else ", "
    return f"{comma.join(unique[:-1])} {TALEN[taal].en} {unique[-1]}"
