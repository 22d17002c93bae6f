"""Network days: planned, confirmed, moved, held (netværksdage), and who has been told."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from post_office.models import Email

from accounts.validators import validate_no_cpr
from documents.uploads import type_words
from partnerships.levers import LEVERS
from partnerships.models.networks import Network
from partnerships.models.seats import Seat, SeatHolding

USER = settings.AUTH_USER_MODEL
LEVER = [MinValueValidator(1), MaxValueValidator(7)]


class NetworkDayQuerySet(models.QuerySet["NetworkDay"]):
    """The vocabulary for network days."""

    def visible_to(self, user: Any) -> "NetworkDayQuerySet":
        """The days of the networks the user may see."""
        return self.filter(network__in=Network.objects.visible_to(user))

    def standing(self) -> "NetworkDayQuerySet":
        """Not cancelled."""
        return self.exclude(state=NetworkDay.State.CANCELLED)


class NetworkDay(models.Model):
    """One of a network's days: tentative, confirmed, held; or cancelled (netværksdag).

    `sequence` rises with every change of time, place or state that people have been told of, as calendars need;
    `revision` rises with every change, so that two who change at once are told.
    """

    class State(models.TextChoices):
        TENTATIVE = "tentative", "Foreløbig"
        CONFIRMED = "confirmed", "Bekræftet"
        HELD = "held", "Afholdt"
        CANCELLED = "cancelled", "Aflyst"

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="days", verbose_name="netværk")
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("titel", max_length=120)
    state = models.CharField("status", max_length=10, choices=State.choices, default=State.TENTATIVE)
    starts_at = models.DateTimeField("begynder")
    ends_at = models.DateTimeField("slutter")
    is_virtual = models.BooleanField("virtuel", default=False)
    venue = models.CharField("sted", max_length=120, blank=True)
    address = models.CharField("adresse", max_length=160, blank=True)
    room = models.CharField("lokale", max_length=80, blank=True)
    link = models.URLField("link til mødet", max_length=500, blank=True)
    uid = models.UUIDField("kendetegn i kalendere", default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField("kalenderens løbenummer", default=0)
    revision = models.PositiveIntegerField("udgave", default=1)
    check_in_code = models.CharField("kode til fremmøde", max_length=6, blank=True)
    cancel_reason = models.CharField("hvorfor aflyst", max_length=300, blank=True)
    updated_at = models.DateTimeField("ændret")
    updated_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="ændret af")

    objects = NetworkDayQuerySet.as_manager()

    class Meta:
        verbose_name = "netværksdag"
        verbose_name_plural = "netværksdage"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["network", "number"], name="network_day_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="network_day_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(is_virtual=True) | ~Q(venue=""), name="network_day_confirmed_where"
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="network_day_start")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("network_day", args=[self.pk])

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def is_ahead(self) -> bool:
        """Tentative or confirmed: still to come."""
        return self.state in (self.State.TENTATIVE, self.State.CONFIRMED)

    @property
    def place(self) -> str:
        """Where it is, in one line."""
        if self.is_virtual:
            return "Virtuelt"
        return ", ".join(part for part in (self.venue, self.room, self.address) if part)


class DayItem(models.Model):
    """One item of a day's programme (programpunkt)."""

    class Kind(models.TextChoices):
        EXPERT = "expert", "Ekspertoplæg"
        REFLECTION = "reflection", "Fælles refleksion"
        SPARRING = "sparring", "Sparring"
        LEADERSHIP = "leadership", "Ledelse"
        PRACTICAL = "practical", "Praktisk"

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="items", verbose_name="netværksdag")
    starts = models.TimeField("fra")
    ends = models.TimeField("til")
    kind = models.CharField("slags", max_length=12, choices=Kind.choices)
    title = models.CharField("hvad", max_length=160)
    speaker = models.CharField("oplægsholder", max_length=120, blank=True, validators=[validate_no_cpr])
    levers = ArrayField(
        models.PositiveSmallIntegerField(validators=LEVER), verbose_name="greb", default=list, blank=True
    )

    class Meta:
        verbose_name = "programpunkt"
        verbose_name_plural = "programpunkter"
        ordering = ["starts", "ends", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="day_item_ends_after_start")]

    def __str__(self) -> str:
        return self.title

    @property
    def named_levers(self) -> list[tuple[int, str]]:
        """The levers it touches, each with its name."""
        return [(number, LEVERS[number - 1]) for number in self.levers]


class DayChange(models.Model):
    """What happened to a day that people must be told: confirmed, moved, cancelled (ændring af en netværksdag)."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", "Bekræftet"
        MOVED = "moved", "Flyttet"
        CANCELLED = "cancelled", "Aflyst"

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="changes", verbose_name="netværksdag")
    kind = models.CharField("hvad skete der", max_length=10, choices=Kind.choices)
    sequence = models.PositiveIntegerField("kalenderens løbenummer")
    before = models.JSONField("før", default=dict)
    after = models.JSONField("nu", default=dict)
    reason = models.CharField("hvorfor", max_length=300, blank=True)
    at = models.DateTimeField("hvornår")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="af")

    class Meta:
        verbose_name = "ændring af en netværksdag"
        verbose_name_plural = "ændringer af netværksdage"
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["day", "sequence"], name="day_change_sequence_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sequence}"


class DayNotice(models.Model):
    """One person is told of one change, once, with an invitation for the calendar (besked om en netværksdag).

    `before` is when and where the person thought the day was; empty for one who did not expect it.
    """

    change = models.ForeignKey(DayChange, on_delete=models.CASCADE, related_name="notices", verbose_name="ændring")
    name = models.CharField("navn", max_length=120)
    address = models.EmailField("mailadresse")
    scope = models.CharField("kommunekode", max_length=4)
    sequence = models.PositiveIntegerField("kalenderens løbenummer")
    is_cancellation = models.BooleanField("afbud til kalenderen", default=False)
    before = models.JSONField("før", default=dict, blank=True)
    email = models.ForeignKey(
        Email, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="mail"
    )
    queued_at = models.DateTimeField("lagt i udbakken", null=True, blank=True)
    acknowledged_at = models.DateTimeField("har set den", null=True, blank=True)

    class Meta:
        verbose_name = "besked om en netværksdag"
        verbose_name_plural = "beskeder om netværksdage"
        constraints = [models.UniqueConstraint(fields=["change", "address"], name="day_notice_once")]
        indexes = [models.Index(fields=["change"], name="day_notice_waiting", condition=Q(queued_at__isnull=True))]

    def __str__(self) -> str:
        return self.name


class Participant(models.Model):
    """A person on a seat, by mail address, with a private link to days and calendar (deltagerens side).

    The link is signed from `key`; the row alone opens nothing. A new key ends the old link.
    """

    address = models.EmailField("mailadresse", unique=True)
    key = models.CharField("nøgle", max_length=32, unique=True)
    created_at = models.DateTimeField("oprettet")

    class Meta:
        verbose_name = "deltager"
        verbose_name_plural = "deltagere"

    def __str__(self) -> str:
        return self.address


class Attendance(models.Model):
    """Whether a seat was filled on a day, and by whom (fremmøde)."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="attendance", verbose_name="netværksdag")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendance", verbose_name="plads")
    holding = models.ForeignKey(
        SeatHolding,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="attendance",
        verbose_name="deltager",
    )
    is_present = models.BooleanField("til stede")
    substitute = models.CharField("stedfortræder", max_length=120, blank=True, validators=[validate_no_cpr])
    at = models.DateTimeField("hvornår")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="af")

    class Meta:
        verbose_name = "fremmøde"
        verbose_name_plural = "fremmøde"
        constraints = [
            models.UniqueConstraint(fields=["day", "seat"], name="attendance_seat_once"),
            models.CheckConstraint(
                condition=Q(is_present=True) | Q(substitute=""), name="attendance_substitute_is_present"
            ),
        ]

    def __str__(self) -> str:
        return f"Fremmøde {self.pk}"


class DayMaterial(models.Model):
    """A file or a link from a day, for its participants (materiale)."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="materials", verbose_name="netværksdag")
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)
    title = models.CharField("titel", max_length=160, validators=[validate_no_cpr])
    url = models.URLField("link", max_length=500, blank=True)
    file = models.FileField("fil", upload_to="materials/%Y/%m/", blank=True)
    filename = models.CharField("filnavn", max_length=200, blank=True)
    media_type = models.CharField("medietype", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("størrelse i byte", default=0)
    at = models.DateTimeField("lagt op")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="af")

    class Meta:
        verbose_name = "materiale"
        verbose_name_plural = "materialer"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")), name="day_material_file_or_link"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> str:
        """What the file is, in a word."""
        return type_words(self.media_type)


class DayEvaluation(models.Model):
    """A participant's answer to the three questions after a day; nobody sees whose (evaluering)."""

    day = models.ForeignKey(
        NetworkDay, on_delete=models.CASCADE, related_name="evaluations", verbose_name="netværksdag"
    )
    respondent = models.CharField("besvarelsens mærke", max_length=64, editable=False)
    usefulness = models.PositiveSmallIntegerField("udbytte", validators=[MinValueValidator(1), MaxValueValidator(5)])
    takeaway = models.TextField("det tager jeg med", max_length=1000, blank=True, validators=[validate_no_cpr])
    suggestion = models.TextField("det kan blive bedre", max_length=1000, blank=True, validators=[validate_no_cpr])

    class Meta:
        verbose_name = "evaluering"
        verbose_name_plural = "evalueringer"
        constraints = [
            models.UniqueConstraint(fields=["day", "respondent"], name="day_evaluation_once"),
            models.CheckConstraint(condition=Q(usefulness__range=(1, 5)), name="day_evaluation_scale"),
        ]

    def __str__(self) -> str:
        return f"Evaluering {self.pk}"
