"""From a confirmed address, or a personal link, to a municipality's room."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from accounts.adapter import trust_address
from accounts.models import User
from partnerships import landings, membership_invitations, memberships
from partnerships.memberships import MembershipRefused
from partnerships.models import Membership, ProgrammeContact


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Where a person lands after signing in: the administration, the own municipality, own tasks, or access."""
    if request.user.is_administrator or request.user.is_finance:
        return redirect("staff_overview")
    if Membership.objects.active().filter(user=request.user).exists():
        return redirect("my_municipality")
    if request.user.is_consultant:
        return redirect("screenings")
    return redirect(landings.of(request.user) or "join")


@login_required
def join(request: HttpRequest) -> HttpResponse:
    """Ask for access to the municipality whose mail domain the person has a confirmed address in."""
    municipality = memberships.municipality_by_domain(request.user)
    if request.method == "POST" and municipality is not None:
        memberships.request(user=request.user, municipality=municipality, at=timezone.now())
        return redirect("join")
    rows = list(Membership.objects.filter(user=request.user).select_related("municipality").order_by("requested_at"))
    if request.user.has_global_role and municipality is None and not rows:
        return redirect("start")  # KL/Komponent's people need no municipality
    known = {row.municipality_id for row in rows}
    context = {
        "own_page": landings.of(request.user),
        "active": [row for row in rows if row.is_active],
        "pending": [row for row in rows if not row.is_active],
        "municipality": municipality if municipality is not None and municipality.pk not in known else None,
        "contact": ProgrammeContact.objects.filter(programme__state="open", area="").order_by("pk").first(),
    }
    return render(request, "partnerships/join.html", context)


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A personal link: says who invites to what, and lets the receiver in. Holding it proves the address."""
    row = membership_invitations.open_invitation(token, timezone.now())
    if row is None:
        return render(request, "partnerships/invitation_gone.html", status=410)
    path = reverse("membership_invitation", args=[token])
    error = ""
    has_account = not request.user.is_authenticated and User.objects.filter(email=row.email).exists()
    if request.method == "POST" and not request.user.is_authenticated:
        trust_address(request, row.email)
        way_in = reverse("account_request_login_code" if has_account else "account_signup")
        return redirect(f"{way_in}?{urlencode({'next': path, 'email': row.email})}")
    if request.method == "POST":
        try:
            membership_invitations.accept_invitation(invitation=row, by=request.user, at=timezone.now())
        except MembershipRefused as refusal:
            error = str(refusal)
        else:
            messages.success(request, f"Velkommen. Du er nu med i {row.municipality}.")
            return redirect("municipality", row.municipality.code)
    context = {"invitation": row, "path": path, "error": error, "has_account": has_account}
    return render(request, "partnerships/invitation.html", context)
