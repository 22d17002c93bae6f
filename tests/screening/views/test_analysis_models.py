"""Staff read the analysis models, write a draft together, and take it into use."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from screening import analysis_models
from screening.models import AnalysisModel
from tests.factories import screenings as make

AsUser = Callable[[User], Client]
URL = reverse("analysis_models")


@pytest.fixture
def draft(signe: User) -> AnalysisModel:
    make.model()
    return analysis_models.begin_draft(area="school", by=signe, at=make.AT)


def lever_url(model: AnalysisModel, number: int = 3) -> str:
    return reverse("analysis_lever_edit", args=[model.pk, number])


def typed(client: Client, url: str, **changes: str) -> dict[str, str]:
    """What the browser would send from the page, with some fields changed."""
    page = client.get(url)
    return page.context["form"].initial | {"seen": page.context["seen"]} | changes


def test_the_list_shows_the_version_in_use_in_each_area(
    as_user: AsUser, signe: User, draft: AnalysisModel, django_assert_num_queries
) -> None:
    client = as_user(signe)
    client.get(URL)
    with django_assert_num_queries(3):  # session, person, versions
        page = client.get(URL)
    shown = [(str(area["in_use"]), str(area["draft"])) for area in page.context["areas"]]
    assert shown == [
        ("7 greb, skole, version 1", "7 greb, skole, version 2"),
        ("7 greb, dagtilbud, version 1", "None"),
    ]
    assert "Fortsæt kladden" in page.text
    assert reverse("analysis_model_new", args=["daycare"]) in page.text


def test_the_list_says_how_to_load_when_it_is_empty(as_user: AsUser, signe: User) -> None:
    assert "manage.py load_analysis_models" in as_user(signe).get(URL).text


def test_a_version_is_read_from_end_to_end(as_user: AsUser, jonas: User, db: None, django_assert_num_queries) -> None:
    row = make.model("daycare")
    client = as_user(jonas)
    with django_assert_num_queries(11):
        page = client.get(row.get_absolute_url())
    for lever in row.levers.all():
        assert lever.title in page.text
        assert lever.purpose in page.text
        for text in [*lever.indicator_list, *lever.workshop_questions.splitlines()]:
            assert text in page.text
        for level in lever.levels.all():
            assert level.description in page.text
    assert "De er et udgangspunkt, som modellens ejere retter til." in page.text
    assert "Tag i brug" not in page.text


def test_a_new_version_is_written_and_taken_into_use(as_user: AsUser, signe: User, db: None) -> None:
    make.model()
    client = as_user(signe)
    made = client.post(reverse("analysis_model_new", args=["school"]))
    draft = AnalysisModel.objects.get(area="school", version=2)
    assert made.url == client.post(reverse("analysis_model_new", args=["school"])).url == draft.get_absolute_url()

    values = typed(client, lever_url(draft), indicators=" Et punkt\r\n\r\n Et til ", level_5="Alle ved det.")
    saved = client.post(lever_url(draft), values)
    assert saved.url == f"{draft.get_absolute_url()}#greb-3"
    lever = draft.levers.get(number=3)
    assert (lever.indicators, lever.levels.get(level=5).description) == ("Et punkt\nEt til", "Alle ved det.")

    edit_url = reverse("analysis_model_edit", args=[draft.pk])
    client.post(edit_url, typed(client, edit_url, name_1="Ikke i gang"))
    assert draft.maturity_levels.get(level=1).name == "Ikke i gang"

    page = client.get(draft.get_absolute_url())
    assert page.text.count("Ændret siden version 1") == 1
    publish = {"revision": page.context["model"].revision, "change_note": "Greb 3 er kortere."}
    done = client.post(reverse("analysis_model_publish", args=[draft.pk]), publish, follow=True)
    assert "7 greb, skole, version 2 er taget i brug" in done.text
    assert "Greb 3 er kortere." in done.text
    assert AnalysisModel.objects.current("school") == draft


def test_publishing_says_what_is_wrong_and_keeps_what_was_typed(
    as_user: AsUser, signe: User, draft: AnalysisModel
) -> None:
    client, url = as_user(signe), reverse("analysis_model_publish", args=[draft.pk])
    assert "Skriv, hvad der er nyt" in client.post(url, {"revision": 1, "change_note": ""}).text
    page = client.post(url, {"revision": 1, "change_note": "Kortere."})
    assert "Kladden siger det samme som 7 greb, skole, version 1" in page.text
    assert "Kortere.</textarea>" in page.text
    draft.refresh_from_db()
    assert not draft.is_published


def test_a_colleagues_text_is_shown_beside_what_was_typed(as_user: AsUser, signe: User, draft: AnalysisModel) -> None:
    other = make.world.user("ida@kl.example", "Ida Lund", is_administrator=True)
    mine, hers = as_user(signe), as_user(other)
    values = typed(mine, lever_url(draft), question="Mit spørgsmål?")
    hers.post(lever_url(draft), typed(hers, lever_url(draft), question="Idas spørgsmål?"))
    page = mine.post(lever_url(draft), values)
    assert "Ida Lund gemte" in page.text
    assert page.context["theirs"] == [("Spørgsmål", "Idas spørgsmål?")]
    assert 'value="Mit spørgsmål?"' in page.text
    assert draft.levers.get(number=3).question == "Idas spørgsmål?"
    mine.post(lever_url(draft), values | {"seen": page.context["seen"]})
    assert draft.levers.get(number=3).question == "Mit spørgsmål?"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"level_2": ""}, "Beskriv grebet på niveau 2"),
        ({"level_2": "x" * 301}, "Skriv højst 300 tegn"),
        ({"indicators": " \r\n "}, "Skriv mindst ét punkt"),
        ({"purpose": "Barnet 010190-1234 siger det."}, "CPR"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(
    as_user: AsUser, signe: User, draft: AnalysisModel, changes: dict[str, str], error: str
) -> None:
    client = as_user(signe)
    page = client.post(lever_url(draft), typed(client, lever_url(draft), title="Andet", **changes))
    assert error in page.context["form"].errors.as_text()
    assert 'value="Andet"' in page.text
    assert not draft.levers.filter(title="Andet").exists()


def test_a_published_version_has_no_way_to_be_changed(as_user: AsUser, signe: User, draft: AnalysisModel) -> None:
    client, row = as_user(signe), make.model()
    values = typed(client, lever_url(draft), title="Andet")
    page = client.post(lever_url(row), values, follow=True)
    assert "er taget i brug og kan ikke rettes" in page.text
    assert not row.levers.filter(title="Andet").exists()
    assert lever_url(row) not in page.text
    kept = client.post(reverse("analysis_model_discard", args=[row.pk]), follow=True)
    assert "er taget i brug og bliver stående" in kept.text


def test_a_draft_is_thrown_away(as_user: AsUser, signe: User, draft: AnalysisModel) -> None:
    page = as_user(signe).post(reverse("analysis_model_discard", args=[draft.pk]), follow=True)
    assert "Kladden er kasseret." in page.text
    assert AnalysisModel.objects.filter(area="school").count() == 1
    assert as_user(signe).get(draft.get_absolute_url()).status_code == 404
