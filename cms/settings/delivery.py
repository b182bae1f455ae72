"""The process readers talk to: no Wagtail, no session, no log-in, nothing that could show a draft."""

from cms.settings.base import *

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
INSTALLED_APPS = [
    "news.record",
    "search",
    "rest_framework",
    "drf_spectacular",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "news.http.request_id.RequestIdMiddleware",
]
TEMPLATES[0]["OPTIONS"]["context_processors"] = []
STATICFILES_DIRS = [BASE_DIR / "home" / "static"]  # the reader site's, without the app they belong to
ROOT_URLCONF = "cms.delivery_urls"
