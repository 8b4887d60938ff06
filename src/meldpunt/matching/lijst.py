"""The list of a month, where the covenant asks for one: proposed as often as one likes, confirmed once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from types import EllipsisType
from uuid import UUID

import polars as pl

from meldpunt.matching.frames import list_bekend, list_signalen_in_months
from meldpunt.matching.terugblik import list_earlier_at
from meldpunt.partijen.models import Werkprotocol
from meldpunt.partijen.queries import find_werkprotocol
from meldpunt.partijen.register import get_convenant
from meldpunt.rules import rangorde
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.datum import add_months
from meldpunt.rules.matching import ADRES, find_zaken
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_coordinate
from meldpunt.toegang.weigering import Weigering


@dataclass(frozen=True, slots=True)
class Lijstvoorstelregel:
    """One zaak of the proposal; `bestaande_zaak` is the one it joins or was made before, if any."""

    adres: str
    postcode: str
    huisnummer: int
    suffix: str
    aantal: int
    bedrag_cent: int
    oudste_achterstand: date
    venster_maanden: int
    bekend: bool
    rang: int | None
    selectie: str
    reden: str | None
    postvak: str
    acties: tuple[str, ...]
    signalen: tuple[str, ...]
    bestaande_zaak: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lijstvoorstel:
    """The list that a run would confirm now, with what it was computed from."""

    gemeente: str
    convenant: str
    versie: ConvenantVersie
    maand: date
    peildatum: date
    werkprotocol: UUID | None
    capaciteit: int | None
    bekende_huishoudens: str
    aantal_signalen: int
    regels: tuple[Lijstvoorstelregel, ...]
    zaken: pl.DataFrame
    signalen: pl.DataFrame
    bestaand: pl.DataFrame

    @property
    def vingerafdruk(self) -> str:
        """Return the mark of this very proposal: another list, or the same one in another order, has another."""
        digest = hashlib.sha256(
            f"{self.versie.kenmerk} {self.peildatum} {self.werkprotocol} {self.capaciteit} "
            f"{self.bekende_huishoudens}".encode()
        )
        for regel in self.regels:
            digest.update(
                f"{regel.adres};{regel.rang};{regel.selectie};{','.join(regel.signalen)}\n".encode()
            )
        return digest.hexdigest()


def preview_lijst(  # noqa: PLR0913 - which list, which variant of it, and for whom
    *,
    gemeente: str,
    convenant: str,
    peildatum: date,
    door: Actor,
    capaciteit: int | EllipsisType | None = ...,
    bekende_huishoudens: str | None = None,
) -> Lijstvoorstel:
    """Compute the list of the month of the peildatum; stores nothing.

    Without `capaciteit` and `bekende_huishoudens` those of the werkprotocol in force count. Raises Weigering
    where the covenant asks for no list: its zaken come by themselves.
    """
    check_coordinate(door, gemeente=gemeente)
    versie = get_convenant(convenant).version_on(peildatum)
    if not versie.ordening.volgorde:
        raise Weigering("Dit convenant kent geen maandlijst: zaken ontstaan vanzelf. [geen_maandlijst]")
    protocol = find_werkprotocol(convenant, gemeente, on=peildatum)
    stated = protocol.capaciteit if protocol else None
    capacity = stated if isinstance(capaciteit, EllipsisType) else capaciteit
    known = bekende_huishoudens or (
        protocol.bekende_huishoudens if protocol else Werkprotocol.Bekenden.MEENEMEN
    )
    signalen = list_signalen_in_months(
        gemeente,
        convenant,
        first=add_months(peildatum.replace(day=1), 1 - versie.matching.verruimen_tot_maanden),
        last=peildatum,
    )
    how = rangorde.Werkprotocol(
        capaciteit=capacity,
        bekende_buiten_beschouwing=known == Werkprotocol.Bekenden.BUITEN_BESCHOUWING,
    )
    zaken, bestaand = _rank(signalen, gemeente, versie=versie, peildatum=peildatum, how=how)
    return Lijstvoorstel(
        gemeente=gemeente,
        convenant=convenant,
        versie=versie,
        maand=peildatum.replace(day=1),
        peildatum=peildatum,
        werkprotocol=protocol.id if protocol else None,
        capaciteit=capacity,
        bekende_huishoudens=known,
        aantal_signalen=signalen.height,
        regels=tuple(_line(row) for row in zaken.iter_rows(named=True)),
        zaken=zaken,
        signalen=signalen,
        bestaand=bestaand,
    )


def _rank(
    signalen: pl.DataFrame,
    gemeente: str,
    *,
    versie: ConvenantVersie,
    peildatum: date,
    how: rangorde.Werkprotocol,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the ranked lines with the zaak each belongs to already, and what stands on their addresses."""
    ranked = rangorde.rank_zaken(
        find_zaken(signalen, versie=versie, peildatum=peildatum),
        versie=versie,
        werkprotocollen={gemeente: how},
        bekend=list_bekend([gemeente]),
    )
    here = signalen.join(ranked.select(ADRES), on=ADRES, how="semi")
    bestaand = list_earlier_at(here, convenant=versie.convenant)
    zaken = ranked.join(find_bestaande(ranked, bestaand), on=ADRES, how="left", maintain_order="left")
    return zaken, bestaand


def find_bestaande(zaken: pl.DataFrame, bestaand: pl.DataFrame) -> pl.DataFrame:
    """Return per address the zaak that a line of the list belongs to already, with its status.

    That is the open one on the address; else the last one that holds every signaal of the line, or was left
    over with some of them: a list that is made again after a late delivery must not make a second zaak of what
    was handled, and gives what was left over a new chance.
    """
    lines = zaken.select(*ADRES, pl.col("signalen").list.len().alias("nodig"), "signalen").explode("signalen")
    inside = bestaand.join(lines, left_on=[*ADRES, "signaal"], right_on=[*ADRES, "signalen"], how="inner")
    whole = (
        inside.group_by(*ADRES, "zaak", "zaakstatus", "zaak_ontstaan", "nodig")
        .agg(pl.len().alias("aanwezig"))
        .filter((pl.col("aanwezig") == pl.col("nodig")) | (pl.col("zaakstatus") == "niet_opgepakt"))
        .select(*ADRES, "zaak", "zaakstatus", "zaak_ontstaan", pl.lit(1).alias("voorrang"))
    )
    open_ones = (
        bestaand.filter(pl.col("zaakstatus").is_in(OPEN))
        .select(*ADRES, "zaak", "zaakstatus", "zaak_ontstaan", pl.lit(0).alias("voorrang"))
        .unique()
    )
    return (
        pl.concat([open_ones, whole])
        .sort("voorrang", "zaak_ontstaan", "zaak", descending=[False, True, True])
        .unique(ADRES, keep="first", maintain_order=True)
        .select(*ADRES, "zaak", "zaakstatus")
    )


def _line(row: dict[str, object]) -> Lijstvoorstelregel:
    adres = " ".join(str(row[part]) for part in ("postcode", "huisnummer", "suffix") if row[part] != "")
    values = {
        name: row[name]
        for name in Lijstvoorstelregel.__slots__
        if name not in {"adres", "signalen", "acties", "bestaande_zaak"}
    }
    return Lijstvoorstelregel(
        adres=adres,
        signalen=tuple(row["signalen"]),  # type: ignore[arg-type]
        acties=tuple(row["acties"]),  # type: ignore[arg-type]
        bestaande_zaak=UUID(str(row["zaak"])) if row["zaak"] else None,
        **values,  # type: ignore[arg-type]
    )
