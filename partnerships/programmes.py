"""The life of a programme: made, opened, its deadline moved, closed, run, finished (programmer).

Every change locks the programme's row first, as `enrolments.submit` does, so that a price or a deadline cannot change
between what a municipality binds itself to and the moment it does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts import audit
from accounts.danish import date_time, weekday_date_time
from accounts.models import User
from partnerships import programme_emails
from partnerships.models import Bundle, Invitation, Municipality, ProductPrice, Programme
from partnerships.models.areas import Area, participation_key

State = Programme.State

# From a state to those it may become. A closed programme opens again only by a later deadline.
TRANSITIONS: Mapping[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.OPEN}),
    State.OPEN: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN, State.RUNNING}),
    State.RUNNING: frozenset({State.FINISHED}),
    State.FINISHED: frozenset(),
}

TEXTS = (
    "title",
    "year",
    "lead",
    "background",
    "purpose",
    "content",
    "themes",
    "commitments",
    "screening_text",
    "practical",
    "case_id",
    "document_id",
    "names_due_date",
    "invoice_date",
)
NEEDED_TEXTS = ("lead", "purpose", "content", "commitments")


class ProgrammeRefused(Exception):
    """What was asked for cannot be done to the programme; the message is for the person."""


@dataclass(frozen=True)
class Missing:
    """Something a programme lacks before it can open: the section it belongs to, and what to do."""

    section: str
    title: str
    text: str


class NotReady(ProgrammeRefused):
    """The programme is not complete; `missing` says what it lacks."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__("Programmet kan ikke åbne endnu: " + " ".join(f"{item.title}." for item in missing))
        self.missing = list(missing)


def lock(programme: Programme) -> Programme:
    """The programme's row, fresh, and locked for the rest of the transaction."""
    return Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)


def record(
    row: Programme, action: str, summary: str, *, by: User | None, at: datetime, data: dict[str, Any] | None = None
) -> None:
    """Write in the programme's log."""
    audit.record(action=f"programme.{action}", summary=summary, subject=row, at=at, by=by, data=data)


def _become(row: Programme, state: str) -> None:
    if state not in TRANSITIONS[row.state]:
        raise ProgrammeRefused(
            f"Programmet er “{row.get_state_display().lower()}” og kan ikke blive “{State(state).label.lower()}”."
        )
    row.state = state


def refuse_finished(row: Programme) -> None:
    """A finished programme is history."""
    if row.state == State.FINISHED:
        raise ProgrammeRefused("Programmet er afsluttet, så det kan ikke ændres mere.")


# --- making ----------------------------------------------------------------------------------------


def free_slug(title: str, year: int) -> str:
    """An address for a programme of that title and year that no programme has."""
    plain = title.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    stem = slugify(plain)[:70].strip("-") or "program"
    if not stem.endswith(str(year)):
        stem = f"{stem[:65].strip('-')}-{year}"
    taken = set(Programme.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken)


@transaction.atomic
def create(
    *, title: str, year: int, deadline_at: datetime, by: User | None, at: datetime, slug: str = "", **texts: Any
) -> Programme:
    """A new draft. `texts` are among TEXTS; what is missing can be filled in until it opens."""
    refuse_unknown(texts)
    fields = {"title": title, "year": year, "deadline_at": deadline_at, **texts}
    try:
        with transaction.atomic():
            row = Programme.objects.create(slug=slug or free_slug(title, year), **fields)
    except IntegrityError:  # a colleague took the address in the same second
        if slug:
            raise
        row = Programme.objects.create(slug=free_slug(title, year), **fields)
    record(row, "created", f"oprettede programmet {row.title}", by=by, at=at)
    return row


@transaction.atomic
def discard(*, programme: Programme, by: User | None, at: datetime) -> None:
    """Throw a draft away. What was written is gone; the log keeps that it was there.

    Raises:
        ProgrammeRefused: it has been published, or somebody has begun to enrol in it.
    """
    row = lock(programme)
    if not row.is_draft:
        raise ProgrammeRefused("Kun en kladde kan slettes. Et program, der har været åbent, bliver stående.")
    if row.enrolments.exists():
        raise ProgrammeRefused("Nogen er begyndt på en tilmelding til programmet, så det kan ikke slettes.")
    record(row, "discarded", f"slettede kladden {row.title}", by=by, at=at)
    row.terms.all().delete()
    row.delete()


def refuse_unknown(texts: Mapping[str, Any]) -> None:
    """Guard against a misspelt field."""
    if unknown := set(texts) - set(TEXTS):
        raise ValueError(f"not texts of a programme: {sorted(unknown)}")


# --- opening, moving, closing -------------------------------------------------------------------------------------


def missing_to_open(programme: Programme, at: datetime) -> list[Missing]:
    """What a draft lacks before it can open, in the order staff fill it in."""
    missing = []
    empty = [
        str(getattr(Programme._meta.get_field(name), "verbose_name", name)).partition(",")[0]
        for name in NEEDED_TEXTS
        if not getattr(programme, name).strip()
    ]
    if empty:
        missing.append(Missing("texts", "Tekster mangler", f"Skriv {', '.join(empty)}."))
    if not programme.success_criteria.exists():
        missing.append(Missing("criteria", "Succeskriterier mangler", "Skriv mindst ét."))
    areas = list(programme.partnerships.values_list("area", flat=True))
    if not areas:
        missing.append(Missing("areas", "Områder mangler", "Vælg skole, dagtilbud eller begge."))
    sold = set(ProductPrice.objects.filter(price_list__programme=programme).values_list("key", flat=True)).union(
        *Bundle.objects.filter(price_list__programme=programme).values_list("keys", flat=True)
    )
    unsold = [str(Area(area).label).lower() for area in areas if participation_key(area) not in sold]
    if unsold or not sold:
        text = f"Skriv prisen for {' og '.join(unsold)}." if unsold else "Skriv prislisten."
        missing.append(Missing("prices", "Priser mangler", text))
    if not programme.terms.exists():
        missing.append(Missing("terms", "Vilkår mangler", "Skriv det, kommunerne binder sig til."))
    if not programme.contacts.filter(area="").exists():
        text = "Skriv, hvem kommunerne kan spørge om tilmelding og praktik."
        missing.append(Missing("contacts", "Kontaktperson mangler", text))
    if programme.deadline_at <= at:
        text = f"Den står til {date_time(programme.deadline_at)}."
        missing.append(Missing("deadline", "Tilmeldingsfristen er gået", text))
    if not Municipality.objects.exists():
        missing.append(Missing("", "Registeret er tomt", "Læs kommunerne ind, før I inviterer dem."))
    return missing


@transaction.atomic
def set_deadline(*, programme: Programme, deadline_at: datetime, by: User | None, at: datetime) -> Programme:
    """Set the deadline of a draft, which nobody has been told.

    Raises:
        ProgrammeRefused: the programme is published; then it takes `move_deadline` and a reason.
    """
    row = lock(programme)
    if not row.is_draft:
        raise ProgrammeRefused("Programmet er åbnet, så fristen skal flyttes med en begrundelse.")
    old, row.deadline_at = row.deadline_at, deadline_at
    row.save()
    data = {"old": old.isoformat(), "new": deadline_at.isoformat()}
    record(row, "deadline_set", f"satte fristen til {date_time(deadline_at)}", by=by, at=at, data=data)
    return row


@transaction.atomic
def open_programme(*, programme: Programme, by: User | None, at: datetime, announce: bool = True) -> Programme:
    """Publish a draft and invite every municipality. `announce=False` when the letters have gone out otherwise.

    Raises:
        NotReady, ProgrammeRefused: nothing is changed.
    """
    row = lock(programme)
    _become(row, State.OPEN)
    if missing := missing_to_open(row, at):
        raise NotReady(missing)
    row.opened_at = at
    row.save()
    Invitation.objects.bulk_create(
        Invitation(programme=row, municipality=municipality, invited_at=at)
        for municipality in Municipality.objects.order_by("code")
    )
    if announce:
        programme_emails.opened(row)
    invited = row.invitations.count()
    record(row, "opened", f"åbnede {row.title} og inviterede {invited} kommuner", by=by, at=at)
    return row


@transaction.atomic
def move_deadline(*, programme: Programme, deadline_at: datetime, reason: str, by: User, at: datetime) -> Programme:
    """Move the deadline of a published programme and tell everyone invited or drafting.

    A deadline that is over at `at` closes the programme; a later one opens a closed programme again.

    Raises:
        ProgrammeRefused: no reason, no change, or the programme is not open or closed.
    """
    if not reason.strip():
        raise ProgrammeRefused("Skriv, hvorfor fristen flyttes. Grunden kommer med i mailen.")
    row = lock(programme)
    if row.state not in (State.OPEN, State.CLOSED):
        raise ProgrammeRefused("Fristen kan kun flyttes, mens programmet er åbent eller lige er lukket.")
    if deadline_at == row.deadline_at:
        raise ProgrammeRefused("Fristen er allerede der. Vælg en anden dato eller et andet klokkeslæt.")
    old, row.deadline_at = row.deadline_at, deadline_at
    if deadline_at < at and row.is_open:
        _close(row, at)
    elif deadline_at >= at and row.state == State.CLOSED:
        _become(row, State.OPEN)
        row.closed_at = None
    row.save()
    data = {"old": old.isoformat(), "new": deadline_at.isoformat(), "reason": reason}
    summary = f"flyttede fristen fra {date_time(old)} til {date_time(deadline_at)}: {reason}"
    record(row, "deadline_moved", summary, by=by, at=at, data=data)
    programme_emails.deadline_moved(row, old=old, reason=reason)
    return row


def _close(row: Programme, at: datetime) -> None:
    _become(row, State.CLOSED)
    row.closed_at = at


@transaction.atomic
def close(*, programme: Programme, by: User | None, at: datetime) -> Programme:
    """Close a programme whose deadline is over at `at`.

    Raises:
        ProgrammeRefused: it is not open, or its deadline is still to come.
    """
    row = lock(programme)
    if row.is_open and at <= row.deadline_at:
        raise ProgrammeRefused(
            f"Fristen er {weekday_date_time(row.deadline_at)}. Flyt den, hvis programmet skal lukke før."
        )
    _close(row, at)
    row.save()
    record(row, "closed", f"lukkede {row.title} for tilmelding", by=by, at=at)
    return row


def close_due(*, at: datetime) -> int:
    """Close every open programme whose deadline is over at `at`; how many that were."""
    closed = 0
    for programme in Programme.objects.filter(state=State.OPEN, deadline_at__lt=at).order_by("pk"):
        try:
            close(programme=programme, by=None, at=at)
        except ProgrammeRefused:  # moved or closed by somebody in the meantime
            continue
        closed += 1
    return closed


@transaction.atomic
def start(*, programme: Programme, by: User | None, at: datetime) -> Programme:
    """The partnerships begin: from closed to running."""
    row = lock(programme)
    _become(row, State.RUNNING)
    row.save()
    record(row, "started", f"satte {row.title} i gang", by=by, at=at)
    return row


@transaction.atomic
def finish(*, programme: Programme, by: User | None, at: datetime) -> Programme:
    """The partnerships are over: from running to finished. Nothing can be added any more."""
    row = lock(programme)
    _become(row, State.FINISHED)
    row.save()
    record(row, "finished", f"afsluttede {row.title}", by=by, at=at)
    return row
