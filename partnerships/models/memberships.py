"""What a person may do in a municipality (medlemskaber)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.models.municipalities import Municipality


class Role(models.TextChoices):
    """A person's role in a municipality."""

    COORDINATOR = "coordinator", "Koordinator"
    CONTRIBUTOR = "contributor", "Medarbejder"
    READER = "reader", "Læser"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """The vocabulary for memberships."""

    def active(self) -> "MembershipQuerySet":
        return self.filter(state=Membership.State.ACTIVE)

    def coordinators(self) -> "MembershipQuerySet":
        return self.active().filter(role=Role.COORDINATOR)

    def visible_to(self, user: Any) -> "MembershipQuerySet":
        """Memberships of the user's own municipalities; all for administrators; always one's own."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        own = Membership.objects.filter(user=user, state=Membership.State.ACTIVE).values("municipality")
        return self.filter(Q(user=user) | Q(municipality__in=own))


class Membership(models.Model):
    """A person's place in a municipality (medlemskab); pending until a coordinator or staff approve it."""

    class State(models.TextChoices):
        PENDING = "pending", "Venter på godkendelse"
        ACTIVE = "active", "Aktiv"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name="person"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="memberships", verbose_name="kommune"
    )
    role = models.CharField("rolle", max_length=12, choices=Role.choices)
    state = models.CharField("status", max_length=8, choices=State.choices, default=State.PENDING)
    requested_at = models.DateTimeField("bedt om")
    approved_at = models.DateTimeField("godkendt", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="af"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "medlemskab"
        verbose_name_plural = "medlemskaber"
        constraints = [
            models.UniqueConstraint(fields=["user", "municipality"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(state="pending", approved_at__isnull=True) | Q(state="active", approved_at__isnull=False),
                name="membership_approved_when_active",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def is_coordinator(self) -> bool:
        return self.is_active and self.role == Role.COORDINATOR


class MembershipInvitation(models.Model):
    """A personal link that makes its receiver a member (invitation til medlemskab). Only the token's hash is kept."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="membership_invitations", verbose_name="kommune"
    )
    email = models.EmailField("e-mail")
    name = models.CharField("navn", max_length=120, blank=True)
    role = models.CharField("rolle", max_length=12, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("sendt")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="af"
    )
    expires_at = models.DateTimeField("udløber")
    accepted_at = models.DateTimeField("taget imod", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="af"
    )
    revoked_at = models.DateTimeField("trukket tilbage", null=True, blank=True)

    class Meta:
        verbose_name = "invitation til medlemskab"
        verbose_name_plural = "invitationer til medlemskab"
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="membership_invitation_accepted_by_someone",
            ),
            models.UniqueConstraint(
                fields=["municipality", "email"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="membership_invitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.email
