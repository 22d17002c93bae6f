"""Enrolments of municipalities in programmes (tilmeldinger)."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.validators import validate_no_cpr
from documents.models import Document
from partnerships.models.municipalities import Municipality
from partnerships.models.programmes import Programme, Terms
from partnerships.validators import validate_gln

USER = settings.AUTH_USER_MODEL


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """The vocabulary for enrolments."""

    def visible_to(self, user: Any) -> "EnrolmentQuerySet":
        """Enrolments of the user's own municipalities; all for administrators; what is bound for finance."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        own = Q(municipality__in=Municipality.objects.filter(memberships__user=user, memberships__state="active"))
        if user.is_finance:
            return self.filter(own | ~Q(state=Enrolment.State.DRAFT))
        return self.filter(own)

    def drafts(self) -> "EnrolmentQuerySet":
        return self.filter(state=Enrolment.State.DRAFT)

    def binding(self) -> "EnrolmentQuerySet":
        return self.filter(state=Enrolment.State.BINDING)

    def current(self) -> "EnrolmentQuerySet":
        """Not cancelled: the one that counts for its municipality and programme."""
        return self.exclude(state=Enrolment.State.CANCELLED)


class Enrolment(models.Model):
    """A municipality's enrolment in a programme (tilmelding): a draft until it binds."""

    class State(models.TextChoices):
        DRAFT = "draft", "Kladde"
        BINDING = "binding", "Tilmeldt"
        CANCELLED = "cancelled", "Annulleret"

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="enrolments", verbose_name="program"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="enrolments", verbose_name="kommune"
    )
    state = models.CharField("status", max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField("udgave", default=1)
    furthest_step = models.PositiveSmallIntegerField("nået til trin", default=1)

    contact_name = models.CharField("navn", max_length=120, blank=True, validators=[validate_no_cpr])
    contact_title = models.CharField("titel", max_length=120, blank=True, validators=[validate_no_cpr])
    contact_email = models.EmailField("e-mail", blank=True)
    contact_phone = models.CharField("telefon", max_length=20, blank=True)

    ean_number = models.CharField("EAN-nummer", max_length=13, blank=True, validators=[validate_gln])
    person_reference = models.CharField("personreference", max_length=80, blank=True, validators=[validate_no_cpr])
    requisition_number = models.CharField("rekvisitionsnummer", max_length=80, blank=True, validators=[validate_no_cpr])
    case_id = models.CharField("jeres sags-id", max_length=64, blank=True, validators=[validate_no_cpr])
    note = models.TextField(
        "bemærkninger", max_length=2000, blank=True, validators=[validate_no_cpr, MaxLengthValidator(2000)]
    )

    # Copies for lists to show and sort, kept by the use cases under this row's lock.
    net_amount = models.DecimalField("beløb", max_digits=12, decimal_places=2, default=0)
    seat_count = models.PositiveSmallIntegerField("pladser", default=0)
    named_count = models.PositiveSmallIntegerField("pladser med navn", default=0)

    created_at = models.DateTimeField("begyndt")
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="begyndt af")
    updated_at = models.DateTimeField("sidst gemt")
    updated_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="sidst gemt af")
    submitted_at = models.DateTimeField("bindende fra", null=True, blank=True)
    submitted_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bundet af"
    )
    late_reason = models.TextField("grund til sen tilmelding", max_length=600, blank=True, validators=[validate_no_cpr])
    cancelled_at = models.DateTimeField("annulleret", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="annulleret af"
    )
    cancel_reason = models.TextField("grund til annullering", max_length=600, blank=True, validators=[validate_no_cpr])

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = "tilmelding"
        verbose_name_plural = "tilmeldinger"
        indexes = [
            models.Index(
                fields=["programme", "state"],
                include=["net_amount", "seat_count", "named_count", "ean_number"],
                name="enrolment_programme_state",
            ),
            models.Index(fields=["programme", "municipality"], name="enrolment_programme_place"),
            models.Index(fields=["programme", "submitted_at"], name="enrolment_programme_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "municipality"],
                condition=~Q(state="cancelled"),
                name="enrolment_one_for_each_municipality",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="enrolment_submitted_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="binding") | Q(submitted_at__isnull=False), name="enrolment_binding_is_submitted"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="cancelled", cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancel_reason="")
                )
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True, cancelled_by__isnull=True)),
                name="enrolment_cancelled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Tilmelding {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("enrolment", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_binding(self) -> bool:
        return self.state == self.State.BINDING

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED


class EnrolmentChange(models.Model):
    """One binding act: the submission, or something added later (bindende ændring). Never rewritten.

    `net`, `vat` and `total` are what this act adds; the lines of all acts together are what the municipality buys.
    """

    class Kind(models.TextChoices):
        SUBMISSION = "submission", "Tilmelding"
        ADDITION = "addition", "Tilføjelse"

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="changes", verbose_name="tilmelding"
    )
    number = models.PositiveSmallIntegerField("nummer")
    kind = models.CharField("slags", max_length=10, choices=Kind.choices)
    at = models.DateTimeField("tidspunkt")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="af")
    signatory_name = models.CharField("bekræftet af", max_length=120, validators=[validate_no_cpr])
    signatory_title = models.CharField("titel", max_length=120, validators=[validate_no_cpr])
    authority = models.CharField("bemyndigelse", max_length=200, validators=[validate_no_cpr])
    reason = models.TextField("grund, når personalet gør det", max_length=600, blank=True)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="+", verbose_name="vilkår")
    net = models.DecimalField("beløb", max_digits=12, decimal_places=2)
    vat_rate = models.DecimalField("momssats", max_digits=4, decimal_places=2)
    vat = models.DecimalField("moms", max_digits=12, decimal_places=2)
    total = models.DecimalField("i alt", max_digits=12, decimal_places=2)
    receipt = models.OneToOneField(
        Document, on_delete=models.PROTECT, related_name="enrolment_change", verbose_name="kvittering"
    )

    class Meta:
        verbose_name = "bindende ændring"
        verbose_name_plural = "bindende ændringer"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="enrolment_change_number_once"),
            models.CheckConstraint(condition=Q(total=F("net") + F("vat")), name="enrolment_change_adds_up"),
        ]
        triggers = [pgtrigger.Protect(name="never_rewritten", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def receipt_number(self) -> str:
        """The number people quote, e.g. "T12-1": the enrolment, and which of its binding acts."""
        return f"T{self.enrolment_id}-{self.number}"


class OrderLine(models.Model):
    """A line of a binding act (ordrelinje); a replaced line is taken out by one with a negative quantity."""

    change = models.ForeignKey(
        EnrolmentChange, on_delete=models.PROTECT, related_name="lines", verbose_name="bindende ændring"
    )
    position = models.PositiveSmallIntegerField("nummer")
    key = models.CharField("ydelse", max_length=120)
    description = models.CharField("tekst", max_length=200)
    quantity = models.SmallIntegerField("antal")
    unit_price = models.DecimalField("stykpris", max_digits=12, decimal_places=2)
    amount = models.DecimalField("beløb", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "ordrelinje"
        verbose_name_plural = "ordrelinjer"
        ordering = ["change", "position"]
        constraints = [
            models.UniqueConstraint(fields=["change", "position"], name="order_line_position_once"),
            models.CheckConstraint(condition=Q(amount=F("quantity") * F("unit_price")), name="order_line_adds_up"),
            models.CheckConstraint(condition=~Q(quantity=0), name="order_line_is_something"),
        ]
        triggers = [pgtrigger.Protect(name="never_rewritten", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.description
