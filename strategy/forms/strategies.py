"""Forms that write a strategy: its texts, and the rows of each part."""

import hashlib
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from django import forms
from django.forms import formset_factory

from partnerships.forms.fields import NULLS, date_field, text_field
from partnerships.forms.rows import Rows
from strategy.models.strategies import MONTHS
from strategy.strategies import MAX_ROWS
from strategy.strategy_texts import (
    ElementText,
    MarkText,
    PeriodText,
    PhaseText,
    QuestionText,
    Row,
    Texts,
)
from strategy.validators import validate_free_text

MAX_BEARINGS = 8


def line(label: str, limit: int, *, missing: str = "", help_text: str = "", width: str = "") -> forms.CharField:
    """One line without CPR numbers and likely names of children."""
    return text_field(
        label, limit, missing=missing, help_text=help_text, width=width or "form-input--wide", cpr=validate_free_text
    )


def prose(label: str, limit: int, *, rows: int = 4, missing: str = "", help_text: str = "") -> forms.CharField:
    """Several lines without CPR numbers and likely names of children."""
    return forms.CharField(
        label=label,
        max_length=limit,
        required=bool(missing),
        help_text=help_text,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": missing,
            "max_length": f"Skriv højst {limit:,} tegn".replace(",", "."),
            **NULLS,
        },
    )


class Tidy(forms.Form):
    """One kind of line ending, whatever the browser sends."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        return {
            name: value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
            for name, value in values.items()
        }


def sensible(day: date | None) -> date | None:
    """The day, when its year is one that people mean."""
    if day is not None and not 2000 <= day.year <= 2100:
        raise forms.ValidationError("Skriv et år mellem 2000 og 2100.")
    return day


class BeginForm(Tidy):
    """What a new strategy is called."""

    title = line(
        "Hvad hedder strategien?", 120, missing="Giv strategien en titel", help_text="Titlen bliver også til adressen."
    )


class TextsForm(Tidy):
    """What a version says of itself."""

    title = line("Titel", 120, missing="Giv strategien en titel")
    subtitle = line("Undertitel", 200, help_text="Én linje, der siger, hvad strategien er til for.")
    starts_on = date_field("Gælder fra")
    ends_on = date_field("Gælder til og med")
    vision = prose("Vision", 2000, rows=3, help_text="Sådan skal det være for børnene. Gerne én sætning.")
    goal = prose("Mål", 2000, help_text="Det, I vil nå i perioden.")
    introduction = prose("Baggrund", 4000, rows=6, help_text="Hvorfor I har en strategi, og hvad der gik forud.")
    value_base = prose("Værdigrundlag", 4000, rows=6)
    model_name = line("Hvad kalder I modellen?", 80)
    model_text = prose("Om modellen", 3000, help_text="Hvad modellen er, og hvordan den bruges.")
    improvement_text = prose("Om forbedringsmodellen", 3000, help_text="Hvordan I prøver af, måler og justerer.")
    sources = prose("Kilder", 2000, rows=3, help_text="Én kilde på hver linje.")

    GROUPS = (
        ("Titel og periode", ("title", "subtitle", "starts_on", "ends_on")),
        ("Retning", ("vision", "goal")),
        ("Grundlag", ("introduction", "value_base")),
        ("Model og metode", ("model_name", "model_text", "improvement_text")),
        ("Kilder", ("sources",)),
    )

    # A draft is saved without them, but not published.
    TO_PUBLISH = ("starts_on", "ends_on", "vision", "goal")

    def __init__(self, data: Any = None, *, texts: Texts) -> None:
        super().__init__(data, initial=asdict(texts))
        for name in self.TO_PUBLISH:
            field = self.fields[name]
            field.hide_optional = True  # type: ignore[attr-defined]
            field.help_text = f"{field.help_text} Skal med, før I offentliggør.".strip()

    def clean_starts_on(self) -> date | None:
        return sensible(self.cleaned_data["starts_on"])

    def clean_ends_on(self) -> date | None:
        return sensible(self.cleaned_data["ends_on"])

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Strategien slutter, før den begynder.")
        return values

    @property
    def texts(self) -> Texts:
        """What was typed; only when the form is valid."""
        return Texts(**self.cleaned_data)

    @property
    def groups(self) -> list[dict[str, Any]]:
        return [{"legend": legend, "fields": [self[name] for name in names]} for legend, names in self.GROUPS]

    def with_theirs(self, saved: Texts, was: str) -> "TextsForm":
        """What was typed, with what a colleague saved in the fields the person has not touched.

        `was` is `marks` of what the person read.
        """
        before = dict(one.split(":", 1) for one in was.split() if ":" in one)
        data = dict(self.data.items())
        for name, value in asdict(saved).items():
            if before.get(name) == _mark(self.cleaned_data.get(name)):
                data[name] = value.isoformat() if isinstance(value, date) else value or ""
        merged = TextsForm(data, texts=saved)
        merged.is_valid()
        return merged

    def different(self, saved: Texts) -> list[tuple[str, str]]:
        """Label and text of the fields where what is saved is not what was typed."""
        rows = []
        for name, value in asdict(saved).items():
            if value != self.cleaned_data.get(name):
                rows.append((str(self[name].label), str(value or "Tomt")))
        return rows


def marks(texts: Texts) -> str:
    """A mark for each field, so that it can be told which of them a person has touched."""
    return " ".join(f"{name}:{_mark(value)}" for name, value in asdict(texts).items())


def _mark(value: Any) -> str:
    return hashlib.sha256(str(value or "").encode()).hexdigest()[:12]


def _month(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        coerce=int,
        choices=[("", "Vælg"), *MONTHS],
        widget=forms.Select(attrs={"class": "form-input--short"}),
        error_messages={"required": "Vælg en måned", "invalid_choice": "Vælg en af de tolv måneder"},
    )


class MarkForm(Tidy):
    """A guiding mark."""

    title = line("Pejlemærke", 160, missing="Skriv pejlemærket")
    text = prose("Uddybning", 600, rows=2)


class PeriodForm(Tidy):
    """An entry of the timeline."""

    period = line("Hvornår", 80, missing="Skriv hvornår", help_text="Fx “Efterår 2027”.", width="form-input--medium")
    text = prose("Hvad der sker", 400, rows=2, missing="Skriv, hvad der sker")


class PhaseForm(Tidy):
    """A phase of the annual cycle."""

    title = line("Fase", 80, missing="Skriv, hvad fasen hedder", help_text="Kort, så det kan stå i hjulet.")
    from_month = _month("Fra")
    to_month = _month("Til og med")
    text = prose("Hvad der sker", 400, rows=2)


class ElementForm(Tidy):
    """An element of the model with its bearings."""

    title = line("Element", 120, missing="Skriv, hvad elementet hedder")
    text = prose("Hvad det handler om", 2000, rows=4)
    bearings = prose(
        "Pejlinger", 2600, rows=5, help_text=f"Én på hver linje, højst {MAX_BEARINGS}. De viser retningen."
    )
    question = line("Spørgsmål til dem, der søger", 240, help_text="Fx “Hvem prøver I sammen med?”")
    is_centre = forms.BooleanField(label="Står i midten af modellen", required=False)

    def clean_bearings(self) -> tuple[str, ...]:
        found = tuple(line.strip() for line in self.cleaned_data["bearings"].splitlines() if line.strip())
        if len(found) > MAX_BEARINGS:
            raise forms.ValidationError(f"Skriv højst {MAX_BEARINGS} pejlinger.")
        if any(len(one) > 300 for one in found):
            raise forms.ValidationError("En pejling kan højst være på 300 tegn.")
        return found


class QuestionForm(Tidy):
    """A question of the improvement model."""

    title = line("Handler om", 60, missing="Skriv, hvad spørgsmålet handler om", width="form-input--medium")
    question = line("Spørgsmål", 240, missing="Skriv spørgsmålet")


class ElementRows(Rows):
    """The model's elements, of which one may be in the middle."""

    def clean(self) -> None:
        centres = [(place, form) for place, form in enumerate(self.forms, 1) if form.cleaned_data.get("is_centre")]
        for _, form in centres[1:]:
            words = f"Kun ét element kan stå i midten. Element {centres[0][0]} gør det allerede."
            form.add_error("is_centre", words)


def _rows(form: type[forms.Form], part: str, formset: type[Rows] = Rows) -> type[Rows]:
    limit = MAX_ROWS[part]
    made = formset_factory(
        form, formset=formset, extra=0, can_order=True, max_num=limit, validate_max=True, absolute_max=limit + 20
    )
    return cast("type[Rows]", made)


FORMS: dict[str, tuple[type[Rows], type[Row]]] = {
    "guiding_marks": (_rows(MarkForm, "guiding_marks"), MarkText),
    "timeline": (_rows(PeriodForm, "timeline"), PeriodText),
    "cycle": (_rows(PhaseForm, "cycle"), PhaseText),
    "elements": (_rows(ElementForm, "elements", ElementRows), ElementText),
    "improvement_questions": (_rows(QuestionForm, "improvement_questions"), QuestionText),
}


def initial_of(rows: list[Row]) -> list[dict[str, Any]]:
    """What a part's rows stand as in the form."""
    found = []
    for place, row in enumerate(rows, start=1):
        values = asdict(row)
        if isinstance(row, ElementText):
            values["bearings"] = "\n".join(row.bearings)
        found.append(values | {"ORDER": place})
    return found


def typed(part: str, rows: Rows) -> list[Row]:
    """What was typed, in the order of the numbers; only when the rows are valid."""
    kind = FORMS[part][1]
    names = set(kind.__dataclass_fields__)
    return [kind(**{name: value for name, value in row.items() if name in names}) for row in rows.kept()]


def in_lines(rows: list[Row]) -> list[str]:
    """Rows as lines to read, one each."""
    said = []
    for row in rows:
        values = asdict(row)
        words = [", ".join(value) if isinstance(value, tuple) else str(value) for value in values.values()]
        said.append(" · ".join(word for word in words if word and word not in ("True", "False")))
    return said
