"""A newsroom on one machine, from `make run`: SQLite, embedded search, no server to install."""

from cms.settings.base import *

VAR_DIR.mkdir(parents=True, exist_ok=True)
DEBUG = True
SECRET_KEY = env.str("SECRET_KEY", "development-only-and-refused-in-production")
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOGGING["loggers"]["news.http.access_log"] = {"level": "WARNING"}  # the terminal is for what matters
