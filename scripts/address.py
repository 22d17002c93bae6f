"""The address of `make run`: `address.py free HOST PORT` before the start, `address.py announce HOST PORT` after it."""

import os
import socket
import sys
import time
import urllib.request
from pathlib import Path

ACCOUNTS = Path(".run/accounts.txt")


def check_free(host: str, port: int) -> int:
    """Say clearly that the address cannot be had, before anything is started."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        print(f"Port {port} on {host} cannot be used: {error}. Try another: make run PORT={port + 1}", file=sys.stderr)
        return 1
    return 0


def announce(host: str, port: int) -> int:
    """Print the address and the demo accounts once web and worker answer; stay silent if the portal never does."""
    starter = os.getppid()
    if not wait_for(f"http://{host}:{port}/healthz", seconds=120, starter=starter):
        return 1
    wait_for(f"http://{host}:{port}/readyz", seconds=30, starter=starter)
    line = "─" * 78
    print(f"\n{line}\n  The portal is ready on http://{host}:{port}/   (Ctrl-C stops it)\n", flush=True)
    print("\n".join(f"  {text}" for text in ACCOUNTS.read_text().splitlines()), f"\n{line}\n", sep="\n", flush=True)
    return 0


def wait_for(url: str, *, seconds: int, starter: int) -> bool:
    """Whether the address answers 200 within the time, while the one who started us still lives."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and os.getppid() == starter:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return True
        except OSError:
            time.sleep(0.3)
    return False


if __name__ == "__main__":
    action, host, port = sys.argv[1:]
    sys.exit({"free": check_free, "announce": announce}[action](host, int(port)))
