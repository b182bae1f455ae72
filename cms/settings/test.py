"""What the tests run on: the default, or what the environment names, under names of their own."""

import tempfile
from pathlib import Path

from cms.settings.base import *

DEBUG = False
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
VAR_DIR = Path(tempfile.mkdtemp(prefix="nashra-test-"))
MEDIA_ROOT = VAR_DIR / "private"
PUBLIC_MEDIA_ROOT = VAR_DIR / "public"
STORAGES["default"]["OPTIONS"]["location"] = str(MEDIA_ROOT)
STORAGES["public"]["OPTIONS"]["location"] = str(PUBLIC_MEDIA_ROOT)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
SEARCH = search_settings(VAR_DIR)
SEARCH_ASKED_DIR = asked_dir(VAR_DIR)
if "prefix" in SEARCH["OPTIONS"]:
    # Names nobody else uses, and the patience of a busy machine.
    SEARCH["OPTIONS"] |= {"prefix": VAR_DIR.name, "replicas": 0, "search_timeout": 10.0}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PASSWORD_RESET_MAIL_DELAY = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
