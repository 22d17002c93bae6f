"""The component sheet, for those who build pages. Only in demo mode."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SAMPLE_AT = dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC)
DEADLINE = dt.datetime(2027, 1, 15, 11, 0, tzinfo=dt.UTC)


class SampleForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(label="Navn", error_messages={"required": "Skriv navnet på kontaktpersonen"})
    ean = forms.CharField(label="EAN-nummer", help_text="13 cifre. Står på jeres regninger.")
    role = forms.ChoiceField(label="Rolle", choices=[("", "Vælg"), ("head", "Centerchef"), ("ppr", "PPR")])
    receipt = forms.MultipleChoiceField(
        label="Hvem skal have kvitteringen?",
        choices=[("contact", "Kontaktpersonen"), ("finance", "Økonomiafdelingen")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    when = forms.ChoiceField(
        label="Hvornår navngiver I deltagerne?",
        choices=[("now", "Nu"), ("later", "Senere, inden 12. februar 2027")],
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, om I navngiver nu eller senere"},
    )
    day = forms.DateField(label="Dato", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    moment = forms.SplitDateTimeField(
        label="Frist",
        help_text="Dansk tid.",
        required=False,
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Dato"}, time_attrs={"type": "time", "aria-label": "Klokkeslæt"}
        ),
    )
    letter = forms.FileField(label="Vedlæg fuldmagt", required=False, help_text="PDF, højst 5 MB.")
    remarks = forms.CharField(
        label="Bemærkninger",
        help_text="Skriv ikke CPR-numre eller navne på børn.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=400,
        required=False,
    )
    authority = forms.BooleanField(
        label="Jeg har bemyndigelse til at binde kommunen",
        error_messages={"required": "Bekræft, at du må binde kommunen"},
    )

    def clean_ean(self) -> str:
        raise forms.ValidationError("Tjek nummeret: det sidste ciffer passer ikke med de andre")


def components(request: HttpRequest) -> HttpResponse:
    """Every component of the look on one page."""
    form = SampleForm({"ean": "5790000000001", "receipt": ["contact"]}) if "fejl" in request.GET else SampleForm()
    page = Paginator(range(180), 20).get_page(request.GET.get("side", "2"))
    context = {"form": form, "page": page, "at": SAMPLE_AT, "deadline": DEADLINE} | _samples()
    return render(request, "components/sheet.html", context)


def _samples() -> dict[str, Any]:
    document = {
        "pk": "1",
        "title": "Kvittering",
        "media_type": "application/pdf",
        "size": 148_200,
        "ready_at": SAMPLE_AT,
    }
    return {
        "crumbs": [{"label": "Inkluderende børnefællesskaber 2027", "url": "#"}, {"label": "Komponenter"}],
        "steps": [
            {"number": 1, "title": "Kontakt", "info": "Mette Holm", "state": "done", "url": "#trin"},
            {"number": 2, "title": "Hvad vi køber", "info": "229.990 kr.", "state": "done", "url": "#trin"},
            {"number": 3, "title": "Deltagere", "state": "current"},
            {"number": 4, "title": "Regning", "state": "disabled"},
            {"number": 5, "title": "Læs og bind", "state": "disabled"},
        ],
        "todo": [
            {
                "when": "Fre. 20. november",
                "relative": "3 dage over tid",
                "urgency": "late",
                "url": "#",
                "button": "Svar",
                "title": "Svar på spørgsmålet om tilgængelighed",
                "text": "Spørgsmål fra koordinatoren.",
            },
            {
                "when": "Fre. 27. november",
                "relative": "om 4 dage",
                "urgency": "soon",
                "url": "#",
                "button": "Navngiv",
                "title": "Navngiv 2 deltagere fra dagtilbud",
                "text": "Chefen for området skal være en af dem.",
            },
            {
                "when": "Fre. 15. januar",
                "relative": "om 53 dage",
                "url": "#",
                "button": "Skriv nummer",
                "title": "Skriv jeres EAN-nummer",
                "text": "",
            },
        ],
        "figures": [
            {"label": "Tilmeldt", "value": 30, "unit": "af 98 inviterede", "note": "5 flere end for en uge siden"},
            {"label": "Til fristen", "value": 53, "unit": "dage", "note": "9 kladder er i gang"},
            {"label": "Bundet beløb", "value": "4.349.840", "unit": "kr.", "note": "uden moms"},
            {"label": "Pladser med navn", "value": 246, "unit": "af 277", "note": "11 kommuner mangler at navngive"},
        ],
        "events": [
            {"at": SAMPLE_AT, "text": "Rikke Sand fik plads 3, dagtilbud", "by": "Mette Holm"},
            {"at": SAMPLE_AT - dt.timedelta(days=3), "text": "Mette Holm tilmeldte kommunen"},
        ],
        "documents": [
            SimpleNamespace(is_waiting=True, progress=42, progress_text="Side 5 af 12.", **document),
            SimpleNamespace(is_ready=True, **document),
            SimpleNamespace(is_failed=True, failure="Et billede kunne ikke læses.", **document),
        ],
        "legend": [
            {"status": "binding", "label": "Tilmeldt", "count": 30},
            {"status": "draft", "label": "Kladde i gang", "count": 9},
            {"status": "considering", "label": "Overvejer", "count": 14},
            {"status": "declined", "label": "Nej tak", "count": 11},
            {"status": "none", "label": "Ikke svaret", "count": 34},
        ],
        "areas": [
            {"name": name, "url": "#kort", "status": status, "status_label": label, "path": f"M{x} {y}h40v40h-40z"}
            for name, status, label, x, y in [
                ("Nordby", "binding", "tilmeldt", 200, 100),
                ("Østby", "draft", "kladde", 250, 150),
                ("Vestby", "declined", "nej tak", 150, 150),
                ("Sydby", "none", "ikke svaret", 200, 200),
            ]
        ],
        "swatches": ["ink", "fjord", "fjord-tint", "amber", "school", "daycare", "good", "bad"],
        "seats": [True, True, True, False, False],
    }
