"""Models of municipalities, programmes and enrolments."""

from partnerships.models.enrolments import Enrolment, EnrolmentChange, OrderLine
from partnerships.models.exports import Export
from partnerships.models.invitations import Invitation
from partnerships.models.memberships import Membership, MembershipInvitation
from partnerships.models.municipalities import (
    EanNumber,
    EmailDomain,
    Municipality,
    MunicipalityContact,
    Region,
)
from partnerships.models.prices import Bundle, PriceList, ProductPrice
from partnerships.models.programmes import (
    Partnership,
    Programme,
    ProgrammeContact,
    SuccessCriterion,
    Terms,
    TimelineEntry,
)
from partnerships.models.seats import Participation, Seat, SeatHolding

__all__ = (
    "Bundle",
    "EanNumber",
    "EmailDomain",
    "Enrolment",
    "EnrolmentChange",
    "Export",
    "Invitation",
    "Membership",
    "MembershipInvitation",
    "Municipality",
    "MunicipalityContact",
    "OrderLine",
    "Participation",
    "Partnership",
    "PriceList",
    "ProductPrice",
    "Programme",
    "ProgrammeContact",
    "Region",
    "Seat",
    "SeatHolding",
    "SuccessCriterion",
    "Terms",
    "TimelineEntry",
)
