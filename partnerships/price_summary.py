"""What a wish costs, in the words and sums people read while they choose (prisoversigt).

Every figure comes from `orders.quote`; here they are only put beside one another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.danish import kr, thousands
from partnerships import orders, pricing
from partnerships.models import Programme
from partnerships.models.areas import AREA_ORDER, Area


@dataclass(frozen=True)
class SummaryRow:
    """One line of the price: what, how it comes about, and the amount."""

    title: str
    detail: str
    amount: Decimal


@dataclass(frozen=True)
class Summary:
    """The whole price, and each saving as a sum that can be checked."""

    rows: tuple[SummaryRow, ...]
    net: Decimal
    vat: Decimal
    total: Decimal
    saved: Decimal
    savings: tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """What one more choice costs: alone, or on top of what is chosen already; `words` explain a rebate."""

    text: str
    words: str = ""


def summary(programme: Programme, order: orders.Order, quote: pricing.Quote) -> Summary:
    """The price as rows, with the savings explained."""
    included = programme.price_list.included_participants
    rows = tuple(_row(line, order, included) for line in quote.lines)
    kernel = programme.price_list.as_kernel()
    savings = tuple(words for line in quote.lines if (words := _saving(line, kernel)))
    return Summary(rows, quote.net, quote.vat, quote.total, pricing.savings(quote, kernel), savings)


def _names(areas: list[str]) -> str:
    text = " og ".join(str(Area(area).label).lower() for area in areas)
    return text[:1].upper() + text[1:]


def _areas(key: str) -> list[str]:
    products = pricing.bundle_products(key) or (key,)
    return [area for area in AREA_ORDER if any(product.endswith(f":{area}") for product in products)]


def _row(line: pricing.QuoteLine, order: orders.Order, included: int) -> SummaryRow:
    areas = _areas(line.key)
    names = _names(areas)
    times = f"{line.quantity} × {kr(line.unit_price)}"
    kinds = {product.partition(":")[0] for product in pricing.bundle_products(line.key) or (line.key,)}
    if kinds == {"extra_participant"}:
        people = "ekstra deltager" if line.quantity == 1 else "ekstra deltagere"
        return SummaryRow(f"{line.quantity} {people}, {names.lower()}", times, line.amount)
    if kinds == {"screening"}:
        return SummaryRow(f"Foranalyse, {names.lower()}", "samlet pris" if len(areas) > 1 else "", line.amount)
    if kinds == {"participation"}:
        counts = [min(included, order.participants.get(area, 0)) for area in areas]
        people = " + ".join(str(count) for count in counts)
        noun = "deltager" if counts == [1] else "deltagere"
        which = "begge partnerskaber" if len(areas) > 1 else "partnerskab"
        return SummaryRow(names, f"{which}, {people} {noun}", line.amount)
    return SummaryRow(orders.describe(line.key), "", line.amount)


def _saving(line: pricing.QuoteLine, kernel: pricing.PriceList) -> str:
    """ "Hver for sig koster de to partnerskaber 2 × 60.000 = 120.000 kr. Sammen koster de 110.000 kr."."""
    products = pricing.bundle_products(line.key)
    if not products or not all(product in kernel.products for product in products):
        return ""
    prices = [kernel.products[product] for product in products]
    apart = sum(prices, Decimal(0))
    if apart <= line.amount:
        return ""
    kinds = {product.partition(":")[0] for product in products}
    nouns = {"participation": "partnerskaber", "screening": "foranalyser"}
    noun = f"de to {nouns[kinds.pop()]}" if len(kinds) == 1 and len(products) == 2 else "ydelserne"
    alike = len(set(prices)) == 1
    sums = f"{len(prices)} × {_plain(prices[0])}" if alike else " + ".join(_plain(price) for price in prices)
    return f"Hver for sig koster {noun} {sums} = {kr(apart)} Sammen koster de {kr(line.amount)}"


def _plain(amount: Decimal) -> str:
    return thousands(amount) if amount == amount.to_integral_value() else kr(amount).removesuffix(" kr.")


def participation_offer(programme: Programme, order: orders.Order, area: str) -> Offer:
    """The price of taking part in `area`: alone when it is chosen or first, else on top of the rest."""
    count = min(order.participants.get(area, 0) or _included(programme), _included(programme))
    alone = _net(programme, {area: count}, ())
    if area in order.participants or not order.participants:
        return Offer(kr(alone)) if alone is not None else Offer("")
    people = {**order.participants, area: count}
    more = _more(programme, order, orders.Order(people, list(order.screenings)))
    if more is None:
        return Offer(kr(alone)) if alone is not None else Offer("")
    words = ""
    if alone is not None and more < alone:
        words = f"Vælger I den også, betaler I {kr(more)} i stedet for {kr(alone)}"
    return Offer(f"+ {kr(more)}", words)


def screening_offer(programme: Programme, order: orders.Order, area: str) -> Offer:
    """The price of the pre-analysis of `area`: what it adds to the rest of the choice."""
    alone = programme.price_list.as_kernel().products.get(f"screening:{area}")
    people = (
        dict(order.participants) if area in order.participants else {**order.participants, area: _included(programme)}
    )
    rest = [one for one in order.screenings if one != area and one in people]
    if area in order.screenings and alone is not None:
        return Offer(kr(alone))
    without, together = _net(programme, people, rest), _net(programme, people, [*rest, area])
    if without is None or together is None:
        return Offer(kr(alone)) if alone is not None else Offer("")
    more, base = together - without, _net(programme, people, ())
    if not rest:
        return Offer(kr(more))
    singles = programme.price_list.as_kernel().products
    apart = sum((singles.get(f"screening:{one}", Decimal(0)) for one in [*rest, area]), Decimal(0))
    both = together - (base or Decimal(0))
    words = f"Vælger I den også, betaler I {kr(both)} for begge i stedet for {kr(apart)}" if both < apart else ""
    return Offer(f"+ {kr(more)}", words)


def extra_words(programme: Programme, count: int | None) -> str:
    """ "5 med i prisen, 2 ekstra à 9.995 kr."."""
    price_list = programme.price_list
    text = f"{price_list.included_participants} med i prisen"
    extra = (count or 0) - price_list.included_participants
    if count is not None and extra < 0:
        return f"{text}. Prisen er den samme for {price_list.included_participants}"
    if price_list.extra_participant is None:
        return f"{text}, flere kan I ikke købe"
    if extra > 0:
        return f"{text}, {extra} ekstra à {kr(price_list.extra_participant)}"
    return f"{text}, derefter {kr(price_list.extra_participant)} for hver"


def _included(programme: Programme) -> int:
    return programme.price_list.included_participants


def _net(programme: Programme, participants: Mapping[str, int], screenings: Sequence[str]) -> Decimal | None:
    try:
        return orders.quote(programme, orders.Order(participants, list(screenings))).net
    except pricing.PricingError:
        return None


def _more(programme: Programme, before: orders.Order, after: orders.Order) -> Decimal | None:
    old = _net(programme, before.participants, list(before.screenings))
    new = _net(programme, after.participants, list(after.screenings))
    return None if old is None or new is None else new - old
