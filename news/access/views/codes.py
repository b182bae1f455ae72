"""Tries the code of a second factor that a form carries, wherever one is asked for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from news.access import attempts
from news.access.forms import CodeForm, wait_in_words
from news.access.limits import code_rules


def try_code(
    request: HttpRequest, user: Any, attempt: Callable[[str], HttpResponse | None]
) -> tuple[CodeForm, int, HttpResponse | None]:
    """The form with what is wrong with it, its status, and what `attempt` answers to the right code.

    Every attempt is counted before it is made; the right code makes a new beginning. What `attempt` raises
    leaves its attempt counted.
    """
    form = CodeForm(request.POST)
    if not form.is_valid():
        return form, 200, None
    rules = code_rules(request, user.get_username())
    try:
        attempts.admit(rules)
    except attempts.TooManyAttempts as refusal:
        form.add_error("code", wait_in_words(refusal.wait))
        return form, 429, None
    response = attempt(form.cleaned_data["code"])
    if response is None:
        form.add_error("code", _("This code is wrong, was used before, or is too old."))
    else:
        attempts.forgive(rules)
    return form, 200, response
