"""The acts on a mismatch: put it on the bench, decide, set it aside, take a decision back, wipe its candidates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from meldpunt.aanlevering.models import Signaal, SignaalPersoon
from meldpunt.audit.actions import record
from meldpunt.audit.doelen import VROEGSIGNALERING
from meldpunt.brp.mismatchzegel import MEESTE, open_kandidaten, open_keuze, seal_kandidaten, seal_keuze
from meldpunt.brp.models import Mismatch
from meldpunt.brp.rijen import make_due
from meldpunt.matching.models import Zaak
from meldpunt.rules.brppersoon import BrpPersoon
from meldpunt.rules.mismatch import Beoordeling, Gezochte, Plek, propose_for, rank_gevonden
from meldpunt.rules.mismatchpersoon import kandidaat_of
from meldpunt.rules.mismatchwoorden import OORZAKEN
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_decide_mismatch
from meldpunt.toegang.weigering import Weigering

# So long a decision can be taken back with the candidates still beside it.
BEDENKTIJD: Final = timedelta(days=7)


@transaction.atomic
def open_mismatch(  # noqa: PLR0913 - about whom, and what the registry gave
    *,
    zaak: UUID,
    gemeente: str,
    persoon: UUID,
    uitkomst: str,
    gevonden: Sequence[BrpPersoon],
    door: Actor,
    now: datetime,
) -> UUID | None:
    """Put a resident on the bench, with the candidates in the order in which to look; none when it is destroyed.

    Asked again before anybody decided, the new candidates take the place of the old.
    """
    row = SignaalPersoon.objects.filter(id=persoon, gemeente=gemeente).first()
    if row is None:
        return None
    ranked = rank_personen(row, gevonden)
    values = {
        "partner_id": Signaal.objects.values_list("partner_id", flat=True).get(id=persoon, gemeente=gemeente),
        "uitkomst": uitkomst,
        "kandidaten_verzegeld": seal_kandidaten([gevonden[one.nummer] for one in ranked]),
        "aantal_kandidaten": min(len(ranked), MEESTE),
        "voorstel": propose_for(gezochte_of(row), ranked),
        "later_op": None,
    }
    made, fresh = Mismatch.objects.select_for_update().get_or_create(
        gemeente_id=gemeente,
        zaak_id=zaak,
        persoon=persoon,
        besluit="",
        defaults={**values, "gemaakt_op": now},
    )
    if not fresh:
        Mismatch.objects.filter(id=made.id, gemeente=gemeente).update(**values)
    _record("mismatch_gevonden", made, door=door, now=now, uitkomst=uitkomst, kandidaten=len(ranked))
    return made.id


def find_keuze(*, zaak: UUID, gemeente: str, persoon: UUID) -> str:
    """Return the number of whom somebody chose for this resident, last; nothing when nobody was."""
    rows = Mismatch.objects.filter(
        gemeente=gemeente, zaak=zaak, persoon=persoon, besluit=Mismatch.Besluit.KANDIDAAT
    )
    row = rows.exclude(keuze_verzegeld="").order_by("beslist_op", "id").last()
    return open_keuze(row.keuze_verzegeld) if row else ""


def drop_open(*, zaak: UUID, gemeente: str, persoon: UUID) -> None:
    """Take what nobody decided off the bench: the registry found the resident after all, or nobody asks any more."""
    Mismatch.objects.filter(gemeente=gemeente, zaak=zaak, persoon=persoon, besluit="").delete()


def rank_personen(row: SignaalPersoon, gevonden: Sequence[BrpPersoon]) -> list[Beoordeling]:
    """Return the judgement of each person beside what the partner wrote, the likeliest first."""
    return rank_gevonden(gezochte_of(row), [kandidaat_of(one) for one in gevonden])


def gezochte_of(row: SignaalPersoon) -> Gezochte:
    """Return what a partner wrote, as it is compared."""
    return Gezochte(
        voorletters=row.voorletters,
        tussenvoegsel=row.tussenvoegsel,
        achternaam=row.achternaam,
        geboortedatum=row.geboortedatum,
        plek=Plek(row.postcode, row.huisnummer, row.suffix),
    )


@transaction.atomic
def decide_mismatch(  # noqa: PLR0913 - what was decided, on which cause, and by whom
    *,
    mismatch: UUID,
    gemeente: str,
    kandidaat: int | None,
    oorzaak: str,
    door: Actor,
    now: datetime,
) -> None:
    """Keep whom a person chose, by the number on the screen, or that it is none of them.

    Without a cause the one that the choice points to is counted. Raises Weigering when a colleague was first.
    """
    row = _hold(mismatch, gemeente, door=door)
    if row.besluit:
        raise Weigering("Een collega besliste hier net over. Bekijk dat besluit. [mismatch_beslist]")
    if oorzaak and oorzaak not in OORZAKEN:
        raise Weigering("Kies een oorzaak uit de lijst. [oorzaak_onbekend]")
    if kandidaat is None:
        row.besluit = Mismatch.Besluit.NIEMAND
        row.oorzaak = oorzaak or _cause_of_nobody(row)
    else:
        chosen, cause = _choose(row, kandidaat)
        row.besluit, row.oorzaak = Mismatch.Besluit.KANDIDAAT, oorzaak or cause
        row.keuze_verzegeld = seal_keuze(chosen.bsn)
        # Read next: what the register says about that one is not known yet.
        make_due(zaak=row.zaak_id, gemeente=gemeente, persoon=row.persoon, now=now)
    row.beslist_op, row.beslist_door = now, door.gebruiker
    row.save(update_fields=["besluit", "oorzaak", "keuze_verzegeld", "beslist_op", "beslist_door"])
    _record("mismatch_beslist", row, door=door, now=now, besluit=row.besluit, oorzaak=row.oorzaak)


def _choose(row: Mismatch, nummer: int) -> tuple[BrpPersoon, str]:
    """Return who stands at a place, and the cause of why that one was not found. Raises Weigering."""
    personen = open_kandidaten(row.kandidaten_verzegeld)
    if not 1 <= nummer <= len(personen):
        raise Weigering("Deze kandidaat staat er niet meer. Kies opnieuw. [kandidaat_onbekend]")
    chosen = personen[nummer - 1]
    asked = SignaalPersoon.objects.filter(id=row.persoon, gemeente=row.gemeente_id).first()
    cause = rank_personen(asked, [chosen])[0].oorzaak if asked else row.voorstel
    # Nothing of it differs: then it was that others fit as well.
    return chosen, row.voorstel if cause == "onbekend" else cause


def _cause_of_nobody(row: Mismatch) -> str:
    """Return the cause to count when it is nobody: the proposal said why one of them might be meant."""
    return row.voorstel if row.voorstel == "bedrijfsnaam" else "onbekend"


@transaction.atomic
def set_aside(*, mismatch: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Leave a mismatch for later: it comes after the others. Raises Weigering when it is decided."""
    row = _hold(mismatch, gemeente, door=door)
    if row.besluit:
        raise Weigering("Hierover is al beslist. [mismatch_beslist]")
    Mismatch.objects.filter(id=row.id, gemeente=gemeente).update(later_op=now)
    _record("mismatch_later", row, door=door, now=now)


@transaction.atomic
def take_back(*, mismatch: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Take a decision back as long as its candidates are there. Raises Weigering."""
    row = _hold(mismatch, gemeente, door=door)
    if not row.besluit:
        raise Weigering("Hierover is nog niet beslist. [mismatch_open]")
    if row.aantal_kandidaten and not row.kandidaten_verzegeld:
        raise Weigering("De kandidaten zijn gewist. Vraag de BRP opnieuw. [kandidaten_gewist]")
    again = Mismatch.objects.filter(gemeente=gemeente, zaak=row.zaak_id, persoon=row.persoon, besluit="")
    if again.exists():
        raise Weigering("De BRP is intussen opnieuw gevraagd. Beslis over dat antwoord. [mismatch_opnieuw]")
    if row.besluit == Mismatch.Besluit.KANDIDAAT:
        # What was written of who was chosen holds no more.
        make_due(zaak=row.zaak_id, gemeente=gemeente, persoon=row.persoon, now=now)
    row.besluit = row.oorzaak = row.keuze_verzegeld = ""
    row.beslist_op = row.beslist_door = None
    row.save(update_fields=["besluit", "oorzaak", "keuze_verzegeld", "beslist_op", "beslist_door"])
    _record("mismatch_heropend", row, door=door, now=now)


def wipe_kandidaten(*, now: datetime) -> int:
    """Wipe the candidates of what was decided a week ago or whose zaak is closed; return of how many."""
    done = Q(beslist_op__lt=now - BEDENKTIJD) | ~Q(zaak__status__in=OPEN)
    over = Mismatch.objects.filter(done).exclude(kandidaten_verzegeld="").values_list("id", flat=True)
    # By keys: an update by a condition on another table is beyond the ORM.
    return Mismatch.objects.filter(id__in=list(over[:2000])).update(kandidaten_verzegeld="")


def _hold(mismatch: UUID, gemeente: str, *, door: Actor) -> Mismatch:
    """Lock a mismatch for an act. Raises DoesNotExist, GeenToegang, and Weigering when its zaak is closed."""
    row = Mismatch.objects.select_for_update().get(id=mismatch, gemeente=gemeente)
    zaak = Zaak.objects.get(id=row.zaak_id, gemeente=gemeente)
    check_decide_mismatch(door, gemeente=gemeente, postvak=zaak.postvak, team=zaak.team)
    if zaak.status not in OPEN:
        raise Weigering("De zaak is niet meer open. Heropen haar om te beslissen. [zaak_status]")
    return row


def _record(handeling: str, row: Mismatch, *, door: Actor, now: datetime, **waarden: object) -> None:
    record(
        handeling,
        objectsoort="mismatch",
        object=row.id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel=VROEGSIGNALERING,
        waarden={"zaak": str(row.zaak_id), "persoon": str(row.persoon), **waarden},
    )
