"""Templates: a closed list, every mistake named, and nothing that is filled in is ever read again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meldpunt.rules.sjablonen import (
    KANALEN,
    PLAATSHOUDERS,
    Sjabloonfout,
    check_sjabloon,
    fill,
    list_plaatshouders,
    without_braces,
)
from meldpunt.rules.talen import TALEN, keep_direction, write_aanhef, write_bedrag, write_dag
from meldpunt.rules.tekstblokken import Blok, read_blokken

# A busy machine may be slow to draw; that says nothing about the rule.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def mistakes(tekst: str, *, kanaal: str = "brief", onderwerp: str = "Hulp") -> str:
    with pytest.raises(Sjabloonfout) as caught:
        check_sjabloon(kanaal=kanaal, onderwerp=onderwerp, tekst=tekst)
    return "\n".join(caught.value.zinnen)


def test_it_names_an_unknown_place_with_its_line_and_the_one_that_was_meant() -> None:
    said = mistakes("Hallo {naam},\n\nU betaalt {vordering} niet.")
    assert (
        "Regel 3: {vordering} is geen plaatshouder. Bedoelt u {vorderingen}? [plaatshouder_onbekend]" in said
    )


@pytest.mark.parametrize("text", ["{naam.__class__}", "{0}", "{}", "{naam!r}", "{naam:>10}", "{{naam}}"])
def test_it_takes_no_code_in_a_text(text: str) -> None:
    assert "[plaatshouder_onbekend]" in mistakes(text) or "[accolade_los]" in mistakes(text)


@pytest.mark.parametrize("text", ["los {", "los }", "{naam", "naam}", "{naam\n}"])
def test_it_refuses_a_loose_brace(text: str) -> None:
    assert "[accolade_los]" in mistakes(text)


@pytest.mark.parametrize("kanaal", ["kaartje", "mail", "sms"])
def test_it_keeps_claims_and_amounts_out_of_what_others_can_read(kanaal: str) -> None:
    for place in ("{partners}", "{vorderingen}"):
        assert "[plaatshouder_kanaal]" in mistakes(place, kanaal=kanaal)
    for amount in ("€ 12", "12 euro", "EUR 12"):
        assert "[bedrag_in_tekst]" in mistakes(f"U moet {amount} betalen.", kanaal=kanaal)
    check_sjabloon(kanaal="brief", onderwerp="Hulp", tekst="{partners} € 12")


@pytest.mark.parametrize("place", ["partners", "vorderingen", "adres", "lokaal_aanbod"])
def test_it_puts_no_claim_and_no_second_line_in_a_subject(place: str) -> None:
    assert f"{{{place}}} niet staan" in mistakes("Hallo", onderwerp=f"Over {{{place}}}")


def test_it_wants_a_subject_a_text_and_a_short_sms() -> None:
    assert "[onderwerp_leeg]" in mistakes("Hallo", onderwerp=" ")
    assert "[tekst_leeg]" in mistakes("  \n ")
    assert "[sms_te_lang]" in mistakes("a" * 401, kanaal="sms")
    check_sjabloon(kanaal="sms", onderwerp="", tekst="a" * 400)


def test_it_lists_per_channel_only_what_that_channel_takes() -> None:
    for kanaal in KANALEN:
        text = "\n".join(f"{{{p.naam}}}" for p in list_plaatshouders(kanaal))
        check_sjabloon(kanaal=kanaal, onderwerp="Hulp", tekst=text)
    assert {p.naam for p in list_plaatshouders("brief")} == set(PLAATSHOUDERS)


@PATIENT
@given(st.dictionaries(st.sampled_from(sorted(PLAATSHOUDERS)), st.text(), min_size=1))
def test_it_fills_in_once_whatever_a_value_holds(values: dict[str, str]) -> None:
    text = "|".join(f"{{{name}}}" for name in values)
    assert fill(text, values) == "|".join(values.values())


def test_it_never_sends_half_a_letter() -> None:
    with pytest.raises(KeyError):
        fill("{naam} {adres}", {"naam": "J. Jansen"})


@PATIENT
@given(st.text())
def test_it_leaves_no_sign_of_a_place_in_a_value(text: str) -> None:
    assert not set("{}") & set(without_braces(text))


def test_it_reads_paragraphs_lists_and_headings() -> None:
    assert read_blokken("Dag,\ntot ziens\n\n- een\n- twee\n## Kop\nslot") == [
        Blok("alinea", ("Dag,", "tot ziens")),
        Blok("lijst", ("een", "twee")),
        Blok("kop", ("Kop",)),
        Blok("alinea", ("slot",)),
    ]
    assert read_blokken("voor\n- punt\nna") == [
        Blok("alinea", ("voor",)),
        Blok("lijst", ("punt",)),
        Blok("alinea", ("na",)),
    ]
    assert read_blokken(" \n\n") == []


def test_it_writes_names_amounts_and_days_as_their_language_does() -> None:
    assert write_aanhef("J. van den Berg", "van den Berg", "nl") == "Beste heer of mevrouw Van den Berg"
    assert write_aanhef("J. van den Berg", "van den Berg", "en") == "Dear J. van den Berg"
    assert write_bedrag(123456) == "€\xa01.234,56"
    assert (write_dag(date(2026, 3, 1), "nl"), write_dag(date(2026, 3, 1), "pl")) == (
        "1 maart 2026",
        "01-03-2026",
    )


def test_it_keeps_the_direction_of_a_number_within_arabic_only() -> None:
    assert keep_direction("023-511 5115", "nl") == "023-511 5115"
    assert keep_direction("een\ntwee", "ar") == "\u2066een\u2069\n\u2066twee\u2069"
    assert [taal.code for taal in TALEN.values() if taal.rechts] == ["ar"]
