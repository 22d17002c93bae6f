"""Forms about the people on seats, and where the invoice goes: in the wizard, and after the binding."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.validators import no_cpr_in_name, no_cpr_in_title, validate_no_cpr, validate_phone
from partnerships.forms.fields import NULLS, EanField, email_field, revision_field, text_field
from partnerships.models import Municipality

EAN_LATER, EAN_OTHER = "senere", "andet"


class SeatForm(forms.Form):
    """Who sits on a seat."""

    name = text_field("Navn", 120, missing="Skriv deltagerens navn.", cpr=no_cpr_in_name)
    title = text_field("Titel", 120, missing="Skriv deltagerens titel, fx skolechef.", cpr=no_cpr_in_title)
    email = email_field("Arbejdsmail", "Skriv deltagerens arbejdsmail.")
    is_relevant_manager = forms.BooleanField(label="Er chef for området", required=False)
    is_steering_representative = forms.BooleanField(
        label="Sidder med i styregruppen",
        required=False,
        help_text="Én fra hvert område. Vælger I en ny, afløser det den, I har valgt før.",
    )
    hide_optional = True

    @classmethod
    def values_of(cls, holding: Any) -> dict[str, Any]:
        """The initial values for the one who is named; empty for nobody."""
        return {name: getattr(holding, name) for name in cls.base_fields} if holding is not None else {}


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


class OtherEanField(EanField):
    """Required when it is chosen, so it is not called optional."""

    hide_optional = True


class InvoicingForm(forms.Form):
    """Where the invoice goes. Nothing is required: the deadline does not wait for an EAN number."""

    ean = forms.ChoiceField(
        label="EAN-nummer",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Vælg et af numrene på listen, eller skriv et andet"},
    )
    ean_typed = OtherEanField(
        label="Et andet EAN-nummer",
        help_text="Kun når I har valgt at skrive et andet nummer. 13 cifre, gerne med mellemrum.",
    )
    person_reference = text_field(
        "Personreference", 80, help_text="Navnet på den, der skal godkende regningen hos jer."
    )
    requisition_number = text_field(
        "Rekvisitionsnummer", 80, help_text="Hvis I bruger det i stedet for en person.", width="form-input--medium"
    )
    case_id = text_field(
        "Jeres sags-id", 64, help_text="Så kan I finde tilmeldingen i jeres eget system.", width="form-input--medium"
    )

    def __init__(self, data: Any = None, *, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        register = municipality.ean_numbers.order_by("-is_default", "label", "number")
        self.registered = [(row.number, f"{row.number}, {row.label}") for row in register]
        self.fields["ean"].choices = [  # type: ignore[attr-defined]
            *self.registered,
            (EAN_OTHER, "Et andet nummer, som vi skriver her"),
            (EAN_LATER, "Vi skriver det senere"),
        ]

    @staticmethod
    def choice_of(number: str, municipality: Municipality) -> dict[str, str]:
        """The initial values of the two EAN fields for a saved number."""
        if not number:
            return {"ean": EAN_LATER}
        if municipality.ean_numbers.filter(number=number).exists():
            return {"ean": number}
        return {"ean": EAN_OTHER, "ean_typed": number}

    def clean(self) -> dict[str, Any]:
        """Adds `ean_number`, whichever way it was given."""
        cleaned = super().clean() or {}
        chosen, typed = cleaned.get("ean", ""), cleaned.get("ean_typed", "")
        cleaned["ean_number"] = "" if chosen in ("", EAN_LATER, EAN_OTHER) else chosen
        is_typed = bool(typed) or "ean_typed" in self.errors
        if chosen == EAN_OTHER or (not chosen and is_typed and "ean" not in self.errors):
            if not is_typed:
                words = "Skriv EAN-nummeret, eller vælg, at I skriver det senere"
                self.add_error("ean_typed", ValidationError(words, code="missing"))
            cleaned["ean_number"] = typed
        else:
            self.errors.pop("ean_typed", None)  # another choice was made; what stands in the field does not matter
        return cleaned


class DraftInvoicingForm(InvoicingForm):
    """Step 4 of the wizard: and what else the municipality wants to say."""

    note = forms.CharField(
        label="Bemærkninger til os",
        max_length=2000,
        required=False,
        validators=[validate_no_cpr],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Teksten er for lang. Skriv højst 2.000 tegn", **NULLS},
    )
    revision = revision_field(required=False)


class InvoicingCorrectionForm(InvoicingForm):
    """After the binding: also whom KL/Komponent writes to, and the details as they were read."""

    contact_name = text_field("Kontaktens navn", 120, missing="Skriv, hvem vi kan kontakte.", cpr=no_cpr_in_name)
    contact_title = text_field("Kontaktens titel", 120, cpr=no_cpr_in_title)
    contact_email = email_field("Kontaktens mailadresse", "Skriv den mailadresse, vi skal bruge.")
    contact_phone = text_field("Kontaktens telefon", 20, validators=[validate_phone], width="form-input--medium")
    revision = revision_field()
    field_order = ("contact_name", "contact_title", "contact_email", "contact_phone")

    def clean_contact_email(self) -> str:
        """As addresses are kept."""
        value: str = self.cleaned_data["contact_email"]
        return value.lower()
