"""The addresses of what editors ask search, to be mounted at /api/editorial/v1/ before those of news."""

from django.urls import path

from search.api.editors.views import Explain, RelatedSuggestions

urlpatterns = [
    path("related-suggestions/", RelatedSuggestions.as_view()),
    path("search/explain/", Explain.as_view()),
]
