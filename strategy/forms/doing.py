"""Forms of a trial action's doing: the agreement, cycles, practice tracks, child voices, notes and stopping."""

from datetime import date
from typing import Any

from django import forms

from partnerships.forms.fields import NULLS
from strategy import agreement_hints, agreements, child_voices, cycles, practice_tracks, stopping
from strategy.models import AgreedMeasure, DataAgreement, ImprovementCycle, Measure, TrialAction, Unit
from strategy.validators import validate_free_text, validate_words_of_children

NO_NAMES = "Skriv aldrig navne på børn."
YEARS = range(2020, 2101)
DATES = {
    "required": "Vælg en dato",
    "invalid": "Skriv en dato, der findes, som 20.11.2026",
}


class DayField(forms.DateField):
    """A day in this century."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        missing = kwargs.pop("missing", DATES["required"])
        super().__init__(error_messages={**DATES, "required": missing}, **kwargs)

    def clean(self, value: Any) -> date | None:
        """The day."""
        day: date | None = super().clean(value)
        if day is not None and day.year not in YEARS:
            raise forms.ValidationError("Skriv et år mellem 2020 og 2100.")
        return day


def words(
    label: str, length: int, *, missing: str = "", rows: int = 0, of_children: bool = False, **kwargs: Any
) -> forms.CharField:
    """A text without CPR numbers and names of children; required when there is a message for its absence.

    `of_children` says that it is what children say, or who said it.
    """
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label,
        max_length=length,
        required=bool(missing),
        widget=widget,
        validators=[validate_words_of_children if of_children else validate_free_text],
        error_messages={
            "required": missing,
            "max_length": f"Skriv højst {length:,} tegn".replace(",", "."),
            **NULLS,
        },
        **kwargs,
    )


class AgreementForm(forms.Form):
    """When it begins and ends, and how the information is looked after."""

    starts_on = DayField(label="Prøvehandlingen begynder", missing="Vælg, hvornår I begynder")
    status_on = DayField(
        label="Status til udvalget", missing="Vælg, hvornår I gør status", help_text="Efter et halvt år."
    )
    ends_on = DayField(label="Prøvehandlingen slutter", missing="Vælg, hvornår I slutter")
    handling = words(
        "Hvordan passer I på oplysningerne?",
        1500,
        missing="Skriv, hvor I samler tallene, hvem der kan se dem, og hvornår de slettes",
        rows=4,
        help_text="Hvor I samler dem, hvem der kan se dem, og hvornår de slettes. Portalen får kun tal uden navne.",
    )

    def clean(self) -> None:
        data = self.cleaned_data
        starts, status, ends = data.get("starts_on"), data.get("status_on"), data.get("ends_on")
        if starts and status and status < starts:
            self.add_error("status_on", "Status skal ligge, efter at I er begyndt.")
        if status and ends and ends < status:
            self.add_error("ends_on", "Slutdatoen skal ligge efter status.")


class AgreedMeasureForm(forms.Form):
    """What is agreed of one measure."""

    instrument = words(
        "Redskab", 200, missing="Skriv, hvad I måler med", help_text="Fx “Ét spørgsmål i ugens klassemøde”."
    )
    collector = words("Hvem måler?", 120, missing="Skriv, hvem der måler", help_text="En rolle, fx “klassens pædagog”.")
    frequency = forms.ChoiceField(
        label="Hvor ofte?",
        choices=Measure.Frequency.choices,
        error_messages={"required": "Vælg, hvor ofte", "invalid_choice": "Vælg en af dem på listen"},
    )
    first_on = DayField(
        label="Første gang",
        missing="Vælg den første dag",
        help_text="Ugedagen holdes. Begynd gerne før selve prøvehandlingen, så I kender udgangspunktet.",
    )
    baseline_points = forms.IntegerField(
        label="Målinger i udgangspunktet",
        min_value=1,
        max_value=60,
        initial=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "form-input--short"}),
        help_text="Medianen af så mange låses, så en ændring kan ses. 8–12 er godt.",
        error_messages={
            "required": "Skriv et antal",
            "invalid": "Skriv et helt tal",
            "min_value": "Skriv mindst 1",
            "max_value": "Skriv højst 60",
        },
    )

    def __init__(self, posted: Any, *, measure: Measure, initial: dict[str, Any]) -> None:
        super().__init__(posted, initial=initial, prefix=f"maal-{measure.pk}")
        self.measure = measure
        self.hints: list[str] = []

    def look_twice(self, whole: dict[str, Any], today: date) -> None:
        """Say what the values that are filled in would lead to; `whole` is those of the agreement."""
        said = {"baseline_points": self.fields["baseline_points"].initial, **self.initial}
        known: dict[str, Any] = {name: said.get(name) for name in ("first_on", "frequency", "baseline_points")}
        known |= {name: whole.get(name) for name in ("starts_on", "ends_on")}
        if all(known.values()):
            self.hints = agreement_hints.hints(**known, today=today, counted=self.measure.is_counted)

    @property
    def said(self) -> agreements.MeasureWords:
        return agreements.MeasureWords(measure=self.measure.pk, **self.cleaned_data)


def agreement_forms(
    trial_action: TrialAction, agreement: DataAgreement | None, posted: Any = None
) -> tuple[AgreementForm, list[AgreedMeasureForm]]:
    """The agreement's form and one for each measure, posted, as agreed, or as the application says. Two queries."""
    agreed = {row.measure_id: row for row in agreement.measures.all()} if agreement else {}
    form = AgreementForm(posted, initial=_agreement_initial(trial_action, agreement))
    forms_ = [
        AgreedMeasureForm(posted, measure=row, initial=_measure_initial(row, agreed.get(row.pk), trial_action))
        for row in trial_action.measures.order_by("position", "pk")
    ]
    return form, forms_


def _agreement_initial(trial_action: TrialAction, agreement: DataAgreement | None) -> dict[str, Any]:
    if agreement is not None:
        return {name: getattr(agreement, name) for name in ("starts_on", "status_on", "ends_on", "handling")}
    starts, ends = trial_action.starts_on, trial_action.ends_on
    middle = starts + (ends - starts) / 2 if starts and ends else None
    return {"starts_on": starts, "status_on": middle, "ends_on": ends}


def _measure_initial(measure: Measure, agreed: AgreedMeasure | None, trial_action: TrialAction) -> dict[str, Any]:
    if agreed is not None:
        names = ("instrument", "collector", "frequency", "first_on", "baseline_points")
        return {name: getattr(agreed, name) for name in names}
    return {
        "instrument": measure.source,
        "collector": measure.collector,
        "frequency": measure.frequency,
        "first_on": trial_action.starts_on,
    }


def content_of(form: AgreementForm, measures: list[AgreedMeasureForm]) -> agreements.Content:
    """What valid forms say."""
    return agreements.Content(**form.cleaned_data, measures=tuple(one.said for one in measures))


class PlanForm(forms.Form):
    """The first part of a cycle."""

    title = words(
        "Hvad prøver I?", 120, missing="Giv cyklussen et navn", help_text="Kort, fx “Legepatrulje fra 6. årgang”."
    )
    planned_on = DayField(label="Planlagt")
    question = words("Hvad vil I finde ud af?", 600, missing="Skriv, hvad I vil finde ud af", rows=2)
    prediction = words(
        "Hvad tror I, der sker?",
        600,
        missing="Skriv, hvad I tror, der sker, så I kan holde resultatet op mod det",
        rows=2,
        help_text="Gerne med et tal: “Flere deltager. Vi forventer 80 %.”",
    )

    @property
    def said(self) -> cycles.Plan:
        return cycles.Plan(**self.cleaned_data)


class PastForm(forms.Form):
    """A part of a cycle that tells of what has been done: its first day has come."""

    today: date

    def clean(self) -> None:
        for name, field in self.fields.items():
            day = self.cleaned_data.get(name)
            if field.required and isinstance(day, date) and day > self.today:
                self.add_error(name, cycles.NOT_YET)


class TryForm(PastForm):
    """When it was tried, and what was done."""

    tried_from = DayField(label="Afprøvet fra", missing="Vælg, hvornår I begyndte")
    tried_to = DayField(label="Til", required=False)
    tried = words("Hvad gjorde I?", 1000, rows=3, help_text=f"Også det, der gik anderledes end planlagt. {NO_NAMES}")

    @property
    def said(self) -> cycles.Try:
        return cycles.Try(**self.cleaned_data)


class ReflectForm(PastForm):
    """What happened, against what was predicted."""

    reflected_on = DayField(label="Reflekteret", missing="Vælg, hvornår I talte om det")
    result = words("Hvad skete der?", 1000, missing="Skriv, hvad der skete", rows=3, help_text=NO_NAMES)
    against_prediction = words(
        "Holdt mod det, I troede",
        1000,
        missing="Skriv, om det gik, som I troede",
        rows=2,
        help_text="Fx “75 % mod forventet 80 %”.",
    )

    @property
    def said(self) -> cycles.Reflect:
        return cycles.Reflect(**self.cleaned_data)


class AdjustForm(PastForm):
    """What was decided."""

    adjusted_on = DayField(label="Afgjort", missing="Vælg, hvornår I besluttede det")
    decision = forms.ChoiceField(
        label="Hvad gør I med det?",
        choices=[("adopt", "Behold det"), ("adapt", "Tilpas det, og prøv igen"), ("abandon", "Drop det")],
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvad I gør", "invalid_choice": "Vælg en af de tre"},
    )
    adjustment = words("Hvad gør I nu?", 1000, missing="Skriv, hvad I gør nu", rows=2)

    @property
    def said(self) -> cycles.Adjust:
        return cycles.Adjust(**self.cleaned_data)


PART_FORMS: dict[cycles.Part, type[PlanForm] | type[TryForm] | type[ReflectForm] | type[AdjustForm]] = {
    cycles.Part.PLAN: PlanForm,
    cycles.Part.TRY: TryForm,
    cycles.Part.REFLECT: ReflectForm,
    cycles.Part.ADJUST: AdjustForm,
}


def part_form(part: cycles.Part, cycle: ImprovementCycle, today: date, posted: Any = None) -> Any:
    """The form of a cycle's part, posted or with what stands there; days not written yet are today."""
    form = PART_FORMS[part]
    initial = {name: getattr(cycle, name) for name in form.base_fields}
    first_day = next(name for name in form.base_fields if name.endswith(("_on", "_from")))
    initial[first_day] = initial[first_day] or today
    made = form(posted, initial=initial, prefix=part)
    made.today = today  # type: ignore[union-attr]
    return made


class PracticeForm(forms.Form):
    """An exercise, planned or held."""

    title = words("Hvad øver I?", 120, missing="Skriv, hvad I øver", help_text="Fx “At invitere ind i en leg”.")
    on = DayField(label="Dato")
    who = words("Hvem øver?", 160, help_text="En gruppe eller et team, fx “Pædagogerne i SFO”.")
    learnt = words("Hvad lærte I?", 1000, rows=3, help_text="Skriv det bagefter.")

    @property
    def said(self) -> practice_tracks.Said:
        return practice_tracks.Said(**self.cleaned_data)


class VoiceForm(forms.Form):
    """What a child said."""

    quote = words(
        "Hvad sagde barnet?",
        600,
        missing="Skriv, hvad barnet sagde",
        rows=3,
        of_children=True,
        help_text="Ordret, hvis I kan.",
    )
    said_by = words(
        "Hvem sagde det?",
        120,
        missing="Skriv, hvem der sagde det, uden navn",
        of_children=True,
        help_text=f"Fx “Barn i 3. årgang” eller “Børnerådet”. {NO_NAMES}",
    )
    on = DayField(label="Dato")

    @property
    def said(self) -> child_voices.Said:
        return child_voices.Said(**self.cleaned_data)


class LeaderNoteForm(forms.Form):
    """A leader's note, for one of the units that take part."""

    unit = forms.ModelChoiceField(
        label="Enhed",
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": "Vælg en enhed", "invalid_choice": "Vælg en af dine enheder"},
    )
    text = words(
        "Hvad har du gjort eller aftalt?",
        1000,
        missing="Skriv, hvad du har gjort eller aftalt",
        rows=3,
        help_text="Alle, der kan se prøvehandlingen, kan læse det. Noten kan ikke ændres bagefter.",
    )
    on = DayField(label="Dato")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0]


class StopForm(forms.Form):
    """Why it ends here, and what it taught."""

    learnt = words(
        "Hvad har I lært?",
        2000,
        missing="Skriv, hvad I har lært, så andre kan få gavn af det",
        rows=5,
        help_text="Hvorfor I stopper, og hvad I ville gøre anderledes. Andre i kommunen kan læse det.",
    )

    def clean_learnt(self) -> str:
        """A few words of what was learnt."""
        text: str = self.cleaned_data["learnt"]
        if len(text) < stopping.FEWEST:
            raise forms.ValidationError(stopping.TOO_SHORT, code="too_short")
        return text


class TakeOutForm(forms.Form):
    """What a child can be recognised by, as it was written: names are what it is for, so none is refused."""

    words = forms.CharField(
        label="Hvad skal væk?",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Skriv navnet eller ordene, som de står. Store og små bogstaver er lige meget. "
        "Du ser hvert sted, før noget bliver fjernet.",
        error_messages={"required": "Skriv det, der skal væk", **NULLS},
    )


class SkipForm(forms.Form):
    """Why a planned day is passed over."""

    reason = words("Hvorfor springer I dagen over?", 200, missing="Skriv kort hvorfor", help_text="Fx “lejrskole”.")
