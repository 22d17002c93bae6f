"""Documents about one municipality, whose code stands in their snapshot as `scope`."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from documents.models import Document
from partnerships.models import Municipality


def visible(kind: str, user: Any) -> QuerySet[Document, Any]:
    """The ids of all documents of the kind for administrators; for others of those about their own municipalities."""
    rows = Document.objects.filter(kind=kind)
    if not user.is_administrator:
        own = Municipality.objects.filter(memberships__user=user, memberships__state="active")
        rows = rows.annotate(scope=KT("snapshot__scope")).filter(scope__in=own.values("code"))
    return rows.values("pk")
