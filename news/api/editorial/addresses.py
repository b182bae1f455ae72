"""Where the editorial and the preview plane are mounted: in the process of the admin, and no other."""

from django.urls import include, path

from news.api.editorial.previews import Preview

urlpatterns = [
    path("api/editorial/v1/", include("news.api.editorial.urls")),
    path("api/preview/v1/", Preview.as_view()),
]
