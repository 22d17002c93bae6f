"""Forms of the enrolment wizard: contact, order, and the binding signature."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.validators import no_cpr_in_name, no_cpr_in_title, validate_phone
from partnerships import orders, pricing
from partnerships.forms.fields import email_field, revision_field, text_field
from partnerships.models import Programme
from partnerships.models.areas import AREA_ORDER, Area

AUTHORITY_EXAMPLE = "fx “Efter bemyndigelse fra direktøren for Børn og Læring”"


class ContactForm(forms.Form):
    """Step 1: whom KL/Komponent writes to."""

    name = text_field("Navn", 120, missing="Skriv, hvem vi kan kontakte", autocomplete="name", cpr=no_cpr_in_name)
    title = text_field(
        "Titel",
        120,
        missing="Skriv kontaktens titel, fx centerchef",
        autocomplete="organization-title",
        cpr=no_cpr_in_title,
    )
    email = email_field(
        "Mailadresse",
        "Skriv den mailadresse, vi skal bruge",
        autocomplete="email",
        help_text="Kvitteringen sendes hertil, når I har bundet jer.",
    )
    phone = text_field("Telefon", 20, autocomplete="tel", validators=[validate_phone], width="form-input--medium")
    revision = revision_field(required=False)


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
        self.limits = (programme.price_list.min_participants, orders.most_participants(programme))
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
        if not order.participants and not order.screenings:
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


def stepped(data: Mapping[str, Any], programme: Programme) -> dict[str, Any] | None:
    """What was posted, after a plus or minus button was pressed; None when none was."""
    least, most = programme.price_list.min_participants, orders.most_participants(programme)
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


def names_somebody(value: str) -> None:
    """Refuse an authority that nobody has given: "Efter bemyndigelse fra" and no more."""
    if not re.sub(r"(?i)^\W*efter\s+bemyndigelse(\s+(fra|af))?\b|[\W_]", "", value):
        raise ValidationError(f"Skriv også, hvem der har bemyndiget dig, {AUTHORITY_EXAMPLE}.", code="nobody")


class SignatureForm(forms.Form):
    """Who binds the municipality, and by what authority."""

    name = text_field("Dit navn", 120, missing="Skriv dit navn", autocomplete="name", cpr=no_cpr_in_name)
    title = text_field(
        "Din titel", 120, missing="Skriv din titel", autocomplete="organization-title", cpr=no_cpr_in_title
    )
    authority = text_field(
        "Bemyndigelse",
        200,
        missing=f"Skriv, hvem der har bemyndiget dig, {AUTHORITY_EXAMPLE}.",
        help_text=f"Hvem har givet dig lov til at binde kommunen? F{AUTHORITY_EXAMPLE[1:]}.",
        validators=[names_somebody],
    )
    accepts = forms.BooleanField(
        label="Jeg har læst vilkårene og må binde kommunen",
        error_messages={"required": "Sæt kryds, når du har læst vilkårene og må binde kommunen"},
    )


class BindForm(SignatureForm):
    """Step 5: the signature, and the draft as it was read."""

    revision = revision_field()
