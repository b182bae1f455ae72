"""The addresses of search, to be mounted at /api/v1/ before those of the delivery API."""

from django.urls import path

from search.api.views import Related, Search

urlpatterns = [
    path("search/", Search.as_view()),
    path("articles/<uuid:document_id>/related/", Related.as_view()),
]
