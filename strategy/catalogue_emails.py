"""The mails about status, evaluation and catalogue: one function for each, called inside the use case's transaction."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse

from accounts.models import User
from documents import mail
from partnerships.models import Membership, Municipality
from strategy import committee, doing_emails
from strategy.models import (
    CatalogueEdition,
    CatalogueEntry,
    Evaluation,
    HalfYearStatus,
    TeamMember,
    TrialAction,
)


def status_handed_in(status: HalfYearStatus, trial_action: TrialAction, *, by: User) -> None:
    """Tell coordinators and committee that the half-year status can be read."""
    to = _but(by, [*doing_emails.coordinators(trial_action), *_committee(trial_action)])
    url = reverse("half_year_status", args=[trial_action.pk])
    subject = f"Halvårsstatus: {trial_action}"
    _queue("status_handed_in", to, subject, trial_action, trial_action.municipality, status=status, by=by, url=url)


def handed_back(report: HalfYearStatus | Evaluation, trial_action: TrialAction, *, by: User) -> None:
    """Tell the team that it has got its report back; why stands on the page, which can be emptied."""
    is_status = isinstance(report, HalfYearStatus)
    url = reverse("half_year_status" if is_status else "evaluation", args=[trial_action.pk])
    subject = f"Sendt tilbage: {'halvårsstatus' if is_status else 'evaluering'} for {trial_action}"
    to = _but(by, _team([trial_action.pk]))
    context = {"is_status": is_status, "by": by, "url": url}
    _queue("report_handed_back", to, subject, trial_action, trial_action.municipality, **context)


def evaluated(evaluation: Evaluation, trial_action: TrialAction, *, by: User) -> None:
    """Ask the committee for its advice, and tell the coordinators."""
    url = reverse("catalogue_votes", args=[trial_action.round.strategy.slug])
    subject = f"Evalueret: {trial_action}. Hører den hjemme i kataloget?"
    place = trial_action.municipality
    context = {"evaluation": evaluation, "by": by, "url": url, "trial_action": trial_action}
    seats = _but(by, _committee(trial_action))
    others = [address for address in _but(by, doing_emails.coordinators(trial_action)) if address not in seats]
    _queue("evaluated", seats, subject, trial_action, place, **context, is_asked=True)
    _queue("evaluated", others, subject, trial_action, place, **context, is_asked=False)


def published(entry: CatalogueEntry, *, by: User) -> None:
    """Tell the team that what it tried is in the catalogue."""
    subject = f"I kataloget: {entry}"
    url = entry.get_absolute_url()
    to = _but(by, _team([entry.trial_action_id]))
    _queue("entry_published", to, subject, entry, entry.strategy.municipality, entry=entry, by=by, url=url)


def released(entry: CatalogueEntry, *, by: User) -> None:
    """Tell the team that everybody can read it now."""
    subject = f"Delt med alle kommuner: {entry}"
    url = entry.get_absolute_url()
    to = _but(by, _team([entry.trial_action_id]))
    _queue("entry_released", to, subject, entry, entry.strategy.municipality, entry=entry, by=by, url=url)


def edition_published(edition: CatalogueEdition, *, trial_actions: Iterable[int], by: User) -> None:
    """Tell coordinators and the teams behind the entries that the year's edition is out."""
    place = edition.strategy.municipality
    to = _but(by, [*_coordinators(place), *_team(trial_actions)])
    url = reverse("edition", args=[edition.strategy.slug, edition.year])
    subject = f"Kataloget {edition.year} er udgivet"
    _queue("edition_published", to, subject, edition.strategy, place, edition=edition, by=by, url=url)


def _coordinators(municipality: Municipality) -> list[str]:
    rows = Membership.objects.coordinators().filter(municipality=municipality, user__is_active=True)
    return list(rows.order_by("pk").values_list("user__email", flat=True))


def _committee(trial_action: TrialAction) -> list[str]:
    """The members who judge it: without conflicts of interest, and not its own."""
    return [seat.user.email for seat in committee.judges(trial_action) if seat.user.is_active]


def _team(trial_actions: Iterable[int]) -> list[str]:
    rows = TeamMember.objects.present().filter(trial_action__in=list(trial_actions))
    return list(rows.order_by("pk").values_list("user__email", flat=True))


def _but(by: User, addresses: Iterable[str]) -> list[str]:
    """Each address once, and not whoever did it."""
    return [address for address in dict.fromkeys(addresses) if address != by.email]


def _queue(name: str, to: list[str], subject: str, about: Model, place: Municipality, **context: Any) -> None:
    mail.queue(
        to=to,
        subject=subject,
        template=f"emails/{name}",
        context={"municipality": place, "about": about, **context},
        kind=name,
        about=about,
        scope=place.code,
    )
