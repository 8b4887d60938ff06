"""The triggers that keep the log append-only and link every line into the chain at commit (docs/adr/0022)."""

from __future__ import annotations

from typing import Final

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from meldpunt.migrations._gemeentesleutels import SqlOperation

# Nothing is ever changed or removed in these.
VAST: Final = ("meldpunt_logregel", "meldpunt_logschakel", "meldpunt_loganker")
# One lock for whoever lays a link; taken at commit, so a long transaction keeps nobody waiting.
SLOT: Final = 7_150_001
LEEG: Final = "decode(repeat('00', 32), 'hex')"

TIJD: Final = """
CREATE FUNCTION meldpunt_log_tijd(moment timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT trunc(extract(epoch FROM moment) * 1000000)::bigint::text
$$
"""
# A netstring per column, so that no two different lines read the same; a column without value is '-'.
HASH: Final = """
CREATE FUNCTION meldpunt_log_hash(l public.meldpunt_logregel, nummer bigint, gelegd timestamptz, vorige bytea)
RETURNS bytea LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    d text := '';
    deel text;
BEGIN
    FOREACH deel IN ARRAY ARRAY[
        '1', nummer::text, meldpunt_log_tijd(gelegd), l.id::text, meldpunt_log_tijd(l.tijd), l.gebruiker::text,
        l.partij, l.rol, l.handeling, l.objectsoort, l.object, l.gemeente, l.resultaat, l.herkomst, l.doel,
        l.waarden::text, array_to_string(l.betrokkenen, ','), l.trace, l.span, l.ouder, l.van_buiten::text
    ] LOOP
        d := d || CASE WHEN deel IS NULL THEN '-,' ELSE octet_length(deel) || ':' || deel || ',' END;
    END LOOP;
    RETURN sha256(vorige || convert_to(d, 'UTF8'));
END $$
"""
# The line waits here until the other checks of the commit are done: whoever holds the lock of the chain
# must not wait for the row locks of somebody who waits for the chain.
WACHT: Final = "CREATE UNLOGGED TABLE meldpunt_logwacht (logregel uuid NOT NULL PRIMARY KEY)"
MELDT: Final = """
CREATE FUNCTION meldpunt_log_meldt() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO meldpunt_logwacht VALUES (NEW.id);
    RETURN NULL;
END $$
"""
# Without a sequential scan: planned while the waiting room is empty, it would read all that ever waited there.
SCHAKELT: Final = f"""
CREATE FUNCTION meldpunt_log_schakelt() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    kop record;
    regel meldpunt_logregel;
    nummer bigint;
    voor bytea;
    gelegd timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock({SLOT});
    DELETE FROM meldpunt_logwacht WHERE logregel = NEW.logregel;
    SELECT * INTO STRICT regel FROM meldpunt_logregel WHERE id = NEW.logregel;
    SELECT s.volgnummer, s.hash INTO kop FROM meldpunt_logschakel s ORDER BY s.volgnummer DESC LIMIT 1;
    nummer := coalesce(kop.volgnummer, 0) + 1;
    voor := coalesce(kop.hash, {LEEG});
    gelegd := clock_timestamp();
    INSERT INTO meldpunt_logschakel (volgnummer, logregel, gelegd_op, vorige, hash)
    VALUES (nummer, regel.id, gelegd, voor, meldpunt_log_hash(regel, nummer, gelegd, voor));
    RETURN NULL;
END $$
"""
# What lines of before said with their object alone, they say as later ones do: about whom, and why.
AANVULLEN: Final = """
UPDATE meldpunt_logregel
SET betrokkenen = CASE WHEN objectsoort IN ('zaak', 'signaal') AND length(object) = 36 THEN ARRAY[objectsoort || ':' || object]
                       ELSE betrokkenen END,
    doel = CASE WHEN doel = '' THEN 'vroegsignalering' ELSE doel END
WHERE doel = '' OR objectsoort IN ('zaak', 'signaal')
"""
# Lines of before the chain, in the order of their keys, which is that of writing.
INHALEN: Final = f"""
DO $$
DECLARE
    regel meldpunt_logregel;
    nummer bigint := 0;
    voor bytea := {LEEG};
    gelegd timestamptz;
BEGIN
    FOR regel IN SELECT * FROM meldpunt_logregel ORDER BY id LOOP
        nummer := nummer + 1;
        gelegd := clock_timestamp();
        INSERT INTO meldpunt_logschakel (volgnummer, logregel, gelegd_op, vorige, hash)
        VALUES (nummer, regel.id, gelegd, voor, meldpunt_log_hash(regel, nummer, gelegd, voor))
        RETURNING hash INTO voor;
    END LOOP;
END $$
"""
WEIGERT: Final = """
CREATE FUNCTION meldpunt_log_weigert() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation',
        MESSAGE = 'het logboek wordt alleen langer: ' || TG_OP || ' op ' || TG_TABLE_NAME || ' is geweigerd [log_vast]';
END $$
"""


class Keten(SqlOperation):
    """Make the functions, the triggers, and the links of the lines that are there already."""

    def forward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Lay the chain."""
        guards = [
            statement
            for table in VAST
            for statement in (
                f"CREATE TRIGGER {table}_vast BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION meldpunt_log_weigert()",
                f"CREATE TRIGGER {table}_leeg BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION meldpunt_log_weigert()",
            )
        ]
        return [
            TIJD,
            HASH,
            WACHT,
            MELDT,
            SCHAKELT,
            AANVULLEN,
            INHALEN,
            "CREATE CONSTRAINT TRIGGER meldpunt_logregel_meldt AFTER INSERT ON meldpunt_logregel "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION meldpunt_log_meldt()",
            "CREATE CONSTRAINT TRIGGER meldpunt_logwacht_schakelt AFTER INSERT ON meldpunt_logwacht "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION meldpunt_log_schakelt()",
            WEIGERT,
            *guards,
        ]

    def backward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Take the chain away."""
        return [
            "DROP TRIGGER meldpunt_logregel_meldt ON meldpunt_logregel",
            "DROP TABLE meldpunt_logwacht",
            "DROP FUNCTION meldpunt_log_weigert() CASCADE",
            "DROP FUNCTION meldpunt_log_schakelt()",
            "DROP FUNCTION meldpunt_log_meldt()",
            "DROP FUNCTION meldpunt_log_hash(meldpunt_logregel, bigint, timestamptz, bytea)",
            "DROP FUNCTION meldpunt_log_tijd(timestamptz)",
        ]
