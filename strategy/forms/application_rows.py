"""Forms for the rows of an application: a partner, a measure, a success criterion."""

from typing import Any

from django import forms

from partnerships.forms.fields import NULLS, date_field, text_field
from strategy.forms.rounds import prose
from strategy.models import Measure, Partner, SuccessTarget, TrialAction, Unit
from strategy.validators import validate_free_text


class DecimalField(forms.DecimalField):
    """A number as Danes write it: "67", "67,5", "1.250"."""

    def __init__(self, **kwargs: Any) -> None:
        words = "Skriv et tal, fx 67 eller 67,5"
        super().__init__(
            max_digits=10,
            decimal_places=2,
            required=False,
            localize=True,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "form-input--short"}),
            error_messages={
                "invalid": words,
                "max_digits": "Tallet er for stort",
                "max_decimal_places": "Skriv højst to decimaler",
                "max_whole_digits": "Tallet er for stort",
            },
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else f"{value.normalize():f}".replace(".", ",")


def _select(label: str, choices: Any, *, widget: Any = forms.Select, help_text: str = "") -> forms.ChoiceField:
    words = f"Vælg {label.lower()}"
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=widget,
        help_text=help_text,
        error_messages={"required": words, "invalid_choice": words, **NULLS},
    )


class RowForm(forms.Form):
    """A row of an application; `said` is what the use case keeps.

    It can be saved half-written, but not handed in so, and fields are therefore not called optional.
    """

    hide_optional = True

    def __init__(self, trial_action: TrialAction, data: Any = None, initial: Any = None) -> None:
        self.trial_action = trial_action
        super().__init__(data, initial=initial)

    @property
    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PartnerForm(RowForm):
    """A unit of the municipality, or another actor, and what it does."""

    unit = forms.ModelChoiceField(
        label="Enhed i kommunen",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Ikke en af kommunens enheder",
        error_messages={"invalid_choice": "Vælg en af enhederne på listen"},
    )
    actor = text_field(
        "Eller en anden aktør",
        120,
        cpr=validate_free_text,
        help_text="Fx en idrætsforening, en almen boligorganisation eller en forældregruppe.",
    )
    part = prose(
        "Hvad gør parten?", 600, rows=3, help_text="Fx: Stiller med en voksen to gange om ugen og deltager i mødet."
    )
    contact_name = text_field("Kontaktens navn", 120, help_text="Den, der siger ja på partens vegne.")
    contact_email = forms.EmailField(
        label="Kontaktens e-mail",
        max_length=254,
        required=False,
        help_text="Tom: så spørger vi enhedens leder om begge dele. Retter I kun adressen, spørger vi kun den nye; "
        "de andres svar gælder stadig.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Skriv en hel mailadresse", "max_length": "Mailadressen er for lang"},
    )

    def __init__(self, trial_action: TrialAction, data: Any = None, initial: Any = None) -> None:
        super().__init__(trial_action, data, initial)
        taken = (
            trial_action.partners.exclude(pk=(initial or {}).get("pk") or 0).filter(unit__isnull=False).values("unit")
        )
        units = Unit.objects.filter(municipality=trial_action.municipality)
        here = units.filter(is_active=True).exclude(pk__in=taken) | units.filter(pk=(initial or {}).get("unit") or 0)
        self.fields["unit"].queryset = here.distinct()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("unit") and said.get("actor"):
            self.add_error("actor", "Vælg en enhed eller skriv en anden aktør, ikke begge dele.")
        elif "unit" in said and "actor" in said and not said["unit"] and not said["actor"]:
            self.add_error("unit", "Vælg en enhed, eller skriv en anden aktør.")
        return said

    @property
    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "contact_email": self.cleaned_data["contact_email"].lower()}


class MeasureForm(RowForm):
    """What is followed, and how."""

    title = text_field("Hvad måler I?", 160, missing="Skriv, hvad I måler", cpr=validate_free_text)
    theme = _select("Tema", Measure.Theme.choices)
    kind = _select(
        "Slags",
        Measure.Kind.choices,
        widget=forms.RadioSelect,
        help_text="En andel er bedst, når antallet af børn skifter fra gang til gang.",
    )
    direction = _select("Retning", Measure.Direction.choices)
    unit = text_field("Enhed", 40, cpr=validate_free_text, help_text="Fx %, dage, børn. Tom, når det er ord.")
    numerator_label = text_field(
        "Andel: hvad tæller I?", 120, cpr=validate_free_text, help_text="Fx: Hvor mange børn svarede ja?"
    )
    denominator_label = text_field(
        "Andel: ud af hvad?", 120, cpr=validate_free_text, help_text="Fx: Hvor mange børn spurgte I?"
    )
    baseline = prose(
        "Udgangspunkt", 600, rows=2, help_text="Hvor er I nu, og hvor ved I det fra? Fx: 67 % i ugerne 40–44."
    )
    source = text_field(
        "Hvor kommer tallene fra?", 200, cpr=validate_free_text, help_text="Fx: ét spørgsmål til klassen om fredagen."
    )
    frequency = _select("Hvor ofte", Measure.Frequency.choices)
    collector = text_field("Hvem samler ind?", 120, cpr=validate_free_text, help_text="En rolle, fx klassens pædagog.")


class TargetForm(RowForm):
    """A success criterion: what, from, to, by when."""

    what = text_field(
        "Hvad skal flytte sig?",
        200,
        missing="Skriv, hvad der skal flytte sig",
        cpr=validate_free_text,
        help_text="Fx: Børn på 3. årgang, der havde nogen at være sammen med.",
    )
    measure = forms.ModelChoiceField(
        label="Måles ved",
        queryset=Measure.objects.none(),
        required=False,
        empty_label="Ikke valgt",
        error_messages={"invalid_choice": "Vælg et af jeres mål"},
    )
    from_value = DecimalField(label="Fra")
    to_value = DecimalField(label="Til")
    unit = text_field("Enhed", 40, cpr=validate_free_text, width="form-input--short", help_text="Fx %.")
    by_date = date_field("Senest")

    def __init__(self, trial_action: TrialAction, data: Any = None, initial: Any = None) -> None:
        super().__init__(trial_action, data, initial)
        self.fields["measure"].queryset = trial_action.measures.all()  # type: ignore[attr-defined]

    def clean_by_date(self) -> Any:
        day = self.cleaned_data["by_date"]
        if day is not None and not 2020 <= day.year <= 2100:
            raise forms.ValidationError("Skriv et år mellem 2020 og 2100.")
        return day


FORMS: dict[type[Partner | Measure | SuccessTarget], type[RowForm]] = {
    Partner: PartnerForm,
    Measure: MeasureForm,
    SuccessTarget: TargetForm,
}
