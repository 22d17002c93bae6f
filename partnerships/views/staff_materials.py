"""A day's materials: put up, put in order and taken down by staff; fetched by its municipalities' members."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require, signed_in
from documents import sending, uploads
from partnerships import materials, rules
from partnerships.forms.materials import FileForm, LinkForm
from partnerships.models import DayMaterial, NetworkDay
from partnerships.views.staff_attendance import visible

DAYS = "day__network__partnership__programme"


@login_required
@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The day's files and links, and a form for one more of each."""
    day = visible(request, pk)
    is_link = request.POST.get("what") == "link"
    posted = request.method == "POST"
    file_form = FileForm(
        *((request.POST, request.FILES) if posted and not is_link else ()), too_large=uploads.too_large(request)
    )
    link_form = LinkForm(request.POST if posted and is_link else None, prefix="link")
    form = link_form if is_link else file_form
    if posted and form.is_valid() and _added(request, day, file_form, link_form):
        return redirect("staff_materials", pk=pk)
    context = {"day": day, "materials": day.materials.all(), "file_form": file_form, "link_form": link_form}
    return render(request, "staff/days/materials.html", context, status=422 if form.errors else 200)


def _added(request: HttpRequest, day: NetworkDay, file_form: FileForm, link_form: LinkForm) -> bool:
    by, at = signed_in(request), timezone.now()
    try:
        if link_form.is_bound:
            title, url = link_form.cleaned_data["title"], link_form.cleaned_data["url"]
            added = materials.add_link(day=day, title=title, url=url, by=by, at=at)
        else:
            title, file = file_form.cleaned_data["title"], file_form.cleaned_data["file"]
            added = materials.add_file(day=day, title=title, file=file, checked=file.checked, by=by, at=at)
    except materials.MaterialRefused as refusal:
        (link_form if link_form.is_bound else file_form).add_error(None, str(refusal))
        return False
    messages.success(request, f"“{added}” er lagt op. Deltagerne kan se det nu.")
    return True


def _manageable(request: HttpRequest, pk: int) -> DayMaterial:
    days = NetworkDay.objects.visible_to(request.user)
    material = get_object_or_404(DayMaterial.objects.filter(day__in=days).select_related(DAYS), pk=pk)
    require(rules.can_manage_programmes(request.user))
    return material


@login_required
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down."""
    material = _manageable(request, pk)
    materials.move(material=material, up="up" in request.POST, by=signed_in(request), at=timezone.now())
    return redirect("staff_materials", pk=material.day_id)


@login_required
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a material down, after a question."""
    material = _manageable(request, pk)
    if request.method == "POST":
        materials.delete(material=material, by=signed_in(request), at=timezone.now())
        messages.success(request, f"“{material}” er slettet.")
        return redirect("staff_materials", pk=material.day_id)
    return render(request, "staff/days/material_delete.html", {"material": material, "day": material.day})


@login_required
@require_GET
def download(request: HttpRequest, pk: int) -> FileResponse:
    """A file, for staff and for members of the network's municipalities."""
    days = NetworkDay.objects.visible_to(request.user)
    row = get_object_or_404(DayMaterial.objects.filter(day__in=days).exclude(file=""), pk=pk)
    return sending.as_file(row.file.open("rb"), filename=row.filename, media_type=row.media_type)
