"""Runs of the matching, the zaken they formed, which signalen are in them and who is who."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from meldpunt.aanlevering.models import Aanlevering, Signaal
from meldpunt.partijen.models import Gemeente, Werkprotocol
from meldpunt.rules.adresstappen import ADRESSTAPPEN
from meldpunt.rules.partnerbericht import BERICHTSOORTEN
from meldpunt.rules.statussen import EINDRESULTATEN, ZAAKSTATUSSEN
from meldpunt.rules.wettermijnen import BEDREIGEND
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.sleutels import new_id


class BekendAdres(models.Model):
    """An address that the social service or debt help said it knows, and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    postcode = models.CharField(max_length=6)
    huisnummer = models.PositiveIntegerField()
    suffix = models.TextField(blank=True)
    reden = models.CharField(max_length=40)
    geladen_op = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "postcode", "huisnummer", "suffix", "reden"], name="bekendadres_uniek"
            )
        ]

    def __str__(self) -> str:
        return f"bekend adres {self.id}"


class Matchrun(models.Model):
    """One run of the matching with what went in, which rules held and what came out."""

    class Soort(models.TextChoices):
        AUTOMATISCH = "automatisch", "Na een aanlevering"
        LIJST = "lijst", "Maandlijst"
        INTREKKING = "intrekking", "Na een intrekking"
        OVERDRACHT = "overdracht", "Na een overdracht door een andere gemeente"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    soort = models.CharField(max_length=12, choices=Soort.choices)
    convenant = models.CharField(max_length=60)
    versie = models.DateField()
    maand = models.DateField()
    peildatum = models.DateField()
    aanlevering = models.ForeignKey(
        Aanlevering, on_delete=models.PROTECT, null=True, related_name="matchruns"
    )
    werkprotocol = models.ForeignKey(
        Werkprotocol, on_delete=models.PROTECT, null=True, related_name="matchruns"
    )
    invoer = models.JSONField(default=dict)
    uitkomst = models.JSONField(default=dict)
    gestart_op = models.DateTimeField()
    gestart_door = models.UUIDField(null=True)
    # Its zaken have their terms as rows from this moment on; empty means: due.
    geklokt_op = models.DateTimeField(null=True)
    # The partners of what this list left out have been told; only of a list, and empty means: due.
    bericht_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["gemeente", "convenant", "maand"], name="matchrun_maand"),
            models.Index(fields=["id"], condition=Q(geklokt_op=None), name="matchrun_te_klokken"),
            models.Index(
                fields=["id"], condition=Q(soort="lijst", bericht_op=None), name="matchrun_te_berichten"
            ),
        ]

    def __str__(self) -> str:
        return f"matchrun {self.convenant} {self.gemeente_id} {self.maand:%Y-%m}"


class Zaak(models.Model):
    """The signalen of one address in one municipality that are taken together.

    The columns stand in the order of the steps that write them: matching, werkvoorraad, opvolging. The zaak
    holds facts; its address and persons are those of its signalen.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(
        Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_constraint=False, db_index=False
    )
    convenant = models.CharField(max_length=60)
    versie = models.DateField()
    maand = models.DateField()
    ontstaan_op = models.DateTimeField()
    adressignaal = models.UUIDField()
    aantal = models.PositiveIntegerField()
    aantal_partners = models.PositiveIntegerField()
    bedrag_cent = models.BigIntegerField()
    oudste_achterstand = models.DateField()
    venster_maanden = models.PositiveSmallIntegerField(default=1)
    bekend = models.BooleanField(default=False)
    opeenvolgend_op = models.UUIDField(null=True)
    # Pairs grow with the square: one flat delivered without birth dates gives tens of thousands.
    vragen_open = models.PositiveIntegerField(default=0)
    alles_herhaald = models.BooleanField(default=False)
    markeringen = ArrayField(models.CharField(max_length=30), default=list)

    rang = models.PositiveIntegerField(null=True)
    selectie = models.CharField(max_length=20, blank=True)
    reden = models.CharField(max_length=40, blank=True)
    postvak = models.CharField(max_length=30, blank=True)
    acties = ArrayField(models.CharField(max_length=40), default=list)
    team = models.CharField(max_length=30, blank=True)
    behandelaar = models.UUIDField(null=True)

    status = models.CharField(max_length=20, choices=[(s, s) for s in ZAAKSTATUSSEN])
    status_sinds = models.DateTimeField()
    # When it was first taken in hand; it stays when the zaak is closed, opened again or laid back.
    opgepakt_op = models.DateTimeField(null=True)
    eindresultaat = models.CharField(max_length=80, blank=True)
    gesloten_op = models.DateTimeField(null=True)
    terugkoppelen = models.BooleanField(default=False)
    heropenreden = models.TextField(blank=True, db_default="")
    # Unread until somebody of its inbox opened it, and again after it changed hands.
    gezien_op = models.DateTimeField(null=True)
    wacht_tot = models.DateField(null=True)
    wachtreden = models.TextField(blank=True, db_default="")
    # Why it last changed hands; and that a person chose the inbox, so that no later signaal moves it back.
    verdeelreden = models.TextField(blank=True, db_default="")
    postvak_vast = models.BooleanField(default=False, db_default=False)
    # A person confirms that a situation is bedreigend (Wgs art. 4 lid 2); an end-of-supply signaal alone is not.
    bedreigend_op = models.DateField(null=True)
    bedreigend_grond = models.CharField(max_length=30, blank=True, db_default="")
    # Why it was confirmed, or withdrawn, in the words of who did so last.
    bedreigend_toelichting = models.TextField(blank=True, db_default="")

    class Meta:
        indexes = [
            # The inbox in its own order (rank, then oldest); what is done with stands in an index of its own.
            models.Index(
                "gemeente",
                "postvak",
                Coalesce("rang", Value(2147483647)),
                "id",
                name="zaak_open",
                condition=Q(status__in=OPEN),
            ),
            models.Index(
                fields=["gemeente", "postvak", "status", "id"],
                name="zaak_gedaan",
                condition=~Q(status__in=OPEN),
            ),
            models.Index(
                fields=["behandelaar", "gemeente", "id"],
                name="zaak_behandelaar",
                condition=Q(status__in=OPEN, behandelaar__isnull=False),
            ),
            models.Index(
                fields=["gemeente", "id"], condition=Q(terugkoppelen=True), name="zaak_terugkoppelen"
            ),
            models.Index(fields=["wacht_tot", "id"], condition=Q(wacht_tot__isnull=False), name="zaak_wacht"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ZAAKSTATUSSEN), name="zaak_status_bekend"),
            # Is a closed zaak always closed with an end result, and only then?
            models.CheckConstraint(
                condition=Q(status="gesloten", eindresultaat__in=EINDRESULTATEN, gesloten_op__isnull=False)
                | (~Q(status="gesloten") & Q(eindresultaat="", gesloten_op=None)),
                name="zaak_gesloten_met_resultaat",
            ),
            # Is a situation bedreigend on a ground of the law, and never without one?
            models.CheckConstraint(
                condition=Q(bedreigend_op=None, bedreigend_grond="")
                | Q(bedreigend_op__isnull=False, bedreigend_grond__in=BEDREIGEND),
                name="zaak_bedreigend_met_grond",
            ),
        ]

    def __str__(self) -> str:
        return f"zaak {self.id}"


class Zaaksignaal(models.Model):
    """A signaal is in a zaak; who it is about there, on what ground, and which run put it there.

    `persoon` is the first signaal (by key) that is about the same person: it keeps its value when later
    signalen of that person join. An `eindresultaat` here stands where it differs from that of the zaak.
    """

    pk = models.CompositePrimaryKey("gemeente", "zaak", "signaal")
    gemeente = models.ForeignKey(
        Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_constraint=False, db_index=False
    )
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="koppelingen"
    )
    signaal = models.ForeignKey(
        Signaal, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="koppelingen"
    )
    run = models.UUIDField()
    persoon = models.UUIDField()
    trap = models.CharField(max_length=40)
    # On what its address was matched; "" for what came before the register of addresses was looked at.
    adresstap = models.CharField(max_length=16, blank=True, db_default="")
    herhaling_van = models.UUIDField(null=True)
    eindresultaat = models.CharField(max_length=80, blank=True)
    later_toegevoegd = models.BooleanField(default=False)
    # What its partner said later took it out of the zaak: paid, own arrangement, withdrawn, objection.
    afgemeld_op = models.DateTimeField(null=True)
    afmeldreden = models.CharField(max_length=20, blank=True, db_default="")

    class Meta:
        indexes = [models.Index(fields=["signaal", "gemeente"], name="zaaksignaal_signaal")]
        constraints = [
            # Did a signaal leave its zaak for a reason its partner gave, and only then?
            models.CheckConstraint(
                condition=Q(afgemeld_op=None, afmeldreden="")
                | Q(afgemeld_op__isnull=False, afmeldreden__in=BERICHTSOORTEN),
                name="zaaksignaal_afgemeld_met_reden",
            ),
            # Is it a step that there is?
            models.CheckConstraint(
                condition=Q(adresstap__in=["", *ADRESSTAPPEN]), name="zaaksignaal_adresstap_bekend"
            ),
        ]

    def __str__(self) -> str:
        return f"signaal {self.signaal_id} in zaak {self.zaak_id}"


class Persoonsvraag(models.Model):
    """Two signalen of a zaak that may be about one person: asked of a human being, with the answer kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="persoonsvragen"
    )
    signaal_a = models.UUIDField()
    signaal_b = models.UUIDField()
    trap = models.CharField(max_length=40)
    zelfde = models.BooleanField(null=True)
    besloten_op = models.DateTimeField(null=True)
    besloten_door = models.UUIDField(null=True)
    toelichting = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "zaak", "signaal_a", "signaal_b"], name="persoonsvraag_paar"
            )
        ]

    def __str__(self) -> str:
        return f"persoonsvraag in zaak {self.zaak_id}"


class Lijstregel(models.Model):
    """One line of a month's list as it was when the run was confirmed, so that it can be shown again exactly."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    run = models.ForeignKey(
        Matchrun, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="regels"
    )
    volgorde = models.PositiveIntegerField()
    zaak = models.UUIDField()
    adressignaal = models.UUIDField()
    signalen = ArrayField(models.UUIDField())
    aantal = models.PositiveIntegerField()
    bedrag_cent = models.BigIntegerField()
    venster_maanden = models.PositiveSmallIntegerField()
    bekend = models.BooleanField()
    rang = models.PositiveIntegerField(null=True)
    selectie = models.CharField(max_length=20)
    reden = models.CharField(max_length=40, blank=True)
    postvak = models.CharField(max_length=30)
    acties = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "run", "volgorde"], name="lijstregel_volgorde")
        ]

    def __str__(self) -> str:
        return f"regel {self.volgorde} van matchrun {self.run_id}"


class Intrekkingsgevolg(models.Model):
    """What the recall of a delivery did to the zaken of one municipality: the notice to that municipality."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    aanlevering = models.ForeignKey(Aanlevering, on_delete=models.PROTECT, related_name="intrekkingsgevolgen")
    aantal_signalen = models.PositiveIntegerField()
    zaken_vervallen = ArrayField(models.UUIDField(), default=list)
    zaken_aangepast = ArrayField(models.UUIDField(), default=list)
    zaken_gesloten = ArrayField(models.UUIDField(), default=list)
    gemaakt_op = models.DateTimeField()
    gelezen_op = models.DateTimeField(null=True)
    gelezen_door = models.UUIDField(null=True)
    # As in Matchrun: the terms of the zaken it touched are worked out anew; empty means: due.
    geklokt_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(geklokt_op=None), name="intrekkingsgevolg_te_klokken")
        ]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "aanlevering"], name="intrekkingsgevolg_per_gemeente")
        ]

    def __str__(self) -> str:
        return f"gevolg van intrekking {self.aanlevering_id} in {self.gemeente_id}"


class Terugblik(models.Model):
    """What the look-back of six months needs of a signaal whose person is destroyed: keyed hashes that expire.

    The key of a month is destroyed when the month is over; from then on nobody can tell which address it was.
    """

    pk = models.CompositePrimaryKey("gemeente", "signaal")
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    signaal = models.UUIDField()
    # The month in which the last day of the look-back falls: 2027-05. It names the key.
    maand = models.CharField(max_length=7)
    adres_hash = models.CharField(max_length=48)
    klant_hash = models.CharField(max_length=48)

    class Meta:
        indexes = [models.Index(fields=["gemeente", "maand", "adres_hash"], name="terugblik_adres")]

    def __str__(self) -> str:
        return f"terugblik tot in {self.maand}"
