"""What the routes of screenings answer every role; the roles stand in access_rows.py.

The consultant is on all three: one that is assessed ("screening"), and one that is delivered ("delivered").
"""

from collections.abc import Callable
from typing import Any

from screening.models import Workshop

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
