"""A yes by personal link, tied to the version: asked, given, lapsed by an edit, asked again; and questions answered."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from accounts.models import AuditEvent, User
from documents.models import MailRecord
from partnerships.models import Municipality
from strategy import application_facts, application_rows, applications, confirmations, questions
from strategy.applications import ApplicationRefused, Change, mark
from strategy.models import CommitteeQuestion, Partner, PartnerConfirmation, Round, TrialAction
from tests.factories import trial_actions as make
from tests.factories.trial_actions import AT, DAY, Room
from tests.factories.world import user


@pytest.fixture
def room(stevns: Municipality, mette: User) -> Room:
    return make.room(stevns, mette)


@pytest.fixture
def row(room: Room, anders: User) -> TrialAction:
    """Complete, but nobody has been asked."""
    made = make.complete(room.round, anders, units=room.units)
    PartnerConfirmation.objects.all().delete()
    return made


def ask(row: TrialAction, by: User, at=AT) -> int:
    return confirmations.ask(trial_action=row, by=by, at=at)


def say_yes(row: TrialAction) -> None:
    for one in PartnerConfirmation.objects.filter(partner__trial_action=row, answered_at=None):
        confirmations.answer(confirmation=one, is_given=True, comment="", by=None, at=AT)


def write(row: TrialAction, by: User, **fields: str) -> None:
    row.refresh_from_db()
    now = applications.values_of(row)
    changes = {name: Change(value, mark(now[name])) for name, value in fields.items()}
    applications.write(trial_action=row, changes=changes, by=by, at=AT)


def missing(row: TrialAction) -> list[str]:
    row.refresh_from_db()
    return [one.key for one in application_facts.checklist(row).missing]


def test_each_person_gets_one_mail_for_each_partner(row: TrialAction, anders: User) -> None:
    Partner.objects.filter(position=2).update(contact_email="anden@stevns.example", contact_name="Anden")
    assert ask(row, anders) == 3
    found = PartnerConfirmation.objects.values_list("partner__position", "kind", "email").order_by("pk")
    assert list(found) == [
        (1, "part", "leder.klintskolen@stevns.example"),
        (1, "backing", "leder.klintskolen@stevns.example"),
        (2, "part", "anden@stevns.example"),
        (2, "backing", "leder.sfo-klinten@stevns.example"),
    ]
    kept = MailRecord.objects.filter(kind="confirmation_asked")
    assert (kept.count(), set(kept.values_list("is_private", flat=True))) == (3, {True})


def test_nobody_is_asked_twice_within_twelve_hours(row: TrialAction, anders: User) -> None:
    assert [ask(row, anders), ask(row, anders, AT + DAY / 4), ask(row, anders, AT + DAY)] == [2, 0, 2]


def test_an_actor_without_an_address_cannot_be_asked(row: TrialAction, anders: User) -> None:
    Partner.objects.create(trial_action=row, position=3, actor="Idrætsforeningen", part="Kommer med bolde.")
    with pytest.raises(ApplicationRefused, match="Skriv en kontakt med e-mail hos Idrætsforeningen"):
        ask(row, anders)
    assert PartnerConfirmation.objects.count() == 0


def test_the_team_does_not_say_yes_for_an_actor(row: TrialAction, anders: User) -> None:
    actor = Partner.objects.create(
        trial_action=row, position=3, actor="Idrætsforeningen", part="Kommer med bolde.", contact_email=anders.email
    )
    with pytest.raises(ApplicationRefused, match="Skriv en kontakt hos Idrætsforeningen, som ikke er på teamet"):
        ask(row, anders)
    assert PartnerConfirmation.objects.count() == 0
    actor.contact_email = "formand@forening.example"
    actor.save()
    assert ask(row, anders) == 3


def test_one_answer_gives_both_the_part_and_the_backing(row: TrialAction, anders: User) -> None:
    ask(row, anders)
    one = PartnerConfirmation.objects.filter(partner__position=1).first()
    assert one is not None
    confirmations.answer(confirmation=one, is_given=True, comment="Godt", by=None, at=AT)
    found = PartnerConfirmation.objects.filter(partner__position=1).values_list("kind", "is_given", "comment")
    assert list(found) == [("part", True, "Godt"), ("backing", True, "Godt")]
    assert AuditEvent.objects.filter(action="trial_action.confirmed").count() == 1


def test_a_later_edit_takes_the_answers_away_and_asks_again(row: TrialAction, anders: User) -> None:
    ask(row, anders)
    say_yes(row)
    assert missing(row) == []
    write(row, anders, place="Hallen")
    assert (missing(row), row.version) == (["accepted", "backing"], 2)
    write(row, anders, place="Salen")
    row.refresh_from_db()
    assert row.version == 2  # nobody has been asked of this one yet
    assert ask(row, anders) == 2
    say_yes(row)
    assert missing(row) == []


def test_rows_count_as_edits_too(row: TrialAction, anders: User) -> None:
    ask(row, anders)
    partner = row.partners.get(position=1)
    application_rows.change(
        row=partner, said={"part": "Gør mere."}, seen=application_rows.mark_of(partner), by=anders, at=AT
    )
    row.refresh_from_db()
    assert row.version == 2
    ask(row, anders)
    application_rows.remove(row=row.partners.get(position=2), by=anders, at=AT)
    row.refresh_from_db()
    assert row.version == 3


def test_a_new_mail_address_asks_that_contact_only(row: TrialAction, anders: User, client: Client) -> None:
    Partner.objects.filter(position=2).update(contact_email="ole@stevns.example", contact_name="Ole Bro")
    assert ask(row, anders) == 3
    say_yes(row)
    old = confirmations.path(PartnerConfirmation.objects.get(email="ole@stevns.example"))
    partner = row.partners.get(position=2)
    application_rows.change(
        row=partner,
        said={"contact_email": "ole2@stevns.example", "contact_name": "Ole Bro"},
        seen=application_rows.mark_of(partner),
        by=anders,
        at=AT + DAY,
    )
    row.refresh_from_db()
    assert (row.version, missing(row), row.updated_at, client.get(old).status_code) == (1, ["accepted"], AT + DAY, 404)
    assert ask(row, anders, AT + DAY) == 1
    assert PartnerConfirmation.objects.get(answered_at=None).email == "ole2@stevns.example"
    say_yes(row)
    assert missing(row) == []


def test_the_leader_answers_both_when_the_contacts_address_is_taken_away(row: TrialAction, anders: User) -> None:
    Partner.objects.filter(position=2).update(contact_email="ole@stevns.example", contact_name="Ole Bro")
    ask(row, anders)
    say_yes(row)
    partner = row.partners.get(position=2)
    mark_ = application_rows.mark_of(partner)
    application_rows.change(row=partner, said={"contact_email": ""}, seen=mark_, by=anders, at=AT)
    assert missing(row) == ["accepted"]
    assert ask(row, anders, AT + DAY) == 1
    assert PartnerConfirmation.objects.get(answered_at=None).email == "leder.sfo-klinten@stevns.example"


def test_the_leaders_link_opens_when_somebody_else_becomes_the_contact(
    row: TrialAction, anders: User, client: Client
) -> None:
    ask(row, anders)
    sent = MailRecord.objects.filter(kind="confirmation_asked").order_by("pk")[0].email.message
    link = sent[sent.index("/bekraeft/") :].split()[0]
    partner = Partner.objects.get(position=1)
    part = PartnerConfirmation.objects.get(partner=partner, kind="part")
    seen = application_rows.mark_of(partner)
    application_rows.change(row=partner, said={"contact_email": "ny@stevns.example"}, seen=seen, by=anders, at=AT)
    assert "Bakker du op?" in client.get(link).content.decode()
    assert client.post(link, {"is_given": "ja"}).status_code == 302
    left = PartnerConfirmation.objects.get(partner=partner)
    assert (left.kind, left.is_given) == ("backing", True)
    PartnerConfirmation.objects.filter(pk=left.pk).delete()
    with pytest.raises(ApplicationRefused, match="bedt en anden om at svare imens"):
        confirmations.answer(confirmation=part, is_given=True, comment="", by=None, at=AT)


def test_another_name_with_the_address_is_an_edit(row: TrialAction, anders: User) -> None:
    ask(row, anders)
    partner = row.partners.get(position=1)
    said = {"contact_email": "ny@stevns.example", "contact_name": "Ny"}
    application_rows.change(row=partner, said=said, seen=application_rows.mark_of(partner), by=anders, at=AT)
    row.refresh_from_db()
    assert row.version == 2


def test_the_same_words_again_are_no_edit(row: TrialAction, anders: User) -> None:
    ask(row, anders)
    write(row, anders, place=row.place)
    target = row.targets.get()
    said = {"from_value": target.from_value.normalize()}
    application_rows.change(row=target, said=said, seen=application_rows.mark_of(target), by=anders, at=AT)
    row.refresh_from_db()
    assert row.version == 1


def test_an_answer_to_an_earlier_version_is_refused(row: TrialAction, anders: User, client: Client) -> None:
    ask(row, anders)
    one = PartnerConfirmation.objects.first()
    assert one is not None
    write(row, anders, place="Hallen")
    with pytest.raises(confirmations.ConfirmationLapsed):
        confirmations.answer(confirmation=one, is_given=True, comment="", by=None, at=AT)
    html = client.get(confirmations.path(one)).content.decode()
    assert ("Ansøgningen er rettet, siden du blev spurgt" in html, "Send svaret" in html) == (True, False)


def test_the_link_opens_nothing_that_came_after(row: TrialAction, anders: User, client: Client) -> None:
    ask(row, anders)
    one = PartnerConfirmation.objects.earliest("pk")
    shown = [row.goal in client.get(confirmations.path(one)).content.decode()]
    write(row, anders, place="Hallen")
    shown.append(row.goal in client.get(confirmations.path(one)).content.decode())
    ask(row, anders)
    new = PartnerConfirmation.objects.latest("pk")
    shown.append(row.goal in client.get(confirmations.path(new)).content.decode())
    applications.withdraw(trial_action=row, by=anders, at=AT)
    shown.append(row.goal in client.get(confirmations.path(new)).content.decode())
    assert shown == [True, False, True, False]


def test_a_new_leader_is_asked_and_the_former_ones_link_is_dead(row: TrialAction, anders: User, client: Client) -> None:
    Partner.objects.filter(trial_action=row).update(contact_email="", contact_name="")
    ask(row, anders)
    old = confirmations.path(PartnerConfirmation.objects.filter(partner__position=1).earliest("pk"))
    unit = row.partners.get(position=1).unit
    assert unit is not None
    unit.leader_name, unit.leader_email = "Ny Leder", "ny.leder@stevns.example"
    unit.save()
    assert ask(row, anders) == 1
    asked = PartnerConfirmation.objects.filter(partner__position=1).order_by("kind")
    assert [(one.kind, one.name, one.email) for one in asked] == [
        ("backing", "Ny Leder", "ny.leder@stevns.example"),
        ("part", "Ny Leder", "ny.leder@stevns.example"),
    ]
    assert [client.get(old).status_code, client.get(confirmations.path(asked[0])).status_code] == [404, 200]


def test_the_link_opens_without_signing_in_and_keeps_out_of_caches(
    row: TrialAction, anders: User, client: Client
) -> None:
    ask(row, anders)
    one = PartnerConfirmation.objects.get(partner__position=1, kind="backing")
    path = confirmations.path(one)
    page = client.get(path)
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    assert "Siger I ja, og bakker du op?" in page.content.decode()
    assert client.post(path, {"is_given": "nej", "comment": "Ikke i år."}).status_code == 302
    one.refresh_from_db()
    assert (one.is_given, one.comment) == (False, "Ikke i år.")
    assert missing(row) == ["accepted", "backing"]
    told = MailRecord.objects.get(kind="confirmation_answered").email
    assert (told.to, "Ikke i år." in told.message) == ([anders.email], True)


def test_no_answer_and_forged_links_get_nowhere(row: TrialAction, anders: User, client: Client) -> None:
    ask(row, anders)
    one = PartnerConfirmation.objects.first()
    assert one is not None
    assert "Vælg ja eller nej" in client.post(confirmations.path(one), {}).content.decode()
    other = signing.Signer(sep="~", salt="noget andet").sign(str(one.pk))
    assert [client.get(f"/bekraeft/{token}/").status_code for token in (other, f"{one.pk}", "x~y")] == [404] * 3


def test_nobody_answers_once_it_has_been_handed_in(row: TrialAction, anders: User) -> None:
    ask(row, anders)
    say_yes(row)
    applications.submit(trial_action=row, by=anders, at=AT)
    one = PartnerConfirmation.objects.first()
    assert one is not None
    with pytest.raises(ApplicationRefused, match="“indsendt”"):
        confirmations.answer(confirmation=one, is_given=False, comment="", by=None, at=AT)


def test_a_leader_sees_what_waits(row: TrialAction, anders: User) -> None:
    leader = user("leder.klintskolen@stevns.example", "Lone Leder")
    ask(row, anders)
    found = confirmations.waiting_for(leader)
    assert [(one.partner.name, one.kind) for one in found] == [("Klintskolen", "part"), ("Klintskolen", "backing")]
    write(row, anders, place="Hallen")
    assert list(confirmations.waiting_for(leader)) == []


def test_questions_are_answered_before_it_is_handed_in_again(room: Room, anders: User, mette: User) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="returned")
    asked = CommitteeQuestion.objects.create(trial_action=row, text="Hvordan?", asked_at=AT, asked_by=mette)
    late = room.round.closes_at + timedelta(days=3)
    with pytest.raises(applications.NotEligible):
        applications.submit(trial_action=row, by=anders, at=late)
    questions.answer(question=asked, text="Sådan her.", seen="", by=anders, at=late)
    with pytest.raises(questions.AnswerChanged):
        questions.answer(question=asked, text="Nej, sådan.", seen="", by=mette, at=late)
    seat = make.seat(room.round, mette)
    assert applications.submit(trial_action=row, by=anders, at=late).state == "in_review"
    told = MailRecord.objects.filter(kind="trial_action_back")
    assert [one.email.to for one in told] == [[seat.user.email]]


def test_the_round_decides_when_it_can_be_handed_in(room: Room, anders: User) -> None:
    row = make.complete(room.round, anders, units=room.units)
    Round.objects.filter(pk=room.round.pk).update(opens_at=AT + DAY)
    with pytest.raises(ApplicationRefused, match="ikke åbnet endnu"):
        applications.submit(trial_action=row, by=anders, at=AT)
    with pytest.raises(ApplicationRefused, match="Fristen er passeret"):
        applications.submit(trial_action=row, by=anders, at=room.round.closes_at)
    assert applications.submit(trial_action=row, by=anders, at=room.round.closes_at - DAY).state == "submitted"


def test_withdrawing_ends_it(room: Room, anders: User, mette: User) -> None:
    row = make.submitted(room.round, anders, mette, units=room.units)
    applications.withdraw(trial_action=row, by=anders, at=AT)
    applications.withdraw(trial_action=row, by=anders, at=AT)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert [one.email.to for one in MailRecord.objects.filter(kind="application_withdrawn")] == [[mette.email]]
    with pytest.raises(ApplicationRefused):
        applications.submit(trial_action=row, by=anders, at=AT)


def test_it_is_begun_from_what_others_have_tried(room: Room, anders: User) -> None:
    from tests.factories.access_strategy import entry

    tried = make.submitted(room.round, anders, units=room.units, state="in_catalogue")
    source = entry(tried, "legepatruljen")
    source.what, source.how = "Store børn inviterer til leg.", "Hver mandag."
    source.save()
    made = applications.begin(round_=room.round, title="Vores leg", by=anders, at=AT, made_from=source)
    said = (made.intervention, made.methods, made.age_group, made.made_from)
    assert said == ("Store børn inviterer til leg.", "Hver mandag.", "lower_primary", source)
    measure = made.measures.get()
    assert (measure.title, measure.baseline) == ("Havde nogen at være sammen med", "")


def test_another_municipality_is_not_told_where_the_figures_came_from(
    room: Room, anders: User, mette: User, stranger: User, faxe: Municipality
) -> None:
    from tests.factories.access_strategy import entry

    tried = make.submitted(room.round, anders, units=room.units, state="in_catalogue")
    source = entry(tried, "legepatruljen")
    there = make.round_(make.strategy(faxe, stranger, "faxe-sammen"), stranger)
    made = [
        applications.begin(round_=one, title="Vores leg", by=by, at=AT, made_from=source).measures.get()
        for one, by in ((room.round, mette), (there, stranger))
    ]
    assert [(one.title, one.source) for one in made] == [
        ("Havde nogen at være sammen med", "Ugentligt trivselstjek"),
        ("Havde nogen at være sammen med", ""),
    ]
