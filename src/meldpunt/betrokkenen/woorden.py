"""The words in which a resident reads what is kept: names of tables and columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MAANDEN: Final = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
TABELNAMEN: Final[Mapping[str, str]] = {
    "Signaal": "Wat een partner doorgaf",
    "SignaalPersoon": "Wie u bent, volgens de partner",
    "Partnerbericht": "Wat een partner later doorgaf",
    "Rectificatie": "Wat is verbeterd",
    "Verwerkingsbeperking": "Wat rust",
    "BekendAdres": "Uw adres op de lijst van bekende huishoudens",
    "Zaak": "De zaak waarin u voorkomt",
    "Zaaksignaal": "Welke signalen bij elkaar horen",
    "Persoonsvraag": "Of twee signalen over dezelfde persoon gaan",
    "Mismatch": "Wie u bent, volgens de BRP",
    "Lijstregel": "De maandlijst waarop de zaak stond",
    "Stapelopdracht": "Een handeling op meer zaken tegelijk",
    "Stapelregel": "Wat die handeling bij uw zaak deed",
    "Overdracht": "Het aanbod aan een andere gemeente",
    "Contactpoging": "Pogingen om u te bereiken",
    "Zaaktermijn": "Termijnen",
    "Trajectstap": "Stappen en afspraken",
    "Brpbevraging": "Wat in de BRP is nagegaan",
    "Controle": "Wat vooraf is nagegaan",
    "Risicoadres": "Afspraken over veilig bezoek op uw adres",
    "Bewonersantwoord": "Wat u zelf antwoordde",
    "Verzending": "Brieven en berichten aan u",
    "Antwoordcode": "Codes om te antwoorden",
    "Terugkoppeling": "Wat een partner hoorde",
    "Opschorting": "Wanneer de incasso rust",
    "Navraag": "Vragen aan een partner",
    "Partnermededeling": "Wat een partner hoorde over uw verzoek",
    "Verzoeksignaal": "Welke signalen bij uw verzoek zijn gevonden",
}
VELDNAMEN: Final[Mapping[str, str]] = {
    "bsn": "Burgerservicenummer",
    "bsn_verzegeld": "Burgerservicenummer",
    "email": "E-mail",
    "suffix": "Huisletter en toevoeging",
    "bedrag_cent": "Bedrag",
    "type_vordering": "Waarover",
    "trap": "Waarom bij u",
    "naam": "Naam",
    "aan": "Gestuurd aan",
    "adresregels": "Adres op de brief",
    "aard": "Soort afspraak",
    "zin": "Uitkomst",
    "zelfde": "Dezelfde persoon",
    "bekend": "Bekend huishouden",
    "code": "Wat de partner las (code)",
    "code_verzegeld": "Code in de brief",
    "code_hash": "Code",
    "inhoud_verzegeld": "Kenmerk voor de partner",
}


def name_veld(veld: str) -> str:
    """Return what a column is called on paper."""
    return VELDNAMEN.get(veld) or veld.removesuffix("_id").replace("_", " ").capitalize()
