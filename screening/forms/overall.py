"""The form of the overall assessment: headlines, what the screening cannot say, next steps."""

from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from screening import overall
from screening.forms.work import area, too_long
from screening.models import Headline, NextStep, Screening
from screening.overall import Overall, Statement, Step


class LimitsForm(forms.ModelForm):
    """What the screening cannot say."""

    class Meta:
        model = Screening
        fields = ["limits"]
        labels = {"limits": "Det kan screeningen ikke sige noget om"}
        help_texts = {"limits": "Én begrænsning på hver linje. De står i rapporten ved siden af metoden."}
        widgets = {"limits": area(4)}
        error_messages = {"limits": too_long(1500)}


class HeadlineForm(forms.ModelForm):
    """A headline and what stands behind it. An empty line is left out."""

    hide_optional = True

    class Meta:
        model = Headline
        fields = ["heading", "text"]
        labels = {"heading": "Overskrift", "text": "Det står der bag"}
        widgets = {"heading": forms.TextInput(attrs={"class": "form-input--wide"}), "text": area(2)}
        error_messages = {"heading": too_long(60), "text": too_long(400)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("text") and "heading" not in self.errors and not given.get("heading"):
            self.add_error("heading", "Giv teksten en overskrift")
        if given.get("heading") and "text" not in self.errors and not given.get("text"):
            self.add_error("text", "Skriv, hvad der står bag overskriften")
        return given


class StepForm(forms.ModelForm):
    """A next step. An empty line is left out."""

    hide_optional = True

    class Meta:
        model = NextStep
        fields = ["when", "title", "text"]
        labels = {"when": "Hvornår", "title": "Hvad", "text": "Uddybning"}
        widgets = {
            "when": forms.TextInput(attrs={"class": "form-input--medium"}),
            "text": forms.TextInput(attrs={"class": "form-input--wide"}),
        }
        error_messages = {"when": too_long(40), "title": too_long(80), "text": too_long(300)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        is_begun = any(given.get(name) for name in self.Meta.fields)
        if is_begun and "when" not in self.errors and not given.get("when"):
            self.add_error("when", "Skriv, hvornår det sker")
        if is_begun and "title" not in self.errors and not given.get("title"):
            self.add_error("title", "Skriv, hvad der sker")
        return given


class OverallForm:
    """The three parts as one form."""

    def __init__(self, now: Overall, data: Any = None) -> None:
        self.limits = LimitsForm(data, instance=Screening(), initial={"limits": now.limits})
        self.headlines = _lines(HeadlineForm, overall.MAX_HEADLINES, "overskrift", now.headlines, data)
        self.steps = _lines(StepForm, overall.MAX_STEPS, "skridt", now.next_steps, data)

    def is_valid(self) -> bool:
        """Every part is asked, so that every error is told at once."""
        return all([self.limits.is_valid(), self.headlines.is_valid(), self.steps.is_valid()])

    @property
    def overall(self) -> Overall:
        headlines = [form.cleaned_data for form in self.headlines.forms]
        steps = [form.cleaned_data for form in self.steps.forms]
        return Overall(
            tuple(Statement(given["heading"], given["text"]) for given in headlines if given.get("heading")),
            self.limits.cleaned_data["limits"],
            tuple(Step(given["when"], given["title"], given["text"]) for given in steps if given.get("title")),
        )


def _lines(form: type[forms.ModelForm], most: int, prefix: str, rows: Any, data: Any) -> BaseFormSet:
    """As many lines as there are, and one to write in; three at least, and `most` at most."""
    names = form._meta.fields or ()
    initial = [{name: getattr(row, name) for name in names} for row in rows]
    factory = formset_factory(
        form, extra=min(most, max(3, len(initial) + 1)) - len(initial), max_num=most, absolute_max=most
    )
    return factory(data, initial=initial, prefix=prefix)
