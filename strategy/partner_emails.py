"""The mails to partners and leaders who have said yes to a trial action: what has become of it (parter og ledere).

They read no points, no grounds and no reasons: those are the team's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.template.loader import render_to_string

from accounts.danish import in_words
from documents import mail
from strategy.models import ConflictOfInterest, PartnerConfirmation, Round, TeamMember, TrialAction

SUBJECTS = {
    TrialAction.State.SELECTED: "Udvalgt: {}",
    TrialAction.State.RESERVE: "På reserve: {}",
    TrialAction.State.DECLINED: "Ikke udvalgt: {}",
    TrialAction.State.WITHDRAWN: "Trukket tilbage: {}",
    TrialAction.State.STOPPED: "Stoppet: {}",
}
MOVED_UP = "moved_up"


@dataclass
class Backer:
    """Somebody who has said yes, by mail address, and for whom."""

    name: str
    partners: list[str] = field(default_factory=list)


def tell(round_: Round, applications: Iterable[TrialAction], news: str = "") -> None:
    """What has become of each, to everybody who has said yes to it: one letter to each address for each application.

    `news` says it when it is more than the state. Not to the team, who is told otherwise, nor to those in conflict.
    At most five queries, however many there are.
    """
    rows = {row.pk: row for row in applications}
    people: dict[int, str] = {}
    told: set[tuple[int, str]] = set()
    team = TeamMember.objects.present().filter(trial_action__in=rows)
    for member in team.select_related("user").order_by("is_responsible", "-pk"):
        told.add((member.trial_action_id, member.user.email))
        people[member.trial_action_id] = f"{member.user.display_name}, {member.user.email}"
    conflicts = ConflictOfInterest.objects.filter(trial_action__in=rows)
    told.update(conflicts.values_list("trial_action", "seat__user__email"))
    letters = []
    for (pk, email), backer in _backers(rows).items():
        if (pk, email) in told:
            continue
        row = rows[pk]
        context = {
            "trial_action": row,
            "round": round_,
            "news": news or row.state,
            "name": backer.name,
            "partners": in_words(backer.partners),
            "responsible": people.get(pk, "teamet"),
        }
        text = render_to_string("emails/partner_told.txt", context).strip() + "\n"
        subject = SUBJECTS[TrialAction.State(row.state)].format(row)
        letters.append(mail.Letter(to=email, subject=subject, text=text, scope=round_.municipality.code, about=row))
    if letters:
        mail.queue_letters(letters, kind="trial_action_decided.partner", about=round_)


def _backers(rows: Iterable[int]) -> dict[tuple[int, str], Backer]:
    """Who has said yes, by trial action and address; what a partner answered last is what counts."""
    asked = PartnerConfirmation.objects.filter(partner__trial_action__in=list(rows), answered_at__isnull=False)
    last = {(one.partner_id, one.kind): one for one in asked.select_related("partner__unit").order_by("version", "pk")}
    found: dict[tuple[int, str], Backer] = {}
    for one in last.values():
        if one.is_given:
            backer = found.setdefault((one.partner.trial_action_id, one.email.lower()), Backer(one.name))
            if one.partner.name not in backer.partners:
                backer.partners.append(one.partner.name)
    return found
