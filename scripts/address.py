"""The address of `make run`: `address.py free HOST PORT` before the start, `address.py announce HOST PORT` after it."""

import os
import socket
import sys
import time
import urllib.error
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
    """Print the address and the demo accounts once the portal answers; stay silent if it never does."""
    starter = os.getppid()
    for _ in range(600):
        if os.getppid() != starter:
            return 0
        try:
            with urllib.request.urlopen(f"http://{host}:{port}/healthz", timeout=2):
                break
        except urllib.error.HTTPError as error:
            print(f"The portal answers {error.code} at /healthz.", file=sys.stderr)
            return 1
        except OSError:
            time.sleep(0.2)
    else:
        return 1
    line = "─" * 78
    print(f"\n{line}\n  The portal is ready on http://{host}:{port}/   (Ctrl-C stops it)\n", flush=True)
    print("\n".join(f"  {text}" for text in ACCOUNTS.read_text().splitlines()), f"\n{line}\n", sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    action, host, port = sys.argv[1:]
    sys.exit({"free": check_free, "announce": announce}[action](host, int(port)))
