#!/usr/bin/env bash
# Every check that needs no tests: format, lint, types, architecture, templates, migrations, production settings.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
failed=()

step() { # NAME COMMAND...
    local name=$1 said
    shift
    if said=$("$@" 2>&1); then
        printf '%-12s ok\n' "$name"
    else
        printf '%-12s FAILED\n%s\n\n' "$name" "$said"
        failed+=("$name")
    fi
}

production() { # A command under settings as a server has them
    env -u DEMO SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
        ALLOWED_HOSTS=partnerskaber.example PORTAL_URL=https://partnerskaber.example \
        EMAIL_URL=smtp+tls://portal:secret@mail.example:587 DEFAULT_FROM_EMAIL=portal@partnerskaber.example \
        "$@"
}

with_engines() {
    python -m config.embedded --ephemeral -- "$@"
}

addresses() { # For commands that read the settings and connect to nothing
    env DEMO=true DATABASE_URL=postgres://nobody@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0 "$@"
}

templates() {
    local files
    mapfile -t files < <(git ls-files -co --exclude-standard 'templates/*.html')
    [ ${#files[@]} -eq 0 ] || djade --check --target-version 5.2 "${files[@]}"
}

step format ruff format --check .
step lint ruff check .
step types addresses mypy
step layers lint-imports
step templates templates
step migrations with_engines env DEMO=true python manage.py makemigrations --check --dry-run
step settings production addresses env -u DEMO python manage.py check --deploy --fail-level WARNING
step pins scripts/lock.sh --check

[ ${#failed[@]} -eq 0 ] || { echo "Failed: ${failed[*]}"; exit 1; }
