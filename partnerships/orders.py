"""What an enrolment buys, as rows and as prices (ordren)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from partnerships import pricing
from partnerships.models import Enrolment, Programme
from partnerships.models.areas import AREA_ORDER, Area, participation_key, screening_key


@dataclass(frozen=True)
class Order:
    """A wish: how many participants in each area ("school": 5), and the areas with a pre-analysis."""

    participants: Mapping[str, int]
    screenings: Collection[str] = ()

    @property
    def products(self) -> list[str]:
        """The product keys of the pricing kernel."""
        return [participation_key(area) for area in self.participants] + [screening_key(a) for a in self.screenings]


def order_of(enrolment: Enrolment) -> Order:
    """The order as it stands in the enrolment's rows. Uses prefetched participations and seats when there are."""
    rows = list(enrolment.participations.all())
    return Order(
        participants={row.partnership.area: len(row.seats.all()) for row in rows},
        screenings=[row.partnership.area for row in rows if row.has_screening],
    )


def quote(programme: Programme, order: Order) -> pricing.Quote:
    """The price of `order` in `programme`.

    Raises:
        pricing.PricingError: when it cannot be bought, with a Danish message.
    """
    missing = [area for area in order.screenings if area not in order.participants]
    if missing:
        area = missing[0]
        raise pricing.PricingError(
            f"Foranalysen kræver, at I også deltager i partnerskabet for {Area(area).label.lower()}.",
            code="screening_without_participation",
            area=area,
        )
    return pricing.quote(
        programme.price_list.as_kernel(), products=order.products, participants=dict(order.participants)
    )


def fingerprint(order: Order, price: pricing.Quote) -> str:
    """An order with its price in a few words, for a page to send back what it showed: "daycare=5 school=8 29985.00"."""
    parts = [f"{area}={count}" for area, count in sorted(order.participants.items())]
    return " ".join([*parts, *sorted(screening_key(area) for area in order.screenings), f"{price.net:.2f}"])


def most_participants(programme: Programme) -> int:
    """The largest number of participants that can be bought in an area of the programme."""
    return pricing.most_participants(programme.price_list.as_kernel())


def describe(key: str) -> str:
    """The Danish text of a quote line's key."""
    kind, _, rest = key.partition(":")
    if kind == "bundle":
        products = rest.split("+")
        areas = [a for a in AREA_ORDER if any(product.endswith(f":{a}") for product in products)]
        names = " og ".join(Area(area).label.lower() for area in areas)
        if all(product.startswith("participation:") for product in products):
            return f"Deltagelse, {names}, samlet pris"
        if all(product.startswith("screening:") for product in products):
            return f"Foranalyse, {names}, samlet pris"
        return f"{' + '.join(describe(product) for product in products)}, samlet pris"
    text = {"participation": "Deltagelse", "screening": "Foranalyse", "extra_participant": "Ekstra deltagere"}[kind]
    return f"{text}, {Area(rest).label.lower()}"
