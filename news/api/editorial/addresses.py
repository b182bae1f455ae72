"""Where the editorial and the preview plane are mounted: in the process of the admin, and no other."""

from django.urls import include, path

urlpatterns = [
    path("api/editorial/v1/", include("news.api.editorial.urls")),
]
