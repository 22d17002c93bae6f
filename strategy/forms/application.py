"""The application form, section by section: what is asked, how it helps, and what a good answer looks like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from partnerships.forms.fields import NULLS, date_field, text_field
from strategy.applications import ELEMENT, LEADING, Change, plain, values_of
from strategy.forms.rounds import prose
from strategy.models import ElementAnswer, TrialAction
from strategy.validators import validate_free_text

SEEN = "seen-"
YEARS = (2020, 2100)


@dataclass(frozen=True)
class Asked:
    """A field of the form: what is asked, a hint, and an example of a good answer."""

    name: str
    label: str
    hint: str = ""
    example: str = ""
    rows: int = 4

    @property
    def is_bearings(self) -> bool:
        """What helps is the element's bearings, not an example."""
        return self.name.startswith(ELEMENT)


@dataclass(frozen=True)
class Section:
    """A part of the form. One without fields has rows of its own, or is a page of its own."""

    key: str
    title: str
    lead: str
    fields: tuple[Asked, ...] = ()


SECTIONS = (
    Section(
        "ide",
        "Idéen",
        "Hvad vil I prøve, hvor og for hvem? Hold det småt: det skal kunne prøves, måles og rettes til på et år.",
        (
            Asked("title", "Titel", "Kort, så andre kan huske den."),
            Asked(
                "intervention",
                "Hvad vil I gøre?",
                "Skriv, hvad en voksen gør anderledes på mandag.",
                "To voksne åbner en fast legezone i det store frikvarter fire dage om ugen. Børn fra 5. årgang er "
                "legeværter og inviterer de yngre med. De voksne går til side, når legen er i gang.",
                5,
            ),
            Asked("place", "Hvor?", "Sted eller situation, fx skolegården, garderoben eller overgangen til skole."),
            Asked(
                "group",
                "For hvem?",
                "En gruppe, aldrig enkelte børn. Skriv årgang, alder og cirka hvor mange.",
                "Børnene på 2. og 3. årgang, cirka 90. Især dem, der ofte er alene i frikvarteret.",
                3,
            ),
            Asked("age_group", "Aldersgruppe"),
            Asked("starts_on", "Begynder"),
            Asked("ends_on", "Slutter", "Efter cirka et halvt år gør I status, og til sidst evaluerer I."),
        ),
    ),
    Section(
        "maal",
        "Mål og metoder",
        "Fra det, I gør, til det, I håber på. Andre skal kunne følge tanken.",
        (
            Asked(
                "goal",
                "Hvad er målet?",
                "Hvad er anderledes for børnene, når det lykkes? Tallene kommer under målingerne.",
                "Flere børn har nogen at være sammen med i frikvarteret, og færre går alene.",
            ),
            Asked(
                "methods",
                "Hvilke metoder bruger I?",
                "Navngiv dem, I kender, og skriv, hvordan I bruger dem her.",
                "Legezoner efter en fast ugeplan, en kort instruktion af legeværterne hver mandag, og et ugentligt "
                "møde på ti minutter, hvor de voksne retter til.",
                5,
            ),
            Asked(
                "expected_effect",
                "Hvilken effekt forventer I?",
                "Hvad tror I sker, hvornår, og hvorfor?",
                "Efter otte uger bruger mindst halvdelen af årgangen zonerne. Det giver faste legerelationer, som "
                "børnene tager med tilbage i klassen.",
            ),
        ),
    ),
    Section(
        "boern",
        "Børnene",
        "Prøvehandlingen begynder med det, børnene siger, og de skal kunne påvirke den undervejs.",
        (
            Asked(
                "child_perspective",
                "Hvordan ser det ud fra børnenes side?",
                "Hvad har børnene selv fortalt? Gengiv det uden navne.",
                "Vi spurgte 3. årgang i små grupper. Mange sagde, at det er svært at komme ind i en leg, der er "
                "begyndt, og at det hjælper, når nogen spørger én med.",
                5,
            ),
            Asked(
                "child_voice",
                "Hvordan hører I børnene undervejs?",
                "Hvem spørger, hvordan og hvor ofte? Og hvad gør I med svarene?",
                "Klassens pædagog stiller det samme spørgsmål hver fredag. Elevrådet ser svarene en gang om måneden og "
                "foreslår én ændring.",
            ),
        ),
    ),
    Section(
        "elementer", "Strategiens elementer", "Elementerne hænger sammen. Skriv kort, hvordan I arbejder med hvert."
    ),
    Section(
        "maalinger",
        "Sådan kan I se, om det hjælper",
        "Vælg få mål, der er lette at samle ind, og skriv, hvor I begynder. Hellere ét tal hver uge end ti om året.",
    ),
    Section(
        "ressourcer",
        "Ressourcer og risici",
        "Det skal kunne lade sig gøre i hverdagen.",
        (
            Asked(
                "resources",
                "Hvad kræver det?",
                "Timer, lokaler, materialer, kompetencer. Skriv også, hvor det kommer fra.",
                "To gange 25 minutter fire dage om ugen, som flyttes fra gårdvagten. PPR holder et oplæg.",
            ),
            Asked(
                "risks",
                "Hvad kan gå galt?",
                "Og hvad gør I så?",
                "Sygdom: hver zone har en afløser. Nogle børn kan føle sig udstillet: alle børn er med på skift.",
            ),
        ),
    ),
    Section(
        "parter",
        "Parter og opbakning",
        "Mindst to forskellige enheder eller aktører. Hver siger ja til sin del, og hver enheds leder bakker op.",
    ),
    Section("hold", "Teamet", "I skriver i ansøgningen på samme tid. Alt gemmes, mens I skriver."),
)
BY_KEY = {section.key: section for section in SECTIONS}
QUESTIONS = "spoergsmaal"


def section_fields(section: Section, row: TrialAction) -> tuple[Asked, ...]:
    """What is asked in a section; of the elements what the round's version of the strategy asks."""
    if section.key != "elementer":
        return section.fields
    elements = row.round.version.elements.filter(is_centre=False).prefetch_related("bearings")
    asked = [
        Asked(
            f"{ELEMENT}{one.pk}",
            one.title,
            one.question or "Hvordan arbejder I med det i prøvehandlingen?",
            "; ".join(bearing.text for bearing in one.bearings.all()),
        )
        for one in elements
    ]
    return (*asked, Asked(LEADING, "Hvilket element bærer prøvehandlingen?", "Det, I især vil blive klogere på."))


class SectionForm(forms.Form):
    """One section. Each field comes with the mark of what the person saw, as `seen-<name>`."""

    def __init__(self, section: Section, row: TrialAction, data: Mapping[str, Any] | None = None) -> None:
        self.section, self.row = section, row
        self.asked = section_fields(section, row)
        self.now = values_of(row)
        super().__init__(data, initial={one.name: self.now[one.name] for one in self.asked})
        for one in self.asked:
            self.fields[one.name] = self._field(one)

    def _field(self, one: Asked) -> forms.Field:
        if one.name == LEADING:
            choices = [(name.removeprefix(ELEMENT), label) for name, label in self._elements()]
            return _choice(one, choices, forms.RadioSelect, "Vælg et af elementerne")
        if one.name == "age_group":
            choices = [("", "Vælg"), *TrialAction.AgeGroup.choices]
            return _choice(one, choices, forms.Select, "Vælg en af aldersgrupperne")
        if one.name in ("starts_on", "ends_on"):
            found = date_field(one.label, help_text=one.hint)
            found.widget.attrs["aria-describedby"] = f"hjaelp-{one.name}"
            return found
        limit = _limit(one.name)
        if one.name in ("title", "place"):
            missing = "Giv prøvehandlingen en titel" if one.name == "title" else ""
            return text_field(one.label, limit, missing=missing, cpr=validate_free_text, help_text=one.hint)
        return prose(one.label, limit, rows=one.rows, help_text=one.hint)

    def _elements(self) -> list[tuple[str, str]]:
        return [(one.name, one.label) for one in self.asked if one.name.startswith(ELEMENT)]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("starts_on", "ends_on"):
            day = said.get(name)
            if isinstance(day, date) and not YEARS[0] <= day.year <= YEARS[1]:
                self.add_error(name, f"Skriv et år mellem {YEARS[0]} og {YEARS[1]}.")
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Slut efter, at I er begyndt.")
        return said

    @property
    def changes(self) -> dict[str, Change]:
        """What was posted and is valid, as the use case compares it."""
        self.is_valid()
        found = {}
        for one in self.asked:
            if one.name not in self.data and one.name != LEADING:
                continue
            if one.name in self.cleaned_data:
                value = self.cleaned_data[one.name]
                text = value.isoformat() if isinstance(value, date) else str(value or "")
                found[one.name] = Change(plain(text), str(self.data.get(f"{SEEN}{one.name}", "")))
        return found


def _limit(name: str) -> int:
    """How much there is room for."""
    model, column = (ElementAnswer, "text") if name.startswith(ELEMENT) else (TrialAction, name)
    return int(getattr(model._meta.get_field(column), "max_length", 0) or 0)


def _choice(one: Asked, choices: list[tuple[str, str]], widget: Any, wrong: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=one.label,
        help_text=one.hint,
        required=False,
        choices=choices,
        widget=widget,
        error_messages={"invalid_choice": wrong, **NULLS},
    )


class BeginForm(forms.Form):
    """The title an application begins with."""

    title = text_field(
        "Hvad kalder I prøvehandlingen?",
        120,
        missing="Giv prøvehandlingen en titel",
        cpr=validate_free_text,
        help_text="Kort, så andre kan huske den. Den kan ændres senere.",
    )


class AnswerForm(forms.Form):
    """The team's answer to one of the committee's questions."""

    answer = prose("Jeres svar", 1500, rows=5, missing="Skriv jeres svar til udvalget")


class ConfirmForm(forms.Form):
    """A partner's or a leader's answer."""

    is_given = forms.TypedChoiceField(
        label="Dit svar",
        coerce=lambda value: value == "ja",
        choices=[("ja", "Ja"), ("nej", "Nej, ikke som den står")],
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg ja eller nej", "invalid_choice": "Vælg ja eller nej"},
    )
    comment = prose("Bemærkning til teamet", 600, rows=3)
