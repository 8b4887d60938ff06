"""The first rows of a file, before it is taken in: are its columns known, and how would it be read?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from meldpunt.aanlevering.beoordeling import hash_kop
from meldpunt.aanlevering.kolomkaart import (
    KolomkaartFout,
    Voorstel,
    check_kolomkaart,
    propose_kolomkaart,
)
from meldpunt.aanlevering.parsers import BUITEN_VELDEN, REGEL, Begin, read_begin
from meldpunt.aanlevering.parsers.kop import arrange_kop, normalise_kolomnaam
from meldpunt.partijen.deelname import get_deelname
from meldpunt.partijen.models import Signaalpartner
from meldpunt.partijen.queries import find_kolomkaart
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.deelname import Levering
from meldpunt.rules.toelating import judge_regels
from meldpunt.rules.velden import ALLE_VELDEN

REGELS = 5
# In a column map: leave this column out although its own name is one of ours.
NIET_GEBRUIKEN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorproef:
    """The header and first rows of a file, with the map its columns were or would be read by."""

    begin: Begin
    versie: ConvenantVersie
    bewaarde_kaart: dict[str, str] | None
    voorstellen: Mapping[str, Voorstel]
    ontbrekend: tuple[str, ...]

    @property
    def kop_sha256(self) -> str:
        """Give the key under which the map of this header is remembered."""
        return hash_kop(self.begin.kop)

    @property
    def is_compleet(self) -> bool:
        """Say whether the file can be processed without asking: nothing required is missing, nothing in doubt.

        A column that surely is one of our fields under another name is asked about: dropped without a
        question, the addition of a house number would be gone and the address another one.
        """
        return not self.ontbrekend and not self.ongebruikt

    @property
    def ongebruikt(self) -> list[str]:
        """Give the columns that surely are one of our fields, and would be read as none."""
        if self.bewaarde_kaart is not None:
            return []
        indeling = arrange_kop(self.begin.kop, ALLE_VELDEN)
        return [
            kolom
            for kolom, voorstel in self.voorstellen.items()
            if voorstel.zeker
            and voorstel.veld in self.versie.velden
            and voorstel.veld not in indeling.bronnen
        ]


@dataclass(frozen=True, slots=True)
class Voorbeeldregel:
    """One row as it will be read: the cells per field, and the decision with its grounds."""

    regel: int
    cellen: dict[str, str]
    bedrag_cent: int | None
    achterstand_sinds: date | None
    geaccepteerd: bool
    gronden: tuple[str, ...]


def read_voorproef(
    bestand: Path, *, naam: str, partner: Signaalpartner, convenant: str, datum: date
) -> Voorproef:
    """Read the begin of a file and find the map for its columns; raises BestandFout when it cannot be read."""
    versie = get_convenant(convenant).version_on(datum)
    begin = read_begin(bestand, naam=naam, velden=ALLE_VELDEN, aantal=REGELS)
    kaart = find_kolomkaart(partner, kop_sha256=hash_kop(begin.kop))
    bronnen = arrange_kop(begin.kop, ALLE_VELDEN, kaart).bronnen
    return Voorproef(
        begin=begin,
        versie=versie,
        bewaarde_kaart=kaart,
        voorstellen=propose_kolomkaart(
            begin.kop, tuple(veld for veld in ALLE_VELDEN if veld in versie.velden)
        ),
        ontbrekend=tuple(veld for veld in versie.verplichte_velden if veld not in bronnen),
    )


def check_kolommen(  # noqa: PLR0913 - a file, whose it is, and the map to read it by
    bestand: Path,
    *,
    naam: str,
    partner: Signaalpartner,
    convenant: str,
    datum: date,
    kaart: Mapping[str, str] | None,
) -> dict[str, str] | None:
    """Return the map to read a file by: the given one, else the remembered one, else none.

    Raises BestandFout when the file cannot be read, KolomkaartFout when a required field has no column.
    """
    proef = read_voorproef(bestand, naam=naam, partner=partner, convenant=convenant, datum=datum)
    if kaart is not None:
        check_kolomkaart(kaart, kop=proef.begin.kop, velden=ALLE_VELDEN)
    gebruikt = proef.bewaarde_kaart if kaart is None else dict(kaart)
    bronnen = arrange_kop(proef.begin.kop, ALLE_VELDEN, gebruikt).bronnen
    ontbrekend = [veld for veld in proef.versie.verplichte_velden if veld not in bronnen]
    if ontbrekend:
        raise KolomkaartFout(
            [
                f"Bestand {naam} heeft geen kolom voor: {', '.join(ontbrekend)}. Geef een kolomkaart mee met "
                "--kolommen of hernoem de kolommen. [verplichte_kolom_ontbreekt]"
            ]
        )
    return gebruikt


def make_kolomkaart(keuzes: Mapping[str, str], *, voorproef: Voorproef) -> dict[str, str]:
    """Return the map of what somebody chose per column. Raises KolomkaartFout with every reason why not."""
    gekozen = {kolom: veld for kolom, veld in keuzes.items() if veld}
    fouten = list(_list_fouten(gekozen, voorproef))
    if fouten:
        raise KolomkaartFout(fouten)
    # A column called like one of our fields is read as that field unless the map says otherwise.
    ongebruikt = {
        kolom: NIET_GEBRUIKEN
        for kolom in voorproef.begin.kop
        if kolom and kolom not in gekozen and normalise_kolomnaam(kolom) in ALLE_VELDEN
    }
    return gekozen | ongebruikt


def _list_fouten(gekozen: Mapping[str, str], voorproef: Voorproef) -> Iterator[str]:
    velden = [veld for veld in ALLE_VELDEN if veld in voorproef.versie.velden]
    try:
        check_kolomkaart(gekozen, kop=voorproef.begin.kop, velden=velden)
    except KolomkaartFout as fout:
        yield from fout.zinnen
    for veld in voorproef.versie.verplichte_velden:
        if veld not in gekozen.values():
            yield f"Veld {veld} is verplicht. Koppel er een kolom aan. [verplichte_kolom_ontbreekt]"


def judge_begin(
    begin: Begin, kaart: Mapping[str, str], *, partner: Signaalpartner, convenant: str, datum: date
) -> list[Voorbeeldregel]:
    """Judge the first rows as the whole file will be judged, by the same rules."""
    gevouwen = [_fold(rij, begin.kop, kaart) for _, rij in begin.rijen]
    if not gevouwen:
        return []
    frame = pl.DataFrame(
        [
            {REGEL: regel, **{veld: cellen.get(veld) for veld in ALLE_VELDEN}, BUITEN_VELDEN: False}
            for (regel, _), cellen in zip(begin.rijen, gevouwen, strict=True)
        ],
        schema={REGEL: pl.Int32, **dict.fromkeys(ALLE_VELDEN, pl.String), BUITEN_VELDEN: pl.Boolean},
    )
    regels = get_convenant(convenant)
    levering = Levering(partner.sleutel, partner.type, datum)
    deelname = get_deelname(regels, partner, on=datum)
    oordeel = judge_regels(frame, convenant=regels, levering=levering, deelname=deelname)
    kolommen = oordeel.select(REGEL, "bedrag_cent", "achterstand_sinds", "geaccepteerd", "gronden")
    return [
        Voorbeeldregel(regel, cellen, cent, sinds, geaccepteerd, tuple(gronden))
        for cellen, (regel, cent, sinds, geaccepteerd, gronden) in zip(
            gevouwen, kolommen.iter_rows(), strict=True
        )
    ]


def _fold(rij: Sequence[str], kop: Sequence[str], kaart: Mapping[str, str]) -> dict[str, str]:
    """Return the cells per field; of two columns for one field the first that is filled, as for the file."""
    cellen: dict[str, str] = {}
    for veld, nummers in arrange_kop(kop, ALLE_VELDEN, kaart).bronnen.items():
        gevuld = next((rij[nummer] for nummer in nummers if rij[nummer]), None)
        if gevuld is not None:
            cellen[veld] = gevuld
    return cellen
