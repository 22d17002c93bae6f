"""Others may say where municipalities stand strong and challenged; the partnerships only ask."""

from collections.abc import Collection, Mapping

import pytest

from partnerships import lever_profiles
from partnerships.lever_profiles import LeverProfile


@pytest.fixture(autouse=True)
def nobody_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lever_profiles, "_providers", [])


def test_nobody_is_known_before_somebody_can_say() -> None:
    assert lever_profiles.of([1, 2]) == {}


def test_who_registered_answers_once() -> None:
    asked: list[Collection[int]] = []

    def provider(participations: Collection[int]) -> Mapping[int, LeverProfile]:
        asked.append(participations)
        return {1: LeverProfile(challenged=frozenset({5}))}

    lever_profiles.register(provider)
    lever_profiles.register(provider)
    assert lever_profiles.of([1, 2]) == {1: LeverProfile(frozenset(), frozenset({5}))}
    assert asked == [[1, 2]]
