"""The addresses of the editorial and the preview plane: what search has of it, then all of the newsroom's."""

from django.urls import include, path

from news.api.editorial.addresses import urlpatterns as newsroom_patterns

urlpatterns = [
    path("api/editorial/v1/", include("search.api.editors.urls")),
    *newsroom_patterns,
]
