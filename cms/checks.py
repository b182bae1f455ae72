"""System checks of how the parts are put together in production."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.db import connection

LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"


def register_checks() -> None:
    """Register the checks of the product."""
    register(Tags.caches, deploy=True)(shared_cache)


def shared_cache(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Processes that share a database server share a cache too: Wagtail keeps the sites' root paths in it."""
    if connection.vendor != "postgresql" or settings.CACHES["default"]["BACKEND"] != LOCAL_MEMORY:
        return []
    hint = "Set REDIS_URL, so that a site or home page changed in one process is known to the others."
    return [checks.Warning("Every process has a cache of its own.", hint=hint, id="cms.W001")]
