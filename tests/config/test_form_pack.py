"""Our crispy-forms pack: label, hint, error, control, in that order, tied together for those who cannot see."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.templatetags.danish import full_stop, paragraphs, sentences


class Contact(forms.Form):
    name = forms.CharField(label="Navn", help_text="For- og efternavn", error_messages={"required": "Skriv navnet"})
    phone = forms.CharField(label="Telefon", required=False)
    pick = forms.ChoiceField(
        label="Hvornår?",
        choices=[("now", "Nu"), ("later", "Senere")],
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg hvornår"},
    )
    agree = forms.BooleanField(label="Jeg må binde kommunen", error_messages={"required": "Bekræft det"})
    secret = forms.CharField(widget=forms.HiddenInput, initial="7")

    def clean(self):
        raise forms.ValidationError("Fristen er <overskredet>")


def rendered(form: forms.Form) -> BeautifulSoup:
    template = Template("{% load crispy_forms_tags %}{{ form|crispy }}")
    return BeautifulSoup(template.render(Context({"form": form})), "html.parser")


def test_a_field_with_an_error():
    group = rendered(Contact({"secret": "7"})).select_one("#div_id_name")

    assert [tag.name for tag in group.find_all(recursive=False)] == ["label", "span", "span", "input"]
    assert [tag.get_text() for tag in group.select("span.form-hint, span.form-error-message")] == [
        "For- og efternavn",
        "Fejl: Skriv navnet.",
    ]
    control = group.select_one("input")
    assert (control["aria-describedby"], control["aria-invalid"]) == ("id_name_helptext id_name_error", "true")
    assert [group.find(id=name) is not None for name in control["aria-describedby"].split()] == [True, True]
    assert "form-error" in group["class"]


def test_every_line_of_the_summary_leads_to_its_field():
    page = rendered(Contact({"secret": "7"}))
    summary = page.select_one("[data-error-summary]")

    assert summary["role"] == "alert"
    assert [line.get_text() for line in summary.select("li")] == [
        "Fristen er <overskredet>.",
        "Skriv navnet.",
        "Vælg hvornår.",
        "Bekræft det.",
    ]
    links = [link["href"].removeprefix("#") for link in summary.select("a")]
    assert links == ["id_name", "id_pick_0", "id_agree"]
    assert [page.find(id=link).name for link in links] == ["input"] * 3


def test_the_summary_says_what_to_do():
    heading = rendered(Contact({"secret": "7"})).select_one("[data-error-summary] h2")
    assert heading.get_text() == "Ret dette, før du går videre"


@pytest.mark.parametrize(
    ("error", "sentence"), [("Skriv navnet", "Skriv navnet."), ("Er det <rigtigt>?", "Er det <rigtigt>?")]
)
def test_every_error_is_a_sentence(error, sentence):
    assert full_stop(error) == sentence
    assert sentences([error, "Prøv igen."]) == f"{escape(sentence)} Prøv igen."


def test_what_people_write_line_by_line_gets_paragraphs_and_lists():
    text = "Tilmeldingen er <bindende>.\r\n\n- Fem deltagere\n• Fire dage\nPrisen er uden moms."
    assert paragraphs(text) == (
        "<p>Tilmeldingen er &lt;bindende&gt;.</p><ul><li>Fem deltagere</li><li>Fire dage</li></ul>"
        "<p>Prisen er uden moms.</p>"
    )


def test_the_title_says_that_a_form_was_refused(client: Client, db: None):
    page = {"name": "", "title": "", "email": ""}
    answers = [client.get(reverse("account_signup")), client.post(reverse("account_signup"), page)]
    titles = [BeautifulSoup(answer.content, "html.parser").title.get_text() for answer in answers]
    assert titles == ["Opret en konto – Partnerskabsportalen", "Fejl: Opret en konto – Partnerskabsportalen"]


def test_no_summary_without_errors_and_optional_fields_say_so():
    page = rendered(Contact())

    assert page.select("[data-error-summary], .form-error, [aria-invalid]") == []
    assert [" ".join(label.get_text().split()) for label in page.select("#div_id_phone label, #div_id_name label")] == [
        "Navn",
        "Telefon (frivilligt)",
    ]
    assert page.select_one("input[name=secret]").parent.name == "[document]"


def test_a_group_of_choices_is_a_fieldset():
    page = rendered(Contact({"pick": "later", "secret": "7"}))
    group = page.select_one("fieldset#div_id_pick")

    assert group.select_one("legend").get_text(strip=True) == "Hvornår?"
    assert [(label["for"], label.get_text()) for label in group.select("label")] == [
        ("id_pick_0", "Nu"),
        ("id_pick_1", "Senere"),
    ]
    assert [option["value"] for option in group.select("input[checked]")] == ["later"]
