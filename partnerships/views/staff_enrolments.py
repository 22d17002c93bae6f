"""The table of a programme's enrolments, and taking it out as a file."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import require, signed_in
from accounts.models import User
from partnerships import exports, queries, rules
from partnerships.enrolment_table import PAGE_SIZE, EnrolmentTable, Figures, Filters, region_names
from partnerships.models import Enrolment, Programme
from partnerships.models.areas import Area

OTHERS_SHOWN = 8  # programmes to go to
TABS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("Alle", "everything", {}),
    ("Mangler noget", "missing", {"mangler": "noget"}),
    ("Kladder", "drafts", {"status": "draft"}),
    ("Med foranalyse", "screened", {"foranalyse": "1"}),
    ("Annullerede", "cancelled", {"status": "cancelled"}),
)


class CountedPaginator(Paginator):
    """A paginator that is told how many rows there are."""

    def __init__(self, count: int) -> None:
        super().__init__(range(count), PAGE_SIZE)


def programme_for(user: User, slug: str) -> Programme:
    """The programme when the person may see it, else 404."""
    rows = Programme.objects.visible_to(user).select_related("price_list")
    return get_object_or_404(rows, slug=slug)


@login_required
@require_GET
def current(request: HttpRequest) -> HttpResponse:
    """The table of the programme staff work with now."""
    user = signed_in(request)
    require(rules.can_read_administration(user))
    programme = queries.current_programme(user)
    if programme is None:
        return redirect("staff_overview")
    return redirect("staff_programme_enrolments", slug=programme.slug)


@login_required
@require_GET
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """Search, filters, order and one page of rows; the address holds it all."""
    user = signed_in(request)
    require(rules.can_read_administration(user))
    programme = programme_for(user, slug)
    filters, today = Filters.of(request.GET), timezone.localdate()
    found = EnrolmentTable(programme, Enrolment.objects.visible_to(user), filters, today=today)
    figures = found.figures()
    page = CountedPaginator(figures.found).get_page(request.GET.get("side"))
    context = {
        "programme": programme,
        "programmes": Programme.objects.visible_to(user)
        .exclude(pk=programme.pk)
        .order_by("-year", "-pk")[:OTHERS_SHOWN],
        "filters": filters,
        "figures": figures,
        "page": page,
        "pages": _pages(page),
        "rows": found.page(page.number) if figures.found else [],
        "tabs": _tabs(programme, filters, figures, is_finance=not user.is_administrator),
        "states": [(value, label) for value, label in Enrolment.State.choices],
        "areas": Area.choices,
        "regions": list(region_names(today)),
        "vat_words": programme.price_list.vat_words if hasattr(programme, "price_list") else "",
        "may_manage": rules.can_manage_programmes(user),
        "may_enrol": rules.can_manage_programmes(user) and programme.state not in ("draft", "finished"),
        "now": timezone.now(),
    }
    return render(request, "staff/enrolments/list.html", context)


def _pages(page: Page[Any]) -> list[int]:
    """The page numbers worth a link: the first, the last and those around this one."""
    last = page.paginator.num_pages
    return sorted({1, last, *(number for number in range(page.number - 3, page.number + 4) if 1 <= number <= last)})


def _tabs(programme: Programme, filters: Filters, figures: Figures, *, is_finance: bool) -> list[dict[str, Any]]:
    url = reverse("staff_programme_enrolments", args=[programme.slug])
    tabs = []
    for label, key, wanted in TABS:
        if key == "drafts" and is_finance:
            continue
        query = Filters(**wanted).query
        tabs.append(
            {
                "label": label,
                "count": getattr(figures, key),
                "url": f"{url}?{query}" if query else url,
                "current": filters.chosen == wanted,
            }
        )
    return tabs


@login_required
@require_POST
def export(request: HttpRequest, slug: str, extension: str) -> HttpResponse | StreamingHttpResponse:
    """The filtered list as a file: at once when it is short, else by a worker, with a page that shows how far it is."""
    user, now, today = signed_in(request), timezone.now(), timezone.localdate()
    require(rules.can_read_administration(user))
    programme = programme_for(user, slug)
    if extension not in exports.MEDIA_TYPES:
        raise Http404
    filters = Filters.of(request.GET)
    found = EnrolmentTable(programme, Enrolment.objects.visible_to(user), filters, today=today)
    if found.figures().found > exports.AT_ONCE:
        document = exports.order(programme=programme, filters=filters, extension=extension, by=user, at=now, day=today)
        return redirect("document", pk=document.pk)
    exports.record(programme=programme, filters=filters, extension=extension, by=user, at=now)
    headers = {"Content-Disposition": f'attachment; filename="{exports.filename(programme, extension, today)}"'}
    media_type = exports.MEDIA_TYPES[extension]
    if extension == "csv":
        return StreamingHttpResponse(exports.csv_lines(found.all_rows()), content_type=media_type, headers=headers)
    return HttpResponse(exports.xlsx(found.all_rows()), content_type=media_type, headers=headers)
