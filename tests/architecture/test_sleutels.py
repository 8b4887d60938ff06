"""The keys of the database: the municipality stands in every key of, and reference between, tables about residents."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models

pytestmark = pytest.mark.django_db

# The order of the process, which is the order of imports: a relation points to its own step or an earlier one.
STAPPEN = (
    "audit",
    "toegang",
    "partijen",
    "koppelingen",
    "bag",
    "aanlevering",
    "matching",
    "brp",
    "werkvoorraad",
    "opvolging",
    "correspondentie",
    "terugkoppeling",
    "bewaring",
    "betrokkenen",
    "datalekken",
    "notificaties",
    "inzicht",
)

UNIQUE_WITHOUT = """
SELECT t.relname, i.relname
FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
WHERE x.indisunique AND t.relname = ANY(%s)
  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'gemeente'
                  AND a.attnum = ANY(x.indkey))
"""
REFERENCES_WITHOUT = """
SELECT c.conname FROM pg_constraint c
WHERE c.contype = 'f' AND c.conrelid::regclass::text = ANY(%(tables)s)
  AND c.confrelid::regclass::text = ANY(%(tables)s)
  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attname = 'gemeente'
                  AND a.attnum = ANY(c.conkey))
"""


def tables_about_residents() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND column_name = 'gemeente' AND table_name LIKE 'meldpunt_%%' "
            # The log is about acts; its municipality may be empty.
            "AND table_name <> 'meldpunt_logregel'"
        )
        return sorted(row[0] for row in cursor.fetchall())


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_app_config("meldpunt").get_models() if not model._meta.auto_created]


def test_every_model_with_a_municipality_is_looked_at() -> None:
    expected = {m._meta.db_table for m in our_models() if any(f.column == "gemeente" for f in m._meta.fields)}
    assert expected - {"meldpunt_logregel"} == set(tables_about_residents())
    assert len(expected) > 8


def test_every_unique_key_holds_the_municipality() -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNIQUE_WITHOUT, [tables_about_residents()])
        assert cursor.fetchall() == []


def test_every_reference_between_them_holds_the_municipality() -> None:
    with connection.cursor() as cursor:
        cursor.execute(REFERENCES_WITHOUT, {"tables": tables_about_residents()})
        assert cursor.fetchall() == []


def test_every_relation_between_them_is_checked_by_the_database() -> None:
    """Either a foreign key or the triggers of a set reference stand behind each relation that Django knows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c "
            "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey) WHERE c.contype = 'f'"
        )
        keyed = set(cursor.fetchall())
        cursor.execute(
            "SELECT t.tgrelid::regclass::text, pg_get_functiondef(t.tgfoid) FROM pg_trigger t WHERE NOT t.tgisinternal"
        )
        checks = cursor.fetchall()
    unchecked = [
        (model._meta.db_table, field.column)
        for model in our_models()
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey)
        and (model._meta.db_table, field.column) not in keyed
        and not any(table == model._meta.db_table and field.column in text for table, text in checks)
    ]
    assert unchecked == []


def test_relations_point_to_their_own_step_or_an_earlier_one() -> None:
    ahead = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.fields
        if field.related_model is not None
        and field.related_model.__module__.startswith("meldpunt.")
        and step_of(field.related_model) > step_of(model)
    ]
    assert ahead == []


def step_of(model: type[models.Model] | str) -> int:
    return STAPPEN.index(str(getattr(model, "__module__", model)).split(".")[1])
