"""A workshop's own levels, given anonymously from phones (workshop)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from screening.models.screenings import Screening

USER = settings.AUTH_USER_MODEL


class Workshop(models.Model):
    """A session with a code, in which participants give their level for one lever at a time."""

    screening = models.OneToOneField(
        Screening, on_delete=models.CASCADE, related_name="workshop", verbose_name="screening"
    )
    code = models.CharField("kode", max_length=8, unique=True)
    opened_at = models.DateTimeField("åbnet")
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="åbnet af")
    closed_at = models.DateTimeField("lukket", null=True, blank=True)
    # The lever on the big screen; the phones follow. 0 when none is open.
    lever_number = models.PositiveSmallIntegerField("greb", default=0)
    # Whether the distribution is shown on the big screen yet.
    shows_answers = models.BooleanField("svarene vises", default=False)
    revision = models.PositiveIntegerField("udgave", default=1)

    class Meta:
        verbose_name = "workshop"
        verbose_name_plural = "workshopper"
        constraints = [models.CheckConstraint(condition=Q(lever_number__range=(0, 7)), name="workshop_lever_0_to_7")]

    def __str__(self) -> str:
        return f"Workshop {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class WorkshopAnswer(models.Model):
    """One phone's level for one lever. The phone is known by a random mark only, so nobody can be."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="answers", verbose_name="workshop")
    respondent = models.CharField("telefon", max_length=64)  # a keyed hash of a random cookie
    lever_number = models.PositiveSmallIntegerField("greb")
    level = models.PositiveSmallIntegerField("niveau")

    class Meta:
        verbose_name = "svar"
        verbose_name_plural = "svar"
        constraints = [
            models.UniqueConstraint(fields=["workshop", "respondent", "lever_number"], name="workshop_answer_once"),
            models.CheckConstraint(condition=Q(lever_number__range=(1, 7)), name="workshop_answer_lever_1_to_7"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="workshop_answer_level_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"Svar {self.pk}"
