"""Who is invited to a programme (invitationer)."""

from django.db import models

from partnerships.models.municipalities import Municipality
from partnerships.models.programmes import Programme


class Invitation(models.Model):
    """A municipality is invited to a programme (invitation)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="invitations", verbose_name="program"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="invitations", verbose_name="kommune"
    )
    invited_at = models.DateTimeField("inviteret")

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitationer"
        constraints = [models.UniqueConstraint(fields=["programme", "municipality"], name="invitation_once")]

    def __str__(self) -> str:
        return f"{self.municipality_id} til {self.programme_id}"
