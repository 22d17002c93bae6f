"""A price list as people compare it: one area, both, and what both save (pristabel)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.danish import kr
from partnerships import orders, pricing
from partnerships.models import PriceList
from partnerships.models.areas import Area, participation_key, screening_key


@dataclass(frozen=True)
class PriceRow:
    """One line: the price in each column (None: not sold so), and what the last column saves against single prices."""

    title: str
    note: str
    prices: tuple[Decimal | None, ...]
    saved: Decimal | None


@dataclass(frozen=True)
class PriceTable:
    """The table, and two sentences from it."""

    columns: tuple[str, ...]
    rows: tuple[PriceRow, ...]
    summary: str
    saved_together: Decimal | None


def price_table(price_list: PriceList, areas: Sequence[str]) -> PriceTable:
    """The price table of the areas. Prices of areas that cost the same share a column."""
    kernel = price_list.as_kernel()
    areas = [area for area in orders.AREA_ORDER if area in areas]
    alike = all(
        len({kernel.products.get(key(area)) for area in areas}) <= 1 for key in (participation_key, screening_key)
    )
    shown = areas[:1] if alike else areas
    together = len(areas) > 1
    columns = _columns(shown, alike=alike, together=together)
    included = price_list.included_participants
    rows = [_row(kernel, f"Deltagelse med {_people(included)}", "", participation_key, shown, areas)]
    if price_list.extra_participant is not None:
        extra = (price_list.extra_participant,) * len(columns)
        rows.append(PriceRow("Ekstra deltager", f"pr. person ud over {included}", extra, None))
    if any(screening_key(area) in pricing.sold_products(kernel) for area in areas):
        note = "kan tilkøbes, før partnerskabet begynder"
        rows.append(_row(kernel, "Foranalyse på de 7 greb", note, screening_key, shown, areas))
    participation = rows[0]
    return PriceTable(
        columns, tuple(rows), _summary(participation, alike=alike, together=together), participation.saved
    )


def _columns(shown: Sequence[str], *, alike: bool, together: bool) -> tuple[str, ...]:
    if not together:
        return ("Pris",)
    singles = ["Ét område"] if alike else [str(Area(area).label) for area in shown]
    return (*singles, "Begge områder")


def _row(
    kernel: pricing.PriceList,
    title: str,
    note: str,
    key: Callable[[str], str],
    shown: Sequence[str],
    areas: Sequence[str],
) -> PriceRow:
    singles = tuple(kernel.products.get(key(area)) for area in shown)
    if len(areas) == 1:
        return PriceRow(title, note, singles, None)
    both = _cheapest(kernel, [key(area) for area in areas])
    apart = [kernel.products.get(key(area)) for area in areas]
    total = sum((price for price in apart if price is not None), Decimal(0))
    saved = total - both if both is not None and None not in apart and total > both else None
    return PriceRow(title, note, (*singles, both), saved)


def _cheapest(kernel: pricing.PriceList, keys: Sequence[str]) -> Decimal | None:
    """The cheapest price of the products together, without extra participants; None when not all are sold."""
    if not set(keys) <= pricing.sold_products(kernel):
        return None
    people = {key.partition(":")[2]: kernel.min_participants for key in keys if key.startswith("participation:")}
    try:
        return pricing.quote(kernel, products=keys, participants=people).net
    except pricing.PricingError:
        return None


def _summary(participation: PriceRow, *, alike: bool, together: bool) -> str:
    """ "60.000 kr. for ét område, 110.000 kr. for begge"."""
    *singles, last = participation.prices
    if not together:
        return f"{kr(last)} pr. kommune" if last is not None else ""
    parts = [f"{kr(singles[0])} for ét område"] if alike and singles[0] is not None else []
    if last is not None:
        parts.append(f"{kr(last)} for begge")
    return ", ".join(parts)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} personer"
