"""What is sealed opens with its own key only, across rotation, and never again once that key is destroyed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from meldpunt.audit.models import Logregel
from meldpunt.toegang import sleutelbos
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.models import Sleutel
from meldpunt.toegang.sleutelbos import (
    Onleesbaar,
    blind_candidates,
    blind_index,
    create_key,
    decrypt,
    decrypt_text,
    destroy_former_keys,
    destroy_keys,
    encrypt,
    encrypt_texts,
    forget_keys,
    rewrap_keys,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SYSTEEM = system_actor(herkomst="test")


@pytest.fixture(autouse=True)
def fresh_ring() -> None:
    forget_keys()


def test_it_opens_what_it_sealed_and_never_seals_alike_twice() -> None:
    sealed = encrypt("proef", b"waarde", bij=b"rij")
    assert decrypt("proef", sealed, bij=b"rij") == b"waarde"
    assert b"waarde" not in sealed
    assert encrypt("proef", b"waarde", bij=b"rij") != sealed


def test_it_does_not_open_for_another_purpose_another_row_or_after_a_change() -> None:
    sealed = encrypt("proef", b"waarde", bij=b"rij")
    encrypt("ander doel", b"")
    for doel, content, bij in (
        ("ander doel", sealed, b"rij"),
        ("proef", sealed, b"andere rij"),
        ("proef", sealed[:-1] + bytes([sealed[-1] ^ 1]), b"rij"),
        ("proef", b"zomaar iets", b"rij"),
        ("proef", b"", b"rij"),
    ):
        with pytest.raises(Onleesbaar):
            decrypt(doel, content, bij=bij)


def test_it_opens_texts_of_a_column_and_leaves_nothing_nothing() -> None:
    sealed = encrypt_texts("proef", ["één", "twee"])
    assert [decrypt_text("proef", text) for text in [*sealed, ""]] == ["één", "twee", ""]
    with pytest.raises(Onleesbaar):
        decrypt_text("proef", sealed[0][:-3])


def test_it_keeps_opening_older_values_after_a_new_key_and_seals_with_the_new_one() -> None:
    old, index = encrypt("proef", b"waarde"), blind_index("proef", "waarde")
    made = create_key("proef", now=NOW)
    assert decrypt("proef", old) == b"waarde"
    assert encrypt("proef", b"waarde").startswith(b"k%d." % made)
    assert blind_index("proef", "waarde") != index
    assert blind_candidates("proef", "waarde") == [blind_index("proef", "waarde"), index]


def test_it_never_opens_what_a_destroyed_key_sealed_and_keeps_the_proof() -> None:
    sealed = encrypt("reservekopie:2026-11", b"waarde")
    destroyed = destroy_keys("reservekopie:2026-11", door=SYSTEEM, now=NOW)
    with pytest.raises(Onleesbaar, match="vernietigd"):
        decrypt("reservekopie:2026-11", sealed)
    row = Sleutel.objects.get(pk=destroyed[0])
    assert (row.verpakt, row.vernietigd_op) == (None, NOW)
    assert Logregel.objects.get(handeling="sleutel_vernietigd").object == str(row.pk)


def test_it_keeps_the_newest_when_a_rotation_ends() -> None:
    encrypt("proef", b"")
    made = create_key("proef", now=NOW)
    destroy_former_keys("proef", door=SYSTEEM, now=NOW + timedelta(minutes=59))
    assert Sleutel.objects.filter(doel="proef", vernietigd_op=None).count() > 1
    destroy_former_keys("proef", door=SYSTEEM, now=NOW + timedelta(minutes=60))
    assert list(Sleutel.objects.filter(doel="proef", vernietigd_op=None).values_list("pk", flat=True)) == [
        made
    ]


def test_it_keeps_a_key_that_was_made_in_a_transaction_that_was_rolled_back() -> None:
    with transaction.atomic():
        sealed = encrypt("teruggedraaid", b"waarde")
        transaction.set_rollback(True)
    forget_keys()
    assert decrypt("teruggedraaid", sealed) == b"waarde"


def test_it_keeps_no_key_in_the_database_that_opens_without_the_secret(settings: Any) -> None:
    sealed = encrypt("proef", b"waarde")
    forget_keys()
    settings.MELDPUNT_SLEUTEL = "another secret, of another installation"
    with pytest.raises(Onleesbaar, match="MELDPUNT_SLEUTEL"):
        decrypt("proef", sealed)


def test_it_wraps_its_keys_anew_under_a_new_secret(settings: Any) -> None:
    sealed = encrypt("proef", b"waarde")
    former, settings.MELDPUNT_SLEUTEL = settings.MELDPUNT_SLEUTEL, "the new secret of this installation"
    settings.MELDPUNT_SLEUTEL_VORIGE = [former]
    assert rewrap_keys() >= 1
    settings.MELDPUNT_SLEUTEL_VORIGE = []
    forget_keys()
    assert decrypt("proef", sealed) == b"waarde"
    assert rewrap_keys() == 0


def test_it_reads_its_keys_once_and_not_for_every_value() -> None:
    sealed = encrypt("proef", b"waarde")
    with connection.execute_wrapper(_refuse):
        assert all(decrypt("proef", sealed) == b"waarde" for _ in range(20))


def _refuse(*_: object) -> object:
    raise AssertionError("a query for a value")


def test_it_notices_a_key_that_another_process_made() -> None:
    encrypt("proef", b"")
    ring = dict(sleutelbos._rings)
    create_key("proef", now=NOW)
    sealed = encrypt("proef", b"waarde")
    sleutelbos._rings.update(ring)
    assert decrypt("proef", sealed) == b"waarde"
