"""Who takes part in a strategy and who is told of it: involvement, communication, onboarding, yearly review."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from strategy.models.fields import both_or_neither, free_text, one_line
from strategy.models.strategies import Strategy, StrategyVersion

USER = settings.AUTH_USER_MODEL


class Involvement(models.Model):
    """An occasion at which people had a say in the strategy (inddragelse)."""

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", "Workshop"
        THEME_MEETING = "theme_meeting", "Temamøde"
        INTERVIEW = "interview", "Interview"
        OTHER = "other", "Andet"

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="involvements", verbose_name="strategi"
    )
    held_on = models.DateField("dato")
    kind = models.CharField("form", max_length=14, choices=Kind.choices, default=Kind.WORKSHOP)
    group = one_line("hvem deltog", 160)
    people = models.PositiveIntegerField("antal personer")
    text = free_text("hvad kom der ud af det", 1000)

    class Meta:
        verbose_name = "inddragelse"
        verbose_name_plural = "inddragelser"
        ordering = ["held_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(people__gte=1), name="involvement_of_somebody")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.group}"


class Communication(models.Model):
    """Something that is to be told to somebody (punkt i kommunikationsplanen)."""

    class Channel(models.TextChoices):
        MEETING = "meeting", "Møde"
        MAIL = "mail", "Mail eller nyhedsbrev"
        INTRANET = "intranet", "Intranet"
        AULA = "aula", "Aula"
        WEB = "web", "Hjemmeside"
        PRESS = "press", "Presse"
        OTHER = "other", "Andet"

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="communications", verbose_name="strategi"
    )
    due_on = models.DateField("hvornår")
    audience = one_line("til hvem", 160)
    message = free_text("hvad", 600, blank=False)
    channel = models.CharField("hvordan", max_length=10, choices=Channel.choices, default=Channel.MEETING)
    responsible = one_line("ansvarlig", 120, blank=True)
    done_at = models.DateTimeField("gjort", null=True, blank=True)
    done_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gjort af"
    )

    class Meta:
        verbose_name = "punkt i kommunikationsplanen"
        verbose_name_plural = "kommunikationsplan"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=both_or_neither("done_at", "done_by"), name="communication_done_by_whom")
        ]

    def __str__(self) -> str:
        return f"{self.audience}: {self.message[:60]}"


class OnboardingStep(models.Model):
    """A step of the short path through the strategy for somebody new (trin i introduktionen)."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="onboarding", verbose_name="strategi")
    position = models.PositiveSmallIntegerField("plads")
    title = one_line("trin", 120)
    text = free_text("hvad den nye skal vide eller gøre", 2000, blank=False)
    link = models.URLField("link", blank=True)
    minutes = models.PositiveSmallIntegerField("minutter", default=5)

    class Meta:
        verbose_name = "trin i introduktionen"
        verbose_name_plural = "trin i introduktionen"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class OnboardingProgress(models.Model):
    """A person has been through a step (gennemført trin)."""

    step = models.ForeignKey(OnboardingStep, on_delete=models.CASCADE, related_name="progress", verbose_name="trin")
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+", verbose_name="hvem")
    at = models.DateTimeField("hvornår")

    class Meta:
        verbose_name = "gennemført trin"
        verbose_name_plural = "gennemførte trin"
        constraints = [models.UniqueConstraint(fields=["step", "user"], name="onboarding_step_once")]

    def __str__(self) -> str:
        return f"Trin {self.step_id}"


class StrategyReview(models.Model):
    """The yearly look at the strategy itself, which yields its next version (årlig evaluering af strategien)."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="reviews", verbose_name="strategi")
    year = models.PositiveSmallIntegerField("år")
    reviewed = models.ForeignKey(
        StrategyVersion, on_delete=models.PROTECT, related_name="reviews", verbose_name="udgave"
    )
    summary = free_text("samlet vurdering", 3000)
    revision = models.PositiveIntegerField("rettelse", default=1)
    decided_at = models.DateTimeField("afsluttet", null=True, blank=True)
    decided_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="afsluttet af"
    )
    next_version = models.OneToOneField(
        StrategyVersion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="came_from",
        verbose_name="næste",
    )

    class Meta:
        verbose_name = "årlig evaluering af strategien"
        verbose_name_plural = "årlige evalueringer af strategien"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "year"], name="strategy_review_once_a_year"),
            models.CheckConstraint(
                condition=both_or_neither("decided_at", "decided_by"), name="strategy_review_decided_by"
            ),
        ]

    def __str__(self) -> str:
        return f"Evaluering {self.year}"


class ReviewPoint(models.Model):
    """What the yearly review says should be kept, adjusted or dropped (punkt i evalueringen)."""

    class Kind(models.TextChoices):
        KEEP = "keep", "Vi beholder"
        ADJUST = "adjust", "Vi justerer"
        DROP = "drop", "Vi lægger væk"

    review = models.ForeignKey(
        StrategyReview, on_delete=models.CASCADE, related_name="points", verbose_name="evaluering"
    )
    position = models.PositiveSmallIntegerField("plads")
    kind = models.CharField("hvad vi gør", max_length=8, choices=Kind.choices)
    text = free_text("hvad", 600, blank=False)

    class Meta:
        verbose_name = "punkt i evalueringen"
        verbose_name_plural = "punkter i evalueringen"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
