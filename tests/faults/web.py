"""The portal's web process for one fault: while the file FAULTS_DIE exists, it dies when a form has been handled.

What the view committed is committed; the answer is never sent.
"""

import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from config.wsgi import application as portal


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    answer: Iterable[bytes] = portal(environ, start_response)
    if environ["REQUEST_METHOD"] == "POST" and Path(os.environ["FAULTS_DIE"]).exists():
        os.kill(os.getpid(), signal.SIGKILL)
    return answer
