"""Every table of the one Django app, in the order of the process."""

from meldpunt.aanlevering.models import Aanlevering, Aanleveringvoortgang, Regelfout, Signaal, SignaalPersoon
from meldpunt.audit.models import Logregel
from meldpunt.matching.models import (
    BekendAdres,
    Intrekkingsgevolg,
    Lijstregel,
    Matchrun,
    Persoonsvraag,
    Zaak,
    Zaaksignaal,
)
from meldpunt.opvolging.models import Contactpoging
from meldpunt.partijen.models import (
    Convenantgebeurtenis,
    Gemeente,
    GemeenteDeelname,
    Kolomkaart,
    PartnerDeelname,
    Partnerlabel,
    Signaalpartner,
    Uitvoerder,
    Werkprotocol,
)
from meldpunt.terugkoppeling.models import Terugkoppeling
from meldpunt.toegang.models import Aanstelling, Gebruiker

__all__ = [
    "Aanlevering",
    "Aanleveringvoortgang",
    "Aanstelling",
    "BekendAdres",
    "Contactpoging",
    "Convenantgebeurtenis",
    "Gebruiker",
    "Gemeente",
    "GemeenteDeelname",
    "Intrekkingsgevolg",
    "Kolomkaart",
    "Lijstregel",
    "Logregel",
    "Matchrun",
    "PartnerDeelname",
    "Partnerlabel",
    "Persoonsvraag",
    "Regelfout",
    "Signaal",
    "SignaalPersoon",
    "Signaalpartner",
    "Terugkoppeling",
    "Uitvoerder",
    "Werkprotocol",
    "Zaak",
    "Zaaksignaal",
]
