"""How a programme is going: the first page staff see."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import require, signed_in
from accounts.danish import calendar_days, days_left, in_danish_time, kr, thousands
from documents.models import Document
from partnerships import map as denmark
from partnerships import queries, rules, waiting
from partnerships.models import Programme


@login_required
@require_GET
def overview(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The programme's figures, work waiting, answers by region and area, and the map."""
    user = signed_in(request)
    require(rules.can_read_administration(user))
    if slug is None:
        programme = queries.current_programme(user)
    else:
        programme = get_object_or_404(Programme.objects.visible_to(user), slug=slug)
    if programme is None:
        return render(request, "staff/overview/empty.html")
    today, now = timezone.localdate(), timezone.now()
    found = queries.overview(programme, today=today, at=now, opens_drafts=user.is_administrator)
    context = {
        "programme": programme,
        "programmes": Programme.objects.visible_to(user).exclude(pk=programme.pk).order_by("-year", "-pk")[:8],
        "found": found,
        "today": today,
        "figures": figures(programme, found),
        "waiting": waiting.waiting(programme, found, today=today) if user.is_administrator else [],
        "map_areas": queries.map_areas(found.places),
        "legend": [{"status": key, "label": label, "count": found.counts[key]} for key, label in queries.STATUSES],
        "attribution": denmark.ATTRIBUTION,
        "may_manage": user.is_administrator,
    }
    return render(request, "staff/overview/overview.html", context)


def figures(programme: Programme, found: queries.Overview) -> list[dict[str, str]]:
    """The four large numbers."""
    days = calendar_days(timezone.localdate(), in_danish_time(programme.deadline_at).date())
    number, _, unit = days_left(days).partition(" ") if days >= 0 and programme.is_open else ("Lukket", "", "")
    return [
        {
            "label": "Tilmeldt",
            "value": str(found.counts["binding"]),
            "unit": f"af {len(found.places)} inviterede",
            "note": f"{found.last_week} den seneste uge",
        },
        {"label": "Til fristen", "value": number, "unit": unit, "note": _drafts(found.counts["draft"])},
        {
            "label": "Bundet beløb",
            "value": kr(found.net).removesuffix(" kr."),
            "unit": "kr.",
            "note": programme.price_list.vat_words if hasattr(programme, "price_list") else "",
        },
        {
            "label": "Pladser med navn",
            "value": thousands(found.named),
            "unit": f"af {thousands(found.seats)}",
            "note": f"{found.missing_names} kommuner mangler at navngive" if found.missing_names else "",
        },
    ]


def _drafts(count: int) -> str:
    return f"{count} kladde{'' if count == 1 else 'r'} er i gang" if count else "Ingen kladder i gang"


@login_required
@require_GET
def failed_documents(request: HttpRequest) -> HttpResponse:
    """Documents that could not be made, to try again."""
    require(rules.can_manage_programmes(signed_in(request)))
    documents = Document.objects.filter(state=Document.State.FAILED).order_by("-created_at")[:100]
    return render(request, "staff/overview/failed_documents.html", {"documents": documents})
