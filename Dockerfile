# One image for every process of a newsroom; compose.yaml shows what each is started with.
FROM python:3.11-slim-trixie AS packages

WORKDIR /build
RUN python -m venv /opt/nashra
COPY pyproject.toml requirements.txt ./
COPY scripts/production_requirements.py scripts/
# An extra of pyproject.toml, such as semantic; none by default.
ARG EXTRA=""
# The pins of requirements.txt, without what only tests and linters need.
RUN python scripts/production_requirements.py "${EXTRA}" > production.txt \
    && /opt/nashra/bin/pip install --no-cache-dir -r production.txt -c requirements.txt


FROM python:3.11-slim-trixie

# pg_dump, pg_restore and psql for backup and restore: of the same major version as the database server.
# Debian keeps one minor version at a time, so a full pin would break the build with every security fix.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin nashra \
    && install -d -o nashra -g nashra /var/lib/nashra /var/lib/nashra/private /var/lib/nashra/public \
        /var/lib/nashra/search /var/lib/nashra/backups

COPY --from=packages /opt/nashra /opt/nashra
WORKDIR /app
COPY . .

ENV PATH=/opt/nashra/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cms.settings.production \
    STATIC_ROOT=/app/static \
    VAR_DIR=/var/lib/nashra

# Bytecode is made here, for the file system may be read-only later. Collecting needs settings, not secrets:
# these values end with this step.
RUN python -m compileall -q cms home news search manage.py \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
        ALLOWED_HOSTS=build.invalid PUBLIC_URL=https://build.invalid VAR_DIR=/tmp/build \
        python manage.py collectstatic --no-input \
    && rm -rf /tmp/build

USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]

# --host 0.0.0.0 listens inside the container; what is published of it is compose.yaml's to say.
CMD ["granian", "--interface", "wsgi", "cms.wsgi:application", "--host", "0.0.0.0", "--no-ws", "--workers", "2", \
     "--blocking-threads", "4", "--respawn-failed-workers", "--log-config", "cms/settings/granian-logs.json"]
