"""The least each thing could cost: the same inserts, the same bytes, nothing else."""

import os
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from accounts.models import AuditEvent
from documents.models import Document
from partnerships.models import Enrolment, EnrolmentChange, NetworkMember, OrderLine, Participation, Seat

captured: dict[str, Any] = {}


@cache
def sample_snapshot() -> dict[str, Any]:
    """A receipt's frozen content, as large as a real one."""
    return Document.objects.get(pk=os.environ["BENCH_SAMPLE"]).snapshot


def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of one submission, written with nothing checked, locked or computed."""
    at = datetime.now(UTC)
    user = request.user
    with transaction.atomic():
        document = Document.objects.create(
            kind="receipt", title="x", filename="x.pdf", snapshot=sample_snapshot(), created_at=at, next_attempt_at=at
        )
        change = EnrolmentChange.objects.create(
            enrolment_id=pk,
            number=1,
            kind="submission",
            at=at,
            by=user,
            signatory_name="x",
            signatory_title="x",
            authority="x",
            terms_id=int(os.environ["BENCH_TERMS"]),
            net=Decimal(110_000),
            vat_rate=Decimal("0.25"),
            vat=Decimal(27_500),
            total=Decimal(137_500),
            receipt=document,
        )
        OrderLine.objects.bulk_create(
            [
                OrderLine(
                    change=change,
                    position=1,
                    key="x",
                    description="x",
                    quantity=1,
                    unit_price=Decimal(110_000),
                    amount=Decimal(110_000),
                )
            ]
        )
        Seat.objects.filter(participation__enrolment_id=pk).update(bought_in=change)
        Enrolment.objects.filter(pk=pk).update(state="binding", submitted_at=at, submitted_by=user)
        NetworkMember.objects.bulk_create(
            [
                NetworkMember(network_id=network, participation_id=participation)
                for participation, network in Participation.objects.filter(enrolment_id=pk).values_list(
                    "pk", "partnership__networks"
                )
            ]
        )
        AuditEvent.objects.create(at=at, actor=user, action="x", summary="x", subject_type="enrolment", subject_id=pk)
    return HttpResponse(status=302, headers={"Location": "/"})


LIST_QUERY = """
    SELECT e.id, m.code, m.name, r.name, e.state, e.net_amount, e.submitted_at, e.ean_number
    FROM partnerships_enrolment e
    JOIN partnerships_municipality m ON m.id = e.municipality_id
    JOIN partnerships_region r ON r.id = m.region_id
    WHERE e.programme_id = %s ORDER BY e.id LIMIT 50
"""


def enrolment_list(request: HttpRequest) -> HttpResponse:
    """The same bytes as our list, from one query: the template with rows that are there already."""
    with connection.cursor() as cursor:
        cursor.execute(LIST_QUERY, [captured["programme"]])
        cursor.fetchall()
    return HttpResponse(get_template(captured["template"]).render(captured["context"], request))
