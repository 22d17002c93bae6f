"""The demo's people: invented roles at .example addresses, all with the same password."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.demo import PASSWORD
from accounts.models import User
from partnerships import memberships, municipalities
from partnerships.models import Municipality
from partnerships.models.memberships import Role


@dataclass(frozen=True)
class Account:
    """An account the demo prints: what it is for, its address, and the roles it has."""

    purpose: str
    email: str
    name: str
    title: str
    global_role: str = ""
    municipality: str = ""
    role: str = ""


ACCOUNTS = (
    Account("Administrator, KL", "administrator@kl.example", "Signe Dam", "Projektkoordinator", "is_administrator"),
    Account("Økonomi, Komponent", "oekonomi@komponent.example", "Finn Borg", "Økonomikonsulent", "is_finance"),
    Account("Konsulent, Komponent", "konsulent@komponent.example", "Jonas Krog", "Chefkonsulent", "is_consultant"),
    Account(
        "Konsulent, kollegalæser", "kollega@komponent.example", "Helle Juul", "Seniorkonsulent", "is_consultant"
    ),
    Account(
        "Koordinator, Stevns", "koordinator@stevns.example", "Mette Holm", "Centerchef", "", "0336", Role.COORDINATOR
    ),
    Account(
        "Medarbejder, Stevns", "medarbejder@stevns.example", "Anders Friis", "Konsulent", "", "0336", Role.CONTRIBUTOR
    ),
    Account("Læser, Stevns", "laeser@stevns.example", "Rikke Sand", "Psykolog, PPR", "", "0336", Role.READER),
    Account("Skoleleder, Stevns", "leder@stevns.example", "Karen Toft", "Skoleleder", "", "0336", Role.READER),
    Account("Formand for udvalget, Stevns", "udvalg@stevns.example", "Hanne Elkær", "Lærer"),
    Account("Forælder i udvalget, Stevns", "foraelder@stevns.example", "Mikkel Rand", "Forældrerepræsentant"),
    Account("Venter på adgang, Stevns", "ny@stevns.example", "Peter Nyborg", "Pædagogisk konsulent", "", "0336"),
    Account(
        "Koordinator, nabokommunen Faxe", "koordinator@faxe.example", "Lone Vind", "Skolechef", "", "0320",
        Role.COORDINATOR,
    ),
)  # fmt: skip


@cache
def hashed_password() -> str:
    """The password's hash, made once: a good hash is slow on purpose."""
    return make_password(PASSWORD)


def person(email: str, name: str, title: str, *, global_role: str = "") -> User:
    """A user with a confirmed address and the demo's password."""
    roles = {global_role: True} if global_role else {}
    user = User.objects.create(email=email, password=hashed_password(), name=name, title=title, **roles)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def administrator() -> User:
    """The first administrator, who makes the rest possible."""
    first = ACCOUNTS[0]
    return person(first.email, first.name, first.title, global_role=first.global_role)


def others(*, by: User, at: datetime) -> None:
    """The remaining accounts, let in by `by`; one is left waiting for the coordinator of Stevns."""
    for account in ACCOUNTS[1:]:
        user = person(account.email, account.name, account.title, global_role=account.global_role)
        if not account.municipality:
            continue
        municipality = Municipality.objects.get(code=account.municipality)
        membership = memberships.request(user=user, municipality=municipality, at=at)
        if account.role:
            memberships.approve(membership=membership, role=account.role, by=by, at=at)


def coordinator(municipality: Municipality, *, by: User, at: datetime) -> User:
    """The municipality's coordinator, made when there is none."""
    existing = User.objects.filter(
        memberships__municipality=municipality, memberships__role=Role.COORDINATOR, memberships__state="active"
    ).first()
    if existing is not None:
        return existing
    user = person(
        f"koordinator@{municipalities.demo_domain(municipality.name)}",
        f"Koordinator i {municipality.name}",
        "Skolechef",
    )
    membership = memberships.request(user=user, municipality=municipality, at=at)
    memberships.approve(membership=membership, role=Role.COORDINATOR, by=by, at=at)
    return user
