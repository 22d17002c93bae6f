"""What the pages of the catalogue show beside an entry itself (katalogets sider)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from partnerships.models import Membership
from partnerships.models.memberships import Role
from strategy import effect_chart, rules
from strategy.catalogue import TEXTS, content_of
from strategy.effect_chart import Effect
from strategy.models import CatalogueEntry, CatalogueRevision, Element, Round, Strategy, StrategyVersion

LABELS = {name: str(CatalogueEntry._meta.get_field(name).verbose_name).capitalize() for name in TEXTS}  # type: ignore[union-attr]
CHOICES = {
    name: dict(CatalogueEntry._meta.get_field(name).choices or ())  # type: ignore[union-attr]
    for name in ("age_group", "theme")
}


def elements_for(entry: CatalogueEntry) -> QuerySet[Element]:
    """The elements an entry can stand by: those of the model its application answered, and those it has."""
    own = Q(version=entry.trial_action.round.version_id) | Q(entries=entry)
    return Element.objects.filter(own).distinct().order_by("is_centre", "position", "pk")


def rounds_to_apply_in(user: Any, *, at: datetime) -> list[Round]:
    """The open rounds in which the person can begin an application from an entry. One query."""
    if not user.is_authenticated:
        return []
    writes = Membership.objects.active().filter(user=user, role__in=rules.WRITERS).values("municipality")
    return list(Round.objects.open_at(at).filter(strategy__municipality__in=writes).order_by("closes_at"))


@dataclass(frozen=True)
class Beginning:
    """What somebody who would use an entry has to do first."""

    text: str
    url: str = ""
    button: str = ""


def beginning(user: Any) -> Beginning | None:
    """What those who write applications can do when no round is open for them. At most three queries, none
    for visitors."""
    if not user.is_authenticated:
        return None
    writes = Membership.objects.active().filter(user=user, role__in=rules.WRITERS).select_related("municipality")
    own = writes.order_by("pk").first()
    if own is None:
        return None
    if own.role != Role.COORDINATOR:
        return Beginning("I har ingen åben runde at søge i. Spørg jeres koordinator, hvornår der kommer en.")
    strategy = Strategy.objects.filter(municipality=own.municipality).order_by("pk").first()
    code = own.municipality.code
    if strategy is None:
        return Beginning(
            "I har ingen åben runde at søge i. Begynd med jeres strategi: Når den er offentliggjort, kan I melde en "
            "runde ud.",
            reverse("strategy_new", args=[code]),
            "Begynd jeres strategi",
        )
    if not strategy.versions.filter(state=StrategyVersion.State.PUBLISHED).exists():
        return Beginning(
            "I har ingen åben runde at søge i. Offentliggør jeres strategi, så kan I melde en runde ud.",
            reverse("municipality_strategies", args=[code]),
            "Skriv videre på strategien",
        )
    return Beginning(
        "I har ingen åben runde at søge i. Meld en ud, så kan indsatsen bruges som skabelon.",
        reverse("rounds", args=[strategy.slug]),
        "Se jeres runder",
    )


def different(form: Any, saved: CatalogueEntry) -> list[tuple[str, str]]:
    """Label and text of the fields where what is saved is not what was typed."""
    theirs, mine = content_of(saved), form.content
    rows = [
        (str(form[name].label), _shown(name, getattr(theirs, name)))
        for name in TEXTS
        if getattr(theirs, name) != getattr(mine, name)
    ]
    if theirs.elements != mine.elements:
        rows.append(("Elementer", ", ".join(element.title for element in saved.elements.all()) or "Ingen"))
    if theirs.levers != mine.levers:
        rows.append(("Greb i foranalysen", ", ".join(map(str, theirs.levers)) or "Ingen"))
    return rows


def _shown(name: str, value: Any) -> str:
    return str(CHOICES.get(name, {}).get(value, value)) or "Tomt"


def changes(entry: CatalogueEntry) -> list[dict[str, Any]]:
    """Each change of a published entry, newest first: what stood there before, and what came instead. One query."""
    revisions = list(CatalogueRevision.objects.filter(entry=entry).select_related("by").order_by("-number"))
    after = _kept(entry)
    rows = []
    for revision in revisions:
        before = revision.content
        rows.append({"revision": revision, "became": revision.number + 1, "fields": _fields(before, after)})
        after = before
    return rows


def _kept(entry: CatalogueEntry) -> dict[str, Any]:
    said = {name: getattr(entry, name) for name in TEXTS}
    titles = [element.title for element in sorted(entry.elements.all(), key=lambda row: (row.is_centre, row.position))]
    return {**said, "levers": list(entry.levers), "elements": titles}


def _fields(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Label, what stood, what came, for each field that differs."""
    found = [
        (LABELS[name], _shown(name, before.get(name, "")), _shown(name, after.get(name, "")))
        for name in TEXTS
        if before.get(name, "") != after.get(name, "")
    ]
    for name, label in (("elements", "Elementer"), ("levers", "Greb i foranalysen")):
        if set(before.get(name, [])) != set(after.get(name, [])):
            pair = [", ".join(map(str, one.get(name, []))) or "Ingen" for one in (before, after)]
            found.append((label, pair[0], pair[1]))
    return found


def effect_of(entry: CatalogueEntry) -> Effect | None:
    """The run chart behind the effect, from the figures frozen with the evaluation."""
    return effect_chart.effect(effect_chart.frozen(entry.evidence.get("standing", {})), key="virkning")
