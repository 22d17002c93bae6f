"""The application: written section by section by several people at once, checked, handed in, withdrawn, printed."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require, signed_in
from accounts.danish import date_time
from strategy import application_contents, application_facts, applications, navigation, round_pages, rules, teams
from strategy.application_facts import Answer
from strategy.applications import ApplicationRefused, Written, mark
from strategy.eligibility import Check, Checklist
from strategy.forms.application import BY_KEY, SECTIONS, SEEN, Asked, BeginForm, Section, SectionForm
from strategy.models import Partner, Round, TrialAction
from strategy.views.kept_writing import writing_kept
from strategy.views.rounds import seen as seen_round

UNSAVED = 422


@dataclass
class Slot:
    """A field as the page shows it: asked, filled in, marked, and what came of saving it."""

    asked: Asked
    field: Any
    mark: str
    state: str = ""  # saved, error, conflict, news
    theirs: str = ""

    @property
    def name(self) -> str:
        return self.asked.name

    @property
    def theirs_words(self) -> str:
        """The colleague's words, as they are read."""
        choices = dict(getattr(self.field.field, "choices", ()))
        return str(choices.get(self.theirs, self.theirs)) if self.theirs else ""

    @property
    def can_have_both(self) -> bool:
        """Two texts can stand after each other."""
        return isinstance(self.field.field.widget, forms.Textarea)


@dataclass
class Saving:
    """What came of trying to save a section."""

    form: SectionForm
    written: Written = field(default_factory=Written)
    refusal: str = ""
    was_tried: bool = False

    @property
    def why_not(self) -> str:
        """Why something was not saved; empty when all was."""
        if self.refusal:
            return self.refusal
        if self.written.conflicts:
            return "I har skrevet samtidig. Vælg ved feltet, hvad der skal gælde."
        return "Se ved feltet, hvad der skal rettes." if self.was_tried and self.form.errors else ""


def seen(request: HttpRequest, pk: int) -> TrialAction:
    """The trial action, when the person may know of it; else 404. Sets the room."""
    rows = TrialAction.objects.visible_to(request.user).select_related(
        "round__strategy__municipality", "round__version", "updated_by", "made_from"
    )
    found = get_object_or_404(rows, pk=pk)
    request.municipality = found.municipality  # type: ignore[attr-defined]
    return found


def written_by(request: HttpRequest, pk: int) -> TrialAction:
    """The trial action, when the person is on its team; a stranger gets 404, others who see it 403."""
    found = seen(request, pk)
    require(rules.is_on_team(request.user, found))
    return found


def page(request: HttpRequest, template: str, row: TrialAction, **context: Any) -> HttpResponse:
    """A page of the application."""
    status = context.pop("status", 200)
    context |= navigation.context(request, row.round.strategy, "rounds")
    now = timezone.now()
    context |= {"trial_action": row, "round": row.round, "deadline": round_pages.deadline_words(row, now)}
    context["is_over"] = row.state == TrialAction.State.DRAFT and round_pages.is_over(row.round, now)
    return render(request, f"strategy/application/{template}.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an application with a title, or from an entry of a catalogue (`efter`)."""
    round_: Round = seen_round(request, pk)
    require(rules.can_apply(request.user, round_.municipality))
    person = signed_in(request)
    entry = round_pages.entry_to_begin_from(person, request.POST.get("efter", "") or request.GET.get("efter", ""))
    form = BeginForm(
        request.POST if request.method == "POST" else None, initial={"title": entry.title if entry else ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = applications.begin(
                round_=round_, title=form.cleaned_data["title"], made_from=entry, by=person, at=timezone.now()
            )
        except ApplicationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("application", pk=made.pk)
    context = navigation.context(request, round_.strategy, "rounds")
    return render(request, "strategy/application/new.html", {**context, "round": round_, "form": form, "entry": entry})


@writing_kept
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a section (`afsnit`); POST saves, and htmx gets back only the parts that change. Others read it whole."""
    row = seen(request, pk)
    may_write = rules.can_write_application(request.user, row)
    if request.method == "GET" and not may_write:
        return _whole(request, row)
    require(rules.is_on_team(request.user, row))
    section = _section(request)
    if request.method == "GET":
        return _write_page(request, row, section, Saving(SectionForm(section, row)))
    return _save(request, row, section)


def _section(request: HttpRequest) -> Section:
    found = BY_KEY.get(request.GET.get("afsnit", SECTIONS[0].key))
    if found is None:
        raise Http404
    return found


def _save(request: HttpRequest, row: TrialAction, section: Section) -> HttpResponse:
    data = _picked(request.POST)
    saving = Saving(SectionForm(section, row, data), was_tried=True)
    by, at = signed_in(request), timezone.now()
    try:
        saving.written = applications.write(trial_action=row, changes=saving.form.changes, by=by, at=at)
    except ApplicationRefused as refusal:
        saving.refusal = str(refusal)
    else:
        applications.see(trial_action=row, section=section.key, by=by, at=at)
        row = seen(request, row.pk)
        saving.form.row, saving.form.now = row, applications.values_of(row)
    status = UNSAVED if saving.why_not else 200
    if request.headers.get("HX-Request"):
        context = {**_about(row, section, saving), "at": at, "trial_action": row}
        return render(request, "strategy/application/_parts.html", context, status=status)
    if saving.why_not:
        return _write_page(request, row, section, saving)
    following = _next(section) if "videre" in request.POST else section
    return redirect(_address(row, following))


def _picked(posted: QueryDict) -> QueryDict:
    """What was posted, after the choice between two versions of one field: `pick` is "name:mine|theirs|both"."""
    name, _, which = posted.get("pick", "").partition(":")
    if which not in ("mine", "theirs", "both"):
        return posted
    data = posted.copy()
    theirs = posted.get(f"theirs-{name}", "")
    data[f"{SEEN}{name}"] = mark(theirs)
    if which == "theirs":
        data[name] = theirs
    elif which == "both":
        data[name] = f"{posted.get(name, '').rstrip()}\n\n{theirs}"
    return data


def _slots(saving: Saving) -> list[Slot]:
    form, written = saving.form, saving.written
    said = form.changes if form.is_bound else {}
    found = []
    for one in form.asked:
        # The mark is of the text the page shows, not of what a colleague may have written in the moment since.
        shown = said[one.name].value if one.name in said else form.now[one.name]
        slot = Slot(one, form[one.name], mark(shown))
        posted_mark = str(form.data.get(f"{SEEN}{one.name}", slot.mark)) if form.is_bound else slot.mark
        if one.name in written.conflicts:
            slot.state, slot.theirs, slot.mark = "conflict", written.conflicts[one.name], posted_mark
        elif one.name in written.news:
            slot.state, slot.theirs, slot.mark = "news", written.news[one.name], posted_mark
        elif form.is_bound and form[one.name].errors:
            slot.state, slot.mark = "error", posted_mark
        elif one.name in written.saved:
            slot.state = "saved"
        elif saving.refusal:
            slot.mark = posted_mark
        found.append(slot)
    return found


def _about(row: TrialAction, section: Section, saving: Saving) -> dict[str, Any]:
    checklist = application_facts.checklist(row)
    return {
        "section": section,
        "saving": saving,
        "slots": _slots(saving),
        "checklist": checklist,
        "sections": _states(checklist),
        "here": checklist.of(section.key),
    }


def _states(checklist: Checklist) -> list[tuple[Section, list[Check]]]:
    """The sections with what each still lacks."""
    return [(one, [check for check in checklist.of(one.key) if not check.is_met]) for one in SECTIONS]


def _next(section: Section) -> Section:
    place = SECTIONS.index(section)
    return SECTIONS[min(place + 1, len(SECTIONS) - 1)]


def _address(row: TrialAction, section: Section) -> str:
    return f"{reverse('application', args=[row.pk])}?afsnit={section.key}"


def _write_page(request: HttpRequest, row: TrialAction, section: Section, saving: Saving) -> HttpResponse:
    person, at = signed_in(request), timezone.now()
    applications.see(trial_action=row, section=section.key, by=person, at=at)
    place = SECTIONS.index(section)
    context = {
        **_about(row, section, saving),
        "before": SECTIONS[place - 1] if place else None,
        "after": SECTIONS[place + 1] if place + 1 < len(SECTIONS) else None,
        "colleagues": applications.colleagues(row, but=person, at=at),
        "titles": {one.key: one.title for one in SECTIONS},
        "at": row.updated_at,
        "person": person,
        "is_asked": application_facts.is_asked(row),
        **_rows(row, section),
    }
    return page(request, "write", row, **context)


def _rows(row: TrialAction, section: Section) -> dict[str, Any]:
    """What a section of rows shows."""
    if section.key == "maalinger":
        return {"measures": row.measures.all(), "targets": row.targets.select_related("measure")}
    if section.key == "parter":
        answers = _answered(row)
        waits = any(not (one.confirmation and one.confirmation.answered_at) for _, found in answers for one in found)
        return {"partners": answers, "unanswered": waits}
    if section.key == "hold":
        return {"team": row.team.select_related("user"), "candidates": teams.candidates(row)}
    return {}


def _answered(row: TrialAction) -> list[tuple[Partner, list[Answer]]]:
    """Each partner with what it, and a unit's leader, has said to the application as it stands. Three queries."""
    partners = row.partners.select_related("unit").prefetch_related("confirmations")
    return [(one, application_facts.answers_of(one, row.version)) for one in partners]


def _whole(request: HttpRequest, row: TrialAction) -> HttpResponse:
    """The application as it reads, for those who cannot write in it now."""
    is_on_team = rules.is_on_team(request.user, row)
    why_not = applications.why_not_reopened(row, row.round, timezone.now()) if is_on_team else ""
    context = {
        "content": application_contents.content_of(row),
        "answered": _answered(row),
        "is_on_team": is_on_team,
        "may_reopen": is_on_team and not why_not,
        "questions": row.questions.all(),
        "may_withdraw": row.state in applications.WITHDRAWABLE and not row.round.is_decided,
    }
    return page(request, "read", row, **context)


@writing_kept
@require_GET
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Who else is in the application, asked by the page while it is open."""
    row = written_by(request, pk)
    others = applications.colleagues(row, but=signed_in(request), at=timezone.now())
    context = {"colleagues": others, "titles": {one.key: one.title for one in SECTIONS}}
    return render(request, "strategy/application/_colleagues.html", {**context, "current": request.GET.get("afsnit")})


@login_required
@require_GET
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What it takes to hand it in, point by point, and the button when all is there."""
    row = written_by(request, pk)
    if not row.may_be_written:
        return redirect("application", pk=pk)
    checklist = application_facts.checklist(row)
    closed = applications.why_closed(row, row.round, timezone.now())
    questions = row.questions.all()
    return page(
        request, "check", row, checklist=checklist, closed=closed, questions=questions, sections=_states(checklist)
    )


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand it in, or say what is missing."""
    row = written_by(request, pk)
    try:
        applications.submit(trial_action=row, by=signed_in(request), at=timezone.now())
    except ApplicationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("application_check", pk=pk)
    messages.success(request, "Ansøgningen er indsendt. Teamet har fået en mail.")
    return redirect("application", pk=pk)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back before the round is decided."""
    row = written_by(request, pk)
    try:
        applications.withdraw(trial_action=row, by=signed_in(request), at=timezone.now())
    except ApplicationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("application", pk=pk)
    messages.success(request, "Ansøgningen er trukket tilbage.")
    return redirect("round", pk=row.round_id)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what was handed in back as a draft, before the deadline."""
    row = written_by(request, pk)
    try:
        applications.reopen(trial_action=row, by=signed_in(request), at=timezone.now())
    except ApplicationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        until = date_time(row.round.closes_at)
        messages.success(request, f"Ansøgningen er en kladde igen. Husk at indsende den på ny senest {until}.")
    return redirect("application", pk=pk)


@login_required
@require_GET
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole application on paper."""
    row = seen(request, pk)
    content, answered = application_contents.content_of(row), _answered(row)
    return page(request, "print", row, content=content, answered=answered, now=timezone.now())
