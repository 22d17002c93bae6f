"""Forms for what staff do with enrolments: correct, cancel, add, and enrol on behalf of a municipality."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.danish import DanishOrder
from accounts.validators import no_cpr_in_name, no_cpr_in_title, validate_no_cpr, validate_phone
from partnerships.forms.extending import AdditionForm
from partnerships.forms.fields import NULLS, EanField, email_field, revision_field, text_field
from partnerships.models import Enrolment, Municipality, Programme
from partnerships.models.areas import Area
from partnerships.orders import Order


def reason_field(label: str, help_text: str, missing: str) -> forms.CharField:
    """Why staff do it; goes in the log."""
    return forms.CharField(
        label=label,
        max_length=600,
        validators=[validate_no_cpr],
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing, "max_length": "Skriv højst 600 tegn.", **NULLS},
    )


class DetailsForm(forms.Form):
    """Contact and invoicing details; the names are those of `enrolments.CORRECTABLE`."""

    contact_name = text_field("Kontaktens navn", 120, missing="Skriv, hvem kommunens kontakt er.", cpr=no_cpr_in_name)
    contact_title = text_field("Kontaktens titel", 120, cpr=no_cpr_in_title)
    contact_email = email_field("Kontaktens mailadresse", "Skriv den mailadresse, kvitteringen skal sendes til.")
    contact_phone = text_field("Kontaktens telefon", 20, validators=[validate_phone])
    ean_number = EanField(help_text="13 cifre. Kan skrives senere, men regningen venter på det.")
    person_reference = text_field("Personreference", 80, help_text="Den, der godkender regningen i kommunen.")
    requisition_number = text_field("Rekvisitionsnummer", 80)
    case_id = text_field("Kommunens sags-id", 64)

    def fill_in(self, known: dict[str, str]) -> None:
        """Let what is left empty be what is known already, so that it need not be written."""
        self.known = known
        for name, value in known.items():
            self.fields[name].required = self.fields[name].required and not value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        known = getattr(self, "known", {})
        return {name: value or known.get(name, "") for name, value in cleaned.items()}

    def clean_contact_email(self) -> str:
        value: str = self.cleaned_data["contact_email"]
        return value.lower()


class CorrectionForm(DetailsForm):
    """The details, and the revision of them that was read."""

    revision = revision_field()


class CancelForm(forms.Form):
    """Why an enrolment is cancelled. The municipality reads it."""

    reason = reason_field(
        "Hvorfor annulleres tilmeldingen?",
        "Kommunen kan læse det, og det står i loggen.",
        "Skriv, hvorfor tilmeldingen annulleres.",
    )


class OnBehalfForm(forms.Form):
    """Who in the municipality has said yes, and why staff do it."""

    name = text_field("Navn", 120, missing="Skriv, hvem i kommunen der har givet lov.")
    title = text_field("Titel", 120, missing="Skriv titlen på den, der har givet lov.")
    authority = text_field(
        "Hvordan er det sket?",
        200,
        missing="Skriv, hvordan kommunen har givet lov, fx i en mail og hvornår.",
        help_text="Fx: Mail af 18. januar 2027 fra direktøren for børn og unge",
    )
    reason = reason_field(
        "Hvorfor gør vi det for kommunen?",
        "Kommunen kan læse det ved sin tilmelding, og det står i loggen.",
        "Skriv, hvorfor vi gør det for kommunen.",
    )


class StaffAdditionForm(AdditionForm):
    """The whole order after an addition, said to staff. With an empty `before` it is a first order."""

    def __init__(self, *args: Any, programme: Programme, before: Order, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, before=before, may_add_products=True, **kwargs)
        for area in self.areas:
            field = self.fields[f"participants_{area}"]
            have = before.participants.get(area, 0)
            if not before.participants:
                field.label = f"Deltagere fra {Area(area).label.lower()}"
            field.required = bool(have)
            field.initial = have or None
            field.help_text = (
                f"Kommunen har {have} nu." if have else "Tomt betyder, at kommunen ikke er med på området."
            )
            words = f"Kommunen er bundet til {have}. Skriv {have} eller flere." if have else "Skriv 0 eller flere."
            field.error_messages["min_value"] = words
            for validator in field.validators:
                if getattr(validator, "code", "") == "min_value":
                    validator.message = words  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for area in self.areas:
            name = f"screening_{area}"
            if cleaned.get(name) and not cleaned.get(f"participants_{area}") and not self.errors:
                words = f"Foranalysen kræver deltagere fra {Area(area).label.lower()}."
                self.add_error(name, ValidationError(words, code="needs_area"))
        return cleaned


class MunicipalityForm(forms.Form):
    """Which municipality is enrolled: those who are not bound yet."""

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = Enrolment.objects.current().filter(programme=programme).values_list("municipality", "state")
        states = dict(current)
        rows = Municipality.objects.exclude(pk__in=[pk for pk, state in states.items() if state == "binding"])
        self.rows = {row.code: row for row in rows.order_by(DanishOrder("name"))}
        self.drafts = {row.code for row in self.rows.values() if row.pk in states}
        choices = [
            (code, f"{row.name} (har en kladde)" if code in self.drafts else row.name)
            for code, row in self.rows.items()
        ]
        self.fields["kommune"] = forms.ChoiceField(
            label="Kommune",
            choices=[("", "Vælg en kommune"), *choices],
            help_text="De kommuner, der ikke er tilmeldt. Har kommunen en kladde, overtager vi den. "
            "Det, du lader stå tomt under kontakt og regning, tager vi fra kladden eller kommuneregisteret.",
            error_messages={
                "required": "Vælg den kommune, der skal tilmeldes.",
                "invalid_choice": "Kommunen er allerede tilmeldt eller findes ikke. Vælg en fra listen.",
            },
        )

    @property
    def municipality(self) -> Municipality:
        """The chosen one; the form must be valid."""
        return self.rows[self.cleaned_data["kommune"]]
