"""Steering-group meetings: one before each network day (styregruppemøder)."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from post_office.models import Email

from accounts.validators import validate_no_cpr
from partnerships.models.network_days import NetworkDay
from partnerships.models.seats import Participation

USER = settings.AUTH_USER_MODEL


class SteeringMeetingQuerySet(models.QuerySet["SteeringMeeting"]):
    """The vocabulary for steering-group meetings."""

    def visible_to(self, user: Any) -> "SteeringMeetingQuerySet":
        """The meetings before the days the user may see."""
        return self.filter(day__in=NetworkDay.objects.visible_to(user))


class SteeringMeeting(models.Model):
    """The steering group's meeting before a day: the draft is read, priorities are set (styregruppemøde)."""

    day = models.OneToOneField(
        NetworkDay, on_delete=models.CASCADE, related_name="steering_meeting", verbose_name="netværksdag"
    )
    starts_at = models.DateTimeField("begynder")
    ends_at = models.DateTimeField("slutter")
    link = models.URLField("link til mødet", max_length=500, blank=True)
    opened_at = models.DateTimeField("kladden er sendt ud", null=True, blank=True)
    minutes = models.TextField("referat", blank=True, validators=[validate_no_cpr])
    decisions = models.TextField("beslutninger, én på hver linje", blank=True, validators=[validate_no_cpr])
    minutes_at = models.DateTimeField("referat skrevet", null=True, blank=True)
    uid = models.UUIDField("kendetegn i kalendere", default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField("kalenderens løbenummer", default=0)
    revision = models.PositiveIntegerField("udgave", default=1)

    objects = SteeringMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "styregruppemøde"
        verbose_name_plural = "styregruppemøder"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="steering_meeting_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"Styregruppemøde før {self.day}"

    def get_absolute_url(self) -> str:
        return reverse("steering", args=[self.day_id])

    @property
    def is_open(self) -> bool:
        """The draft has been sent out, so that municipalities can answer."""
        return self.opened_at is not None


class SteeringNotice(models.Model):
    """What a representative knows of a meeting, by its latest mail (besked om et styregruppemøde).

    `revision` is the meeting's when the mail was written: a representative who knows an older one is told again.
    """

    meeting = models.ForeignKey(
        SteeringMeeting, on_delete=models.CASCADE, related_name="notices", verbose_name="styregruppemøde"
    )
    name = models.CharField("navn", max_length=120)
    address = models.EmailField("mailadresse")
    scope = models.CharField("kommunekode", max_length=4)
    revision = models.PositiveIntegerField("mødets udgave")
    sequence = models.PositiveIntegerField("kalenderens løbenummer")
    is_cancellation = models.BooleanField("afbud til kalenderen", default=False)
    email = models.ForeignKey(
        Email, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="mail"
    )
    at = models.DateTimeField("lagt i udbakken")

    class Meta:
        verbose_name = "besked om et styregruppemøde"
        verbose_name_plural = "beskeder om styregruppemøder"
        constraints = [models.UniqueConstraint(fields=["meeting", "address"], name="steering_notice_once")]

    def __str__(self) -> str:
        return self.name


class SteeringAnswer(models.Model):
    """What one municipality says before a meeting: its priorities and its input (kommunens svar).

    A member answers signed in (`by`); the representative may answer by personal link, and is known by name.
    """

    meeting = models.ForeignKey(
        SteeringMeeting, on_delete=models.CASCADE, related_name="answers", verbose_name="styregruppemøde"
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="steering_answers", verbose_name="deltagelse"
    )
    input = models.TextField("input", max_length=2000, blank=True, validators=[validate_no_cpr])
    revision = models.PositiveIntegerField("udgave", default=1)
    at = models.DateTimeField("hvornår")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="af")
    representative = models.CharField("repræsentant, ad personligt link", max_length=120, blank=True)

    class Meta:
        verbose_name = "kommunens svar"
        verbose_name_plural = "kommunernes svar"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "participation"], name="steering_answer_once"),
            models.CheckConstraint(
                condition=Q(by__isnull=False, representative="") | (Q(by__isnull=True) & ~Q(representative="")),
                name="steering_answer_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Svar {self.pk}"

    @property
    def who(self) -> str:
        """Who answered for the municipality: a member, or the representative by personal link. Needs `by`."""
        return self.by.display_name if self.by else self.representative


class SteeringVote(models.Model):
    """How much a municipality wants a theme on the day: 1 to 3 (stemme). Theme 1-7 is a lever, 8 is leadership."""

    LEADERSHIP = 8

    answer = models.ForeignKey(SteeringAnswer, on_delete=models.CASCADE, related_name="votes", verbose_name="svar")
    theme = models.PositiveSmallIntegerField("tema")
    weight = models.PositiveSmallIntegerField("vægt")

    class Meta:
        verbose_name = "stemme"
        verbose_name_plural = "stemmer"
        constraints = [
            models.UniqueConstraint(fields=["answer", "theme"], name="steering_vote_theme_once"),
            models.CheckConstraint(condition=Q(theme__range=(1, 8)), name="steering_vote_theme_known"),
            models.CheckConstraint(condition=Q(weight__range=(1, 3)), name="steering_vote_weight"),
        ]

    def __str__(self) -> str:
        return f"Stemme {self.pk}"
