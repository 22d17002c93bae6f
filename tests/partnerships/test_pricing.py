"""Prices: the historic programmes, every refusal, and the properties that hold for any price list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from decimal import Decimal
from typing import Any

import pytest

from partnerships.pricing import (
    Bundle,
    PriceList,
    PricingError,
    Quote,
    QuoteLine,
    difference,
    quote,
    savings,
    standing,
)

SCHOOL, DAYCARE = "participation:school", "participation:daycare"
SCREEN_SCHOOL, SCREEN_DAYCARE = "screening:school", "screening:daycare"
BOTH = "bundle:participation:daycare+participation:school"
BOTH_SCREENED = "bundle:screening:daycare+screening:school"


def line(key: str, quantity: int, unit_price: str) -> QuoteLine:
    return QuoteLine(key, quantity, Decimal(unit_price), Decimal(unit_price) * quantity)


@pytest.fixture
def of_2022() -> PriceList:
    return PriceList(
        products={
            SCHOOL: Decimal(60_000),
            DAYCARE: Decimal(60_000),
            SCREEN_SCHOOL: Decimal(100_000),
            SCREEN_DAYCARE: Decimal(100_000),
        },
        bundles=[
            Bundle(frozenset({SCHOOL, DAYCARE}), Decimal(110_000)),
            Bundle(frozenset({SCREEN_SCHOOL, SCREEN_DAYCARE}), Decimal(170_000)),
        ],
        included_participants=5,
        extra_participant=Decimal(9_995),
    )


@pytest.fixture
def of_2021() -> PriceList:
    return PriceList(
        products={DAYCARE: Decimal(55_000)},
        bundles=[],
        included_participants=5,
        min_participants=3,
        vat_rate=Decimal("0.25"),
    )


class TestHistoricProgrammes:
    @pytest.mark.parametrize(
        ("products", "participants", "lines", "net"),
        [
            ([SCHOOL], {"school": 5}, [line(SCHOOL, 1, "60000.00")], "60000.00"),
            ([DAYCARE], {"daycare": 1}, [line(DAYCARE, 1, "60000.00")], "60000.00"),
            ([SCHOOL, DAYCARE], {"school": 5, "daycare": 5}, [line(BOTH, 1, "110000.00")], "110000.00"),
            (
                [SCHOOL, DAYCARE],
                {"school": 7, "daycare": 6},
                [
                    line(BOTH, 1, "110000.00"),
                    line("extra_participant:daycare", 1, "9995.00"),
                    line("extra_participant:school", 2, "9995.00"),
                ],
                "139985.00",
            ),
            (
                [SCHOOL, SCREEN_SCHOOL],
                {"school": 5},
                [line(SCHOOL, 1, "60000.00"), line(SCREEN_SCHOOL, 1, "100000.00")],
                "160000.00",
            ),
            (
                [SCREEN_DAYCARE, SCREEN_SCHOOL, SCHOOL, DAYCARE],
                {"school": 5, "daycare": 5},
                [line(BOTH, 1, "110000.00"), line(BOTH_SCREENED, 1, "170000.00")],
                "280000.00",
            ),
        ],
    )
    def test_2022(
        self,
        of_2022: PriceList,
        products: list[str],
        participants: dict[str, int],
        lines: list[QuoteLine],
        net: str,
    ) -> None:
        result = quote(of_2022, products=products, participants=participants)
        assert result == Quote(lines=tuple(lines), net=Decimal(net), vat=Decimal("0.00"), total=Decimal(net))
        assert str(result.total) == net

    @pytest.mark.parametrize("count", [3, 4, 5])
    def test_2021_is_55_000_without_vat(self, of_2021: PriceList, count: int) -> None:
        assert quote(of_2021, products=[DAYCARE], participants={"daycare": count}) == Quote(
            lines=(line(DAYCARE, 1, "55000.00"),), net=Decimal(55_000), vat=Decimal(13_750), total=Decimal(68_750)
        )

    @pytest.mark.parametrize(
        ("count", "code", "message"),
        [
            (2, "too_few_participants", "I skal have mindst 3 deltagere på dagtilbudsområdet. I har angivet 2."),
            (
                6,
                "no_extras",
                (
                    "I kan højst have 5 deltagere på dagtilbudsområdet, "
                    "og der kan ikke købes ekstra pladser. I har angivet 6."
                ),
            ),
        ],
    )
    def test_2021_refuses_two_and_six(self, of_2021: PriceList, count: int, code: str, message: str) -> None:
        with pytest.raises(PricingError) as refusal:
            quote(of_2021, products=[DAYCARE], participants={"daycare": count})
        assert (refusal.value.code, refusal.value.area, str(refusal.value)) == (code, "daycare", message)


class TestRefusals:
    @pytest.mark.parametrize(
        ("products", "participants", "code", "area", "product"),
        [
            ([], {}, "empty", None, None),
            ([], {"school": 5}, "empty", None, None),
            (["participation:moon"], {"moon": 5}, "unknown_product", None, "participation:moon"),
            (SCHOOL, {"school": 5}, "unknown_product", None, "p"),
            ([None], {}, "unknown_product", None, "None"),
            ([["x"]], {}, "unknown_product", None, "['x']"),
            ([SCHOOL, SCHOOL], {"school": 5}, "duplicate_product", "school", SCHOOL),
            ([SCHOOL] * 21, {"school": 5}, "too_many_products", None, None),
            ([SCHOOL], {}, "participants_missing", "school", None),
            ([SCHOOL, DAYCARE], {"school": 5}, "participants_missing", "daycare", None),
            ([SCHOOL], {"school": 5, "daycare": 1}, "area_not_bought", "daycare", None),
            ([SCREEN_SCHOOL], {"school": 5}, "area_not_bought", "school", None),
            ([SCHOOL], {"school": -1}, "participants_invalid", "school", None),
            ([SCHOOL], {"school": True}, "participants_invalid", "school", None),
            ([SCHOOL], {"school": 5.0}, "participants_invalid", "school", None),
            ([SCHOOL], {"school": "5"}, "participants_invalid", "school", None),
            ([SCHOOL], {"school": None}, "participants_invalid", "school", None),
            ([SCHOOL], {"school": 10**30}, "participants_invalid", "school", None),
            ([SCHOOL], {"school": 5, "daycare": -1}, "participants_invalid", "daycare", None),
        ],
    )
    def test_what_has_no_price(
        self,
        of_2022: PriceList,
        products: Any,
        participants: Any,
        code: str,
        area: str | None,
        product: str | None,
    ) -> None:
        with pytest.raises(PricingError) as refusal:
            quote(of_2022, products=products, participants=participants)
        error = refusal.value
        assert (error.code, error.area, error.product) == (code, area, product)
        assert error.message == str(error)
        assert error.message[0].isupper()
        assert error.message.endswith(".")

    def test_messages_are_danish_and_name_the_place(self, of_2022: PriceList) -> None:
        cases = [
            ([], {}, "Vælg mindst ét partnerskab."),
            ([SCHOOL], {}, "Angiv, hvor mange deltagere I har på skoleområdet."),
            (
                [SCHOOL],
                {"school": 5, "daycare": 2},
                "I har angivet deltagere på dagtilbudsområdet, men I har ikke valgt det partnerskab.",
            ),
            (
                [SCHOOL],
                {"school": -1},
                "Antallet af deltagere på skoleområdet skal være et helt tal fra 0 til 999.",
            ),
        ]
        for products, participants, message in cases:
            with pytest.raises(PricingError) as refusal:
                quote(of_2022, products=products, participants=participants)
            assert str(refusal.value) == message

    def test_nobody_in_an_area_not_bought_is_no_one_too_many(self, of_2022: PriceList) -> None:
        alone = quote(of_2022, products=[SCHOOL], participants={"school": 5})
        assert quote(of_2022, products=[SCHOOL], participants={"school": 5, "daycare": 0}) == alone

    def test_a_product_sold_only_in_company(self) -> None:
        prices = PriceList({SCHOOL: Decimal(60_000)}, [Bundle(frozenset({SCHOOL, SCREEN_SCHOOL}), Decimal(150_000))], 5)
        together = quote(prices, products=[SCHOOL, SCREEN_SCHOOL], participants={"school": 5})
        assert [(row.key, row.amount) for row in together.lines] == [
            ("bundle:participation:school+screening:school", Decimal(150_000))
        ]
        with pytest.raises(PricingError) as refusal:
            quote(prices, products=[SCREEN_SCHOOL], participants={})
        assert (refusal.value.code, refusal.value.product, refusal.value.area) == (
            "not_sold_alone",
            SCREEN_SCHOOL,
            "school",
        )
        assert str(refusal.value) == (
            "Foranalysen på skoleområdet sælges kun sammen med andre ydelser, og ikke i den sammensætning, I har valgt."
        )

    def test_never_sells_what_was_not_chosen(self) -> None:
        """The bundle is cheaper than the single, but it would bring the other area with it."""
        prices = PriceList({SCHOOL: Decimal(60_000)}, [Bundle(frozenset({SCHOOL, DAYCARE}), Decimal(1))], 5)
        assert quote(prices, products=[SCHOOL], participants={"school": 5}).net == Decimal(60_000)

    def test_overlapping_bundles_that_each_fit_but_never_together(self) -> None:
        prices = PriceList(
            {},
            [Bundle(frozenset({SCHOOL, DAYCARE}), Decimal(2)), Bundle(frozenset({DAYCARE, SCREEN_SCHOOL}), Decimal(2))],
            5,
        )
        with pytest.raises(PricingError) as refusal:
            quote(prices, products=[SCHOOL, DAYCARE, SCREEN_SCHOOL], participants={"school": 1, "daycare": 1})
        assert refusal.value.code == "not_sold_alone"
        assert refusal.value.product in {SCHOOL, DAYCARE, SCREEN_SCHOOL}


class TestPriceList:
    @pytest.mark.parametrize(
        ("build", "code"),
        [
            (lambda: PriceList({SCHOOL: Decimal(-1)}, [], 5), "price_invalid"),
            (lambda: PriceList({SCHOOL: Decimal("NaN")}, [], 5), "price_invalid"),
            (lambda: PriceList({SCHOOL: Decimal("Infinity")}, [], 5), "price_invalid"),
            (lambda: PriceList({SCHOOL: Decimal("1e30")}, [], 5), "price_invalid"),
            (lambda: PriceList({SCHOOL: 60_000.5}, [], 5), "price_invalid"),  # type: ignore[dict-item]
            (lambda: PriceList({SCHOOL: True}, [], 5), "price_invalid"),  # type: ignore[dict-item]
            (lambda: PriceList({SCHOOL: Decimal(1)}, [], 5, extra_participant=Decimal(-1)), "price_invalid"),
            (lambda: PriceList({"school": Decimal(1)}, [], 5), "product_invalid"),
            (lambda: PriceList({"lunch:school": Decimal(1)}, [], 5), "product_invalid"),
            (lambda: PriceList({"participation:a+b": Decimal(1)}, [], 5), "product_invalid"),
            (lambda: Bundle(frozenset(), Decimal(1)), "bundle_empty"),
            (lambda: Bundle(frozenset({"participation:"}), Decimal(1)), "product_invalid"),
            (lambda: Bundle(frozenset({SCHOOL}), Decimal(-1)), "price_invalid"),
            (
                lambda: PriceList(
                    {}, [Bundle(frozenset({SCHOOL}), Decimal(1)), Bundle(frozenset({SCHOOL}), Decimal(2))], 5
                ),
                "bundle_duplicate",
            ),
            (
                lambda: PriceList({}, [Bundle(frozenset({f"participation:a{n}"}), Decimal(1)) for n in range(201)], 5),
                "too_many_bundles",
            ),
            (lambda: PriceList({SCHOOL: Decimal(1)}, [], -1), "limits_invalid"),
            (lambda: PriceList({SCHOOL: Decimal(1)}, [], True), "limits_invalid"),
            (lambda: PriceList({SCHOOL: Decimal(1)}, [], 5, min_participants=6), "limits_invalid"),
            (lambda: PriceList({SCHOOL: Decimal(1)}, [], 5, vat_rate=Decimal("1.01")), "vat_invalid"),
            (lambda: PriceList({SCHOOL: Decimal(1)}, [], 5, vat_rate=Decimal("-0.25")), "vat_invalid"),
            (lambda: PriceList({SCHOOL: Decimal(1)}, [], 5, vat_rate=25), "vat_invalid"),  # type: ignore[arg-type]
            (lambda: PriceList({SCHOOL: Decimal(1)}, [], 5, vat_rate=0.25), "vat_invalid"),  # type: ignore[arg-type]
        ],
    )
    def test_what_cannot_be_one(self, build: Callable[[], object], code: str) -> None:
        with pytest.raises(PricingError) as refusal:
            build()
        assert refusal.value.code == code
        assert isinstance(refusal.value, ValueError)

    def test_prices_have_two_places(self) -> None:
        prices = PriceList({SCHOOL: Decimal("0.005"), DAYCARE: Decimal(7)}, [], 5)
        assert {key: str(price) for key, price in prices.products.items()} == {SCHOOL: "0.01", DAYCARE: "7.00"}

    def test_cannot_be_changed(self, of_2022: PriceList) -> None:
        with pytest.raises(FrozenInstanceError):
            of_2022.included_participants = 9  # type: ignore[misc]
        with pytest.raises(TypeError):
            of_2022.products[SCHOOL] = Decimal(0)  # type: ignore[index]

    def test_minimum_above_included_where_extras_are_sold(self) -> None:
        prices = PriceList({SCHOOL: Decimal(10)}, [], 2, min_participants=3, extra_participant=Decimal(0))
        result = quote(prices, products=[SCHOOL], participants={"school": 3})
        assert result.lines == (line(SCHOOL, 1, "10.00"), line("extra_participant:school", 1, "0.00"))


class TestChoiceBetweenEquals:
    def test_fewer_lines_first(self) -> None:
        prices = PriceList(
            {SCHOOL: Decimal(50), DAYCARE: Decimal(50)}, [Bundle(frozenset({SCHOOL, DAYCARE}), Decimal(100))], 5
        )
        result = quote(prices, products=[SCHOOL, DAYCARE], participants={"school": 1, "daycare": 1})
        assert [row.key for row in result.lines] == [BOTH]

    def test_then_key_order(self) -> None:
        a, b, c = "screening:a", "screening:b", "screening:c"
        bundles = [Bundle(frozenset({b, c}), Decimal(10)), Bundle(frozenset({a, b}), Decimal(10))]
        for order in (bundles, bundles[::-1]):
            prices = PriceList({a: Decimal(10), b: Decimal(10), c: Decimal(10)}, order, 5)
            assert [row.key for row in quote(prices, products=[c, b, a], participants={}).lines] == [
                "bundle:screening:a+screening:b",
                "screening:c",
            ]


class TestDifference:
    def test_from_one_area_to_both_is_50_000(self, of_2022: PriceList) -> None:
        before = quote(of_2022, products=[SCHOOL], participants={"school": 5})
        after = quote(of_2022, products=[SCHOOL, DAYCARE], participants={"school": 5, "daycare": 5})
        change = difference(before, after)
        assert change == (line(BOTH, 1, "110000.00"), line(SCHOOL, -1, "60000.00"))
        assert Quote.of(change).net == Decimal(50_000)
        assert standing((*before.lines, *change)) == after

    def test_two_more_seats(self, of_2022: PriceList) -> None:
        before = quote(of_2022, products=[SCHOOL], participants={"school": 6})
        after = quote(of_2022, products=[SCHOOL], participants={"school": 8})
        assert difference(before, after) == (line("extra_participant:school", 2, "9995.00"),)

    def test_from_nothing_and_from_the_same(self, of_2022: PriceList) -> None:
        whole = quote(of_2022, products=[SCHOOL], participants={"school": 6})
        assert difference(None, whole) == whole.lines
        assert difference(whole, whole) == ()

    def test_a_new_unit_price_is_a_new_line(self) -> None:
        before, after = Quote.of([line(SCHOOL, 1, "60000.00")]), Quote.of([line(SCHOOL, 1, "65000.00")])
        assert difference(before, after) == (line(SCHOOL, 1, "65000.00"), line(SCHOOL, -1, "60000.00"))


class TestSavings:
    def test_2022(self, of_2022: PriceList) -> None:
        everything = quote(
            of_2022,
            products=[SCHOOL, DAYCARE, SCREEN_SCHOOL, SCREEN_DAYCARE],
            participants={"school": 9, "daycare": 5},
        )
        alone = quote(of_2022, products=[SCHOOL], participants={"school": 9})
        assert (str(savings(everything, of_2022)), str(savings(alone, of_2022))) == ("40000.00", "0.00")

    def test_nothing_to_compare_with(self) -> None:
        prices = PriceList({SCHOOL: Decimal(60)}, [Bundle(frozenset({SCHOOL, DAYCARE}), Decimal(10))], 5)
        both = quote(prices, products=[SCHOOL, DAYCARE], participants={"school": 1, "daycare": 1})
        assert savings(both, prices) == Decimal(0)


@pytest.mark.parametrize(
    ("net", "rate", "vat"),
    [("0.02", "0.25", "0.01"), ("0.01", "0.25", "0.00"), ("0.06", "0.25", "0.02"), ("-0.02", "0.25", "-0.01")],
)
def test_vat_is_rounded_half_up(net: str, rate: str, vat: str) -> None:
    assert str(Quote.of([line(SCHOOL, 1, net)], vat_rate=Decimal(rate)).vat) == vat
