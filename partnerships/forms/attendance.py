"""Forms at the door of a network day, and after it."""

from typing import Any

from django import forms

from accounts.validators import validate_no_cpr
from partnerships.models import DayEvaluation

SCALE = (
    (5, "5 – Meget stort"),
    (4, "4 – Stort"),
    (3, "3 – Noget"),
    (2, "2 – Lidt"),
    (1, "1 – Intet"),
)


class CheckInForm(forms.Form):
    """The code that is shown in the room."""

    code = forms.CharField(
        label="Koden fra skærmen",
        max_length=20,
        help_text="Seks cifre. Den vises i lokalet.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "form-input--code"}),
        error_messages={
            "required": "Skriv de seks cifre, der står på skærmen i lokalet.",
            "max_length": "Koden har kun seks cifre.",
        },
    )


class SubstituteForm(forms.Form):
    """Who came instead."""

    name = forms.CharField(
        label="Stedfortræderens navn",
        max_length=120,
        validators=[validate_no_cpr],
        error_messages={"required": "Skriv, hvem der kom i stedet.", "max_length": "Skriv højst 120 tegn."},
    )


class EvaluationForm(forms.ModelForm):
    """Three questions after a day."""

    usefulness = forms.TypedChoiceField(
        label="Hvor stort udbytte har du haft af dagen?",
        choices=SCALE,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg et tal fra 1 til 5.", "invalid_choice": "Vælg et tal fra 1 til 5."},
    )

    class Meta:
        model = DayEvaluation
        fields = ["usefulness", "takeaway", "suggestion"]
        labels = {"takeaway": "Hvad tager du med dig hjem?", "suggestion": "Hvad kan blive bedre næste gang?"}
        help_texts = {
            "takeaway": "Skriv ikke navne på børn, forældre eller kolleger.",
            "suggestion": "Stort og småt: indhold, form, sted, forplejning.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("takeaway", "suggestion"):
            self.fields[name].widget.attrs["rows"] = 4
            self.fields[name].error_messages["max_length"] = "Skriv højst 1.000 tegn."
