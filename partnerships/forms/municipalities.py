"""Forms in which staff keep the register of municipalities."""

from typing import Any

from django import forms

from accounts.validators import validate_no_cpr
from partnerships.municipalities import RegisterRefused, normal_domain
from partnerships.validators import compact_gln, validate_gln


class EanNumberForm(forms.Form):
    """A number to send invoices to, and whose it is."""

    number = forms.CharField(
        label="EAN-nummer",
        max_length=40,
        help_text="13 cifre. Mellemrum gør ikke noget.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "form-input--medium"}),
        error_messages={"required": "Skriv EAN-nummeret", "max_length": "Et EAN-nummer har 13 cifre"},
    )
    label = forms.CharField(
        label="Hvem er det?",
        max_length=80,
        help_text="Fx “Børn og Læring”.",
        validators=[validate_no_cpr],
        error_messages={
            "required": "Skriv, hvilken del af kommunen nummeret hører til",
            "max_length": "Skriv højst 80 tegn",
        },
    )
    is_default = forms.BooleanField(label="Foreslå dette nummer først", required=False)

    hide_optional = True

    def clean_number(self) -> str:
        number = compact_gln(self.cleaned_data["number"])
        validate_gln(number)
        return number


class EmailDomainForm(forms.Form):
    """What stands after @ in the municipality's addresses."""

    domain = forms.CharField(
        label="Maildomæne",
        max_length=200,
        help_text="Det, der står efter @, fx stevns.example. Folk med sådan en adresse kan bede om adgang.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-input--medium", "spellcheck": "false"}),
        error_messages={"required": "Skriv domænet", "max_length": "Domænet er for langt"},
    )

    def clean_domain(self) -> str:
        try:
            return normal_domain(self.cleaned_data["domain"])
        except RegisterRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ContactForm(forms.Form):
    """Somebody invitations are written to."""

    name = forms.CharField(
        label="Navn eller funktion",
        max_length=120,
        help_text="Fx “Direktør for Børn og Unge”.",
        validators=[validate_no_cpr],
        error_messages={"required": "Skriv et navn eller en funktion", "max_length": "Skriv højst 120 tegn"},
    )
    title = forms.CharField(
        label="Titel",
        max_length=120,
        required=False,
        validators=[validate_no_cpr],
        error_messages={"max_length": "Skriv højst 120 tegn"},
    )
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        error_messages={
            "required": "Skriv en mailadresse",
            "invalid": "Skriv en hel mailadresse, med @ og det, der står efter",
            "max_length": "Mailadressen er for lang",
        },
    )
    phone = forms.CharField(
        label="Telefon",
        max_length=20,
        required=False,
        error_messages={"max_length": "Skriv højst 20 tegn"},
        widget=forms.TextInput(attrs={"class": "form-input--short", "inputmode": "tel"}),
    )


class RegisterFilter(forms.Form):
    """What to look for in the register. Anything that makes no sense is left out."""

    q = forms.CharField(required=False, max_length=80)
    region = forms.CharField(required=False, max_length=10)
    mangler = forms.ChoiceField(
        required=False,
        choices=[
            ("", "Alt"),
            ("ean", "Mangler EAN-nummer"),
            ("domaene", "Mangler maildomæne"),
            ("koordinator", "Mangler koordinator"),
        ],
    )

    def chosen(self) -> dict[str, Any]:
        """The readable choices; an unreadable one counts as none."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}
