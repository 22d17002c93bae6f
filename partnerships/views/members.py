"""Members of a municipality: the list, who asks to come in, who is invited, and what a coordinator does about it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import require
from accounts.danish import DanishOrder
from partnerships import membership_invitations, memberships, rules
from partnerships.forms.members import HandOverForm, InviteForm, RoleForm
from partnerships.memberships import MembershipRefused
from partnerships.models import Membership, MembershipInvitation, Municipality

PAGE_SIZE = 50


def _municipality(request: HttpRequest, code: str) -> Municipality:
    """The municipality, for those who may enter its room; the menu then shows the room."""
    municipality = get_object_or_404(Municipality.objects.visible_to(request.user).distinct(), code=code)
    request.municipality = municipality  # type: ignore[attr-defined]
    return municipality


@login_required
def members(request: HttpRequest, code: str) -> HttpResponse:
    """Everyone who works for the municipality; coordinators answer those who ask, and invite."""
    municipality = _municipality(request, code)
    may_manage = rules.can_manage_members(request.user, municipality)
    form = InviteForm(request.POST or None, municipality=municipality)
    if request.method == "POST":
        require(may_manage, "Kun koordinatorer kan invitere.")
        if form.is_valid() and _invited(request, municipality, form):
            return redirect("members", code)
    rows = Membership.objects.filter(municipality=municipality).select_related("user")
    active = rows.active().order_by(DanishOrder("user__name"), "pk")
    context = {
        "municipality": municipality,
        "may_manage": may_manage,
        "form": form,
        "page": Paginator(active, PAGE_SIZE).get_page(request.GET.get("side")),
        "mine": rows.active().filter(user=request.user.pk).first(),
        "now": timezone.now(),
    }
    if may_manage:
        context["pending"] = rows.filter(state=Membership.State.PENDING).order_by("requested_at", "pk")
        context["invitations"] = (
            municipality.membership_invitations.filter(accepted_at=None, revoked_at=None)
            .select_related("created_by")
            .order_by("-created_at", "pk")
        )
    return render(request, "partnerships/members.html", context)


def _invited(request: HttpRequest, municipality: Municipality, form: InviteForm) -> bool:
    try:
        membership_invitations.invite(
            municipality=municipality, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except MembershipRefused as refusal:
        form.add_error("email", str(refusal))
        return False
    messages.success(request, f"Invitationen er sendt til {form.cleaned_data['email']}.")
    return True


def _managed(request: HttpRequest, code: str, pk: int) -> Membership:
    """A membership the person may manage."""
    municipality = _municipality(request, code)
    membership = get_object_or_404(
        Membership.objects.visible_to(request.user).select_related("user", "municipality"),
        pk=pk,
        municipality=municipality,
    )
    require(rules.can_manage_members(request.user, municipality), "Kun koordinatorer kan ændre medlemmer.")
    return membership


def _confirm(
    request: HttpRequest,
    municipality: Municipality,
    act: Callable[[dict[str, Any]], str],
    *,
    form: forms.Form | None = None,
    to: str = "",
    **page: Any,
) -> HttpResponse:
    """A page that says what happens and asks; on yes, do it once and go back to the list with what `act` says."""
    form = form or forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
            return redirect(to or reverse("members", args=[municipality.code]))
        except MembershipRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"municipality": municipality, "form": form, "back": reverse("members", args=[municipality.code]), **page}
    return render(request, "partnerships/member_confirm.html", context)


@login_required
def approve(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Let a person in, and choose the role."""
    membership = _managed(request, code, pk)

    def act(data: dict[str, Any]) -> str:
        memberships.approve(membership=membership, by=request.user, at=timezone.now(), **data)
        return f"{membership.user} har fået adgang og en mail om det."

    return _confirm(
        request,
        membership.municipality,
        act,
        form=RoleForm(request.POST or None, initial={"role": membership.role}),
        title=f"Godkend {membership.user}",
        text=f"{membership.user.email} får adgang til {membership.municipality} med det samme og får en mail om det.",
        button=f"Godkend {membership.user}",
    )


@login_required
def refuse(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say no to a person who asks."""
    membership = _managed(request, code, pk)

    def act(_data: dict[str, Any]) -> str:
        memberships.refuse(membership=membership, by=request.user, at=timezone.now())
        return f"{membership.user} har fået at vide, at svaret er nej."

    return _confirm(
        request,
        membership.municipality,
        act,
        title=f"Afvis {membership.user}",
        text=f"{membership.user.email} får en mail om, at der ikke er givet adgang, og kan bede om det igen.",
        button=f"Afvis {membership.user}",
        danger=True,
    )


@login_required
def change_role(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give a member another role."""
    membership = _managed(request, code, pk)

    def act(data: dict[str, Any]) -> str:
        row = memberships.change_role(membership=membership, by=request.user, at=timezone.now(), **data)
        return f"{row.user} er nu {row.get_role_display().lower()}."

    return _confirm(
        request,
        membership.municipality,
        act,
        form=RoleForm(request.POST or None, initial={"role": membership.role}),
        title=f"Skift rolle for {membership.user}",
        text=f"{membership.user} er i dag {membership.get_role_display().lower()} og får en mail om den nye rolle.",
        button="Gem rollen",
    )


@login_required
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a member off the list."""
    membership = _managed(request, code, pk)

    def act(_data: dict[str, Any]) -> str:
        memberships.remove(membership=membership, by=request.user, at=timezone.now())
        return f"{membership.user} har ikke længere adgang til {membership.municipality}."

    return _confirm(
        request,
        membership.municipality,
        act,
        title=f"Fjern {membership.user}",
        text=(
            f"{membership.user} mister straks adgangen til {membership.municipality} og får en mail om det. "
            "Det, personen har gjort, står fortsat i loggen."
        ),
        button=f"Fjern {membership.user}",
        danger=True,
    )


def _mine(request: HttpRequest, code: str) -> Membership:
    municipality = _municipality(request, code)
    return get_object_or_404(
        Membership.objects.active().select_related("user", "municipality"),
        user=request.user.pk,
        municipality=municipality,
    )


@login_required
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """The coordinator gives the task to somebody else and steps down, in one act."""
    mine = _mine(request, code)
    require(mine.is_coordinator, "Kun en koordinator kan gøre en kollega til koordinator.")

    def act(data: dict[str, Any]) -> str:
        to = memberships.hand_over(membership=mine, at=timezone.now(), **data)
        return f"{to.user} er nu koordinator for {mine.municipality}. Du er medarbejder."

    return _confirm(
        request,
        mine.municipality,
        act,
        form=HandOverForm(request.POST or None, municipality=mine.municipality, mine=mine),
        title="Gør en kollega til koordinator",
        text="Den, du vælger, overtager opgaven fra dig og får en mail. Du bliver selv medarbejder i samme øjeblik.",
        button="Gør til koordinator",
    )


@login_required
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """The person leaves the municipality."""
    mine = _mine(request, code)

    def act(_data: dict[str, Any]) -> str:
        memberships.leave(membership=mine, at=timezone.now())
        return f"Du har forladt {mine.municipality}."

    return _confirm(
        request,
        mine.municipality,
        act,
        to=reverse("home"),
        title=f"Forlad {mine.municipality}",
        text="Du mister adgangen med det samme. Vil du ind igen, skal en koordinator godkende dig på ny.",
        button=f"Forlad {mine.municipality}",
        danger=True,
    )


def _invitation(request: HttpRequest, code: str, pk: int) -> MembershipInvitation:
    municipality = _municipality(request, code)
    require(rules.can_manage_members(request.user, municipality), "Kun koordinatorer kan ændre invitationer.")
    return get_object_or_404(
        MembershipInvitation.objects.select_related("municipality"), pk=pk, municipality=municipality
    )


@login_required
def resend_invitation(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Send an invitation again with a new link."""
    invitation = _invitation(request, code, pk)

    def act(_data: dict[str, Any]) -> str:
        membership_invitations.resend(invitation=invitation, by=request.user, at=timezone.now())
        return f"Invitationen er sendt igen til {invitation.email}."

    return _confirm(
        request,
        invitation.municipality,
        act,
        title=f"Send invitationen til {invitation.email} igen",
        text="Modtageren får et nyt link, der virker i 14 dage. Det gamle link holder op med at virke.",
        button="Send igen",
    )


@login_required
def revoke_invitation(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = _invitation(request, code, pk)

    def act(_data: dict[str, Any]) -> str:
        membership_invitations.revoke(invitation=invitation, by=request.user, at=timezone.now())
        return f"Invitationen til {invitation.email} er trukket tilbage."

    return _confirm(
        request,
        invitation.municipality,
        act,
        title=f"Træk invitationen til {invitation.email} tilbage",
        text="Linket holder op med at virke. Modtageren får ikke besked.",
        button="Træk invitationen tilbage",
        danger=True,
    )
