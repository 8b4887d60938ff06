"""The addresses of the country as the register has them, and which extract they came from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from meldpunt.sleutels import new_id


class Bagadres(models.Model):
    """One address of the register (BAG): a number on a street, and the object that it belongs to.

    Identifications are sixteen digits as text: most begin with a zero. `suffix` is letter and addition in the one
    form in which signalen are matched. No resident stands here.
    """

    nummeraanduiding = models.CharField(primary_key=True, max_length=16)
    object = models.CharField(max_length=16)
    postcode = models.CharField(max_length=6, blank=True)
    huisnummer = models.PositiveIntegerField()
    huisletter = models.CharField(max_length=1, blank=True)
    toevoeging = models.CharField(max_length=4, blank=True)
    suffix = models.CharField(max_length=5, blank=True)
    straat = models.CharField(max_length=80)
    korte_naam = models.CharField(max_length=24, blank=True)
    woonplaats = models.CharField(max_length=80)
    # Of the municipality now; the digits an identification begins with are those of the one that gave it out.
    gemeentecode = models.CharField(max_length=4, blank=True)
    hoofdadres = models.BooleanField()
    # The object has more addresses than this one: a house on a corner, a shop with a dwelling above it.
    deelt = models.BooleanField()
    # Asked of the interface and not out of an extract; it is asked anew when it has become old.
    opgevraagd_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # Every signaal is looked up here: the object is in the index, and the row need not be read.
            models.Index(
                fields=["postcode", "huisnummer", "suffix"], include=["object"], name="bagadres_adres"
            ),
            models.Index(fields=["object"], condition=Q(deelt=True), name="bagadres_object"),
            models.Index(fields=["postcode"], condition=Q(deelt=True), name="bagadres_gedeeld"),
            models.Index(
                fields=["opgevraagd_op"], condition=Q(opgevraagd_op__isnull=False), name="bagadres_opgevraagd"
            ),
        ]
        constraints = [
            # Is an identification sixteen digits, and of what it says to be?
            models.CheckConstraint(
                condition=Q(nummeraanduiding__regex=r"^[0-9]{4}20[0-9]{10}$"),
                name="bagadres_nummeraanduiding",
            ),
            models.CheckConstraint(
                condition=Q(object__regex=r"^[0-9]{4}0[123][0-9]{10}$"), name="bagadres_object_soort"
            ),
        ]

    def __str__(self) -> str:
        return f"adres {self.nummeraanduiding}"


class Bagstand(models.Model):
    """One extract that was loaded: for which area, of which day, and what it changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Empty for the whole country, else the code of a municipality.
    gebied = models.CharField(max_length=4, blank=True)
    soort = models.CharField(max_length=12)
    bestandsnaam = models.CharField(max_length=200)
    stand = models.DateField(null=True)
    aantal = models.PositiveIntegerField()
    overgeslagen = models.PositiveIntegerField()
    nieuw_of_anders = models.PositiveIntegerField()
    verdwenen = models.PositiveIntegerField()
    geladen_op = models.DateTimeField()
    geladen_door = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["gebied", "-geladen_op"], name="bagstand_gebied")]

    def __str__(self) -> str:
        return f"BAG van {self.gebied or 'Nederland'}"
