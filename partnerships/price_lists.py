"""The price list of a programme: written by staff, locked by the first binding enrolment (prisliste)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts import audit
from accounts.models import User
from partnerships import orders, pricing, programmes
from partnerships.models import Bundle, Enrolment, PriceList, ProductPrice, Programme
from partnerships.models.areas import Area, participation_key, screening_key
from partnerships.programmes import ProgrammeRefused


class PricesLocked(ProgrammeRefused):
    """Somebody has enrolled bindingly on these prices."""

    def __init__(self) -> None:
        super().__init__(
            "Prislisten er låst, fordi mindst én kommune har tilmeldt sig bindende på de priser. "
            "Skal priserne være andre næste år, så lav et nyt program med udgangspunkt i dette."
        )


@dataclass(frozen=True)
class Prices:
    """A whole price list, in kroner: single prices by product key, and bundles as keys and a price."""

    products: Mapping[str, Decimal]
    bundles: Sequence[tuple[Iterable[str], Decimal]]
    included_participants: int
    min_participants: int
    extra_participant: Decimal | None
    vat_treatment: str

    def as_rows(self) -> list[tuple[list[str], Decimal]]:
        """The bundles as they are kept: sorted keys and price."""
        return [(sorted(keys), price) for keys, price in self.bundles]


def price_list_of(programme: Programme) -> PriceList | None:
    """The programme's price list with its prices, or None when there is none yet."""
    return PriceList.objects.filter(programme=programme).prefetch_related("products", "bundles").first()


def prices_of(programme: Programme) -> Prices | None:
    """The programme's prices as they stand, or None when there are none yet."""
    price_list = price_list_of(programme)
    if price_list is None:
        return None
    return Prices(
        products={row.key: row.price for row in price_list.products.all()},
        bundles=[(tuple(row.keys), row.price) for row in price_list.bundles.all()],
        included_participants=price_list.included_participants,
        min_participants=price_list.min_participants,
        extra_participant=price_list.extra_participant,
        vat_treatment=price_list.vat_treatment,
    )


def prices_are_locked(programme: Programme) -> bool:
    """Whether anybody has ever enrolled bindingly, cancelled or not. One query."""
    return Enrolment.objects.filter(programme=programme, submitted_at__isnull=False).exists()


@transaction.atomic
def set_prices(*, programme: Programme, prices: Prices, by: User | None, at: datetime) -> PriceList:
    """Replace the price list.

    Raises:
        PricesLocked: somebody has enrolled bindingly.
        pricing.PricingError, ProgrammeRefused: it is no price list for the programme's areas.
    """
    row = programmes.lock(programme)
    if prices_are_locked(row):
        raise PricesLocked
    programmes.refuse_finished(row)
    _check_prices(row, prices)
    price_list, _ = PriceList.objects.update_or_create(
        programme=row,
        defaults={
            "included_participants": prices.included_participants,
            "min_participants": prices.min_participants,
            "extra_participant": prices.extra_participant,
            "vat_treatment": prices.vat_treatment,
        },
    )
    price_list.products.all().delete()
    price_list.bundles.all().delete()
    ProductPrice.objects.bulk_create(
        ProductPrice(price_list=price_list, key=key, price=price) for key, price in sorted(prices.products.items())
    )
    Bundle.objects.bulk_create(
        Bundle(price_list=price_list, keys=keys, price=price) for keys, price in prices.as_rows()
    )
    renew_drafts(row, what="priserne", by=by, at=at)
    data = {
        "products": {key: str(price) for key, price in prices.products.items()},
        "bundles": [["+".join(keys), str(price)] for keys, price in prices.as_rows()],
        "included": prices.included_participants,
        "minimum": prices.min_participants,
        "extra": None if prices.extra_participant is None else str(prices.extra_participant),
        "vat": prices.vat_treatment,
    }
    programmes.record(row, "prices_set", "skrev prislisten", by=by, at=at, data=data)
    return price_list


@transaction.atomic
def remove_areas(programme: Programme, areas: Collection[str], *, by: User | None, at: datetime) -> list[str]:
    """Take every price of these areas out of the price list of a draft, and every bundle that holds one of them.

    Returns what the prices were for, in Danish. The programme's row is locked by the caller.
    """
    keys = {key(area) for area in areas for key in (participation_key, screening_key)}
    singles = ProductPrice.objects.filter(price_list__programme=programme, key__in=keys)
    bundles = Bundle.objects.filter(price_list__programme=programme, keys__overlap=sorted(keys))
    removed = [orders.describe(row.key) for row in singles]
    removed += [orders.describe(f"bundle:{'+'.join(row.keys)}") for row in bundles]
    if removed:
        singles.delete()
        bundles.delete()
        renew_drafts(programme, what="priserne", by=by, at=at)
    return removed


def _check_prices(row: Programme, prices: Prices) -> None:
    """Refuse a price list that the kernel cannot read, sells an area the programme lacks, or leaves one unsold."""
    pricing.PriceList(
        products=prices.products,
        bundles=[pricing.Bundle(frozenset(keys), price) for keys, price in prices.as_rows()],
        included_participants=prices.included_participants,
        min_participants=prices.min_participants,
        extra_participant=prices.extra_participant,
    )
    if not 1 <= prices.min_participants <= prices.included_participants:
        raise ProgrammeRefused("Det mindste antal deltagere skal være mellem 1 og det antal, der er med i prisen.")
    areas = set(row.partnerships.values_list("area", flat=True))
    sold = set(prices.products).union(*(keys for keys, _ in prices.as_rows()))
    if {key.partition(":")[2] for key in sold} - areas:
        raise ProgrammeRefused("Der er en pris på et område, som programmet ikke har.")
    for area in areas:
        if participation_key(area) not in sold:
            raise ProgrammeRefused(f"Skriv prisen for at deltage i {Area(area).label.lower()}.")


def renew_drafts(row: Programme, *, what: str, by: User | None, at: datetime) -> None:
    """Let nobody bind on a price or terms they have not read: every draft gets a new revision and its price anew.

    `what` is what has changed, "priserne", for those who are told to read again. Who saved the draft last stays.
    """
    row.refresh_from_db()  # forget a price list that was read before
    drafts = Enrolment.objects.drafts().filter(programme=row).select_for_update(no_key=True, of=("self",))
    drafts = drafts.select_related("municipality").prefetch_related(
        "participations__partnership", "participations__seats"
    )
    for draft in drafts.order_by("pk"):
        try:
            net = orders.quote(row, orders.order_of(draft)).net
        except (pricing.PricingError, PriceList.DoesNotExist):
            net = Decimal(0)
        draft.net_amount, draft.revision = net, draft.revision + 1
        draft.save(update_fields=["net_amount", "revision"])
        audit.record(
            action="enrolment.renewed",
            summary=f"ændrede {what}, så kladden skal læses igen",
            subject=draft,
            at=at,
            by=by,
            scope=draft.municipality.code,
            data={"programme": what, "revision": draft.revision},
        )
