"""The register of municipalities (kommuneregisteret)."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.danish import DanishOrder, danish_key, spellings
from accounts.validators import validate_no_cpr
from partnerships.validators import validate_gln


class RegionQuerySet(models.QuerySet["Region"]):
    """The vocabulary for regions."""

    def on(self, day: date) -> dict["Region", list[int]]:
        """The regions there are on `day`, by name, each with the keys of those it covers. One query."""
        found: dict[Region, list[int]] = {}
        covered = Municipality.objects.filter(region=OuterRef("pk"))
        for region in self.filter(Exists(covered)).select_related("successor"):
            found.setdefault(region.at(day), []).append(region.pk)
        return dict(sorted(found.items(), key=lambda item: danish_key(item[0].name)))


class Region(models.Model):
    """A region; regions come and go, so they are data with dates (region)."""

    code = models.CharField("kode", max_length=4, blank=True)
    name = models.CharField("navn", max_length=60, unique=True)
    valid_to = models.DateField("til og med", null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name="afløses af"
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "region"
        verbose_name_plural = "regioner"
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False), name="region_successor_from_a_date"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """ "Sjælland"."""
        return str(self.name).removeprefix("Region ")

    def at(self, day: date) -> "Region":
        """The region that covers this one's area on `day`. Needs `successor` selected."""
        if self.successor is not None and self.valid_to is not None and day > self.valid_to:
            return self.successor
        return self


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """The vocabulary for municipalities."""

    def in_danish_order(self) -> "MunicipalityQuerySet":
        """By name, with æ ø å last and aa as å."""
        return self.order_by("sort_key")

    def without_coordinator(self) -> "MunicipalityQuerySet":
        """Municipalities that nobody can bind: no coordinator whose account is open."""
        binders = Q(memberships__role="coordinator", memberships__state="active", memberships__user__is_active=True)
        return self.exclude(pk__in=Municipality.objects.filter(binders).values("pk"))

    def keys_found_by(self, text: str) -> list[int]:
        """Those whose name has `text`, however it is typed, or whose code it is. One query; there are 98."""
        asked, code = spellings(text), text.strip().zfill(4)
        return [
            row.pk
            for row in self.only("code", "name", "official_name")
            if row.code == code
            or any(
                part in known
                for name in (row.name, row.official_name)
                for part, known in zip(asked, spellings(name), strict=True)
            )
        ]

    def visible_to(self, user: Any) -> "MunicipalityQuerySet":
        """Municipalities whose rooms the user may enter: their own, and all of them for KL/Komponent's staff."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator or user.is_finance:
            return self
        return self.filter(memberships__user=user, memberships__state="active")


class Municipality(models.Model):
    """One of Denmark's 98 municipalities (kommune)."""

    code = models.CharField("kommunekode", max_length=4, unique=True)
    name = models.CharField("navn", max_length=60)
    official_name = models.CharField("officielt navn", max_length=80)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="municipalities", verbose_name="region")
    cvr = models.CharField("CVR-nummer", max_length=8)
    population = models.PositiveIntegerField("indbyggere")
    population_date = models.DateField("indbyggere opgjort")
    area_km2 = models.DecimalField("areal i km²", max_digits=8, decimal_places=1)
    latitude = models.DecimalField("breddegrad", max_digits=8, decimal_places=5)
    longitude = models.DecimalField("længdegrad", max_digits=8, decimal_places=5)
    group = models.PositiveSmallIntegerField("kommunegruppe")
    group_name = models.CharField("kommunegruppe, navn", max_length=60)

    # Computed once, when the name is written, so that the longest tables can be sorted by it.
    sort_key = models.GeneratedField(
        expression=DanishOrder("name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
        verbose_name="plads i alfabetet",
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = "kommune"
        verbose_name_plural = "kommuner"
        indexes = [models.Index(fields=["sort_key"], name="municipality_danish_order")]

    def __str__(self) -> str:
        return self.official_name

    def get_absolute_url(self) -> str:
        return reverse("municipality", args=[self.code])


class EanNumber(models.Model):
    """An EAN/GLN number a municipality is invoiced at (EAN-nummer)."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="ean_numbers", verbose_name="kommune"
    )
    number = models.CharField("EAN-nummer", max_length=13, validators=[validate_gln])
    label = models.CharField("hvem", max_length=80, validators=[validate_no_cpr])
    is_default = models.BooleanField("foreslås først", default=False)

    class Meta:
        verbose_name = "EAN-nummer"
        verbose_name_plural = "EAN-numre"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="ean_number_once"),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(is_default=True), name="ean_number_one_default"
            ),
            models.CheckConstraint(condition=Q(number__regex=r"^\d{13}$"), name="ean_number_13_digits"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.label})"


class EmailDomain(models.Model):
    """A mail domain whose people work for a municipality (maildomæne)."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="email_domains", verbose_name="kommune"
    )
    domain = models.CharField("domæne", max_length=120, unique=True)

    class Meta:
        verbose_name = "maildomæne"
        verbose_name_plural = "maildomæner"
        constraints = [
            models.CheckConstraint(condition=Q(domain__regex=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"), name="email_domain_form")
        ]

    def __str__(self) -> str:
        return self.domain


class MunicipalityContact(models.Model):
    """A director, head or shared mailbox that invitations are written to (kontakt i kommunen)."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="contacts", verbose_name="kommune"
    )
    name = models.CharField("navn eller funktion", max_length=120, validators=[validate_no_cpr])
    title = models.CharField("titel", max_length=120, blank=True, validators=[validate_no_cpr])
    email = models.EmailField("e-mail")
    phone = models.CharField("telefon", max_length=20, blank=True)

    class Meta:
        verbose_name = "kontakt"
        verbose_name_plural = "kontakter"
        constraints = [models.UniqueConstraint(fields=["municipality", "email"], name="municipality_contact_once")]

    def __str__(self) -> str:
        return self.name
