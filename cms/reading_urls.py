"""The addresses of a process for reading: everything the public may ask but searches."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from cms import media
from news.http.views import NothingHere

handler400 = "news.http.problems.bad_request_view"
handler404 = "home.reader.handlers.page_not_found"
handler500 = "home.reader.handlers.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("news.api.delivery.urls")),
    path("api/v1/", include("search.api.related_urls")),
    # What no interface answers under api/ is a problem, never a page; new interfaces go above this.
    re_path(r"^api(?:/[\s\S]*)?$", NothingHere.as_view()),
    path("media/<path:name>", media.public_file),
    # The reader site answers for every other path, so it comes last.
    path("", include("home.reader.document_urls")),
]
