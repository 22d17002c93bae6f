"""Forms for sources: documents, interviews, workshops, and what a municipality sends."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.core.validators import URLValidator

from accounts.validators import validate_no_cpr
from documents import uploads
from partnerships.forms.fields import date_field
from screening import file_texts
from screening.models import Source
from screening.models.sources import role_inside
from screening.sources import Document, Meeting, Upload

NEVER_NAMES = "Skriv aldrig navne."
MOST_PEOPLE = 2000
ROLE_LINES = (
    re.compile(r"(?P<count>\d{1,4})\s+(?P<role>\D.*)"),
    re.compile(r"(?P<role>.*\D)[\s:,–-]+(?P<count>\d{1,4})"),
)


def _words(label: str, length: int, *, required: bool = False, rows: int = 0, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    errors = {"max_length": f"Skriv højst {length} tegn", "required": kwargs.pop("missing", "Feltet skal udfyldes")}
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        widget=widget,
        validators=[validate_no_cpr],
        error_messages=errors,
        **kwargs,
    )


class SourceFile(uploads.UploadField):
    """A file without CPR numbers. `unread` of the cleaned file says why it could not be read through, if so."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, looked into and read through."""
        file = super().clean(data, initial)
        if file is not None and hasattr(file, "checked"):
            file.unread = file_texts.refuse_cpr(file, file.checked)
        return file


class WithFile(forms.Form):
    """A form with a file. `too_large` names fields whose file was thrown away on its way in."""

    def __init__(self, *args: Any, too_large: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean(self) -> None:
        if self.add_prefix("file") in self.too_large:
            self.errors.pop("file", None)
            self.add_error("file", uploads.size_words())

    @property
    def upload(self) -> Upload | None:
        """The file, if one was sent."""
        file = self.cleaned_data.get("file")
        return Upload(file=file, checked=file.checked, unread=file.unread) if file else None


class DocumentForm(WithFile):
    """A document: a file or a link, and where it is from. `kept` is the source that is changed, if one is."""

    title = _words("Titel", 160, required=True, missing="Skriv, hvad dokumentet hedder")
    dated = _words("Fra", 40, help_text="Måned eller år, som “oktober 2026”.")
    file = SourceFile(label="Fil", required=False)
    url = forms.URLField(
        label="Link",
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"]), validate_no_cpr],
        help_text="Vælg enten en fil eller et link.",
        error_messages={
            "invalid": "Skriv en hel adresse, der begynder med https://, fx https://www.kommune.example/politik",
            "max_length": "Adressen må højst fylde 500 tegn",
        },
    )
    note = _words("Notat", 4000, rows=5, help_text="Hvad dokumentet siger, og hvor i det. Kun til jer.")

    def __init__(self, *args: Any, kept: Source | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept
        has_file = kept is not None and bool(kept.file)
        if has_file:
            self.fields["file"].label = "Ny fil i stedet"
        for name in ("file", "url"):  # one of them is required, so neither is said to be optional
            self.fields[name].hide_optional = not has_file  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        has_file, has_link = bool(self.cleaned_data.get("file")), bool(self.cleaned_data.get("url"))
        if has_file and has_link:
            self.add_error("url", "Vælg enten en fil eller et link, ikke begge dele.")
        is_kept = self.kept is not None and bool(self.kept.file)
        if not (has_file or has_link or is_kept or {"file", "url"} & set(self.errors)):
            self.add_error("file", "Vælg en fil, eller skriv et link.")

    @staticmethod
    def facts(source: Source) -> dict[str, Any]:
        """The form's first values."""
        return {name: getattr(source, name) for name in ("title", "dated", "url", "note")}

    @property
    def said(self) -> Document:
        """What the use case takes."""
        data = self.cleaned_data
        return Document(title=data["title"], dated=data["dated"], url=data["url"], note=data["note"])


class MeetingForm(forms.Form):
    """What an interview and a workshop have in common: it was held on a day."""

    held_on = date_field("Dato", required=True, missing="Vælg, hvilken dag det var")

    def clean_held_on(self) -> date:
        """A day in this century."""
        day: date = self.cleaned_data["held_on"]
        if not 2020 <= day.year <= 2100:
            raise forms.ValidationError("Skriv et år mellem 2020 og 2100.")
        return day


class InterviewForm(MeetingForm):
    """An interview: with which role, when, and how many. Names are never asked for."""

    role = _words(
        "Rolle",
        140,
        required=True,
        missing="Skriv, hvilken rolle de interviewede har",
        help_text=f"Som “Skoleledere” eller “Økonomikonsulent”. {NEVER_NAMES}",
    )
    people = forms.IntegerField(
        label="Antal personer",
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "form-input--short"}),
        error_messages={
            "required": "Skriv, hvor mange der var med",
            "invalid": "Skriv et helt tal",
            "min_value": "Skriv mindst 1",
            "max_value": f"Skriv højst {MOST_PEOPLE}",
        },
    )
    note = _words("Notat", 4000, rows=8, help_text=f"Hvad der blev sagt. Kun til jer. {NEVER_NAMES}")
    field_order = ["role", "held_on", "people", "note"]

    @staticmethod
    def facts(source: Source) -> dict[str, Any]:
        """The form's first values."""
        return {name: getattr(source, name) for name in ("role", "people", "held_on", "note")}

    @property
    def said(self) -> Meeting:
        """What the use case takes."""
        data = self.cleaned_data
        return Meeting(
            title=f"Interview med {role_inside(data['role'])}",
            role=data["role"],
            people=data["people"],
            held_on=data["held_on"],
            note=data["note"],
        )


class WorkshopForm(MeetingForm):
    """A workshop: when, and how many of each role."""

    participants = _words(
        "Deltagere efter rolle",
        1000,
        required=True,
        rows=5,
        missing="Skriv, hvor mange der var med fra hver rolle",
        help_text=f"Én rolle på hver linje med antal, som “6 skoleledere”. {NEVER_NAMES}",
    )
    note = _words("Notat", 4000, rows=5, help_text=f"Kun til jer. {NEVER_NAMES}")
    field_order = ["held_on", "participants", "note"]

    def clean_participants(self) -> list[list[Any]]:
        """Pairs of role and number."""
        found = []
        for number, line in enumerate(self.cleaned_data["participants"].splitlines(), 1):
            if line.strip():
                match = next((m for form in ROLE_LINES if (m := form.fullmatch(line.strip()))), None)
                if match is None or not 0 < int(match["count"]) <= MOST_PEOPLE:
                    raise forms.ValidationError(f"Skriv et antal og en rolle i linje {number}, som “6 skoleledere”.")
                role = match["role"].strip(" :,–-")
                found.append([role[:1].upper() + role[1:], int(match["count"])])
        return found

    @staticmethod
    def facts(source: Source) -> dict[str, Any]:
        """The form's first values."""
        lines = "\n".join(f"{count} {role_inside(role)}" for role, count in source.participants)
        return {"held_on": source.held_on, "participants": lines, "note": source.note}

    @property
    def said(self) -> Meeting:
        """What the use case takes."""
        data = self.cleaned_data
        people = sum(count for _, count in data["participants"])
        return Meeting(
            title=f"Workshop med {people} {'deltager' if people == 1 else 'deltagere'}",
            held_on=data["held_on"],
            people=people,
            participants=data["participants"],
            note=data["note"],
        )


class AnswerForm(WithFile):
    """What the municipality sends for one item of the checklist."""

    file = SourceFile(label="Fil", required=True, help_text="")


class UnaskedForm(WithFile):
    """What the municipality sends of its own accord."""

    title = _words("Hvad er det?", 160, required=True, missing="Skriv, hvad det er", help_text="Fx “Evaluering 2025”.")
    file = SourceFile(label="Fil", required=True, help_text="")


class NotAvailableForm(forms.Form):
    """Why there is no such document."""

    reason = _words(
        "Hvorfor findes det ikke?",
        300,
        required=True,
        missing="Skriv kort hvorfor, fx “Vi har ikke en samlet model”",
    )
