"""Write amounts, dates and numbers the way Dutch readers expect them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LEEG = "–"
HARDE_SPATIE = "\u00a0"
NEDERLAND = ZoneInfo("Europe/Amsterdam")

MAANDEN = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
# Not the first three letters: March is mrt, because maa is also Monday.
_MAANDEN_KORT = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
_DAGEN = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]


def duizend(aantal: int | None) -> str:
    """Write a whole number with a point per thousand: 1.234.567."""
    return LEEG if aantal is None else f"{aantal:,}".replace(",", ".")


def euro_cent(cent: int | None) -> str:
    """Write integer cents as euros: 123456 becomes € 1.234,56."""
    if cent is None:
        return LEEG
    euros, rest = divmod(abs(cent), 100)
    teken = "-" if cent < 0 else ""
    return f"€{HARDE_SPATIE}{teken}{duizend(euros)},{rest:02d}"


def datum(moment: date | None) -> str:
    """Write a date short: 3 okt 2026. Times are taken to Dutch time first."""
    if moment is None:
        return LEEG
    dag = _dag(moment)
    return HARDE_SPATIE.join((str(dag.day), _MAANDEN_KORT[dag.month - 1], str(dag.year)))


def datum_lang(moment: date | None) -> str:
    """Write a date in full, for residents: zaterdag 3 oktober 2026."""
    if moment is None:
        return LEEG
    dag = _dag(moment)
    return f"{_DAGEN[dag.weekday()]} {dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def maand_en_jaar(moment: date) -> str:
    """Write the month of a day: oktober 2026."""
    dag = _dag(moment)
    return f"{MAANDEN[dag.month - 1]} {dag.year}"


def tijd(moment: datetime | None) -> str:
    """Write the time of day in the Netherlands: 14:05."""
    return LEEG if moment is None else f"{_plaatselijk(moment):%H:%M}"


def datumtijd(moment: datetime | None) -> str:
    """Write day and time in the Netherlands: 3 okt 2026, 14:05."""
    return LEEG if moment is None else f"{datum(moment)}, {tijd(moment)}"


def relatief(moment: date | None, nu: datetime) -> str:
    """Write how far a moment lies from now: over 3 dagen, gisteren, 5 minuten geleden."""
    if moment is None:
        return LEEG
    dagen = (_dag(moment) - _dag(nu)).days
    if dagen == 0 and isinstance(moment, datetime):
        return _binnen_de_dag(moment, nu)
    bekend = {0: "vandaag", 1: "morgen", -1: "gisteren", 2: "overmorgen", -2: "eergisteren"}
    return bekend.get(dagen) or _richting(_lengte(abs(dagen)), in_de_toekomst=dagen > 0)


def meervoud(aantal: int, enkelvoud: str, meer: str) -> str:
    """Count something in words: 1 signaal, 1.204 signalen."""
    return f"{duizend(aantal)}{HARDE_SPATIE}{enkelvoud if aantal == 1 else meer}"


def procent(teller: int, noemer: int) -> str:
    """Write a share as a whole percentage; a dash when there is nothing to share."""
    return LEEG if noemer == 0 else f"{round(100 * teller / noemer)}%"


def postcode(waarde: str | None) -> str:
    """Write a normalised postcode with its space: 1234 AB."""
    return LEEG if not waarde else f"{waarde[:4]}{HARDE_SPATIE}{waarde[4:]}".strip(HARDE_SPATIE)


def bestandsgrootte(octetten: int) -> str:
    """Write a file size in the largest unit that keeps it above one: 1,4 MB."""
    grootte, eenheden = float(octetten), ["kB", "MB", "GB"]
    if octetten < 1000:
        return f"{octetten}{HARDE_SPATIE}bytes"
    for eenheid in eenheden:
        grootte /= 1000
        # 999.95 and up would print as 1000,0: one unit higher reads better.
        if grootte < 999.95 or eenheid == eenheden[-1]:
            break
    return f"{grootte:.1f}{HARDE_SPATIE}{eenheid}".replace(".", ",")


def bestandsnaam(naam: str) -> str:
    """Keep the begin and the end of a long file name, where the day and the kind of file stand."""
    return naam if len(naam) <= 48 else f"{naam[:27]}…{naam[-20:]}"


def tot_grens(aantal: int, grens: int = 1000) -> str:
    """Write a count that was only counted up to a limit: meer dan 1.000."""
    return f"meer dan {duizend(grens)}" if aantal > grens else duizend(aantal)


def _plaatselijk(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"een tijd zonder tijdzone is niet te tonen: {moment!r}")
    return moment.astimezone(NEDERLAND)


def _dag(moment: date) -> date:
    return _plaatselijk(moment).date() if isinstance(moment, datetime) else moment


def _lengte(dagen: int) -> str:
    if dagen < 14:
        return f"{dagen} dagen"
    if dagen < 61:
        return f"{dagen // 7} weken"
    return f"{round(dagen / 30.44)} maanden" if dagen < 730 else f"{dagen // 365} jaar"


def _binnen_de_dag(moment: datetime, nu: datetime) -> str:
    seconden = round((moment - nu).total_seconds())
    minuten = abs(seconden) // 60
    if minuten == 0:
        return "nu"
    lengte = f"{minuten // 60} uur" if minuten >= 60 else f"{minuten} minuten"
    if minuten == 1:
        lengte = "1 minuut"
    return _richting(lengte, in_de_toekomst=seconden > 0)


def _richting(lengte: str, *, in_de_toekomst: bool) -> str:
    return f"over {lengte}" if in_de_toekomst else f"{lengte} geleden"
