"""Checks before contact: what is known of a resident or an address, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from meldpunt.rules.statussen import CONTACTSOORTEN

HUISBEZOEK: Final = "Huisbezoek"
# What is done at a desk reaches nobody, so nothing forbids it.
AAN_HET_BUREAU: Final = frozenset({"Administratief"})
ELK_CONTACT: Final = frozenset(CONTACTSOORTEN) - AAN_HET_BUREAU
AAN_DE_DEUR: Final = frozenset({"Brief", HUISBEZOEK, "Kaartje"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Controlesoort:
    """One state: what it means, what it forbids, which end result it leads to, and who takes over."""

    titel: str
    toon: str
    gevolg: str
    bron: str
    verbiedt: frozenset[str] = frozenset()
    # Somebody may do it by hand, but no plan proposes it and no list names it.
    niet_plannen: frozenset[str] = frozenset()
    niet_alleen: bool = False
    geheim: bool = False
    voorstel: str = ""
    neemt_over: str = ""
    # A state of the house itself, whoever lives there.
    van_het_adres: bool = False


CONTROLESOORTEN: Final[Mapping[str, Controlesoort]] = {
    "overleden": Controlesoort(
        titel="Overleden",
        toon="gevaar",
        gevolg="Zoek geen contact meer. Sluit de zaak, of geef deze persoon een eigen eindresultaat.",
        bron="BRP; DDAS 1.2, eindresultaat",
        verbiedt=ELK_CONTACT,
        voorstel="Inwoner is overleden",
    ),
    "verhuisd_buiten": Controlesoort(
        titel="Verhuisd naar een andere gemeente",
        toon="gevaar",
        gevolg="Zoek geen contact meer. Draag de zaak over aan de nieuwe gemeente: die doet het aanbod.",
        bron="BRP; Wgs art. 3 lid 1 onder b; DDAS 1.2, eindresultaat",
        verbiedt=ELK_CONTACT,
        voorstel="Persoon is geen inwoner (meer) in de gemeente",
        neemt_over="de nieuwe gemeente",
    ),
    "geemigreerd": Controlesoort(
        titel="Vertrokken naar het buitenland",
        toon="gevaar",
        gevolg="Zoek geen contact meer. De inwoner staat niet meer in Nederland ingeschreven. Sluit de zaak.",
        bron="BRP (opgeschort door emigratie, of register van niet-ingezetenen); DDAS 1.2, eindresultaat",
        verbiedt=ELK_CONTACT,
        voorstel="Persoon is geen inwoner (meer) in de gemeente",
    ),
    "geen_bezoek": Controlesoort(
        titel="Niet bezoeken",
        toon="gevaar",
        gevolg="Ga hier niet langs, ook niet met een collega. Bel, schrijf, of spreek af op kantoor.",
        bron="Lijst van risicoadressen van de gemeente; veilig werken (Arbowet art. 3)",
        verbiedt=frozenset({HUISBEZOEK, "Kaartje"}),
        van_het_adres=True,
    ),
    "onveilig_bezoek": Controlesoort(
        titel="Niet alleen op bezoek",
        toon="gevaar",
        gevolg="Ga hier nooit alleen langs. Bij een huisbezoek vinkt u aan dat u niet alleen ging.",
        bron="Lijst van risicoadressen van de gemeente; veilig werken (Arbowet art. 3)",
        niet_alleen=True,
        van_het_adres=True,
    ),
    "geheim_adres": Controlesoort(
        titel="Geheim adres",
        toon="let_op",
        gevolg="Noem dit adres tegen niemand. Het staat niet op lijsten en partners zien het nooit.",
        bron="BRP, verstrekkingsbeperking (Wet BRP art. 2.59)",
        niet_plannen=frozenset({HUISBEZOEK, "Kaartje"}),
        geheim=True,
    ),
    "adres_onbekend": Controlesoort(
        titel="Adres onbekend",
        toon="let_op",
        gevolg="Ga niet langs en stuur geen post. Bel of mail. Lukt dat niet, sluit de zaak dan.",
        bron="BRP (vertrokken, onbekend waarheen); DDAS 1.2, eindresultaat",
        verbiedt=AAN_DE_DEUR,
        voorstel="Niet opgepakt: andere reden",
    ),
    "verhuisd_binnen": Controlesoort(
        titel="Verhuisd binnen de gemeente",
        toon="let_op",
        gevolg="Pak de zaak op. Stuur niets naar dit adres en ga er niet langs: het is het oude.",
        bron="BRP; DDAS 1.2, eindresultaat",
        verbiedt=AAN_DE_DEUR,
    ),
    "in_onderzoek": Controlesoort(
        titel="Adres in onderzoek",
        toon="let_op",
        gevolg="Of de inwoner hier woont, is niet zeker. Vraag het na voordat u schrijft of langsgaat.",
        bron="BRP (gegevens in onderzoek)",
    ),
    "bekend_schuldhulp": Controlesoort(
        titel="Bekend bij schuldhulpverlening",
        toon="info",
        gevolg="Vraag de hulpverlener of die het signaal overneemt. Een bewindvoerder telt niet als hulpverlener.",
        bron="Wgs art. 8b; DDAS 1.2, eindresultaat",
        voorstel="Inwoner al bekend bij schuldhulpverlening",
        neemt_over="schuldhulpverlening",
    ),
    "bekend_sociale_dienst": Controlesoort(
        titel="Bekend bij de sociale dienst",
        toon="info",
        gevolg="Doe het aanbod gewoon. Stem met de sociale dienst af wie het gesprek voert.",
        bron="Wgs art. 8b (gegevens van Participatiewet, Wmo en Jeugdwet)",
    ),
}
# Not a check that anybody sets: it stands as long as the request of the resident holds.
BEPERKT: Final = "verwerking_beperkt"
STANDEN: Final[Mapping[str, Controlesoort]] = {
    BEPERKT: Controlesoort(
        titel="Gegevens niet gebruiken",
        toon="gevaar",
        gevolg="De inwoner vroeg hierom. Bewaar alles, zoek geen contact en geef niets door, tot de "
        "privacyfunctionaris de beperking opheft.",
        bron="AVG art. 18",
        verbiedt=ELK_CONTACT,
    ),
    **CONTROLESOORTEN,
}
# What the file with risk addresses says is done there -> the state it gives.
MAATREGELEN: Final[Mapping[str, str]] = {
    "niet_alleen": "onveilig_bezoek",
    "niet_bezoeken": "geen_bezoek",
}
# The reasons of the file with known households -> the state they give.
BEKEND: Final[Mapping[str, str]] = {
    "schuldhulpverlening": "bekend_schuldhulp",
    "uitkering": "bekend_sociale_dienst",
}


class Waarschuwing(NamedTuple):
    """A state in words: its title, what to do, its tone."""

    soort: str
    titel: str
    gevolg: str
    toon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beperking:
    """What states together do: kinds of contact they forbid (with the state that does), and what they propose.

    `ongepland` holds the forbidden kinds and those that a plan leaves out.
    """

    verboden: Mapping[str, str]
    ongepland: Mapping[str, str]
    niet_alleen: bool
    geheim: bool
    voorstel: str
    neemt_over: str
    waarschuwingen: tuple[Waarschuwing, ...]

    @property
    def elk_contact(self) -> bool:
        """Tell whether nobody may be contacted at all."""
        return self.verboden.keys() >= ELK_CONTACT


def restrictions(soorten: Collection[str]) -> Beperking:
    """Say what these states forbid, propose and warn for, the most pressing first."""
    present = [(soort, regel) for soort, regel in STANDEN.items() if soort in soorten]
    forbidden = {kind: soort for soort, regel in reversed(present) for kind in sorted(regel.verbiedt)}
    unplanned = {kind: soort for soort, regel in reversed(present) for kind in sorted(regel.niet_plannen)}
    return Beperking(
        verboden=forbidden,
        ongepland=unplanned | forbidden,
        niet_alleen=any(regel.niet_alleen for _, regel in present),
        geheim=any(regel.geheim for _, regel in present),
        voorstel=next((regel.voorstel for _, regel in present if regel.voorstel), ""),
        neemt_over=next((regel.neemt_over for _, regel in present if regel.neemt_over), ""),
        waarschuwingen=tuple(
            Waarschuwing(soort, regel.titel, regel.gevolg, regel.toon) for soort, regel in present
        ),
    )


def restrictions_of_address(adres: Collection[str], personen: Sequence[Collection[str]]) -> Beperking:
    """Say what holds for contact with the address as a whole: its own states, and those that everybody has.

    One resident who died keeps nobody from writing to the other.
    """
    shared = set(personen[0]).intersection(*personen[1:]) if personen else set()
    unsafe = {soort for states in personen for soort in states if STANDEN[soort].van_het_adres}
    secret = {soort for states in personen for soort in states if STANDEN[soort].geheim}
    return restrictions({*adres, *shared, *unsafe, *secret})


def refuse_contact(beperking: Beperking, soort: str, *, niet_alleen: bool) -> str:
    """Say why this kind of contact cannot be, in a sentence with its code; empty when it can."""
    if (state := beperking.verboden.get(soort)) is not None:
        regel = STANDEN[state]
        if state == BEPERKT:
            return f"{soort} kan niet. {regel.gevolg} [beperkt]"
        return f"{soort} kan niet: de controle ‘{regel.titel}’ staat aan. {regel.gevolg} [contact_verboden]"
    if soort == HUISBEZOEK and beperking.niet_alleen and not niet_alleen:
        return (
            "Bij dit adres gaat niemand alleen op huisbezoek. Vink aan dat u niet alleen ging, of kies een andere "
            "manier. [bezoek_niet_alleen]"
        )
    return ""
