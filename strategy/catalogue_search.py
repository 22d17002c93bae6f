"""Finding entries of the catalogue: words, theme, age group, element, lever, strength (søgning i kataloget)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse

from partnerships.lever_methods import LeverMethod
from strategy.models import CatalogueEntry

SEARCHED = ("title", "lead", "what", "for_whom", "how", "conditions", "effect", "did_not_work")
SHOWN_PER_LEVER = 3


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; empty is everything."""

    words: str = ""
    theme: str = ""
    age_group: str = ""
    element: str = ""
    lever: int | None = None
    strength: int | None = None
    municipality: str = ""


def search(rows: QuerySet[CatalogueEntry], wish: Wish) -> QuerySet[CatalogueEntry]:
    """Those of `rows` that fit every part of the wish. Words are found in any Danish form, or inside longer words."""
    if wish.words:
        query = SearchQuery(wish.words, config="danish", search_type="websearch")
        text = Concat(*(part for name in SEARCHED for part in (F(name), Value(" "))), output_field=TextField())
        inside = Q()
        for word in wish.words.split():
            inside &= Q(text__icontains=word)
        rows = rows.annotate(searched=SearchVector(*SEARCHED, config="danish"), text=text)
        rows = rows.filter(Q(searched=query) | inside)
    if wish.theme:
        rows = rows.filter(theme=wish.theme)
    if wish.age_group:
        rows = rows.filter(age_group=wish.age_group)
    if wish.element:
        having = CatalogueEntry.elements.through.objects.filter(element__title=wish.element)
        rows = rows.filter(pk__in=having.values("catalogueentry"))
    if wish.lever:
        rows = rows.filter(levers__contains=[wish.lever])
    if wish.strength:
        rows = rows.filter(strength__gte=wish.strength)
    if wish.municipality:
        rows = rows.filter(strategy__municipality__code=wish.municipality)
    return rows


def element_titles(rows: QuerySet[CatalogueEntry]) -> list[str]:
    """The elements that any of the entries works with, in the model's order. One query."""
    found = rows.order_by().filter(elements__isnull=False)
    pairs = found.values_list("elements__is_centre", "elements__position", "elements__title").distinct()
    return list(dict.fromkeys(title for *_, title in sorted(pairs)))


def with_what_a_card_shows(rows: QuerySet[CatalogueEntry]) -> QuerySet[CatalogueEntry]:
    """Three queries, however many cards."""
    return rows.select_related("strategy__municipality", "trial_action").prefetch_related(
        "elements", "trial_action__partners__unit"
    )


def methods_for(levers: Collection[int]) -> Mapping[int, Sequence[LeverMethod]]:
    """For `partnerships.lever_methods`: the best documented released entries for each lever. One query."""
    rows = (
        CatalogueEntry.objects.released()
        .filter(levers__overlap=sorted(levers))
        .select_related("strategy__municipality")
        .order_by("-strength", "title")
    )
    found: dict[int, list[LeverMethod]] = {}
    for row in rows:
        for lever in set(row.levers) & set(levers):
            found.setdefault(lever, []).append(_method(row, lever))
    return {lever: methods[:SHOWN_PER_LEVER] for lever, methods in found.items()}


def _method(row: Any, lever: int) -> LeverMethod:
    return LeverMethod(
        title=row.title,
        lead=row.lead,
        whose=row.strategy.municipality.official_name,
        strength=row.strength,
        strength_words=row.get_strength_display(),
        url=reverse("catalogue_entry", args=[row.slug]),
        all_url=f"{reverse('knowledge')}?greb={lever}",
    )
