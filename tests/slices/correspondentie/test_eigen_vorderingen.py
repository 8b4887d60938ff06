"""Whatever stands on an address: a message holds one person's claims, and nobody else's name, partner or amount."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meldpunt.correspondentie.models import Sjabloon
from meldpunt.correspondentie.samenvoegen import Omgeving, make_ontvanger, merge
from meldpunt.correspondentie.voorbeelden import VOORBEELDAANBOD, VOORBEELDAFZENDER, list_voorbeelden
from meldpunt.matching.queries import Persoonbeeld, Signaalbeeld, Zaakbeeld
from meldpunt.rules.talen import write_bedrag

DAG, MOMENT = date(2026, 10, 26), datetime(2026, 10, 26, 9, tzinfo=UTC)
PLAATS = Omgeving(
    gemeente="Voorbeeldstad", afzender=VOORBEELDAFZENDER, lokaal_aanbod=VOORBEELDAANBOD, dag=DAG
)


def make_zaak() -> Zaakbeeld:
    empty = dict.fromkeys(Zaakbeeld.__slots__)
    return Zaakbeeld(
        **{
            **empty,
            "straat": "Dorpsstraat",
            "postcode": "2011AA",
            "huisnummer": 1,
            "suffix": "",
            "woonplaats": "Haarlem",
        }
    )


def make_signaal(number: int, *, weg: bool) -> Signaalbeeld:
    empty = dict.fromkeys(Signaalbeeld.__slots__)
    return Signaalbeeld(
        **{
            **empty,
            "id": UUID(int=number),
            "partner": f"Partner{number:05d}z",
            "bedrag_cent": 1_000_000 + number * 101,
            "achterstand_sinds": DAG,
            "ingetrokken_op": MOMENT if weg else None,
        }
    )


def make_persoon(place: int, claims: list[bool]) -> Persoonbeeld:
    empty = dict.fromkeys(Persoonbeeld.__slots__)
    signalen = tuple(make_signaal(place * 100 + n, weg=weg) for n, weg in enumerate(claims))
    return Persoonbeeld(
        **{
            **empty,
            "id": UUID(int=10_000 + place),
            "naam": f"Q. Naam{place:03d}x",
            "voorletters": "Q.",
            "telefoon": f"06{place:08d}",
            "email": f"q{place:03d}x@voorbeeld.example",
            "signalen": signalen,
        }
    )


# Per person a list of claims, true for one that was recalled; and which of the others were taken back.
households = st.lists(st.lists(st.booleans(), min_size=1, max_size=4), min_size=2, max_size=5)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(households, st.sampled_from(list_voorbeelden()), st.data())
def test_it_holds_the_claims_of_this_person_and_of_nobody_else(household, voorbeeld, data) -> None:
    personen = [make_persoon(place, claims) for place, claims in enumerate(household)]
    standing = [s for p in personen for s in p.signalen if not s.ingetrokken_op]
    taken_back = data.draw(st.sets(st.sampled_from([s.id for s in standing]))) if standing else set()
    who = data.draw(st.sampled_from(personen))
    text = Sjabloon(
        naam=voorbeeld.naam, taal=voorbeeld.taal, onderwerp=voorbeeld.onderwerp, tekst=voorbeeld.tekst
    )
    found = merge(text, make_ontvanger(make_zaak(), who, afgemeld=taken_back), PLAATS)
    whole = found.onderwerp + "\n" + found.tekst
    for persoon in personen:
        for signaal in persoon.signalen:
            mine = (
                persoon is who
                and "{vorderingen}" in voorbeeld.tekst
                and not signaal.ingetrokken_op
                and signaal.id not in taken_back
            )
            assert (signaal.partner in whole) == mine
            assert (write_bedrag(signaal.bedrag_cent) in whole) == mine
        if persoon is not who:
            assert not any(word in whole for word in (persoon.naam, persoon.telefoon, persoon.email))
