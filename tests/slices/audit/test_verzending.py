"""The processing log goes out: every line once, in the form of the standard, to a receiver that reads protobuf."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel
from tests.slices.audit.regels import write_regels

from meldpunt.aanlevering.models import Signaal
from meldpunt.audit import verzending
from meldpunt.audit.actions import record
from meldpunt.audit.doelen import name_betrokkene
from meldpunt.audit.models import Logregel, Logverzending
from meldpunt.audit.spoor import following
from meldpunt.audit.verzending import send_verwerkingslog
from meldpunt.matching.betrokkenen import list_betrokkenen

pytestmark = pytest.mark.django_db(transaction=True)
VREEMD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Ontvanger:
    """A receiver of OTLP over HTTP that keeps what it took in, and refuses when it is told to."""

    def __init__(self) -> None:
        self.verzoeken: list[ExportTraceServiceRequest] = []
        self.koppen: list[dict[str, str]] = []
        self.antwoord = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if outer.antwoord == 200:
                    outer.verzoeken.append(ExportTraceServiceRequest.FromString(body))
                    outer.koppen.append({name.lower(): value for name, value in self.headers.items()})
                self.send_response(outer.antwoord)
                self.end_headers()
                self.wfile.write(ExportTraceServiceResponse().SerializeToString())

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.adres = f"http://127.0.0.1:{self.server.server_port}/v1/traces"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def spans(self) -> list[Any]:
        return [
            span
            for request in self.verzoeken
            for group in request.resource_spans
            for scope in group.scope_spans
            for span in scope.spans
        ]


@pytest.fixture
def ontvanger(settings: Any) -> Iterator[Ontvanger]:
    receiver = Ontvanger()
    settings.MELDPUNT_OTLP = receiver.adres
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


def send(now: datetime = NU) -> int:
    return send_verwerkingslog(clock=lambda: now)


def attributes_of(span: Any) -> dict[str, str]:
    return {one.key: one.value.string_value for one in span.attributes if one.value.string_value}


def test_it_sends_a_line_per_act_and_resident(ontvanger: Ontvanger, settings: Any) -> None:
    settings.MELDPUNT_OTLP_HEADERS = "x-sleutel=abc"
    personen = [str(uuid4()), str(uuid4())]
    with following(VREEMD, van_buiten=True), transaction.atomic():
        record(
            "zaak_ingezien",
            objectsoort="zaak",
            object=uuid4(),
            gemeente="0392",
            door=make_actor(gebruiker=uuid4()),
            now=NU,
            betrokkenen=[name_betrokkene("persoon", one) for one in personen],
        )
    assert send() == 2
    spans, line = ontvanger.spans(), Logregel.objects.get()
    assert [attributes_of(span)["dpl.core.data_subject_id"] for span in spans] == personen
    first = spans[0]
    assert first.trace_id.hex() == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert first.parent_span_id.hex() == "00f067aa0ba902b7"
    assert (first.span_id.hex(), first.name) == (line.span, "zaak_ingezien")
    assert len({span.span_id for span in spans}) == 2
    assert first.start_time_unix_nano == first.end_time_unix_nano == int(NU.timestamp()) * 10**9
    assert first.status.code == 1
    assert attributes_of(first) == {
        "dpl.core.processing_activity_id": "https://meldpunt.example/privacy/verwerkingen/#vroegsignalering",
        "dpl.core.data_subject_id": personen[0],
        "dpl.core.data_subject_id_type": "urn:meldpunt:persoon",
        "dpl.core.foreign_operation.trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "dpl.core.foreign_operation.operation_id": "00f067aa0ba902b7",
        "dpl.core.foreign_operation.entity": "urn:meldpunt:partij:gemeente:0392",
    }
    resource = ontvanger.verzoeken[0].resource_spans[0].resource
    assert attributes_of(resource)["service.name"] == "meldpunt"
    assert attributes_of(resource)["service.version"]
    assert ontvanger.koppen[0]["x-sleutel"] == "abc"
    # No person who works here, as the standard asks.
    assert str(line.gebruiker) not in str(ontvanger.verzoeken)


def test_it_sends_every_line_once(ontvanger: Ontvanger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verzending, "STUK", 3)
    zaken = write_regels(7)
    assert [send(), send()] == [7, 0]
    zaken += write_regels(2)
    assert send() == 2
    assert [attributes_of(span)["dpl.core.data_subject_id"] for span in ontvanger.spans()] == zaken
    assert list(Logverzending.objects.order_by("van").values_list("van", "tot")) == [
        (1, 3),
        (4, 6),
        (7, 7),
        (8, 9),
    ]


def test_it_tries_again_later_and_longer_when_the_receiver_refuses(ontvanger: Ontvanger) -> None:
    write_regels(2)
    ontvanger.antwoord = 400
    assert send() == 0
    row = Logverzending.objects.get()
    assert (row.pogingen, row.fout, row.volgende_op) == (1, "ontvanger_weigert", NU + timedelta(minutes=1))
    assert send() == 0
    assert Logverzending.objects.get().pogingen == 1
    assert send(NU + timedelta(minutes=2)) == 0
    assert Logverzending.objects.get().volgende_op == NU + timedelta(minutes=4)
    ontvanger.antwoord = 200
    assert send(NU + timedelta(minutes=5)) == 2
    assert Logverzending.objects.get().verzonden_op == NU + timedelta(minutes=5)


def test_a_stretch_that_is_sent_twice_holds_the_same_spans(ontvanger: Ontvanger) -> None:
    write_regels(2)
    send()
    Logverzending.objects.update(verzonden_op=None, volgende_op=NU)
    send()
    spans = [span.span_id for span in ontvanger.spans()]
    assert spans[:2] == spans[2:]


def test_an_act_on_a_delivery_has_a_line_for_everybody_in_it(
    ontvanger: Ontvanger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verzending, "PER_VERZOEK", 2)
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel(klantnummer=f"K{n}", huisnummer=str(n)) for n in range(1, 6)])
    assert send_verwerkingslog(clock=lambda: NU, unfold=list_betrokkenen) > 5
    stored = [span for span in ontvanger.spans() if span.name == "aanlevering_verwerkt"]
    signalen = sorted(str(key) for key in Signaal.objects.values_list("id", flat=True))
    assert sorted(attributes_of(span)["dpl.core.data_subject_id"] for span in stored) == signalen
    assert len({span.span_id for span in stored}) == 5
    assert len({span.trace_id for span in stored}) == 1
    assert len(ontvanger.verzoeken) > 3


def test_a_refused_act_is_an_error(ontvanger: Ontvanger) -> None:
    with transaction.atomic():
        record("proef", objectsoort="pagina", object="x", door=make_actor(), now=NU, resultaat="geweigerd")
    send()
    span = ontvanger.spans()[0]
    assert span.status.code == 2
    assert "dpl.core.data_subject_id" not in attributes_of(span)


def test_it_sends_nothing_without_an_address(settings: Any) -> None:
    settings.MELDPUNT_OTLP = ""
    write_regels(1)
    assert send() == 0
    assert not Logverzending.objects.exists()


def test_it_sends_nothing_without_tls_to_another_machine(settings: Any) -> None:
    settings.MELDPUNT_OTLP = "http://logboek.example/v1/traces"
    write_regels(1)
    assert send() == 0
    assert Logverzending.objects.get().fout == "geen_tls"
