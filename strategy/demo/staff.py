"""Who takes part in the demo's rounds: teams, leaders and the committee. Everybody is invented."""

from datetime import datetime

from accounts.models import User
from partnerships import memberships
from partnerships.demo import people
from partnerships.models import Municipality
from partnerships.models.memberships import Membership, Role
from strategy import committee_seats
from strategy.models import CommitteeSeat, Round

# The printed accounts: partnerships.demo.people has them with the rest.
TEAM_MEMBER, LEADER = "medarbejder@stevns.example", "leder@stevns.example"
CHAIR, PARENT = "udvalg@stevns.example", "foraelder@stevns.example"

TEAMS = (
    ("rune.bak@stevns.example", "Rune Bak", "Pædagog, SFO"),
    ("lise.winther@stevns.example", "Lise Winther", "Lærer"),
    ("tove.agger@stevns.example", "Tove Agger", "Læsevejleder"),
    ("bo.stauning@stevns.example", "Bo Stauning", "Klubpædagog"),
    ("nina.lyng@stevns.example", "Nina Lyng", "Pædagog, dagtilbud"),
)
# Who sits in the committee: address, name, what the seat stands for, chair, how strict beside the others.
SEATS = (
    (CHAIR, "Hanne Elkær", "staff", True, 0.0),
    (LEADER, "Karen Toft", "leader", False, -0.2),
    (PARENT, "Mikkel Rand", "parent", False, 0.2),
    ("vibeke.molin@stevns.example", "Vibeke Molin", "leader", False, -0.5),
    ("ole.birk@stevns.example", "Ole Birk", "leader", False, 0.1),
    ("dorte.krag@stevns.example", "Dorte Krag", "staff", False, 0.3),
    ("jens.tang@stevns.example", "Jens Tang", "staff", False, -0.1),
    ("sofie.rask@stevns.example", "Sofie Rask", "parent", False, 0.4),
    ("palle.norup@stevns.example", "Palle Norup", "other", False, -0.3),
)


def teams(municipality: Municipality, *, by: User, at: datetime) -> list[User]:
    """Five who write applications, beside the printed account."""
    found = list(User.objects.filter(email=TEAM_MEMBER))
    for email, name, title in TEAMS:
        person = User.objects.filter(email=email).first() or people.person(email, name, title)
        membership = memberships.request(user=person, municipality=municipality, at=at)
        memberships.approve(membership=membership, role=Role.CONTRIBUTOR, by=by, at=at)
        found.append(person)
    return found


def leader(municipality: Municipality, *, by: User, at: datetime) -> User:
    """The leader of one of the schools, who reads along in the municipality."""
    person = User.objects.filter(email=LEADER).first() or people.person(LEADER, "Karen Toft", "Skoleleder")
    membership = memberships.request(user=person, municipality=municipality, at=at)
    if membership.state != Membership.State.ACTIVE:
        memberships.approve(membership=membership, role=Role.READER, by=by, at=at)
    return person


def seat(round_: Round, count: int, *, by: User, at: datetime) -> list[CommitteeSeat]:
    """Give the first `count` their seats in the round."""
    for email, name, _, _, _ in SEATS[:count]:
        if not User.objects.filter(email=email).exists():
            people.person(email, name, "")
    return [
        committee_seats.give(round_=round_, email=email, name=name, kind=kind, is_chair=is_chair, by=by, at=at)
        for email, name, kind, is_chair, _ in SEATS[:count]
    ]


def strictness(seat: CommitteeSeat) -> float:
    """How much more than the others the member tends to give."""
    return next(away for email, _, _, _, away in SEATS if email == seat.user.email)
