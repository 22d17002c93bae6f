"""What the portal has mailed, and about what (mails)."""

from django.db import models
from post_office.models import Email


class MailRecord(models.Model):
    """Ties a queued mail to what it is about (mail i mailloggen).

    `subject_type`/`subject_id` name the row it concerns and `scope` the municipality's code, as in the audit log.
    Account mails (one-time codes, links) carry `is_private`, and outside demo mode their text is never shown,
    nor kept once they are sent.
    """

    email = models.OneToOneField(Email, on_delete=models.CASCADE, related_name="record", verbose_name="mail")
    kind = models.CharField("slags", max_length=40)
    subject_type = models.CharField("vedrører slags", max_length=40, blank=True)
    subject_id = models.CharField("vedrører id", max_length=40, blank=True)
    scope = models.CharField("kommunekode", max_length=4, blank=True)
    is_private = models.BooleanField("fortrolig", default=False)
    calendar = models.TextField("kalenderdel (text/calendar)", blank=True)
    calendar_method = models.CharField("kalenderens metode", max_length=10, blank=True)
    resent_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="resent_as",
        verbose_name="sendt igen fra",
    )

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="mail_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
