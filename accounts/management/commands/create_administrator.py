"""The first administrator of a new portal."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from accounts import people
from accounts.models import User
from accounts.second_factor import has_second_factor


class Command(BaseCommand):
    """Makes an administrator, who signs in with a one-time code; an existing person is given the role."""

    help = "Opret en administrator: manage.py create_administrator --email navn@kl.example --name 'Navn Navnesen'"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="work e-mail; the one-time code is sent here")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument(
            "--reset-second-factor", action="store_true", help="also forget a lost phone's app, passkeys and codes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address.") from None
        person = User.objects.filter(email=email).first()
        at = timezone.now()
        if person is None:
            people.invite_staff(email=email, name=options["name"], roles=["administrator"], by=None, at=at)
            done = "er oprettet som administrator"
        else:
            people.make_administrator(person=person, at=at)
            if options["reset_second_factor"] and has_second_factor(person):
                people.reset_second_factor(person=person, by=None, at=at)
            done = "er nu administrator"
        address = settings.PORTAL_URL + reverse("account_request_login_code")
        self.stdout.write(
            f"{email} {done}.\n"
            f"Log ind med en engangskode på {address}\n"
            "Ved første login skal totrinslogin slås til (godkendelsesapp eller adgangsnøgle)."
        )
