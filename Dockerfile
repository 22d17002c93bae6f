# syntax=docker/dockerfile:1
# The portal for production. One image runs web, worker and beat; see compose.yaml and docs/drift.md.

FROM node:24-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.11-slim AS packages
WORKDIR /build
COPY requirements.txt ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

FROM python:3.11-slim
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-dejavu-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /portal --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal /media /run/portal
WORKDIR /portal
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CELERY_BEAT_SCHEDULE=/run/portal/beat \
    MEDIA_ROOT=/media \
    NODE_MODULES=/node_modules \
    STATIC_ROOT=/static
COPY --from=packages /venv /venv
COPY --from=front-end /build/node_modules /node_modules
COPY manage.py ./
COPY config config
COPY accounts accounts
COPY documents documents
COPY partnerships partnerships
COPY screening screening
COPY strategy strategy
COPY static static
COPY templates templates
# Collecting static files reads the settings but connects to nothing.
RUN SECRET_KEY=build ALLOWED_HOSTS=build PORTAL_URL=https://build EMAIL_URL=smtp://build \
    DEFAULT_FROM_EMAIL=build@portal.example CONTACT_EMAIL=build@portal.example CONTACT_PHONE=0 DATABASE_URL=postgres://build/build REDIS_URL=redis://build/0 \
    python manage.py collectstatic --no-input --verbosity 0
USER 10001
VOLUME /media
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--max-requests", "2000", "--max-requests-jitter", "200", "--graceful-timeout", "30"]
