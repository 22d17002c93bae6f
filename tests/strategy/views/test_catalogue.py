"""Pages of status, evaluation, advice, catalogue, editions and knowledge portal: who reads, writes, is told what."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from partnerships.models import Municipality
from strategy import catalogue, editions
from strategy.models import CatalogueEdition, CatalogueEntry, CatalogueVote, DataAgreement, HalfYearStatus, TrialAction
from tests.factories import catalogue as after
from tests.factories import trial_actions as make
from tests.factories import world

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
AT = after.AT


@pytest.fixture
def room(stevns: Municipality, mette: User) -> make.Room:
    return make.room(stevns, mette)


@pytest.fixture
def running(room: make.Room, anders: User) -> TrialAction:
    return after.measured(make.running(room.round, anders, units=room.units), anders)


@pytest.fixture
def entry(running: TrialAction, anders: User, mette: User) -> CatalogueEntry:
    return after.published(running, anders, mette)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def page_of(row: TrialAction, page: str) -> str:
    return f"/strategi/proevehandlinger/{row.pk}/{page}/"


CATALOGUE = "/strategi/sammen-om-boernene/katalog/"
VOTES = "/strategi/sammen-om-boernene/katalogvalg/"

# --- status and evaluation ------------------------------------------------------------------------------------------


def test_the_team_finds_its_status_prefilled(as_user: As, running: TrialAction, anders: User) -> None:
    text = text_of(as_user(anders).get(page_of(running, "status")))
    assert "Felterne er fyldt ud for jer" in text
    assert "Vi beholder “Fast voksen”. 75 % som ventet. Fast." in text
    assert "<dt>Median</dt><dd>68 % (de første 8)</dd>" in text


def test_the_team_saves_and_then_hands_in(as_user: As, running: TrialAction, anders: User, rikke: User) -> None:
    client, url = as_user(anders), page_of(running, "status")
    said = vars(after.STATUS) | {"works": "Linje 1\r\nLinje 2"}
    client.post(url, said | {"revision": "0"})
    assert HalfYearStatus.objects.get().works == "Linje 1\nLinje 2"
    assert "Status er ikke sendt endnu" in text_of(as_user(rikke).get(url))
    response = client.post(url, said | {"revision": "1", "hand_in": "1"})
    assert response.headers["Location"] == f"{url}send/"
    assert HalfYearStatus.objects.get().handed_in_by is None
    response = client.post(f"{url}send/", {"revision": "1"}, follow=True)
    assert "Status er sendt. Koordinatoren og udvalget har fået besked." in text_of(response)
    assert HalfYearStatus.objects.get().handed_in_by == anders
    text = text_of(as_user(rikke).get(url))
    assert "Vi fortsætter" in text
    assert "<textarea" not in text


def test_what_is_missing_is_told_at_its_field_and_nothing_is_lost(
    as_user: As, running: TrialAction, anders: User
) -> None:
    response = as_user(anders).post(
        page_of(running, "status"), {"works": "Det her virker", "revision": "0", "hand_in": "1"}
    )
    text = text_of(response)
    assert response.status_code == 422
    assert "Det her virker</textarea>" in text
    assert [words in text for words in ("Vælg vejen videre", "Skriv, hvad der er svært")] == [True, True]
    assert HalfYearStatus.objects.count() == 0


def test_what_is_sent_is_read_through_first(as_user: As, running: TrialAction, anders: User) -> None:
    client, url = as_user(anders), page_of(running, "evaluering")
    client.post(url, vars(after.EVALUATION) | {"revision": "0", "hand_in": "1"})
    text = text_of(client.get(f"{url}send/"))
    assert "Send evalueringen?" in text
    assert "Patruljen alene flyttede ikke noget." in text
    assert "1 cyklus er ikke afsluttet." in text
    response = client.post(f"{url}send/", {"revision": "0"})
    assert (response.status_code, "En kollega har rettet den imens" in text_of(response)) == (422, True)
    running.refresh_from_db()
    assert running.state == "running"
    client.post(f"{url}send/", {"revision": "1"})
    running.refresh_from_db()
    assert running.state == "evaluated"
    assert client.get(f"{url}send/").headers["Location"] == url


def test_what_has_gaps_cannot_be_sent_by_its_address(as_user: As, running: TrialAction, anders: User) -> None:
    client, url = as_user(anders), page_of(running, "status")
    client.post(url, {"works": "Noget", "revision": "0"})
    assert client.get(f"{url}send/").headers["Location"] == url
    assert client.post(f"{url}send/", {"revision": "1"}).headers["Location"] == url
    assert HalfYearStatus.objects.get().handed_in_at is None


def test_sending_before_the_agreed_day_is_told(as_user: As, room: make.Room, anders: User) -> None:
    row = make.running(room.round, anders, units=room.units)
    DataAgreement.objects.filter(trial_action=row).update(
        status_on=timezone.localdate() + timedelta(30), ends_on=timezone.localdate() + timedelta(60)
    )
    for page, said, words in (
        ("status", after.STATUS, "Status er aftalt til"),
        ("evaluering", after.EVALUATION, "Sender I nu, slutter den i dag."),
    ):
        client, url = as_user(anders), page_of(row, page)
        client.post(url, vars(said) | {"revision": "0", "hand_in": "1"})
        assert words in text_of(client.get(f"{url}send/"))


def test_a_coordinator_hands_a_status_back_and_the_team_sends_it_again(
    as_user: As, running: TrialAction, anders: User, mette: User, rikke: User
) -> None:
    after.status(running, anders)
    url = page_of(running, "status")
    assert f'href="{url}tilbage/"' in text_of(as_user(mette).get(url))
    assert f'href="{url}tilbage/"' not in text_of(as_user(rikke).get(url))
    assert as_user(mette).post(f"{url}tilbage/", {"reason": " "}).status_code == 422
    as_user(mette).post(f"{url}tilbage/", {"reason": "Der står et navn i anden linje"})
    assert "Sygdom blandt de voksne" not in text_of(as_user(rikke).get(url))
    client = as_user(anders)
    text = text_of(client.get(url))
    assert "Mette Holm har sendt den tilbage" in text
    assert "Der står et navn i anden linje" in text
    client.post(url, vars(after.STATUS) | {"hard": "Travlhed.", "revision": "1", "hand_in": "1"})
    client.post(f"{url}send/", {"revision": "2"})
    text = text_of(as_user(rikke).get(url))
    assert [words in text for words in ("Travlhed.", "Sygdom blandt de voksne.")] == [True, False]


def test_both_versions_are_shown_when_a_colleague_saved_meanwhile(
    as_user: As, running: TrialAction, anders: User
) -> None:
    client, url = as_user(anders), page_of(running, "evaluering")
    client.post(url, {"what": "Kollegaens", "revision": "0"})
    response = client.post(url, {"what": "Min", "revision": "0"})
    text = text_of(response)
    assert response.status_code == 422
    assert "Det har din kollega gemt" in text
    assert "Kollegaens" in text
    assert "Min</textarea>" in text
    assert client.post(url, {"what": "Min", "revision": "1"}).status_code == 302
    running.refresh_from_db()
    assert running.evaluation.what == "Min"


def test_the_evaluation_shows_the_strength_with_its_reasons(as_user: As, running: TrialAction, rikke: User) -> None:
    text = text_of(as_user(rikke).get(page_of(running, "evaluering")))
    assert "Tydelig virkning" in text
    assert "8 målinger før start. Mindst 6 viser, hvordan det plejede at være." in text
    assert text.count('class="reason reason--met"') == 4


def test_what_was_handed_in_is_found_from_the_trial_action(
    as_user: As, running: TrialAction, anders: User, mette: User, rikke: User
) -> None:
    url, links = (
        f"/strategi/proevehandlinger/{running.pk}/",
        (page_of(running, "status"), page_of(running, "evaluering")),
    )

    def found(person: User) -> list[bool]:
        text = text_of(as_user(person).get(url))
        return [f'href="{link}"' in text for link in links]

    assert (found(anders), found(rikke)) == ([True, True], [False, False])
    after.status(running, anders)
    assert found(rikke) == [True, False]
    after.published(running, anders, mette)
    assert found(rikke) == [True, True]
    assert 'href="/katalog/sammen-om-frikvarteret/"' in text_of(as_user(rikke).get(links[1]))


def test_a_cpr_number_is_stopped(as_user: As, running: TrialAction, anders: User) -> None:
    response = as_user(anders).post(page_of(running, "evaluering"), {"what": "Barnet 010203-1234", "revision": "0"})
    assert response.status_code == 422
    assert not hasattr(TrialAction.objects.get(pk=running.pk), "evaluation")


def test_an_application_has_no_status_yet(as_user: As, room: make.Room, anders: User) -> None:
    row = make.draft(room.round, anders)
    assert as_user(anders).get(page_of(row, "status")).status_code == 404


# --- advice ---------------------------------------------------------------------------------------------------------


def test_a_member_gives_advice_and_sees_the_others(
    as_user: As, running: TrialAction, room: make.Room, anders: User, rikke: User, mette: User
) -> None:
    make.seat(room.round, rikke)
    row = after.evaluated(running, anders)
    client = as_user(rikke)
    assert "Du ser de andres råd, når du har givet dit eget." in text_of(client.get(VOTES))
    prefix = f"raad-{row.pk}"
    response = client.post(VOTES, {"evaluation": row.pk, f"{prefix}-comment": "X"})
    assert (response.status_code, "Vælg ja eller nej" in text_of(response)) == (422, True)
    client.post(VOTES, {"evaluation": row.pk, f"{prefix}-recommends": "1", f"{prefix}-comment": "Virker"})
    assert CatalogueVote.objects.get().comment == "Virker"
    assert "<strong>1 af 1</strong> anbefaler den." in text_of(client.get(VOTES))
    assert as_user(mette).post(VOTES, {"evaluation": row.pk, f"{prefix}-recommends": "1"}).status_code == 403


def test_who_is_near_is_told_nothing_of_the_others_advice(
    as_user: As, running: TrialAction, room: make.Room, anders: User, rikke: User
) -> None:
    make.seat(room.round, anders, "leader")
    seat = make.seat(room.round, rikke)
    row = after.evaluated(running, anders)
    CatalogueVote.objects.create(evaluation=row, seat=seat, recommends=True, at=AT)
    text = text_of(as_user(anders).get(VOTES))
    assert "Du er selv med i prøvehandlingen" in text
    assert [words in text for words in ("Ingen har givet råd endnu", "har givet råd")] == [False, False]
    link = f'href="{VOTES}">Giv råd</a>'
    evaluation = page_of(running, "evaluering")
    assert [link in text_of(as_user(who).get(evaluation)) for who in (rikke, anders)] == [True, False]


def test_the_coordinator_begins_an_entry(as_user: As, running: TrialAction, anders: User, mette: User) -> None:
    after.evaluated(running, anders)
    assert "Skriv den til kataloget" in text_of(as_user(mette).get(VOTES))
    response = as_user(mette).post(page_of(running, "katalog"))
    assert response.headers["Location"] == "/katalog/sammen-om-frikvarteret/rediger/"


# --- the catalogue --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 4])
def test_the_catalogue_costs_the_same(
    as_user: As,
    entry: CatalogueEntry,
    room: make.Room,
    anders: User,
    mette: User,
    rikke: User,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        after.published(make.running(room.round, anders, units=room.units, title=f"Nr. {number}"), anders, mette)
    client = as_user(rikke)
    with django_assert_num_queries(15):
        text = text_of(client.get(CATALOGUE))
    assert f"{count + 1} indsats" in text


@pytest.mark.parametrize("count", [0, 4])
def test_the_knowledge_portal_costs_the_same(
    client: Client,
    entry: CatalogueEntry,
    room: make.Room,
    anders: User,
    mette: User,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    catalogue.release(entry=entry, by=mette, at=AT)
    for number in range(count):
        after.released(make.running(room.round, anders, units=room.units, title=f"Nr. {number}"), anders, mette)
    with django_assert_num_queries(6):
        text = text_of(client.get("/vidensportal/"))
    assert f"{count + 1} indsats" in text


def test_searching_keeps_what_was_asked_and_leads_back(as_user: As, entry: CatalogueEntry, rikke: User) -> None:
    text = text_of(as_user(rikke).get(CATALOGUE, {"q": "findes ikke", "tema": "absence", "element": "Vrøvl"}))
    assert 'value="findes ikke"' in text
    assert '<option value="absence" selected>' in text
    assert f'0 indsatser passer. <a href="{CATALOGUE}">Vis alle</a>' in text


def test_everybody_reads_a_released_entry_without_names_or_buttons(
    client: Client, entry: CatalogueEntry, mette: User
) -> None:
    url = entry.get_absolute_url()
    assert client.get(url).status_code == 404
    catalogue.release(entry=entry, by=mette, at=AT)
    text = text_of(client.get(url))
    assert "Legepatruljen inviterer ind i legen" in text
    assert "Forbedringen er ikke tilfældig." in text
    assert [word for word in ("Mette Holm", "Del med alle", "rediger", "Brug som skabelon") if word in text] == []


def test_whoever_may_apply_can_use_it_as_template(
    as_user: As, entry: CatalogueEntry, room: make.Room, anders: User, rikke: User
) -> None:
    room.round.opens_at, room.round.closes_at = timezone.now() - timedelta(1), timezone.now() + timedelta(1)
    room.round.save()
    link = f'href="/strategi/runder/{room.round.pk}/ansoegning/?efter=sammen-om-frikvarteret"'
    assert link in text_of(as_user(anders).get(entry.get_absolute_url()))
    assert link not in text_of(as_user(rikke).get(entry.get_absolute_url()))


def test_a_municipality_without_an_open_round_is_told_what_to_do(
    as_user: As,
    client: Client,
    entry: CatalogueEntry,
    faxe: Municipality,
    room: make.Room,
    mette: User,
    rikke: User,
) -> None:
    room.round.opens_at, room.round.closes_at = timezone.now() - timedelta(2), timezone.now() - timedelta(1)
    room.round.save()
    catalogue.release(entry=entry, by=mette, at=AT)
    url = entry.get_absolute_url()
    visitor = client.get(url)
    assert "Vil I prøve det?" not in text_of(visitor)
    lead = world.member(faxe, "koordinator@faxe.example", "coordinator")
    assert 'href="/kommune/0320/strategi/ny/">Begynd jeres strategi</a>' in text_of(as_user(lead).get(url))
    assert 'href="/strategi/sammen-om-boernene/runder/">Se jeres runder</a>' in text_of(as_user(mette).get(url))
    colleague = world.member(faxe, "medarbejder@faxe.example", "contributor")
    assert "Spørg jeres koordinator" in text_of(as_user(colleague).get(url))
    assert "Vil I prøve det?" not in text_of(as_user(rikke).get(url))


def test_an_entry_holds_what_children_say_and_the_graph_repeats_nothing(
    as_user: As, running: TrialAction, anders: User, mette: User
) -> None:
    row = after.draft(running, anders, mette)
    assert row.effect == (
        "Flere børn har nogen at være sammen med.\n\nBørnene siger:\nDer kommer altid nogen hen til en nu."
    )
    words = row.evidence["standing"]["measures"][0]["words"]
    assert text_of(as_user(mette).get(row.get_absolute_url())).count(words) == 1
    row.effect = f"Trivsel: {words}"
    row.save()
    assert text_of(as_user(mette).get(row.get_absolute_url())).count(words) == 1


def test_a_change_needs_a_why_and_shows_in_the_history(
    as_user: As, entry: CatalogueEntry, mette: User, rikke: User
) -> None:
    client, url = as_user(mette), f"{entry.get_absolute_url()}rediger/"
    said = {name: getattr(entry, name) for name in catalogue.TEXTS} | {
        "effect": "Færre står alene.",
        "levers": ["2"],
        "elements": [str(element.pk) for element in entry.elements.all()],
        "seen": catalogue.mark_of(entry),
    }
    response = client.post(url, said)
    assert (response.status_code, "Skriv, hvad der er nyt" in text_of(response)) == (422, True)
    response = client.post(url, said | {"why": "Et halvt år mere"}, follow=True)
    assert "Gemt. Den tidligere udgave står i historikken." in text_of(response)
    text = text_of(as_user(rikke).get(f"{entry.get_absolute_url()}historik/"))
    assert [word in text for word in ("Et halvt år mere", after.EVALUATION.effect, "Færre står alene.")] == [True] * 3
    response = client.post(url, said | {"effect": "Min", "why": "X"})
    text = text_of(response)
    assert response.status_code == 422
    assert "Det har din kollega gemt" in text
    assert "Min</textarea>" in text


def test_what_a_draft_lacks_is_told_before_it_is_published(
    as_user: As, running: TrialAction, anders: User, mette: User
) -> None:
    row = after.draft(running, anders, mette)
    row.contacts = ""
    row.save()
    client = as_user(mette)
    assert "Før den kan komme i kataloget, mangler der:" in text_of(client.get(row.get_absolute_url()))
    response = client.post(f"{row.get_absolute_url()}status/", {"act": "publish"}, follow=True)
    assert "Skriv først: kontakt, efter rolle." in text_of(response)
    row.refresh_from_db()
    assert row.state == "draft"


def test_buttons_publish_share_and_take_out(as_user: As, running: TrialAction, anders: User, mette: User) -> None:
    row = after.draft(running, anders, mette)
    client, url = as_user(mette), f"{row.get_absolute_url()}status/"
    seen = []
    for act in ("publish", "release", "take_back", "retire"):
        client.post(url, {"act": act})
        row.refresh_from_db()
        seen.append((row.state, row.released_at is not None))
    assert seen == [("published", False), ("published", True), ("published", False), ("retired", False)]
    assert client.post(url, {"act": "noget"}).status_code == 404


# --- editions -------------------------------------------------------------------------------------------------------


def test_an_edition_is_begun_written_and_published(
    as_user: As, entry: CatalogueEntry, room: make.Room, mette: User, rikke: User
) -> None:
    client, url = as_user(mette), f"{CATALOGUE}aargange/"
    assert client.post(url, {"year": "26"}).status_code == 422
    assert client.post(url, {"year": "2026"}).headers["Location"] == f"{url}2026/"
    assert as_user(rikke).get(f"{url}2026/").status_code == 404
    assert "Den ændres ikke siden; kun et barns navn kan fjernes fra den." in text_of(client.get(url))
    client.post(f"{url}2026/", {"foreword": "Kære\r\nalle", "seen": ""})
    assert CatalogueEdition.objects.get().foreword == "Kære\nalle"
    response = client.post(f"{url}2026/", {"foreword": "Min", "seen": "Noget andet"})
    assert (response.status_code, "Det har din kollega gemt" in text_of(response)) == (422, True)
    response = client.post(f"{url}2026/udgiv/", {"foreword": "Kære\r\nalle sammen", "seen": "Kære\nalle"}, follow=True)
    assert "Kataloget 2026 er udgivet. PDF&#x27;en laves nu." in text_of(response)
    text = text_of(as_user(rikke).get(f"{url}2026/"))
    assert "Sammen om frikvarteret" in text
    assert editions.edition_snapshot.short(CatalogueEdition.objects.get().sha256) in text
    assert CatalogueEdition.objects.get().content["foreword"] == "Kære\nalle sammen"


def test_publishing_is_refused_with_what_was_typed_when_a_colleague_wrote_meanwhile(
    as_user: As, entry: CatalogueEntry, room: make.Room, mette: User
) -> None:
    row = editions.begin(strategy=room.strategy, year=2026, by=mette, at=AT)
    editions.save(edition=row, foreword="Kollegaens", seen="", by=mette, at=AT)
    url = f"{CATALOGUE}aargange/2026/udgiv/"
    response = as_user(mette).post(url, {"foreword": "Mit", "seen": ""})
    text = text_of(response)
    assert (response.status_code, "Mit</textarea>" in text, "Kollegaens" in text) == (422, True, True)
    editions.publish(edition=row, by=mette, at=AT)
    response = as_user(mette).post(url, {"foreword": "Mit", "seen": "Kollegaens"})
    assert (response.status_code, "<p>Mit</p>" in text_of(response)) == (422, True)
    assert CatalogueEdition.objects.get().content["foreword"] == "Kollegaens"


def test_a_year_is_chosen_among_those_that_have_begun_and_have_no_edition(
    as_user: As, entry: CatalogueEntry, room: make.Room, mette: User
) -> None:
    this_year = timezone.localdate().year
    after.edition(entry, mette, this_year)
    client, url = as_user(mette), f"{CATALOGUE}aargange/"
    text = text_of(client.get(url))
    assert f'<option value="{this_year}">' not in text
    assert f'<option value="{this_year - 1}">' in text
    assert f"Kataloget {this_year + 1} kan laves fra 1. januar {this_year + 1}." in text
    answers = [client.post(url, {"year": year}).status_code for year in (this_year, this_year + 1, this_year - 1)]
    assert answers == [422, 422, 302]
