"""The register of municipalities for staff."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import require, signed_in
from accounts.models import AuditEvent
from partnerships import municipalities, rules
from partnerships.forms.municipalities import ContactForm, EanNumberForm, EmailDomainForm, RegisterFilter
from partnerships.models import EanNumber, EmailDomain, Municipality, MunicipalityContact, Region
from partnerships.models.municipalities import MunicipalityQuerySet

PAGE_SIZE = 25


def _for_reader(request: HttpRequest, code: str) -> Municipality:
    row = get_object_or_404(
        Municipality.objects.visible_to(request.user).select_related("region__successor"), code=code
    )
    require(rules.can_read_administration(request.user))
    return row


def _for_manager(request: HttpRequest, code: str) -> Municipality:
    row = _for_reader(request, code)
    require(rules.can_manage_programmes(request.user), "Kun administratorer kan rette i registeret.")
    return row


@login_required
def municipality_list(request: HttpRequest) -> HttpResponse:
    """All municipalities in Danish order, found by name, region and what is missing."""
    require(rules.can_read_administration(request.user))
    today = timezone.localdate()
    chosen = RegisterFilter(request.GET).chosen()
    regions = Region.objects.on(today)
    rows = _filtered(chosen, regions)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("side"))
    for row in page.object_list:
        row.region_now = row.region.at(today)  # type: ignore[attr-defined]
    context = {
        "page": page,
        "chosen": chosen,
        "regions": list(regions),
        "lacks": RegisterFilter.base_fields["mangler"].choices,  # type: ignore[attr-defined]
        "may_manage": rules.can_manage_programmes(request.user),
    }
    return render(request, "staff/municipalities/list.html", context)


def _filtered(chosen: dict[str, Any], regions: Mapping[Region, list[int]]) -> MunicipalityQuerySet:
    everybody = Municipality.objects.all()
    if chosen["mangler"] == "koordinator":
        everybody = everybody.without_coordinator()
    rows = everybody.select_related("region__successor").annotate(
        has_ean=Exists(EanNumber.objects.filter(municipality=OuterRef("pk"))),
        has_domain=Exists(EmailDomain.objects.filter(municipality=OuterRef("pk"))),
        has_contact=Exists(MunicipalityContact.objects.filter(municipality=OuterRef("pk"))),
    )
    if chosen["q"]:
        rows = rows.filter(Q(official_name__icontains=chosen["q"]) | Q(code=chosen["q"]) | Q(cvr=chosen["q"]))
    covered = next((keys for region, keys in regions.items() if str(region.pk) == chosen["region"]), None)
    if covered is not None:
        rows = rows.filter(region__in=covered)
    if chosen["mangler"] == "ean":
        rows = rows.filter(has_ean=False)
    if chosen["mangler"] == "domaene":
        rows = rows.filter(has_domain=False)
    return rows.in_danish_order()


@login_required
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """One municipality: numbers, domains, contacts, members and what was changed."""
    row = _for_reader(request, code)
    events = AuditEvent.objects.filter(subject_type="municipality", subject_id=str(row.pk)).select_related("actor")
    enrolments = row.enrolments.visible_to(request.user).select_related("programme")
    context = {
        "municipality": row,
        "region_now": row.region.at(timezone.localdate()),
        "ean_numbers": row.ean_numbers.order_by("-is_default", "label", "pk"),
        "domains": row.email_domains.order_by("domain"),
        "contacts": row.contacts.order_by("pk"),
        "members": row.memberships.select_related("user").order_by("role", "user__name", "pk"),
        "enrolments": enrolments.order_by("-programme__year", "-pk"),
        "may_manage": rules.can_manage_programmes(request.user),
        "events": [
            {"at": event.at, "text": event.summary[:1].upper() + event.summary[1:], "by": event.actor or "Portalen"}
            for event in events.order_by("-id")[:8]
        ],
    }
    return render(request, "staff/municipalities/municipality.html", context)


def _edit(
    request: HttpRequest,
    row: Municipality,
    form: forms.Form,
    *,
    heading: str,
    button: str,
    done: str,
    save: Callable[..., Any],
    **context: Any,
) -> HttpResponse:
    """A form about the municipality, saved by one use case; a refusal stands at its field."""
    if request.method == "POST" and form.is_valid():
        try:
            save(**form.cleaned_data, by=signed_in(request), at=timezone.now())
        except municipalities.RegisterRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, done)
            return redirect("staff_municipality", code=row.code)
    context |= {"municipality": row, "form": form, "heading": heading, "button": button}
    return render(request, "staff/municipalities/edit.html", context, status=422 if form.errors else 200)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@login_required
def add_ean(request: HttpRequest, code: str) -> HttpResponse:
    """One more EAN number."""
    row = _for_manager(request, code)
    return _edit(
        request,
        row,
        EanNumberForm(_posted(request)),
        heading="Tilføj EAN-nummer",
        button="Gem EAN-nummeret",
        done="EAN-nummeret er gemt.",
        save=lambda **data: municipalities.add_ean_number(municipality=row, **data),
    )


@login_required
def change_ean(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Correct an EAN number, or suggest it first."""
    row = _for_manager(request, code)
    ean = get_object_or_404(row.ean_numbers, pk=pk)
    initial = {"number": ean.number, "label": ean.label, "is_default": ean.is_default}
    return _edit(
        request,
        row,
        EanNumberForm(_posted(request), initial=initial),
        heading="Ret EAN-nummer",
        button="Gem EAN-nummeret",
        done="EAN-nummeret er rettet.",
        save=lambda **data: municipalities.change_ean_number(ean_number=ean, **data),
        remove=("staff_ean_remove", ean.pk),
        remove_text="Tilmeldinger, der er bundet med nummeret, beholder det.",
        remove_button="Fjern EAN-nummeret",
    )


@require_POST
@login_required
def remove_ean(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Remove an EAN number."""
    row = _for_manager(request, code)
    ean = get_object_or_404(row.ean_numbers, pk=pk)
    municipalities.remove_ean_number(ean_number=ean, by=signed_in(request), at=timezone.now())
    messages.success(request, f"EAN-nummeret {ean.number} er fjernet.")
    return redirect("staff_municipality", code=row.code)


@login_required
def add_domain(request: HttpRequest, code: str) -> HttpResponse:
    """One more mail domain."""
    row = _for_manager(request, code)
    return _edit(
        request,
        row,
        EmailDomainForm(_posted(request)),
        heading="Tilføj maildomæne",
        button="Gem maildomænet",
        done="Maildomænet er gemt.",
        save=lambda **data: municipalities.add_email_domain(municipality=row, **data),
    )


@require_POST
@login_required
def remove_domain(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Remove a mail domain."""
    row = _for_manager(request, code)
    domain = get_object_or_404(row.email_domains, pk=pk)
    municipalities.remove_email_domain(email_domain=domain, by=signed_in(request), at=timezone.now())
    messages.success(request, f"Maildomænet {domain.domain} er fjernet.")
    return redirect("staff_municipality", code=row.code)


@login_required
def add_contact(request: HttpRequest, code: str) -> HttpResponse:
    """One more contact."""
    row = _for_manager(request, code)
    return _edit(
        request,
        row,
        ContactForm(_posted(request)),
        heading="Tilføj kontakt",
        button="Gem kontakten",
        done="Kontakten er gemt.",
        save=lambda **data: municipalities.add_contact(municipality=row, **data),
    )


@login_required
def change_contact(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Correct a contact."""
    row = _for_manager(request, code)
    contact = get_object_or_404(row.contacts, pk=pk)
    initial = {name: getattr(contact, name) for name in ("name", "title", "email", "phone")}
    return _edit(
        request,
        row,
        ContactForm(_posted(request), initial=initial),
        heading="Ret kontakt",
        button="Gem kontakten",
        done="Kontakten er rettet.",
        save=lambda **data: municipalities.change_contact(contact=contact, **data),
        remove=("staff_contact_remove", contact.pk),
        remove_text="Vi skriver ikke mere til kontakten.",
        remove_button="Fjern kontakten",
    )


@require_POST
@login_required
def remove_contact(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Stop writing to a contact."""
    row = _for_manager(request, code)
    contact = get_object_or_404(row.contacts, pk=pk)
    municipalities.remove_contact(contact=contact, by=signed_in(request), at=timezone.now())
    messages.success(request, f"Kontakten {contact.name} er fjernet.")
    return redirect("staff_municipality", code=row.code)
