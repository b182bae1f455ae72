"""Where the newsroom is kept: SQLite in `VAR_DIR`, or the PostgreSQL that `DATABASE_URL` names."""

from pathlib import Path
from typing import Any

from environs import Env

# Seconds until a server that does not answer, or a network that has gone, is an error.
CONNECT_TIMEOUT = 5
NETWORK_TIMEOUT = 15


def database_settings(env: Env, var_dir: Path, seconds: int = 30) -> dict[str, Any]:
    """The default database, with time limits on everything that waits for a server.

    `seconds` is how long a statement may take where `DATABASE_TIMEOUT` does not say.
    """
    database: dict[str, Any] = dict(env.dj_db_url("DATABASE_URL", f"sqlite:///{var_dir / 'nashra.sqlite3'}"))
    seconds = env.int("DATABASE_TIMEOUT", seconds)
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        return database
    limits: dict[str, Any] = {
        "connect_timeout": CONNECT_TIMEOUT,
        "tcp_user_timeout": NETWORK_TIMEOUT * 1000,
        "keepalives_idle": NETWORK_TIMEOUT,
        # A pooler that hands out another session for every statement cannot keep any.
        "prepare_threshold": 0 if env.bool("DATABASE_KEEP_STATEMENTS", True) else None,
    }
    if seconds:  # left out where it is 0: some connection poolers refuse the option
        limits["options"] = f"-c statement_timeout={seconds * 1000}"
    database |= {"ENGINE": "cms.postgresql", "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    database["OPTIONS"] = {**limits, **database.get("OPTIONS", {})}
    return database


def cache_settings(env: Env) -> dict[str, Any]:
    """The cache: Redis where `REDIS_URL` is set, shared by all processes; else each keeps its own."""
    url = env.str("REDIS_URL", "")
    if not url:
        return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": "nashra",
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
    }
