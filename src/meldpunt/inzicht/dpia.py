"""Input for a DPIA: what is processed, why, of whom, who receives it, how long, and which measures are in place.

Written from the declaration of personal data, the covenants and the measures that the software enforces. The
municipality completes it: necessity, consultation and its own risks cannot be read from code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from meldpunt.rules.convenant import Convenant
from meldpunt.rules.persoonsgegevens import BEWAARREGELS, DOELEN, SOORTEN, TABELLEN, Gegeven

VUL_IN: Final = "*(vul in)*"
# Risk, and what the software does against it.
MAATREGELEN: Final[Sequence[tuple[str, str]]] = (
    (
        "Een partner ziet gegevens van een andere partner",
        "Partners zien alleen eigen signalen; wat zij horen staat in een getekende openbaarmakingstabel. De database "
        "zelf laat andere rijen niet zien.",
    ),
    (
        "Een uitvoerder werkt zonder afspraak",
        "Zonder verwerkersovereenkomst die vandaag loopt is er geen toegang.",
    ),
    ("Gegevens blijven te lang", "Elke soort gegeven heeft een bewaarregel; vernietigen gaat vanzelf."),
    (
        "Iemand kijkt zonder reden",
        "Inzage wordt vastgelegd met doel; de privacyfunctionaris en de inwoner zien wie keek.",
    ),
    (
        "Gegevens van de verkeerde persoon",
        "Bij twijfel beslist een mens; niets gaat uit zolang dat open is.",
    ),
    (
        "Een verkeerd bestand",
        "Een partner kan een aanlevering intrekken; zaken worden hersteld en het datalek krijgt een werkblad.",
    ),
    (
        "Een beslissing die niemand kan uitleggen",
        "Vaste regels, elk met waarde, grens en artikel; geen zelflerend systeem.",
    ),
    (
        "Het convenant blijkt onrechtmatig",
        "Een noodstop houdt alles van dat convenant meteen tegen; twee mensen hervatten.",
    ),
    (
        "Een datalek wordt te laat verteld",
        "Klokken volgen uit convenant en AVG en staan bij de privacyfunctionaris.",
    ),
)
AANVULLEN: Final = (
    "Noodzaak en evenredigheid",
    "Mening van inwoners of hun vertegenwoordiging",
    "Advies van de FG",
    "Risico's van de eigen organisatie",
    "Restrisico en besluit",
    "Datum en naam",
)


@dataclass(frozen=True, slots=True)
class Gemeentedeel:
    """What is particular to one municipality: its covenants, and who works for it under which agreement."""

    naam: str
    convenanten: frozenset[str]
    partners: tuple[str, ...] = ()
    verwerkers: tuple[str, ...] = ()


@dataclass(slots=True)
class _Doelregel:
    soorten: set[str] = field(default_factory=set)
    van: set[str] = field(default_factory=set)
    bewaring: set[str] = field(default_factory=set)


def write_dpia(convenanten: Mapping[str, Convenant], *, gemeente: Gemeentedeel | None = None) -> str:
    """Write the input as Markdown; without a municipality for every covenant, as the reference page has it."""
    own = {key: one for key, one in convenanten.items() if gemeente is None or key in gemeente.convenanten}
    parts = [
        *_intro(gemeente),
        "## Verwerking",
        "Signaalpartners leveren achterstanden aan. Het meldpunt beoordeelt elke regel met vaste regels, brengt "
        "signalen van één adres samen in een zaak, en legt die voor aan de gemeente. De gemeente neemt contact op en "
        "biedt hulp aan.",
        "## Doelen, gegevens en bewaren",
        _table(("Doel", "Grondslag", "Gegevens", "Over wie", "Ontvangers", "Bewaren"), _purposes()),
        "## Convenanten",
        _table(
            ("Convenant", "Versie", "Velden", "Bewaartermijn", "Artikel"),
            [_convenant(one) for one in own.values()],
        ),
        *_parties(gemeente),
        "## Risico's en maatregelen in de software",
        _table(("Risico", "Maatregel"), MAATREGELEN),
        "## Wat de gemeente aanvult",
        "\n".join(f"- {naam}: {VUL_IN}" for naam in AANVULLEN),
    ]
    return "\n\n".join(parts) + "\n"


def _intro(gemeente: Gemeentedeel | None) -> Iterable[str]:
    yield f"# Invoer voor de DPIA{f' van gemeente {gemeente.naam}' if gemeente else ''}"
    yield (
        "Dit stuk komt uit de software zelf: uit de verklaring van persoonsgegevens, de convenanten en de regels. "
        "Het is invoer; de gemeente maakt de DPIA af (AVG art. 35)."
    )


def _parties(gemeente: Gemeentedeel | None) -> Iterable[str]:
    if gemeente is None:
        return
    yield "## Partijen"
    yield f"Signaalpartners: {', '.join(gemeente.partners) or 'geen'}."
    yield f"Verwerkers met een overeenkomst: {', '.join(gemeente.verwerkers) or 'geen'}."


def _purposes() -> list[tuple[str, ...]]:
    found: dict[str, _Doelregel] = defaultdict(_Doelregel)
    for tabel in TABELLEN.values():
        for gegeven in tabel.velden.values():
            for one in _each(gegeven):
                row = found[one.doel]
                row.soorten.add(SOORTEN[one.soort])
                row.van.add(one.van)
                row.bewaring.add(one.bewaring)
    return [
        (
            doel.titel,
            doel.grondslag,
            ", ".join(sorted(found[key].soorten)) or "geen",
            ", ".join(sorted(found[key].van)) or "niemand",
            ", ".join(doel.ontvangers),
            " ".join(BEWAARREGELS[one].zin for one in sorted(found[key].bewaring)) or "niet bewaard",
        )
        for key, doel in DOELEN.items()
    ]


def _each(gegeven: Gegeven | None) -> Sequence[Gegeven]:
    return () if gegeven is None else (gegeven,)


def _convenant(convenant: Convenant) -> tuple[str, ...]:
    versie = convenant.versies[-1]
    bewaring = versie.bewaring
    term = f"{bewaring.maanden} maanden vanaf {bewaring.vanaf}"
    return convenant.titel, versie.kenmerk, str(len(versie.velden)), term, bewaring.artikel


def _table(kop: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [kop, ["---"] * len(kop), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
