"""Forms in which staff write a programme, one for each section."""

from typing import Any, cast

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms import formset_factory

from accounts.validators import validate_no_cpr
from partnerships.forms.fields import KronerField, MomentField, date_field
from partnerships.forms.rows import Rows
from partnerships.models import PriceList, Programme
from partnerships.models.areas import Area, participation_key, screening_key
from partnerships.orders import AREA_ORDER, describe
from partnerships.programmes import NEEDED_TEXTS, TEXTS

MAX_TEXT = 6000
SECTIONS_OF_TEXT = {"lead": 3, "background": 6, "purpose": 5, "content": 6, "themes": 8, "commitments": 6}
HELP = {
    "lead": "To linjer, der siger, hvad I inviterer til. Står øverst og i mailen.",
    "background": "Hvorfor nu? Vises under formålet.",
    "purpose": "Hvad partnerskabet skal føre til.",
    "content": "Hvordan det foregår. En tom linje giver et nyt afsnit.",
    "themes": "Ét tema på hver linje.",
    "commitments": "Én forpligtelse på hver linje, skrevet til kommunen: “I giver og modtager sparring”.",
    "screening_text": "Vises under priserne, når der sælges foranalyser.",
    "practical": "Målgruppe, sted og andet, der er godt at vide.",
    "document_id": "Invitationens nummer i jeres ESDH-system.",
}


def _year(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label="År",
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "form-input--short"}),
        error_messages={
            "required": "Skriv året",
            "invalid": "Skriv året med fire cifre",
            "min_value": "Skriv et år mellem 2000 og 2100",
            "max_value": "Skriv et år mellem 2000 og 2100",
        },
        **kwargs,
    )


class NewProgrammeForm(forms.Form):
    """What a draft cannot do without; the rest is filled in afterwards."""

    title = forms.CharField(
        label="Titel",
        max_length=160,
        validators=[validate_no_cpr],
        error_messages={"required": "Skriv en titel", "max_length": "Titlen er for lang. Skriv højst 160 tegn"},
    )
    year = _year(help_text="Det år, partnerskaberne begynder.")
    deadline_at = MomentField(label="Tilmeldingsfrist", help_text="Dansk tid. Kan ændres frit, indtil I åbner.")


class TextsForm(forms.ModelForm):
    """The texts, ids and dates of a programme. A draft may be saved half done."""

    names_due_date = date_field("Frist for navne på deltagere")
    invoice_date = date_field("Regning sendes")
    year = _year()

    class Meta:
        model = Programme
        fields = TEXTS
        widgets = {name: forms.Textarea(attrs={"rows": rows}) for name, rows in SECTIONS_OF_TEXT.items()} | {
            "screening_text": forms.Textarea(attrs={"rows": 3}),
            "practical": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = HELP
        error_messages = {"title": {"required": "Skriv en titel", "max_length": "Skriv højst 160 tegn"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField):
                field.validators.append(validate_no_cpr)
                if field.max_length is None:
                    field.validators.append(MaxLengthValidator(MAX_TEXT, f"Skriv højst {MAX_TEXT} tegn"))
            if name in NEEDED_TEXTS:
                field.required = not self.instance.is_draft
                field.error_messages["required"] = "Et åbnet program skal have denne tekst"


class CriterionForm(forms.Form):
    """One success criterion."""

    text = forms.CharField(
        label="Succeskriterium",
        max_length=400,
        validators=[validate_no_cpr],
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv kriteriet, eller fjern rækken", "max_length": "Skriv højst 400 tegn"},
    )


class AreasForm(forms.Form):
    """Which areas the programme has, and what each partnership is."""

    hide_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for area in AREA_ORDER:
            label = str(Area(area).label)
            self.fields[area] = forms.BooleanField(label=f"Partnerskab om {label.lower()}", required=False)
            self.fields[f"{area}_description"] = forms.CharField(
                label=f"{label}: beskrivelse",
                required=False,
                max_length=600,
                validators=[validate_no_cpr],
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="Hvem det er for.",
                error_messages={"max_length": "Skriv højst 600 tegn"},
            )
            self.fields[f"{area}_highlights"] = forms.CharField(
                label=f"{label}: punkter",
                required=False,
                max_length=1000,
                validators=[validate_no_cpr],
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text="Ét punkt på hver linje.",
                error_messages={"max_length": "Skriv højst 1.000 tegn"},
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for area in AREA_ORDER:
            if data.get(area) and not data.get(f"{area}_description"):
                self.add_error(f"{area}_description", "Skriv, hvem partnerskabet er for")
        return data


class ContactForm(forms.Form):
    """Somebody to ask."""

    area = forms.ChoiceField(
        label="Om",
        required=False,
        choices=[("", "Tilmelding og praktik"), *((str(a.value), str(a.label)) for a in AREA_ORDER)],
    )
    name = forms.CharField(
        label="Navn",
        max_length=120,
        validators=[validate_no_cpr],
        error_messages={"required": "Skriv navnet", "max_length": "Skriv højst 120 tegn"},
    )
    title = forms.CharField(
        label="Titel og organisation",
        max_length=120,
        validators=[validate_no_cpr],
        error_messages={"required": "Skriv titel og organisation", "max_length": "Skriv højst 120 tegn"},
    )
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        error_messages={
            "required": "Skriv en mailadresse",
            "invalid": "Skriv en hel mailadresse",
            "max_length": "Mailadressen er for lang",
        },
    )
    phone = forms.CharField(
        label="Telefon", max_length=20, required=False, error_messages={"max_length": "Skriv højst 20 tegn"}
    )


class DateForm(forms.Form):
    """A tentative date."""

    title = forms.CharField(
        label="Hvad",
        max_length=120,
        validators=[validate_no_cpr],
        help_text="Samme titel i to områder er samme dag i oversigten.",
        error_messages={"required": "Skriv, hvad der sker", "max_length": "Skriv højst 120 tegn"},
    )
    area = forms.ChoiceField(
        label="Område", required=False, choices=[("", "Alle"), *((str(a.value), str(a.label)) for a in AREA_ORDER)]
    )
    start_date = date_field("Dato", required=True)
    end_date = date_field("Til og med")
    place = forms.CharField(
        label="Sted",
        max_length=120,
        required=False,
        validators=[validate_no_cpr],
        error_messages={"max_length": "Skriv højst 120 tegn"},
    )
    is_virtual = forms.BooleanField(label="Virtuelt", required=False)
    is_network_day = forms.BooleanField(label="Netværksdag", required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start_date"), data.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", "Slutdatoen ligger før datoen")
        return data


class TermsForm(forms.Form):
    """The next version of the terms."""

    text = forms.CharField(
        label="Vilkår",
        max_length=20_000,
        validators=[validate_no_cpr],
        help_text="Det, kommunen binder sig til. Når I gemmer, bliver det en ny version; de gamle bliver stående.",
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": "Skriv vilkårene", "max_length": "Skriv højst 20.000 tegn"},
    )


def _count(label: str, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=1,
        max_value=50,
        widget=forms.NumberInput(attrs={"class": "form-input--short"}),
        error_messages={
            "required": "Skriv et antal",
            "invalid": "Skriv et helt tal",
            "min_value": "Skriv mindst 1",
            "max_value": "Skriv højst 50",
        },
    )


class PricesForm(forms.Form):
    """The single prices of the programme's areas, and the rules around them."""

    included_participants = _count("Deltagere med i prisen", "I hvert område.")
    min_participants = _count("Færrest deltagere", "I hvert område.")
    extra_participant = KronerField(
        label="Pris for en ekstra deltager", required=False, help_text="Tom: der sælges ikke ekstra pladser."
    )
    vat_treatment = forms.ChoiceField(
        label="Moms",
        choices=PriceList.VatTreatment.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvordan priserne forholder sig til moms"},
    )

    def __init__(self, *args: Any, areas: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        singles = {}
        for area in areas:
            label = str(Area(area).label).lower()
            singles[participation_key(area)] = KronerField(
                label=f"Deltagelse, {label}", required=False, help_text="Tom: sælges kun i en samlet pris."
            )
            singles[screening_key(area)] = KronerField(
                label=f"Foranalyse, {label}", required=False, help_text="Tom: der sælges ikke foranalyser alene."
            )
        self.single_names = list(singles)
        self.fields = singles | self.fields

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        least, included = data.get("min_participants"), data.get("included_participants")
        if least and included and least > included:
            self.add_error("min_participants", f"Færrest deltagere kan ikke være flere end de {included}, der er med.")
        return data


class BundleForm(forms.Form):
    """One price for several things together."""

    keys = forms.MultipleChoiceField(
        label="Samlet pris for",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg, hvad prisen gælder", "invalid_choice": "Vælg blandt det på listen"},
    )
    price = KronerField(label="Pris i alt")

    def __init__(self, *args: Any, areas: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [key(area) for key in (participation_key, screening_key) for area in areas]
        self.fields["keys"].choices = [(key, describe(key)) for key in keys]  # type: ignore[attr-defined]

    def clean_keys(self) -> list[str]:
        keys: list[str] = self.cleaned_data["keys"]
        if len(keys) < 2:
            raise forms.ValidationError("Vælg mindst to ting, eller brug enkeltpriserne.")
        return keys


class DeadlineForm(forms.Form):
    """The deadline of a draft."""

    deadline_at = MomentField(label="Tilmeldingsfrist", help_text="Dansk tid, til og med det sekund.")


class MoveDeadlineForm(DeadlineForm):
    """Another deadline, and why."""

    reason = forms.CharField(
        label="Hvorfor flyttes fristen?",
        max_length=300,
        validators=[validate_no_cpr],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Står i mailen til kommunerne.",
        error_messages={"required": "Skriv grunden. Den står i mailen", "max_length": "Skriv højst 300 tegn"},
    )


def _rows(form: type[forms.Form], max_num: int, *, can_order: bool = False) -> type[Rows]:
    made = formset_factory(
        form, formset=Rows, extra=0, can_delete=True, can_order=can_order, max_num=max_num, validate_max=True
    )
    return cast("type[Rows]", made)


CriterionRows = _rows(CriterionForm, 20, can_order=True)
ContactRows = _rows(ContactForm, 20)
DateRows = _rows(DateForm, 40)
BundleRows = _rows(BundleForm, 10)
