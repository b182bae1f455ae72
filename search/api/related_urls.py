"""The addresses of related stories, to be mounted at /api/v1/ beside those of the delivery API."""

from django.urls import path

from search.api.related import Related

urlpatterns = [path("articles/<uuid:document_id>/related/", Related.as_view())]
