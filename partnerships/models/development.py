"""A municipality's own long development process in a partnership (udviklingsproces)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.validators import validate_no_cpr
from partnerships.models.municipalities import Municipality
from partnerships.models.network_days import NetworkDay
from partnerships.models.seats import Participation

USER = settings.AUTH_USER_MODEL


class DevelopmentProcessQuerySet(models.QuerySet["DevelopmentProcess"]):
    """The vocabulary for development processes."""

    def visible_to(self, user: Any) -> "DevelopmentProcessQuerySet":
        """All for administrators; else those of the user's own municipalities."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        own = Municipality.objects.filter(memberships__user=user, memberships__state="active")
        return self.filter(participation__enrolment__municipality__in=own)


class DevelopmentProcess(models.Model):
    """What a municipality works on between the days: focus, aim, local organisation (udviklingsproces)."""

    class Phase(models.TextChoices):
        FOCUS = "focus", "Fokus"
        PLAN = "plan", "Plan"
        TRY = "try", "Afprøv"
        ANCHOR = "anchor", "Forankr"

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="development_process", verbose_name="deltagelse"
    )
    phase = models.CharField("fase", max_length=8, choices=Phase.choices, default=Phase.FOCUS)
    title = models.CharField("titel", max_length=120, blank=True, validators=[validate_no_cpr])
    focus = models.TextField("fokus", max_length=2000, blank=True, validators=[validate_no_cpr])
    aim = models.TextField("mål", max_length=1000, blank=True, validators=[validate_no_cpr])
    organisation = models.TextField("lokal organisering", max_length=2000, blank=True, validators=[validate_no_cpr])
    responsible = models.CharField("ansvarlig", max_length=120, blank=True, validators=[validate_no_cpr])
    revision = models.PositiveIntegerField("udgave", default=1)
    updated_at = models.DateTimeField("ændret")
    updated_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="ændret af")

    objects = DevelopmentProcessQuerySet.as_manager()

    class Meta:
        verbose_name = "udviklingsproces"
        verbose_name_plural = "udviklingsprocesser"

    def __str__(self) -> str:
        return self.title or "Udviklingsproces"

    def get_absolute_url(self) -> str:
        return reverse("development_process", args=[self.participation_id])


class Milestone(models.Model):
    """A step on the way, with a date (milepæl)."""

    process = models.ForeignKey(
        DevelopmentProcess, on_delete=models.CASCADE, related_name="milestones", verbose_name="udviklingsproces"
    )
    text = models.CharField("milepæl", max_length=200, validators=[validate_no_cpr])
    due_date = models.DateField("senest")
    done_date = models.DateField("nået", null=True, blank=True)

    class Meta:
        verbose_name = "milepæl"
        verbose_name_plural = "milepæle"
        ordering = ["due_date", "pk"]

    def __str__(self) -> str:
        return self.text


class ProcessNote(models.Model):
    """Status and learning, written between the days; never changed afterwards (statusnote)."""

    class Status(models.TextChoices):
        MOVING = "moving", "Det går fremad"
        SLOW = "slow", "Det går trægt"
        STUCK = "stuck", "Vi sidder fast"

    process = models.ForeignKey(
        DevelopmentProcess, on_delete=models.CASCADE, related_name="notes", verbose_name="udviklingsproces"
    )
    day = models.ForeignKey(
        NetworkDay,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="brought_notes",
        verbose_name="tages med til",
    )
    status = models.CharField("status", max_length=6, choices=Status.choices)
    text = models.TextField("hvad er der sket", max_length=2000, validators=[validate_no_cpr])
    learning = models.TextField("hvad har vi lært", max_length=2000, blank=True, validators=[validate_no_cpr])
    brings = models.TextField("det tager vi med til dagen", max_length=1000, blank=True, validators=[validate_no_cpr])
    at = models.DateTimeField("skrevet")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="af")

    class Meta:
        verbose_name = "statusnote"
        verbose_name_plural = "statusnoter"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["process", "-at"], name="process_note_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("moving", "slow", "stuck")), name="process_note_status_known"
            )
        ]

    def __str__(self) -> str:
        return f"Statusnote {self.pk}"
