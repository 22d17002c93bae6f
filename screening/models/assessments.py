"""What consultants say of each lever: level, findings with their sources, recommendations (vurdering)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.validators import validate_no_cpr
from screening.models.analysis import Lever
from screening.models.screenings import Screening
from screening.models.sources import Source

USER = settings.AUTH_USER_MODEL
SCALE = [MinValueValidator(1), MaxValueValidator(5)]


class Assessment(models.Model):
    """The consultants' level for one lever, with reasons, potential and feasibility (vurdering)."""

    screening = models.ForeignKey(
        Screening, on_delete=models.CASCADE, related_name="assessments", verbose_name="screening"
    )
    lever = models.ForeignKey(Lever, on_delete=models.PROTECT, related_name="+", verbose_name="greb")
    level = models.PositiveSmallIntegerField("niveau", null=True, blank=True, validators=SCALE)
    reasons = models.TextField("begrundelse", max_length=1200, blank=True, validators=[validate_no_cpr])
    potential = models.PositiveSmallIntegerField("potentiale", null=True, blank=True, validators=SCALE)
    feasibility = models.PositiveSmallIntegerField("gennemførlighed", null=True, blank=True, validators=SCALE)
    revision = models.PositiveIntegerField("udgave", default=1)
    updated_at = models.DateTimeField("ændret")
    updated_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ændret af"
    )

    class Meta:
        verbose_name = "vurdering"
        verbose_name_plural = "vurderinger"
        ordering = ["lever__number"]
        constraints = [
            models.UniqueConstraint(fields=["screening", "lever"], name="assessment_once"),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__range=(1, 5)), name="assessment_level_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(potential__isnull=True) | Q(potential__range=(1, 5)), name="assessment_potential_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(feasibility__isnull=True) | Q(feasibility__range=(1, 5)),
                name="assessment_feasibility_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"Vurdering {self.pk}"


class Finding(models.Model):
    """A strength or a challenge on a lever. It cites at least one source (fund)."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", "Styrke"
        CHALLENGE = "challenge", "Udfordring"

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="findings", verbose_name="vurdering"
    )
    kind = models.CharField("slags", max_length=10, choices=Kind.choices)
    text = models.TextField("fund", max_length=600, validators=[validate_no_cpr])
    position = models.PositiveSmallIntegerField("plads", default=0)
    revision = models.PositiveIntegerField("udgave", default=1)
    updated_at = models.DateTimeField("ændret")
    updated_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="ændret af")

    class Meta:
        verbose_name = "fund"
        verbose_name_plural = "fund"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Citation(models.Model):
    """Where a finding comes from: a source, the place in it, and a quote (henvisning)."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="citations", verbose_name="fund")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations", verbose_name="kilde")
    place = models.CharField("sted", max_length=40, blank=True, validators=[validate_no_cpr])  # "s. 4–6"
    quote = models.CharField("citat", max_length=300, blank=True, validators=[validate_no_cpr])

    class Meta:
        verbose_name = "henvisning"
        verbose_name_plural = "henvisninger"
        ordering = ["source__kind", "source__number", "pk"]
        constraints = [models.UniqueConstraint(fields=["finding", "source", "place"], name="citation_once")]

    def __str__(self) -> str:
        return f"{self.source.code} {self.place}".strip()


class Recommendation(models.Model):
    """What the municipality can do on a lever: adjust practice, or look deeper (anbefaling)."""

    class Kind(models.TextChoices):
        ADJUST = "adjust", "Justér praksis"
        INVESTIGATE = "investigate", "Undersøg nærmere"

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="recommendations", verbose_name="vurdering"
    )
    kind = models.CharField("slags", max_length=12, choices=Kind.choices)
    title = models.CharField("titel", max_length=80, validators=[validate_no_cpr])
    text = models.TextField("anbefaling", max_length=600, validators=[validate_no_cpr])
    owner = models.CharField("hvem", max_length=80, blank=True, validators=[validate_no_cpr])  # a role
    when = models.CharField("hvornår", max_length=40, blank=True, validators=[validate_no_cpr])
    position = models.PositiveSmallIntegerField("plads", default=0)
    revision = models.PositiveIntegerField("udgave", default=1)
    updated_at = models.DateTimeField("ændret")
    updated_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="ændret af")

    class Meta:
        verbose_name = "anbefaling"
        verbose_name_plural = "anbefalinger"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Headline(models.Model):
    """One of the statements of the overall assessment: a short heading and what stands behind it."""

    screening = models.ForeignKey(
        Screening, on_delete=models.CASCADE, related_name="headlines", verbose_name="screening"
    )
    position = models.PositiveSmallIntegerField("plads")
    heading = models.CharField("overskrift", max_length=60, validators=[validate_no_cpr])
    text = models.TextField("tekst", max_length=400, validators=[validate_no_cpr])

    class Meta:
        verbose_name = "samlet vurdering"
        verbose_name_plural = "samlede vurderinger"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.heading


class NextStep(models.Model):
    """What happens after the report, and when (næste skridt)."""

    screening = models.ForeignKey(
        Screening, on_delete=models.CASCADE, related_name="next_steps", verbose_name="screening"
    )
    position = models.PositiveSmallIntegerField("plads")
    when = models.CharField("hvornår", max_length=40, validators=[validate_no_cpr])
    title = models.CharField("hvad", max_length=80, validators=[validate_no_cpr])
    text = models.CharField("uddybning", max_length=300, blank=True, validators=[validate_no_cpr])

    class Meta:
        verbose_name = "næste skridt"
        verbose_name_plural = "næste skridt"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title
