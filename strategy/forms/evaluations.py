"""Forms about what came of a trial action: status, evaluation, the committee's advice."""

from typing import Any

from django import forms

from strategy import evaluations, statuses
from strategy.models import CatalogueVote, Evaluation, HalfYearStatus
from strategy.validators import validate_free_text, validate_words_of_children


def too_long(limit: int) -> dict[str, str]:
    """The message for a text that is too long."""
    return {"max_length": f"Skriv højst {limit:,} tegn".replace(",", ".")}


def area(rows: int) -> forms.Textarea:
    """A field of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class TeamReportForm(forms.ModelForm):
    """Nothing has to be there to save; what `needed` names must, to hand in."""

    hide_optional = True

    def mark_missing(self, fields: list[str]) -> None:
        """Say of each of the fields that it is needed."""
        for name in fields:
            self.add_error(name, self.Meta.missing[name])  # type: ignore[attr-defined]

    def clean_children_say(self) -> str:
        """What children say, without any name."""
        text: str = self.cleaned_data["children_say"]
        validate_words_of_children(text)
        return text

    @property
    def said(self) -> dict[str, Any]:
        fields = self.Meta.fields  # type: ignore[attr-defined]
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in fields}


class StatusForm(TeamReportForm):
    """The half-year status."""

    course = forms.ChoiceField(
        label="Vejen videre",
        choices=HalfYearStatus.Course.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Vælg en af de tre"},
    )

    class Meta:
        model = HalfYearStatus
        fields = ["works", "hard", "children_say", "course", "next_text"]
        labels = {
            "works": "Hvad virker?",
            "hard": "Hvad er svært?",
            "children_say": "Hvad siger børnene?",
            "next_text": "Hvad sker der nu?",
        }
        help_texts = {
            "works": "Hvad ser I, og hvad viser tallene?",
            "hard": "Det, der drillede, er det, andre lærer mest af.",
            "children_say": "Ingen navne. Har I ikke hørt børnene endnu, så skriv hvornår I gør det.",
            "next_text": "Det næste, I prøver, og hvornår.",
        }
        widgets = {"works": area(6), "hard": area(5), "children_say": area(5), "next_text": area(4)}
        error_messages = {name: too_long(2000) for name in ("works", "hard", "children_say", "next_text")}
        missing = {
            "works": "Skriv, hvad der virker",
            "hard": "Skriv, hvad der er svært",
            "children_say": "Skriv, hvad børnene siger",
            "course": "Vælg vejen videre",
            "next_text": "Skriv, hvad der sker nu",
        }

    @property
    def content(self) -> statuses.Content:
        return statuses.Content(**self.said)


class EvaluationForm(TeamReportForm):
    """The evaluation."""

    class Meta:
        model = Evaluation
        fields = ["what", "for_whom", "how", "conditions", "effect", "did_not_work", "children_say"]
        labels = {
            "what": "Hvad gjorde I?",
            "for_whom": "For hvem?",
            "how": "Hvordan?",
            "conditions": "Hvad kræver det?",
            "effect": "Hvad kom der ud af det?",
            "did_not_work": "Hvad virkede ikke?",
            "children_say": "Hvad siger børnene?",
        }
        help_texts = {
            "what": "Så en kollega, der ikke var med, forstår det.",
            "for_whom": "En gruppe, aldrig enkelte børn.",
            "how": "Trin for trin, som I endte med at gøre det.",
            "conditions": "Tid, folk, lokaler, opbakning.",
            "effect": "Hold det, I så, op mod målingerne. Skriv også, hvad I ikke ved.",
            "did_not_work": "Skriv det ærligt. Det sparer de næste for at prøve det.",
            "children_say": "Uden navne.",
        }
        widgets = {
            "what": area(5),
            "for_whom": area(2),
            "how": area(6),
            "conditions": area(4),
            "effect": area(5),
            "did_not_work": area(4),
            "children_say": area(4),
        }
        error_messages = {
            name: too_long(limit)
            for name, limit in {
                "what": 3000,
                "for_whom": 1000,
                "how": 3000,
                "conditions": 2000,
                "effect": 2000,
                "did_not_work": 2000,
                "children_say": 2000,
            }.items()
        }
        missing = {
            "what": "Skriv, hvad I gjorde",
            "for_whom": "Skriv, hvem det var for",
            "how": "Skriv, hvordan I gjorde",
            "effect": "Skriv, hvad der kom ud af det",
            "did_not_work": "Skriv, hvad der ikke virkede. Var der intet, så skriv det",
            "children_say": "Skriv, hvad børnene siger",
        }

    @property
    def content(self) -> evaluations.Content:
        return evaluations.Content(**self.said)


class HandBackForm(forms.Form):
    """What the team must mend in what it handed in."""

    reason = forms.CharField(
        label="Hvad skal teamet rette?",
        help_text="Står der et navn, så skriv hvor, ikke navnet selv: “I Hvad er svært?, anden linje”.",
        max_length=600,
        widget=area(3),
        validators=[validate_free_text],
        error_messages={"required": "Skriv, hvad teamet skal rette"} | too_long(600),
    )


class VoteForm(forms.ModelForm):
    """A member's advice on one evaluated trial action."""

    recommends = forms.TypedChoiceField(
        label="Hører den hjemme i kataloget?",
        choices=[("1", "Ja, den kan andre bruge"), ("0", "Nej, ikke endnu")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg ja eller nej", "invalid_choice": "Vælg ja eller nej"},
    )

    class Meta:
        model = CatalogueVote
        fields = ["recommends", "comment"]
        labels = {"comment": "Hvorfor?"}
        help_texts = {"comment": "Koordinatoren og resten af udvalget kan læse det."}
        widgets = {"comment": area(3)}
        error_messages = {"comment": too_long(600)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "recommends" not in (kwargs.get("initial") or {}):
            self.initial["recommends"] = "1" if self.instance.recommends else "0"
