"""Which page is for whom: the written matrix. A page without a line fails a test, and so does one that differs.

`eigen` says that the page shows one thing, and only to who works on it: a zaak of one's own inbox, a signaal one
delivered. `docs/reference/toegangsmatrix.md` is made of this and of `toegang/rijbeveiliging.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Pagina:
    """Who may open a page: roles, or everybody who is signed in, or anybody at all.

    `bijzonder`: the role is not enough, somebody was given this right apart.
    """

    rollen: frozenset[str] = frozenset()
    eigen: bool = False
    bijzonder: bool = False
    zonder_aanmelden: bool = False


ROLLEN: Final = ("partner", "behandelaar", "coordinator", "uitvoerder", "privacy", "beheer")
IEDEREEN: Final = Pagina(zonder_aanmelden=True)
AANGEMELD: Final = Pagina(frozenset(ROLLEN))
PARTNER: Final = Pagina(frozenset({"partner"}))
EIGEN_LEVERING: Final = Pagina(frozenset({"partner"}), eigen=True)
ZAKEN: Final = Pagina(frozenset({"behandelaar", "coordinator", "uitvoerder"}))
EIGEN_ZAAK: Final = Pagina(frozenset({"behandelaar", "coordinator", "uitvoerder"}), eigen=True)
GEMEENTE: Final = Pagina(frozenset({"behandelaar", "coordinator"}))
EIGEN_GEMEENTE: Final = Pagina(frozenset({"behandelaar", "coordinator"}), eigen=True)
COORDINATOR: Final = Pagina(frozenset({"coordinator"}))
EIGEN_COORDINATOR: Final = Pagina(frozenset({"coordinator"}), eigen=True)
PRIVACY: Final = Pagina(frozenset({"privacy"}))
EIGEN_PRIVACY: Final = Pagina(frozenset({"privacy"}), eigen=True)
BALIE: Final = Pagina(frozenset({"behandelaar", "coordinator", "privacy"}))
RECHTEN: Final = Pagina(frozenset({"privacy", "beheer"}))
BEHEER: Final = Pagina(frozenset({"beheer"}))


def _each(pagina: Pagina, namen: str, *, onder: str = "") -> dict[str, Pagina]:
    return {f"{onder}{naam}": pagina for naam in namen.split()}


PAGINAS: Final[Mapping[str, Pagina]] = {
    **_each(
        IEDEREEN,
        "security_txt aanmelden passkeyvraag organisatie organisatie_terug tweede_stap wachtwoord_vergeten "
        "wachtwoord_nieuw wachtwoord_link",
    ),
    # The own account and nothing else, whatever the role.
    **_each(
        AANGEMELD,
        "start kies_rol afmelden account herstelcodes nieuwe_herstelcodes tweede_stap_instellen tweede_stap_app "
        "tweede_stap_passkey verwijder_factor beeindig_sessie bevestigen wachtwoord_wijzigen voorval",
    ),
    "team": Pagina(frozenset({"partner", "coordinator"}), bijzonder=True),
    "sleutels": Pagina(frozenset({"partner", "coordinator"})),
    **_each(IEDEREEN, "link reageren keuze antwoord bedankt", onder="inwoner:"),
    # Open to anybody, and about nobody until a resident signed in at the broker: then about that one alone.
    **_each(
        IEDEREEN,
        "mijn mijn_aanmelden mijn_terug mijn_demo mijn_afmelden mijn_overzicht mijn_bestand mijn_vraag mijn_intrekken",
        onder="inwoner:",
    ),
    **_each(
        PARTNER,
        "overzicht aanleveren sjabloon aanleveringen signalen signalen_bestand terugkoppelingen "
        "terugkoppelingen_bestand postcodes postcodes_bestand melden melden_bestand melden_voorbeeld bevestigen "
        "selectieberichten opschortingen opschortingen_bevestigen vragen",
        onder="partner:",
    ),
    **_each(
        EIGEN_LEVERING,
        "aanlevering voortgang kolommen weggooien intrekken geweigerd ontvangstbewijs signaal meld_een "
        "selectiebericht selectie_bestand verlenging antwoord",
        onder="partner:",
    ),
    **_each(
        ZAKEN,
        "postvak stapel personen dagronde dagronde_kiezen dagronde_afdrukken dagronde_onderweg dagronde_resultaat "
        "dagronde_versturen dagronde_sleutel brieven filter_bewaren stapelopdrachten",
        onder="gemeente:",
    ),
    # What a browser keeps for the round of the day; nothing about anybody is in it.
    **_each(IEDEREEN, "dagronde_werker dagronde_manifest", onder="gemeente:"),
    **_each(GEMEENTE, "dag mismatchbank", onder="gemeente:"),
    **_each(
        EIGEN_ZAAK,
        "zaak oppakken overnemen poging toewijzen overdragen sluiten heropenen persoonsvraag navraag verlenging "
        "bedreigend_bevestigen bedreigend_intrekken antwoord_verwerkt traject traject_vastleggen traject_vervallen "
        "controle_zetten controle_opheffen brp_opnieuw plan_stap plan_ronde brievenpartij brieven_pdf brieven_zip "
        "brieven_gedrukt brief bericht bericht_intrekken bericht_opnieuw filter_wijzigen stapelopdracht wachten "
        "hervatten slot",
        onder="gemeente:",
    ),
    **_each(EIGEN_GEMEENTE, "verhuisd aanbod_intrekken bsn mismatch hulpdossier", onder="gemeente:"),
    **_each(
        COORDINATOR,
        "maand maand_vaststellen runs werkprotocol bekend berichten termijnen risicoadressen sjablonen afzender "
        "voorbeelden sjabloon_nieuw verdeling overdrachten mismatch_oorzaken",
        onder="gemeente:",
    ),
    **_each(
        EIGEN_COORDINATOR,
        "verplaatsen run werkprotocol_intrekken bericht_gelezen sjabloon sjabloon_stop overdracht aanvaarden weigeren",
        onder="gemeente:",
    ),
    **_each(
        PRIVACY,
        "logboek logboek_bestand openbaarmaking tekenen watziet verwerkingen verwerkingen-bestand bewaarstop "
        "bewaarstop_opheffen bewaartermijn verklaring_maken vernietiging",
        onder="privacy:",
    ),
    **_each(EIGEN_PRIVACY, "verklaring", onder="privacy:"),
    **_each(PRIVACY, "verzoeken", onder="privacy:"),
    **_each(BALIE, "verzoek_nieuw", onder="privacy:"),
    **_each(
        EIGEN_PRIVACY,
        "verzoek verzoek_identiteit verzoek_personen verzoek_opnieuw verzoek_verlengen verzoek_intrekken "
        "verzoek_opheffen verzoek_besluit verzoek_overzicht",
        onder="privacy:",
    ),
    **_each(PARTNER, "mededelingen", onder="partner:"),
    **_each(EIGEN_LEVERING, "mededeling_bevestigen", onder="partner:"),
    **_each(PARTNER, "notificaties", onder="partner:"),
    **_each(
        EIGEN_LEVERING,
        "abonnement abonnement_handeling notificaties_herhalen notificatie",
        onder="partner:",
    ),
    **_each(BEHEER, "ontvangers ontvanger", onder="beheer:"),
    **_each(
        RECHTEN,
        "rechten rechten_csv rechten_bevestigen recht_beslissen algoritmeregister algoritmes datalek datalek_feiten "
        "datalek_klok datalek_verzet datalekken datalekken_csv datalekken_pdf dpia hervatting_bevestigen "
        "overeenkomst_einde overeenkomst_vastleggen",
        onder="privacy:",
    ),
    **_each(
        Pagina(frozenset({"privacy", "beheer", "coordinator"})),
        "datalek_uit_aanlevering overeenkomsten",
        onder="privacy:",
    ),
    **_each(
        BEHEER,
        "convenanten convenant convenant_vastleggen deelname_dag partijen gezondheid aanmeldingen aanmeldbronnen "
        "aanmeldbron_zetten koppeling koppeling_doorgaan koppeling_nieuw koppeling_proberen koppeling_zetten "
        "koppelingen team toepassingen",
        onder="beheer:",
    ),
}
