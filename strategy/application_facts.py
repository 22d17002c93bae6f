"""What the eligibility checklist weighs, read from the rows of an application in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from strategy import eligibility
from strategy.eligibility import Checklist, Facts, MeasureFacts, PartnerFacts, TargetFacts
from strategy.models import Measure, Partner, PartnerConfirmation, SuccessTarget, TrialAction, Unit

TEXTS = (
    "title",
    "intervention",
    "place",
    "group",
    "goal",
    "methods",
    "child_perspective",
    "child_voice",
    "expected_effect",
    "resources",
    "risks",
)

RELATIONS = ("element_answers", "partners__unit", "partners__confirmations", "measures", "targets", "questions")


def checklist(row: TrialAction) -> Checklist:
    """The checklist of an application as it stands. Nine queries."""
    return checklists([row])[0]


def checklists(rows: Sequence[TrialAction]) -> list[Checklist]:
    """The checklists of several, in the same nine queries."""
    prefetch_related_objects(rows, "round__version__elements", *RELATIONS)
    return [eligibility.check(facts_of(row)) for row in rows]


def facts_of(row: TrialAction) -> Facts:
    """What is written, asked and answered, from rows that have been fetched."""
    answers = {answer.element_id: answer for answer in row.element_answers.all()}
    measures = {measure.pk: measure for measure in row.measures.all()}
    elements = [element for element in row.round.version.elements.all() if not element.is_centre]
    return Facts(
        texts={name: getattr(row, name) for name in TEXTS},
        has_age_group=bool(row.age_group),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        elements=[(one.title, answers[one.pk].text if one.pk in answers else "") for one in elements],
        has_leading=any(answer.is_leading for answer in answers.values()),
        partners=[_partner(one, row.version) for one in row.partners.all()],
        measures=[
            MeasureFacts(
                title=one.title,
                has_baseline=bool(one.baseline.strip()),
                has_source=bool(one.source.strip()),
                has_collector=bool(one.collector.strip()),
                is_counted=one.is_counted,
                has_parts=one.kind != one.Kind.RATE or bool(one.numerator_label and one.denominator_label),
            )
            for one in measures.values()
        ],
        targets=[_target(one, measures.get(one.measure_id or 0)) for one in row.targets.all()],
        questions=len(row.questions.all()),
        open_questions=sum(one.answered_at is None for one in row.questions.all()),
    )


def is_asked(row: TrialAction) -> bool:
    """Somebody has been asked to confirm the application as it stands, so that a change asks them again. One query."""
    return PartnerConfirmation.objects.filter(partner__trial_action=row, version=row.version).exists()


def _target(target: SuccessTarget, measure: Measure | None) -> TargetFacts:
    return TargetFacts(
        what=target.what,
        from_value=target.from_value,
        to_value=target.to_value,
        by_date=target.by_date,
        direction=measure.direction if measure is not None and measure.is_counted else "",
        is_share=measure is not None and measure.kind == Measure.Kind.RATE,
    )


def _partner(partner: Partner, version: int) -> PartnerFacts:
    here = {one.kind: one for one in partner.confirmations.all() if one.version == version}
    part, backing = here.get(PartnerConfirmation.Kind.PART), here.get(PartnerConfirmation.Kind.BACKING)
    return PartnerFacts(
        name=partner.name,
        has_part=bool(partner.part.strip()),
        has_contact=bool(partner.contact_email or (partner.unit and partner.unit.leader_email)),
        accepted=part.is_given if part else None,
        is_unit=partner.unit is not None,
        backed=backing.is_given if backing else None,
        asked=bool(here),
        lapsed=not here and bool(partner.confirmations.all()),
    )


@dataclass(frozen=True)
class Answer:
    """What was asked of a partner in this version, and the answer. `was_earlier` is an answer to another version."""

    label: str
    who: str
    confirmation: PartnerConfirmation | None
    was_earlier: bool = False
    role: str = ""


def role_of(confirmation: PartnerConfirmation, unit: Unit | None) -> str:
    """As what the person asked answers: a unit's leader by title, or the partner's contact."""
    if unit is not None and confirmation.email == unit.leader_email:
        return unit.leader_title.lower() or "leder"
    return "kontakt"


def answers_of(partner: Partner, version: int) -> list[Answer]:
    """The part, and for a unit the backing; the partner's rows have been fetched with its confirmations."""
    kinds = [PartnerConfirmation.Kind.PART]
    if partner.unit is not None:
        kinds.append(PartnerConfirmation.Kind.BACKING)
    found = []
    for kind in kinds:
        rows = [one for one in partner.confirmations.all() if one.kind == kind]
        now = next((one for one in rows if one.version == version), None)
        who = partner.contact_name if kind == PartnerConfirmation.Kind.PART else ""
        who = who or (partner.unit.leader_name if partner.unit else "")
        earlier = now is None and any(one.answered_at for one in rows)
        role = role_of(now, partner.unit) if now else ""
        found.append(Answer(kind.label, (now.name if now else "") or who, now, earlier, role))
    return found
