"""Forms of the enrolment wizard: contact, order, a person on a seat, invoicing, and the binding signature."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import QueryDict

from accounts.validators import validate_no_cpr
from partnerships import orders, pricing
from partnerships.models import Municipality, Programme
from partnerships.models.areas import AREA_ORDER, Area
from partnerships.validators import compact_gln, validate_gln

EAN_LATER, EAN_OTHER = "senere", "andet"
EMAIL_INVALID = "Skriv en hel mailadresse, med @ og det, der står efter"
_PHONE = RegexValidator(r"^\+?[0-9 ()/.-]*$", "Skriv telefonnummeret med cifre, fx 00 00 00 00", code="phone")


def _text(label: str, limit: int, *, missing: str = "", **kwargs: Any) -> forms.CharField:
    """One line of text without CPR numbers; required when there is a message for its absence."""
    autocomplete = kwargs.pop("autocomplete", "off")
    width = kwargs.pop("width", "")
    attrs = {"autocomplete": autocomplete} | ({"class": width} if width else {})
    return forms.CharField(
        label=label,
        max_length=limit,
        required=bool(missing),
        validators=[*kwargs.pop("validators", []), validate_no_cpr],
        widget=forms.TextInput(attrs=attrs),
        error_messages={
            "required": missing,
            "max_length": f"Teksten er for lang. Skriv højst {limit} tegn",
            "null_characters_not_allowed": "Teksten har et tegn, der ikke kan gemmes. Skriv den igen",
        },
        **kwargs,
    )


def _email(label: str, missing: str, *, autocomplete: str = "off", help_text: str = "") -> forms.EmailField:
    return forms.EmailField(
        label=label,
        max_length=254,
        help_text=help_text,
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": missing, "invalid": EMAIL_INVALID, "max_length": "Mailadressen er for lang"},
    )


class ContactForm(forms.Form):
    """Step 1: whom KL/Komponent writes to."""

    name = _text("Navn", 120, missing="Skriv, hvem vi kan kontakte", autocomplete="name")
    title = _text("Titel", 120, missing="Skriv kontaktens titel, fx centerchef", autocomplete="organization-title")
    email = _email(
        "E-mail",
        "Skriv den mailadresse, vi skal bruge",
        autocomplete="email",
        help_text="Kvitteringen sendes hertil, når I har bundet jer.",
    )
    phone = _text("Telefon", 20, autocomplete="tel", validators=[_PHONE], width="form-input--medium")


class OrderForm(forms.Form):
    """Step 2: areas, number of participants and pre-analyses. `order` and `quote` are there once the form is valid."""

    data: QueryDict
    areas = forms.MultipleChoiceField(
        label="Partnerskaber",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Vælg blandt partnerskaberne på siden",
            "invalid_list": "Vælg blandt partnerskaberne på siden",
        },
    )
    screenings = forms.MultipleChoiceField(
        label="Foranalyse",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Vælg blandt foranalyserne på siden",
            "invalid_list": "Vælg blandt foranalyserne på siden",
        },
    )

    def __init__(self, data: Any = None, *, programme: Programme, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.programme = programme
        self.order: orders.Order | None = None
        self.quote: pricing.Quote | None = None
        offered = {partnership.area for partnership in programme.partnerships.all()}
        self.offered = [area for area in AREA_ORDER if area in offered]
        choices = [(str(area), str(Area(area).label)) for area in self.offered]
        for name in ("areas", "screenings"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.limits = (programme.price_list.min_participants, most_participants(programme))
        for area in self.offered:
            self.fields[participants_field(area)] = forms.IntegerField(
                label=f"Deltagere fra {Area(area).label.lower()}",
                required=False,
                error_messages={"invalid": "Skriv antallet af deltagere som et helt tal, fx 5"},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [area for area in self.offered if area in cleaned.get("areas", [])]
        participants = {}
        for area in self.offered:
            name = participants_field(area)
            if area not in chosen:
                self.errors.pop(name, None)  # what is typed by an area that is not bought does not matter
            elif name not in self.errors:
                count = cleaned.get(name)
                if count is None:
                    words = f"Skriv, hvor mange deltagere I har fra {Area(area).label.lower()}"
                    self.add_error(name, ValidationError(words, code="missing"))
                else:
                    participants[str(area)] = count
        if not self.errors:
            self._price(orders.Order(participants, [area for area in cleaned["screenings"] if area in self.offered]))
        return cleaned

    def _price(self, order: orders.Order) -> None:
        if not order.participants:
            self.add_error("areas", ValidationError("Vælg mindst ét partnerskab.", code="empty"))
            return
        try:
            self.quote = orders.quote(self.programme, order)
        except pricing.PricingError as error:
            self.add_error(self._field_of(error), ValidationError(error.message, code=error.code))
        else:
            self.order = order

    def _field_of(self, error: pricing.PricingError) -> str:
        if error.code == "screening_without_participation" or str(error.product).startswith("screening:"):
            return "screenings"
        name = participants_field(error.area or "")
        about_count = error.code in (
            "participants_missing",
            "participants_invalid",
            "too_few_participants",
            "no_extras",
        )
        return name if about_count and name in self.fields else "areas"


def participants_field(area: str) -> str:
    """The name of the field with an area's number of participants."""
    return f"participants_{area}"


def most_participants(programme: Programme) -> int:
    """The largest number of participants that can be bought in an area."""
    price_list = programme.price_list
    return price_list.included_participants if price_list.extra_participant is None else pricing.MAX_PARTICIPANTS


def stepped(data: Mapping[str, Any], programme: Programme) -> dict[str, Any] | None:
    """What was posted, after a plus or minus button was pressed; None when none was."""
    least, most = programme.price_list.min_participants, most_participants(programme)
    for area in AREA_ORDER:
        name = participants_field(area)
        step = (f"{name}-plus" in data) - (f"{name}-minus" in data)
        if step:
            typed = re.sub(r"\s", "", str(data.get(name, "")))[:6]
            count = int(typed) if re.fullmatch(r"-?[0-9]+", typed) else programme.price_list.included_participants
            changed = data.copy()  # type: ignore[attr-defined]
            changed[name] = str(min(most, max(least, count + step)))
            return changed
    return None


class SeatForm(forms.Form):
    """Step 3: the person on a seat."""

    name = _text("Navn", 120, missing="Skriv deltagerens navn")
    title = _text("Titel", 120, missing="Skriv deltagerens titel, fx skolechef")
    email = _email("E-mail", "Skriv deltagerens mailadresse")
    is_relevant_manager = forms.BooleanField(label="Er chef for området", required=False)
    is_steering_representative = forms.BooleanField(
        label="Sidder med i styregruppen",
        required=False,
        help_text="Én fra hvert område. Vælger I en ny, afløser det den, I har valgt før.",
    )
    hide_optional = True


class InvoicingForm(forms.Form):
    """Step 4: where the invoice goes. Nothing is required: the deadline does not wait for an EAN number."""

    ean = forms.ChoiceField(
        label="EAN-nummer",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Vælg et af numrene på listen, eller skriv et andet"},
    )
    ean_typed = _text(
        "Et andet EAN-nummer", 40, help_text="13 cifre. I må gerne skrive mellemrum.", width="form-input--medium"
    )
    person_reference = _text("Personreference", 80, help_text="Navnet på den, der skal godkende regningen hos jer.")
    requisition_number = _text(
        "Rekvisitionsnummer", 80, help_text="Hvis I bruger det i stedet for en person.", width="form-input--medium"
    )
    case_id = _text(
        "Jeres sags-id", 64, help_text="Så kan I finde tilmeldingen i jeres eget system.", width="form-input--medium"
    )
    note = forms.CharField(
        label="Bemærkninger til os",
        max_length=2000,
        required=False,
        validators=[validate_no_cpr],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": "Teksten er for lang. Skriv højst 2.000 tegn",
            "null_characters_not_allowed": "Teksten har et tegn, der ikke kan gemmes. Skriv den igen",
        },
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
        cleaned = super().clean() or {}
        chosen, typed = cleaned.get("ean", ""), cleaned.get("ean_typed", "")
        cleaned["ean_number"] = "" if chosen in ("", EAN_LATER, EAN_OTHER) else chosen
        if chosen == EAN_OTHER or (not chosen and typed and "ean" not in self.errors):
            if not typed and "ean_typed" not in self.errors:
                words = "Skriv EAN-nummeret, eller vælg, at I skriver det senere"
                self.add_error("ean_typed", ValidationError(words, code="missing"))
            try:
                validate_gln(typed)
            except ValidationError as error:
                if typed:
                    self.add_error("ean_typed", error)
            else:
                cleaned["ean_number"] = compact_gln(typed)
        else:
            self.errors.pop("ean_typed", None)  # another choice was made; what stands in the field does not matter
        return cleaned


class BindForm(forms.Form):
    """Step 5: who binds the municipality, by what authority, to the draft as it was read."""

    name = _text("Dit navn", 120, missing="Skriv dit navn", autocomplete="name")
    title = _text("Din titel", 120, missing="Skriv din titel", autocomplete="organization-title")
    authority = _text(
        "Bemyndigelse",
        200,
        missing="Skriv, hvem der har bemyndiget dig",
        help_text="Fx “Efter bemyndigelse fra direktøren for børn og unge”.",
    )
    accepts = forms.BooleanField(
        label="Jeg har læst vilkårene og må binde kommunen",
        error_messages={"required": "Sæt kryds, når du har læst vilkårene og må binde kommunen"},
    )
    revision = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "Genindlæs siden, og læs kladden igen",
            "invalid": "Genindlæs siden, og læs kladden igen",
        },
    )
