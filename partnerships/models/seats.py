"""Seats and who holds them (pladser)."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, Func, OuterRef, Q

from accounts.validators import validate_no_cpr
from partnerships.models.enrolments import Enrolment, EnrolmentChange
from partnerships.models.programmes import Partnership


class Participation(models.Model):
    """An enrolment's part in one partnership (deltagelse), with or without a pre-analysis."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="participations", verbose_name="tilmelding"
    )
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="participations", verbose_name="partnerskab"
    )
    has_screening = models.BooleanField("foranalyse", default=False)

    class Meta:
        verbose_name = "deltagelse"
        verbose_name_plural = "deltagelser"
        ordering = ["-partnership__area"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "partnership"], name="participation_once")]

    def __str__(self) -> str:
        return f"Deltagelse {self.pk}"


class SeatQuerySet(models.QuerySet["Seat"]):
    """The vocabulary for seats."""

    def with_named(self) -> "SeatQuerySet":
        """`is_named` on each seat: somebody is named on it now or will be."""
        return self.annotate(is_named=Exists(SeatHolding.objects.open_ended().filter(seat=OuterRef("pk"))))


class Seat(models.Model):
    """A place a municipality has bought in a partnership (plads), whoever sits in it."""

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="seats", verbose_name="deltagelse"
    )
    number = models.PositiveSmallIntegerField("nummer")
    bought_in = models.ForeignKey(
        EnrolmentChange, on_delete=models.PROTECT, null=True, blank=True, related_name="seats", verbose_name="købt i"
    )

    is_named: bool  # with_named()

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "plads"
        verbose_name_plural = "pladser"
        ordering = ["participation", "number"]
        constraints = [models.UniqueConstraint(fields=["participation", "number"], name="seat_number_once")]

    def __str__(self) -> str:
        return f"Plads {self.number}"


class DateRange(Func):
    """PostgreSQL's daterange of two columns, both days included."""

    function = "daterange"
    output_field = DateRangeField()


class SeatHoldingQuerySet(models.QuerySet["SeatHolding"]):
    """The vocabulary for seat holdings."""

    def not_over(self, day: date) -> "SeatHoldingQuerySet":
        """The holdings in force on `day` or later."""
        return self.filter(Q(end_date__isnull=True) | Q(end_date__gte=day))

    def on(self, day: date) -> "SeatHoldingQuerySet":
        """The holdings in force on `day`."""
        return self.not_over(day).filter(start_date__lte=day)

    def open_ended(self) -> "SeatHoldingQuerySet":
        """The holdings nobody has ended: who is named now or will be."""
        return self.filter(end_date__isnull=True)


class SeatHolding(models.Model):
    """Who holds a seat from when to when (deltager på en plads)."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="holdings", verbose_name="plads")
    name = models.CharField("navn", max_length=120, validators=[validate_no_cpr])
    title = models.CharField("titel", max_length=120, validators=[validate_no_cpr])
    email = models.EmailField("e-mail")
    is_relevant_manager = models.BooleanField("chef for området", default=False)
    is_steering_representative = models.BooleanField("med i styregruppen", default=False)
    start_date = models.DateField("fra")
    end_date = models.DateField("til og med", null=True, blank=True)

    objects = SeatHoldingQuerySet.as_manager()

    class Meta:
        verbose_name = "deltager på en plads"
        verbose_name_plural = "deltagere på pladser"
        ordering = ["seat", "start_date"]
        indexes = [models.Index(fields=["email"], name="seat_holding_email")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=models.F("start_date")),
                name="seat_holding_ends_after_start",
            ),
            ExclusionConstraint(
                name="seat_holding_one_at_a_time",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    (DateRange("start_date", "end_date", models.Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(end_date__isnull=True), name="seat_holding_one_open_ended"
            ),
        ]

    def __str__(self) -> str:
        return self.name
