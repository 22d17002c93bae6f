"""`manage.py make_administrator signe.dam@kl.example --name "Signe Dam"`: the first person in an empty portal."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from accounts import administrators


class Command(BaseCommand):
    help = "Gør en person til administrator. Personen logger ind med en engangskode på mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="personens navn")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} er ikke en mailadresse.") from error
        user = administrators.appoint(email=email, name=name, at=timezone.now())
        self.stdout.write(f"{user.display_name} er administrator og kan logge ind med en engangskode.")
