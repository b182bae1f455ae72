"""The addresses of the reader site's search; mounted before those of documents, which take any path."""

from django.conf import settings
from django.urls import URLPattern, re_path

from home.reader import searching

LOCALE = f"(?P<locale>{'|'.join(code for code, _ in settings.LANGUAGES)})"

urlpatterns: list[URLPattern] = [
    re_path(f"^{LOCALE}/search/$", searching.search, name="reader-search"),
    re_path(f"^{LOCALE}/search$", searching.search_without_slash),
]
