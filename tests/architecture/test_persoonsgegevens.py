"""No column without a declaration: whether it is about somebody, for what, till when, and how it goes."""

from __future__ import annotations

from typing import get_args

import pytest
from django.apps import apps
from django.db.models import Model

from meldpunt.rules.persoonsgegevens import BEWAARREGELS, DOELEN, FEIT, PLAATSEN, SOORTEN, TABELLEN, declare
from meldpunt.rules.persoonsgegevens.vorm import Gegeven, Langs, Soort, Van, Weg

# Which columns each way to a resident needs.
KOLOMMEN_VAN_WEG = {"zaak_persoon": 2, "adres": 3}


def list_models() -> dict[str, type[Model]]:
    """Return every table of the project and of what it builds on, by the name of its model."""
    found = list(apps.get_models(include_auto_created=True))
    names = [model.__name__ for model in found]
    assert len(names) == len(set(names)), "two models with one name cannot both be declared"
    return dict(zip(names, found, strict=True))


def columns_of(model: type[Model]) -> set[str]:
    """Return the names of the columns as the database has them."""
    return {field.column for field in model._meta.local_concrete_fields if field.column}


def list_differences(declared: dict[str, set[str]], present: dict[str, set[str]]) -> list[str]:
    """Say what is in a table and not declared, and what is declared and in no table."""
    lines = []
    for naam in sorted(declared.keys() | present.keys()):
        if naam not in declared or naam not in present:
            lines.append(f"{naam}: {'niet aangegeven' if naam in present else 'bestaat niet'}")
            continue
        lines += [f"{naam}.{k}: niet aangegeven" for k in sorted(present[naam] - declared[naam])]
        lines += [f"{naam}.{k}: bestaat niet" for k in sorted(declared[naam] - present[naam])]
    return lines


def test_it_declares_every_column_of_every_model_and_no_other() -> None:
    declared = {naam: set(tabel.velden) for naam, tabel in TABELLEN.items()}
    assert (
        list_differences(declared, {naam: columns_of(model) for naam, model in list_models().items()}) == []
    )


def test_it_would_fail_for_a_column_a_line_or_a_table_too_many() -> None:
    differences = list_differences({"A": {"x", "y"}, "C": {"x"}}, {"A": {"x", "z"}, "B": {"x"}})
    assert differences == [
        "A.z: niet aangegeven",
        "A.y: bestaat niet",
        "B: niet aangegeven",
        "C: bestaat niet",
    ]


def test_it_uses_known_words_purposes_and_terms_only() -> None:
    wrong = [
        (naam, kolom)
        for naam, tabel in TABELLEN.items()
        for kolom, gegeven in tabel.gegevens.items()
        if gegeven.soort not in get_args(Soort)
        or gegeven.van not in get_args(Van)
        or gegeven.weg not in get_args(Weg)
        or gegeven.doel not in DOELEN
        or gegeven.bewaring not in BEWAARREGELS
    ]
    assert wrong == []
    assert set(SOORTEN) == set(get_args(Soort))
    assert {plaats.bewaring for plaats in PLAATSEN.values()} <= BEWAARREGELS.keys()


def test_it_leaves_no_purpose_or_term_unused() -> None:
    used = [gegeven for tabel in TABELLEN.values() for gegeven in tabel.gegevens.values()]
    assert DOELEN.keys() - {gegeven.doel for gegeven in used} == set()
    terms = {gegeven.bewaring for gegeven in used} | {plaats.bewaring for plaats in PLAATSEN.values()}
    assert BEWAARREGELS.keys() - terms == set()


def test_it_leads_every_table_to_a_resident_by_columns_it_has() -> None:
    for naam, tabel in TABELLEN.items():
        if tabel.koppeling is None:
            continue
        assert tabel.koppeling.langs in get_args(Langs), naam
        assert set(tabel.koppeling.kolommen) <= tabel.velden.keys(), naam
        assert len(tabel.koppeling.kolommen) == KOLOMMEN_VAN_WEG.get(tabel.koppeling.langs, 1), naam


def test_it_destroys_nothing_of_a_table_that_hangs_on_nobody_but_what_expires_by_itself() -> None:
    loose = {
        naam
        for naam, tabel in TABELLEN.items()
        if tabel.koppeling is None
        for gegeven in tabel.gegevens.values()
        if gegeven.weg != "blijft" and gegeven.bewaring not in ("foutverslag", "ruw", "verzoek")
    }
    assert loose == set()


def test_it_empties_a_column_that_the_database_lets_be_empty() -> None:
    models = list_models()
    for naam, tabel in TABELLEN.items():
        fields = {field.column: field for field in models[naam]._meta.local_concrete_fields}
        for kolom, gegeven in tabel.gegevens.items():
            if gegeven.weg == "leeg":
                kind = fields[kolom].get_internal_type()
                may = fields[kolom].null or kind in ("TextField", "CharField", "JSONField", "ArrayField")
                assert may, f"{naam}.{kolom} cannot be emptied"


def test_it_refuses_a_column_declared_twice() -> None:
    with pytest.raises(ValueError, match="declared twice: a"):
        declare(None, (FEIT, "a b"), (Gegeven("naam", "inwoner", "contact", "zaak", "leeg"), "a"))
