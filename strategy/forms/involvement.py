"""Forms about who was heard, who is told, who is new, and what the year showed."""

from datetime import date
from typing import Any, cast

from django import forms
from django.forms import formset_factory
from django.utils import timezone

from partnerships.forms.fields import date_field
from partnerships.forms.rows import Rows
from strategy.communications import Message
from strategy.forms.strategies import Tidy, line, prose, sensible
from strategy.involvement import Occasion
from strategy.models import Communication, Involvement, ReviewPoint
from strategy.onboarding import MAX_STEPS, Step
from strategy.strategy_reviews import MAX_POINTS, Point


def _whole(label: str, least: int, most: int, *, initial: int | None = None, missing: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        initial=initial,
        widget=forms.NumberInput(attrs={"class": "form-input--short", "inputmode": "numeric"}),
        error_messages={
            "required": missing,
            "invalid": "Skriv et helt tal",
            "min_value": f"Skriv mindst {least}",
            "max_value": f"Skriv højst {most}",
        },
    )


class OccasionForm(Tidy):
    """An occasion at which people had a say."""

    held_on = date_field("Dato", required=True, missing="Vælg, hvornår det var")
    kind = forms.ChoiceField(
        label="Form",
        choices=Involvement.Kind.choices,
        widget=forms.Select(attrs={"class": "form-input--medium"}),
        error_messages={"required": "Vælg en form", "invalid_choice": "Vælg en af formerne"},
    )
    group = line("Hvem deltog?", 160, missing="Skriv, hvem der deltog", help_text="Grupper, ikke navne: fx “Forældre”.")
    people = _whole("Antal personer", 1, 5000, missing="Skriv, hvor mange der deltog")
    text = prose("Hvad kom der ud af det?", 1000, rows=4)

    def clean_held_on(self) -> date | None:
        day = sensible(self.cleaned_data["held_on"])
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError("Dagen er ikke kommet endnu. Skriv den ind, når I har mødtes.")
        return day

    @property
    def occasion(self) -> Occasion:
        """What was typed; only when the form is valid."""
        return Occasion(**self.cleaned_data)


class MessageForm(Tidy):
    """Something to tell somebody."""

    audience = line("Til hvem?", 160, missing="Skriv, hvem der skal have det at vide")
    message = prose("Hvad skal de vide?", 600, rows=3, missing="Skriv, hvad de skal vide")
    due_on = date_field("Senest", required=True, missing="Vælg en dato")
    channel = forms.ChoiceField(
        label="Hvordan?",
        choices=Communication.Channel.choices,
        widget=forms.Select(attrs={"class": "form-input--medium"}),
        error_messages={"required": "Vælg hvordan", "invalid_choice": "Vælg en af måderne"},
    )
    responsible = line("Ansvarlig", 120, help_text="Fx “Skolelederne”.")

    def clean_due_on(self) -> date | None:
        return sensible(self.cleaned_data["due_on"])

    @property
    def typed(self) -> Message:
        """What was typed; only when the form is valid."""
        return Message(**self.cleaned_data)


class StepForm(Tidy):
    """A step of the path for somebody new."""

    key = forms.IntegerField(required=False, min_value=0, max_value=2**53, widget=forms.HiddenInput)
    title = line("Trin", 120, missing="Skriv, hvad trinnet hedder")
    text = prose("Hvad den nye skal vide eller gøre", 2000, rows=4, missing="Skriv, hvad den nye skal vide eller gøre")
    link = forms.URLField(
        label="Link",
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "form-input--wide", "autocomplete": "off"}),
        error_messages={"invalid": "Skriv en hel adresse, fx https://…", "max_length": "Adressen er for lang"},
    )
    minutes = _whole("Minutter", 1, 240, initial=5, missing="Skriv, hvor lang tid det tager")


class PointForm(Tidy):
    """A point of the yearly review."""

    kind = forms.ChoiceField(
        label="Hvad gør I?",
        choices=ReviewPoint.Kind.choices,
        widget=forms.Select(attrs={"class": "form-input--medium"}),
        error_messages={"required": "Vælg", "invalid_choice": "Vælg en af de tre"},
    )
    text = prose("Hvad?", 600, rows=2, missing="Skriv, hvad det drejer sig om")


class SummaryForm(Tidy):
    """The yearly review as a whole."""

    hide_optional = True

    summary = prose(
        "Samlet vurdering",
        3000,
        rows=6,
        help_text="Retning, indhold, løsninger og tilbud: hvad virker, og hvad mangler?",
    )


class _StepRows(Rows):
    @property
    def steps(self) -> list[Step]:
        return [Step(row["title"], row["text"], row["link"], row["minutes"], row["key"] or 0) for row in self.kept()]


class _PointRows(Rows):
    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(Point(row["kind"], row["text"]) for row in self.kept())


def _rows(form: type[forms.Form], kind: type[Rows], limit: int, *, can_order: bool) -> Any:
    return formset_factory(
        form, formset=kind, extra=0, can_order=can_order, max_num=limit, validate_max=True, absolute_max=limit + 20
    )


StepRows = cast("type[_StepRows]", _rows(StepForm, _StepRows, MAX_STEPS, can_order=True))
PointRows = cast("type[_PointRows]", _rows(PointForm, _PointRows, MAX_POINTS, can_order=False))
