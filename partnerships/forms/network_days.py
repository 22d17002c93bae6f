"""Forms in which staff plan, move and cancel network days and write their programmes."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.forms import formset_factory

from accounts.danish import DANISH_TIME, in_danish_time
from accounts.validators import validate_no_cpr
from partnerships.forms.fields import date_field
from partnerships.forms.rows import Rows
from partnerships.levers import LEVERS
from partnerships.models import DayItem, NetworkDay
from partnerships.network_days import Item, Plan

PHYSICAL, VIRTUAL = "physical", "virtual"
STARTS, ENDS = dt.time(9, 30), dt.time(15, 30)
# A word or two for each lever, for narrow places; the whole names are in partnerships.levers.
SHORT_LEVERS = (
    "Politisk ambition",
    "Inklusionspraksis",
    "Brug af data",
    "Tilbudsvifte",
    "Visitation",
    "Tildelingsmodel",
    "Samarbejde mellem fagligheder",
)


def time_field(label: str, missing: str) -> forms.TimeField:
    """A time of day, chosen in the browser's clock or typed."""
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": missing, "invalid": "Skriv et klokkeslæt som 9.30"},
    )


def _text(label: str, longest: int, help_text: str = "", **kwargs: Any) -> forms.CharField:
    messages = {"max_length": f"Skriv højst {longest} tegn"} | kwargs.pop("error_messages", {})
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=help_text,
        validators=[validate_no_cpr],
        error_messages=messages,
        **kwargs,
    )


class DayForm(forms.Form):
    """When and where a network day is; `weigh` says what speaks against it."""

    hide_optional = True

    title = _text("Titel", 120, error_messages={"required": "Skriv, hvad dagen hedder"})
    date = date_field("Dato", required=True)
    starts = time_field("Fra", "Skriv, hvornår dagen begynder")
    ends = time_field("Til", "Skriv, hvornår dagen slutter")
    where = forms.ChoiceField(
        label="Hvordan mødes I?",
        choices=[(PHYSICAL, "Fysisk"), (VIRTUAL, "Virtuelt")],
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvordan I mødes", "invalid_choice": "Vælg fysisk eller virtuelt"},
    )
    venue = _text("Sted", 120, required=False)
    address = _text("Adresse", 160, required=False)
    room = _text("Lokale", 80, required=False)
    link = forms.URLField(
        label="Link til mødet",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": "Skriv et helt link, som https://moede.example/1",
            "max_length": "Linket er for langt",
        },
    )
    anyway = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    needs_place = False
    warnings: Sequence[str] = ()
    is_weighed = False

    def clean_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["date"]
        if not 2000 <= day.year <= 2100:
            raise forms.ValidationError("Skriv et år mellem 2000 og 2100")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "Dagen skal slutte, efter at den begynder")
        if self.needs_place and data.get("where") == PHYSICAL and not data.get("venue") and "venue" not in self.errors:
            self.add_error("venue", "En bekræftet dag skal have et sted")
        return data

    def plan(self) -> Plan:
        """What is asked for, when the form is valid. The place of the other way to meet is left out."""
        data = self.cleaned_data
        is_virtual = data["where"] == VIRTUAL
        names = ("link",) if is_virtual else ("venue", "address", "room")
        return Plan(
            title=data["title"],
            starts_at=dt.datetime.combine(data["date"], data["starts"], DANISH_TIME),
            ends_at=dt.datetime.combine(data["date"], data["ends"], DANISH_TIME),
            is_virtual=is_virtual,
            **{name: data[name] for name in names},
        )

    def draft(self) -> Plan | None:
        """As much of the plan as has been typed, for the planner; None without a date."""
        data = getattr(self, "cleaned_data", {})
        if not data.get("date"):
            return None
        starts, ends = data.get("starts") or dt.time(0, 0), data.get("ends") or dt.time(23, 59)
        if ends <= starts:
            starts, ends = dt.time(0, 0), dt.time(23, 59)
        is_virtual = data.get("where") == VIRTUAL
        return Plan(
            title=data.get("title", ""),
            starts_at=dt.datetime.combine(data["date"], starts, DANISH_TIME),
            ends_at=dt.datetime.combine(data["date"], ends, DANISH_TIME),
            is_virtual=is_virtual,
            venue="" if is_virtual else data.get("venue", ""),
            room="" if is_virtual else data.get("room", ""),
        )

    def weigh(self, warnings: Sequence[str]) -> None:
        """Keep what speaks against the day."""
        self.warnings, self.is_weighed = warnings, True

    @property
    def mark(self) -> str:
        """Stands for the warnings that were shown: consent to these is no consent to others."""
        return hashlib.sha256("\n".join(self.warnings).encode()).hexdigest()[:16]

    @property
    def has_consent(self) -> bool:
        """Nothing speaks against the day, or the person has said to plan it anyway."""
        return not self.warnings or self.data.get(self.add_prefix("anyway")) == self.mark


def values_of(day: NetworkDay) -> dict[str, Any]:
    """A day as the form's initial values."""
    starts_at, ends_at = in_danish_time(day.starts_at), in_danish_time(day.ends_at)
    return {
        "title": day.title,
        "date": starts_at.date(),
        "starts": starts_at.time(),
        "ends": ends_at.time(),
        "where": VIRTUAL if day.is_virtual else PHYSICAL,
        "venue": day.venue,
        "address": day.address,
        "room": day.room,
        "link": day.link,
    }


class MoveForm(DayForm):
    """A day that is there already, and why it is changed."""

    reason = _text("Hvorfor?", 300, "Står i mailen, hvis nogen får besked.", required=False)


class CancelDayForm(forms.Form):
    """Why a day is cancelled."""

    reason = _text(
        "Hvorfor aflyses dagen?",
        300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv, hvorfor dagen aflyses"},
    )


class ItemForm(forms.Form):
    """One item of a day's programme."""

    hide_optional = True

    starts = time_field("Fra", "Skriv, hvornår punktet begynder")
    ends = time_field("Til", "Skriv, hvornår punktet slutter")
    kind = forms.ChoiceField(
        label="Slags",
        choices=DayItem.Kind.choices,
        error_messages={"required": "Vælg, hvad det er", "invalid_choice": "Vælg en af dem på listen"},
    )
    title = _text("Hvad", 160, error_messages={"required": "Skriv, hvad der sker"})
    speaker = _text(
        "Oplægsholder",
        120,
        required=False,
        widget=forms.TextInput(attrs={"list": "oplaegsholdere", "autocomplete": "off"}),
    )
    levers = forms.TypedMultipleChoiceField(
        label="Greb, det handler om",
        coerce=int,
        required=False,
        choices=[(number, f"{number} {words}") for number, words in enumerate(SHORT_LEVERS, start=1)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": f"Vælg blandt de {len(LEVERS)} greb"},
    )

    def has_changed(self) -> bool:
        """A row with nothing but its ready-made choice is an empty row."""
        return bool(set(self.changed_data) - {"kind"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "Punktet skal slutte, efter at det begynder")
        return data


ItemRows = cast(
    "type[Rows]",
    formset_factory(ItemForm, formset=Rows, extra=0, can_delete=True, max_num=40, validate_max=True),
)


def items_of(rows: Iterable[dict[str, Any]]) -> list[Item]:
    """The cleaned rows as items of a programme, in order of time."""
    names = ("starts", "ends", "kind", "title", "speaker", "levers")
    items = [Item(**{name: row[name] for name in names}) for row in rows]
    return sorted(items, key=lambda item: (item.starts, item.ends))
