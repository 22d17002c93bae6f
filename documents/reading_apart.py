"""Files people send are read by a program of ours in a process of its own, so that it can be ended (læsning for sig).

The program limits its own memory and computing time, takes the file on standard input, and tells on standard output.
"""

import os
import subprocess
import sys
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Told:
    """What the program wrote, and whether it came to its end by itself."""

    output: bytes
    is_whole: bool


def read(program: str, data: bytes, *arguments: str, seconds: float) -> Told:
    """Let the module `program` read `data`, `seconds` at most; what it wrote before it was ended is kept.

    It has none of our settings and secrets in its environment. `arguments` must be words of ours, never a person's.
    """
    environment = {
        "PYTHONPATH": str(settings.BASE_DIR),
        "PATH": os.environ.get("PATH", ""),
        "PYTHONIOENCODING": "utf-8",
    }
    try:
        done = subprocess.run(  # noqa: S603 our own program and words
            [sys.executable, "-m", program, *arguments],
            input=data,
            capture_output=True,
            timeout=seconds,
            cwd=settings.BASE_DIR,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return Told(late.stdout or b"", is_whole=False)
    return Told(done.stdout, is_whole=done.returncode == 0)
