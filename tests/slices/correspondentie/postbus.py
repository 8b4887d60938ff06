"""A mail server of a few lines: it speaks SMTP on a real port, keeps what comes in, and refuses on request."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.policy import default


@dataclass
class Postbus:
    """What arrived, and what the server says to a recipient: 250, 450 for later, 550 for never."""

    port: int = 0
    antwoord: int = 250
    berichten: list[Message] = field(default_factory=list)
    gevraagd: int = 0


class Gesprek(socketserver.StreamRequestHandler):
    """One conversation with whoever brings a message."""

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 postbus")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "QUIT":
                self.say("221 dag")
                return
            self.answer(verb)

    def answer(self, verb: str) -> None:
        bus: Postbus = self.server.bus  # type: ignore[attr-defined]
        if verb == "RCPT":
            bus.gevraagd += 1
            self.say(f"{bus.antwoord} {'goed' if bus.antwoord == 250 else 'nee'}")
        elif verb == "DATA":
            self.say("354 kom maar")
            lines = list(iter(self.rfile.readline, b".\r\n"))
            bus.berichten.append(email.message_from_bytes(b"".join(lines), policy=default))
            self.say("250 bewaard")
        else:
            self.say("250 goed")


@contextmanager
def open_postbus() -> Iterator[Postbus]:
    """Run the server on a free port while the block lasts."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Gesprek) as server:
        server.daemon_threads = True
        bus = server.bus = Postbus(port=server.server_address[1])  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield bus
        finally:
            server.shutdown()
            thread.join()
