"""A programme's sections, each a form of its own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import signed_in
from partnerships import price_lists, price_table, pricing, programme_contents, programmes
from partnerships.forms.programmes import (
    AreasForm,
    BundleRows,
    ContactRows,
    CriterionRows,
    DateRows,
    DeadlineForm,
    PricesForm,
    TermsForm,
    TextsForm,
)
from partnerships.forms.rows import ADD, Rows
from partnerships.models import Partnership, Programme, ProgrammeContact, TimelineEntry
from partnerships.orders import AREA_ORDER
from partnerships.programme_sections import BY_PATH, Section
from partnerships.views.staff_programmes import for_manager


class Editor:
    """A section being edited: a form, rows, or both, and what saving them means."""

    def __init__(
        self,
        save: Callable[[datetime], Any],
        *,
        form: forms.BaseForm | None = None,
        rows: Rows | None = None,
        **context: Any,
    ) -> None:
        self.save = save
        self.form = form
        self.rows = rows
        self.context = context

    def is_valid(self) -> bool:
        """Whether both are; each is asked, so that all errors are shown at once."""
        form_is_valid = self.form is None or self.form.is_valid()
        rows_are_valid = self.rows is None or self.rows.is_valid()
        return form_is_valid and rows_are_valid

    def refuse(self, message: str) -> None:
        """Show why saving was refused above the form."""
        self.context["refusal"] = message


@login_required
def edit(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """One section of a programme."""
    programme = for_manager(request, slug)
    section = BY_PATH.get(path)
    if section is None or (section.key == "deadline" and not programme.is_draft):
        raise Http404
    if section.key == "prices" and price_lists.prices_are_locked(programme):
        return _locked_prices(request, programme, section)
    editor = EDITORS[section.key](request, programme)
    grows = ADD in request.POST
    if request.method == "POST" and not grows and _saved(editor):
        messages.success(request, f"{section.label} er gemt.")
        return redirect("staff_programme", slug=programme.slug)
    context = {"programme": programme, "section": section, "form": editor.form, "rows": editor.rows, **editor.context}
    status = 422 if request.method == "POST" and not grows else 200
    return render(request, "staff/programmes/edit.html", context, status=status)


def _saved(editor: Editor) -> bool:
    if not editor.is_valid():
        return False
    try:
        editor.save(timezone.now())
    except (programmes.ProgrammeRefused, pricing.PricingError) as refusal:
        editor.refuse(str(refusal))
        return False
    return True


def _locked_prices(request: HttpRequest, programme: Programme, section: Section) -> HttpResponse:
    price_list = price_lists.price_list_of(programme)
    areas = [row.area for row in programme.partnerships.all()]
    context = {
        "programme": programme,
        "section": section,
        "price_list": price_list,
        "prices": price_table.price_table(price_list, areas) if price_list else None,
        "reason": str(price_lists.PricesLocked()),
        "partnerships": areas,
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "staff/programmes/locked_prices.html", context, status=status)


def _texts(request: HttpRequest, programme: Programme) -> Editor:
    form = TextsForm(
        request.POST if request.method == "POST" else None, instance=Programme.objects.get(pk=programme.pk)
    )
    return Editor(
        lambda at: programme_contents.update_texts(
            programme=programme, by=signed_in(request), at=at, **form.cleaned_data
        ),
        form=form,
    )


def _criteria(request: HttpRequest, programme: Programme) -> Editor:
    initial = [{"text": row.text} for row in programme.success_criteria.all()]
    rows = CriterionRows.asked_for(request, prefix="kriterier", initial=initial)
    return Editor(
        lambda at: programme_contents.set_criteria(
            programme=programme, texts=[row["text"] for row in rows.kept()], by=signed_in(request), at=at
        ),
        rows=rows,
        row_name="Succeskriterium",
        add_label="Tilføj et kriterium",
    )


def _areas(request: HttpRequest, programme: Programme) -> Editor:
    initial: dict[str, Any] = {}
    for row in programme.partnerships.all():
        initial |= {
            row.area: True,
            f"{row.area}_description": row.description,
            f"{row.area}_highlights": row.highlights,
        }
    form = AreasForm(request.POST if request.method == "POST" else None, initial=initial)

    def save(at: datetime) -> None:
        data = form.cleaned_data
        wanted = [
            Partnership(area=area, description=data[f"{area}_description"], highlights=data[f"{area}_highlights"])
            for area in AREA_ORDER
            if data[area]
        ]
        unpriced = programme_contents.set_partnerships(
            programme=programme, partnerships=wanted, by=signed_in(request), at=at
        )
        if unpriced:
            messages.warning(request, f"Priserne på det fjernede område er slettet: {'; '.join(unpriced)}.")

    return Editor(save, form=form)


def _contacts(request: HttpRequest, programme: Programme) -> Editor:
    names = ("area", "name", "title", "email", "phone")
    initial = list(programme.contacts.values(*names))
    rows = ContactRows.asked_for(request, prefix="kontakter", initial=initial)
    return Editor(
        lambda at: programme_contents.set_contacts(
            programme=programme,
            contacts=[ProgrammeContact(**{name: row[name] for name in names}) for row in rows.kept()],
            by=signed_in(request),
            at=at,
        ),
        rows=rows,
        row_name="Kontaktperson",
        add_label="Tilføj en kontaktperson",
    )


def _timeline(request: HttpRequest, programme: Programme) -> Editor:
    names = ("title", "area", "start_date", "end_date", "place", "is_virtual", "is_network_day")
    rows = DateRows.asked_for(request, prefix="datoer", initial=list(programme.timeline.values(*names)))
    return Editor(
        lambda at: programme_contents.set_timeline(
            programme=programme,
            entries=[TimelineEntry(**{name: row[name] for name in names}) for row in rows.kept()],
            by=signed_in(request),
            at=at,
        ),
        rows=rows,
        row_name="Dato",
        add_label="Tilføj en dato",
    )


def _terms(request: HttpRequest, programme: Programme) -> Editor:
    versions = list(programme.terms.order_by("-version").select_related("created_by"))
    initial = {"text": versions[0].text} if versions else {}
    form = TermsForm(request.POST if request.method == "POST" else None, initial=initial)
    return Editor(
        lambda at: programme_contents.publish_terms(
            programme=programme, text=form.cleaned_data["text"], by=signed_in(request), at=at
        ),
        form=form,
        versions=versions,
    )


def _prices(request: HttpRequest, programme: Programme) -> Editor:
    areas = [row.area for row in programme.partnerships.all()]
    standing = price_lists.prices_of(programme)
    initial: dict[str, Any] = {"included_participants": 5, "min_participants": 1, "vat_treatment": "excluded"}
    bundles: list[dict[str, Any]] = []
    if standing is not None:
        initial = {
            "included_participants": standing.included_participants,
            "min_participants": standing.min_participants,
            "extra_participant": standing.extra_participant,
            "vat_treatment": standing.vat_treatment,
            **standing.products,
        }
        bundles = [{"keys": list(keys), "price": price} for keys, price in standing.bundles]
    grows = ADD in request.POST
    posted = request.POST if request.method == "POST" else None
    form = PricesForm(posted, areas=areas, initial=initial)
    if grows:
        form._errors = forms.utils.ErrorDict()  # type: ignore[attr-defined]  # typed so far, not judged yet
    rows = BundleRows.asked_for(request, prefix="samlet", initial=bundles, form_kwargs={"areas": areas})

    def save(at: datetime) -> None:
        data = form.cleaned_data
        prices = price_lists.Prices(
            products={name: data[name] for name in form.single_names if data[name] is not None},
            bundles=[(row["keys"], row["price"]) for row in rows.kept()],
            included_participants=data["included_participants"],
            min_participants=data["min_participants"],
            extra_participant=data["extra_participant"],
            vat_treatment=data["vat_treatment"],
        )
        price_lists.set_prices(programme=programme, prices=prices, by=signed_in(request), at=at)

    return Editor(save, form=form, rows=rows, row_name="Samlet pris", add_label="Tilføj en samlet pris")


def _deadline(request: HttpRequest, programme: Programme) -> Editor:
    form = DeadlineForm(
        request.POST if request.method == "POST" else None,
        initial={"deadline_at": programme.deadline_at},
        at=timezone.now(),
    )
    return Editor(
        lambda at: programmes.set_deadline(programme=programme, **form.cleaned_data, by=signed_in(request), at=at),
        form=form,
    )


EDITORS: dict[str, Callable[[HttpRequest, Programme], Editor]] = {
    "texts": _texts,
    "criteria": _criteria,
    "areas": _areas,
    "contacts": _contacts,
    "timeline": _timeline,
    "terms": _terms,
    "prices": _prices,
    "deadline": _deadline,
}
