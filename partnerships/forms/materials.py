"""Forms in which staff put up a day's materials."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.validators import URLValidator

from accounts.validators import NoCprIn, validate_no_cpr
from documents import uploads

no_cpr_in_filename = NoCprIn("Filens navn")


def _title(*, required: bool, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label="Titel",
        max_length=160,
        required=required,
        help_text=help_text,
        validators=[validate_no_cpr],
        error_messages={"required": "Skriv, hvad linket fører til.", "max_length": "Skriv højst 160 tegn."},
    )


class FileForm(forms.Form):
    """A file, and what it is called on the page. `too_large` names fields whose file was thrown away on its way in."""

    file = uploads.UploadField(label="Fil")
    title = _title(required=False, help_text="Skriver I ingen titel, bruges filens navn.")

    def __init__(self, *args: Any, too_large: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean_file(self) -> Any:
        """The file's own name stands on the day's pages."""
        file = self.cleaned_data["file"]
        no_cpr_in_filename(file.checked.filename)
        return file

    def clean(self) -> None:
        if "file" in self.too_large:
            self.errors.pop("file", None)
            self.add_error("file", uploads.size_words())


class WebAddressField(forms.URLField):
    """An address that a browser opens."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class LinkForm(forms.Form):
    """An address on the web."""

    url = WebAddressField(
        label="Adresse",
        max_length=500,
        assume_scheme="https",
        error_messages={
            "required": "Skriv adressen, fx https://www.kl.example/oplaeg.",
            "invalid": "Skriv en hel adresse, der begynder med https://, fx https://www.kl.example/oplaeg.",
            "max_length": "Adressen må højst fylde 500 tegn.",
        },
    )
    title = _title(required=True)
