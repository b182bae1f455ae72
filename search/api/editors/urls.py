"""The addresses of what editors ask search, to be mounted at /api/editorial/v1/ before those of news."""

from django.urls import path

from search.api.editors.decisions import BETS, SYNONYMS, WORDS, Asked, detail_view, list_view
from search.api.editors.views import Explain, RelatedSuggestions

KINDS = (SYNONYMS, WORDS, BETS)

urlpatterns = [
    path("related-suggestions/", RelatedSuggestions.as_view()),
    path("search/asked/", Asked.as_view()),
    path("search/explain/", Explain.as_view()),
    *(path(f"search/{kind.path}/", list_view(kind).as_view()) for kind in KINDS),
    *(path(f"search/{kind.path}/<int:pk>/", detail_view(kind).as_view()) for kind in KINDS),
]
