"""The mail log: administrators read what was sent, why it was not, and send it again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email

from accounts.models import AuditEvent, User
from documents import mail, maillog, outbox, tasks
from documents.models import Document, MailRecord
from partnerships import membership_invitations
from partnerships.models import Enrolment, Municipality

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def receipt_mail(binding: Enrolment) -> Email:
    """The mail with the receipt to the one who bound."""
    tasks.render(str(binding.changes.get().receipt_id))
    return Email.objects.get(to="mette.holm@stevns.example")


def private_mail() -> Email:
    email = mail.write_row(to=["ny@stevns.example"], subject="Din kode", text="ABCD-EFGH")
    MailRecord.objects.create(email=email, kind="account", is_private=True)
    return email


def test_only_administrators(receipt_mail: Email, signe: User, mette: User, finn: User, as_user: As) -> None:
    attachment = receipt_mail.attachments.get()
    urls = [
        reverse("staff_mails"),
        reverse("staff_mail", args=[receipt_mail.pk]),
        reverse("staff_mail_resend", args=[receipt_mail.pk]),
        reverse("staff_mail_attachment", args=[receipt_mail.pk, attachment.pk]),
    ]
    for url in urls:
        answers = []
        for client in (as_user(signe), as_user(finn), as_user(mette), Client()):
            response = client.get(url)
            list(response)  # closes its file
            answers.append(response.status_code)
        assert answers == [200, 403, 403, 302], url


def test_the_list_costs_the_same_however_long(
    receipt_mail: Email, signe: User, as_user: As, django_assert_num_queries
) -> None:
    client = as_user(signe)
    for extra in (0, 5):
        for number in range(extra):
            mail.write_row(to=[f"{number}@kl.example"], subject="Endnu en", text="Hej")
        with django_assert_num_queries(5):
            assert client.get(reverse("staff_mails")).status_code == 200


def test_search_and_filter(receipt_mail: Email, signe: User, as_user: As) -> None:
    mail.write_row(to=["anna@faxe.example"], subject="Frist på tirsdag", text="Hej")
    Email.objects.filter(pk=receipt_mail.pk).update(status=STATUS.failed)
    client = as_user(signe)

    def subjects(query: str) -> list[str]:
        return [row["email"].subject for row in client.get(reverse("staff_mails") + query).context["rows"]]

    assert subjects("?q=anna") == ["Frist på tirsdag"]
    assert subjects("?q=PÅ+TIRSDAG") == ["Frist på tirsdag"]
    assert subjects("?tilstand=fejlet") == [receipt_mail.subject]
    assert subjects("?tilstand=sendt") == []
    assert subjects("?q=%00%27&side=abc") == []
    assert len(subjects("?tilstand=vrøvl")) == 3


def test_one_mail_with_its_text_its_file_and_its_attempts(receipt_mail: Email, signe: User, as_user: As) -> None:
    client = as_user(signe)
    url = reverse("staff_mail", args=[receipt_mail.pk])
    before = client.get(url).content.decode()
    assert "Stevns Kommune er tilmeldt Inkluderende børnefællesskaber 2027 for 110.000 kr." in before
    assert "Mailen er ikke forsøgt sendt endnu." in before

    outbox.send_due()
    after = client.get(url).content.decode()
    assert after.count("Ikke sendt ud (demo)") == 2  # the state, and the attempt
    attachment = receipt_mail.attachments.get()
    response = client.get(reverse("staff_mail_attachment", args=[receipt_mail.pk, attachment.pk]))
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    other = mail.write_row(to=["a@kl.example"], subject="Uden fil", text="Hej")
    assert client.get(reverse("staff_mail_attachment", args=[other.pk, attachment.pk])).status_code == 404


def test_a_failed_mail_says_why(receipt_mail: Email, signe: User, as_user: As) -> None:
    receipt_mail.logs.create(status=STATUS.failed, message="mailserveren svarer ikke", exception_type="OSError")
    Email.objects.filter(pk=receipt_mail.pk).update(status=STATUS.requeued, scheduled_time=timezone.now())
    page = as_user(signe).get(reverse("staff_mail", args=[receipt_mail.pk])).content.decode()
    assert "Det lykkedes ikke: mailserveren svarer ikke (OSError)" in page
    assert "Prøves igen" in page
    assert "Næste forsøg" in page


def test_sending_again_is_a_new_mail_and_logged(
    receipt_mail: Email, binding: Enrolment, signe: User, as_user: As
) -> None:
    outbox.send_due()
    client = as_user(signe)
    url = reverse("staff_mail_resend", args=[receipt_mail.pk])
    assert Email.objects.count() == 2
    response = client.post(url)

    copy = MailRecord.objects.get(resent_from__email=receipt_mail)
    assert response["Location"] == reverse("staff_mail", args=[copy.email_id])
    assert (copy.email.to, copy.email.subject, copy.email.message) == (
        receipt_mail.to,
        receipt_mail.subject,
        receipt_mail.message,
    )
    assert copy.email.message_id != receipt_mail.message_id
    assert list(copy.email.attachments.all()) == list(receipt_mail.attachments.all())
    event = AuditEvent.objects.get(action="mail.resent")
    assert (event.actor, receipt_mail.subject in event.summary) == (signe, False)
    assert (copy.subject_type, copy.subject_id) == ("enrolment", str(binding.pk))

    client.post(reverse("staff_mail_resend", args=[copy.email_id]))  # still waiting: not twice
    assert Email.objects.count() == 3


def test_codes_are_read_in_the_demo_only(signe: User, as_user: As, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    email = private_mail()
    url = reverse("staff_mail", args=[email.pk])
    client = as_user(signe)
    assert "ABCD-EFGH" in client.get(url).content.decode()
    client.post(reverse("staff_mail_resend", args=[email.pk]))
    assert Email.objects.count() == 1

    settings.DEMO = False
    assert not maillog.may_read_text(email)
    settings.DEMO = True
    monkeypatch.setattr(maillog, "may_read_text", lambda _: False)
    page = client.get(url).content.decode()
    assert "ABCD-EFGH" not in page
    assert "Den kan kun læses af modtageren." in page


def test_a_mail_nobody_knows_is_private(signe: User, as_user: As, settings) -> None:
    email = mail.write_row(to=["ny@stevns.example"], subject="Ukendt", text="hemmeligt")
    settings.DEMO = False
    assert not maillog.may_read_text(email)
    with pytest.raises(maillog.MailRefused):
        maillog.resend(email=email, by=signe, at=timezone.now())


def test_a_personal_link_is_not_sent_again_but_made_anew(
    stevns: Municipality, mette: User, signe: User, as_user: As, settings
) -> None:
    at = timezone.now()
    membership_invitations.invite(
        municipality=stevns, email="ny@stevns.example", name="", role="reader", by=mette, at=at
    )
    settings.DEMO = False
    email = Email.objects.get(record__kind="membership.invited")
    with pytest.raises(maillog.MailRefused, match="Send en ny invitation fra kommunens side Medlemmer"):
        maillog.resend(email=email, by=signe, at=at)
    settings.DEMO = True
    page = as_user(signe).get(reverse("staff_mail", args=[email.pk])).content.decode()
    assert "Send en ny invitation fra kommunens side Medlemmer" in page
    assert reverse("staff_mail_resend", args=[email.pk]) not in page


def test_a_mail_whose_text_is_gone_cannot_be_sent_again(receipt_mail: Email, signe: User, as_user: As) -> None:
    Email.objects.filter(pk=receipt_mail.pk).update(message="", status=STATUS.sent)
    client = as_user(signe)
    answer = client.post(reverse("staff_mail_resend", args=[receipt_mail.pk]), follow=True).content.decode()
    assert "Mailens tekst er slettet, fordi mailen er gammel" in answer
    assert MailRecord.objects.filter(resent_from__email=receipt_mail).count() == 0


def test_staff_see_documents_that_were_given_up(binding: Enrolment, signe: User, as_user: As) -> None:
    Document.objects.update(state="failed", failure="Det lykkedes ikke efter flere forsøg.")
    page = as_user(signe).get(reverse("staff_mails")).content.decode()
    assert reverse("document", args=[binding.changes.get().receipt_id]) in page
    assert "Dokumenter, der ikke blev lavet" in page
