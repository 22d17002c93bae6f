"""The form about a unit and its leader."""

from typing import Any

from django import forms

from partnerships.forms.fields import email_field, text_field
from strategy.models import Unit
from strategy.units import Details


class UnitForm(forms.Form):
    """What is said of a unit."""

    name = text_field("Enhedens navn", 120, missing="Skriv enhedens navn", width="form-input--wide")
    kind = forms.ChoiceField(
        label="Slags",
        choices=Unit.Kind.choices,
        widget=forms.Select(attrs={"class": "form-input--medium"}),
        error_messages={"required": "Vælg, hvad det er for en enhed", "invalid_choice": "Vælg en af dem på listen"},
    )
    part = text_field(
        "Del af kommunen",
        80,
        width="form-input--medium",
        help_text="Fx et distrikt. Udvalget ser, hvordan prøvehandlingerne fordeler sig.",
    )
    leader_name = text_field("Lederens navn", 120, missing="Skriv lederens navn", width="form-input--wide")
    leader_title = text_field("Lederens titel", 120, help_text="Fx “Skoleleder”.", width="form-input--medium")
    leader_email = email_field(
        "Lederens e-mail", "Skriv lederens e-mail", help_text="Lederen bakker op om ansøgninger med den adresse."
    )

    def __init__(self, data: Any = None, *, unit: Details | None = None) -> None:
        super().__init__(data, initial=vars(unit) if unit else None)

    @property
    def details(self) -> Details:
        """What was typed; only when the form is valid."""
        return Details(**self.cleaned_data)
