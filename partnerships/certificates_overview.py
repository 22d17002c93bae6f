"""Who has earned a certificate, and who has fetched it: for staff and for the municipality (beviser i et overblik)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from accounts.danish import danish_key
from documents.models import Document
from partnerships import certificates
from partnerships.models import Attendance, Municipality, Network, Participant, SeatHolding


@dataclass(frozen=True)
class Earned:
    """One person's days in one network. `document` is the newest certificate, `is_current` whether it says it all."""

    network: Network
    municipality: Municipality
    holding: SeatHolding
    days: list[dict[str, str]]
    document: Document | None
    fetched: Document | None

    @property
    def is_current(self) -> bool:
        return self.document is not None and self.document.snapshot["days"] == self.days

    @property
    def titles(self) -> str:
        """The days the person came to, in one line."""
        return ", ".join(day["title"] for day in self.days)


def of_network(network: Network) -> list[Earned]:
    """Everybody who has come to a held day of the network, by municipality and name. Three queries."""
    return _earned(list(certificates.presence().filter(day__network=network)))


def of_municipality(municipality: Municipality) -> list[Earned]:
    """The municipality's own people in all networks, newest programme first. Three queries.

    A person who has moved between two municipalities of a network belongs to the one they came from last.
    """
    own = SeatHolding.objects.filter(seat__participation__enrolment__municipality=municipality)
    rows = certificates.presence().filter(holding__email__in=own.values("email"))
    found = [row for row in _earned(list(rows)) if row.municipality.pk == municipality.pk]
    return sorted(found, key=lambda row: (-row.network.partnership.programme.year, row.network.pk))


def _earned(rows: list[Attendance]) -> list[Earned]:
    by_person: dict[tuple[int, str], list[Attendance]] = defaultdict(list)
    for row in rows:
        if row.holding is not None:
            by_person[row.day.network_id, row.holding.email].append(row)
    made = _documents(by_person)
    found = []
    for key, came in by_person.items():
        last, documents = came[-1], made.get(key, [])
        municipality = last.seat.participation.enrolment.municipality
        found.append(
            Earned(
                network=last.day.network,
                municipality=municipality,
                holding=last.holding,  # type: ignore[arg-type]  # rows without one were left out above
                days=certificates.days_of(came),
                document=next((row for row in documents if row.snapshot["scope"] == municipality.code), None),
                fetched=next((row for row in documents if row.fetched_at), None),
            )
        )
    return sorted(found, key=lambda row: (danish_key(row.municipality.name), danish_key(row.holding.name)))


def _documents(people: Collection[tuple[int, str]]) -> dict[tuple[int, str], list[Document]]:
    """The certificates of each person in each network, newest first. Two queries."""
    networks, addresses = ({one[part] for one in people} for part in (0, 1))
    persons = dict(Participant.objects.filter(address__in=addresses).values_list("pk", "address"))
    rows = Document.objects.filter(kind=certificates.KIND, snapshot__network__in=sorted(networks))
    found: dict[tuple[int, str], list[Document]] = defaultdict(list)
    for row in rows.order_by("-created_at", "-pk"):
        if (address := persons.get(row.snapshot["participant"])) is not None:
            found[row.snapshot["network"], address].append(row)
    return found
