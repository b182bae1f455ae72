"""The addresses of the reader site; mounted last, for a document may live at any path."""

from django.conf import settings
from django.urls import URLPattern, path, re_path

from home.reader import views

LOCALE = f"(?P<locale>{'|'.join(code for code, _ in settings.LANGUAGES)})"

urlpatterns: list[URLPattern] = [
    path("", views.root, name="reader-root"),
    re_path(f"^{LOCALE}/search/$", views.search, name="reader-search"),
    re_path(f"^{LOCALE}/search$", views.search_without_slash),
    path("<path:path>", views.document, name="reader-document"),
]
