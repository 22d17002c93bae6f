"""`scripts/setup.sh`, with a stand-in for uv: no packages, no network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
UV = """#!/bin/sh
# `uv venv … --python PYTHON .venv` makes an environment with nothing in it; whatever else it is asked is done.
if [ "$1" = venv ]; then exec "$4" -m venv --without-pip .venv; fi
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with what the set-up reads, whose front-end packages are there already."""
    folder = tmp_path / "min portal"
    (folder / "scripts").mkdir(parents=True)
    (folder / "node_modules").mkdir()
    shutil.copy(HOUSE / "scripts" / "setup.sh", folder / "scripts")
    (folder / "requirements-dev.txt").touch()
    (folder / "package-lock.json").touch()
    (folder / "node_modules" / ".installed").write_text("4294967295 0\n")  # what cksum says of an empty file
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text(UV)
    uv.chmod(0o755)
    return folder


def set_up(checkout: Path) -> str:
    """Run the set-up. Returns the folder that the environment believes it is in."""
    environment = {
        "PATH": f"{checkout.parent / 'bin'}:{os.environ['PATH']}",
        "PYTHON": sys.executable,
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    subprocess.run([checkout / "scripts" / "setup.sh"], env=environment, check=True, capture_output=True)
    activate = (checkout / ".venv" / "bin" / "activate").read_text()
    line = next(line for line in activate.splitlines() if "VIRTUAL_ENV=" in line)
    return line.partition("=")[2].strip("\"'")


def test_a_checkout_that_was_moved_is_set_up_again(checkout: Path) -> None:
    """The programs of the old environment would still call the Python of the old folder, if that is there at all."""
    assert set_up(checkout) == str(checkout / ".venv")
    moved = checkout.rename(checkout.with_name("flyttet"))
    assert set_up(moved) == str(moved / ".venv")


def test_what_is_there_already_is_left_alone(checkout: Path) -> None:
    set_up(checkout)
    kept = checkout / ".venv" / "kept"
    kept.touch()
    set_up(checkout)
    assert kept.exists()


def test_set_up_and_journeys_look_for_the_same_browsers() -> None:
    script = (HOUSE / "scripts" / "setup.sh").read_text()
    journeys = (HOUSE / "tests" / "journeys" / "conftest.py").read_text()
    names = journeys.partition("BROWSERS = (")[2].partition(")")[0].replace('"', "").replace(",", "").split()
    assert f"command -v {' '.join(names)} >/dev/null" in script
