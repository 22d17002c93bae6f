"""What the municipality's and the staff's pages for adding to a binding enrolment share."""

from typing import Any

from django.http import HttpRequest

from accounts.danish import date_time
from partnerships import enrolments, orders, pricing
from partnerships.forms.extending import AdditionForm
from partnerships.models import Enrolment, EnrolmentChange
from partnerships.views import posted


def is_nothing_more(addition: AdditionForm) -> bool:
    """Whether the valid form asks for what is bound already."""
    after, before = addition.order(), addition.before
    return dict(after.participants) == dict(before.participants) and set(after.screenings) == set(before.screenings)


def preview(enrolment: Enrolment, addition: AdditionForm, *, nothing: str) -> dict[str, Any]:
    """The difference and the new whole for the page; nothing when they are refused, which the form then says."""
    if is_nothing_more(addition):
        addition.add_error(None, nothing)
        return {}
    try:
        difference, whole = enrolments.preview_extension(enrolment, addition.order())
    except pricing.PricingError as error:
        addition.add_error(addition.field_of(error), error.message)
        return {}
    return {
        "difference": difference,
        "shown": orders.fingerprint(addition.order(), difference),
        "whole": whole,
        "lines": [(orders.describe(line.key), line) for line in difference.lines],
        "standing": enrolments.standing_quote(enrolment),
    }


def alert_if_unlike_shown(request: HttpRequest, context: dict[str, Any]) -> dict[str, str]:
    """For a page that comes again with mistakes in it: says so when its price is another one than before."""
    if "difference" not in context or request.POST.get("shown", "") == context["shown"]:
        return {}
    return {"alert": enrolments.not_as_shown(context["difference"])}


def bound_already(request: HttpRequest, addition: AdditionForm, last: EnrolmentChange) -> str:
    """Words for what is asked for and bound since the page was read: a second click, or a colleague. Else empty."""
    is_news = posted.number(request, "base_number") < last.number
    if "bind" not in request.POST or not is_news or not addition.is_valid() or not is_nothing_more(addition):
        return ""
    return f"Det er allerede tilføjet. {last.by.display_name} gjorde det {date_time(last.at)}."


def typed_signature(request: HttpRequest) -> dict[str, str]:
    """What was typed by the one who would bind, to be shown again without the tick."""
    return {name: value for name, value in request.POST.dict().items() if name != "accepts"}
