"""A newsroom in production: everything from the environment, unsafe values refused."""

from typing import Any

from cms.settings import safety
from cms.settings.base import *
from cms.settings.logs import log_settings

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", list[str]())
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", list[str]())
WAGTAILADMIN_BASE_URL = env.str("ADMIN_BASE_URL", PUBLIC_URL)
EMAIL: dict[str, Any] = dict(env.dj_email_url("EMAIL_URL", "smtp://localhost:25"))

safety.refuse_unsafe(
    [
        safety.no_debugging(env.bool("DEBUG", False)),
        safety.secret_key(SECRET_KEY),
        safety.allowed_hosts(ALLOWED_HOSTS),
        safety.https("PUBLIC_URL", PUBLIC_URL),
        safety.https("ADMIN_BASE_URL", WAGTAILADMIN_BASE_URL),
        safety.https_or_path("PUBLIC_MEDIA_URL", PUBLIC_MEDIA_URL),
        safety.origins(CSRF_TRUSTED_ORIGINS),
        safety.database(DATABASES["default"]),
        safety.email(EMAIL),
    ]
)
VAR_DIR.mkdir(parents=True, exist_ok=True)

LOGGING = log_settings(LOG_LEVEL, "json")
TWO_FACTOR = env.bool("TWO_FACTOR", True)
PROXIES = env.int("PROXIES", 1)  # the one that ends https
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = ["^health/"]  # probes come from inside, without https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_BACKEND"], EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL["EMAIL_USE_TLS"], EMAIL["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10  # seconds: mail is sent while an editor waits
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", f"nashra@{ALLOWED_HOSTS[0].lstrip('.')}")
