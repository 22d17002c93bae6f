"""The sections staff write a programme in (afsnit)."""

from dataclasses import dataclass

from django.urls import reverse

from partnerships.models import Programme


@dataclass(frozen=True)
class Section:
    """A section: its key in the code, its part of the address, and its Danish name."""

    key: str
    path: str
    label: str

    def url(self, programme: Programme) -> str:
        """Where it is edited."""
        return reverse("staff_programme_edit", args=[programme.slug, self.path])


SECTIONS = (
    Section("texts", "tekster", "Tekster"),
    Section("criteria", "succeskriterier", "Succeskriterier"),
    Section("areas", "omraader", "Områder"),
    Section("prices", "priser", "Priser"),
    Section("terms", "vilkaar", "Vilkår"),
    Section("timeline", "tidsplan", "Tidsplan"),
    Section("contacts", "kontakter", "Kontaktpersoner"),
    Section("deadline", "frist", "Frist"),
)
BY_KEY = {section.key: section for section in SECTIONS}
BY_PATH = {section.path: section for section in SECTIONS}
