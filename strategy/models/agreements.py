"""The agreement on data before a trial action starts, and the collections it plans (dataaftale)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from strategy.models.fields import both_or_neither, free_text, one_line
from strategy.models.trial_actions import Measure, TrialAction

USER = settings.AUTH_USER_MODEL


class DataAgreement(models.Model):
    """What data is collected, who does it, when and with which instrument; signed by both parties (dataaftale).

    `version` rises with every change, which takes the signatures away.
    """

    trial_action = models.OneToOneField(
        TrialAction, on_delete=models.PROTECT, related_name="agreement", verbose_name="prøvehandling"
    )
    version = models.PositiveIntegerField("udgave", default=1)
    starts_on = models.DateField("begynder")
    ends_on = models.DateField("slutter")
    status_on = models.DateField("status efter et halvt år")
    handling = free_text("hvordan I passer på oplysningerne", 1500)
    team_signed_at = models.DateTimeField("underskrevet af teamet", null=True, blank=True)
    team_signed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="for teamet"
    )
    municipality_signed_at = models.DateTimeField("underskrevet af kommunen", null=True, blank=True)
    municipality_signed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="for kommunen"
    )
    updated_at = models.DateTimeField("ændret")
    updated_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="ændret af")

    class Meta:
        verbose_name = "dataaftale"
        verbose_name_plural = "dataaftaler"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("status_on")) & Q(status_on__lte=F("ends_on")),
                name="agreement_dates_in_order",
            ),
            models.CheckConstraint(
                condition=both_or_neither("team_signed_at", "team_signed_by"),
                name="agreement_team_signed_by",
            ),
            models.CheckConstraint(
                condition=both_or_neither("municipality_signed_at", "municipality_signed_by"),
                name="agreement_municipality_signed_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Dataaftale {self.pk}"

    @property
    def is_signed(self) -> bool:
        """By both parties."""
        return self.team_signed_at is not None and self.municipality_signed_at is not None


class AgreedMeasure(models.Model):
    """What was agreed of one measure: instrument, who, how often, from when (aftalt måling)."""

    agreement = models.ForeignKey(
        DataAgreement, on_delete=models.CASCADE, related_name="measures", verbose_name="dataaftale"
    )
    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="agreed", verbose_name="mål")
    instrument = one_line("redskab", 200)
    collector = one_line("hvem", 120)
    frequency = models.CharField("hvor ofte", max_length=12, choices=Measure.Frequency.choices)
    first_on = models.DateField("første gang")
    # So many of the first measurements make the frozen centre line.
    baseline_points = models.PositiveSmallIntegerField("målinger i udgangspunktet", default=8)

    class Meta:
        verbose_name = "aftalt måling"
        verbose_name_plural = "aftalte målinger"
        ordering = ["measure__position", "pk"]

    def __str__(self) -> str:
        return self.instrument


class Collection(models.Model):
    """A day on which a measurement is due (planlagt indsamling)."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="collections", verbose_name="mål")
    due_on = models.DateField("dato")
    reminded_at = models.DateTimeField("mindet om", null=True, blank=True)
    skipped_because = one_line("sprunget over", 200, blank=True)

    class Meta:
        verbose_name = "planlagt indsamling"
        verbose_name_plural = "planlagte indsamlinger"
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["measure", "due_on"], name="collection_once_a_day")]
        indexes = [models.Index(fields=["due_on"], name="collection_due")]

    def __str__(self) -> str:
        return f"Indsamling {self.due_on}"


class Measurement(models.Model):
    """What was measured on a day: a value, or so many out of so many, or words (måling)."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="measurements", verbose_name="mål")
    collection = models.OneToOneField(
        Collection,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="measurement",
        verbose_name="indsamling",
    )
    on = models.DateField("dato")
    value = models.DecimalField("værdi", max_digits=12, decimal_places=3, null=True, blank=True)
    numerator = models.PositiveIntegerField("antal", null=True, blank=True)
    denominator = models.PositiveIntegerField("ud af", null=True, blank=True)
    note = free_text("hvad lagde I mærke til", 1000)
    at = models.DateTimeField("tastet")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="tastet af")

    class Meta:
        verbose_name = "måling"
        verbose_name_plural = "målinger"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "on"], name="measurement_once_a_day"),
            models.CheckConstraint(condition=both_or_neither("numerator", "denominator"), name="measurement_out_of"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | (Q(denominator__gte=1) & Q(numerator__lte=F("denominator"))),
                name="measurement_share_at_most_one",
            ),
            models.CheckConstraint(
                condition=(Q(value__isnull=False) & Q(numerator__isnull=True))
                | (Q(value__isnull=True) & Q(numerator__isnull=False))
                | (Q(value__isnull=True) & Q(numerator__isnull=True) & ~Q(note="")),
                name="measurement_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"Måling {self.on}"


class ChildVoice(models.Model):
    """What a child or a group of children said, without a name (barnets stemme)."""

    trial_action = models.ForeignKey(
        TrialAction, on_delete=models.CASCADE, related_name="child_voices", verbose_name="prøvehandling"
    )
    on = models.DateField("dato")
    quote = free_text("hvad barnet sagde", 600, blank=False)
    said_by = one_line("hvem sagde det", 120)  # "Barn i 3. årgang"
    at = models.DateTimeField("skrevet")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="skrevet af")

    class Meta:
        verbose_name = "barnets stemme"
        verbose_name_plural = "børnenes stemmer"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.quote[:60]
