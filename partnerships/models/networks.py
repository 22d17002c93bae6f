"""Networks: the municipalities of a partnership that meet (netværk), and the days they cannot (spærrede dage)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.validators import validate_no_cpr
from partnerships.models.municipalities import Municipality
from partnerships.models.programmes import Partnership
from partnerships.models.seats import Participation


class NetworkQuerySet(models.QuerySet["Network"]):
    """The vocabulary for networks."""

    def visible_to(self, user: Any) -> "NetworkQuerySet":
        """All networks for administrators; for others those their municipality takes part in."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        own = Municipality.objects.filter(memberships__user=user, memberships__state="active")
        mine = NetworkMember.objects.filter(
            participation__enrolment__municipality__in=own, participation__enrolment__state="binding"
        )
        return self.filter(pk__in=mine.values("network"))


class Network(models.Model):
    """The municipalities of one partnership that have their days together (netværk)."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="networks", verbose_name="partnerskab"
    )
    number = models.PositiveSmallIntegerField("nummer", default=1)
    name = models.CharField("navn", max_length=80)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = "netværk"
        verbose_name_plural = "netværk"
        ordering = ["partnership", "number"]
        constraints = [models.UniqueConstraint(fields=["partnership", "number"], name="network_number_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("staff_network", args=[self.pk])


class NetworkMember(models.Model):
    """A municipality's participation stands in one network (medlem af et netværk)."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="members", verbose_name="netværk")
    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="network_member", verbose_name="deltagelse"
    )

    class Meta:
        verbose_name = "medlem af et netværk"
        verbose_name_plural = "medlemmer af netværk"

    def __str__(self) -> str:
        return f"Medlem {self.pk}"


class BlockedDay(models.Model):
    """Days a municipality cannot meet, such as its own school break (spærrede dage)."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="blocked_days", verbose_name="kommune"
    )
    start_date = models.DateField("fra")
    end_date = models.DateField("til og med")
    reason = models.CharField("hvorfor", max_length=120, validators=[validate_no_cpr])

    class Meta:
        verbose_name = "spærrede dage"
        verbose_name_plural = "spærrede dage"
        ordering = ["start_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__gte=models.F("start_date")), name="blocked_day_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.reason
