"""The data agreement: nothing begins without it, and both sign the same version."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships.models import Municipality
from strategy import agreements, schedule
from strategy.agreements import AgreementChanged
from strategy.doing import DoingRefused
from strategy.models import AgreedMeasure, Collection, DataAgreement, TrialAction
from tests.factories import measuring
from tests.factories import trial_actions as make
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def selected(stevns: Municipality, mette: User, anders: User) -> TrialAction:
    room = make.room(stevns, mette)
    return make.submitted(room.round, anders, units=room.units, state="selected")


def state(row: TrialAction) -> str:
    row.refresh_from_db()
    return row.state


def test_from_selected_to_running(selected: TrialAction, anders: User, mette: User) -> None:
    said = measuring.content(selected)
    row = agreements.save(trial_action=selected, content=said, version=0, by=anders, at=NOW)
    assert (row.version, row.is_signed, agreements.content_of(row), state(selected)) == (1, False, said, "selected")

    agreements.sign(trial_action=selected, party="team", version=1, by=anders, at=NOW)
    assert (state(selected), Collection.objects.count()) == ("selected", 0)
    assert list(Email.objects.values_list("to", flat=True)) == [[mette.email]]

    agreements.sign(trial_action=selected, party="municipality", version=1, by=mette, at=NOW)
    days = schedule.due_days(first_on=measuring.MONDAY, frequency="weekly", until=measuring.ENDS)
    assert state(selected) == "agreed"
    assert tuple(Collection.objects.values_list("due_on", flat=True)) == days
    assert [mail.to for mail in Email.objects.order_by("pk")] == [[mette.email], [anders.email]]

    agreements.start(trial_action=selected, by=anders, at=NOW)
    agreements.start(trial_action=selected, by=anders, at=NOW + timedelta(days=1))
    assert (state(selected), selected.running_since) == ("running", date(2026, 11, 24))
    told = list(AuditEvent.objects.filter(subject_type="trialaction").order_by("pk").values_list("action", flat=True))
    assert told == [
        "trial_action.agreement_saved",
        "trial_action.agreement_signed",
        "trial_action.agreement_signed",
        "trial_action.started",
    ]


def test_nothing_starts_without_both_signatures(selected: TrialAction, anders: User, mette: User) -> None:
    def start() -> None:
        agreements.start(trial_action=selected, by=anders, at=NOW)

    words = "når begge parter har skrevet dataaftalen under"
    with pytest.raises(DoingRefused, match=words):
        start()
    agreements.save(trial_action=selected, content=measuring.content(selected), version=0, by=anders, at=NOW)
    with pytest.raises(DoingRefused, match=words):
        start()
    agreements.sign(trial_action=selected, party="municipality", version=1, by=mette, at=NOW)
    with pytest.raises(DoingRefused, match=words):
        start()
    # Not even when somebody changed the state by hand.
    TrialAction.objects.update(state="agreed")
    with pytest.raises(DoingRefused, match=words):
        start()
    assert state(selected) == "agreed"


def test_one_person_does_not_sign_for_both(selected: TrialAction, mette: User) -> None:
    agreements.save(trial_action=selected, content=measuring.content(selected), version=0, by=mette, at=NOW)
    agreements.sign(trial_action=selected, party="team", version=1, by=mette, at=NOW)
    with pytest.raises(DoingRefused, match="En anden skal skrive under for kommunen"):
        agreements.sign(trial_action=selected, party="municipality", version=1, by=mette, at=NOW)
    assert (state(selected), DataAgreement.objects.get().municipality_signed_at) == ("selected", None)


def test_a_change_takes_signatures_plan_and_state_back(selected: TrialAction, anders: User, mette: User) -> None:
    measuring.agreed(selected, anders, mette)
    said = measuring.content(selected, handling="Et andet sted.")
    row = agreements.save(trial_action=selected, content=said, version=1, by=mette, at=NOW)
    assert (row.version, row.team_signed_at, row.municipality_signed_at) == (2, None, None)
    assert (state(selected), Collection.objects.count()) == ("selected", 0)
    with pytest.raises(DoingRefused, match="Mette Holm har ændret aftalen"):
        agreements.sign(trial_action=selected, party="team", version=1, by=anders, at=NOW)


def test_the_same_again_keeps_the_signatures(selected: TrialAction, anders: User, mette: User) -> None:
    measuring.agreed(selected, anders, mette)
    said = measuring.content(selected)
    row = agreements.save(trial_action=selected, content=said, version=0, by=anders, at=NOW)
    assert (row.version, row.is_signed, state(selected)) == (1, True, "agreed")


def test_two_write_it_at_once(selected: TrialAction, anders: User, mette: User) -> None:
    said = measuring.content(selected)
    agreements.save(trial_action=selected, content=said, version=0, by=mette, at=NOW)
    other = replace(said, handling="Mit.")
    with pytest.raises(AgreementChanged, match="Mette Holm har ændret aftalen imens") as changed:
        agreements.save(trial_action=selected, content=other, version=0, by=anders, at=NOW)
    assert agreements.content_of(changed.value.agreement) == said
    assert DataAgreement.objects.get().handling == said.handling


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status_on": date(2026, 1, 1)}, "efter hinanden"),
        ({"ends_on": date(2030, 1, 1)}, "højst dække tre år"),
        ({"measures": ()}, "Målene er ændret imens"),
    ],
)
def test_what_cannot_be_agreed(selected: TrialAction, anders: User, changes: dict, words: str) -> None:
    said = measuring.content(selected, **changes)
    with pytest.raises(DoingRefused, match=words):
        agreements.save(trial_action=selected, content=said, version=0, by=anders, at=NOW)
    assert (DataAgreement.objects.count(), AgreedMeasure.objects.count()) == (0, 0)


def test_a_first_day_after_the_end(selected: TrialAction, anders: User) -> None:
    said = measuring.content(selected)
    late = replace(said.measures[0], first_on=measuring.ENDS + timedelta(days=1))
    with pytest.raises(DoingRefused, match="før prøvehandlingen slutter"):
        agreements.save(trial_action=selected, content=replace(said, measures=(late,)), version=0, by=anders, at=NOW)


@pytest.mark.parametrize("other", ["draft", "in_review", "declined", "running", "stopped"])
def test_only_what_was_selected_and_not_begun(selected: TrialAction, anders: User, other: str) -> None:
    when = {"stopped_at": NOW, "stopped_by": anders} if other == "stopped" else {}
    TrialAction.objects.update(state=other, **when)
    for act in (
        lambda: agreements.save(
            trial_action=selected, content=measuring.content(selected), version=0, by=anders, at=NOW
        ),
        lambda: agreements.sign(trial_action=selected, party="team", version=1, by=anders, at=NOW),
    ):
        with pytest.raises(DoingRefused, match="begyndt eller slut"):
            act()
    if other != "running":
        with pytest.raises(DoingRefused, match="kan ikke begynde"):
            agreements.start(trial_action=selected, by=anders, at=NOW)
    assert state(selected) == other
