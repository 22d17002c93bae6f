"""Forms for measurements: one in a minute on a phone, and many pasted at once."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from partnerships.forms.fields import NULLS
from strategy import pasted, sheets
from strategy.forms.doing import DayField, words
from strategy.measurements import Said, number_words
from strategy.models import Measure, Measurement
from strategy.pasted import Line, Unreadable

LONGEST_PASTE = 300_000


class NumberField(forms.CharField):
    """A number as it is typed on a phone, with a decimal comma, or a whole number of people."""

    def __init__(self, *, is_count: bool, missing: str, **kwargs: Any) -> None:
        self.is_count = is_count
        attrs = {
            "inputmode": "numeric" if is_count else "decimal",
            "autocomplete": "off",
            "class": "form-input--short",
            "maxlength": "20",
        }
        super().__init__(
            max_length=40,
            widget=forms.TextInput(attrs=attrs),
            error_messages={"required": missing, "max_length": "Skriv et tal", **NULLS},
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """The number."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return pasted.count_in(text) if self.is_count else pasted.number_in(text)
        except Unreadable as error:
            raise forms.ValidationError(str(error), code="invalid") from error


# So many times the latest value is asked about before it is kept.
MUCH = 10


class MeasurementForm(forms.Form):
    """One measurement: a value or two numbers, a note, and the day. An odd value is asked about once."""

    on = DayField(label="Dato", missing="Vælg, hvilken dag I målte")

    def __init__(self, *args: Any, measure: Measure, latest: Measurement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure, self.latest = measure, latest
        if measure.kind == Measure.Kind.RATE:
            self._add_rate(measure, latest)
        elif measure.kind == Measure.Kind.VALUE:
            hint = f"Sidst: {number_words(latest.value)}" if latest and latest.value is not None else ""
            unit = f" ({measure.unit})" if measure.unit else ""
            self.fields["value"] = NumberField(
                is_count=False, missing="Skriv tallet", label=f"{measure.title}{unit}", help_text=hint
            )
        self.fields["note"] = words(
            "Hvad lagde I mærke til?",
            1000,
            missing="" if measure.is_counted else "Skriv, hvad I lagde mærke til",
            rows=3 if measure.is_counted else 6,
            of_children=True,
            help_text="Skriv gerne, hvad børnene siger. Ingen navne.",
        )
        self.order_fields(["numerator", "denominator", "value", "sure", "note", "on"])
        if "sure" in self.data:
            self._ask()

    def _ask(self) -> None:
        """Ask whether an odd value is right."""
        self.fields["sure"] = forms.BooleanField(label="Ja, tallet er rigtigt", required=False)
        self.order_fields(["numerator", "denominator", "value", "sure", "note", "on"])

    def _add_rate(self, measure: Measure, latest: Measurement | None) -> None:
        part = measure.numerator_label or "Hvor mange?"
        whole = measure.denominator_label or "Ud af hvor mange?"
        known = latest is not None and latest.numerator is not None
        self.fields["numerator"] = NumberField(
            is_count=True,
            missing="Skriv, hvor mange",
            label=part,
            help_text=f"Sidst: {latest.numerator}" if latest and known else "",
        )
        self.fields["denominator"] = NumberField(
            is_count=True,
            missing="Skriv, ud af hvor mange",
            label=whole,
            help_text=f"Sidst: {latest.denominator}" if latest and known else "",
        )

    def clean(self) -> None:
        value = self.cleaned_data.get("value")
        if value is not None and (odd := self._odd(value)) and not self.cleaned_data.get("sure"):
            self._ask()
            self.add_error("value", f"{odd} Er det rigtigt, så sæt kryds under tallet, og gem igen.")
        part, whole = self.cleaned_data.get("numerator"), self.cleaned_data.get("denominator")
        if whole == 0:
            self.add_error("denominator", "Skriv mindst 1.")
        elif part is not None and whole is not None and part > whole:
            self.add_error("numerator", f"{part} kan ikke være ud af {whole}. Er tallene byttet om?")

    def _odd(self, value: Decimal) -> str:
        """What is unlike the latest value; nothing when there is none, or it has not been changed."""
        before = self.latest.value if self.latest else None
        if before is None or value == before:
            return ""
        if value < 0 <= before:
            return "Tallet er under nul."
        if abs(value) > MUCH * max(abs(before), Decimal(1)):
            return f"Tallet er mere end {MUCH} gange så stort som sidst ({number_words(before)})."
        return ""

    @property
    def said(self) -> Said:
        """What the use case takes."""
        data = self.cleaned_data
        return Said(
            on=data["on"],
            value=data.get("value"),
            numerator=data.get("numerator"),
            denominator=data.get("denominator"),
            note=data["note"],
        )

    @staticmethod
    def facts(row: Measurement) -> dict[str, Any]:
        """The form's first values."""
        return {
            "on": row.on,
            "value": number_words(row.value).replace("\N{MINUS SIGN}", "-") if row.value is not None else "",
            "numerator": row.numerator,
            "denominator": row.denominator,
            "note": row.note,
        }


class PasteForm(forms.Form):
    """Rows that are pasted or sent as a file, one of the two. `lines` of a valid form are what they say."""

    hide_optional = True

    text = forms.CharField(
        label="Indsæt rækker",
        required=False,
        strip=False,
        validators=[MaxLengthValidator(LONGEST_PASTE, "Det er for meget på én gang. Del det i flere.")],
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "paste"}),
        error_messages=NULLS,
    )
    file = forms.FileField(
        label="Eller vælg et regneark",
        required=False,
        widget=forms.FileInput(attrs={"accept": sheets.ACCEPT}),
        help_text="Excel (.xlsx) eller CSV, højst 2 MB. Det første ark læses. Filen gemmes ikke.",
        error_messages={"empty": "Filen er tom.", "invalid": "Filen kom ikke med. Vælg den igen."},
    )

    def __init__(self, *args: Any, measure: Measure, weekday: int = 4, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure, self.weekday = measure, weekday
        self.lines: list[Line] = []
        self.read_text = ""

    def clean_file(self) -> str:
        """The file's rows as text."""
        file = self.cleaned_data.get("file")
        return sheets.text_of(file) if file else ""

    def clean(self) -> None:
        if self.errors:
            return
        self.read_text = self.cleaned_data.get("file") or self.cleaned_data.get("text") or ""
        if not self.read_text.strip():
            self.add_error("text", "Indsæt mindst én række, eller vælg en fil.")
            return
        try:
            rows = pasted.cells_of(self.read_text)
        except Unreadable as error:
            self.add_error("text", str(error))
            return
        self.lines = [self._checked(line) for line in pasted.read(rows, kind=self.measure.kind, weekday=self.weekday)]
        if not self.lines:
            self.add_error("text", "Der er ingen rækker med en dato.")

    def _checked(self, line: Line) -> Line:
        """The line, or the same with why its note cannot be kept."""
        if line.error or not line.note:
            return line
        try:
            words("", pasted.NOTE, of_children=True).clean(line.note)
        except forms.ValidationError as error:
            return Line(line.number, line.cells, line.on, error=" ".join(error.messages))
        return line


def said_in(line: Line) -> Said:
    """What a line without an error says."""
    on = line.on or date.min
    return Said(on, line.value, line.numerator, line.denominator, line.note)
