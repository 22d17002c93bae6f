"""The units of a municipality that work with children, and who leads them (enheder)."""

from typing import Any

from django.db import models
from django.db.models.functions import Lower

from accounts.validators import validate_no_cpr
from partnerships.models import Municipality


class UnitQuerySet(models.QuerySet["Unit"]):
    """The vocabulary for units."""

    def visible_to(self, user: Any) -> "UnitQuerySet":
        """A municipality's own, for its members; all for administrators."""
        return self.filter(municipality__in=Municipality.objects.visible_to(user))

    def led_by(self, user: Any) -> "UnitQuerySet":
        """Those the person leads, known by the mail address."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(leader_email=user.email, is_active=True)


class Unit(models.Model):
    """A school, daycare centre, PPR or another unit that can be part of a trial action (enhed)."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "Skole"
        DAYCARE = "daycare", "Dagtilbud"
        AFTER_SCHOOL = "after_school", "SFO eller klub"
        PPR = "ppr", "PPR"
        FAMILY = "family", "Familieafdeling"
        SPECIAL = "special", "Specialtilbud"
        YOUTH = "youth", "Ungdomsskole"
        OTHER = "other", "Andet"

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="units", verbose_name="kommune"
    )
    name = models.CharField("navn", max_length=120, validators=[validate_no_cpr])
    kind = models.CharField("slags", max_length=12, choices=Kind.choices, default=Kind.SCHOOL)
    part = models.CharField("del af kommunen", max_length=80, blank=True, validators=[validate_no_cpr])
    leader_name = models.CharField("leder", max_length=120, validators=[validate_no_cpr])
    leader_title = models.CharField("lederens titel", max_length=120, blank=True, validators=[validate_no_cpr])
    leader_email = models.EmailField("lederens e-mail", max_length=254)
    is_active = models.BooleanField("i brug", default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "enhed"
        verbose_name_plural = "enheder"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("municipality", Lower("name"), name="unit_name_once"),
            models.CheckConstraint(
                condition=models.Q(leader_email=Lower("leader_email")), name="unit_leader_email_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name
