"""The demo's password is known to everybody, so it must open nothing elsewhere."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.demo import PASSWORD
from accounts.models import User


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_the_demos_password_opens_only_the_demo(client: Client, settings: Any, demo: bool) -> None:
    settings.DEMO = demo
    person = User.objects.create_user("koordinator@stevns.example", PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert ("_auth_user_id" in client.session) is demo
