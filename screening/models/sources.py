"""What a screening rests on: documents, interviews, workshops (kilder), and what is asked for (tjekliste)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.validators import validate_no_cpr
from screening.models.screenings import Screening

USER = settings.AUTH_USER_MODEL


def role_inside(role: str) -> str:
    """A role inside a sentence: "Skoleledere" is "skoleledere", "PPR" stays."""
    return role[:1].lower() + role[1:] if role[1:2].islower() else role


class DocumentRequest(models.Model):
    """A document the consultants ask the municipality for (punkt på tjeklisten)."""

    screening = models.ForeignKey(
        Screening, on_delete=models.CASCADE, related_name="requests", verbose_name="screening"
    )
    position = models.PositiveSmallIntegerField("plads")
    title = models.CharField("dokument", max_length=160, validators=[validate_no_cpr])
    why = models.CharField("hvad det bruges til", max_length=300, blank=True, validators=[validate_no_cpr])
    not_available = models.CharField("findes ikke", max_length=300, blank=True, validators=[validate_no_cpr])

    class Meta:
        verbose_name = "ønsket dokument"
        verbose_name_plural = "ønskede dokumenter"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Source(models.Model):
    """A document (file or link), an interview or a workshop (kilde). People stand by role, never by name."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", "Dokument"
        INTERVIEW = "interview", "Interview"
        WORKSHOP = "workshop", "Workshop"

    LETTERS = {"document": "D", "interview": "I", "workshop": "W"}

    screening = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="sources", verbose_name="screening")
    kind = models.CharField("slags", max_length=10, choices=Kind.choices)
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("titel", max_length=160, validators=[validate_no_cpr])
    dated = models.CharField("fra", max_length=40, blank=True, validators=[validate_no_cpr])  # "oktober 2026", "2023"
    request = models.ForeignKey(
        DocumentRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="sources", verbose_name="ønske"
    )
    # What it sent for the checklist, and what it sent of its own accord.
    is_from_municipality = models.BooleanField("sendt af kommunen", default=False)
    file = models.FileField("fil", upload_to="screening/%Y/%m", blank=True)
    filename = models.CharField("filnavn", max_length=140, blank=True)
    media_type = models.CharField("filtype", max_length=100, blank=True)
    size = models.PositiveIntegerField("størrelse", default=0)
    # Why the text could not be looked through for CPR numbers: a scan, too long, damaged.
    unread = models.CharField("ikke læst igennem", max_length=200, blank=True)
    url = models.URLField("link", max_length=500, blank=True)
    held_on = models.DateField("dato", null=True, blank=True)
    role = models.CharField("rolle", max_length=160, blank=True, validators=[validate_no_cpr])  # "Skoleledere"
    people = models.PositiveSmallIntegerField("antal personer", null=True, blank=True)
    participants = models.JSONField("deltagere efter rolle", default=list, blank=True)  # [["Skoleledere", 6], …]
    note = models.TextField("notat", max_length=4000, blank=True, validators=[validate_no_cpr])
    added_at = models.DateTimeField("tilføjet")
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="tilføjet af")

    class Meta:
        verbose_name = "kilde"
        verbose_name_plural = "kilder"
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["screening", "kind", "number"], name="source_number_once"),
            models.CheckConstraint(
                condition=~Q(kind="document") | ~Q(file="") | ~Q(url=""), name="source_document_has_file_or_link"
            ),
            models.CheckConstraint(
                condition=Q(request__isnull=True) | Q(is_from_municipality=True), name="source_answers_by_municipality"
            ),
            models.CheckConstraint(
                condition=Q(kind="document") | Q(held_on__isnull=False), name="source_meeting_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("screening_source", args=[self.screening_id, self.pk])

    @property
    def participant_words(self) -> str:
        """ "6 skoleledere, 4 PPR"."""
        return ", ".join(f"{count} {role_inside(role)}" for role, count in self.participants)

    @property
    def code(self) -> str:
        """ "D1", "I2", "W1"."""
        return f"{self.LETTERS[self.kind]}{self.number}"
