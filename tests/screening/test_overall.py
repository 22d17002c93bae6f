"""The overall assessment, saved as one."""

from dataclasses import replace

import pytest

from accounts.models import User
from screening import overall
from screening.assessments import WorkRefused
from screening.models import Screening
from screening.overall import Overall, Statement, Step
from tests.factories import world

AT = world.NOW
SAID = Overall(
    (Statement("Begynd to steder.", "Mest at vinde på tilbud."), Statement("Retningen er klar.", "Alle siger det.")),
    "Vi har ikke talt med forældre.",
    (Step("Marts 2027", "Dialogmøde", "Vi gennemgår rapporten."), Step("Juni 2027", "Opfølgning")),
)


def save(screening: Screening, said: Overall, seen: str, by: User) -> Overall:
    return overall.save(screening=screening, overall=said, seen=seen, by=by, at=AT)


def test_it_is_saved_in_order_and_read_back(planned: Screening, jonas: User) -> None:
    save(planned, SAID, Overall().mark, jonas)
    row = Screening.objects.get(pk=planned.pk)
    assert (overall.of(row), row.state, row.revision) == (SAID, "assessing", planned.revision)
    turned = replace(SAID, headlines=SAID.headlines[::-1])
    save(planned, turned, SAID.mark, jonas)
    assert overall.of(Screening.objects.get(pk=planned.pk)) == turned


def test_a_colleague_s_words_are_shown_before_they_are_replaced(planned: Screening, jonas: User, helle: User) -> None:
    save(planned, SAID, Overall().mark, jonas)
    assert save(planned, SAID, "", helle) == SAID
    mine = replace(SAID, limits="Mit")
    with pytest.raises(overall.OverallChanged) as told:
        save(planned, mine, Overall().mark, helle)
    assert told.value.overall == SAID
    assert save(planned, mine, told.value.overall.mark, helle) == mine


def test_three_headlines_at_most_and_nothing_after_it_is_sent(planned: Screening, jonas: User) -> None:
    with pytest.raises(WorkRefused, match="højst 3 overskrifter"):
        save(planned, replace(SAID, headlines=SAID.headlines * 2), Overall().mark, jonas)
    Screening.objects.update(state="in_review")
    with pytest.raises(WorkRefused, match="til kollegalæsning"):
        save(planned, SAID, Overall().mark, jonas)
