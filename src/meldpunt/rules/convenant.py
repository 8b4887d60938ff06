"""Frozen types of a covenant: its dated versions, every value with the article it comes from."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from meldpunt.rules.proefinwoners import PROEFGEMEENTE
from meldpunt.rules.velden import ALLE_VELDEN

Tekst = Annotated[str, Field(min_length=1)]
Gemeentecode = Annotated[str, Field(pattern=r"^[0-9]{4}$")]
Woord = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Rangsleutel = Literal["venster", "drie_of_meer", "bedrag", "oudste_achterstand", "adres"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Waarde(Frozen):
    """A value of a covenant; `artikel` says where it stands (LAW: "wet: …", else the covenant)."""

    artikel: Tekst
    lezing: str | None = None


class Labels(Waarde):
    signaal: Tekst = "signaal"
    signalen: Tekst = "signalen"
    zaak: Tekst = "zaak"
    zaken: Tekst = "zaken"


class Looptijd(Waarde):
    begin: date
    einde: date | None = None
    duur_maanden: int | None = Field(default=None, ge=1)
    stilzwijgend_verlengd: bool
    opzegtermijn_maanden: int | None = Field(default=None, ge=0)
    noodstop: str | None = None
    voorwaarden: tuple[Woord, ...] = ()


class Partijen(Waarde):
    """Who can take part; `elke_gemeente` leaves the list of municipalities open."""

    elke_gemeente: bool = False
    gemeenten: tuple[Gemeentecode, ...] = ()
    partnertypen: tuple[Tekst, ...] = Field(min_length=1)
    partners: tuple[str, ...] = ()
    uitvoerders: tuple[str, ...] = ()
    postvakken: tuple[Tekst, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.elke_gemeente == bool(self.gemeenten):
            raise ValueError("noem gemeenten, of zet elke_gemeente op true, niet beide of geen van beide")
        return self


class Vorderingen(Waarde):
    typen: tuple[Woord, ...] = Field(min_length=1)


class Veld(Waarde):
    doel: Tekst
    verplicht: bool = False


class Dagvenster(Frozen):
    vanaf_dagen: int = Field(ge=0)
    tot_dagen: int | None = Field(default=None, ge=0)


class Vensters(Waarde):
    typen: dict[str, Dagvenster]


class Wachttijd(Waarde):
    maanden: int = Field(ge=1)


class Minimumbedrag(Waarde):
    cent: int = Field(ge=1)


class Herinneringen(Waarde):
    minimum: int = Field(ge=1)


class Incassostappen(Waarde):
    stappen: tuple[Woord, ...] = Field(min_length=1)


class Nevenvordering(Waarde):
    """A claim that is admitted only beside an accepted one of another type of the same customer."""

    type: Woord
    naast: tuple[Woord, ...] = Field(min_length=1)


class Verklaring(Waarde):
    """What the partner states about its customer, and the answer that refuses the row."""

    grond: Woord
    veld: Woord
    weigert_bij: Literal["ja", "nee"]
    zin: Tekst
    doe: Tekst


class AlgemeneGronden(Frozen):
    """The article behind each ground that every covenant knows."""

    convenant_niet_in_werking: Tekst
    verplicht_veld_ontbreekt: Tekst
    postcode_ongeldig: Tekst
    huisnummer_ongeldig: Tekst
    bedrag_ongeldig: Tekst
    datum_ongeldig: Tekst
    bsn_ongeldig: Tekst | None = None
    gemeente_neemt_niet_deel: Tekst
    partner_neemt_niet_deel: Tekst
    type_vordering_niet_toegestaan: Tekst
    dubbel_in_aanlevering: Tekst


class Toelating(Frozen):
    algemeen: AlgemeneGronden
    vensters: Vensters | None = None
    wachttijd: Wachttijd | None = None
    minimumbedrag: Minimumbedrag | None = None
    herinneringen: Herinneringen | None = None
    incassostappen: Incassostappen | None = None
    nevenvordering: Nevenvordering | None = None
    verklaringen: tuple[Verklaring, ...] = ()


class Matching(Waarde):
    partners_minimum: Literal[1, 2]
    verruimen_tot_maanden: int = Field(default=1, ge=1, le=12)


class Ordening(Waarde):
    """The order of a month's list; no keys means no rank, and then no capacity either."""

    volgorde: tuple[Rangsleutel, ...] = ()


class Bekend(Waarde):
    redenen: tuple[Woord, ...]
    buiten_beschouwing_mogelijk: bool = False


class Beslisrij(Waarde):
    """One row of the decision table; the first row whose conditions hold decides."""

    omschrijving: Tekst
    selectie: Literal["opgepakt", "niet_opgepakt"] | None = None
    bekend: bool | None = None
    vanaf_cent: int | None = None
    onder_cent: int | None = None
    postvak: Tekst
    acties: tuple[Woord, ...] = ()


class Termijn(Waarde):
    naam: Woord
    aantal: int = Field(ge=1)
    eenheid: Literal["uren", "dagen", "werkdagen", "weken", "maanden"]
    vanaf: Tekst
    wie: Tekst


class Pauze(Waarde):
    """The stay: how long collection rests, from which moment; `gebeurtenis` names it for the clock."""

    aantal: int = Field(ge=1)
    eenheid: Literal["dagen", "weken"]
    vanaf: Tekst
    gebeurtenis: Literal["opgepakt", "hulp_aanvaard"]
    verlengbaar: bool = False


class Bewaarstadium(Waarde):
    """How long persons stay that ended in this stage: how much, and counted from which event."""

    stadium: Literal["geweigerd", "niet_gematcht", "niet_opgepakt", "gesloten"]
    aantal: int = Field(ge=1)
    eenheid: Literal["dagen", "maanden"]
    gebeurtenis: Literal["ontvangst", "aanlevering", "sluiting"]


class Bewaring(Waarde):
    """When persons must be gone; `maanden` is the term of every stage that `stadia` does not name.

    An open zaak keeps its persons; after `hoogstens_maanden` it is shown as kept too long, and what waits for a
    list that never came goes.
    """

    maanden: int = Field(ge=1)
    vanaf: Tekst
    na_laatste_verruiming: bool = False
    instelbaar_per_gemeente: bool = False
    hoogstens_maanden: int = Field(default=12, ge=1)
    stadia: tuple[Bewaarstadium, ...] = ()

    @model_validator(mode="after")
    def _once_per_stage(self) -> Self:
        named = [one.stadium for one in self.stadia]
        if len(set(named)) < len(named):
            raise ValueError("bewaring.stadia noemt een stadium twee keer")
        if self.hoogstens_maanden < self.maanden:
            raise ValueError("bewaring.hoogstens_maanden is korter dan bewaring.maanden")
        return self

    def find_stadium(self, stadium: str) -> Bewaarstadium | None:
        """Give what is said of one stage; None when the general term holds."""
        return next((one for one in self.stadia if one.stadium == stadium), None)


class Inbreuk(Waarde):
    tekst: Tekst
    binnen_uren: int | None = None


class Evaluatie(Waarde):
    elke_maanden: int = Field(ge=1)
    tekst: str = ""


class Leverdag(Waarde):
    dag_van_de_maand: int = Field(ge=1, le=31)


class Grondslag(Waarde):
    """Basis in law of a partner type; outside it a municipality records why it lets the partner in."""

    partnertype: Tekst
    vorderingen: tuple[Woord, ...] = ()
    vanaf: date | None = None
    tot: date | None = None
    gemeenten: tuple[Gemeentecode, ...] = ()
    waarschuwing: str | None = None


class Afspraak(Waarde):
    """A clause that the software shows and does not compute with."""

    onderwerp: Tekst
    tekst: Tekst


class ConvenantVersie(Frozen):
    """All values of one covenant from one day on."""

    convenant: Tekst
    titel: Tekst
    vanaf: date
    kenmerk: Tekst
    labels: Labels
    looptijd: Looptijd
    partijen: Partijen
    vorderingen: Vorderingen
    velden: dict[str, Veld]
    toelating: Toelating
    matching: Matching
    ordening: Ordening
    bekend: Bekend
    beslistabel: tuple[Beslisrij, ...] = Field(min_length=1)
    bewaring: Bewaring
    inbreuk: Inbreuk | None = None
    evaluatie: Evaluatie | None = None
    leverdag: Leverdag | None = None
    pauze: Pauze | None = None
    termijnen: tuple[Termijn, ...] = ()
    grondslagen: tuple[Grondslag, ...] = ()
    afspraken: tuple[Afspraak, ...] = ()
    lezingen: tuple[Afspraak, ...] = ()

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        unknown = sorted(set(self.velden) - set(ALLE_VELDEN))
        if unknown:
            raise ValueError(f"onbekend veld in velden: {', '.join(unknown)}")
        strangers = sorted(v.veld for v in self.toelating.verklaringen if v.veld not in self.velden)
        if strangers:
            raise ValueError(f"verklaring over een veld dat niet mag: {', '.join(strangers)}")
        if "bsn" in self.velden and self.toelating.algemeen.bsn_ongeldig is None:
            raise ValueError("toelating.algemeen.bsn_ongeldig ontbreekt terwijl bsn een veld is")
        return self

    @model_validator(mode="after")
    def _every_case_decided(self) -> Self:
        last = self.beslistabel[-1]
        conditions = (last.selectie, last.bekend, last.vanaf_cent, last.onder_cent)
        if any(condition is not None for condition in conditions):
            raise ValueError("de laatste rij van beslistabel moet zonder voorwaarden zijn")
        return self

    @property
    def verplichte_velden(self) -> tuple[str, ...]:
        """Name the cells that may not be empty, in the order of the delivery format."""
        return tuple(naam for naam in ALLE_VELDEN if naam in self.velden and self.velden[naam].verplicht)

    def has_gemeente(self, code: str) -> bool:
        """Say whether a municipality can take part in the covenant at all."""
        return self.partijen.elke_gemeente or code in (*self.partijen.gemeenten, PROEFGEMEENTE)

    def has_partnertype(self, partnertype: str) -> bool:
        """Say whether a partner of this type has a place in the covenant."""
        return partnertype in self.partijen.partnertypen


class Convenant(Frozen):
    """One covenant with all its versions, oldest first."""

    sleutel: Tekst
    versies: tuple[ConvenantVersie, ...] = Field(min_length=1)

    @property
    def titel(self) -> str:
        return self.versies[-1].titel

    @property
    def labels(self) -> Labels:
        return self.versies[-1].labels

    @property
    def begin(self) -> date:
        return self.versies[0].looptijd.begin

    def version_on(self, day: date) -> ConvenantVersie:
        """Give the version that judges a delivery of this day; days before the start get the first."""
        return next((v for v in reversed(self.versies) if v.vanaf <= day), self.versies[0])

    def get_version(self, kenmerk: str) -> ConvenantVersie:
        """Give the version with this mark, as kept with a signaal. Raises KeyError when there is none."""
        for versie in self.versies:
            if versie.kenmerk == kenmerk:
                return versie
        raise KeyError(kenmerk)

    def is_in_force(self, day: date, einde: date | None = None) -> bool:
        """Say whether the covenant is alive on this day; `einde` is its last day when one is set."""
        ends = [end for end in (einde, self.version_on(day).looptijd.einde) if end is not None]
        return self.begin <= day and all(day <= end for end in ends)
