"""`manage.py demo`: fill an empty database with invented data, or print the accounts."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.demo import PASSWORD
from accounts.models import User
from partnerships.demo import people
from partnerships.demo.build import build


class Command(BaseCommand):
    """Demo data; only in demo mode, and only into an empty database."""

    help = "Fill an empty database with demo data (only with DEMO=true)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing, quietly, when there is data already")
        parser.add_argument("--accounts", action="store_true", help="only print the accounts one can sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo has known passwords; it is made with DEMO=true only.")
        if options["accounts"]:
            self.print_accounts()
            return
        if User.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("The database has data already; `make reset` removes it.")
        build(at=timezone.localtime())
        self.stdout.write("Demo data made: 98 municipalities, four programmes, enrolments and accounts.")

    def print_accounts(self) -> None:
        """One line for each account, and the password they share."""
        width = max(len(account.purpose) for account in people.ACCOUNTS)
        for account in people.ACCOUNTS:
            self.stdout.write(f"  {account.purpose:<{width}}  {account.email}")
        self.stdout.write(f"  Adgangskode til dem alle: {PASSWORD}")
