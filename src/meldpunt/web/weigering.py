"""Who asked for what is not theirs: one line in the log for each refusal."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from meldpunt.audit.actions import record_weigering
from meldpunt.toegang.actor import Actor
from meldpunt.web.actor import find_optreden

# Of the address only what is a key; a code or a word that somebody made up stays out of the log.
SLEUTELS = frozenset(
    {
        "gemeente",
        "zaak",
        "vraag",
        "run",
        "partij",
        "verzending",
        "overdracht",
        "opdracht",
        "signaal",
        "aanlevering",
        "abonnement",
        "notificatie",
    }
)


def note_weigering(request: HttpRequest) -> None:
    """Write which page was refused to whom, by its name and the keys in its address."""
    match = request.resolver_match
    if match is None:
        return
    optreden = find_optreden(request) if request.user.is_authenticated else None
    visitor = Actor(None, "", "bezoeker", "meldpunt", "bezoeker", "web")
    keys = {name: str(value) for name, value in match.kwargs.items() if name in SLEUTELS}
    record_weigering(
        pagina=match.view_name,
        waarden=keys,
        door=optreden.actor if optreden else visitor,
        now=timezone.now(),
    )
