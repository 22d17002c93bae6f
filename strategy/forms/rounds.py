"""Forms about rounds: when and for how many, what points are given by, and who sits in the committee."""

from typing import Any

from django import forms
from django.forms import formset_factory

from partnerships.forms.fields import NULLS, MomentField, email_field, text_field
from partnerships.forms.rows import Rows
from strategy.models import CommitteeSeat
from strategy.rounds import MAX_CRITERIA, Plan, Weighed
from strategy.validators import validate_free_text


def prose(label: str, limit: int, *, rows: int = 4, missing: str = "", help_text: str = "") -> forms.CharField:
    """Several lines of text without CPR numbers and likely names of children."""
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


class RoundForm(forms.Form):
    """A round's plan."""

    title = text_field(
        "Titel", 120, missing="Giv runden en titel", help_text="Fx “Runde 2027”.", cpr=validate_free_text
    )
    opens_at = MomentField(label="Åbner")
    closes_at = MomentField(label="Lukker", help_text="Efter fristen kan ingen indsende.")
    meets_at = MomentField(label="Udvalget mødes", required=False)
    target = forms.IntegerField(
        label="Hvor mange kan udvælges?",
        min_value=1,
        max_value=200,
        initial=20,
        widget=forms.NumberInput(attrs={"class": "form-input--short", "inputmode": "numeric"}),
        error_messages={
            "required": "Skriv et antal",
            "invalid": "Skriv et helt tal",
            "min_value": "Skriv mindst 1",
            "max_value": "Skriv højst 200",
        },
    )
    text = prose("Til dem, der søger", 3000, rows=6, help_text="Hvad er der særligt fokus på denne gang?")

    def __init__(self, plan: Plan | None = None, data: Any = None) -> None:
        super().__init__(data, initial=vars(plan) if plan else None)
        for name, what in (("opens_at", "åbningen"), ("closes_at", "fristen")):
            self.fields[name].error_messages["required"] = f"Vælg både dato og klokkeslæt for {what}"

    @property
    def plan(self) -> Plan:
        """What was filled in."""
        return Plan(**{name: self.cleaned_data[name] for name in Plan.__dataclass_fields__})


class CriterionForm(forms.Form):
    """One criterion with its weight."""

    title = text_field("Kriterium", 80, missing="Skriv kriteriet", cpr=validate_free_text)
    text = prose("Hvad udvalget ser efter", 500, rows=2)
    weight = forms.TypedChoiceField(
        label="Vægt",
        coerce=int,
        initial=1,
        choices=[(number, str(number)) for number in range(1, 11)],
        widget=forms.Select(attrs={"class": "form-input--short"}),
        error_messages={"required": "Vælg en vægt", "invalid_choice": "Vælg 1 til 10"},
    )


_CriterionRows = formset_factory(
    CriterionForm, formset=Rows, extra=0, max_num=MAX_CRITERIA, validate_max=True, absolute_max=40
)


class CriterionRows(_CriterionRows):  # type: ignore[misc, valid-type]
    """A round's criteria, in order."""

    @property
    def weighed(self) -> list[Weighed]:
        return [Weighed(row["title"], row["text"], row["weight"]) for row in self.kept()]


class SeatForm(forms.Form):
    """A person for the committee."""

    name = text_field("Navn", 120, missing="Skriv personens navn")
    email = email_field("E-mail", "Skriv personens e-mail", help_text="Personen får en mail med et link og logger ind.")
    kind = forms.ChoiceField(
        label="Sidder som",
        choices=CommitteeSeat.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvad personen sidder som", "invalid_choice": "Vælg en af mulighederne"},
    )
    is_chair = forms.BooleanField(label="Er formand for udvalget", required=False)

    def say_who_leads(self, name: str) -> None:
        """Say whose place a new chair would take."""
        if name:
            self.fields["is_chair"].help_text = f"{name} er formand nu og bliver afløst."


__all__ = ["CriterionRows", "RoundForm", "SeatForm", "prose"]
