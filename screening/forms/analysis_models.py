"""Forms that write a draft of the analysis model."""

from typing import Any

from django import forms

from accounts.validators import validate_no_cpr
from partnerships.forms.fields import NULLS
from screening.analysis_models import LEVEL_COUNT, LeverText, ModelText
from screening.models import AnalysisModel, Lever, LeverLevel, MaturityLevel

LISTS = ("indicators", "document_questions", "interview_questions", "workshop_questions")
NUMBERS = range(1, LEVEL_COUNT + 1)


def _too_long(limit: int) -> dict[str, str]:
    return {"max_length": f"Skriv højst {limit:,} tegn".replace(",", ".")}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class _TextForm(forms.Form):
    """Fields that all must be filled in, kept as they are typed, and never with a CPR number."""

    def _text(self, name: str, label: str, limit: int, *, rows: int = 0, missing: str, help_text: str = "") -> None:
        self.fields[name] = forms.CharField(
            label=label,
            max_length=limit,
            help_text=help_text,
            widget=_area(rows) if rows else forms.TextInput(attrs={"class": "form-input--wide"}),
            validators=[validate_no_cpr],
            error_messages={"required": missing} | _too_long(limit) | NULLS,
        )

    def different(self, now: dict[str, str]) -> list[tuple[str, str]]:
        """Label and text of the fields where what is saved `now`, by field, is not what was typed."""
        rows = self.fields.items()
        return [(str(field.label), now[name]) for name, field in rows if now[name] != self.cleaned_data.get(name)]

    def _group(self, legend: str, *names: str) -> dict[str, Any]:
        return {"legend": legend, "fields": [self[name] for name in names]}

    def clean(self) -> dict[str, Any]:
        """One kind of line ending, whatever the browser sends."""
        values = super().clean() or self.cleaned_data
        return {
            name: value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
            for name, value in values.items()
        }


def _limit(model: type[Any], name: str) -> int:
    return int(model._meta.get_field(name).max_length)


class LeverForm(_TextForm):
    """All texts of a lever."""

    def __init__(self, data: Any = None, *, text: LeverText) -> None:
        super().__init__(data, initial=self.values(text))
        self._text("title", "Titel", _limit(Lever, "title"), missing="Skriv grebets titel")
        self._text(
            "short_title",
            "Kort titel",
            _limit(Lever, "short_title"),
            missing="Skriv en kort titel",
            help_text="Står i menuer og ved diagrammer.",
        )
        self._text("question", "Spørgsmål", _limit(Lever, "question"), missing="Skriv det spørgsmål, grebet svarer på")
        self._text(
            "purpose", "Hvad det handler om", _limit(Lever, "purpose"), rows=6, missing="Skriv, hvad grebet handler om"
        )
        each = "Ét punkt på hver linje."
        self._text("indicators", "Hvad vi ser efter", 2000, rows=7, missing="Skriv mindst ét punkt", help_text=each)
        for name, label in (
            ("document_questions", "Spørgsmål til dokumenter"),
            ("interview_questions", "Spørgsmål til interview"),
            ("workshop_questions", "Spørgsmål til workshop"),
        ):
            self._text(name, label, 2000, rows=5, missing="Skriv mindst ét spørgsmål", help_text=each)
        for number in NUMBERS:
            limit = _limit(LeverLevel, "description")
            self._text(
                f"level_{number}", f"Niveau {number}", limit, rows=3, missing=f"Beskriv grebet på niveau {number}"
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for name in LISTS:
            if name in values:
                values[name] = "\n".join(line.strip() for line in values[name].splitlines() if line.strip())
        return values

    @property
    def text(self) -> LeverText:
        """What was typed; only when the form is valid."""
        data = dict(self.cleaned_data)
        levels = tuple(data.pop(f"level_{number}") for number in NUMBERS)
        return LeverText(**data, levels=levels)

    @staticmethod
    def values(text: LeverText) -> dict[str, str]:
        values = {name: getattr(text, name) for name in LeverText.__dataclass_fields__ if name != "levels"}
        return values | {f"level_{number}": words for number, words in zip(NUMBERS, text.levels, strict=True)}

    @property
    def groups(self) -> list[dict[str, Any]]:
        return [
            self._group("Grebet", "title", "short_title", "question", "purpose", "indicators"),
            self._group("Vejledende spørgsmål", *LISTS[1:]),
            self._group("De fem niveauer", *(f"level_{number}" for number in NUMBERS)),
        ]


class ModelForm(_TextForm):
    """What a version says of itself, and what its five levels are called."""

    def __init__(self, data: Any = None, *, text: ModelText) -> None:
        super().__init__(data, initial=self.values(text))
        self._text("title", "Titel", _limit(AnalysisModel, "title"), missing="Skriv modellens titel")
        self._text("introduction", "Indledning", 2000, rows=5, missing="Skriv en indledning")
        self._text("source", "Kilde", 1000, rows=4, missing="Skriv, hvor modellen kommer fra")
        for number in NUMBERS:
            self._text(
                f"name_{number}",
                f"Niveau {number}: navn",
                _limit(MaturityLevel, "name"),
                missing=f"Skriv, hvad niveau {number} hedder",
            )
            self._text(
                f"description_{number}",
                f"Niveau {number}: beskrivelse",
                _limit(MaturityLevel, "description"),
                missing=f"Skriv, hvad niveau {number} betyder",
            )

    @property
    def text(self) -> ModelText:
        """What was typed; only when the form is valid."""
        data = self.cleaned_data
        levels = tuple((data[f"name_{number}"], data[f"description_{number}"]) for number in NUMBERS)
        return ModelText(data["title"], data["introduction"], data["source"], levels)

    @staticmethod
    def values(text: ModelText) -> dict[str, str]:
        values = {"title": text.title, "introduction": text.introduction, "source": text.source}
        for number, (name, description) in zip(NUMBERS, text.levels, strict=True):
            values |= {f"name_{number}": name, f"description_{number}": description}
        return values

    @property
    def groups(self) -> list[dict[str, Any]]:
        levels = (f"{part}_{number}" for number in NUMBERS for part in ("name", "description"))
        return [self._group("Modellen", "title", "introduction", "source"), self._group("De fem niveauer", *levels)]


class PublishForm(forms.Form):
    """What is new in a version that is taken into use."""

    change_note = forms.CharField(
        label="Hvad er nyt?",
        max_length=400,
        help_text="Står ved versionen, så konsulenterne kan se, hvad der er ændret og hvorfor.",
        widget=_area(3),
        validators=[validate_no_cpr],
        error_messages={"required": "Skriv, hvad der er nyt i forhold til den forrige version"}
        | _too_long(400)
        | NULLS,
    )
