"""The addresses of a newsroom in one process: the admin, and everything the delivery process has."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as documents_urls

from cms.delivery_urls import urlpatterns as delivery_patterns

handler400 = "news.http.problems.bad_request_view"
handler404 = "home.reader.handlers.page_not_found"
handler500 = "home.reader.handlers.server_error"

urlpatterns = [
    path("admin", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    path("admin/", include(admin_urls)),
    path("admin/documents/", include(documents_urls)),
    *delivery_patterns,
]
