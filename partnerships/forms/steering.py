"""Forms about steering-group meetings, and the days a municipality cannot meet."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms

from accounts.danish import DANISH_TIME, in_danish_time
from accounts.validators import validate_no_cpr
from partnerships import steering
from partnerships.forms.fields import date_field
from partnerships.models import SteeringAnswer, SteeringMeeting

MAX_TEXT = 6000


def _in_this_century(value: date | None) -> date | None:
    if value is not None and not 2020 <= value.year <= 2100:
        raise forms.ValidationError("Skriv et år mellem 2020 og 2100.")
    return value


def _clock_field(label: str, missing: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": missing, "invalid": "Skriv et klokkeslæt som 13.00"},
    )


class MeetingForm(forms.Form):
    """When and where the steering group meets."""

    date = date_field("Dato", required=True, missing="Vælg mødets dato")
    starts = _clock_field("Fra", "Skriv, hvornår mødet begynder")
    ends = _clock_field("Til", "Skriv, hvornår mødet slutter")
    link = forms.URLField(
        label="Link til mødet",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Står i mailen og i kalenderen.",
        error_messages={
            "invalid": "Skriv hele linket, fx https://video.example/123",
            "max_length": "Linket er for langt",
        },
    )

    @classmethod
    def facts(cls, meeting: SteeringMeeting | None) -> dict[str, Any]:
        """The form's first values."""
        if meeting is None:
            return {}
        start, end = in_danish_time(meeting.starts_at), in_danish_time(meeting.ends_at)
        return {"date": start.date(), "starts": start.time(), "ends": end.time(), "link": meeting.link}

    def clean_date(self) -> Any:
        return _in_this_century(self.cleaned_data["date"])

    @property
    def values(self) -> dict[str, Any]:
        """What the use case takes."""
        data = self.cleaned_data
        start, end = (datetime.combine(data["date"], data[name], tzinfo=DANISH_TIME) for name in ("starts", "ends"))
        return {"starts_at": start, "ends_at": end, "link": data["link"]}


class MinutesForm(forms.Form):
    """What was said and decided."""

    decisions = forms.CharField(
        label="Beslutninger",
        required=False,
        max_length=MAX_TEXT,
        validators=[validate_no_cpr],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Én på hver linje. De står øverst på dagens side hos kommunerne.",
        error_messages={"max_length": f"Skriv højst {MAX_TEXT} tegn"},
    )
    minutes = forms.CharField(
        label="Referat",
        required=False,
        max_length=MAX_TEXT,
        validators=[validate_no_cpr],
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": f"Skriv højst {MAX_TEXT} tegn"},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("minutes") and not data.get("decisions"):
            raise forms.ValidationError("Skriv mindst en beslutning eller et referat.")
        return data


class AnswerForm(forms.Form):
    """How many points a municipality gives each theme, and what it wants to say besides."""

    input = forms.CharField(
        label="Hvad vil I have med på dagen?",
        required=False,
        max_length=2000,
        validators=[validate_no_cpr],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Spørgsmål, erfaringer I kan dele, eller noget i kladden, der skal være anderledes.",
        error_messages={"max_length": "Skriv højst 2.000 tegn"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for theme, name in steering.THEMES.items():
            self.fields[f"theme_{theme}"] = forms.ChoiceField(
                label=name,
                required=False,
                choices=[(weight, str(weight)) for weight in range(steering.MAX_WEIGHT + 1)],
                initial=0,
                error_messages={"invalid_choice": f"Giv fra 0 til {steering.MAX_WEIGHT} point"},
            )

    @classmethod
    def facts(cls, answer: SteeringAnswer | None) -> dict[str, Any]:
        """The form's first values."""
        if answer is None:
            return {}
        given = steering.weights_of(answer)
        return {"input": answer.input} | {f"theme_{theme}": given.get(theme, 0) for theme in steering.THEMES}

    @property
    def weights(self) -> Mapping[int, int]:
        return {theme: int(self.cleaned_data[f"theme_{theme}"] or 0) for theme in steering.THEMES}

    @property
    def themes(self) -> list[dict[str, Any]]:
        """Each theme with its field and what is chosen, for the page."""
        rows = []
        for theme, name in steering.THEMES.items():
            field = self[f"theme_{theme}"]
            chosen = str(field.value() if field.value() is not None else 0)
            rows.append({"number": theme, "name": name, "field": field, "chosen": chosen, "is_lever": theme < 8})
        return rows


class BlockedDaysForm(forms.Form):
    """From when to when the municipality cannot meet, and why."""

    start = date_field("Fra", required=True, missing="Vælg den første dag, I ikke kan")
    end = date_field("Til og med", help_text="Lad feltet stå tomt, hvis det er én dag.")
    reason = forms.CharField(
        label="Hvorfor",
        max_length=120,
        validators=[validate_no_cpr],
        help_text="Fx efterårsferie, eller fælles pædagogisk dag.",
        error_messages={"required": "Skriv, hvorfor I ikke kan", "max_length": "Skriv højst 120 tegn"},
    )

    def clean_start(self) -> Any:
        return _in_this_century(self.cleaned_data["start"])

    def clean_end(self) -> Any:
        return _in_this_century(self.cleaned_data.get("end"))
