"""System checks of how people come in."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register


def register_checks() -> None:
    """Register the checks."""
    register(Tags.security, deploy=True)(second_factor_required)


def second_factor_required(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whoever publishes should need more than a password."""
    if settings.TWO_FACTOR:
        return []
    hint = "Leave TWO_FACTOR unset, unless a proxy in front of the admin asks for a second factor itself."
    return [checks.Warning("A password alone is enough to publish.", hint=hint, id="access.W001")]
