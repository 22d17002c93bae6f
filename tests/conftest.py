"""Named people every test may ask for: an owner, a colleague, a reader, a stranger, and KL/Komponent's staff."""

import hypothesis
import pgtrigger
import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client, TransactionTestCase

from accounts.models import User
from partnerships.models import Enrolment, Municipality, Programme, Region
from tests.factories import world
from tests.factories.kept import kept

# How long an example takes says something of the machine; benchmarks measure, tests do not.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")

MADE_BY_MIGRATE = (ContentType, Permission)


def _delete_what_was_committed(case: TransactionTestCase) -> None:
    """After a test that commits: empty the tables that have rows, instead of truncating every table there is."""
    tables = [
        model._meta.db_table for model in apps.get_models(include_auto_created=True) if model not in MADE_BY_MIGRATE
    ]
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables]
    with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        for (table,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{table}"')


TransactionTestCase._fixture_teardown = _delete_what_was_committed


@pytest.fixture
@kept
def region(db: None) -> Region:
    """What Stevns and Faxe share."""
    return Region.objects.get_or_create(name="Region Sjælland", defaults={"code": "1085"})[0]


@pytest.fixture
@kept
def stevns(region: Region) -> Municipality:
    row = world.municipality("0336", "Stevns")
    world.ean_number(row)
    return row


@pytest.fixture
@kept
def faxe(region: Region) -> Municipality:
    return world.municipality("0320", "Faxe")


@pytest.fixture
@kept
def programme(db: None) -> Programme:
    return world.programme()


@pytest.fixture
@kept
def mette(stevns: Municipality) -> User:
    """Coordinator of Stevns."""
    return world.member(stevns, "mette.holm@stevns.example", "coordinator", "Mette Holm")


@pytest.fixture
@kept
def anders(stevns: Municipality) -> User:
    """Contributor of Stevns."""
    return world.member(stevns, "anders.friis@stevns.example", "contributor", "Anders Friis")


@pytest.fixture
@kept
def rikke(stevns: Municipality) -> User:
    """Reader of Stevns."""
    return world.member(stevns, "rikke.sand@stevns.example", "reader", "Rikke Sand")


@pytest.fixture
@kept
def stranger(faxe: Municipality) -> User:
    """Coordinator of Faxe, a stranger to Stevns."""
    return world.member(faxe, "fremmed@faxe.example", "coordinator", "Frede Faxe")


@pytest.fixture
@kept
def signe(db: None) -> User:
    """Administrator at KL."""
    return world.user("signe.dam@kl.example", "Signe Dam", is_administrator=True)


@pytest.fixture
@kept
def finn(db: None) -> User:
    """Finance at KL."""
    return world.user("finn.borg@kl.example", "Finn Borg", is_finance=True)


@pytest.fixture
@kept
def jonas(db: None) -> User:
    """Consultant at Komponent."""
    return world.user("jonas.krog@komponent.example", "Jonas Krog", is_consultant=True)


@pytest.fixture
@kept
def draft(stevns: Municipality, programme: Programme, mette: User) -> Enrolment:
    return world.draft(stevns, programme, mette)


@pytest.fixture
@kept
def binding(stevns: Municipality, programme: Programme, mette: User) -> Enrolment:
    return world.binding(stevns, programme, mette)


@pytest.fixture
def as_user():
    """A logged-in client for a person: `as_user(mette)`."""

    def logged_in(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return logged_in
