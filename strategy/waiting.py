"""What a municipality's trial actions wait for a person to do (det, der venter på mig)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, QuerySet
from django.urls import reverse

from accounts.danish import in_danish_time
from partnerships.models import Membership, Municipality
from partnerships.models.memberships import Role
from strategy import confirmations, trial_action_pages
from strategy.models import CommitteeReview, PartnerConfirmation, TrialAction

State = TrialAction.State
OF_A_KIND = 10


@dataclass(frozen=True)
class Waiting:
    """Something to do, where it is done, and the last day for it when there is one."""

    text: str
    url: str
    until: date | None = None


def of(user: Any, municipality: Municipality | None, at: datetime) -> list[Waiting]:
    """What the person can do now in the municipality, or in all; what has a last day first. Five queries."""
    own = TrialAction.objects.select_related("round__strategy__municipality")
    if municipality is not None:
        own = own.filter(round__strategy__municipality=municipality)
    found = [
        *_backings(confirmations.waiting_for(user).filter(partner__trial_action__in=own)),
        *_applications(own.of_team(user), at),
        *_to_read(own.for_committee(user), user),
        *_team(own.of_team(user), at),
        *_to_sign(own.visible_to(user).exclude(agreement__team_signed_by=user), user),
    ]
    return sorted(found, key=lambda one: one.until or date.max)


def _backings(asked: QuerySet[PartnerConfirmation]) -> Iterator[Waiting]:
    """What a leader or a partner has been asked."""
    told = set()
    for row in asked[:OF_A_KIND]:
        if row.partner_id not in told:  # both questions of a partner are answered on one page
            told.add(row.partner_id)
            yield Waiting(f"Svar på ansøgningen “{row.partner.trial_action}”", confirmations.path(row))


def _applications(team: QuerySet[TrialAction], at: datetime) -> Iterator[Waiting]:
    """The drafts of open rounds, and what the committee sent back."""
    rows = team.filter(state__in=(State.DRAFT, State.RETURNED), round__decided_at=None).order_by("round__closes_at")
    for row in rows[:OF_A_KIND]:
        url = reverse("application", args=[row.pk])
        if row.state == State.RETURNED:
            yield Waiting(f"Svar på udvalgets spørgsmål til “{row}”", url)
        elif row.round.takes_applications_at(at):
            yield Waiting(f"Gør ansøgningen “{row}” færdig", url, in_danish_time(row.round.closes_at).date())


def _to_read(judged: QuerySet[TrialAction], user: Any) -> Iterator[Waiting]:
    """The rounds where the person's seat has applications to judge."""
    rows = judged.filter(state__in=(State.SUBMITTED, State.IN_REVIEW), round__decided_at=None).order_by()
    done = CommitteeReview.objects.filter(seat__user=user).exclude(state=CommitteeReview.State.DRAFT)
    unread = rows.exclude(pk__in=done.values("trial_action")).values("round", "round__title", "round__meets_at")
    for row in unread.annotate(count=Count("pk")).order_by("round__meets_at", "round")[:OF_A_KIND]:
        many = "1 ansøgning" if row["count"] == 1 else f"{row['count']} ansøgninger"
        meets = row["round__meets_at"] and in_danish_time(row["round__meets_at"]).date()
        yield Waiting(f"Giv point til {many} i {row['round__title']}", reverse("committee", args=[row["round"]]), meets)


def _team(team: QuerySet[TrialAction], at: datetime) -> Iterator[Waiting]:
    """What the selected ones need: the agreement, the start, and measurements that are late."""
    rows = team.filter(state__in=(State.SELECTED, State.AGREED, State.RUNNING)).select_related("agreement")
    late = trial_action_pages.listed(rows, today=in_danish_time(at).date())
    for row in late.prefetch_related(None).order_by(F("late_count").desc(nulls_last=True), "pk")[:OF_A_KIND]:
        agreement, missing = getattr(row, "agreement", None), row.late_count  # type: ignore[attr-defined]
        if agreement is None:
            yield Waiting(f"Skriv dataaftalen for “{row}”", reverse("agreement_edit", args=[row.pk]))
        elif agreement.team_signed_at is None:
            yield Waiting(f"Skriv under på dataaftalen for “{row}”", reverse("agreement", args=[row.pk]))
        elif missing:
            many = "1 måling" if missing == 1 else f"{missing} målinger"
            yield Waiting(f"Tast {many} i “{row}”", row.get_absolute_url())
        elif row.state == State.AGREED and agreement.starts_on <= in_danish_time(at).date():
            yield Waiting(f"Begynd “{row}”", row.get_absolute_url(), agreement.starts_on)


def _to_sign(seen: QuerySet[TrialAction], user: Any) -> Iterator[Waiting]:
    """The agreements that only lack the municipality's signature, for its coordinators."""
    led = Membership.objects.active().filter(user=user, role=Role.COORDINATOR).values("municipality")
    rows = seen.filter(
        state=State.SELECTED,
        agreement__team_signed_at__isnull=False,
        agreement__municipality_signed_at=None,
        round__strategy__municipality__in=led,
    )
    for row in rows.order_by("pk")[:OF_A_KIND]:
        yield Waiting(f"Skriv under for kommunen på dataaftalen for “{row}”", reverse("agreement", args=[row.pk]))
