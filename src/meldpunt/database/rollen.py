"""The roles and the database inside a fresh cluster."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
from psycopg import sql

BAAS = "postgres"
EIGENAAR = "meldpunt"
# Owns nothing, so that row security holds for it.
TOEPASSING = "meldpunt_app"
DATABASE = "meldpunt"

TABELLEN = sql.SQL(
    "ALTER DEFAULT PRIVILEGES FOR ROLE {} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}"
)
REEKSEN = sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} GRANT USAGE, SELECT ON SEQUENCES TO {}")


def prepare_rollen(sjabloon: str, beheer: str, wachtwoorden: Mapping[str, str]) -> None:
    """Make the roles and the database; what is there already stays as it is.

    `sjabloon` and `beheer` are addresses of template1 and of the database for administration.
    """
    with psycopg.connect(sjabloon, autocommit=True) as connection:
        _make_role(connection, EIGENAAR, wachtwoorden[EIGENAAR], "CREATEDB")
        _make_role(connection, TOEPASSING, wachtwoorden[TOEPASSING], "NOCREATEDB")
        # In the template, so that the test databases get it too.
        for target in (TABELLEN, REEKSEN):
            connection.execute(target.format(sql.Identifier(EIGENAAR), sql.Identifier(TOEPASSING)))
    with psycopg.connect(beheer, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is not None:
            return
        name, owner, app = sql.Identifier(DATABASE), sql.Identifier(EIGENAAR), sql.Identifier(TOEPASSING)
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, owner))
        connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(name))
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, app))


def _make_role(connection: psycopg.Connection, naam: str, wachtwoord: str, recht: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [naam]).fetchone()
    verb = "ALTER" if known else "CREATE"
    connection.execute(
        sql.SQL(f"{verb} ROLE {{}} LOGIN NOSUPERUSER NOCREATEROLE {recht} PASSWORD {{}}").format(
            sql.Identifier(naam), sql.Literal(wachtwoord)
        )
    )
