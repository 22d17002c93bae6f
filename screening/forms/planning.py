"""Forms with which a screening is planned: people, dates, model, and the checklist."""

from typing import Any, cast

from django import forms
from django.forms import formset_factory

from accounts.danish import DanishOrder
from accounts.models import User
from accounts.validators import validate_no_cpr
from partnerships.forms.fields import date_field
from partnerships.forms.rows import Rows
from screening import checklists, screenings
from screening.models import AnalysisModel, Screening


class PersonChoice(forms.ModelChoiceField):
    """One of KL/Komponent's people, by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.display_name


class PeopleChoice(forms.ModelMultipleChoiceField):
    """Some of KL/Komponent's people, by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.display_name


class PlanForm(forms.Form):
    """Who works on a screening, when, and on which version of the model."""

    consultants = PeopleChoice(
        label="Konsulenter",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="De kan læse og skrive i screeningen. De får en mail.",
        error_messages={"required": "Vælg mindst én konsulent", "invalid_choice": "Vælg konsulenter på listen"},
    )
    reviewer = PersonChoice(
        label="Kollegalæser",
        queryset=User.objects.none(),
        required=False,
        empty_label="Vælg senere",
        help_text="En anden konsulent, der læser det hele, før rapporten bliver leveret.",
        error_messages={"invalid_choice": "Vælg en konsulent på listen"},
    )
    starts_on = date_field("Begynder", required=True, missing="Vælg, hvornår screeningen begynder")
    documents_due = date_field("Dokumenter senest", required=True, missing="Vælg, hvornår dokumenterne skal være sendt")
    workshop_on = date_field(
        "Workshop", help_text="Lad feltet stå tomt, hvis der ikke er en, eller dagen ikke er fundet."
    )
    report_due = date_field("Rapport senest", required=True, missing="Vælg, hvornår rapporten skal være leveret")
    analysis_model = forms.ModelChoiceField(
        label="Analysemodel",
        queryset=AnalysisModel.objects.none(),
        empty_label=None,
        error_messages={
            "required": "Vælg en version af analysemodellen",
            "invalid_choice": "Vælg en version, der er taget i brug",
        },
    )

    def __init__(self, *args: Any, screening: Screening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.screening = screening
        people = User.objects.filter(is_consultant=True, is_active=True).order_by(DanishOrder("name"), "pk")
        for name in ("consultants", "reviewer"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        models = AnalysisModel.objects.published().filter(area=screening.area).order_by("-version")
        model = self.fields["analysis_model"]
        model.queryset = models  # type: ignore[attr-defined]
        if screenings.has_begun(screening):
            model.queryset = models.filter(pk=screening.analysis_model_id or 0)  # type: ignore[attr-defined]
            model.help_text = "Vurderingen er begyndt, så versionen ligger fast."

    @staticmethod
    def facts(screening: Screening) -> dict[str, Any]:
        """The form's first values."""
        names = ("starts_on", "documents_due", "workshop_on", "report_due", "reviewer")
        people = [row.consultant_id for row in screening.assignments.all()]
        model = screening.analysis_model or AnalysisModel.objects.current(screening.area)
        return {name: getattr(screening, name) for name in names} | {"consultants": people, "analysis_model": model}

    def clean(self) -> None:
        """Dates and people that do not fit are told at their field."""
        data = self.cleaned_data
        dates = {name: data.get(name) for name in ("starts_on", "documents_due", "workshop_on", "report_due")}
        for name, day in dates.items():
            if day is not None and not 2020 <= day.year <= 2100:
                self.add_error(name, "Skriv et år mellem 2020 og 2100.")
                dates[name] = None
        for name, words in screenings.faults_of_dates(**dates):
            self.add_error(name, words)
        if data.get("reviewer") and data["reviewer"] in (data.get("consultants") or ()):
            self.add_error("reviewer", screenings.SAME_REVIEWER)

    @property
    def plan(self) -> screenings.Plan:
        """What the use case takes."""
        data = self.cleaned_data
        return screenings.Plan(**data | {"consultants": list(data["consultants"])})


class ItemForm(forms.Form):
    """One document on the checklist."""

    hide_optional = True
    pk = forms.IntegerField(required=False, min_value=0, max_value=2**31, widget=forms.HiddenInput)
    title = forms.CharField(
        label="Dokument",
        max_length=160,
        validators=[validate_no_cpr],
        error_messages={"required": "Skriv, hvilket dokument I beder om", "max_length": "Skriv højst 160 tegn"},
    )
    why = forms.CharField(
        label="Hvad det bruges til",
        max_length=300,
        required=False,
        validators=[validate_no_cpr],
        error_messages={"max_length": "Skriv højst 300 tegn"},
    )


class ItemRows(Rows):
    """The checklist's rows."""

    @property
    def items(self) -> list[checklists.Item]:
        """The rows as the use case takes them."""
        return [checklists.Item(title=row["title"], why=row["why"], pk=row.get("pk") or 0) for row in self.kept()]


ChecklistRows = cast(
    "type[ItemRows]",
    formset_factory(ItemForm, formset=ItemRows, extra=0, can_order=True, max_num=checklists.MOST, validate_max=True),
)
