"""What the database refuses, whoever asks."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import deliver, make_deelname, make_partner, make_regel

from meldpunt.aanlevering.models import Signaal, SignaalPersoon
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.sleutels import new_id

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signaal() -> Signaal:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    return Signaal.objects.get()


def test_a_signaal_is_written_once(signaal: Signaal) -> None:
    with pytest.raises(IntegrityError, match="written once"):
        Signaal.objects.filter(id=signaal.id).update(bedrag_cent=1)


def test_a_person_needs_its_signaal(signaal: Signaal) -> None:
    persoon = SignaalPersoon.objects.get(id=signaal.id)
    persoon.id = new_id()
    with pytest.raises(IntegrityError, match="not in meldpunt_signaal"):
        persoon.save(force_insert=True)


def test_a_person_cannot_move_to_another_municipality(signaal: Signaal) -> None:
    with pytest.raises(IntegrityError, match="never change"):
        SignaalPersoon.objects.filter(id=signaal.id).update(gemeente="0473")


def test_a_signaal_with_a_zaak_cannot_be_deleted(signaal: Signaal) -> None:
    with (
        pytest.raises(IntegrityError, match="still referenced"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM meldpunt_signaal")


def test_a_link_needs_both_ends_in_one_municipality(signaal: Signaal) -> None:
    link = Zaaksignaal.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Zaaksignaal.objects.create(
            gemeente_id="0473",
            zaak_id=link.zaak_id,
            signaal_id=signaal.id,
            run=link.run,
            persoon=signaal.id,
            trap="alleen",
        )


def test_a_zaak_closes_with_an_end_result_or_not_at_all(signaal: Signaal) -> None:
    with pytest.raises(IntegrityError, match="zaak_gesloten_met_resultaat"):
        Zaak.objects.update(status="gesloten")
