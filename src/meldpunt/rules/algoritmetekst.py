"""What the rules of a covenant do, in the fields of the Dutch Algoritmeregister, written from their values.

Nobody types a limit here: a value that changes in the covenant file, or in the werkprotocol, changes the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from meldpunt.rules.convenant import Beslisrij, ConvenantVersie

VELDEN: Final = (
    "naam", "organisatie", "korte_omschrijving", "type", "thema", "status", "begindatum", "contactgegevens", "doel",
    "impact", "afweging", "menselijke_tussenkomst", "risicobeheer", "wettelijke_basis", "impacttoets", "gegevens",
    "technische_werking", "leverancier", "versie",
)  # fmt: skip
VOLGORDE: Final = {
    "venster": "een adres uit de lijst van de maand zelf gaat voor een adres uit een langere periode",
    "drie_of_meer": "een adres met drie of meer partners gaat voor",
    "partners": "een adres met meer partners gaat voor",
    "bedrag": "een hoger totaalbedrag gaat voor",
    "oudste_achterstand": "bij gelijke stand gaat de oudste achterstand voor",
    "adres": "daarna telt de volgorde van postcode en huisnummer",
}
LEEG: Final = "(vul in)"


@dataclass(frozen=True, slots=True)
class Werkwijze:
    """What a municipality set for itself in its werkprotocol."""

    vanaf: date
    capaciteit: int | None
    laat_bekenden_weg: bool


def write_algoritmetekst(
    versie: ConvenantVersie, *, gemeente: str, werkwijze: Werkwijze | None
) -> dict[str, str]:
    """Write the text for the register of one municipality from the covenant version in force."""
    return {
        "naam": f"Vroegsignalering van schulden: {versie.titel}",
        "organisatie": f"Gemeente {gemeente}",
        "korte_omschrijving": (
            "Organisaties melden achterstanden. De regels bepalen of een signaal mag, welke signalen bij één adres "
            "horen, en in welke volgorde de gemeente hulp aanbiedt."
        ),
        "type": "Vaste regels (geen zelflerend systeem)",
        "thema": "Werk, inkomen en schulden",
        "status": "In gebruik",
        "begindatum": _day(versie.vanaf),
        "contactgegevens": LEEG,
        "doel": "Inwoners met betalingsachterstanden vroeg hulp aanbieden, voordat de schulden groter worden.",
        "impact": _impact(versie),
        "afweging": _afweging(versie),
        "menselijke_tussenkomst": _mens(versie, werkwijze),
        "risicobeheer": (
            "Elke beslissing is te herleiden tot een regel, een waarde en een artikel. Gegevens gaan weg na "
            f"{_maanden(versie.bewaring.maanden)}, geteld vanaf {versie.bewaring.vanaf} "
            f"(art. {versie.bewaring.artikel}). "
            "Inzage wordt vastgelegd. Een beheerder kan het convenant met een noodstop stilzetten; alleen twee mensen "
            "samen hervatten het."
        ),
        "wettelijke_basis": _grondslag(versie),
        "impacttoets": f"DPIA: {LEEG}",
        "gegevens": _gegevens(versie),
        "technische_werking": _werking(versie, werkwijze),
        "leverancier": "Meldpunt (open source, EUPL-1.2)",
        "versie": versie.kenmerk,
    }


def _impact(versie: ConvenantVersie) -> str:
    pauze = versie.pauze
    rest = (
        f" De organisatie wacht {pauze.aantal} {pauze.eenheid} met invorderen, vanaf {pauze.vanaf} "
        f"(art. {pauze.artikel})."
        if pauze
        else ""
    )
    return (
        "De gemeente neemt contact op met de inwoner en biedt hulp aan. De inwoner mag dat weigeren; dat heeft geen "
        f"gevolgen.{rest}"
    )


def _afweging(versie: ConvenantVersie) -> str:
    narrow = (
        "Een adres telt pas mee als twee organisaties iets melden: zo blijft een enkele gemiste betaling buiten beeld."
        if versie.matching.partners_minimum == 2
        else "Eén signaal is genoeg: ook een enkele achterstand kan het begin zijn van grotere schulden."
    )
    return (
        f"{narrow} (art. {versie.matching.artikel}) Er worden alleen gegevens gebruikt die het convenant noemt. Er is "
        "geen score en geen voorspelling."
    )


def _mens(versie: ConvenantVersie, werkwijze: Werkwijze | None) -> str:
    lijst = "Een coördinator stelt de maandlijst vast. " if versie.ordening.volgorde else ""
    capaciteit = (
        f"Er worden per maand hoogstens {werkwijze.capaciteit} adressen opgepakt (werkprotocol vanaf "
        f"{_day(werkwijze.vanaf)}). "
        if werkwijze is not None and werkwijze.capaciteit is not None
        else ""
    )
    return (
        f"{lijst}{capaciteit}Een medewerker leest elke zaak, beslist bij twijfel of het om dezelfde persoon gaat, en "
        "neemt zelf contact op. De regels nemen geen besluit over hulp of geld."
    )


def _grondslag(versie: ConvenantVersie) -> str:
    own = [f"{row.partnertype}: art. {row.artikel}" for row in versie.grondslagen if row.waarschuwing is None]
    more = f" Per organisatie: {'; '.join(own)}." if own else ""
    return (
        "Wet gemeentelijke schuldhulpverlening art. 3 lid 1 onder b, Besluit gemeentelijke schuldhulpverlening, "
        f"AVG art. 6 lid 1 onder e, en het convenant {versie.titel}.{more}"
    )


def _gegevens(versie: ConvenantVersie) -> str:
    fields = "; ".join(
        f"{_words(naam)} ({veld.doel}, art. {veld.artikel})" for naam, veld in versie.velden.items()
    )
    types = ", ".join(_words(one) for one in versie.vorderingen.typen)
    return f"Van organisaties van het type {', '.join(versie.partijen.partnertypen)}, over {types}: {fields}."


def _werking(versie: ConvenantVersie, werkwijze: Werkwijze | None) -> str:
    steps = [
        f"1. Toelaten. {' '.join(_toelating(versie))}",
        f"2. Samenvoegen. {_samenvoegen(versie)}",
        f"3. Volgorde. {_volgorde(versie)}",
        f"4. Toewijzen. {' '.join(_rij(row) for row in versie.beslistabel)}",
    ]
    if versie.bekend.redenen:
        steps.append(f"5. Al bekend. {_bekend(versie, werkwijze)}")
    return "\n".join(steps)


def _toelating(versie: ConvenantVersie) -> Iterable[str]:
    regels = versie.toelating
    if regels.vensters is not None:
        for soort, venster in regels.vensters.typen.items():
            until = f" en hoogstens {venster.tot_dagen}" if venster.tot_dagen is not None else ""
            yield (
                f"{soort}: de achterstand duurt minstens {venster.vanaf_dagen}{until} dagen "
                f"(art. {regels.vensters.artikel})."
            )
    if regels.wachttijd is not None:
        yield (
            f"De achterstand duurt minstens {_maanden(regels.wachttijd.maanden)} (art. {regels.wachttijd.artikel})."
        )
    if regels.minimumbedrag is not None:
        yield (
            f"Het bedrag is minstens {_euro(regels.minimumbedrag.cent)} (art. {regels.minimumbedrag.artikel})."
        )
    if regels.herinneringen is not None:
        yield (
            f"Er zijn minstens {regels.herinneringen.minimum} herinneringen gestuurd "
            f"(art. {regels.herinneringen.artikel})."
        )
    for one in regels.verklaringen:
        yield f"Een signaal wordt geweigerd als {one.zin} (art. {one.artikel})."
    yield "Een signaal zonder verplicht gegeven, of van een partij die niet meedoet, wordt geweigerd."


def _samenvoegen(versie: ConvenantVersie) -> str:
    matching = versie.matching
    wide = (
        f" Is er ruimte over, dan tellen {_maanden(matching.verruimen_tot_maanden)} mee."
        if matching.verruimen_tot_maanden > 1
        else ""
    )
    return (
        "Signalen van dezelfde maand op hetzelfde adres komen bij elkaar. Nodig zijn signalen van minstens "
        f"{matching.partners_minimum} {'partner' if matching.partners_minimum == 1 else 'partners'} "
        f"(art. {matching.artikel}).{wide}"
    )


def _volgorde(versie: ConvenantVersie) -> str:
    keys = versie.ordening.volgorde
    if not keys:
        return f"Er is geen volgorde: elke zaak krijgt aandacht (art. {versie.ordening.artikel})."
    words = "; ".join(VOLGORDE.get(key, _words(key)) for key in keys)
    return f"{words[0].upper()}{words[1:]} (art. {versie.ordening.artikel})."


def _rij(row: Beslisrij) -> str:
    acts = f", met: {', '.join(_words(one) for one in row.acties)}" if row.acties else ""
    inbox = "de gemeente" if row.postvak == "gemeente" else row.postvak
    return f"{row.omschrijving[0].upper()}{row.omschrijving[1:]}: naar {inbox}{acts} (art. {row.artikel})."


def _bekend(versie: ConvenantVersie, werkwijze: Werkwijze | None) -> str:
    reasons = " of ".join(_words(one) for one in versie.bekend.redenen)
    left_out = (
        werkwijze is not None and werkwijze.laat_bekenden_weg and versie.bekend.buiten_beschouwing_mogelijk
    )
    what = "blijft buiten de lijst" if left_out else "blijft meetellen en krijgt een teken"
    return f"Wie al bekend is door {reasons}, {what} (art. {versie.bekend.artikel})."


def _euro(cent: int) -> str:
    whole = f"{cent // 100:,}".replace(",", ".")
    return f"€ {whole},{cent % 100:02}"


def _maanden(aantal: int) -> str:
    return "één maand" if aantal == 1 else f"{aantal} maanden"


def _words(code: str) -> str:
    return code.replace("_", " ")


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
