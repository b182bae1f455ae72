"""System checks: what is named in settings can be imported."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string


def register_checks() -> None:
    """Register the checks of publication."""
    register(plug_ins)


def plug_ins(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every document type, consumer, and what else settings name, exists."""
    single = [settings.PREVIEW_RENDERER, settings.PREVIEW_DOCUMENT, settings.KIND_OF_REVIEW]
    optional = [settings.MACHINE_TRANSLATOR] if settings.MACHINE_TRANSLATOR else []
    names = [*settings.DOCUMENT_TYPES, *settings.LOG_CONSUMERS.values(), *single, *optional]
    missing = [problem for name in names if (problem := _missing(name))]
    return missing or [problem for name in settings.LOG_CONSUMERS if (problem := _leaderless(name))]


def _missing(name: str) -> CheckMessage | None:
    try:
        import_string(name)
    except ImportError as error:
        hint = "Correct it in DOCUMENT_TYPES, LOG_CONSUMERS, PREVIEW_…, KIND_OF_REVIEW or MACHINE_TRANSLATOR."
        return Error(f"{name} cannot be imported: {error}", hint=hint, id="publication.E001")
    return None


def _leaderless(name: str) -> CheckMessage | None:
    leader = getattr(import_string(settings.LOG_CONSUMERS[name])(), "follows", None)
    if leader is None or leader in settings.LOG_CONSUMERS:
        return None
    hint = f"Name a consumer {leader!r} in LOG_CONSUMERS, or take {name!r} out."
    return Error(
        f"The consumer {name!r} follows {leader!r}, which is not there.", hint=hint, id="publication.E002"
    )
