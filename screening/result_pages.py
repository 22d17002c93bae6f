"""What the municipality is shown of its delivered report: picture, levels, comments, and levels beside others'."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from partnerships.models import Membership, Municipality
from screening import benchmark_chart, benchmarks, delivered_levels, releases, report_charts, reports, rules
from screening.benchmark_chart import Place
from screening.delivered_levels import Delivered
from screening.models import Comment, Report, Screening
from screening.releases import Shown


@dataclass(frozen=True)
class LeverResult:
    """A lever of the report with the municipality's comments on it."""

    row: Mapping[str, Any]
    comments: list[Comment]


@dataclass(frozen=True)
class Result:
    """A delivered report, and what the person may do with it."""

    screening: Screening
    report: Report
    levers: list[LeverResult]
    general: list[Comment]
    may_comment: bool
    may_accept: bool

    @property
    def snapshot(self) -> dict[str, Any]:
        return dict(self.report.snapshot)

    @property
    def comments(self) -> list[Comment]:
        return [*self.general, *(comment for lever in self.levers for comment in lever.comments)]

    @property
    def waiting(self) -> int:
        """How many comments have not been answered."""
        return sum(comment.settled_at is None for comment in self.comments)

    @property
    def is_being_changed(self) -> bool:
        """The consultants are working on a newer version."""
        return self.screening.state not in (Screening.State.DELIVERED, Screening.State.ACCEPTED)

    @property
    def is_accepted(self) -> bool:
        return self.screening.state == Screening.State.ACCEPTED

    @property
    def has_workshop(self) -> bool:
        return any(lever.row["workshop"] for lever in self.levers)

    @property
    def radar(self) -> SafeString:
        return mark_safe(report_charts.radar(self.snapshot))  # noqa: S308  # SVG with its words escaped

    @property
    def dots(self) -> SafeString:
        return mark_safe(report_charts.dots(self.snapshot))  # noqa: S308

    @property
    def advice(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The recommendations by kind, "adjust" first, each with the number of its lever."""
        found: dict[str, list[dict[str, Any]]] = {}
        rows = [lever.row for lever in self.levers]
        kinds = sorted({a["kind"]: a["kind_label"] for row in rows for a in row["recommendations"]}.items())
        for kind, label in kinds:
            found[label] = [
                {**advice, "number": row["number"], "short": row["short"]}
                for row in rows
                for advice in row["recommendations"]
                if advice["kind"] == kind
            ]
        return list(found.items())


def result_of(screening: Screening, *, user: User) -> Result | None:
    """The delivered report as the person sees it, or None. Five queries."""
    report = reports.of(screening).filter(delivered_at__isnull=False).first()
    if report is None or not rules.can_read_result(user, screening):
        return None
    comments = list(comments_of(screening))
    return Result(
        screening=screening,
        report=report,
        levers=[
            LeverResult(row, [comment for comment in comments if comment.lever_number == row["number"]])
            for row in report.snapshot["levers"]
        ],
        general=[comment for comment in comments if comment.lever_number == 0],
        may_comment=rules.can_answer_report(user, screening) and screening.state != Screening.State.ACCEPTED,
        may_accept=rules.can_accept(user, screening),
    )


def comments_of(screening: Screening) -> QuerySet[Comment]:
    """The municipality's comments, in order."""
    rows = screening.comments.filter(side=Comment.Side.MUNICIPALITY)
    return rows.select_related("by", "settled_by").order_by("at", "pk")


# --- beside others --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moved:
    """A lever's level now and in the screening before."""

    number: int
    name: str
    now: int | None
    before: int | None

    @property
    def in_words(self) -> str:
        """ "+1", "−2", "Uændret"."""
        if self.now is None or self.before is None:
            return "Kan ikke sammenlignes"
        steps = self.now - self.before
        return "Uændret" if steps == 0 else f"{'+' if steps > 0 else '−'}{abs(steps)}"

    @property
    def has_risen(self) -> bool:
        return self.now is not None and self.before is not None and self.now > self.before


@dataclass(frozen=True)
class Beside:
    """One's own levels beside the screening before, the benchmark and the network."""

    own: Delivered
    earlier: Screening | None
    moved: list[Moved]
    is_same_model: bool
    edition: benchmarks.Edition | None
    places: list[Place]
    may_read_network: bool
    network: Shown | None

    @property
    def picture(self) -> SafeString:
        return mark_safe(benchmark_chart.boxes(self.places))  # noqa: S308  # SVG with its words escaped


def beside(screening: Screening, *, user: User) -> Beside | None:
    """The levels of a delivered screening beside others', as the person may see them; None before it is delivered."""
    earlier = earlier_of(screening)
    found = delivered_levels.delivered([row for row in (screening, earlier) if row is not None])
    own = found.get(screening.pk)
    if own is None:
        return None
    before = found.get(earlier.pk) if earlier else None
    names = short_names(screening)
    edition = benchmarks.shown_to(area=screening.area, known=known_to(user, screening.municipality, screening.area))
    # What the network shows is for the municipality, not for its consultants.
    may_read_network = rules.can_read_network(user, screening.municipality)
    numbers = range(1, len(own.levels) + 1)
    return Beside(
        own=own,
        earlier=earlier if before else None,
        moved=[Moved(n, names[n], own.levels[n - 1], before.levels[n - 1]) for n in numbers] if before else [],
        is_same_model=earlier is not None and earlier.analysis_model_id == screening.analysis_model_id,
        edition=edition,
        places=[Place(n, names[n], edition.figures[n], own.levels[n - 1]) for n in numbers] if edition else [],
        may_read_network=may_read_network,
        network=_network(screening) if may_read_network else None,
    )


def _network(screening: Screening) -> Shown | None:
    partnership = screening.participation.partnership_id
    shown = releases.shown_to(screening.municipality)
    return next((one for one in shown if one.network.partnership_id == partnership), None)


def earlier_of(screening: Screening) -> Screening | None:
    """The municipality's last delivered screening of the same area before this one."""
    rows = Screening.objects.live().filter(
        participation__enrolment__municipality=screening.municipality,
        participation__partnership__area=screening.area,
        delivered_at__isnull=False,
    )
    if screening.delivered_at is not None:
        rows = rows.filter(delivered_at__lt=screening.delivered_at)
    related = rows.select_related("participation__partnership__programme", "participation__enrolment__municipality")
    return related.exclude(pk=screening.pk).order_by("-delivered_at", "-pk").first()


def known_to(user: User, municipality: Municipality, area: str) -> set[int]:
    """The municipalities whose levels the reader knows anyway: their own, all of them, and those shown by name."""
    own = Membership.objects.active().filter(user=user).values_list("municipality", flat=True)
    return releases.known_to({municipality.pk, *own}, area=area)


def short_names(screening: Screening) -> dict[int, str]:
    """The levers' short titles in the screening's own version of the model."""
    model = screening.analysis_model
    return dict(model.levers.values_list("number", "short_title")) if model else {}
