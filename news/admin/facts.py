"""What is said of a story in a line, as HTML: times as such, names in their own direction."""

from datetime import datetime
from typing import TypeAlias

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

Fact: TypeAlias = SafeString


def timed(words: Promise | str, moment: datetime) -> Fact:
    """`words` with `%(when)s` in them; the day is left out where it is today."""
    local = timezone.localtime(moment)
    today = local.date() == timezone.localtime().date()
    shown = date_format(local, "TIME_FORMAT" if today else "DATETIME_FORMAT")
    full = date_format(local, "DATETIME_FORMAT")
    time = format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), full, shown)
    return filled(words, when=time)


def named(words: Promise | str, name: str = "") -> Fact:
    """`words`, with `%(name)s` in them where there is a name."""
    return filled(words, name=format_html("<bdi>{}</bdi>", name)) if name else filled(words)


def filled(words: Promise | str, **parts: SafeString) -> Fact:
    """Words for people, escaped, with parts that are HTML already."""
    text = conditional_escape(str(words))
    return mark_safe(text % parts if parts else text)  # noqa: S308 - the words are escaped, the parts are HTML
