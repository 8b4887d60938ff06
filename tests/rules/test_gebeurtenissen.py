"""The envelope of an event, and what an answer of a receiver means."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from meldpunt.rules.afleverritme import (
    GEDULD,
    PER_BEURT,
    allows_origin,
    is_given_up,
    judge_answer,
    read_rate,
    size_of_turn,
)
from meldpunt.rules.gebeurtenissen import (
    GEBEURTENISSOORTEN,
    PROEF,
    Gebeurtenis,
    find_soort,
    id_of,
    name_afzender,
    write_envelope,
)

NU = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
BRON = UUID("0192c0de-0000-7000-8000-000000000001")
AFZENDER = name_afzender(oin="00000001823288444000", site="https://meldpunt.example")


def envelope(soort: str, *, tijd: datetime = NU, bron: UUID = BRON) -> dict[str, str]:
    return json.loads(write_envelope(Gebeurtenis(soort, bron, tijd), afzender=AFZENDER))


def test_it_says_what_happened_and_where_to_fetch_it_and_nothing_else() -> None:
    assert envelope("terugkoppeling_gegeven") == {
        "specversion": "1.0",
        "type": "nl.meldpunt.terugkoppeling-gegeven",
        "source": "urn:nld:oin:00000001823288444000:systeem:meldpunt",
        "id": str(id_of("terugkoppeling_gegeven", BRON)),
        "time": "2026-10-26T09:00:00Z",
        "dataref": f"https://meldpunt.example/api/v1/terugkoppelingen/{BRON}",
    }


@pytest.mark.parametrize("soort", [*GEBEURTENISSOORTEN, PROEF])
def test_it_keeps_to_the_profile_for_every_kind(soort: str) -> None:
    made = envelope(soort)
    assert set(made) <= {"specversion", "type", "source", "id", "time", "dataref"}
    # CloudEvents-NL: reverse domain name, small letters, no version; attributes of letters and digits.
    assert re.fullmatch(r"nl(\.[a-z]+(-[a-z]+)*)+", made["type"])
    assert all(re.fullmatch(r"[a-z0-9]{1,20}", name) for name in made)
    assert UUID(made["id"])


def test_it_gives_an_event_the_same_id_and_bytes_each_time_and_another_event_another() -> None:
    again = Gebeurtenis("opschorting_begonnen", BRON, NU)
    assert write_envelope(again, afzender=AFZENDER) == write_envelope(again, afzender=AFZENDER)
    kinds = {id_of(soort, BRON) for soort in GEBEURTENISSOORTEN}
    assert len(kinds) == len(GEBEURTENISSOORTEN)


def test_it_writes_the_moment_in_utc() -> None:
    summer = NU.astimezone(timezone(timedelta(hours=2)))
    assert envelope(PROEF, tijd=summer)["time"] == "2026-10-26T09:00:00Z"


def test_it_names_an_installation_without_oin_by_its_place() -> None:
    without = name_afzender(oin="", site="http://127.0.0.1:8000")
    assert without.urn == "urn:nld:127.0.0.1:systeem:meldpunt"
    assert without.api == "http://127.0.0.1:8000/api/v1"


def test_it_gives_every_kind_a_type_of_its_own_and_a_sentence() -> None:
    kinds = [find_soort(soort) for soort in [*GEBEURTENISSOORTEN, PROEF]]
    assert len({kind.type for kind in kinds}) == len(kinds)
    assert all(kind.titel and kind.zin.endswith(".") for kind in kinds)


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (200, "gelukt"), (202, "gelukt"), (204, "gelukt"), (299, "gelukt"), (400, "opnieuw"), (404, "opnieuw"),
        (415, "opnieuw"), (410, "weg"), (429, "wacht"), (503, "wacht"),
    ],
)  # fmt: skip
def test_it_reads_an_answer(status: int, meaning: str) -> None:
    assert judge_answer(status) == meaning


def test_it_gives_up_after_three_days_and_not_before() -> None:
    assert not is_given_up(gemaakt_op=NU, now=NU + GEDULD - timedelta(seconds=1))
    assert is_given_up(gemaakt_op=NU, now=NU + GEDULD)


@pytest.mark.parametrize(
    ("text", "rate"),
    [("120", 120), (" 5 ", 5), ("0", 1), ("*", None), ("", None), ("veel", None), ("9" * 9, None)],
)
def test_it_reads_how_much_a_receiver_takes(text: str, rate: int | None) -> None:
    assert read_rate(text) == rate


def test_it_sends_no_more_in_a_turn_than_the_receiver_takes() -> None:
    assert (size_of_turn(None), size_of_turn(7), size_of_turn(10_000)) == (PER_BEURT, 7, PER_BEURT)


def test_it_takes_consent_only_for_itself_or_for_everybody() -> None:
    own = "meldpunt.example"
    assert allows_origin("*", oorsprong=own)
    assert allows_origin("Meldpunt.Example", oorsprong=own)
    assert not allows_origin("", oorsprong=own)
    assert not allows_origin("kwaad-meldpunt.example", oorsprong=own)
