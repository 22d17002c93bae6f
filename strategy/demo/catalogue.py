"""The demo's catalogue: the committee's advice, entries from what was evaluated, and last year's edition."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from accounts.models import User
from strategy import catalogue, catalogue_votes, editions
from strategy.demo.round_one import Life, Words
from strategy.models import CatalogueEntry, CommitteeSeat, Evaluation, Strategy, TrialAction

DAY = timedelta(days=1)
FOREWORD = (
    "Her er det, vi har prøvet og tror på. Hver indsats er afprøvet af to enheder sammen, målt undervejs og fulgt af "
    "børnenes egne ord. Styrken står ved hver, så I kan se, hvor sikkert det er. Brug dem som en begyndelse, og fortæl "
    "os, hvad der sker hos jer."
)
ADVICE = {
    True: "Enkel at gå i gang med for andre, og den siger ærligt, hvad der var svært.",
    False: "Jeg vil gerne se den prøvet ét sted mere, før den bliver en anbefaling.",
}


def advise(row: TrialAction, life: Life, seats: Sequence[CommitteeSeat], *, at: datetime) -> None:
    """Members say whether it belongs in the catalogue."""
    evaluation = Evaluation.objects.get(trial_action=row)
    judges = [seat for seat in seats if TrialAction.objects.for_committee(seat.user).filter(pk=row.pk).exists()]
    for seat, recommends in zip(judges, life.advice, strict=False):
        catalogue_votes.vote(
            evaluation=evaluation, seat=seat, recommends=recommends, comment=ADVICE[recommends], by=seat.user, at=at
        )


def enter(row: TrialAction, words: Words, *, is_released: bool, by: User, at: datetime) -> CatalogueEntry:
    """Make the entry, write it for others, put it into the catalogue, and perhaps share it with everybody."""
    entry = CatalogueEntry.objects.get(pk=catalogue.begin(trial_action=row, by=by, at=at).pk)
    content = replace(catalogue.content_of(entry), lead=words.lead, levers=words.levers, sources=words.sources)
    entry = catalogue.save(entry=entry, content=content, seen=catalogue.mark_of(entry), why="", by=by, at=at + DAY)
    entry = catalogue.publish(entry=entry, by=by, at=at + 2 * DAY)
    return catalogue.release(entry=entry, by=by, at=at + 3 * DAY) if is_released else entry


def mend(entry: CatalogueEntry, *, by: User, at: datetime) -> None:
    """Something new is learnt after it was published, which keeps how it read before."""
    entry = CatalogueEntry.objects.get(pk=entry.pk)
    content = catalogue.content_of(entry)
    content = replace(content, conditions=f"{content.conditions} To andre huse er gået i gang med samme vagtplan.")
    why = "To huse mere er gået i gang"
    catalogue.save(entry=entry, content=content, seen=catalogue.mark_of(entry), why=why, by=by, at=at)


def publish(strategy: Strategy, *, year: int, by: User, at: datetime) -> None:
    """The year's edition, with its PDF ordered."""
    edition = editions.begin(strategy=strategy, year=year, by=by, at=at)
    edition = editions.save(edition=edition, foreword=FOREWORD, seen="", by=by, at=at)
    editions.publish(edition=edition, by=by, at=at)
