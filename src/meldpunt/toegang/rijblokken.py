"""The building blocks of row security: each a condition on one row, in SQL, with its name and a Dutch sentence.

The sub-selects around the settings let PostgreSQL work them out once per statement instead of once per row. A
block that looks at another table looks under the policies of that table: a row of a zaak shows with its zaak.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Blok:
    """A condition on a row of table `{t}`."""

    naam: str
    conditie: str
    zin: str

    def on(self, tabel: str) -> str:
        """Return the condition for a row of this table."""
        return self.conditie.format(t=tabel)


MIJN_GEMEENTEN: Final = "(SELECT meldpunt_gemeenten())::text[]"
MIJN_PARTIJ: Final = "(SELECT current_setting('meldpunt.partij', true))"
MIJN_PARTIJSOORT: Final = "(SELECT current_setting('meldpunt.partijsoort', true))"
MIJN_PARTNER: Final = "(SELECT nullif(current_setting('meldpunt.partner', true), '')::uuid)"
IK: Final = "(SELECT nullif(current_setting('meldpunt.gebruiker', true), '')::uuid)"
MIJN_ZAKEN: Final = "(SELECT string_to_array(current_setting('meldpunt.zaken', true), ',')::uuid[])::uuid[]"
EIGEN_POSTVAK: Final = (
    f"{{t}}.postvak = CASE {MIJN_PARTIJSOORT} WHEN 'gemeente' THEN {{t}}.gemeente "
    f"WHEN 'uitvoerder' THEN {MIJN_PARTIJ} END"
)
IN_GEMEENTE: Final = f"{{t}}.gemeente = ANY ({MIJN_GEMEENTEN})"

ALLES = Blok("alles", "TRUE", "alle rijen")
GEMEENTE = Blok("gemeente", IN_GEMEENTE, "de eigen gemeente of gemeenten")
GEMEENTE_ID = Blok(
    "gemeente_id", f"{{t}}.gemeente_id = ANY ({MIJN_GEMEENTEN})", "de eigen gemeente of gemeenten"
)
GEMEENTE_ZELF = Blok(
    "gemeente_zelf", f"{{t}}.code = ANY ({MIJN_GEMEENTEN})", "de eigen gemeente of gemeenten"
)
POSTVAK = Blok("postvak", f"{IN_GEMEENTE} AND {EIGEN_POSTVAK}", "het eigen postvak in de eigen gemeente")
TEAM = Blok("team", f"{IN_GEMEENTE} AND {{t}}.team = {MIJN_PARTIJ}", "wat aan het eigen team is toegewezen")
CODE_ZAAK = Blok("code_zaak", f"{{t}}.id = ANY ({MIJN_ZAKEN})", "de ene zaak van de antwoordcode")
ZAAK = Blok(
    "zaak",
    "EXISTS (SELECT FROM meldpunt_zaak z WHERE z.id = {t}.zaak_id AND z.gemeente = {t}.gemeente)",
    "bij een zaak die men mag zien",
)
ZAAK_OF_GEMEENTE = Blok(
    "zaak_of_gemeente",
    f"CASE WHEN {{t}}.zaak_id IS NULL THEN {IN_GEMEENTE} ELSE "
    "EXISTS (SELECT FROM meldpunt_zaak z WHERE z.id = {t}.zaak_id AND z.gemeente = {t}.gemeente) END",
    "bij een zaak die men mag zien; zonder zaak: van de eigen gemeente",
)
IN_ZAAK = Blok(
    "in_zaak",
    "EXISTS (SELECT FROM meldpunt_zaaksignaal k WHERE k.signaal_id = {t}.id AND k.gemeente = {t}.gemeente)",
    "in een zaak die men mag zien",
)
SIGNAAL = Blok(
    "signaal",
    "EXISTS (SELECT FROM meldpunt_signaal s WHERE s.id = {t}.signaal_id AND s.gemeente = {t}.gemeente)",
    "bij een signaal dat men mag zien",
)
BIJ_SIGNAAL = Blok(
    "bij_signaal",
    "EXISTS (SELECT FROM meldpunt_signaal s WHERE s.id = {t}.id AND s.gemeente = {t}.gemeente)",
    "bij een signaal dat men mag zien",
)
PARTNER = Blok("partner", f"{{t}}.partner_id = {MIJN_PARTNER}", "de eigen organisatie")
PARTNER_ID = Blok("partner_zelf", f"{{t}}.id = {MIJN_PARTNER}", "de eigen organisatie")
# What a municipality took over of somebody who moved is not the partner's: it never hears of it.
EIGEN_SIGNAAL = Blok(
    "eigen_signaal",
    f"{{t}}.partner_id = {MIJN_PARTNER} AND {{t}}.overgenomen_van IS NULL",
    "wat de eigen organisatie aanleverde, zonder de kopieën na een verhuizing",
)
AANLEVERING = Blok(
    "aanlevering",
    "EXISTS (SELECT FROM meldpunt_aanlevering a WHERE a.id = {t}.aanlevering_id)",
    "bij een aanlevering die men mag zien",
)
VOORTGANG = Blok(
    "voortgang",
    "EXISTS (SELECT FROM meldpunt_aanlevering a WHERE a.id = {t}.aanlevering)",
    "bij een aanlevering die men mag zien",
)
ZELF = Blok("zelf", f"{{t}}.gebruiker_id = {IK}", "wat van de medewerker zelf is")
EIGEN_PARTIJ = Blok(
    "eigen_partij",
    f"{{t}}.partijsoort = {MIJN_PARTIJSOORT} AND {{t}}.partij = {MIJN_PARTIJ}",
    "de eigen organisatie",
)
COLLEGA = Blok(
    "collega",
    f"({{t}}.id = {IK} OR EXISTS (SELECT FROM meldpunt_aanstelling a WHERE a.gebruiker_id = {{t}}.id))",
    "de medewerkers van de eigen organisatie",
)
STAPEL = Blok(
    "stapel",
    "EXISTS (SELECT FROM meldpunt_stapelopdracht o WHERE o.id = {t}.opdracht_id)",
    "bij een opdracht van de medewerker zelf",
)
OVERDRACHT = Blok(
    "overdracht",
    f"({IN_GEMEENTE} OR {{t}}.van_gemeente_id = ANY ({MIJN_GEMEENTEN}))",
    "aan of van de eigen gemeente",
)
OP_ADRES = Blok(
    "op_adres",
    f"{IN_GEMEENTE} AND EXISTS (SELECT FROM meldpunt_signaalpersoon p WHERE p.gemeente = {{t}}.gemeente AND "
    "p.postcode = {t}.postcode AND p.huisnummer = {t}.huisnummer AND p.suffix = {t}.suffix)",
    "op het adres van een zaak die men mag zien",
)
DATALEK = Blok(
    "datalek", f"{{t}}.gemeenten::text[] && {MIJN_GEMEENTEN}", "waar de eigen gemeente door is geraakt"
)
BIJ_DATALEK = Blok(
    "bij_datalek",
    "EXISTS (SELECT FROM meldpunt_datalek d WHERE d.id = {t}.datalek_id)",
    "bij een datalek dat men mag zien",
)
EIGEN_REGEL = Blok(
    "eigen_regel",
    f"({IN_GEMEENTE} OR {{t}}.gebruiker = {IK})",
    "van de eigen gemeente, en wat men zelf deed",
)

# Read by the conditions above, with the eyes of the owner. Of an uitvoerder only the municipalities count whose
# processor agreement runs today by the clock of the database itself; the inside of an act (`gevolg`) was let in by
# an actor for whom that was checked, and names where it has to be.
FUNCTIES: Final[dict[str, str]] = {
    "meldpunt_gemeenten()": """
        CREATE OR REPLACE FUNCTION meldpunt_gemeenten() RETURNS text[]
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
            SELECT CASE
                WHEN current_setting('meldpunt.partijsoort', true) = 'uitvoerder'
                     AND current_setting('meldpunt.soort', true) <> 'gevolg'
                THEN array(
                    SELECT o.gemeente_id::text FROM public.meldpunt_verwerkersovereenkomst o,
                        date((now() AT TIME ZONE 'Europe/Amsterdam')) AS vandaag
                    WHERE o.partijsoort = 'uitvoerder'
                      AND o.partij = current_setting('meldpunt.partij', true)
                      AND o.gemeente_id = ANY (string_to_array(current_setting('meldpunt.gemeenten', true), ','))
                      AND o.vanaf <= vandaag AND coalesce(o.tot, vandaag) >= vandaag
                      AND coalesce(o.beeindigd_per, vandaag) >= vandaag
                )
                ELSE string_to_array(current_setting('meldpunt.gemeenten', true), ',')
            END
        $$
    """,
    # How much waits, for the health page: a manager of the meldpunt sees numbers, and none of the rows.
    "meldpunt_achterstand(timestamptz, timestamptz)": """
        CREATE OR REPLACE FUNCTION meldpunt_achterstand(laat timestamptz, week timestamptz, OUT berichten bigint,
            OUT berichten_laat bigint, OUT berichten_mislukt bigint, OUT stapels_laat bigint, OUT klokken bigint,
            OUT klokken_laat bigint, OUT terugkoppelingen bigint)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
            SELECT
                (SELECT count(*) FROM public.meldpunt_verzending WHERE status = 'wacht'),
                (SELECT count(*) FROM public.meldpunt_verzending WHERE status = 'wacht' AND volgende_op < laat),
                (SELECT count(*) FROM public.meldpunt_verzending WHERE status = 'mislukt' AND gemaakt_op > week),
                (SELECT count(*) FROM public.meldpunt_verzendpartij
                    WHERE gedrukt_op < laat AND vastgelegd_op IS NULL),
                (SELECT count(*) FROM public.meldpunt_matchrun WHERE geklokt_op IS NULL)
                    + (SELECT count(*) FROM public.meldpunt_intrekkingsgevolg WHERE geklokt_op IS NULL),
                (SELECT count(*) FROM public.meldpunt_matchrun WHERE geklokt_op IS NULL AND gestart_op < laat)
                    + (SELECT count(*) FROM public.meldpunt_intrekkingsgevolg
                        WHERE geklokt_op IS NULL AND gemaakt_op < laat),
                (SELECT count(*) FROM public.meldpunt_zaak WHERE terugkoppelen)
        $$
    """,
}
