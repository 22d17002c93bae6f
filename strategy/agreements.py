"""The agreement on data before a trial action starts: written, signed by both parties, begun (dataaftale).

The trial action's row is locked first. Its state follows: selected, until both have signed the same version; then
agreed, with a day planned for every measurement; and running once the team begins. Until it runs, a change of the
agreement takes the signatures, the plan and the state back.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal

from django.db import transaction

from accounts.danish import in_danish_time, long_date
from accounts.models import User
from strategy import doing, doing_emails, schedule
from strategy.doing import DoingRefused, State
from strategy.models import AgreedMeasure, Collection, DataAgreement, Measure, TrialAction

Party = Literal["team", "municipality"]
PARTIES: tuple[Party, ...] = ("team", "municipality")
PARTY_WORDS = {"team": "teamet", "municipality": "kommunen"}
BEFORE_THE_START = (State.SELECTED, State.AGREED)
BEGUN = "Prøvehandlingen er begyndt eller slut, så aftalen kan ikke ændres."


class AgreementChanged(DoingRefused):
    """A colleague saved another version meanwhile; `agreement` is as it stands now."""

    def __init__(self, agreement: DataAgreement) -> None:
        super().__init__(
            f"{agreement.updated_by.display_name} har ændret aftalen imens. Det, der er anderledes, står herunder. "
            "Gem igen, hvis din skal erstatte den."
        )
        self.agreement = agreement


@dataclass(frozen=True)
class MeasureWords:
    """What is agreed of one measure. The first `baseline_points` measurements make the frozen centre line."""

    measure: int
    instrument: str
    collector: str
    frequency: str
    first_on: date
    baseline_points: int = 8


@dataclass(frozen=True)
class Content:
    """What the agreement says."""

    starts_on: date
    status_on: date
    ends_on: date
    handling: str
    measures: tuple[MeasureWords, ...]


@transaction.atomic
def save(*, trial_action: TrialAction, content: Content, version: int, by: User, at: datetime) -> DataAgreement:
    """Write the agreement; the first save begins it. The same again changes nothing and keeps the signatures.

    `version` is the one the person read, 0 before there was one.

    Raises:
        AgreementChanged, DoingRefused: nothing is saved.
    """
    owner = doing.lock(trial_action, states=BEFORE_THE_START, refusal=BEGUN)
    row = _agreement(owner)
    if row is not None and content_of(row) == content:
        return row
    if (row.version if row else 0) != version:
        raise AgreementChanged(row) if row else DoingRefused("Aftalen er slettet imens. Gem igen.")
    _check(owner, content)
    had_signature = row is not None and any(getattr(row, f"{party}_signed_at") for party in PARTIES)
    row = row or DataAgreement(trial_action=owner, version=0)
    row.version, row.updated_at, row.updated_by = row.version + 1, at, by
    row.starts_on, row.status_on, row.ends_on = content.starts_on, content.status_on, content.ends_on
    row.handling = content.handling
    for party in PARTIES:
        setattr(row, f"{party}_signed_at", None)
        setattr(row, f"{party}_signed_by", None)
    row.save()
    _write_measures(row, content.measures)
    if owner.state == State.AGREED:
        doing.move(owner, State.SELECTED, by=by, at=at)
        Collection.objects.filter(measure__trial_action=owner, measurement__isnull=True).delete()
    more = "; underskrifterne gælder ikke længere" if had_signature else ""
    doing.record("agreement_saved", f"skrev dataaftalen, udgave {row.version}{more}", owner, by=by, at=at)
    return row


def _agreement(owner: TrialAction) -> DataAgreement | None:
    return DataAgreement.objects.select_related("updated_by").filter(trial_action=owner).first()


def content_of(agreement: DataAgreement) -> Content:
    """What it says now. One query."""
    measures = tuple(
        MeasureWords(
            measure=row.measure_id,
            instrument=row.instrument,
            collector=row.collector,
            frequency=row.frequency,
            first_on=row.first_on,
            baseline_points=row.baseline_points,
        )
        for row in agreement.measures.order_by("measure__position", "measure_id")
    )
    return Content(agreement.starts_on, agreement.status_on, agreement.ends_on, agreement.handling, measures)


def _check(owner: TrialAction, content: Content) -> None:
    if not content.starts_on <= content.status_on <= content.ends_on:
        raise DoingRefused("Datoerne skal komme efter hinanden: begynder, status, slutter.")
    if content.ends_on - content.starts_on > schedule.LONGEST:
        raise DoingRefused("Aftalen kan højst dække tre år.")
    measures = set(Measure.objects.filter(trial_action=owner).values_list("pk", flat=True))
    if not measures:
        raise DoingRefused("Prøvehandlingen har ingen mål at følge. Uden dem er der intet at aftale.")
    if measures != {words.measure for words in content.measures}:
        raise DoingRefused("Målene er ændret imens. Genindlæs siden, og skriv aftalen igen.")
    for words in content.measures:
        if words.first_on > content.ends_on:
            raise DoingRefused("Den første måling skal ligge, før prøvehandlingen slutter.")
        if content.ends_on - words.first_on > schedule.LONGEST:
            raise DoingRefused("Der kan højst måles i tre år.")


def _write_measures(agreement: DataAgreement, said: Sequence[MeasureWords]) -> None:
    for words in said:
        values = asdict(words)
        AgreedMeasure.objects.update_or_create(
            measure_id=values.pop("measure"), defaults={**values, "agreement": agreement}
        )


@transaction.atomic
def sign(*, trial_action: TrialAction, party: Party, version: int, by: User, at: datetime) -> DataAgreement:
    """Sign that version for one party. With the second signature it is agreed, and the measurements are planned.

    Signing twice is signing once. One person cannot sign for both.

    Raises:
        DoingRefused: it was changed meanwhile, or the person has signed for the other party.
    """
    owner = doing.lock(trial_action, states=BEFORE_THE_START, refusal=BEGUN)
    row = _agreement(owner)
    if row is None:
        raise DoingRefused("Skriv aftalen, før I skriver under.")
    if getattr(row, f"{party}_signed_at") is not None:
        return row
    if row.version != version:
        raise DoingRefused(f"{row.updated_by.display_name} har ændret aftalen. Læs den igen, før du skriver under.")
    other: Party = "municipality" if party == "team" else "team"
    if getattr(row, f"{other}_signed_by_id") == by.pk:
        raise DoingRefused(
            f"Du har skrevet under for {PARTY_WORDS[other]}. En anden skal skrive under for {PARTY_WORDS[party]}."
        )
    setattr(row, f"{party}_signed_at", at)
    setattr(row, f"{party}_signed_by", by)
    row.save(update_fields=[f"{party}_signed_at", f"{party}_signed_by"])
    doing.record("agreement_signed", f"skrev dataaftalen under for {PARTY_WORDS[party]}", owner, by=by, at=at)
    if row.is_signed:
        doing.move(owner, State.AGREED, by=by, at=at)
        _plan(row)
        doing_emails.signed(owner, row, by=by)
    else:
        doing_emails.to_sign(owner, party=other, by=by)
    return row


def _plan(agreement: DataAgreement) -> None:
    """Plan the days on which each measure is due."""
    Collection.objects.bulk_create(
        (
            Collection(measure_id=row.measure_id, due_on=day)
            for row in agreement.measures.all()
            for day in schedule.due_days(first_on=row.first_on, frequency=row.frequency, until=agreement.ends_on)
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def start(*, trial_action: TrialAction, by: User, at: datetime) -> TrialAction:
    """Begin the trial action. Beginning it twice is beginning it once.

    Raises:
        DoingRefused: the agreement does not have both signatures, or it is over.
    """
    owner = doing.lock(trial_action, states=State.values)
    if owner.state == State.RUNNING:
        return owner
    agreement = _agreement(owner)
    if owner.state == State.SELECTED or (owner.state == State.AGREED and not (agreement and agreement.is_signed)):
        raise DoingRefused("Prøvehandlingen kan først begynde, når begge parter har skrevet dataaftalen under.")
    if owner.state != State.AGREED:
        raise DoingRefused(f"Prøvehandlingen er nu “{owner.get_state_display().lower()}” og kan ikke begynde.")
    owner.running_since = in_danish_time(at).date()
    doing.move(owner, State.RUNNING, by=by, at=at, fields=["running_since"])
    doing.record("started", f"begyndte prøvehandlingen {long_date(owner.running_since)}", owner, by=by, at=at)
    return owner
