"""Step 2 of the wizard: what the municipality buys, with the price beside it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from accounts.danish import thousands, weekday_date
from partnerships import drafts, orders, price_summary, pricing, programme_days
from partnerships.forms.enrolling import OrderForm, participants_field, stepped
from partnerships.models import Enrolment, Programme
from partnerships.models.areas import AREA_ORDER, AREA_WORDS, Area
from partnerships.views.enrolling_page import page, to_step

FRAGMENT = "enrolling/_outputs.html"
MANY = 20  # participants from one area, beyond which a slip of the hand is likelier than a wish


def choice(request: HttpRequest, draft: Enrolment, at: datetime) -> HttpResponse:
    """Show and save the order. htmx and the plus and minus buttons only ask for the price; they save nothing."""
    programme = draft.programme
    if request.method != "POST":
        return _answer(request, draft, OrderForm(_as_data(draft), programme=programme), first=True)
    is_htmx = "HX-Request" in request.headers  # then the page has counted already, though the button's name comes too
    changed = None if is_htmx else stepped(request.POST, programme)
    form = OrderForm(request.POST if changed is None else changed, programme=programme)
    asks_only = changed is not None or "beregn" in request.POST or is_htmx
    if form.is_valid() and not asks_only and form.order is not None:
        if (many := _many(draft, form.order)) and request.POST.get("mange") != many["key"]:
            return _answer(request, draft, form, many=many)
        drop = "slet_navne" in request.POST
        try:
            drafts.save_order(enrolment=draft, order=form.order, by=request.user, at=at, drop_names=drop)
        except drafts.NamesLost as refusal:
            return _answer(request, draft, form, names_lost=refusal.names)
        return to_step(draft, "deltagere")
    return _answer(request, draft, form, asks_only=asks_only)


def _many(draft: Enrolment, order: orders.Order) -> dict[str, str]:
    """Unusually many participants, unless saved already: in words to ask about, and a key that is a yes to just these.

    Empty when there is nothing to ask.
    """
    saved = orders.order_of(draft).participants
    found = {area: count for area, count in order.participants.items() if count > MANY and count != saved.get(area)}
    if not found:
        return {}
    words = " og ".join(f"{thousands(count)} deltagere fra {Area(area).label.lower()}" for area, count in found.items())
    return {"words": words, "key": " ".join(f"{area}={count}" for area, count in found.items())}


def _as_data(draft: Enrolment) -> MultiValueDict[str, str]:
    """The saved order as the form would have been posted; areas not chosen get as many as the price includes."""
    order = orders.order_of(draft)
    data = MultiValueDict({"areas": list(order.participants), "screenings": list(order.screenings)})
    for area in AREA_ORDER:
        data[participants_field(area)] = str(
            order.participants.get(area, draft.programme.price_list.included_participants)
        )
    return data


def _answer(
    request: HttpRequest,
    draft: Enrolment,
    form: OrderForm,
    *,
    first: bool = False,
    asks_only: bool = False,
    names_lost: Sequence[str] = (),
    many: Mapping[str, str] | None = None,
) -> HttpResponse:
    form.is_valid()
    untouched = first and not draft.participations.all()
    wish = _wish(form)
    context: dict[str, Any] = {
        "form": form,
        "names_lost": names_lost,
        "many": many or _agreed(request, draft, form),
        "show_errors": not untouched,
        "show_summary": not (untouched or asks_only),
        "areas": [_area_card(form, wish, area, quiet=untouched) for area in form.offered],
        "screenings": _screening_cards(form, wish),
        "price": price_summary.summary(draft.programme, form.order, form.quote) if form.order and form.quote else None,
        "is_empty": not form.data.getlist("areas"),
    }
    is_fragment = "HX-Request" in request.headers
    return page(
        request, draft, "valg", context | {"is_fragment": is_fragment}, template=FRAGMENT if is_fragment else ""
    )


def _agreed(request: HttpRequest, draft: Enrolment, form: OrderForm) -> Mapping[str, str]:
    """The yes to unusually many that was given already, to be kept while something else is put right."""
    many = _many(draft, form.order) if form.order else {}
    return many | {"agreed": "1"} if many and request.POST.get("mange") == many["key"] else {}


def _wish(form: OrderForm) -> orders.Order:
    """The choice as far as it can be read, to put prices on the rest of the page while something is wrong."""
    least, most = form.limits
    chosen = form.data.getlist("areas")
    participants = {}
    for area in form.offered:
        if area in chosen:
            count = form.cleaned_data.get(participants_field(area))
            included = form.programme.price_list.included_participants
            participants[str(area)] = min(most, max(least, included if count is None else count))
    picked = form.data.getlist("screenings")
    return orders.Order(participants, [str(area) for area in form.offered if area in picked and area in participants])


def _area_card(form: OrderForm, wish: orders.Order, area: str, *, quiet: bool) -> dict[str, Any]:
    name = participants_field(area)
    count = form.cleaned_data.get(name)
    errors = [] if quiet else list(form.errors.get(name, []))
    least, most = form.limits
    return {
        "key": str(area),
        "label": Area(area).label,
        "checked": area in form.data.getlist("areas"),
        "offer": price_summary.participation_offer(form.programme, wish, area),
        "about": first_day(form.programme, area),
        "field": name,
        "value": form.data.get(name, ""),
        "count": count,
        "at_least": count is not None and count <= least,
        "at_most": count is not None and count >= most,
        "what": f"deltagere fra {Area(area).label.lower()}",
        "hint": price_summary.extra_words(form.programme, wish.participants.get(str(area))),
        "errors": errors,
    }


def _screening_cards(form: OrderForm, wish: orders.Order) -> list[dict[str, Any]]:
    sold = pricing.sold_products(form.programme.price_list.as_kernel())
    return [
        {
            "key": str(area),
            "label": f"Foranalyse af {AREA_WORDS[area]}",
            "checked": area in form.data.getlist("screenings"),
            "offer": price_summary.screening_offer(form.programme, wish, area),
            "needs_area": str(area) not in wish.participants,
        }
        for area in form.offered
        if f"screening:{area}" in sold
    ]


def first_day(programme: Programme, area: str) -> str:
    """ "Fire netværksdage. Første dag er onsdag 3. marts 2027 i Odense."; empty when no dates are known."""
    entries = [row for row in programme.timeline.all() if row.is_network_day and row.area in ("", area)]
    days = programme_days.network_days(entries)
    if not entries:
        return ""
    first = min(entries, key=lambda row: row.start_date)
    where = f" i {first.place}" if first.place else " på skærmen" if first.is_virtual else ""
    return f"{programme_days.count_words(days)}. Første dag er {weekday_date(first.start_date)}{where}."
