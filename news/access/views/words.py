"""Speaks to whoever is not signed in yet in the language of their account."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override


@contextmanager
def language_of(user: Any) -> Iterator[None]:
    """The language this user chose for the admin, else the newsroom's."""
    profile = getattr(user, "wagtail_userprofile", None)
    if profile is None:
        yield
        return
    with override(profile.get_preferred_language()):
        yield


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page that no cache keeps."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response
