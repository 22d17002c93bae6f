"""Who belongs to a municipality: asking, answering, inviting, handing over; never without a coordinator."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from post_office.models import Email

from accounts.models import AuditEvent, User
from documents.models import MailRecord
from partnerships import membership_invitations, memberships
from partnerships.membership_invitations import accept_invitation, invite, open_invitation, resend, revoke
from partnerships.memberships import LastCoordinator, MembershipRefused
from partnerships.models import Membership, MembershipInvitation, Municipality
from tests.factories import world
from tests.factories.world import NOW

LATER = NOW + timedelta(hours=1)


def membership_of(person: User) -> Membership:
    return Membership.objects.get(user=person)


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def mails() -> list[tuple[str, str]]:
    return [(email.to[0], email.subject) for email in Email.objects.order_by("pk")]


@pytest.fixture
def newcomer(stevns: Municipality) -> User:
    """Has confirmed an address in Stevns, and belongs nowhere yet."""
    return world.user("ny@stevns.example", "Nynne Ny")


# --- asking and answering -----------------------------------------------------------------------------------------


def test_asking_waits_for_the_coordinator(stevns: Municipality, mette: User, newcomer: User) -> None:
    row = memberships.request(user=newcomer, municipality=stevns, at=NOW)

    assert (row.state, row.role, row.approved_at) == ("pending", "contributor", None)
    assert not Municipality.objects.visible_to(newcomer).exists()
    assert mails() == [(mette.email, "Nynne Ny beder om adgang til Stevns Kommune")]
    assert actions() == ["membership.requested"]


def test_administrators_are_asked_where_there_is_no_coordinator(
    stevns: Municipality, signe: User, anders: User, newcomer: User
) -> None:
    memberships.request(user=newcomer, municipality=stevns, at=NOW)
    assert [to for to, _ in mails()] == [signe.email]


def test_asking_twice_is_asking_once(stevns: Municipality, mette: User, newcomer: User) -> None:
    first = memberships.request(user=newcomer, municipality=stevns, at=NOW)
    assert memberships.request(user=newcomer, municipality=stevns, at=LATER) == first
    assert len(mails()) == 1


def test_an_unconfirmed_address_opens_nothing(stevns: Municipality, newcomer: User) -> None:
    EmailAddress.objects.filter(user=newcomer).update(verified=False)
    assert memberships.municipality_by_domain(newcomer) is None
    with pytest.raises(MembershipRefused):
        memberships.request(user=newcomer, municipality=stevns, at=NOW)
    assert not Membership.objects.exists()


@pytest.mark.parametrize("address", ["x@andetstevns.example", "x@stevns.example.evil.example", "x@sub.stevns.example"])
def test_only_the_very_domain_counts(stevns: Municipality, address: str) -> None:
    assert memberships.municipality_by_domain(world.user(address)) is None


def test_no_asking_for_another_municipality(faxe: Municipality, stevns: Municipality, newcomer: User) -> None:
    with pytest.raises(MembershipRefused):
        memberships.request(user=newcomer, municipality=faxe, at=NOW)


def test_approving_lets_in_and_says_so(stevns: Municipality, mette: User, newcomer: User) -> None:
    row = memberships.request(user=newcomer, municipality=stevns, at=NOW)
    memberships.approve(membership=row, role="reader", by=mette, at=LATER)

    row.refresh_from_db()
    assert (row.state, row.role, row.approved_at, row.approved_by) == ("active", "reader", LATER, mette)
    assert list(Municipality.objects.visible_to(newcomer)) == [stevns]
    assert mails()[-1] == (newcomer.email, "Du har fået adgang til Stevns Kommune")
    with pytest.raises(MembershipRefused):
        memberships.approve(membership=row, role="coordinator", by=mette, at=LATER)


def test_refusing_removes_and_says_so(stevns: Municipality, mette: User, newcomer: User) -> None:
    row = memberships.request(user=newcomer, municipality=stevns, at=NOW)
    memberships.refuse(membership=row, by=mette, at=LATER)

    assert not Membership.objects.filter(user=newcomer).exists()
    assert mails()[-1] == (newcomer.email, "Svar på din anmodning om adgang til Stevns Kommune")
    assert actions() == ["membership.requested", "membership.refused"]
    with pytest.raises(MembershipRefused):
        memberships.refuse(membership=row, by=mette, at=LATER)


def test_a_member_cannot_be_refused(mette: User, anders: User) -> None:
    with pytest.raises(MembershipRefused):
        memberships.refuse(membership=membership_of(anders), by=mette, at=NOW)


# --- never without a coordinator ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        lambda row, by: memberships.change_role(membership=row, role="reader", by=by, at=NOW),
        lambda row, by: memberships.remove(membership=row, by=by, at=NOW),
        lambda row, _by: memberships.leave(membership=row, at=NOW),
    ],
    ids=["demote", "remove", "leave"],
)
def test_the_last_coordinator_stays(
    mette: User, anders: User, signe: User, act: Callable[[Membership, User], object]
) -> None:
    with pytest.raises(LastCoordinator) as refusal:
        act(membership_of(mette), signe)
    assert str(refusal.value).startswith("Stevns Kommune skal altid have en koordinator.")
    assert membership_of(mette).is_coordinator
    assert actions() == []


def test_a_closed_account_does_not_count_as_coordinator(stevns: Municipality, mette: User) -> None:
    gone = world.member(stevns, "forbi@stevns.example", "coordinator")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(LastCoordinator):
        memberships.leave(membership=membership_of(mette), at=NOW)


def test_one_of_two_coordinators_may_go(stevns: Municipality, mette: User) -> None:
    other = world.member(stevns, "lone.vind@stevns.example", "coordinator", "Lone Vind")
    memberships.remove(membership=membership_of(mette), by=other, at=NOW)
    assert list(Membership.objects.coordinators()) == [membership_of(other)]
    assert mails() == [(mette.email, "Du har ikke længere adgang til Stevns Kommune")]


def test_changing_a_role(mette: User, anders: User) -> None:
    row = memberships.change_role(membership=membership_of(anders), role="coordinator", by=mette, at=NOW)
    assert row.is_coordinator
    assert AuditEvent.objects.get().summary == "ændrede rollen for Anders Friis fra medarbejder til koordinator"
    assert mails() == [(anders.email, "Du er nu koordinator i Stevns Kommune")]


def test_the_same_role_again_changes_nothing(mette: User, anders: User) -> None:
    memberships.change_role(membership=membership_of(anders), role="contributor", by=mette, at=NOW)
    assert (actions(), mails()) == ([], [])


def test_handing_over_is_one_act(mette: User, anders: User) -> None:
    memberships.hand_over(membership=membership_of(mette), to=membership_of(anders), at=NOW)
    assert (membership_of(mette).role, membership_of(anders).role) == ("contributor", "coordinator")
    assert actions() == ["membership.handed_over"]
    assert mails() == [(anders.email, "Du er nu koordinator for Stevns Kommune")]


def test_handing_over_only_to_a_colleague(mette: User, anders: User, stranger: User) -> None:
    for mine, to in ((mette, stranger), (mette, mette), (anders, mette)):
        with pytest.raises(MembershipRefused):
            memberships.hand_over(membership=membership_of(mine), to=membership_of(to), at=NOW)
    assert membership_of(mette).is_coordinator


def test_what_went_meanwhile_is_a_friendly_refusal(mette: User, anders: User) -> None:
    row = membership_of(anders)
    memberships.leave(membership=row, at=NOW)
    stale = Membership(pk=999_999, user=anders, municipality=row.municipality)
    with pytest.raises(MembershipRefused):
        memberships.remove(membership=stale, by=mette, at=NOW)


# --- personal links -----------------------------------------------------------------------------------------------


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> str:
    """The token of every invitation in the test."""
    monkeypatch.setattr(membership_invitations.secrets, "token_urlsafe", lambda _size: "hemmelig")
    return "hemmelig"


def invited(municipality: Municipality, by: User, email: str = "ny@stevns.example") -> MembershipInvitation:
    return invite(municipality=municipality, email=email, name="Nynne Ny", role="reader", by=by, at=NOW)


def test_an_invitation_keeps_only_the_hash(stevns: Municipality, mette: User, token: str) -> None:
    row = invited(stevns, mette, "NY@Stevns.example ")
    assert (row.email, row.token_hash) == ("ny@stevns.example", membership_invitations.token_hash(token))
    assert len(row.token_hash) == 64
    assert token not in row.token_hash
    assert mails() == [("ny@stevns.example", "Invitation til Stevns Kommune på Partnerskabsportalen")]
    assert f"/invitation/{token}/" in Email.objects.get().message
    assert MailRecord.objects.get().is_private


def test_accepting_makes_a_member(stevns: Municipality, mette: User, newcomer: User) -> None:
    row = invited(stevns, mette)
    membership = accept_invitation(invitation=row, by=newcomer, at=LATER)
    assert (membership.state, membership.role, membership.approved_by) == ("active", "reader", mette)
    with pytest.raises(MembershipRefused):
        accept_invitation(invitation=row, by=newcomer, at=LATER)


def test_somebody_elses_link_is_refused(stevns: Municipality, mette: User, stranger: User) -> None:
    row = invited(stevns, mette)
    with pytest.raises(MembershipRefused) as refusal:
        accept_invitation(invitation=row, by=stranger, at=LATER)
    assert "ny@stevns.example" in str(refusal.value)
    assert not Membership.objects.filter(user=stranger, municipality=stevns).exists()


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, True), (0, False)])
def test_a_link_lives_fourteen_days(
    stevns: Municipality, mette: User, newcomer: User, token: str, seconds: int, is_open: bool
) -> None:
    row = invited(stevns, mette)
    at = NOW + timedelta(days=14, seconds=seconds)
    assert (open_invitation(token, at) == row) is is_open
    if not is_open:
        with pytest.raises(MembershipRefused):
            accept_invitation(invitation=row, by=newcomer, at=at)


def test_withdrawing_closes_the_link(stevns: Municipality, mette: User, newcomer: User, token: str) -> None:
    row = invited(stevns, mette)
    revoke(invitation=row, by=mette, at=NOW)
    assert open_invitation(token, NOW) is None
    with pytest.raises(MembershipRefused):
        accept_invitation(invitation=row, by=newcomer, at=NOW)
    with pytest.raises(MembershipRefused):
        resend(invitation=row, by=mette, at=NOW)


def test_sending_again_replaces_the_link(stevns: Municipality, mette: User) -> None:
    row = invited(stevns, mette)
    again = resend(invitation=row, by=mette, at=LATER)
    assert again.token_hash != row.token_hash
    assert again.expires_at == LATER + timedelta(days=14)
    assert len(mails()) == 2


def test_no_second_invitation_while_one_waits(stevns: Municipality, mette: User, anders: User) -> None:
    invited(stevns, mette)
    for email in ("ny@stevns.example", anders.email):
        with pytest.raises(MembershipRefused):
            invited(stevns, mette, email)


def test_an_invitation_never_lowers_a_role(stevns: Municipality, mette: User, signe: User) -> None:
    lone = world.member(stevns, "lone.vind@stevns.example", "contributor")
    Membership.objects.filter(user=lone).update(state="pending", approved_at=None)
    row = invited(stevns, signe, lone.email)
    memberships.approve(membership=membership_of(lone), role="coordinator", by=mette, at=NOW)
    assert accept_invitation(invitation=row, by=lone, at=LATER).role == "coordinator"


def test_staff_invite_the_first_coordinator(faxe: Municipality, signe: User) -> None:
    first = world.user("chef@faxe.example", "Flemming Faxe")
    row = invite(municipality=faxe, email=first.email, name="", role="coordinator", by=signe, at=NOW)
    assert accept_invitation(invitation=row, by=first, at=LATER).is_coordinator
