"""A newsroom in production: everything from the environment, unsafe values refused."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", list[str]())

UNSAFE = {
    "SECRET_KEY": len(SECRET_KEY) < 50 or SECRET_KEY.startswith("development"),
    "ALLOWED_HOSTS": not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS,
    "PUBLIC_URL": not PUBLIC_URL.startswith("https://"),
}
if missing := sorted(name for name, unsafe in UNSAFE.items() if unsafe):
    raise ImproperlyConfigured(
        f"Set {', '.join(missing)} in the environment: SECRET_KEY is at least 50 random characters, "
        "ALLOWED_HOSTS names your hosts, PUBLIC_URL begins with https://."
    )

CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = ["^health/"]  # probes come from inside, without https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
EMAIL = env.dj_email_url("EMAIL_URL", "smtp://localhost:25")
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_BACKEND"], EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", list[str]())
