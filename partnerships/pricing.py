"""What an enrolment costs (prisberegning).

Prices are data: a `PriceList` has single prices and bundles (samlet pris for flere ydelser), and `quote` finds the
cheapest way to buy exactly what was chosen. Pure Python: values in, frozen dataclasses out. Money is Danish kroner
as `Decimal` with two places, rounded half up. VAT is computed once, on the net sum.

Product keys are `"<kind>:<area>"`: "participation:school", "screening:daycare". Line keys are
- the product key for a product bought alone: "participation:school",
- "bundle:" and the sorted product keys joined by "+": "bundle:participation:daycare+participation:school",
- "extra_participant:" and the area: "extra_participant:school".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import NoReturn

MAX_PRODUCTS = 20
MAX_BUNDLES = 200
MAX_PARTICIPANTS = 999
MAX_PRICE = Decimal("1e9")

BUNDLE_PREFIX = "bundle:"
EXTRA_PREFIX = "extra_participant:"

_CENT = Decimal("0.01")
_PRODUCT_KEY = re.compile(r"(participation|screening):[\w-]+")
_KIND_NAMES = {"participation": "Partnerskabet på {}", "screening": "Foranalysen på {}"}
_AREA_NAMES = {"school": "skoleområdet", "daycare": "dagtilbudsområdet"}


class PricingError(ValueError):
    """What was asked for has no price. The message is Danish and meant for the person who asked.

    `code` says what is wrong, `area` and `product` (keys, or None) say where, so that a form can put it by its field.
    """

    def __init__(self, message: str, *, code: str, area: str | None = None, product: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.area = area
        self.product = product


@dataclass(frozen=True)
class Bundle:
    """One price for several products together (samlet pris)."""

    products: frozenset[str]
    price: Decimal

    def __post_init__(self) -> None:
        object.__setattr__(self, "products", frozenset(self.products))
        if not self.products:
            raise PricingError("En samlet pris skal gælde mindst én ydelse.", code="bundle_empty")
        for product in self.products:
            _check_key(product)
        object.__setattr__(self, "price", _price(self.price, "En samlet pris"))

    @property
    def key(self) -> str:
        return BUNDLE_PREFIX + "+".join(sorted(self.products))


@dataclass(frozen=True)
class PriceList:
    """The prices of a programme (prisliste). Participant numbers and the extra price are per area.

    `extra_participant=None` means that no more than `included_participants` may come. Prices with more than two places
    are rounded half up. Anything that cannot be a price list raises `PricingError` (a `ValueError`).
    """

    products: Mapping[str, Decimal]
    bundles: Sequence[Bundle]
    included_participants: int
    min_participants: int = 0
    extra_participant: Decimal | None = None
    vat_rate: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        prices = {_check_key(key): _price(price, _product_name(key)) for key, price in self.products.items()}
        object.__setattr__(self, "products", MappingProxyType(prices))
        object.__setattr__(self, "bundles", tuple(self.bundles))
        if self.extra_participant is not None:
            object.__setattr__(self, "extra_participant", _price(self.extra_participant, "En ekstra deltager"))
        self._check_bundles()
        self._check_participants()
        self._check_vat()

    def _check_bundles(self) -> None:
        if len(self.bundles) > MAX_BUNDLES:
            raise PricingError(f"Prislisten kan højst have {MAX_BUNDLES} samlede priser.", code="too_many_bundles")
        if len({bundle.products for bundle in self.bundles}) < len(self.bundles):
            raise PricingError("To samlede priser gælder de samme ydelser.", code="bundle_duplicate")

    def _check_participants(self) -> None:
        for count in (self.included_participants, self.min_participants):
            if not _is_count(count):
                raise PricingError(
                    f"Antallet af deltagere skal være et helt tal fra 0 til {MAX_PARTICIPANTS}.", code="limits_invalid"
                )
        if self.extra_participant is None and self.min_participants > self.included_participants:
            raise PricingError(
                "Mindste antal deltagere er større end det antal, der er med i prisen, "
                "og der sælges ikke ekstra pladser.",
                code="limits_invalid",
            )

    def _check_vat(self) -> None:
        rate = self.vat_rate
        if isinstance(rate, int) and not isinstance(rate, bool):
            rate = Decimal(rate)
            object.__setattr__(self, "vat_rate", rate)
        if not isinstance(rate, Decimal) or not rate.is_finite() or not 0 <= rate <= 1:
            raise PricingError("Momssatsen skal være mellem 0 og 1, fx 0,25 for 25 %.", code="vat_invalid")


@dataclass(frozen=True)
class QuoteLine:
    """One line of a price (prislinje). In a difference the quantity may be negative."""

    key: str
    quantity: int
    unit_price: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Quote:
    """A price with its lines (tilbud): sorted by first product, extra participants last, by area."""

    lines: tuple[QuoteLine, ...]
    net: Decimal
    vat: Decimal
    total: Decimal

    @classmethod
    def of(cls, lines: Iterable[QuoteLine], *, vat_rate: Decimal = Decimal(0)) -> Quote:
        """The quote with these lines, for instance those frozen at enrolment."""
        lines = tuple(lines)
        net = _money(sum((line.amount for line in lines), Decimal(0)))
        vat = _money(net * vat_rate)
        return cls(lines=lines, net=net, vat=vat, total=net + vat)


def quote(price_list: PriceList, *, products: Collection[str], participants: Mapping[str, int]) -> Quote:
    """The cheapest price for exactly these products, with the extra participants.

    Among equally cheap ways the one with fewest lines wins, then the one whose sorted line keys come first; the order
    in which products are given never matters. `participants` counts people by area key, in every area where
    participation is bought. Raises `PricingError`, whose codes are: empty, unknown_product, duplicate_product,
    too_many_products, not_sold_alone, participants_missing, participants_invalid, too_few_participants, no_extras,
    area_not_bought.
    """
    chosen = _chosen(price_list, products)
    extras = _extras(price_list, chosen, participants)
    return Quote.of((*_cheapest_cover(price_list, chosen), *extras), vat_rate=price_list.vat_rate)


def sold_products(price_list: PriceList) -> frozenset[str]:
    """The keys of all that is sold, alone or with something else."""
    return frozenset(price_list.products).union(*(bundle.products for bundle in price_list.bundles))


def most_participants(price_list: PriceList) -> int:
    """The largest number of participants that can be bought in an area."""
    return price_list.included_participants if price_list.extra_participant is None else MAX_PARTICIPANTS


def difference(before: Quote | None, after: Quote) -> tuple[QuoteLine, ...]:
    """The lines to append when an enrolment that stands at `before` is changed to `after`.

    Added up by (key, unit_price), the lines of `before` and these are the lines of `after`; their amounts add up to
    `after.net - before.net`. What is new comes first, in the order of `after`; what it replaces follows with negative
    quantity, in the order of `before`. The VAT of a change is `after.vat - before.vat`: rounding a part by itself
    could be 0.01 off.
    """
    counts = _counts(after.lines)
    counts.subtract(_counts(before.lines if before else ()))
    changed = [_line(key, quantity, price) for (key, price), quantity in counts.items() if quantity]
    return tuple(line for line in changed if line.quantity > 0) + tuple(line for line in changed if line.quantity < 0)


def standing(lines: Iterable[QuoteLine], *, vat_rate: Decimal = Decimal(0)) -> Quote:
    """Where an enrolment stands: all lines ever appended, added up by (key, unit_price), those that cancel left out."""
    kept = (_line(key, quantity, price) for (key, price), quantity in _counts(lines).items() if quantity)
    return Quote.of(sorted(kept, key=_reading_order), vat_rate=vat_rate)


def savings(quote: Quote, price_list: PriceList) -> Decimal:
    """What the bundles save against single prices; bundles with a product that is not sold alone count as 0."""
    saved = Decimal(0)
    for line in quote.lines:
        products = bundle_products(line.key)
        if products and all(product in price_list.products for product in products):
            singles = sum((price_list.products[product] for product in products), Decimal(0))
            saved += max(Decimal(0), singles * line.quantity - line.amount)
    return _money(saved)


def bundle_products(key: str) -> tuple[str, ...]:
    """The product keys of a bundle's line key, sorted; empty for other lines."""
    return tuple(key.removeprefix(BUNDLE_PREFIX).split("+")) if key.startswith(BUNDLE_PREFIX) else ()


def _chosen(price_list: PriceList, products: Collection[str]) -> list[str]:
    """The products asked for, sorted, each known and once."""
    if not products:
        raise PricingError("Vælg mindst ét partnerskab.", code="empty")
    if len(products) > MAX_PRODUCTS:
        raise PricingError(f"Der kan højst vælges {MAX_PRODUCTS} ydelser på én gang.", code="too_many_products")
    known = sold_products(price_list)
    seen: set[str] = set()
    for product in products:
        if not isinstance(product, str) or product not in known:
            shown = str(product)[:60]
            raise PricingError(f"Ydelsen “{shown}” findes ikke i prislisten.", code="unknown_product", product=shown)
        if product in seen:
            raise PricingError(
                f"{_product_name(product)} er valgt to gange.",
                code="duplicate_product",
                product=product,
                area=_area(product),
            )
        seen.add(product)
    return sorted(seen)


def _extras(price_list: PriceList, chosen: Sequence[str], participants: Mapping[str, int]) -> list[QuoteLine]:
    """The lines for participants beyond those included, after checking every count."""
    bought = [_area(product) for product in chosen if product.startswith("participation:")]
    for area, count in participants.items():
        _check_count(area, count, least=price_list.min_participants)
        if area not in bought and count:
            raise PricingError(
                f"I har angivet deltagere på {_area_name(area)}, men I har ikke valgt det partnerskab.",
                code="area_not_bought",
                area=str(area),
            )
    lines = []
    for area in bought:
        extra = _extra_count(price_list, area, participants)
        if extra and price_list.extra_participant is not None:
            lines.append(_line(EXTRA_PREFIX + area, extra, price_list.extra_participant))
    return lines


def _check_count(area: str, count: object, *, least: int) -> None:
    if not _is_count(count):
        raise PricingError(
            f"Antallet af deltagere på {_area_name(area)} skal være et helt tal fra {least} til {MAX_PARTICIPANTS}.",
            code="participants_invalid",
            area=str(area),
        )


def _extra_count(price_list: PriceList, area: str, participants: Mapping[str, int]) -> int:
    """How many participants of the area are beyond those included."""
    name, included, least = _area_name(area), price_list.included_participants, price_list.min_participants
    if area not in participants:
        raise PricingError(f"Angiv, hvor mange deltagere I har på {name}.", code="participants_missing", area=area)
    count = participants[area]
    if count < least:
        raise PricingError(
            f"I skal have mindst {least} {_people(least)} på {name}. I har angivet {count}.",
            code="too_few_participants",
            area=area,
        )
    if count > included and price_list.extra_participant is None:
        raise PricingError(
            f"I kan højst have {included} {_people(included)} på {name}, og der kan ikke købes ekstra pladser. "
            f"I har angivet {count}.",
            code="no_extras",
            area=area,
        )
    return max(0, count - included)


def _cheapest_cover(price_list: PriceList, chosen: Sequence[str]) -> list[QuoteLine]:
    """The cheapest exact cover of the chosen products by single prices and bundles.

    Dynamic programming over sets of products as bit masks: product after product, each cover that lacks it is extended
    by every option whose first product it is. A cover is compared as (price, lines, -options), where `options` has a
    bit for each option used, the highest for the first key, so that the smallest tuple is also first in key order.
    """
    place = {product: index for index, product in enumerate(chosen)}
    singles = price_list.products
    offers: dict[str, tuple[Collection[str], Decimal]] = {p: ((p,), singles[p]) for p in chosen if p in singles}
    for bundle in price_list.bundles:
        if bundle.products <= place.keys():
            offers[bundle.key] = (bundle.products, bundle.price)
    keys = sorted(offers, reverse=True)

    options: list[list[tuple[int, Decimal, int]]] = [[] for _ in chosen]
    for rank, key in enumerate(keys):
        members, price = offers[key]
        mask = sum(1 << place[product] for product in members)
        options[min(place[product] for product in members)].append((mask, price, 1 << rank))

    covers: dict[int, tuple[Decimal, int, int]] = {0: (Decimal(0), 0, 0)}
    for index, product in enumerate(chosen):
        extended: dict[int, tuple[Decimal, int, int]] = {}
        for covered, best in covers.items():
            if covered >> index & 1:
                extended[covered] = min(best, extended.get(covered, best))
                continue
            for mask, price, bit in options[index]:
                if not covered & mask:
                    candidate = (best[0] + price, best[1] + 1, best[2] - bit)
                    extended[covered | mask] = min(candidate, extended.get(covered | mask, candidate))
        covers = extended
        if not covers:
            _refuse_alone(price_list, chosen, product)

    used = -covers[(1 << len(chosen)) - 1][2]
    lines = [_line(key, 1, offers[key][1]) for rank, key in enumerate(keys) if used >> rank & 1]
    return sorted(lines, key=_reading_order)


def _refuse_alone(price_list: PriceList, chosen: Sequence[str], product: str) -> NoReturn:
    """Say which product is not sold in this company; the one at hand if none is alone to blame."""
    coverable = set(price_list.products).union(*(b.products for b in price_list.bundles if b.products <= set(chosen)))
    culprit = next((candidate for candidate in chosen if candidate not in coverable), product)
    raise PricingError(
        f"{_product_name(culprit)} sælges kun sammen med andre ydelser, og ikke i den sammensætning, I har valgt.",
        code="not_sold_alone",
        product=culprit,
        area=_area(culprit),
    )


def _counts(lines: Iterable[QuoteLine]) -> Counter[tuple[str, Decimal]]:
    counts: Counter[tuple[str, Decimal]] = Counter()
    for line in lines:
        counts[line.key, line.unit_price] += line.quantity
    return counts


def _line(key: str, quantity: int, unit_price: Decimal) -> QuoteLine:
    return QuoteLine(key=key, quantity=quantity, unit_price=unit_price, amount=_money(quantity * unit_price))


def _reading_order(line: QuoteLine) -> tuple[bool, str, str]:
    """Products before extras, a bundle where its first product would stand."""
    return line.key.startswith(EXTRA_PREFIX), line.key.removeprefix(BUNDLE_PREFIX), line.key


def _money(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)


def _price(price: object, what: str) -> Decimal:
    amount = Decimal(price) if isinstance(price, int) and not isinstance(price, bool) else price
    if not isinstance(amount, Decimal) or not amount.is_finite():
        raise PricingError(f"{what} skal have en pris i kroner.", code="price_invalid")
    if amount < 0:
        raise PricingError(f"{what} kan ikke have en negativ pris.", code="price_invalid")
    if amount >= MAX_PRICE:
        raise PricingError(f"{what} har en pris, der er for stor.", code="price_invalid")
    return _money(amount)


def _check_key(product: object) -> str:
    if not isinstance(product, str) or not _PRODUCT_KEY.fullmatch(product):
        raise PricingError(
            f"Prislisten kender ikke ydelser som “{str(product)[:60]}”: skriv fx “participation:school”.",
            code="product_invalid",
        )
    return product


def _is_count(count: object) -> bool:
    return isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= MAX_PARTICIPANTS


def _area(product: str) -> str:
    return product.partition(":")[2]


def _area_name(area: str) -> str:
    return _AREA_NAMES.get(area, f"området “{str(area)[:60]}”")


def _product_name(product: object) -> str:
    kind, _, area = str(product).partition(":")
    return _KIND_NAMES.get(kind, "Ydelsen på {}").format(_area_name(area))


def _people(count: int) -> str:
    return "deltager" if count == 1 else "deltagere"
