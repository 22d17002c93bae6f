"""A strategy with units, a round with a committee, and trial actions at any step, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User
from partnerships.models import Municipality
from strategy.models import (
    AgreedMeasure,
    Bearing,
    CommitteeSeat,
    Criterion,
    DataAgreement,
    Element,
    ElementAnswer,
    Measure,
    Measurement,
    Partner,
    PartnerConfirmation,
    Round,
    Strategy,
    StrategyVersion,
    SuccessTarget,
    TeamMember,
    TrialAction,
    Unit,
)
from tests.factories import world

AT = world.NOW
DAY = timedelta(days=1)
STARTS = date(2026, 2, 2)
ELEMENTS = (
    "Vi arbejder fællesskabende",
    "Pædagogiske og didaktiske metoder",
    "Ressourcer følger børnefællesskabet",
    "Aldrig alene – altid kompetent",
)
CENTRE = "Prøvehandlinger og øvebaner"


def strategy(municipality: Municipality, by: User, slug: str = "sammen-om-boernene") -> Strategy:
    """A published strategy with four elements around a centre, a bearing each."""
    row = Strategy.objects.create(municipality=municipality, slug=slug, created_at=AT, created_by=by)
    version = StrategyVersion.objects.create(
        strategy=row,
        number=1,
        state="published",
        title="Sammen om børnene",
        model_name="Kvintetmodellen",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 12, 31),
        vision="Alle børn er med i fællesskabet.",
        published_at=AT - 300 * DAY,
        updated_at=AT - 300 * DAY,
        updated_by=by,
    )
    for position, title in enumerate((*ELEMENTS, CENTRE), start=1):
        element = Element.objects.create(
            version=version, position=position, title=title, is_centre=title == CENTRE, text=f"Om {title.lower()}."
        )
        Bearing.objects.create(element=element, position=1, text=f"Pejling for {title.lower()}")
    return row


def unit(municipality: Municipality, name: str, kind: str = "school", part: str = "Nord") -> Unit:
    """A unit whose leader has the address leder.<name>@<municipality>.example."""
    ascii_name = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa").replace(" ", "-")
    return Unit.objects.create(
        municipality=municipality,
        name=name,
        kind=kind,
        part=part,
        leader_name=f"Leder af {name}",
        leader_title="Leder",
        leader_email=f"leder.{ascii_name}@{municipality.name.lower()}.example",
    )


def round_(
    in_strategy: Strategy,
    by: User,
    *,
    opens_at: datetime = AT - 20 * DAY,
    closes_at: datetime = AT + 20 * DAY,
    target: int = 20,
    title: str = "Runde 2026",
) -> Round:
    """An announced round with three criteria (weights 3, 2, 1), open at world.NOW unless said otherwise."""
    row = Round.objects.create(
        strategy=in_strategy,
        version=in_strategy.versions.get(state="published"),
        title=title,
        opens_at=opens_at,
        closes_at=closes_at,
        target=target,
        announced_at=opens_at,
        created_at=opens_at,
        created_by=by,
    )
    for position, (name, weight) in enumerate((("Børnenes udbytte", 3), ("Samarbejde", 2), ("Målbarhed", 1)), start=1):
        Criterion.objects.create(round=row, position=position, title=name, weight=weight)
    return row


def seat(in_round: Round, user: User, kind: str = "staff", *, is_chair: bool = False) -> CommitteeSeat:
    """A seat in the round's committee."""
    return CommitteeSeat.objects.create(round=in_round, user=user, kind=kind, is_chair=is_chair, given_at=AT)


def draft(in_round: Round, *team: User, title: str = "Sammen om frikvarteret", **fields: Any) -> TrialAction:
    """An application with a title only; the first of the team is responsible."""
    row = TrialAction.objects.create(
        round=in_round,
        number=in_round.trial_actions.count() + 1,
        title=title,
        created_at=AT,
        created_by=team[0],
        updated_at=AT,
        updated_by=team[0],
        **fields,
    )
    for place, person in enumerate(team):
        TeamMember.objects.create(trial_action=row, user=person, is_responsible=place == 0, added_at=AT)
    return row


def complete(in_round: Round, *team: User, units: Sequence[Unit], **fields: Any) -> TrialAction:
    """An application that has everything it needs to be handed in, with every partner's and leader's yes."""
    said: dict[str, Any] = {
        "age_group": "lower_primary",
        "intervention": "To voksne åbner legen i hvert frikvarter.",
        "place": "Skolegården",
        "group": "Børnene på 3. årgang",
        "goal": "Flere børn har nogen at være sammen med.",
        "methods": "Legepatrulje og en fast voksen.",
        "child_perspective": "Børnene har sagt, at frikvarteret er svært.",
        "child_voice": "Børnerådet spørger hver måned.",
        "expected_effect": "Færre børn står alene.",
        "resources": "Fire timer om ugen.",
        "risks": "Sygdom blandt de voksne.",
        "starts_on": STARTS,
        "ends_on": date(2027, 1, 29),
    }
    row = draft(in_round, *team, **{**said, **fields})
    for element in in_round.version.elements.filter(is_centre=False):
        ElementAnswer.objects.create(
            trial_action=row,
            element=element,
            text=f"Vi arbejder med {element.title}.",
            is_leading=element.position == 1,
        )
    measure = rate(row)
    SuccessTarget.objects.create(
        trial_action=row,
        position=1,
        measure=measure,
        what="Børn, der har nogen at være sammen med",
        from_value=Decimal(67),
        to_value=Decimal(80),
        unit="%",
        by_date=date(2026, 12, 11),
    )
    for position, one in enumerate(units, start=1):
        partner = Partner.objects.create(
            trial_action=row,
            position=position,
            unit=one,
            part="Stiller med en voksen.",
            contact_name=one.leader_name,
            contact_email=one.leader_email,
        )
        for kind in PartnerConfirmation.Kind.values:
            confirm(partner, kind)
    return row


def confirm(partner: Partner, kind: str = "backing", *, is_given: bool = True) -> PartnerConfirmation:
    """The partner's answer to the application as it stands."""
    return PartnerConfirmation.objects.create(
        partner=partner,
        kind=kind,
        version=partner.trial_action.version,
        name=partner.contact_name,
        email=partner.contact_email or "kontakt@aktoer.example",
        asked_at=AT,
        answered_at=AT,
        is_given=is_given,
    )


def rate(row: TrialAction, title: str = "Havde nogen at være sammen med", **fields: Any) -> Measure:
    """A weekly rate with a baseline."""
    said: dict[str, Any] = {
        "theme": "friendships",
        "kind": "rate",
        "direction": "higher",
        "unit": "%",
        "numerator_label": "Hvor mange svarede ja?",
        "denominator_label": "Hvor mange børn spurgte I?",
        "baseline": "67 % i foråret",
        "source": "Ugentligt trivselstjek",
        "frequency": "weekly",
        "collector": "Klassens pædagog",
    }
    return Measure.objects.create(
        trial_action=row, position=row.measures.count() + 1, title=title, **{**said, **fields}
    )


def submitted(
    in_round: Round, *team: User, units: Sequence[Unit], state: str = "submitted", **fields: Any
) -> TrialAction:
    """A complete application that has been handed in; `state` may be any later one."""
    at = fields.pop("at", AT)
    extra = {"submitted_at": at, "submitted_by": team[0], **fields}
    if state == "reserve":
        extra.setdefault("reserve_rank", 1)
    if state == "stopped":
        extra |= {"stopped_at": at, "stopped_by": team[0], "learnt": "Det krævede flere voksne."}
    if state in ("running", "evaluated", "in_catalogue", "stopped"):
        extra.setdefault("running_since", STARTS)
    return complete(in_round, *team, units=units, state=state, **extra)


def agreement(row: TrialAction, by: User, *, is_signed: bool = True) -> DataAgreement:
    """The agreement on the trial action's measures, with both signatures unless said otherwise."""
    signed = {"team_signed_at": AT, "team_signed_by": by, "municipality_signed_at": AT, "municipality_signed_by": by}
    made = DataAgreement.objects.create(
        trial_action=row,
        starts_on=STARTS,
        ends_on=date(2027, 1, 29),
        status_on=date(2026, 8, 3),
        updated_at=AT,
        updated_by=by,
        **(signed if is_signed else {}),
    )
    for measure in row.measures.all():
        AgreedMeasure.objects.create(
            agreement=made,
            measure=measure,
            instrument="Ét spørgsmål",
            collector="Klassens pædagog",
            frequency=measure.frequency,
            first_on=STARTS,
            baseline_points=8,
        )
    return made


def running(in_round: Round, *team: User, units: Sequence[Unit], **fields: Any) -> TrialAction:
    """A trial action under way since STARTS, with a signed agreement and no measurements."""
    row = submitted(in_round, *team, units=units, state="running", **fields)
    agreement(row, team[0])
    return row


def measured(measure: Measure, shares: Sequence[tuple[int, int]], by: User, *, first: date = STARTS) -> None:
    """Weekly measurements, each so many out of so many."""
    Measurement.objects.bulk_create(
        Measurement(measure=measure, on=first + 7 * place * DAY, numerator=part, denominator=whole, at=AT, by=by)
        for place, (part, whole) in enumerate(shares)
    )


@dataclass
class Room:
    """What most tests of a municipality's trial actions begin with."""

    strategy: Strategy
    round: Round
    units: list[Unit] = field(default_factory=list)


def room(municipality: Municipality, coordinator: User) -> Room:
    """A strategy, an open round, and two units."""
    made = strategy(municipality, coordinator)
    units = [unit(municipality, "Klintskolen"), unit(municipality, "SFO Klinten", "after_school", "Syd")]
    return Room(made, round_(made, coordinator), units)
