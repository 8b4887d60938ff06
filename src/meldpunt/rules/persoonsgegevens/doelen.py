"""For which purposes data are kept, on which article, who receives them, and how long they stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

TAAK = "AVG art. 6 lid 1 onder e"


@dataclass(frozen=True, slots=True)
class Doel:
    """One purpose: its title, a sentence for the resident, its article, and who receives what is kept for it."""

    titel: str
    zin: str
    grondslag: str
    ontvangers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bewaarregel:
    """How long something stays: a sentence, the event it is counted from, and the term."""

    zin: str
    vanaf: str
    termijn: str


DOELEN: Final[Mapping[str, Doel]] = {
    "vroegsignalering": Doel(
        "Vroegsignalering",
        "Zien bij welk adres betalingsachterstanden samenkomen, zodat de gemeente op tijd hulp kan aanbieden.",
        f"Wgs art. 3 lid 1 onder b en art. 8b; {TAAK}",
        ("de gemeente van het adres", "de uitvoerder die voor haar werkt"),
    ),
    "identificatie": Doel(
        "Zeker weten om wie het gaat",
        "Nagaan dat signalen over dezelfde persoon gaan, en over niemand anders.",
        f"Wgs art. 8c; {TAAK}",
        ("de gemeente van het adres",),
    ),
    "contact": Doel(
        "Contact met de inwoner",
        "De inwoner een gesprek aanbieden, per brief, telefoon, mail, sms of aan de deur.",
        f"Wgs art. 3 lid 1 onder b en art. 4; {TAAK}",
        ("de gemeente van het adres", "de uitvoerder die voor haar werkt", "de inwoner zelf"),
    ),
    "controle": Doel(
        "Controle vooraf",
        "Nagaan of iemand al bekend is bij hulp, is overleden of verhuisd, en of een bezoek veilig is.",
        f"Wgs art. 8b en 8d; {TAAK}",
        ("de gemeente van het adres",),
    ),
    "hulp": Doel(
        "Hulp en besluit",
        "Afspraken, regelingen en besluiten vastleggen van een inwoner die hulp aanneemt.",
        f"Wgs art. 4 en 4a; {TAAK}",
        ("de gemeente van het adres", "de uitvoerder die voor haar werkt", "de inwoner zelf"),
    ),
    "terugkoppeling": Doel(
        "Terugkoppeling aan de partner",
        "De partner vertellen wat er met zijn eigen signaal is gebeurd, en niets meer dan de tabel toestaat.",
        f"Wgs art. 3 lid 1 onder b en het convenant; {TAAK}",
        ("de signaalpartner van het signaal",),
    ),
    "kwaliteit": Doel(
        "Fouten in een aanlevering",
        "De partner laten zien welke regels zijn geweigerd en waarom, zodat hij ze kan verbeteren.",
        f"AVG art. 5 lid 1 onder d; {TAAK}",
        ("de signaalpartner die aanleverde",),
    ),
    "overdracht": Doel(
        "Overdracht na een verhuizing",
        "De gemeente waar iemand naartoe is verhuisd de zaak aanbieden.",
        f"Wgs art. 3 lid 1 onder b en art. 8b; {TAAK}",
        ("de gemeente van het nieuwe adres",),
    ),
    "toegang": Doel(
        "Toegang van medewerkers",
        "Weten wie er werkt, met welke rol, en dat niemand anders binnenkomt.",
        f"AVG art. 32; {TAAK}",
        ("de organisatie van de medewerker", "de beheerder van het meldpunt"),
    ),
    "rechten": Doel(
        "Verzoeken van inwoners",
        "Een verzoek om inzage, correctie, verwijdering of beperking afhandelen, en bezwaar.",
        "AVG art. 12 en 15 tot en met 22; AVG art. 6 lid 1 onder c",
        ("de gemeente van het adres", "de inwoner zelf", "de signaalpartner, over zijn eigen signaal"),
    ),
    "verantwoording": Doel(
        "Verantwoording",
        "Kunnen laten zien wie wat deed, wie wat inzag en waarom.",
        f"AVG art. 5 lid 2 en art. 32; {TAAK}",
        ("de privacyfunctionaris", "de inwoner zelf, op verzoek"),
    ),
}

BEWAARREGELS: Final[Mapping[str, Bewaarregel]] = {
    "signaal": Bewaarregel(
        "De bewaartermijn van het convenant, en niet eerder dan een open zaak klaar is.",
        "de dag van de aanlevering",
        "drie maanden (Haarlem en Zandvoort), zes maanden (Drechtsteden), anders de termijn van de gemeente, "
        "standaard zes maanden",
    ),
    "zaak": Bewaarregel(
        "Zolang de zaak loopt, en daarna de bewaartermijn van het convenant.",
        "de dag dat de zaak is gesloten",
        "de bewaartermijn van het convenant",
    ),
    "ruw": Bewaarregel(
        "Versleuteld, en alleen tot de regels zijn gelezen.", "de ontvangst", "tot het bestand is verwerkt"
    ),
    "foutverslag": Bewaarregel(
        "Zolang de partner zijn regels kan verbeteren.", "de dag van de aanlevering", "30 dagen"
    ),
    "overdracht": Bewaarregel(
        "Tot de andere gemeente heeft beslist.", "het aanbod", "tot het besluit over de overdracht"
    ),
    "lijst": Bewaarregel(
        "Tot de gemeente een nieuwe lijst inleest, of tot de dag die bij het adres staat.",
        "het inlezen",
        "tot de volgende lijst",
    ),
    "antwoordcode": Bewaarregel("Zolang de code geldig kan zijn.", "de verzending", "42 dagen"),
    "terugblik": Bewaarregel(
        "Een versleuteld kenmerk van het adres, om te zien of er in zes maanden eerder een signaal was.",
        "de dag van de aanlevering",
        "zes maanden; aan het eind van die maand wordt de sleutel vernietigd",
    ),
    "account": Bewaarregel(
        "Zolang iemand een account heeft.",
        "het einde van de laatste aanstelling",
        "tot het account is opgeheven",
    ),
    "sessie": Bewaarregel("Zolang iemand is aangemeld.", "het aanmelden", "8 uur"),
    "aanmelding": Bewaarregel(
        "Dertien maanden, om te zien wie een recht niet gebruikt.", "het aanmelden", "13 maanden"
    ),
    "teller": Bewaarregel("Alleen om pogingen te tellen.", "de poging", "een dag"),
    "wachtrij": Bewaarregel("Tot de taak klaar is.", "het inplannen", "tot de taak klaar is"),
    "verzoek": Bewaarregel(
        "Zolang iemand tegen het besluit op kan komen.", "het besluit op het verzoek", "een jaar"
    ),
    "mededeling": Bewaarregel(
        "Tot de signaalpartner heeft bevestigd.",
        "de mededeling aan de partner",
        "tot de bevestiging, en hooguit een jaar",
    ),
    "verantwoording": Bewaarregel(
        "Zolang verantwoording nodig kan zijn; er staan alleen nummers in.",
        "de handeling",
        "de termijn van de gemeente",
    ),
}
