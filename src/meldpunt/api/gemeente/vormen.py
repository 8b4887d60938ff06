"""How a zaak, its persons and an attempt are written for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from meldpunt.matching.queries import Persoonbeeld, Signaalbeeld, Zaakbeeld
from meldpunt.opvolging.pogingen import Poging
from meldpunt.rules.statussen import CONTACTSOORTEN, DAGDELEN, EINDRESULTATEN, ZAAKSTATUSSEN
from meldpunt.werkvoorraad.queries import Postvakregel


class Zaakrij(serializers.Serializer[Any]):
    """A zaak as the list shows it: nobody can be led back from it."""

    id = serializers.UUIDField()
    gemeente = serializers.CharField(help_text="CBS-code.")
    convenant = serializers.CharField()
    status = serializers.ChoiceField(ZAAKSTATUSSEN)
    maand = serializers.DateField(help_text="De maand waarin de zaak begon.")
    ontstaanOp = serializers.DateTimeField()
    ontvangenOp = serializers.DateTimeField(help_text="Toen het eerste signaal binnenkwam.")
    aantalSignalen = serializers.IntegerField()
    aantalPersonen = serializers.IntegerField()
    bedragCent = serializers.IntegerField()
    rang = serializers.IntegerField(allow_null=True)
    team = serializers.CharField(help_text="Leeg: geen team.")
    inBehandeling = serializers.BooleanField(help_text="Iemand heeft de zaak op naam.")
    gelezen = serializers.BooleanField()
    wachtTot = serializers.DateField(allow_null=True)
    markeringen = serializers.ListField(child=serializers.CharField())


class Zaakadres(serializers.Serializer[Any]):
    """Where it is; empty once the persons were destroyed."""

    straat = serializers.CharField()
    postcode = serializers.CharField()
    huisnummer = serializers.IntegerField(allow_null=True)
    toevoeging = serializers.CharField()
    woonplaats = serializers.CharField()


class Zaaksignaalrij(serializers.Serializer[Any]):
    """A signaal in a zaak."""

    id = serializers.UUIDField()
    partner = serializers.CharField()
    partnertype = serializers.CharField()
    typeVordering = serializers.CharField()
    soortSignaal = serializers.CharField()
    bedragCent = serializers.IntegerField()
    achterstandSinds = serializers.DateField()
    aanleverdatum = serializers.DateField()
    ontvangenOp = serializers.DateTimeField()
    telt = serializers.BooleanField(help_text="Onwaar: ingetrokken of door de partner afgemeld.")


class Zaakpersoon(serializers.Serializer[Any]):
    """A person of a zaak, with that person's signalen only. The number of the state is never given."""

    id = serializers.UUIDField()
    naam = serializers.CharField()
    geboortedatum = serializers.DateField(allow_null=True)
    telefoon = serializers.CharField()
    email = serializers.CharField()
    vernietigd = serializers.BooleanField()
    signalen = Zaaksignaalrij(many=True)


class Zaakantwoord(serializers.Serializer[Any]):
    """A zaak with whom it is about."""

    id = serializers.UUIDField()
    gemeente = serializers.CharField()
    convenant = serializers.CharField()
    status = serializers.ChoiceField(ZAAKSTATUSSEN)
    statusSinds = serializers.DateTimeField()
    maand = serializers.DateField()
    ontstaanOp = serializers.DateTimeField()
    eindresultaat = serializers.CharField(help_text="Leeg zolang de zaak loopt.")
    geslotenOp = serializers.DateTimeField(allow_null=True)
    bedreigend = serializers.BooleanField()
    aantalSignalen = serializers.IntegerField()
    bedragCent = serializers.IntegerField()
    markeringen = serializers.ListField(child=serializers.CharField())
    adres = Zaakadres()
    personen = Zaakpersoon(many=True)


class Pogingrij(serializers.Serializer[Any]):
    """An attempt to reach somebody of a zaak."""

    id = serializers.UUIDField()
    soort = serializers.ChoiceField(CONTACTSOORTEN)
    bereikt = serializers.BooleanField()
    datum = serializers.DateField()
    dagdeel = serializers.ChoiceField(DAGDELEN)
    persoon = serializers.UUIDField(allow_null=True, help_text="Leeg: iedereen op het adres.")
    notitie = serializers.CharField()
    vastgelegdOp = serializers.DateTimeField()


class Nieuwepoging(serializers.Serializer[Any]):
    """An attempt as a program sends it."""

    kenmerk = serializers.UUIDField(
        help_text="Een sleutel (UUID) die u zelf maakt. Nog een keer gestuurd telt de poging niet dubbel."
    )
    soort = serializers.ChoiceField(CONTACTSOORTEN)
    bereikt = serializers.BooleanField()
    datum = serializers.DateField()
    dagdeel = serializers.ChoiceField(DAGDELEN)
    persoon = serializers.UUIDField(required=False, allow_null=True, default=None)
    notitie = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
    nietAlleen = serializers.BooleanField(
        required=False, default=False, help_text="Waar niemand alleen heen mag: u ging met zijn tweeën."
    )


class Persoonsuitkomst(serializers.Serializer[Any]):
    """The end result of one person for whom it differs."""

    persoon = serializers.UUIDField()
    eindresultaat = serializers.ChoiceField(EINDRESULTATEN)


class Nieuweuitkomst(serializers.Serializer[Any]):
    """How a zaak ends; what partners hear follows from it by the disclosure table."""

    eindresultaat = serializers.ChoiceField(EINDRESULTATEN)
    perPersoon = serializers.ListField(child=Persoonsuitkomst(), required=False, default=list, max_length=50)
    gezien = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=500,
        help_text="De signalen die u zag. Kwam er een bij, dan sluit de zaak niet.",
    )


def show_zaakrij(row: Postvakregel) -> dict[str, Any]:
    """Return a zaak as the list writes it."""
    return {
        "id": row.id,
        "gemeente": row.gemeente,
        "convenant": row.convenant,
        "status": row.status,
        "maand": row.maand,
        "ontstaanOp": row.ontstaan_op,
        "ontvangenOp": row.ontvangen_op,
        "aantalSignalen": row.aantal,
        "aantalPersonen": row.personen,
        "bedragCent": row.bedrag_cent,
        "rang": row.rang,
        "team": row.team,
        "inBehandeling": row.behandelaar is not None,
        "gelezen": not row.ongelezen,
        "wachtTot": row.wacht_tot,
        "markeringen": row.markeringen,
    }


def show_zaak(zaak: Zaakbeeld, personen: Sequence[Persoonbeeld]) -> dict[str, Any]:
    """Return a zaak with its persons."""
    return {
        "id": zaak.id,
        "gemeente": zaak.gemeente,
        "convenant": zaak.convenant,
        "status": zaak.status,
        "statusSinds": zaak.status_sinds,
        "maand": zaak.maand,
        "ontstaanOp": zaak.ontstaan_op,
        "eindresultaat": zaak.eindresultaat,
        "geslotenOp": zaak.gesloten_op,
        "bedreigend": zaak.bedreigend_op is not None,
        "aantalSignalen": zaak.aantal,
        "bedragCent": zaak.bedrag_cent,
        "markeringen": zaak.markeringen,
        "adres": {
            "straat": zaak.straat,
            "postcode": zaak.postcode,
            "huisnummer": zaak.huisnummer,
            "toevoeging": zaak.suffix,
            "woonplaats": zaak.woonplaats,
        },
        "personen": [_show_persoon(one) for one in personen],
    }


def _show_persoon(persoon: Persoonbeeld) -> dict[str, Any]:
    return {
        "id": persoon.id,
        "naam": persoon.naam,
        "geboortedatum": persoon.geboortedatum,
        "telefoon": persoon.telefoon,
        "email": persoon.email,
        "vernietigd": persoon.vernietigd,
        "signalen": [_show_signaal(one) for one in persoon.signalen],
    }


def _show_signaal(signaal: Signaalbeeld) -> dict[str, Any]:
    return {
        "id": signaal.id,
        "partner": signaal.partner,
        "partnertype": signaal.partnertype,
        "typeVordering": signaal.type_vordering,
        "soortSignaal": signaal.soort_signaal,
        "bedragCent": signaal.bedrag_cent,
        "achterstandSinds": signaal.achterstand_sinds,
        "aanleverdatum": signaal.aanleverdatum,
        "ontvangenOp": signaal.ontvangen_op,
        "telt": signaal.telt,
    }


def show_poging(poging: Poging) -> dict[str, Any]:
    """Return an attempt."""
    return {
        "id": poging.id,
        "soort": poging.soort,
        "bereikt": poging.bereikt,
        "datum": poging.datum,
        "dagdeel": poging.dagdeel,
        "persoon": poging.persoon,
        "notitie": poging.notitie,
        "vastgelegdOp": poging.vastgelegd_op,
    }
