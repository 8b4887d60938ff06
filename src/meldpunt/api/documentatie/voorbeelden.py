"""The examples of the page, in their order: commands for a shell that work as they stand.

A test copies them off the page and runs them one after another against a running site.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from meldpunt.api.versie import PAD


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """One step: what it is for, and the commands."""

    sleutel: str
    titel: str
    uitleg: str
    opdracht: str


SLEUTEL: Final = """\
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out sleutel.pem
openssl pkey -in sleutel.pem -pubout -out publiek.pem
cat publiek.pem"""
AANMELDEN: Final = """\
b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
kop=$(printf '{"alg":"RS256","typ":"JWT"}' | b64)
nu=$(date +%s)
inhoud=$(printf '{"iss":"%s","sub":"%s","aud":"%s","jti":"%s","iat":%s,"exp":%s}' \\
  "$CLIENT_ID" "$CLIENT_ID" "$MELDPUNT/oauth/token" "$(openssl rand -hex 16)" "$nu" "$((nu + 300))" | b64)
teken=$(printf '%s.%s' "$kop" "$inhoud" | openssl dgst -sha256 -sign sleutel.pem -binary | b64)
antwoord=$(curl -sS --fail-with-body "$MELDPUNT/oauth/token" \\
  -d grant_type=client_credentials \\
  -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \\
  -d client_assertion="$kop.$inhoud.$teken")
TOKEN=$(printf '%s' "$antwoord" | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')"""
LEVERING: Final = """\
sinds=$(date -d '-80 days' +%F 2>/dev/null || date -v-80d +%F)
cat > levering.json <<EOF
{
  "convenant": "$CONVENANT",
  "regels": [
    {
      "klantnummer": "PROEF-$RANDOM",
      "voorletters": "A.",
      "achternaam": "Akkerman",
      "geboortedatum": "1980-05-01",
      "postcode": "8999AB",
      "huisnummer": "1",
      "type_vordering": "$VORDERING",
      "bedrag": "150,25",
      "achterstand_sinds": "$sinds"
    }
  ]
}
EOF"""
PROEF: Final = """\
curl -sS --fail-with-body "$MELDPUNT/proefbeoordelingen" \\
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d @levering.json"""
AANLEVEREN: Final = """\
antwoord=$(curl -sS --fail-with-body "$MELDPUNT/aanleveringen" \\
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -H "Idempotency-Key: $(openssl rand -hex 16)" -d @levering.json)
printf '%s\\n' "$antwoord"
AANLEVERING=$(printf '%s' "$antwoord" | sed 's/.*"id": *"\\([0-9a-f-]\\{36\\}\\)".*/\\1/')"""
VOLGEN: Final = """\
until curl -sS --fail-with-body "$MELDPUNT/aanleveringen/$AANLEVERING" \\
  -H "Authorization: Bearer $TOKEN" | tee stand.json | grep -q '"klaar": *true'; do sleep "${WACHT:-5}"; done
cat stand.json"""
REGELS: Final = """\
curl -sS --fail-with-body "$MELDPUNT/aanleveringen/$AANLEVERING/regels" -H "Authorization: Bearer $TOKEN\""""
TERUG: Final = """\
until curl -sS --fail-with-body "$MELDPUNT/terugkoppelingen" \\
  -H "Authorization: Bearer $TOKEN" | tee terug.json | grep -q hulp_geaccepteerd; do sleep "${WACHT:-15}"; done
cat terug.json"""

BEGIN: Final = (
    Voorbeeld(
        "sleutel",
        "Maak een sleutel",
        "De geheime sleutel blijft bij u. Ons geeft u alleen de publieke.",
        SLEUTEL,
    ),
    Voorbeeld(
        "aanmelden",
        "Vraag een token",
        "U tekent een bewijs met uw sleutel en krijgt er een token voor dat een kwartier geldt.",
        AANMELDEN,
    ),
    Voorbeeld("levering", "Schrijf een levering", "Eén regel over een verzonnen inwoner.", LEVERING),
    Voorbeeld("proef", "Laat haar proef beoordelen", "Zo ziet u elke grond. Er wordt niets bewaard.", PROEF),
    Voorbeeld(
        "aanleveren",
        "Lever aan",
        "Met een Idempotency-Key mag u dezelfde aanvraag opnieuw sturen als u geen antwoord kreeg.",
        AANLEVEREN,
    ),
    Voorbeeld("volgen", "Wacht tot zij verwerkt is", "Dat duurt meestal een paar seconden.", VOLGEN),
    Voorbeeld(
        "regels", "Lees wat er geweigerd is", "Hier niets; anders elke regel met gronden en artikel.", REGELS
    ),
    Voorbeeld(
        "terug",
        "Lees de terugkoppeling",
        "In de proefomgeving komt zij vanzelf: eerst dat de gemeente contact zoekt, een minuut later het resultaat.",
        TERUG,
    ),
)


def list_voorbeelden(*, adres: str) -> list[Voorbeeld]:
    """Return the steps; the first one says where the interface is."""
    begin = Voorbeeld(
        "begin",
        "Zet vier waarden klaar",
        "Het client_id krijgt u als u de publieke sleutel aanmeldt. Neem het convenant waaraan uw organisatie "
        "meedoet, en een vordering die daarin mag.",
        f"export MELDPUNT={adres}{PAD}\nexport CLIENT_ID=…\nexport CONVENANT=landelijk\nexport VORDERING=water",
    )
    return [BEGIN[0], begin, *BEGIN[1:]]
