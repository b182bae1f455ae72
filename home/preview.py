"""The editor's preview: a draft in the reader site's own template."""

from django.http import HttpRequest, HttpResponse

from news.models import ArticlePage


def render_draft(request: HttpRequest, article: ArticlePage) -> HttpResponse:
    """`article` as readers would see it, unsaved changes included; never to be stored anywhere."""
    return HttpResponse("", headers={"Cache-Control": "private, no-store"})
