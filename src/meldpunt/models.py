"""Every table of the one Django app, in the order of the process."""

from meldpunt.aanlevering.models import Aanlevering, Aanleveringvoortgang, Regelfout, Signaal, SignaalPersoon
from meldpunt.audit.models import Logregel
from meldpunt.correspondentie.models import Antwoordcode, Sjabloon, Verzending, Verzendpartij
from meldpunt.matching.models import (
    BekendAdres,
    Intrekkingsgevolg,
    Lijstregel,
    Matchrun,
    Persoonsvraag,
    Zaak,
    Zaaksignaal,
)
from meldpunt.opvolging.models import (
    Bewonersantwoord,
    Contactpoging,
    Controle,
    Risicoadres,
    Trajectstap,
    Zaaktermijn,
)
from meldpunt.partijen.models import (
    Afzender,
    Convenantgebeurtenis,
    Gemeente,
    GemeenteDeelname,
    Kolomkaart,
    Openbaarmakingstekening,
    PartnerDeelname,
    Partnerlabel,
    Signaalpartner,
    Uitvoerder,
    Werkprotocol,
)
from meldpunt.terugkoppeling.models import Navraag, Opschorting, Partnerbericht, Terugkoppeling
from meldpunt.toegang.models import Aanstelling, Gebruiker, Teller
from meldpunt.werkvoorraad.models import Bewaardfilter, Overdracht, Stapelopdracht, Stapelregel, Zaakslot

__all__ = [
    "Aanlevering",
    "Aanleveringvoortgang",
    "Aanstelling",
    "Afzender",
    "Antwoordcode",
    "BekendAdres",
    "Bewaardfilter",
    "Bewonersantwoord",
    "Contactpoging",
    "Controle",
    "Convenantgebeurtenis",
    "Gebruiker",
    "Gemeente",
    "GemeenteDeelname",
    "Intrekkingsgevolg",
    "Kolomkaart",
    "Lijstregel",
    "Logregel",
    "Matchrun",
    "Navraag",
    "Openbaarmakingstekening",
    "Opschorting",
    "Overdracht",
    "PartnerDeelname",
    "Partnerbericht",
    "Partnerlabel",
    "Persoonsvraag",
    "Regelfout",
    "Risicoadres",
    "Signaal",
    "SignaalPersoon",
    "Signaalpartner",
    "Sjabloon",
    "Stapelopdracht",
    "Stapelregel",
    "Teller",
    "Terugkoppeling",
    "Trajectstap",
    "Uitvoerder",
    "Verzending",
    "Verzendpartij",
    "Werkprotocol",
    "Zaak",
    "Zaaksignaal",
    "Zaakslot",
    "Zaaktermijn",
]
