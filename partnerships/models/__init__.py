"""Models of municipalities, programmes and enrolments."""

from partnerships.models.development import DevelopmentProcess, Milestone, ProcessNote
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
from partnerships.models.network_days import (
    Attendance,
    DayChange,
    DayEvaluation,
    DayItem,
    DayMaterial,
    DayNotice,
    NetworkDay,
    Participant,
)
from partnerships.models.networks import BlockedDay, Network, NetworkMember
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
from partnerships.models.steering import SteeringAnswer, SteeringMeeting, SteeringNotice, SteeringVote

__all__ = (
    "Attendance",
    "BlockedDay",
    "Bundle",
    "DayChange",
    "DayEvaluation",
    "DayItem",
    "DayMaterial",
    "DayNotice",
    "DevelopmentProcess",
    "EanNumber",
    "EmailDomain",
    "Enrolment",
    "EnrolmentChange",
    "Export",
    "Invitation",
    "Membership",
    "MembershipInvitation",
    "Milestone",
    "Municipality",
    "MunicipalityContact",
    "Network",
    "NetworkDay",
    "NetworkMember",
    "OrderLine",
    "Participant",
    "Participation",
    "Partnership",
    "PriceList",
    "ProcessNote",
    "ProductPrice",
    "Programme",
    "ProgrammeContact",
    "Region",
    "Seat",
    "SeatHolding",
    "SteeringAnswer",
    "SteeringMeeting",
    "SteeringNotice",
    "SteeringVote",
    "SuccessCriterion",
    "Terms",
    "TimelineEntry",
)
