"""What waits for staff in a programme's screenings, for the administrators' overview (det venter på os)."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from partnerships.models import Programme
from partnerships.waiting import Work
from screening.models import Screening

State = Screening.State


def waiting_in(programmes: Sequence[Programme], today: date) -> Mapping[int, list[Work]]:
    """Screenings without a plan, and reports that are late, by the programme's key. One query."""
    counted = (
        Screening.objects.live()
        .under_way()
        .filter(participation__partnership__programme__in=programmes)
        .order_by()
        .values("participation__partnership__programme")
        .annotate(
            unplanned=Count("pk", filter=Q(state=State.ORDERED)),
            late=Count("pk", filter=Q(report_due__lt=today)),
        )
    )
    known = {row["participation__partnership__programme"]: row for row in counted}
    return {
        row.pk: _work(row, known[row.pk]["unplanned"], known[row.pk]["late"]) for row in programmes if row.pk in known
    }


def _work(programme: Programme, unplanned: int, late: int) -> list[Work]:
    url = reverse("staff_screenings", args=[programme.slug])
    return [
        Work(
            late,
            "rapport om en foranalyse er over tid",
            "rapporter om foranalyser er over tid",
            "Kommunerne venter på dem.",
            url,
            urgency="late",
        ),
        Work(
            unplanned,
            "foranalyse har ingen plan",
            "foranalyser har ingen plan",
            "Kommunen hører først fra os, når planen er sendt.",
            url,
        ),
    ]
