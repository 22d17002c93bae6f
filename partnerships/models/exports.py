"""Lists that staff take out of the portal (udtræk)."""

from django.db import models

from documents.models import Document
from partnerships.models.programmes import Programme


class Export(models.Model):
    """An enrolment list made in the background (udtræk), for staff only."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="export", verbose_name="dokument")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="exports", verbose_name="program")

    class Meta:
        verbose_name = "udtræk"
        verbose_name_plural = "udtræk"

    def __str__(self) -> str:
        return f"Udtræk {self.pk}"
