"""The glossary in the admin, and what it says of a translation to who edits, submits or reviews it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from news.admin.glossary import Glossary
from news.editorial.refusals import MESSAGES, Caution
from news.models import ArticlePage
from news.translation.glossary import warnings_on

SHOWN = 20
SUBMITTING = ("action-submit", "action-restart-workflow")


@hooks.register("register_admin_viewset")
def glossary() -> Glossary:
    """The list of terms and their forms."""
    return Glossary()


@hooks.register("before_edit_page")
def warn_who_opens(request: HttpRequest, page: Page) -> None:
    """Tell whoever opens a translation, its reviewers among them, where it departs from the glossary."""
    if request.method == "GET":
        warn(request, page)


@hooks.register("after_edit_page")
def warn_who_submits(request: HttpRequest, page: Page) -> None:
    """Tell whoever has submitted a translation; it is under review all the same."""
    if any(name in request.POST for name in SUBMITTING):
        warn(request, page)


def warn(request: HttpRequest, page: Page) -> None:
    """List the warnings of a story, if there are any."""
    if isinstance(page, ArticlePage) and (found := warnings_on(page)):
        messages.warning(request, listed(found))


def listed(found: Sequence[Caution]) -> SafeString:
    """Warnings as one message."""
    lines: list[str] = [sentence(warning) for warning in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(_("And %(more)s more.") % {"more": len(found) - SHOWN})
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html("{}<ul>{}</ul>", _("The glossary says otherwise in some places:"), items)


def sentence(warning: Caution) -> SafeString:
    """A warning, the words it names each in a direction of its own."""
    words = {name: format_html("<bdi>{}</bdi>", word) for name, word in warning.params.items()}
    return SafeString(escape(MESSAGES[warning.code]) % words)
