"""Forms with which administrators look after people."""

from typing import Any

from django import forms

from accounts.people import GLOBAL_ROLES
from accounts.validators import no_cpr_in_name
from partnerships.forms.members import InviteForm
from partnerships.models import Municipality
from partnerships.models.memberships import Role

ROLE_CHOICES = [(role, label.capitalize()) for role, label in GLOBAL_ROLES.items()]
ROLES_HELP = (
    "Administratorer styrer programmer, tilmeldinger og personer. Økonomi ser administrationen og sender regninger. "
    "Konsulenter arbejder med de foranalyser, de er sat på."
)


class RolesForm(forms.Form):
    """A person's global roles."""

    hide_optional = True
    roles = forms.MultipleChoiceField(
        label="Roller hos KL/Komponent",
        choices=ROLE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=ROLES_HELP,
        error_messages={"invalid_choice": "Vælg blandt rollerne på listen"},
    )


class InviteStaffForm(forms.Form):
    """A colleague at KL/Komponent."""

    name = forms.CharField(
        label="Navn",
        max_length=120,
        validators=[no_cpr_in_name],
        error_messages={"required": "Skriv kollegaens navn", "max_length": "Navnet er for langt. Skriv højst 120 tegn"},
    )
    email = forms.EmailField(
        label="Arbejdsmail",
        max_length=254,
        error_messages={
            "required": "Skriv kollegaens mailadresse",
            "invalid": "Skriv en hel mailadresse, med @ og det, der står efter",
            "max_length": "Mailadressen er for lang",
        },
    )
    roles = forms.MultipleChoiceField(
        label="Roller",
        choices=ROLE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=ROLES_HELP,
        error_messages={"required": "Vælg mindst én rolle", "invalid_choice": "Vælg blandt rollerne på listen"},
    )


class InviteCoordinatorForm(InviteForm):
    """A municipality's (first) coordinator."""

    field_order = ["municipality", "name", "email"]
    municipality = forms.ModelChoiceField(
        label="Kommune",
        queryset=Municipality.objects.none(),
        empty_label="Vælg kommune",
        error_messages={"required": "Vælg en kommune", "invalid_choice": "Vælg en kommune på listen"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["role"]
        self.fields["municipality"].queryset = Municipality.objects.in_danish_order()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or {}), "role": Role.COORDINATOR}


class PeopleFilter(forms.Form):
    """Search and filter of the list of people."""

    hide_optional = True
    SHOW = (
        ("", "Alle"),
        ("stab", "KL/Komponent"),
        ("koordinatorer", "Koordinatorer"),
        ("uden", "Uden kommune"),
        ("lukkede", "Lukkede konti"),
    )
    soeg = forms.CharField(label="Søg på navn eller mail", required=False, max_length=100)
    vis = forms.ChoiceField(label="Vis", choices=SHOW, required=False)
