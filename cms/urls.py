"""The addresses of a newsroom in one process: the admin, and everything the delivery process has."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as documents_urls

from cms.delivery_urls import urlpatterns as delivery_patterns

handler400 = "cms.errors.bad_request"
handler404 = "cms.errors.not_found"
handler500 = "cms.errors.server_error"

urlpatterns = [
    path("admin", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    path("admin/", include(admin_urls)),
    path("admin/documents/", include(documents_urls)),
    *delivery_patterns,
]
