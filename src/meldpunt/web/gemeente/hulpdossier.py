"""Give the dossier of a resident who accepted help, for the system of debt help."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from meldpunt.bewaring.uitgifte import issue_bestand
from meldpunt.opvolging.hulpdossier import make_hulpdossier
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol


@require_POST
@for_rol("behandelaar", "coordinator")
def geef(request: ActorRequest, gemeente: str, zaak: UUID, persoon: UUID) -> HttpResponse:
    """Give the file with its mark; by POST, so that no link fetches it by accident."""
    now = timezone.now()
    try:
        with transaction.atomic():
            mark = issue_bestand(soort="hulpdossier", door=request.actor, now=now, gemeente=gemeente)
            made = make_hulpdossier(
                zaak=zaak,
                gemeente=gemeente,
                persoon=persoon,
                kenmerk=mark.kenmerk,
                vernietigen_voor=mark.vernietigen_voor,
                door=request.actor,
                now=now,
            )
    except Weigering as refusal:
        messages.error(request, str(refusal))
        return redirect("gemeente:zaak", gemeente, zaak)
    answer = HttpResponse(json.dumps(made, ensure_ascii=False, indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="hulpdossier-{mark.kenmerk}.json"'
    answer["Cache-Control"] = "no-store"
    return answer
