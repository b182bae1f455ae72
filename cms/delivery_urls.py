"""Everything the public may ask, in one process: searches, and what a process for reading has."""

from django.urls import URLPattern, URLResolver, include, path

from cms.reading_urls import urlpatterns as reading_patterns

handler400 = "news.http.problems.bad_request_view"
handler404 = "home.reader.handlers.page_not_found"
handler500 = "home.reader.handlers.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("search.api.urls")),
    path("", include("home.reader.search_urls")),
    *reading_patterns,
]
