"""A partner's own column names, mapped to ours: proposed once, confirmed on a screen, remembered."""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from meldpunt.aanlevering.parsers import RAPPORTKOLOMMEN, UITGIFTEKOLOMMEN

# Names seen in exports of housing, energy, water and health insurance systems.
# Spaces, points and case do not count.
_NAMEN = {
    "klantnummer": "klantnr, klant, debiteurnummer, debiteurnr, debiteur, relatienummer, relatienr, "
    "huurdernummer, huurdersnummer, contractnummer, polisnummer, verzekerdenummer, "
    "correspondentienummer, klantid, contractant, customer number",
    "voorletters": "voorletter, initialen, voorl, vl, initials",
    "tussenvoegsel": "tussenvoegsels, tussenv, tv, voorvoegsel, voorvoegsels, tussenvgsl, prefix",
    "achternaam": "naam, geslachtsnaam, familienaam, achtern, naam klant, naam debiteur, naam "
    "huurder, surname, last name",
    "geboortedatum": "gebdat, gebdatum, geb datum, geboren, geboorte datum, datum geboorte, geb, birth date",
    "straat": "straatnaam, adres, street",
    "huisnummer": "huisnr, huis nr, nr, hnr, huisnum, house number",
    "huisletter": "letter, hletter, huislet",
    "huisnummertoevoeging": "toevoeging, toev, huisnrtoev, huisnummer toev, huisnr toevoeging, hnrtoev, nr "
    "toevoeging",
    "postcode": "pc, postkode, post code, pc6, zip, zipcode",
    "woonplaats": "plaats, stad, plaatsnaam, city",
    "telefoon": "telefoonnummer, telefoonnr, tel, telnr, mobiel, mobiel nummer, gsm, phone",
    "email": "e-mail, e-mailadres, emailadres, mail, mailadres",
    "type_vordering": "vordering, soort vordering, vorderingsoort, vorderingstype, type schuld, soort "
    "schuld, product",
    "bedrag": "openstaand saldo, saldo, openstaand bedrag, openstaand, schuld, schuldbedrag, "
    "achterstand, bedrag achterstand, achterstand bedrag, hoofdsom, totaal "
    "openstaand, amount",
    "achterstand_sinds": "vervaldatum oudste factuur, oudste vervaldatum, vervaldatum, achterstand vanaf, "
    "datum achterstand, datum oudste factuur, oudste factuur, ontstaansdatum",
    "referentie": "ref, kenmerk, signaalnummer, uw kenmerk, referentienummer, dossiernummer",
    "aantal_herinneringen": "herinneringen, aantal aanmaningen, aantal herinn",
    "persoonlijk_contact_gezocht": "persoonlijk contact, contact gezocht",
    "gewezen_op_hulp": "gewezen op schuldhulp, gewezen op schuldhulpverlening",
    "bezwaar": "klant heeft bezwaar, bezwaar klant, bezwaar gemaakt",
    "lopende_regeling": "betalingsregeling, regeling, lopende betalingsregeling",
    "soort_signaal": "signaalsoort, type signaal",
    "verwachte_einddatum": "einddatum, verwacht einde",
    "bsn": "burgerservicenummer, sofinummer",
    "reden": "reden signaal, reden aanlevering, toelichting",
    "incassostappen": "incasso stappen, stappen",
}
SYNONIEMEN: Mapping[str, tuple[str, ...]] = {veld: tuple(namen.split(", ")) for veld, namen in _NAMEN.items()}

# These may mean something else too: a full name, a street with its number, days instead of an amount.
_TWIJFEL = frozenset(
    {
        "naam",
        "naamklant",
        "naamdebiteur",
        "naamhuurder",
        "adres",
        "achterstand",
        "schuld",
        "product",
        "nr",
        "klant",
        "letter",
        "vervaldatum",
        "toelichting",
        "geb",
    }
)

_GELIJKENIS = 0.85
_MINIMUM = 5


@dataclass(frozen=True)
class Voorstel:
    """Propose a field for a column; no field when nothing looks like it, `zeker` when the name says it."""

    veld: str | None
    zeker: bool


class KolomkaartFout(Exception):
    """Carry every reason why a column map cannot be used, each a sentence with its code."""

    def __init__(self, zinnen: Sequence[str]) -> None:
        self.zinnen = tuple(zinnen)
        super().__init__(*self.zinnen)


def _simplify(naam: str) -> str:
    ontleed = unicodedata.normalize("NFKD", naam.lower())
    return re.sub(r"[^a-z0-9]", "", ontleed)


def _known_names(velden: Sequence[str]) -> dict[str, str]:
    eigen = {_simplify(veld): veld for veld in velden}
    synoniemen = {_simplify(naam): veld for veld in velden for naam in SYNONIEMEN.get(veld, ())}
    return synoniemen | eigen


def _guess(naam: str, namen: Mapping[str, str]) -> str | None:
    """Return the field of the longest known name inside this one, else of a name spelled nearly alike."""
    bevat = [bekend for bekend in namen if len(bekend) >= _MINIMUM and bekend in naam]
    if bevat:
        return namen[max(bevat, key=len)]
    lijkt = difflib.get_close_matches(naam, namen, n=1, cutoff=_GELIJKENIS) if len(naam) >= _MINIMUM else []
    return namen[lijkt[0]] if lijkt else None


def propose_kolomkaart(kop: Sequence[str], velden: Sequence[str] = tuple(SYNONIEMEN)) -> dict[str, Voorstel]:
    """Return a proposal per column of a header; each field at most once, to the surest column."""
    namen = _known_names(velden)
    own = {*RAPPORTKOLOMMEN, *UITGIFTEKOLOMMEN}
    kolommen = [kolom for kolom in dict.fromkeys(kop) if kolom and kolom.lower() not in own]
    eigen = set(map(_simplify, velden))
    zeker = {kolom: namen.get(_simplify(kolom)) for kolom in kolommen}
    # Our own name for a field goes before a synonym: a file may hold both "naam" and "achternaam".
    volgorde = sorted(
        kolommen,
        key=lambda kolom: (zeker[kolom] is None, _simplify(kolom) not in eigen, _simplify(kolom) in _TWIJFEL),
    )
    vergeven: set[str] = set()
    voorstellen: dict[str, Voorstel] = {}
    for kolom in volgorde:
        veld = zeker[kolom] or _guess(_simplify(kolom), namen)
        if veld is None or veld in vergeven:
            voorstellen[kolom] = Voorstel(None, zeker=False)
            continue
        vergeven.add(veld)
        is_zeker = zeker[kolom] is not None and _simplify(kolom) not in _TWIJFEL
        voorstellen[kolom] = Voorstel(veld, zeker=is_zeker)
    return {kolom: voorstellen[kolom] for kolom in kolommen}


def _list_fouten(kaart: Mapping[str, str], kop: Sequence[str], velden: Sequence[str]) -> Iterator[str]:
    for kolom, veld in kaart.items():
        if kolom not in kop:
            yield f"Kolom {kolom} staat niet in het bestand. Kies een kolom uit het bestand. [kolom_onbekend]"
        if veld not in velden:
            yield f"Veld {veld} bestaat niet. Kies een veld uit de lijst. [veld_onbekend]"
    for veld, aantal in Counter(kaart.values()).items():
        if aantal > 1:
            yield f"Veld {veld} is aan {aantal} kolommen gekoppeld. Kies er één. [veld_dubbel]"


def check_kolomkaart(kaart: Mapping[str, str], *, kop: Sequence[str], velden: Sequence[str]) -> None:
    """Raise KolomkaartFout with every reason why this map does not fit this header."""
    zinnen = list(_list_fouten(kaart, kop, velden))
    if zinnen:
        raise KolomkaartFout(zinnen)
