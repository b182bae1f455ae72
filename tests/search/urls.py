"""Search mounted before the delivery API, as in a delivery process."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("search.api.urls")), path("", include("cms.delivery_urls"))]
