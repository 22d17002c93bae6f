"""Two real database connections at once: one is held in the middle of its transaction while the other tries."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from django.db import connection

WAIT = 10.0


class Held:
    """A place in the first person's transaction where the thread stops until `let_go`."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.released = threading.Event()
        self.armed = True

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, whose first call stops before it runs; later calls do not."""

        def stopping(*args: Any, **kwargs: Any) -> Any:
            if self.armed:
                self.armed = False
                self.reached.set()
                assert self.released.wait(WAIT), "nobody let the first transaction go on"
            return function(*args, **kwargs)

        return stopping


@dataclass(frozen=True)
class Outcome:
    """What came of one person's use case: its result, or the refusal it raised."""

    result: Any
    refusal: BaseException | None

    @property
    def name(self) -> str:
        """The refusal's class name, or "done"."""
        return type(self.refusal).__name__ if self.refusal else "done"


def _on_its_own_connection(action: Callable[[], Any]) -> Any:
    try:
        return action()
    finally:
        connection.close()


def _outcome(future: Future[Any]) -> Outcome:
    refusal = future.exception(WAIT)
    return Outcome(None if refusal else future.result(), refusal)


def run_both(held: Held, first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Outcome, Outcome]:
    """Start `first`, wait until it is held, start `second`, see that it waits for the lock, let go, and join both."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        one = pool.submit(_on_its_own_connection, first)
        assert held.reached.wait(WAIT), "the first never came to the place where it is held"
        two = pool.submit(_on_its_own_connection, second)
        wait([two], timeout=0.5)
        waited = not two.done()
        held.released.set()
        outcomes = _outcome(one), _outcome(two)
    assert waited, f"the second did not wait for the first's lock: {outcomes[1].name}"
    return outcomes
