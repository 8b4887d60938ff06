"""What a partner says about its own signalen: one, a selection or a file, by one act that corrects at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.aanlevering.models import Partnerbericht, Signaal
from meldpunt.audit.actions import record
from meldpunt.matching.afmelding import Afmeldgevolg, remove_signalen
from meldpunt.matching.frames import lock_gemeenten
from meldpunt.opvolging.kopieen import list_kopieen
from meldpunt.opvolging.termijnrijen import refresh_termijnen
from meldpunt.partijen.register import get_openbaarmaking
from meldpunt.rules.openbaarmaking import BETALING, disclose
from meldpunt.rules.partnerbericht import find_bericht_bezwaar
from meldpunt.sleutels import new_id
from meldpunt.terugkoppeling.actions import tell
from meldpunt.terugkoppeling.models import Navraag, Terugkoppeling
from meldpunt.terugkoppeling.opschortingen import Verteld, end_opschortingen_of
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.policies import check_speak_for_partner
from meldpunt.toegang.rijcontext import acting_beyond
from meldpunt.toegang.weigering import Weigering

DOEL = "bericht van de signaalpartner over een eigen signaal"
TOELICHTING_MAX = 500
MEEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Berichtopdracht:
    """What a partner wants to say about one signaal."""

    signaal: UUID
    soort: str
    datum: date | None
    toelichting: str = ""


@dataclass(frozen=True, slots=True)
class Berichtuitkomst:
    """What came of it: taken in, or why not."""

    opdracht: Berichtopdracht
    bezwaar: str = ""

    @property
    def gelukt(self) -> bool:
        """Say whether the message was taken in."""
        return not self.bezwaar


def report_bericht(*, opdracht: Berichtopdracht, door: Actor, now: datetime) -> None:
    """Take in one message. Raises Weigering with the reason when it cannot be, Signaal.DoesNotExist for another's."""
    check_speak_for_partner(door, partner=door.partner)
    Signaal.objects.only("id").get(id=opdracht.signaal, partner=door.partner, overgenomen_van=None)
    (uitkomst,) = report_berichten(opdrachten=[opdracht], door=door, now=now)
    if uitkomst.bezwaar:
        raise Weigering(uitkomst.bezwaar)


@transaction.atomic
def report_berichten(
    *, opdrachten: Sequence[Berichtopdracht], door: Actor, now: datetime
) -> list[Berichtuitkomst]:
    """Take in messages and correct their zaken, stays and questions in one transaction; say of each what came of it.

    A message that cannot be is skipped with its reason; the others go on.
    """
    check_speak_for_partner(door, partner=door.partner)
    if len(opdrachten) > MEEST:
        raise Weigering(f"Meld hooguit {MEEST} signalen tegelijk. Splits de lijst. [te_veel_berichten]")
    signalen = _list_signalen(opdrachten, door)
    uitkomsten = _judge(opdrachten, signalen, today=timezone.localdate(now))
    goed = [uitkomst.opdracht for uitkomst in uitkomsten if uitkomst.gelukt]
    per_gemeente: dict[str, list[Berichtopdracht]] = defaultdict(list)
    for opdracht in goed:
        per_gemeente[signalen[opdracht.signaal].gemeente_id].append(opdracht)
    _write(goed, signalen, door=door, now=now)
    # The partner sees no zaak; what it says changes some nevertheless, where its signalen are.
    with acting_beyond(*per_gemeente):
        for gemeente in sorted(per_gemeente):
            _take_effect(gemeente, per_gemeente[gemeente], door=door, now=now)
        _correct_kopieen(goed, signalen, now=now)
        _answer([signalen[opdracht.signaal] for opdracht in goed], now=now)
    return uitkomsten


def _list_signalen(opdrachten: Sequence[Berichtopdracht], door: Actor) -> dict[UUID, Signaal]:
    """Return the partner's own signalen among these, with their municipalities locked against matching."""
    rows = Signaal.objects.filter(
        id__in={o.signaal for o in opdrachten}, partner=door.partner, overgenomen_van=None
    )
    # First the lock, then the look at the delivery: a run or a recall that was going on is over by then.
    keys = list(rows.values_list("gemeente_id", "id"))
    with acting_beyond(*{gemeente for gemeente, _ in keys}):
        copied = {kopie.gemeente for kopie in list_kopieen(keys)}
    lock_gemeenten(sorted(copied | {gemeente for gemeente, _ in keys}))
    return {row.id: row for row in rows.select_related("aanlevering")}


def _judge(
    opdrachten: Sequence[Berichtopdracht], signalen: Mapping[UUID, Signaal], *, today: date
) -> list[Berichtuitkomst]:
    said = set(Partnerbericht.objects.filter(signaal__in=signalen).values_list("signaal_id", "soort"))
    seen: set[UUID] = set()
    uitkomsten = []
    for opdracht in opdrachten:
        bezwaar = _find_bezwaar(opdracht, signalen.get(opdracht.signaal), said, today=today)
        if not bezwaar and opdracht.signaal in seen:
            bezwaar = "Dit signaal staat eerder in uw lijst. Meld het één keer. [bericht_dubbel]"
        if not bezwaar:
            seen.add(opdracht.signaal)
        uitkomsten.append(Berichtuitkomst(opdracht, bezwaar))
    return uitkomsten


def _find_bezwaar(
    opdracht: Berichtopdracht, signaal: Signaal | None, said: set[tuple[UUID, str]], *, today: date
) -> str:
    if signaal is None:
        return "Dit signaal is niet van uw organisatie, of bestaat niet. [signaal_onbekend]"
    if signaal.aanlevering.status == "ingetrokken":
        return "U heeft deze aanlevering al ingetrokken. U hoeft niets te melden. [signaal_ingetrokken]"
    if signaal.aanlevering.gematcht_op is None:
        return "Deze aanlevering wordt nog verwerkt. Probeer het over een paar minuten. [aanlevering_bezig]"
    if (signaal.id, opdracht.soort) in said:
        return "Dit heeft u al gemeld. U hoeft niets te doen. [bericht_al_gemeld]"
    if len(opdracht.toelichting) > TOELICHTING_MAX:
        return (
            f"De toelichting is langer dan {TOELICHTING_MAX} tekens. Maak haar korter. [toelichting_te_lang]"
        )
    return find_bericht_bezwaar(
        opdracht.soort, datum=opdracht.datum, sinds=signaal.achterstand_sinds, today=today
    )


def _write(
    opdrachten: Sequence[Berichtopdracht], signalen: Mapping[UUID, Signaal], *, door: Actor, now: datetime
) -> None:
    Partnerbericht.objects.bulk_create(
        [
            Partnerbericht(
                id=new_id(),
                gemeente_id=signalen[opdracht.signaal].gemeente_id,
                signaal_id=opdracht.signaal,
                partner_id=signalen[opdracht.signaal].partner_id,
                soort=opdracht.soort,
                datum=opdracht.datum or timezone.localdate(now),
                toelichting=opdracht.toelichting.strip(),
                gemeld_op=now,
                gemeld_door=door.gebruiker,
            )
            for opdracht in opdrachten
        ],
        batch_size=1000,
    )


def _take_effect(gemeente: str, opdrachten: Sequence[Berichtopdracht], *, door: Actor, now: datetime) -> None:
    """Correct zaken, end stays and close open questions of one municipality, each with its line in the log."""
    redenen = {opdracht.signaal: opdracht.soort for opdracht in opdrachten}
    gevolgen = remove_signalen(gemeente=gemeente, redenen=redenen, now=now)
    keys = [(gemeente, signaal) for signaal in redenen]
    end_opschortingen_of(keys, reden="partnerbericht", on=timezone.localdate(now))
    for soort in sorted(set(redenen.values())):
        named = [signaal for signaal, reden in redenen.items() if reden == soort]
        Navraag.objects.filter(gemeente=gemeente, signaal__in=named, beantwoord_op=None).update(
            antwoord=soort, beantwoord_op=now, beantwoord_door=door.gebruiker
        )
    for opdracht in opdrachten:
        _log(gemeente, opdracht, gevolgen.get(opdracht.signaal, []), door=door, now=now)
    for zaak in sorted({gevolg.zaak for found in gevolgen.values() for gevolg in found}):
        _after_change(zaak, gemeente, door=door, now=now)


def _correct_kopieen(
    opdrachten: Sequence[Berichtopdracht], signalen: Mapping[UUID, Signaal], *, now: datetime
) -> None:
    """Let what is said hold for the copies of who moved; the partner hears nothing of them.

    The meldpunt does it, not the partner: nothing in its name stands in the log of where the resident lives now.
    """
    said = {opdracht.signaal: opdracht for opdracht in opdrachten}
    door = system_actor(herkomst="partnerbericht")
    per_gemeente: dict[str, dict[UUID, str]] = defaultdict(dict)
    for kopie in list_kopieen([(signalen[key].gemeente_id, key) for key in said]):
        per_gemeente[kopie.gemeente][kopie.signaal] = said[kopie.van].soort
    # One that was taken over a moment ago was not there to be locked before.
    lock_gemeenten(sorted(per_gemeente))
    for gemeente, redenen in sorted(per_gemeente.items()):
        with acting_beyond(gemeente):
            gevolgen = remove_signalen(gemeente=gemeente, redenen=redenen, now=now)
            for zaak in sorted({gevolg.zaak for found in gevolgen.values() for gevolg in found}):
                _after_change(zaak, gemeente, door=door, now=now)


def _log(
    gemeente: str,
    opdracht: Berichtopdracht,
    gevolgen: Sequence[Afmeldgevolg],
    *,
    door: Actor,
    now: datetime,
) -> None:
    record(
        "partnerbericht_ontvangen",
        objectsoort="signaal",
        object=opdracht.signaal,
        gemeente=gemeente,
        door=door,
        now=now,
        doel=DOEL,
        waarden={"soort": opdracht.soort, "zaken": [str(gevolg.zaak) for gevolg in gevolgen]},
    )


def _after_change(zaak: UUID, gemeente: str, *, door: Actor, now: datetime) -> None:
    """Let what hangs on a zaak follow the signalen it has left, once per zaak: its clocks and the log."""
    refresh_termijnen(zaak=zaak, gemeente=gemeente, now=now)
    record(
        "zaak_gecorrigeerd",
        objectsoort="zaak",
        object=zaak,
        gemeente=gemeente,
        door=door,
        now=now,
        doel=DOEL,
    )


def _answer(signalen: Sequence[Signaal], *, now: datetime) -> None:
    """Tell the partner that its message is dealt with: the last thing it reads about these signalen."""
    register = get_openbaarmaking()
    last = dict(
        Terugkoppeling.objects.filter(signaal__in=[s.id for s in signalen])
        .exclude(code__startswith=BETALING)
        .order_by("id")
        .values_list("signaal_id", "code")
    )
    told = []
    for signaal in signalen:
        tabel = register.table_on(timezone.localdate(now), convenant=signaal.convenant)
        mededeling = disclose(tabel, soort="selecties", waarde="afgemeld")
        if last.get(signaal.id) != mededeling.code:
            told.append(
                Verteld(
                    signaal.id,
                    signaal.gemeente_id,
                    signaal.partner_id,
                    signaal.convenant,
                    signaal.versie,
                    tabel,
                    mededeling,
                )
            )
    tell(told, now=now)
