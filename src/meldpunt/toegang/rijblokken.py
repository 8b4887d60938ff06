"""The building blocks of row security: each a condition on one row, in SQL, with its name and a Dutch sentence.

The sub-selects around the settings let PostgreSQL work them out once per statement instead of once per row. A
block that looks at another table by EXISTS looks under the policies of that table; a row of a zaak or signaal asks a
function, which knows the context itself.
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
GEMEENTE_OF_ALGEMEEN = Blok(
    "gemeente_of_algemeen",
    f"({{t}}.gemeente_id IS NULL OR {{t}}.gemeente_id = ANY ({MIJN_GEMEENTEN}))",
    "de eigen gemeente of gemeenten, en wat voor alle geldt",
)
GEMEENTE_ZELF = Blok(
    "gemeente_zelf", f"{{t}}.code = ANY ({MIJN_GEMEENTEN})", "de eigen gemeente of gemeenten"
)
POSTVAK = Blok("postvak", f"{IN_GEMEENTE} AND {EIGEN_POSTVAK}", "het eigen postvak in de eigen gemeente")
TEAM = Blok("team", f"{IN_GEMEENTE} AND {{t}}.team = {MIJN_PARTIJ}", "wat aan het eigen team is toegewezen")
CODE_ZAAK = Blok("code_zaak", f"{{t}}.id = ANY ({MIJN_ZAKEN})", "de ene zaak van de antwoordcode")
# By functions with the eyes of the owner: a condition under the policies of the parent, which looks under those of its
# own parent, took the planner longer than the page took to read. A coordinator needs none: a reference never leaves
# the municipality, so the whole of it is the same rows.
ZAAK = Blok(
    "zaak",
    f"{IN_GEMEENTE} AND meldpunt_ziet_zaak({{t}}.gemeente, {{t}}.zaak_id)",
    "bij een zaak die men mag zien",
)
ZAAK_OF_GEMEENTE = Blok(
    "zaak_of_gemeente",
    f"{IN_GEMEENTE} AND ({{t}}.zaak_id IS NULL OR meldpunt_ziet_zaak({{t}}.gemeente, {{t}}.zaak_id))",
    "bij een zaak die men mag zien; zonder zaak: van de eigen gemeente",
)
BIJ_CODE = Blok("bij_code", f"{{t}}.zaak_id = ANY ({MIJN_ZAKEN})", "bij de ene zaak van de antwoordcode")
IN_ZAAK = Blok(
    "in_zaak",
    f"{IN_GEMEENTE} AND meldpunt_ziet_signaal({{t}}.gemeente, {{t}}.id)",
    "in een zaak die men mag zien",
)
SIGNAAL = Blok(
    "signaal",
    f"{IN_GEMEENTE} AND meldpunt_ziet_signaal({{t}}.gemeente, {{t}}.signaal_id)",
    "bij een signaal dat men mag zien",
)
BIJ_EIGEN_SIGNAAL = Blok(
    "bij_eigen_signaal",
    "meldpunt_is_eigen_signaal({t}.gemeente, {t}.id)",
    "bij wat de eigen organisatie aanleverde, zonder de kopieën na een verhuizing",
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
# A line shows with its order and an order with its lines: asked under the policies, the two would go in circles.
OPDRACHT_HIER = Blok(
    "opdracht_hier",
    "meldpunt_opdracht_raakt({t}.id)",
    "op een zaak van de eigen gemeente of gemeenten",
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

# The same as the blocks `postvak` and `team` for a zaak `z`, and the municipalities that the context names.
IN_EIGEN_WERK: Final = """z.gemeente = ANY (string_to_array(current_setting('meldpunt.gemeenten', true), ','))
                  AND CASE current_setting('meldpunt.soort', true)
                      WHEN 'behandelaar' THEN z.postvak = CASE current_setting('meldpunt.partijsoort', true)
                          WHEN 'gemeente' THEN z.gemeente
                          WHEN 'uitvoerder' THEN current_setting('meldpunt.partij', true) END
                      WHEN 'uitvoerder' THEN z.team = current_setting('meldpunt.partij', true)
                      ELSE FALSE END"""
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
    # Says yes or no about one order, with the eyes of the owner.
    "meldpunt_opdracht_raakt(uuid)": """
        CREATE OR REPLACE FUNCTION meldpunt_opdracht_raakt(opdracht uuid) RETURNS boolean
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
            SELECT EXISTS (
                SELECT FROM public.meldpunt_stapelregel r
                WHERE r.opdracht_id = opdracht AND r.gemeente = ANY (public.meldpunt_gemeenten())
            )
        $$
    """,
    # Asked for each row. Of a body in this form the names are resolved now, once, with no search path to set per call;
    # the low cost keeps the planner from walking around an index to be spared them.
    "meldpunt_ziet_zaak(text, uuid)": f"""
        CREATE OR REPLACE FUNCTION meldpunt_ziet_zaak(gemeente_van text, zaak_van uuid) RETURNS boolean
        LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE COST 10 BEGIN ATOMIC
            SELECT EXISTS (
                SELECT FROM public.meldpunt_zaak z
                WHERE z.id = zaak_van AND z.gemeente = gemeente_van AND {IN_EIGEN_WERK}
            );
        END
    """,  # noqa: S608 - a constant of this module
    "meldpunt_ziet_signaal(text, uuid)": f"""
        CREATE OR REPLACE FUNCTION meldpunt_ziet_signaal(gemeente_van text, signaal_van uuid) RETURNS boolean
        LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE COST 10 BEGIN ATOMIC
            SELECT EXISTS (
                SELECT FROM public.meldpunt_zaaksignaal k
                JOIN public.meldpunt_zaak z ON z.id = k.zaak_id AND z.gemeente = k.gemeente
                WHERE k.signaal_id = signaal_van AND k.gemeente = gemeente_van AND {IN_EIGEN_WERK}
            );
        END
    """,  # noqa: S608 - a constant of this module
    "meldpunt_is_eigen_signaal(text, uuid)": """
        CREATE OR REPLACE FUNCTION meldpunt_is_eigen_signaal(gemeente_van text, signaal_van uuid) RETURNS boolean
        LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE COST 10 BEGIN ATOMIC
            SELECT EXISTS (
                SELECT FROM public.meldpunt_signaal s
                WHERE s.id = signaal_van AND s.gemeente = gemeente_van AND s.overgenomen_van IS NULL
                  AND s.partner_id = nullif(current_setting('meldpunt.partner', true), '')::uuid
            );
        END
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
