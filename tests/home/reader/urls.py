"""The reader site mounted as every process mounts it: last, with its own handlers."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("home.reader.urls"))]
handler404 = "home.reader.handlers.page_not_found"
handler500 = "home.reader.handlers.server_error"
