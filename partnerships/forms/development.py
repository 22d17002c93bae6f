"""Forms about a municipality's development process."""

from datetime import date
from typing import Any

from django import forms

from partnerships.development import Content, Note
from partnerships.forms.fields import date_field
from partnerships.models import DevelopmentProcess, Milestone, NetworkDay, ProcessNote


def _too_long(limit: int) -> dict[str, str]:
    return {"max_length": f"Skriv højst {limit:,} tegn".replace(",", ".")}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProcessForm(forms.ModelForm):
    """What the process is about."""

    phase = forms.ChoiceField(
        label="Hvor langt er I?",
        choices=DevelopmentProcess.Phase.choices,
        initial=DevelopmentProcess.Phase.FOCUS,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg en fase", "invalid_choice": "Vælg en af de fire faser"},
    )

    class Meta:
        model = DevelopmentProcess
        fields = ["title", "focus", "aim", "phase", "organisation", "responsible"]
        labels = {
            "title": "Hvad kalder I processen?",
            "focus": "Fokus: hvad vil I udvikle?",
            "aim": "Mål: hvad er anderledes, når I er i mål?",
            "organisation": "Lokal organisering",
            "responsible": "Ansvarlig",
        }
        help_texts = {
            "title": "Kort og til at huske, fx “Flere veje i det almene”.",
            "aim": "Skriv det, så I kan se, om det er nået, og hvornår.",
            "organisation": "Hvem arbejder med det hos jer, hvor ofte mødes de, og hvem tager beslutningerne?",
            "responsible": "Den, andre kan spørge.",
        }
        widgets = {"focus": _area(5), "aim": _area(3), "organisation": _area(4)}
        error_messages = {
            "title": {"required": "Giv processen en titel"} | _too_long(120),
            "focus": _too_long(2000),
            "aim": _too_long(1000),
            "organisation": _too_long(2000),
            "responsible": _too_long(120),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True

    @property
    def content(self) -> Content:
        return Content(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class MilestoneForm(forms.ModelForm):
    """A step on the way."""

    due_date = date_field("Senest", required=True, missing="Vælg, hvornår I vil have nået det")

    class Meta:
        model = Milestone
        fields = ["text", "due_date"]
        labels = {"text": "Hvad skal være nået?"}
        error_messages = {"text": {"required": "Skriv, hvad I vil have nået"} | _too_long(200)}

    def clean_due_date(self) -> date:
        value: date = self.cleaned_data["due_date"]
        if not 2020 <= value.year <= 2100:
            raise forms.ValidationError("Skriv et år mellem 2020 og 2100.")
        return value


class NoteForm(forms.ModelForm):
    """Status and learning; what is brought is asked for when there is a day to bring it to."""

    status = forms.ChoiceField(
        label="Hvordan går det?",
        choices=ProcessNote.Status.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvordan det går", "invalid_choice": "Vælg en af de tre"},
    )

    class Meta:
        model = ProcessNote
        fields = ["status", "text", "learning", "brings"]
        labels = {"text": "Hvad er der sket siden sidst?", "learning": "Hvad har I lært?"}
        help_texts = {
            "text": "Skriv ikke om enkelte børn eller voksne.",
            "learning": "Også det, der ikke virkede. Det er det, de andre kommuner får mest ud af.",
            "brings": "Et spørgsmål, en erfaring eller noget, I vil vise de andre.",
        }
        widgets = {"text": _area(5), "learning": _area(4), "brings": _area(3)}
        error_messages = {
            "text": {"required": "Skriv, hvad der er sket"} | _too_long(2000),
            "learning": _too_long(2000),
            "brings": _too_long(1000),
        }

    def __init__(self, *args: Any, day: NetworkDay | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if day is None:
            del self.fields["brings"]
        else:
            self.fields["brings"].label = f"Det tager I med til {day.title[:1].lower()}{day.title[1:]}"

    @property
    def note(self) -> Note:
        return Note(**{name: self.cleaned_data[name] for name in self.fields})
