"""The signature, against the published example and as a receiver checks it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from uuid import UUID

from meldpunt.notificaties.ondertekening import make_geheim, sign

NU = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
SLEUTEL = UUID("0192c0de-0000-7000-8000-000000000001")
# The example of the specification (standard-webhooks, its own tests).
VOORBEELD_GEHEIM = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
VOORBEELD_ID, VOORBEELD_TIJD = "msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC)
VOORBEELD_INHOUD = b'{"test": 2432232314}'


def test_it_signs_the_example_of_the_specification_as_it_says() -> None:
    made = sign(VOORBEELD_INHOUD, id=VOORBEELD_ID, geheimen=[VOORBEELD_GEHEIM], now=VOORBEELD_TIJD)
    assert made == {
        "webhook-id": VOORBEELD_ID,
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_it_signs_with_both_secrets_while_one_is_replaced() -> None:
    old, new = make_geheim(), make_geheim()
    both = sign(b"{}", id=SLEUTEL, geheimen=[new, old], now=NU)["webhook-signature"].split(" ")
    apart = [sign(b"{}", id=SLEUTEL, geheimen=[one], now=NU)["webhook-signature"] for one in (new, old)]
    assert both == apart
    assert both[0] != both[1]


def test_it_covers_the_moment_so_that_an_old_message_cannot_be_sent_anew() -> None:
    geheim = make_geheim()
    made = sign(b"{}", id=SLEUTEL, geheimen=[geheim], now=NU)
    forged = f"{SLEUTEL}.{int(NU.timestamp()) + 60}.".encode() + b"{}"
    key = base64.b64decode(geheim.removeprefix("whsec_"))
    other = base64.b64encode(hmac.digest(key, forged, hashlib.sha256)).decode()
    assert made["webhook-signature"] != f"v1,{other}"


def test_it_makes_secrets_of_thirty_two_random_bytes() -> None:
    one, other = make_geheim(), make_geheim()
    assert len(base64.b64decode(one.removeprefix("whsec_"))) == 32
    assert one != other
