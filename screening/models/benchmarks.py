"""The anonymous benchmark, frozen in editions so that nothing can be worked out from one to the next (benchmark)."""

from django.db import models

from partnerships.models import Municipality
from partnerships.models.areas import Area
from screening.models.screenings import Screening


class BenchmarkEdition(models.Model):
    """Median and quartiles of each lever in one area, made when enough new municipalities have come."""

    area = models.CharField("område", max_length=10, choices=Area.choices)
    number = models.PositiveSmallIntegerField("nummer")
    created_at = models.DateTimeField("dannet")
    # {"1": [lower quartile, median, upper quartile], …, "7": […]}
    figures = models.JSONField("tal")

    class Meta:
        verbose_name = "benchmark"
        verbose_name_plural = "benchmarks"
        ordering = ["area", "-number"]
        constraints = [models.UniqueConstraint(fields=["area", "number"], name="benchmark_edition_once")]

    def __str__(self) -> str:
        return f"Benchmark {self.number}"


class BenchmarkMember(models.Model):
    """A municipality whose accepted screening stands behind an edition."""

    edition = models.ForeignKey(
        BenchmarkEdition, on_delete=models.CASCADE, related_name="members", verbose_name="benchmark"
    )
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", verbose_name="kommune")
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="+", verbose_name="screening")

    class Meta:
        verbose_name = "kommune bag en benchmark"
        verbose_name_plural = "kommuner bag en benchmark"
        constraints = [models.UniqueConstraint(fields=["edition", "municipality"], name="benchmark_member_once")]

    def __str__(self) -> str:
        return f"Kommune {self.pk}"
