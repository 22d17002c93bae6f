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

# For commands that read the settings and connect to nothing.
unused=(DATABASE_URL=postgres://nobody@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0)

types() {
    env DEMO=true "${unused[@]}" mypy
}

migrations() {
    python -m config.embedded --ephemeral -- env DEMO=true python manage.py makemigrations --check --dry-run
}

settings() { # as on a server
    env -u DEMO -u DJANGO_ALLOW_ASYNC_UNSAFE "${unused[@]}" SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
        ALLOWED_HOSTS=partnerskaber.example PORTAL_URL=https://partnerskaber.example \
        EMAIL_URL=smtp+tls://portal:secret@mail.example:587 DEFAULT_FROM_EMAIL=portal@partnerskaber.example \
        CONTACT_EMAIL=hjaelp@partnerskaber.example CONTACT_PHONE="00 00 00 00" \
        python manage.py check --deploy --fail-level WARNING
}

templates() {
    local files
    mapfile -t files < <(git ls-files -co --exclude-standard 'templates/*.html')
    [ ${#files[@]} -eq 0 ] || djade --check --target-version 5.2 "${files[@]}"
}

step format ruff format --check .
step lint ruff check .
step types types
step layers lint-imports
step templates templates
step migrations migrations
step settings settings
step pins scripts/lock.sh --check

[ ${#failed[@]} -eq 0 ] || { echo "Failed: ${failed[*]}"; exit 1; }
