"""Form fields that read what Danes write."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.danish import kr_exact
from accounts.validators import validate_no_cpr
from partnerships.validators import compact_gln, validate_gln

NULLS = {"null_characters_not_allowed": "Teksten har et tegn, der ikke kan gemmes. Skriv den igen."}
EMAIL_INVALID = "Skriv en hel mailadresse, med @ og det, der står efter"
MAX_KRONER = Decimal("99999999.99")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+(?:,\d{1,2})?")
_NOISE = re.compile(r"[\s\u00a0\u202f]+|kr\.?|,-$|,–$", re.IGNORECASE)
_WORDS = "Skriv beløbet i kroner med tal, fx 60.000 eller 9.995,50."


def text_field(
    label: str,
    limit: int,
    *,
    missing: str = "",
    autocomplete: str = "off",
    width: str = "",
    validators: Sequence[Any] = (),
    cpr: Any = validate_no_cpr,
    **kwargs: Any,
) -> forms.CharField:
    """One line of text without CPR numbers, as `cpr` says it; required when there is a message for its absence."""
    attrs = {"autocomplete": autocomplete} | ({"class": width} if width else {})
    too_long = f"Teksten er for lang. Skriv højst {limit} tegn."
    return forms.CharField(
        label=label,
        max_length=limit,
        required=bool(missing),
        validators=[*validators, cpr],
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": missing, "max_length": too_long, **NULLS},
        **kwargs,
    )


class EanField(forms.CharField):
    """An EAN number as people write it, with spaces or without; read without them."""

    default_validators = [validate_gln]

    def __init__(self, *, missing: str = "", **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "form-input--medium", "maxlength": "40"}
        super().__init__(
            label=kwargs.pop("label", "EAN-nummer"),
            required=bool(missing),
            widget=forms.TextInput(attrs=attrs),
            error_messages={"required": missing, **NULLS},
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return compact_gln(super().to_python(value) or "")


def email_field(label: str, missing: str, *, autocomplete: str = "off", help_text: str = "") -> forms.EmailField:
    """A mail address that must be there."""
    return forms.EmailField(
        label=label,
        max_length=254,
        help_text=help_text,
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": missing, "invalid": EMAIL_INVALID, "max_length": "Mailadressen er for lang"},
    )


def revision_field(*, required: bool = True) -> forms.IntegerField:
    """Which revision of an enrolment the person read, for the page to send back."""
    words = "Genindlæs siden, og læs igen"
    return forms.IntegerField(
        required=required, widget=forms.HiddenInput, error_messages={"required": words, "invalid": words}
    )


def parse_kroner(text: str) -> Decimal:
    """An amount as Danes write it: "60.000", "60.000,00", "60000", "9.995,5 kr.". Dots group, a comma divides.

    Raises:
        ValidationError: it is no such amount; "60.00" and "1,234.50" are refused rather than guessed at.
    """
    plain = _NOISE.sub("", text.strip())
    if plain.startswith(("-", "−", "–")):
        raise ValidationError("Beløbet kan ikke være negativt.", code="negative")
    if not _GROUPED.fullmatch(plain):
        raise ValidationError(_explain(plain), code="invalid")
    amount = Decimal(plain.replace(".", "").replace(",", "."))
    if amount > MAX_KRONER:
        raise ValidationError("Beløbet er for stort. Skriv højst 99.999.999,99.", code="too_large")
    return amount.quantize(Decimal("0.01"))


def _explain(plain: str) -> str:
    if re.fullmatch(r"[\d.]+", plain):
        return f"Punktum skiller tusinder, så “{plain[:20]}” kan misforstås. Skriv fx 60.000 eller 60000."
    if re.fullmatch(r"[\d.]+,\d{3,}", plain):
        return f"Komma skiller kroner og øre, så “{plain[:20]}” har for mange øre. {_WORDS}"
    return _WORDS


class KronerField(forms.CharField):
    """A sum in kroner, read and shown the Danish way."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "form-input--short"}),
        )
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("error_messages", {"required": _WORDS, "max_length": _WORDS})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, Decimal):
            return value
        text = super().to_python(value)
        return parse_kroner(text) if text else None

    def run_validators(self, value: Any) -> None:
        """The amount has been checked; the text's own validators do not apply to it."""

    def prepare_value(self, value: Any) -> Any:
        return kr_exact(value).removesuffix(",00") if isinstance(value, Decimal) else value


def date_field(label: str, *, required: bool = False, help_text: str = "", missing: str = "") -> forms.DateField:
    """A day, chosen in the browser's calendar or typed."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": missing or "Vælg en dato",
            "invalid": "Skriv en dato, der findes, som 15.01.2027",
        },
    )


class MomentField(forms.SplitDateTimeField):
    """A day and a time in Danish time."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_time_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
            widget=forms.SplitDateTimeWidget(
                date_format="%Y-%m-%d",
                time_format="%H:%M",
                date_attrs={"type": "date", "aria-label": "Dato"},
                time_attrs={"type": "time", "aria-label": "Klokkeslæt"},
            ),
            error_messages={
                "required": "Vælg både dato og klokkeslæt",
                "invalid_date": "Skriv en dato, der findes, som 15.01.2027",
                "invalid_time": "Skriv et klokkeslæt som 12.00",
            },
            **kwargs,
        )

    def compress(self, data_list: Any) -> datetime | None:
        moment = super().compress(data_list)
        if moment is not None and not 2000 <= moment.year <= 2100:
            raise ValidationError("Skriv et år mellem 2000 og 2100.", code="year")
        return moment
