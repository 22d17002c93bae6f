"""What is worth a second look in an agreement: days gone by, a baseline after the start, too few measurements."""

from datetime import date
from typing import Any

import pytest

from strategy.agreement_hints import hints

PLAN: dict[str, Any] = {
    "first_on": date(2026, 11, 30),
    "frequency": "weekly",
    "baseline_points": 3,
    "starts_on": date(2027, 1, 11),
    "ends_on": date(2027, 6, 25),
    "today": date(2026, 11, 22),
    "counted": True,
}
PAST = (
    "Den første måling ligger i fortiden, 16. november 2026. Når I har skrevet under, mangler den dag en måling. "
    "Har I ikke målt, så vælg en senere dag."
)
NOTHING_BEFORE = (
    "Udgangspunktet er de første 3 målinger. Ingen af dem ligger før begyndelsen 16. november 2026, så I får ikke "
    "vist, hvordan det var før. Mål først, eller begynd senere."
)
FEW = (
    "Planen giver kun 9 målinger i alt. Der skal 12 til, før grafen kan skelne en ændring fra tilfældige udsving. Mål "
    "oftere eller i længere tid, hvis I vil kunne se en."
)
NONE_AFTER = "Der bliver 2 målinger, så efter udgangspunktets 3 er der ingen tilbage."


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"first_on": date(2026, 11, 16)}, [PAST]),
        (
            {"first_on": date(2026, 11, 9)},
            [PAST.replace("16. nov", "9. nov").replace("den dag", "de 2 dage, der er gået,")],
        ),
        ({"starts_on": date(2026, 11, 16)}, [NOTHING_BEFORE]),
        (
            {"starts_on": date(2026, 12, 8)},
            [NOTHING_BEFORE.replace("Ingen", "Kun 2").replace("16. november", "8. december")],
        ),
        ({"ends_on": date(2027, 2, 5)}, [FEW]),
        ({"ends_on": date(2026, 12, 11), "starts_on": date(2026, 12, 1)}, [NONE_AFTER, FEW.replace("9", "2")]),
        ({"starts_on": date(2026, 11, 16), "ends_on": date(2027, 1, 29), "counted": False}, []),
        ({"ends_on": date(2026, 11, 1)}, []),
    ],
)
def test_hints(changes: dict[str, Any], told: list[str]) -> None:
    assert hints(**PLAN | changes) == told
