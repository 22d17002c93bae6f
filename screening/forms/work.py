"""Forms of the workspace: a lever's assessment, findings with their citations, recommendations."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.safestring import SafeString, mark_safe

from screening import assessments, findings, recommendations
from screening.models import Assessment, Citation, Finding, Recommendation, Screening, Source
from screening.scales import FEASIBILITY, POTENTIAL

ROWS = 3  # citations that can be written at once; more by the button


def too_long(limit: int) -> dict[str, str]:
    """What is said when a text is longer than the report has room for."""
    return {"max_length": f"Skriv højst {limit:,} tegn".replace(",", ".")}


def area(rows: int) -> forms.Textarea:
    """A text field of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


def _scale(label: str, words: dict[int, str], widget: Any = forms.Select) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("", "Ikke vurderet"), *words.items()],
        coerce=int,
        empty_value=None,
        required=False,
        widget=widget,
        show_hidden_initial=True,
        error_messages={"invalid_choice": "Vælg et trin fra 1 til 5"},
    )


class AssessmentForm(forms.ModelForm):
    """A lever's level with reasons, potential and feasibility. It carries what the person saw beside what is typed."""

    level = _scale("Hvor langt er praksis?", {level: str(level) for level in range(1, 6)}, forms.RadioSelect)
    potential = _scale("Potentiale", POTENTIAL)
    feasibility = _scale("Kan gøres", FEASIBILITY)

    class Meta:
        model = Assessment
        fields = ["level", "reasons", "potential", "feasibility"]
        labels = {"reasons": "Begrundelse"}
        help_texts = {"reasons": "To-tre sætninger. De står i rapporten."}
        widgets = {"reasons": area(5)}
        error_messages = {"reasons": too_long(1200)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].show_hidden_initial = True

    @property
    def seen(self) -> SafeString:
        """What the person saw, as hidden fields: they say which fields a person has written in."""
        return mark_safe("".join(self[name].as_hidden(only_initial=True) for name in self.Meta.fields))  # noqa: S308

    @property
    def content(self) -> assessments.Content:
        return assessments.Content(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class FindingForm(forms.ModelForm):
    """What is found: a strength or a challenge."""

    kind = forms.ChoiceField(
        label="Hvad er det?",
        choices=Finding.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg styrke eller udfordring", "invalid_choice": "Vælg styrke eller udfordring"},
    )

    class Meta:
        model = Finding
        fields = ["kind", "text"]
        labels = {"text": "Fund"}
        help_texts = {
            "text": "Én iagttagelse, så kort som den kan siges. Nævn personer ved deres rolle, ikke ved navn."
        }
        widgets = {"text": area(4)}
        error_messages = {"text": {"required": "Skriv, hvad I har fundet"} | too_long(600)}


class CitationForm(forms.ModelForm):
    """A place in a source. A line without a source says nothing, and is left out."""

    class Meta:
        model = Citation
        fields = ["source", "place", "quote"]
        labels = {"source": "Kilde", "place": "Sted", "quote": "Citat"}
        help_texts = {"place": "Fx “s. 4–6”", "quote": "Ordret og kort"}
        widgets = {
            "place": forms.TextInput(attrs={"class": "form-input--short"}),
            "quote": forms.TextInput(attrs={"class": "form-input--wide"}),
        }
        error_messages = {
            "source": {"invalid_choice": "Vælg en af screeningens kilder"},
            "place": too_long(40),
            "quote": too_long(300),
        }

    hide_optional = True

    def __init__(self, *args: Any, sources: list[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Source]", self.fields["source"])
        field.required = False
        field.queryset = Source.objects.filter(pk__in=[row.pk for row in sources])
        field.choices = [("", "Vælg kilde"), *((row.pk, str(row)) for row in sources)]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "source" not in self.errors and not given.get("source") and (given.get("place") or given.get("quote")):
            self.add_error("source", "Vælg kilden til stedet eller citatet")
        return given


class Citations(BaseFormSet):
    """The citations of a finding: at least one."""

    @property
    def cited(self) -> tuple[findings.Cited, ...]:
        return tuple(self._cited())

    def _cited(self) -> Iterator[findings.Cited]:
        for form in self.forms:
            given = form.cleaned_data
            if given.get("source"):
                yield findings.Cited(given["source"], given["place"], given["quote"])

    def clean(self) -> None:
        if not any(self.errors) and not self.cited:
            raise forms.ValidationError("Henvis til mindst én kilde.")


def citation_forms(screening: Screening, finding: Finding | None, data: Any) -> Citations:
    """The lines for citations: those a finding has, and some to write in."""
    had = findings.words_of(finding).citations if finding else ()
    initial = [{"source": cited.source.pk, "place": cited.place, "quote": cited.quote} for cited in had]
    wanted = min(findings.MAX_CITATIONS, max(ROWS, len(had) + 1))
    factory = formset_factory(
        CitationForm,
        formset=Citations,
        extra=wanted - len(had),
        max_num=findings.MAX_CITATIONS,
        absolute_max=findings.MAX_CITATIONS,
    )
    sources = list(screening.sources.order_by("kind", "number"))
    return cast("Citations", factory(data, initial=initial, prefix="kilde", form_kwargs={"sources": sources}))


class RecommendationForm(forms.ModelForm):
    """What the municipality can do on a lever."""

    kind = forms.ChoiceField(
        label="Hvad anbefaler I?",
        choices=Recommendation.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvad I anbefaler", "invalid_choice": "Vælg en af de to"},
    )

    class Meta:
        model = Recommendation
        fields = ["kind", "title", "text", "owner", "when"]
        labels = {
            "title": "Overskrift",
            "text": "Anbefaling",
            "owner": "Hvem kan gøre det?",
            "when": "Hvornår kan det gøres?",
        }
        help_texts = {
            "title": "Begynd med det, kommunen skal gøre, fx “Saml tallene ét sted”.",
            "text": "Hvad skal der ske, og hvad kommer der ud af det?",
            "owner": "En rolle, fx “Skolechefen”. Aldrig et navn.",
            "when": "Fx “Inden sommeren 2027”.",
        }
        widgets = {"text": area(5)}
        error_messages = {
            "title": {"required": "Giv anbefalingen en overskrift"} | too_long(80),
            "text": {"required": "Skriv anbefalingen"} | too_long(600),
            "owner": too_long(80),
            "when": too_long(40),
        }

    @property
    def words(self) -> recommendations.Words:
        return recommendations.Words(**{name: self.cleaned_data[name] for name in self.Meta.fields})
