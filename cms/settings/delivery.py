"""The process that readers read from: no Wagtail, no session, no search engine, no way to a draft."""

from cms.settings.base import *
from cms.settings.safety import refuse_unsafe

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", list[str]())
refuse_unsafe(SECRET_KEY, ALLOWED_HOSTS)

INSTALLED_APPS = ["news.record", "search", "django.contrib.staticfiles"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "news.http.request_id.RequestIdMiddleware",
]
TEMPLATES[0]["OPTIONS"]["context_processors"] = []
STATICFILES_DIRS = [BASE_DIR / "home" / "static"]  # the reader site's, without the app they belong to
ROOT_URLCONF = "cms.reading_urls"
SEARCH = {}  # an engine that is slow cannot be waited for here
