"""A programme made as staff make it, through the use cases."""

from datetime import datetime
from decimal import Decimal

from accounts.models import User
from partnerships import (
    price_lists,
    programme_contents,
    programmes,
)
from partnerships.models import (
    Partnership,
    Programme,
    ProgrammeContact,
)
from tests.factories.world import DEADLINE, NOW

BOTH = ["participation:school", "participation:daycare"]


def prices(single: int = 60_000, **changes: object) -> price_lists.Prices:
    fields: dict = {
        "products": {key: Decimal(single) for key in BOTH},
        "bundles": [(BOTH, Decimal(110_000))],
        "included_participants": 5,
        "min_participants": 1,
        "extra_participant": Decimal(9_995),
        "vat_treatment": "excluded",
    }
    return price_lists.Prices(**(fields | changes))


def complete_draft(signe: User, at: datetime = NOW) -> Programme:
    row = programmes.create(
        title="Stærke fællesskaber på øen",
        year=2027,
        deadline_at=DEADLINE,
        by=signe,
        at=at,
        lead="Kom med.",
        purpose="At blive bedre.",
        content="Fire dage.",
        commitments="I møder op",
    )
    actor = {"programme": row, "by": signe, "at": at}
    programme_contents.set_criteria(texts=["I får viden."], **actor)
    areas = [Partnership(area=area, description="For alle.") for area in ("school", "daycare")]
    programme_contents.set_partnerships(partnerships=areas, **actor)
    contact = ProgrammeContact(name="Praktisk", title="KL", email="praktisk@kl.example")
    programme_contents.set_contacts(contacts=[contact], **actor)
    programme_contents.publish_terms(text="Det er bindende.", **actor)
    price_lists.set_prices(prices=prices(), **actor)
    return row
