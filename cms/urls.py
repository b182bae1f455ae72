"""The addresses of a newsroom in one process: the admin, and everything the delivery process has."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as admin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as documents_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.delivery_urls import urlpatterns as delivery_patterns
from cms.editorial_urls import urlpatterns as editorial_patterns
from news.admin.tags import urlpatterns as tag_patterns

handler400 = "news.http.problems.bad_request_view"
handler404 = "home.reader.handlers.page_not_found"
handler500 = "home.reader.handlers.server_error"

urlpatterns = [
    path("admin", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    # Before the admin, which has a way in of its own.
    path("admin/", include("news.access.urls")),
    # Before the admin, which would answer 404 for them; documents are for people who may use the admin.
    path("admin/files/", include(decorate_urlpatterns(documents_urls.urlpatterns, require_admin_access))),
    # Before the admin, which would offer everybody every tag.
    path("admin/tag-autocomplete/", include(decorate_urlpatterns(tag_patterns, require_admin_access))),
    path("admin/", include(admin_urls)),
    *editorial_patterns,
    *delivery_patterns,
]
