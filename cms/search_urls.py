"""The addresses of a process for searching: those that wait for the search engine, and health."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from cms import health
from news.http.views import NothingHere

handler400 = "news.http.problems.bad_request_view"
handler404 = "home.reader.handlers.page_not_found"
handler500 = "home.reader.handlers.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("search.api.urls")),
    path("health/live", health.live),
    path("health/ready", health.ready),
    re_path(r"^api(?:/[\s\S]*)?$", NothingHere.as_view()),
    path("", include("home.reader.search_urls")),
]
