"""The grounds of one delivery, one small function per sentence, each over one plain row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.inzicht.orakel.afspraken import (
    AFSPRAKEN,
    GEWOON,
    MAANDEN,
    MINIMUM,
    STAPPEN,
    VERPLICHT,
    add_months,
    term,
)
from tests.inzicht.orakel.cellen import (
    is_bsn,
    read_aantal,
    read_bedrag,
    read_date,
    read_huisnummer,
    read_janee,
    read_postcode,
    read_stappen,
    read_suffix,
    read_type,
)
from tests.inzicht.orakel.lezen import Regel

JANEE = {
    "persoonlijk_contact_gezocht", "gewezen_op_hulp", "bezwaar", "lopende_regeling", "reactie_klant",
    "overgedragen_cjib", "dwanginvordering", "gerechtelijke_maatregel", "contact_of_afspraak",
}  # fmt: skip


@dataclass(frozen=True)
class Levering:
    """Who delivered when, under which scenario."""

    geval: dict[str, Any]
    partner: dict[str, Any]
    datum: date

    @property
    def convenant(self) -> str:
        return str(self.geval["convenant"])


@dataclass
class Oordeel:
    regel: int
    cellen: dict[str, str]
    gronden: set[str]
    veld_verwijderd: bool

    @property
    def geaccepteerd(self) -> bool:
        return not self.gronden

    def cel(self, naam: str) -> str:
        return self.cellen.get(naam, "")


def judge(regels: list[Regel], levering: Levering) -> list[Oordeel]:
    """Give every row its grounds."""
    oordelen = [drop_velden(regel, levering.convenant) for regel in regels]
    for oordeel in oordelen:
        for rule in PER_REGEL:
            oordeel.gronden.update(rule(oordeel, levering))
    mark_dubbel(oordelen)
    if levering.convenant == "duo-amsterdam":
        mark_ov_boete(oordelen)
    return oordelen


def drop_velden(regel: Regel, convenant: str) -> Oordeel:
    # "A cell with a value outside the covenant's fields, in an unknown column or beyond the header: dropped before
    # anything looks at it, and the row, refused or not, gets the warning `veld_verwijderd`."
    velden = GEWOON | AFSPRAKEN[convenant].extra
    kept = {naam: cell for naam, cell in regel.cellen.items() if naam in velden}
    return Oordeel(regel.regel, kept, set(), len(kept) < len(regel.cellen) or regel.buiten_kop)


def in_werking(_: Oordeel, levering: Levering) -> Iterator[str]:
    # "delivery day before the covenant's first day, or after `einde`"
    einde = levering.geval.get("einde")
    if levering.datum < AFSPRAKEN[levering.convenant].vanaf or (einde and levering.datum > einde):
        yield "convenant_niet_in_werking"


def verplicht(oordeel: Oordeel, levering: Levering) -> Iterator[str]:
    # "one or more required cells are empty; once per row"
    if any(is_empty(oordeel, naam) for naam in VERPLICHT | AFSPRAKEN[levering.convenant].verplicht):
        yield "verplicht_veld_ontbreekt"


def is_empty(oordeel: Oordeel, naam: str) -> bool:
    cell = oordeel.cel(naam)
    # "anything else counts as empty", of yes and no and of `aantal_herinneringen`
    if naam in JANEE:
        return read_janee(cell) is None
    return read_aantal(cell) is None if naam == "aantal_herinneringen" else not cell


def ongeldig(oordeel: Oordeel, levering: Levering) -> Iterator[str]:
    if oordeel.cel("postcode") and read_postcode(oordeel.cel("postcode")) is None:
        yield "postcode_ongeldig"
    if oordeel.cel("huisnummer") and read_huisnummer(oordeel.cel("huisnummer")) is None:
        yield "huisnummer_ongeldig"
    if oordeel.cel("bedrag") and read_bedrag(oordeel.cel("bedrag")) is None:
        yield "bedrag_ongeldig"
    # "BSN, looked at only where the covenant allows it": elsewhere its cell was dropped.
    if oordeel.cel("bsn") and not is_bsn(oordeel.cel("bsn")):
        yield "bsn_ongeldig"


def datum_ongeldig(oordeel: Oordeel, levering: Levering) -> Iterator[str]:
    sinds = oordeel.cel("achterstand_sinds")
    geboren = oordeel.cel("geboortedatum")
    einde = oordeel.cel("verwachte_einddatum")
    wrong = (
        (sinds and readable_sinds(oordeel, levering) is None)
        or (geboren and not is_birth_date(read_date(geboren), levering.datum))
        # "A future `verwachte_einddatum` is fine."
        or (einde and read_date(einde) is None)
    )
    if wrong:
        yield "datum_ongeldig"


def readable_sinds(oordeel: Oordeel, levering: Levering) -> date | None:
    # "`achterstand_sinds` after the delivery day"
    sinds = read_date(oordeel.cel("achterstand_sinds"))
    return sinds if sinds and sinds <= levering.datum else None


def is_birth_date(geboren: date | None, levering: date) -> bool:
    # "a birth date before 1900 or after the delivery day"
    return geboren is not None and date(1900, 1, 1) <= geboren <= levering


def find_gemeente(postcode: str, geval: dict[str, Any]) -> str | None:
    # "A postcode that two municipalities claim belongs to the first in the file, even if that one is not in the
    # covenant or does not take part yet."
    for code, gemeente in geval["gemeenten"].items():
        if any(in_range(postcode, bereik) for bereik in gemeente["postcodes"]):
            return str(code)
    return None


def in_range(postcode: str, bereik: str) -> bool:
    # "ranges, both ends included; four digits stand for all their letters"
    first, _, last = bereik.partition("-")
    last = last or first
    return first.ljust(6, "A") <= postcode <= last.ljust(6, "Z")


def deelnemende_gemeente(oordeel: Oordeel, levering: Levering) -> str | None:
    postcode = read_postcode(oordeel.cel("postcode"))
    code = find_gemeente(postcode, levering.geval) if postcode else None
    if code is None:
        return None
    allowed = AFSPRAKEN[levering.convenant].gemeenten
    vanaf = levering.geval["gemeenten"][code].get("vanaf", date.min)
    return code if (allowed is None or code in allowed) and vanaf <= levering.datum else None


def gemeente(oordeel: Oordeel, levering: Levering) -> Iterator[str]:
    # "no municipality of scenario and covenant has the postcode, or it takes part only from a later day"
    if read_postcode(oordeel.cel("postcode")) and deelnemende_gemeente(oordeel, levering) is None:
        yield "gemeente_neemt_niet_deel"


def partner(oordeel: Oordeel, levering: Levering) -> Iterator[str]:
    # "the partner's type has no place in the covenant; or the partner does not take part on that day; or not for that
    # municipality (compared only if a participating one was found)"
    who = levering.partner
    code = deelnemende_gemeente(oordeel, levering)
    if (
        who["type"] not in AFSPRAKEN[levering.convenant].typen
        or not who.get("vanaf", date.min) <= levering.datum <= who.get("tot", date.max)
        or (code is not None and code not in who["gemeenten"])
    ):
        yield "partner_neemt_niet_deel"


def type_vordering(oordeel: Oordeel, levering: Levering) -> Iterator[str]:
    # "not among the covenant's claims"; "a type that is not allowed is still readable"
    cell = oordeel.cel("type_vordering")
    if cell and read_type(cell) not in AFSPRAKEN[levering.convenant].vorderingen:
        yield "type_vordering_niet_toegestaan"


def verklaringen(oordeel: Oordeel, _: Levering) -> Iterator[str]:
    # Fields the covenant does not know were dropped, so each of these asks only where its covenant does.
    for veld, antwoord, grond in (
        ("bezwaar", True, "bezwaar_klant"),
        ("lopende_regeling", True, "lopende_regeling"),
        ("persoonlijk_contact_gezocht", False, "persoonlijk_contact_niet_gezocht"),
        ("gewezen_op_hulp", False, "niet_gewezen_op_hulp"),
        ("reactie_klant", True, "klant_heeft_gereageerd"),
        ("overgedragen_cjib", True, "overgedragen_cjib"),
        ("dwanginvordering", True, "dwanginvordering"),
        ("gerechtelijke_maatregel", True, "gerechtelijke_maatregel"),
        ("contact_of_afspraak", True, "contact_of_afspraak"),
    ):
        if read_janee(oordeel.cel(veld)) is antwoord:
            yield grond


def achterstand(oordeel: Oordeel, levering: Levering) -> Iterator[str]:
    # "A cell that is empty or not readable gives only its own ground, not those that need its value"
    sinds = readable_sinds(oordeel, levering)
    if sinds is None:
        return
    # "DUO: plus three, CAK: plus five calendar months is after the delivery day"
    months = MAANDEN.get(levering.convenant)
    if months and add_months(sinds, months) > levering.datum:
        yield "achterstand_te_kort"
    # "days = delivery day − `achterstand_sinds`, both ends of the window inside; the window follows the partner's type"
    grenzen = term(levering.convenant, levering.partner["type"], levering.datum)
    days = (levering.datum - sinds).days
    if grenzen and days < grenzen[0]:
        yield "achterstand_te_kort"
    if grenzen and grenzen[1] is not None and days > grenzen[1]:
        yield "achterstand_te_lang"


def bedrag_te_laag(oordeel: Oordeel, levering: Levering) -> Iterator[str]:
    # "under 270.00; under 100.00"
    bedrag = read_bedrag(oordeel.cel("bedrag"))
    if bedrag is not None and bedrag < MINIMUM.get(levering.convenant, Decimal(0)):
        yield "bedrag_te_laag"


def herinneringen(oordeel: Oordeel, levering: Levering) -> Iterator[str]:
    # "under 3", DUO
    aantal = read_aantal(oordeel.cel("aantal_herinneringen"))
    if levering.convenant == "duo-amsterdam" and aantal is not None and aantal < 3:
        yield "te_weinig_herinneringen"


def incassotraject(oordeel: Oordeel, levering: Levering) -> Iterator[str]:
    # "`incassostappen` lacks one of `herinnering aanmaning deurwaarder_minnelijk telefoon`"
    cell = oordeel.cel("incassostappen")
    if levering.convenant == "cak-eigen-bijdrage" and cell and not read_stappen(cell) >= STAPPEN:
        yield "incassotraject_niet_doorlopen"


PER_REGEL = (
    in_werking, verplicht, ongeldig, datum_ongeldig, gemeente, partner, type_vordering, verklaringen,
    achterstand, bedrag_te_laag, herinneringen, incassotraject,
)  # fmt: skip


def mark_dubbel(oordelen: list[Oordeel]) -> None:
    # "the same `klantnummer`, `type_vordering` and `referentie` (type as normalised, the others exact, empty equals
    # empty) stood earlier in the file, refused or not; rows without customer number are not compared"
    seen = set()
    for oordeel in oordelen:
        key = (
            oordeel.cel("klantnummer"),
            read_type(oordeel.cel("type_vordering")),
            oordeel.cel("referentie"),
        )
        if key[0] and key in seen:
            oordeel.gronden.add("dubbel_in_aanlevering")
        seen.add(key)


def mark_ov_boete(oordelen: list[Oordeel]) -> None:
    # "an `ov_boete` whose `klantnummer` has no accepted `studielening` or `lesgeld` in the file, earlier or later; not
    # for rows without customer number"
    andere = {
        oordeel.cel("klantnummer")
        for oordeel in oordelen
        if oordeel.geaccepteerd and read_type(oordeel.cel("type_vordering")) in ("studielening", "lesgeld")
    }
    for oordeel in oordelen:
        klant = oordeel.cel("klantnummer")
        if read_type(oordeel.cel("type_vordering")) == "ov_boete" and klant and klant not in andere:
            oordeel.gronden.add("ov_boete_zonder_andere_vordering")


def adres(oordeel: Oordeel) -> tuple[str, int, str] | None:
    """Give postcode, number and suffix, or None when there is no readable address."""
    postcode = read_postcode(oordeel.cel("postcode"))
    number = read_huisnummer(oordeel.cel("huisnummer"))
    if postcode is None or number is None:
        return None
    suffix = read_suffix([number[1], oordeel.cel("huisletter"), oordeel.cel("huisnummertoevoeging")])
    return postcode, number[0], suffix
