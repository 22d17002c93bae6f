"""Forms about the catalogue: an entry, an edition's foreword, and what somebody looks for."""

from collections.abc import Sequence
from typing import Any

from django import forms

from partnerships.levers import LEVERS
from strategy import catalogue
from strategy.catalogue_search import Wish
from strategy.forms.evaluations import area, too_long
from strategy.models import CatalogueEdition, CatalogueEntry, Element, Measure, TrialAction
from strategy.validators import validate_free_text

LENGTHS = {
    "lead": 400,
    "what": 3000,
    "for_whom": 1000,
    "how": 3000,
    "conditions": 2000,
    "effect": 2000,
    "did_not_work": 2000,
    "contacts": 600,
    "sources": 1500,
}


class EntryForm(forms.ModelForm):
    """What an entry of the catalogue says; why it was changed is asked for when it is published."""

    hide_optional = True

    elements = forms.ModelMultipleChoiceField(
        label="Elementer", queryset=Element.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    levers = forms.TypedMultipleChoiceField(
        label="Greb i foranalysen",
        help_text="Når I har delt indsatsen, får kommuner, hvis foranalyse er svag på grebet, den vist dér.",
        choices=[(number, f"{number}. {name}") for number, name in enumerate(LEVERS, 1)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    why = forms.CharField(
        label="Hvad er nyt?",
        help_text="Står i historikken, så læserne kan se, hvad I har lært siden.",
        max_length=300,
        required=False,
        validators=[validate_free_text],
        error_messages=too_long(300),
    )

    class Meta:
        model = CatalogueEntry
        fields = ["title", "lead", "age_group", "theme", *list(LENGTHS)[1:], "elements", "levers"]
        labels = {
            "title": "Titel",
            "lead": "Kort fortalt",
            "age_group": "Aldersgruppe",
            "theme": "Tema",
            "what": "Hvad går det ud på?",
            "for_whom": "For hvem?",
            "how": "Hvordan gør man?",
            "conditions": "Hvad kræver det?",
            "effect": "Hvad kom der ud af det?",
            "did_not_work": "Hvad virkede ikke?",
            "contacts": "Hvem kan man spørge?",
            "sources": "Kilder",
        }
        help_texts = {
            "lead": "To sætninger. De står i søgningen og øverst på siden.",
            "how": "Trin for trin. En linje, der begynder med en bindestreg, bliver et punkt.",
            "contacts": "Rolle og enhed, ikke navne: “Skoleleder, Klintskolen”.",
            "sources": "Det, I byggede på: bøger, kurser, andre kommuners indsatser.",
        }
        widgets = {
            "lead": area(3),
            "what": area(6),
            "for_whom": area(3),
            "how": area(8),
            "conditions": area(4),
            "effect": area(5),
            "did_not_work": area(4),
            "contacts": area(3),
            "sources": area(3),
        }
        error_messages = {
            "title": {"required": "Giv indsatsen en titel"} | too_long(120),
            "theme": {"required": "Vælg et tema", "invalid_choice": "Vælg et af temaerne"},
            **{name: too_long(length) for name, length in LENGTHS.items()},
        }

    def __init__(self, *args: Any, elements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["elements"].queryset = elements  # type: ignore[attr-defined]
        if self.instance.state == CatalogueEntry.State.PUBLISHED:
            self.fields["why"].required = True
            self.fields["why"].error_messages["required"] = "Skriv, hvad der er nyt"
        else:
            del self.fields["why"]
        self.fields["theme"].choices = Measure.Theme.choices  # type: ignore[attr-defined]
        ages = [("", "Ikke angivet"), *TrialAction.AgeGroup.choices]
        self.fields["age_group"].choices = ages  # type: ignore[attr-defined]
        self.initial["levers"] = list(self.instance.levers)

    @property
    def content(self) -> catalogue.Content:
        said = {name: self.cleaned_data[name].replace("\r\n", "\n") for name in catalogue.TEXTS}
        elements = frozenset(element.pk for element in self.cleaned_data["elements"])
        return catalogue.Content(**said, levers=tuple(sorted(self.cleaned_data["levers"])), elements=elements)


class ForewordForm(forms.ModelForm):
    """The foreword of a yearly edition."""

    class Meta:
        model = CatalogueEdition
        fields = ["foreword"]
        labels = {"foreword": "Forord"}
        help_texts = {"foreword": "Hvad er nyt i år, og hvordan bruger man kataloget? Slut med, hvem der skriver."}
        widgets = {"foreword": area(12)}
        error_messages = {"foreword": too_long(3000)}


class YearForm(forms.Form):
    """The year of a new edition: one of those that may have one and have none."""

    year = forms.TypedChoiceField(
        label="År",
        coerce=int,
        error_messages={"required": "Vælg et år", "invalid_choice": "Vælg et af årene"},
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class CatalogueFilter(forms.Form):
    """What somebody looks for. What is no choice is left out."""

    q = forms.CharField(label="Søg", required=False, max_length=100)
    tema = forms.ChoiceField(label="Tema", required=False, choices=[("", "Alle temaer"), *Measure.Theme.choices])
    alder = forms.ChoiceField(
        label="Aldersgruppe", required=False, choices=[("", "Alle aldre"), *TrialAction.AgeGroup.choices]
    )
    styrke = forms.TypedChoiceField(
        label="Evidens",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Alle styrker"), (4, "Tydelig virkning"), (3, "Mindst sandsynlig"), (2, "Mindst lovende")],
    )
    element = forms.ChoiceField(label="Element", required=False)
    greb = forms.TypedChoiceField(
        label="Greb",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Alle greb"), *((number, f"{number}. {name}") for number, name in enumerate(LEVERS, 1))],
    )
    kommune = forms.ChoiceField(label="Kommune", required=False)

    def __init__(
        self,
        *args: Any,
        elements: Sequence[str] = (),
        municipalities: Sequence[tuple[str, str]] = (),
        shows: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {"q", *shows}:
            del self.fields[name]
        if "element" in self.fields:
            self.fields["element"].choices = [("", "Alle elementer"), *((title, title) for title in elements)]  # type: ignore[attr-defined]
        if "kommune" in self.fields:
            self.fields["kommune"].choices = [("", "Alle kommuner"), *municipalities]  # type: ignore[attr-defined]

    @property
    def wish(self) -> Wish:
        """What was asked for, without what makes no sense."""
        self.is_valid()
        said = self.cleaned_data
        return Wish(
            words=said.get("q", ""),
            theme=said.get("tema", ""),
            age_group=said.get("alder", ""),
            element=said.get("element", ""),
            lever=said.get("greb"),
            strength=said.get("styrke"),
            municipality=said.get("kommune", ""),
        )
