"""What a committee member writes: points, a reason to abstain, a conflict of interest, questions to a team."""

from collections.abc import Sequence
from typing import Any

from django import forms

from strategy.committee_reviews import Judgement
from strategy.models import CommitteeReview, Criterion
from strategy.validators import validate_free_text

POINTS = [(points, str(points)) for points in range(1, 6)]


class JudgementForm(forms.Form):
    """Points from 1 to 5 on each criterion, and the words for them. A draft may be incomplete."""

    hide_optional = True

    def __init__(
        self, *args: Any, criteria: Sequence[Criterion], review: CommitteeReview | None = None, **kwargs: Any
    ) -> None:
        if review is not None:
            kwargs["initial"] = {f"p{one.criterion_id}": one.points for one in review.scores.all()}
            kwargs["initial"]["comment"] = review.comment
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria:
            self.fields[f"p{one.pk}"] = forms.TypedChoiceField(
                label=one.title,
                help_text=one.text,
                choices=POINTS,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["comment"] = forms.CharField(
            label="Begrundelse",
            help_text="Hvad er stærkt, og hvad mangler? De andre ser det, når de selv har givet point.",
            max_length=1500,
            required=False,
            validators=[validate_free_text],
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    @property
    def rows(self) -> list[tuple[Criterion, forms.BoundField]]:
        """Each criterion with its field."""
        return [(one, self[f"p{one.pk}"]) for one in self.criteria]

    @property
    def judgement(self) -> Judgement:
        """What was filled in."""
        points = {one.pk: self.cleaned_data.get(f"p{one.pk}") for one in self.criteria}
        given = {key: value for key, value in points.items() if value}
        return Judgement(given, self.cleaned_data["comment"].strip(), self.data.get("seen", ""))

    def require_points(self) -> bool:
        """Every criterion has points; otherwise each that has none says so."""
        for one in self.criteria:
            if not self.cleaned_data.get(f"p{one.pk}") and f"p{one.pk}" not in self.errors:
                self.add_error(f"p{one.pk}", f"Giv point for “{one.title}”")
        return not self.errors


class AbstainForm(forms.ModelForm):
    """Why a member gives no points."""

    class Meta:
        model = CommitteeReview
        fields = ["abstained_because"]
        labels = {"abstained_because": "Hvorfor undlader du?"}
        widgets = {"abstained_because": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["abstained_because"]
        field.required = True
        field.error_messages["required"] = "Skriv, hvorfor du undlader at give point"


class ConflictForm(forms.Form):
    """Why a member is too close to an application; nobody is told."""

    reason = forms.CharField(
        label="Hvorfor er du for tæt på?",
        help_text="For eksempel: Mit barn går i klassen. Kun du kan se, hvad du skriver.",
        max_length=300,
        required=False,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class QuestionsForm(forms.Form):
    """Questions to the team, one on each line."""

    questions = forms.CharField(
        label="Spørgsmål til ansøgerne",
        help_text="Ét spørgsmål på hver linje. Ansøgerne får dem på mail og kan rette i ansøgningen.",
        max_length=3000,
        error_messages={"required": "Skriv mindst ét spørgsmål til ansøgerne"},
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_questions(self) -> str:
        text: str = self.cleaned_data["questions"]
        if any(len(line) > 1000 for line in text.splitlines()):
            raise forms.ValidationError("Et spørgsmål kan være på 1.000 tegn. Del det op.")
        return text

    @property
    def texts(self) -> list[str]:
        return self.cleaned_data["questions"].splitlines()
