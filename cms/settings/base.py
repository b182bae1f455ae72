"""What every way of running Nashra shares; everything secret or local comes from the environment."""

import gc
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy
from environs import Env

from cms.settings.access import *
from cms.settings.api import *
from cms.settings.database import cache_settings, database_settings
from cms.settings.grants import *
from cms.settings.languages import *
from cms.settings.logs import log_settings
from cms.settings.search import *
from cms.settings.translation import *

# Nearly all that a request makes goes when nothing refers to it. To look for cycles after every 700 things,
# as Python does, takes a fifth of an editor's time.
gc.set_threshold(50_000, 20, 20)

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = Env()
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "cms",
    "home",
    "search",
    "news",
    "news.record",
    "news.editorial",
    "news.translation",
    "news.publication",
    "news.access",
    "news.api.editorial",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "wagtail.locales",
    "taggit",
    "rest_framework",
    "drf_spectacular",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# No LocaleMiddleware: it would put Vary: Accept-Language on every API answer. The admin follows the
# language of the user's account, the reader site that of its path.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "news.http.request_id.RequestIdMiddleware",
    "cms.health.ProbeMiddleware",
    "news.http.access_log.AccessLogMiddleware",
    "news.http.hosts.HostMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "news.access.middleware.DoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "news.editorial.admission.AdmissionMiddleware",
    "news.editorial.keeping.KeepingMiddleware",
    "news.editorial.middleware.RefusalMiddleware",
    "news.editorial.saving.SavingMiddleware",
    "news.editorial.moving.MovingMiddleware",
    "news.publication.doors.PublishingMiddleware",
]

ROOT_URLCONF = "cms.urls"
PUBLIC_URLCONF = "cms.delivery_urls"  # what the OpenAPI document describes, in every process
EDITORIAL_URLCONF = "cms.editorial_urls"  # what that of the editorial API describes
WSGI_APPLICATION = "cms.wsgi.application"
APPEND_SLASH = False  # an API answers 404, never a redirect; the reader site adds the slash itself

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": database_settings(env, VAR_DIR)}
CACHES = cache_settings(env)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))

# Everything editors upload is private: the default storage is read through an authenticated view only.
# The public storage holds copies, under digest names, of what public documents name.
PRIVATE_MEDIA_URL = "/admin/media/"
PUBLIC_MEDIA_URL = env.str("PUBLIC_MEDIA_URL", "/media/")
# Strings, for Wagtail hands the storages to its tasks as JSON.
PUBLIC_MEDIA_ROOT = VAR_DIR / "public"
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": "news.models.storage.PrivateStorage",
        "OPTIONS": {"location": str(VAR_DIR / "private"), "base_url": PRIVATE_MEDIA_URL},
    },
    "public": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PUBLIC_MEDIA_ROOT), "base_url": PUBLIC_MEDIA_URL},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "private"
MEDIA_URL = PRIVATE_MEDIA_URL

# Where readers are: the scheme and host put before paths in documents. Empty gives addresses without host.
PUBLIC_URL = env.str("PUBLIC_URL", "").rstrip("/")

SEARCH = search_settings(VAR_DIR)
SEARCH_FLOORS = search_floors()
SEARCH_ASKED_DIR = asked_dir(VAR_DIR)
LOGIN_URL = "wagtailadmin_login"

# Document types and log consumers plug in by name, so that the lower rooms import none of them.
DOCUMENT_TYPES = [
    "news.publication.types.article.ArticleType",
    "news.publication.types.section.SectionType",
    "news.publication.types.people.TopicType",
    "news.publication.types.people.AuthorType",
    "news.publication.types.tag.TagType",
    "news.publication.types.locale.LocaleType",
]
LOG_CONSUMERS = {**search_consumers(SEARCH), "neighbours": "search.neighbours.NeighbourConsumer"}
# What the relay does now and then besides.
RELAY_CHORES = ["search.asked.gathering.gather"]
PREVIEW_RENDERER = "home.preview.render_draft"
PREVIEW_DOCUMENT = "home.preview.draft_document"
KIND_OF_REVIEW = "news.translation.review.kind_of_review"

LOG_LEVEL = env.str("LOG_LEVEL", "INFO").upper()
LOGGING = log_settings(LOG_LEVEL, "line")

WAGTAIL_SITE_NAME = gettext_lazy("Nashra")
WAGTAILADMIN_BASE_URL = env.str("ADMIN_BASE_URL", f"http://localhost:{env.str('PORT', '8000')}")
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no request leaves the newsroom
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "news.editorial.finish.publish_approved"
WAGTAILIMAGES_IMAGE_MODEL = "news.NewsImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "news.models.image_form.NewsImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "home.desk.search"}}
WAGTAILIMAGES_FEATURE_DETECTION_ENABLED = False
TAGGIT_CASE_INSENSITIVE = True
