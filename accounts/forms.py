"""Forms of signing in and up, of security, and of one's own details: allauth's, with our labels and messages."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from accounts.models import User
from accounts.validators import no_cpr_in_name, no_cpr_in_title, validate_no_cpr, validate_phone

LENGTH_HELP = "Mindst 12 tegn. Tre-fire tilfældige ord efter hinanden er gode og nemme at huske."
EMAIL_ERRORS = {
    "required": "Skriv din mailadresse",
    "invalid": "Skriv en hel mailadresse, med @ og det, der står efter",
    "max_length": "Mailadressen er for lang",
}
NOT_THE_SAME = "De to adgangskoder er ikke ens. Skriv den samme begge steder"
# What the portal asks for, by allauth's names of the fields: label, hint, what to say when it is missing.
WORDS = {
    "email": ("Arbejdsmail", "", EMAIL_ERRORS["required"]),
    "login": ("Arbejdsmail", "", EMAIL_ERRORS["required"]),
    "password": ("Adgangskode", "", "Skriv din adgangskode"),
    "oldpassword": ("Nuværende adgangskode", "", "Skriv den adgangskode, du bruger nu"),
    "password1": ("Ny adgangskode", LENGTH_HELP, "Skriv en ny adgangskode"),
    "password2": ("Gentag den nye adgangskode", "", "Gentag den nye adgangskode"),
    "code": ("Kode", "", "Skriv koden"),
    "name": ("Navn på nøglen", "Så du kan kende den fra andre, fx “Arbejdstelefon”.", "Giv nøglen et navn"),
    "passwordless": (
        "Log ind kun med nøglen",
        "Så behøver du hverken adgangskode eller engangskode. Enheden beder om fingeraftryk, ansigt eller pinkode.",
        "",
    ),
}


class OurWords:
    """Labels, hints and messages from WORDS; no placeholders, which vanish as one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            if name not in WORDS:
                continue
            field.label, field.help_text, missing = WORDS[name]
            field.widget.attrs.pop("placeholder", None)
            field.error_messages |= {"required": missing}
            if isinstance(field, forms.EmailField):
                field.error_messages |= EMAIL_ERRORS


class AnyMail:
    """Who signs in may be a parent with a seat in a committee, whose mail is a private one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"email", "login"} & self.fields.keys():  # type: ignore[attr-defined]
            self.fields[name].label = "Mailadresse"  # type: ignore[attr-defined]


class LoginForm(AnyMail, OurWords, account.LoginForm):
    """E-mail and password."""


class RequestLoginCodeForm(AnyMail, OurWords, account.RequestLoginCodeForm):
    """Where to send a one-time code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = "Vi sender en engangskode til adressen."


class SignupForm(OurWords, account.SignupForm):
    """Sign-up with a work e-mail. No password: the code in the mail proves the address, also later.

    A password can be chosen once one is in. A stranger who signs up with somebody else's address so leaves no password
    behind that would still work when the owner confirms it.
    """

    field_order = ["name", "title", "email"]
    name = forms.CharField(
        label="Navn",
        max_length=120,
        validators=[no_cpr_in_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Skriv dit navn", "max_length": "Navnet er for langt. Skriv højst 120 tegn"},
    )
    title = forms.CharField(
        label="Titel",
        max_length=120,
        validators=[no_cpr_in_title],
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"required": "Skriv din titel", "max_length": "Titlen er for lang. Skriv højst 120 tegn"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label, self.fields["name"].help_text = "Navn", ""
        self.fields["name"].error_messages["required"] = "Skriv dit navn"
        self.fields.pop("password1", None)
        self.fields["email"].help_text = "Brug adressen fra din kommune. Den fortæller os, hvor du hører til."


class ConfirmEmailForm(OurWords, account.ConfirmEmailVerificationCodeForm):
    """The code that proves an address."""


class ConfirmLoginForm(OurWords, account.ConfirmLoginCodeForm):
    """The one-time code that signs in."""


class ConfirmResetForm(OurWords, account.ConfirmPasswordResetCodeForm):
    """The code that allows a new password."""


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    """Where to send the code for a new password."""


class SamePasswords(OurWords):
    """Our words for two passwords that differ."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()  # type: ignore[misc]
        errors = self.errors.as_data().get("password2", [])  # type: ignore[attr-defined]
        if any(error.code is None for error in errors):  # allauth's own, about the two
            self.errors["password2"] = self.error_class([NOT_THE_SAME])  # type: ignore[attr-defined]
        return data


class ResetPasswordKeyForm(SamePasswords, account.ResetPasswordKeyForm):
    """A new password instead of a forgotten one."""


class ChangePasswordForm(SamePasswords, account.ChangePasswordForm):
    """A new password instead of the present one."""


class SetPasswordForm(SamePasswords, account.SetPasswordForm):
    """A first password."""


class AddEmailForm(OurWords, account.AddEmailForm):
    """Another address."""


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    """The password once more, before something that matters."""


class MfaAuthenticateForm(OurWords, mfa.AuthenticateForm):
    """The second factor at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "Seks cifre fra din app, eller en af dine nødkoder."


class MfaReauthenticateForm(OurWords, mfa.ReauthenticateForm):
    """The second factor once more, before something that matters."""


class ActivateTOTPForm(OurWords, totp.ActivateTOTPForm):
    """The first code from an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "De seks cifre, appen viser nu."


class AddWebAuthnForm(OurWords, webauthn.AddWebAuthnForm):
    """A new passkey."""


class EditWebAuthnForm(OurWords, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""


class ProfileForm(forms.ModelForm):
    """One's own name, title and phone number."""

    class Meta:
        model = User
        fields = ("name", "title", "phone")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "class": "form-input--medium"}),
        }
        error_messages = {
            "name": {"required": "Skriv dit navn", "max_length": "Navnet er for langt. Skriv højst 120 tegn"},
            "title": {"max_length": "Titlen er for lang. Skriv højst 120 tegn"},
            "phone": {"max_length": "Nummeret er for langt. Skriv højst 20 tegn"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].validators.append(no_cpr_in_name)
        self.fields["title"].validators.append(no_cpr_in_title)
        self.fields["phone"].validators += [validate_phone, validate_no_cpr]
