"""A draft is thrown away after a question: by the municipality itself, or by staff."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, User
from partnerships import drafts, enrolments, seats
from partnerships.models import Enrolment, Programme, Seat, Terms
from tests.factories import world
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db


def own(draft: Enrolment) -> str:
    return reverse("enrol_discard", args=[draft.programme.slug, draft.municipality.code])


def by_staff(draft: Enrolment) -> str:
    return reverse("staff_discard", args=[draft.programme.slug, draft.municipality.code])


def said(response: object) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_contributor_deletes_the_draft_and_the_log_keeps_that_it_was_there(
    as_user, draft: Enrolment, anders: User
) -> None:
    client, room = as_user(anders), reverse("municipality", args=[draft.municipality.code])
    assert own(draft) in client.get(room).content.decode()
    question = client.get(own(draft)).content.decode()
    assert "Slet kladden for Stevns Kommune?" in question
    assert "Mette Holm gemte kladden 24. november 2026 kl. 10.00." in question
    assert Enrolment.objects.count() == 1

    answer = client.post(own(draft), follow=True)

    assert (answer.redirect_chain, Enrolment.objects.count(), Seat.objects.count()) == ([(room, 302)], 0, 0)
    assert said(answer) == ["Kladden til Inkluderende børnefællesskaber 2027 er slettet."]
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.actor, event.scope) == ("enrolment.discarded", anders, "0336")
    again = client.post(own(draft), follow=True)
    assert said(again) == ["Stevns Kommune har ikke nogen kladde til Inkluderende børnefællesskaber 2027."]


def test_what_is_bound_is_never_deleted(as_user, binding: Enrolment, mette: User, signe: User) -> None:
    for person, address in ((mette, own(binding)), (signe, by_staff(binding))):
        as_user(person).post(address)
    assert Enrolment.objects.get().is_binding


def test_staff_delete_a_draft_and_the_municipality_sees_it_in_its_log(
    as_user, draft: Enrolment, mette: User, signe: User, finn: User
) -> None:
    client = as_user(signe)
    assert by_staff(draft) in client.get(reverse("staff_enrolment", args=[draft.pk])).content.decode()
    assert "Kommunen får ingen mail" in client.get(by_staff(draft)).content.decode()
    assert as_user(finn).post(by_staff(draft)).status_code == 403

    answer = client.post(by_staff(draft))

    assert answer.url == reverse("staff_programme_enrolments", args=[draft.programme.slug])
    log = as_user(mette).get(reverse("municipality_log", args=["0336"])).content.decode()
    assert "Slettede kladden til Inkluderende børnefællesskaber 2027" in log


def test_readers_and_strangers_delete_nothing(as_user, draft: Enrolment, rikke: User, stranger: User) -> None:
    assert [as_user(person).post(own(draft)).status_code for person in (rikke, stranger)] == [403, 404]
    assert Enrolment.objects.count() == 1


def test_a_colleague_who_is_still_writing_is_told_in_words(draft: Enrolment, mette: User, anders: User) -> None:
    seat = Seat.objects.filter(participation__enrolment=draft).latest("pk")
    drafts.discard(enrolment=Enrolment.objects.get(pk=draft.pk), by=mette, at=NOW)

    with pytest.raises(drafts.DraftRefused, match="Kladden er slettet"):
        drafts.save_participants_seen(enrolment=draft, by=anders, at=NOW)
    with pytest.raises(seats.SeatRefused, match="Pladsen er fjernet imens"):
        seats.clear(seat=seat, by=anders, at=NOW, day=NOW.date())
    signature = enrolments.Signature("Mette Holm", "Centerchef", "Bemyndiget")
    with pytest.raises(enrolments.EnrolmentRefused, match="Kladden er slettet"):
        enrolments.submit(enrolment=draft, by=mette, at=NOW, signature=signature)


def test_a_draft_programme_is_deleted_with_all_that_was_written(as_user, signe: User) -> None:
    row = world.programme("udkast", state=Programme.State.DRAFT)
    client, address = as_user(signe), reverse("staff_programme_delete", args=["udkast"])
    assert address in client.get(reverse("staff_programme", args=["udkast"])).content.decode()
    assert "Slet kladden til programmet?" in client.get(address).content.decode()

    answer = client.post(address, follow=True)

    assert said(answer) == ["Kladden Inkluderende børnefællesskaber 2027 er slettet."]
    assert (Programme.objects.count(), Terms.objects.count()) == (0, 0)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.subject_id) == ("programme.discarded", str(row.pk))


def test_a_programme_that_is_open_or_has_enrolments_stays(as_user, signe: User, draft: Enrolment) -> None:
    client, address = as_user(signe), reverse("staff_programme_delete", args=[draft.programme.slug])
    assert client.get(address).url == reverse("staff_programme", args=[draft.programme.slug])
    assert said(client.post(address, follow=True)) == [
        "Kun en kladde kan slettes. Et program, der har været åbent, bliver stående."
    ]
    Programme.objects.update(state=Programme.State.DRAFT)
    assert said(client.post(address, follow=True)) == [
        "Nogen er begyndt på en tilmelding til programmet, så det kan ikke slettes."
    ]
    assert Programme.objects.count() == 1
