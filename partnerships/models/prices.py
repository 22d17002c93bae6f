"""Prices as data (prisliste)."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from partnerships import pricing
from partnerships.models.programmes import Programme


class PriceList(models.Model):
    """The prices of a programme (prisliste). Locked once somebody has enrolled bindingly."""

    class VatTreatment(models.TextChoices):
        EXCLUDED = "excluded", "Priserne er uden moms, og der lægges 25 % til"
        EXEMPT = "exempt", "Momsfrit"
        UNSTATED = "unstated", "Prisen er, som den står; moms er ikke oplyst"

    programme = models.OneToOneField(
        Programme, on_delete=models.CASCADE, related_name="price_list", verbose_name="program"
    )
    included_participants = models.PositiveSmallIntegerField(
        "deltagere med i prisen for hvert område", default=5, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    min_participants = models.PositiveSmallIntegerField(
        "færrest deltagere i hvert område", default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    extra_participant = models.DecimalField(
        "pris for en ekstra deltager",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text="Tom: der sælges ikke ekstra pladser",
    )
    vat_treatment = models.CharField("moms", max_length=10, choices=VatTreatment.choices, default=VatTreatment.EXCLUDED)

    class Meta:
        verbose_name = "prisliste"
        verbose_name_plural = "prislister"
        constraints = [
            models.CheckConstraint(
                condition=Q(min_participants__lte=models.F("included_participants")), name="price_list_min_included"
            ),
            models.CheckConstraint(
                condition=Q(extra_participant__isnull=True) | Q(extra_participant__gte=0),
                name="price_list_extra_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"Prisliste for {self.programme_id}"

    @property
    def vat_rate(self) -> Decimal:
        """The share added on top of the net price."""
        return Decimal("0.25") if self.vat_treatment == self.VatTreatment.EXCLUDED else Decimal(0)

    @property
    def vat_words(self) -> str:
        """What follows a price: "uden moms", "momsfrit" or nothing."""
        words = {self.VatTreatment.EXCLUDED: "uden moms", self.VatTreatment.EXEMPT: "momsfrit"}
        return words.get(self.VatTreatment(self.vat_treatment), "")

    def as_kernel(self) -> pricing.PriceList:
        """The price list as the pricing kernel takes it. Two queries unless products and bundles are prefetched."""
        return pricing.PriceList(
            products={row.key: row.price for row in self.products.all()},
            bundles=[pricing.Bundle(frozenset(row.keys), row.price) for row in self.bundles.all()],
            included_participants=self.included_participants,
            min_participants=self.min_participants,
            extra_participant=self.extra_participant,
            vat_rate=self.vat_rate,
        )


class ProductPrice(models.Model):
    """The price of one product on its own (enkeltpris), such as "participation:school"."""

    price_list = models.ForeignKey(
        PriceList, on_delete=models.CASCADE, related_name="products", verbose_name="prisliste"
    )
    key = models.CharField("ydelse", max_length=40)
    price = models.DecimalField("pris", max_digits=10, decimal_places=2)

    class Meta:
        verbose_name = "enkeltpris"
        verbose_name_plural = "enkeltpriser"
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["price_list", "key"], name="product_price_once"),
            models.CheckConstraint(condition=Q(price__gte=0), name="product_price_not_negative"),
            models.CheckConstraint(
                condition=Q(key__regex=r"^(participation|screening):(school|daycare)$"), name="product_price_key_known"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Bundle(models.Model):
    """A lower price for several products together (samlet pris)."""

    price_list = models.ForeignKey(
        PriceList, on_delete=models.CASCADE, related_name="bundles", verbose_name="prisliste"
    )
    keys = ArrayField(models.CharField(max_length=40), verbose_name="ydelser")
    price = models.DecimalField("pris", max_digits=10, decimal_places=2)

    class Meta:
        verbose_name = "samlet pris"
        verbose_name_plural = "samlede priser"
        ordering = ["keys"]
        constraints = [
            models.UniqueConstraint(fields=["price_list", "keys"], name="bundle_once"),
            models.CheckConstraint(condition=Q(price__gte=0), name="bundle_price_not_negative"),
            models.CheckConstraint(condition=Q(keys__len__gte=2), name="bundle_of_at_least_two"),
        ]

    def __str__(self) -> str:
        return " + ".join(self.keys)
