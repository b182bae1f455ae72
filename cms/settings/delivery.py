"""The process that readers read from: no Wagtail, no session, no search engine, no way to a draft."""

from secrets import token_urlsafe

from cms.settings import safety
from cms.settings.base import *
from cms.settings.database import database_settings
from cms.settings.logs import log_settings

DEBUG = False
# Nothing is signed here, so every process makes a key of its own and holds none that could be stolen.
SECRET_KEY = token_urlsafe(64)
DATABASES = {"default": database_settings(env, VAR_DIR, seconds=5)}  # a reader is gone by then
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])

safety.refuse_unsafe(
    [
        safety.no_debugging(env.bool("DEBUG", False)),
        safety.allowed_hosts(ALLOWED_HOSTS),
        safety.https("PUBLIC_URL", PUBLIC_URL) if PUBLIC_URL else "",
        safety.https_or_path("PUBLIC_MEDIA_URL", PUBLIC_MEDIA_URL),
        safety.database(DATABASES["default"]),
    ]
)

INSTALLED_APPS = ["news.record", "search", "django.contrib.staticfiles"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "news.http.request_id.RequestIdMiddleware",
    "cms.health.ProbeMiddleware",
    "news.http.access_log.AccessLogMiddleware",
]
TEMPLATES[0]["OPTIONS"]["context_processors"] = []
STATICFILES_DIRS = [BASE_DIR / "home" / "static"]  # the reader site's, without the app they belong to
ROOT_URLCONF = "cms.reading_urls"
SEARCH = {}  # an engine that is slow cannot be waited for here
LOGGING = log_settings(LOG_LEVEL, "json")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # pages say who may frame them in their Content-Security-Policy
    "security.W003",  # nobody is logged in and nothing can be posted, so there is nothing to forge
    "security.W008",  # a machine that asks over http gets its answer; the proxy sends people on to https
]
