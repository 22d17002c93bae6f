"""What the routes of screenings answer every role; the roles stand in access_rows.py.

The consultant is on all three: one that is assessed ("screening"), and one that is delivered ("delivered").
"""

from collections.abc import Callable
from typing import Any

from screening.models import Comment, Finding, Recommendation, Workshop
from tests.factories.world import NOW

Row = tuple[Callable[[Any], dict[str, Any]], str]


def one(world: Any) -> dict[str, Any]:
    """The screening that is being assessed."""
    return {"pk": world.ids["screening"]}


def done(world: Any) -> dict[str, Any]:
    """The screening that is delivered."""
    return {"pk": world.ids["delivered"]}


def own(world: Any) -> dict[str, Any]:
    """The screening that is being assessed, as the municipality's."""
    return {"code": world.municipality.code, "pk": world.ids["screening"]}


def result(world: Any) -> dict[str, Any]:
    """The screening that is delivered, as the municipality's."""
    return {"code": world.municipality.code, "pk": world.ids["delivered"]}


def source(world: Any) -> dict[str, Any]:
    """What the municipality sent for it."""
    return one(world) | {"source": world.ids["source"]}


def lever(world: Any) -> dict[str, Any]:
    """A lever of the screening that is being assessed."""
    return one(world) | {"number": 1}


def finding(world: Any) -> dict[str, Any]:
    """The first finding on that lever."""
    row = Finding.objects.filter(assessment__screening=world.ids["screening"], assessment__lever__number=1).first()
    return lever(world) | {"finding": row.pk if row else 0}


def recommendation(world: Any) -> dict[str, Any]:
    """A recommendation, on the lever it stands on."""
    row = Recommendation.objects.filter(assessment__screening=world.ids["screening"]).order_by("pk")[0]
    return one(world) | {"number": row.assessment.lever.number, "recommendation": row.pk}


def comment(world: Any) -> dict[str, Any]:
    """A reviewing colleague's comment, written for the occasion: the trial is rolled back."""
    row = Comment.objects.create(
        screening_id=world.ids["screening"], side="review", text="Hvorfor?", at=NOW, by=world.people["consultant"]
    )
    return one(world) | {"comment": row.pk}


def phones(_: Any) -> dict[str, Any]:
    """The workshop of the screening that is being assessed, as phones reach it."""
    return {"code": Workshop.objects.get(screening__participation__partnership__area="school").code}


ROWS: dict[str, Row] = {
    "screenings": (lambda _: {}, "302 403 403 403 403 403 200 403 200"),
    "screening": (one, "302 404 404 404 404 404 200 404 200"),
    "screening_plan": (one, "302 404 404 404 404 404 200 404 403"),
    "POST screening_plan": (one, "302 404 404 404 404 404 422 404 403"),
    "POST screening_send_plan": (one, "302 404 404 404 404 404 302 404 302"),
    "screening_checklist": (one, "302 404 404 404 404 404 200 404 200"),
    "screening_sources": (one, "302 404 404 404 404 404 200 404 200"),
    "screening_source_new": (lambda w: one(w) | {"kind": "interview"}, "302 404 404 404 404 404 403 404 200"),
    "screening_source": (source, "302 404 404 404 404 404 403 404 200"),
    "screening_source_delete": (source, "302 404 404 404 404 404 403 404 200"),
    "screening_source_file": (source, "302 200 200 200 404 404 200 404 200"),
    "staff_screenings": (lambda w: {"slug": w.programme.slug}, "302 403 403 403 403 403 200 403 403"),
    "municipality_screenings": (lambda w: {"code": w.municipality.code}, "302 200 200 200 404 404 200 200 404"),
    "municipality_screening": (own, "302 200 200 200 404 404 200 404 200"),
    "POST municipality_document": (
        lambda w: own(w) | {"item": w.ids["request"]},
        "302 422 422 403 404 404 403 404 403",
    ),
    "POST municipality_document_unasked": (own, "302 422 422 403 404 404 403 404 403"),
    "POST municipality_document_missing": (
        lambda w: own(w) | {"item": w.ids["request"]},
        "302 422 422 403 404 404 403 404 403",
    ),
    "POST municipality_document_undo": (
        lambda w: own(w) | {"source": w.ids["source"]},
        "302 302 302 403 404 404 403 404 403",
    ),
    "screening_workshop": (one, "302 404 404 404 404 404 200 404 200"),
    "POST screening_workshop": (one, "302 404 404 404 404 404 403 404 302"),
    "screening_workshop_screen": (one, "302 404 404 404 404 404 200 404 200"),
    "screening_workshop_live": (one, "302 404 404 404 404 404 200 404 200"),
    "workshop_join": (lambda _: {}, "200 200 200 200 200 200 200 200 200"),
    "workshop_phone": (phones, "200 200 200 200 200 200 200 200 200"),
    "POST workshop_phone": (phones, "422 422 422 422 422 422 422 422 422"),
    "workshop_state": (phones, "200 200 200 200 200 200 200 200 200"),
    "screening_report": (one, "302 404 404 404 404 404 200 404 200"),
    "POST screening_report_make": (one, "302 404 404 404 404 404 302 404 302"),
    "screening_lever": (lever, "302 404 404 404 404 404 200 404 200"),
    "POST screening_lever": (lever, "302 404 404 404 404 404 403 404 200"),
    "screening_presence": (lever, "302 404 404 404 404 404 200 404 200"),
    "finding_new": (lever, "302 404 404 404 404 404 403 404 200"),
    "finding_edit": (finding, "302 404 404 404 404 404 403 404 200"),
    "POST finding_delete": (finding, "302 404 404 404 404 404 403 404 302"),
    "POST finding_move": (finding, "302 404 404 404 404 404 403 404 302"),
    "recommendation_new": (lever, "302 404 404 404 404 404 403 404 200"),
    "recommendation_edit": (recommendation, "302 404 404 404 404 404 403 404 200"),
    "POST recommendation_delete": (recommendation, "302 404 404 404 404 404 403 404 302"),
    "POST recommendation_move": (recommendation, "302 404 404 404 404 404 403 404 302"),
    "screening_overall": (one, "302 404 404 404 404 404 200 404 200"),
    "POST screening_overall": (one, "302 404 404 404 404 404 403 404 200"),
    "screening_review": (one, "302 404 404 404 404 404 200 404 200"),
    "POST review_submit": (one, "302 404 404 404 404 404 403 404 200"),
    "POST review_comment": (one, "302 404 404 404 404 404 403 404 403"),
    "POST review_answer": (comment, "302 404 404 404 404 404 403 404 302"),
    "POST review_send_back": (one, "302 404 404 404 404 404 403 404 403"),
    "POST review_take_back": (one, "302 404 404 404 404 404 302 404 302"),
    "POST review_approve": (one, "302 404 404 404 404 404 403 404 403"),
    "POST screening_deliver": (one, "302 404 404 404 404 404 302 404 302"),
    "POST screening_reopen": (done, "302 404 404 404 404 404 200 404 200"),
    "screening_comment": (result, "302 200 200 403 404 404 403 404 403"),
    "screening_accept": (result, "302 200 403 403 404 404 403 404 403"),
    "POST screening_accept": (result, "302 302 403 403 404 404 403 404 403"),
    "screening_release": (result, "302 302 403 403 404 404 403 404 403"),
    "POST screening_release": (result, "302 302 403 403 404 404 403 404 403"),
    "screening_compare": (result, "302 200 200 200 404 404 200 404 200"),
    "network_profiles": (lambda w: {"code": w.municipality.code}, "302 200 200 200 404 404 200 403 404"),
    "screening_comments": (done, "302 404 404 404 404 404 200 404 200"),
    "POST screening_comments": (done, "302 404 404 404 404 404 403 404 404"),
    "staff_screening_levels": (lambda w: {"slug": w.programme.slug}, "302 403 403 403 403 403 200 403 403"),
}
