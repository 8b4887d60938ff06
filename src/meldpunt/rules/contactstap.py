"""Where the plan of a zaak stands on a day: what was done, what is next, and what an answer or a check changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from meldpunt.rules.contactplan import Planstap
from meldpunt.rules.dagdeel import Dagdeeladvies, Poging, suggest_dagdeel
from meldpunt.rules.kalender import next_werkdag

WEEKDAGEN: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
BEL_MIJ, GEEN_HULP, NIET_IK, AL_BETAALD = "bel_mij", "geen_hulp", "niet_ik", "al_betaald"
EERST_NAGAAN: Final = frozenset({NIET_IK, AL_BETAALD})
Stand = Literal["gedaan", "volgende", "later", "vervalt"]
Toestand = Literal["loopt", "bereikt", "gestopt", "nagaan", "op"]


class Antwoord(NamedTuple):
    """What a resident answered; `dag` is a day as a date or the name of a weekday."""

    soort: str
    ontvangen: date
    dag: str = ""
    dagdeel: str = ""
    persoon: object | None = None
    verwerkt: bool = False
    telefoon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situatie:
    """What is known of a zaak on a day.

    `stop` is the check that ends all contact (deceased, moved), `verboden` gives for a kind of contact the check that
    forbids it; `uitgesloten` are residents whom a check takes out while others on the address stay.
    """

    begin: date
    today: date
    pogingen: Sequence[Poging] = ()
    antwoorden: Sequence[Antwoord] = ()
    personen: frozenset[object] = frozenset()
    uitgesloten: frozenset[object] = frozenset()
    stop: str = ""
    verboden: Mapping[str, str] = field(default_factory=dict)
    wacht_tot: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stap:
    """A step with its day; `reden` is a code: plan, bel_mij, or why it falls away."""

    soort: str
    dag: date
    stand: Stand
    reden: str = "plan"
    dagdeel: str = ""
    bereikt: bool = False
    plan: Planstap | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contactstand:
    """The plan of a zaak on a day; `volgende` is None unless `toestand` is loopt. `reden` says why it is not."""

    stappen: tuple[Stap, ...]
    volgende: Stap | None
    toestand: Toestand
    reden: str = ""
    advies: Dagdeeladvies | None = None
    # Whom not to approach while others on the address are: they said no, or a check took them out.
    niet_benaderen: frozenset[object] = field(default=frozenset())


def follow_plan(plan: Sequence[Planstap], situatie: Situatie) -> Contactstand:
    """Say where a plan stands: the next step is the first that was not tried, unless an answer or check decides."""
    situatie = replace(situatie, antwoorden=_newest(situatie.antwoorden))
    toestand, reden = _judge(situatie)
    out = _excluded(situatie)
    pogingen = sorted(situatie.pogingen, key=lambda poging: poging.datum)
    done, rest = _split(plan, pogingen)
    asked = _find_call(situatie) if toestand in {"loopt", "bereikt"} else None
    if asked is not None:
        toestand, reden = "loopt", ""
    open_steps = [] if toestand != "loopt" else list(_date_steps(rest, done, situatie, asked))
    following = next((step for step in open_steps if step.stand == "volgende"), None)
    if toestand == "loopt" and following is None:
        toestand, reden = "op", "alles_geprobeerd"
    return Contactstand(
        stappen=(*done, *open_steps),
        volgende=following,
        toestand=toestand,
        reden=reden,
        advies=_advise(following, pogingen),
        niet_benaderen=out,
    )


def _newest(antwoorden: Sequence[Antwoord]) -> list[Antwoord]:
    """Keep the last answer of each resident: it stands in the place of an earlier one."""
    last: dict[object | None, Antwoord] = {}
    for answer in sorted(antwoorden, key=lambda answer: answer.ontvangen):
        last[answer.persoon] = answer
    return list(last.values())


def _judge(situatie: Situatie) -> tuple[Toestand, str]:
    """Say whether contact is still sought; a check comes before what residents said, and that before an attempt."""
    if situatie.stop:
        return "gestopt", situatie.stop
    refused = _people(situatie, {GEEN_HULP})
    wrong = _people(situatie, EERST_NAGAAN)
    if _covers(situatie, refused | situatie.uitgesloten):
        return "gestopt", GEEN_HULP if refused else "uitgesloten"
    if wrong and _covers(situatie, refused | wrong | situatie.uitgesloten):
        newest = max(
            (a for a in situatie.antwoorden if a.soort in EERST_NAGAAN and not a.verwerkt),
            key=lambda answer: answer.ontvangen,
        )
        return "nagaan", newest.soort
    reached = {poging.persoon for poging in situatie.pogingen if poging.bereikt}
    if None in reached or (reached and _covers(situatie, reached | _excluded(situatie))):
        return "bereikt", "contact"
    return "loopt", ""


def _excluded(situatie: Situatie) -> frozenset[object]:
    said = _people(situatie, {GEEN_HULP, *EERST_NAGAAN})
    return frozenset((said | situatie.uitgesloten) - {None})


def _people(situatie: Situatie, soorten: Iterable[str]) -> set[object | None]:
    """Collect who answered so; a no stands, a mistake only until somebody looked into it."""
    wanted = set(soorten)
    return {
        answer.persoon
        for answer in situatie.antwoorden
        if answer.soort in wanted and (answer.soort == GEEN_HULP or not answer.verwerkt)
    }


def _covers(situatie: Situatie, who: Iterable[object | None]) -> bool:
    """Say whether these are everybody on the address; an answer that names nobody is for all."""
    found = set(who)
    return None in found or (bool(found) and bool(situatie.personen) and situatie.personen <= found)


def _split(plan: Sequence[Planstap], pogingen: Sequence[Poging]) -> tuple[list[Stap], list[Planstap]]:
    """Lay the attempts on the steps: each step takes the first attempt of its kind that no other step took."""
    left, done, rest = list(pogingen), [], []
    for step in plan:
        made = next((poging for poging in left if poging.soort == step.soort), None)
        if made is None:
            rest.append(step)
            continue
        left.remove(made)
        done.append(_made(made, step))
    done += [_made(poging, None) for poging in left]
    return sorted(done, key=lambda step: step.dag), rest


def _made(poging: Poging, step: Planstap | None) -> Stap:
    return Stap(
        soort=poging.soort,
        dag=poging.datum,
        stand="gedaan",
        reden="plan" if step else "los",
        dagdeel=poging.dagdeel,
        bereikt=poging.bereikt,
        plan=step,
    )


def _date_steps(
    rest: Sequence[Planstap], done: Sequence[Stap], situatie: Situatie, asked: Stap | None
) -> Iterable[Stap]:
    """Give what is still to do its day; a step counts from the one before, also when that one came late."""
    previous = max((step.dag for step in done), default=situatie.begin)
    days = {step.soort: step.dag for step in done}
    earliest = max(situatie.wacht_tot or situatie.begin, situatie.begin)
    found_next = asked is not None
    if asked is not None:
        yield asked
    for step in rest:
        begin = days.get(step.na, previous) if step.na else previous
        due = next_werkdag(max(begin + timedelta(days=step.na_dagen), earliest))
        if step.soort in situatie.verboden:
            why = situatie.verboden[step.soort]
            yield Stap(soort=step.soort, dag=due, stand="vervalt", reden=why, plan=step)
            continue
        yield Stap(soort=step.soort, dag=due, stand="later" if found_next else "volgende", plan=step)
        # What comes after a step that is late can only come after today.
        found_next, previous = True, max(due, situatie.today)
        days[step.soort] = previous


def _find_call(situatie: Situatie) -> Stap | None:
    """Return the call a resident asked for that was not made yet; the newest wish counts."""
    wishes = [answer for answer in situatie.antwoorden if answer.soort == BEL_MIJ and not answer.verwerkt]
    if not wishes:
        return None
    wish = max(wishes, key=lambda answer: answer.ontvangen)
    day = day_of_wish(wish)
    called = any(p.soort == "Telefoon" and p.datum >= day for p in situatie.pogingen)
    return (
        None
        if called
        else Stap(soort="Telefoon", dag=day, stand="volgende", reden=BEL_MIJ, dagdeel=wish.dagdeel)
    )


def day_of_wish(answer: Antwoord) -> date:
    """Give the day on which a resident wants to be called: the date, or the first such weekday from the answer on."""
    if answer.dag.lower() in WEEKDAGEN:
        ahead = (WEEKDAGEN.index(answer.dag.lower()) - answer.ontvangen.weekday()) % 7
        return answer.ontvangen + timedelta(days=ahead)
    try:
        return max(date.fromisoformat(answer.dag), answer.ontvangen)
    except ValueError:
        return answer.ontvangen


def _advise(following: Stap | None, pogingen: Sequence[Poging]) -> Dagdeeladvies | None:
    if following is None:
        return None
    if following.dagdeel:
        return Dagdeeladvies(following.dagdeel, "De inwoner vroeg hierom.")
    return suggest_dagdeel(following.soort, pogingen)
