"""How messages, stays, questions and what residents asked are written for their partner."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from meldpunt.terugkoppeling.partnerlijsten import Navraagregel, Opschortingregel
from meldpunt.terugkoppeling.partnermededelingen import Mededelingregel
from meldpunt.terugkoppeling.queries import Bericht


class OverSignaal(serializers.Serializer[Any]):
    """By what a partner knows the signaal that a row is about."""

    id = serializers.UUIDField()
    signaal = serializers.UUIDField()
    gemeente = serializers.CharField()
    klantnummer = serializers.CharField(help_text="Leeg als de persoonsgegevens zijn vernietigd.")
    referentie = serializers.CharField()


class Terugkoppelingrij(OverSignaal):
    """One message about an own signaal."""

    aanlevering = serializers.UUIDField()
    code = serializers.CharField(help_text="Code uit de openbaarmakingstabel.")
    tekst = serializers.CharField()
    gemeldOp = serializers.DateTimeField()
    bevestigdOp = serializers.DateTimeField(allow_null=True)
    startOpschorting = serializers.BooleanField(help_text="Waar: schort uw incasso op.")


class Opschortingrij(OverSignaal):
    """One stay of collection."""

    begin = serializers.DateField()
    eind = serializers.DateField(help_text="Laatste dag.")
    grondslag = serializers.CharField()
    bevestigdOp = serializers.DateTimeField(allow_null=True)
    verlengingTot = serializers.DateField(allow_null=True, help_text="Tot wanneer uitstel is gevraagd.")
    verlengingAkkoord = serializers.BooleanField(
        allow_null=True, help_text="Leeg: u heeft nog niet beslist of er is niets gevraagd."
    )
    geeindigdOp = serializers.DateField(allow_null=True)
    eindeReden = serializers.CharField()


class Navraagrij(OverSignaal):
    """One question: is this claim still open?"""

    gesteldOp = serializers.DateTimeField()
    antwoordTot = serializers.DateField(help_text="Zwijgt u, dan geldt daarna: staat nog open.")
    antwoord = serializers.CharField()
    beantwoordOp = serializers.DateTimeField(allow_null=True)


class Mededelingrij(OverSignaal):
    """Something to do because a resident used a right."""

    titel = serializers.CharField()
    opdracht = serializers.CharField()
    veld = serializers.CharField()
    nieuw = serializers.CharField()
    gemeldOp = serializers.DateTimeField()
    uiterlijk = serializers.DateField()
    bevestigdOp = serializers.DateTimeField(allow_null=True)


def _over(row: Bericht | Opschortingregel | Navraagregel | Mededelingregel) -> dict[str, Any]:
    return {
        "id": row.id,
        "signaal": row.signaal,
        "gemeente": row.gemeente,
        "klantnummer": row.klantnummer,
        "referentie": row.referentie,
    }


def show_bericht(row: Bericht) -> dict[str, Any]:
    """Return a message as the interface writes it."""
    return {
        **_over(row),
        "aanlevering": row.aanlevering,
        "code": row.code,
        "tekst": row.zin,
        "gemeldOp": row.gemeld_op,
        "bevestigdOp": row.bevestigd_op,
        "startOpschorting": row.start_opschorting,
    }


def show_opschorting(row: Opschortingregel) -> dict[str, Any]:
    """Return a stay as the interface writes it."""
    return {
        **_over(row),
        "begin": row.begin,
        "eind": row.eind,
        "grondslag": row.grondslag,
        "bevestigdOp": row.bevestigd_op,
        "verlengingTot": row.verlenging_tot,
        "verlengingAkkoord": row.verlenging_akkoord,
        "geeindigdOp": row.geeindigd_op,
        "eindeReden": row.einde_reden,
    }


def show_navraag(row: Navraagregel) -> dict[str, Any]:
    """Return a question as the interface writes it."""
    return {
        **_over(row),
        "gesteldOp": row.gesteld_op,
        "antwoordTot": row.antwoord_tot,
        "antwoord": row.antwoord,
        "beantwoordOp": row.beantwoord_op,
    }


def show_mededeling(row: Mededelingregel) -> dict[str, Any]:
    """Return what a resident asked as the interface writes it."""
    return {
        **_over(row),
        "titel": row.titel,
        "opdracht": row.opdracht,
        "veld": row.veld,
        "nieuw": row.nieuw,
        "gemeldOp": row.gemeld_op,
        "uiterlijk": row.uiterlijk,
        "bevestigdOp": row.bevestigd_op,
    }
