"""The application of a trial action: begun, written together, handed in, withdrawn (ansøgning).

What is written is compared field by field: each comes with the mark of what the person saw, so that two who write in
different fields both are heard, and two in the same one are shown each other's words. The trial action's row is locked
first; handing in locks the round's before it. `version` rises with the first change after somebody has confirmed,
been asked, or received the application, so that a yes is always a yes to what stands there.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import AuditEvent, User
from strategy import (
    application_contents,
    application_emails,
    application_facts,
    committee_emails,
    partner_emails,
    rounds,
)
from strategy.eligibility import Checklist
from strategy.models import (
    ApplicationVersion,
    CatalogueEntry,
    CommitteeReview,
    ElementAnswer,
    Measure,
    PartnerConfirmation,
    Round,
    TeamMember,
    TrialAction,
)

State = TrialAction.State
TEXTS = (
    "title",
    "intervention",
    "place",
    "group",
    "goal",
    "methods",
    "child_perspective",
    "child_voice",
    "expected_effect",
    "resources",
    "risks",
)
DATES = ("starts_on", "ends_on")
FIELDS = (*TEXTS, "age_group", *DATES)
ELEMENT = "element-"
LEADING = "leading"
# The log has one line for a sitting, not one for each pause.
SITTING = timedelta(minutes=30)
# A place is written this often at most, and believed this long.
SEEN_EVERY = timedelta(seconds=20)
SEEN_FOR = timedelta(minutes=3)
WITHDRAWABLE = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.IN_REVIEW)


class ApplicationRefused(Exception):
    """What was asked for cannot be done with the application; the message is for the person."""


class NotEligible(ApplicationRefused):
    """It lacks what it must have; `checklist` says what."""

    def __init__(self, checklist: Checklist) -> None:
        super().__init__("Ansøgningen kan ikke indsendes endnu. Se, hvad der mangler.")
        self.checklist = checklist


@dataclass(frozen=True)
class Change:
    """What a person wrote in a field, and the mark of what stood there when the person read it."""

    value: str
    seen: str


@dataclass
class Written:
    """What came of writing: fields saved, fields where a colleague wrote something else (with the colleague's words).

    `news` are fields this person left alone and a colleague has changed since.
    """

    saved: list[str] = field(default_factory=list)
    conflicts: dict[str, str] = field(default_factory=dict)
    news: dict[str, str] = field(default_factory=dict)
    by: str = ""


def mark(value: str) -> str:
    """A short mark of a value, for the page to send back; browsers may have changed its line ends."""
    return hashlib.sha256(plain(value).encode()).hexdigest()[:16]


def plain(value: str) -> str:
    """The value with line ends as they are kept."""
    return value.replace("\r\n", "\n").replace("\r", "\n")


def values_of(row: TrialAction) -> dict[str, str]:
    """Every field that is written in, as the page sends it. One query, for the answers on the elements."""
    said = {name: getattr(row, name) for name in (*TEXTS, "age_group")}
    said |= {name: day.isoformat() if (day := getattr(row, name)) else "" for name in DATES}
    answers = {answer.element_id: answer for answer in row.element_answers.all()}
    for element in row.round.version.elements.filter(is_centre=False):
        answer = answers.get(element.pk)
        said[f"{ELEMENT}{element.pk}"] = answer.text if answer else ""
    said[LEADING] = next((str(pk) for pk, answer in answers.items() if answer.is_leading), "")
    return said


def lock(trial_action: TrialAction) -> TrialAction:
    """The trial action's row, locked, with its round, strategy and municipality.

    Never joined with who wrote last: a join that another transaction changes while this one waits finds no row.
    """
    rows = TrialAction.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("round__strategy__municipality", "round__version").get(pk=trial_action.pk)


def lock_to_write(trial_action: TrialAction) -> TrialAction:
    """As `lock`, while the team may write.

    Raises:
        ApplicationRefused: it has been handed in, or withdrawn.
    """
    row = lock(trial_action)
    if not row.may_be_written:
        state = row.get_state_display().lower()
        raise ApplicationRefused(f"Ansøgningen er “{state}” nu, så der kan ikke skrives i den. Din tekst er ikke gemt.")
    return row


def touch(row: TrialAction, *, by: User, at: datetime) -> None:
    """Note on a locked row that what is applied for was changed; answers given to it before no longer hold."""
    confirmed = PartnerConfirmation.objects.filter(partner__trial_action=row, version=row.version).exists()
    if confirmed or ApplicationVersion.objects.filter(trial_action=row, version=row.version).exists():
        row.version += 1
    note(row, by=by, at=at)


def note(row: TrialAction, *, by: User, at: datetime) -> None:
    """Note on a locked row who wrote last, where what is applied for is as it was."""
    row.updated_at, row.updated_by = at, by
    row.save()


@transaction.atomic
def begin(*, round_: Round, title: str, by: User, at: datetime, made_from: CatalogueEntry | None = None) -> TrialAction:
    """Begin an application in an announced round, empty or from an entry of a catalogue. The same twice is one.

    Raises:
        ApplicationRefused: the round is not announced, or has closed.
    """
    owner = rounds.lock(round_)
    if owner.announced_at is None or owner.is_decided or at >= owner.closes_at:
        raise ApplicationRefused("Runden tager ikke imod ansøgninger nu.")
    title = " ".join(title.split())
    mine = TrialAction.objects.of_team(by).filter(round=owner, state=State.DRAFT, made_from=made_from)
    same = mine.filter(title=title).first()
    if same is not None:
        return same
    last = owner.trial_actions.aggregate(last=Max("number"))["last"] or 0
    row = TrialAction.objects.create(
        round=owner,
        number=last + 1,
        title=title,
        made_from=made_from,
        created_at=at,
        created_by=by,
        updated_at=at,
        updated_by=by,
        **(_from_entry(made_from) if made_from else {}),
    )
    TeamMember.objects.create(trial_action=row, user=by, is_responsible=True, added_at=at)
    if made_from is not None:
        _copy_measures(row, made_from.trial_action)
    record("begun", f"begyndte ansøgningen “{row}”", row, by=by, at=at)
    return row


def _from_entry(entry: CatalogueEntry) -> dict[str, str]:
    return {
        "age_group": entry.age_group,
        "intervention": entry.what,
        "group": entry.for_whom[:600],
        "methods": entry.how[:2500],
        "expected_effect": entry.effect,
        "resources": entry.conditions[:1500],
        "risks": entry.did_not_work[:1500],
    }


def _copy_measures(row: TrialAction, tried: TrialAction) -> None:
    """What those who tried it followed; the baseline, and in another municipality the source, is the team's to find."""
    is_own = tried.municipality == row.municipality
    for one in Measure.objects.filter(trial_action=tried):
        one.pk, one.trial_action, one.baseline, one.collector = None, row, "", ""
        one.source = one.source if is_own else ""
        one.save(force_insert=True)


@transaction.atomic
def write(*, trial_action: TrialAction, changes: Mapping[str, Change], by: User, at: datetime) -> Written:
    """Save the fields this person has changed. Values have been validated; unknown names are left alone.

    Raises:
        ApplicationRefused: it cannot be written in now.
    """
    row = lock_to_write(trial_action)
    now = values_of(row)
    written = Written(by=row.updated_by.display_name if row.updated_by_id != by.pk else "En kollega")
    for name, change in changes.items():
        if name not in now or now[name] == change.value:
            continue
        if mark(change.value) == change.seen:
            written.news[name] = now[name]
        elif mark(now[name]) == change.seen:
            written.saved.append(name)
        else:
            written.conflicts[name] = now[name]
    if written.saved:
        for name in written.saved:
            _put(row, name, changes[name].value)
        _check_dates(row)
        touch(row, by=by, at=at)
        _record_sitting(row, by=by, at=at)
    return written


def _put(row: TrialAction, name: str, value: str) -> None:
    if name == LEADING:
        row.element_answers.filter(is_leading=True).update(is_leading=False)
        if value:
            ElementAnswer.objects.update_or_create(
                trial_action=row, element_id=int(value), defaults={"is_leading": True}
            )
    elif name.startswith(ELEMENT):
        pk = int(name.removeprefix(ELEMENT))
        ElementAnswer.objects.update_or_create(trial_action=row, element_id=pk, defaults={"text": value})
    elif name in DATES:
        setattr(row, name, date.fromisoformat(value) if value else None)
    else:
        setattr(row, name, value)


def _check_dates(row: TrialAction) -> None:
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise ApplicationRefused("Prøvehandlingen skal slutte efter, at den er begyndt. Ret en af datoerne.")


@transaction.atomic
def submit(*, trial_action: TrialAction, by: User, at: datetime) -> TrialAction:
    """Hand the application in, or in again after questions; what is handed in is frozen. Twice is once.

    Raises:
        NotEligible: something it must have is missing.
        ApplicationRefused: the round is not open, or the application is not the team's to hand in now.
    """
    owner = rounds.lock(trial_action.round)
    row = lock(trial_action)
    if row.state in (State.SUBMITTED, State.IN_REVIEW):
        return row
    if not row.may_be_written:
        raise ApplicationRefused(f"Ansøgningen er “{row.get_state_display().lower()}” og kan ikke indsendes.")
    refusal = why_closed(row, owner, at)
    if refusal:
        raise ApplicationRefused(refusal)
    checklist = application_facts.checklist(row)
    if not checklist.may_submit:
        raise NotEligible(checklist)
    again = row.state == State.RETURNED
    reviewed = CommitteeReview.objects.filter(trial_action=row).exclude(state=CommitteeReview.State.DRAFT).exists()
    row.state = State.IN_REVIEW if at >= owner.closes_at or reviewed else State.SUBMITTED
    # Points given before are given anew: the committee asked, and has been answered.
    row.submitted_at, row.submitted_by = at, by
    row.save()
    _freeze(row, by=by, at=at)
    words = "indsendte ansøgningen igen" if again else "indsendte ansøgningen"
    record("submitted", f"{words} “{row}” til {owner.title}", row, by=by, at=at, data={"version": row.version})
    application_emails.submitted(row, again=again)
    if again:
        committee_emails.back(row)
    return row


def why_closed(row: TrialAction, owner: Round, at: datetime) -> str:
    """Why the round does not take the application now; empty when it does.

    One that was sent back can be handed in again until the round is decided.
    """
    if owner.is_decided:
        return "Runden er afgjort."
    if row.state == State.RETURNED or owner.takes_applications_at(at):
        return ""
    if owner.announced_at is None or at < owner.opens_at:
        return "Runden er ikke åbnet endnu. I kan skrive videre imens."
    return "Fristen er passeret, så ansøgningen kan ikke indsendes."


def _freeze(row: TrialAction, *, by: User, at: datetime) -> None:
    content = application_contents.content_of(row)
    ApplicationVersion.objects.get_or_create(
        trial_action=row,
        version=row.version,
        defaults={"content": content, "sha256": application_contents.digest(content), "at": at, "by": by},
    )


@transaction.atomic
def withdraw(*, trial_action: TrialAction, by: User, at: datetime) -> TrialAction:
    """Take the application back before the round is decided. Twice is once.

    Raises:
        ApplicationRefused: the round is decided.
    """
    owner = rounds.lock(trial_action.round)
    row = lock(trial_action)
    if row.state == State.WITHDRAWN:
        return row
    if row.state not in WITHDRAWABLE or owner.is_decided:
        raise ApplicationRefused("Runden er afgjort, så ansøgningen kan ikke trækkes tilbage her.")
    was_draft = row.state == State.DRAFT
    row.state, row.withdrawn_at, row.updated_at, row.updated_by = State.WITHDRAWN, at, at, by
    row.save()
    record("withdrawn", f"trak ansøgningen “{row}” tilbage", row, by=by, at=at)
    if not was_draft:
        application_emails.withdrawn(row, by=by)
        partner_emails.tell(owner, [row])
    return row


@transaction.atomic
def reopen(*, trial_action: TrialAction, by: User, at: datetime) -> TrialAction:
    """Make what was handed in a draft again, to be mended and handed in anew before the deadline. Twice is once.

    What was handed in stays frozen, and the answers given to it hold until something is changed.

    Raises:
        ApplicationRefused: the deadline has passed, the committee has begun to judge it, or it was never handed in.
    """
    owner = rounds.lock(trial_action.round)
    row = lock(trial_action)
    if row.state == State.DRAFT:
        return row
    refusal = why_not_reopened(row, owner, at)
    if refusal:
        raise ApplicationRefused(refusal)
    row.state, row.submitted_at, row.submitted_by = State.DRAFT, None, None
    row.updated_at, row.updated_by = at, by
    row.save()
    record("reopened", f"tog ansøgningen “{row}” tilbage for at rette den", row, by=by, at=at)
    application_emails.reopened(row, by=by)
    return row


def why_not_reopened(row: TrialAction, owner: Round, at: datetime) -> str:
    """Why the team cannot have what it handed in back as a draft; empty when it can. Two queries.

    A committee that has asked has begun: what came back from it can be handed in until the decision, a draft cannot.
    """
    if row.state not in (State.SUBMITTED, State.IN_REVIEW):
        return f"Ansøgningen er “{row.get_state_display().lower()}” og kan ikke tages tilbage for at blive rettet."
    if owner.is_decided or at >= owner.closes_at:
        return "Fristen er passeret, så ansøgningen kan ikke rettes. Udvalget kan sende den tilbage med spørgsmål."
    has_begun = CommitteeReview.objects.filter(trial_action=row).exists() or row.questions.exists()
    if row.state == State.IN_REVIEW or has_begun:
        return "Udvalget er begyndt at bedømme ansøgningen. Det kan sende den tilbage til jer med spørgsmål."
    return ""


def see(*, trial_action: TrialAction, section: str, by: User, at: datetime) -> None:
    """Remember where a member of the team is; the same place is written every 20 seconds at most."""
    mine = TeamMember.objects.filter(trial_action=trial_action, user=by)
    mine.exclude(seen_section=section, seen_at__gt=at - SEEN_EVERY).update(seen_section=section, seen_at=at)


def colleagues(trial_action: TrialAction, *, but: User, at: datetime) -> list[TeamMember]:
    """The others of the team who are in the application now. One query."""
    rows = TeamMember.objects.filter(trial_action=trial_action, seen_at__gt=at - SEEN_FOR).exclude(seen_section="")
    return list(rows.exclude(user=but).select_related("user"))


def _record_sitting(row: TrialAction, *, by: User, at: datetime) -> None:
    recent = AuditEvent.objects.filter(
        action="trial_action.written",
        subject_type="trialaction",
        subject_id=str(row.pk),
        actor=by,
        at__gt=at - SITTING,
    )
    if not recent.exists():
        record("written", f"skrev i ansøgningen “{row}”", row, by=by, at=at)


def record(
    action: str,
    summary: str,
    row: TrialAction,
    *,
    by: User | None,
    at: datetime,
    data: dict[str, object] | None = None,
) -> None:
    """Write of a trial action in the log."""
    audit.record(
        action=f"trial_action.{action}",
        summary=summary,
        subject=row,
        by=by,
        at=at,
        scope=row.municipality.code,
        data=data,
    )
