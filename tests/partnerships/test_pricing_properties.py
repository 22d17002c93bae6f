"""Properties of the pricing kernel that hold for any price list and any choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from partnerships.pricing import (
    Bundle,
    PriceList,
    PricingError,
    QuoteLine,
    bundle_products,
    difference,
    quote,
    savings,
    standing,
)

AREAS = "abcde"
KEYS = [f"{kind}:{area}" for area in AREAS[:3] for kind in ("participation", "screening")]
money = st.decimals(min_value=0, max_value=200_000, places=2)
# Few different prices, so that ties are common.
prices_with_ties = st.one_of(money, st.sampled_from([Decimal(10), Decimal(20), Decimal(30)]))


@st.composite
def price_lists(draw: st.DrawFn, *, all_single: bool = False) -> PriceList:
    singles = draw(st.dictionaries(st.sampled_from(KEYS), prices_with_ties, min_size=len(KEYS) if all_single else 0))
    sets = draw(st.lists(st.frozensets(st.sampled_from(KEYS), min_size=1, max_size=4), max_size=8, unique=True))
    return PriceList(
        products=singles,
        bundles=[Bundle(products, draw(prices_with_ties)) for products in sets],
        included_participants=draw(st.integers(0, 6)),
        extra_participant=draw(money),
        vat_rate=draw(st.decimals(min_value=0, max_value=1, places=4)),
    )


choices = st.lists(st.sampled_from(KEYS), min_size=1, unique=True)
counts = st.fixed_dictionaries({area: st.integers(0, 12) for area in AREAS[:3]})


def of_chosen(products: Sequence[str], people: dict[str, int]) -> dict[str, int]:
    return {area: people[area] for area in AREAS[:3] if f"participation:{area}" in products}


def partitions(items: list[str]) -> Iterator[list[frozenset[str]]]:
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for partition in partitions(rest):
        yield [frozenset({first}), *partition]
        for index, block in enumerate(partition):
            yield [*partition[:index], block | {first}, *partition[index + 1 :]]


def cheapest_by_brute_force(prices: PriceList, products: list[str]) -> tuple[Decimal, int, list[str]] | None:
    """Price, number of lines and sorted keys of the best of all partitions, each block bought in every way there is."""
    offers: dict[frozenset[str], list[tuple[Decimal, str]]] = {}
    for key, price in prices.products.items():
        offers.setdefault(frozenset({key}), []).append((price, key))
    for bundle in prices.bundles:
        offers.setdefault(bundle.products, []).append((bundle.price, bundle.key))
    best = None
    for partition in partitions(products):
        if all(block in offers for block in partition):
            bought = [min(offers[block], key=lambda offer: (offer[0], offer[1])) for block in partition]
            found = (sum((p for p, _ in bought), Decimal(0)), len(bought), sorted(key for _, key in bought))
            best = found if best is None else min(best, found)
    return best


@settings(max_examples=300)
@given(prices=price_lists(), products=choices, people=counts)
def test_cheapest_cover_is_that_of_brute_force(prices: PriceList, products: list[str], people: dict[str, int]) -> None:
    known = set(prices.products).union(*(bundle.products for bundle in prices.bundles))
    assume(set(products) <= known)
    expected = cheapest_by_brute_force(prices, products)
    if expected is None:
        with pytest.raises(PricingError) as refusal:
            quote(prices, products=products, participants=of_chosen(products, people))
        assert refusal.value.code == "not_sold_alone"
        assert refusal.value.product in products
        return
    result = quote(prices, products=products, participants=of_chosen(products, people))
    cover = [row for row in result.lines if not row.key.startswith("extra_participant:")]
    assert (sum((row.amount for row in cover), Decimal(0)), len(cover), sorted(r.key for r in cover)) == expected
    sold = Counter(product for row in cover for product in bundle_products(row.key) or (row.key,))
    assert sold == Counter(products)


@given(prices=price_lists(all_single=True), products=choices, people=counts)
def test_never_dearer_than_single_prices(prices: PriceList, products: list[str], people: dict[str, int]) -> None:
    people = of_chosen(products, people)
    result = quote(prices, products=products, participants=people)
    assert prices.extra_participant is not None
    extras = sum(max(0, count - prices.included_participants) for count in people.values()) * prices.extra_participant
    singles = sum((prices.products[product] for product in products), Decimal(0))
    assert result.net <= singles + extras
    assert savings(result, prices) == singles + extras - result.net


@given(prices=price_lists(all_single=True), products=choices, people=counts, data=st.data())
def test_order_never_matters(
    prices: PriceList, products: list[str], people: dict[str, int], data: st.DataObject
) -> None:
    people = of_chosen(products, people)
    shuffled = PriceList(
        products=dict(data.draw(st.permutations(list(prices.products.items())))),
        bundles=data.draw(st.permutations(prices.bundles)),
        included_participants=prices.included_participants,
        extra_participant=prices.extra_participant,
        vat_rate=prices.vat_rate,
    )
    assert quote(prices, products=products, participants=people) == quote(
        shuffled,
        products=data.draw(st.permutations(products)),
        participants=dict(data.draw(st.permutations(list(people.items())))),
    )


@given(prices=price_lists(all_single=True), chosen=st.lists(st.tuples(choices, counts), min_size=1, max_size=4))
def test_differences_compose(prices: PriceList, chosen: list[tuple[list[str], dict[str, int]]]) -> None:
    """However an enrolment got there, its lines add up to the price of what it has now."""
    appended: list[QuoteLine] = []
    before = None
    for products, people in chosen:
        after = quote(prices, products=products, participants=of_chosen(products, people))
        change = difference(before, after)
        assert all(row.quantity for row in change)
        assert sum((row.amount for row in change), Decimal(0)) == after.net - (before.net if before else 0)
        assert [row.quantity > 0 for row in change] == sorted((row.quantity > 0 for row in change), reverse=True)
        appended += change
        before = after
        assert standing(appended, vat_rate=prices.vat_rate) == after
        assert difference(standing(appended), after) == ()


@given(prices=price_lists(all_single=True), products=choices, people=counts)
def test_sums_and_vat(prices: PriceList, products: list[str], people: dict[str, int]) -> None:
    result = quote(prices, products=products, participants=of_chosen(products, people))
    assert result.net == sum((row.amount for row in result.lines), Decimal(0))
    assert all(row.amount == row.quantity * row.unit_price for row in result.lines)
    assert result.total == result.net + result.vat
    assert abs(result.vat - result.net * prices.vat_rate) <= Decimal("0.005")
    for amount in (result.net, result.vat, result.total, *(row.amount for row in result.lines)):
        assert amount.as_tuple().exponent == -2


def test_twenty_products_in_two_hundred_bundles_are_covered_by_ten() -> None:
    keys = [f"screening:{letter}" for letter in "abcdefghijklmnopqrst"]
    pairs = [frozenset({a, b}) for i, a in enumerate(keys) for b in keys[i + 1 :]]
    prices = PriceList(dict.fromkeys(keys, Decimal(100)), [Bundle(pair, Decimal(150)) for pair in pairs], 5)
    result = quote(prices, products=keys, participants={})
    assert (len(result.lines), result.net) == (10, Decimal(1500))
