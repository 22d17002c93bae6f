"""What a report says, frozen: built from the rows once, as JSON of ready Danish text (øjebliksbillede).

PDF, presentation and page are made of the snapshot alone, so they can never say different things.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from accounts.danish import in_words, long_date
from partnerships.models.areas import Area
from screening import warnings, workshops
from screening.distributions import Distribution
from screening.models import Assessment, Assignment, Finding, Lever, Report, Screening, Source
from screening.models.sources import role_inside
from screening.warnings import LeverFacts

FORMAT = 1
ORGANISATION = "KL/Komponent"
DRAFT_NOTICE = "Kladde, ikke leveret"
DEMO_NOTICE = "Demo: vurderinger, kilder og tal er opdigtede"
DELIVERED = (Screening.State.DELIVERED, Screening.State.ACCEPTED)
FILE_WORDS = {"pdf": "PDF", "spreadsheet": "Regneark", "presentation": "Præsentation", "word": "Dokument"}
# What is about the edition and not about the municipality.
EDITION = ("version", "date", "changes")

Snapshot = dict[str, Any]


def canonical(snapshot: Snapshot) -> str:
    """The snapshot as text that is the same whenever it says the same."""
    return json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(snapshot: Snapshot) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(snapshot).encode()).hexdigest()


def says_the_same(one: Snapshot, other: Snapshot) -> bool:
    """Both say the same of the municipality, whatever their version and date."""
    return canonical(without_edition(one)) == canonical(without_edition(other))


def without_edition(snapshot: Snapshot) -> Snapshot:
    """The snapshot without version, date and what changed."""
    return {key: value for key, value in snapshot.items() if key not in EDITION}


def build(screening: Screening, *, version: int, at: datetime) -> Snapshot:
    """The snapshot of what stands now. Needs an analysis model; the number of queries is always the same."""
    model = screening.analysis_model
    if model is None:
        raise ValueError("a screening without an analysis model has nothing to report")
    sources = list(Source.objects.filter(screening=screening))
    answers = workshops.results(screening)
    assessments = {row.lever_id: row for row in _assessments(screening)}
    scale = list(model.maturity_levels.all())
    names = {row.level: row.name for row in scale}
    levers = [
        _lever(lever, assessments.get(lever.pk), answers.get(lever.number), names) for lever in model.levers.all()
    ]
    programme = screening.participation.partnership.programme
    area = screening.area_words
    return {
        "format": FORMAT,
        "municipality": screening.municipality.official_name,
        "code": screening.municipality.code,
        "area": f"{area[:1].upper()}{area[1:]}",
        "area_key": screening.area,
        "title": "Screening på de syv greb",
        "subtitle": f"Foranalyse af {area}: ledelse og styring af inkluderende fællesskaber",
        "programme": programme.title,
        "version": str(version),
        "date": long_date(at),
        "model": f"7 greb, {Area(screening.area).label.lower()}, version {model.version}",
        "notice": notice(screening),
        "level_names": [row.name for row in scale],
        "level_texts": [row.description for row in scale],
        "overall": [{"heading": row.heading, "text": row.text} for row in screening.headlines.all()],
        "levers": levers,
        "sources": [_source(row) for row in sources],
        "method": _method(sources, answers.values()),
        "limits": [line for line in screening.limits.splitlines() if line.strip()],
        "next_steps": [{"when": row.when, "title": row.title, "text": row.text} for row in screening.next_steps.all()],
        "changes": [],
        "previous": _previous(screening, at),
        "consultants": _consultants(screening),
    }


def notice(screening: Screening) -> str:
    """What must be known before anything else: that it is a draft, or a demo."""
    words = [] if screening.state in DELIVERED else [DRAFT_NOTICE]
    return ". ".join([*words, DEMO_NOTICE] if settings.DEMO else words)


def _assessments(screening: Screening) -> Iterable[Assessment]:
    findings = Finding.objects.prefetch_related("citations__source")
    return Assessment.objects.filter(screening=screening).prefetch_related(
        Prefetch("findings", findings), "recommendations"
    )


def _lever(
    lever: Lever, assessment: Assessment | None, answers: Distribution | None, names: dict[int, str]
) -> dict[str, Any]:
    """A lever and all that is said of it."""
    found = list(assessment.findings.all()) if assessment else []
    strengths = [row for row in found if row.kind == Finding.Kind.STRENGTH]
    challenges = [row for row in found if row.kind == Finding.Kind.CHALLENGE]
    level = assessment.level if assessment else None
    facts = LeverFacts(
        number=lever.number,
        level=level,
        has_reasons=bool(assessment and assessment.reasons),
        strengths=len(strengths),
        challenges=len(challenges),
        sources=frozenset(mark.source.code for row in found for mark in row.citations.all()),
        workshop=answers,
    )
    return {
        "number": lever.number,
        "title": lever.title,
        "short": lever.short_title,
        "question": lever.question,
        "level": level,
        "level_name": names.get(level, "") if level else "",
        "reasons": assessment.reasons if assessment else "",
        "workshop": _answers(answers) if answers else None,
        "potential": assessment.potential if assessment else None,
        "feasibility": assessment.feasibility if assessment else None,
        "strengths": [_finding(row) for row in strengths],
        "challenges": [_finding(row) for row in challenges],
        "recommendations": [
            {
                "kind": row.kind,
                "kind_label": row.get_kind_display(),
                "title": row.title,
                "text": row.text,
                "owner": row.owner,
                "when": row.when,
            }
            for row in (assessment.recommendations.all() if assessment else ())
        ],
        "notes": notes(facts),
    }


def notes(facts: LeverFacts) -> list[str]:
    """What a reader of the report should know of a lever's ground."""
    words = [caution.note for caution in warnings.of_lever(facts) if caution.note]
    kinds = {code[0] for code in facts.sources}
    if len(facts.sources) > 1 and "D" not in kinds:
        names = in_words([word for letter, word in (("I", "interview"), ("W", "workshop")) if letter in kinds])
        words.append(f"Ingen dokumenter belyser dette greb. Vurderingen hviler på {names}.")
    return words


def _answers(answers: Distribution) -> dict[str, Any]:
    """How the answers lie; quartiles that are whole are written so."""
    told = answers.as_dict()
    for name in ("median", "q1", "q3"):
        value = told[name]
        told[name] = int(value) if isinstance(value, float) and value.is_integer() else value
    return told


def _finding(row: Finding) -> dict[str, Any]:
    marks = sorted(row.citations.all(), key=lambda mark: (mark.source.kind, mark.source.number, mark.pk))
    return {
        "text": row.text,
        "marks": [{"code": mark.source.code, "place": mark.place, "quote": mark.quote} for mark in marks],
    }


def _source(row: Source) -> dict[str, str]:
    """A source as the list has it. People stand by role."""
    title = row.title
    if row.participants:
        groups = in_words([f"{count} {role_inside(role)}" for role, count in row.participants])
        title = f"{title}: {groups}"
    elif row.role and row.role.casefold() not in title.casefold():
        title = f"{title}: {row.role}"
    return {
        "code": row.code,
        "kind": row.kind,
        "title": title,
        "dated": long_date(row.held_on) if row.held_on else row.dated,
        "detail": _extent(row),
    }


def _extent(row: Source) -> str:
    if row.kind == Source.Kind.DOCUMENT:
        found = next((words for key, words in FILE_WORDS.items() if key in row.media_type), "")
        return found if row.file else "Link"
    if row.people is None:
        return ""
    return f"{row.people} {'person' if row.people == 1 else 'personer'}"


def _method(sources: list[Source], answers: Iterable[Distribution]) -> dict[str, int]:
    def of(kind: str) -> list[Source]:
        return [row for row in sources if row.kind == kind]

    interviews, held = of(Source.Kind.INTERVIEW), of(Source.Kind.WORKSHOP)
    answered = max((row.count for row in answers), default=0)
    return {
        "documents": len(of(Source.Kind.DOCUMENT)),
        "interviews": len(interviews),
        "people_interviewed": sum(row.people or 0 for row in interviews),
        "workshops": max(len(held), 1 if answered else 0),  # also one that nobody has written as a source
        "workshop_people": sum(row.people or 0 for row in held) or answered,
        "workshop_answers": answered,
    }


def _previous(screening: Screening, at: datetime) -> dict[str, Any] | None:
    """The result of the municipality's last screening of the same area."""
    last = (
        Report.objects.filter(
            screening__participation__enrolment__municipality=screening.municipality,
            screening__participation__partnership__area=screening.area,
            delivered_at__lt=screening.delivered_at or at,
        )
        .exclude(screening=screening)
        .order_by("-delivered_at")
        .first()
    )
    if last is None:
        return None
    levels = {str(row["number"]): row["level"] for row in last.snapshot["levers"] if row["level"] is not None}
    return {"date": last.snapshot["date"], "levels": levels}


def _consultants(screening: Screening) -> list[str]:
    """Who wrote it, by role: "Konsulent, KL/Komponent"; one line for a role."""
    rows = Assignment.objects.filter(screening=screening).select_related("consultant").order_by("pk")
    titles = [row.consultant.title or "Konsulent" for row in rows]
    return [f"{title}, {ORGANISATION}" for title in dict.fromkeys(titles)]
