"""Who is told about a programme (modtagere)."""

from collections.abc import Iterable

from django.db.models import QuerySet

from partnerships.models import Enrolment, Membership, Municipality, MunicipalityContact, Programme

Recipients = dict[str, str]  # address: the code of the municipality it belongs to


def of_invitation(programme: Programme) -> Recipients:
    """Contacts and coordinators of every invited municipality, each address once."""
    return of_municipalities(Municipality.objects.filter(invitations__programme=programme))


def of_municipalities(municipalities: QuerySet[Municipality]) -> Recipients:
    """Contacts and coordinators of the municipalities, each address once."""
    contacts = MunicipalityContact.objects.filter(municipality__in=municipalities)
    coordinators = Membership.objects.coordinators().filter(municipality__in=municipalities, user__is_active=True)
    return _once(
        contacts.order_by("pk").values_list("email", "municipality__code"),
        coordinators.order_by("pk").values_list("user__email", "municipality__code"),
    )


def of_deadline(programme: Programme) -> Recipients:
    """Those invited, and those with a draft: its contact, and its editors while they are members."""
    drafts = Enrolment.objects.drafts().filter(programme=programme)
    members = Membership.objects.active().filter(user__is_active=True, municipality__enrolments__in=drafts)
    editors = members.filter(user__in=drafts.values("created_by")) | members.filter(
        user__in=drafts.values("updated_by")
    )
    found = _once(
        drafts.exclude(contact_email="").order_by("pk").values_list("contact_email", "municipality__code"),
        editors.order_by("pk").values_list("user__email", "municipality__code"),
    )
    return of_invitation(programme) | found


def _once(*sources: Iterable[tuple[str, str]]) -> Recipients:
    found: Recipients = {}
    for source in sources:
        for address, code in source:
            found.setdefault(address.strip().lower(), code)
    return found
