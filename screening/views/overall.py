"""The overall assessment: headlines, what the screening cannot say, and the next steps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from screening import overall, rules, workspace
from screening.forms.overall import OverallForm
from screening.screenings import ScreeningRefused
from screening.views.found import worked_on
from screening.views.writing import writing_kept


@writing_kept
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the overall assessment, or read it. A colleague's words are shown before they are replaced."""
    screening = worked_on(request, pk)
    now = overall.of(screening)
    seen = request.POST.get("seen", "") if request.method == "POST" else now.mark
    form = OverallForm(now, request.POST if request.method == "POST" else None)
    theirs, refused = None, ""
    is_assigned = rules.is_assigned(request.user, screening)
    if request.method == "POST":
        require(is_assigned)
        if form.is_valid():
            try:
                overall.save(
                    screening=screening, overall=form.overall, seen=seen, by=signed_in(request), at=timezone.now()
                )
            except overall.OverallChanged as changed:
                refused, theirs, seen = str(changed), changed.overall, changed.overall.mark
            except ScreeningRefused as refusal:
                refused = str(refusal)
            else:
                messages.success(request, "Den samlede vurdering er gemt.")
                return redirect("screening_overall", pk=pk)
    context = {
        "screening": screening,
        "space": workspace.of(screening),
        "now": now,
        "form": form,
        "seen": seen,
        "theirs": theirs,
        "refused": refused,
        # What was typed stays on the page even when the screening was sent to a colleague meanwhile.
        "may_write": is_assigned and (screening.is_being_worked_on or request.method == "POST"),
    }
    return render(request, "screening/workspace/overall.html", context)
