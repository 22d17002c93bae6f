"""Whatever stands in an address or a field of a trial action's doing: never a 500, and nothing of it is saved."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from partnerships.models import Municipality
from strategy.models import (
    ChildVoice,
    Collection,
    DataAgreement,
    ImprovementCycle,
    Measurement,
    PracticeTrack,
    TrialAction,
)
from tests.factories import measuring, world
from tests.factories import trial_actions as make
from tests.partnerships.views.test_fuzz_people import NASTY

pytestmark = pytest.mark.django_db
PARTS = ("plan", "try", "reflect", "adjust")


@pytest.fixture
def running(stevns: Municipality, mette: User, anders: User) -> TrialAction:
    """Measured once, with a cycle."""
    row = measuring.running(make.room(stevns, mette), anders, mette)
    make.measured(measuring.measure_of(row), [(31, 46)], anders)
    row.cycles.create(number=1, title="Legepatrulje", planned_on=measuring.MONDAY)
    return row


def saved() -> list[Any]:
    """Everything that can be written."""
    models = (
        TrialAction,
        DataAgreement,
        Collection,
        Measurement,
        ImprovementCycle,
        PracticeTrack,
        ChildVoice,
    )
    return [list(model.objects.order_by("pk").values()) for model in models]


def fields(value: str, measure: int) -> dict[str, str]:
    names = ["on", "value", "numerator", "denominator", "collection", "seen", "version", "revision", "event", "part"]
    names += ["starts_on", "status_on", "ends_on", "planned_on", "decision", "unit"]
    names += [f"maal-{measure}-{name}" for name in ("first_on", "frequency", "baseline_points")]
    names += [
        f"{part}-{name}" for part in PARTS for name in ("planned_on", "tried_from", "reflected_on", "adjusted_on")
    ]
    return dict.fromkeys(names, value)


@pytest.mark.parametrize("value", NASTY)
def test_what_a_team_types(as_user: Any, running: TrialAction, anders: User, value: str) -> None:
    client: Client = as_user(anders)
    measure = measuring.measure_of(running)
    row, due = Measurement.objects.get(), Collection.objects.order_by("pk")[0]
    root, before = f"/strategi/proevehandlinger/{running.pk}/", saved()
    said = fields(value, measure.pk) | {"note": "", "text": value, "reason": ""}
    for path in (
        f"maalinger/{measure.pk}/ny/",
        f"maalinger/{measure.pk}/indsaet/",
        f"maaling/{row.pk}/",
        f"maaling/{row.pk}/slet/",
        "fortryd/",
        "fjern/",
        "cyklusser/1/slet/",
        f"indsamling/{due.pk}/",
        "aftale/rediger/",
        "aftale/underskriv/team/",
        "begynd/",
        "stop/",
        "cyklusser/ny/",
        "cyklusser/1/",
        "oevebaner/ny/",
        "stemmer/ny/",
    ):
        for more in ({}, {"save": "1"}):
            answer = client.post(f"{root}{path}", said | more)
            assert answer.status_code in (200, 302, 422), path
    for part in PARTS:
        assert client.post(f"{root}cyklusser/1/", said | {"part": part}).status_code == 422, part
    for query in ({"maal": value}, {"indsamling": value}, {"side": value}, {"del": value}, {"vis": value}):
        for path in ("", f"maalinger/{measure.pk}/", f"maalinger/{measure.pk}/ny/", "cyklusser/1/", "stemmer/"):
            assert client.get(f"{root}{path}", query).status_code == 200, path
        assert client.get(f"/strategi/{running.round.strategy.slug}/proevehandlinger/", query).status_code == 200
    assert saved() == before


@pytest.mark.parametrize("value", NASTY)
def test_free_text_is_kept_as_it_was_written_or_refused(
    as_user: Any, running: TrialAction, anders: User, value: str
) -> None:
    measure = measuring.measure_of(running)
    path = f"/strategi/proevehandlinger/{running.pk}/maalinger/{measure.pk}/ny/"
    said = {"on": "2026-03-02", "numerator": "1", "denominator": "2", "note": value}
    answer = as_user(anders).post(path, said)
    kept = Measurement.objects.filter(on="2026-03-02").values_list("note", flat=True)
    assert (answer.status_code, len(kept)) in ((302, 1), (422, 0))
    if kept:
        page = as_user(anders).get(f"/strategi/proevehandlinger/{running.pk}/maalinger/{measure.pk}/").content.decode()
        assert "<script>alert" not in page
        assert kept[0] == value.strip().replace("\r\n", "\n") or kept[0] == value.strip()


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a", "..\\..\\x.csv", "a.xlsx.csv"])
@pytest.mark.parametrize("value", NASTY[1:])
def test_files_of_anything(as_user: Any, running: TrialAction, anders: User, name: str, value: str) -> None:
    measure, before = measuring.measure_of(running), saved()
    path = f"/strategi/proevehandlinger/{running.pk}/maalinger/{measure.pk}/indsaet/"
    file = SimpleUploadedFile(name, value.encode("utf-8", "replace"))
    assert as_user(anders).post(path, {"file": file, "save": "1"}).status_code in (200, 422)
    assert saved() == before


def test_rows_that_cannot_be(as_user: Any, running: TrialAction, anders: User) -> None:
    client = as_user(anders)
    root = f"/strategi/proevehandlinger/{running.pk}/"
    for pk in (0, 10**18, 10**40):
        assert client.get(f"/strategi/proevehandlinger/{pk}/").status_code == 404
        for path in (f"maalinger/{pk}/", f"maalinger/{pk}/ny/", f"maaling/{pk}/", f"indsamling/{pk}/"):
            assert client.get(f"{root}{path}").status_code == 404, path
        for path in (f"cyklusser/{pk}/", f"oevebaner/{pk}/", f"stemmer/{pk}/"):
            assert client.get(f"{root}{path}").status_code == 404, path
        for path in (f"maaling/{pk}/slet/", f"oevebaner/{pk}/slet/", f"stemmer/{pk}/slet/", f"cyklusser/{pk}/slet/"):
            assert client.post(f"{root}{path}").status_code == 302, path
    assert client.post(f"{root}aftale/underskriv/andre/").status_code == 404


def test_another_trial_actions_rows_are_not_reached(
    as_user: Any, running: TrialAction, mette: User, anders: User
) -> None:
    other_person = world.member(running.municipality, "ida.lund@stevns.example", "contributor", "Ida Lund")
    other = make.running(running.round, other_person, units=[make.unit(running.municipality, "PPR", "ppr")])
    make.measured(measuring.measure_of(other), [(1, 2)], other_person)
    row, before = Measurement.objects.get(measure__trial_action=other), saved()
    client, root = as_user(anders), f"/strategi/proevehandlinger/{running.pk}/"
    assert client.get(f"{root}maaling/{row.pk}/").status_code == 404
    assert client.post(f"{root}maaling/{row.pk}/slet/", {"seen": ""}).status_code == 302
    assert client.get(f"{root}maalinger/{row.measure_id}/").status_code == 404
    assert saved() == before
