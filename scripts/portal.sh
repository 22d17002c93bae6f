#!/usr/bin/env bash
# The whole portal in one terminal, in demo mode; `make run` calls it with the engines running.
set -euo pipefail
cd "$(dirname "$0")/.."

shown=$HOST
[ "$HOST" != 0.0.0.0 ] || shown=127.0.0.1
mkdir -p .run
export DEMO=true PYTHONUNBUFFERED=1
export PORTAL_URL=${PORTAL_URL:-http://$shown:$PORT}
export MEDIA_ROOT=${MEDIA_ROOT:-$PWD/.run/media} STATIC_ROOT=${STATIC_ROOT:-$PWD/.run/static}
export CELERY_BEAT_SCHEDULE=${CELERY_BEAT_SCHEDULE:-$PWD/.run/beat}
# Celery warns of root at every start; in the demo root is at home.
export PYTHONWARNINGS=${PYTHONWARNINGS:-ignore::Warning:celery.platforms}

echo "Preparing the database ..."
python scripts/prepare.py .run/accounts.txt
python scripts/address.py announce "$shown" "$PORT" &
exec honcho -e /dev/null start -p "$PORT"
