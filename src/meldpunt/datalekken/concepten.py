"""Draft texts of a breach, for a person to edit and send: to the AP by its form, to parties, to residents.

None of them names a resident, and the one to residents says nothing about debts: a letter may be read by others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from meldpunt.datalekken.queries import Datalekbeeld
from meldpunt.rules.datalekken import AARDEN, RISICOS, SOORTNAMEN

# Kinds that would tell a reader of the letter that it is about debts.
VERZWEGEN: Final = frozenset({"schuld", "vrije_tekst", "gedrag", "besluit", "account"})
LEEG: Final = "(vul in)"


@dataclass(frozen=True, slots=True)
class Concept:
    """A text to work on: for whom, and what it says."""

    sleutel: str
    titel: str
    tekst: str


def write_concepten(beeld: Datalekbeeld) -> tuple[Concept, ...]:
    """Write the drafts from what is known of a breach; what is not known reads (vul in)."""
    return (
        Concept("ap", "Melding aan de AP, op volgorde van het formulier", _to_ap(beeld)),
        Concept("partij", "Bericht aan partijen", _to_parties(beeld)),
        Concept("inwoners", "Brief aan inwoners", _to_residents(beeld)),
    )


def _to_ap(beeld: Datalekbeeld) -> str:
    velden = beeld.velden
    lines = {
        "Organisatie (verwerkingsverantwoordelijke)": ", ".join(
            f"gemeente {naam}" for _, naam, _ in beeld.gemeenten
        ),
        "Wanneer is de inbreuk ontdekt": _moment(velden["ontdekt_op"]),
        "Samenvatting van de inbreuk": velden["feiten"],
        "Oorzaak": velden["oorzaak"],
        "Aard van de inbreuk": "; ".join(AARDEN[one] for one in velden["aard"]),
        "Soort persoonsgegevens": _soorten(velden["gegevenssoorten"]),
        "Aantal betrokkenen": _count(velden["aantal_personen"]),
        "Groep betrokkenen": "Inwoners over wie een signaal is aangeleverd",
        "Gevolgen voor betrokkenen": f"{RISICOS[velden['risico']]}. {velden['reden_geen_risico']}".strip(),
        "Genomen maatregelen": velden["maatregelen"],
        "Zijn betrokkenen geïnformeerd": _told(beeld, "inwoners"),
        "Andere partijen op de hoogte": _told(beeld, "partij"),
        "Grensoverschrijdend": LEEG,
    }
    return "\n\n".join(f"{naam}:\n{tekst or LEEG}" for naam, tekst in lines.items()) + "\n"


def _to_parties(beeld: Datalekbeeld) -> str:
    velden = beeld.velden
    return (
        "Beste partner,\n\n"
        f"Op {_moment(velden['ontdekt_op'])} ontdekten wij een datalek bij vroegsignalering. Dit laten wij u weten "
        "volgens ons convenant.\n\n"
        f"Wat gebeurde er: {velden['feiten'] or LEEG}\n"
        f"Om welke gegevens gaat het: {_soorten(velden['gegevenssoorten'])}\n"
        f"Om hoeveel personen gaat het: {_count(velden['aantal_personen'])}\n"
        f"Wat deden wij: {velden['maatregelen'] or LEEG}\n\n"
        "Wat vragen wij van u: verwijder wat u ten onrechte kreeg, en bevestig dat aan ons.\n\n"
        f"Vragen? Neem contact op met {LEEG}.\n"
    )


def _to_residents(beeld: Datalekbeeld) -> str:
    velden = beeld.velden
    shown = [SOORTNAMEN[one] for one in velden["gegevenssoorten"] if one not in VERZWEGEN]
    kinds = ", ".join(shown) or LEEG
    return (
        "Beste heer, mevrouw,\n\n"
        "Er ging iets mis met uw gegevens. Dat vinden wij heel vervelend. In deze brief leest u wat er is gebeurd en "
        "wat u kunt doen.\n\n"
        "Wat is er gebeurd?\n"
        f"{LEEG} Schrijf in gewone woorden wat er gebeurde. Noem geen geldzaken: een ander kan deze brief openen.\n\n"
        "Om welke gegevens gaat het?\n"
        f"Het gaat om: {kinds}.\n\n"
        "Wat kan er gebeuren?\n"
        "Iemand kan uw gegevens gebruiken om zich als u voor te doen, of om u op te lichten.\n\n"
        "Wat doen wij?\n"
        f"{LEEG} Schrijf wat u deed om het te stoppen.\n\n"
        "Wat kunt u doen?\n"
        "- Wees voorzichtig met onverwachte telefoontjes, mails en brieven.\n"
        "- Geef nooit uw wachtwoord of pincode.\n"
        "- Vertrouwt u iets niet? Bel ons.\n\n"
        f"Heeft u vragen? Bel {LEEG}. U kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens.\n\n"
        "Met vriendelijke groet,\n\n" + "\n".join(f"Gemeente {naam}" for _, naam, _ in beeld.gemeenten) + "\n"
    )


def _soorten(soorten: list[str]) -> str:
    return ", ".join(SOORTNAMEN[one] for one in soorten) or LEEG


def _count(aantal: Any) -> str:
    return LEEG if aantal is None else f"ongeveer {aantal}"


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%d-%m-%Y} om {local:%H:%M} uur"


def _told(beeld: Datalekbeeld, soort: str) -> str:
    done = [k for k in beeld.klokken if k.soort == soort and k.gedaan_op is not None]
    return "; ".join(f"{k.naam}, {_moment(k.gedaan_op)}" for k in done if k.gedaan_op) or "nog niet"
