"""Forms about members of a municipality."""

from typing import Any, cast

from django import forms

from accounts.validators import no_cpr_in_name
from partnerships.models import Membership, Municipality
from partnerships.models.memberships import Role

ROLE_HELP = (
    "En koordinator tilmelder bindende og bestemmer, hvem der har adgang. "
    "En medarbejder udfylder og navngiver deltagere. En læser kan kun se."
)


class RoleForm(forms.Form):
    """The role of one member."""

    role = forms.ChoiceField(
        label="Rolle",
        choices=Role.choices,
        widget=forms.RadioSelect,
        help_text=ROLE_HELP,
        error_messages={"required": "Vælg en rolle", "invalid_choice": "Vælg en af rollerne på listen"},
    )


class InviteForm(forms.Form):
    """Whom to invite to a municipality, and as what. An address outside its mail domains is asked about once."""

    name = forms.CharField(
        label="Navn",
        max_length=120,
        required=False,
        validators=[no_cpr_in_name],
        error_messages={"max_length": "Navnet er for langt. Skriv højst 120 tegn"},
    )
    email = forms.EmailField(
        label="Arbejdsmail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Skriv den mailadresse, invitationen skal sendes til",
            "invalid": "Skriv en hel mailadresse, med @ og det, der står efter",
            "max_length": "Mailadressen er for lang",
        },
    )
    role = forms.ChoiceField(
        label="Rolle",
        choices=Role.choices,
        initial=Role.CONTRIBUTOR,
        help_text=ROLE_HELP,
        error_messages={"required": "Vælg en rolle", "invalid_choice": "Vælg en af rollerne på listen"},
    )

    def __init__(self, *args: Any, municipality: Municipality | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = municipality
        if self.add_prefix("anyway") in self.data:
            self._ask()

    def _ask(self) -> None:
        """Put the box to tick below the address."""
        self.fields["anyway"] = forms.BooleanField(label="Inviter alligevel", required=False)
        names = [name for name in self.fields if name != "anyway"]
        names.insert(names.index("email") + 1, "anyway")
        self.order_fields(names)

    def clean(self) -> dict[str, Any]:
        """Without `anyway`, which is between the form and the person."""
        data = super().clean() or {}
        anyway = data.pop("anyway", False)
        municipality = self.place or data.get("municipality")
        domains = _foreign_to(data.get("email", ""), municipality)
        if domains and not anyway:
            self._ask()
            self.add_error("email", f"Adressen hører ikke til {municipality}s domæner ({domains}). Inviter alligevel?")
        return data


def _foreign_to(email: str, municipality: Municipality | None) -> str:
    """The municipality's mail domains in words, when the address lies in none of them; else nothing."""
    if not email or municipality is None:
        return ""
    domains = list(municipality.email_domains.order_by("domain").values_list("domain", flat=True))
    domain = "." + email.rpartition("@")[2].lower()
    return "" if any(domain.endswith(f".{own}") for own in domains) else ", ".join(domains)


class HandOverForm(forms.Form):
    """Who takes over as coordinator."""

    to = forms.ModelChoiceField(
        label="Hvem tager over?",
        queryset=Membership.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg den, der tager over", "invalid_choice": "Vælg et medlem på listen"},
    )

    def __init__(self, *args: Any, municipality: Municipality, mine: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("Any", self.fields["to"])
        field.queryset = (
            Membership.objects.active()
            .filter(municipality=municipality, user__is_active=True)
            .exclude(pk=mine.pk)
            .select_related("user")
            .order_by("user__name", "pk")
        )
        field.label_from_instance = lambda member: f"{member.user} ({member.get_role_display().lower()})"
