"""The roles and the database inside a cluster: an owner, and roles to work with that own nothing.

Row security holds for whoever does not own a table, so the site, the interface and the worker connect with a
role of their own. What each may do with which table stands in the migrations, not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import psycopg
from psycopg import sql

BAAS: Final = "postgres"
EIGENAAR: Final = "meldpunt"
WEB: Final = "meldpunt_web"
API: Final = "meldpunt_api"
WERKER: Final = "meldpunt_werker"
# Nobody signs in with it: the worker takes it for the length of one COPY, which row security does not allow.
LADEN: Final = "meldpunt_laden"
DATABASE: Final = "meldpunt"
WERKROLLEN: Final = (WEB, API, WERKER)
INLOGROLLEN: Final = (BAAS, EIGENAAR, *WERKROLLEN)
# Clusters of before row security have one role for everything, with rights on every table to come.
VOORMALIG: Final = "meldpunt_app"


def prepare_rollen(sjabloon: str, beheer: str, wachtwoorden: Mapping[str, str]) -> None:
    """Make the roles and the database, or bring those of an older cluster up to date.

    `sjabloon` and `beheer` are addresses of template1 and of the database for administration.
    """
    with psycopg.connect(sjabloon, autocommit=True) as connection:
        _make_role(connection, EIGENAAR, "LOGIN CREATEDB", wachtwoorden[EIGENAAR])
        for rol in WERKROLLEN:
            _make_role(connection, rol, "LOGIN NOCREATEDB NOBYPASSRLS", wachtwoorden[rol])
        _make_role(connection, LADEN, "NOLOGIN NOCREATEDB BYPASSRLS")
        _grant(connection, LADEN, to=WERKER)
        # The owner may take each of them: that is how the tests run as the site and as the worker.
        for rol in (*WERKROLLEN, LADEN):
            _grant(connection, rol, to=EIGENAAR)
        _retire(connection)
    with psycopg.connect(beheer, autocommit=True) as connection:
        _make_database(connection)


def _make_role(connection: psycopg.Connection, naam: str, recht: str, wachtwoord: str | None = None) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [naam]).fetchone()
    verb = "ALTER" if known else "CREATE"
    connection.execute(
        sql.SQL(f"{verb} ROLE {{}} NOSUPERUSER NOCREATEROLE {recht} PASSWORD {{}}").format(
            sql.Identifier(naam), sql.Literal(wachtwoord)
        )
    )


def _grant(connection: psycopg.Connection, rol: str, *, to: str) -> None:
    connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(rol), sql.Identifier(to)))


def _retire(connection: psycopg.Connection) -> None:
    """Close the former role; the migration that writes the policies takes its rights away."""
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [VOORMALIG]).fetchone():
        connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN PASSWORD NULL").format(sql.Identifier(VOORMALIG)))
        for kind in ("TABLES", "SEQUENCES"):
            connection.execute(
                sql.SQL(f"ALTER DEFAULT PRIVILEGES FOR ROLE {{}} REVOKE ALL ON {kind} FROM {{}}").format(
                    sql.Identifier(EIGENAAR), sql.Identifier(VOORMALIG)
                )
            )


def _make_database(connection: psycopg.Connection) -> None:
    name = sql.Identifier(DATABASE)
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
    if known is None:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, sql.Identifier(EIGENAAR)))
        connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(name))
    for rol in WERKROLLEN:
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(rol)))
        # For the keys that a frame is joined with; the default right of everybody, said here because it is needed.
        connection.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(name, sql.Identifier(rol)))
