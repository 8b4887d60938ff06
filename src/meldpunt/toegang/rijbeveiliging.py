"""Which rows of which table each kind of context reaches: the registry behind row security, one line per table.

Nothing that is not named here is reached: a table without a line is open to nobody but the owner, and a test
fails. The migration operation `RowSecurity` writes it as policies and grants; `toegangsmatrix.md` is made of it.

What somebody may do with a row is written as letters: `l` read, `v` add, `w` change, `x` delete.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.toegang.rijblokken import (
    AANLEVERING,
    ALLES,
    BIJ_CODE,
    BIJ_DATALEK,
    BIJ_EIGEN_SIGNAAL,
    CODE_ZAAK,
    COLLEGA,
    DATALEK,
    EIGEN_PARTIJ,
    EIGEN_SIGNAAL,
    GEMEENTE,
    GEMEENTE_ID,
    GEMEENTE_ZELF,
    IN_ZAAK,
    OP_ADRES,
    OPDRACHT_HIER,
    OVERDRACHT,
    PARTNER,
    PARTNER_ID,
    POSTVAK,
    SIGNAAL,
    STAPEL,
    TEAM,
    VOORTGANG,
    ZAAK,
    ZAAK_OF_GEMEENTE,
    ZELF,
    Blok,
)
from meldpunt.toegang.rijbrp import BRP
from meldpunt.toegang.rijbuiten import BUITENWERELD
from meldpunt.toegang.rijlogboek import LOGBOEK, WACHTRIJ
from meldpunt.toegang.rijnotificaties import NOTIFICATIES
from meldpunt.toegang.rijrecht import GEMEENTELIJK, IEDEREEN, MEDEWERKERS, Recht, Rijregel
from meldpunt.toegang.rijrecht import each as _each


def _inwoners(rechten: Mapping[str, Recht]) -> Rijregel:
    return Rijregel(rechten, over_inwoners=True)


def _zaakrij(blok: Blok = ZAAK, *, mag: str = "lvw", coordinator: str = "lvwx") -> Rijregel:
    """A row of a zaak: whoever sees the zaak works with it, a privacy officer reads it."""
    return _inwoners(
        {
            **_each(("behandelaar", "uitvoerder"), blok, mag),
            "coordinator": Recht(GEMEENTE, coordinator),
            "privacy": Recht(GEMEENTE, "l"),
            "gevolg": Recht(GEMEENTE, "lvwx"),
        }
    )


def _with(regel: Rijregel, **rechten: Recht) -> Rijregel:
    return Rijregel({**regel.rechten, **rechten}, over_inwoners=regel.over_inwoners)


def _van_partner(mag: str) -> Rijregel:
    """What passes between a partner and a municipality about one signaal."""
    return _inwoners(
        {
            "partner": Recht(PARTNER, mag),
            **_each(("behandelaar", "uitvoerder"), SIGNAAL, "lvw"),
            "coordinator": Recht(GEMEENTE, "lvw"),
            "privacy": Recht(GEMEENTE, "l"),
            "gevolg": Recht(GEMEENTE, "lvwx"),
        }
    )


VAN_AANMELDEN: Final = (
    "aanmeldbron", "aanmelddomein", "aanmeldnaam", "aanmelding", "sessie", "wachtwoordlink", "rechtaanvraag",
    "rechtencontrole", "accountbericht", "toepassing", "toepassingbewijs", "herhaalverzoek",
)  # fmt: skip
TOEGANG: Final[dict[str, Rijregel]] = {
    "meldpunt_gebruiker": Rijregel(
        {
            "aanmelden": Recht(ALLES, "lvw"),
            "partner": Recht(COLLEGA, "l"),
            **_each((*GEMEENTELIJK, "privacy", "gevolg"), ALLES, "l"),
            "beheer": Recht(ALLES, "lvw"),
        }
    ),
    "meldpunt_aanstelling": Rijregel(
        {
            "aanmelden": Recht(ALLES, "lvw"),
            **_each(("partner", *GEMEENTELIJK, "gevolg"), EIGEN_PARTIJ, "l"),
            "privacy": Recht(ALLES, "l"),
            "beheer": Recht(ALLES, "lvwx"),
        }
    ),
    "meldpunt_teller": Rijregel({**_each(IEDEREEN, ALLES, "lvw"), "aanmelden": Recht(ALLES, "lvwx")}),
    # Wrapped under a key that is not in the database; whoever reads or writes something sealed needs it.
    "meldpunt_sleutel": Rijregel(_each(IEDEREEN, ALLES, "lv")),
    "django_session": Rijregel({"aanmelden": Recht(ALLES, "lvwx")}),
    # How people sign in and who gave them which right: only signing in and the acts about accounts reach it.
    "mfa_authenticator": Rijregel({"aanmelden": Recht(ALLES, "lvwx")}),
    "account_emailaddress": Rijregel(),
    "account_emailconfirmation": Rijregel(),
    **{f"meldpunt_{naam}": Rijregel({"aanmelden": Recht(ALLES, "lvw")}) for naam in VAN_AANMELDEN},
}
PARTIJEN: Final[dict[str, Rijregel]] = {
    # Who writes an agreement holds the row of its municipality meanwhile; the lock asks for the right to change it.
    "meldpunt_gemeente": Rijregel(
        {
            **_each(IEDEREEN, ALLES, "l"),
            "privacy": Recht(ALLES, "lw", schrijf=GEMEENTE_ZELF),
            "beheer": Recht(ALLES, "lvw"),
        }
    ),
    "meldpunt_afzender": Rijregel(
        {**_each((*GEMEENTELIJK, "gevolg"), GEMEENTE, "l"), "coordinator": Recht(GEMEENTE, "lvw")}
    ),
    "meldpunt_signaalpartner": Rijregel(
        {
            "aanmelden": Recht(ALLES, "l"),
            "partner": Recht(PARTNER_ID, "l"),
            **_each((*GEMEENTELIJK, "privacy", "gevolg"), ALLES, "l"),
            "beheer": Recht(ALLES, "lvw"),
        }
    ),
    "meldpunt_partnerlabel": Rijregel(
        {
            "partner": Recht(PARTNER, "l"),
            **_each((*GEMEENTELIJK, "privacy", "gevolg"), ALLES, "l"),
            "beheer": Recht(ALLES, "lvwx"),
        }
    ),
    "meldpunt_kolomkaart": Rijregel({"partner": Recht(PARTNER, "lvw")}),
    "meldpunt_uitvoerder": Rijregel(
        {
            **_each(("aanmelden", *GEMEENTELIJK, "privacy", "gevolg"), ALLES, "l"),
            "beheer": Recht(ALLES, "lvw"),
        }
    ),
    "meldpunt_uitvoerder_gemeenten": Rijregel(
        {
            **_each(("aanmelden", *GEMEENTELIJK, "privacy", "gevolg"), ALLES, "l"),
            "beheer": Recht(ALLES, "lvwx"),
        }
    ),
    "meldpunt_verwerkersovereenkomst": Rijregel(
        {
            "aanmelden": Recht(ALLES, "l"),
            **_each((*GEMEENTELIJK, "gevolg"), ALLES, "l"),
            "privacy": Recht(GEMEENTE_ID, "lvw"),
            "beheer": Recht(ALLES, "lvw"),
        }
    ),
    "meldpunt_gemeentedeelname": Rijregel({**_each(MEDEWERKERS, ALLES, "l"), "beheer": Recht(ALLES, "lvw")}),
    "meldpunt_partnerdeelname": Rijregel(
        {
            "partner": Recht(PARTNER, "l"),
            **_each((*GEMEENTELIJK, "privacy", "gevolg"), ALLES, "l"),
            "beheer": Recht(ALLES, "lvw"),
        }
    ),
    "meldpunt_convenantgebeurtenis": Rijregel(
        {**_each(MEDEWERKERS, ALLES, "l"), "privacy": Recht(ALLES, "lw"), "beheer": Recht(ALLES, "lvw")}
    ),
    "meldpunt_werkprotocol": Rijregel(
        {**_each(MEDEWERKERS, ALLES, "l"), "coordinator": Recht(ALLES, "lvwx", schrijf=GEMEENTE_ID)}
    ),
    "meldpunt_openbaarmakingstekening": Rijregel(
        {**_each(MEDEWERKERS, ALLES, "l"), "privacy": Recht(GEMEENTE_ID, "lv")}
    ),
}
AANLEVERINGEN: Final[dict[str, Rijregel]] = {
    # Counts and a file name, no resident; a municipality sees whose delivery its signalen came with.
    "meldpunt_aanlevering": Rijregel(
        {
            "partner": Recht(PARTNER, "lvw"),
            **_each((*GEMEENTELIJK, "privacy", "beheer", "gevolg"), ALLES, "l"),
        }
    ),
    "meldpunt_aanleveringvoortgang": Rijregel({"partner": Recht(VOORTGANG, "l")}),
    "meldpunt_signaal": _inwoners(
        {
            "partner": Recht(EIGEN_SIGNAAL, "l"),
            **_each(("behandelaar", "uitvoerder"), IN_ZAAK, "l"),
            "coordinator": Recht(GEMEENTE, "l"),
            "privacy": Recht(GEMEENTE, "l"),
            "gevolg": Recht(GEMEENTE, "lvx"),
        }
    ),
    "meldpunt_signaalpersoon": _inwoners(
        {
            "partner": Recht(BIJ_EIGEN_SIGNAAL, "l"),
            **_each(("behandelaar", "uitvoerder"), IN_ZAAK, "l"),
            "coordinator": Recht(GEMEENTE, "l"),
            "privacy": Recht(GEMEENTE, "l"),
            "gevolg": Recht(GEMEENTE, "lvwx"),
        }
    ),
    "meldpunt_regelfout": _inwoners(
        {
            "partner": Recht(AANLEVERING, "l"),
            "privacy": Recht(GEMEENTE, "l"),
            "gevolg": Recht(GEMEENTE, "lwx"),
        }
    ),
    "meldpunt_partnerbericht": _van_partner("lv"),
}
MATCHING: Final[dict[str, Rijregel]] = {
    "meldpunt_bekendadres": _inwoners(
        {
            "coordinator": Recht(GEMEENTE, "lvwx"),
            "privacy": Recht(GEMEENTE, "l"),
            "gevolg": Recht(GEMEENTE, "lvwx"),
        }
    ),
    # Left by the matching, asked by the worker.
    "meldpunt_bagvraag": _inwoners(
        _each(("coordinator", "privacy"), GEMEENTE, "l") | {"gevolg": Recht(GEMEENTE, "lv")}
    ),
    "meldpunt_matchrun": _inwoners(
        {
            **_each(GEMEENTELIJK, GEMEENTE, "l"),
            "coordinator": Recht(GEMEENTE, "lvw"),
            "privacy": Recht(GEMEENTE, "l"),
            "gevolg": Recht(GEMEENTE, "lvw"),
        }
    ),
    "meldpunt_zaak": _inwoners(
        {
            "behandelaar": Recht(POSTVAK, "lw"),
            "coordinator": Recht(GEMEENTE, "lvw"),
            "uitvoerder": Recht(TEAM, "lw"),
            "inwoner": Recht(CODE_ZAAK, "lw"),
            "privacy": Recht(GEMEENTE, "l"),
            "gevolg": Recht(GEMEENTE, "lvwx"),
        }
    ),
    "meldpunt_zaaksignaal": _with(_zaakrij(mag="lw"), inwoner=Recht(BIJ_CODE, "l")),
    "meldpunt_persoonsvraag": _zaakrij(mag="lvwx"),
    # The worker asks; who works on the zaak reads the answer, and may have it asked again.
    "meldpunt_brpbevraging": _zaakrij(mag="lw", coordinator="lw"),
    "meldpunt_bekendvraag": _zaakrij(mag="l"),
    "meldpunt_lijstregel": _inwoners(
        {
            "coordinator": Recht(GEMEENTE, "lvwx"),
            "privacy": Recht(GEMEENTE, "l"),
            "gevolg": Recht(GEMEENTE, "lvwx"),
        }
    ),
    "meldpunt_intrekkingsgevolg": _inwoners(
        {
            **_each(("behandelaar", "coordinator", "gevolg"), GEMEENTE, "lw"),
            "privacy": Recht(GEMEENTE, "l"),
        }
    ),
}
WERK: Final[dict[str, Rijregel]] = {
    "meldpunt_bewaardfilter": Rijregel(_each(MEDEWERKERS, ZELF, "lvwx")),
    "meldpunt_stapelopdracht": _inwoners(
        {**_each((*GEMEENTELIJK, "gevolg"), ZELF, "lvw"), "privacy": Recht(OPDRACHT_HIER, "l")}
    ),
    "meldpunt_stapelregel": _inwoners(
        {
            **_each(GEMEENTELIJK, STAPEL, "lvw"),
            "gevolg": Recht(STAPEL, "lvw"),
            "privacy": Recht(GEMEENTE, "l"),
        }
    ),
    "meldpunt_zaakslot": _zaakrij(mag="lvwx"),
    "meldpunt_overdracht": _inwoners(
        {
            **_each(("behandelaar", "coordinator"), OVERDRACHT, "lvw"),
            "privacy": Recht(OVERDRACHT, "l"),
            "gevolg": Recht(OVERDRACHT, "lvw"),
        }
    ),
    "meldpunt_contactpoging": _zaakrij(),
    "meldpunt_zaaktermijn": _zaakrij(ZAAK_OF_GEMEENTE, mag="lvwx"),
    "meldpunt_dagbericht": Rijregel(_each(GEMEENTELIJK, ZELF, "l")),
    "meldpunt_trajectstap": _zaakrij(),
    "meldpunt_controle": _zaakrij(),
    "meldpunt_risicoadres": _inwoners(
        {
            "behandelaar": Recht(GEMEENTE, "l"),
            "coordinator": Recht(GEMEENTE, "lvwx"),
            "uitvoerder": Recht(OP_ADRES, "l"),
            "privacy": Recht(GEMEENTE, "l"),
            "gevolg": Recht(GEMEENTE, "lvwx"),
        }
    ),
    "meldpunt_bewonersantwoord": _with(_zaakrij(mag="lw"), inwoner=Recht(BIJ_CODE, "lvw")),
    "meldpunt_rondebezoek": _inwoners(_each((*GEMEENTELIJK, "gevolg"), ZELF, "lvwx")),
}
CORRESPONDENTIE: Final[dict[str, Rijregel]] = {
    "meldpunt_sjabloon": Rijregel(
        {
            **_each((*GEMEENTELIJK, "privacy", "gevolg"), GEMEENTE, "l"),
            "coordinator": Recht(GEMEENTE, "lvw"),
        }
    ),
    "meldpunt_verzendpartij": _inwoners(
        {
            "behandelaar": Recht(POSTVAK, "lvw"),
            "coordinator": Recht(GEMEENTE, "lvw"),
            "uitvoerder": Recht(TEAM, "lvw"),
            "privacy": Recht(GEMEENTE, "l"),
            "gevolg": Recht(GEMEENTE, "lvw"),
        }
    ),
    "meldpunt_verzending": _zaakrij(),
    # By its hash alone: nothing in the row says whose it is, and the zaak opens only after it was found.
    "meldpunt_antwoordcode": _with(_zaakrij(), inwoner=Recht(ALLES, "lw")),
    "meldpunt_terugkoppeling": _van_partner("lw"),
    "meldpunt_opschorting": _van_partner("lw"),
    "meldpunt_navraag": _van_partner("lw"),
}

# A request of a resident, and what it left behind: the officer of the municipality handles it.
_RECHT: Final = {"privacy": Recht(GEMEENTE, "lvw"), "gevolg": Recht(GEMEENTE, "lvwx")}
_BALIE: Final = ("behandelaar", "coordinator")
_LEEST: Final = {**_each(("behandelaar", "uitvoerder"), SIGNAAL, "l"), "coordinator": Recht(GEMEENTE, "l")}
BETROKKENEN: Final[dict[str, Rijregel]] = {
    "meldpunt_rectificatie": _inwoners({**_RECHT, **_LEEST}),
    "meldpunt_verwerkingsbeperking": _inwoners({**_RECHT, **_LEEST}),
    "meldpunt_partnermededeling": _inwoners({**_RECHT, "partner": Recht(PARTNER, "lw")}),
    # The counter takes in what the officer handles; who asks stands under a seal.
    "meldpunt_verzoek": _inwoners({**_RECHT, **_each(_BALIE, GEMEENTE, "lvw")}),
    "meldpunt_verzoektermijn": _inwoners({**_RECHT, **_each(_BALIE, GEMEENTE, "lv")}),
    "meldpunt_verzoeksignaal": _inwoners({**_RECHT, "privacy": Recht(GEMEENTE, "lvwx")}),
}
BEWARING: Final[dict[str, Rijregel]] = {
    "meldpunt_bewaartermijn": Rijregel(
        {**_each(("coordinator", "privacy"), GEMEENTE, "lv"), "gevolg": Recht(GEMEENTE, "l")}
    ),
    "meldpunt_bewaarstop": Rijregel({"privacy": Recht(GEMEENTE, "lvw"), "gevolg": Recht(GEMEENTE, "lvw")}),
    # Only ever added to, also by the worker.
    "meldpunt_vernietiging": Rijregel(
        {"privacy": Recht(GEMEENTE, "l"), "gevolg": Recht(GEMEENTE, "lv")}, systeem="lv"
    ),
    "meldpunt_vernietigingsverklaring": Rijregel({"privacy": Recht(GEMEENTE, "lv")}, systeem="lv"),
    # Keyed hashes: the month's list looks back in them.
    "meldpunt_terugblik": Rijregel(
        {**_each(("coordinator", "privacy"), GEMEENTE, "l"), "gevolg": Recht(GEMEENTE, "lv")}
    ),
}
DATALEKKEN: Final[dict[str, Rijregel]] = {
    "meldpunt_datalek": Rijregel(
        {**_each(("privacy", "gevolg"), DATALEK, "lvw"), "beheer": Recht(ALLES, "lvw")}
    ),
    "meldpunt_datalekklok": Rijregel(
        {**_each(("privacy", "gevolg"), BIJ_DATALEK, "lvwx"), "beheer": Recht(ALLES, "lvwx")}
    ),
    # Made and read by the worker alone.
    "meldpunt_datalekbericht": Rijregel({}),
}
# What nothing asks at run time: of the owner alone. In `logwacht` a line waits within its commit until it is linked.
EIGENAAR_ALLEEN: Final = (
    "django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions",
    "meldpunt_logwacht",
)  # fmt: skip
TABELLEN: Final[dict[str, Rijregel]] = {
    **TOEGANG,
    **PARTIJEN,
    **AANLEVERINGEN,
    **MATCHING,
    **BRP,
    **WERK,
    **CORRESPONDENTIE,
    **BETROKKENEN,
    **BEWARING,
    **DATALEKKEN,
    **NOTIFICATIES,
    **LOGBOEK,
    **WACHTRIJ,
    **BUITENWERELD,
    **{tabel: Rijregel(systeem="") for tabel in EIGENAAR_ALLEEN},
}
