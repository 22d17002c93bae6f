"""Receipts of binding acts (kvitteringer)."""

from collections.abc import Sequence
from datetime import datetime

from documents.models import Document
from partnerships.models import EnrolmentChange, OrderLine
from partnerships.orders import Order


def order_receipt(change: EnrolmentChange, lines: Sequence[OrderLine], *, order: Order, at: datetime) -> Document:
    """Freeze what the receipt says and order it. Called before the change itself is saved."""
    return Document.objects.create(
        kind="receipt",
        title=f"Kvittering {change.receipt_number}",
        filename=f"kvittering-{change.receipt_number}.pdf".lower(),
        snapshot={"lines": [line.description for line in lines]},
        created_at=at,
        created_by=change.by,
        next_attempt_at=at,
    )


def register() -> None:
    """Make receipts known to the documents."""
