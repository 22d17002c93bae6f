"""The mails of partnerships: one function for each, called inside the use case's transaction."""

from partnerships.models import Enrolment


def enrolment_cancelled(enrolment: Enrolment) -> None:
    """Tell the municipality that its enrolment is cancelled."""
