"""What others say of a screening: the reviewing colleague, and the municipality (kommentarer)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.validators import validate_no_cpr
from screening.models.screenings import Screening

USER = settings.AUTH_USER_MODEL


class Comment(models.Model):
    """A remark on a lever or on the whole (lever number 0), answered and settled by the consultants."""

    class Side(models.TextChoices):
        REVIEW = "review", "Kollegalæsning"
        MUNICIPALITY = "municipality", "Kommunen"

    screening = models.ForeignKey(
        Screening, on_delete=models.CASCADE, related_name="comments", verbose_name="screening"
    )
    side = models.CharField("fra", max_length=12, choices=Side.choices)
    lever_number = models.PositiveSmallIntegerField("greb", default=0)
    text = models.TextField("kommentar", max_length=2000, validators=[validate_no_cpr])
    at = models.DateTimeField("skrevet")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="skrevet af")
    reply = models.TextField("svar", max_length=2000, blank=True, validators=[validate_no_cpr])
    settled_at = models.DateTimeField("afsluttet", null=True, blank=True)
    settled_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="afsluttet af"
    )

    class Meta:
        verbose_name = "kommentar"
        verbose_name_plural = "kommentarer"
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(lever_number__range=(0, 7)), name="comment_lever_0_to_7")]

    def __str__(self) -> str:
        return self.text
