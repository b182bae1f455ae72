"""The admin's own API of pages, which tells a program why the newsroom forbids what it asks."""

from typing import Any

from wagtail.admin.api.views import PagesAdminAPIViewSet

from news.editorial.middleware import answer_of_api


class PagesAPI(PagesAdminAPIViewSet):
    """Wagtail's, with the newsroom's refusals as answers."""

    def handle_exception(self, exc: Exception) -> Any:
        """The answer to what an action raised."""
        answer = answer_of_api(exc, self.kwargs.get("action_name", ""))
        return answer or super().handle_exception(exc)
