"""When a term is over the persons are gone, an open zaak keeps them, a hold too, and the ledger tells."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.aanlevering.models import Aanlevering, Signaal, SignaalPersoon
from meldpunt.bewaring import vernietiging
from meldpunt.bewaring.actions import choose_bewaartermijn, destroy_due, forget_due, hold, release
from meldpunt.bewaring.grootboek import list_breuken, read_grootboek
from meldpunt.bewaring.models import Vernietiging
from meldpunt.bewaring.queries import list_vooruit
from meldpunt.bewaring.vernietiging import destroy_personen
from meldpunt.matching.models import Terugblik, Zaak, Zaaksignaal
from meldpunt.opvolging.actions import reopen_zaak
from meldpunt.opvolging.models import Contactpoging
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db
SYSTEEM = system_actor(herkomst="test")
PRIVACY = make_actor(rol="privacy")


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 2, 15, tzinfo=UTC)


def make_world(*regels: str) -> Aanlevering:
    partner = make_partner()
    make_deelname(partners=[partner])
    return deliver(partner=partner, regels=regels or [make_regel()])


def close_all(*, on: datetime) -> None:
    Zaak.objects.update(
        status="gesloten", eindresultaat="Geen reactie na eerder contact", gesloten_op=on, status_sinds=on
    )


def test_it_keeps_the_persons_of_an_open_zaak() -> None:
    make_world()
    assert destroy_due(door=SYSTEEM, now=at(2027, 10, 1)) == 0
    assert SignaalPersoon.objects.exists()


def test_it_destroys_a_closed_zaak_when_its_term_is_over_and_not_a_day_sooner() -> None:
    make_world()
    close_all(on=at(2026, 11, 10))
    assert destroy_due(door=SYSTEEM, now=at(2027, 5, 9)) == 0
    assert destroy_due(door=SYSTEEM, now=at(2027, 5, 10)) == 1
    assert not SignaalPersoon.objects.exists()
    assert Signaal.objects.count() == 1
    line = Vernietiging.objects.get()
    assert (line.nummer, line.grond, line.convenant, line.stadium) == (1, "termijn", "landelijk", "gesloten")
    assert line.aantallen["SignaalPersoon"] == 1
    assert destroy_due(door=SYSTEEM, now=at(2027, 5, 10)) == 0


def test_it_empties_what_was_written_about_them() -> None:
    make_world()
    zaak = Zaak.objects.get()
    persoon = Zaaksignaal.objects.get().persoon
    Contactpoging.objects.create(
        gemeente_id="0392", zaak=zaak, persoon=persoon, soort="Huisbezoek", bereikt=True, datum=date(2026, 11, 2),
        dagdeel="Middag", notitie="Mevrouw Jansen was thuis", vastgelegd_op=at(2026, 11, 2),
    )  # fmt: skip
    close_all(on=at(2026, 11, 10))
    destroy_due(door=SYSTEEM, now=at(2027, 5, 10))
    poging = Contactpoging.objects.get()
    assert (poging.notitie, poging.bereikt) == ("", True)


def test_it_destroys_at_once_on_request_and_ends_a_zaak_without_anybody() -> None:
    make_world()
    line = destroy_personen(
        signalen=[Signaal.objects.get().id],
        gemeente="0392",
        grond="verzoek",
        door=PRIVACY,
        now=at(2026, 11, 1),
    )
    assert line.grond == "verzoek"
    assert not SignaalPersoon.objects.exists()
    assert Zaak.objects.get().status == "vervallen"
    # Somebody who asked to be forgotten is not remembered by a hash either.
    assert not Terugblik.objects.exists()
    with pytest.raises(Weigering, match="al_vernietigd"):
        destroy_personen(
            signalen=line.signalen, gemeente="0392", grond="verzoek", door=PRIVACY, now=at(2026, 11, 1)
        )


def test_it_leaves_the_other_person_of_a_zaak_alone() -> None:
    make_world(
        make_regel(),
        make_regel(klantnummer="K2", achternaam="De Vries", voorletters="P.", geboortedatum="1971-02-03"),
    )
    first = Zaaksignaal.objects.order_by("signaal").first()
    assert first is not None
    destroy_personen(
        signalen=[first.signaal_id], gemeente="0392", grond="verzoek", door=PRIVACY, now=at(2026, 11, 1)
    )
    assert [p.achternaam for p in SignaalPersoon.objects.all()] != []
    assert SignaalPersoon.objects.count() == 1
    zaak = Zaak.objects.get()
    assert zaak.status == "nieuw"
    # The address of the zaak was read from who went; a letter to the other still needs it.
    assert zaak.adressignaal == SignaalPersoon.objects.get().id


def test_it_is_not_for_others() -> None:
    make_world()
    with pytest.raises(GeenToegang):
        destroy_personen(
            signalen=[Signaal.objects.get().id], gemeente="0392", grond="verzoek", door=make_actor(),
            now=at(2026, 11, 1),
        )  # fmt: skip
    with pytest.raises(GeenToegang):
        hold(
            signalen=[Signaal.objects.get().id], gemeente="0392", reden="klacht", tot=date(2027, 1, 1),
            door=make_actor(rol="privacy", gemeenten=["0363"]), now=at(2026, 11, 1),
        )  # fmt: skip


def test_it_holds_for_a_complaint_until_its_last_day_or_until_released() -> None:
    make_world()
    close_all(on=at(2026, 11, 10))
    signaal = Signaal.objects.get().id
    stop = hold(
        signalen=[signaal], gemeente="0392", reden="klacht", tot=date(2027, 6, 30), dossier="K-2026-14",
        door=PRIVACY, now=at(2026, 12, 1),
    )  # fmt: skip
    with pytest.raises(Weigering, match="bewaarstop"):
        destroy_personen(
            signalen=[signaal], gemeente="0392", grond="verzoek", door=PRIVACY, now=at(2027, 1, 1)
        )
    assert destroy_due(door=SYSTEEM, now=at(2027, 6, 30)) == 0
    with transaction.atomic():
        assert destroy_due(door=SYSTEEM, now=at(2027, 7, 1)) == 1
        transaction.set_rollback(True)
    release(stop=stop.id, gemeente="0392", door=PRIVACY, now=at(2027, 5, 20))
    assert destroy_due(door=SYSTEEM, now=at(2027, 5, 20)) == 1


def test_it_follows_the_term_of_the_municipality_where_the_covenant_leaves_it() -> None:
    make_world()
    close_all(on=at(2026, 11, 10))
    choose_bewaartermijn(
        gemeente="0392", convenant="landelijk", vanaf=date(2026, 12, 1), maanden=2, besluit="B&W 24-11",
        door=PRIVACY, now=at(2026, 12, 1),
    )  # fmt: skip
    assert destroy_due(door=SYSTEEM, now=at(2027, 1, 9)) == 0
    assert destroy_due(door=SYSTEEM, now=at(2027, 1, 10)) == 1
    with pytest.raises(Weigering, match="termijn_vast"):
        choose_bewaartermijn(
            gemeente="0392", convenant="haarlem-zandvoort", vanaf=date(2027, 12, 1), maanden=2, besluit="B&W",
            door=PRIVACY, now=at(2026, 12, 1),
        )  # fmt: skip


def test_its_ledger_cannot_be_changed_and_shows_it_when_somebody_gets_round_that() -> None:
    make_world(make_regel(), make_regel(klantnummer="K2", huisnummer="14"))
    for signaal in Signaal.objects.order_by("id"):
        destroy_personen(
            signalen=[signaal.id], gemeente="0392", grond="verzoek", door=PRIVACY, now=at(2026, 11, 1)
        )
    assert list_breuken() == []
    for statement in (
        "UPDATE meldpunt_vernietiging SET grond = 'termijn'",
        "DELETE FROM meldpunt_vernietiging",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE meldpunt_vernietiging DISABLE TRIGGER USER")
        cursor.execute("UPDATE meldpunt_vernietiging SET grond = 'bezwaar' WHERE nummer = 1")
        assert [(one.nummer, one.zin) for one in list_breuken()] == [(1, "de regel is veranderd")]
        cursor.execute("DELETE FROM meldpunt_vernietiging WHERE nummer = 1")
        assert [one.nummer for one in list_breuken()] == [2]


def test_it_forgets_the_name_of_a_file_once_nobody_of_it_is_left() -> None:
    make_world()
    close_all(on=at(2026, 11, 10))
    forget_due(door=SYSTEEM, now=at(2027, 3, 1))
    assert Aanlevering.objects.get().bestandsnaam != "vernietigd"
    destroy_due(door=SYSTEEM, now=at(2027, 5, 10))
    forget_due(door=SYSTEEM, now=at(2027, 5, 10))
    assert Aanlevering.objects.get().bestandsnaam == "vernietigd"


def test_it_copies_the_ledger_beside_the_database(
    django_capture_on_commit_callbacks, settings, tmp_path
) -> None:  # type: ignore[no-untyped-def]
    settings.MELDPUNT_DATA = tmp_path
    make_world()
    with django_capture_on_commit_callbacks(execute=True):
        line = destroy_personen(
            signalen=[Signaal.objects.get().id], gemeente="0392", grond="verzoek", door=PRIVACY,
            now=at(2026, 11, 1),
        )  # fmt: skip
    assert [(one["nummer"], one["zegel"]) for one in read_grootboek()] == [(1, line.zegel)]


def test_it_opens_no_zaak_again_of_which_nobody_is_left() -> None:
    make_world()
    close_all(on=at(2026, 11, 10))
    destroy_due(door=SYSTEEM, now=at(2027, 5, 10))
    with pytest.raises(Weigering, match="personen_vernietigd"):
        reopen_zaak(
            zaak=Zaak.objects.get().id, gemeente="0392", reden="Toch", door=make_actor(), now=at(2027, 5, 11)
        )


def test_it_goes_on_where_it_was_stopped_and_leaves_nothing_half_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_world(make_regel(), make_regel(klantnummer="K2", huisnummer="14"))
    close_all(on=at(2026, 11, 10))
    monkeypatch.setattr("meldpunt.bewaring.actions.BATCH", 1)
    real, calls = vernietiging.write_line, []

    def stop_at_the_second(line: Vernietiging) -> Vernietiging:
        calls.append(line)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(line)

    monkeypatch.setattr("meldpunt.bewaring.vernietiging.write_line", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        destroy_due(door=SYSTEEM, now=at(2027, 5, 10))
    # The first is gone with its line, the second is whole: its deletion was rolled back with its line.
    assert (SignaalPersoon.objects.count(), Vernietiging.objects.count()) == (1, 1)
    assert destroy_due(door=SYSTEEM, now=at(2027, 5, 10)) == 1
    assert [line.nummer for line in Vernietiging.objects.order_by("nummer")] == [1, 2]
    assert list_breuken() == []


def test_it_shows_who_stays_for_a_list_that_was_not_made_when_the_term_is_nearly_over() -> None:
    partner = make_partner()
    make_deelname(convenant="haarlem-zandvoort", partners=[partner])
    deliver(partner=partner, regels=[make_regel()], convenant="haarlem-zandvoort")
    # Delivered on 25 October: three months end on 25 January, and the list of December may still need it.
    assert list_vooruit(gemeenten=["0392"], door=PRIVACY, today=date(2026, 12, 24)) == ([], [])
    coming, held = list_vooruit(gemeenten=["0392"], door=PRIVACY, today=date(2026, 12, 26))
    assert coming == []
    assert [(one.reden, one.aantal) for one in held] == [("maandlijst", 1)]
