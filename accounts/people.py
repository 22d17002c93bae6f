"""KL/Komponent's own people and everybody's own details: global roles, access, profile (personer)."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import audit, emails
from accounts.models import User

GLOBAL_ROLES = {"administrator": "administrator", "finance": "økonomi", "consultant": "konsulent"}


class PersonRefused(Exception):
    """The person cannot be changed like that; the message is for the one who tries."""


def _lock(person: User) -> User:
    """Lock every administrator, in one order, and the person: together they own "never without an administrator"."""
    list(User.objects.select_for_update().filter(is_administrator=True, is_active=True).order_by("pk").values("pk"))
    return User.objects.select_for_update().get(pk=person.pk)


def _keep_an_administrator(person: User) -> None:
    others = User.objects.filter(is_administrator=True, is_active=True).exclude(pk=person.pk)
    if person.is_administrator and person.is_active and not others.exists():
        raise PersonRefused("Portalen skal altid have en administrator. Giv først rollen til en anden.")


def roles_of(person: User) -> list[str]:
    """The Danish names of the person's global roles."""
    return [label for role, label in GLOBAL_ROLES.items() if getattr(person, f"is_{role}")]


def _in_words(person: User) -> str:
    return ", ".join(roles_of(person)) or "ingen"


@transaction.atomic
def set_roles(*, person: User, roles: Collection[str], by: User, at: datetime) -> User:
    """Give exactly these global roles (keys of GLOBAL_ROLES) to a person, and take the rest.

    Raises:
        PersonRefused: the portal would lose its last administrator, or the administrator takes the role from oneself.
    """
    unknown = set(roles) - set(GLOBAL_ROLES)
    if unknown:
        raise ValueError(f"unknown roles: {sorted(unknown)}")
    row = _lock(person)
    if row.is_administrator and "administrator" not in roles:
        if row.pk == by.pk:
            raise PersonRefused("Du kan ikke tage administratorrollen fra dig selv. Bed en anden administrator om det.")
        _keep_an_administrator(row)
    before = _in_words(row)
    for role in GLOBAL_ROLES:
        setattr(row, f"is_{role}", role in roles)
    if _in_words(row) == before:
        return row
    row.save()
    audit.record(
        action="user.roles_changed",
        summary=f"ændrede roller for {row} fra {before} til {_in_words(row)}",
        subject=row,
        at=at,
        by=by,
        data={"roles": sorted(roles)},
    )
    return row


@transaction.atomic
def make_administrator(*, person: User, at: datetime) -> User:
    """From the command line: the person is an administrator with an open account, whatever was before."""
    row = _lock(person)
    row.is_administrator = row.is_active = True
    row.save()
    audit.record(
        action="user.made_administrator",
        summary=f"gjorde {row} til administrator fra kommandolinjen",
        subject=row,
        at=at,
        by=None,
    )
    return row


@transaction.atomic
def set_active(*, person: User, active: bool, by: User, at: datetime) -> User:
    """Close a person's account, or open it again. A closed account is logged out everywhere at once.

    Raises:
        PersonRefused: it is one's own, or the last administrator's.
    """
    row = _lock(person)
    if not active and row.pk == by.pk:
        raise PersonRefused("Du kan ikke lukke din egen konto. Bed en anden administrator om det.")
    if row.is_active == active:
        return row
    if not active:
        _keep_an_administrator(row)
    row.is_active = active
    row.save()
    audit.record(
        action="user.opened" if active else "user.closed",
        summary=f"åbnede kontoen for {row} igen" if active else f"lukkede kontoen for {row}",
        subject=row,
        at=at,
        by=by,
    )
    return row


@transaction.atomic
def reset_second_factor(*, person: User, by: User | None, at: datetime) -> None:
    """Forget a person's app, passkeys and emergency codes when the phone is lost; the person is told by mail.

    The person is logged out everywhere: whoever has the phone may have the laptop too, and its session could set up a
    factor of its own.

    Raises:
        PersonRefused: it is one's own (one proves oneself and does that under the account), or there is none.
    """
    row = _lock(person)
    if by is not None and row.pk == by.pk:
        raise PersonRefused("Ret dit eget totrinslogin under Min konto.")
    deleted, _ = Authenticator.objects.filter(user_id=row.pk).delete()
    if not deleted:
        raise PersonRefused("Personen har ikke slået totrinslogin til.")
    row.session_stamp = uuid.uuid4()
    row.save()
    audit.record(
        action="user.second_factor_reset", summary=f"nulstillede totrinslogin for {row}", subject=row, at=at, by=by
    )
    emails.second_factor_reset(row, by=by)


@transaction.atomic
def invite_staff(*, email: str, name: str, roles: Collection[str], by: User | None, at: datetime) -> User:
    """Make an account with global roles for a colleague, and mail how to sign in: by a code, no password needed.

    Raises:
        PersonRefused: somebody has that address already.
    """
    email = email.strip().lower()
    if User.objects.filter(email=email).exists() or EmailAddress.objects.filter(email=email).exists():
        raise PersonRefused("Der er allerede en konto med den adresse. Find personen på listen, og giv rollerne der.")
    flags: dict[str, Any] = {f"is_{role}": role in roles for role in GLOBAL_ROLES}
    person = User.objects.create_user(email, name=name.strip(), **flags)
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=False)
    audit.record(
        action="user.invited",
        summary=f"oprettede {person} med rollerne {_in_words(person)}",
        subject=person,
        at=at,
        by=by,
        data={"roles": sorted(roles)},
    )
    emails.staff_invited(person, by=by)
    return person


@transaction.atomic
def update_profile(*, person: User, name: str, title: str, phone: str, at: datetime) -> User:
    """A person corrects the own name, title and phone number."""
    row = User.objects.select_for_update().get(pk=person.pk)
    if (row.name, row.title, row.phone) == (name, title, phone):
        return row
    row.name, row.title, row.phone = name, title, phone
    row.save()
    audit.record(action="user.profile_changed", summary="rettede sine egne oplysninger", subject=row, at=at, by=row)
    return row
