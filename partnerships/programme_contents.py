"""What a programme says: texts, criteria, areas, dates, contacts, terms; and last year's as a new draft (indhold)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from accounts.danish import DANISH_TIME, in_danish_time
from accounts.models import User
from partnerships import price_lists, programmes
from partnerships.models import (
    Participation,
    Partnership,
    Programme,
    ProgrammeContact,
    SuccessCriterion,
    Terms,
    TimelineEntry,
)
from partnerships.models.areas import Area
from partnerships.programmes import NEEDED_TEXTS, TEXTS, ProgrammeRefused

Row = TypeVar("Row", bound=Model)


def _plain(value: Any) -> Any:
    """A text with the line ends that rows keep; browsers post others. Anything else as it is."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


@transaction.atomic
def update_texts(*, programme: Programme, by: User | None, at: datetime, **texts: Any) -> Programme:
    """Change texts, ids and dates among TEXTS; the log keeps the old ones.

    Municipalities bind themselves to the commitments, so when those change every draft must be read again.

    Raises:
        ProgrammeRefused: the programme is finished, or a published one would lose a text it must have.
    """
    programmes.refuse_unknown(texts)
    row = programmes.lock(programme)
    programmes.refuse_finished(row)
    if not row.is_draft and any(name in texts and not str(texts[name]).strip() for name in NEEDED_TEXTS):
        raise ProgrammeRefused("Et åbnet program skal have indledning, formål, indhold og forpligtelser.")
    texts = {name: _plain(value) for name, value in texts.items()}
    changed = {name: value for name, value in texts.items() if _plain(getattr(row, name)) != value}
    if not changed:
        return row
    data = {name: [str(getattr(row, name) or ""), str(value or "")] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()
    labels = ", ".join(str(getattr(Programme._meta.get_field(name), "verbose_name", name)) for name in changed)
    programmes.record(row, "texts_changed", f"rettede {labels}", by=by, at=at, data={"changed": data})
    if "commitments" in changed:
        price_lists.renew_drafts(row, by=by, at=at)
    return row


@transaction.atomic
def set_criteria(*, programme: Programme, texts: Sequence[str], by: User | None, at: datetime) -> None:
    """Replace the success criteria, in order."""
    row = programmes.lock(programme)
    programmes.refuse_finished(row)
    if not texts and not row.is_draft:
        raise ProgrammeRefused("Et åbnet program skal have mindst ét succeskriterium.")
    before, texts = list(row.success_criteria.values_list("text", flat=True)), [_plain(text) for text in texts]
    if before == texts:
        return
    row.success_criteria.all().delete()
    SuccessCriterion.objects.bulk_create(
        SuccessCriterion(programme=row, position=position, text=text) for position, text in enumerate(texts, start=1)
    )
    data = {"before": before, "after": texts}
    programmes.record(row, "criteria_changed", f"skrev {len(texts)} succeskriterier", by=by, at=at, data=data)


@transaction.atomic
def set_partnerships(
    *, programme: Programme, partnerships: Sequence[Partnership], by: User | None, at: datetime
) -> list[str]:
    """Make the programme's areas these (unsaved rows with area, description, highlights).

    The prices of an area that goes, go with it; what they were for is returned, in Danish.

    Raises:
        ProgrammeRefused: an area of a published programme would come or go, or one with enrolments would go.
    """
    row = programmes.lock(programme)
    programmes.refuse_finished(row)
    wanted = {partnership.area: partnership for partnership in partnerships}
    existing = {partnership.area: partnership for partnership in row.partnerships.all()}
    if wanted.keys() != existing.keys() and not row.is_draft:
        raise ProgrammeRefused("Områderne ligger fast, når programmet er åbnet. Beskrivelserne kan stadig rettes.")
    gone = existing.keys() - wanted.keys()
    taken = Participation.objects.filter(partnership__programme=row, partnership__area__in=gone)
    if (found := taken.select_related("partnership").first()) is not None:
        label = found.partnership.get_area_display().lower()
        raise ProgrammeRefused(f"Der er kladder til {label}, så området kan ikke fjernes.")
    unpriced = price_lists.remove_areas(row, gone, by=by, at=at) if gone else []
    for area in gone:
        existing[area].delete()
    for area, partnership in wanted.items():
        texts = {"description": _plain(partnership.description), "highlights": _plain(partnership.highlights)}
        Partnership.objects.update_or_create(programme=row, area=area, defaults=texts)
    names = ", ".join(str(Area(area).label).lower() for area in wanted) or "ingen"
    data = {"prices_removed": unpriced} if unpriced else None
    programmes.record(row, "areas_changed", f"rettede partnerskaberne: {names}", by=by, at=at, data=data)
    return unpriced


@transaction.atomic
def set_timeline(*, programme: Programme, entries: Sequence[TimelineEntry], by: User | None, at: datetime) -> None:
    """Replace the tentative dates (unsaved rows)."""
    row = programmes.lock(programme)
    programmes.refuse_finished(row)
    row.timeline.all().delete()
    for entry in entries:
        entry.programme = row
    TimelineEntry.objects.bulk_create(entries)
    programmes.record(row, "timeline_changed", f"rettede tidsplanen: {len(entries)} datoer", by=by, at=at)


@transaction.atomic
def set_contacts(*, programme: Programme, contacts: Sequence[ProgrammeContact], by: User | None, at: datetime) -> None:
    """Replace whom to ask (unsaved rows). A published programme keeps somebody for practical matters."""
    row = programmes.lock(programme)
    if not row.is_draft and not any(contact.area == "" for contact in contacts):
        raise ProgrammeRefused("Et åbnet program skal have mindst én kontaktperson om tilmelding og praktik.")
    row.contacts.all().delete()
    for contact in contacts:
        contact.programme = row
    ProgrammeContact.objects.bulk_create(contacts)
    names = ", ".join(contact.name for contact in contacts) or "ingen"
    programmes.record(row, "contacts_changed", f"rettede kontaktpersonerne: {names}", by=by, at=at)


@transaction.atomic
def publish_terms(*, programme: Programme, text: str, by: User | None, at: datetime) -> Terms:
    """Write the next version of the terms; earlier versions stay as they are. The same text again is no new version.

    Raises:
        ProgrammeRefused: the text is empty, or the programme is finished.
    """
    text = _plain(text).strip()
    if not text:
        raise ProgrammeRefused("Skriv de vilkår, kommunerne binder sig til.")
    row = programmes.lock(programme)
    programmes.refuse_finished(row)
    latest = row.terms.order_by("-version").first()
    if latest is not None and latest.text == text:
        return latest
    terms = Terms.objects.create(
        programme=row,
        version=latest.version + 1 if latest else 1,
        text=text,
        sha256=Terms.hash_of(text),
        created_at=at,
        created_by=by,
    )
    price_lists.renew_drafts(row, by=by, at=at)
    data = {"version": terms.version, "sha256": terms.sha256}
    programmes.record(row, "terms_published", f"skrev vilkårene, version {terms.version}", by=by, at=at, data=data)
    return terms


# --- rolling forward ----------------------------------------------------------------------------------------------


def same_week(day: date, years: int) -> date:
    """The same weekday of the same ISO week `years` later; week 53 becomes 52 in a year without one."""
    year, week, weekday = day.isocalendar()
    try:
        return date.fromisocalendar(year + years, week, weekday)
    except ValueError:
        return date.fromisocalendar(year + years, 52, weekday)


def _moved(day: date | None, years: int) -> date | None:
    return None if day is None else same_week(day, years)


@transaction.atomic
def roll_forward(*, programme: Programme, by: User | None, at: datetime, years: int = 1) -> Programme:
    """A draft copied from an earlier programme, every date moved to the same weekday of the same week `years` later.

    Nothing of what municipalities did follows; the case and document ids are new ones, so they are left empty.
    """
    source = Programme.objects.get(pk=programme.pk)
    deadline = in_danish_time(source.deadline_at)
    copied = {name: getattr(source, name) for name in TEXTS if name not in ("title", "year", "case_id", "document_id")}
    copied["names_due_date"] = _moved(source.names_due_date, years)
    copied["invoice_date"] = _moved(source.invoice_date, years)
    year = source.year + years
    row = programmes.create(
        title=source.title.replace(str(source.year), str(year)),
        year=year,
        deadline_at=datetime.combine(same_week(deadline.date(), years), deadline.time(), tzinfo=DANISH_TIME),
        by=by,
        at=at,
        **copied,
    )
    actor: dict[str, Any] = {"programme": row, "by": by, "at": at}
    set_criteria(texts=list(source.success_criteria.values_list("text", flat=True)), **actor)
    set_partnerships(partnerships=_fresh(source.partnerships.all()), **actor)
    set_contacts(contacts=_fresh(source.contacts.all()), **actor)
    entries = _fresh(source.timeline.all())
    for entry in entries:
        entry.start_date = same_week(entry.start_date, years)
        entry.end_date = _moved(entry.end_date, years)
    set_timeline(entries=entries, **actor)
    terms = source.terms.order_by("-version").first()
    if terms is not None:
        publish_terms(text=terms.text, **actor)
    if (prices := price_lists.prices_of(source)) is not None:
        price_lists.set_prices(prices=prices, **actor)
    programmes.record(row, "rolled_forward", f"lavede {row.title} ud fra {source.title}", by=by, at=at)
    return row


def _fresh(rows: Iterable[Row]) -> list[Row]:
    """The rows as unsaved ones."""
    fresh = list(rows)
    for row in fresh:
        row.pk = None
        row._state.adding = True
    return fresh
