"""The form for adding to a binding enrolment: what more, and who binds."""

from typing import Any

from django import forms

from partnerships import orders, pricing
from partnerships.forms.enrolling import SignatureForm
from partnerships.models import Programme
from partnerships.models.areas import AREA_ORDER, AREA_WORDS, Area
from partnerships.orders import Order


class AdditionSignatureForm(SignatureForm):
    """Who binds the municipality to an addition."""

    accepts = forms.BooleanField(
        label="Jeg har læst, hvad tilføjelsen koster, og binder kommunen",
        error_messages={"required": "Sæt kryds for at binde kommunen."},
    )


class AdditionForm(forms.Form):
    """How many participants in each area after the addition, and which pre-analyses."""

    def __init__(self, *args: Any, programme: Programme, before: Order, may_add_products: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        bought = {partnership.area for partnership in programme.partnerships.all()}
        sold = pricing.sold_products(programme.price_list.as_kernel())
        self.most = orders.most_participants(programme)
        self.areas = [area for area in AREA_ORDER if area in bought]
        self.area_rows: list[str] = []
        for area in self.areas:
            have = before.participants.get(area, 0)
            if have or may_add_products:
                self._add_area(area, have)
            screened = area in before.screenings
            if not screened and may_add_products and f"screening:{area}" in sold:
                self.fields[f"screening_{area}"] = forms.BooleanField(
                    label=f"Foranalyse af {AREA_WORDS[area]}", required=False
                )

    def _add_area(self, area: str, have: int) -> None:
        label = Area(area).label.lower()
        self.fields[f"participants_{area}"] = forms.IntegerField(
            label=f"Hvor mange deltagere i alt fra {label}?",
            help_text=f"I har {have} nu." if have else "I er ikke med på området nu. 0 betyder: fortsat ikke med.",
            initial=have,
            min_value=have,
            max_value=max(have, self.most),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "form-input--short"}),
            error_messages={
                "required": "Skriv et antal.",
                "invalid": "Skriv antallet med tal, fx 6.",
                "min_value": f"I har bundet jer til {have} deltagere. Skriv {have} eller flere.",
                "max_value": f"Skriv højst {max(have, self.most)}.",
            },
        )

    def order(self) -> Order:
        """The whole order after the addition; the form must be valid."""
        participants = dict(self.before.participants)
        for area in self.areas:
            count = self.cleaned_data.get(f"participants_{area}")
            if count:
                participants[area] = count
        screenings = list(self.before.screenings)
        screenings += [area for area in self.areas if self.cleaned_data.get(f"screening_{area}")]
        return Order(participants=participants, screenings=screenings)

    def field_of(self, error: pricing.PricingError) -> str | None:
        """The field a refusal belongs to."""
        names = [f"{kind}_{error.area}" for kind in ("screening", "participants")]
        if not str(error.product).startswith("screening:"):
            names.reverse()
        return next((name for name in names if name in self.fields), None)
