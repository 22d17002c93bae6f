"""A person's own account."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import people
from accounts.forms import ProfileForm


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, title and phone number, and the way to security."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        people.update_profile(person=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Dine oplysninger er gemt.")
        return redirect("account")
    if form.errors:
        request.user.refresh_from_db()
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "form": form,
        "has_second_factor": bool(kinds & {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}),
        "roles": people.roles_of(request.user),
    }
    return render(request, "accounts/profile.html", context)
