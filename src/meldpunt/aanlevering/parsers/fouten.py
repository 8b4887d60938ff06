"""Why a file cannot be read at all; a flaw in one row is never a reason."""

from typing import NoReturn


class BestandFout(Exception):
    """Carry a stable code and a Dutch sentence that says what to do."""

    def __init__(self, code: str, zin: str) -> None:
        self.code = code
        self.zin = f"{zin} [{code}]"
        super().__init__(self.zin)

    def __reduce__(self) -> tuple[type["BestandFout"], tuple[str, str]]:
        # Rebuilt from its arguments in another process; without this the code would be there twice.
        return BestandFout, (self.code, self.zin.removesuffix(f" [{self.code}]"))


_OPNIEUW = "lever het bestand opnieuw aan."
_OPSLAAN = f"Sla het bestand op als CSV UTF-8 of als Excel-werkmap (.xlsx) en {_OPNIEUW}"

_ZINNEN = {
    "bestand_leeg": "Bestand {naam} is leeg. Controleer de export en lever een bestand met een kopregel aan.",
    "bestand_kwijt": "Bestand {naam} is niet meer aanwezig. Lever het opnieuw aan.",
    "bestand_veranderd": "Bestand {naam} is bij ons beschadigd of veranderd na de ontvangst. We hebben er niets van "
    "opgeslagen. Lever het opnieuw aan.",
    "bestand_te_groot": "Bestand {naam} is {waarde} MB; het maximum is {grens} MB. "
    "Splits het bestand en lever de delen aan.",
    "bestand_onleesbaar": "Bestand {naam} is niet te lezen: {waarde}. " + _OPSLAAN,
    "bestand_soort_onbekend": "Bestand {naam} is {waarde}, geen CSV, XLSX, XLS of ODS. " + _OPSLAAN,
    "bestand_versleuteld": "Bestand {naam} is beveiligd met een wachtwoord. "
    f"Verwijder het wachtwoord en {_OPNIEUW}",
    "bestand_zipbom": "Bestand {naam} wordt bij het uitpakken te groot: {waarde}; het maximum is {grens}. "
    "Kopieer de regels naar een nieuw, leeg werkblad of lever een CSV-bestand aan.",
    "codering_onbekend": "Bestand {naam} is geen UTF-8, UTF-16 of Windows-1252: er staan tekens in "
    "die daarin niet bestaan. " + _OPSLAAN,
    "aanhalingsteken_open": "Regel {waarde} van bestand {naam}: hier begint een aanhalingsteken "
    f'(") dat nergens sluit. Sluit de tekst of verwijder het teken en {_OPNIEUW}',
    "cel_te_lang": "Regel {waarde} van bestand {naam}: een cel telt meer dan {grens} tekens. "
    f'Kijk of een aanhalingsteken (") niet is gesloten, maak de cel korter en {_OPNIEUW}',
    "regel_te_lang": "Een regel van bestand {naam} is langer dan {grens} MB. "
    f"Controleer de regeleinden en {_OPNIEUW}",
    "te_veel_kolommen": "Bestand {naam} heeft {waarde} kolommen; het maximum is {grens}. "
    f"Verwijder de kolommen die niet nodig zijn en {_OPNIEUW}",
    "meer_werkbladen": "Bestand {naam} heeft signalen op meer dan één werkblad: {waarde}. "
    f"Zet alle regels op één werkblad onder één kopregel, of bewaar elk werkblad apart, en {_OPNIEUW}",
    "te_veel_cellen": "Het werkblad in {naam} telt {waarde} cellen; het maximum is {grens}. "
    "Lever het aan als CSV-bestand of splits het.",
    "te_veel_regels": "Bestand {naam} telt meer dan {grens} regels. Splits het en lever de delen aan.",
    "kop_niet_gevonden": "Bestand {naam} heeft in de eerste {grens} regels geen kolomnamen. "
    f"Zet de kolomnamen op de eerste regel en {_OPNIEUW}",
}


def refuse(code: str, naam: str, *, waarde: object = "", grens: object = "") -> NoReturn:
    """Raise the BestandFout of this code, with the file, the value and the limit filled in."""
    raise BestandFout(code, _ZINNEN[code].format(naam=naam, waarde=waarde, grens=grens))
