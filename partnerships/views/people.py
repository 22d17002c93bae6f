"""People, for administrators: search, global roles, access, who waits, first coordinators and colleagues."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts import people as use_cases
from accounts.access import require
from accounts.danish import DanishOrder
from accounts.models import AuditEvent, User
from accounts.people import GLOBAL_ROLES, PersonRefused
from accounts.second_factor import has_second_factor
from partnerships import membership_invitations, rules
from partnerships.forms.people import InviteCoordinatorForm, InviteStaffForm, PeopleFilter, RolesForm
from partnerships.memberships import MembershipRefused
from partnerships.models import Membership

PAGE_SIZE = 50
ACTIVE = Prefetch(
    "memberships",
    queryset=Membership.objects.select_related("municipality").order_by(DanishOrder("municipality__name"), "pk"),
    to_attr="places",
)


def _only_administrators(request: HttpRequest) -> None:
    require(rules.can_manage_programmes(request.user), "Kun administratorer styrer personer.")


def _filtered(form: PeopleFilter) -> QuerySet[User]:
    rows = User.objects.prefetch_related(ACTIVE).order_by(DanishOrder("name"), "pk")
    if not form.is_valid():
        return rows
    show, query = form.cleaned_data["vis"], form.cleaned_data["soeg"].strip()
    if query:
        rows = rows.filter(Q(name__icontains=query) | Q(email__icontains=query))
    if show == "stab":
        rows = rows.filter(Q(is_administrator=True) | Q(is_finance=True) | Q(is_consultant=True))
    elif show == "koordinatorer":
        rows = rows.filter(pk__in=Membership.objects.coordinators().values("user"))
    elif show == "uden":
        rows = rows.filter(memberships=None, is_administrator=False, is_finance=False, is_consultant=False)
    elif show == "lukkede":
        rows = rows.filter(is_active=False)
    return rows


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Everyone with an account, and everyone who waits for an answer."""
    _only_administrators(request)
    form = PeopleFilter(request.GET or None)
    pending = (
        Membership.objects.filter(state=Membership.State.PENDING)
        .select_related("user", "municipality")
        .order_by("requested_at", "pk")
    )
    page = Paginator(_filtered(form), PAGE_SIZE).get_page(request.GET.get("side"))
    return render(request, "partnerships/people.html", {"page": page, "filter": form, "pending": pending})


def _person(request: HttpRequest, pk: int) -> User:
    _only_administrators(request)
    return get_object_or_404(User.objects.prefetch_related(ACTIVE), pk=pk)


def _page(request: HttpRequest, person: User, *, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "person": person,
        "roles_form": RolesForm(initial={"roles": [role for role in GLOBAL_ROLES if getattr(person, f"is_{role}")]}),
        "has_second_factor": has_second_factor(person),
        "events": AuditEvent.objects.filter(subject_type="user", subject_id=str(person.pk))
        .select_related("actor")
        .order_by("-id")[:5],
        **forms,
    }
    return render(request, "partnerships/person.html", context, status=status)


@login_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles, municipalities, access."""
    return _page(request, _person(request, pk))


@login_required
def set_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Give and take global roles."""
    subject = _person(request, pk)
    if request.method != "POST":
        return redirect("staff_person", pk)
    form = RolesForm(request.POST)
    if form.is_valid():
        try:
            use_cases.set_roles(person=subject, roles=form.cleaned_data["roles"], by=request.user, at=timezone.now())
        except PersonRefused as refusal:
            form.add_error("roles", str(refusal))
        else:
            messages.success(request, f"Rollerne for {subject} er gemt.")
            return redirect("staff_person", pk)
    return _page(request, subject, roles_form=form)


@login_required
def set_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again: `active` says which, so that asking twice is asking once."""
    subject = _person(request, pk)
    error = ""
    wish = {"1": True, "0": False}.get(request.POST.get("active", ""))
    if request.method == "POST" and wish is not None:
        try:
            row = use_cases.set_active(person=subject, active=wish, by=request.user, at=timezone.now())
        except PersonRefused as refusal:
            error = str(refusal)
        else:
            done = "er åbnet igen" if row.is_active else "er lukket"
            messages.success(request, f"Kontoen for {subject} {done}.")
            return redirect("staff_person", pk)
    leads = [row.municipality for row in subject.memberships.coordinators().select_related("municipality")]
    return render(request, "partnerships/person_access.html", {"person": subject, "error": error, "leads": leads})


@login_required
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a lost phone, so that the person can set up a new one."""
    subject = _person(request, pk)
    error = ""
    if request.method == "POST":
        try:
            use_cases.reset_second_factor(person=subject, by=request.user, at=timezone.now())
        except PersonRefused as refusal:
            error = str(refusal)
        else:
            messages.success(request, f"Totrinslogin for {subject} er nulstillet.")
            return redirect("staff_person", pk)
    return render(request, "partnerships/person_second_factor.html", {"person": subject, "error": error})


@login_required
def invite_staff(request: HttpRequest) -> HttpResponse:
    """Make an account for a colleague."""
    _only_administrators(request)
    form = InviteStaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            created = use_cases.invite_staff(by=request.user, at=timezone.now(), **form.cleaned_data)
        except PersonRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"{created} er oprettet og har fået en mail om at logge ind.")
            return redirect("staff_person", created.pk)
    context = {
        "form": form,
        "title": "Opret en kollega",
        "text": "Kollegaen får en mail og logger ind med en engangskode. Totrinslogin slås til første gang.",
        "button": "Opret kollegaen",
    }
    return render(request, "partnerships/people_invite.html", context)


@login_required
def invite_coordinator(request: HttpRequest) -> HttpResponse:
    """Invite a municipality's first coordinator, or one more."""
    _only_administrators(request)
    initial = {"municipality": request.GET.get("kommune", "")}
    form = InviteCoordinatorForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            membership_invitations.invite(by=request.user, at=timezone.now(), **form.cleaned_data)
        except MembershipRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            municipality = form.cleaned_data["municipality"]
            messages.success(request, f"Invitationen til {municipality} er sendt til {form.cleaned_data['email']}.")
            return redirect("members", municipality.code)
    context = {
        "form": form,
        "title": "Inviter en koordinator",
        "text": "Koordinatoren får et personligt link, der virker i 14 dage, og kan derefter selv invitere kolleger.",
        "button": "Send invitationen",
    }
    return render(request, "partnerships/people_invite.html", context)
