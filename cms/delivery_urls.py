"""The addresses of the delivery process: the delivery API, search, health, the reader site."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
