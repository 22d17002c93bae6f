"""What is worth another look before a programme opens, though it may open as it is (gode råd)."""

from collections.abc import Iterator
from dataclasses import replace

from accounts.danish import in_danish_time, kr, long_date
from partnerships import pricing
from partnerships.models import PriceList, Programme, TimelineEntry
from partnerships.models.areas import Area
from partnerships.orders import describe
from partnerships.programmes import Missing


def advice(programme: Programme) -> list[Missing]:
    """What looks wrong or forgotten, in the order staff fill it in. Six queries at most."""
    return [*_prices(programme), *_dates(programme), *_network_days(programme), *_contacts(programme)]


def _prices(programme: Programme) -> Iterator[Missing]:
    """Bundles that nobody would ever get, because what is in them costs no more otherwise."""
    price_list = PriceList.objects.filter(programme=programme).prefetch_related("products", "bundles").first()
    if price_list is None:
        return
    kernel = price_list.as_kernel()
    for bundle in kernel.bundles:
        otherwise = _price_without(bundle, kernel)
        if otherwise is not None and otherwise.net <= bundle.price:
            name = describe(f"bundle:{'+'.join(sorted(bundle.products))}")
            text = f"Den er {kr(bundle.price)}, men det samme kan købes for {kr(otherwise.net)} uden den."
            yield Missing("prices", f"Ingen får prisen “{name}”", text, is_wrong=True)


def _price_without(bundle: pricing.Bundle, price_list: pricing.PriceList) -> pricing.Quote | None:
    """The price of what is in the bundle when the bundle is not there; None when it is not sold otherwise."""
    areas = {key.partition(":")[2] for key in bundle.products if key.startswith("participation:")}
    rest = replace(price_list, bundles=[other for other in price_list.bundles if other != bundle])
    try:
        return pricing.quote(
            rest, products=sorted(bundle.products), participants=dict.fromkeys(areas, rest.included_participants)
        )
    except pricing.PricingError:
        return None


def _dates(programme: Programme) -> Iterator[Missing]:
    deadline = in_danish_time(programme.deadline_at).date()
    for day, empty, early in (
        (programme.names_due_date, "Frist for navne mangler", "Fristen for navne ligger før tilmeldingsfristen"),
        (programme.invoice_date, "Dag for regningen mangler", "Regningen sendes før tilmeldingsfristen"),
    ):
        if day is None:
            yield Missing("texts", empty, "Kommunerne kan ikke se, hvornår det sker.")
        elif day < deadline:
            yield Missing("texts", early, f"Den står til {long_date(day)}.", is_wrong=True)


def _network_days(programme: Programme) -> Iterator[Missing]:
    days = list(programme.timeline.filter(is_network_day=True).order_by("start_date", "pk"))
    if not days:
        yield Missing("timeline", "Netværksdage mangler", "Kommunerne kan ikke se, hvornår I mødes.")
        return
    deadline = in_danish_time(programme.deadline_at).date()
    if early := [day for day in days if day.start_date <= deadline]:
        yield Missing("timeline", f"{_count(early)} før tilmeldingsfristen", _listed(early), is_wrong=True)
    first = days[0].start_date.year
    wrong = [day for day in days if day.start_date.year not in (programme.year, programme.year + 1)]
    if wrong or first != programme.year:
        text = f"Programmet begynder i {programme.year}. {_listed(wrong or days[:1])}"
        yield Missing("timeline", f"{_count(wrong or days[:1])} i et andet år", text, is_wrong=True)
    if homeless := [day for day in days if not day.is_virtual and not day.place.strip()]:
        yield Missing("timeline", f"{_count(homeless)} uden sted", _listed(homeless), is_wrong=True)


def _contacts(programme: Programme) -> Iterator[Missing]:
    known = set(programme.contacts.values_list("area", flat=True))
    for area in programme.partnerships.values_list("area", flat=True):
        if area not in known:
            label = str(Area(area).label).lower()
            yield Missing("contacts", f"Kontaktperson for {label} mangler", "Spørgsmål om indholdet går til praktik.")


def _count(days: list[TimelineEntry]) -> str:
    return f"{len(days)} {'netværksdag' if len(days) == 1 else 'netværksdage'}"


def _listed(days: list[TimelineEntry]) -> str:
    return "; ".join(f"{day.title}, {long_date(day.start_date)}" for day in days) + "."
