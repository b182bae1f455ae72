"""What the newsroom changes in the admin's own API."""

from typing import Any

from wagtail import hooks

from news.admin.pages_api import PagesAPI


@hooks.register("construct_admin_api")
def pages(router: Any) -> None:
    """Serve pages with the newsroom's refusals."""
    router.register_endpoint("pages", PagesAPI)
