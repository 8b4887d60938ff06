"""Which zaken the accepted signalen form, and in which order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

Adres = tuple[str, int, str]


@dataclass(frozen=True)
class Signaal:
    gemeente: str
    adres: Adres
    partner: str
    datum: date
    regel: int
    bedrag: Decimal
    sinds: date

    @property
    def maand(self) -> int:
        # "the month of a signaal is the month of this day"
        return month_number(self.datum)


@dataclass
class Zaak:
    gemeente: str
    adres: Adres
    signalen: list[Signaal]
    venster: int
    bekend: bool
    rang: int | None = None
    selectie: str = "opgepakt"
    reden: str | None = None
    postvak: str = ""
    acties: tuple[str, ...] = ()

    @property
    def bedrag(self) -> Decimal:
        return sum((signaal.bedrag for signaal in self.signalen), Decimal(0))


def month_number(day: date) -> int:
    return day.year * 12 + day.month


def form_zaken(signalen: list[Signaal], bekend: set[Adres], geval: dict[str, Any]) -> list[Zaak]:
    """Form the list of the month of the peildatum."""
    # "Only accepted signalen delivered on or before the peildatum, per municipality and address."
    on_time = [signaal for signaal in signalen if signaal.datum <= geval["peildatum"]]
    zaken: list[Zaak] = []
    for code in sorted({signaal.gemeente for signaal in on_time}):
        own = [signaal for signaal in on_time if signaal.gemeente == code]
        if geval["convenant"] == "haarlem-zandvoort":
            zaken += haarlem(own, bekend, geval)
        else:
            zaken += single(own, bekend, geval)
    # "sorted by municipality, then rank (none last), then postcode, number as a number, suffix"
    return sorted(zaken, key=lambda z: (z.gemeente, z.rang is None, z.rang or 0, z.adres))


def per_adres(signalen: list[Signaal], first_month: int, last_month: int) -> dict[Adres, list[Signaal]]:
    found = defaultdict(list)
    for signaal in signalen:
        if first_month <= signaal.maand <= last_month:
            found[signaal.adres].append(signaal)
    return found


def single(signalen: list[Signaal], bekend: set[Adres], geval: dict[str, Any]) -> list[Zaak]:
    # "one signaal"; "signalen of that calendar month (`venster_maanden` 1)"
    month = month_number(geval["peildatum"])
    zaken = []
    for adres, own in per_adres(signalen, month, month).items():
        zaak = Zaak(own[0].gemeente, adres, own, 1, adres in bekend, postvak=own[0].gemeente)
        if geval["convenant"] == "drechtsteden":
            zaak.postvak, zaak.acties = drechtsteden(zaak)
        zaken.append(zaak)
    return zaken


def drechtsteden(zaak: Zaak) -> tuple[str, tuple[str, ...]]:
    # "Exactly 500 is open in the text → our reading: it counts as high"
    high = zaak.bedrag >= 500
    if zaak.bekend:
        # "known, total < 500: SDD, `brief_lokaal_aanbod` · known, ≥ 500: SDD, … + `bellen_na_2_weken`"
        return "SDD", ("brief_lokaal_aanbod", "bellen_na_2_weken") if high else ("brief_lokaal_aanbod",)
    # "not known, < 500: SDD, `brief` · not known, ≥ 500: the municipality, `doorsturen_naar_gemeente`"
    return (zaak.gemeente, ("doorsturen_naar_gemeente",)) if high else ("SDD", ("brief",))


def haarlem(signalen: list[Signaal], bekend: set[Adres], geval: dict[str, Any]) -> list[Zaak]:
    code = signalen[0].gemeente
    protocol = geval.get("werkprotocol", {}).get(code, {})
    capacity = protocol.get("capaciteit")
    # "`bekende_huishoudens` left out means `meenemen`."
    left_out = bekend if protocol.get("bekende_huishoudens", "meenemen") == "buiten_beschouwing" else set()
    month = month_number(geval["peildatum"])
    zaken: list[Zaak] = []
    for venster in (1, 2, 3):
        # "if own list < capacity, add the two-month zaken; if own list plus those < capacity, add the three-month
        # zaken"; "Without a stated capacity nothing is widened"; known households that are left out do not count
        if venster > 1 and (capacity is None or sum(z.adres not in left_out for z in zaken) >= capacity):
            break
        # "A zaak keeps the smallest window that found it"
        found = {zaak.adres for zaak in zaken}
        for adres, own in per_adres(signalen, month - venster + 1, month).items():
            if adres not in found and qualifies(own, venster):
                zaken.append(Zaak(code, adres, own, venster, adres in bekend, postvak=code))
    select(zaken, left_out, capacity)
    return zaken


def qualifies(signalen: list[Signaal], venster: int) -> bool:
    # "two different partners"
    if len({signaal.partner for signaal in signalen}) < 2:
        return False
    # "An address qualifies in a window if two partners reported it there and in no single month of that window two did"
    months = {signaal.maand for signaal in signalen}
    return venster == 1 or all(
        len({signaal.partner for signaal in signalen if signaal.maand == month}) < 2 for month in months
    )


def select(zaken: list[Zaak], left_out: set[Adres], capacity: int | None) -> None:
    # "the month's own list before wider windows, two months before three; then three or more signalen before two; then
    # the total, highest first; then the oldest `achterstand_sinds`; then postcode, number (as a number), suffix"
    order = sorted(
        zaken,
        key=lambda z: (z.venster, len(z.signalen) < 3, -z.bedrag, min(s.sinds for s in z.signalen), z.adres),
    )
    rank = 0
    for zaak in order:
        if zaak.adres in left_out:
            # "known and left out `niet_opgepakt`, `bekend_bij_schuldhulpverlening`, rang null"
            zaak.selectie, zaak.reden = "niet_opgepakt", "bekend_bij_schuldhulpverlening"
            continue
        rank += 1
        zaak.rang = rank
        if capacity is not None and rank > capacity:
            # "beyond it `niet_opgepakt`, `capaciteit`"
            zaak.selectie, zaak.reden = "niet_opgepakt", "capaciteit"
        else:
            # "`["huisbezoek"]` if opgepakt, else []"
            zaak.acties = ("huisbezoek",)
