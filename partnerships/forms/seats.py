"""Forms about the people on seats, and where the invoice goes."""

from datetime import date
from typing import Any

from django import forms

from accounts.validators import validate_no_cpr
from partnerships.models import Enrolment, SeatHolding
from partnerships.validators import compact_gln, validate_gln


class SeatForm(forms.ModelForm):
    """Who sits on a seat."""

    class Meta:
        model = SeatHolding
        fields = ["name", "title", "email", "is_relevant_manager", "is_steering_representative"]
        labels = {
            "name": "Navn",
            "title": "Titel",
            "email": "Arbejdsmail",
            "is_relevant_manager": "Chef for området",
            "is_steering_representative": "Kommunens repræsentant i styregruppen",
        }
        help_texts = {"is_steering_representative": "Én fra hvert partnerskab. Vælger du en ny, overtager den opgaven."}
        error_messages = {
            "name": {"required": "Skriv deltagerens navn."},
            "title": {"required": "Skriv deltagerens titel."},
            "email": {
                "required": "Skriv deltagerens arbejdsmail.",
                "invalid": "Skriv en mailadresse, fx navn@kommune.example.",
            },
        }


class ReplaceForm(SeatForm):
    """Who takes over a seat, and from when."""

    from_date = forms.DateField(
        label="Afløser fra",
        help_text="Dag, måned og år, fx 1.2.2027. Prisen ændrer sig ikke.",
        error_messages={"required": "Skriv, hvornår afløsningen begynder.", "invalid": "Skriv en dato, fx 1.2.2027."},
    )

    def clean_from_date(self) -> date:
        """A date the database can hold and people can mean."""
        value: date = self.cleaned_data["from_date"]
        if not 2020 <= value.year <= 2100:
            raise forms.ValidationError("Skriv en dato mellem 2020 og 2100.")
        return value


class InvoicingForm(forms.Form):
    """EAN number and references of a binding enrolment."""

    ean_number = forms.CharField(
        label="EAN-nummer", required=False, max_length=40, help_text="13 cifre. Står på jeres regninger."
    )
    person_reference = forms.CharField(
        label="Personreference", required=False, max_length=80, validators=[validate_no_cpr]
    )
    requisition_number = forms.CharField(
        label="Rekvisitionsnummer", required=False, max_length=80, validators=[validate_no_cpr]
    )
    case_id = forms.CharField(label="Jeres sags-id", required=False, max_length=64, validators=[validate_no_cpr])

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(enrolment, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def clean_ean_number(self) -> str:
        number = compact_gln(self.cleaned_data["ean_number"])
        if number:
            validate_gln(number)
        return number
