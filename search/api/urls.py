"""The addresses of search, to be mounted at /api/v1/ where the engine is asked."""

from django.urls import path

from search.api.suggest import Suggest
from search.api.views import Search

urlpatterns = [path("search/", Search.as_view()), path("search/suggest/", Suggest.as_view())]
