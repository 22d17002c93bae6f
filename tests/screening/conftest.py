"""People and screenings that the screening's tests ask for."""

import pytest

from accounts.models import User
from partnerships.models import Enrolment
from screening.models import Screening
from tests.factories import screenings, world


@pytest.fixture
def helle(db: None) -> User:
    """A second consultant, who works on nothing of Stevns' unless told."""
    return world.user("helle.lind@komponent.example", "Helle Lind", is_consultant=True)


@pytest.fixture
def planned(binding: Enrolment, jonas: User) -> Screening:
    """Stevns' schools, planned for Jonas; nothing is written."""
    return screenings.planned(binding, jonas)


@pytest.fixture
def assessed(binding: Enrolment, jonas: User) -> Screening:
    """Stevns' schools, with all seven levers assessed by Jonas."""
    return screenings.assessed(binding, jonas)
