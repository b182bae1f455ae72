"""What the tests run on: the embedded default, its files in a directory of their own."""

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
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
