"""How a program signs in: the token endpoint, the keys of its passes, and the page where it finds both (RFC 8414)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from meldpunt.api.problemen import split_code
from meldpunt.api.versie import PAD, get_uitgever
from meldpunt.toegang.rijcontext import signing_in
from meldpunt.toegang.tellers import Grens, TeVaak, claim_try, hide_afzender
from meldpunt.toegang.toepassingen.aanmelden import Aanmeldfout, issue_toegangsbewijs
from meldpunt.toegang.toepassingen.scopes import SCOPES
from meldpunt.toegang.toepassingen.sleutelset import ALGORITMEN
from meldpunt.toegang.toepassingen.tekenen import list_tekensleutels
from meldpunt.toegang.toepassingen.verbinding import read_verbinding
from meldpunt.web.inwoner.afzender import client_address

# A program needs one pass in fifteen minutes; many may stand behind one address.
GRENS: Final = Grens("api_token", 120, timedelta(minutes=1))


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> JsonResponse:
    """Hand out a pass for a signed proof; errors are written as RFC 6749 wants them."""
    now = timezone.now()
    afzender = request.META.get("REMOTE_ADDR", "")
    try:
        with signing_in():
            claim_try(grenzen=[(GRENS, hide_afzender(client_address(request), now=now))], now=now)
            issued = issue_toegangsbewijs(
                aanvraag={naam: request.POST[naam] for naam in request.POST},
                verbinding=read_verbinding(request.headers, afzender=afzender),
                uitgever=get_uitgever(request),
                now=now,
            )
    except TeVaak as fout:
        seconds = max(1, int((fout.opnieuw_op - now).total_seconds()) + 1)
        answer = _refuse("temporarily_unavailable", f"Wacht {seconds} seconden. [te_vaak]", status=429)
        answer["Retry-After"] = str(seconds)
        return answer
    except Aanmeldfout as fout:
        return _refuse(fout.fout, fout.zin, status=401 if fout.fout == "invalid_client" else 400)
    return JsonResponse(
        {
            "access_token": issued.token,
            "token_type": "Bearer",
            "expires_in": issued.seconden,
            "scope": " ".join(issued.scopes),
        }
    )


@require_safe
def jwks(request: HttpRequest) -> JsonResponse:
    """Give the public keys by which a pass of ours is known."""
    with signing_in():
        keys = [key.jwk for key in list_tekensleutels()]
    return JsonResponse({"keys": keys}, headers={"Cache-Control": "public, max-age=300"})


@require_safe
def metadata(request: HttpRequest) -> JsonResponse:
    """Say where and how a program signs in (RFC 8414)."""
    uitgever = get_uitgever(request)
    return JsonResponse(
        {
            "issuer": uitgever.adres,
            "token_endpoint": uitgever.tokenadres,
            "jwks_uri": f"{uitgever.adres}/.well-known/jwks.json",
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": [],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": list(ALGORITMEN),
            "scopes_supported": list(SCOPES),
            "tls_client_certificate_bound_access_tokens": True,
            "service_documentation": f"{uitgever.adres}{PAD}/docs",
        },
        headers={"Cache-Control": "public, max-age=300"},
    )


def _refuse(fout: str, zin: str, *, status: int) -> JsonResponse:
    text, code = split_code(zin)
    headers = {"WWW-Authenticate": 'Bearer realm="meldpunt"'} if status == 401 else {}
    return JsonResponse(
        {"error": fout, "error_description": text, "code": code}, status=status, headers=headers
    )
