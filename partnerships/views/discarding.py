"""Throwing a draft away: a municipality its own, and staff anybody's. A page asks first (slet kladden)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import require, signed_in
from partnerships import drafts, rules
from partnerships.models import Enrolment, Municipality, Programme

EDITORS_ONLY = "En koordinator eller medarbejder i kommunen kan slette kladden."


def _subject(request: HttpRequest, slug: str, code: str) -> tuple[Programme, Municipality]:
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    return programme, get_object_or_404(Municipality.objects.visible_to(request.user).distinct(), code=code)


@login_required
def own_draft(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A municipality throws its draft away."""
    programme, municipality = _subject(request, slug, code)
    request.municipality = municipality  # type: ignore[attr-defined]
    require(rules.can_edit_draft(request.user, municipality), EDITORS_ONLY)
    home = reverse("municipality", args=[code])
    again = "I kan begynde forfra indtil fristen." if programme.accepts_enrolments_at(timezone.now()) else ""
    text = f"Det, I har skrevet, og de deltagere, I har navngivet, forsvinder. {again}".strip()
    return _ask(request, programme, municipality, text=text, back=home, onward=home)


@login_required
def staff(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Staff throw a municipality's draft away."""
    programme, municipality = _subject(request, slug, code)
    require(rules.can_manage_programmes(request.user), "Kun administratorer kan slette en kommunes kladde.")
    text = (
        "Det, kommunen har skrevet, og de deltagere, den har navngivet, forsvinder. "
        "Kommunen får ingen mail, men kan se det i sin log."
    )
    table = reverse("staff_programme_enrolments", args=[slug])
    return _ask(request, programme, municipality, text=text, back="", onward=table)


def _ask(
    request: HttpRequest, programme: Programme, municipality: Municipality, *, text: str, back: str, onward: str
) -> HttpResponse:
    """Ask, and then do it. A draft that is gone or bound in the meantime is said in words."""
    rows = Enrolment.objects.visible_to(request.user).drafts().distinct()
    draft = rows.filter(programme=programme, municipality=municipality).select_related("updated_by").first()
    if draft is None:
        messages.info(request, f"{municipality} har ikke nogen kladde til {programme.title}.")
        return redirect(onward)
    if request.method == "POST":
        try:
            drafts.discard(enrolment=draft, by=signed_in(request), at=timezone.now())
        except drafts.DraftRefused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"Kladden til {programme.title} er slettet.")
        return redirect(onward)
    context: dict[str, Any] = {
        "draft": draft,
        "programme": programme,
        "municipality": municipality,
        "text": text,
        "back": back or reverse("staff_enrolment", args=[draft.pk]),
    }
    return render(request, "municipality/discard.html", context)
