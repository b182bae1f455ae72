"""Registers the record as an app of its own, so that its tables can be granted by themselves."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The record's tables: `record_*`."""

    name = "news.record"
    label = "record"
    verbose_name = "Publication record"
    default_auto_field = "django.db.models.BigAutoField"
