"""The code that a phone joins a workshop with."""

from django import forms


class JoinForm(forms.Form):
    """Six characters off the big screen. Whether they belong to a workshop is for the use case."""

    kode = forms.CharField(
        label="Kode",
        help_text="Seks tegn, som står på skærmen i lokalet. Store og små bogstaver er det samme.",
        max_length=40,
        error_messages={
            "required": "Skriv koden, som står på skærmen i lokalet",
            "max_length": "Koden er på seks tegn",
            "null_characters_not_allowed": "Koden er på seks tegn",
        },
        widget=forms.TextInput(
            attrs={
                "class": "form-input--short workshop-code-input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
                "enterkeyhint": "go",
            }
        ),
    )
